"""What groups, activities, roles and tickets of customers are called."""

from __future__ import annotations

from metrics.value.lifecycle import STAGES
from metrics.value.sentences_more import NAMES
from metrics.words.text import N_
from pages.parts.session import _

KINDS = {"business": N_("Business"), "consumer": N_("Consumer"), "unknown": N_("unknown"), "": N_("unknown")}
CONTRACTS = {"yes": N_("Contract"), "no": N_("No contract")}
ACTIVITIES = {
    "calls": N_("calls"),
    "visits": N_("visits"),
    "delivery": N_("delivery"),
    "returns": N_("returns"),
    "administration": N_("administration"),
}
BY = {
    "kind": N_("Kind"),
    "tier": N_("Class"),
    "size": N_("Size"),
    "region": N_("Region"),
    "contract": N_("Contract"),
    "family": N_("Product"),
}
ROLES = {"contract": N_("under contract"), "employee": N_("employee"), "control": N_("control group")}
TICKETS = {"call": N_("call"), "repeat call": N_("repeat call"), "complaint": N_("complaint")}


def joined(one: str, two: str) -> str:
    """Two sentences, with a blank between them where the language has one."""
    return _("{one} {two}", one=one, two=two)


def group(by: str | None, name: str) -> str:
    """A group's name: words of ours are translated, those of the data stand as they are."""
    if by is None:
        return _("All customers")
    if by == "tier" and name:
        return _("Class {letter}", letter=name)
    return _({**KINDS, **CONTRACTS}[name]) if name in KINDS or (by == "contract" and name in CONTRACTS) else name


def activity(name: str) -> str:
    """An activity of serving customers."""
    return _(ACTIVITIES[name]) if name in ACTIVITIES else name


def stage(place: int) -> str:
    """A stage, by its place."""
    return _(NAMES[STAGES[place]])


def ticket(kind: str) -> str:
    """What a call or complaint was."""
    return _(TICKETS[kind]) if kind in TICKETS else kind
