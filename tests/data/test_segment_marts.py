"""The marts of segments against a shop of three customers worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from data import warehouse

# The data end on 2025-12-31; 365 days before is 2024-12-31, 730 is 2024-01-01.
SHOP = {
    "orders": """order_id,customer_id,ordered_at,status,amount,cost,currency,channel,region
1,ann,2023-06-01,completed,100,60,EUR,shop,north
2,ann,2024-12-31,completed,50,30,EUR,web,north
3,ann,2025-11-05,completed,200,120,EUR,web,north
4,ann,2025-11-20,refunded,-50,-30,EUR,web,north
5,ben,2025-12-01,completed,80,40,EUR,web,south
6,ben,2025-12-31,completed,20,10,EUR,web,south
7,cat,2024-12-01,cancelled,10,5,EUR,shop,south
""",
    "order_lines": """order_id,line_no,product_id,quantity,amount,cost
1,1,bean,1,60,30
1,2,mug,1,40,30
2,1,bean,1,50,30
3,1,bean,2,150,90
3,2,tea,1,50,30
5,1,mug,1,80,40
6,1,old,1,20,10
7,1,tea,1,10,5
""",
    "products": """product_id,name,family
bean,Beans,coffee
tea,Tea,tea
mug,Mug,gifts
old,Sundries,
""",
    "customers": """customer_id,kind,email,region,city,birth_year,gender,consent
ann,consumer,a@x.example,north,Hill,1987,female,yes
ben,business,,south,,,,yes
cat,consumer,c@x.example,south,Dale,1990,male,no
""",
    "cost_to_serve": """customer_id,period,activity,amount
ann,2023-05-01,calls,5
ann,2025-02-01,calls,7
ben,2025-12-01,calls,4
""",
    "mail": """mail_id,customer_id,sent_on,cost,wasted
1,ann,2024-12-31,1,no
2,ann,2025-10-06,1,no
3,ann,2025-10-07,1,no
4,ann,2025-10-30,1,yes
5,ben,2024-06-01,1,no
""",
    "tickets": """ticket_id,customer_id,opened_at,kind
1,ben,2025-12-02 10:00,complaint
2,ann,2025-12-02 10:00,request
""",
    "contracts": """contract_id,term,customer_id,starts_on,ends_on,renewed
