"""How long a build takes, and how much memory: CDNOW, the sample company, and a million customers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Bound:
    """A build and what it may take at most."""

    name: str
    arguments: tuple[str, ...]
    seconds: float | None
    gigabytes: float


BOUNDS = (
    Bound("cdnow", ("--example", "cdnow"), 5, 4),
    Bound("company, 20,000 customers", ("--example", "company"), 30, 4),
    Bound("company, 1,000,000 customers", ("--example", "company", "--customers", "1000000"), None, 4),
)


def measure(arguments: tuple[str, ...]) -> tuple[float, float, dict[str, object]]:
    """Seconds on the clock, peak memory in GB, and the answer of ``python -m data build`` in a home of its own."""
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryFile("w+") as answer:
        environment = {**os.environ, "PAYBACK_HOME": home}
        command = [sys.executable, "-m", "data", "build", *arguments, "--json"]
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=answer, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        if status:
            code = os.waitstatus_to_exitcode(status)  # below zero: the signal that ended it
            raise RuntimeError(f"{' '.join(command)} ended with {code}")
        answer.seek(0)
        unit = 1 if sys.platform == "darwin" else 1024  # ru_maxrss is in bytes there, in kilobytes elsewhere
        return seconds, usage.ru_maxrss * unit / 1e9, json.load(answer)


def main() -> None:
    missed = []
    for bound in BOUNDS:
        seconds, gigabytes, answer = measure(bound.arguments)
        orders = answer["tables"]["orders"]["rows_loaded"]  # type: ignore[index]
        limit = f"at most {bound.seconds} s, " if bound.seconds else ""
        print(f"{bound.name}: {seconds:.1f} s, {gigabytes:.2f} GB ({limit}{bound.gigabytes} GB); {orders:,} orders")
        if gigabytes > bound.gigabytes or (bound.seconds and seconds > bound.seconds):
            missed.append(bound.name)
    if missed:
        sys.exit(f"over the bound: {', '.join(missed)}")
