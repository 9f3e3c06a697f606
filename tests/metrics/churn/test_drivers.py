"""A hazard by month: by hand, on a planted one, and on the sample company, whose drivers are known."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from metrics.churn.drivers import _hazard, drivers
from metrics.reading import UndefinedError

LEVELS = {"kind": ["a", "b"], "pace": [1, 2], "tenure": [0, 1], "acquired_by": ["x", "y"], "year": [2025, 2026]}


def test_one_flag_by_hand():
    """100 of 10,000 months without it and 150 of 6,000 with it: ln(1 - .025)/ln(1 - .01) = 2.519."""
    x = np.array([[1.0, 0.0], [1.0, 1.0]])
    beta, covariance = _hazard(x, np.array([10_000.0, 6_000.0]), np.array([100.0, 150.0]), ridge=0)
    assert np.exp(beta[1]) == pytest.approx(np.log(1 - 0.025) / np.log(1 - 0.01), rel=1e-6)
    # of log hazards with rare events the variance is 1/100 + 1/150, nearly
    assert covariance[1, 1] == pytest.approx(1 / 100 + 1 / 150, rel=0.03)


def planted(seed: int, complaint: float, letter: float, silent: float, older: float) -> pd.DataFrame:
    """Cells of a company in which kind and complaint go together, so that a plain comparison would be wrong."""
    rng = np.random.default_rng(seed)
    n = 4_000
    frame = pd.DataFrame({name: rng.choice(levels, n) for name, levels in LEVELS.items()})
    frame["age"] = rng.choice([1960.0, 1970.0, 1980.0, 1990.0, np.nan], n)
    frame["complaint"] = rng.random(n) < np.where(frame["kind"] == "b", 0.4, 0.05)
    frame["letter"], frame["silent"] = rng.random(n) < 0.2, rng.random(n) < 0.2
    years = (1975 - frame["age"].fillna(1975)) / 10
    rate = 0.01 * np.where(frame["kind"] == "b", 3, 1) * older**years
    rate = rate * complaint ** frame["complaint"] * letter ** frame["letter"] * silent ** frame["silent"]
    frame["months"] = 400
    frame["leavers"] = rng.binomial(400, 1 - np.exp(-rate))
    return frame


def test_planted_drivers_are_found_in_order_with_their_size():
    found = drivers(planted(1, 2.6, 1.7, 1.4, 1.0))
    assert [one.id for one in found] == ["complaint", "letter", "silent", "age"]
    for one, truth in zip(found, (2.6, 1.7, 1.4, 1.0), strict=True):
        assert one.low <= truth <= one.high and one.ratio == pytest.approx(truth, rel=0.06)
    assert [one.seen for one in found] == [True, True, True, False]


def test_what_drives_nobody_is_not_seen_although_kinds_differ():
    found = {one.id: one for one in drivers(planted(2, 1.0, 1.0, 1.0, 1.3))}
    assert found["age"].ratio == pytest.approx(1.3, rel=0.03) and found["age"].seen
    assert all(found[id].ratio == pytest.approx(1, abs=0.06) for id in ("complaint", "letter", "silent"))


def test_intervals_hold_what_they_promise():
    """Ninety in a hundred, over forty companies and three events each."""
    hits = [
        one.low <= truth <= one.high
        for seed in range(40)
        for one, truth in (
            (next(d for d in found if d.id == id), truth)
            for found in [drivers(planted(seed + 10, 2.0, 1.5, 1.0, 1.0))]
            for id, truth in (("complaint", 2.0), ("letter", 1.5), ("silent", 1.0))
        )
    ]
    assert 0.83 <= np.mean(hits) <= 0.97


def test_an_event_the_data_cannot_show_is_left_out():
    assert {one.id for one in drivers(planted(3, 2, 1.5, 1.2, 1.0), known=("letter",))} == {"letter", "age"}
    none = planted(3, 2, 1.5, 1.2, 1.0).assign(complaint=False, age=np.nan)
    assert {one.id for one in drivers(none)} == {"letter", "silent"}


def test_too_few_leavers_have_a_reason():
    few = planted(4, 2, 1.5, 1.2, 1.0).head(3)
    with pytest.raises(UndefinedError, match="too few; 100 are needed"):
        drivers(few.assign(leavers=1))
    with pytest.raises(UndefinedError, match="0 recorded leavers"):
        drivers(few.head(0))
