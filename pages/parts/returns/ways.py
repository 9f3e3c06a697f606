"""What makes the result unsure, percentile by percentile, and three ways to pay for it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from metrics.drawing import leaving
from metrics.programme.financing import Terms
from metrics.report import Context
from metrics.returns import sentences as takeaways
from metrics.returns import sentences_more as sentences
from metrics.returns import stress as story
from metrics.returns import tabs as more
from metrics.words.units import MINUS, Unit
from pages.parts import cards, editor, session
from pages.parts.returns import views as return_views
from pages.parts.session import _

MOST, SMALL = 8, 0.005  # assumptions shown, and the share of the uncertainty below which none is
SHARES = {"cost": "pays", "income": "gets", "kept": "kept", "premium": "premium"}  # terms -> in the address


def unsure(plan: Context, now: Context) -> None:
    """Sobol indices or Shapley effects beside the percentiles with their errors; below, what moves together."""
    left, right = st.columns([1.15, 1], gap="large")
    with left:
        _weights(now)
    with right:
        _percentiles(now)
    _together(plan)


def _weights(now: Context) -> None:
    reader, found = session.reader(), more.weights(now)
    rows = [
        leaving.Bar(
            return_views.two_lines(reader.read(takeaways.short(now.scenario, part.path))),
            max(part.share, 0.0),
            f"{reader.share(max(part.share, 0.0))} ± {points(part.error)}",
            quiet=part.share < 2 * part.error,
        )
        for part in found.parts[:MOST]
        if part.share >= SMALL
    ]
    method = _("Shapley effects") if found.together else _("Sobol indices, total")
    chart = leaving.bars(reader, rows, columns=method)
    label = takeaways.short(now.scenario, found.parts[0].path)
    cards.block(_("What makes the result unsure?"), reader.read(sentences.weighed(found, label)), chart, key="weights")
    if found.together:
        st.caption(
            _("Shapley effects: some inputs move together, and what they share is shared out. They sum to 100%.")
        )
        return
    alone = sum(part.alone or 0.0 for part in found.parts)
    text = _(
        "Sobol indices of independent inputs; each alone they explain {share}, the rest is their play together.",
        share=reader.share(alone),
    )
    st.caption(text)


def _together(plan: Context) -> None:
    """Rank correlations of the plan, and a line to enter one; 0 takes it away."""
    reader, names = session.reader(), more.factor_names(plan)
    held = plan.scenario.correlations

    def label(name: str) -> str:
        return reader.read(plan.scenario.label(name))

    cards.question_line(_("What moves together?"), key="together")
    if held:
        rows = [(label(one), label(other), f"{rho:+.2f}".replace("-", MINUS)) for one, other, rho in held]
        columns = [_("Assumption"), _("moves with"), _("Rank correlation")]
        st.table(pd.DataFrame(rows, columns=columns), border="horizontal", hide_index=True)
    else:
        st.caption(
            _("Nothing: every uncertain number is drawn by itself, only the use of the system is one for all levers.")
        )
    if len(names) < 2 or not editor.may_write():
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        one = st.selectbox(_("Assumption"), names, format_func=label, key="together-one", width=260)
        other = st.selectbox(_("moves with"), names, index=1, format_func=label, key="together-other", width=260)
        rho = st.number_input(_("Rank correlation"), -0.99, 0.99, 0.5, step=0.1, key="together-rho", width=160)
        st.button(_("Set"), key="together-set", on_click=_relate, args=(one, other, rho, tuple(names)))
    editor.refusals()


def _relate(one: str, other: str, rho: float, names: tuple[str, ...]) -> None:
    editor.change(lambda held, author, on: more.related(held, one, other, rho, names))


def points(error: float) -> str:
    """The error of a share in percentage points, to a tenth."""
    return session.reader().value(round(error, 3), Unit.POINTS)


def _percentiles(now: Context) -> None:
    """Every percentile with its error; the plan against the middle; two chances."""
    reader, found = session.reader(), story.sure(now)
    cards.question_line(_("How sure is each figure?"), key="percentiles")
    if found is None:
        cards.nothing(_("nothing is uncertain"))
        return
    st.header(reader.read(takeaways.optimism(found)), anchor=False)
    rows = [
        (f"P{p}", reader.money(held.value), f"± {reader.money(held.error)}") for p, held in found.percentiles.items()
    ]
    rows += [
        (_("Mean"), reader.money(found.mean.value), f"± {reader.money(found.mean.error)}"),
        (_("The plan"), reader.money(found.plan), ""),
        (_("Value above zero"), reader.share(found.profit.value), f"± {points(found.profit.error)}"),
        (_("Back within 12 months"), reader.share(found.soon.value), f"± {points(found.soon.error)}"),
    ]
    st.table(
        pd.DataFrame(rows, columns=[_("Percentile"), _("Value"), _("Error")]), border="horizontal", hide_index=True
    )
    st.caption(_("{n} draws; the error is that of eight scramblings that know nothing of each other.", n=found.draws))


def financing(_plan: Context, now: Context) -> None:
    """Own money, a partner, a provider: value, most money out, and whose the risk is."""
    reader, terms = session.reader(), _terms()
    found = more.ways(now, terms)
    cards.question_line(_("Who pays for it?"), key="ways")
    st.header(reader.read(sentences.financed(found)), anchor=False)
    rows = [
        (
            _(more.WAY_NAMES[one.way]),
            reader.money(one.npv),
            _("{money}, month {n}", money=reader.money(one.peak).replace(MINUS, f"{MINUS}\u2060"), n=one.peak_month)
            if one.peak < 0
            else _("none"),
            _("not in time") if one.payback is None else reader.value(one.payback, Unit.MONTHS),
            cards.NOTHING if one.shared is None else reader.share(one.shared),
        )
        for one in found
    ]
    names = [_("Way"), _("Net present value"), _("Most money out"), _("Payback"), _("Risk borne by others")]
    st.table(pd.DataFrame(rows, columns=names), border="horizontal", hide_index=True)
    st.caption(
        _(
            "Risk is how far a bad draw (P10) lies below the middle one; borne by others is what that falls by. The "
            "provider's fee is agreed beforehand on the planned cost, so an overrun is the provider's."
        )
    )


def _terms() -> Terms:
    """What would be agreed, kept in the address."""
    usual = Terms()
    words = {
        "cost": _("Partner pays, % of cost"),
        "income": _("Partner gets, % of benefit"),
        "kept": _("Provider: cost we keep, %"),
        "premium": _("Provider takes on top, %"),
    }
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        held = {name: _share(text, SHARES[name], getattr(usual, name)) for name, text in words.items()}
    return Terms(**held)


def _share(words: str, key: str, usual: float) -> float:
    try:
        value = min(max(float(st.query_params.get(key, "")), 0.0), 100.0)
    except ValueError:
        value = 100 * usual

    def keep() -> None:
        st.query_params[key] = f"{st.session_state[f'{key}_asked']:g}"

    return st.number_input(words, 0.0, 100.0, value, key=f"{key}_asked", on_change=keep, format="%g", width=180) / 100
