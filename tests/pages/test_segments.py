"""The segments page: five saved steps, groups by rule and found, moves and composition; reasons where data are thin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.store import open_store
from metrics import report
from metrics.segments import facts, steps
from metrics.segments.method import FOUND, STEPS, USUAL
from metrics.segments.people import people
from pages.parts import access, edit
from pages.parts.segments.settings import BOOK
from tests.pages import small_shops
from tests.pages.test_pages import LOCALES, said, start

PAGE = "segments"
LINES = (*(f"step-{step}" for step in STEPS), "open-moves", "open-made")


def opened(lang: str = "en", **address: str) -> AppTest:
    """The page with every line open."""
    return again(start(lang, PAGE, **address))


def again(app: AppTest) -> AppTest:
    """One more run with every line open: the test, unlike a browser, forgets which are."""
    for line in LINES:
        app.session_state[line] = True
    return app.run()


def tables(app: AppTest) -> str:
    """Every cell."""
    return "\n".join(table.value.to_csv() for table in app.table)


def control(app: AppTest, kind: str, label: str) -> object:
    """The one control of that kind and label."""
    found = [one for one in app.get(kind) if one.label == label]
    assert len(found) == 1, (label, [one.label for one in app.get(kind)])
    return found[0]


def test_five_steps_each_with_a_count_and_every_picture_with_an_answer(company: Path) -> None:
    app = start("en", PAGE)
    labels = [metric.label for metric in app.metric]
    assert labels == ["1 Traits", "2 Large or important", "3 Shared traits", "4 Groups", "5 Pass the tests"]
    assert all(metric.value != "–" for metric in app.metric)
    assert app.title[0].value.startswith("Champions: ")
    assert [header.value for header in app.header][2].endswith("of 6 groups pass every test")
    assert len(app.get("plotly_chart")) == 2  # the rest is drawn when it is opened


@pytest.mark.parametrize("lang", LOCALES)
def test_every_line_opens_in_both_languages(company: Path, lang: str) -> None:
    app = opened(lang)
    assert not app.exception
    assert not app.error
    assert len(app.get("plotly_chart")) == 5
    assert len(app.table) == 6
    if lang == "zh_CN":
        assert "大客户" in tables(app)
        assert "轮廓系数" in tables(app)


def test_a_map_field_holds_every_buyer_once(company: Path) -> None:
    data = report.current()
    cells = facts.fields(data)
    assert len(cells) == 25
    assert sum(cell.customers for cell in cells) == len(people(data).frame)


def test_every_light_has_its_number_and_says_where_reach_comes_from(company: Path) -> None:
    app = start("en", PAGE)
    lights = app.table[0].value
    assert list(lights.columns) == [
        "Segment",
        "Big enough",
        "Profitable",
        "Reachable",
        "Identifiable",
        "Understandable",
        "Relevant",
        "Campaign possible",
    ]
    assert lights.iloc[:, 1:].map(lambda cell: "●" in cell or "▼" in cell).all().all()
    assert "a letter reached 25% in 12 months; no campaign with its members is held" in said(app)


def test_customers_on_contract_are_more_frequent_among_champions(company: Path) -> None:
    champions = facts.segments(report.current(), USUAL)[0]
    assert champions.name.render() == "Champions"
    contract = next(each for each in champions.shared if each.trait == "contract")
    assert contract.value == "yes"
    assert contract.low > 150


# Saved steps


def test_choosing_k_means_is_saved_and_there_after_a_reload(company: Path) -> None:
    app = start("en", PAGE)
    app.button_group(key="by_asked").set_value(FOUND).run()
    assert not app.exception
    assert app.title[0].value.startswith("Private, frequent: ")
    reloaded = start("en", PAGE)
    assert reloaded.title[0].value == app.title[0].value
    assert "Saved by local user on " in said(reloaded)
    actions = [(line.author, line.action, line.subject) for line in open_store().audit()]
    assert ("local user", "segments step saved", "company/segments/groups") in actions


def test_weights_are_saved_and_make_other_bands(company: Path) -> None:
    app = opened()
    before = tables(app)
    for label, part in (("Contribution margin, %", 0), ("Loyalty, %", 60)):
        control(app, "number_input", label).set_value(part)  # type: ignore[attr-defined]
    app.button(key=next(b.key for b in app.button if b.label == "Use these weights")).click().run()
    assert not app.exception
    assert steps.in_force(report.current()).method.weight["loyalty"] == 60
    assert tables(app) != before


def test_weights_that_do_not_sum_to_100_are_refused_and_not_saved(company: Path) -> None:
    app = opened()
    control(app, "number_input", "Revenue, %").set_value(99)  # type: ignore[attr-defined]
    app.button(key=next(b.key for b in app.button if b.label == "Use these weights")).click().run()
    assert [warning.value for warning in app.warning] == ["the weights sum to 179%; make them 100%"]
    assert steps.in_force(report.current()).saved == {}


def test_a_change_can_be_undone_and_leaves_what_others_changed_meanwhile(company: Path) -> None:
    app = opened()
    control(app, "number_input", "Reachable, %").set_value(99.0)  # type: ignore[attr-defined]
    again(app)
    steps.save(report.current(), lambda method: replace(method, index=150), "Bo")
    app.button(key="undo-segments-tests").click().run()
    assert not app.exception
    method = steps.in_force(report.current()).method
    assert (method.reached, method.index) == (USUAL.reached, 150)


def test_a_threshold_changes_its_light_and_is_saved(company: Path) -> None:
    app = opened()
    control(app, "number_input", "Reachable, %").set_value(99.0).run()  # type: ignore[attr-defined]
    assert not app.exception
    assert all("▼" in cell for cell in app.table[0].value["Reachable"])
    assert steps.in_force(report.current()).method.reached == pytest.approx(0.99)
    assert app.metric[4].value == "0"


def test_the_gate_takes_traits_out_and_says_why(company: Path) -> None:
    app = opened()
    control(app, "number_input", "Not used when missing of more than, %").set_value(30.0)  # type: ignore[attr-defined]
    again(app)
    assert "missing of too many" in tables(app)
    assert app.metric[0].value == "12"  # decade of birth, industry and size are gone


def test_who_may_not_write_sees_all_and_changes_nothing(company: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = access.User("Eve", frozenset({"executive"}))
    monkeypatch.setattr(access, "user", lambda: reader)
    app = opened()
    assert not app.exception
    assert all(one.disabled for one in app.number_input)
    app.button_group(key="by_asked").set_value(FOUND).run()
    assert app.title[0].value.startswith("Private, frequent: ")  # looked at, by the address
    assert steps.in_force(report.current()).saved == {}
    edit.act(BOOK, lambda method: replace(method, index=200))  # past the page: asked again at the write
    assert steps.in_force(report.current()).saved == {}
    assert open_store().audit() == [] or all("segments" not in line.action for line in open_store().audit())


def test_the_way_groups_are_made_may_come_with_the_address(company: Path) -> None:
    assert start("en", PAGE, by="found").title[0].value.startswith("Private, frequent: ")
    assert start("en", PAGE, by="magic").title[0].value.startswith("Champions")
    assert steps.in_force(report.current()).saved == {}


# Thin data


def test_orders_alone_still_give_groups_and_say_what_is_missing(cdnow: Path) -> None:
    app = opened()
    assert not app.exception
    assert app.title[0].value.startswith("Champions: ")
    assert "Not tested: Profitable: the orders carry no cost" in said(app)
    assert "Reachable: no e-mail or consent is held" in said(app)
    assert "Campaign possible: needs a table of campaign members or of mail" in said(app)
    assert "Not in the data: Contribution margin, Response, Referrals" in said(app)
    assert "needs customers.csv" in tables(app)


@pytest.mark.parametrize("shop", [small_shops.one_customer, small_shops.forty_customers, small_shops.nobody_twice])
def test_a_small_shop_gets_groups_or_a_reason(
    shop: Callable[[], list[small_shops.Sale]], home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_shops.publish(tmp_path, shop())
    app = opened()
    assert not app.exception
    assert len(app.title) == 1
    assert "too few to find groups in; 500 are needed" in said(app)