k,1,ben,2025-06-01,2026-05-31,
""",
}
MEMBERS = """campaign_id,customer_id,arm,contacted_at
spring,ann,treated,2025-10-10 09:00
spring,ben,control,
autumn,ben,treated,2024-05-01
"""


def _built(place: Path, tables: dict[str, str]) -> Iterator[warehouse.Warehouse]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PAYBACK_HOME", str(place / "home"))
        (place / "files").mkdir()
        for name, text in tables.items():
            (place / "files" / f"{name}.csv").write_text(text)
        warehouse.build(place / "files", name="shop")
        yield warehouse.open_current()


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[warehouse.Warehouse]:
    """The small shop, built."""
    yield from _built(tmp_path_factory.mktemp("segments"), SHOP)


@pytest.fixture(scope="module")
def with_campaigns(tmp_path_factory: pytest.TempPathFactory) -> Iterator[warehouse.Warehouse]:
    """The same with members of campaigns."""
    yield from _built(tmp_path_factory.mktemp("campaigns"), {**SHOP, "campaign_members": MEMBERS})


def test_traits_of_a_customer(shop: warehouse.Warehouse) -> None:
    traits = shop.frame("customer_traits").set_index("customer_id")
    ann = traits.loc["ann"]
    columns = ["kind", "region", "city", "gender", "consent", "complained", "family", "breadth", "contract"]
    assert list(ann[columns]) == [
        "consumer",
        "north",
        "Hill",
        "female",
        "yes",
        "no",
        "coffee",
        "3",
        "no",
    ]
    assert (ann["birth_decade"], ann["year_end"], ann["year_end_orders"]) == (1980, "yes", 2)  # 2 of 3 orders
    assert ann["reachable"]


def test_what_is_not_known_of_a_customer_is_empty_and_no_no(shop: warehouse.Warehouse) -> None:
    traits = shop.frame("customer_traits").set_index("customer_id")
    assert traits.loc["ben", ["city", "gender", "birth_decade"]].isna().all()
    assert list(traits.loc["ben", ["complained", "contract", "year_end", "family", "breadth"]]) == [
        "yes",
        "yes",
        "yes",
        "gifts",
        "1",
    ]
    assert not traits.loc["ben", "reachable"]  # agreed, and has no e-mail
    assert traits.loc["cat", ["family", "breadth", "year_end"]].isna().all()  # the only order was cancelled
    assert (traits.loc["cat", "consent"], traits.loc["cat", "reachable"]) == ("no", False)


def test_the_mix_counts_lines_and_money_of_completed_orders_by_family(shop: warehouse.Warehouse) -> None:
    mix = shop.frame("customer_mix").set_index(["customer_id", "family"])
    assert {key: (row["lines"], float(row["amount"])) for key, row in mix.iterrows()} == {
        ("ann", "coffee"): (3, 260.0),
        ("ann", "gifts"): (1, 40.0),
        ("ann", "tea"): (1, 50.0),
        ("ben", "gifts"): (1, 80.0),
    }


def test_how_a_customer_stood_a_year_and_two_ago(shop: warehouse.Warehouse) -> None:
    stand = shop.frame("customer_stand").set_index(["customer_id", "years_ago"])
    columns = ["order_days", "silent_days", "revenue", "margin", "contribution"]
    found = {key: [float(value) for value in row[columns]] for key, row in stand.iterrows()}
    assert found == {
        ("ann", 0): [3, 56, 300, 120, 108],  # the refund is in the money and is no order
        ("ann", 1): [2, 0, 150, 60, 55],  # the order of that very day counts
        ("ann", 2): [1, 214, 100, 40, 35],  # 2023-06-01 to 2024-01-01
        ("ben", 0): [2, 0, 100, 50, 46],
    }


def test_as_of_today_a_customer_stands_as_in_the_base(shop: warehouse.Warehouse) -> None:
    base = shop.frame("customer_base").set_index("customer_id").loc[["ann", "ben"]]
    stand = shop.frame("customer_stand").query("years_ago == 0").set_index("customer_id")
    for name in ("order_days", "revenue", "margin", "contribution"):
        assert stand[name].tolist() == base[name].tolist()
    assert stand["silent_days"].tolist() == (base["age_days"] - base["recency_days"]).tolist()


def test_letters_that_arrived_and_were_answered_within_30_days(shop: warehouse.Warehouse) -> None:
    reached = shop.frame("customer_reached").set_index("customer_id")
    # ann: three arrived; the order of 2024-12-31 answers the first at once, that of 2025-11-05 the second on its 30th
    # day and the third; the fourth was returned. ben's was sent more than a year before the end.
    assert list(reached.loc["ann", ["approaches", "answered", "reached_12m", "by_what"]]) == [3, 3, True, "letter"]
    assert list(reached.loc["ben", ["approaches", "answered", "reached_12m", "by_what"]]) == [1, 0, False, "letter"]
    assert "cat" not in reached.index


def test_an_order_on_the_31st_day_is_no_answer(tmp_path: Path) -> None:
    mail = "mail_id,customer_id,sent_on,cost,wasted\n1,ann,2025-10-05,1,no\n"
    for held in _built(tmp_path, {**SHOP, "mail": mail}):
        assert list(held.frame("customer_reached")["answered"]) == [0]


def test_campaigns_with_their_members_take_the_place_of_letters(with_campaigns: warehouse.Warehouse) -> None:
    reached = with_campaigns.frame("customer_reached").set_index("customer_id")
    assert list(reached.loc["ann", ["approaches", "answered", "reached_12m", "by_what"]]) == [1, 1, True, "campaign"]
    assert list(reached.loc["ben", ["approaches", "answered", "reached_12m", "by_what"]]) == [1, 0, False, "campaign"]


def test_tables_that_are_not_there_leave_traits_empty(tmp_path: Path) -> None:
    orders = {"orders": SHOP["orders"]}
    for held in _built(tmp_path, orders):
        traits = held.frame("customer_traits").set_index("customer_id")
        unknown = ["kind", "city", "gender", "consent", "complained", "family", "contract", "reachable"]
        assert traits[unknown].isna().all().all()
        assert traits.loc["ann", "year_end"] == "yes"
        assert held.frame("customer_mix").empty
        assert held.frame("customer_reached").empty
        assert isinstance(held.frame("customer_stand"), pd.DataFrame)
