"""Measures that pull apart: a planted one is found, chance rarely is, and each sentence has its case."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from metrics import report
from metrics.scorecard import answers, findings_apart
from metrics.scorecard.apart import Apart, apart

MONTHS = pd.date_range("2022-01-01", periods=48, freq="MS")


def pair(seed: int, last: float = 0.0) -> dict[str, pd.Series]:
    """Two measures that go together, the second ``last`` off its line in the last month."""
    rng = np.random.default_rng(seed)
    x = rng.standard_normal(48)
    y = 2 + 3 * x + 0.5 * rng.standard_normal(48)
    y[-1] += last
    return {"one": pd.Series(x, MONTHS), "other": pd.Series(y, MONTHS)}


def test_a_planted_distance_is_found_with_what_is_usual() -> None:
    held = pair(1, 5.0)
    (found,) = apart(held)
    assert (found.earlier, found.later) == ("one", "other")
    assert found.seen == held["other"].iloc[-1]
    assert found.usual == pytest.approx(2 + 3 * held["one"].iloc[-1], abs=0.5) and found.correlation > 0.9


def test_chance_is_rarely_told() -> None:
    """One pair at 10 %: of 300 without anything planted, some one in ten."""
    told = sum(bool(apart(pair(seed))) for seed in range(300))
    assert 0.06 <= told / 300 <= 0.14


def test_many_pairs_are_held_together() -> None:
    """Of ten measures that go together nothing is planted in, hardly a map tells one."""
    rng, told = np.random.default_rng(2), 0
    for _map in range(40):
        common = rng.standard_normal(48)
        held = {str(n): pd.Series(common + 0.5 * rng.standard_normal(48), MONTHS) for n in range(10)}
        told += bool(apart(held))
    assert told / 40 <= 0.35  # forty-five pairs that share their last month: far from one told a map


def test_by_hand() -> None:
    """On a line but for the ends: 40 months of y = x with +-1 in turn; the last is 10 above."""
    x = np.arange(41.0)
    y = x + np.where(np.arange(41) % 2, 1.0, -1.0)
    y[-1] = x[-1] + 10
    days = pd.date_range("2022-01-01", periods=41, freq="MS")
    (found,) = apart({"x": pd.Series(x, days), "y": pd.Series(y, days)})
    assert found.usual == pytest.approx(np.polyval(np.polyfit(x[:-1], y[:-1], 1), 40.0)) and found.p < 1e-8


@pytest.mark.parametrize("months", [10, 36])
def test_too_few_months_say_nothing(months: int) -> None:
    assert apart({name: values.iloc[-months:] for name, values in pair(1, 9.0).items()}) == []


def test_what_never_went_together_cannot_pull_apart() -> None:
    rng = np.random.default_rng(3)
    held = {name: pd.Series(rng.standard_normal(48), MONTHS) for name in "ab"}
    held["b"].iloc[-1] = 50.0
    assert apart(held) == [] and apart({"a": held["a"], "c": pd.Series(1.0, MONTHS)}) == []


def test_a_measure_that_stopped_is_not_told() -> None:
    held = pair(1, 9.0)
    assert apart({"one": held["one"].iloc[:-1], "other": held["other"]}) == []


def test_what_is_said() -> None:
    found = Apart("certified", "use_of_system", 0.5, 0.8, 0.9, 0.001)
    said = "Users who logged in is 50% where 80% usually goes with Training coverage"
    assert str(findings_apart._told([found])) == said
    assert str(findings_apart._told([])) == "No two measures that usually go together pull apart"


def test_every_map_says_how_it_was_tested(company: Path) -> None:
    assert str(findings_apart.pulled_apart(report.saved()).note) == (
        "Pairs that went together (correlation of a half and more) for 36 months and more; of those told, one in ten "
        "may be chance. It says where to ask, not what happened."
    )


def test_a_decision_needs_words_and_a_measure() -> None:
    kept = answers._actions([{"id": "1", "metric": "satisfied", "decision": "Call back", "due_on": "2026-12-01"}])
    assert kept[0]["decision"] == "Call back" and (kept[0]["due_on"], kept[0]["owner"]) == ("2026-12-01", "")
    with pytest.raises(ValueError, match="A decision has no words"):
        answers._actions([{"id": "1", "metric": "satisfied", "decision": " "}])
    with pytest.raises(ValueError, match="nothing is no measure"):
        answers._actions([{"id": "1", "metric": "nothing", "decision": "x"}])
