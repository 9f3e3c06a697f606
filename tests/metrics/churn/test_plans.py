"""Stages, owners, and what a source's customers do against their kinds: small tables worked out by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.churn import early_churn, plan, stages
from metrics.churn.composition import UNKNOWN

TODAY = pd.Timestamp("2025-06-30")


def _base(**changed: object) -> pd.DataFrame:
    days = dict.fromkeys(("first_order", "last_order", "joined_on"), pd.Timestamp("2025-06-01"))
    return pd.DataFrame([{**days, "frequency": 0, "recency_days": 0, **changed}], index=["ann"])


def _day(base: pd.DataFrame, stage: str, second: int | None = None, ends: pd.Series | None = None) -> object:
    none = pd.Series(dtype="datetime64[ns]")
    return stages.dates(base, none if ends is None else ends, second)[stage].iloc[0]


def test_the_usual_days_are_the_median_of_those_who_came_back() -> None:
    assert stages.usual_days(pd.DataFrame({"days": [40, 10, 30], "customers": [1, 2, 1]})) == 10
    assert stages.usual_days(pd.DataFrame({"days": [40, 10, 30], "customers": [3, 2, 2]})) == 30
    assert stages.usual_days(pd.DataFrame({"days": [], "customers": []})) is None


def test_each_stage_by_hand() -> None:
    assert _day(_base(), stages.SECOND, second=40) == pd.Timestamp("2025-07-11")
    assert pd.isna(_day(_base(frequency=1, recency_days=5), stages.SECOND, second=40))
    assert pd.isna(_day(_base(), stages.SECOND))
    assert _day(_base(), stages.FIRST_YEAR) == pd.Timestamp("2026-06-01")
    ends = pd.Series({"ann": pd.Timestamp("2025-10-01")})
    assert _day(_base(), stages.CONTRACT, ends=ends) == pd.Timestamp("2025-08-02")
    # four order days after the first in 80: twenty apart, silent after forty
    assert _day(_base(frequency=4, recency_days=80), stages.SILENT) == pd.Timestamp("2025-07-11")
    # somebody who orders every day is not silent after two
    assert _day(_base(frequency=9, recency_days=9), stages.SILENT) == pd.Timestamp("2025-06-15")
    assert pd.isna(_day(_base(frequency=1, recency_days=9), stages.SILENT))


def test_a_plan_counts_who_comes_to_a_stage_and_when() -> None:
    days = pd.DataFrame(dict.fromkeys(stages.STAGES, pd.NaT), index=list("abcd"), dtype="datetime64[ns]")
    days[stages.SECOND] = [TODAY + pd.Timedelta(days=n) for n in (0, 10, 50, 91)]
    about = pd.DataFrame(
        {"askable": [True, True, False, True], "contacted": [True, False, True, True], "p": 0.5, "at_risk": 8.0},
        index=list("abcd"),
    )
    (found,) = stages.plan(days, TODAY, about)
    assert (found.id, found.due, found.reachable, found.contacted) == (stages.SECOND, (1, 2, 2), 1, 1)
    assert (found.leaving, found.money) == (0.5, 16.0)
    (blind,) = stages.plan(days, TODAY, about.assign(p=np.nan, at_risk=np.nan))
    assert (blind.leaving, blind.money) == (None, None)


ACCOUNTS = pd.DataFrame(
    [("Ida", 60.0, True, True), ("Ida", 20.0, False, True), (None, 15.0, True, True), ("Bo", -5.0, True, False)],
    columns=["owner", "value", "email", "phone"],
)


def test_owners_by_hand() -> None:
    """A loss is nothing to lose; nobody comes last; 20 lack an e-mail."""
    found = plan._owners(ACCOUNTS, ["email", "phone"])
    rows = [(owner.name, owner.accounts, owner.value, owner.incomplete) for owner in found]
    assert rows == [("Ida", 2, 80, 20), ("Bo", 1, 0, 0), (UNKNOWN, 1, 15, 0)]
    assert found[0].share == pytest.approx(80 / 95) and found[0].on_file == pytest.approx(0.75)


@given(st.lists(st.tuples(st.sampled_from(["x", "y", None]), st.floats(-10, 1e4), st.booleans()), min_size=1))
def test_owners_add_up_to_all_accounts(rows: list[tuple[str | None, float, bool]]) -> None:
    held = pd.DataFrame(rows, columns=["owner", "value", "filed"])
    found = plan._owners(held, ["filed"])
    assert sum(o.accounts for o in found) == len(held)
    assert sum(o.value for o in found) == pytest.approx(held["value"].clip(lower=0).sum())
    assert all(0 <= o.incomplete <= o.value + 1e-9 for o in found)


def test_requests_whose_time_is_not_over_are_not_counted() -> None:
    """Settled after 2 and 9 days, open for 3 and for 20: three are over, one of them in time."""
    found = plan._settled(
        pd.Series(["Ida", " ", None, None]), pd.Series([2.0, 9.0, np.nan, np.nan]), pd.Series([40, 40, 3, 20]), within=7
    )
    assert (found.requests, found.owned, found.in_time, found.open) == (3, 1, 1, 1)


# --- A source against its kinds

TENURE, LEFT = pd.Series([10, 20, 15, 25]), pd.Series([True, True, True, False])
ALIKE, MINE = pd.Series("a", index=range(4)), pd.Series([False, False, True, True])


def test_the_pace_of_a_source_by_hand() -> None:
    """Others leave after 10 and 20 days: hazards 1/2 and 1. Ours were there 15 and 25 days: 2 expected, one left."""
    found = early_churn._pace(TENURE, LEFT, ALIKE, MINE)
    assert found is not None and found.ratio == pytest.approx(0.5) and found.low < 0.5 < found.high
    assert not found.above
    assert np.log(found.high / found.ratio) == pytest.approx(1.6449 * np.sqrt(1 / 1 + 1 / 2), abs=1e-4)
    assert {type(n) for n in (found.ratio, found.low, found.high)} == {float}  # written for people: no numbers of numpy


def test_another_kind_does_not_count() -> None:
    """Only others of the same kind say what to expect; without any there is nothing to say."""
    assert early_churn._pace(TENURE, LEFT, pd.Series(["b", "b", "a", "a"]), MINE) is None


def test_a_source_nobody_left_has_a_pace_of_zero() -> None:
    """The upper end is Garwood's for a count of 0: 3.00 over what was expected."""
    found = early_churn._pace(TENURE, pd.Series([True, True, False, False]), ALIKE, MINE)
    assert found == early_churn.RateRatio(0.0, 0.0, pytest.approx(2.9957 / 2, abs=1e-4))


def test_twice_the_hazard_leaves_twice_as_fast() -> None:
    """The interval is one of 90 %: of sixty samples six miss it, and hardly ever more than twelve."""
    rng, missed = np.random.default_rng(5), 0
    for _run in range(60):
        tenure = pd.Series(np.r_[rng.exponential(100, 400), rng.exponential(50, 200)])
        mine = pd.Series(np.arange(600) >= 400)
        found = early_churn._pace(tenure, pd.Series(True, index=tenure.index), pd.Series("a", index=tenure.index), mine)
        assert found is not None and found.above
        missed += not found.low < 2 < found.high
    assert missed <= 12
