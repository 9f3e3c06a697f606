"""Present values, and what they say about a programme."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from metrics.finance.rates import Timing, checked_flows, discount_factors, period_times
from metrics.reading import UndefinedError
from metrics.words.text import N_, message


def npv(rate: float, flows: ArrayLike, timing: Timing = "end") -> NDArray[np.float64]:
    """Value today of each row of ``flows``, at ``rate`` per period.

    The first flow happens today and is not discounted, whatever the timing. (A spreadsheet's NPV() discounts it by one
    period; put a 0 first to match.)

    rate: fraction per period, 0.08 for 8 %; above -1.
    flows: money, shape (..., periods), costs negative. Result: money, shape (...).
    Raises UndefinedError when a flow is not finite.

    Source: Brealey, Myers & Allen, Principles of Corporate Finance.
    """
    array = checked_flows(flows)
    return np.asarray(array @ discount_factors(rate, period_times(array.shape[-1], timing)))


def npv_at(rate: float, flows: ArrayLike, times: NDArray[np.float64]) -> float:
    """As :func:`npv` for flows at any ``times``, in the unit of the rate."""
    return float(checked_flows(flows) @ discount_factors(rate, times))


def roi_total(pv_benefit: float, pv_cost: float) -> float:
    """Total ROI: PV of net benefit / PV of cost, as a fraction. UndefinedError without a cost.

    Source: Forrester TEI.
    """
    if pv_cost <= 0:
        raise UndefinedError(message(N_("There is no cost, so no return on it. Enter what it costs.")))
    return (pv_benefit - pv_cost) / pv_cost


def roi_first_cost(net_benefits: ArrayLike, initial_cost: float, years: int = 3) -> float:
    """First-cost ROI: average yearly net benefit over the first three years / initial cost, as a fraction.

    net_benefits: money by year, at least three. UndefinedError without three years or without an initial cost.
    Source: Nucleus Research's convention, as quoted for Equinox (184 %).
    """
    yearly = checked_flows(net_benefits)
    if yearly.shape[-1] < years:
        raise UndefinedError(
            message(N_("First-cost ROI needs {needed} years, has {held}."), needed=years, held=yearly.shape[-1])
        )
    if initial_cost <= 0:
        raise UndefinedError(message(N_("There is no initial cost, so no return on it. Enter what it costs.")))
    return float(yearly[:years].mean() / initial_cost)
