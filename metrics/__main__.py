"""``python -m metrics …``: readings, customer value and cash flows from the command line."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from typing import NoReturn

from data import failing
from data.errors import InputError

COMMANDS = ("report", "value", "cashflow", "uplift", "score")


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, without the usage text before it."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message} (see {self.prog} --help)\n")


def parser() -> argparse.ArgumentParser:
    """All commands with their arguments."""
    root = _Parser(prog="python -m metrics", description="What the numbers mean.")
    commands = root.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)
    for name in COMMANDS:
        module = importlib.import_module(f"metrics.commands.{name}")
        command = module.add(commands)
        command.set_defaults(run=module.run)
        command.add_argument("--json", action="store_true", help="print one JSON document")
        command.add_argument("--lang", choices=("en", "zh_CN"), default="en", help="language of the text")
    return root


def main(argv: list[str] | None = None) -> int:
    """Run one command; 0 on success, 2 when the input cannot be used."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    arguments = parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except InputError as error:
        print(f"python -m metrics {arguments.command}: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 0
    except failing.FAILING as error:
        print(f"python -m metrics {arguments.command}: {failing.told(error)}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
