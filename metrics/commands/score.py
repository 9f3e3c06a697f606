"""``python -m metrics score``: forecast every customer of the published data, and write it beside them."""

from __future__ import annotations

import argparse
import json
from typing import Any

from data import warehouse
from data.progress import Bar
from metrics.lifetime import scores
from metrics.reading import UndefinedError
from metrics.words.text import N_, message
from metrics.words.units import Amount, Unit


def add(commands: argparse._SubParsersAction[Any]) -> argparse.ArgumentParser:
    """Declare the command."""
    words = "forecast every customer of the published data"
    command: argparse.ArgumentParser = commands.add_parser("score", help=words)
    command.add_argument("--no-level", action="store_true", help="leave out the factor of the recent pace")
    command.add_argument("--no-season", action="store_true", help="leave out the factor of last year's season")
    return command


def run(arguments: argparse.Namespace) -> int:
    """Compute, write, say what came out; InputError when nothing is published."""
    published = warehouse.open_current()
    with Bar() as bar:
        switches = scores.Switches(use_level=not arguments.no_level, use_season=not arguments.no_season)
        path = scores.score(published, bar, switches)
    forecast = scores.load(published)
    if arguments.json:
        print(json.dumps(dict(forecast.card) | {"file": str(path)}, ensure_ascii=False))
        return 0
    try:
        total = forecast.total
    except UndefinedError as error:
        print(error.reason.render(arguments.lang))
        return 0
    summary = message(
        N_("{n} customers, worth {value} ({low} to {high}) over {months} months. Forecast by {model}."),
        n=Amount(len(forecast.frame), Unit.COUNT),
        value=Amount(total.value, Unit.MONEY),
        low=Amount(total.low or 0.0, Unit.MONEY),
        high=Amount(total.high or 0.0, Unit.MONEY),
        months=forecast.card["horizon_months"],
        model=forecast.card["champion"],
    )
    currency = str(published.frame("data_facts")["currency"].iloc[0] or "XXX")
    print(summary.render(arguments.lang, currency))
    print(path)
    return 0
