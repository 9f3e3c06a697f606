"""Published figures to hold a lever against: kept with source, licence and date, brought in as CSV, taken on request.

A benchmark is a hint, never a target by itself: taking one sets the lever's benchmark and nothing else.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from data.library import Benchmark
from data.library import benchmarks as library
from metrics.answers.cells import AnswerError, Row, day, number, one_of, rows, text
from metrics.answers.store import Part, Saved, load, save
from metrics.context import Sources
from metrics.scenario.assumption import Assumption, ScenarioError
from metrics.scenario.input_units import shown, typed
from metrics.scenario.kinds import KINDS
from metrics.scenario.model import check
from metrics.scenario.scenario import Scenario
from metrics.words.text import N_, Message, message

METHOD = "benchmarks"
COLUMNS = ("name", "lever", "value", "source", "licence", "read")
LEVERS = tuple(kind.id for kind in KINDS.values() if kind.baseline)
MOST_BYTES, MOST_ROWS = 200_000, 100


def _row(row: Mapping[str, Any]) -> Row:
    """One row as it is kept. ``value`` is as a person types it: per cent for shares; ``read``: the day, ISO."""
    what = message(N_("Benchmark"))
    return {
        "id": str(row["id"]),
        "name": text(row.get("name")),
        "lever": one_of(row.get("lever"), LEVERS, message(N_("Lever"))),
        "value": number(row.get("value"), -1e15, 1e15, what),
        "source": text(row.get("source")),
        "licence": text(row.get("licence")),
        "read": day(row.get("read"), message(N_("Looked up"))),
    }


PARTS: Mapping[str, Part] = {"rows": Part("rows", lambda value: [_row(row) for row in rows(value)], list)}


def kept(sources: Sources) -> Saved:
    """The benchmarks people entered or brought in; none at first."""
    return load(sources, METHOD, PARTS)["rows"]


def change(sources: Sources, changes: Mapping[str, Callable[[Any], Any]], author: str) -> dict[str, Any]:
    """Change the table and keep it. AnswerError, and nothing written, when it cannot be."""
    return save(sources, METHOD, PARTS, changes, author)


def from_csv(body: bytes) -> list[dict[str, Any]]:
    """The rows of a CSV file with the columns of COLUMNS. AnswerError, in one sentence, when it is none.

    Every row needs a name, a value, a source, a licence and the day it was looked up: a figure without them cannot be
    argued with.
    """
    if len(body) > MOST_BYTES:
        raise AnswerError(message(N_("The file is larger than {n} kB. Bring in a smaller one."), n=MOST_BYTES // 1000))
    try:
        reader = csv.DictReader(io.StringIO(body.decode("utf-8-sig")), strict=True)
        lines = [dict(row) for row in reader]
        heads = [str(name).strip() for name in reader.fieldnames or ()]
    except (UnicodeDecodeError, csv.Error) as error:
        raise AnswerError(message(N_("This is no CSV file in UTF-8. Save it as one."))) from error
    missing = [name for name in COLUMNS if name not in heads]
    if missing:
        text = N_("The file has no column {missing}. It needs: {all}.")
        raise AnswerError(message(text, missing=", ".join(missing), all=", ".join(COLUMNS)))
    if not 0 < len(lines) <= MOST_ROWS:
        raise AnswerError(message(N_("The file holds {n} rows. Bring in 1 to {most}."), n=len(lines), most=MOST_ROWS))
    return [_from_file(n, row) for n, row in enumerate(lines, 2)]


def _from_file(line: int, row: Mapping[str, Any]) -> dict[str, Any]:
    cells = {name: str(row.get(name) or "").strip() for name in COLUMNS}
    empty = [name for name in COLUMNS if name != "lever" and not cells[name]]
    if empty or None in row:
        missing = ", ".join(empty) or "?"
        raise AnswerError(message(N_("Line {n} lacks: {missing}."), n=line, missing=missing))
    try:
        value = float(cells["value"])
        checked = _row({**cells, "id": f"file-{line}", "value": value})
    except ValueError as error:
        unread = message(N_("{value} is no number"), value=cells["value"])
        why = error.reason if isinstance(error, AnswerError) else unread
        raise AnswerError(message(N_("Line {n}: {why}."), n=line, why=why)) from error
    return {name: checked[name] for name in COLUMNS}


def published(lang: str, customers: float | None = None) -> list[dict[str, Any]]:
    """The published figures of levers that come along, as rows to keep, named in ``lang``.

    What is of one customer is taken times ``customers``, and left out while nobody knows how many they are.
    """
    return [
        _published(held, lang, customers) for held in library() if held.lever and (customers or not held.per_customer)
    ]


def _published(held: Benchmark, lang: str, customers: float | None) -> dict[str, Any]:
    of_whom = ", ".join(part for part in (held.population.get(lang, ""), held.n, str(held.year or "")) if part)
    figure = held.value * (customers or 0.0) if held.per_customer else held.value
    value = shown(figure, KINDS[held.lever].unit)
    told = {"source": f"{held.source} ({of_whom})", "licence": held.licence, "read": ""}
    return {"name": held.name[lang], "lever": held.lever, "value": round(value, 4), **told}


def added(now: list[Row], fresh: list[dict[str, Any]]) -> list[Row]:
    """``now`` with ``fresh`` after it; one of the same name and lever takes the other's place."""
    mine = {(row["name"], row["lever"]) for row in fresh}
    left = [row for row in now if (row["name"], row["lever"]) not in mine]
    taken = {str(row["id"]) for row in left}
    free = (f"file-{n}" for n in range(1, len(left) + len(fresh) + 1) if f"file-{n}" not in taken)
    return [*left, *({**row, "id": next(free)} for row in fresh)]


def taken(scenario: Scenario, entered: list[Row], author: str, on: date | None) -> tuple[Scenario, list[Message]]:
    """``scenario`` with each row's value as the benchmark of its levers, and a sentence for each that cannot be."""
    refused = []
    for row in entered:
        if not row["lever"] or row["value"] is None:
            continue
        source = ", ".join(part for part in (row["source"], row["licence"], row["read"]) if part)
        for lever in [lever for lever in scenario.levers if lever.kind == row["lever"]]:
            path, unit = f"{lever.id}.benchmark", lever.spec.unit
            try:
                value = Assumption(value=typed(row["value"], unit), unit=unit, source=source, owner=author, set_on=on)
                check(path, value, scenario.bounds(path))
                scenario = scenario.with_lever(replace(lever, benchmark=value))
            except ScenarioError as error:
                refused.append(error.reason)
    return scenario, refused
