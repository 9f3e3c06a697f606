"""What closing each gap is worth, and the benchmarks it is held against: entered, brought in, taken into the plan."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from metrics.answers.cells import edited
from metrics.case import benchmarks, findings_plan
from metrics.context import Context
from metrics.scenario.kinds import KINDS
from metrics.versions import saved
from pages.parts import draft, edit, session, show
from pages.parts.session import _

PLACE = "benchmarks"


def gaps(now: saved.Standing) -> None:
    """The sorted bars, those without a benchmark by name, and the table of benchmarks."""
    show.show(findings_plan.gap_worth, key="gap-value", context=now.context)
    asked = _("Which benchmarks do we hold ourselves against?")
    show.behind(asked, "benchmarks-open", lambda: _benchmarks(now.context))


def _benchmarks(context: Context) -> None:
    """The table, the file, and the button that takes it into the plan."""
    sources = context.sources
    held = benchmarks.kept(sources)
    book = edit.answers("benchmarks", lambda changes, author: benchmarks.change(sources, changes, author))
    if held.author:
        edit.bar(book, held)
    else:
        st.caption(_("None entered yet: type them in, or bring in a file."))
        edit.refusals(book)
    edit.refusals(edit.plain(PLACE))
    ids = [str(row["id"]) for row in held.value]
    edit.table(
        book,
        "rows",
        held.value,
        ids,
        lambda: _frame(held.value),
        _columns(),
        alt=_("Benchmarks"),
        change=lambda edits: {"rows": lambda now: edited(now, edits)},
        height=edit.ROW * 5 + 2,
    )
    st.caption(_("Shares are typed in per cent. A figure needs its source, its licence and the day it was looked up."))
    off = not edit.may_write()
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        st.button(
            _("Take into the plan"),
            icon=":material/input:",
            on_click=_take,
            args=(held.value,),
            key="benchmarks-take",
            disabled=off or not any(row["lever"] for row in held.value),
            help=_("Sets the benchmark of each lever named; no target moves."),
        )
        st.button(
            _("Add the published ones"),
            icon=":material/library_add:",
            on_click=_published,
            args=(context,),
            key="benchmarks-published-add",
            disabled=off,
            help=_("Figures of others that come along, with publisher and licence; some levers have none here."),
        )
        st.download_button(
            _("Empty file"),
            ",".join(benchmarks.COLUMNS) + "\n",
            file_name="payback-benchmarks.csv",
            mime="text/csv",
            type="tertiary",
            on_click="ignore",
            icon=":material/download:",
            key="benchmarks-empty",
        )
    if not off:
        _file(context)
    published = partial(show.opened, findings_plan.published_benchmarks, key="benchmarks-published", context=context)
    show.behind(_("Published figures that come along"), "benchmarks-library", published)


def _frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """The rows as the table shows them."""
    found = pd.DataFrame(rows, columns=["id", *benchmarks.COLUMNS]).drop(columns="id")
    found["read"] = pd.to_datetime(found["read"], errors="coerce").dt.date
    return found.astype({"value": float})


def _columns() -> dict[str, Any]:
    column = st.column_config
    return {
        "name": column.TextColumn(_("What"), width=200, required=True),
        "lever": column.SelectboxColumn(
            _("Lever"), width=150, options=benchmarks.LEVERS, format_func=lambda id: _(KINDS[str(id)].name)
        ),
        "value": column.NumberColumn(_("Value"), width=90, format="localized"),
        "source": column.TextColumn(_("Source"), width=180),
        "licence": column.TextColumn(_("Licence"), width=120),
        "read": column.DateColumn(_("Looked up"), width=120),
    }


def _take(rows: list[dict[str, Any]]) -> None:
    draft.change(lambda held, author, on: benchmarks.taken(held, rows, author, on))


def _published(context: Context) -> None:
    fresh = benchmarks.published(session.lang(), context.baseline.values().get("customers"))

    def brought(author: str) -> None:
        benchmarks.change(context.sources, {"rows": lambda now: benchmarks.added(now, fresh)}, author)

    edit.act(edit.plain(PLACE), brought)


def _file(context: Context) -> None:
    file: Any = st.file_uploader(_("Benchmarks as CSV"), type="csv", key="benchmarks-in", max_upload_size=1, width=420)

    def bring() -> None:
        def brought(author: str) -> None:
            fresh = benchmarks.from_csv(file.getvalue())
            benchmarks.change(context.sources, {"rows": lambda now: benchmarks.added(now, fresh)}, author)

        edit.act(edit.plain(PLACE), brought)

    if file is not None:
        st.button(_("Bring them in"), on_click=bring, icon=":material/upload:", key="benchmarks-bring")
