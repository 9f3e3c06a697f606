"""The segments page's tiles, pictures and tables, made of what the report tells."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from metrics.drawing import Chart
from metrics.drawing import segments as charts
from metrics.reading import Reading
from metrics.segments import facts as story
from metrics.segments import sentences as takeaways
from metrics.segments.criteria import TESTS, Light, Test
from metrics.segments.method import FOUND, RULE, Method
from metrics.segments.rfm import GROUPS
from metrics.segments.traits import KNOWN_TRAITS
from metrics.words.text import N_, Message, Term
from metrics.words.units import Unit
from pages.parts import cards, session
from pages.parts.segments import edit as segment_edit
from pages.parts.session import _, n_
from pages.parts.value.views import Words, basis

WAYS = {RULE: N_("By rule: RFM"), FOUND: N_("Found in the data: k-means")}
TEST_NAMES = dict(
    zip(
        TESTS,
        (
            N_("Big enough"),
            N_("Profitable"),
            N_("Reachable"),
            N_("Identifiable"),
            N_("Understandable"),
            N_("Relevant"),
            N_("Campaign possible"),
        ),
        strict=True,
    )
)
VALUES = {
    "yes": N_("yes"),
    "no": N_("no"),
    "business": N_("Business"),
    "consumer": N_("Consumer"),
    "4 and more": N_("4 and more"),
    "female": N_("female"),
    "male": N_("male"),
    "not stated": N_("not stated"),
    "web": N_("web"),
    "shop": N_("shop"),
    "phone": N_("phone"),
    "partner": N_("partner"),
    "machines": N_("machines"),
    "coffee": N_("coffee"),
    "water": N_("water"),
    "care": N_("care"),
    "supplies": N_("supplies"),
    "gifts": N_("gifts"),
    "service": N_("service"),
}


def nothing(reason: Message | None) -> Chart:
    """In place of a picture: the reason there is none."""
    return Chart(None, pd.DataFrame, session.reader().read(reason) if reason else "")


def way(method: Method) -> None:
    """How groups are made: step 4, within reach of what it changes."""
    if st.session_state.get("by_asked") != method.by:
        st.session_state["by_asked"] = method.by
    st.pills(
        _("How groups are made"),
        list(WAYS),
        format_func=lambda by: _(WAYS[by]),
        key="by_asked",
        on_change=segment_edit.way,
        label_visibility="collapsed",
        wrap=True,
    )


def tiles(readings: Sequence[Reading], found: story.Segmented, *, traits: int) -> None:
    """The five steps, each with its count and its basis."""
    groups = len(found.segments)
    notes = (
        _("of {n} looked at", n=traits),
        _("best fifth"),
        n_("in {n} group", "in {n} groups", groups) if found.method.needs_of == "groups" else _("in the value bands"),
        _("by rule") if found.method.by == RULE else _("by k-means"),
        n_("of {n} group", "of {n} groups", groups),
    )
    with cards.row():
        for reading, note in zip(readings, notes, strict=True):
            cards.tile(reading, place="step", label=session.reader().read(reading.name), note=note)


def sentence(words: Message) -> str:
    """In the reader's language, with a capital."""
    text = session.reader().read(words)
    return text[:1].upper() + text[1:]


def each(money: float) -> str:
    """Without cents where they say nothing, and never less than one."""
    return session.reader().money(round(money, 0 if abs(money) >= 100 else 2))


def value_name(value: str) -> str:
    """A value of a trait in the reader's words; a name of the data's own as it is."""
    return _(VALUES[value]) if value in VALUES else value


def shared_value(trait: str, value: str) -> str:
    """A trait and its value: "Contract: yes"."""
    return _("{trait}: {value}", trait=Term(KNOWN_TRAITS[trait].name), value=value_name(value))


def shares(found: story.Segmented) -> Words:
    """What each group brings beside how many they are."""
    reader = session.reader()
    if found.reason is not None:
        return sentence(takeaways.shares(found)), nothing(found.reason)
    parts = [charts.Part(sentence(one.name), one.customers / one.of, one.share) for one in found.segments]
    return sentence(takeaways.shares(found)), charts.segment_shares(reader, parts)


def rfm_map(found: Sequence[story.Field], reason: Message | None) -> Words:
    """Buyers by how lately and how much they bought."""
    reader = session.reader()
    if not found:
        return reader.read(takeaways.field(found)), nothing(reason)
    cells = [charts.Cell(one.recency, one.worth, _(one.group), one.customers) for one in found]
    return reader.read(takeaways.field(found)), charts.rfm_map(reader, cells, groups=[_(name) for name in GROUPS])


