"""Whether a segment deserves its own treatment: seven tests, each a light with the number behind it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from metrics.segments.method import Method
from metrics.words.text import N_, Message, message

TESTS = ("big", "profitable", "reachable", "identifiable", "understandable", "relevant", "campaign")


class Light(StrEnum):
    """How a test came out."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Test:
    """One test of a segment: the light, and the number behind it or the reason there is none."""

    id: str
    light: Light
    value: float | None = None
    reason: Message | None = None


@dataclass(frozen=True)
class Facts:
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


def _test(id: str, value: float | None, passed: bool, reason: Message) -> Test:
    if value is None:
        return Test(id, Light.UNKNOWN, None, reason)
    return Test(id, Light.PASSED if passed else Light.FAILED, value)


NO_TRAIT = N_("no trait of customers is held")


def tests(facts: Facts, asked: Method) -> tuple[Test, ...]:
    """The tests of a segment in the order of ``TESTS``, by the thresholds of step 5. Source: catalogue C13, C14.

    Big enough also means not too narrow: a number of heads and a share of all. A campaign is possible where one, or a
    letter, has lately reached enough of the group.
    """
    off = facts.money / facts.average - 1 if facts.average > 0 else None
    large = facts.customers >= max(asked.least, asked.least_share * facts.everybody)
    money, reachable = facts.money if facts.cost else None, facts.reachable
    return (
        _test("big", float(facts.customers), large, message("")),
        _test("profitable", money, facts.money > asked.profit, message(N_("the orders carry no cost"))),
        _test("reachable", reachable, (reachable or 0.0) >= asked.reached, message(N_("no e-mail or consent is held"))),
        _test("identifiable", facts.known, (facts.known or 0.0) >= asked.known, message(NO_TRAIT)),
        _test("understandable", facts.traits, (facts.traits or 0) >= asked.traits, message(NO_TRAIT)),
        _test("relevant", off, abs(off or 0.0) >= asked.different, message(N_("all together bring nothing"))),
        _test(
            "campaign",
            facts.reached,
            (facts.reached or 0.0) >= asked.campaign,
            message(N_("needs campaign_members.csv or mail.csv")),
        ),
    )
