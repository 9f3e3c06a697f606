"""Traits of customers that segments are described by: geographic, social, psychological, and of what they buy."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from metrics.words.text import N_, Message, Term, message


class Kind(StrEnum):
    """The four kinds of trait. Values are marked texts."""

    PLACE = N_("Geographic")
    SOCIAL = N_("Social")
    MIND = N_("Psychological")
    BUYING = N_("Purchase behaviour")


@dataclass(frozen=True)
class Trait:
    """One trait: a column of the mart customer_traits, what it is called, its kind, and the file that brings it."""

    id: str
    name: str
    kind: Kind
    file: str


TRAITS = (
    Trait("region", N_("Region"), Kind.PLACE, "customers.csv"),
    Trait("city", N_("Town"), Kind.PLACE, "customers.csv"),
    Trait("kind", N_("Kind"), Kind.SOCIAL, "customers.csv"),
    Trait("birth_decade", N_("Born in the decade from"), Kind.SOCIAL, "customers.csv"),
    Trait("gender", N_("Gender"), Kind.SOCIAL, "customers.csv"),
    Trait("industry", N_("Industry"), Kind.SOCIAL, "customers.csv"),
    Trait("size", N_("Size"), Kind.SOCIAL, "customers.csv"),
    Trait("consent", N_("Open to contact"), Kind.MIND, "customers.csv"),
    Trait("complained", N_("Has complained"), Kind.MIND, "tickets.csv"),
    Trait("channel", N_("Channel"), Kind.BUYING, "orders.csv"),
    Trait("acquired_by", N_("Won by"), Kind.BUYING, "customers.csv"),
    Trait("family", N_("Buys most"), Kind.BUYING, "order_lines.csv"),
    Trait("breadth", N_("Families bought"), Kind.BUYING, "order_lines.csv"),
    Trait("contract", N_("Contract"), Kind.BUYING, "contracts.csv"),
    Trait("year_end", N_("Buys at the year-end"), Kind.BUYING, "orders.csv"),
)
KNOWN_TRAITS = {trait.id: trait for trait in TRAITS}
_PLAIN = (
    *(N_("yes"), N_("no"), N_("4 and more"), N_("female"), N_("male"), N_("not stated")),
    *(N_("web"), N_("shop"), N_("phone"), N_("partner")),
    *(N_("machines"), N_("coffee"), N_("water"), N_("care"), N_("supplies"), N_("gifts"), N_("service")),
)
VALUES = {"business": N_("Business"), "consumer": N_("Consumer"), **{value: value for value in _PLAIN}}


def value_name(value: str) -> Term | str:
    """A value of a trait in words; a name of the data's own as it is."""
    return Term(VALUES[value]) if value in VALUES else value


def trait_value(trait: str, value: str) -> Message:
    """A trait and its value: "Contract: yes"."""
    return message(N_("{trait}: {value}"), trait=Term(KNOWN_TRAITS[trait].name), value=value_name(value))
