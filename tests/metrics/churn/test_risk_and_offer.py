"""Value at risk, and whom to contact: by hand, and what must always hold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.churn import offer as offers
from metrics.churn.offer import Offer
from metrics.churn.risk import stake

SHARES = st.floats(0, 0.95)
MONEY = st.floats(-1000, 1000)


def test_value_if_kept_and_if_lost_by_hand():
    # p .25, first year 300, later 130, one in five comes back: kept 300/.75 = 400 and 130/(.75 + .25 x .2) = 162.5
    found = stake([0.25], [300.0], [130.0], reactivation=0.2)
    assert found.kept[0] == pytest.approx(562.5)
    assert found.lost[0] == pytest.approx(32.5)
    assert found.at_risk([0.25])[0] == pytest.approx(0.25 * 530)


def test_value_at_risk_is_more_than_the_chance_times_a_value_that_carries_it():
    found = stake([0.5], [100.0], [100.0], reactivation=0.0)
    assert found.at_risk([0.5])[0] == pytest.approx(200)  # and not .5 x 200 = 100


@given(SHARES, MONEY, MONEY, st.floats(0, 1))
def test_the_parts_make_the_forecast_again(p: float, first: float, later: float, back: float):
    found = stake([p], [first], [later], back)
    assert (1 - p) * found.kept[0] + p * found.lost[0] == pytest.approx(first + later, abs=1e-6)


FIVE = np.array([0.5, 0.2, 0.95, 0.5, 0.5])
WORTH = np.array([1000.0, 1000.0, 1000.0, -200.0, 100.0])
OFFER = Offer(saved=0.2, cost=15.0, unsavable_above=0.9, control=0.0)


def test_gain_by_hand():
    # .2 x .5 x 1000 - 15 = 85; .2 x .2 x 1000 - 15 = 25; not to be saved; brings less if kept; .2 x .5 x 100 - 15
    assert offers.gains(FIVE, WORTH, OFFER) == pytest.approx([85, 25, -15, -35, -5])


def test_a_plan_takes_the_best_the_budget_pays_for():
    none = np.ones(5)
    everything = offers.plan(FIVE, WORTH, OFFER, 1000, none)
    assert list(everything.contacted) == [True, True, False, False, False]
    assert (everything.spent, everything.gained) == (30, pytest.approx(110))
    assert list(everything.unsavable) == [False, False, True, False, False]
    one = offers.plan(FIVE, WORTH, OFFER, 29.9, none)
    assert list(one.contacted) == [True, False, False, False, False]
    assert offers.plan(FIVE, WORTH, OFFER, 0, none).spent == 0


def test_the_highest_chance_of_leaving_is_not_the_best_contact():
    found = offers.plan([0.8, 0.3], [50.0, 2000.0], Offer(saved=0.1, cost=5), 5, np.ones(2))
    assert list(found.contacted) == [False, True]


def test_a_control_group_is_drawn_among_those_who_would_have_been_asked():
    p, worth = np.full(1000, 0.5), np.linspace(2000, 1000, 1000)
    random = np.random.default_rng(5).random(1000)
    found = offers.plan(p, worth, Offer(saved=0.1, cost=10, control=0.1), 3000, random)
    assert found.contacted.sum() == 300 and not (found.contacted & found.control).any()
    assert 15 < found.control.sum() < 55
    assert np.flatnonzero(found.control).max() < np.flatnonzero(found.contacted).max()


@given(st.lists(st.tuples(SHARES, MONEY), min_size=1, max_size=30), st.floats(0, 500))
def test_a_plan_never_costs_more_than_its_budget_and_no_more_money_earns_less(rows: list[tuple[float, float]], more):
    p, worth = (np.array(column) for column in zip(*rows, strict=True))
    few, many = (offers.plan(p, worth, OFFER, money, np.ones(len(p))) for money in (100, 100 + more))
    assert few.spent <= 100 + 1e-9 and many.gained >= few.gained >= 0
    assert not (many.contacted & many.unsavable).any()


def test_waiting_by_hand():
    # half say so, a tenth of those is kept: .1 x 1000 > 15, so .5 x .5 x (100 - 15) = 21.25 and .5 x .2 x 85 = 8.5
    spent, gained = offers.reactive([0.5, 0.2], [1000.0, 1000.0], OFFER, heard=0.5, late=0.1)
    assert gained == pytest.approx(21.25 + 8.5)
    assert spent == pytest.approx((0.25 + 0.1) * 15)
    assert offers.reactive([0.5], [100.0], OFFER, heard=0.5, late=0.1) == (0, 0)  # 10 kept for a contact of 15


def test_the_saved_share_at_which_it_just_pays():
    contacted = np.array([True, True, False, False, False])
    # 30 of cost over .5 x 1000 + .2 x 1000
    share = offers.break_even(FIVE, WORTH, OFFER, contacted)
    assert share == pytest.approx(30 / 700)
    again = Offer(saved=share or 0, cost=15.0)
    assert offers.gains(FIVE, WORTH, again)[contacted].sum() == pytest.approx(0)
    assert offers.break_even(FIVE, WORTH, OFFER, np.zeros(5, dtype=bool)) is None
