"""Leads and linked customers: chances worked by hand, and a shop that brings both tables."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import warehouse
from metrics import report
from metrics.reading import UndefinedError
from metrics.value import leads
from metrics.value import links as report_customer_links
from metrics.value.contracts import values
from metrics.words.text import Message
from tests.pages import small_shops
from tests.pages.test_pages import start


def held(n: int, won: int, age: int = 400, source: str = "fair", days: int = 100) -> pd.DataFrame:
    """``n`` leads of that age, ``won`` of them after so many days."""
    return pd.DataFrame(
        {"kind": "business", "source": source, "age_days": age, "won_days": [float(days)] * won + [np.nan] * (n - won)}
    )


def test_few_leads_of_a_source_are_drawn_towards_all() -> None:
    """30 of 80 at the fair, none of 20 by web: 30 % of all. (30 + 20 x .3)/100 = 36 %, (0 + 6)/40 = 15 %."""
    found = leads.chances(pd.concat([held(80, 30), held(20, 0, source="web")], ignore_index=True))
    assert found.overall == pytest.approx(0.3)
    assert found.cells[("business", "fair")] == pytest.approx(0.36)
    assert found.cells[("business", "web")] == pytest.approx(0.15)
    unseen = pd.DataFrame({"kind": ["consumer"], "source": ["fair"], "age_days": [0]})
    assert found.left(unseen) == pytest.approx([0.3])


def test_who_has_waited_has_less_of_the_chance_left() -> None:
    """Half of all successes come within 100 days: .4 x .5 / (1 - .2) = .25 after 100, 0 after a year."""
    found = leads.waiting([0.4, 0.4, 0.4], [0, 100, 365], [50, 200])
    assert found == pytest.approx([0.4, 0.25, 0.0])


@given(st.floats(0.01, 0.99), st.lists(st.integers(0, 364), min_size=1, max_size=20), st.integers(0, 364))
def test_the_chance_never_grows_by_waiting(p: float, days: list[int], age: int) -> None:
    before, after = leads.waiting([p, p], [age, min(age + 30, 364)], days)
    assert 0 <= after <= before + 1e-12 <= p + 1e-9


def test_the_check_uses_what_was_known_a_year_ago() -> None:
    """60 leads of three years ago, half of them won; then 40 of the year before last, of whom 10 were."""
    found = leads.checked(pd.concat([held(60, 30, age=1100), held(40, 10, age=500)], ignore_index=True))
    assert found is not None
    assert (found.leads, found.won) == (40, 10)
    assert found.expected == pytest.approx(40 * 0.5)
    assert leads.checked(held(40, 10, age=500)) is None


def test_too_few_leads_have_no_chance() -> None:
    with pytest.raises(UndefinedError, match="30 leads are a year old"):
        leads.chances(held(30, 3))


@pytest.fixture
def shop(home: Path, tmp_path: Path) -> Path:
    """Forty customers who come back, three pairs of them linked, sixty old leads and two open ones."""
    source = tmp_path / "shop"
    small_shops.publish(tmp_path, small_shops.forty_customers())
    people = "\n".join(f"k{i},consumer" for i in range(40))
    (source / "customers.csv").write_text(f"customer_id,kind\n{people}\n")
    (source / "relations.csv").write_text(
        "customer_id,related_id,kind\nk0,k1,family\nk1,k0,family\nk1,k2,employer\nk5,k6,family\nk7,k7,family\n"
    )
    old = [f"a{i},2024-01-05,consumer,fair,{'2024-03-01' if i < 30 else ''}" for i in range(60)]
    rows = "\n".join([*old, "n1,2025-06-01,consumer,fair,", "n2,2025-06-01,consumer,web,"])
    (source / "leads.csv").write_text(f"lead_id,created_on,kind,source,won_on\n{rows}\n")
    warehouse.build(source, name="shop")
    return source


def test_linked_customers_are_counted_once(shop: Path) -> None:
    """k0, k1 and k2 are one group, k5 and k6 another; nobody is linked to themselves. With the others it is all."""
    data = report.current()
    found = report_customer_links.linked(data)
    assert not isinstance(found, Message)
    assert (found.groups, found.customers) == (2, 5)
    worth = values(data)
    assert found.value == pytest.approx(worth[["k0", "k1", "k2", "k5", "k6"]].sum())
    assert found.value + found.alone == pytest.approx(worth.sum())
    assert {(name, n) for name, n, _value in found.first} == {("k0", 3), ("k5", 2)}


def test_open_leads_are_worth_their_chance_of_a_new_customer(shop: Path) -> None:
    """Half of the fair's leads were won: one from there comes before one from the web, of which nothing is known."""
    data = report.current()
    found = report_customer_links.leads(data)
    assert not isinstance(found, Message)
    assert found.open == 2
    assert [one.id for one in found.first] == ["n1", "n2"]
    assert found.value == pytest.approx(sum(one.value for one in found.first))


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_the_page_shows_both_once_they_are_there(shop: Path, lang: str) -> None:
    app = start(lang, "customer_value", more="who")
    assert not app.exception
    assert not app.error
    tables = [table.value for table in app.table]
    assert list(tables[-2].iloc[:, 0]) == [
        name for name, _n, _v in report_customer_links.linked(report.current()).first
    ]
    assert list(tables[-1].iloc[:, 0]) == ["n1", "n2"]


def test_without_the_tables_both_name_what_is_missing(company: Path) -> None:
    data = report.current()
    for found, table in (
        (report_customer_links.linked(data), "relations"),
        (report_customer_links.leads(data), "leads"),
    ):
        assert str(found) == f"needs the table {table}, which is not here yet"
