"""What stands in the sheets: two plans worked by hand, names, texts that could be taken for formulas, and the room."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from io import BytesIO

import pytest

from metrics.scenario.assumption import Assumption
from metrics.scenario.kinds import Tag
from metrics.scenario.scenario import Scenario
from metrics.words.units import Unit
from metrics.workbook.formula import Formula
from metrics.workbook.make import Workbook
from tests.metrics import worlds
from tests.metrics.workbook import office
from tests.metrics.workbook.plans import Plan, all_levers, by_hand, scheduled
from tests.metrics.worlds import cost, given, lever


def made(scenario: Scenario, lang: str = "en") -> Workbook:
    """The workbook of a scenario on the usual figures."""
    return Plan(scenario, worlds.baseline()).workbook(lang)


def test_a_plan_worked_by_hand() -> None:
    """1,200 once, 200 a month, no interest: 1,200 left, back after six months, twice the money in a year."""
    book = made(by_hand())
    cells = office.read(book.write())
    assert office.row(cells, book, "flow_net") == [-1200.0, *[200.0] * 12, *[0.0] * 108]
    figures = {
        "programme_npv": 1200,
        "programme_benefit": 2400,
        "programme_cost": 1200,
        "payback": 6,
        "payback_from_live": 6,
        "discounted_payback": 6,
        "roi_total": 1,
        "mirr": 1,
        "cost_benefit": 0.5,
        "benefit_a_year": 2400,
        "tco_paid": 1200,
        "tco_present": 1200,
        "tco_class_IT_paid": 1200,
    }
    for id, figure in figures.items():
        assert office.value(cells, book, f"result_{id}") == pytest.approx(figure, rel=1e-12), id
    rate = float(office.value(cells, book, "result_irr"))  # type: ignore[arg-type]
    worth = -1200 + sum(200 * (1 + rate) ** (-month / 12) for month in range(1, 13))
    assert worth == pytest.approx(0, abs=1e-9)


def test_retention_worked_by_hand() -> None:
    """From nine to nineteen kept of twenty a month: 50 more customers, then 97.5, each worth 80 a year."""
    kept = lever("retention", 0.95**12)
    book = made(worlds.scenario(kept, costs=(cost(once=1.0),), rate=0.0))
    found = office.row(office.read(book.write()), book, "flow_benefit")
    assert found[:3] == pytest.approx([0, 50 * 80 / 12, 97.5 * 80 / 12], rel=1e-9)


def test_every_number_of_the_scenario_has_a_name() -> None:
    """Settings, levers, costs and baselines; budgets by month as rows."""
    scenario = all_levers()
    book = made(scenario)
    for path, assumption in scenario.assumptions():
        place = book.book.names[book.name(path)]
        assert isinstance(place, Formula) and place.value == assumption.value, path
    for name, figure in worlds.baseline().values().items():
        assert book.book.names[f"baseline_{name}"].value == figure  # type: ignore[union-attr]
    assert {"cost_licence_schedule", "cost_start_schedule"} <= made(scheduled()).book.names.keys()


def test_text_of_the_data_is_never_a_formula() -> None:
    """Names, owners and sources that begin like one are written as texts, with an apostrophe before them."""
    evil = '=HYPERLINK("http://example.com","x")'
    spend = lever(
        "stated",
        10,
        id="a b",
        name="@SUM(A1)",
        adoption=Assumption(value=1.0, unit=Unit.SHARE, source="+1+cmd|' /C calc'!A0", owner="-2+3"),
    )
    item = replace(cost("=cmd", once=5.0), name=evil)
    other = replace(cost("\u8f6f\u4ef6 1", once=5.0), name='{braces} and "quotes"')
    book = made(worlds.scenario(spend, costs=(item, other), include_soft=True))
    file = zipfile.ZipFile(BytesIO(book.write()))
    formulas = b"".join(file.read(name) for name in file.namelist() if "worksheets/sheet" in name)
    assert b"HYPERLINK" not in formulas and b"SUM(A1)" not in formulas
    texts = {str(value) for rows in office.read(book.write()).values() for row in rows for value in row}
    assert {"'" + evil, "'@SUM(A1)", "'+1+cmd|' /C calc'!A0", "'-2+3", '{braces} and "quotes"'} <= texts
    assert not any(text.startswith(("=", "+", "@")) for text in texts)


def test_names_are_safe_and_each_its_own() -> None:
    """Ids of data may hold anything and differ by a sign only."""
    items = (
        cost("a/b", once=1.0),
        cost("a b", once=2.0),
        cost("\u8f6f\u4ef6", once=3.0),
        cost("\u786c\u4ef6", once=4.0),
    )
    book = made(worlds.scenario(lever("spend", 900), costs=items))
    names = [book.name(f"cost.{item.id}.once") for item in items]
    assert len({name.casefold() for name in names}) == 4
    assert all(name.isascii() and name.replace("_", "").isalnum() for name in names)
    assert book.value("programme_cost") == pytest.approx(10)


def test_there_is_room_for_the_plan() -> None:
    """Ten years, or whole years around a longer plan."""
    assert made(all_levers(24)).book.most == 120
    assert made(all_levers(150)).book.most == 156


def test_chinese_sheets_are_chinese() -> None:
    """Titles, results and the verdict."""
    book = made(all_levers(), "zh_CN")
    assert [sheet.title for sheet in book.book.sheets][:2] == ["\u7ed3\u679c", "\u5047\u8bbe"]
    verdict = book.book.names["reconciliation_verdict"]
    assert isinstance(verdict, Formula) and str(verdict.value).startswith(
        "\u5de5\u4f5c\u7c3f\u4e0e\u5c4f\u5e55\u4e00\u81f4"
    )


def test_a_net_of_nothing_agrees_with_the_screen() -> None:
    """At its own rate of return a plan is worth what rounding leaves: that is held against all that flows."""
    plan = by_hand()
    own = made(plan).value("irr")
    assert own is not None
    book = made(worlds.scenario(*plan.levers, costs=plan.costs, horizon=12, rate=own * (1 + 1e-13)))
    verdict = book.book.names["reconciliation_verdict"]
    assert isinstance(verdict, Formula) and str(verdict.value).startswith("The workbook agrees with the screen")
    assert abs(book.value("programme_npv") or 0.0) < 1e-6


def test_one_usual_rate_of_several_is_named() -> None:
    """-100, 110, -1: of two rates only one lies from 0 to 1,000 % a year and falls through zero."""
    benefit = lever("stated", 12 * 110.0, tag=Tag.CASH)
    plan = worlds.scenario(benefit, costs=(cost(schedule=(100.0, 0.0, 111.0)),), horizon=2, rate=0.1)
    # -100 + 110/q - 1/q^2 = 0: q = 1.09083 a month, 1.09083^12 - 1 = 184 % a year; the other q = .00917 rises
    book = made(plan)
    q = (110 + (110**2 - 400) ** 0.5) / 200
    assert book.value("irr") == pytest.approx(q**12 - 1, rel=1e-8)
    verdict = book.book.names["reconciliation_verdict"]
    assert isinstance(verdict, Formula) and str(verdict.value).startswith("The workbook agrees")


def test_several_rates_are_told() -> None:
    """Minus, plus, minus: the workbook gives a dash and says how many fit; ours stand beside as values."""
    benefit = lever("stated", 12 * 230.0, tag=Tag.CASH)
    costs = (cost(schedule=(100.0, 0.0, 362.0)),)  # -100, +230, -132: 10% and 20% a month
    plan = worlds.scenario(benefit, costs=costs, horizon=2, rate=0.1)
    book = made(plan)
    assert book.value("irr") is None
    rows = office.read(book.write())["Results"]
    words = [str(cell) for row in rows for cell in row]
    assert "2 rates fit and none decides. See the modified rate of return." in words
    beside = next(row for row in rows if row[0] == "Rates Payback found when this was exported")
    assert beside[1:3] == pytest.approx([1.1**12 - 1, 1.2**12 - 1], rel=1e-9)


FAR = {
    "1e15 a year": all_levers().replace("spend.target", 1e15),
    "one month": all_levers(1),
    "fifty years": all_levers(600),
    "minus 99% a year": replace(all_levers(), rate=given(-0.99)),
    "1,000% a year": replace(all_levers(), rate=given(10.0)),
    "nobody stays": all_levers().replace("retention.target", 1e-6),
    "nothing at all": worlds.scenario(),
    "a loss": worlds.scenario(lever("stated", -500, tag=Tag.CASH), costs=(cost(once=5.0),)),
    "first use after the end": worlds.scenario(lever("spend", 900, start=500), costs=(cost(once=5.0),)),
    "paid after the end": worlds.scenario(lever("spend", 900), costs=(cost(once=5.0, start=500),)),
    "money back": worlds.scenario(lever("spend", 900), costs=(cost(schedule=(-5.0, 1.0)),)),
    "a budget of no months": worlds.scenario(lever("spend", 900), costs=(cost(schedule=()),)),
    "a budget beyond the room": worlds.scenario(lever("spend", 900), costs=(cost(schedule=tuple(range(200))),)),
}


@pytest.mark.parametrize("name", FAR)
def test_far_out_plans_agree_or_say_why_not(name: str) -> None:
    """No traceback, no zero for what cannot be: where the screen has a reason the workbook has a dash."""
    plan = Plan(FAR[name], worlds.baseline())
    book = plan.workbook()
    for id, figure in plan.shown().items():
        assert book.value(id) == (None if figure is None else pytest.approx(figure, rel=1e-9, abs=0)), id
    assert book.book.names["reconciliation_differing"].value == 0  # type: ignore[union-attr]
    assert len(book.write()) > 10_000
