"""The tabs of the benefit model, through the shell: gaps, options, initiatives, scenarios, calculators and cases."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.library import cases
from metrics import report
from metrics.case import benchmarks as bench
from metrics.case import presets
from metrics.case import published as work
from metrics.versions import named as scenarios
from metrics.words.text import translate
from pages.parts import access, session
from pages.parts.case import more as benefit_more
from tests.pages.test_pages import said, start

PAGE = "benefit_model"
TABS = (
    "Gaps and benchmarks",
    "Side by side",
    "Initiatives",
    "Scenarios",
    "Calculators and hints",
    "Cases",
)


def opened(tab: str, lang: str = "en", **address: str) -> AppTest:
    """The page with ``tab`` open."""
    app = start(lang, PAGE, **address)
    app.session_state["benefit-tabs"] = translate(tab, lang)
    return app.run()


def at_benchmarks() -> AppTest:
    """The first tab with its table of benchmarks unfolded."""
    app = opened("Gaps and benchmarks")
    app.session_state["benchmarks-open"] = True
    return app.run()


def warned(app: AppTest) -> str:
    return "\n".join(part.value for part in app.main.warning)


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_every_tab_opens_in_either_language(company: Path, tab: str, lang: str) -> None:
    app = opened(tab, lang)
    assert not app.exception and not app.error
    place = app.tabs[TABS.index(tab)]
    words = "\n".join(part.value for part in (*place.header, *place.caption))
    assert (words and any("\u4e00" <= sign <= "\u9fff" for sign in words)) or lang == "en"
    closed = [one for number, one in enumerate(app.tabs) if number != TABS.index(tab)]
    assert not any(one.header for one in closed)


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_opens_on_orders_alone(cdnow: Path, tab: str) -> None:
    app = opened(tab)
    assert not app.exception and not app.error


def test_the_brief_and_the_overlap_stand_on_the_page(company: Path) -> None:
    words = said(start("en", PAGE))
    assert "Strategy: keep customers 40%" in words and "Together they bring" in words


def test_the_three_ways_stand_side_by_side(company: Path) -> None:
    """Doing nothing is worth 0 by definition; its own trend is told in money."""
    app = opened("Side by side")
    table = app.tabs[1].table[0].value
    assert [*table["Way"]] == ["Do nothing", "Do minimum", "Recommended"]
    worth = [*table["Net present value"]]
    assert worth[0] == "0" and worth[2].startswith("\\$")
    told = "\n".join(part.value for part in app.tabs[1].markdown)
    assert "active customers at month 0" in told and "contribution is $" in told and "Wasted mail" in told


class TestScenarios:
    """Copy, switch, lock, compare, files."""

    def test_a_copy_is_switched_to_and_stands_in_the_address(self, company: Path) -> None:
        app = opened("Scenarios")
        app.text_input("scenario-name").set_value("Cautious").run()
        app.button("scenario-copy").click().run()
        assert not app.exception and app.query_params["scenario"] in ("Cautious", ["Cautious"])
        assert "Cautious v1" in app.main.caption[0].value
        assert [row.name for row in scenarios.listed()] == ["Base case", "Cautious"]

    def test_each_scenario_keeps_its_own_draft(self, company: Path) -> None:
        """Back at the base case its draft is there again, and the copy knows nothing of it."""
        scenarios.copy(report.saved().scenario, "Cautious", "Ada")
        app = opened("Scenarios")
        app.slider("move-rate").set_value(25.0).run()
        assert "Base case v2\\*" in app.main.caption[0].value
        app.selectbox("scenario-in-force").set_value("Cautious").run()
        assert "Cautious v1 ·" in app.main.caption[0].value and app.slider("move-rate").value == 10.0
        app.selectbox("scenario-in-force").set_value("Base case").run()
        assert "Base case v2\\*" in app.main.caption[0].value and app.slider("move-rate").value == 25.0
        assert "scenario" not in app.query_params

    def test_the_address_alone_brings_it_back(self, company: Path) -> None:
        scenarios.copy(report.saved().scenario.replace("rate", 0.2), "Cautious", "Ada")
        app = start("en", PAGE, scenario="Cautious")
        assert "Cautious v1" in app.main.caption[0].value and app.slider("move-rate").value == 20.0
        assert "Base case" in start("en", PAGE, scenario="Nobody's").main.caption[0].value

    def test_a_draft_of_another_scenario_is_left_out(self, company: Path) -> None:
        scenarios.copy(report.saved().scenario, "Cautious", "Ada")
        report.edit("d1", lambda s: s.replace("rate", 0.3), "Ada")
        app = start("en", PAGE, scenario="Cautious", draft="d1")
        assert "Cautious v1 ·" in app.main.caption[0].value and "draft" not in app.query_params
        assert report.in_force("d1").scenario.rate.value == 0.3  # and is not lost
        assert "Base case v2\\*" in start("en", PAGE, draft="d1").main.caption[0].value

    @pytest.mark.parametrize("lang", ["en", "zh_CN"])
    def test_a_name_that_cannot_be_is_told_in_a_sentence(self, company: Path, lang: str) -> None:
        app = opened("Scenarios", lang)
        app.text_input("scenario-name").set_value("base case").run()
        app.button("scenario-copy").click().run()
        expected = {
            "en": "There is a scenario base case already. Choose another name.",
            "zh_CN": "已有名为base case的情景",
        }
        assert expected[lang] in warned(app) and len(scenarios.listed()) == 1

    def test_an_approved_version_is_locked_and_its_copy_offered(self, company: Path) -> None:
        app = opened("Scenarios")
        app.button("scenario-approve").click().run()
        assert scenarios.listed()[0].approval.author == access.LOCAL  # type: ignore[union-attr]
        app.slider("move-rate").set_value(25.0).run()
        assert app.button("save").disabled and "is locked. Copy it" in (app.button("save").help or "")
        app.text_input("scenario-name").set_value("Mine").run()
        app.button("scenario-copy").click().run()
        assert "Mine v1" in app.main.caption[0].value and app.slider("move-rate").value == 25.0
        assert [version.version for version in report.versions()] == [1, 2]

    def test_an_archived_scenario_leaves_the_lists_and_the_base_case_stays(self, company: Path) -> None:
        scenarios.copy(report.saved().scenario, "Cautious", "Ada")
        app = opened("Scenarios", scenario="Cautious")
        app.button("scenario-archive").click().run()
        assert not app.exception and "Base case" in app.main.caption[0].value
        assert [row.name for row in scenarios.listed()] == ["Base case"]
        assert not [button for button in app.button if button.key == "scenario-archive"]
        read = opened("Scenarios", scenario="Cautious")  # by an old link: read, not changed
        assert "was archived" in "\n".join(caption.value for caption in read.caption)
        assert not [button for button in read.button if button.key == "scenario-archive"]

    def test_a_lock_that_comes_between_is_told(self, company: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Somebody approves after the button was drawn: nothing is written."""
        app = start("en", PAGE)
        app.slider("move-rate").set_value(25.0).run()
        scenarios.approve("Base case", 2, "Ida")
        app.button("save").click().run()
        assert "v2 was approved by Ida" in warned(app) and len(report.versions()) == 2

    def test_comparing_tells_levers_and_numbers(self, company: Path) -> None:
        scenarios.copy(report.saved().scenario.replace("rate", 0.2), "Dear", "Ada")
        app = opened("Scenarios", scenario="Dear")
        assert any("Base case v2 is worth" in header.value for header in app.tabs[3].header)
        app.selectbox("compare-from").set_value("Base case v1").run()
        assert any("Base case v1 is worth" in header.value for header in app.tabs[3].header)

    def test_a_case_in_other_money_is_told_in_its_own(self, company: Path) -> None:
        case = cases()["bt_value"]
        plan = work.scenario(case, case.readings[0], 3, "BT", report.saved().scenario.month0)
        scenarios.copy(plan, "BT", "Ada")
        app = start("en", PAGE, scenario="BT")
        assert "£" in app.title[0].value and "$" not in app.title[0].value
        over = start("en", scenario="BT")
        assert not over.exception and "£" in over.title[0].value
        assert "The first version is in USD, this plan is in GBP: nothing to compare" in said(over)
        assert "$" in said(start("en", "customer_value", scenario="BT"))

    @pytest.mark.parametrize(
        ("body", "expected"),
        [(b"{", "This is no scenario of Payback"), (b"\xff", "This file holds no scenario of Payback")],
    )
    def test_a_broken_file_is_one_sentence(self, company: Path, body: bytes, expected: str) -> None:
        app = opened("Scenarios")
        app.file_uploader("scenario-in").set_value(("x.json", body, "application/json")).run()
        app.text_input("scenario-in-name").set_value("Other").run()
        app.button("scenario-in-keep").click().run()
        assert expected in warned(app) and len(scenarios.listed()) == 1

    def test_a_file_of_ours_comes_in(self, company: Path) -> None:
        body = scenarios.exported(report.saved(1)).encode()
        app = opened("Scenarios")
        app.file_uploader("scenario-in").set_value(("x.json", body, "application/json")).run()
        app.text_input("scenario-in-name").set_value("As approved").run()
        app.button("scenario-in-keep").click().run()
        assert "As approved v1" in app.main.caption[0].value


