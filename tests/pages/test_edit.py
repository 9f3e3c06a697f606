"""One way to edit: kept at once, refused in a sentence, undone, and only by who may write."""

from __future__ import annotations

from typing import Any

import pytest

from metrics.answers.cells import Edits
from metrics.reading import UndefinedError
from metrics.words.text import message
from pages.parts import access, edit


class Shelf:
    """Something with one value, to be changed by functions of it."""

    def __init__(self) -> None:
        self.value, self.authors = 1, []
        self.book = edit.Book("shelf", self.put)

    def put(self, make: Any, author: str) -> edit.Outcome:
        before, after = self.value, make(self.value)
        if after < 0:
            raise UndefinedError(message("below zero"))
        refused = (message("odd"),) if after % 2 else ()
        self.value = after
        self.authors.append(author)
        return edit.Outcome(None if after == before else lambda _now: before, refused)


@pytest.fixture
def state(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    held: dict[str, Any] = {}
    monkeypatch.setattr(edit.st, "session_state", held)
    monkeypatch.setattr(access, "user", lambda: access.User("Ada", frozenset({"owner"})))
    return held


def told(state: dict[str, Any], book: edit.Book) -> list[str]:
    return [str(reason) for reason in state.get(edit.REFUSED, {}).get(book.name, ("", ()))[1]]


def test_a_change_is_kept_at_once_and_taken_back_step_by_step(state: dict[str, Any]) -> None:
    shelf = Shelf()
    assert edit.act(shelf.book, lambda now: 4, "here") and edit.act(shelf.book, lambda now: now + 2, "there")
    assert (shelf.value, shelf.authors) == (6, ["Ada", "Ada"])
    assert edit.past(shelf.book, "there") and not edit.past(shelf.book, "here")
    edit.undo(shelf.book)
    assert shelf.value == 4 and edit.past(shelf.book, "here")
    edit.undo(shelf.book)
    assert shelf.value == 1 and not edit.past(shelf.book)


def test_what_changes_nothing_cannot_be_undone(state: dict[str, Any]) -> None:
    shelf = Shelf()
    shelf.value = 2
    assert edit.act(shelf.book, lambda now: now)
    assert not edit.past(shelf.book)


def test_what_is_refused_changes_nothing_is_told_and_starts_the_tables_again(state: dict[str, Any]) -> None:
    shelf = Shelf()
    key = edit.TURNS
    assert not edit.act(shelf.book, lambda now: -1, "here")
    assert (shelf.value, told(state, shelf.book), state[key]) == (1, ["below zero"], {"shelf": 1})
    assert edit.act(shelf.book, lambda now: 2, "here")
    assert told(state, shelf.book) == []


def test_part_of_a_change_may_be_refused_while_the_rest_holds(state: dict[str, Any]) -> None:
    shelf = Shelf()
    assert not edit.act(shelf.book, lambda now: 3)
    assert shelf.value == 3 and told(state, shelf.book) == ["odd"] and edit.past(shelf.book)


def test_who_may_not_write_is_refused(state: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "user", lambda: access.User("Eve", frozenset({"executive"})))
    shelf = Shelf()
    assert not edit.act(shelf.book, lambda now: 2) and not edit.may_write()
    assert shelf.value == 1 and told(state, shelf.book)[0].startswith("Eve may read")


def test_at_most_thirty_steps_are_kept(state: dict[str, Any]) -> None:
    shelf = Shelf()
    for number in range(2, 2 * edit.UNDOS + 20, 2):
        edit.act(shelf.book, lambda now, number=number: number)
    assert len(state[edit.PAST]["shelf"]) == edit.UNDOS


def test_a_table_tells_only_what_was_typed_since_it_last_told(state: dict[str, Any]) -> None:
    shelf, heard = Shelf(), []
    table = edit._Typed("rows", key="t", ids=("a", "b"), batch="new")
    state["t"] = {"edited_rows": {0: {"n": 4}}, "added_rows": [{}, {"n": 1}], "deleted_rows": [1]}

    def change(edits: Edits) -> Any:
        heard.append(edits)
        return lambda now: now + 1 if now % 2 else now + 2

    edit._typed(shelf.book, "part", table, change)
    state["t"]["edited_rows"][1] = {"n": 9}
    edit._typed(shelf.book, "part", table, change)
    assert [edits.cells for edits in heard] == [{"a": {"n": 4}}, {"b": {"n": 9}}]
    assert heard[0].deleted == {"b"} and heard[0].added == [{"n": 1}] and heard[0].batch == "new"
    assert table.seen is None  # whatever is in force now is this session's own


def test_answers_go_back_to_what_was_in_force_when_they_were_laid_over_it(state: dict[str, Any]) -> None:
    held = {"rows": [1], "other": 5}

    def change(changes: Any, author: str) -> dict[str, Any]:
        kept = {part: make(held[part]) for part, make in changes.items()}
        held.update(kept)
        return kept

    book = edit.answers("page", change)
    edit.act(book, {"rows": lambda now: [*now, 2]}, "rows")
    assert held == {"rows": [1, 2], "other": 5}
    edit.undo(book)
    assert held == {"rows": [1], "other": 5}
