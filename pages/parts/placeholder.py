"""A page that cannot answer yet says so: what it will answer, which tables it reads, and which of them are here."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from data.contracts import Column, Kind, Table, tables_of
from metrics.versions import published
from metrics.words.text import N_
from pages.parts import menu, session, show
from pages.parts.session import _, n_

KINDS = {
    Kind.TEXT: N_("text"),
    Kind.WHOLE: N_("whole number"),
    Kind.MONEY: N_("money"),
    Kind.NUMBER: N_("number"),
    Kind.DATE: N_("date"),
    Kind.TIME: N_("date and time"),
    Kind.FLAG: N_("yes or no"),
}


def page(name: str) -> None:
    """The whole page called ``name``."""
    entry = menu.ENTRIES[name]
    tables = tables_of(name)
    held = published.held()
    missing = [table for table in tables if not held.get(table.name, (False, 0))[0]]
    show.headline(_(entry.title), _verdict(len(tables), len(missing)))
    st.caption(_(entry.question))
    if tables:
        st.header(_("What it reads, and what is here now"), anchor=False)
        st.table(_overview(tables, held), border="horizontal", hide_index=True)
    if missing:
        _how_to_bring(missing)
    st.space("small")
    for table in tables:
        _columns_of(table, missing=table in missing)


def _verdict(needed: int, missing: int) -> str:
    """The one sentence: how many tables the page needs, and how many are not here."""
    if not needed:
        return _("This page reads no table of its own; it is not built yet.")
    if not missing:
        return n_(
            "The table this page reads is here, but the page itself is not built yet.",
            "The {n} tables this page reads are here, but the page itself is not built yet.",
            needed,
        )
    if missing == needed:
        return n_(
            "This page needs {n} table, which is not here yet.", "This page needs {n} tables; none is here yet.", needed
        )
    return n_(
        "This page needs {n} table; {missing} not here yet.",
        "This page needs {n} tables; {missing} not here yet.",
        needed,
        missing=session.n_("{n} is", "{n} are", missing),
    )


def _overview(tables: tuple[Table, ...], held: Mapping[str, tuple[bool, int]]) -> pd.DataFrame:
    """One row a table: what it holds, how many rows are here, which file brings it."""
    rows = [(_(table.about), _rows_held(table, held), f"`{table.name}.csv`") for table in tables]
    return pd.DataFrame(rows, columns=[_("What it holds"), _("Rows here"), _("File")])


def _rows_held(table: Table, held: Mapping[str, tuple[bool, int]]) -> str:
    """The number of rows, or that it is missing."""
    supplied, rows = held.get(table.name, (False, 0))
    return n_("{n} row", "{n} rows", rows) if supplied else _("not here")


def _how_to_bring(missing: list[Table]) -> None:
    """Which file, where to put it, which command."""
    files = ", ".join(f"`{table.name}.csv`" for table in missing)
    st.markdown(
        _(
            "To unlock the rest, put {files} (CSV, Parquet or XLSX) into one folder with your orders and run:",
            files=files,
        )
    )
    st.code("python -m data build --source FOLDER", language=None)


def _columns_of(table: Table, *, missing: bool) -> None:
    """The columns of one table; open when the table is missing."""
    with st.expander(f"`{table.name}` · {_(table.about)}", expanded=missing):
        others = [_(menu.ENTRIES[page].title) for page in table.pages if page in menu.ENTRIES]
        st.caption(_("Read by: {pages}", pages=", ".join(others)))
        rows = [_column(column) for column in table.columns]
        names = [_("Column"), _("Kind"), _("Needed"), _("What it says")]
        st.table(pd.DataFrame(rows, columns=names), border="horizontal", hide_index=True)


def _column(column: Column) -> tuple[str, str, str, str]:
    needed = _("always") if column.required else _("if known")
    return f"`{column.name}`", _(KINDS[column.kind]), needed, _(column.about)
