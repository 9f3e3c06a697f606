"""One version at a time: built apart, published in one step, opened read-only and locked."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import duckdb
import pytest

from data import published, warehouse
from data.contracts import TABLES
from data.errors import InputError
from data.models import Model
from tests.conftest import ROOT

ORDERS = "order_id,customer_id,ordered_at,amount\n1,a,2026-01-31,5\n2,b,2026-02-01,7\n"


@pytest.fixture
def source(tmp_path: Path, home: Path) -> Path:
    """A folder of two orders, with a PAYBACK_HOME beside it."""
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "orders.csv").write_text(ORDERS)
    return folder


def test_a_build_is_published_with_what_it_covers(source: Path, home: Path):
    result = warehouse.build(source, name="mine", sample=True)
    found = warehouse.current()
    assert found == result.published
    assert (found.name, found.sample, found.until) == ("mine", True, date(2026, 2, 1))
    assert found.path.parent == home / "warehouse"
    assert found.version.endswith(found.data_hash[:8])
    assert result.tables["orders"].rows_loaded == 2
    assert result.marts["customer_base"] == 2


def test_before_the_first_build_there_is_nothing_to_open(home: Path):
    assert warehouse.current() is None
    with pytest.raises(InputError, match="no data has been built yet"):
        warehouse.open_current()


def test_frames_rows_and_questions(source: Path):
    warehouse.build(source, name="mine")
    held = warehouse.open_current()
    assert held.query("select amount from stg_orders where customer_id = ?", ["b"])["amount"].to_list() == [7]
    rows = held.rows()
    assert rows["orders"] == rows["customer_base"] == 2
    assert rows["initiative"] == 0
    assert "customers" not in rows  # not supplied
    with pytest.raises(KeyError, match="there is no mart nonsense"):
        held.frame("nonsense")


def test_what_an_earlier_version_built_is_to_be_built_again(source: Path):
    """A mart that is read now is not in its file: a sentence, not a failure in the middle of a page."""
    built = warehouse.build(source, name="shop").published
    with duckdb.connect(str(built.path)) as file:
        file.execute("drop table main.customer_base")
    with pytest.raises(warehouse.OutdatedError, match=r"shop was built by an earlier version.*customer_base.*build it"):
        warehouse.open_current()


def test_what_a_caller_does_to_a_frame_stays_with_the_caller(source: Path):
    warehouse.build(source, name="mine")
    held = warehouse.open_current()
    frame = held.frame("customer_base")
    frame.loc[:, "revenue"] = 0
    frame["more"] = 1
    assert held.frame("customer_base")["revenue"].sum() == 12
    assert "more" not in held.frame("customer_base")


def test_every_contract_table_is_there_and_says_whether_it_was_supplied(source: Path):
    warehouse.build(source, name="mine")
    held = warehouse.open_current()
    for table in TABLES:
        assert held.query(f'select count(*) as n from raw."{table}"')["n"].iloc[0] == (2 if table == "orders" else 0)
    supplied = held.query("select table_name from held where supplied")["table_name"].to_list()
    assert supplied == ["orders"]


def test_a_new_version_is_seen_without_a_restart_and_readers_of_the_old_go_on(source: Path):
    warehouse.build(source, name="mine")
    old = warehouse.open_current()
    assert warehouse.open_current() is old
    (source / "orders.csv").write_text(ORDERS + "3,c,2026-02-02,9\n")
    warehouse.build(source, name="mine")
    assert warehouse.open_current().rows()["orders"] == 3
    assert old.query("select count(*) as n from orders")["n"].iloc[0] == 2


def test_the_same_input_has_the_same_hash_and_another_has_another(source: Path, tmp_path: Path):
    first = warehouse.build(source, name="mine").published
    assert warehouse.build(source, name="mine").published.data_hash == first.data_hash
    (source / "orders.csv").unlink()
    duckdb.connect().execute(
        "copy (select * from (values (2, 'b', date '2026-02-01', 7.0), (1, 'a', date '2026-01-31', 5.0)) "
        f"as t(order_id, customer_id, ordered_at, amount)) to '{source / 'orders.parquet'}'"
    )
    assert (
        warehouse.build(source, name="mine").published.data_hash == first.data_hash
    )  # same rows, another kind of file
    (source / "orders.parquet").unlink()
    (source / "orders.csv").write_text(ORDERS.replace(",7", ",8"))
    assert warehouse.build(source, name="mine").published.data_hash != first.data_hash


def test_only_the_last_versions_are_kept(source: Path, home: Path):
    versions = [warehouse.build(source, name="mine").published.version for _ in range(published.KEPT + 1)]
    left = sorted(file.stem for file in (home / "warehouse").glob("*.duckdb"))
    assert left == versions[1:]
    assert list((home / "warehouse").glob("building-*")) == []
    assert list(home.glob("build-*")) == []


def test_a_failed_build_leaves_the_version_before_in_place(source: Path, home: Path):
    before = warehouse.build(source, name="mine").published
    (source / "orders.csv").write_text("order_id\n1\n")
    with pytest.raises(InputError):
        warehouse.build(source, name="mine")
    assert warehouse.current() == before
    assert [file.name for file in (home / "warehouse").glob("*.duckdb*")] == [before.path.name]


def test_a_hard_check_that_fails_stops_the_publishing(source: Path, monkeypatch: pytest.MonkeyPatch):
    before = warehouse.build(source, name="mine").published
    doubled = Model("doubled", "select 1 as failed, 2 as tested", (("table", "orders"), ("severity", "hard")))
    monkeypatch.setattr("data.checks.models", lambda layer: (doubled,))
    with pytest.raises(InputError, match=r"were not published: doubled \(1 of 2 rows\)"):
        warehouse.build(source, name="mine")
    assert warehouse.current() == before


def test_a_damaged_pointer_says_what_to_do(source: Path, home: Path):
    warehouse.build(source, name="mine")
    (home / "warehouse" / "current.json").write_text("{")
    with pytest.raises(InputError, match="is damaged; build the data again"):
        warehouse.current()


def test_a_version_that_has_gone_says_what_to_do(source: Path):
    warehouse.build(source, name="mine").published.path.unlink()
    with pytest.raises(InputError, match="is missing; build the data again"):
        warehouse.current()


# Locked


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[warehouse.Warehouse]:
    """The two orders, published once for all attempts."""
    place = tmp_path_factory.mktemp("locked")
    (place / "orders.csv").write_text(ORDERS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PAYBACK_HOME", str(place / "home"))
        warehouse.build(place, name="mine")
        yield warehouse.open_current()


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_text('/etc/passwd')",
        "select * from read_csv('/etc/passwd')",
        "select * from '/etc/passwd'",
        "copy (select 1) to '{home}/stolen.csv'",
        "attach '{home}/other.duckdb'",
        "set enable_external_access = true",
        "install httpfs",
        "create table warehouse.main.mine (x int)",
        "insert into raw.orders select * from raw.orders",
        "delete from customer_base",
        "drop table data_facts",
        "update raw.orders set amount = 0",
    ],
)
def test_no_other_file_can_be_read_and_nothing_written(locked: warehouse.Warehouse, sql: str):
    with pytest.raises(duckdb.Error):
        locked.query(sql.replace("{home}", str(locked.published.path.parent)))
    assert locked.query("select count(*) as n from raw.orders")["n"].iloc[0] == 2


def test_a_value_cannot_become_a_statement(source: Path):
    warehouse.build(source, name="mine")
    held = warehouse.open_current()
    assert held.query("select * from stg_orders where customer_id = ?", ["a'; drop table raw.orders; --"]).empty


def test_a_column_name_cannot_become_a_statement(source: Path):
    (source / "orders.csv").write_text(
        'order_id,customer_id,ordered_at,amount,"x"" ; drop table raw.orders; --"\n1,a,2026-01-31,5,6\n'
    )
    result = warehouse.build(source, name="mine")
    assert result.tables["orders"].ignored == ('x" ; drop table raw.orders; --',)
    assert warehouse.open_current().rows()["orders"] == 1


# Together


def test_many_threads_share_one_warehouse(source: Path):
    warehouse.build(source, name="mine")
    held = warehouse.open_current()
    together = threading.Barrier(8)

    def ask(i: int) -> float:
        together.wait()
        return float(held.query("select ? + sum(amount) as x from stg_orders", [i])["x"].iloc[0]) + len(
            held.frame("held")
        )

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(8))) == [12 + i + len(TABLES) for i in range(8)]


# What the other process does: look, wait for a line, look again at what it holds, and at what is current by then.
READER = """
from data import warehouse
held = warehouse.open_current()
print(held.rows()["orders"], flush=True)
input()
print(held.query("select count(*) as n from orders")["n"].iloc[0])
print(warehouse.open_current().rows()["orders"])
"""


def test_another_process_reads_while_this_one_builds(source: Path, home: Path):
    warehouse.build(source, name="mine")
    command = [sys.executable, "-c", READER]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as reader:
        assert reader.stdout is not None
        first = reader.stdout.readline()
        (source / "orders.csv").write_text(ORDERS + "3,c,2026-02-02,9\n")
        warehouse.build(source, name="mine")
        rest, _ = reader.communicate("go on\n", timeout=120)
    assert [int(line) for line in (first + rest).split()] == [2, 2, 3]


def test_the_pointer_is_always_whole(source: Path, home: Path):
    """Readers that look while versions are switched never see half a pointer."""
    warehouse.build(source, name="mine")
    stop = threading.Event()
    seen: list[str] = []

    def context() -> None:
        while not stop.is_set():
            seen.append(json.loads((home / "warehouse" / "current.json").read_text())["version"])

    with ThreadPoolExecutor(1) as pool:
        looking = pool.submit(context)
        for _ in range(2):
            warehouse.build(source, name="mine")
        stop.set()
        looking.result()
    assert len(set(seen)) >= 2


def test_a_table_without_rows_is_no_mistake(source: Path):
    """Headers alone: nothing served and nobody called is published like any other shop."""
    (source / "cost_to_serve.csv").write_text("customer_id,period,activity,amount\n")
    (source / "calls.csv").write_text("call_id,customer_id,called_at,minutes,is_repeat\n")
    warehouse.build(source, name="mine")
    assert not warehouse.open_current().frame("data_facts")["has_cost_to_serve"].iloc[0]
