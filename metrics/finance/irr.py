"""Internal rates of return: all of them, or the reason there is none to name."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from metrics.finance.rates import Timing, checked_flows, checked_rate, period_times
from metrics.finance.roots import merged, real_rates, sign_changes
from metrics.reading import UndefinedError
from metrics.words.text import N_, Message, message


@dataclass(frozen=True)
class IrrResult:
    """``value`` when exactly one rate fits, else ``reason``; ``roots`` are all rates that fit, rising."""

    value: float | None
    roots: tuple[float, ...]
    reason: Message | None


def irr(flows: ArrayLike, timing: Timing = "end") -> IrrResult:
    """Every rate per period, above -1, at which ``flows`` are worth nothing today.

    flows: money, shape (periods,), the first one now, costs negative; a period without a flow is 0, never left out.
    Raises UndefinedError when a flow is not finite.

    Source: Brealey, Myers & Allen, chapter on the pitfalls of IRR.
    """
    array = checked_flows(flows)
    return irr_at(array, period_times(array.shape[-1], timing))


def irr_at(flows: ArrayLike, times: NDArray[np.float64]) -> IrrResult:
    """As :func:`irr` for flows at any ``times``: rates per unit of time."""
    array = checked_flows(flows)
    sums, _ = merged(array, times)
    changes = sign_changes(sums)
    if not sums.size:
        return IrrResult(None, (), message(N_("Every cash flow is zero, so there is no rate of return.")))
    if not changes:
        return IrrResult(None, (), message(N_("The cash flows never change sign, so there is no rate of return.")))
    roots = real_rates(array, times)
    if len(roots) == 1:
        return IrrResult(roots[0], roots, None)
    return IrrResult(None, roots, _reason(changes, roots))


def _reason(changes: int, roots: tuple[float, ...]) -> Message:
    if not roots:
        text = N_(
            "The cash flows change sign {changes} times and no rate makes them worth nothing. "
            "Compare by net present value instead."
        )
        return message(text, changes=changes)
    text = N_(
        "The cash flows change sign {changes} times, so {count} rates of return fit: {rates}. "
        "Compare by net present value instead."
    )
    return message(text, changes=changes, count=len(roots), rates=", ".join(percent(root) for root in roots))


def percent(rate: float) -> str:
    """A rate with one decimal, "25.0%"; more where one would hide it."""
    places = 1 if rate >= -0.99 else 4
    return f"{rate * 100:.{places}f}%".replace("-", "−")


def mirr(flows: ArrayLike, finance_rate: float, reinvest_rate: float) -> float:
    """Modified rate of return per period: outlays financed at one rate, receipts reinvested at another.

    (value at the end of receipts at ``reinvest_rate`` / value now of outlays at ``finance_rate``)^(1/(n - 1)) - 1.
    Exists wherever there is an outlay and a receipt, and is always one number; else UndefinedError.

    Source: spreadsheet MIRR.
    """
    array = checked_flows(flows)
    return mirr_at(array, np.arange(array.shape[-1], dtype=float), finance_rate, reinvest_rate)


def mirr_at(flows: ArrayLike, times: NDArray[np.float64], finance_rate: float, reinvest_rate: float) -> float:
    """As :func:`mirr` for flows at any ``times``, from the earliest to the latest of them."""
    array = checked_flows(flows)
    scale = np.abs(array).max()
    if not (array > 0).any() or not (array < 0).any():
        text = N_("The modified rate of return needs at least one outlay and one receipt; one is missing.")
        raise UndefinedError(message(text))
    span = float(times.max() - times.min())
    if span == 0:
        raise UndefinedError(message(N_("All cash flows fall at one time, so there is no rate of return.")))
    grown = np.log1p(checked_rate(reinvest_rate)) * (times.max() - times)
    shrunk = -np.log1p(checked_rate(finance_rate)) * (times - times.min())
    receipts = np.sum(np.maximum(array, 0) / scale * np.exp(grown))
    outlays = np.sum(np.maximum(-array, 0) / scale * np.exp(shrunk))
    return float(np.expm1((np.log(receipts) - np.log(outlays)) / span))
