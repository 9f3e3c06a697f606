"""The business case as a workbook to take away: made of what the page shows, and written into the audit."""

from __future__ import annotations

from datetime import UTC, datetime

from data.store import open_store
from metrics.context import Context
from metrics.workbook import Facts, Workbook, make

SHOWN = (
    "programme_npv",
    "programme_benefit",
    "programme_cost",
    "irr",
    "mirr",
    "payback",
    "payback_from_live",
    "discounted_payback",
    "roi_total",
    "roi_first_cost",
    "cost_benefit",
    "benefit_a_year",
)


def workbook(context: Context, title: str, author: str, lang: str = "en") -> Workbook:
    """The scenario in force with live formulas. ``title``: scenario and version in the reader's words."""
    published = context.sources.published
    shown = {id: context.read(id).value for id in SHOWN}
    now = datetime.now(UTC)
    facts = Facts(title, published.name, published.version, published.until, published.sample, now, author)
    return make(context.scenario, context.baseline, shown, facts, lang)


def taken(context: Context, title: str, author: str, lang: str = "en") -> bytes:
    """The file, and an audit line that it left the house."""
    file = workbook(context, title, author, lang).write()
    open_store().record(
        author, "export workbook", context.label, f"{context.sources.published.name}, {len(file)} bytes"
    )
    return file
