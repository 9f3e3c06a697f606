"""What breaks on a disk, in a store, between two readers: nothing is lost, nothing shows a trace, all is said."""

from __future__ import annotations

import os
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

import data.__main__ as data_line
import metrics.__main__ as metrics_line
from data import failing, leftovers, published, warehouse
from data.errors import InputError
from data.store import Store
from metrics import report
from metrics.lifetime import scores
from metrics.scenario.assumption import ScenarioError
from metrics.scenario.serial import to_json
from metrics.versions import named, saved
from tests.pages import small_shops


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home in which a small shop is published."""
    monkeypatch.setenv("PAYBACK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PAYBACK_STORE", f"sqlite:///{tmp_path / 'store.db'}")
    (tmp_path / "home").mkdir()
    small_shops.publish(tmp_path, small_shops.forty_customers())
    return tmp_path


def test_edits_of_two_readers_at_one_moment_are_both_kept(shop: Path) -> None:
    """Twenty-five sliders moved by many hands: each is a number of its own, and all of them stand in the draft."""
    report.saved()
    paths = [f"other.number{n}" for n in range(25)]

    def move(path: str) -> None:
        saved.edit("one", lambda scenario: _with(scenario, path), "ada")

    with ThreadPoolExecutor(8) as hands:
        list(hands.map(move, paths))
    kept = dict(saved.in_force("one").scenario.others)
    assert [path for path in paths if path in kept] == paths


def _with(scenario, path: str):  # type: ignore[no-untyped-def]
    from dataclasses import replace

    from metrics.scenario.assumption import Assumption
    from metrics.words.units import Unit

    number = Assumption(value=1.0, unit=Unit.NUMBER, source="test")
    return replace(scenario, others=(*scenario.others, (path, number)))


@pytest.mark.parametrize("size", ["1e40", "-1e308"])
def test_a_scenario_beyond_all_money_is_refused(shop: Path, size: str) -> None:
    body = to_json(report.saved().scenario)
    assert '"once":null' in body or '"residual"' in body
    body = body.replace('"schedule":null', f'"schedule":[{size},0.0]', 1)
    with pytest.raises(ScenarioError):
        named.imported(body.encode())


def test_half_a_sign_is_refused(shop: Path) -> None:
    body = to_json(report.saved().scenario).replace('"name":"', '"name":"\\ud800', 1)
    with pytest.raises(ScenarioError):
        named.imported(body.encode())


def test_a_scenario_can_be_archived_but_not_the_base_case(shop: Path) -> None:
    named.copy(report.saved().scenario, "Other", "ada")
    assert [row.name for row in named.listed()] == ["Base case", "Other"]
    named.archive("Other", "ada")
    assert [row.name for row in named.listed()] == ["Base case"]
    with pytest.raises(ScenarioError):
        named.archive("Base case", "ada")


@pytest.mark.parametrize("damage", ["cut", "list", "noise", "no card"])
def test_damaged_scores_are_made_anew(shop: Path, damage: str, caplog: pytest.LogCaptureFixture) -> None:
    path = scores.score(warehouse.open_current())
    card = path.with_suffix(".json")
    before = scores.load(warehouse.open_current()).total.value
    scores._read.cache_clear()
    if damage == "cut":
        path.write_bytes(path.read_bytes()[:100])
    elif damage == "noise":
        path.write_bytes(b"\x00" * 500)
    else:
        card.write_text("[]" if damage == "list" else "{", encoding="utf-8")
    os.utime(path, (1, 1))
    assert scores.load(warehouse.open_current()).total.value == pytest.approx(before)


def test_a_lost_pointer_is_found_again_and_nothing_is_built_over_it(shop: Path) -> None:
    before = warehouse.current()
    assert before is not None
    (published.folder() / "current.json").unlink()
    assert warehouse.current() == before
    (published.folder() / "current.json").unlink()
    (published.folder() / f"{before.version}.json").unlink()
    again = warehouse.current()
    assert again is not None and again.path == before.path and not again.sample


def test_damaged_data_are_one_line(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    held = warehouse.current()
    assert held is not None
    held.path.write_bytes(b"not a database at all" * 100)
    from data import opened

    opened._opened.cache_clear()
    assert metrics_line.main(["report"]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1 and "damaged" in told and "data build" in told


def test_a_damaged_store_and_a_full_disk_are_one_line(
    shop: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = shop / "broken.db"
    place.write_bytes(b"this is no database" * 200)
    monkeypatch.setenv("PAYBACK_STORE", f"sqlite:///{place}")
    assert metrics_line.main(["report"]) == 2
    assert "the store of scenarios cannot be used" in capsys.readouterr().err

    def full(*_args: object, **_more: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(warehouse, "_load_all", full)
    source = shop / "shop"
    assert data_line.main(["build", "--source", str(source)]) == 2
    assert "the disk is full" in capsys.readouterr().err


def test_damaged_parquet_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import numpy as np
    import pandas as pd

    monkeypatch.setenv("PAYBACK_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    source = tmp_path / "source"
    source.mkdir()
    file = source / "orders.parquet"
    rows = 50_000
    frame = pd.DataFrame(
        {
            "order_id": np.arange(rows),
            "customer_id": np.arange(rows) % 9,
            "ordered_at": pd.Timestamp("2024-01-01"),
            "amount": np.random.default_rng(1).random(rows),
        }
    )
    frame.to_parquet(file)
    body = bytearray(file.read_bytes())
    body[4000:60_000] = b"\xff" * 56_000
    file.write_bytes(bytes(body))
    assert data_line.main(["build", "--source", str(source)]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1 and "Traceback" not in told


def test_what_a_killed_program_left_goes_with_its_process(shop: Path) -> None:
    home = shop / "home"
    gone = 2**22 - 7  # no process has this number
    left = [
        home / "warehouse" / f"building-{gone}-x.duckdb",
        home / "warehouse" / f"current.{gone}.tmp",
        home / f"build-{gone}-y",
    ]
    for place in left[:2]:
        place.write_text("x", encoding="utf-8")
    left[2].mkdir()
    mine = home / "warehouse" / f"building-{os.getpid()}-z.duckdb"
    mine.write_text("x", encoding="utf-8")
    leftovers.sweep()
    assert not any(place.exists() for place in left) and mine.exists()


def test_a_store_that_is_locked_is_waited_for(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 's.db'}")
    other = sqlite3.connect(tmp_path / "s.db", check_same_thread=False, isolation_level=None)
    other.execute("begin immediate")
    with ThreadPoolExecutor(1) as hands:
        waiting = hands.submit(store.record, "ada", "did", "it")
        assert not waiting.done()
        other.execute("commit")
        waiting.result(timeout=10)
    other.close()
    assert store.audit(1)[0].action == "did"
    assert failing.is_busy(sa.exc.OperationalError("x", {}, Exception("database is locked")))


def test_a_draft_id_longer_than_any_names_nothing(shop: Path) -> None:
    assert saved.drafted("x" * 5000) is None


def test_no_place_on_the_server_is_told() -> None:
    told = failing.without_paths("/srv/payback/.payback/warehouse/current.json is damaged; see https://a.example/b/c")
    assert told == "current.json is damaged; see https://a.example/b/c"


def test_a_missing_version_is_said(shop: Path) -> None:
    held = warehouse.current()
    assert held is not None
    shutil.move(held.path, shop / "elsewhere.duckdb")
    with pytest.raises(InputError, match="missing"):
        warehouse.current()
