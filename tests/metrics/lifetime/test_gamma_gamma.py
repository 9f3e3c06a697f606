"""Spend a purchase."""

from __future__ import annotations

from types import MappingProxyType

import lifetimes
import numpy as np
import pandas as pd
import pytest

from metrics.lifetime import gamma_gamma
from metrics.lifetime.fitting import Fit
from metrics.lifetime.summary import Histories

FADER_HARDIE = Fit(
    model="gamma_gamma",
    params=MappingProxyType({"p": 6.25, "q": 3.74, "gamma": 15.44}),
    log_likelihood=0.0,
    identifiable=True,
    reason=None,
    customers=1,
)


def mean_of(known: Histories) -> np.ndarray:
    return known.repeat_spend / np.maximum(known.frequency, 1)


def test_fit_reaches_the_published_parameters(calibration: Histories) -> None:
    """Fader & Hardie (2013): 6.25, 3.74, 15.44 on 946 repeat buyers."""
    fitted = gamma_gamma.fit(calibration.frequency, mean_of(calibration))
    assert dict(fitted.params) == pytest.approx({"p": 6.2488, "q": 3.7446, "gamma": 15.4477}, rel=1e-3)
    assert fitted.log_likelihood == pytest.approx(-4055.92, abs=0.01)
    assert fitted.customers == 946 and fitted.identifiable


def test_fit_agrees_with_lifetimes_to_five_digits(calibration: Histories) -> None:
    x, m = calibration.frequency, mean_of(calibration)
    other = lifetimes.GammaGammaFitter().fit(x[x > 0], m[x > 0])
    assert list(gamma_gamma.fit(x, m).params.values()) == pytest.approx(list(other.params_), rel=1e-5)


def test_spend_agrees_with_lifetimes_to_ten_digits(calibration: Histories) -> None:
    other = lifetimes.GammaGammaFitter()
    other.params_ = pd.Series({"p": 6.25, "q": 3.74, "v": 15.44})
    x, m = calibration.frequency, mean_of(calibration)
    theirs = other.conditional_expected_average_profit(x, m)
    np.testing.assert_allclose(gamma_gamma.expected_spend(x, m, FADER_HARDIE), theirs, rtol=1e-10)


def test_somebody_who_bought_once_is_taken_for_the_average() -> None:
    # gamma p / (q - 1) = 15.44 * 6.25 / 2.74, by hand
    assert gamma_gamma.expected_spend([0], [0.0], FADER_HARDIE)[0] == pytest.approx(35.219, abs=5e-4)


def test_too_few_or_equal_spends_are_a_reason() -> None:
    assert not gamma_gamma.fit([1, 2], [3.0, 4.0]).identifiable
    equal = gamma_gamma.fit(np.ones(50), np.full(50, 7.0))
    assert not equal.identifiable and "the mean is the answer" in str(equal.reason)


def test_negative_spend_is_left_out() -> None:
    rng = np.random.default_rng(1)
    x, m = np.full(400, 3), rng.gamma(6.0, 5.0 / rng.gamma(4.0, 1.0, 400) * 1.0)
    with_refunds = gamma_gamma.fit(np.append(x, [2, 2]), np.append(m, [-5.0, 0.0]))
    assert with_refunds.params == gamma_gamma.fit(x, m).params
