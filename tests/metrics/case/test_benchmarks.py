"""Benchmarks: brought in with source, licence and day, refused in one sentence, taken into the plan on request."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from data import library
from metrics import report
from metrics.answers.cells import AnswerError
from metrics.case import benchmarks as bench
from metrics.scenario.make import default
from metrics.scenario.serial import from_json, to_json

HEAD = "name,lever,value,source,licence,read\n"
GOOD = HEAD + "Waste of the best,mail,5,Post survey,CC BY 4.0,2026-03-01\nFCR,,74.5,sqmgroup.com,quoted,2026-01-15\n"


def test_a_file_comes_in_and_is_kept(company: Path) -> None:
    data = report.current()
    fresh = bench.from_csv(GOOD.encode())
    bench.change(data, {"rows": lambda now: bench.added(now, fresh)}, "Ada")
    held = bench.kept(data)
    assert held.author == "Ada" and [row["lever"] for row in held.value] == ["mail", ""]
    assert held.value[0]["licence"] == "CC BY 4.0" and held.value[0]["read"] == "2026-03-01"
    bench.change(data, {"rows": lambda now: bench.added(now, fresh)}, "Ada")
    assert len(bench.kept(data).value) == 2  # brought in again it takes its own place


def test_taking_it_sets_the_benchmark_and_no_target(company: Path) -> None:
    plan = report.saved().scenario
    rows = bench.added([], bench.from_csv(GOOD.encode()))
    there, refused = bench.taken(plan, rows, "Ada", date(2026, 1, 2))
    held = there.lever("mail").benchmark
    assert refused == [] and held is not None and held.value == 0.05
    assert held.source == "Post survey, CC BY 4.0, 2026-03-01"
    assert there.get("mail.target") == plan.get("mail.target") and from_json(to_json(there)) == there


def test_a_share_above_all_is_refused_and_the_rest_is_taken(company: Path) -> None:
    plan = report.saved().scenario
    text = HEAD + "a,mail,500,s,l,2026-01-01\nb,handling,6,s,l,2026-01-01\n"
    there, refused = bench.taken(plan, bench.added([], bench.from_csv(text.encode())), "Ada", None)
    assert len(refused) == 1 and there.lever("handling").benchmark.value == 6.0  # type: ignore[union-attr]
    assert there.lever("mail").benchmark == plan.lever("mail").benchmark


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"\xff\xfe\x00bad", "no CSV file"),
        (b"", "no column name"),
        (b"a,b\n1,2\n", "no column name, lever"),
        (HEAD.encode(), "holds 0 rows"),
        ((HEAD + "a,mail,5,s,,2026-01-01\n").encode(), "Line 2 lacks: licence"),
        ((HEAD + "a,mail,five,s,l,2026-01-01\n").encode(), "Line 2: five is no number"),
        ((HEAD + "a,mail,nan,s,l,2026-01-01\n").encode(), "Line 2"),
        ((HEAD + "a,magic,5,s,l,2026-01-01\n").encode(), "cannot be chosen"),
        ((HEAD + "a,mail,5,s,l,yesterday\n").encode(), "is no day"),
        ((HEAD + "a,mail,5,s,l,2026-01-01,more\n").encode(), "Line 2 lacks"),
        (HEAD.encode() + b"a,mail,5,s,l,2026-01-01\n" * 101, "holds 101 rows"),
        (b"x" * 300_000, "larger than"),
    ],
)
def test_a_file_that_cannot_be_is_refused_in_a_sentence(body: bytes, said: str) -> None:
    with pytest.raises(AnswerError, match=said):
        bench.from_csv(body)


def test_a_figure_of_one_customer_is_taken_times_the_customers(company: Path) -> None:
    """1.25 calls of each of 4,000 customers are 5,000 a year; without a number of customers it is not offered."""
    rows = {row["lever"]: row for row in bench.published("en", 4_000.0)}
    assert rows["volume"]["value"] == 5_000.0 and "volume" not in {row["lever"] for row in bench.published("en")}
    known = report.saved().baseline
    drafted = default(known, library.benchmarks())
    benchmark = drafted.lever("volume").benchmark
    assert benchmark is not None and benchmark.value == pytest.approx(1.25 * known.values()["customers"])
