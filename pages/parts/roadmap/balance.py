"""Balance: five factors and five problems, the order of change, five things to do and what success hangs on."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from data.library import readiness as library
from metrics.reading import UndefinedError
from metrics.roadmap import sentences as takeaways
from metrics.roadmap.facts import Roadmap
from metrics.roadmap.order import ORDER
from metrics.strategy import method as strategy
from metrics.strategy.facts import attention, strategy_answers
from metrics.strategy.problems import lights
from metrics.words.units import MINUS
from pages.parts import cards, session
from pages.parts.roadmap import edit
from pages.parts.roadmap.views import head, read
from pages.parts.session import _

PASSED = {True: ":green[●]", False: ":red[▼]", None: ":gray[○]"}


def problems(found: Roadmap) -> None:
    """The five usual problems, derived from steps 1, 2 and 4."""
    rows = lights(found.context)
    failed = sum(one.passed is False for one in rows)
    unknown = sum(one.passed is None for one in rows)
    head(
        _("Which of the five usual problems do we have?"),
        _("{n} of the five found; {unknown} not known yet", n=failed, unknown=unknown),
        key="problems",
    )
    told = {True: _("no"), False: _("yes"), None: _("not known")}
    table = [(f"{PASSED[one.passed]} {told[one.passed]}", _(one.name), read(one.note)) for one in rows]
    columns = [_("Problem"), _("What is wanted"), _("What we know")]
    st.table(pd.DataFrame(table, columns=columns), border="horizontal", hide_index=True)


def factors(found: Roadmap) -> None:
    """What those asked weigh the five factors, beside GCCRM."""
    question = _("What carries success? Five factors beside GCCRM")
    try:
        mean = attention(strategy_answers(found.context.sources)).mean
    except UndefinedError as error:
        head(question, _("Nobody was asked yet"), key="factors")
        cards.nothing(_("{reason}. Answer the survey on the strategy page.", reason=error.reason))
        return
    ours = mean["technology"]
    if ours > strategy.TECHNOLOGY:
        words = _("▼ Technology weighs {ours}% to us, 15% to GCCRM", ours=f"{ours:.3g}")
    else:
        words = _("● Technology weighs {ours}% to us, no more than GCCRM's 15%", ours=f"{ours:.3g}")
    head(question, words, key="factors")
    rows = [
        (_(name), f"{mean[id]:.1f}%", f"{strategy.GCCRM[id]:g}%", _signed(mean[id] - strategy.GCCRM[id]))
        for id, name in strategy.FACTORS.items()
    ]
    names = [_("Factor"), _("Ours"), _("GCCRM"), _("Difference, points")]
    st.table(pd.DataFrame(rows, columns=names), border="horizontal", hide_index=True)
    st.caption(_("Weights of importance, never of spending. Only the 15% is the source's; the rest is our assumption."))


def _signed(points: float) -> str:
    return f"{points:+.1f}".replace("-", MINUS)


def order(found: Roadmap) -> None:
    """Culture, organisation, process, software: the day each begins."""
    held, off = found.now.held["order"], not edit.may_write()
    head(_("Does change come in the right order?"), read(takeaways.order(found.order)), key="order")
    days = found.order.days
    rank = {id: n for n, (id, _day) in enumerate(sorted(((i, d) for i, d in days.items() if d), key=lambda p: p[1]), 1)}
    rows = [
        (
            str(place),
            _(name),
            _told(days[id]),
            str(rank.get(id, "–")),
            ":red[▼ " + _("after software is paid for") + "]" if id in found.order.warned else "",
        )
        for place, (id, name) in enumerate(ORDER.items(), 1)
    ]
    names = [_("Should be"), _("Change"), _("Begins"), _("Comes as"), _("Warning")]
    st.table(pd.DataFrame(rows, columns=names), border="horizontal", hide_index=True)
    if found.order.inversions is not None:
        most = found.order.known * (found.order.known - 1) // 2
        st.caption(_("{n} of {of} pairs are in the wrong order.", n=found.order.inversions, of=most))
    if found.order.paid:
        st.caption(_("Software: the month in which the cost register first pays for it."))
    with st.form("form-order", border=False):
        with st.container(horizontal=True, gap="small"):
            for id, name in ORDER.items():
                day = held.value[id]
                st.date_input(
                    _(name),
                    date.fromisoformat(day) if day else None,
                    key=edit.key(f"order-{id}", held),
                    disabled=off,
                    width=150,
                )
        st.form_submit_button(_("Save"), icon=":material/save:", disabled=off, on_click=_keep_order, args=(found,))
    edit.refused("order")
    st.caption(edit.told(held))


def _told(day: date | None) -> str:
    return _("no day yet") if day is None else session.reader().day(day)


def _keep_order(found: Roadmap) -> None:
    held = found.now.held["order"]
    given: dict[str, Any] = {}
    for id in ORDER:
        value = st.session_state[edit.key(f"order-{id}", held)]
        day = value.isoformat() if value else ""
        if day != held.value[id]:
            given[id] = day
    edit.save("order", {"order": lambda now: {**now, **given}})


def ticks(found: Roadmap, part: str, kind: str, question: str) -> None:
    """A list of checks, each saved when it is ticked."""
    held, entries = found.now.held[part], library.checks(kind)
    done = sum(held.value.values())
    head(question, _("{n} of {of} in place", n=done, of=len(entries)), key=part)
    for id, one in entries.items():
        cut = f" ({_('text cut in source')})" if one.more.get("cut") else ""
        control = edit.key(f"{part}-{id}", held)
        st.checkbox(
            f"{read(one.name)}{cut}",
            held.value[id],
            key=control,
            disabled=not edit.may_write(),
            on_change=_tick,
            args=(part, id, control),
        )
    edit.refused(part)
    st.caption(f"{edit.told(held)} {next(iter(entries.values())).row}")


def _tick(part: str, id: str, control: str) -> None:
    value = bool(st.session_state[control])
    edit.save(part, {part: lambda held: {**held, id: value}})
