"""Do nothing, do minimum and recommended side by side, and what the minimum keeps."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from metrics import report
from metrics.case import initiatives
from metrics.case import options as story
from metrics.case.levers import lever_name
from metrics.reading import UndefinedError
from metrics.report import Context
from metrics.words.text import N_
from metrics.words.units import Amount, Unit, span
from pages.parts import acts, answer_edit, cards, editor, session
from pages.parts.session import _
from pages.parts.words import listed, plain

NAMES = {"nothing": N_("Do nothing"), "minimum": N_("Do minimum"), "recommended": N_("Recommended")}
PLACE = "options"


def options(now: report.Standing) -> None:
    """The three ways as one table, then what each means."""
    found = side_by_side(now)
    _nothing(now.context)
    _minimum(now, found)


def side_by_side(now: report.Standing) -> story.Options:
    """The three ways as one table: nothing, the minimum, the plan."""
    found = story.options(now.context, now.name)
    cards.question_line(_("What if we do less, or nothing?"), key="options")
    st.header(_told(found), anchor=False)
    st.table(table(found), border="horizontal", hide_index=True)
    scenario = now.context.scenario
    st.caption(
        _(
            "Over {span} at {rate} a year. Every value is against doing nothing, so that is worth 0 by definition.",
            span=span(scenario.months),
            rate=Amount(scenario.rate.value, Unit.RATE),
        )
    )
    for row in found.rows:
        reason = row.reason or next((r.reason for r in row.readings.values() if r.value is None and r.reason), None)
        if reason is not None:
            st.caption(_("{name}: {reason}", name=_(NAMES[row.id]), reason=reason))
    return found


def table(found: story.Options) -> pd.DataFrame:
    """A figure a line, an option a column."""
    reader = session.reader()
    lines = {
        "programme_npv": [reader.money(0.0)],
        "programme_cost": [reader.money(0.0)],
        "payback": [cards.NOTHING],
        "chance_of_profit": [cards.NOTHING],
    }
    peaks = [reader.money(0.0)]
    for row in found.rows[1:]:
        for id, cells in lines.items():
            cells.append(cards.figure_text(row.readings[id]) if id in row.readings else cards.NOTHING)
        peaks.append(cards.NOTHING if row.peak is None else reader.money(row.peak))
    named = [(session.name(id), *cells) for id, cells in lines.items()]
    return pd.DataFrame(
        [*named, (_("Most money out at once"), *peaks)],
        columns=[_("Figure"), *(_(name) for name in NAMES.values())],
    )


def _told(found: story.Options) -> str:
    reader, (least, most) = session.reader(), found.rows[1:]
    value = {row.id: row.readings["programme_npv"].value if row.readings else None for row in (least, most)}
    if value["recommended"] is None:
        return _("The recommended way has no value yet")
    if value["minimum"] is None:
        return _("The plan is worth {money} more than nothing", money=reader.money(value["recommended"]))
    more = value["recommended"] - value["minimum"]
    if more < 0:
        return _("The minimum is worth {money} more than the plan", money=reader.money(-more))
    return _("The plan is worth {money} more than the minimum", money=reader.money(more))


def _nothing(context: Context) -> None:
    """What doing nothing brings, from the months before the programme."""
    try:
        found = story.nothing(context)
    except UndefinedError as error:
        st.caption(_("Do nothing: its trend is not known; {reason}.", reason=error.reason))
        return
    line = found.customers
    st.markdown(
        _(
            "{name} · {now} active customers at month 0, {slope} a year; carried on, {then} at the end.",
            name=f"**{_(NAMES['nothing'])}**",
            now=Amount(line.level, Unit.COUNT),
            slope=Amount(line.slope, Unit.COUNT, True),
            then=Amount(max(found.at_end(line), 0.0), Unit.COUNT),
        )
    )
    if found.contribution is None:
        st.caption(_("In money: {reason}.", reason=found.reason))
    else:
        money = found.contribution
        st.markdown(
            _(
                "Their contribution is {now} a year and moves by {slope} a year: {then} a year at the end, {present} "
                "over the plan as present value. The programme comes on top of it.",
                now=Amount(money.level, Unit.MONEY),
                slope=Amount(money.slope, Unit.MONEY, True),
                then=Amount(found.at_end(money), Unit.MONEY),
                present=Amount(found.present or 0.0, Unit.MONEY),
            )
        )
    after = "" if session.lang() == "zh_CN" else " "
    words = _("A straight line through {n} month ends before the programme, none after it.", n=line.points)
    if found.by_model is not None:
        words += after + _(
            "The benefit model holds the measured yearly rates instead, which gives {n} customers at the end.",
            n=Amount(found.by_model, Unit.COUNT),
        )
    st.caption(words)


def _minimum(now: report.Standing, found: story.Options) -> None:
    """What the minimum keeps, in words, and a way to choose otherwise."""
    reader, context = session.reader(), now.context
    known = initiatives.names(context)

    def called(id: str) -> str:
        return plain(known.get(id, (id, ""))[0]) if id else _("costs of no initiative")

    levers = {lever.id: plain(reader.read(lever_name(lever))) for lever in context.scenario.levers}
    st.markdown(
        _(
            "{name} · {levers}; paid for: {initiatives}.",
            name=f"**{_(NAMES['minimum'])}**",
            levers=listed(levers[id] for id in found.kept.levers) or _("no lever"),
            initiatives=listed(map(called, found.kept.initiatives)) or _("nothing"),
        )
    )
    st.caption(
        answer_edit.told(found.by)
        if found.by is not None
        else _(
            "Derived: the levers of hard cash and avoided cost, the costs of their own initiatives, and costs that "
            "belong to none. Others may rest on a platform that is not paid for here: then choose it too."
        )
    )
    place = st.expander(_("Choose what the minimum keeps"), on_change="rerun", key="minimum-open")
    if not place.open:
        return
    off = not editor.may_write()
    with place:
        acts.refused(PLACE)
        ids = story.initiatives_of(context.scenario)
        marks = f"{now.name}-{found.by.at if found.by else ''}"
        kept = st.multiselect(
            _("Levers"),
            list(levers),
            list(found.kept.levers),
            format_func=lambda id: levers[id],
            key=f"minimum-levers-{marks}",
            disabled=off,
        )
        paid = st.multiselect(
            _("Initiatives paid for"),
            ids,
            list(found.kept.initiatives),
            format_func=called,
            key=f"minimum-initiatives-{marks}",
            disabled=off,
        )

        def choose() -> None:
            acts.act(PLACE, lambda author: story.choose(context.sources, now.name, kept, paid, author))

        def again() -> None:
            acts.act(PLACE, lambda author: story.derive_again(context.sources, now.name, author))

        with st.container(horizontal=True, gap="small"):
            st.button(_("Keep this minimum"), on_click=choose, disabled=off, key="minimum-keep")
            st.button(
                _("Derive it again"),
                on_click=again,
                disabled=off or found.by is None,
                type="tertiary",
                key="minimum-derive",
            )
