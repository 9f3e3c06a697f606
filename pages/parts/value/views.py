"""The customer value page's pictures, made of what the report tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

import pandas as pd
import streamlit as st

from metrics import drawing as charts
from metrics.customers import buyers as story
from metrics.drawing import Chart
from metrics.reading import Reading
from metrics.report import Context
from metrics.value import sentences as takeaways
from metrics.value.attention import POINTS, Attention, Drawn, Quadrant
from metrics.words.reader import Reader
from metrics.words.text import N_, Message, Term
from metrics.words.units import Amount, Unit, span
from pages.parts import cards, session
from pages.parts.session import _, n_

QUADRANTS = {
    "develop": N_("Develop"),
    "protect": N_("Protect and grow"),
    "serve": N_("Serve at low cost"),
    "keep": N_("Keep"),
}
LOSE = N_("the last {share} lose money")
BEYOND = {"revenue": N_("the last {share} got back more than they paid")}
MISSING = {
    "revenue": N_("The orders carry no cost, so customers are measured by net revenue, not by what they leave over."),
    "margin": N_("The cost of serving customers is not here, so they are measured by margin before it."),
}
Words = tuple[str, Chart]  # a take-away and its picture


def _nothing(reason: Message | None) -> Chart:
    return Chart(None, pd.DataFrame, session.reader().read(reason) if reason else "")


def concentration(found: story.Concentrated) -> Words:
    """Who brings the money, best first; how many lose it is said where the curve falls back."""
    reader = session.reader()
    if found.reason is not None:
        return reader.read(takeaways.concentration(found)), _nothing(found.reason)
    share = Amount(1 - found.peak[0], Unit.SHARE)
    chart = charts.lorenz(
        reader,
        found.customers,
        found.money,
        named=found.named,
        a_until=found.ends[0],
        b_until=found.ends[1],
        beyond=_(BEYOND.get(found.word, LOSE), share=share) if found.below_zero else "",
    )
    return reader.read(takeaways.concentration(found)), replace(chart, table=lambda: classes(found))


def classes(found: story.Concentrated) -> pd.DataFrame:
    """Classes A, B and C: customers, what they bring, and what one of them brings."""
    reader = session.reader()
    everybody = sum(group.customers for group in found.classes)
    total = sum(group.money for group in found.classes)
    rows = [
        (
            group.name,
            f"{reader.value(group.customers, Unit.CUSTOMERS)} · {reader.share(group.customers / everybody)}",
            f"{reader.money(group.money)} · {reader.share(group.money / total)}",
            reader.money(group.money / group.customers) if group.customers else "–",
        )
        for group in found.classes
    ]
    names = (_("Class"), _("Customers"), _("{basis}, so far", basis=basis(found.word)), _("Each"))
    return pd.DataFrame(rows, columns=list(names))


def tenths(found: Sequence[story.Tenth], reason: Message | None) -> Words:
    """What one customer of each tenth is worth."""
    reader = session.reader()
    if not found:
        return reader.read(takeaways.tenths(found)), _nothing(reason)
    labels = [_("top 10%"), *(f"{10 * i}–{10 * i + 10}%" for i in range(1, 9)), _("last 10%")]
    rows = [charts.Tenth(label, *_rounded(t, found[0].value)) for label, t in zip(labels, found, strict=True)]
    chart = charts.worth_by_tenth(reader, rows, range_name=_("bar: 90% range from the back-test"))
    return reader.read(takeaways.tenths(found)), chart


def _rounded(tenth: story.Tenth, best: float) -> tuple[float, float | None, float | None]:
    """Without cents where the best are worth hundreds: a worth of 0.0891 says no more than 0."""
    places = 0 if best >= 100 else 2
    low, high = (None if end is None else round(end, places) for end in (tenth.low, tenth.high))
    return round(tenth.value, places), low, high


def basis(word: str) -> str:
    """What customers bring, as the first word of a label."""
    text = _(word)
    return text[:1].upper() + text[1:]


def attention(found: Attention, word: str, names: Mapping[str, str]) -> Words:
    """Active customers in four fields, by rank: what they brought, and what they are expected to bring."""
    return _attention(session.reader(), found, word, tuple(names.items()))


@lru_cache(maxsize=16)
def _attention(reader: Reader, found: Attention, word: str, called: tuple[tuple[str, str], ...]) -> Words:
    """As :func:`attention`, kept: two hundred customers take their time to be written out."""
    names = dict(called)
    if found.reason is not None:
        return reader.read(takeaways.attention(found)), _nothing(found.reason)
    chart = charts.matrix(
        reader,
        [_point(one, names) for one in found.drawn],
        x_cut=found.places[0],
        y_cut=found.places[1],
        quadrants=tuple(_field(quadrant) for quadrant in found.quadrants),  # type: ignore[arg-type]
        x_name=_("{basis} of the last 12 months, by rank", basis=Term(word)),
        y_name=_("expected next 12 months, by rank"),
    )
    return reader.read(takeaways.attention(found)), replace(chart, table=lambda: fields(found, word))


def _field(quadrant: Quadrant) -> str:
    count = session.reader().value(quadrant.customers, Unit.CUSTOMERS)
    return f"{_(QUADRANTS[quadrant.id])} · {count}"


def _point(one: Drawn, names: Mapping[str, str]) -> charts.Point:
    name = names.get(one.id, one.id)
    now, ahead = Amount(one.now, Unit.MONEY), Amount(one.next, Unit.MONEY)
    hover = _("{name}<br>last 12 months {now}<br>expected next {ahead}", name=name, now=now, ahead=ahead)
    return charts.Point(name, one.x, one.y, one.size, one.named, hover)


def fields(found: Attention, word: str) -> pd.DataFrame:
    """The four fields: customers, and their money a year before and ahead."""
    reader = session.reader()
    rows = [
        (_(QUADRANTS[q.id]), reader.value(q.customers, Unit.CUSTOMERS), reader.money(q.now), reader.money(q.next))
        for q in found.quadrants
    ]
    names = (_("Field"), _("Customers"), _("{basis}, 12 months", basis=basis(word)), _("Expected, 12 months"))
    return pd.DataFrame(rows, columns=list(names))


def half_and_losers(context: Context, found: story.Concentrated, mode: str) -> str:
    """What the last half brings and how many lose money, under the curve."""
    if found.reason is not None:
        return ""
    reader, buyers = session.reader(), len(story.of_mode(context.sources, mode))
    half = reader.share(1 - found.named[1][1])
    if found.word == "revenue" or not found.below_zero:
        return _("The last half brings {share}.", share=half)
    return n_(
        "The last half brings {half}. {n} customer loses money: {share}.",
        "The last half brings {half}. {n} customers lose money: {share}.",
        found.below_zero,
        half=half,
        share=reader.share(found.below_zero / buyers),
    )


def by_margin(context: Context, mode: str) -> str:
    """The same shares before cost to serve."""
    found = story.by_margin(context.sources, mode)
    if found is None:
        return ""
    reader = session.reader()
    best, half = (reader.share(share) for share in found)
    return _("Of the margin, before cost to serve: best fifth {best}, last half {half}.", best=best, half=half)


def left_out(found: Attention) -> str:
    """Whom the four fields do not show."""
    return n_(
        "{n} customer without an order for a year is left out. Dots: at most {most}, evenly chosen.",
        "{n} customers without an order for a year are left out. Dots: at most {most}, evenly chosen.",
        found.left_out,
        most=POINTS,
    )


TILES = ("customer_value", "active_customers", "top_fifth_share", "value_at_risk")


def tiles(context: Context, found: Mapping[str, Reading], months: int, mode: str = story.ALL) -> None:
    """Four figures of the base: what it is worth, how many are active, who brings it, and what is at risk."""
    buyers = len(story.of_mode(context.sources, mode))
    labels = {
        "customer_value": _("Value, {span}", span=span(months)),
        "active_customers": _("Active customers"),
        "top_fifth_share": _("Held by the best fifth"),
        "value_at_risk": _("Value at risk"),
    }
    notes = {
        "active_customers": n_("of {n} buyer", "of {n} buyers", buyers),
        "top_fifth_share": n_("{n} customer", "{n} customers", buyers // 5),
    }
    course = story.course(context.sources) if mode == story.ALL else ()
    with cards.row(most=4):
        for id in TILES:
            cards.tile(
                found[id],
                label=labels[id],
                note=notes.get(id, ""),
                delta=_since(course) if id == "active_customers" else None,
            )
    missing = MISSING.get(story.buyers(context.sources).word)
    if missing:
        st.caption(_(missing))


def _since(course: Sequence[float]) -> cards.Delta | None:
    """The change of three months."""
    if len(course) < 4:
        return None
    change = course[-1] - course[-4]
    text = session.reader().value(change, Unit.CUSTOMERS, signed=True)
    return cards.Delta(text, change >= 0, None if not change else change > 0, _("3 months"))
