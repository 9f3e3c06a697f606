"""Last year's season: what is believed of it, that a planted one is found, and that it can be left out."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.lifetime import models, scoring
from metrics.lifetime.ranges import Miss
from metrics.lifetime.season import HISTORY, _believed, _last_year, season
from metrics.lifetime.summary import OrderLog, future, histories, order_log

UNTIL = 640  # 80 days before the second year's busy weeks, as day 275 was before the first year's


def shop(factor: float, days: int = 730, n: int = 3_000) -> OrderLog:
    """Customers who never leave; in the weeks 39 to 48 of each year they order ``factor`` times as often."""
    draw = np.random.default_rng(8)
    rate = np.ones(days)
    rate[np.isin(np.arange(days) % 365 // 7, range(39, 49))] = factor
    speed = draw.gamma(1.5, 0.02, n)
    orders = draw.random((n, days)) < speed[:, None] * rate[None]
    orders[np.arange(n), draw.integers(0, 60, n)] = True
    who, when = np.nonzero(orders)
    return order_log(who, when, np.full(who.size, 20.0), np.arange(n).astype(object), date(2024, 1, 1))


@pytest.fixture(scope="module")
def busy() -> OrderLog:
    """Twice as many orders in ten weeks."""
    return shop(2.0)


@pytest.fixture(scope="module")
def even() -> OrderLog:
    """The same shop without a season."""
    return shop(1.0)


def test_half_of_what_chance_leaves_is_believed() -> None:
    # .14 ** 2 = .0196; without chance .0196 / .0392; with as much chance again .0196 / .0588
    assert _believed(Miss(0.3, 0.0)) == pytest.approx(0.15)
    assert _believed(Miss(0.3, 0.0196)) == pytest.approx(0.1)
    assert _believed(Miss(-0.3, 0.0196)) == pytest.approx(-0.1)


@given(st.floats(-3, 3), st.floats(0, 10))
def test_the_season_never_goes_beyond_half_of_what_was_missed(error: float, noise: float) -> None:
    assert abs(_believed(Miss(error, noise))) <= abs(error) / 2 + 1e-12
    assert _believed(Miss(error, noise)) * error >= 0


def test_a_planted_season_is_found_and_halves_the_miss(busy: OrderLog) -> None:
    """Seventy days that begin with the busy weeks: in both years, told a year ahead."""
    missed = _last_year(busy, UNTIL, 70)
    assert missed is not None and 0.4 < missed.log_error < 0.9
    came = future(busy, histories(busy, UNTIL), UNTIL, 70).orders.sum()
    with_it, without = (models.by_grid(busy, UNTIL, [70.0], use_season=flag)[0].orders.sum() for flag in (True, False))
    assert without < came * 0.75
    assert abs(np.log(with_it / came)) < 0.6 * abs(np.log(without / came))


def test_where_there_is_no_season_next_to_nothing_moves(even: OrderLog) -> None:
    assert season(even, UNTIL, 70) == pytest.approx(1, abs=0.06)


def test_a_short_history_or_a_long_look_ahead_says_nothing(busy: OrderLog) -> None:
    assert _last_year(busy, HISTORY - 1, 70) is None
    assert _last_year(busy, UNTIL, 366) is None
    assert season(busy, HISTORY - 1, 70) == 1.0


def test_it_moves_everybody_alike_and_can_be_left_out(busy: OrderLog) -> None:
    moved = models.by_grid(busy, UNTIL, [70.0])[0]
    plain = models.by_grid(busy, UNTIL, [70.0], use_season=False)[0]
    assert moved.season == pytest.approx(season(busy, UNTIL, 70)) and plain.season == 1.0
    np.testing.assert_allclose(moved.orders, plain.orders * moved.season)
    np.testing.assert_allclose(moved.plain_value * moved.level, plain.value)
    assert (moved.p_no_order < plain.p_no_order).all()  # type: ignore[operator]


def test_beyond_a_year_it_is_on_the_first_year_only(busy: OrderLog) -> None:
    """What the second year brings is what it would bring without."""
    moved = models.by_grid(busy, UNTIL, [365.0, 730.0], use_level=False)
    plain = models.by_grid(busy, UNTIL, [365.0, 730.0], use_level=False, use_season=False)
    years = [two.orders.sum() - one.orders.sum() for one, two in (moved, plain)]
    assert moved[0].season != 1
    assert years[0] == pytest.approx(years[1], rel=1e-6)


def test_the_future_is_not_read(busy: OrderLog) -> None:
    before = busy.day <= UNTIL
    cut = OrderLog(busy.ids, busy.customer[before], busy.day[before], busy.bought[before], None, None, busy.start)
    assert season(cut, UNTIL, 70) == season(busy, UNTIL, 70)


def test_the_card_says_what_the_total_is_without(busy: OrderLog) -> None:
    moved = models.by_grid(busy, UNTIL, [365.0, 730.0])
    plain = models.by_grid(busy, UNTIL, [365.0, 730.0], use_level=False, use_season=False)
    factors = scoring._factors(moved, 0.1)
    assert factors["without"] == pytest.approx(scoring.discounted(plain, 0.1)[-1].sum())
    assert [step["days"] for step in factors["steps"]] == [365.0, 730.0]
    assert factors["steps"][0]["season"] != 1 and factors["steps"][0]["level"] != 1
    assert all(step["season"] == step["level"] == 1.0 for step in scoring._factors(plain, 0.1)["steps"])
