"""The churn page's pictures of the past: who left, why, where to, who came back, what drove them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
import streamlit as st

from metrics.churn import basis, joins
from metrics.churn import past as story
from metrics.churn import sentences as takeaways
from metrics.churn.composition import Part
from metrics.context import Sources
from metrics.drawing import Chart, leaving
from metrics.reading import Reading
from metrics.report import Context
from metrics.words.text import Message, message
from metrics.words.units import Amount, Unit
from pages.parts import cards, plot, session
from pages.parts.churn import words as churn_words
from pages.parts.session import _, n_

MOST = 8  # rows of bars


def nothing(reason: Message | None) -> Chart:
    """No picture, and why."""
    return Chart(None, pd.DataFrame, session.reader().read(reason) if reason else "")


def tiles(context: Context, found: Mapping[str, Reading], gain: Reading) -> None:
    """Who may leave, what goes with them, whether the best ones stay, and what asking brings."""
    with cards.row(most=4):
        cards.tile(found["churn_expected"])
        cards.tile(found["value_at_risk"])
        cards.tile(found["key_retention"], label=_("A customers kept"))
        given = {given.label.text: given.value for given in gain.basis.given}
        saved = Amount(given[basis.SAVED], Unit.SHARE)
        cards.tile(gain, label=_("Gain of asking"), note=_("if {share} are saved", share=saved))


def who_left(sources: Sources) -> None:
    """Groups and how many of each left, by people and by money."""
    reader, held = session.reader(), story.leavers(sources)
    options = story.choices(sources)
    head = st.container(gap="xxsmall")
    dimension = choice(options, churn_words.DIMENSIONS, "grouped") if held.reason is None and options else None
    parts = story.composed(sources, dimension) if dimension else ()
    names = {part.name: churn_words.group(dimension or "", part.name) for part in parts}
    take_away = reader.read(takeaways.composition(held, parts, names))
    chart = nothing(held.reason) if held.reason else _rates(parts, names)
    with head:
        cards.question_line(_("Who left?"), chart, reading=basis.left(sources, held), key="who-left")
        st.header(take_away, anchor=False)
    draw(chart, take_away, "who-left")
    if held.since is not None and held.until is not None and held.reason is None:
        said = {"since": reader.day(held.since.date()), "until": reader.day(held.until.date()), "word": _(held.word)}
        text = (
            _("Recorded as gone between {since} and {until}; in brackets their share of the {word}.", **said)
            if held.how == story.RECORDED
            else _("Last order between {since} and {until}, none for 365 days since; in brackets their {word}.", **said)
        )
        st.caption(text)


def choice(options: list[str], words: Mapping[str, str], key: str) -> str:
    """One of several, kept in the address; the first when nothing is chosen."""
    if len(options) < 2:
        return options[0]
    asked = st.query_params.get(key)

    def keep() -> None:
        st.query_params[key] = st.session_state[f"{key}_asked"] or options[0]

    chosen = st.segmented_control(
        _("Show"),
        options,
        default=asked if asked in options else options[0],
        format_func=lambda option: _(words[option]),
        key=f"{key}_asked",
        on_change=keep,
        label_visibility="collapsed",
    )
    return chosen or options[0]


def _rates(parts: tuple[Part, ...], names: Mapping[str, Message]) -> Chart:
    reader = session.reader()
    everybody = sum(part.left for part in parts) / max(sum(part.customers for part in parts), 1)
    rows = []
    for part in parts[:MOST]:
        money = "–" if part.money_rate is None else reader.share(part.money_rate)
        words = f"**{reader.share(part.rate)}** ({money})".replace("**", "")
        hover = _(
            "{group}<br>{left} of {n} left",
            group=names[part.name],
            left=reader.value(part.left, Unit.COUNT),
            n=reader.value(part.customers, Unit.COUNT),
        )
        rows.append(
            leaving.Bar(reader.read(names[part.name]), part.rate, words, part.low, part.high, not part.name, hover)
        )
    chart = leaving.bars(
        reader, rows, line=everybody, line_words=_("all {share}", share=reader.share(everybody)), columns=_("Left")
    )
    return replace(chart, table=lambda: rate_table(parts, names))


def rate_table(parts: tuple[Part, ...], names: Mapping[str, Message]) -> pd.DataFrame:
    """Every group: customers, how many left, and the money that went with them."""
    reader = session.reader()
    rows = [
        (
            reader.read(names[part.name]),
            reader.value(part.customers, Unit.CUSTOMERS),
            f"{reader.value(part.left, Unit.COUNT)} · {reader.share(part.rate)}",
            reader.money(part.money),
            f"{reader.money(part.money_left)} · {'–' if part.money_rate is None else reader.share(part.money_rate)}",
        )
        for part in parts
    ]
    names_ = (_("Group"), _("Customers"), _("Left"), _("Money a year"), _("Of it left"))
    return pd.DataFrame(rows, columns=list(names_))


def why_and_where(sources: Sources) -> None:
    """Reasons, and where they went; the unknown is the longest bar and stays there."""
    reader, found = session.reader(), story.recorded(sources)
    reading = basis.told(sources, found)
    for key, question, take_away, values in (
        ("reasons", _("For what reason?"), takeaways.reasons(found), found.reasons),
        ("where", _("Where to?"), takeaways.directions(found), found.destinations),
    ):
        rows = [
            leaving.Bar(reader.read(churn_words.word(one.name)), one.share, reader.share(one.share), quiet=not one.name)
            for one in values
        ]
        chart = nothing(found.reason) if found.reason else leaving.bars(reader, rows, columns=_("Share of leavers"))
        cards.block(question, reader.read(take_away), chart, reading=reading, key=key)
        if key == "reasons" and found.avoidable is not None:
            share = Amount(found.avoidable, Unit.SHARE)
            st.caption(
                _("{share} of the known reasons could have been met: not a move, a closure or no need.", share=share)
            )


def drivers(sources: Sources) -> None:
    """What multiplies the rate of leaving, everything else held fixed."""
    reader, found = session.reader(), story.driven(sources)
    rows = [
        leaving.Ratio(
            _(churn_words.DRIVERS[one.id]),
            one.ratio,
            one.low,
            one.high,
            one.seen,
            n_("{n} leaver", "{n} leavers", one.leavers),
        )
        for one in found.drivers
    ]
    first = found.drivers[0].id if found.drivers else None
    name = message(churn_words.DRIVERS[first]) if first else None
    chart = nothing(found.reason) if found.reason else leaving.ratios(reader, rows)
    reading = basis.driver(sources, found)
    cards.block(
        _("What drives them away?"), reader.read(takeaways.drivers(found, name)), chart, reading=reading, key="drivers"
    )
    if found.missing and not found.reason:
        st.caption(_("Not seen for want of the tables {tables}.", tables=", ".join(found.missing)))


def joined(context: Context) -> None:
    """How good new customers are, and what a year's leavers cost."""
    reader, found = session.reader(), story.won(context.sources)
    sources = found.sources[:MOST]
    rows = [
        leaving.Bar(
            reader.read(churn_words.word(one.name)),
            one.rate,
            f"{reader.share(one.rate)} ({_half(one.median_days)})",
            one.low,
            one.high,
            not one.name,
        )
        for one in sources
    ]
    usual = found.short / max(found.joins, 1)
    chart = (
        nothing(found.reason)
        if found.reason
        else leaving.bars(
            reader,
            rows,
            line=usual,
            line_words=_("all {share}", share=reader.share(usual)),
            columns=_("Left within 90 days"),
        )
    )
    told = takeaways.fastest(found) or (sources[0] if sources else None)
    name = churn_words.word(told.name) if told else None
    chart = replace(chart, table=lambda: source_table(found))
    take_away = reader.read(takeaways.joins(found, name))
    cards.block(
        _("How good are new customers?"), take_away, chart, reading=basis.joins(context.sources, found), key="joins"
    )
    st.caption(" ".join(_costs(context, found)))


