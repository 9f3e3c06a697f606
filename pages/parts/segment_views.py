"""The segments page's tiles, pictures and tables, made of what the report tells."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from metrics import report_segments as story
from metrics import takeaways_segments as takeaways
from metrics.clusters import STABLE, Clusters
from metrics.reading import Reading
from metrics.rfm import GROUPS
from metrics.segments import TESTS, Light, Test
from metrics.text import N_, Message
from metrics.units import Unit
from pages.parts import cards, session
from pages.parts.charts import Chart
from pages.parts.charts import segments as charts
from pages.parts.customer_views import Words, basis
from pages.parts.session import _, n_

WAYS = {story.RULE: N_("By rule: RFM"), story.FOUND: N_("Found in the data: k-means")}
TEST_NAMES = dict(
    zip(
        TESTS,
        (N_("Big enough"), N_("Profitable"), N_("Reachable"), N_("Understandable"), N_("Relevant")),
        strict=True,
    )
)
VALUES = {"yes": N_("yes"), "no": N_("no"), "business": N_("Business"), "consumer": N_("Consumer")}
TRAITS_SHOWN = 2


def _nothing(reason: Message | None) -> Chart:
    return Chart(None, pd.DataFrame, session.reader().read(reason) if reason else "")


def way() -> str:
    """How groups are made, kept in the address; by rule unless asked otherwise."""
    kept = st.query_params.get("by")
    asked = st.pills(
        _("How groups are made"),
        list(WAYS),
        default=kept if kept in WAYS else story.RULE,
        format_func=lambda by: _(WAYS[by]),
        key="by_asked",
        on_change=_keep,
        label_visibility="collapsed",
        wrap=True,
    )
    return asked or story.RULE


def asked() -> str:
    """The way in force, before the choice is drawn."""
    held = st.session_state.get("by_asked") or st.query_params.get("by")
    return held if held in WAYS else story.RULE


def _keep() -> None:
    chosen = st.session_state["by_asked"]
    if chosen and chosen != story.RULE:
        st.query_params["by"] = chosen
    else:
        st.query_params.pop("by", None)


def steps(readings: Sequence[Reading], found: story.Segmented) -> None:
    """The five steps, each with its count and its basis."""
    groups = len(found.segments)
    notes = (
        _("of {n} looked at", n=len(story.TRAITS)),
        _("best fifth"),
        n_("in {n} group", "in {n} groups", groups),
        _("by k-means"),
        n_("of {n} group", "of {n} groups", groups),
    )
    with cards.row():
        for reading, note in zip(readings, notes, strict=True):
            cards.tile(reading, place="step", label=session.reader().read(reading.extra["name"]), note=note)  # type: ignore[arg-type]


def sentence(words: Message) -> str:
    """In the reader's language, with a capital."""
    text = session.reader().read(words)
    return text[:1].upper() + text[1:]


def _name(one: story.Segment) -> str:
    return sentence(one.name)


def _each(money: float) -> str:
    """Without cents where they say nothing, and never less than one."""
    return session.reader().money(round(money, 0 if abs(money) >= 100 else 2))


def shares(found: story.Segmented) -> Words:
    """What each group brings beside how many they are."""
    who = session.reader()
    if found.reason is not None:
        return sentence(takeaways.shares(found)), _nothing(found.reason)
    parts = [charts.Part(_name(one), one.customers / one.of, one.share) for one in found.segments]
    return sentence(takeaways.shares(found)), charts.segment_shares(who, parts)


def rfm_map(found: Sequence[story.Field], reason: Message | None) -> Words:
    """Buyers by how lately and how much they bought."""
    who = session.reader()
    if not found:
        return who.read(takeaways.field(found)), _nothing(reason)
    cells = [charts.Cell(one.recency, one.worth, _(one.group), one.customers) for one in found]
    return who.read(takeaways.field(found)), charts.rfm_map(who, cells, groups=[_(name) for name in GROUPS])


def agreement(found: Clusters | None, reason: Message | None) -> Words:
    """How surely k-means finds the same groups again."""
    who = session.reader()
    if found is None:
        return who.read(takeaways.agreement(found)), _nothing(reason)
    chart = charts.agreement(who, found.agreement, chosen=found.k, needed=STABLE)
    return who.read(takeaways.agreement(found)), chart


