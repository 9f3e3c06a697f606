"""Saved steps of a method: overwritten together, told of in the audit, and never half written."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.steps import Made, Steps
from data.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(f"sqlite:///{tmp_path / 'store.db'}")


def test_a_step_is_there_again_when_the_store_is_opened_anew(store: Store, tmp_path: Path) -> None:
    Steps(store).save("shop", "segments", [Made("traits", '{"gate": 0.8}', "{}", "d1")], author="Ada")
    again = Steps(Store(f"sqlite:///{tmp_path / 'store.db'}")).held("shop", "segments")["traits"]
    assert (again.settings, again.artefact, again.rests_on, again.author) == ('{"gate": 0.8}', "{}", "d1", "Ada")
    assert again.saved_at.endswith("+00:00")


def test_data_sets_and_methods_do_not_see_each_other(store: Store) -> None:
    steps = Steps(store)
    steps.save("shop", "segments", [Made("traits", "1", "", "")], author="Ada")
    steps.save("other", "segments", [Made("traits", "2", "", "")], author="Ada")
    assert steps.held("shop", "segments")["traits"].settings == "1"
    assert steps.held("shop", "else") == {}


def test_the_audit_tells_what_was_asked_and_what_was_only_made_again(store: Store) -> None:
    steps = Steps(store)
    first = [Made("value", "50", "a", "d1"), Made("tests", "x", "b", "d1")]
    steps.save("shop", "segments", first, author="Ada")
    steps.save("shop", "segments", [Made("value", "40", "c", "d1"), Made("tests", "x", "d", "d1")], author="Bo")
    told = [(line.author, line.action, line.subject, line.detail) for line in store.audit()][:2]
    assert told == [
        ("Bo", "segments step refreshed", "shop/segments/tests", "x"),
        ("Bo", "segments step saved", "shop/segments/value", "40"),
    ]


def test_the_same_again_writes_nothing(store: Store) -> None:
    steps, same = Steps(store), [Made("value", "50", "a", "d1")]
    steps.save("shop", "segments", same, author="Ada")
    steps.save("shop", "segments", same, author="Bo")
    assert steps.held("shop", "segments")["value"].author == "Ada"
    assert len(store.audit()) == 1


def test_without_an_author_none_of_the_steps_is_written(store: Store) -> None:
    steps = Steps(store)
    with pytest.raises(ValueError, match="needs an author"):
        steps.save("shop", "segments", [Made("value", "50", "a", "d1")], author="")
    assert steps.held("shop", "segments") == {}
    assert store.audit() == []