def source_table(found: story.Won) -> pd.DataFrame:
    """Every source: joins, gone within 90 days, when half are gone, pace and cost to serve against the same kinds."""
    reader = session.reader()
    rows = [
        (
            reader.read(churn_words.word(one.name)),
            reader.value(one.joins, Unit.CUSTOMERS),
            reader.share(one.rate),
            _half(one.median_days),
            _against(one.pace),
            _against(one.serving),
        )
        for one in found.sources
    ]
    names_ = (_("Won by"), _("Customers"), _("Left in 90 days"), _("Half gone"), _("Pace"), _("Cost to serve"))
    return pd.DataFrame(rows, columns=list(names_))


def _against(found: joins.Against | None) -> str:
    if found is None:
        return "–"
    reader = session.reader()
    return f"{reader.value(found.ratio, Unit.MULTIPLE)} ({reader.range(found.low, found.high, Unit.MULTIPLE)})"


def _half(days: float | None) -> str:
    return _("half stay") if days is None else session.reader().value(days / 30.4375, Unit.MONTHS)


def _costs(context: Context, found: story.Won) -> list[str]:
    reader, cost = session.reader(), story.cost(context)
    said = [
        _("In brackets: when half of them are gone. The table holds pace and cost to serve against the same kinds."),
        n_("{n} customer came back after a year away.", "{n} customers came back after a year away.", found.rejoined),
    ]
    paid = story.clawback(context)
    if paid is not None:
        said.append(_("{money} was paid to win those who left within 90 days.", money=reader.money(paid)))
    if cost is None:
        return said
    said.append(_("A year's leavers took {margin} a year with them.", margin=reader.money(cost.margin)))
    if cost.wasted is None:
        return [*said, _("What winning them cost is not known.")]
    return [*said, _("{wasted} of winning them had not come back.", wasted=reader.money(cost.wasted))]


def draw(chart: Chart, take_away: str, key: str) -> None:
    if chart.nothing:
        st.caption(chart.nothing)
    if chart.figure is not None:
        plot.draw(chart.figure, key=f"chart-{key}", alt=take_away)
