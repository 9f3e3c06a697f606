"""The marts of the customer value page against a small shop worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pytest

from data import warehouse

# Today is 2024-12-31. Years of 365 days: 2024-01-02 to 2024-12-31 is the last, 2023-01-02 on the one before, and so on.
FILES = {
    "orders": """order_id,customer_id,ordered_at,status,amount,cost,currency
1,ann,2022-03-01,completed,100,60,EUR
2,ann,2023-03-01,completed,100,60,EUR
3,ann,2024-03-01,completed,110,66,EUR
4,ben,2024-06-01,completed,50,30,EUR
5,ben,2024-06-20,refunded,-10,-6,EUR
6,cat,2022-05-01,completed,80,40,EUR
7,cat,2023-05-01,completed,80,40,EUR
8,dan,2021-02-01,completed,30,10,EUR
9,eve,2023-07-01,completed,40,20,EUR
10,eve,2024-12-31,completed,60,30,EUR
11,ben,2024-07-01,cancelled,999,1,EUR
""",
    "order_lines": """order_id,line_no,product_id,quantity,amount,cost
1,1,p,10,100,60
2,1,p,10,100,60
3,1,p,10,110,66
4,1,p,5,50,30
5,1,p,-1,-10,-6
6,1,q,4,80,40
7,1,q,4,80,40
8,1,p,3,30,10
9,1,p,4,40,20
10,1,p,2,25,12
10,2,q,1,35,18
11,1,p,99,999,1
""",
    "products": "product_id,name,family,list_price\np,Beans,coffee,12\nq,Machine,machines,40\n",
    "customers": """customer_id,kind,region,email,phone
ann,consumer,north,Ann@Example.org ,+1 555 0100-1
ben,consumer,north,ann@example.org,
cat,business,south,,(1) 555.01001
dan,consumer,south,dan@example.org,12345
eve,consumer,north,,12345
fay,consumer,north,no address,+1 555 9999
""",
    "cost_to_serve": """customer_id,period,activity,amount
ann,2024-04-01,calls,5
ann,2023-04-01,calls,4
ben,2024-07-01,delivery,2
cat,2024-01-10,visits,9
""",
    "contracts": """contract_id,term,customer_id,starts_on,ends_on,yearly_fee
