"""Figures of the base, on marts small enough to count by hand."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pandas as pd
import pytest

from metrics.context import Context
from metrics.customers import base, readings
from metrics.reading import UndefinedError
from tests.metrics.value.test_facts import Asked, customers, world


def frames(*, has_cost: bool = True, has_serve: bool = True, months: int = 24) -> dict[str, pd.DataFrame]:
    """60 buyers: 30 bring 10 of 30 revenue, 30 lose 2 on 5; and one customer who never bought."""
    rows = [(f"a{n}", 30, 12, 10, 2, True) for n in range(30)]
    rows += [(f"b{n}", 5, 1, -2, 1, False) for n in range(30)] + [("c", 0, 0, 0, 0, False)]
    columns = ["customer_id", "revenue", "margin", "contribution", "order_days", "active"]
    month = pd.date_range("2024-01-01", periods=months, freq="MS")
    active = pd.DataFrame({"month": month, "base_12m": 40, "kept_12m": 30, "revenue_12m": 1050})
    facts = pd.DataFrame({"has_cost": [has_cost], "has_cost_to_serve": [has_serve]})
    return {"customer_base": pd.DataFrame(rows, columns=columns), "active_month": active, "data_facts": facts}


def test_what_a_customer_brings_is_the_best_figure_the_data_carry() -> None:
    assert base.value_basis(frames()) == base.CONTRIBUTION
    assert base.value_basis(frames(has_serve=False)) == base.MARGIN
    assert base.value_basis(frames(has_cost=False, has_serve=False)) == base.REVENUE


def context(held: dict[str, pd.DataFrame]) -> Context:
    """Stands for a context of these marts."""
    return cast(Context, SimpleNamespace(frames=held))


def test_counts_by_hand() -> None:
    held = frames()
    assert readings._active_customers(context(held)) == 30
    assert base.repeat_share(held) == 0.5  # 30 of 60 buyers; who never bought is no buyer


def test_shares_by_hand() -> None:
    sixty = Asked(world(customers([10.0] * 30 + [-2.0] * 30)))
    assert readings._below_zero_share(sixty) == 0.5
    # the best 12 of 60 bring 120 of 300 - 60
    assert readings._top_fifth_share(sixty) == pytest.approx(0.5)
    assert readings._bottom_half_share(sixty) == pytest.approx(-0.25)


def test_what_cannot_be_known_says_so() -> None:
    short = frames(months=9)
    short["active_month"]["base_12m"] = 0
    with pytest.raises(UndefinedError, match="12 months of orders; there are 9"):
        readings._revenue_year(context(short))
    with pytest.raises(UndefinedError, match="carry no cost"):
        readings._below_zero_share(context(frames(has_cost=False, has_serve=False)))
    with pytest.raises(UndefinedError, match="no customers"):
        readings._active_customers(context({"customer_base": short["customer_base"].iloc[:0]}))