def groups(found: story.Segmented) -> pd.DataFrame:
    """One row a group: how many, what they bring, how many of them are of high value, and the surest trait."""
    reader = session.reader()
    rows = [
        (
            sentence(one.name),
            reader.value(one.customers, Unit.CUSTOMERS),
            "–" if one.share is None else reader.share(one.share),
            each(one.each),
            "–" if one.band is None else reader.share(one.band),
            _most_shared(one),
        )
        for one in found.segments
    ]
    names = (
        _("Segment"),
        _("Customers"),
        _("{basis}, 12 months", basis=basis(found.word)),
        _("Each"),
        _("Large or important"),
        _("More frequent here (index)"),
    )
    return pd.DataFrame(rows, columns=list(names))


def _most_shared(one: story.Segment) -> str:
    if not one.shared:
        return _("No trait stands out.")
    first = one.shared[0]
    return f"{shared_value(first.trait, first.value)} ({first.index:.0f})"


def lights(found: story.Segmented) -> pd.DataFrame:
    """One row a group: every test with the number behind it. A test nothing is known of has its reason in a note."""
    unknown = {test.id for one in found.segments for test in one.tests if test.light is Light.UNKNOWN}
    rows = [(sentence(one.name), *(_light(test) for test in one.tests)) for one in found.segments]
    names = [_(name) + (" *" if id in unknown else "") for id, name in TEST_NAMES.items()]
    return pd.DataFrame(rows, columns=[_("Segment"), *names])


def _light(test: Test) -> str:
    if test.value is None:
        return "–"
    glyph, colour = ("●", "green") if test.light is Light.PASSED else ("▼", "red")
    return f":{colour}[{glyph}\u00a0{_number(test, test.value)}]"


def _number(test: Test, value: float) -> str:
    if test.id == "profitable":
        return each(value).replace("$", "\\$").replace("\u2212", "\u2212\u2060")  # not broken after the sign
    share = test.id in ("reachable", "identifiable", "relevant", "campaign")
    return session.reader().value(value, Unit.SHARE if share else Unit.COUNT, signed=test.id == "relevant")


def unmade(found: story.Segmented) -> list[str]:
    """Tests that could not be made, and why: "Profitable: the orders carry no cost"."""
    reader = session.reader()
    reasons = {test.id: test.reason for one in found.segments for test in one.tests if test.light is Light.UNKNOWN}
    return [f"{_(TEST_NAMES[id])}: {reader.read(reason)}" for id, reason in reasons.items() if reason is not None]


def tested(found: story.Segmented, reading: Reading, by_what: str) -> None:
    """Which groups deserve their own treatment; nothing where there are no groups."""
    if found.reason is not None:
        return
    asked, reader = found.method, session.reader()
    with st.container(gap="xxsmall"):
        chart = Chart(None, lambda: groups(found).map(lambda text: str(text).replace("$", "\\$")))
        cards.question_line(_("Which groups deserve their own treatment?"), chart, reading=reading, key="tests")
        st.header(reader.read(takeaways.lights(found)), anchor=False)
    st.table(lights(found), border="horizontal", hide_index=True)
    st.caption(
        _(
            "● passes, ▼ fails. Big enough: {share} of buyers and {least}. Profitable: each brings more than {profit} "
            "in 12 months. Reachable: {reached} have e-mail and agreed. Identifiable: {known} of the traits are known. "
            "Understandable: {traits} shared traits. Relevant: each brings {different} more or less than the average.",
            share=reader.share(asked.least_share),
            least=asked.least,
            profit=each(asked.profit).replace("$", "\\$"),
            reached=reader.share(asked.reached),
            known=reader.share(asked.known),
            traits=asked.traits,
            different=reader.share(asked.different),
        )
        + " "
        + _campaign(by_what, reader.share(asked.campaign))
    )
    if unmade(found):
        st.caption(f"* {'; '.join(unmade(found))}.")


def _campaign(by_what: str, share: str) -> str:
    if by_what == "letter":
        return _(
            "Campaign possible: a letter reached {share} in 12 months; no campaign with its members is held.",
            share=share,
        )
    return _("Campaign possible: a campaign reached {share} in 12 months.", share=share)
