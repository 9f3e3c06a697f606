"""Composition, cohorts, renewals, accounts and joins: small tables worked out by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from metrics.churn import composition, early_churn, watch
from metrics.churn.cohorts import CALENDAR, triangle
from metrics.churn.renewals import renewals
from metrics.reading import UndefinedError

# --- Who leaves


def test_parts_count_people_and_money_and_keep_the_unknown():
    group = pd.Series(["a", "a", "b", None])
    left = pd.Series([True, False, True, False])
    found = composition.parts(group, left, pd.Series([10.0, 30.0, 5.0, 7.0]))
    rows = [(part.name, part.customers, part.left, part.rate, part.money_rate) for part in found]
    assert rows == [("b", 1, 1, 1.0, 1.0), ("a", 2, 1, 0.5, 0.25), (composition.UNKNOWN, 1, 0, 0.0, 0.0)]
    assert sum(p.customers for p in found) == 4


def test_a_group_that_brought_nothing_has_no_share_of_money():
    (one,) = composition.parts(pd.Series(["a"]), pd.Series([True]), pd.Series([0.0]))
    assert one.money_rate is None


def test_wilson_by_hand():
    # z = 1.6449, 10 of 100: (.1 + .013528 -+ 1.6449 sqrt(.09/100 + 2.7055/40000))/(1 + .027055)
    assert composition.wilson(10, 100) == pytest.approx((0.0608, 0.1603), abs=5e-4)
    assert composition.wilson(0, 0) == (0.0, 1.0)
    low, high = composition.wilson(0, 20)
    assert low == pytest.approx(0) and 0.05 < high < 0.2


def test_unknown_reasons_stay_in_the_sum():
    found = composition.shares(pd.Series(["price", "price", "moved", None, None]))
    assert [(s.name, s.customers, s.share) for s in found] == [("price", 2, 0.4), ("moved", 1, 0.2), ("", 2, 0.4)]
    assert sum(s.share for s in found) == pytest.approx(1)


def test_some_reasons_are_nobodys_fault():
    named = ("price", "service", "better offer elsewhere", "no longer needed", "Business closed", "客户搬家")
    assert [composition.avoidable(reason) for reason in named] == [True, True, True, False, False, False]


def test_tenure_bands_begin_at_their_day():
    assert list(composition.tenure_bands(pd.Series([0, 364, 365, 729, 730, 5000]))) == [0, 0, 1, 1, 2, 3]


# --- Who came back


def cohort(month: str, rows: list[tuple[int, int, int]]) -> list[tuple[str, pd.Timestamp, int, int, int]]:
    return [(CALENDAR, pd.Timestamp(month), period, base, back) for period, base, back in rows]


def test_a_quarter_counts_once_all_its_months_have_come_to_a_period():
    """January to March: 10, 20 and 10 customers. Two months later March has not come to its second month yet."""
    rows = cohort("2026-01-01", [(0, 10, 10), (1, 10, 4), (2, 10, 3)])
    rows += cohort("2026-02-01", [(0, 20, 20), (1, 20, 6), (2, 20, 5)])
    rows += cohort("2026-03-01", [(0, 10, 10), (1, 10, 2)])
    found = triangle(pd.DataFrame(rows, columns=["definition", "cohort", "period", "base", "returned"]), CALENDAR)
    assert found.customers == (40,)
    assert found.share[0, 0] == pytest.approx(12 / 40)
    assert np.isnan(found.share[0, 1]) and found.mean(1) == pytest.approx(0.3) and found.mean(2) is None


def test_a_history_of_a_month_has_no_triangle():
    rows = cohort("2026-01-01", [(0, 10, 10)])
    with pytest.raises(UndefinedError, match="too short"):
        triangle(pd.DataFrame(rows, columns=["definition", "cohort", "period", "base", "returned"]), CALENDAR)


# --- Contracts


def test_renewals_are_counted_from_the_first_day():
    """100 contracts: 20 leave at the first end; of the 80 left 40 come to the second, where 4 leave."""
    rows = [(f"l{i}", 1, "left") for i in range(20)] + [(f"r{i}", 1, "renewed") for i in range(80)]
    rows += [(f"r{i}", 2, "left" if i < 4 else "renewed") for i in range(40)]
    rows += [(f"r{i}", 2, "running") for i in range(40, 80)] + [(f"r{i}", 3, "running") for i in range(4, 40)]
    terms = pd.DataFrame(rows, columns=["contract_id", "term", "state"]).assign(signed_here=True)
    found = renewals(terms)
    assert list(found.left) == [20, 4, 0] and list(found.came) == [100, 40]
    assert list(found.here) == [40, 36, 0]
    assert found.observed == pytest.approx([1, 0.8, 0.72])
    alpha, beta = found.fit.values("alpha", "beta")
    assert found.p_leave(np.array([1.0, 2.0])) == pytest.approx([alpha / (alpha + beta), alpha / (alpha + beta + 1)])
    assert found.p_leave(np.array([1.0]))[0] == pytest.approx(0.2, abs=0.01)  # two points, two parameters


def test_few_contracts_have_a_reason():
    terms = pd.DataFrame({"contract_id": ["a"], "term": [1], "state": ["left"], "signed_here": [True]})
    with pytest.raises(UndefinedError, match="1 contracts seen"):
        renewals(terms)


# --- Key accounts


def test_an_account_is_held_against_its_own_line():
    """Quarters of 300, 330, ... 480 rise by 30, so 510 is expected; 210 is 300 short of it, and 15 % of 390 is 58.5."""
    quarters = [300.0 + 30 * i for i in range(7)] + [210.0]
    found = watch._course(np.repeat(np.array(quarters) / 3, 3))
    assert found.expected == pytest.approx(510)
    assert found.score == pytest.approx(-300 / 58.5)
    assert watch._alarm(found, silent_days=5, usual_gap=10) == "below trend"
    assert watch._alarm(found, silent_days=30, usual_gap=10) == "silent"


def test_one_odd_quarter_does_not_move_the_line():
    steady = [300.0] * 8
    odd = [300.0, 300.0, 900.0, 300.0, 300.0, 300.0, 300.0, 300.0]
    for quarters in (steady, odd):
        found = watch._course(np.repeat(np.array(quarters) / 3, 3))
        assert found.expected == pytest.approx(300) and found.score == pytest.approx(0)


def test_a_new_account_has_no_trend():
    found = watch._course([0.0] * 18 + [50.0] * 6)
    assert found.score is None and watch._alarm(found, 0, None) == ""


# --- Joins


def test_sources_count_only_those_watched_long_enough():
    won = pd.Series(["tv", "tv", "tv", "web", None])
    tenure, left = pd.Series([30, 90, 200, 400, 10]), pd.Series([True, True, False, False, True])
    found = early_churn.sources(won, tenure, left, observed=pd.Series([300, 300, 200, 400, 10]))
    assert [(s.name, s.joins, s.short) for s in found] == [("tv", 3, 2), ("web", 1, 0)]
    assert found[0].median_days == 90 and found[1].median_days is None


def test_the_cost_of_leaving_by_hand():
    """Three left: they brought 100, 50 and -20 a year; 60 was paid to win each, and they brought 300, 40 and -20."""
    cost = early_churn.cost(pd.Series([100.0, 50.0, -20.0]), pd.Series([300.0, 40.0, -20.0]), cac=60.0)
    assert cost == (150, 20 + 60)
    assert early_churn.cost(pd.Series([1.0]), pd.Series([1.0]), None)[1] is None
