"""``python -m metrics value FILE``: what the customers of any order log will buy and are worth, with its range."""

from __future__ import annotations

import argparse
import json
import os
import time
from datetime import date
from pathlib import Path
from typing import Any

from data import orderlog
from data.errors import InputError
from data.progress import Bar
from metrics.commands import value_run
from metrics.lifetime.scores import read_reason
from metrics.lifetime.value import YEAR
from metrics.words.text import N_, message, translate


def add(commands: argparse._SubParsersAction[Any]) -> argparse.ArgumentParser:
    """Declare the command."""
    words = "fit and score any order log: customers' orders, churn and value"
    command: argparse.ArgumentParser = commands.add_parser("value", help=words)
    command.add_argument("file", metavar="FILE", type=Path, help="CSV, Parquet or XLSX with one row an order")
    command.add_argument("--customer", metavar="COL", required=True, help="column that identifies the customer")
    command.add_argument("--date", metavar="COL", required=True, help="column with the day of the order")
    command.add_argument("--amount", metavar="COL", help="column with the money of the order; below zero is a refund")
    command.add_argument("--order", metavar="COL", help="column that names the order, where a row is a line of one")
    command.add_argument("--observed-until", metavar="DATE", type=_day, help="last day seen, if after the last order")
    command.add_argument("--rate", metavar="R", type=float, default=value_run.RATE, help="yearly discount rate")
    words = "days ahead of value; more columns than those of one year when it is not 365"
    command.add_argument("--horizon-days", metavar="N", type=int, default=int(YEAR), help=words)
    command.add_argument("--calibration-end", metavar="DATE", type=_day, help="last day fitted on, as 2026-01-31")
    command.add_argument("--holdout-end", metavar="DATE", type=_day, help="last day judged on; else the last order's")
    units, words = tuple(value_run.UNITS), "unit of time of parameters, recency and T"
    command.add_argument("--unit", choices=units, default="day", help=words)
    command.add_argument("--scores", metavar="FILE.parquet", type=Path, help="write one row a customer there")
    return command


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; write it as 2026-01-31") from None


def run(arguments: argparse.Namespace) -> int:
    """Read, fit, judge, print; InputError when the file or a date cannot be used."""
    if not -1 < arguments.rate < 1e6 or not 1 <= arguments.horizon_days <= 36_500:
        raise InputError("--rate must be above -1 (0.1 for 10%), and --horizon-days 1 to 36,500")
    if arguments.scores is not None and not arguments.scores.absolute().parent.is_dir():
        raise InputError(f"{arguments.scores.parent} is no folder; make it first, or write the scores elsewhere")
    with Bar() as bar:
        bar("reading", 0.0)
        began = time.perf_counter()
        columns = arguments.customer, arguments.date, arguments.amount, arguments.order
        read = orderlog.read_file(arguments.file, *columns)
        seconds = time.perf_counter() - began
        asked = value_run.Asked(
            arguments.calibration_end,
            arguments.holdout_end,
            arguments.observed_until,
            arguments.unit,
            arguments.rate,
            arguments.horizon_days,
        )
        found = value_run.answer(read, asked, seconds, bar)
    if arguments.scores is not None:
        _write(found, arguments.scores)
    if arguments.json:
        document = _told(found.document, arguments.lang)
        print(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False, default=str))
    else:
        print(_page(found, arguments.lang))
    return 0


def _write(found: value_run.Answer, path: Path) -> None:
    """The table under its name once it is whole."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        found.table.to_parquet(temporary, index=False)
        temporary.replace(path)
    except OSError as error:
        raise InputError(f"{path} cannot be written ({error.strerror}); give another file") from error
    finally:
        temporary.unlink(missing_ok=True)


def _told(document: Any, lang: str) -> Any:
    """The document with its reasons as sentences."""
    if isinstance(document, dict):
        if document.keys() == {"text", "values"}:
            reason = read_reason(document)
            return reason.render(lang) if reason else None
        return {key: _told(value, lang) for key, value in document.items()}
    return [_told(value, lang) for value in document] if isinstance(document, list) else document


_COLUMNS = ("model", "actual", "expected", "low", "high", "MAE", "MAE point", "Gini", "sum", "ECE")


def _page(found: value_run.Answer, lang: str) -> str:
    document = _told(found.document, lang)
    head = message(
        N_("{customers} customers, {orders} orders, fitted on {start} to {end}."),
        customers=f"{document['customers']:,}",
        orders=f"{document['orders']:,}",
        start=document["calibration"]["start"],
        end=document["calibration"]["end"],
    ).render(lang)
    lines = [head, *(note.render(lang) for note in found.notes), ""]
    lines += [_fit_line(name, entry) for name, entry in document["models"].items()]
    if document["holdout"]:
        days = document["holdout_days"]
        said = N_("Held out: {days} days from {start}. Champion: {model}.")
        lines += ["", translate(said, lang).format(days=days["days"], start=days["from"], model=document["champion"])]
        lines += [_row(_COLUMNS), *(_row(_cells(name, entry)) for name, entry in document["holdout"].items())]
    return "\n".join(lines)


def _fit_line(name: str, entry: dict[str, Any]) -> str:
    if any(value is None for value in entry["params"].values()):
        return f"{name:<12} {entry['reason']}"
    params = "  ".join(f"{key} {value:.5g}" for key, value in entry["params"].items())
    line = f"{name:<12} {params}  LL {entry['log_likelihood']:.2f}"
    return f"{line}  {entry['reason']}" if entry["reason"] else line


def _cells(name: str, entry: dict[str, Any]) -> tuple[str, ...]:
    def number(key: str, form: str) -> str:
        return "-" if entry[key] is None else format(entry[key], form)

    counts = (number(key, ",.0f") for key in ("actual", "expected", "low", "high"))
    marks = (number("mae_mean", ".3f"), number("mae_point", ".3f"), number("gini", ".3f"))
    return (name, *counts, *marks, number("aggregate_error", "+.1%"), number("ece", ".3f"))


def _row(cells: tuple[str, ...]) -> str:
    return f"{cells[0]:<14}" + "".join(f"{cell:>11}" for cell in cells[1:])
