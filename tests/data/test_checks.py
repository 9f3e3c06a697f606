"""What the tests of the data find: counted, kept, and shown; the grave ones stop a build."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from data import warehouse
from data.checks import grain_check
from data.models import Model, models

FILES = {
    "orders": "order_id,customer_id,ordered_at,amount,status,cost,refund_of\n"
    "1,a,2026-01-30,10,completed,5,\n2,z,2026-01-31,20,completed,,\n3,a,2026-01-31,-4,completed,,\n"
    "3,a,2026-01-31,9,completed,,\n4,a,never,9,completed,,\n5,a,2026-01-31,-9,refunded,,77\n",
    "customers": "customer_id\na\n",
    "order_lines": "order_id,line_no,product_id,quantity,amount\n1,1,p,1,10\n2,1,p,1,19\n8,1,p,1,1\n",
}


@pytest.fixture
def found(tmp_path: Path, home: Path) -> dict[str, tuple[int, int]]:
    """Failed and tested rows of every check on a small faulty data set."""
    folder = tmp_path / "faulty"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / f"{name}.csv").write_text(text)
    result = warehouse.build(folder, name="faulty")
    return {check.check_name: (check.failed, check.of) for check in result.checks}


@pytest.mark.parametrize(
    ("check", "failed", "of"),
    [
        ("orders: order_id unique", 1, 6),
        ("orders: ordered_at readable", 1, 6),
        ("orders: ordered_at filled", 0, 6),
        ("orders: customer_id known in customers", 1, 4),
        ("orders: refund_of known in orders", 1, 1),
        ("order_lines: order_id known in orders", 1, 3),
        ("lines sum to their order", 1, 2),
        ("orders below zero are refunds", 1, 3),
        ("sold orders have a cost", 3, 4),
        ("last day is not a stray", 0, 2),
        ("customer_base: unique at its grain", 0, 2),
        ("customer sums agree with orders", 0, 1),
    ],
)
def test_each_check_counts_what_is_wrong_of_what_it_tested(
    found: dict[str, tuple[int, int]], check: str, failed: int, of: int
):
    assert found[check] == (failed, of)


def test_relationships_to_a_table_that_was_not_supplied_are_not_tested(found: dict[str, tuple[int, int]]):
    assert not any("known in products" in name for name in found)
    assert not any(name.startswith("calls") for name in found)


def test_what_was_found_is_kept_with_the_data(found: dict[str, tuple[int, int]]):
    kept = warehouse.open_current().frame("check_result").set_index("check_name")
    assert {name: (row["failed"], row["of"]) for name, row in kept.iterrows()} == found
    assert not kept.loc["orders: order_id unique", "ok"]
    assert set(kept["severity"]) == {"hard", "warn"}


def test_an_order_months_after_all_others_is_pointed_out(tmp_path: Path, home: Path):
    rows = "".join(f"{i},a,2026-01-{i:02},5\n" for i in range(1, 20))
    (tmp_path / "orders.csv").write_text("order_id,customer_id,ordered_at,amount\n" + rows + "99,a,2062-01-05,5\n")
    checks = {check.check_name: check.failed for check in warehouse.build(tmp_path, name="x").checks}
    assert checks["last day is not a stray"] == 1


def test_a_mart_with_a_row_too_many_fails_at_its_grain():
    with duckdb.connect() as connection:
        connection.execute("create table twice as select * from (values (1, null), (1, null), (2, 3)) as t(a, b)")
        check = grain_check(connection, Model("twice", "", (("grain", "a, b"),)))
        assert (check.failed, check.of, check.severity) == (1, 3, "hard")
        assert grain_check(connection, Model("twice", "", (("grain", "one row"),))).failed == 2


def test_every_check_says_its_table_and_how_grave_it_is():
    for model in models("checks"):
        assert model.says("severity") in ("hard", "warn"), model.name
        assert model.says("table"), model.name