class TestWrites:
    """What buttons put into the draft."""

    def test_a_calculator_writes_a_lever(self, company: Path) -> None:
        app = opened("Calculators and hints")
        app.number_input("calculator-automation-hours").set_value(1000.0).run()
        app.number_input("calculator-automation-rate").set_value(30.0).run()
        app.button("calculator-write").click().run()
        held = report.in_force(draft(app)).scenario
        assert held.get("stated-automation.target") == 27_000
        assert app.data_editor[0].value["name"].iloc[-1] == "Work done by hand, automated"

    def test_an_allowance_is_added_on_request_only(self, company: Path) -> None:
        app = opened("Calculators and hints")
        assert "draft" not in app.query_params
        app.button("allowance-next_product").click().run()
        item = report.in_force(draft(app)).scenario.cost("allowance-next_product")
        assert item.name == "Integration of the next product (suggested)" and item.once is not None

    def test_bad_data_cuts_once_and_is_taken_off_again(self, company: Path) -> None:
        app = opened("Calculators and hints")
        app.number_input("bad-data-0").set_value(10.0).run()
        app.button("bad-data-on").click().run()
        assert presets.bad_share(report.in_force(draft(app)).scenario) == pytest.approx(0.1)
        app.button("bad-data-off").click().run()
        assert presets.bad_share(report.in_force(draft(app)).scenario) == 0

    def test_a_preset_that_would_count_twice_is_refused(self, company: Path) -> None:
        app = opened("Calculators and hints")
        app.number_input("size-rate").set_value(7.0).run()
        app.button("size-take").click().run()
        assert "Software has an amount already" in warned(app)

    def test_a_case_opens_as_a_scenario_in_the_reading_chosen(self, company: Path) -> None:
        app = opened("Cases")
        app.selectbox("case-bt_value-years").set_value(2).run()
        app.button("case-bt_value-load").click().run()
        assert "BT, value channel, gross return, 2 years v1" in app.main.caption[0].value
        assert report.saved(name="BT, value channel, gross return, 2 years").scenario.months == 24

    def test_a_case_brings_only_what_its_source_has(self, company: Path) -> None:
        """No strategy, no capabilities, no roadmap of another company, and no probability without a range."""
        app = opened("Cases")
        app.button("case-bt_value-load").click().run()
        assert not any("Strategy: keep customers" in caption.value for caption in app.main.caption)
        loaded = report.saved(name=app.session_state[session.SCENARIO])
        assert loaded.read("chance_of_profit").value is None and loaded.read("programme_npv").low is None
        over = start("en", "overview", scenario=app.session_state[session.SCENARIO])
        assert not over.exception and "vs v1" not in said(over) and "simulation" not in said(over)
        again = opened("Cases")
        again.button("case-hotel_group-load").click().run()  # in dollars, as the sample is: still another company's
        hotel = start("en", "overview", scenario=again.session_state[session.SCENARIO])
        assert "A case of a source is another company's: nothing to compare" in said(hotel)
        assert "vs v1" not in said(hotel)
        for page, words in (
            ("strategy", "no strategy"),
            ("capabilities", "no capabilities"),
            ("roadmap", "no roadmap"),
        ):
            other = start("en", page, scenario=app.session_state[session.SCENARIO])
            assert not other.exception and words in other.title[0].value and len(other.header) == 0
            other.button[-1].click().run() if page == "roadmap" else None
        assert "no roadmap" not in other.title[0].value

    def test_benchmarks_come_in_and_into_the_plan(self, company: Path) -> None:
        body = b"name,lever,value,source,licence,read\nBest,volume,6000,Survey,CC BY,2026-03-01\n"
        app = at_benchmarks()
        app.file_uploader("benchmarks-in").set_value(("b.csv", body, "text/csv")).run()
        app.button("benchmarks-bring").click().run()
        assert bench.kept(report.current()).value[0]["name"] == "Best"
        app.button("benchmarks-take").click().run()
        assert report.in_force(draft(app)).scenario.get("volume.benchmark") == 6000

    def test_the_published_ones_come_with_whose_they_are(self, company: Path) -> None:
        app = at_benchmarks()
        app.button("benchmarks-published-add").click().run()
        assert not app.exception
        rows = {row["lever"]: row for row in bench.kept(report.current()).value}
        assert set(rows) == {"retention", "handling", "volume", "mail"} and rows["mail"]["value"] == 4.3
        assert "155 billion pieces, 2014" in rows["mail"]["source"] and "public domain" in rows["mail"]["licence"]
        app.button("benchmarks-take").click().run()
        assert report.in_force(draft(app)).scenario.get("mail.benchmark") == pytest.approx(0.043)

    def test_a_file_that_is_no_table_of_benchmarks_is_one_sentence(self, company: Path) -> None:
        app = at_benchmarks()
        app.file_uploader("benchmarks-in").set_value(("b.csv", b"a,b\n1,2\n", "text/csv")).run()
        app.button("benchmarks-bring").click().run()
        assert "The file has no column name" in warned(app) and bench.kept(report.current()).value == []


