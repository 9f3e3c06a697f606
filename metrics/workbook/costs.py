"""Sheet Costs: what each item of the register pays month by month, and the part of it that is capital."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from metrics.scenario import CostItem, Scenario
from metrics.scenario.items import running_rate
from metrics.workbook.book import GREY, Book, Row, Sheet, form
from metrics.workbook.formula import Formula, lift
from metrics.workbook.functions import added, choose, known, most, product, size, total
from metrics.workbook.inputs import Inputs
from metrics.workbook.timeline import NUMBER, Timeline, head
from metrics.workbook.world import single

MONEY = form("#,##0.00;-#,##0.00;0")
KNOWN = 24  # a schedule of so many months shows a running rate at its end


@dataclass
class Costs:
    """Money paid by month, positive, in the money of its month."""

    paid: dict[str, Row] = field(default_factory=dict)  # by item
    capital: list[Row] = field(default_factory=list)
    total: Row | None = None
    invested: Row | None = None  # capital, of all items
    entered: Formula = field(default_factory=lambda: lift(0))  # how many amounts were entered
    changed: Formula = field(default_factory=lambda: lift(0))  # how many budgets by month were changed


@dataclass(frozen=True)
class _Page:
    """What writing an item needs."""

    book: Book
    sheet: Sheet
    given: Inputs
    time: Timeline
    found: Costs
    factor: Formula

    def money(self, label: str, note: str, of: Callable[[int], Formula]) -> Row:
        """A row of money with its total."""
        return self.sheet.months(label, note, lambda month, _: of(month), MONEY, total=True)


def write(book: Book, sheet: Sheet, scenario: Scenario, given: Inputs, time: Timeline) -> Costs:
    """Fill the sheet."""
    head(book, sheet, book.say("Costs"), book.say("Money paid, positive, in the money of its month."), scenario.month0)
    sheet.beyond = time.months
    sheet.heading(book.say("All items"))
    factor = single(
        sheet,
        book.say("Times the budget"),
        book.say("true cost over budget x (1 + VAT not refunded)"),
        given["cost_factor"] * (1 + given["vat"]),
    )
    page = _Page(book, sheet, given, time, Costs(), factor)
    amounts: list[Formula] = []
    flags: list[Formula] = []
    for item in scenario.costs:
        sheet.heading(_title(book, item))
        if item.schedule is None:
            amounts += [known(given[f"cost.{item.id}.{part}"]) * 1 for part in ("once", "yearly")]
            _amounts(page, item)
        else:
            flags.append(_schedule(page, item, item.schedule))
    sheet.heading(book.say("Together"))
    found = page.found
    found.total = page.money(book.say("Cost"), "", lambda t: total([row[t] for row in found.paid.values()]))
    found.invested = page.money(book.say("Capital cost"), "", lambda t: total([row[t] for row in found.capital]))
    found.entered = single(
        sheet,
        book.say("Amounts entered"),
        book.say("0: no cost is known, which is not a cost of 0"),
        total(amounts) + len(flags),
        NUMBER,
    )
    found.changed = total(flags)
    return found


def _title(book: Book, item: CostItem) -> str:
    return book.say("{name} ({kind}, {type})", name=book.word(item.name), kind=item.cost_class, type=item.cost_type)


def _amounts(page: _Page, item: CostItem) -> None:
    """Paid once in its month, and a twelfth of the yearly amount in each month after it; both rise with prices."""
    book, time = page.book, page.time
    once, yearly, start = (page.given[f"cost.{item.id}.{part}"] for part in ("once", "yearly", "start"))
    first = page.money(
        book.say("Paid once"),
        book.say("in its month x price level x times the budget"),
        lambda t: time.live[t] * choose(time.month[t].equals(start), once, 0) * time.level[t] * page.factor,
    )
    later = page.money(
        book.say("Paid yearly"),
        book.say("a twelfth a month after it"),
        lambda t: time.live[t] * choose(time.month[t] > start, yearly / 12, 0) * time.level[t] * page.factor,
    )
    name = book.word(item.name)
    page.found.paid[item.id] = page.money(book.say("Cost: {name}", name=name), "", lambda t: first[t] + later[t])
    if item.is_capital:
        page.found.capital.append(first)


def _schedule(page: _Page, item: CostItem, schedule: tuple[float, ...]) -> Formula:
    """Budgeted by month, and at its running rate beyond; 1 where the budget is no longer the one exported."""
    book, sheet, time = page.book, page.sheet, page.time
    name, last = book.word(item.name), len(schedule) - 1
    budget = sheet.months(
        book.say("Budget by month"),
        book.say("enter amounts here"),
        lambda t, _: lift(schedule[t]) if t <= last else None,
        MONEY,
        entered=True,
    )
    if schedule:
        book.name_span(f"cost_{item.id}_schedule", budget.span)
    tail = (
        sheet.span(sheet.next - 1, 3 + last - 11, sheet.next - 1, 3 + last)
        if KNOWN <= len(schedule) <= page.book.most + 1
        else None
    )
    rate: Formula = lift(running_rate(schedule)) if tail is None else added(tail) / 12
    running = single(
        sheet, book.say("Running rate a month"), book.say("the last 12 months of 24 or more; 0 with fewer"), rate, MONEY
    )
    page.found.paid[item.id] = page.money(
        book.say("Cost: {name}", name=name),
        book.say("budget, or its running rate beyond; x times the budget"),
        lambda t: time.live[t] * (budget[t] if t <= last else running) * page.factor,
    )
    if item.is_capital:
        page.found.capital.append(
            page.money(
                book.say("Capital in it"),
                book.say("what lies above the running rate"),
                lambda t: time.live[t] * most((budget[t] if t <= last else running) - running, 0) * page.factor,
            )
        )
    held = float(sum(amount * (month + 1) for month, amount in enumerate(schedule[: page.book.most + 1])))
    places = sheet.months(book.say("Weights to see a change"), "", lambda t, _: float(t + 1), NUMBER + GREY)
    moved = size(product(budget.span, places.span) - held) > 1e-9 * max(abs(held), 1.0)
    return single(
        sheet, book.say("Budget changed"), book.say("1 when it is not the one exported"), choose(moved, 1, 0), NUMBER
    )
