"""The corrected grid model: against closed forms, against what then happened, and blind to the future."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.lifetime import backtest, champion, grid, measures, models, pareto_nbd, ranges, regression
from metrics.lifetime import silence as chance
from metrics.lifetime.backtest import Judged
from metrics.lifetime.past import context
from metrics.lifetime.ranges import Miss
from metrics.lifetime.summary import Histories, OrderLog, future, histories, order_log
from metrics.reading import UndefinedError
from tests.examples import at_most
from tests.metrics.lifetime.rows import rows_of


def customers(n: int, days: int, seed: int, *, leave: float = 0.004, spend: float = 20.0) -> OrderLog:
    """A made-up log: everybody starts in the first quarter, buys at a rate of his own and may leave."""
    draw = np.random.default_rng(seed)
    who, when, money = [], [], []
    for i in range(n):
        start, rate, mean = draw.integers(0, days // 4), draw.gamma(0.8, 0.03), spend * draw.gamma(3.0, 1 / 3)
        end = min(days, start + draw.exponential(1 / leave))
        times = start + np.cumsum(draw.exponential(1 / max(rate, 1e-6), size=200))
        for day in [float(start), *times[times < end]]:
            who.append(i)
            when.append(int(day))
            money.append(mean * draw.gamma(4.0, 0.25))
    return order_log(who, when, money, [f"c{i:04d}" for i in range(n)], date(2024, 1, 1))


@pytest.fixture(scope="module")
def made_up() -> OrderLog:
    """600 customers over two years."""
    return customers(600, 730, seed=5)


@pytest.fixture(scope="module")
def on_cdnow(cdnow: OrderLog) -> Judged:
    """The grid on the full CDNOW log, fitted to 1997-09-30, judged on the 273 days after."""
    return backtest.backtest(cdnow, 272, 273, (models.GRID,)).judged[models.GRID]


@pytest.fixture(scope="module")
def on_retail(retail: OrderLog) -> Judged:
    """The grid on Online Retail, fitted to day 190, judged on the 182 days after."""
    return backtest.backtest(retail, 190, 182, (models.GRID,)).judged[models.GRID]


# The bare grid


def test_one_cell_is_the_pareto_nbd_of_one_customer() -> None:
    """With two nearly fixed rates the closed form of Pareto/NBD and the sum over one cell agree."""
    rate, leave, sharp = 0.05, 0.01, 1e6
    known = histories(order_log([0, 0, 0], [0, 20, 60], [1, 1, 1], ["a"], date(2024, 1, 1)), 100)
    rows = grid.snap(known, 10**6)
    cell = grid.Grid(np.array([rate]), np.array([leave]), np.ones(1), np.zeros(4), 0.0, -9.0)
    view = grid.outlook(rows, cell, np.ones((1, 1)), 30.0)
    closed = rows_of([2], [60], [100])
    params = {"r": rate * sharp, "alpha": sharp, "s": leave * sharp, "beta": sharp}
    fitted = pareto_nbd.unfitted("pareto_nbd", pareto_nbd.PARAMS, closed, None)  # type: ignore[arg-type]
    object.__setattr__(fitted, "params", params)
    assert view.p_alive[0] == pytest.approx(pareto_nbd.p_alive(closed, fitted)[0], rel=1e-4)
    assert view.orders[0] == pytest.approx(pareto_nbd.expected_orders(closed, fitted, 30.0)[0], rel=1e-4)
    assert view.any_order[0] == pytest.approx(1 - pareto_nbd.p_no_order(closed, fitted, 30.0)[0], rel=1e-4)


def test_variance_of_orders_is_that_of_the_simulation(made_up: OrderLog) -> None:
    past = context(made_up, 400)
    rows = grid.part(past.rows, np.repeat(np.arange(3), 8_000))
    share = grid.posterior(rows, past.grid)
    view = grid.outlook(rows, past.grid, share, 200.0)
    drawn = grid.simulate(rows, past.grid, share, 200.0, np.ones(rows.x.size), seed=1).reshape(3, -1)
    np.testing.assert_allclose(drawn.mean(axis=1), view.orders.reshape(3, -1)[:, 0], rtol=0.08, atol=0.03)
    np.testing.assert_allclose(drawn.var(axis=1), view.variance.reshape(3, -1)[:, 0], rtol=0.2, atol=0.05)


@at_most(20)
@given(st.integers(0, 200), st.integers(0, 600), st.integers(0, 600), st.floats(1, 900))
def test_any_row_gets_probabilities(x: int, recency: int, silence: int, horizon: float) -> None:
    known = Histories(
        np.zeros(1, np.int64),
        np.array([x]),
        np.array([recency if x else 0]),
        np.array([recency * (x > 0) + silence]),
        np.ones(1),
        np.ones(1),
        np.zeros(1),
    )
    rows = grid.snap(known, 100)
    rate, leave = np.repeat([0.001, 0.1], 2), np.tile([1e-7, 0.01], 2)
    cell = grid.Grid(rate, leave, np.full(4, 0.25), np.zeros(4), 0.0, 0.0)
    share = grid.posterior(rows, cell)
    view = grid.outlook(rows, cell, share, horizon)
    assert share.sum() == pytest.approx(1)
    assert 0 <= view.p_alive[0] <= 1 + 1e-12 and 0 <= view.any_order[0] <= 1 + 1e-12
    assert view.orders[0] >= view.any_order[0] - 1e-9
    assert view.variance[0] >= view.orders[0] - 1e-12


def test_who_has_left_is_seen_where_customers_leave(cdnow: OrderLog, retail: OrderLog) -> None:
    assert context(cdnow, 272).grid.identifiable
    assert not context(retail, 190).grid.identifiable


# Against what then happened: figures of a method that was tried on these splits before


def test_cdnow_is_forecast_as_well_as_ever(on_cdnow: Judged) -> None:
    orders, value = on_cdnow.orders, on_cdnow.value
    assert orders.gini is not None and orders.gini >= 0.675
    assert orders.mae_point <= 0.78
    assert abs(orders.aggregate_error or 0) <= 0.08
    assert value is not None and value.gini is not None and value.gini >= 0.71


def test_online_retail_is_forecast_as_well_as_ever(on_retail: Judged) -> None:
    orders, value = on_retail.orders, on_retail.value
    assert orders.mae_point <= 1.42 and orders.gini is not None and orders.gini >= 0.69
    assert value is not None and value.mae_point <= 816 and value.gini is not None and value.gini >= 0.84


@pytest.mark.parametrize(("until", "days"), ((223, 91), (272, 91), (314, 91)))
def test_churn_is_calibrated_where_the_horizon_is_short(cdnow: OrderLog, until: int, days: int) -> None:
    assert (backtest.backtest(cdnow, until, days, (models.GRID,)).judged[models.GRID].ece or 1) <= 0.03


def test_what_calibration_lacks_on_a_year_of_wholesale_is_its_level(retail: OrderLog) -> None:
    """The autumn is unseen in less than a year of orders; given the share that came, what is left is near chance."""
    errors, told = [], []
    for until, days in ((190, 90), (252, 120), (252, 60), (282, 90), (282, 45)):
        bins = backtest.backtest(retail, until, days, (models.GRID,)).judged[models.GRID].calibration
        assert bins is not None
        errors.append(bins.error)
        levelled = chance.levelled(bins.expected, float(bins.customers @ bins.happened / bins.customers.sum()))
        told.append(replace(bins, expected=levelled).error)
    assert np.mean(told) <= 0.03 and np.mean(errors) <= 0.065


def test_ranges_of_tenths_hold_over_rolling_origins(retail: OrderLog) -> None:
    """Pooled over tenths of orders and of value: enough of the truths inside, not all. CDNOW is in bench/accuracy."""
    found = [
        backtest.backtest(retail, day, days, (models.GRID,)).judged[models.GRID]
        for days in (30, 60)
        for day in range(120, retail.last_day - days, 35)
    ]
    tenths = [each for one in found for each in (one.order_tenths, one.value_tenths) if each is not None]
    inside = np.mean([(each.low <= each.happened) & (each.happened <= each.high) for each in tenths])
    assert len(found) >= 10 and 0.85 <= inside <= 0.97


def test_ranges_hold_the_truth(on_cdnow: Judged) -> None:
    assert on_cdnow.orders.low <= on_cdnow.orders.actual <= on_cdnow.orders.high
    tenths = on_cdnow.order_tenths
    assert ((tenths.low <= tenths.happened) & (tenths.happened <= tenths.high)).sum() >= 8
    assert tenths.expected.sum() == pytest.approx(on_cdnow.orders.expected)


def test_the_point_has_the_sum_of_the_mean_and_the_smaller_error(on_cdnow: Judged) -> None:
    assert on_cdnow.orders.mae_point < on_cdnow.orders.mae_mean


def test_the_future_is_never_read(made_up: OrderLog) -> None:
    """Changing everything after the day of the forecast changes nothing in it."""
    before = made_up.day <= 450
    cut = OrderLog(
        made_up.ids,
        made_up.customer[before],
        made_up.day[before],
        made_up.bought[before],
        made_up.amount[before] if made_up.amount is not None else None,
        None,
        made_up.start,
    )
    whole, part = (models.predict(models.GRID, log, 450, [200.0])[0] for log in (made_up, cut))
    np.testing.assert_array_equal(whole.orders, part.orders)
    np.testing.assert_array_equal(whole.value, part.value)
    assert champion.choose(made_up, 450, 200).losses == champion.choose(cut, 450, 200).losses


def test_the_run_rate_can_be_switched_off(made_up: OrderLog) -> None:
    with_level = models.by_grid(made_up, 450, [200.0])[0]
    without = models.by_grid(made_up, 450, [200.0], use_level=False)[0]
    factor = with_level.orders.sum() / without.orders.sum()
    assert factor != 1
    np.testing.assert_allclose(with_level.orders, without.orders * factor)


def test_cost_of_serving_lowers_value_and_may_make_it_negative() -> None:
    log = customers(200, 500, seed=2)
    assert log.amount is not None
    dear = OrderLog(log.ids, log.customer, log.day, log.bought, log.amount, log.amount * 2, log.start)
    plain, served = (models.by_grid(one, 400, [300.0])[0] for one in (log, dear))
    np.testing.assert_allclose(plain.orders, served.orders)
    assert plain.value.sum() > 0 > served.value.sum()


# Corrections


def test_a_planted_correction_is_found() -> None:
    draw = np.random.default_rng(3)
    feature = draw.normal(size=(20_000, 1))
    expected = draw.gamma(1.0, 1.0, 20_000)
    happened = draw.poisson(expected * 1.3 * np.exp(0.4 * feature[:, 0])).astype(float)
    found = regression.learn(expected, happened, feature, np.zeros(20_000, np.int64), ridge=20)
    assert found.slope[0] == pytest.approx(0.4, abs=0.02)
    assert found.apply(expected, feature).sum() == pytest.approx(expected.sum())  # the sum stays


def test_platt_straightens_a_bent_probability() -> None:
    draw = np.random.default_rng(4)
    truth = draw.uniform(0.02, 0.98, 50_000)
    came = (draw.random(50_000) < truth).astype(float)
    bent = 1 / (1 + np.exp(-(2 * regression.log_odds(truth) + 1)))
    numbers = regression.platt(bent, came, ridge=1)
    assert np.abs(regression.straightened(bent, numbers) - truth).mean() < 0.01


# Ranges


def test_range_of_orders_without_doubt_is_poissons() -> None:
    # Poisson(3): P(0) .0498 < .05, P(up to 6) .9665: from 1 to 6
    assert ranges.of_orders(3.0, 3.0, 0.0) == ranges.Range(1.0, 6.0)


def test_range_of_value_is_gammas() -> None:
    # shape 1 is the exponential: -ln(.95) and -ln(.05) times the mean
    found = ranges.of_value(100.0, 100.0**2, 0.0)
    assert (found.low, found.high) == pytest.approx((5.1293, 299.573), rel=1e-4)
    assert ranges.quantile_of_value(100.0, 100.0**2, 0.0, 0.5) == pytest.approx(69.3147, rel=1e-4)


def test_earlier_misses_widen_the_range_beyond_the_usual() -> None:
    usual = ranges.level_variance([], 0.14, 365, 0.0)
    missed = ranges.level_variance([Miss(0.5, 0.01)] * 3, 0.14, 365, 0.0)
    hit = ranges.level_variance([Miss(0.0, 0.01)] * 3, 0.14, 365, 0.0)
    assert hit < usual < missed
    # (6 * .0196 + 3 * (.25 - .01)) / 9, by hand
    assert missed == pytest.approx(0.093067, abs=1e-6)
    assert ranges.level_variance([], 0.14, 365, 365.0) == pytest.approx(2 * usual)


@given(st.lists(st.floats(0.01, 1e5), min_size=1, max_size=20), st.floats(0.1, 10))
def test_ranges_of_single_customers_hold_the_mean(means: list[float], relative: float) -> None:
    mean = np.array(means)
    low, high = ranges.of_each(mean, relative * mean**2)
    assert ((low <= mean) & (mean <= high)).all() and (low >= 0).all()


# Measures


def test_gini_is_one_for_hindsight_and_nothing_for_no_idea() -> None:
    happened = np.array([0.0, 5.0, 1.0, 0.0])
    assert measures.gini(happened, happened) == pytest.approx(1)
    assert measures.gini(np.ones(4), happened) == pytest.approx(0)
    assert measures.gini(-happened, happened) is not None and (measures.gini(-happened, happened) or 0) < 0
    assert measures.gini(np.ones(4), np.zeros(4)) is None


def test_gini_by_hand() -> None:
    # best first: 1 of 6, then 6 of 6: heights 0, 1/6, 1, area 7/12 - 1/2 = 1/12; hindsight 5/6: 11/12 - 1/2 = 5/12
    assert measures.gini(np.array([2.0, 1.0]), np.array([1.0, 5.0])) == pytest.approx(
        (2 * (1 / 6 + 7 / 6) / 4 - 1) / (2 * (5 / 6 + 11 / 6) / 4 - 1)
    )


def test_calibration_error_by_hand() -> None:
    # twenty customers, two a bin: ten bins at .3 with nobody, except two bins with both
    came = np.zeros(20)
    came[:4] = 1
    found = measures.calibration(np.full(20, 0.3), came)
    assert found.error == pytest.approx((2 * 0.7 + 8 * 0.3) / 10)
    assert measures.brier(np.array([0.5, 1.0]), np.array([1.0, 1.0])) == pytest.approx(0.125)


# The champion


def test_the_champion_is_the_one_with_the_least_loss(made_up: OrderLog) -> None:
    found = champion.choose(made_up, 600, 200)
    assert set(found.losses) == set(models.NAMES)
    assert found.champion == min(found.losses, key=lambda name: found.losses[name])
    days = [(test.until, test.horizon) for test in found.backtests]
    assert days and all(until + ahead <= 600 for until, ahead in days)


def test_on_no_split_is_the_grid_below_the_naive_ones(cdnow: OrderLog) -> None:
    tests = champion.choose(cdnow, 545, 364).backtests
    for test in tests:
        gini = {name: one.orders.gini or 0 for name, one in test.judged.items()}
        assert gini["grid"] >= max(gini["naive_rate"], gini["naive_active"])


def test_too_short_to_test_is_said_by_no_backtest() -> None:
    log = order_log([0, 0, 1, 1], [0, 3, 1, 6], [5, 5, 5, 5], ["a", "b"], date(2024, 1, 1))
    found = champion.choose(log, 6, 365)
    assert (found.backtests, dict(found.losses)) == ((), {})


def test_nobody_twice_is_a_reason() -> None:
    log = order_log([0, 1], [0, 3], [5, 5], ["a", "b"], date(2024, 1, 1))
    with pytest.raises(UndefinedError, match="bought twice"):
        models.predict(models.GRID, log, 6, [365.0])


def test_one_time_buyers_are_never_certain_to_be_alive(made_up: OrderLog) -> None:
    for name in models.NAMES:
        made = models.predict(name, made_up, 700, [365.0])[0]
        if made.p_alive is not None:
            once = made.known.frequency == 0
            assert made.p_alive[once].max() < 1


def test_what_is_learnt_on_some_serves_all(made_up: OrderLog) -> None:
    """Forecasting everybody from a log of half of them keeps everybody."""
    known = histories(made_up, 600)
    made = models.predict(models.GRID, made_up.every(2), 600, [200.0], known)[0]
    assert len(made.orders) == len(known)
    happened = future(made_up, known, 600, 130).orders
    assert (measures.gini(made.orders, happened) or 0) > 0.4


def test_area_under_the_curve_by_hand() -> None:
    # pairs of one to whom it happened and one to whom not: .9 over .4 and .1, .4 over .1, .4 beside .4: 3.5 of 4
    found = measures.auc(np.array([0.9, 0.4, 0.4, 0.1]), np.array([1.0, 1.0, 0.0, 0.0]))
    assert found == pytest.approx(3.5 / 4)
    assert measures.auc(np.array([0.2, 0.3]), np.zeros(2)) is None


@given(st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=2, max_size=40))
def test_area_under_the_curve_counts_pairs(rows: list[tuple[int, bool]]) -> None:
    p, came = np.array([row[0] for row in rows], dtype=float), np.array([row[1] for row in rows], dtype=float)
    yes, no = p[came > 0], p[came == 0]
    if not yes.size or not no.size:
        assert (measures.auc(p, came) is None) == (not yes.size or measures.gini(came, came) is None)
        return
    above = (yes[:, None] > no[None]).mean() + 0.5 * (yes[:, None] == no[None]).mean()
    assert measures.auc(p, came) == pytest.approx(above)


def test_a_pulled_logistic_regression_by_hand() -> None:
    # no pull, one constant: the log-odds of three in four; endless pull: nothing moves
    one, came = np.ones((4, 1)), np.array([1.0, 1.0, 1.0, 0.0])
    assert regression.logistic(one, came, np.zeros(1), np.zeros(1)) == pytest.approx(np.log(3))
    assert regression.logistic(one, came, np.zeros(1), np.full(1, 1e9)) == pytest.approx(0.0, abs=1e-8)
    assert regression.chances(one, np.array([np.log(3)])) == pytest.approx(0.75)


def test_what_a_tenth_adds_by_hand() -> None:
    # first: .08 ** 2 + .02 ** 2; last: (.08 + 9 * .022) ** 2 + .02 ** 2; of value .05 more inside
    assert ranges.tenth_variance(0, value=False) == pytest.approx(0.0068)
    assert ranges.tenth_variance(9, value=False) == pytest.approx(0.077684)
    assert ranges.tenth_variance(9, value=True) == pytest.approx(0.107984)
