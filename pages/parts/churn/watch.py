"""What to keep an eye on: key accounts against their own trend, and what falls due."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from metrics.churn import basis, watch
from metrics.churn import sentences as takeaways
from metrics.context import Sources
from metrics.value.customer import names as people
from metrics.words.text import N_
from metrics.words.units import Unit
from pages.parts import access, cards, session
from pages.parts.churn import words as churn_words
from pages.parts.churn.views import choice
from pages.parts.session import _, n_

WITHIN = {"30": N_("30 days"), "60": N_("60 days"), "90": N_("90 days")}


def key_accounts(sources: Sources) -> None:
    """Accounts against their own trend, those that stand out first."""
    reader, found = session.reader(), watch.key_accounts(sources)
    alarms = sum(bool(one.alarm) for one in found) if found else None
    cards.question_line(
        _("Which key account has left its course?"),
        reading=basis.watched(sources, "key_accounts", alarms),
        key="accounts",
    )
    st.header(reader.read(takeaways.accounts(found)), anchor=False)
    if not found:
        return
    named: Mapping[str, str] = people(sources, tuple(one.id for one in found)) if access.may_see_people() else {}
    rows = [
        (
            f"{'▼' if one.alarm else '●'} {_(churn_words.ALARMS[one.alarm])}",
            named.get(one.id, one.id),
            reader.money(one.revenue),
            "–" if one.expected is None else reader.money(one.expected),
            one.silent_days,
            list(one.quarters),
            _(churn_words.STEPS[one.alarm]),
            one.manager or "–",
        )
        for one in found
    ]
    names = [
        _("State"),
        _("Account"),
        _("Last 3 months"),
        _("Its trend"),
        _("Silent, days"),
        _("8 quarters"),
        _("Next step"),
        _("Manager"),
    ]
    config = {names[5]: st.column_config.LineChartColumn(names[5], y_min=0, width="small")}
    st.dataframe(
        pd.DataFrame(rows, columns=names), hide_index=True, row_height=36, height=36 * 9 + 3, column_config=config
    )


def triggers(sources: Sources) -> None:
    """What falls due in 30, 60 and 90 days."""
    reader, found = session.reader(), watch.triggers(sources)
    due = sum(one.due[2] for one in found) if found else None
    cards.question_line(_("Who is due for a new one?"), reading=basis.watched(sources, "due", due), key="triggers")
    st.header(reader.read(takeaways.triggers(found)), anchor=False)
    if not found:
        st.caption(_("Needs order lines and products with their warranty or service life."))
        return
    rows = [
        (
            f"{one.name} · {_(churn_words.TRIGGERS[one.trigger])}",
            *(reader.value(n, Unit.COUNT) for n in one.due),
            "–" if one.again is None else reader.share(one.again),
            f"{reader.money(one.revenue)} · {reader.money(one.margin)}",
            reader.value(one.contacted, Unit.COUNT),
            reader.value(one.won, Unit.COUNT),
        )
        for one in found[:8]
    ]
    names = [
        _("Product"),
        *(n_("{n} day", "{n} days", days) for days in watch.TRIGGERS),
        _("Bought again"),
        _("Expected · margin"),
        _("In touch"),
        _("Won"),
    ]
    st.dataframe(pd.DataFrame(rows, columns=names), hide_index=True, row_height=36)
    st.caption(
        _(
            "Customers due within so many days. Expected: revenue of all due in 90 days, at last year's share that "
            "bought again. In touch, won: of them, since the 90 days before."
        )
    )
    _due(sources)


def _due(sources: Sources) -> None:
    """The customers themselves."""
    reader = session.reader()
    chosen = choice([str(days) for days in watch.TRIGGERS], WITHIN, "due")
    found = watch.due(sources, int(chosen))
    if not found:
        st.caption(_("Nobody is due within these days."))
        return
    named: Mapping[str, str] = people(sources, tuple(one.id for one in found)) if access.may_see_people() else {}
    rows = [
        (
            named.get(one.id, one.id),
            f"{one.name} · {_(churn_words.TRIGGERS[one.trigger])}",
            reader.day(one.on.date()),
            "–" if one.revenue is None else reader.money(one.revenue),
            _("reached") if one.contacted else _("not yet"),
            _("won") if one.won else _("not yet"),
        )
        for one in found
    ]
    names = [_("Customer"), _("Product"), _("Due"), _("Expected"), _("In touch"), _("Won")]
    st.dataframe(pd.DataFrame(rows, columns=names), hide_index=True, row_height=36, height=36 * 8 + 3)
