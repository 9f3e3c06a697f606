"""The classic models against the papers, against lifetimes, and against themselves."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import lifetimes
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.lifetime import pareto_nbd
from metrics.lifetime.beta_geometric import _log_likelihood as beta_geometric
from metrics.lifetime.beta_geometric import bg_nbd, mbg_nbd
from metrics.lifetime.fitting import Fit, _no_dropout
from metrics.lifetime.summary import Histories, OrderLog, future, histories
from tests.examples import at_most
from tests.metrics.lifetime.rows import rows_of

MODELS = (bg_nbd, mbg_nbd, pareto_nbd)
THEIRS = {
    "bg_nbd": lifetimes.BetaGeoFitter,
    "mbg_nbd": lifetimes.ModifiedBetaGeoFitter,
    "pareto_nbd": lifetimes.ParetoNBDFitter,
}
# CDNOW sample, weeks: Fader, Hardie & Lee (2005); MBG/NBD from lifetimes, no table is published
PUBLISHED = {
    "bg_nbd": ({"r": 0.24259, "alpha": 4.41353, "a": 0.79289, "b": 2.42575}, -9582.43),
    "mbg_nbd": ({"r": 0.5248, "alpha": 6.183, "a": 0.8914, "b": 1.614}, -9582.13),
    "pareto_nbd": ({"r": 0.5533, "alpha": 10.577, "s": 0.6062, "beta": 11.667}, -9594.97),
}
HOLDOUT = {"bg_nbd": 1653.4, "mbg_nbd": 1576.7, "pareto_nbd": 1665.5}
BY_FREQUENCY = {
    "bg_nbd": [0.225, 0.523, 1.044, 1.520, 2.164, 2.654, 3.504, 6.157],
    "mbg_nbd": [0.185, 0.551, 1.049, 1.493, 2.104, 2.564, 3.361, 5.849],
    "pareto_nbd": [0.139, 0.600, 1.196, 1.714, 2.398, 2.907, 3.819, 6.403],
}
every_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.NAME)


def given_params(model: Any, params: dict[str, float]) -> Fit:
    """A fit with these parameters, however they were found."""
    return Fit(
        model=model.NAME,
        params=MappingProxyType(params),
        log_likelihood=0.0,
        identifiable=True,
        reason=None,
        customers=1,
    )


def theirs_with(model: Any, fitted: Fit) -> object:
    """lifetimes' model with our parameters."""
    other = THEIRS[model.NAME]()
    other.params_ = pd.Series(dict(fitted.params))
    return other


@every_model
def test_fit_reaches_the_published_parameters(model: Any, calibration: Histories) -> None:
    fitted = model.fit(calibration.rows.in_unit(7))
    params, height = PUBLISHED[model.NAME]
    assert dict(fitted.params) == pytest.approx(params, rel=1e-3)
    assert fitted.log_likelihood == pytest.approx(height, abs=0.01)
    assert fitted.identifiable and fitted.reason is None and fitted.customers == 2357


@pytest.mark.parametrize("model", (bg_nbd, mbg_nbd), ids=lambda model: model.NAME)
def test_fit_agrees_with_lifetimes_to_five_digits(model: Any, calibration: Histories) -> None:
    rows = calibration.rows.in_unit(7)
    other = THEIRS[model.NAME]().fit(rows.frequency, rows.recency, rows.age, weights=rows.count)
    assert dict(model.fit(rows).params) == pytest.approx(dict(other.params_), rel=1e-5)


def test_pareto_nbd_is_at_least_as_likely_as_what_lifetimes_finds(calibration: Histories) -> None:
    """Its search by simplex stops early, so the parameters agree only as far as its likelihood is flat."""
    rows = calibration.rows.in_unit(7)
    fitted = pareto_nbd.fit(rows)
    other = lifetimes.ParetoNBDFitter()
    by_them = other._conditional_log_likelihood(list(fitted.params.values()), rows.frequency, rows.recency, rows.age)
    assert fitted.log_likelihood == pytest.approx(float(rows.count @ by_them), abs=1e-8)


@every_model
def test_scores_agree_with_lifetimes_to_ten_digits(model: Any, calibration: Histories) -> None:
    rows = calibration.rows.in_unit(7)
    fitted = given_params(model, PUBLISHED[model.NAME][0])
    other = theirs_with(model, fitted)
    history = (rows.frequency, rows.recency, rows.age)
    orders = other.conditional_expected_number_of_purchases_up_to_time(39, *history)
    alive = other.conditional_probability_alive(*history)
    np.testing.assert_allclose(model.expected_orders(rows, fitted, 39), orders, rtol=1e-10)
    np.testing.assert_allclose(model.p_alive(rows, fitted), alive, rtol=1e-10)


def test_expected_orders_agree_with_hardies_spreadsheet() -> None:
    # brucehardie.com/notes/004: x=2, t_x=30.43, T=38.86, 39 weeks
    fitted = given_params(bg_nbd, {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426})
    rows = rows_of([2], [30.43], [38.86])
    assert bg_nbd.expected_orders(rows, fitted, 39)[0] == pytest.approx(1.226, abs=5e-4)


