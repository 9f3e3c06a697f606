"""The chance of falling silent from more than orders: learnt from earlier days, used only where it forecasts better."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from metrics.lifetime import covariates as beyond

UNTIL, FIRST = 1_500, 0


def customers(n: int, seed: int, *, complaint: float, calls: float = 0.0) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What was known of ``n`` customers and what a forecast from orders said, when log-odds of silence are the
    forecast's, plus ``complaint`` for who complained, less ``calls`` a call."""
    draw = np.random.default_rng(seed)
    odds, upset, called = draw.normal(-1, 1, n), draw.random(n) < 0.2, draw.poisson(2.0, n)
    silent = draw.random(n) < 1 / (1 + np.exp(-(odds + complaint * upset - calls * called)))
    known = pd.DataFrame(
        {
            "orders": 5,
            "orders_1y": 2,
            "spent": 500.0,
            "silence": 40,
            "tenure": 900,
            "watched": 730,
            "business": False,
            "calls": called,
            "complaint": upset,
            "letter": False,
            "no_contact": False,
            "gone": False,
            "bound": False,
            "there_later": ~silent,
        },
        index=pd.Index([f"c{i}" for i in range(n)], name="customer_id"),
    )
    return known, pd.DataFrame({"p": 1 / (1 + np.exp(-odds)), "alive": 1.0}, index=known.index)


def company(**effects: float):
    """``known_by`` and ``forecast`` of a world in which every day draws its own customers."""
    made = {}

    def on(day: int) -> tuple[pd.DataFrame, pd.DataFrame]:
        if day not in made:
            made[day] = customers(3_000, day, **effects)
        return made[day]

    return (lambda day: on(day)[0]), (lambda day: on(day)[1])


def test_a_planted_sign_is_found_and_used() -> None:
    layer, trial = beyond.found(*company(complaint=2.0), UNTIL, FIRST)
    assert layer is not None and trial is not None and trial.won
    assert trial.ranked > trial.ranked_without + 0.02  # type: ignore[operator]
    known, forecast = customers(4_000, 1, complaint=2.0)
    there = beyond.on_day(known, forecast)
    p = layer.chances(there)
    upset = there["complaint"] > 0
    assert p[upset].mean() == pytest.approx(there.loc[upset, "silent"].mean(), abs=0.05)
    assert p[~upset].mean() == pytest.approx(there.loc[~upset, "silent"].mean(), abs=0.03)


def test_where_nothing_is_to_be_gained_it_is_left_out_or_changes_next_to_nothing() -> None:
    layer, trial = beyond.found(*company(complaint=0.0), UNTIL, FIRST)
    assert trial is not None and trial.brier == pytest.approx(trial.brier_without, rel=0.01)
    assert (layer is not None) == trial.won
    assert beyond.entry(layer, trial)["used"] == trial.won


def test_who_has_gone_is_bound_or_long_silent_is_not_asked_about() -> None:
    known, forecast = customers(10, 2, complaint=0.0)
    known.loc["c0", "gone"], known.loc["c1", "bound"], known.loc["c2", "silence"] = True, True, 366
    assert list(beyond.on_day(known, forecast).index) == [f"c{i}" for i in range(3, 10)]


def test_the_chance_is_that_of_customers_who_are_there() -> None:
    """.7 of no order where .4 is being gone: (.7 - .4) / .6 = .5, log-odds 0."""
    known, forecast = customers(3, 3, complaint=0.0)
    forecast["p"], forecast["alive"] = 0.7, 0.6
    found = beyond.on_day(known, forecast)
    assert found["plain"].to_numpy() == pytest.approx(0.5) and found["forecast"].to_numpy() == pytest.approx(0.0)
    assert found["rate"].to_numpy() == pytest.approx(np.log(5.5 / 2.5))


def test_the_trial_learns_from_nothing_after_its_day() -> None:
    days = beyond._days_of(UNTIL, FIRST)
    assert days is not None
    trial, before, since = days
    assert trial == UNTIL - 365 and max(before) + 365 <= trial and max(since) + 365 <= UNTIL
    assert min(before) - FIRST >= 365


def test_a_short_history_carries_no_trial() -> None:
    assert beyond._days_of(3 * 365 - 1, 0) is None
    assert beyond._days_of(3 * 365, 0) is not None
    known_by, forecast = company(complaint=2.0)
    assert beyond.found(known_by, forecast, 700, 0) == (None, None)
    assert beyond.entry(None, None) == {"used": False, "trial": None, "weights": None}


def test_too_few_customers_carry_no_trial() -> None:
    def known_by(day: int) -> pd.DataFrame:
        return customers(beyond.FEWEST - 1, day, complaint=2.0)[0]

    def forecast(day: int) -> pd.DataFrame:
        return customers(beyond.FEWEST - 1, day, complaint=2.0)[1]

    assert beyond.found(known_by, forecast, UNTIL, FIRST) == (None, None)
