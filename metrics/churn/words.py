"""What churn calls things: groups, reasons, drivers, stages. Words of the data are read as they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from metrics.churn import loyalty, stages
from metrics.context import Sources
from metrics.customers.base import KINDS
from metrics.customers.rfm import GROUPS
from metrics.words.text import N_, Message, Term, message
from metrics.words.units import Amount, Unit

Names = Callable[[Sources, tuple[str, ...]], Mapping[str, str]]  # of customers by number, for a reader who may see them
TENURE = (N_("first year"), N_("second year"), N_("years 3 and 4"), N_("longer"))
CLASSES = {"A": N_("A customers"), "B": N_("B customers"), "C": N_("C customers")}
DIMENSIONS = {"class": N_("Class"), "tenure": N_("Tenure"), "kind": N_("Kind"), "region": N_("Region")} | {
    "size": N_("Size"),
    "family": N_("Buys most"),
    "segment": N_("Segment a year ago"),
}
DRIVERS = {
    "complaint": N_("Complaint left open"),
    "letter": N_("Price letter"),
    "silent": N_("No contact for 180 days"),
    "age": N_("Ten years older"),
}
TRIGGERS = {"warranty": N_("warranty ends"), "service life": N_("replacement due")}
ALARMS = {"silent": N_("silent"), "below trend": N_("below trend"), "": N_("on trend")}
STEPS = {"silent": N_("call, and ask why"), "below trend": N_("ask what has changed"), "": N_("nothing is due")}
PARTS = {
    loyalty.REPEAT: N_("Coming back"),
    loyalty.TENURE: N_("Tenure"),
    loyalty.SHARE: N_("Share of our range"),
    loyalty.ADVOCACY: N_("Would recommend us"),
}
STAGES = {
    stages.SECOND: N_("Second order due"),
    stages.FIRST_YEAR: N_("First year over"),
    stages.CONTRACT: N_("Contract ends in 60 days"),
    stages.SILENT: N_("Silent for twice the usual gap"),
}
SAY = {
    stages.SECOND: N_("What goes with the first order, and how to reorder"),
    stages.FIRST_YEAR: N_("Thanks, and the question what is missing"),
    stages.CONTRACT: N_("Use so far, open complaints, terms of the next year"),
    stages.SILENT: N_("Whether anything is wrong; no discount yet"),
}


def word(sources: Sources, text: str) -> Message:
    """A word of the data, as it is; nothing is the unknown."""
    return message("{word}", word=Term(KINDS[""]) if text in ("", "unknown") else sources.word(text))


def group(sources: Sources, dimension: str, name: str) -> Message:
    """A group of customers."""
    if name and dimension == "tenure":
        return message(TENURE[int(name)])
    if name and dimension == "class":
        return message(CLASSES[name])
    if name and dimension == "segment":
        return message(GROUPS[int(name)])
    return message(KINDS[name]) if dimension == "kind" and name in KINDS else word(sources, name)


def named(names: Names | None, sources: Sources, ids: tuple[str, ...], id: str) -> Callable[[Any], str]:
    """The cell of a customer whose number stands in the attribute ``id``: who it is, where ``names`` may say so."""
    known = names(sources, ids) if names else {}
    return lambda row: known.get(getattr(row, id), getattr(row, id))


def percent(value: float | None) -> Amount | str:
    """A share in a sentence; a dash where it is not known."""
    return "–" if value is None else Amount(value, Unit.SHARE)