@every_model
def test_holdout_of_the_sample_is_as_published(model: Any, sample: OrderLog, calibration: Histories) -> None:
    rows = calibration.rows.in_unit(7)
    expected = model.expected_orders(rows, model.fit(rows), 39)[rows.inverse]
    seven = np.minimum(calibration.frequency, 7)
    means = np.bincount(seven, weights=expected) / np.bincount(seven)
    assert expected.sum() == pytest.approx(HOLDOUT[model.NAME], abs=0.06)
    np.testing.assert_allclose(means, BY_FREQUENCY[model.NAME], atol=6e-4)
    assert future(sample, calibration, 272, 273).orders.sum() == 1882


@every_model
def test_a_week_is_seven_days_and_only_the_unit_changes(model: Any, calibration: Histories) -> None:
    by_day, by_week = model.fit(calibration.rows), model.fit(calibration.rows.in_unit(7))
    purchases = float(calibration.rows.count @ calibration.rows.frequency)
    converted = by_day.in_unit(7, purchases, *model.TIMES)
    assert dict(converted.params) == pytest.approx(dict(by_week.params), rel=1e-6)
    assert converted.log_likelihood == pytest.approx(by_week.log_likelihood, abs=1e-6)


@every_model
def test_online_retail_does_not_say_who_has_left(model: Any, retail: OrderLog) -> None:
    fitted = model.fit(histories(retail, 190).rows)
    assert not fitted.identifiable
    assert fitted.reason is not None and "cannot be told" in fitted.reason.render()


@every_model
def test_nobody_bought_twice_is_a_reason_not_a_number(model: Any) -> None:
    fitted = model.fit(rows_of([0, 0, 0], [0, 0, 0], [5, 9, 20]))
    assert not fitted.identifiable and fitted.reason is not None
    assert "bought twice" in fitted.reason.render()


@every_model
def test_all_on_one_day_is_a_reason_not_a_number(model: Any) -> None:
    assert "bought twice" in str(model.fit(rows_of([0], [0], [0])).reason)
    assert "last day" in str(model.fit(rows_of([3], [0], [0])).reason)


def numerical_slope(likelihood, point: np.ndarray) -> np.ndarray:
    """The gradient by differences of the height."""
    sides = np.eye(len(point)) * 1e-5
    return np.array([(likelihood(point + s)[0] - likelihood(point - s)[0]) / 2e-5 for s in sides])


@pytest.mark.parametrize(
    "likelihood",
    (lambda rows: beta_geometric(rows, 0), lambda rows: beta_geometric(rows, 1), pareto_nbd.log_likelihood),
    ids=("bg_nbd", "mbg_nbd", "pareto_nbd"),
)
@pytest.mark.parametrize("params", ([0.3, 5.0, 0.8, 2.4], [1.7, 40.0, 0.2, 0.9]))
def test_gradient_is_the_slope_of_the_likelihood(likelihood, params: list[float]) -> None:
    rows = rows_of([0, 0, 1, 4, 30], [0, 0, 12, 30, 50], [3, 60, 15, 44, 50], [9, 4, 3, 2, 1])
    height, slope = likelihood(rows)(np.log(params))
    assert np.isfinite(height)
    np.testing.assert_allclose(slope, numerical_slope(likelihood(rows), np.log(params)), rtol=1e-5, atol=1e-6)


history = st.tuples(st.integers(0, 400), st.floats(0.1, 1.0), st.floats(1.0, 2000.0))
shape = st.floats(0.05, 20.0)


@every_model
@at_most(60)
@given(history, st.tuples(shape, st.floats(1.0, 300.0), shape, st.floats(0.1, 300.0)), st.floats(1.0, 800.0))
def test_scores_are_probabilities_and_agree_with_each_other(model, past, params, horizon) -> None:
    x, part, T = past
    rows = rows_of([x], [part * T if x else 0.0], [T])
    fitted = given_params(model, dict(zip(model.PARAMS, params, strict=True)))
    alive, silent = model.p_alive(rows, fitted)[0], model.p_no_order(rows, fitted, horizon)[0]
    orders = model.expected_orders(rows, fitted, horizon)[0]
    assert 0 <= alive <= 1 and 0 <= silent <= 1
    assert silent >= 1 - alive - 1e-9  # who has left does not buy
    assert orders >= 1 - silent - 1e-6  # expected orders are at least the chance of one
    assert model.expected_orders(rows, fitted, 2 * horizon)[0] >= orders - 1e-9


@every_model
def test_fifty_thousand_orders_of_one_customer_are_scored(model: Any) -> None:
    rows = rows_of([50_000, 0], [60_000, 0], [60_010, 9])
    fitted = given_params(model, dict(zip(model.PARAMS, (0.5, 10.0, 0.6, 12.0), strict=True)))
    scores = model.expected_orders(rows, fitted, 365)
    assert np.isfinite(scores).all() and (scores >= 0).all()
    assert 0 <= model.p_alive(rows, fitted)[0] <= 1


def test_without_drop_out_the_likelihood_is_that_of_the_nbd() -> None:
    # one customer, x=0 over T=1: (alpha / (alpha + 1))^r has its peak at 1, for ever larger alpha
    assert _no_dropout(rows_of([0, 2], [0, 5], [9, 9])) <= 0
