"""Customers who belong together, in a shop that brings the table."""

from __future__ import annotations

from dataclasses import astuple
from pathlib import Path

import pytest

from metrics import report
from metrics.customers.leads import leads
from metrics.finding import Table
from metrics.value.contracts import values
from metrics.value.policy import findings
from metrics.value.policy.links import linked
from tests.pages import small_shops
from tests.pages.test_customer_value import charts
from tests.pages.test_pages import start


@pytest.fixture
def shop(home: Path, tmp_path: Path) -> None:
    small_shops.with_links_and_leads(tmp_path)


def test_linked_customers_are_counted_once(shop: None) -> None:
    """k0, k1 and k2 are one group, k5 and k6 another; nobody is linked to themselves."""
    found, worth = linked(report.current()), values(report.current())
    assert (found.groups, found.customers) == (2, 5)
    assert found.value == pytest.approx(worth[["k0", "k1", "k2", "k5", "k6"]].sum())
    assert {(group.name, group.customers) for group in found.first} == {("k0", 3), ("k5", 2)}
    assert report.saved().value("linked") == found.value


def test_the_groups_are_told_the_first_one_first(shop: None) -> None:
    found = linked(report.current())
    told = findings.linked(report.saved())
    assert told.sentence.values["first"].value == max(group.money for group in found.first)  # type: ignore[attr-defined]
    assert isinstance(told.table, Table)
    assert sum(row[2] for row in told.table.cells()) == pytest.approx(found.value)  # type: ignore[misc]


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_the_page_shows_links_and_leads_once_they_are_there(shop: None, lang: str) -> None:
    app = start(lang, "customer_value", more="who")
    assert not app.exception
    assert not app.error
    drawn = [chart["data"][0]["x"] for chart in charts(app)]  # type: ignore[index]
    data = report.current()
    for first in (linked(data).first, leads(data).first):
        assert [amount for *_rest, amount in map(astuple, first)] in drawn


def test_without_the_table_it_is_named(company: Path) -> None:
    told = findings.linked(report.saved())
    assert told.undefined
    assert str(told.sentence) == "needs the table relations, which is not here yet"
    assert str(report.saved().read("linked").reason) == str(told.sentence)
