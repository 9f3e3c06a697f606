"""Continue, mend or stop: what the programme is worth from today on, beside what it was worth when it was approved.

Sunk cost is out: only months after today count, discounted to today. Stopping costs what it takes to get out and gives
up every later flow; it brings back what is tied up as working capital and what is left to sell. Source:
Brealey, Myers & Allen (only incremental cash flow counts).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from metrics import finance
from metrics.reading import UndefinedError
from metrics.words.text import N_, message

Array = NDArray[np.float64]
Verdict = Literal["continue", "mend", "stop"]


@dataclass(frozen=True)
class Forward:
    """Money at today's value. ``mended`` is None where no mend is known."""

    going_on: float
    mended: float | None
    stopping: float  # what it brings back, less the cost of getting out
    sunk: float  # net cash until today, undiscounted; it decides nothing

    @property
    def verdict(self) -> Verdict:
        """Go on while that beats stopping; else mend if that does; else stop."""
        if self.going_on > self.stopping:
            return "continue"
        return "mend" if self.mended is not None and self.mended > self.stopping else "stop"

    @property
    def margin(self) -> float:
        """By how much going on beats stopping; negative where stopping is better."""
        return self.going_on - self.stopping


def months_since(month0: date, today: date) -> int:
    """Whole months of the plan that are over: the month of ``today`` counts once it has ended."""
    ended = (today.year - month0.year) * 12 + today.month - month0.month
    next_day = date.fromordinal(today.toordinal() + 1)
    return ended if next_day.month != today.month else ended - 1


def valued_on(month0: date) -> date:
    """The day present values of a plan are of: the end of the month of approval."""
    return month_end(month0, 0)


def month_end(month0: date, months: float) -> date:
    """The last day of the month in which ``months`` after the end of the month of approval fall."""
    whole = int(np.ceil(months - 1e-9)) + 1
    years, month = divmod(month0.month - 1 + whole, 12)
    return date.fromordinal(date(month0.year + years, month + 1, 1).toordinal() - 1)


def _from_today(flows: Array, done: int, rate: float, timing: finance.Timing = "end") -> float:
    """Value at the end of month ``done`` of the flows after it, at ``rate`` a month: money.

    UndefinedError when nothing is left before the horizon. ``done`` below 0 counts as 0: nothing is sunk yet but the
    outlay of month 0, which is the decision itself, so then all flows count.
    """
    if done < 0:
        return float(finance.npv(rate, flows, timing))
    if done >= flows.size - 1:
        raise UndefinedError(
            message(N_("The horizon of {n} months is over. Lengthen it to look ahead."), n=flows.size - 1)
        )
    ahead = np.concatenate([[0.0], flows[done + 1 :]])
    return float(finance.npv(rate, ahead, timing))


def forward(
    flows: Array,
    done: int,
    rate: float,
    *,
    exit_cost: float,
    recovered: float = 0.0,
    timing: finance.Timing = "end",
    mended: Array | None = None,
) -> Forward:
    """Going on, mending and stopping after month ``done``.

    exit_cost: money, positive; negative where leaving pays. recovered: working capital released and what is left.
    """
    return Forward(
        going_on=_from_today(flows, done, rate, timing),
        mended=None if mended is None else _from_today(mended, done, rate, timing),
        stopping=recovered - exit_cost,
        sunk=float(flows[: max(done + 1, 0)].sum()),
    )
