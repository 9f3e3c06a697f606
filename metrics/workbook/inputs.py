"""Sheet Assumptions: every number of the scenario in a cell with a name; all other sheets are formulas of these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf
from typing import Any

from metrics.scenario.assumption import Assumption
from metrics.scenario.baseline import Baseline, Measured
from metrics.scenario.items import Lever
from metrics.scenario.kinds import BASELINES, PARTS, Tag
from metrics.scenario.model import SETTINGS
from metrics.scenario.scenario import Scenario
from metrics.words.text import N_, Term, message
from metrics.words.units import Unit, format_day
from metrics.workbook.book import EXACT, GREY, HEAD, INPUT, TITLE, WRAP, Book, Sheet, Style, form
from metrics.workbook.formula import Formula
from metrics.workbook.functions import added, choose

WHAT, VALUE, UNIT, SOURCE, OWNER, DAY, LOW, HIGH, NAME, HELD, CHANGED = range(11)
HEADS = (
    *(N_("Assumption"), N_("Value"), N_("Unit"), N_("Where it comes from"), N_("Owner"), N_("Set on"), N_("Low")),
    *(N_("High"), N_("Name of the cell"), N_("When exported"), N_("Changed")),
)
DAYS = "yyyy-mm-dd"
Bounds = tuple[float, float] | None
TIMING_WORDS = {"start": N_("start of the month"), "middle": N_("middle of the month"), "end": N_("end of the month")}
PRICE_WORDS = {"nominal": N_("nominal"), "real": N_("real")}
SOFT_WORDS = {False: N_("left out"), True: N_("counted")}
LOSS_WORDS = {True: N_("save tax at once"), False: N_("carried forward")}
UNIT_WORDS = {
    Unit.MONEY: N_("money"),
    Unit.SHARE: N_("share"),
    Unit.COUNT: N_("number"),
    Unit.CUSTOMERS: N_("customers"),
    Unit.MONTHS: N_("months"),
    Unit.MINUTES: N_("minutes"),
    Unit.RATE: N_("a year"),
    Unit.MULTIPLE: N_("times"),
}
UNREAD = ("exit_cost", "premium")  # shown; no formula of the workbook reads them


@dataclass
class Inputs:
    """The named cells by path, as ``rate``, ``retention.target`` or ``baseline.calls``."""

    book: Book
    sheet: Sheet
    scenario: Scenario
    cells: dict[str, Formula] = field(default_factory=dict)
    rows: list[int] = field(default_factory=list)

    def __getitem__(self, path: str) -> Formula:
        return self.cells[path]

    @property
    def changed(self) -> Formula:
        """How many cells no longer hold what they held when the workbook was made."""
        return added(self.sheet.span(min(self.rows), CHANGED, max(self.rows), CHANGED))


def write(book: Book, sheet: Sheet, scenario: Scenario, baseline: Baseline) -> Inputs:
    """Fill the sheet."""
    say, inputs = book.say, Inputs(book, sheet, scenario)
    sheet.line(say("Assumptions"), style=TITLE)
    how = say("Change a number in a yellow cell and every sheet follows. Each has the name in column I.")
    sheet.line(how, style=GREY)
    sheet.next += 1
    sheet.line(*map(say, HEADS), style=HEAD)
    sheet.freeze = (sheet.next, 1)
    _settings(inputs)
    for lever in scenario.levers:
        sheet.heading(say("Lever: {name}", name=book.word(lever.name or lever.spec.name)))
        present = dict(lever.parts())
        for part in PARTS:
            if part in present or _open(lever, part):
                _number(inputs, f"{lever.id}.{part}", present.get(part), unit=PARTS[part].unit)
    if scenario.costs:
        sheet.heading(say("Costs"))
    for item in scenario.costs:
        if item.schedule is None:
            for part, amount in (("once", item.once), ("yearly", item.yearly)):
                _number(inputs, f"cost.{item.id}.{part}", amount, unit=Unit.MONEY)
            path = f"cost.{item.id}.start"
            _row(inputs, path, book.read(scenario.label(path)), item.start, Unit.MONTHS, (0.0, inf))
    sheet.heading(say("Measured before the programme"))
    entered = dict(scenario.baseline)
    for name in BASELINES:
        _figure(inputs, name, entered.get(name), baseline.measured(name))
    _others(inputs)
    return inputs


def _open(lever: Lever, part: str) -> bool:
    """Whether an empty cell stands for a number of the lever that was not entered."""
    return (part == "cac" and lever.kind == "acquisition") or (part == "lag" and lever.tag is Tag.CAPACITY)


def _settings(inputs: Inputs) -> None:
    say, sheet, scenario, most = inputs.book.say, inputs.sheet, inputs.scenario, inputs.book.most
    sheet.heading(say("The plan as a whole"))
    for path in SETTINGS:
        bounds = (1.0, float(most)) if path == "horizon" else None
        row = _number(inputs, path, getattr(scenario, path), bounds=bounds, unread=path in UNREAD)
        if path == "horizon":
            sheet.put(row, CHANGED + 1, say("Whole months, {most} at most in this workbook.", most=most), GREY)
    _choice(inputs, "timing", say("When a month's money counts"), TIMING_WORDS, scenario.timing)
    _choice(inputs, "prices", say("Prices of the rate and of all flows"), PRICE_WORDS, scenario.prices)
    rise, rate = 1 + inputs["inflation"], 1 + inputs["rate"]
    nominal = inputs["prices"].equals(say(PRICE_WORDS["nominal"]))
    sheet.line(
        say("The same discount rate in the other prices"),
        choose(nominal, rate / rise - 1, rate * rise - 1),
        "",
        say("Enter this rate together with the other prices: before tax the net present value then stays."),
        style=GREY + form("0.0000%"),
    )
    _choice(inputs, "include_soft", say("Soft benefits"), SOFT_WORDS, scenario.include_soft)
    _choice(inputs, "group_profit", say("Losses"), LOSS_WORDS, scenario.group_profit)


def _choice(inputs: Inputs, path: str, label: str, words: Mapping[Any, str], chosen: object) -> None:
    row = _row(inputs, path, label, inputs.book.say(words[chosen]), None, None)
    inputs.sheet.lists[row, VALUE] = {"validate": "list", "source": [inputs.book.say(text) for text in words.values()]}


def _number(
    inputs: Inputs,
    path: str,
    given: Assumption | None,
    *,
    unit: Unit = Unit.NUMBER,
    bounds: Bounds = None,
    unread: bool = False,
) -> int:
    """One assumption with all that is known about it, an empty cell where nothing was entered; the row it stands in."""
    book, scenario = inputs.book, inputs.scenario
    value, unit = (None, unit) if given is None else (given.value, given.unit)
    row = _row(inputs, path, book.read(scenario.label(path)), value, unit, bounds or scenario.bounds(path))
    if given is None:
        inputs.sheet.put(row, SOURCE, book.say("not entered"), GREY)
        return row
    source = book.word(given.source)
    if unread or path.endswith(".benchmark"):
        source = book.say("{source}; shown only", source=source)
    _about(book, inputs.sheet, row, source, given)
    return row


def _about(book: Book, sheet: Sheet, row: int, source: str, held: Assumption) -> None:
    style = _look(held.unit)
    sheet.put(row, SOURCE, source, WRAP)
    sheet.put(row, OWNER, book.word(held.owner), WRAP)
    if held.set_on is not None:
        sheet.put(row, DAY, held.set_on, form(DAYS))
    for column, end in ((LOW, held.low), (HIGH, held.high)):
        if end is not None:
            sheet.put(row, column, end, style)


def _figure(inputs: Inputs, name: str, entered: Assumption | None, seen: Measured) -> None:
    """A baseline: the one entered by hand where there is one, else the one measured."""
    book, sheet, part = inputs.book, inputs.sheet, BASELINES[name]
    value = seen.value if entered is None else entered.value
    row = _row(inputs, f"baseline.{name}", book.say(part.label), value, seen.unit, part.bounds)
    if entered is None:
        missing = book.read(seen.reason or message(N_("not measured")))
        sheet.put(row, SOURCE, missing if seen.value is None else _window(book, seen), WRAP)
        return
    source = book.word(entered.source)
    if seen.value is not None:
        measured = f"{seen.value:,.4g}"
        source = book.say("{source}; measured: {value}", source=Term(entered.source), value=measured)
    _about(book, sheet, row, source, entered)


def _window(book: Book, seen: Measured) -> str:
    if seen.first is None or seen.last is None:
        return book.say("measured: {mart}", mart=seen.mart)
    first, last = (format_day(day, book.lang) for day in (seen.first, seen.last))
    text = N_("measured: {mart}, months from {first} to {last}, {rows} rows")
    return book.say(text, mart=seen.mart, first=first, last=last, rows=seen.rows)


def _others(inputs: Inputs) -> None:
    """Numbers that no formula here reads, so that none of the scenario is missing."""
    say, scenario = inputs.book.say, inputs.scenario
    if not scenario.others and not scenario.correlations and not scenario.events:
        return
    inputs.sheet.heading(say("Carried along; no formula of this workbook reads them"))
    for path, given in scenario.others:
        _number(inputs, path, given, bounds=(-inf, inf))
    for event in scenario.events:
        for part, given in event.parts():
            _number(inputs, f"event.{event.id}.{part}", given)
    for one, other, rho in scenario.correlations:
        label = say("{one} with {other}: rank correlation", one=one, other=other)
        _row(inputs, f"correlation.{one}.{other}", label, rho, Unit.NUMBER, (-1.0, 1.0))


def _row(inputs: Inputs, path: str, label: str, value: float | str | None, unit: Unit | None, bounds: Bounds) -> int:
    """Label, value, unit, name, the value when exported and whether it has changed; the row it stands in."""
    book, sheet, row = inputs.book, inputs.sheet, inputs.sheet.next
    style = _look(unit) if unit else ()
    sheet.put(row, WHAT, label, WRAP)
    cell = sheet.put(row, VALUE, value, style + INPUT)
    if unit in UNIT_WORDS:
        sheet.put(row, UNIT, unit_word(book, unit), GREY)
    inputs.cells[path] = book.name(path.replace(".", "_") if "." in path else f"set_{path}", cell)
    sheet.put(row, NAME, inputs.cells[path].text, GREY)
    exported = sheet.put(row, HELD, value, style + GREY)
    sheet.put(row, CHANGED, choose(cell.equals(exported), 0, 1), form("0;;") + GREY)
    if bounds is not None:
        sheet.lists[row, VALUE] = _within(book, bounds, whole=path == "horizon")
    inputs.rows.append(row)
    sheet.next += 1
    return row


def unit_word(book: Book, unit: Unit | None) -> str:
    """What numbers of ``unit`` count, in words; the currency of money where it is known."""
    if unit is Unit.MONEY and book.currency != "XXX":
        return book.currency
    return book.say(UNIT_WORDS[unit]) if unit in UNIT_WORDS else ""


def _within(book: Book, bounds: tuple[float, float], *, whole: bool) -> dict[str, object]:
    low, high = (min(max(end, -1e300), 1e300) for end in bounds)
    words = book.say("Enter a number between {low} and {high}.", low=f"{low:g}", high=f"{high:g}")
    kind = "integer" if whole else "decimal"
    return {"validate": kind, "criteria": "between", "minimum": low, "maximum": high, "error_message": words}


def _look(unit: Unit) -> Style:
    """How a number of an assumption is written: no digit of it is hidden."""
    return form(EXACT if unit is Unit.MONEY else "General" if unit in (Unit.MONTHS, Unit.NUMBER) else unit)
