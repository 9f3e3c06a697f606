"""One Context keeps what was worked out, knows what each figure rests on, and goes with the data it stands for."""

from __future__ import annotations

import gc
import threading
import weakref
from pathlib import Path

import pytest

from metrics import context as contexts
from metrics import report
from metrics.context import Kept, kept
from metrics.metric import DECLARED, Metric
from metrics.reading import Figure, UndefinedError
from metrics.scenario import noted
from metrics.words.text import message
from metrics.words.units import Unit


class Counted(Kept):
    """Counts how often something was worked out."""

    def __init__(self) -> None:
        super().__init__()
        self.times = 0


@kept
def doubled(holder: Counted, number: int) -> int:
    holder.times += 1
    if number < 0:
        raise UndefinedError(message("below zero"))
    return 2 * number


def test_an_answer_is_worked_out_once_and_so_is_the_reason_there_is_none() -> None:
    holder = Counted()
    assert (doubled(holder, 2), doubled(holder, 2), doubled(holder, 3)) == (4, 4, 6)
    for _again in range(2):
        with pytest.raises(UndefinedError, match="below zero"):
            doubled(holder, -1)
    assert holder.times == 3


def test_what_rests_on_answers_is_asked_for_again(company: Path, metric) -> None:
    answers = iter((1.0, 2.0))

    def answered(context) -> float:
        noted.note(noted.STORE)
        return next(answers)

    metric("answered", answered)
    metric("resting", lambda context: 10 * context.value("answered"))
    context = report.saved()
    assert (context.value("answered"), context.value("resting")) == (1.0, 20.0)
    assert context.read("programme_cost") is context.read("programme_cost")


def test_two_threads_wait_for_one_computation() -> None:
    holder, begun, go = Counted(), threading.Event(), threading.Event()

    def slow() -> int:
        holder.times += 1
        begun.set()
        go.wait(5)
        return 7

    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(holder.once("slow", slow))) for _ in range(4)]
    for thread in threads:
        thread.start()
    begun.wait(5)
    go.set()
    for thread in threads:
        thread.join()
    assert (found, holder.times) == ([7] * 4, 1)


def test_the_oldest_answers_go_when_there_are_too_many() -> None:
    holder = Kept(most=2)
    for key in "abc":
        holder.once(key, lambda: 1)
    assert [holder.holds(key) for key in "abc"] == [False, True, True]


@pytest.fixture
def metric(monkeypatch: pytest.MonkeyPatch):
    def declared(id: str, compute) -> None:
        made = Metric(id=id, name="A figure", unit=Unit.MONEY, formula="A sum.", compute=compute, subject="returns")
        monkeypatch.setitem(DECLARED, id, made)

    return declared


def test_a_figure_rests_on_what_was_read_and_on_nothing_else(company: Path, metric) -> None:
    metric("rated", lambda context: 100 * context.scenario.rate.value + 0 * context.scenario.inflation.value)
    metric("plain", lambda context: 5.0)
    context = report.saved()
    assert [str(given.label) for given in context.read("rated").basis.given] == ["Discount rate a year"]
    assert context.read("rated").basis.scenario == context.label
    assert context.read("plain").basis.given == () and context.read("plain").basis.scenario == ""


def test_what_was_read_on_the_way_counts_also_when_it_was_worked_out_before(company: Path, metric) -> None:
    metric("net", lambda context: float(context.flows.net.sum()))
    context = report.saved()
    assert context.flows.net.size  # worked out before anybody asks for the figure
    told = {str(given.label) for given in context.read("net").basis.given}
    assert {"Retention: target", "Spend per customer: target"} <= told
    assert "Discount rate a year" not in told  # a plain sum is not discounted


def test_a_reading_under_terms_is_another_reading(company: Path, metric) -> None:
    metric("scaled", lambda context, by=2: Figure(float(by), given=()))
    context = report.saved()
    assert (context.value("scaled"), context.value("scaled", by=3)) == (2.0, 3.0)
    assert context.read("scaled", by=3) is context.read("scaled", by=3)


def test_the_same_version_and_scenario_are_the_same_object_and_both_go_with_the_data(
    company: Path, cdnow_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert report.saved() is report.saved()
    gone = weakref.ref(contexts.current())
    monkeypatch.setenv("PAYBACK_HOME", str(cdnow_home))
    assert contexts.current() is not gone()
    gc.collect()
    assert gone() is None
