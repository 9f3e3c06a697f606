"""Help with numbers nobody has yet: calculators, forgotten costs, a company's size, data of no use. All on request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from data.library.presets import Size, sizes
from metrics.case import calculators as sums
from metrics.case import findings_owners, findings_plan, presets
from metrics.case.levers import TAG_NAMES
from metrics.context import Context
from metrics.risk.checks import bad_share
from metrics.scenario import input_units as typed
from metrics.scenario.assumption import ScenarioError
from metrics.versions import saved
from metrics.words.reader import Reader
from metrics.words.units import Unit
from pages.parts import draft, edit, session, show
from pages.parts.session import _
from pages.parts.tables import plain

STEPS = {Unit.MINUTES: 0.5, Unit.SHARE: 1.0, Unit.POINTS: 0.1}


def hints(now: saved.Standing) -> None:
    """Two columns: what sizes a benefit, and what completes cost and caution."""
    left, right = st.columns([1, 1], gap="large")
    with left:
        _calculator(now.context)
    with right:
        _forgotten(now.context)
        st.space("small")
        _bad_data(now.context)
        st.space("small")
        _size(now.context)
    st.space("small")
    show.opened(findings_owners.owners, key="owners", context=now.context, wide=True)


def _calculator(context: Context) -> None:
    """One sum at a time: its fields, what it comes to, and the button that writes it."""
    reader = session.reader()
    st.caption(_("What else could it bring?"))
    st.header(_("A sum becomes a lever when you say so"), anchor=False)
    names = {id: _(one.name) for id, one in sums.CALCULATORS.items()}
    chosen = st.selectbox(_("Calculator"), list(names), format_func=names.__getitem__, key="calculator-id")
    one = sums.CALCULATORS[chosen]
    st.caption(_(one.formula))
    start = sums.beginning(one, context.baseline.values())
    with st.grid(2, min_column_width=150):
        values = {field.id: _field(one.id, field, start[field.id]) for field in one.fields}
    try:
        found = sums.worked(one, values)
    except ScenarioError as error:
        st.warning(plain(reader.read(error.reason)), icon=":material/edit_off:")
        return
    worth = _("{money} a year", money=reader.money(found.yearly))
    once = _(", {money} once", money=reader.money(found.once)) if found.once else ""
    st.markdown(f"**{worth}{once}** · {_(TAG_NAMES[one.tag])}")
    st.caption(plain(reader.read(found.told)))

    def write() -> None:
        name = _(one.name)
        draft.change(lambda held, author, on: sums.written(held, one, values, name, author, on))

    st.button(
        _("Write it into the draft"),
        on_click=write,
        icon=":material/input:",
        key="calculator-write",
        disabled=not edit.may_write() or not found.yearly,
    )
    st.caption(_("It stands beside the levers. Where a lever counts the same calls or customers, take one of the two."))


def _field(id: str, field: sums.Field, start: float) -> float:
    label, key = _(field.label), f"calculator-{id}-{field.id}"
    if field.flag:
        return float(st.toggle(label, bool(start), key=key))
    hundred = field.unit in (*typed.OF_HUNDRED, Unit.POINTS)
    factor = 100.0 if hundred else 1.0
    low, high = (end * factor for end in field.bounds)
    number = st.number_input(
        f"{label}, %" if hundred else label,
        low,
        high,
        round(start * factor, 4),
        step=STEPS.get(field.unit, 1.0),
        format="%g",
        key=key,
    )
    return float(number) / factor


def _forgotten(context: Context) -> None:
    """Allowances for costs the register does not hold: suggested, and added one by one."""
    show.opened(findings_plan.allowances, key="allowances", context=context)
    known = [row for row in presets.suggestions(context.scenario) if row.likely is not None]
    off = not edit.may_write()
    with st.container(horizontal=True, gap="xsmall"):
        for row in known:
            name = row.allowance.name[session.lang()]
            st.button(
                _("Add: {name}", name=name),
                key=f"allowance-{row.allowance.id}",
                disabled=off,
                icon=":material/add:",
                type="tertiary",
                on_click=_adder(row, name),
            )


def _adder(one: presets.Suggestion, name: str) -> Callable[[], Any]:
    called = _("{name} (suggested)", name=name)
    return lambda: draft.change(lambda held, author, on: presets.taken(held, one, called, author, on))


def _bad_data(context: Context) -> None:
    """A switch: what stored data of no use takes from the levers that reach people by them."""
    reader, held = session.reader(), bad_share(context.scenario)
    st.caption(_("How much of the stored data is of no use?"))
    words = _("Benefit is cut by {share} for it", share=reader.share(held)) if held else _("Nothing is cut for it now")
    st.header(words, anchor=False)
    wasted = context.baseline.wasted_share.value
    start = held or wasted or 0.0
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        share = st.number_input(
            _("Share of no use, %"),
            0.0,
            100 * presets.MOST_BAD,
            round(100 * start, 2),
            step=1.0,
            format="%g",
            key=f"bad-data-{held:g}",
            width=170,
        )
        off = not edit.may_write()

        def cut(to: float) -> None:
            draft.change(lambda held, author, on: presets.discounted(held, to, author, on))

        st.button(_("Cut the benefit by it"), on_click=cut, args=(share / 100,), disabled=off, key="bad-data-on")
        st.button(
            _("Cut nothing"), on_click=cut, args=(0.0,), disabled=off or not held, type="tertiary", key="bad-data-off"
        )
    note = _("It acts on the realisation rate of retention and spend, once; wasted mail is a lever itself.")
    after = "" if reader.lang == "zh_CN" else " "
    if wasted is not None and not held:
        note = (
            _("It begins with the measured share of wasted mail, {share}.", share=reader.share(wasted)) + after + note
        )
    st.caption(note)


def _size(context: Context) -> None:
    """What software costs a company of that size, and how long levers take there."""
    lang = session.lang()
    st.caption(_("How large is the company?"))
    st.header(_("A place to start where no quotation is in yet"), anchor=False)
    by_id = {one.id: one for one in sizes()}
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        one = by_id[
            st.selectbox(_("Size"), list(by_id), format_func=lambda id: by_id[id].name[lang], key="size-id", width=210)
        ]
        rate = 1.0
        if context.scenario.currency != one.currency:
            rate = float(
                st.number_input(
                    _("{theirs} for one {ours}", theirs=one.currency, ours=context.scenario.currency),
                    0.0,
                    1e6,
                    0.0,
                    format="%g",
                    key="size-rate",
                    width=150,
                )
            )
        st.button(
            _("Take these"), on_click=_sizer(one, rate), disabled=not edit.may_write() or rate <= 0, key="size-take"
        )
    yuan = Reader(lang, one.currency)
    st.caption(
        _(
            "Software {likely}, {range}; {n} months to full effect. {evidence}: {source}.",
            likely=yuan.money(one.likely),
            range=yuan.range(one.low, one.high, Unit.MONEY),
            n=one.ramp,
            source=one.source,
            evidence=_(findings_plan.EVIDENCE[one.evidence]).capitalize(),
        )
    )


def _sizer(one: Size, rate: float) -> Callable[[], Any]:
    name = _("Software licences")
    return lambda: draft.change(lambda held, author, on: presets.sized(held, one, rate, name, author, on))
