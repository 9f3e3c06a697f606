"""The segments page: groups by rule and found, each with its traits and tests; reasons where the data are thin."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from metrics import report
from metrics import report_segments as story
from tests.pages import small_shops
from tests.pages.test_pages import said, start

PAGE = "segments"


def test_five_steps_each_with_a_count_and_every_picture_with_an_answer(company: Path) -> None:
    app = start("en", PAGE)
    labels = [metric.label for metric in app.metric]
    assert labels == ["1 Traits", "2 Large or important", "3 Shared traits", "4 Groups found", "5 Pass the tests"]
    assert all(metric.value != "–" for metric in app.metric)
    assert app.title[0].value.startswith("Champions: ")
    assert len(app.header) == 3
    assert len(app.get("plotly_chart")) == 3


def test_groups_add_up_to_all_buyers_and_all_they_bring(company: Path) -> None:
    data = report.current()
    for by in (story.RULE, story.FOUND):
        found = story.segmented(data, by)
        assert sum(one.customers for one in found.segments) == len(story.people(data).frame)
        assert sum(one.share or 0.0 for one in found.segments) == pytest.approx(1)
        assert len({one.name.render() for one in found.segments}) == len(found.segments)


def test_the_map_holds_every_buyer_once(company: Path) -> None:
    data = report.current()
    fields = story.fields(data)
    assert len(fields) == 25
    assert sum(field.customers for field in fields) == len(story.people(data).frame)


def test_gift_buyers_are_found_by_when_and_what_they_buy(company: Path) -> None:
    """Planted: they buy at the end of the year and mostly gifts. A group found is named so, and shares it."""
    found = story.segmented(report.current(), story.FOUND)
    late = [one for one in found.segments if "year-end" in one.name.render()]
    assert any(("family", "gifts") in {(each.trait, each.value) for each in one.shared} for one in late)


def test_customers_on_contract_are_more_frequent_among_champions(company: Path) -> None:
    champions = story.segmented(report.current()).segments[0]
    assert champions.name.render() == "Champions"
    contract = next(each for each in champions.shared if each.trait == "contract")
    assert contract.value == "yes"
    assert contract.low > 150


def test_the_way_groups_are_made_is_in_the_address(company: Path) -> None:
    app = start("en", PAGE, by="found")
    assert not app.exception
    assert not app.title[0].value.startswith("Champions")
    assert start("en", PAGE, by="magic").title[0].value.startswith("Champions")


def test_orders_alone_still_give_groups_and_say_what_is_missing(cdnow: Path) -> None:
    app = start("en", PAGE)
    assert app.title[0].value.startswith("Champions: ")
    assert "no table tells who the customers are" in said(app)
    lights = json.dumps([table.value.to_dict() for table in app.table], default=str)
    assert "the orders carry no cost" in lights
    assert "no e-mail or consent is held" in lights


@pytest.mark.parametrize("shop", [small_shops.one_customer, small_shops.forty_customers, small_shops.nobody_twice])
def test_a_small_shop_gets_groups_or_a_reason(
    shop: Callable[[], list[small_shops.Sale]], home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_shops.publish(tmp_path, shop())
    app = start("en", PAGE)
    assert not app.exception
    assert len(app.title) == 1
    assert "too few to find groups in; 500 are needed" in said(app)