def draft(app: AppTest) -> str:
    found = app.query_params["draft"]
    return found if isinstance(found, str) else found[0]


def test_whoever_may_only_read_can_change_nothing(company: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "user", lambda: access.User("Eve", frozenset({"executive"})))
    for tab in TABS:
        app = opened(tab)
        assert not app.exception
        free = ("calculator", "size-id", "size-rate", "bad-data", "case-", "compare", "table-", "why-", "language")
        assert all(
            button.disabled for button in app.button if not str(button.key or "").startswith((*free[-3:], "pictures"))
        ), tab
        assert not app.get("file_uploader"), tab


def test_a_rate_moves_an_open_tab_and_costs_a_closed_one_nothing(company: Path) -> None:
    """The mark of what stands outside the sliders' reach holds the plan only while a tab shows its value."""
    app = opened("Side by side")
    before = app.tabs[1].table[0].value["Net present value"].iloc[2]
    app.slider("move-rate").set_value(25.0).run()
    assert app.tabs[1].table[0].value["Net present value"].iloc[2] != before
    assert benefit_more.BY_RATE == ("options", "initiatives", "scenarios")


@pytest.mark.parametrize("page", ["overview", "strategy", "capabilities", "benefit_model", "roadmap", "return_risk"])
@pytest.mark.parametrize("case", ["hotel_group", "thomas_cook"])
def test_a_case_without_a_cost_or_a_benefit_opens_everywhere(company: Path, case: str, page: str) -> None:
    """The hotel group tells no cost, Thomas Cook's first reading no benefit: pages say so, none fails."""
    held = cases()[case]
    plan = work.scenario(held, held.readings[0], held.years[0], "Case", report.saved().scenario.month0)
    scenarios.copy(plan, "Case", "Ada")
    app = start("en", page, scenario="Case")
    assert not app.exception and not app.error and app.title[0].value
    if page == "benefit_model":
        app.session_state["figures-open"] = True
        assert "rest on no measured figure" in said(app.run())
