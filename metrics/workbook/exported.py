"""The business case as a workbook to take away: made of what the page shows, and written into the audit."""

from __future__ import annotations

from datetime import UTC, datetime

from data.store import open_store
from metrics.context import Context
from metrics.workbook.about import Facts
from metrics.workbook.make import Workbook, make


def _workbook(context: Context, title: str, author: str, lang: str = "en") -> Workbook:
    """The scenario in force with live formulas. ``title``: scenario and version in the reader's words."""
    published = context.sources.published
    now = datetime.now(UTC)
    facts = Facts(title, published.name, published.version, published.until, published.sample, now, author)
    return make(context.scenario, context.baseline, lambda id: context.read(id).value, facts, lang)


def taken(context: Context, title: str, author: str, lang: str = "en") -> bytes:
    """The file, and an audit line that it left the house."""
    file = _workbook(context, title, author, lang).write()
    what = f"{context.sources.published.name}, {len(file)} bytes"
    open_store().record(author, "export workbook", context.label, what)
    return file
