"""What stands behind the first questions of the customer value page: every choice, in both languages, on any data."""

from __future__ import annotations

from pathlib import Path

import pytest

from metrics import report
from metrics.customers import known
from metrics.customers.buyers import buyers
from metrics.value import contracts, worth
from metrics.value import file as papers
from metrics.words.reader import Reader
from pages.parts.value import more as customer_more
from tests.pages import small_shops
from tests.pages.test_customer_value import charts, figures
from tests.pages.test_pages import said, start

PAGE = "customer_value"
EN = Reader("en", "USD")


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("more", customer_more.SHOWN)
def test_every_choice_answers_in_the_language_of_the_reader(company: Path, more: str, lang: str) -> None:
    app = start(lang, PAGE, more=more)
    assert not app.exception
    assert not app.error
    assert app.pills(key="more_asked").value == more
    assert len(app.header) >= 6
    written = [header.value for header in app.header]
    assert all(any("\u4e00" <= sign <= "\u9fff" for sign in words) == (lang == "zh_CN") for words in written[-2:])


@pytest.mark.parametrize("more", customer_more.SHOWN)
def test_orders_alone_give_figures_or_reasons(cdnow: Path, more: str) -> None:
    """Without cost, contracts and customers every choice still opens, and says what is missing."""
    app = start("en", PAGE, more=more)
    assert not app.exception
    assert not app.error
    assert len(app.header) >= 5


REASONS = {
    "values": "needs orders of 4 years; there are 1.5",
    "money": "the orders carry no cost, so no margin can be shown",
    "service": "needs the table cost_to_serve, which is not here yet",
    "contracts": "needs the table contracts, which is not here yet",
    "who": "nothing says which campaign or channel won a customer",
}


@pytest.mark.parametrize(("more", "reason"), REASONS.items())
def test_what_orders_alone_cannot_tell_has_its_reason(cdnow: Path, more: str, reason: str) -> None:
    assert reason in said(start("en", PAGE, more=more)).replace("\\_", "_")


def test_an_address_nobody_knows_opens_the_first_choice(company: Path) -> None:
    app = start("en", PAGE, more="pirates", mode="pirates")
    assert not app.exception
    assert app.pills(key="more_asked").value == customer_more.FIRST
    assert app.pills(key="mode_asked").value == "all"


def test_a_choice_goes_into_the_address(company: Path) -> None:
    app = start("en", PAGE)
    app.pills(key="more_asked").set_value("money").run()
    assert app.query_params["more"] == "money"
    assert "Where does a year's revenue go?" in said(app)


@pytest.mark.parametrize("mode", ["contract", "orders"])
def test_each_mode_has_its_own_value_by_its_own_model(company: Path, mode: str) -> None:
    data = report.current()
    both = {one.id: one for one in contracts.compared(data)}
    app = start("en", PAGE, mode=mode)
    assert not app.exception
    value = both[mode].value
    assert value is not None
    assert app.metric[0].value == EN.money(value)
    assert app.metric[1].value != start("en", PAGE).metric[1].value


def test_the_modes_hold_everybody_once(company: Path) -> None:
    data = report.current()
    both = contracts.compared(data)
    assert sum(one.customers for one in both) == len(buyers(data).frame)
    right = sum(one.value or 0.0 for one in both)
    held = contracts.values(data).sum()
    assert held == pytest.approx(right, rel=0.02)  # contracts of customers who never ordered stand in the first alone


def test_the_tail_and_the_losers_are_said_under_the_curve(company: Path) -> None:
    words = said(start("en", PAGE))
    assert "The last half brings " in words
    assert " customers lose money: 1" in words
    assert "Of the margin, before cost to serve: top 20% 7" in words  # planted: 73 %, and 3.5 % of the last half
    assert ", bottom 50% 3" in words or ", last half 4" in words


def test_a_policy_in_the_address_is_the_one_that_is_reckoned(company: Path) -> None:
    """Served as now nothing changes; a fifth less for C alone brings money."""
    same = {f"serve_{tier}": "0" for tier in "abc"} | {f"stay_{tier}": "0" for tier in "abc"}
    app = start("en", PAGE, more="service", **same)
    assert "Nothing changes while every tier is served as now" in [header.value for header in app.header]
    less = start("en", PAGE, more="service", **(same | {"serve_c": "-20"}))
    assert [h.value for h in less.header][4].startswith("This policy brings \\$")


def test_misreading_half_of_their_value_costs_half(company: Path) -> None:
    def lost(share: str) -> str:
        app = start("en", PAGE, more="service", loss=share, misread="10")
        return next(h.value for h in app.header if h.value.startswith("Up to "))

    assert lost("100") != lost("50")


def test_the_market_is_an_assumption_of_the_reader(company: Path) -> None:
    assert figures(start("en", PAGE, more="who"))["Coverage of the market"] == "–"
    merged = known.unique(report.current())
    app = start("en", PAGE, more="who", market=str(2 * merged.unique))
    assert figures(app)["Coverage of the market"] == "50%"


def test_the_bridge_of_a_group_is_that_group(company: Path) -> None:
    data = report.current()
    rows = worth.margins(data, "kind")
    app = start("en", PAGE, more="money", margin_by="kind", margin_of=rows[0].name)
    shown = [chart for chart in charts(app) if len(chart["data"][0]["x"]) == 3 + len(rows[0].served) + 1]  # type: ignore[index]
    assert shown[-1]["data"][0]["x"][0] == pytest.approx(rows[0].revenue)  # type: ignore[index]


def test_the_card_shows_the_file_of_the_customer(company: Path) -> None:
    data = report.current()
    id = str(contracts.contracts(data).frame.index[0])
    found = papers.file(data, id)
    app = start("en", PAGE, customer=id)
    assert found.ends_on is not None
    assert found.p is not None
    assert figures(app)["Churn probability"] == EN.share(found.p)
    assert figures(app)["Value by contract"] == EN.money(round(found.contract_value or 0.0))
    assert EN.day(found.ends_on) in said(app)


@pytest.mark.parametrize("more", customer_more.SHOWN)
@pytest.mark.parametrize(
    "sales",
    [
        small_shops.one_customer,
        pytest.param(small_shops.nobody_twice, marks=pytest.mark.long),
        small_shops.odd_numbers,
    ],
)
def test_the_smallest_shops_get_reasons(home: Path, tmp_path: Path, more: str, sales) -> None:  # type: ignore[no-untyped-def]
    small_shops.publish(tmp_path, sales())
    app = start("en", PAGE, more=more)
    assert not app.exception
    assert not app.error
