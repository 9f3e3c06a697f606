"""Reality checks on top of return and risk: which are on, how hard each is, and what is left under them."""

from __future__ import annotations

import streamlit as st

from metrics.reading import UndefinedError
from metrics.report import Context
from metrics.returns import sentences as takeaways
from metrics.returns import stress as story
from metrics.risk import checks
from metrics.risk.checks import Checks
from metrics.words.text import N_
from metrics.words.units import Amount, Unit
from pages.parts import cards, editor, session
from pages.parts.session import _

NAMES = ("late", "cost", "hard", "data", "halved", "tax")
ON = "checks"  # in the address
# address -> (start, lowest, highest, step)
HARD = {"late": (12, 0, 36, 1), "under": (40, 0, 75, 5), "bad": (10, 0, 100, 5), "tax": (25, 0, 60, 5)}
TURNS_ON = {"late": "late", "under": "cost", "bad": "data", "tax": "tax"}
READING = "reading"
READINGS = {"literal": N_("literal: budget / (1 − u)"), "milder": N_("milder: budget x (1 + u)")}
OLD = "return_chance"  # the chance last shown


def _on() -> list[str]:
    kept = st.query_params.get(ON, "").split(",")
    return [name for name in NAMES if name in kept]


def _hardness(name: str) -> int:
    start, low, high, _step = HARD[name]
    try:
        return min(max(int(st.query_params.get(name, "")), low), high)
    except ValueError:
        return start


def _reading() -> checks.CostReading:
    return "milder" if st.query_params.get(READING) == "milder" else "literal"


def asked() -> Checks:
    """What the address asks for."""
    on = _on()
    return Checks(
        months=_hardness("late") if "late" in on else 0.0,
        cost=_hardness("under") / 100 if "cost" in on else 0.0,
        reading=_reading(),
        hard="hard" in on,
        data=_hardness("bad") / 100 if "data" in on else 0.0,
        halved="halved" in on,
        tax=_hardness("tax") / 100 if "tax" in on else 0.0,
    )


def label(name: str) -> str:
    """What a check is called, with how hard it is."""
    return {
        "late": _("Benefits {n} months late", n=_hardness("late")),
        "cost": _("Cost {share}% underestimated", share=_hardness("under")),
        "hard": _("Hard savings only"),
        "data": _("{share}% of contact data bad", share=_hardness("bad")),
        "halved": _("Half the use"),
        "tax": _("After {share}% tax", share=_hardness("tax")),
    }[name]


def told() -> str:
    """The checks that are on, in a row; empty when none is."""
    return " · ".join(label(name) for name in _on())


def _keep(names: list[str]) -> None:
    if names:
        st.query_params[ON] = ",".join(names)
    else:
        st.query_params.pop(ON, None)


def choose() -> None:
    """The pills, and behind a button how hard each check is."""
    chosen, key = _on(), "checks_asked"
    labels = {name: label(name) for name in NAMES}
    if key in st.session_state and sorted(st.session_state[key] or []) != sorted(chosen):
        st.session_state[key] = chosen

    def keep() -> None:
        _keep([name for name in NAMES if name in (st.session_state[key] or [])])

    st.pills(
        _("Reality check: what if the world is less kind?"),
        NAMES,
        selection_mode="multi",
        default=chosen,
        format_func=labels.__getitem__,
        key=key,
        on_change=keep,
        wrap=True,
    )
    hardness = st.popover(_("How hard is each check?"), type="tertiary", width="content", key="hardness")
    with hardness:
        for name, words in (
            ("late", _("Benefits late, months")),
            ("under", _("Cost underestimated by, %")),
            ("bad", _("Contact data of no use, %")),
            ("tax", _("Tax on profit, %")),
        ):
            _slider(name, words)
        _reading_choice()


def _slider(name: str, words: str) -> None:
    _start, low, high, step = HARD[name]

    def keep() -> None:
        st.query_params[name] = str(st.session_state[f"{name}_hard"])
        _keep([held for held in NAMES if held in {*_on(), TURNS_ON[name]}])

    st.slider(words, low, high, _hardness(name), step=step, key=f"{name}_hard", on_change=keep)


