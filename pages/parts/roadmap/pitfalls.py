"""The twenty pitfalls as cards, a group at a time: answer, evidence, owner, day, and the money at risk."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from data.library import readiness as library
from metrics.roadmap import facts
from metrics.roadmap.pitfalls import Risk, top
from metrics.words.text import N_
from pages.parts import session
from pages.parts.roadmap import book
from pages.parts.roadmap.views import read
from pages.parts.session import _
from pages.parts.tables import plain

ANSWERS = {0: N_("0 open"), 1: N_("1 partly"), 2: N_("2 in place")}
SIGNS = {None: "○", 0: "▼", 1: "◐", 2: "●"}
GROUP = "roadmap_group"


def pitfalls() -> None:
    """One group of cards."""
    answers, groups = book.answers().value("pitfalls"), library.groups()
    risks = facts.risks(session.context())
    largest = top(risks.values(), 1)
    worst = library.pitfalls()[largest[0].id].group if largest else next(iter(groups))

    def named(id: str) -> str:
        mine = [answers[pitfall.id] for pitfall in library.pitfalls().values() if pitfall.group == id]
        return f"{read(groups[id])} {sum(row['answer'] or 0 for row in mine)}/{2 * len(mine)}"

    chosen = st.segmented_control(
        _("Group"), list(groups), default=worst, format_func=named, key=GROUP, wrap=True, label_visibility="collapsed"
    )
    book.bar("pitfalls")
    with st.grid(2, min_column_width=300):
        for pitfall in library.pitfalls().values():
            if pitfall.group == (chosen or worst):
                with st.container(border=True, height="stretch", gap="xsmall"):
                    _card(pitfall, answers[pitfall.id], risks[pitfall.id])
    usual, share = library.usual(), session.reader().share
    words = _(
        "Usual chance by answer {shares}; usual share lost {share}: our assumptions, the source has none.",
        shares=", ".join(f"{answer}: {share(part)}" for answer, part in enumerate(usual.chance)),
        share=share(usual.share),
    )
    st.caption(words)


def _card(pitfall: library.Pitfall, row: dict[str, Any], risk: Risk) -> None:
    """One pitfall."""
    st.markdown(f"**{SIGNS[row['answer']]} {read(pitfall.name)}**")
    st.markdown(plain(read(pitfall.good)))

    def control(name: str) -> dict[str, Any]:
        def put(now: dict[str, Any], entered: Any) -> dict[str, Any]:
            if name in ("chance", "share") and entered is not None:
                entered /= 100
            return {**now, pitfall.id: {**now[pitfall.id], name: entered}}

        return book.control("pitfalls", f"{pitfall.id}-{name}", row[name], put)

    st.segmented_control(
        _("Answer"),
        list(ANSWERS),
        default=row["answer"],
        format_func=lambda n: _(ANSWERS[n]),
        wrap=True,
        label_visibility="collapsed",
        **control("answer"),
    )
    due = date.fromisoformat(row["due"]) if row["due"] else None
    with st.container(horizontal=True, gap="small"):
        st.text_input(_("Owner"), row["owner"], width=138, **control("owner"))
        st.date_input(_("Due"), due, width=138, **control("due"))
    with st.container(horizontal=True, gap="small"):
        for name, label, usual in (("chance", _("Chance, %"), risk.chance), ("share", _("Share lost, %"), risk.share)):
            value = None if row[name] is None else round(100 * row[name], 2)
            hint = "" if usual is None else f"{100 * usual:g}"
            st.number_input(
                label, 0.0, 100.0, value, step=5.0, format="%g", width=138, placeholder=hint, **control(name)
            )
    st.text_input(_("Evidence, as a link"), row["evidence"], placeholder="https://", **control("evidence"))
    st.markdown(_money(risk).replace("$", "\\$"))
    link = f" · [{_('Evidence')}]({row['evidence']})" if row["evidence"] else ""
    st.caption(f"{pitfall.source}{link}")


def _money(risk: Risk) -> str:
    """What is at risk, in words."""
    reader = session.reader()
    if risk.chance is None:
        return _("not answered")
    if risk.money is None or risk.affected is None:
        return _("no benefit with a size is threatened")
    return _(
        "{money} at risk: {share} of {affected}, chance {chance}",
        money=f"**{reader.money(risk.money)}**",
        share=reader.share(risk.share),
        affected=reader.money(risk.affected),
        chance=reader.share(risk.chance),
    )
