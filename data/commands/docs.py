"""``python -m data docs``: docs/data.md, written from the contracts."""

from __future__ import annotations

import argparse
import json
from typing import Any

from data.docs import text


def add(commands: argparse._SubParsersAction[Any]) -> argparse.ArgumentParser:
    """Declare the command."""
    command: argparse.ArgumentParser = commands.add_parser(
        "docs", help="print docs/data.md, written from the contracts"
    )
    return command


def run(arguments: argparse.Namespace) -> int:
    """Print the page."""
    print(json.dumps({"text": text()}) if arguments.json else text(), end="\n" if arguments.json else "")
    return 0
