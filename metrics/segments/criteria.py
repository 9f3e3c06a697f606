"""Whether a segment deserves its own treatment: seven tests, each passed or not, with the number behind it."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.segments.groups import Shared
from metrics.segments.method import Method
from metrics.words.text import N_, Message
from metrics.words.units import Unit

TESTS = {  # in their order: what each is called
    "big": N_("Big enough"),
    "profitable": N_("Profitable"),
    "reachable": N_("Reachable"),
    "identifiable": N_("Identifiable"),
    "understandable": N_("Understandable"),
    "relevant": N_("Relevant"),
    "campaign": N_("Campaign possible"),
}
UNITS = dict.fromkeys(TESTS, Unit.SHARE) | {"big": Unit.COUNT, "profitable": Unit.MONEY, "understandable": Unit.COUNT}
_NO_TRAIT = N_("no trait of customers is held")
UNKNOWN = {  # why a test could not be made
    "profitable": N_("the orders carry no cost"),
    "reachable": N_("no e-mail or consent is held"),
    "identifiable": _NO_TRAIT,
    "understandable": _NO_TRAIT,
    "relevant": N_("all together bring nothing"),
    "campaign": N_("needs a table of campaign members or of mail"),
}


@dataclass(frozen=True, eq=False)
class Segment:
    """One group of customers. Money is of the last 12 months; None stands where no table tells.

    ``place`` is its position in the grouping, ``customers`` of ``everybody`` are heads. ``each``: what one of its
    customers brought, ``average`` what one of all did; ``cost``: whether the orders carry it; ``share`` of all money,
    None without a gain. ``best``: share of its customers in the two best value bands. ``shared``: the traits that stand
    out, ``known``: the share of those in use that is known of its customers. ``reachable``: share that may be written
    to, ``reached``: share that a campaign, or a letter, reached.
    """

    name: Message
    place: int
    customers: int
    everybody: int
    each: float
    average: float
    cost: bool
    share: float | None
    best: float | None
    shared: tuple[Shared, ...] | None
    known: float | None
    reachable: float | None
    reached: float | None

    @property
    def heads(self) -> float:
        """Its share of all customers."""
        return self.customers / self.everybody


@dataclass(frozen=True)
class Outcome:
    """How one test of a segment came out: the number behind it, and whether it passed; None where nothing is known."""

    id: str
    value: float | None
    passed: bool | None


def tests(segment: Segment, method: Method) -> tuple[Outcome, ...]:
    """The tests of a segment in the order of ``TESTS``, by the thresholds of step 5.

    Big enough also means not too narrow: a number of heads and a share of all. A campaign is possible where one, or a
    letter, has lately reached enough of the group.
    """
    off = segment.each / segment.average - 1 if segment.average > 0 else None
    large = segment.customers >= max(method.least, method.least_share * segment.everybody)
    money = segment.each if segment.cost else None
    return (
        Outcome("big", float(segment.customers), large),
        Outcome("profitable", money, None if money is None else money > method.profit),
        _at_least("reachable", segment.reachable, method.reached),
        _at_least("identifiable", segment.known, method.known),
        _at_least("understandable", None if segment.shared is None else len(segment.shared), method.traits),
        Outcome("relevant", off, None if off is None else abs(off) >= method.different),
        _at_least("campaign", segment.reached, method.campaign),
    )


def _at_least(id: str, value: float | None, least: float) -> Outcome:
    return Outcome(id, value, None if value is None else value >= least)


def passes(segment: Segment, method: Method) -> bool:
    """No test failed: those that could not be made are not counted against it."""
    return all(test.passed is not False for test in tests(segment, method))
