"""Sheet Assumptions: every number of the scenario in a cell with a name; all other sheets are formulas of these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf
from typing import Any

from metrics.scenario import BASELINES, PARTS, Assumption, Baseline, Lever, Measured, Scenario, Tag
from metrics.scenario.model import SETTINGS
from metrics.words.text import N_, Term, message
from metrics.words.units import Unit, format_day
from metrics.workbook.book import EXACT, GREY, HEAD, INPUT, TITLE, WRAP, Book, Sheet, Style, form
from metrics.workbook.formula import Formula
from metrics.workbook.functions import added, choose

WHAT, VALUE, UNIT, SOURCE, OWNER, DAY, LOW, HIGH, NAME, HELD, CHANGED = range(11)
DAYS = "yyyy-mm-dd"
TIMING_WORDS = {"start": N_("start of the month"), "middle": N_("middle of the month"), "end": N_("end of the month")}
PRICE_WORDS = {"nominal": N_("nominal"), "real": N_("real")}
SOFT_WORDS = {False: N_("left out"), True: N_("counted")}
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

    sheet: Sheet
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
    found = Inputs(sheet)
    sheet.line(book.say("Assumptions"), style=TITLE)
    sheet.line(
        book.say("Change a number in a yellow cell and every sheet follows. Each has the name in column I."), style=GREY
    )
    sheet.next += 1
    heads = (
        N_("Assumption"),
        N_("Value"),
        N_("Unit"),
        N_("Where it comes from"),
        N_("Owner"),
        N_("Set on"),
        N_("Low"),
        N_("High"),
        N_("Name of the cell"),
        N_("When exported"),
        N_("Changed"),
    )
    sheet.line(*(book.say(head) for head in heads), style=HEAD)
    sheet.freeze = (sheet.next, 1)
    _settings(book, found, scenario)
    for lever in scenario.levers:
        title = book.word(lever.name or lever.spec.name)
        sheet.heading(book.say("Lever: {name}", name=title))
        present = dict(lever.parts())
        for part in PARTS:
            if part in present or _open(lever, part):
                _number(book, found, scenario, f"{lever.id}.{part}", present.get(part), unit=PARTS[part].unit)
    if scenario.costs:
        sheet.heading(book.say("Costs"))
    for item in scenario.costs:
        if item.schedule is None:
            for part, amount in (("once", item.once), ("yearly", item.yearly)):
                _number(book, found, scenario, f"cost.{item.id}.{part}", amount, unit=Unit.MONEY)
            _row(
                book,
                found,
                f"cost.{item.id}.start",
                (book.read(scenario.label(f"cost.{item.id}.start")), item.start, Unit.MONTHS),
                (0.0, inf),
            )
    sheet.heading(book.say("Measured before the programme"))
    entered = dict(scenario.baseline)
    for name in BASELINES:
        _figure(book, found, scenario, name, entered.get(name), baseline.measured(name))
    _others(book, found, scenario)
    return found


def _open(lever: Lever, part: str) -> bool:
    """Whether an empty cell stands for a number of the lever that was not entered."""
    return (part == "cac" and lever.kind == "acquisition") or (part == "lag" and lever.tag is Tag.CAPACITY)


def _settings(book: Book, found: Inputs, scenario: Scenario) -> None:
    found.sheet.heading(book.say("The plan as a whole"))
    for path in SETTINGS:
        held = getattr(scenario, path)
        bounds = (1.0, float(book.most)) if path == "horizon" else scenario.bounds(path)
        row = found.sheet.next
        _number(book, found, scenario, path, held, bounds=bounds, unread=path in UNREAD)
        if path == "horizon":
            note = book.say("Whole months, {most} at most in this workbook.", most=book.most)
            found.sheet.put(row, CHANGED + 1, note, GREY)
    timing = book.say("When a month's money counts")
    _choice(book, found, "timing", timing, TIMING_WORDS, scenario.timing)
    _choice(book, found, "prices", book.say("Prices of the rate and of all flows"), PRICE_WORDS, scenario.prices)
    rise, rate = 1 + found["inflation"], 1 + found["rate"]
    nominal = found["prices"].equals(book.say(PRICE_WORDS["nominal"]))
    found.sheet.line(
        book.say("The same discount rate in the other prices"),
        choose(nominal, rate / rise - 1, rate * rise - 1),
        "",
        book.say("Enter this rate together with the other prices: before tax the net present value then stays."),
        style=GREY + form("0.0000%"),
    )
    _choice(book, found, "include_soft", book.say("Soft benefits"), SOFT_WORDS, scenario.include_soft)


def _choice(book: Book, found: Inputs, path: str, label: str, words: Mapping[Any, str], held: object) -> None:
    said = [book.say(text) for text in words.values()]
    chosen = book.say(words[held])
    row = found.sheet.next
    _row(book, found, path, (label, chosen, None), None)
    found.sheet.lists[row, VALUE] = {"validate": "list", "source": said}


def _number(
    book: Book,
    found: Inputs,
    scenario: Scenario,
    path: str,
    held: Assumption | None,
    *,
    unit: Unit = Unit.NUMBER,
    bounds: tuple[float, float] | None = None,
    unread: bool = False,
) -> None:
    """One assumption with all that is known about it; an empty cell where nothing was entered."""
    value, unit = (None, unit) if held is None else (held.value, held.unit)
    label = book.read(scenario.label(path))
    row = _row(book, found, path, (label, value, unit), bounds or scenario.bounds(path))
    if held is None:
        found.sheet.put(row, SOURCE, book.say("not entered"), GREY)
        return
    source = book.word(held.source)
    unread = unread or path.endswith(".benchmark")
    _about(book, found.sheet, row, book.say("{source}; shown only", source=source) if unread else source, held)


def _about(book: Book, sheet: Sheet, row: int, source: str, held: Assumption) -> None:
    style = _look(held.unit)
    sheet.put(row, SOURCE, source, WRAP)
    sheet.put(row, OWNER, book.word(held.owner), WRAP)
    if held.set_on is not None:
        sheet.put(row, DAY, held.set_on, form(DAYS))
    for column, end in ((LOW, held.low), (HIGH, held.high)):
        if end is not None:
            sheet.put(row, column, end, style)


def _figure(
    book: Book, found: Inputs, scenario: Scenario, name: str, entered: Assumption | None, seen: Measured
) -> None:
    """A baseline: the one entered by hand where there is one, else the one measured."""
    path = f"baseline.{name}"
    value = seen.value if entered is None else entered.value
    row = _row(book, found, path, (book.say(BASELINES[name].label), value, seen.unit), BASELINES[name].bounds)
    if entered is not None:
        measured = "" if seen.value is None else f"{seen.value:,.4g}"
        words = book.say("{source}; measured: {value}", source=Term(entered.source), value=measured)
        _about(book, found.sheet, row, words if measured else book.word(entered.source), entered)
    elif seen.value is None:
        found.sheet.put(row, SOURCE, book.read(seen.reason or message(N_("not measured"))), WRAP)
    else:
        found.sheet.put(row, SOURCE, _window(book, seen), WRAP)


def _window(book: Book, seen: Measured) -> str:
    if seen.first is None or seen.last is None:
        return book.say("measured: {mart}", mart=seen.mart)
    first, last = (format_day(day, book.lang) for day in (seen.first, seen.last))
    return book.say(
        "measured: {mart}, months from {first} to {last}, {rows} rows",
        mart=seen.mart,
        first=first,
        last=last,
        rows=seen.rows,
    )


def _others(book: Book, found: Inputs, scenario: Scenario) -> None:
    """Numbers that no formula here reads, so that none of the scenario is missing."""
    if not scenario.others and not scenario.correlations:
        return
    found.sheet.heading(book.say("Carried along; no formula of this workbook reads them"))
    for path, held in scenario.others:
        _number(book, found, scenario, path, held, bounds=(-inf, inf))
    for one, other, rho in scenario.correlations:
        label = book.say("{one} with {other}: rank correlation", one=one, other=other)
        _row(book, found, f"correlation.{one}.{other}", (label, rho, Unit.NUMBER), (-1.0, 1.0))


def _row(
    book: Book,
    found: Inputs,
    path: str,
    shown: tuple[str, float | str | None, Unit | None],
    bounds: tuple[float, float] | None,
) -> int:
    """Label, value, unit, name, the value when exported and whether it has changed; the row it stands in."""
    (label, value, unit), sheet, row = shown, found.sheet, found.sheet.next
    style = _look(unit) if unit else ()
    sheet.put(row, WHAT, label, WRAP)
    cell = sheet.put(row, VALUE, value, style + INPUT)
    if unit in UNIT_WORDS:
        sheet.put(
            row,
            UNIT,
            book.currency if unit is Unit.MONEY and book.currency != "XXX" else book.say(UNIT_WORDS[unit]),
            GREY,
        )
    found.cells[path] = book.name(path.replace(".", "_") if "." in path else f"set_{path}", cell)
    sheet.put(row, NAME, found.cells[path].text, GREY)
    held = sheet.put(row, HELD, value, style + GREY)
    sheet.put(row, CHANGED, choose(cell.equals(held), 0, 1), form("0;;") + GREY)
    if bounds is not None:
        sheet.lists[row, VALUE] = _within(book, bounds, whole=path == "horizon")
    found.rows.append(row)
    sheet.next += 1
    return row


def _within(book: Book, bounds: tuple[float, float], *, whole: bool) -> dict[str, object]:
    low, high = (min(max(end, -1e300), 1e300) for end in bounds)
    words = book.say("Enter a number between {low} and {high}.", low=f"{low:g}", high=f"{high:g}")
    kind = "integer" if whole else "decimal"
    return {"validate": kind, "criteria": "between", "minimum": low, "maximum": high, "error_message": words}


def _look(unit: Unit) -> Style:
    """How a number of an assumption is written: no digit of it is hidden."""
    return form(EXACT if unit is Unit.MONEY else "General" if unit in (Unit.MONTHS, Unit.NUMBER) else unit)
