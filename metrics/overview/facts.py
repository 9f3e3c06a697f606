"""What the overview tells beyond its tiles: what moved the answer, what was promised, what threatens it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from metrics.context import BASE, Context
from metrics.metric import DECLARED
from metrics.programme import bridge
from metrics.reading import UndefinedError
from metrics.risk import tornado
from metrics.scenario.make import APPROVED
from metrics.scenario.serial import fingerprint
from metrics.versions.named import is_approved
from metrics.versions.saved import saved, versions
from metrics.words.text import N_, Message, message
from metrics.words.units import Unit

STEPS = 6  # steps of the bridge told by name


@dataclass(frozen=True)
class Moved:
    """A net present value then and now, and the steps between."""

    since: Message  # scenario and version
    approved: bool  # by somebody
    before: float
    after: float
    steps: Sequence[bridge.Step]


def moved(now: Context) -> Moved:
    """From the first version, approved or not, to ``now``. UndefinedError where one of the two has none."""
    first = saved(versions()[0].version)
    approved = is_signed(now)
    if not _same_money(first, now):
        ours, theirs = first.scenario.currency, now.scenario.currency
        text = N_("The first version is in {ours}, this plan is in {theirs}: nothing to compare")
        raise UndefinedError(message(text, ours=ours, theirs=theirs))
    before, after = (bridge.worth(context.scenario, context.baseline) for context in (first, now))
    if fingerprint(first.scenario) == fingerprint(now.scenario):
        return Moved(first.title, approved, before, after, [])
    steps = bridge.steps(first.scenario, now.scenario, now.baseline)
    return Moved(first.title, approved, before, after, bridge.shortened(steps, STEPS))


def is_signed(now: Context) -> bool:
    """Whether somebody approved the first version: in the data, or here."""
    return APPROVED in set(now.sources.frames["assumption"]["case_name"]) or is_approved(BASE, 1)


def _same_money(a: Context, b: Context) -> bool:
    return a.scenario.currency == b.scenario.currency


def threats(now: Context, most: int = 3) -> list[tornado.Threat]:
    """What costs most at the bad end of its range, the worst first. UndefinedError where nothing can be sized."""
    worst = tornado.threats(now.uncertain, now.baseline, most)
    if not worst:
        raise UndefinedError(message(N_("No assumption has a range yet, so no threat can be sized")))
    return worst


@dataclass(frozen=True)
class Change:
    """A figure beside what it was in the approved case."""

    amount: float  # now less then, in the unit of the figure
    against: str  # the approved version


def change(now: Context, id: str) -> Change | None:
    """How metric ``id`` moved since the approved case; None when it did not, or one of the two has no value."""
    first = saved(versions()[0].version)
    before, after = first.read(id).value, now.read(id).value
    if before is None or after is None or before == after:
        return None
    if DECLARED[id].unit is Unit.MONEY and not _same_money(first, now):
        return None
    return Change(after - before, first.label.rpartition(" ")[2])


def promised_to_date(now: Context) -> float:
    """Benefit the approved case promised up to the data date: money, not discounted.

    UndefinedError where nothing was due yet, or where it was promised in another currency.
    """
    first = saved(versions()[0].version)
    until, start = now.sources.published.until, first.scenario.month0
    due = 0.0
    if until is not None and _same_money(first, now):
        months = (until.year - start.year) * 12 + until.month - start.month + 1
        due = float(first.flows.benefit[: max(months, 0)].sum())
    if not due:
        raise UndefinedError(message(N_("Nothing has been promised yet")))
    return due
