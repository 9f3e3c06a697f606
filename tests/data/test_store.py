"""The store keeps every version, refuses to save over a newer one, and remembers who did what."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from data.store import ConflictError, LockedError, Store, Version


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(f"sqlite:///{tmp_path / 'store.db'}")


def save(store: Store, body: str, based_on: int | None, author: str = "Ada") -> Version:
    return store.save_version("company", "Base case", body, author=author, based_on=based_on)


def test_versions_are_numbered_from_one_and_kept(store: Store) -> None:
    save(store, "one", None)
    save(store, "two", 1)
    assert [(v.version, v.body, v.based_on) for v in store.versions("company", "Base case")] == [
        (1, "one", None),
        (2, "two", 1),
    ]
    latest = store.latest("company", "Base case")
    assert latest is not None and latest.body == "two"


def test_saving_over_a_newer_version_is_refused_and_writes_nothing(store: Store) -> None:
    save(store, "one", None)
    save(store, "hers", 1, "Bo")
    with pytest.raises(ConflictError, match=r"v2 was saved by Bo .* after the v1"):
        save(store, "mine", 1)
    assert [v.body for v in store.versions("company")] == ["one", "hers"]


def test_of_many_writers_on_one_version_exactly_one_gets_through(store: Store) -> None:
    save(store, "one", None)

    def attempt(n: int) -> bool:
        try:
            save(store, f"writer {n}", 1)
        except ConflictError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(16))) == 1
    assert len(store.versions("company")) == 2


def test_a_saved_version_is_in_the_file_itself_not_only_in_its_journal(store: Store, tmp_path: Path) -> None:
    save(store, "approved by the board", None)
    assert b"approved by the board" in (tmp_path / "store.db").read_bytes()


def test_scenarios_of_another_data_set_are_apart(store: Store) -> None:
    save(store, "one", None)
    assert store.latest("cdnow", "Base case") is None
    assert store.versions("cdnow") == []


def test_a_draft_is_one_row_that_survives_reopening(store: Store, tmp_path: Path) -> None:
    store.save_draft("d1", "company", "Base case", "a", author="Ada", based_on=1)
    store.save_draft("d1", "company", "Base case", "b", author="Ada", based_on=1)
    again = Store(f"sqlite:///{tmp_path / 'store.db'}").draft("d1")
    assert again is not None and (again.body, again.based_on) == ("b", 1)
    store.drop_draft("d1", author="Ada")
    assert store.draft("d1") is None


def test_every_write_leaves_one_audit_line_and_an_unchanged_draft_none(store: Store) -> None:
    save(store, "one", None)
    store.save_draft("d1", "company", "Base case", "a", author="Bo", based_on=1)
    store.save_draft("d1", "company", "Base case", "a", author="Bo", based_on=1)
    store.record("Ada", "data published", "company 20261031")
    lines = [(line.author, line.action) for line in store.audit()]
    assert lines == [("Ada", "data published"), ("Bo", "draft changed"), ("Ada", "scenario saved")]


def test_a_write_needs_an_author(store: Store) -> None:
    with pytest.raises(ValueError, match="author"):
        save(store, "one", None, author="")
    assert store.versions("company") == []
    assert store.audit() == []


def test_an_approved_version_is_locked_and_nothing_is_saved_over_it(store: Store) -> None:
    save(store, "one", None)
    made = store.approve("company", "Base case", 1, author="Ida")
    with pytest.raises(LockedError, match=r"v1 was approved by Ida .* copy it under another name"):
        save(store, "two", 1)
    assert [v.body for v in store.versions("company")] == ["one"]
    assert store.approvals("company") == [made] and store.approvals("cdnow") == []
    assert [line.action for line in store.audit()] == ["scenario approved", "scenario saved"]  # refused: no line


def test_approving_twice_keeps_the_first_and_what_is_not_there_cannot_be_approved(store: Store) -> None:
    save(store, "one", None)
    made = store.approve("company", "Base case", 1, author="Ida")
    assert store.approve("company", "Base case", 1, author="Bo") == made
    with pytest.raises(LookupError, match="no Base case v2"):
        store.approve("company", "Base case", 2, author="Ida")
    assert [line.author for line in store.audit() if line.action == "scenario approved"] == ["Ida"]


def test_a_version_after_an_approved_one_stays_and_may_be_continued(store: Store) -> None:
    save(store, "one", None)
    save(store, "two", 1)
    store.approve("company", "Base case", 1, author="Ida")
    assert save(store, "three", 2).version == 3