k,1,cat,2024-06-01,2025-05-31,10
""",
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[warehouse.Warehouse]:
    """The small shop, built."""
    place = tmp_path_factory.mktemp("customers")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PAYBACK_HOME", str(place / "home"))
        (place / "files").mkdir()
        for name, text in FILES.items():
            (place / "files" / f"{name}.csv").write_text(text)
        warehouse.build(place / "files", name="shop")
        yield warehouse.open_current()


def test_stages_of_a_life(shop: warehouse.Warehouse) -> None:
    """Ann ordered in each of three years, Ben came this year, Cat lapsed, Dan is lost, Eve came back."""
    stage = shop.frame("customer_stage").set_index(["customer_id", "years_ago"])["stage"]
    assert stage.xs(0, level="years_ago").to_dict() == {
        "ann": "loyal",
        "ben": "new",
        "cat": "lapsed",
        "dan": "lost",
        "eve": "growing",
    }
    assert stage.xs(1, level="years_ago").to_dict() == {
        "ann": "growing",
        "cat": "growing",
        "dan": "lost",
        "eve": "new",
    }
    assert stage.xs(2, level="years_ago").to_dict() == {"ann": "new", "cat": "new", "dan": "lapsed"}


def test_what_a_stage_brought_is_of_the_year_that_ended_in_it(shop: warehouse.Warehouse) -> None:
    held = shop.frame("customer_stage").set_index(["customer_id", "years_ago"])
    assert held.loc[("ann", 0), ["revenue", "margin", "cost_to_serve"]].astype(float).tolist() == [110, 44, 5]
    assert held.loc[("ann", 1), ["revenue", "margin", "cost_to_serve"]].astype(float).tolist() == [100, 40, 4]
    assert held.loc[("cat", 0), ["revenue", "margin", "cost_to_serve"]].astype(float).tolist() == [0, 0, 9]
    assert held.loc[("ben", 0), ["revenue", "margin", "cost_to_serve"]].astype(float).tolist() == [40, 16, 2]


def test_steps_hold_every_customer_of_a_year_once(shop: warehouse.Warehouse) -> None:
    steps = shop.frame("lifecycle_step")
    assert steps.groupby("years_ago")["customers"].sum().to_dict() == {0: 5, 1: 4, 2: 3}
    moved = steps.set_index(["years_ago", "kind", "stage", "stage_before"])["customers"]
    assert moved[(0, "consumer", "loyal", "growing")] == 1
    assert moved[(0, "business", "lapsed", "growing")] == 1
    assert moved[(0, "consumer", "growing", "new")] == 1
    assert moved[(0, "consumer", "new", "none")] == 1
    base, held = shop.frame("customer_base"), shop.frame("customer_stage")
    assert len(held[held["years_ago"] == 0]) == (base["order_days"] > 0).sum()


def test_cost_to_serve_by_who_is_served_sums_to_all_of_it(shop: warehouse.Warehouse) -> None:
    served = shop.frame("serve_group")
    assert served["amount"].astype(float).sum() == 20
    assert served["amount_12m"].astype(float).sum() == 16  # Ann's call of 2023 is older
    row = served.set_index(["kind", "contract", "activity"]).loc[("business", "yes", "visits")]
    assert (float(row["amount_12m"]), row["customers"]) == (9, 1)


def test_families_sum_to_the_revenue_of_the_year(shop: warehouse.Warehouse) -> None:
    """Of this year: beans 110 + 50 - 10 + 25, a machine 35; the cancelled order is no revenue."""
    rows = shop.frame("family_margin").set_index("family")
    assert rows["revenue"].astype(float).to_dict() == {"coffee": 175, "machines": 35}
    assert rows.loc["coffee", ["lines", "returned"]].astype(float).tolist() == [3, 10]
    base = shop.frame("customer_base")
    assert rows["revenue"].astype(float).sum() == base["revenue_12m"].astype(float).sum()


def test_parts_of_loyalty(shop: warehouse.Warehouse) -> None:
    """First years: Eve's 40 of a year ago. New: Ben, 40 paid for four bags of 12. Later: Ann and Eve."""
    rows = shop.frame("loyalty_part").set_index(["kind", "part"])
    assert sorted(rows.index) == [("consumer", "first"), ("consumer", "later"), ("consumer", "new")]
    first, new, later = (rows.loc[("consumer", part)] for part in ("first", "new", "later"))
    assert (first["customers"], float(first["amount"]), float(first["list_value"])) == (1, 40, 48)
    assert (new["customers"], float(new["amount"]), float(new["list_value"]), float(new["cost_to_serve"])) == (
        1,
        40,
        48,
        2,
    )
    assert (later["customers"], float(later["amount"]), float(later["cost"])) == (2, 170, 96)
    assert float(later["list_value"]) == 10 * 12 + 2 * 12 + 40
    assert float(later["cost_to_serve"]) == 5
    assert pd.isna(later["as_new"])  # new customers bought in one month alone, so prices cannot be compared by month


def test_who_shares_an_address_or_a_telephone(shop: warehouse.Warehouse) -> None:
    """Ann and Ben write the same address, Ann and Cat the same number in their own way; five digits are no number."""
    held = shop.frame("contact_match").set_index("customer_id").astype("object")
    assert held["email_group"].dropna().to_dict() == {"ann": "ann", "ben": "ann"}
    assert held["phone_group"].dropna().to_dict() == {"ann": "ann", "cat": "ann"}
    assert set(held.index) == {"ann", "ben", "cat"}


def test_no_mart_holds_an_address(shop: warehouse.Warehouse) -> None:
    columns = shop.query("select * from staging.stg_contact_keys")
    assert "@" not in " ".join(str(cell) for cell in columns.to_numpy().ravel())
