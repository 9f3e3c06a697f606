"""``metrics report``: readings of the published data under a saved scenario."""

from __future__ import annotations

import argparse
import json
from typing import Any

from data.errors import InputError
from metrics import report
from metrics.reading import Reading
from metrics.registry import METRICS, SUBJECT_NAMES
from metrics.versions import named
from metrics.words.text import translate
from metrics.words.units import format_range, format_value


def add(commands: Any) -> argparse.ArgumentParser:
    """Declare the arguments."""
    parser: argparse.ArgumentParser = commands.add_parser("report", help="readings of the published data")
    words = "a saved version, such as 'Base case v1'; the newest if none"
    parser.add_argument("--scenario", metavar="NAME", help=words)
    parser.add_argument("--only", nargs="+", metavar="ID", help="these metrics only")
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Print the readings; InputError when nothing is published or a name is unknown."""
    context = _context(arguments.scenario)
    ids = _ids(arguments.only)
    readings = report.readings(context, ids).values()
    if arguments.json:
        print(json.dumps(document(context, readings, arguments.lang), ensure_ascii=False))
    else:
        _print(context, readings, arguments.lang)
    return 0


def _ids(only: list[str] | None) -> list[str]:
    for id in only or ():
        if id not in METRICS:
            raise InputError(f"there is no metric {id!r}; choose from {', '.join(METRICS)}")
    return only or list(METRICS)


def _context(name: str | None) -> report.Context:
    saved = {f"{version.name} v{version.version}": version for version in named.all_versions()}
    if name is None:
        return report.saved()
    if name not in saved:
        raise InputError(f"there is no scenario {name!r}; choose from {', '.join(saved)}")
    return report.saved(saved[name].version, saved[name].name)


def document(context: report.Context, readings: Any, lang: str) -> dict[str, Any]:
    """The JSON document: data, scenario and one entry a reading."""
    published = context.sources.published
    name, _, version = context.label.rpartition(" v")
    return {
        "data": {
            "name": published.name,
            "sample": published.sample,
            "hash": published.data_hash,
            "until": published.until.isoformat() if published.until else None,
            "currency": context.scenario.currency,
        },
        "scenario": {"name": name, "version": int(version)},
        "readings": [entry(reading, context.scenario.currency, lang) for reading in readings],
    }


def entry(reading: Reading, currency: str, lang: str) -> dict[str, Any]:
    """One reading; its reason stands beside a value of null."""
    basis = reading.basis
    return {
        "id": reading.id,
        "subject": METRICS[reading.id].subject,
        "name": reading.name.render(lang, currency),
        "value": reading.value,
        "unit": reading.unit.value,
        "low": reading.low,
        "high": reading.high,
        "reason": reading.reason.render(lang, currency) if reading.reason else None,
        "source": basis.source,
        "formula": basis.formula.render(lang, currency),
        "mart": basis.mart,
        "rows": basis.rows,
        "assumptions": [
            {
                "name": given.label.render(lang, currency),
                "value": given.value,
                "unit": given.unit.value,
                "owner": given.owner,
                "set_on": given.set_on.isoformat() if given.set_on else None,
            }
            for given in basis.given
        ],
        "range": basis.range_note.render(lang, currency) if basis.range_note else None,
        "code": basis.code,
    }


def _print(context: report.Context, readings: Any, lang: str) -> None:
    currency = context.scenario.currency
    published = context.sources.published
    print(f"{published.name} · {published.until} · {context.label}")
    subject = ""
    for reading in readings:
        if METRICS[reading.id].subject != subject:
            subject = METRICS[reading.id].subject
            print(f"\n{translate(SUBJECT_NAMES[subject], lang)}")
        name = reading.name.render(lang, currency)
        if reading.value is None:
            print(f"{name}: – ({reading.reason.render(lang, currency)})")
            continue
        text = f"{name}: {format_value(reading.value, reading.unit, lang, currency)}"
        if reading.low is not None and reading.high is not None:
            text += f" ({format_range(reading.low, reading.high, reading.unit, lang, currency)})"
        print(text)
