"""How big the house is: lines, entries a folder, the longest chain of imports, what nobody calls.

Options: ``--list`` names what is counted, and ``--of DIR`` counts another checkout.
"""

from __future__ import annotations

import argparse
import io
import re
import statistics
import sys
import tokenize
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench._source import Function, Modules, at_home, chain, read, unused

ROOT = Path(__file__).resolve().parents[1]
LINES, SKIPS, UNUSED, CHAIN = 37_500, 0, 0, 21
ENTRIES = {"metrics": 32, "pages/parts": 25}
LONG_MODULE, LONG_FUNCTION = 250, 30


@dataclass(frozen=True)
class Counted:
    """One figure; ``names`` are what it counts."""

    what: str
    number: float
    bound: float | None = None
    names: Sequence[str] = ()

    @property
    def missed(self) -> bool:
        """Whether it is above its bound."""
        return self.bound is not None and self.number > self.bound

    @property
    def line(self) -> str:
        """The figure, its bound, and whether it is kept."""
        if self.bound is None:
            return f"{self.what}: {self.number:,g}"
        return f"{self.what}: {self.number:,.0f}, at most {self.bound:,.0f}{', MISSED' * self.missed}"


def entries(folder: Path) -> list[str]:
    """Files and folders that lie directly in ``folder``, without what tools leave behind."""
    return sorted(there.name for there in folder.iterdir() if there.name != "__pycache__" and there.name[0] != ".")


def files(root: Path) -> Iterator[Path]:
    """Every Python file of the checkout, tests too."""
    for file in sorted(root.rglob("*.py")):
        if not any(part == "__pycache__" or part[0] == "." for part in file.relative_to(root).parts):
            yield file


def skips(text: str) -> int:
    """Comments that keep the formatter away; a text that only speaks of one is none."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    comments = [token.string for token in tokens if token.type == tokenize.COMMENT]
    return sum(re.search(r"# fmt: (skip|off)\b", comment) is not None for comment in comments)


def length(function: Function) -> int:
    """Lines from ``def`` to the end."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def figures(root: Path) -> Iterator[Counted]:
    """Everything that is counted in the checkout at ``root``."""
    modules = read(root)
    own = [module for module in modules.values() if module.counted]
    yield Counted("lines of Python in metrics and pages", sum(module.lines for module in own), LINES)
    for folder, bound in ENTRIES.items():
        there = entries(root / folder)
        yield Counted(f"entries in {folder}", len(there), bound, there)
    way = chain(modules)
    yield Counted("modules from a page to the words", len(way), CHAIN, way)
    skipped = {file.relative_to(root).as_posix(): skips(file.read_text(encoding="utf-8")) for file in files(root)}
    many = [f"{name} {count}" for name, count in skipped.items() if count]
    yield Counted("lines the formatter may not touch", sum(skipped.values()), SKIPS, many)
    alone = unused(modules)
    nobody = [use for use in alone if not at_home(use, modules)]
    yield Counted("public functions no other module takes", len(alone), UNUSED, [".".join(use) for use in alone])
    yield Counted(
        "those of them that their own does not take either", len(nobody), UNUSED, [".".join(u) for u in nobody]
    )
    yield from sizes(modules)


def sizes(modules: Modules) -> Iterator[Counted]:
    """What is looked at twice, without a bound."""
    own = [module for module in modules.values() if module.counted]
    lengths = [(f"{module.name}.{node.name}", length(node)) for module in own for node in module.functions]
    big = [f"{module.name} {module.lines}" for module in own if module.lines > LONG_MODULE]
    long = [f"{name} {lines}" for name, lines in lengths if lines > LONG_FUNCTION]
    yield Counted(f"modules over {LONG_MODULE} lines", len(big), None, big)
    yield Counted(f"functions over {LONG_FUNCTION} lines", len(long), None, long)
    yield Counted("lines of a function, p50", statistics.median([lines for _, lines in lengths] or [0]))


def main(options: Sequence[str] = ()) -> None:
    """Every figure beside its bound; SystemExit with those missed."""
    parser = argparse.ArgumentParser(prog="python -m bench size", description=__doc__)
    parser.add_argument("--list", action="store_true", help="name what is counted")
    parser.add_argument("--of", type=Path, default=ROOT, metavar="DIR", help="count another checkout")
    asked = parser.parse_args(options)
    found = list(figures(asked.of.resolve()))
    for counted in found:
        print(counted.line)
        for name in counted.names if asked.list else ():
            print(f"    {name}")
    if missed := [counted.what for counted in found if counted.missed]:
        sys.exit(f"missed: {', '.join(missed)}")


if __name__ == "__main__":
    main(sys.argv[1:])
