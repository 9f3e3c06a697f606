"""``python -m bench [NAME ... | NAME OPTION ...]``: run every measurement, those named, or one with its options."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import sys
import time
from collections.abc import Iterable, Sequence

import bench


def names() -> list[str]:
    """The measurements there are: every file of bench/ but this one."""
    return sorted(module.name for module in pkgutil.iter_modules(bench.__path__) if not module.name.startswith("_"))


def run(name: str, options: Sequence[str] = ()) -> bool:
    """Run one measurement and say how long it took; False when it missed a bound it states (SystemExit) or failed."""
    print(f"== {name}", flush=True)
    started = time.perf_counter()
    try:
        module = importlib.import_module(f"bench.{name}")
        module.main(options) if options else module.main()
        passed = True
    except SystemExit as end:
        passed = end.code in (None, 0)
        if isinstance(end.code, str):
            print(end.code)
    except Exception as error:
        print(f"failed: {type(error).__name__}: {error}")
        passed = False
    print(f"== {name} {'done' if passed else 'MISSED'} in {time.perf_counter() - started:.1f} s\n", flush=True)
    return passed


def signature(name: str) -> Iterable[str]:
    """What the ``main`` of that measurement may be told."""
    return inspect.signature(importlib.import_module(f"bench.{name}").main).parameters


def main() -> int:
    """0 when every measurement kept its bounds."""
    asked = sys.argv[1:]
    cut = next((place for place, word in enumerate(asked) if word.startswith("-")), len(asked))
    wanted, options = asked[:cut] or names(), asked[cut:]
    if unknown := sorted(set(wanted) - set(names())):
        print(
            f"python -m bench: no measurement called {', '.join(unknown)}; there are {', '.join(names())}",
            file=sys.stderr,
        )
        return 2
    if options and (len(wanted) != 1 or "options" not in signature(wanted[0])):
        print(f"python -m bench: {' '.join(options)} is for one measurement that takes options", file=sys.stderr)
        return 2
    results = [run(name, options) for name in wanted]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
