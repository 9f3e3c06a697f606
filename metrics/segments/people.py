"""Every buyer as the segments page sees them: what they bought and brought, who they are, and what is known of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.context import Sources, kept
from metrics.customers import base
from metrics.reading import UndefinedError
from metrics.segments.groups import RARE
from metrics.segments.inputs import inputs
from metrics.segments.method import Method
from metrics.words.text import N_, Message, Term, Written, message


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
    Trait("job", N_("Occupation"), Kind.SOCIAL, "customers.csv"),
    Trait("education", N_("Education"), Kind.SOCIAL, "customers.csv"),
    Trait("income", N_("Income"), Kind.SOCIAL, "customers.csv"),
    Trait("household", N_("Household"), Kind.SOCIAL, "customers.csv"),
    Trait("industry", N_("Industry"), Kind.SOCIAL, "customers.csv"),
    Trait("size", N_("Size"), Kind.SOCIAL, "customers.csv"),
    Trait("lifestyle", N_("Life style"), Kind.MIND, "customers.csv"),
    Trait("consent", N_("Open to contact"), Kind.BUYING, "customers.csv"),
    Trait("complained", N_("Has complained"), Kind.BUYING, "tickets.csv"),
    Trait("channel", N_("Channel"), Kind.BUYING, "orders.csv"),
    Trait("acquired_by", N_("Source"), Kind.BUYING, "customers.csv"),
    Trait("family", N_("Buys most"), Kind.BUYING, "order_lines.csv"),
    Trait("breadth", N_("Families bought"), Kind.BUYING, "order_lines.csv"),
    Trait("contract", N_("Contract"), Kind.BUYING, "contracts.csv"),
    Trait("year_end", N_("Buys at the year-end"), Kind.BUYING, "orders.csv"),
)
KNOWN_TRAITS = {trait.id: trait for trait in TRAITS}
_PLAIN = (*(N_("yes"), N_("no"), N_("4 and more"), N_("female"), N_("male"), N_("not stated")),)
VALUES = {"business": N_("Business"), "consumer": N_("Consumer"), **{value: value for value in _PLAIN}}


def value_name(sources: Sources, value: str) -> Written | str:
    """A value of a trait in words; a word of the data as the data have it."""
    return Term(VALUES[value]) if value in VALUES else sources.word(value)


def trait_value(sources: Sources, trait: str, value: str) -> Message:
    """A trait and its value: "Contract: yes"."""
    return message(N_("{trait}: {value}"), trait=Term(KNOWN_TRAITS[trait].name), value=value_name(sources, value))


@dataclass(frozen=True, eq=False)
class People:
    """Buyers, one row each.

    ``frame``: what they bought and brought, with the money of the last 12 months (``now``), named by ``word``;
    ``inputs``: of the groups, ``family`` the family of products among them; ``traits``: text columns; ``coverage``:
    share of buyers of whom each is known, ``usual``: share of these with the most frequent value; ``values``: the
    variables of the value bands that the data hold; ``by_what``: whether campaigns or letters tell who was reached, ""
    when neither does.
    """

    frame: pd.DataFrame
    inputs: pd.DataFrame
    family: str
    traits: pd.DataFrame
    coverage: dict[str, float]
    usual: dict[str, float]
    values: dict[str, NDArray[np.float64]]
    word: str
    by_what: str


@kept
def people(sources: Sources) -> People:
    """Every buyer with inputs, traits and value variables."""
    column, word = base.value_basis(sources.frames)
    everyone = sources.frames["customer_base"]
    buyers = everyone[everyone["order_days"] > 0].set_index("customer_id").sort_index()
    about = sources.frames["customer_traits"].set_index("customer_id").reindex(buyers.index)
    reached = sources.frames["customer_reached"].set_index("customer_id")
    by_what = str(reached["by_what"].iloc[0]) if len(reached) else ""
    reached = reached.reindex(buyers.index)
    frame = pd.DataFrame(index=buyers.index)
    frame["order_days"] = buyers["order_days"].astype(float)
    frame["silent"] = (buyers["age_days"] - buyers["recency_days"]).astype(float)
    frame["brought"], frame["now"] = buyers[column].astype(float), buyers[f"{column}_12m"].astype(float)
    frame["reachable"] = about["reachable"].astype("boolean")
    frame["reached"] = reached["reached_12m"].astype("boolean").fillna(False)
    texts = about[list(KNOWN_TRAITS)].astype("string")
    coverage = {name: float(texts[name].notna().mean()) if len(texts) else 0.0 for name in KNOWN_TRAITS}
    measured, family = inputs(buyers, about, sources.frames["customer_mix"])
    values = {"revenue": buyers["revenue"].astype(float).to_numpy(), "loyalty": frame["order_days"].to_numpy()}
    if word != base.REVENUE[1]:
        values["profit"] = frame["brought"].to_numpy()
    if by_what:
        approaches = reached["approaches"].astype(float)
        values["response"] = (reached["answered"].astype(float) / approaches.where(approaches > 0)).to_numpy()
    referred = sources.frames["customer_referral"]
    if len(referred):
        values["referrals"] = referred.groupby("referrer").size().reindex(buyers.index).fillna(0.0).to_numpy(float)
    usual = {name: _largest_share(texts[name]) for name in KNOWN_TRAITS}
    return People(frame, measured, family, texts, coverage, usual, values, word, by_what)


def _largest_share(column: pd.Series) -> float:
    counted = column.value_counts()
    return float(counted.iloc[0] / counted.sum()) if len(counted) else 1.0


def used(sources: Sources, method: Method) -> tuple[str, ...]:
    """The traits of step 1: wanted, known of enough, and with more than one value."""
    everybody = people(sources)
    return tuple(name for name in KNOWN_TRAITS if state(everybody, method, name) == "used")


def in_use(sources: Sources, method: Method) -> tuple[str, ...]:
    """As :func:`used`. Raises UndefinedError where there is none."""
    names = used(sources, method)
    if not names:
        raise UndefinedError(message(N_("no trait of customers is in use")))
    return names


def state(everybody: People, method: Method, name: str) -> str:
    """Whether a trait is ``used``, ``missing`` of too many, ``same`` for nearly all, or left ``out`` by somebody."""
    if 1 - everybody.coverage[name] > method.most_missing or not everybody.coverage[name]:
        return "missing"
    if everybody.usual[name] > 1 - RARE:
        return "same"
    return "out" if name in method.left_out else "used"
