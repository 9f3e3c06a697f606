"""The workbook recalculated by LibreOffice equals Python, as exported and after assumptions are changed in the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from metrics.scenario.model import SETTINGS
from metrics.scenario.scenario import Scenario
from metrics.scenario.terms import TERMS as NEUTRAL
from metrics.scenario.terms import unset
from metrics.words.units import Unit
from metrics.workbook.formula import Formula
from metrics.workbook.make import Workbook, make
from tests.metrics.workbook import office
from tests.metrics.workbook.plans import FACTS, FIGURES, TERMS, Plan, all_plans
from tests.metrics.worlds import given

CLOSE = 1e-9
PLANS = dict(all_plans())
RECALCULATED = (  # by LibreOffice; the others by the values that are shipped, which are held against its own below
    "by hand",
    "all levers",
    "soft counted, timing middle",
    "no lever",
    "acquisition",
    "capacity with lag",
    "schedules",
    "all terms, nominal",
    "all terms, real, start",
    "horizon 24",
    "horizon 84",
    "not all measured",
    "several rates",
)
IN_CHINESE = [  # one plan that uses everything; what else Chinese could change it would change there
    pytest.param(name, "zh_CN", marks=[] if name == "all terms, nominal" else pytest.mark.long) for name in PLANS
]
WORDS = {
    "timing": {"start": "start of the month", "middle": "middle of the month", "end": "end of the month"},
    "prices": {"nominal": "nominal", "real": "real"},
    "include_soft": {True: "counted", False: "left out"},
    "group_profit": {True: "save tax at once", False: "carried forward"},
}

# What is changed in the file of which plan: three assumptions each, and every kind of switch.
CHANGES: dict[str, tuple[str, dict[str, float | str | bool]]] = {
    "rate, horizon, target": ("all levers", {"rate": 0.2, "horizon": 84, "retention.target": 0.5}),
    "prices, timing, inflation": ("all terms, nominal", {"prices": "real", "timing": "middle", "inflation": 0.06}),
    "budget goes on": ("schedules", {"horizon": 110, "cost_factor": 1.6, "handling.lag": 9}),
    "plan ends early": ("schedules", {"horizon": 7, "rate": 0.0, "spend.start": 2}),
    "a lever begins to move": ("unmoved", {"spend.target": 900, "horizon": 36, "spend.adoption": 0.5}),
    "what was not entered": ("acquisition, no price", {"acquisition.cac": 90, "horizon": 40, "rate": 0.0}),
    "what was not measured": (
        "not all measured",
        {"baseline.calls": 11_000, "baseline.retention": 0.4, "handling.cashable": 0.9},
    ),
    "soft counts, tax": ("all levers", {"include_soft": True, "tax_rate": 0.31, "write_off": 24.5}),
    "losses carried forward": ("all levers", {"group_profit": False, "tax_rate": 0.25, "write_off": 0.0}),
    "working capital": ("horizon 84", {"dso": 60, "dpo": 10, "residual": -5_000, "timing": "start"}),
    "no benefit any more": ("acquisition", {"acquisition.target": 1200, "rate": 0.05, "vat": 0.2}),
}


def replaced(scenario: Scenario, changes: dict[str, float | str | bool]) -> Scenario:
    """The scenario with these values and nothing converted, as a file takes them."""
    for path, value in changes.items():
        if path in WORDS or path in ("rate", "horizon", "inflation"):
            scenario = replace(scenario, **{path: value if path in WORDS else given(float(value), Unit.RATE)})
        else:
            scenario = scenario.replace(path, float(value))
    return scenario


@cache
def book(name: str) -> Workbook:
    """The workbook of a plan."""
    return PLANS[name].workbook()


@dataclass(frozen=True)
class Run:
    """One file that LibreOffice recalculated, and the plan it must agree with."""

    plan: Plan
    workbook: Workbook
    before: office.Cells
    after: office.Cells


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    """All plans and all changed files, in one start of LibreOffice; every file had 0 beside every formula."""
    office.program()
    files = {name: book(name).write(stale=True) for name in dict.fromkeys((*RECALCULATED, *dict(CHANGES.values())))}
    plans, books = dict(PLANS), {name: book(name) for name in files}
    for name, (of, changes) in CHANGES.items():
        books[name] = book(of)
        numbers = {books[name].name(path): WORDS.get(path, {}).get(value, value) for path, value in changes.items()}
        files[name] = office.changed(files[of], books[name], numbers)  # type: ignore[arg-type]
        plans[name] = replace(PLANS[of], scenario=replaced(PLANS[of].scenario, changes))
    wanted = {name: files[name] for name in (*RECALCULATED, *CHANGES)}
    done = office.recalculated(wanted, tmp_path_factory.mktemp("office"))
    return {name: Run(plans[name], books[name], office.read(files[name]), done[name]) for name in wanted}


def test_no_setting_is_forgotten() -> None:
    """A number of the plan as a whole that comes new has to be in the plans that are recalculated."""
    told_apart = {"premium"}  # a part of the rate: no flow reads it
    assert set(TERMS) | told_apart | {"rate", "horizon"} == set(SETTINGS)
    scenario = PLANS["all terms, nominal"].scenario
    assert all(getattr(scenario, path).value != unset(path).value for path in TERMS if path in NEUTRAL)


@pytest.mark.parametrize(("name", "lang"), [*((name, "en") for name in PLANS), *IN_CHINESE])
def test_the_values_shipped_are_those_of_the_screen(name: str, lang: str) -> None:
    """Every figure to 1e-9, whatever program shows the file; where the screen has none the workbook has none."""
    made = book(name) if lang == "en" else PLANS[name].workbook(lang)
    for id, figure in PLANS[name].shown().items():
        assert made.value(id) == (None if figure is None else pytest.approx(figure, rel=CLOSE, abs=0)), id
    assert made.book.names["reconciliation_differing"].value == 0  # type: ignore[union-attr]


@pytest.mark.parametrize("name", [*RECALCULATED, *CHANGES])
def test_recalculated_it_equals_python(runs: dict[str, Run], name: str) -> None:
    """Every figure of the screen to 1e-9, from zeros; where the screen has none the workbook has none."""
    run = runs[name]
    shown = run.plan.shown()
    assert shown.keys() == FIGURES.keys()
    for id, figure in shown.items():
        cell = f"result_{id}"
        assert office.value(run.before, run.workbook, cell) == 0
        found = office.value(run.after, run.workbook, cell)
        assert found == ("–" if figure is None else pytest.approx(figure, rel=CLOSE, abs=0)), id


@pytest.mark.parametrize("name", [*RECALCULATED, *CHANGES])
def test_every_month_equals_python(runs: dict[str, Run], name: str) -> None:
    """Benefit, cost and net cash of each month; beyond the horizon nothing."""
    run = runs[name]
    flows, none = run.plan.flows, np.zeros(run.plan.flows.months + 1)
    benefit, cost = sum(flows.cash.values(), none), sum(flows.cost_by_item.values(), none)
    wanted = {"flow_benefit": benefit, "flow_cost": cost}
    if flows.cost_by_item:  # tax and the like only where something is paid
        wanted["flow_net"] = benefit - cost + flows.extras.total
    for row, amounts in wanted.items():
        found = np.array(office.row(run.after, run.workbook, row), dtype=float)
        scale = max(np.abs(benefit).max(), np.abs(cost).max())
        assert found[: none.size] == pytest.approx(amounts, rel=CLOSE, abs=1e-13 * scale), row
        assert not found[none.size :].any(), row


@pytest.mark.parametrize("name", RECALCULATED)
def test_the_values_shipped_are_those_of_the_formulas(runs: dict[str, Run], name: str) -> None:
    """Each cell of the file as it is shipped, against what LibreOffice makes of the formula in it."""
    run = runs[name]
    shipped = office.read(run.workbook.write())
    checked = 0
    for sheet in run.workbook.book.sheets:
        after, before = run.after[sheet.title], shipped[sheet.title]
        size = max((abs(value) for row in after for value in row if isinstance(value, float)), default=0.0)
        for row, column in _formulas(sheet.cells):
            if (sheet.title == "Rates" and row > 250) or "own IRR" in str(before[row][0]):
                continue  # signs of what is zero but for rounding; and each program's own search
            there, here = after[row][column], before[row][column]
            wanted = pytest.approx(here, rel=CLOSE, abs=1e-14 * size) if isinstance(here, float) else here
            assert there == wanted, (sheet.title, row, column)
            checked += 1
    assert checked > 3000


def _formulas(cells: dict[tuple[int, int], object]) -> Iterator[tuple[int, int]]:
    for place, cell in cells.items():
        if isinstance(cell.content, Formula) and cell.content.value is not None:  # type: ignore[attr-defined]
            yield place


@pytest.mark.parametrize("name", RECALCULATED)
def test_the_reconciliation_says_that_they_agree(runs: dict[str, Run], name: str) -> None:
    """In words, recalculated."""
    run = runs[name]
    words = office.value(run.after, run.workbook, "reconciliation_verdict")
    assert str(words).startswith("The workbook agrees with the screen: all ")
    assert office.value(run.after, run.workbook, "reconciliation_differing") == 0


@pytest.mark.parametrize("name", list(CHANGES))
def test_the_reconciliation_counts_what_was_changed(runs: dict[str, Run], name: str) -> None:
    """Changed in the file: it no longer speaks for the screen, and says why."""
    words = office.value(runs[name].after, runs[name].workbook, "reconciliation_verdict")
    assert str(words) == (
        f"Changed in this workbook, so no longer what the screen shows. Assumptions changed: {len(CHANGES[name][1])}"
    )


def test_a_wrong_screen_is_told() -> None:
    """A figure of the screen that is off by one part in a million is seen, and the sentence warns."""
    plan = PLANS["all levers"]
    shown = plan.shown()
    assert shown["mirr"] is not None
    made = make(plan.scenario, plan.baseline, {**shown, "mirr": shown["mirr"] * (1 + 1e-6)}.get, FACTS)
    assert made.book.names["reconciliation_differing"].value == 1  # type: ignore[union-attr]
    assert str(made.book.names["reconciliation_verdict"].value).startswith("The workbook does not agree")  # type: ignore[union-attr]


def test_a_horizon_without_room_gives_no_number(tmp_path: Path) -> None:
    """121 months where there is room for 120: errors, and a line that says what is wrong."""
    made = book("horizon 24")
    file = office.changed(made.write(stale=True), made, {made.name("horizon"): 121})
    after = office.recalculated({"long": file}, tmp_path)["long"]
    assert not isinstance(office.value(after, made, "result_programme_npv"), float)
    assert any("1 to 120" in str(row[0]) for row in after["Results"])
