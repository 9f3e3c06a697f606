"""What was known of a customer on a day: by hand, and never what came later."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest

from data import signs, warehouse

DAY = date(2025, 6, 30)


def ago(days: int) -> date:
    """So many days before DAY; after it when negative."""
    return DAY - timedelta(days=days)


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> warehouse.Warehouse:
    """Three customers: ann with everything, bob gone and back, cat unknown on the day."""
    place = tmp_path_factory.mktemp("signs")
    orders = [
        ("ann", 800),
        ("ann", 400),
        ("ann", 30),
        ("ann", -20),
        ("bob", 500),
        ("bob", 100),
        ("bob", 3),
        ("cat", -9),
    ]
    tables = {
        "orders": pd.DataFrame(
            {
                "order_id": [f"o{i}" for i in range(len(orders))],
                "customer_id": [who for who, _ in orders],
                "ordered_at": [ago(days) for _, days in orders],
                "amount": 10.0,
            }
        ),
        "customers": pd.DataFrame(
            {"customer_id": ["ann", "bob"], "kind": ["business", "consumer"], "joined_on": [ago(1_000), ago(500)]}
        ),
        "departures": pd.DataFrame({"customer_id": ["bob", "ann"], "left_on": [ago(50), ago(-40)]}),
        "tickets": pd.DataFrame(
            {
                "ticket_id": ["t1", "t2"],
                "customer_id": ["ann", "bob"],
                "opened_at": [ago(80), ago(80)],
                "closed_at": [ago(-5), ago(70)],
                "kind": "complaint",
            }
        ),
        "contacts": pd.DataFrame(
            {
                "contact_id": ["n1", "n2", "n3"],
                "customer_id": ["ann", "bob", "bob"],
                "contacted_on": [ago(89), ago(90), ago(-1)],
                "kind": "price letter",
            }
        ),
    }
    for name, table in tables.items():
        table.to_csv(place / f"{name}.csv", index=False)
    patch = pytest.MonkeyPatch()
    patch.setenv("PAYBACK_HOME", str(place / "home"))
    warehouse.build(place, name="signs")
    found = warehouse.open_current()
    patch.undo()
    return found


def test_what_was_known_on_the_day(held: warehouse.Warehouse) -> None:
    found = signs.known_by(held, DAY)
    assert list(found.index) == ["ann", "bob"]  # cat had not bought
    ann, bob = found.loc["ann"], found.loc["bob"]
    assert (ann["orders"], ann["orders_1y"], ann["spent"], ann["silence"]) == (3, 1, 30.0, 30)
    assert (ann["tenure"], ann["watched"]) == (1_000, 800)  # two hundred days before the data begin
    assert (bool(ann["complaint"]), bool(bob["complaint"])) == (True, False)  # bob's was settled in ten days
    assert (bool(ann["letter"]), bool(bob["letter"])) == (True, False)  # 89 and 90 days ago
    assert (bool(ann["no_contact"]), bool(bob["no_contact"])) == (True, True)  # a price letter is no contact
    assert bool(ann["business"]) and not bool(bob["business"])


def test_a_departure_counts_from_its_day_and_not_for_who_came_back(held: warehouse.Warehouse) -> None:
    assert not signs.known_by(held, DAY)["gone"].any()  # bob ordered since, ann has yet to leave
    assert bool(signs.known_by(held, ago(10)).loc["bob", "gone"])  # before he came back


def test_orders_after_the_day_are_told_apart(held: warehouse.Warehouse) -> None:
    found = signs.known_by(held, DAY)
    assert list(found["there_later"]) == [False, False]  # ann orders once more and leaves then
    assert bool(signs.known_by(held, ago(10)).loc["bob", "there_later"])


def test_tables_that_came_along(held: warehouse.Warehouse) -> None:
    assert {"orders", "departures", "tickets", "contacts"} <= signs.supplied(held)
    assert "mail" not in signs.supplied(held)
