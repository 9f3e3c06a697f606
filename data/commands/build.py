"""``python -m data build``: load a folder or an example, make and test the marts, publish them."""

from __future__ import annotations

import argparse
import json
import os
import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from data import company, examples, leftovers, warehouse
from data.engines import ENGINES, require
from data.errors import InputError
from data.home import home
from data.progress import Bar, part
from data.wording import N_, say

EXAMPLES = ("company", "cdnow")


def add(commands: argparse._SubParsersAction[Any]) -> argparse.ArgumentParser:
    """Declare the command."""
    command: argparse.ArgumentParser = commands.add_parser("build", help="load data, make the marts, publish them")
    where = command.add_mutually_exclusive_group(required=True)
    where.add_argument(
        "--source", type=Path, metavar="DIR", help="folder with orders.csv, .parquet or .xlsx and others"
    )
    where.add_argument("--example", choices=EXAMPLES, help="data at hand: a sample company, or CDNOW")
    command.add_argument("--customers", type=int, metavar="N", help="size of the sample company (20,000)")
    command.add_argument("--engine", choices=ENGINES, default="duckdb", help="where the SQL runs (duckdb)")
    command.add_argument("--out", type=Path, metavar="DIR", help="publish in this folder instead of PAYBACK_HOME")
    return command


def run(arguments: argparse.Namespace) -> int:
    """Build and say what became of it; InputError when the input cannot be used."""
    if arguments.customers is not None and arguments.example != "company":
        raise InputError(f"--customers {arguments.customers} is for --example company only; leave it out")
    if arguments.customers is not None and arguments.customers < 1:
        raise InputError(f"--customers is {arguments.customers}; give a number above 0")
    require(arguments.engine)
    if arguments.out:
        _use(arguments.out)
    began = time.monotonic()
    with Bar() as bar:
        result = replace(_built(arguments, bar), seconds=time.monotonic() - began)  # an example is written first
    print(json.dumps(document(result), indent=2) if arguments.json else page(result, arguments.lang))
    return 0


def _use(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise InputError(f"--out {out} is a file; give a folder")
    os.environ["PAYBACK_HOME"] = str(out)


def _built(arguments: argparse.Namespace, bar: Bar) -> warehouse.BuildResult:
    if arguments.source:
        name = arguments.source.resolve().name
        return warehouse.build(arguments.source, name=name, engine=arguments.engine, progress=bar)
    return example(arguments.example, arguments.customers, bar, engine=arguments.engine)


def example(
    name: str, customers: int | None, progress: warehouse.Progress, *, engine: str = "duckdb"
) -> warehouse.BuildResult:
    """Write an example's tables into a folder that goes again, and build from it. ``customers``: of the company.

    What was planted in the company is kept apart, in the folder truth of PAYBACK_HOME; nothing here reads it.
    """
    with TemporaryDirectory(prefix=leftovers.named("example"), dir=home()) as scratch:
        tables = Path(scratch) / "tables"
        if name == "cdnow":
            examples.write_cdnow(tables)
        else:
            size, told = customers or company.CUSTOMERS, home() / "truth" / "truth.json"
            company.write(tables, customers=size, progress=part(progress, 0.0, 0.5), truth=told)
        return warehouse.build(tables, name=name, sample=True, engine=engine, progress=part(progress, 0.5, 1.0))


def document(result: warehouse.BuildResult) -> dict[str, Any]:
    """The JSON of a build."""
    tables = {
        name: {"rows_read": t.rows_read, "rows_loaded": t.rows_loaded, "rows_rejected": t.rows_rejected}
        for name, t in result.tables.items()
    }
    return {
        "tables": tables,
        "marts": dict(result.marts),
        "seconds": result.seconds,
        "published": str(result.published.path),
    }


def page(result: warehouse.BuildResult, lang: str) -> str:
    """What became of each file, for a person."""
    heads = [say(text, lang) for text in (N_("table"), N_("rows read"), N_("loaded"), N_("left out"))]
    lines = [f"{heads[0]:<18}{heads[1]:>14}{heads[2]:>14}{heads[3]:>14}"]
    for name, t in result.tables.items():
        lines.append(f"{name:<18}{t.rows_read:>14,}{t.rows_loaded:>14,}{t.rows_rejected:>14,}")
    lines += _notes(result, lang)
    warned = sum(not check.ok for check in result.checks)
    lines.append(
        say(
            N_("{n} checks, {warned} with a warning; python -m data check lists them."),
            lang,
            n=len(result.checks),
            warned=warned,
        )
    )
    lines.append(
        say(N_("Published in {seconds} s: {path}"), lang, seconds=f"{result.seconds:.1f}", path=result.published.path)
    )
    return "\n".join(lines)


def _notes(result: warehouse.BuildResult, lang: str) -> list[str]:
    lines = []
    if any(t.rows_rejected for t in result.tables.values()):
        place = warehouse.rejects_folder(result.published.version)
        lines.append(say(N_("Rows left out are listed with their reasons in {place}"), lang, place=place))
        for t in result.tables.values():
            lines += [f"  {t.file}, {reject.sentence}" for reject in t.rejects[:1]]
    for t in result.tables.values():
        if t.ignored:
            columns = ", ".join(t.ignored)
            lines.append(say(N_("Columns of {file} that are not used: {columns}"), lang, file=t.file, columns=columns))
        for column, n in t.controls.items():
            text = N_("{file}, {column}: control characters were taken out of {n} cells")
            lines.append(say(text, lang, file=t.file, column=column, n=f"{n:,}"))
        for column, zones in t.zones.items():
            text = N_("{file}, {column}: clocks of several zones ({zones}) are taken as local; bring one zone")
            lines.append(say(text, lang, file=t.file, column=column, zones=", ".join(zones)))
    if result.others:
        lines.append(say(N_("Files that are no table: {files}"), lang, files=", ".join(result.others)))
    return lines
