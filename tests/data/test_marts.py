"""The marts against a small shop worked out by hand, and against plain loops over random ones."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data import engines, warehouse
from data.contracts import TABLES
from data.intake import make_empty
from data.models import models
from tests.examples import at_most

SHOP = {
    "orders": """order_id,customer_id,ordered_at,status,amount,cost,currency,channel,region
1,ann,2024-01-10 09:00,completed,100,60,EUR,shop,north
2,ann,2024-01-10 18:00,completed,50,30,EUR,web,north
3,ann,2025-03-05,completed,200,120,EUR,web,north
4,ann,2025-03-20,refunded,-50,-30,EUR,web,north
5,ben,2025-02-11,completed,80,40,EUR,web,south
6,ben,2025-02-12,cancelled,999,1,EUR,web,south
7,cat,2024-12-31,cancelled,10,5,EUR,shop,south
8,ben,2025-03-31,completed,20,,EUR,phone,south
""",
    "customers": """customer_id,kind,region,acquired_by,held_out,referred_by
ann,business,west,fair,yes,ann
ben,consumer,,,,ann
dan,consumer,east,,no,ann
""",
    "cost_to_serve": """customer_id,period,activity,amount
ann,2024-01-01,calls,5
ann,2025-01-01,calls,7.5
ann,2025-01-01,visits,2.5
dan,2025-02-01,calls,4
""",
    "calls": """call_id,customer_id,called_at,minutes,region,is_repeat,resolved,cost
1,ann,2025-01-05,0.1,north,no,yes,3
2,ann,2025-01-06,0.2,north,yes,no,4
3,,2025-01-06,0.3,,no,,5
""",
    "mail": """mail_id,customer_id,sent_on,cost,wasted