def _reading_choice() -> None:
    """How "underestimated by u" is read: literally unless asked otherwise. Both readings are in the tab on cost."""

    def keep() -> None:
        st.query_params[READING] = st.session_state["reading_asked"] or "literal"

    st.segmented_control(
        _("Read as"),
        list(READINGS),
        default=_reading(),
        format_func=lambda name: _(READINGS[name]),
        key="reading_asked",
        on_change=keep,
    )


def card(plan: Context, now: Context, held: story.Standing | None) -> None:
    """Pills left, what is left of the plan right; below, what comes nearest to breaking it."""
    reader = session.reader()
    with st.container(border=True, gap="small"):
        left, right = st.columns([1, 1.12], gap="large")
        with left:
            choose()
        with right:
            figures(plan, now)
        if held is not None and held.npv > 0:
            st.markdown(reader.read(takeaways.nearest(plan.scenario, held.nearest)))
        if asked().any:
            _beside_the_plan()


def _beside_the_plan() -> None:
    """That the plan itself is as it was, and how to change it."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.caption(_("Everything below is under these checks; the plan itself is unchanged."), width="content")
        if editor.may_write():
            st.button(_("Take them into the draft"), type="tertiary", key="take-checks", on_click=_take)


def _take() -> None:
    found = asked()
    editor.change(lambda held, author, on: (checks.signed(found.of(held), author, on), []))
    _keep([])


def figures(plan: Context, now: Context) -> None:
    """Net present value, payback and chance, each with what it was."""
    reader, before, after = session.reader(), story.result(plan), story.result(now)
    with st.grid(3, min_column_width=130):
        places = [st.container(gap="xxsmall") for _place in range(3)]
    with places[0]:
        change = None if before.npv is None or after.npv is None else after.npv - before.npv
        _metric(
            session.name("programme_npv"),
            cards.NOTHING if after.npv is None else reader.money(after.npv),
            None if not change else reader.money(change, signed=True),
            better=bool(change and change > 0),
        )
        if change and before.npv is not None:
            st.caption(_("from {before}", before=reader.money(before.npv)))
    with places[1]:
        back, was = _months(after.payback), _months(before.payback)
        st.metric(session.name("payback"), back)
        if back != was and before.npv is not None:
            st.caption(_("from {before}", before=was))
    with places[2]:
        chance(now, after.npv is None or after.nothing)
    why = takeaways.under_check(after, checks.nothing_left(asked()))
    if why is not None:
        st.caption(reader.read(why))


def _months(value: float | None) -> str:
    return _("not in time") if value is None else session.reader().value(value, Unit.MONTHS)


def _metric(name: str, value: str, change: str | None, *, better: bool) -> None:
    if change is None:
        st.metric(name, value)
        return
    st.metric(
        name,
        value,
        delta=change,
        delta_arrow="up" if better else "down",
        delta_color="green" if better else "red",
    )


@st.fragment(parallel=True)
def chance(now: Context, nothing: bool) -> None:
    """The chance that it pays, once the draws are there; until then the one before, marked as such."""
    place, reader, name = st.empty(), session.reader(), session.name("chance_of_profit")
    if nothing:
        with place.container(gap="xxsmall"):
            st.metric(name, cards.NOTHING)
        return
    if not story.is_simulated(now):
        old = st.session_state.get(OLD)
        with place.container(gap="xxsmall"):
            st.metric(name, old or cards.NOTHING)
            st.caption(_("of before, being drawn again") if old else _("being drawn"))
    try:
        found, why = story.sure(now), ""
    except UndefinedError as error:
        found, why = None, reader.read(error.reason)
    with place.container(gap="xxsmall"):
        if found is None:
            st.metric(name, cards.NOTHING)
            st.caption(why or _("nothing is uncertain"))
            return
        st.session_state[OLD] = reader.share(found.profit.value)
        st.metric(name, st.session_state[OLD])
        st.caption(_("± {error}", error=Amount(round(found.profit.error, 3), Unit.POINTS)))
