"""Sources of customers against others who came at the same time, worked by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from metrics.customers import acquisition


def cohort(n: int, source: str, days: float, serve: float, joined: int = 5) -> pd.DataFrame:
    """Customers who all leave after that many days."""
    return pd.DataFrame(
        {
            "kind": "consumer",
            "source": source,
            "joined": joined,
            "tenure_days": days,
            "left": True,
            "cost_to_serve": serve,
            "brought": 10.0,
        },
        index=range(n),
    )


def test_a_source_whose_customers_leave_twice_as_soon_and_cost_more() -> None:
    """Six months against twelve; 12 over six months are 2 a month against 1. Those of another month do not count."""
    held = pd.concat(
        [
            cohort(60, "sale", 6 * acquisition.MONTH, 12.0),
            cohort(80, "shop", 12 * acquisition.MONTH, 12.0),
            cohort(80, "shop", 24 * acquisition.MONTH, 99.0, joined=30),
            cohort(10, "rare", 1.0, 1.0),
        ],
        ignore_index=True,
    )
    first = acquisition.sources(held)[0]
    assert (first.name, first.own.customers, first.others.customers) == ("sale", 60, 90)
    assert first.own.months == pytest.approx(6)
    assert first.lifetime == pytest.approx(0.5)
    assert first.own.serve == pytest.approx(2.0)
    assert "rare" not in {row.name for row in acquisition.sources(held)}


def test_while_fewer_than_four_in_ten_have_left_there_is_no_lifetime() -> None:
    held = cohort(100, "sale", 100.0, 1.0).assign(left=np.arange(100) < 39)
    assert acquisition._tenure(held).months is None
    assert acquisition._tenure(held.assign(cost_to_serve=np.nan)).serve is None
    assert acquisition._tenure(held.iloc[:0]).customers == 0
