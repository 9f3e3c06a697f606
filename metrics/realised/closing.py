"""Closing a month: which rows become approved, who may vouch for them, and what stands in the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from metrics.answers.cells import AnswerError, Row
from metrics.context import Context
from metrics.reading import UndefinedError
from metrics.realised import facts, ledger
from metrics.realised.register import Entry
from metrics.scorecard import facts as scorecard
from metrics.words.text import N_, Message, listed, message
from metrics.words.units import Month

FIELDS = (
    *("actual", "low", "high", "cause", "money_mark", "method", "evidence", "budget_line", "cost_center", "owner"),
    *("status", "entered_by", "approved_by", "approved_on"),
)


def as_row(entry: Entry) -> Row:
    """A row of the register as the page keeps it."""
    return {name: getattr(entry, name) for name in FIELDS}


def close(context: Context, by: str, on: date, *, alone: bool) -> dict[str, Callable[[Any], Any]]:
    """What closing the next month changes: its drafts become approved, and the month is marked closed.

    ``by``: who signs; ``alone``: nobody signs in, so who enters and who approves cannot be told apart. AnswerError
    where every whole month is closed, where a row lacks something, where a measure below its target has no comment,
    or where who signs entered one of its rows.
    """
    month = ledger.to_close(context)
    if month is None:
        raise AnswerError(message(N_("Every whole month is closed already.")))
    lacking = ledger.missing(context, month)
    if lacking:
        names = listed([facts.lever_name(context, lever) for lever, _columns in lacking])
        text = N_(
            "{month} cannot be closed: {names} lack an amount, a mark or evidence. Complete or refuse these rows."
        )
        raise AnswerError(message(text, month=Month(month), names=names))
    if month == facts.last_month(context) and (silent := _silent(context)):
        text = N_("{month} cannot be closed: owners have said nothing of measures below their target: {names}.")
        raise AnswerError(message(text, month=Month(month), names=listed(silent)))
    drafts = [row for row in facts.rows(context) if row.month == month and row.status == "draft"]
    own = [row.lever for row in drafts if row.entered_by == by and not alone]
    if own:
        names = listed([facts.lever_name(context, lever) for lever in own])
        text = N_("{name} entered {names} and cannot approve them too. Somebody else has to close the month.")
        raise AnswerError(message(text, name=by, names=names))
    approved = {
        f"{row.lever}|{month:%Y-%m}": {
            **as_row(row),
            "status": "approved",
            "approved_by": by,
            "approved_on": on.isoformat(),
        }
        for row in drafts
    }
    mark = {"by": by, "on": on.isoformat(), "verified": not alone, "open": _open(context, month)}
    return {
        "register": lambda now: {**now, **approved},
        "closes": lambda now: {**now, f"{month:%Y-%m}": mark},
    }


def _silent(context: Context) -> list[Message]:
    """Measures of the scorecard below their target of this month whose owners have written no comment."""
    return [each.reading.name for each in scorecard.behind(context) if not each.said]


def _open(context: Context, month: date) -> float | None:
    try:
        return round(ledger.month(context, month).open, 2)
    except UndefinedError:
        return None


def enter(context: Context, lever: str, month: str, row: Mapping[str, Any], by: str) -> dict[str, Callable[[Any], Any]]:
    """What entering a row changes: a draft by ``by``. AnswerError where its month is closed, or in the future."""
    on, done = date.fromisoformat(f"{month}-01"), facts.closed(context)
    if done is not None and on <= done:
        text = N_("{month} is closed. Enter the difference in a month that is still open.")
        raise AnswerError(message(text, month=Month(on)))
    if on > facts.last_month(context):
        text = N_("{month} is not over in the data, so nothing can be realised in it yet.")
        raise AnswerError(message(text, month=Month(on)))
    made = {**row, "status": row.get("status") or "draft", "entered_by": by, "approved_by": "", "approved_on": ""}
    return {"register": lambda now: {**now, f"{lever}|{month}": made}}


def freeze(context: Context, by: str, on: date) -> dict[str, Callable[[Any], Any]]:
    """What freezing the baseline changes: its figures as they are measured now. AnswerError where none is measured."""
    figures = {name: float(value) for name, value in context.baseline.values().items()}
    if not figures:
        raise AnswerError(message(N_("No figure of the baseline can be measured yet")))
    return {"frozen": lambda _now: {"by": by, "on": on.isoformat(), "figures": figures}}
