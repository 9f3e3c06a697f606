"""A Finding is an answer without language or pixels; where there is none, it says why and nothing else falls."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

import pytest

from metrics.finding import QUESTIONS, Finding, Table, chart, count, finding, money, share, word
from metrics.metric import Asked, asked
from metrics.reading import UndefinedError
from metrics.words.text import message
from metrics.words.units import Unit


@dataclass(frozen=True)
class Row:
    name: str
    customers: int
    left: int

    @property
    def rate(self) -> float:
        if not self.customers:
            raise UndefinedError(message("nobody joined"))
        return self.left / self.customers


ROWS = (Row("search", 10, 4), Row("fair", 0, 0))


def test_a_table_keeps_numbers_as_numbers_and_a_reason_where_there_is_none() -> None:
    table = Table(ROWS, word("Source", "name"), count("Customers", "customers"), share("Left", "rate"))
    assert table.cells() == [["search", 10, 0.4], ["fair", 0, message("nobody joined")]]
    assert [column.unit for column in table.columns] == [None, Unit.COUNT, Unit.SHARE]


def test_cells_are_read_when_the_table_is_shown_not_when_it_is_made() -> None:
    read: list[str] = []
    table = Table(ROWS, money("Paid", lambda row: read.append(row.name) or 1.0))
    assert read == []
    table.cells()
    assert read == ["search", "fair"]


@pytest.fixture
def questions(monkeypatch: pytest.MonkeyPatch):
    """Questions of a test's own, forgotten afterwards."""
    for name in list(QUESTIONS):
        monkeypatch.setitem(QUESTIONS, name, QUESTIONS[name])
    before = set(QUESTIONS)
    yield
    for name in set(QUESTIONS) - before:
        del QUESTIONS[name]


def test_a_question_is_answered_or_says_why_not(questions: None) -> None:
    @finding("How many are here?", "active_customers")
    def here(context: SimpleNamespace, *, by: str = "all") -> Finding:
        if not context.customers:
            raise UndefinedError(message("there are no customers yet"))
        return Finding(sentence=message("{n} are here", n=context.customers), chart=chart("bars", rows=[by]))

    found = here(SimpleNamespace(customers=3), by="region")
    assert (str(found.sentence), str(found.question), found.readings) == (
        "3 are here",
        "How many are here?",
        ("active_customers",),
    )
    assert found.chart is not None and not found.undefined
    none = here(SimpleNamespace(customers=0))
    assert none.undefined and str(none.sentence) == "there are no customers yet" and none.chart is None
    assert str(none.question) == "How many are here?" and none.readings == ("active_customers",)


def test_an_answer_may_word_its_question_and_name_what_it_rests_on(questions: None) -> None:
    @finding("What moved it?", "programme_npv")
    def moved(context: None) -> Finding:
        return Finding(sentence=message("x"), question=message("What moved it since v1?"), readings=(asked("a", n=1),))

    assert str(moved(None).question) == "What moved it since v1?"
    assert moved(None).readings == (Asked("a", (("n", 1),)),)


def test_two_questions_of_one_name_are_refused(questions: None) -> None:
    def twice(context: None) -> Finding:
        return Finding(sentence=message("x"))

    finding("Once?")(twice)
    with pytest.raises(ValueError, match="two findings are called"):
        finding("Twice?")(twice)
