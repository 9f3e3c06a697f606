"""What is entered in the tabs of return and risk: users, what moves together, and the terms of financing."""

from __future__ import annotations

import streamlit as st

from metrics.context import Context
from metrics.programme import tco
from metrics.programme.financing import Terms
from metrics.returns import facts, findings_plan
from metrics.risk.draws import factors
from metrics.words.text import N_
from pages.parts import draft, edit, session
from pages.parts.session import _
from pages.parts.tables import plain

TERMS = {  # term -> its name in the address, what it is called
    "cost": ("pays", N_("Partner pays, % of cost")),
    "income": ("gets", N_("Partner gets, % of benefit")),
    "kept": ("kept", N_("Provider: cost we keep, %")),
    "premium": ("premium", N_("Provider takes on top, %")),
}


def users(now: Context) -> None:
    """How many use the system, and what one of them costs."""
    entered = now.scenario.assumption(tco.USERS)
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        st.number_input(
            _("Users of the system"),
            1,
            10_000_000,
            round(entered.value) if entered and entered.value > 0 else None,
            key="users-asked",
            on_change=_set_users,
            disabled=not edit.may_write(),
            width=180,
            placeholder=_("empty"),
        )
        st.caption(plain(session.reader().read(findings_plan.each_user(now))))
    edit.refusals(draft.BOOK, "users")


def _set_users() -> None:
    number = float(st.session_state["users-asked"] or 0)
    draft.change(lambda scenario, author, on: tco.with_users(scenario, number, author, on), "users")


def correlation(plan: Context) -> None:
    """A line to say that two uncertain numbers move together; 0 takes it back."""
    names, reader = tuple(factors(plan.uncertain)), session.reader()
    if len(names) < 2 or not edit.may_write():
        return

    def label(name: str) -> str:
        return reader.read(plan.scenario.label(name))

    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        one = st.selectbox(_("Assumption"), names, format_func=label, key="together-one", width=260)
        other = st.selectbox(_("moves with"), names, index=1, format_func=label, key="together-other", width=260)
        rho = st.number_input(_("Rank correlation"), -0.99, 0.99, 0.5, step=0.1, key="together-rho", width=160)
        st.button(_("Set"), key="together-set", on_click=_relate, args=(one, other, rho, names))
    edit.refusals(draft.BOOK, "together")


def _relate(one: str, other: str, rho: float, names: tuple[str, ...]) -> None:
    draft.change(lambda scenario, _author, _on: facts.correlated(scenario, one, other, rho, names), "together")


def terms() -> Terms:
    """What would be agreed, kept in the address."""
    usual = Terms()
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        agreed = {name: _share(*part, getattr(usual, name)) for name, part in TERMS.items()}
    return Terms(**agreed)


def _share(key: str, words: str, usual: float) -> float:
    try:
        value = min(max(float(st.query_params.get(key, "")), 0.0), 100.0)
    except ValueError:
        value = 100 * usual

    def keep() -> None:
        st.query_params[key] = f"{st.session_state[f'{key}_asked']:g}"

    return (
        st.number_input(_(words), 0.0, 100.0, value, key=f"{key}_asked", on_change=keep, format="%g", width=180) / 100
    )
