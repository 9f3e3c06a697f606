"""What customers, their groups, stages and costs are called."""

from __future__ import annotations

from metrics.customers.base import KINDS
from metrics.words.text import N_, Message, message

CONTRACTS = {"yes": N_("Contract"), "no": N_("No contract")}
ACTIVITIES = (N_("calls"), N_("visits"), N_("delivery"), N_("returns"), N_("administration"))
STAGES = {"new": N_("New"), "growing": N_("Growing"), "loyal": N_("Loyal"), "lapsed": N_("Lapsed"), "lost": N_("Lost")}
QUADRANTS = {
    "develop": N_("Develop"),
    "protect": N_("Protect and grow"),
    "serve": N_("Serve at low cost"),
    "keep": N_("Keep"),
}
STATUSES = {"completed": N_("completed"), "cancelled": N_("cancelled"), "refunded": N_("refunded")}
POSSIBLE = {  # the fields where what could be brought stands up the matrix: no advice, which is by what is expected
    "develop": N_("Little now, much possible"),
    "protect": N_("Much now, much possible"),
    "serve": N_("Little now, little possible"),
    "keep": N_("Much now, little possible"),
}
MODES = {"all": N_("All customers"), "contract": N_("Under contract"), "orders": N_("Without a contract")} | {
    "outside": N_("All but employees")
}


def group(by: str, name: str) -> Message | str:
    """A group's name: words of ours are translated, those of the data stand as they are."""
    if not by:
        return message(N_("All customers"))
    if by == "tier" and name:
        return message(N_("Class {letter}"), letter=name)
    words = {**KINDS, **CONTRACTS} if by == "contract" else KINDS
    return message(words[name]) if name in words else name


def activity(name: str) -> Message:
    """An activity of serving customers: ours are translated, those of the data stand as they are."""
    return message(name) if name in ACTIVITIES else message("{name}", name=name)


def sentences(*parts: Message | None) -> Message | None:
    """Sentences one after the other, with a blank between them where the language has one; None without any."""
    known = [part for part in parts if part is not None]
    if len(known) < 2:
        return known[0] if known else None
    return message(N_("{one} {two}"), one=known[0], two=sentences(*known[1:]))
