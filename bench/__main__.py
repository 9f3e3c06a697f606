"""``python -m bench [NAME ...]``: run every measurement, or those named."""

from __future__ import annotations

import importlib
import pkgutil
import sys
import time

import bench


def names() -> list[str]:
    """The measurements there are: every file of bench/ but this one."""
    return sorted(module.name for module in pkgutil.iter_modules(bench.__path__) if not module.name.startswith("_"))


def run(name: str) -> bool:
    """Run one measurement and say how long it took; False when it missed a bound it states (SystemExit) or failed."""
    print(f"== {name}", flush=True)
    started = time.perf_counter()
    try:
        importlib.import_module(f"bench.{name}").main()
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


def main() -> int:
    """0 when every measurement kept its bounds."""
    wanted = sys.argv[1:] or names()
    if unknown := sorted(set(wanted) - set(names())):
        print(
            f"python -m bench: no measurement called {', '.join(unknown)}; there are {', '.join(names())}",
            file=sys.stderr,
        )
        return 2
    results = [run(name) for name in wanted]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
