"""What groups, roles and tickets of customers are called on a page."""

from __future__ import annotations

from metrics.value import words
from metrics.words.text import N_
from pages.parts import session
from pages.parts.session import _

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


def group(by: str, name: str) -> str:
    """A group's name in the reader's language."""
    return session.reader().read(words.group(by, name))


def ticket(kind: str) -> str:
    """What a call or complaint was."""
    return _(TICKETS[kind]) if kind in TICKETS else kind
