"""What people enter on promised and realised: rows of the register, months that are closed, what explains a gap."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from metrics.answers.cells import AnswerError, Row, day, number, one_of, rows, text
from metrics.answers.store import Part, Saved, load, save
from metrics.context import Sources
from metrics.words.text import N_, message

METHOD = "realised"
MOST = 1e12  # money of one row
CAUSES = {
    "A": N_("A randomised control"),
    "B": N_("B staggered roll-out"),
    "C": N_("C before and after"),
    "D": N_("D owner's estimate"),
}
MARKS = {
    "1": N_("1 in the general ledger"),
    "2": N_("2 volumes, priced by finance"),
    "3": N_("3 calculated only"),
}
STATUSES = {"draft": N_("draft"), "approved": N_("approved"), "refused": N_("refused")}
KINDS = {"timing": N_("timing"), "not posted": N_("not posted"), "other": N_("other")}
TEXTS = ("method", "evidence", "budget_line", "cost_center", "owner", "entered_by", "approved_by")
_KEY = re.compile(r"[^|]{1,60}\|\d{4}-(0[1-9]|1[0-2])")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def _register(value: Any) -> dict[str, Row]:
    """ "lever|2026-10" -> a row of the register: it stands over one that came with the data."""
    kept: dict[str, Row] = {}
    for key, row in dict(value or {}).items():
        if not _KEY.fullmatch(str(key)):
            raise AnswerError(message(N_("{key} is no lever and month, such as retention|2026-10"), key=str(key)))
        kept[str(key)] = _row(dict(row))
    return kept


def _row(row: Mapping[str, Any]) -> Row:
    amount = message(N_("Realised"))
    actual, low, high = (number(row.get(name), -MOST, MOST, amount) for name in ("actual", "low", "high"))
    if (low is None) != (high is None):
        raise AnswerError(message(N_("A range has two ends: enter both, or none.")))
    if actual is not None and low is not None and high is not None and not low <= actual <= high:
        raise AnswerError(message(N_("The realised amount lies outside its own range. Mend one of the three.")))
    return {
        "actual": actual,
        "low": low,
        "high": high,
        "cause": one_of(row.get("cause"), CAUSES, message(N_("Cause"))),
        "money_mark": one_of(row.get("money_mark"), MARKS, message(N_("Money"))),
        "status": one_of(row.get("status"), STATUSES, message(N_("Status"))) or "draft",
        "approved_on": day(row.get("approved_on"), message(N_("Approved on"))),
        **{name: text(row.get(name)) for name in TEXTS},
    }


def _items(value: Any) -> list[Row]:
    """What explains a gap between ledger and records: month, what it is, by how much, of which kind."""
    kept = []
    for row in rows(value):
        month, item = str(row.get("month") or "")[:7], text(row.get("item"))
        if not _MONTH.fullmatch(month) or not item:
            raise AnswerError(message(N_("An item that explains a gap needs its month and its name.")))
        amount = number(row.get("amount"), -MOST, MOST, message(N_("Amount")))
        if amount is None:
            raise AnswerError(message(N_("{item} has no amount. Enter by how much it moves the ledger."), item=item))
        kind = one_of(row.get("kind"), KINDS, message(N_("Kind"))) or "other"
        kept.append({"id": str(row["id"]), "month": month, "item": item, "amount": amount, "kind": kind})
    return kept


def _closes(value: Any) -> dict[str, Row]:
    """Month -> who closed it, when, and whether somebody else than who entered the figures vouched for it."""
    kept: dict[str, Row] = {}
    for month, row in dict(value or {}).items():
        if not _MONTH.fullmatch(str(month)):
            raise AnswerError(message(N_("{month} is no month, such as 2026-10"), month=str(month)))
        kept[str(month)] = {
            "by": text(row.get("by")),
            "on": day(row.get("on"), message(N_("Closed on"))),
            "verified": bool(row.get("verified")),
            "open": number(row.get("open"), -MOST, MOST, message(N_("Unreconciled"))),
        }
    return kept


def _sample_closes() -> dict[str, Row]:
    """The sample company's finance has closed every month but the last."""
    months = [f"{2024 + (4 + n) // 12}-{(4 + n) % 12 + 1:02d}" for n in range(29)]
    after = [*months[1:], "2026-10"]
    return {
        month: {"by": "Ida Marchbank", "on": f"{then}-09", "verified": True, "open": 0.0}
        for month, then in zip(months, after, strict=True)
    }


def _frozen(value: Any) -> Row:
    """The frozen baseline: figures by name, who froze them and when; empty while nobody has."""
    given = dict(value or {})
    if not given:
        return {}
    label = message(N_("Baseline"))
    figures = {str(name): number(figure, -MOST, MOST, label) for name, figure in dict(given["figures"]).items()}
    return {"by": text(given.get("by")), "on": day(given.get("on"), label), "figures": figures}


PARTS: Mapping[str, Part] = {
    part.id: part
    for part in (
        Part("register", _register, dict),
        Part("items", _items, list),
        Part("closes", _closes, dict, _sample_closes),
        Part("frozen", _frozen, dict),
    )
}


def answers(sources: Sources) -> Mapping[str, Saved]:
    """Every part as it is kept."""
    return load(sources, METHOD, PARTS)


def change(sources: Sources, changes: Mapping[str, Callable[[Any], Any]], author: str) -> dict[str, Any]:
    """Change parts and keep them. AnswerError, and nothing written, when one cannot be."""
    return save(sources, METHOD, PARTS, changes, author)
