"""What the overview tells beyond its tiles: what moved the answer, what was promised, what threatens it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from metrics.context import BASE, Context
from metrics.programme import bridge
from metrics.reading import UndefinedError
from metrics.risk import tornado
from metrics.scenario.make import APPROVED
from metrics.scenario.serial import fingerprint
from metrics.versions.named import is_approved
from metrics.versions.saved import promise, saved, versions
from metrics.words.text import N_, Message, message

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
    first, approved = promise(now), is_signed(now)
    if first is None:
        raise UndefinedError(_apart(now))
    before, after = (bridge.worth(context.scenario, context.baseline) for context in (first, now))
    if fingerprint(first.scenario) == fingerprint(now.scenario):
        return Moved(first.title, approved, before, after, [])
    steps = bridge.steps(first.scenario, now.scenario, now.baseline)
    return Moved(first.title, approved, before, after, bridge.shortened(steps, STEPS))


def is_signed(now: Context) -> bool:
    """Whether somebody approved the first version: in the data, or here."""
    return APPROVED in set(now.sources.frames["assumption"]["case_name"]) or is_approved(BASE, 1)


def _apart(now: Context) -> Message:
    """Why ``now`` cannot be held against the first version."""
    ours, theirs = saved(versions()[0].version).scenario.currency, now.scenario.currency
    if ours == theirs:
        return message(N_("A case of a source is another company's: nothing to compare"))
    text = N_("The first version is in {ours}, this plan is in {theirs}: nothing to compare")
    return message(text, ours=ours, theirs=theirs)


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
    first = promise(now)
    if first is None:
        return None
    before, after = first.read(id).value, now.read(id).value
    if before is None or after is None or before == after:
        return None
    return Change(after - before, first.label.rpartition(" ")[2])
