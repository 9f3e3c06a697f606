"""One programme at three moments: as first approved, as estimated now, and from today on. Each value has its date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from metrics import finance
from metrics.case.money import Outlook, outlook
from metrics.context import Context, kept
from metrics.overview import facts
from metrics.programme.forward import valued_on
from metrics.programme.gauges import present
from metrics.reading import UndefinedError
from metrics.versions.saved import promise, saved, versions


@dataclass(frozen=True)
class Cases:
    """Money. ``approved``: None where it had no value or was in other money; ``ahead``: None where there is no today
    to look ahead from. ``passage`` and ``to_date`` lead from ``latest`` to what going on is worth."""

    approved: float | None
    signed: bool  # somebody approved it; else it is the first version
    approved_on: date
    latest: float
    latest_on: date
    ahead: Outlook | None

    def passage(self, monthly: float) -> float:
        """What the time since the approval adds at the discount rate a month: the same value, told at a later date."""
        return 0.0 if self.ahead is None else self.latest * float(np.expm1(self.ahead.done * np.log1p(monthly)))

    def to_date(self, monthly: float) -> float:
        """What was due until today, told at today's value: it lies behind and is taken out."""
        if self.ahead is None:
            return 0.0
        return self.ahead.forward.going_on - self.latest - self.passage(monthly)


@kept
def cases(now: Context) -> Cases:
    """The three cases of what is in force. UndefinedError while it has no value."""
    first, held = saved(versions()[0].version), promise(now)
    try:
        approved = None if held is None else present(held.scenario, held.flows.net)
    except UndefinedError:
        approved = None
    try:
        ahead = outlook(now, first)
    except UndefinedError:
        ahead = None
    return Cases(
        approved=approved,
        signed=facts.is_signed(now),
        approved_on=valued_on(first.scenario.month0),
        latest=present(now.scenario, now.flows.net),
        latest_on=valued_on(now.scenario.month0),
        ahead=ahead,
    )


def monthly_rate(now: Context) -> float:
    """The discount rate a month."""
    return finance.monthly_rate(now.scenario.rate.value)
