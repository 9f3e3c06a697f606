"""What churn calls things: groups, reasons, drivers, stages. Words of the data are read as they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from metrics.churn import loyalty, stages
from metrics.context import Sources
from metrics.words.text import N_, Message, message
from metrics.words.units import Amount, Unit

Names = Callable[[Sources, tuple[str, ...]], Mapping[str, str]]  # of customers by number, for a reader who may see them
TENURE = (N_("first year"), N_("second year"), N_("years 3 and 4"), N_("longer"))
CLASSES = {"A": N_("A customers"), "B": N_("B customers"), "C": N_("C customers")}
DIMENSIONS = {"class": N_("Class"), "tenure": N_("Tenure"), "kind": N_("Kind"), "region": N_("Region")}
DRIVERS = {
    "complaint": N_("Complaint left open"),
    "letter": N_("Price letter"),
    "silent": N_("No contact for 180 days"),
    "age": N_("Ten years older"),
}
TRIGGERS = {"warranty": N_("warranty ends"), "service life": N_("replacement due")}
ALARMS = {"silent": N_("silent"), "below trend": N_("below trend"), "": N_("on course")}
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
# Words the sample company uses; those of other data are shown as they were written.
WORDS = {
    "business": N_("business"),
    "consumer": N_("consumer"),
    "unknown": N_("unknown"),
    "price": N_("price"),
    "service": N_("service"),
    "better offer elsewhere": N_("better offer elsewhere"),
    "no longer needed": N_("no longer needed"),
    "business closed": N_("business closed"),
    "moved away": N_("moved away"),
    "online retailer": N_("online retailer"),
    "supermarket": N_("supermarket"),
    "other supplier": N_("other supplier"),
    "own purchase": N_("own purchase"),
    "left the market": N_("left the market"),
    "web search": N_("web search"),
    "recommendation": N_("recommendation"),
    "shop": N_("shop"),
    "partner": N_("partner"),
    "trade fair": N_("trade fair"),
    "telephone sales": N_("telephone sales"),
    "spring discount 2023": N_("spring discount 2023"),
}


def word(text: str) -> Message:
    """A word of the data; nothing is the unknown."""
    known = WORDS.get(text or "unknown")
    return message("{word}", word=text) if known is None else message(known)


def group(dimension: str, name: str) -> Message:
    """A group of customers."""
    if name and dimension == "tenure":
        return message(TENURE[int(name)])
    if name and dimension == "class":
        return message(CLASSES[name])
    return word(name)


def percent(value: float) -> Amount:
    """A share in a sentence."""
    return Amount(value, Unit.SHARE)
