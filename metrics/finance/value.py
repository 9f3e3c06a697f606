"""Present values, and what they say about a programme."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from metrics.finance.rates import Timing, checked_flows, checked_rate, discount_factors, period_times
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
    """As :func:`npv` for flows at any ``times``, in the unit of the rate. UndefinedError beyond all numbers."""
    array = checked_flows(flows)
    flowing = array != 0
    with np.errstate(over="ignore", invalid="ignore"):
        value = float(array[flowing] @ discount_factors(rate, times[flowing]))
    if not np.isfinite(value):
        text = N_("At a rate of {rate} these cash flows are beyond what can be written in numbers. Check the rate.")
        raise UndefinedError(message(text, rate=f"{rate:g}"))
    return value


def roi_total(pv_benefit: float, pv_cost: float) -> float:
    """Total ROI: PV of net benefit / PV of cost, as a fraction. UndefinedError without a cost.

    Source: Forrester TEI.
    """
    if pv_cost <= 0:
        raise UndefinedError(message(N_("There is no cost, so no return on it. Enter what it costs.")))
    return (pv_benefit - pv_cost) / pv_cost


def benefit_cost_ratio(pv_benefit: float, pv_cost: float) -> float:
    """PV of benefit / PV of cost (BCR). UndefinedError without a cost."""
    return roi_total(pv_benefit, pv_cost) + 1.0


def profitability_index(npv: float, first: float) -> float:
    """Value of what follows per unit of the first outlay: 1 + NPV / -``first``. UndefinedError unless it is an outlay.

    Source: Brealey, Myers & Allen, Principles of Corporate Finance.
    """
    if first >= 0:
        text = N_("There is no outlay in the first period, so no index on it.")
        raise UndefinedError(message(text))
    return 1.0 - npv / first


def equivalent_value(rate: float, npv: float, periods: float, each: str = "period") -> float:
    """The equal amount at the end of each period (a year where they are months) that is worth ``npv``: money.

    npv x r / (1 - (1 + r)^-n). UndefinedError without a period after the first.
    Source: Brealey, Myers & Allen, equivalent annual cash flow.
    """
    if periods <= 0:
        raise UndefinedError(message(N_("All cash flows fall at one time, so there is no amount a period.")))
    growth = np.log1p(checked_rate(rate))
    if each == "month":
        growth, periods = growth * 12, periods / 12
    with np.errstate(over="ignore"):
        amount = npv * np.expm1(growth) / -np.expm1(-growth * periods) if growth else npv / periods
    if not np.isfinite(amount):
        raise UndefinedError(message(N_("The amount a period is beyond what can be written in numbers.")))
    return float(amount)


def roi_first_cost(net_benefits: ArrayLike, initial_cost: float, years: int = 3) -> float:
    """First-cost ROI: average yearly net benefit over the first three years / initial cost, as a fraction.

    net_benefits: money by year, at least three. UndefinedError without three years or without an initial cost.
    Source: Nucleus Research's convention, as quoted for Equinox (184 %).
    """
    yearly = np.asarray(net_benefits, dtype=float)
    if yearly.shape[-1] < years:
        raise UndefinedError(
            message(
                N_("First-cost ROI needs {needed} whole years of use, has {held}."), needed=years, held=yearly.shape[-1]
            )
        )
    if initial_cost <= 0:
        raise UndefinedError(message(N_("There is no initial cost, so no return on it. Enter what it costs.")))
    return float(yearly[:years].mean() / initial_cost)
