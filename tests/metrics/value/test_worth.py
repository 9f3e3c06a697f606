"""Potential, parts of a value and contracts, worked by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from metrics.reading import UndefinedError
from metrics.value import components as parts
from metrics.value import contract_value as contracts
from metrics.value import potential
from metrics.value.components import Bought


def test_potential_is_what_a_good_peer_brings_more() -> None:
    """0, 10 ... 40: the third quartile is 30, so they could bring 30, 20, 10, 0 and 0 more."""
    own = pd.Series([0.0, 10, 20, 30, 40])
    assert potential.potential(own, pd.Series([1] * 5)).tolist() == [30, 20, 10, 0, 0]


def test_few_peers_widen_the_circle() -> None:
    """Thirty large and two small businesses: the small ones are compared with all."""
    about = pd.DataFrame({"kind": ["business"] * 32, "size": ["large"] * 30 + ["small"] * 2})
    found = potential.peers(about, [["kind", "size"], ["kind"]])
    assert found[:30].nunique() == 1
    assert found[30:].nunique() == 1
    assert found[0] != found[31]


@given(st.lists(st.floats(-1e4, 1e5), min_size=1, max_size=60), st.integers(1, 4))
def test_potential_is_never_negative_and_lifts_nobody_above_the_target(own: list[float], groups: int) -> None:
    values = pd.Series(own)
    group = pd.Series(np.arange(len(own)) % groups)
    found, goal = potential.potential(values, group), potential.target(values, group)
    assert (found >= 0).all()
    assert np.maximum(values, goal).to_numpy() == pytest.approx((values + found).to_numpy(), rel=1e-9, abs=1e-9)


def test_parts_of_a_value_by_hand() -> None:
    """A new customer buys 100 at list, pays .9, costs .6 and .1: 20 a year. A longer one buys 150, pays .95 and costs
    .62 and .08: 37.5. Growth 150 x (.9 - .62 - .1) - 20 = 7, price 150 x .05 = 7.5, serving 150 x .02 = 3. The value of
    75 doubles each."""
    first = Bought(10, 900, 600, 1000, None)
    new = Bought(5, 450, 300, 500, 50)
    later = Bought(20, 20 * 150 * 0.95, 20 * 150 * 0.62, 20 * 150, 20 * 150 * 0.08)
    found = parts.components(first, new, later, 75.0)
    assert (found.base, found.growth, found.premium, found.saving) == pytest.approx((40, 14, 15, 6))
    assert found.total == pytest.approx(75)


def test_prices_of_the_same_months_are_compared_where_they_are_known() -> None:
    """Goods of 3,000 at list cost longer customers 2,850 and would have cost new ones 2,880: they pay 30 less."""
    first, new = Bought(10, 900, 600, 1000, None), Bought(5, 450, 300, 500, None)
    found = parts.components(first, new, Bought(20, 2850, 1860, 3000, None, 2880), 990 / 20)
    assert found.premium == pytest.approx(-30 / 20)
    assert found.total == pytest.approx(990 / 20)


def test_what_the_data_cannot_tell_is_unknown_and_not_nothing() -> None:
    """Without list prices and cost to serve all that is more is growth; the sum still holds."""
    bare = [Bought(10, 1000, 600, None, None), Bought(10, 1000, 600, None, None), Bought(10, 1500, 900, None, None)]
    found = parts.components(*bare, value=120.0)
    assert (found.premium, found.saving) == (None, None)
    assert (found.base, found.growth) == pytest.approx((80, 40))
    with pytest.raises(UndefinedError, match="came in each of the last two years"):
        parts.components(Bought(0, 0, 0, 0, 0), *bare[1:], value=1.0)
    with pytest.raises(UndefinedError, match="bring nothing"):
        parts.components(bare[0], bare[1], Bought(10, 100, 200, None, None), value=1.0)


money = st.floats(1.0, 1e6)


@given(st.tuples(money, money, money, money), st.floats(-1e6, 1e6), st.floats(0.0, 0.9), st.floats(0.5, 1.0))
def test_the_parts_sum_to_the_value(paid: tuple[float, ...], value: float, cost: float, price: float) -> None:
    first = Bought(3, paid[0], cost * paid[0], paid[0] / price, None)
    new = Bought(4, paid[1], cost * paid[1], paid[1] * 1.1, 0.02 * paid[2])
    later = Bought(5, paid[2], cost * paid[2], paid[2] * 1.3, 0.01 * paid[2])
    assume(later.paid - later.cost - (later.served or 0) > 1e-3)
    assert parts.components(first, new, later, value).total == pytest.approx(value, rel=1e-6, abs=1e-3)
    both = parts.components(first, new, later, value) + parts.components(first, new, later, 2 * value)
    assert both.total == pytest.approx(3 * value, rel=1e-6, abs=1e-3)


def kept(share: float) -> contracts.Renewal:
    return lambda term: np.full(term.shape, share)


def test_a_contract_by_hand() -> None:
    """Half a year left, then 80 % for a year, then 64 % for half a year: .5 + .8 + .32 = 1.62 undiscounted."""
    assert contracts.years([1], [0.5], kept(0.8), 2.0, 0.0) == pytest.approx([1.62])
    by_hand = 0.5 / 1.1**0.25 + 0.8 / 1.1**1.0 + 0.5 * 0.64 / 1.1**1.75
    assert contracts.years([3], [0.5], kept(0.8), 2.0, 0.1) == pytest.approx([by_hand])


def test_a_contract_longer_than_the_horizon_is_cut_at_it() -> None:
    assert contracts.years([1, 1], [2.0, 3.5], kept(0.1), 2.0, 0.0) == pytest.approx([2.0, 2.0])


def test_renewal_as_it_was_seen() -> None:
    """Of 100 there are 80, then 60, then 57: 80 %, 75 %, 95 %, and so on at 95 %."""
    renews = contracts.observed([1.0, 0.8, 0.6, 0.57])
    assert renews(np.array([1.0, 2.0, 3.0, 9.0])) == pytest.approx([0.8, 0.75, 0.95, 0.95])


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 3), st.floats(0.5, 5), st.floats(0, 0.3))
def test_who_renews_more_is_worth_more_and_nobody_more_than_the_horizon(
    one: float, other: float, left: float, horizon: float, rate: float
) -> None:
    low, high = sorted((one, other))
    less, more = (contracts.years([2], [left], kept(share), horizon, rate)[0] for share in (low, high))
    assert less <= more + 1e-12
    assert more <= horizon + 1e-9
    assert contracts.years([2], [left], kept(1.0), horizon, 0.0)[0] == pytest.approx(horizon)