1,ann,2025-01-05,1.5,no
2,dan,2025-01-20,1.5,yes
""",
    "initiatives": "initiative_id,name,approved_on\na,Calls,2024-11-15\nb,Web,2024-12-01\n",
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[warehouse.Warehouse]:
    """The small shop, built."""
    place = tmp_path_factory.mktemp("shop")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PAYBACK_HOME", str(place / "home"))
        (place / "files").mkdir()
        for name, text in SHOP.items():
            (place / "files" / f"{name}.csv").write_text(text)
        warehouse.build(place / "files", name="shop")
        yield warehouse.open_current()


def test_facts(shop: warehouse.Warehouse):
    facts = shop.frame("data_facts").iloc[0]
    assert (facts["first_day"], facts["until"]) == (pd.Timestamp(2024, 1, 10), pd.Timestamp(2025, 3, 31))
    assert (facts["orders"], facts["completed"], facts["cancelled"], facts["refunds"]) == (8, 5, 2, 1)
    assert (facts["customers"], facts["known_customers"], facts["currency"]) == (2, 3, "EUR")
    assert facts["revenue"] == 100 + 50 + 200 - 50 + 80 + 20
    assert facts["margin"] == 40 + 20 + 80 - 20 + 40  # order 8 has no cost, so no margin
    assert facts["has_cost"]
    assert facts["has_cost_to_serve"]
    assert facts["approved_on"] == pd.Timestamp(2024, 11, 15)


def test_a_customer_with_two_orders_on_one_day_has_one_order_day(shop: warehouse.Warehouse):
    ann = shop.frame("customer_base").set_index("customer_id").loc["ann"]
    assert (ann["orders"], ann["order_days"], ann["frequency"]) == (3, 2, 1)
    assert (ann["first_order"], ann["last_order"]) == (pd.Timestamp(2024, 1, 10), pd.Timestamp(2025, 3, 5))
    assert ann["recency_days"] == (date(2025, 3, 5) - date(2024, 1, 10)).days
    assert ann["age_days"] == (date(2025, 3, 31) - date(2024, 1, 10)).days


def test_money_of_a_customer_is_net_of_refunds_and_of_cost_to_serve(shop: warehouse.Warehouse):
    ann = shop.frame("customer_base").set_index("customer_id").loc["ann"]
    assert (ann["revenue"], ann["margin"], ann["cost_to_serve"], ann["contribution"]) == (300, 120, 15, 105)
    assert (ann["revenue_12m"], ann["margin_12m"], ann["cost_to_serve_12m"]) == (150, 60, 10)
    assert (ann["orders_12m"], ann["contribution_12m"], ann["refunds"]) == (1, 50, 1)
    assert ann["mean_spend"] == 150  # 300 on two days


def test_who_a_customer_is_comes_from_the_list_and_else_from_the_first_order(shop: warehouse.Warehouse):
    base = shop.frame("customer_base").set_index("customer_id")
    assert list(base.loc["ann", ["kind", "region", "channel", "acquired_by", "held_out"]]) == [
        "business",
        "west",
        "shop",
        "fair",
        True,
    ]
    assert list(base.loc["ben", ["region", "channel", "held_out", "is_employee"]]) == ["south", "web", False, False]


def test_who_recommended_whom_of_those_who_bought(shop: warehouse.Warehouse):
    """Nobody recommends themselves, and who never bought was not won; ben came within a year."""
    rows = shop.frame("customer_referral")
    assert rows.astype(object).to_numpy().tolist() == [["ben", "ann", "business", True]]


def test_every_customer_of_either_table_has_a_row_and_nothing_is_not_unknown(shop: warehouse.Warehouse):
    base = shop.frame("customer_base").set_index("customer_id")
    assert sorted(base.index) == ["ann", "ben", "cat", "dan"]
    dan = base.loc["dan"]
    assert (dan["orders"], dan["revenue"], dan["contribution"]) == (0, 0, -4)
    assert pd.isna(dan["first_order"])
    assert pd.isna(dan["mean_spend"])
    assert not dan["active"]
    assert base.loc["cat", "orders"] == 0  # a cancelled order is no order


def test_months_and_weeks(shop: warehouse.Warehouse):
    months = shop.frame("order_month").set_index(["month", "region", "channel"])
    march = months.loc[(pd.Timestamp(2025, 3, 1), "north", "web")]
    assert (march["orders"], march["buyers"], march["revenue"], march["refunds"]) == (1, 1, 150, 1)
    assert months.loc[(pd.Timestamp(2025, 2, 1), "south", "web"), "cancelled"] == 1
    weeks = shop.frame("order_week").set_index("week")
    assert list(weeks.loc[pd.Timestamp(2024, 1, 8)]) == [2, 1, 1, 150]  # Monday of the week of 10 January
    assert weeks["new_buyers"].sum() == 2


def test_months_of_the_base(shop: warehouse.Warehouse):
    base = shop.frame("active_month").set_index("month")
    assert len(base) == 15  # January 2024 to March 2025, which ends on the last day of the data
    last = base.loc[pd.Timestamp(2025, 3, 1)]
    assert (last["active"], last["base_12m"], last["kept_12m"]) == (2, 1, 1)
    assert (last["orders_12m"], last["revenue_12m"], last["margin_12m"]) == (3, 250, 100)
    assert (last["cost_to_serve_12m"], last["contribution_12m"]) == (14, 86)
    january = base.loc[pd.Timestamp(2025, 1, 1)]  # 387 days after ann's first order
    assert (january["active"], january["base_12m"], january["kept_12m"]) == (0, 1, 0)
    assert pd.isna(base.loc[pd.Timestamp(2024, 12, 1), "base_12m"])
    assert list(base["new_customers"][base["new_customers"] > 0]) == [1, 1]


def test_calls_mail_and_serving(shop: warehouse.Warehouse):
    calls = shop.query(
        "select region, calls, repeat_calls, resolved, minutes, cost from call_month order by region nulls last"
    )
    assert calls.iloc[0].to_list() == ["north", 2, 1, 1, pytest.approx(0.3), 7]
    assert shop.query("select minutes from call_month where calls = 2").iloc[0, 0] == 0.3  # and not 0.30000000000000004
    assert shop.frame("mail_month").iloc[0, :4].to_list() == [pd.Timestamp(2025, 1, 1), 2, 1, 3.0]
    assert shop.frame("serve_month")["amount"].sum() == 19


def test_a_mart_whose_tables_were_not_supplied_is_there_and_empty(shop: warehouse.Warehouse):
    for mart in ("programme_cost", "assumption", "site", "region"):
        assert shop.frame(mart).empty
    held = shop.frame("held").set_index("table_name")
    assert held.loc["orders", "supplied"]
    assert not held.loc["sites", "supplied"]


# Random shops


@pytest.fixture(scope="module")
def bare() -> Iterator[Callable[[list[tuple[str, date]]], duckdb.DuckDBPyConnection]]:
    """Marts of orders given as (customer, day), each of 1 unit of money; made in memory."""
    with duckdb.connect() as connection:
        connection.execute("set threads = 1")
        for schema in ("raw", "staging"):
            connection.execute(f"create schema {schema}")
        connection.execute("set search_path = 'memory.main,memory.staging,memory.raw'")
        for table in TABLES.values():
            make_empty(connection, table)
        for model in models("staging"):
            connection.execute(f"create view staging.{model.name} as {model.sql}")

        def run(orders: list[tuple[str, date]], *, portable: bool = False) -> duckdb.DuckDBPyConnection:
            connection.execute("delete from raw.orders")
            named = "select ? order_id, ? customer_id, ? ordered_at, 1 amount, 'completed' status"
            for i, (customer, day) in enumerate(orders):
                connection.execute("insert into raw.orders by name " + named, [str(i), customer, day])
            (engines.portable_macros if portable else engines.define_macros)(connection)
            for model in models("marts"):
                connection.execute(f"create or replace table main.{model.name} as {model.sql}")
            return connection

        yield run


ORDERS = st.lists(
    st.tuples(st.sampled_from("abc"), st.dates(date(2021, 6, 1), date(2025, 6, 30))), min_size=1, max_size=15
)
PLAIN = settings(at_most(12), suppress_health_check=[HealthCheck.function_scoped_fixture])


def month_ends(first: date, until: date) -> list[date]:
    ends = [date(y, m, 1) - timedelta(days=1) for y in range(first.year, until.year + 2) for m in range(1, 13)]
    return [end for end in ends if first <= end <= until]


@PLAIN
@given(ORDERS)
def test_active_customers_are_those_with_an_order_within_365_days(bare, orders: list[tuple[str, date]]):
    def active(end: date) -> set[str]:
        return {who for who, day in orders if timedelta(0) <= end - day < timedelta(days=365)}

    ends = month_ends(min(day for _, day in orders), max(day for _, day in orders))
    found = (
        bare(orders)
        .execute("select last_day(month), active, base_12m, kept_12m from active_month order by month")
        .fetchall()
    )
    expected = []
    for i, end in enumerate(ends):
        before = active(ends[i - 12]) if i >= 12 else None
        expected.append(
            (end, len(active(end)), None, None)
            if before is None
            else (end, len(active(end)), len(before), len(before & active(end)))
        )
    assert found == expected


@PLAIN
@given(ORDERS)
def test_sums_over_customers_months_and_weeks_are_the_same(bare, orders: list[tuple[str, date]]):
    connection = bare(orders)
    sums = connection.execute(
        "select (select sum(revenue) from customer_base), (select sum(revenue) from order_month), "
        "(select sum(revenue) from order_week), (select revenue from data_facts), "
        "(select sum(orders) from customer_base)"
    ).fetchone()
    assert sums == (Decimal(len(orders)),) * 4 + (len(orders),)
    assert connection.execute("select sum(customers) from frequency_histogram").fetchone() == (
        len({who for who, _ in orders}),
    )


@PLAIN
@given(ORDERS)
def test_the_portable_twin_of_a_macro_counts_the_same(bare, orders: list[tuple[str, date]]):
    asked = "select customer_id, order_days, frequency, recency_days from customer_base order by 1"
    fast = bare(orders).execute(asked).fetchall()
    assert bare(orders, portable=True).execute(asked).fetchall() == fast
    days = {who: {day for other, day in orders if other == who} for who, _ in orders}
    assert {who: n for who, n, _, _ in fast} == {who: len(found) for who, found in days.items()}


@PLAIN
@given(ORDERS)
def test_marts_are_unique_at_their_grain(bare, orders: list[tuple[str, date]]):
    connection = bare(orders)
    for mart in models("marts"):
        rows = connection.execute(f"select count(*) from main.{mart.name}").fetchone()
        grain = ", ".join(mart.grain) or "1"
        unique = connection.execute(f"select count(*) from (select distinct {grain} from main.{mart.name})").fetchone()
        assert rows == unique, mart.name


def test_a_build_from_the_same_rows_in_another_order_gives_the_same_hash_and_marts(home: Path, tmp_path: Path):
    built = []
    for turn in (1, -1):
        folder = tmp_path / str(turn)
        folder.mkdir()
        head, *rows = list(csv.reader(SHOP["orders"].splitlines()))
        with (folder / "orders.csv").open("w", newline="") as file:
            csv.writer(file).writerows([head, *rows[::turn]])
        result = warehouse.build(folder, name="shop")
        built.append((result.published.data_hash, warehouse.open_current().frame("customer_base")))
    assert built[0][0] == built[1][0]
    pd.testing.assert_frame_equal(built[0][1], built[1][1])
