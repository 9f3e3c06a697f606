"""Whether a segment deserves its own treatment: seven tests, each passed or not, with the number behind it."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.segments.method import Method
from metrics.words.text import N_
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
UNITS = (
    dict.fromkeys(TESTS, Unit.SHARE) | {"profitable": Unit.MONEY} | dict.fromkeys(("big", "understandable"), Unit.COUNT)
)
_NO_TRAIT = N_("no trait of customers is held")
UNKNOWN = {  # why a test could not be made
    "profitable": N_("the orders carry no cost"),
    "reachable": N_("no e-mail or consent is held"),
    "identifiable": _NO_TRAIT,
    "understandable": _NO_TRAIT,
    "relevant": N_("all together bring nothing"),
    "campaign": N_("needs campaign_members.csv or mail.csv"),
}


@dataclass(frozen=True)
class Test:
    """One test of a segment: the number behind it, and whether it passed; both None where nothing is known."""

    id: str
    value: float | None
    passed: bool | None


@dataclass(frozen=True)
class Profile:
    """What is known of a segment.

    ``customers`` of ``everybody``: heads. ``money``: what one of its customers brought in a year, ``average`` what one
    of all did; ``cost``: whether the orders carry it. ``reachable``: share that may be written to; ``known``: share of
    the chosen traits known of its customers; ``traits``: how many stand out; ``reached``: share that a campaign, or a
    letter, reached in the last year. None where no table tells.
    """

    customers: int
    everybody: int
    money: float
    average: float
    cost: bool
    reachable: float | None
    known: float | None
    traits: int | None
    reached: float | None


def tests(profile: Profile, method: Method) -> tuple[Test, ...]:
    """The tests of a segment in the order of ``TESTS``, by the thresholds of step 5.

    Big enough also means not too narrow: a number of heads and a share of all. A campaign is possible where one, or a
    letter, has lately reached enough of the group.
    """
    off = profile.money / profile.average - 1 if profile.average > 0 else None
    large = profile.customers >= max(method.least, method.least_share * profile.everybody)
    money = profile.money if profile.cost else None
    return (
        Test("big", float(profile.customers), large),
        Test("profitable", money, None if money is None else money > method.profit),
        _at_least("reachable", profile.reachable, method.reached),
        _at_least("identifiable", profile.known, method.known),
        _at_least("understandable", profile.traits, method.traits),
        Test("relevant", off, None if off is None else abs(off) >= method.different),
        _at_least("campaign", profile.reached, method.campaign),
    )


def _at_least(id: str, value: float | None, least: float) -> Test:
    return Test(id, value, None if value is None else value >= least)
