"""The five steps of the segments page, each behind a line: its settings, what came of it, and who saved it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pandas as pd
import streamlit as st

from metrics.context import Sources
from metrics.reading import Reading, UndefinedError
from metrics.segments import facts as story
from metrics.segments.method import BANDED, GROUPED, STEPS, VARIABLES, Method
from metrics.segments.people import people, state
from metrics.segments.steps import Standing
from metrics.segments.traits import TRAITS, Kind
from metrics.words.text import N_
from metrics.words.units import Unit
from pages.parts import cards, session
from pages.parts.segments import edit
from pages.parts.segments import groups as found_groups
from pages.parts.segments.views import each, sentence, shared_value
from pages.parts.session import _
from pages.parts.value.views import basis as capital

NEEDS_SHOWN = 4
STATES = {
    "used": N_("used"),
    "missing": N_("missing of too many"),
    "same": N_("the same for nearly all"),
    "out": N_("left out"),
}
OF = {GROUPED: N_("of the groups"), BANDED: N_("of the value bands")}


def steps(sources: Sources, now: Standing, readings: tuple[Reading, ...]) -> None:
    """Five lines; what is behind one is drawn when it is opened."""
    drawn: dict[str, Callable[[Sources, Method, Reading], None]] = {
        "traits": traits,
        "value": value,
        "needs": needs,
        "groups": found_groups.groups,
        "tests": found_groups.tests,
    }
    for (step, draw), reading in zip(drawn.items(), readings, strict=True):
        title = session.reader().read(reading.name)
        held = st.expander(title, on_change="rerun", key=f"step-{step}")
        if held.open:
            with held:
                st.caption(told(now, step))
                draw(sources, now.method, reading)


def told(now: Standing, step: str) -> str:
    """Who saved a step and when, or that nobody has."""
    saved = now.saved.get(step)
    if saved is None:
        return _("Usual settings, saved by nobody yet.")
    at = datetime.fromisoformat(saved.saved_at)
    words = _(
        "Saved by {author} on {day}, {time} UTC.",
        author=saved.author,
        day=session.reader().day(at.date()),
        time=f"{at:%H:%M}",
    )
    return f"{words} {_('The data are newer than that; what is shown is up to date.')}" if step in now.stale else words


def saved_line(now: Standing) -> None:
    """What is saved of the five steps, and the button that saves them as they are."""
    latest = max(now.saved.values(), key=lambda one: one.saved_at, default=None)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.caption(
            _("Five steps: open one below to change it. Every change is saved at once.")
            if latest is None
            else told(now, latest.step),
            width="content",
        )
        if edit.may_write() and (now.stale or len(now.saved) < len(STEPS)):
            st.button(_("Save the five steps"), on_click=edit.save, args=(lambda method: method,), type="tertiary")
    edit.refused()


def traits(sources: Sources, method: Method, reading: Reading) -> None:
    """Step 1: which traits, by kind; how much of each is missing; and above how much a trait is not used."""
    reader, held = session.reader(), people(sources)
    edit.number(_("Not used when missing of more than, %"), "most_missing", method.most_missing, 0, 100, percent=True)
    for kind in Kind:
        mine = [trait for trait in TRAITS if trait.kind == kind]
        there = [trait.id for trait in mine if state(held, method, trait.id) in ("used", "out")]
        if there:
            _picker(_(kind.value), there, {trait.id: trait.name for trait in mine}, method)
    rows = [
        (
            _(trait.kind.value),
            _(trait.name),
            reader.share(1 - held.coverage[trait.id]),
            _(STATES[state(held, method, trait.id)]) if held.coverage[trait.id] else _("needs {file}", file=trait.file),
        )
        for trait in TRAITS
    ]
    cards.question_line(_("What is known of customers?"), reading=reading, key="coverage")
    columns = [_("What about"), _("Trait"), _("Missing"), _("Here")]
    st.table(pd.DataFrame(rows, columns=columns), border="horizontal", hide_index=True)


def _picker(label: str, there: list[str], names: dict[str, str], method: Method) -> None:
    wanted = [id for id in there if id not in method.left_out]
    control = edit.key(f"traits-{label}", wanted)

    def keep() -> None:
        chosen = set(st.session_state[control])
        others = [id for id in method.left_out if id not in there]
        edit.save(lambda now: replace(now, left_out=tuple(sorted([*others, *(set(there) - chosen)]))))

    st.pills(
        label,
        there,
        selection_mode="multi",
        default=wanted,
        format_func=lambda id: _(names[id]),
        key=control,
        on_change=keep,
        disabled=not edit.may_write(),
        wrap=True,
    )


def value(sources: Sources, method: Method, reading: Reading) -> None:
    """Step 2: the weights, and the four bands they make."""
    reader, held = session.reader(), people(sources)
    with st.form(edit.key("weights", method.weights), border=False):
        with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
            given = {
                name: st.number_input(
                    f"{_(label)}, %",
                    0,
                    100,
                    method.weight[name],
                    key=edit.key(name, method.weights),
                    disabled=not edit.may_write(),
                    width=150,
                )
                for name, label in VARIABLES.items()
            }
        if st.form_submit_button(_("Use these weights"), disabled=not edit.may_write()):
            asked = tuple((name, int(part)) for name, part in given.items())
            if edit.save(lambda now: replace(now, weights=asked), start_again=False):
                st.rerun()
            edit.refused()
    st.caption(_("Profit contribution and revenue so far; loyalty: days with an order. Each counts by rank."))
    missing = story.missing_values(sources, method)
    if missing:
        names = ", ".join(_(VARIABLES[name]) for name in missing)
        st.caption(_("Not in the data: {names}. Missing is not zero: the weight goes to the rest.", names=names))
    if held.by_what == "letter":
        st.caption(_("Response: letters followed by an order within 30 days; campaigns and members are not held."))
    elif held.by_what:
        st.caption(_("Response: campaign contacts followed by an order within 30 days."))
    cards.question_line(_("Who is worth most to us?"), reading=reading, key="bands")
    try:
        found = story.bands(sources, method)
    except UndefinedError as error:
        cards.nothing(reader.read(error.reason))
        return
    now, total = held.frame["now"].to_numpy(), float(held.frame["now"].sum())
    rows = []
    for place, name in enumerate(story.BAND_NAMES):
        here = now[found == place]
        share = reader.share(float(here.sum()) / total) if total > 0 and len(here) else "–"
        mean = each(float(here.mean())) if len(here) else "–"
        rows.append((_(name), reader.value(len(here), Unit.COUNT), share, mean))
    columns = [_("Value band"), _("Customers"), _("{basis}, 12 months", basis=capital(held.word)), _("Each")]
    shown = pd.DataFrame(rows, columns=columns).map(lambda text: text.replace("$", "\\$"))
    st.table(shown, border="horizontal", hide_index=True)


def needs(sources: Sources, method: Method, reading: Reading) -> None:
    """Step 3: what the groups, or the value bands, share."""
    reader = session.reader()
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        control = edit.key("needs_of", method.needs_of)
        st.segmented_control(
            _("Needs"),
            list(OF),
            default=method.needs_of,
            format_func=lambda of: _(OF[of]),
            key=control,
            on_change=edit.keep,
            args=("needs_of", control, lambda chosen: chosen or method.needs_of),
            disabled=not edit.may_write(),
            wrap=True,
        )
        edit.number(_("Index from"), "index", method.index, 101, 1000)
        edit.number(_("Customers from"), "fewest", method.fewest, 1, 100_000)
    cards.question_line(_("What do its customers share?"), reading=reading, key="needs")
    try:
        found = story.needs(sources, method)
    except UndefinedError as error:
        cards.nothing(reader.read(error.reason))
        return
    rows = [
        (
            sentence(one.name),
            shared_value(trait.trait, trait.value),
            reader.value(round(trait.index), Unit.COUNT),
            reader.range(round(trait.low), round(trait.high), Unit.COUNT),
            _("{n} of {of}", n=f"{trait.n:,}", of=f"{trait.of:,}"),
        )
        for one in found
        for trait in one.shared[:NEEDS_SHOWN]
    ]
    if not rows:
        cards.nothing(reader.read(reading.reason) if reading.reason else _("No trait stands out."))
        return
    columns = [_("Segment"), _("More frequent here"), _("Index"), _("95% range"), _("Customers")]
    st.table(pd.DataFrame(rows, columns=columns), border="horizontal", hide_index=True)
    st.caption(_("Index 100: as frequent as among all. At most {n} a group, the surest first.", n=NEEDS_SHOWN))
