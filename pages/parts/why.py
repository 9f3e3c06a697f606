"""Why?: where a figure came from, in the same order everywhere."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from metrics.reading import Basis, Reading
from pages.parts import session
from pages.parts.session import _, n_

WIDTH = 360
MOST = 5  # assumptions shown


def why(reading: Reading, *, place: str) -> None:
    """The basis of ``reading`` behind a small button. Filled when it is opened; ``place`` makes the key unique."""
    later(reading.id, lambda: reading, place=place)


def later(id: str, read: Callable[[], Reading], *, place: str) -> None:
    """As :func:`why`, of a reading that is made when the button is pressed: what takes draws waits for that."""
    key = f"why-{place}-{id}"
    popover = st.popover(_("Why?"), type="tertiary", width="content", key=key, on_change="rerun")
    if popover.open:
        with popover, st.container(width=WIDTH):
            contents(read())


def contents(reading: Reading) -> None:
    """Name; formula or reason; assumptions; how the range was made; mart, rows, dates, scenario, code."""
    reader = session.reader()
    st.markdown(f"**{reader.read(reading.name)}**")
    st.markdown(reader.read(reading.reason or reading.basis.formula))
    if reading.basis.given:
        st.table(assumptions(reading.basis), border="horizontal", hide_index=True)
    if reading.basis.range_note is not None:
        st.caption(reader.read(reading.basis.range_note))
    st.caption(" · ".join(origin(reading.basis)))


def assumptions(basis: Basis) -> pd.DataFrame:
    """At most five assumptions: name, value, who answers for it and since when."""
    reader = session.reader()
    rows = [
        (
            reader.read(given.label),
            reader.value(given.value, given.unit),
            ", ".join(part for part in (given.owner, reader.day(given.set_on) if given.set_on else "") if part),
        )
        for given in basis.given[:MOST]
    ]
    return pd.DataFrame(rows, columns=[_("Assumption"), _("Value"), _("Owner, date")])


def origin(basis: Basis) -> list[str]:
    """Where the figure was read from."""
    reader = session.reader()
    parts = [
        _("Mart {name}", name=basis.mart) if basis.mart else "",
        n_("{n} row", "{n} rows", basis.rows) if basis.rows is not None else "",
        _("data to {day}", day=reader.day(basis.data_until)) if basis.data_until else "",
        _("scenario {name}", name=session.scenario(basis.scenario)) if basis.scenario else "",
        _("code {version}", version=basis.code) if basis.code else "",
        basis.source,
    ]
    return [part for part in parts if part]
