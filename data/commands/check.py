"""``python -m data check``: what the tests of the published data found."""

from __future__ import annotations

import argparse
import json
from typing import Any

from data import warehouse
from data.wording import N_, say


def add(commands: argparse._SubParsersAction[Any]) -> argparse.ArgumentParser:
    """Declare the command."""
    command: argparse.ArgumentParser = commands.add_parser("check", help="what the tests of the published data found")
    return command


def run(arguments: argparse.Namespace) -> int:
    """Print every check of the current version; InputError when nothing is published."""
    found = document(warehouse.open_current())
    print(json.dumps(found, indent=2) if arguments.json else page(found, arguments.lang))
    return 0


def document(held: warehouse.Warehouse) -> dict[str, Any]:
    """The JSON of a check: the version, what it holds, and each check's count."""
    until = held.published.until
    columns = 'check_name as check, table_name as "table", severity, failed, "of", ok'
    checks = held.query(f"select {columns} from check_result order by ok, check_name")  # noqa: S608 - our own text
    tables = held.query("select table_name, rows, rejected from held where supplied order by table_name")
    missing = held.query("select table_name from held where not supplied order by table_name")
    return {
        "data": {
            "version": held.published.version,
            "name": held.published.name,
            "hash": held.published.data_hash,
            "until": until.isoformat() if until else None,
        },
        "tables": {
            t["table_name"]: {"rows": t["rows"], "rows_rejected": t["rejected"]} for t in tables.to_dict("records")
        },
        "missing": list(missing["table_name"]),
        "checks": checks.to_dict("records"),
    }


def page(found: dict[str, Any], lang: str) -> str:
    """The checks for a person: those with something to say first, the rest as a count."""
    warned = [check for check in found["checks"] if not check["ok"]]
    lines = [
        say(N_("{failed} of {of} rows: {check}"), lang, failed=f"{c['failed']:,}", of=f"{c['of']:,}", check=c["check"])
        for c in warned
    ]
    passed = len(found["checks"]) - len(warned)
    lines.append(say(N_("{passed} of {n} checks found nothing."), lang, passed=passed, n=len(found["checks"])))
    if found["missing"]:
        lines.append(say(N_("Tables not supplied: {tables}"), lang, tables=", ".join(found["missing"])))
    return "\n".join(lines)
