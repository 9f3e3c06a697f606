"""Below the figures of sheet Results: all rates of return, total cost of ownership, and the yearly table."""

from __future__ import annotations

import numpy as np

from metrics.case.costs import CLASS_NAMES
from metrics.programme.bridge import TYPE_NAMES
from metrics.scenario.items import CostItem
from metrics.words.text import N_
from metrics.workbook.book import BOLD, GREY, HEAD, Book, Sheet, form
from metrics.workbook.formula import Formula, Value, lift
from metrics.workbook.functions import added, added_where, choose, product, total
from metrics.workbook.inputs import TIMING_WORDS
from metrics.workbook.results import NOTHING, Plan, Results

MONEY, RATE = form("#,##0;-#,##0;0"), form("0.0000%")


def roots(book: Book, sheet: Sheet, plan: Plan, found: tuple[float, ...]) -> None:
    """What the spreadsheet's own IRR picks, and all rates Payback found when the workbook was made."""
    sheet.heading(book.say("Rates of return"))
    ends = plan.given["timing"].equals(book.say(TIMING_WORDS["end"]))
    value = _own_irr(plan.flows.net.values) if ends.value else None
    text = f'IFERROR((1+IRR({plan.flows.net.span.text},0.01))^12-1,"{NOTHING}")'
    own = Formula(text, NOTHING if value is None else value)
    later = book.say("it counts the end of the month only")
    label = book.say("The spreadsheet's own IRR")
    sheet.line(label, choose(ends, own, NOTHING), "", choose(ends, "", later), style=RATE)
    picks = book.say("Several rates fit. The spreadsheet's own IRR returns one of them without saying so.")
    sheet.line(choose(plan.rates.fitting > 1, picks, ""), style=BOLD)
    sheet.line(book.say("Rates Payback found when this was exported"), *(found or (NOTHING,)), style=RATE)
    close = book.say(
        "Rates closer together than two rows of sheet Rates are not seen there, but are in the line above."
    )
    sheet.line(close, style=GREY)


def _own_irr(values: list[Value]) -> float | None:
    """What Newton's method from 1% a month finds, as spreadsheets search; a year."""
    flows = np.array([value if isinstance(value, float) else np.nan for value in values])
    times, rate = np.arange(flows.size), 0.01
    with np.errstate(all="ignore"):
        for _ in range(20):
            worth, slope = flows @ (1 + rate) ** -times, -(times * flows) @ (1 + rate) ** (-times - 1.0)
            step = worth / slope
            rate -= step
            if not np.isfinite(rate) or rate <= -1:
                return None
            if abs(step) < 1e-12:
                return float((1 + rate) ** 12 - 1)
    return None


def ownership(book: Book, sheet: Sheet, plan: Plan, results: Results) -> None:
    """Cost over the horizon, as paid and as present value: the whole, by class and by type."""
    sheet.heading(book.say("Total cost of ownership"))
    paid_word, present_word = book.say("Paid"), book.say("Present value")
    sheet.line(book.say("Part"), paid_word, present_word, style=HEAD)
    factor, by_item = plan.time.factor.span, plan.flows.by_item
    items = [item for item in plan.scenario.costs if item.id in by_item]

    def line(label: str, tagged: list[CostItem], key: str) -> None:
        paid = total([added(by_item[item.id].span) for item in tagged])
        present = total([product(by_item[item.id].span, factor) for item in tagged])
        cells = sheet.line(label, paid, present, style=MONEY)
        for part, words, cell in (("paid", paid_word, cells[1]), ("present", present_word, cells[2])):
            results.cells[f"{key}_{part}"] = book.name(f"result_{key}_{part}", cell)
            results.labels[f"{key}_{part}"] = book.say("{what}, {which}", what=label, which=words)

    line(book.say("Total cost of ownership"), items, "tco")
    for tag, text, names in (
        ("class", N_("By class: {name}"), CLASS_NAMES),
        ("type", N_("By type: {name}"), TYPE_NAMES),
    ):
        by_kind: dict[str, list[CostItem]] = {}
        for item in items:
            by_kind.setdefault(getattr(item, f"cost_{tag}"), []).append(item)
        for kind, tagged in by_kind.items():
            line(book.say(text, name=book.word(names[kind])), tagged, f"tco_{tag}_{kind}")


def years(book: Book, sheet: Sheet, plan: Plan, results: Results) -> None:
    """Each line of the flows by year. Year 0 is month 0 alone; the last year may be shorter."""
    sheet.heading(book.say("By year"))
    last = -(-book.most // 12)
    titles = [book.say("Year {n}", n=year) for year in range(last + 1)]
    sheet.line(book.say("Line"), book.say("Total"), *titles, style=HEAD)
    numbers = sheet.line(book.say("Year"), "", *(float(year) for year in range(last + 1)), style=GREY)[2:]
    keys = plan.time.year.span
    rows = [(book.say(name), row, "") for name, row in plan.flows.lines]
    rows.append((book.say("Net cash"), plan.flows.net, "net"))
    rows.append((book.say("Net cash, discounted"), plan.flows.present, "discounted"))
    before: list[Formula] = []
    for label, row, key in rows:
        amounts = [added_where(keys, number, row.span) for number in numbers]
        style = MONEY + BOLD if key else MONEY
        cells = sheet.line(label, lift(0), *amounts, style=style)
        place = sheet.next - 1
        sheet.put(place, 1, added(sheet.span(place, 2, place, 2 + last)), MONEY + BOLD)
        for year, cell in enumerate(cells[2:] if key else ()):
            results.cells[f"year_{year}_{key}"] = cell
            results.labels[f"year_{year}_{key}"] = book.say("{what}, {which}", what=label, which=titles[year])
        before = cells[2:] if key == "net" else before
    grown: list[Formula] = []
    for year, cell in enumerate(before):
        grown.append(sheet.put(sheet.next, 2 + year, grown[-1] + cell if grown else cell, MONEY))
    sheet.put(sheet.next, 0, book.say("Net cash so far"))
    sheet.next += 1
