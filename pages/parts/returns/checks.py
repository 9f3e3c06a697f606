"""Reality checks on top of return and risk: which are on, how hard each is, and what is left under them."""

from __future__ import annotations

from contextlib import suppress

import streamlit as st

from metrics.context import Context
from metrics.reading import UndefinedError
from metrics.returns import findings, findings_draws, stress
from metrics.returns.figures import chance
from metrics.risk import checks
from metrics.risk.checks import Checks, Outcome
from metrics.words.text import N_
from metrics.words.units import Unit
from pages.parts import draft, edit, session, show, tables
from pages.parts.session import _
from pages.parts.tables import plain

FIGURES = ("programme_npv", "payback", "chance_of_profit")
NAMES = ("late", "cost", "hard", "data", "halved", "tax")
ON = "checks"  # in the address
# address -> (start, lowest, highest, step)
HARD = {"late": (12, 0, 36, 1), "under": (40, 0, 75, 5), "bad": (10, 0, 100, 5), "tax": (25, 0, 60, 5)}
TURNS_ON = {"late": "late", "under": "cost", "bad": "data", "tax": "tax"}
READING = "reading"
READINGS = {"literal": N_("Literal: budget / (1 − u)"), "milder": N_("Milder: budget x (1 + u)")}
OLD = "return_chance"  # the chance last shown


def _on() -> list[str]:
    asked = st.query_params.get(ON, "").split(",")
    return [name for name in NAMES if name in asked]


def _hardness(name: str) -> int:
    start, low, high, _step = HARD[name]
    try:
        return min(max(int(st.query_params.get(name, "")), low), high)
    except ValueError:
        return start


def checked(plan: Context) -> Context:
    """The plan under the checks that are on."""
    return stress.checked(plan, _asked())


def _asked() -> Checks:
    """What the address asks for."""
    on = _on()
    return Checks(
        months=_hardness("late") if "late" in on else 0.0,
        cost=_hardness("under") / 100 if "cost" in on else 0.0,
        reading="milder" if st.query_params.get(READING) == "milder" else "literal",
        hard="hard" in on,
        data=_hardness("bad") / 100 if "data" in on else 0.0,
        halved="halved" in on,
        tax=_hardness("tax") / 100 if "tax" in on else 0.0,
    )


def _label(name: str) -> str:
    """What a check is called, with how hard it is."""
    return {
        "late": _("Benefits {n} months late", n=_hardness("late")),
        "cost": _("Cost {share}% underestimated", share=_hardness("under")),
        "hard": _("Hard (cashable) savings only"),
        "data": _("{share}% of contact data bad", share=_hardness("bad")),
        "halved": _("Half the use"),
        "tax": _("After {share}% tax, discount rate kept", share=_hardness("tax")),
    }[name]


def _keep(names: list[str]) -> None:
    if names:
        st.query_params[ON] = ",".join(names)
    else:
        st.query_params.pop(ON, None)


def _choose() -> None:
    """The pills, and behind a button how hard each check is."""
    chosen, key = _on(), "checks_asked"
    labels = {name: _label(name) for name in NAMES}
    if key in st.session_state and sorted(st.session_state[key] or []) != sorted(chosen):
        st.session_state[key] = chosen

    def keep() -> None:
        _keep([name for name in NAMES if name in (st.session_state[key] or [])])

    st.pills(
        _("Reality check: what if conditions are worse than planned?"),
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
        show.choose(READING, READINGS, _("Read as"))  # both readings stand in the tab on cost


def _slider(name: str, words: str) -> None:
    _start, low, high, step = HARD[name]

    def keep() -> None:
        st.query_params[name] = str(st.session_state[f"{name}_hard"])
        _keep([check for check in NAMES if check in {*_on(), TURNS_ON[name]}])

    st.slider(words, low, high, _hardness(name), step=step, key=f"{name}_hard", on_change=keep)


def card(plan: Context, now: Context) -> None:
    """Pills left, what is left of the plan right; below, what comes nearest to breaking it."""
    with st.container(border=True, gap="small"):
        left, right = st.columns([1, 1.12], gap="large")
        with left:
            _choose()
        with right:
            _figures(plan, now)
        threat = findings.nearest(plan)
        if threat is not None:
            st.markdown(plain(session.reader().read(threat)))
        if now is plan:
            return
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.caption(_("Everything below is under these checks; the plan itself is unchanged."), width="content")
            if edit.may_write():
                st.button(_("Take them into the draft"), type="tertiary", key="take-checks", on_click=_take)


def _take() -> None:
    asked = _asked()
    draft.change(lambda scenario, author, on: checks.signed(asked.of(scenario), author, on))
    _keep([])


def _figures(plan: Context, now: Context) -> None:
    """Net present value, payback and chance, each with what it was."""
    reader, names = session.reader(), [session.name(id) for id in FIGURES]
    with st.grid(3, min_column_width=130):
        places = [st.container(gap="xxsmall") for _id in FIGURES]
    try:
        after = stress.outcome(now)
    except UndefinedError as error:
        for place, name in zip(places, names, strict=True):
            place.metric(name, tables.NOTHING)
        st.caption(plain(reader.read(error.reason)))
        return
    before = None
    with suppress(UndefinedError):
        before = stress.outcome(plan)
    change = after.npv - before.npv if before else 0.0
    with places[0]:
        st.metric(
            names[0],
            reader.money(after.npv),
            delta=reader.money(change, signed=True) if change else None,
            delta_arrow="up" if change > 0 else "down",
            delta_color="green" if change > 0 else "red",
        )
        if change and before:
            st.caption(_("from {before}", before=reader.money(before.npv)))
    with places[1]:
        st.metric(names[1], _months(after))
        if before and _months(before) != _months(after):
            st.caption(_("from {before}", before=_months(before)))
    with places[2]:
        _chance(now, nothing=after.nothing)
    if after.nothing:
        st.caption(plain(reader.read(checks.nothing_left(_asked()))))


def _months(outcome: Outcome) -> str:
    return _("not in time") if outcome.payback is None else session.reader().value(outcome.payback, Unit.MONTHS)


@st.fragment(parallel=True)
def _chance(now: Context, *, nothing: bool) -> None:
    """The chance that it pays, once the draws are there; until then the one before, marked as such."""
    place, reader, name = st.empty(), session.reader(), session.name("chance_of_profit")
    if nothing:
        place.metric(name, tables.NOTHING)
        return
    if not now.holds("risk"):
        old = st.session_state.get(OLD)
        with place.container(gap="xxsmall"):
            st.metric(name, old or tables.NOTHING)
            st.caption(_("previous value; simulation running") if old else _("simulation running"))
    try:
        found = chance(now)
    except UndefinedError as error:
        with place.container(gap="xxsmall"):
            st.metric(name, tables.NOTHING)
            st.caption(plain(reader.read(error.reason)))
        return
    with place.container(gap="xxsmall"):
        st.session_state[OLD] = reader.share(found.value)
        st.metric(name, st.session_state[OLD])
        st.caption(_("± {error}", error=findings_draws.points(found.error)))
