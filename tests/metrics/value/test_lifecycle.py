"""Customers that move from stage to stage, worked by hand."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.reading import UndefinedError
from metrics.value import lifecycle as life


def test_two_stages_by_hand() -> None:
    """Nine in ten stay and bring 100, who left is gone: 90/1.1^0.5 + 81/1.1^1.5 = 85.812 + 70.210."""
    found = life._worth([[0.9, 0.1], [0.0, 1.0]], [100.0, 0.0], 2, 0.1)
    assert found == pytest.approx([90 / 1.1**0.5 + 81 / 1.1**1.5, 0.0])
    assert found[0] == pytest.approx(156.02, abs=0.01)


def test_a_lost_customer_who_may_come_back_is_worth_something() -> None:
    """Half come back each year, bring 10 and stay for one year alone; undiscounted over two years 5 + 2.5."""
    assert life._worth([[0.0, 1.0], [0.5, 0.5]], [10.0, 0.0], 2, 0.0)[1] == pytest.approx(5.0 + 2.5)


@given(st.floats(0.0, 1.0), st.floats(1.0, 1e4), st.integers(1, 10), st.floats(0.0, 0.5))
def test_it_is_the_sum_of_alive_times_margin_discounted(r: float, margin: float, years: int, rate: float) -> None:
    """With one stage alive: sum of r^t m / (1 + d)^(t - 1/2)."""
    found = life._worth([[r, 1 - r], [0.0, 1.0]], [margin, 0.0], years, rate)[0]
    by_hand = sum(r**t * margin / (1 + rate) ** (t - 0.5) for t in range(1, years + 1))
    assert found == pytest.approx(by_hand)


def steps() -> pd.DataFrame:
    """A hundred new customers: a year later 60 grow and 40 lapse; the other stages stay or go one on."""
    rows = [
        ("growing", "new", 60, 600.0, 120.0),
        ("lapsed", "new", 40, 0.0, 4.0),
        ("loyal", "growing", 50, 1000.0, 100.0),
        ("lapsed", "growing", 50, 0.0, 0.0),
        ("loyal", "loyal", 80, 2400.0, 240.0),
        ("lapsed", "loyal", 20, 0.0, 0.0),
        ("growing", "lapsed", 10, 100.0, 20.0),
        ("lost", "lapsed", 90, 0.0, 0.0),
        ("growing", "lost", 10, 50.0, 10.0),
        ("lost", "lost", 90, 0.0, 0.0),
        ("new", "none", 70, 700.0, 70.0),
    ]
    names = ["stage", "stage_before", "customers", "margin", "cost_to_serve"]
    return pd.DataFrame(rows, columns=names).assign(years_ago=0, kind="consumer", revenue=0.0)


def test_stages_out_of_the_mart() -> None:
    found = life.lifecycle(steps(), "contribution", 1, 0.0)
    assert found.customers.tolist() == [70, 80, 130, 110, 180]
    assert found.stay.tolist() == pytest.approx([0.6, 0.5, 0.8, 0.1, 0.1])
    assert found.onward.tolist() == pytest.approx([0.6, 0.5, 0.8, 0.1, 0.1])
    # growing: 480 + 80 + 40 of 80 customers; loyal: 900 + 2160 of 130; lapsed: -4 of 110
    assert found.mean.tolist() == pytest.approx([0.0, 600 / 80, 3060 / 130, -4 / 110, 0.0])
    # of new ones 60 % grow and 40 % lapse
    assert found.value[0] == pytest.approx(0.6 * 7.5 - 0.4 * 4 / 110)
    assert found.ahead[0] == pytest.approx(0.6 * found.value[1])
    assert found.total == pytest.approx(float(found.customers @ found.value))
    assert found.money[0] == pytest.approx(630.0)


def test_a_stage_hardly_anybody_left_has_no_probabilities() -> None:
    few = steps()[lambda rows: rows["stage_before"] != "lost"]
    with pytest.raises(UndefinedError, match="0 moves out of one stage are too few"):
        life.lifecycle(few, "contribution", 2, 0.1)
