"""The four pictures of return and risk, and what would have to be true for it to fail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import streamlit as st

from metrics import drawing as charts
from metrics.case import findings_money
from metrics.drawing import Chart, base
from metrics.finding import Finding
from metrics.reading import Reading, UndefinedError
from metrics.report import Context
from metrics.returns import sentences as takeaways
from metrics.returns import stress as story
from metrics.risk.switching import Switch
from metrics.words.text import N_, message
from metrics.words.units import Amount, Unit
from pages.parts import cards, session, show
from pages.parts.session import _

LONG = 18  # letters of a name that still fit on one line beside a picture
BARS = 8  # switching values shown with a bar


def why_of(now: Context, id: str) -> tuple[str, Callable[[], Reading]]:
    """The basis of a figure under ``now``, made when it is asked for."""
    return id, lambda: now.read(id)


def pictures(now: Context) -> None:
    """Two rows of two, or the sentence that says what is missing for all of them."""
    try:
        now.flows.net  # noqa: B018 - says first what is missing
    except UndefinedError as error:
        cards.nothing(session.reader().read(error.reason))
        return
    left, right = st.columns(2, gap="large")
    with left:
        cash(now)
    with right:
        curve(now)
    st.space("small")
    left, right = st.columns(2, gap="large")
    with left:
        tornado(now)
    with right:
        histogram(now)


@st.fragment(parallel=True)
def cash(now: Context) -> None:
    """Cumulative cash over the net cash of each year; the band of the draws follows when it is there."""
    early = findings_money.cumulative_cash(now, ranged=False, bars=True)

    def ranged() -> Finding:
        drawn = findings_money.cumulative_cash(now, bars=True)  # drawn here, while the page says so
        return early if drawn.undefined else drawn  # nothing can be drawn, and the chance says why

    question = message(N_("When is the money out, and when back?"))
    with st.container(gap="xxsmall"):
        show.head(replace(early, question=question, table=lambda: show.made(ranged().table)), key="cash", context=now)
        st.header(session.reader().read(early.sentence), anchor=False)
    place = st.empty()
    if not story.is_simulated(now):
        with place.container():
            show.picture(early, key="cash-early")
    late = ranged()
    with place.container():
        show.picture(late, key="cash")


def curve(now: Context) -> None:
    """Net present value against the rate, every rate of return ringed and counted."""
    question = message(N_("At which discount rate does it stop paying?"))
    show.draw(replace(findings_money.npv_curve(now), question=question), key="curve", context=now)


def tornado(now: Context) -> None:
    """What swings the result most."""
    reader, scenario = session.reader(), now.scenario
    swings = [swing for swing in story.tornado(now) if swing.width]
    label = takeaways.short(scenario, swings[0].path) if swings else None
    rows = [
        charts.Swing(
            two_lines(reader.read(takeaways.short(scenario, swing.path))),
            reader.value(swing.low, swing.unit),
            reader.value(swing.high, swing.unit),
            swing.npv_low,
            swing.npv_high,
        )
        for swing in swings
    ]
    chart = charts.tornado(reader, rows, result=story.result(now).npv or 0.0)
    cards.block(
        _("Which assumption matters most?"), reader.read(takeaways.tornado(swings, label)), chart, key="tornado"
    )


def two_lines(words: str) -> str:
    """A long name on two lines: broken after the row of "row: part", else at the space nearest its middle."""
    if base.letters(words) <= LONG:
        return words
    head, found, part = words.partition(": ")
    if found:
        return f"{head}:<br>{part}"
    spaces = [at for at, sign in enumerate(words) if sign == " "]
    middle = len(words) // 2
    if not spaces:
        return f"{words[:middle]}<br>{words[middle:]}"
    at = min(spaces, key=lambda place: abs(place - middle))
    return f"{words[:at]}<br>{words[at + 1 :]}"


@st.fragment(parallel=True)
def histogram(now: Context) -> None:
    """How often each result comes out, the plan against the middle, and the two chances."""
    reader, question = session.reader(), _("How likely is a loss?")
    place = st.empty()
    if not story.is_simulated(now):
        with place.container(gap="xxsmall"):
            cards.question_line(question, key="loss-early")
            st.caption(_("The draws are being made."))
    try:
        found = story.sure(now)
    except UndefinedError as error:
        with place.container(gap="xxsmall"):
            cards.question_line(question, key="loss")
            cards.nothing(reader.read(error.reason))
        return
    with place.container(gap="xsmall"):
        cards.block(
            question,
            reader.read(takeaways.loss(found)),
            _bins(found),
            asked=why_of(now, "chance_of_profit"),
            key="loss",
        )
        if found is not None:
            st.caption(_("{first}. {second}", first=takeaways.optimism(found), second=soon(found)))


def soon(found: story.Sure) -> str:
    """The chance of being paid back within a year."""
    share = Amount(found.soon.value, Unit.SHARE)
    return _("Paid back within {n} months: {share} of draws.", n=story.SOON, share=share)


def _bins(found: story.Sure | None) -> Chart:
    reader = session.reader()
    if found is None:
        return charts.histogram(reader, (), (), p10=0, p50=0, p90=0, below_zero=0)
    p10, p50, p90 = (found.percentiles[p].value for p in (10, 50, 90))
    return charts.histogram(
        reader, found.edges, found.shares, p10=p10, p50=p50, p90=p90, below_zero=1 - found.profit.value
    )


def switches(now: Context) -> None:
    """NPV is zero if ...: sentences over bars, two columns; those that cannot break it in one line."""
    reader = session.reader()
    try:
        held = story.switches(now)
    except UndefinedError:
        return
    losing = (story.result(now).npv or 0.0) <= 0
    found = [one for one in held if one.switch is not None]
    cards.question_line(
        _("What would have to be true for it to fail?")
        if not losing
        else _("What would have to be true for it to pay?"),
        Chart(None, lambda: switch_table(now, held)),
        key="switches",
    )
    st.header(reader.read(takeaways.switches(found, losing)), anchor=False)
    shown = [one for one in found if losing or one.used is not None][:BARS]
    columns = st.columns(2, gap="large")
    for row, one in enumerate(shown):
        with columns[row % 2]:
            _bar(now, one, losing)
    rest = [one for one in found if one not in shown]
    if rest:
        st.caption(_("No bad end entered: {list}.", list=_joined(now, rest)))
    never = _("; ").join(moved(now, one) for one in held if one.switch is None)
    if never:
        st.caption(_("No value that is allowed brings it to zero alone: {list}.", list=never))


def moved(now: Context, one: Switch) -> str:
    """What a switch moves, in words."""
    return session.reader().read(takeaways.moved(now.scenario, one))


def _joined(now: Context, found: list[Switch]) -> str:
    return _("; ").join(session.reader().read(takeaways.switch(now.scenario, one)) for one in found)


def _bar(now: Context, one: Switch, losing: bool) -> None:
    reader = session.reader()
    told = {"what": takeaways.switch(now.scenario, one), "beside": takeaways.beside(one, losing)}
    words = _("**{what}.** {beside}", **told)
    if losing or one.used is None:
        st.markdown(words)
        return
    st.progress(one.used, text=f"{words} :gray[{reader.share(one.used)}]")


def switch_table(now: Context, found: tuple[Switch, ...]) -> pd.DataFrame:
    """Every assumption: where it stands, where NPV is zero, its bad end, and what was searched."""
    reader = session.reader()

    def value(number: float | None, unit: Unit) -> str:
        return cards.NOTHING if number is None else reader.value(number, unit)

    rows = [
        (
            moved(now, one),
            value(one.value, one.unit),
            value(one.switch, one.unit),
            value(one.bad, one.unit),
            reader.range(*one.searched, one.unit),
        )
        for one in found
    ]
    names = [_("Assumption"), _("Now"), _("NPV is zero at"), _("Bad end"), _("Searched")]
    return pd.DataFrame(rows, columns=names)
