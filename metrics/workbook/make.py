"""Putting the sheets together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from metrics import finance
from metrics.programme import benefits
from metrics.programme.statement import statement
from metrics.programme.tco import ownership
from metrics.reading import UndefinedError
from metrics.scenario.baseline import Baseline
from metrics.scenario.scenario import Scenario
from metrics.workbook import about, costs, file, flows, inputs, levers, rates, reconcile, results, tables, timeline
from metrics.workbook.about import Facts
from metrics.workbook.book import GREY, TITLE, Book
from metrics.workbook.results import Plan, Results

ROOM = 120  # months: ten years, unless the plan itself is longer
WIDE = (44, 46, 16)  # of the first columns of a sheet by month


@dataclass(frozen=True)
class Workbook:
    """The sheets with their values, ready to be written."""

    book: Book
    results: Results
    given: inputs.Inputs

    def value(self, id: str) -> float | None:
        """A result as worked out here; None where there is none."""
        value = self.results.cells[id].value
        return value if isinstance(value, float) else None

    def name(self, path: str) -> str:
        """The name of the cell of a number of the scenario, such as ``rate`` or ``retention.target``."""
        return self.given[path].text

    def write(self, *, stale: bool = False) -> bytes:
        """The file; ``stale`` with 0 beside every formula, as a test needs it."""
        return file.write(self.book, stale=stale)


def _room(scenario: Scenario) -> int:
    """How many months the workbook has columns for: whole years."""
    return max(ROOM, -(-scenario.months // 12) * 12)


def make(
    scenario: Scenario, baseline: Baseline, shown: Callable[[str], float | None], facts: Facts, lang: str = "en"
) -> Workbook:
    """``shown`` gives what the screen says of a metric; None where it says why there is nothing."""
    book = Book(lang, scenario.currency, _room(scenario))
    plain = benefits.programme_flows(scenario, baseline)
    columns = (*WIDE, *(11 for _ in range(book.most + 1)))
    page = {
        "results": book.sheet(book.say("Results"), 44, 20, 18, *(16 for _ in range(book.most // 12 + 1))),
        "assumptions": book.sheet(book.say("Assumptions"), 48, 18, 12, 52, 18, 12, 14, 14, 26, 16, 9, 40),
        "levers": book.sheet(book.say("Levers"), *columns),
        "costs": book.sheet(book.say("Costs"), *columns),
        "flows": book.sheet(book.say("Flows"), *columns),
        "rates": book.sheet(book.say("Rates"), 26, 20, 20, 20),
        "reconciliation": book.sheet(book.say("Reconciliation"), 52, 22, 22, 18, 12, 10),
        "about": book.sheet(book.say("About"), 28, 90),
    }
    given = inputs.write(book, page["assumptions"], scenario, baseline)
    time = timeline.write(book, page["flows"], given, scenario.month0)
    brought = levers.write(book, page["levers"], scenario, given, time, plain.missing)
    spent = costs.write(book, page["costs"], scenario, given, time)
    flow = flows.write(book, page["flows"], scenario, given, time, brought, spent)
    curve = rates.write(book, page["rates"], flow, time)
    plan = Plan(scenario, given, time, brought, spent, flow, curve)
    sheet = page["results"]
    sheet.line(book.say("Business case: {title}", title=facts.title), style=TITLE)
    sheet.next = 3
    cells = results.write(book, sheet, plan)
    tables.roots(book, sheet, plan, _roots(scenario, plain))
    tables.ownership(book, sheet, plan, cells)
    tables.years(book, sheet, plan, cells)
    tabled = _screen(scenario, plain)
    screen = {
        id: shown(id) if id in results.FIGURES else tabled[id]
        for id in cells.cells
        if id in results.FIGURES or id in tabled
    }
    verdict = reconcile.write(book, page["reconciliation"], cells, screen, given.changed + spent.changed, flow.flowed)
    sheet.put(1, 0, verdict, GREY)
    if facts.sample:
        sheet.put(2, 0, book.say("Sample data: an invented company, not a real one."), GREY)
    about.write(book, page["about"], facts, given)
    return Workbook(book, cells, given)


def _roots(scenario: Scenario, found: benefits.Flows) -> tuple[float, ...]:
    """All yearly rates of return of the plan as it stands."""
    try:
        roots = finance.irr(found.net, scenario.timing).roots
    except UndefinedError:
        return ()
    return tuple(float((1.0 + root) ** 12 - 1.0) for root in roots)


def _screen(scenario: Scenario, found: benefits.Flows) -> dict[str, float | None]:
    """What the tables of the page hold: net cash by year, and total cost of ownership; nothing where they are empty."""
    shown: dict[str, float | None] = {}
    try:
        owned = ownership(scenario, found.cost_by_item)
    except UndefinedError:
        return shown
    for key, whole in (
        ("tco", owned.whole),
        *((f"tco_class_{kind}", part) for kind, part in owned.by_class.items()),
        *((f"tco_type_{kind}", part) for kind, part in owned.by_type.items()),
    ):
        shown[f"{key}_paid"], shown[f"{key}_present"] = whole.paid, whole.present
    try:
        yearly = statement(scenario, found)
    except UndefinedError:
        return shown
    for name, amounts in (("net", yearly.net), ("discounted", yearly.discounted)):
        shown.update((f"year_{year}_{name}", amount) for year, amount in enumerate(amounts))
    return shown
