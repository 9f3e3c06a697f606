"""Diagnosis: problems against causes, maturity, functions in use, and what is usual for a firm of this size."""

from __future__ import annotations

from typing import Any

import streamlit as st

from data.library import readiness as library
from metrics.answers.cells import Edits, Row
from metrics.reading import UndefinedError
from metrics.roadmap import presets
from metrics.roadmap.facts import Roadmap
from metrics.strategy.facts import strategy_answers
from metrics.strategy.parts import STAGES
from metrics.words.text import N_
from pages.parts import cards, session
from pages.parts.roadmap import edit
from pages.parts.roadmap.views import head, read
from pages.parts.session import _

KINDS = {"collaborative": N_("collaborative"), "operational": N_("operational"), "analytical": N_("analytical")}
STATES = {0: N_("▼ not there"), 1: N_("◐ partly"), 2: N_("● in use")}


def matrix(found: Roadmap) -> None:
    """Eight problems by seven causes."""
    held = found.now.value("matrix")
    problems, causes = library.checks("problem"), library.checks("cause")
    counts = {cause: sum(cause in row for row in held.values()) for cause in causes}
    most = max(counts, key=lambda cause: counts[cause])
    take_away = _("No cause is marked yet")
    if counts[most]:
        take_away = _("{cause} stands behind {n} of eight problems", cause=read(causes[most].name), n=counts[most])
    head(_("What lies behind our problems?"), take_away, key="matrix")
    rows = [
        {"id": id, "problem": read(one.name), **{cause: cause in held[id] for cause in causes}}
        for id, one in problems.items()
    ]
    column = st.column_config
    columns: dict[str, Any] = {"problem": column.TextColumn(_("Problem"), width=230)}
    columns |= {id: column.CheckboxColumn(read(one.name), width=96) for id, one in causes.items()}
    edit.table(
        "matrix",
        "matrix",
        found.now.held["matrix"],
        rows,
        columns,
        _marked,
        dynamic=False,
        fixed=("problem",),
        alt=_("Problems by cause"),
    )
    st.caption(_("Eight problems and seven causes, as many as the source has; their wording is ours. G07"))


def _marked(value: Any, _rows: list[Row], edits: Edits) -> dict[str, Any]:
    made = dict(value)
    for problem, cells in edits.cells.items():
        kept = [cause for cause in made[problem] if cells.get(cause, True)]
        made[problem] = kept + [cause for cause, on in cells.items() if on and cause not in kept]
    return made


def maturity(found: Roadmap) -> None:
    """Three stages, told on the strategy page, and how the firm thinks of its market."""
    done = strategy_answers(found.context.sources).held["stages"].value
    reached = [id for id in STAGES if done[id]]
    words = _("{n} of 3 stages are done", n=len(reached))
    if not done["analysis"]:
        words = _("{words}; the key step, analysing customers, is open", words=words)
    head(_("How mature are we?"), words, key="maturity")
    signs = [f"{':green[●]' if done[id] else ':red[▼]'} {_(name)}" for id, name in STAGES.items()]
    st.markdown("  \n".join(signs))
    st.caption(_("Answered on the strategy page. G12"))
    _choice(found, "ladder", _("How does the firm think of its market?"))


def functions(found: Roadmap) -> None:
    """What of collaborative, operational and analytical CRM is in use."""
    held, entries = found.now.value("functions"), library.checks("function")
    used = sum(held.get(id) == 2 for id in entries)
    head(
        _("Which functions are in use?"),
        _("{n} of {of} functions are in use", n=used, of=len(entries)),
        key="functions",
    )
    rows = [
        {"id": id, "name": read(one.name), "kind": _(KINDS[one.more["kind"]]), "state": held.get(id)}
        for id, one in entries.items()
    ]
    column = st.column_config
    columns = {
        "kind": column.TextColumn(_("Kind of CRM"), width=130),
        "name": column.TextColumn(_("Function")),
        "state": column.SelectboxColumn(
            _("State"), width=130, options=list(STATES), format_func=lambda n: _(STATES[int(n)])
        ),
    }
    edit.table(
        "functions",
        "functions",
        found.now.held["functions"],
        rows,
        columns,
        _states,
        dynamic=False,
        fixed=("kind", "name"),
        types={"state": "object"},
        alt=_("Functions of CRM"),
    )


def _states(value: Any, _rows: list[Row], edits: Edits) -> dict[str, Any]:
    return {**value, **{id: cells["state"] for id, cells in edits.cells.items() if "state" in cells}}


def tier(found: Roadmap) -> None:
    """What is usual for a firm of this size, and two rules of thumb."""
    question = _("What is usual for a firm of our size?")
    chosen = library.checks("tier").get(found.now.value("choices")["tier"])
    if chosen is None:
        head(question, _("No size chosen yet"), key="tier")
    else:
        head(question, _("Usual ramp {n} months", n=chosen.more["ramp"]), key="tier")
        price = read(chosen.more["software"])
        st.markdown(_("Software: {price}. The ramp is our assumption, a hint for the benefit model only.", price=price))
    _choice(found, "tier", _("Size of the firm"))


def _choice(found: Roadmap, kind: str, label: str) -> None:
    held, entries = found.now.held["choices"], library.checks(kind)
    control = edit.key(f"choice-{kind}", held)

    def keep() -> None:
        value = st.session_state[control] or ""
        edit.save("choices", {"choices": lambda now: {**now, kind: value}})

    st.segmented_control(
        label,
        list(entries),
        default=held.value[kind] or None,
        format_func=lambda id: read(entries[id].name),
        key=control,
        on_change=keep,
        disabled=not edit.may_write(),
        wrap=True,
    )
    edit.refused("choices")
    st.caption(f"{edit.told(held)} {next(iter(entries.values())).row}")


def rules() -> None:
    """Two rules of thumb one may try: nothing is kept of them."""
    reader = session.reader()
    cards.question_line(_("Two rules of thumb to try; carry the result to the benefit model yourself"), key="rules")
    left, right = st.columns(2, gap="large")
    with left:
        hours = st.number_input(
            _("Hours a year done by hand"), 0.0, None, 1000.0, step=100.0, format="%g", key="rm-hours"
        )
        rate = st.number_input(_("Cost of an hour"), 0.0, None, 30.0, step=1.0, format="%g", key="rm-rate")
        saved = reader.money(presets.automation_saved(hours, rate)).replace("$", "\\$")
        st.markdown(_("Automated, **{money}** a year are freed: 0.9 x hours x rate. H05", money=saved))
    with right:
        allowance = st.number_input(
            _("What joining a new product would cost"),
            0.0,
            None,
            50_000.0,
            step=1000.0,
            format="%g",
            key="rm-allowance",
        )
        chance = st.number_input(
            _("Chance that one comes, %"), 0.0, 100.0, 30.0, step=5.0, format="%g", key="rm-chance"
        )
        try:
            aside = reader.money(presets.next_product(allowance, chance / 100)).replace("$", "\\$")
        except UndefinedError as error:
            st.caption(read(error.reason))
            return
        st.markdown(_("Set **{money}** aside: allowance x chance. A45", money=aside))
