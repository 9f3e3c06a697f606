"""Internal rates of return: all of them, or the reason there is none to name."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from metrics.finance.rates import Timing, checked_flows, checked_rate, period_times
from metrics.finance.roots import merged, real_rates, sign_changes
from metrics.reading import UndefinedError
from metrics.words.text import N_, Message, message

Flows = tuple[ArrayLike, NDArray[np.float64]]  # money, and when
TOUCHES = 1e-9  # relative: a slope below it is that of a root that only touches zero
TOP = 10.0  # a year: above 1,000 % a rate of return decides nothing


@dataclass(frozen=True)
class IrrResult:
    """The rate of return to name, or the ``reason`` there is none; ``roots`` are all rates that fit, rising.

    ``borrowing``: net present value rises through zero at ``value``, so it is what borrowed money costs.
    """

    value: float | None
    roots: tuple[float, ...]
    reason: Message | None
    borrowing: bool = False

    @property
    def others(self) -> tuple[float, ...]:
        """The rates that fit beside the one named."""
        return tuple(root for root in self.roots if root != self.value)


def irr(flows: ArrayLike, timing: Timing = "end", top: float = TOP) -> IrrResult:
    """Every rate per period, above -1, at which ``flows`` are worth nothing today, and the one to name.

    The only rate that fits is named. Of several, the only one from 0 to ``top`` at which net present value falls
    through zero, where it is positive at a rate of zero.

    flows: money, shape (periods,), the first one now, costs negative; a period without a flow is 0, never left out.
    top: the rate per period above which none is named; 1,000 % a year, so a smaller one for months.
    Raises UndefinedError when a flow is not finite.

    Source: Brealey, Myers & Allen, chapter on the pitfalls of IRR.
    """
    array = checked_flows(flows)
    return irr_at(array, period_times(array.shape[-1], timing), top)


def irr_at(flows: ArrayLike, times: NDArray[np.float64], top: float = TOP) -> IrrResult:
    """As :func:`irr` for flows at any ``times``: rates per unit of time."""
    array = checked_flows(flows)
    sums, _ = merged(array, times)
    changes = sign_changes(sums)
    if not sums.size:
        return IrrResult(None, (), message(N_("Every cash flow is zero, so there is no rate of return.")))
    if not changes:
        return IrrResult(None, (), message(N_("The cash flows never change sign, so there is no rate of return.")))
    found = real_rates(array, times)
    roots = tuple(root for root in found if np.isfinite(root) and root > -1)
    if len(found) == 1 and roots:
        return IrrResult(roots[0], roots, None, borrowing=bool(sums[0] > 0))
    if len(found) > 1 and (named := _named(array, times, roots, top)) is not None:
        return IrrResult(named, roots, None)
    return IrrResult(None, roots, _reason(changes, roots, len(found) - len(roots)))


def _named(
    flows: NDArray[np.float64], times: NDArray[np.float64], roots: tuple[float, ...], top: float
) -> float | None:
    """The only one of ``roots`` from 0 to ``top`` at which value falls through zero; None if it is not above 0 at 0."""
    if np.sum(flows) <= 0:
        return None
    falling = [root for root in roots if 0 <= root <= top and _slope(flows, times, root) < 0]
    return falling[0] if len(falling) == 1 else None


def _slope(flows: NDArray[np.float64], times: NDArray[np.float64], rate: float) -> float:
    """The sign of the change of value with the rate, as a share of its parts; 0 where it only touches zero."""
    parts = -times * flows / np.abs(flows).max() * np.exp(-np.log1p(rate) * times)
    share = float(parts.sum()) / max(float(np.abs(parts).sum()), np.finfo(float).tiny)
    return share if abs(share) > TOUCHES else 0.0


def _reason(changes: int, roots: tuple[float, ...], unwritten: int) -> Message:
    if unwritten and not roots:
        return message(
            N_("The rate of return is beyond what can be written in numbers. Compare by net present value instead.")
        )
    if not roots:
        text = N_(
            "The cash flows change sign {changes} times and no rate makes them worth nothing. "
            "Compare by net present value instead."
        )
        return message(text, changes=changes)
    text = N_(
        "The cash flows change sign {changes} times, so {count} rates of return fit: {rates}. "
        "None decides; see the modified rate of return, or compare by net present value."
    )
    return message(text, changes=changes, count=len(roots) + unwritten, rates=", ".join(map(percent, roots)))


def equal_rates(first: Flows, second: Flows) -> tuple[float, ...]:
    """Every rate per unit of time at which two plans are worth the same, rising: the roots of their difference.

    first, second: (flows, times), each of shape (periods,), money and units of time after the same day. Nothing where
    one is better at any rate, or both are alike. Source: I. Fisher, The Theory of Interest (1930), the rate of return
    over cost.
    """
    amounts = np.concatenate([checked_flows(first[0]), -checked_flows(second[0])])
    times = np.concatenate([first[1], second[1]])
    sums, _ = merged(amounts, times)
    if not sums.size or not sign_changes(sums):
        return ()
    return tuple(root for root in real_rates(amounts, times) if np.isfinite(root) and root > -1)


def percent(rate: float) -> str:
    """A rate with two decimals below 10 %, "7.14%", else with one, "25.0%"; more where one would hide it."""
    if rate >= 1e7:
        return f"{rate * 100:.3g}%"
    places = 4 if rate < -0.99 else 2 if abs(rate) < 0.1 else 1
    return f"{rate * 100:.{places}f}%".replace("-0.00%", "0.00%").replace("-", "−")


def mirr(flows: ArrayLike, finance_rate: float, reinvest_rate: float, timing: Timing = "end") -> float:
    """Modified rate of return per period: outlays financed at one rate, receipts reinvested at another.

    (value at the last moment of receipts at ``reinvest_rate`` / value now of outlays at ``finance_rate``)^(1/time
    between) - 1, at the moments at which NPV counts the flows. Exists wherever there is an outlay and a receipt, and is
    always one number; else UndefinedError. Where NPV at both rates is zero, it is that rate.

    Source: spreadsheet MIRR.
    """
    array = checked_flows(flows)
    return mirr_at(array, period_times(array.shape[-1], timing), finance_rate, reinvest_rate)


def mirr_at(flows: ArrayLike, times: NDArray[np.float64], finance_rate: float, reinvest_rate: float) -> float:
    """As :func:`mirr` for flows at any ``times``, from the earliest to the latest of them."""
    array = checked_flows(flows)
    if not (array > 0).any() or not (array < 0).any():
        text = N_("The modified rate of return needs at least one outlay and one receipt; one is missing.")
        raise UndefinedError(message(text))
    span = float(times.max() - times.min())
    if span == 0:
        raise UndefinedError(message(N_("All cash flows fall at one time, so there is no rate of return.")))
    grown = np.log1p(checked_rate(reinvest_rate)) * (times.max() - times)
    shrunk = -np.log1p(checked_rate(finance_rate)) * (times - times.min())
    rate = np.expm1((_log_sum(array, grown) - _log_sum(-array, shrunk)) / span)
    if not np.isfinite(rate):
        raise UndefinedError(message(N_("The modified rate of return is beyond what can be written in numbers.")))
    return float(rate)


def _log_sum(amounts: NDArray[np.float64], powers: NDArray[np.float64]) -> float:
    """ln of the sum of positive ``amounts`` x exp(``powers``), whatever their size."""
    taken = amounts > 0
    logs = np.log(amounts[taken]) + powers[taken]
    return float(logs.max() + np.log(np.exp(logs - logs.max()).sum()))
