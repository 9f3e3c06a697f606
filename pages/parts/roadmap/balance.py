"""Balance: five problems and five factors, the days the kinds of change begin, and what is ticked off."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from data.library import readiness as library
from metrics.context import Context
from metrics.finding import Question
from metrics.reading import UndefinedError
from metrics.roadmap.order import ORDER
from metrics.strategy import facts as report_strategy
from metrics.strategy import made as strategic
from metrics.strategy import method as strategy
from metrics.words.units import MINUS
from pages.parts import cards, show
from pages.parts.roadmap import book
from pages.parts.roadmap.views import read
from pages.parts.session import _

PASSED = {True: ":green[●]", False: ":red[▼]", None: ":gray[○]"}


def problems(context: Context) -> None:
    """The five usual problems, derived from steps 1, 2 and 4."""
    rows = strategic.lights(context, report_strategy.standing(context.sources))
    failed = sum(one.passed is False for one in rows)
    unknown = sum(one.passed is None for one in rows)
    cards.question_line(_("Which of the five usual problems do we have?"), key="problems")
    st.header(_("{n} of the five found; {unknown} not known yet", n=failed, unknown=unknown), anchor=False)
    told = {True: _("no"), False: _("yes"), None: _("not known")}
    table = [(f"{PASSED[one.passed]} {told[one.passed]}", _(one.name), read(one.note)) for one in rows]
    columns = [_("Problem"), _("What is wanted"), _("What we know")]
    st.table(pd.DataFrame(table, columns=columns), border="horizontal", hide_index=True)


def factors(context: Context) -> None:
    """What those asked weigh the five factors, beside GCCRM."""
    question = _("What carries success? Five factors beside GCCRM")
    try:
        mean = report_strategy.attention(report_strategy.standing(context.sources)).mean
    except UndefinedError as error:
        cards.question_line(question, key="factors")
        st.header(_("Nobody was asked yet"), anchor=False)
        cards.nothing(_("{reason}. Answer the survey on the strategy page.", reason=error.reason))
        return
    ours = mean["technology"]
    if ours > strategy.TECHNOLOGY:
        words = _("▼ Technology weighs {ours}% to us, 15% to GCCRM", ours=f"{ours:.3g}")
    else:
        words = _("● Technology weighs {ours}% to us, no more than GCCRM's 15%", ours=f"{ours:.3g}")
    cards.question_line(question, key="factors")
    st.header(words, anchor=False)
    rows = [
        (_(name), f"{mean[id]:.1f}%", f"{strategy.GCCRM[id]:g}%", _signed(mean[id] - strategy.GCCRM[id]))
        for id, name in strategy.FACTORS.items()
    ]
    names = [_("Factor"), _("Ours"), _("GCCRM"), _("Difference, points")]
    st.table(pd.DataFrame(rows, columns=names), border="horizontal", hide_index=True)
    st.caption(_("Weights of importance, never of spending. Only the 15% is the source's; the rest is our assumption."))


def _signed(points: float) -> str:
    return f"{points:+.1f}".replace("-", MINUS)


def days() -> None:
    """The day each of the four kinds of change begins."""
    value = book.answers().value("order")
    book.bar("order")
    with st.container(horizontal=True, gap="small"):
        for id, name in ORDER.items():
            day = date.fromisoformat(value[id]) if value[id] else None
            st.date_input(_(name), day, width=150, **book.control("order", id, value[id]))


def ticks(question: Question[[]], part: str, kind: str) -> None:
    """A list of checks, below how many are in place."""
    show.show(question)
    value = book.answers().value(part)
    book.bar(part)
    for id, check in library.checks(kind).items():
        cut = f" ({_('text cut in source')})" if check.more.get("cut") else ""
        st.checkbox(f"{read(check.name)}{cut}", value[id], **book.control(part, id, value[id]))