def groups(found: story.Segmented) -> pd.DataFrame:
    """One row a group: how many, what they bring, how many of them are of high value."""
    who = session.reader()
    rows = [
        (
            _name(one),
            who.value(one.customers, Unit.CUSTOMERS),
            "–" if one.share is None else who.share(one.share),
            _each(one.each),
            who.share(one.band),
        )
        for one in found.segments
    ]
    names = (
        _("Segment"),
        _("Customers"),
        _("{basis}, 12 months", basis=basis(found.word)),
        _("Each"),
        _("Large or important"),
    )
    return pd.DataFrame(rows, columns=list(names))


def traits(found: story.Segmented) -> pd.DataFrame:
    """The surest traits of each group: index against all, its range, and how many carry it."""
    who = session.reader()
    rows = [
        (
            _name(one),
            f"{_(story.TRAITS[each.trait])}: {_(VALUES[each.value]) if each.value in VALUES else each.value}",
            who.value(round(each.index), Unit.COUNT),
            who.range(round(each.low), round(each.high), Unit.COUNT),
            who.value(each.n, Unit.CUSTOMERS),
        )
        for one in found.segments
        for each in one.shared[:TRAITS_SHOWN]
    ]
    return pd.DataFrame(
        rows, columns=[_("Segment"), _("More frequent here"), _("Index"), _("95% range"), _("Customers")]
    )


def lights(found: story.Segmented) -> pd.DataFrame:
    """One row a group: five tests, each with the number behind it."""
    rows = [(_name(one), *(_light(test) for test in one.tests)) for one in found.segments]
    return pd.DataFrame(rows, columns=[_("Segment"), *(_(name) for name in TEST_NAMES.values())])


def _light(test: Test) -> str:
    if test.value is None:
        return session.reader().read(test.reason) if test.reason else "–"
    glyph, colour = ("●", "green") if test.light is Light.PASSED else ("▼", "red")
    return f":{colour}[{glyph} {_number(test, test.value)}]"


def _number(test: Test, value: float) -> str:
    if test.id == "profitable":
        return _each(value).replace("$", "\\$")
    share = test.id in ("reachable", "relevant")
    unit = Unit.SHARE if share else Unit.COUNT
    return session.reader().value(value, unit, signed=test.id == "relevant")


def tables(found: story.Segmented, needs: Reading, tests: Reading) -> None:
    """What each group brings and shares, and how it does in the tests; nothing where there are no groups."""
    if found.reason is not None:
        return
    left, right = st.columns(2, gap="large")
    with left:
        cards.question_line(_("What does each group bring?"), reading=tests, key="groups")
        shown = groups(found).map(lambda text: str(text).replace("$", "\\$"))
        st.table(shown, border="horizontal", hide_index=True)
    with right:
        cards.question_line(_("What do its customers share?"), reading=needs, key="traits")
        shared = traits(found)
        if len(shared):
            st.table(shared, border="horizontal", hide_index=True)
        else:
            cards.nothing(session.reader().read(needs.reason) if needs.reason else _("No trait stands out."))
    st.space("small")
    cards.question_line(_("Which groups deserve their own treatment?"), reading=tests, key="tests")
    st.table(lights(found), border="horizontal", hide_index=True)
    st.caption(
        _(
            "● passes, ▼ fails. Big enough: 1% of buyers and 50. Profitable: each brings more than zero in 12 months. "
            "Reachable: half have e-mail and agreed. Understandable: 2 shared traits. Relevant: each brings 25% more "
            "or less than the average."
        )
    )


def coverage(held: story.People) -> pd.DataFrame:
    """Every trait, the share of buyers of whom it is known, and whether it is used."""
    who = session.reader()
    rows = [
        (_(name), who.share(held.coverage[id]), _("used") if id in held.traits else _("not used"))
        for id, name in story.TRAITS.items()
    ]
    return pd.DataFrame(rows, columns=[_("Trait"), _("Known of"), _("Here")])
