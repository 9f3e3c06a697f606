"""Figures of the base, on marts small enough to count by hand."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pandas as pd
import pytest

from metrics.context import Context
from metrics.customers import base, readings
from metrics.reading import UndefinedError


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


def test_counts_and_shares_by_hand() -> None:
    held = frames()
    assert base.active_customers(held) == 30
    assert base.retention_rate(held) == 0.75  # 30 of 40
    assert base.repeat_share(held) == 0.5  # 30 of 60 buyers; who never bought is no buyer
    context = cast(Context, SimpleNamespace(frames=held))
    assert readings.below_zero_share(context) == 0.5
    # the best 12 of 60 bring 120 of 300 - 60
    assert readings.top_fifth_share(context) == pytest.approx(0.5)
    assert readings.bottom_half_share(context) == pytest.approx(-0.25)


def test_what_cannot_be_known_says_so() -> None:
    short = frames(months=9)
    short["active_month"]["base_12m"] = 0
    with pytest.raises(UndefinedError, match="24 months; there are 9"):
        base.retention_rate(short)
    with pytest.raises(UndefinedError, match="12 months of orders; there are 9"):
        base.revenue_year(short)
    with pytest.raises(UndefinedError, match="carry no cost"):
        readings.below_zero_share(cast(Context, SimpleNamespace(frames=frames(has_cost=False, has_serve=False))))
    with pytest.raises(UndefinedError, match="no customers"):
        base.active_customers({"customer_base": short["customer_base"].iloc[:0]})
