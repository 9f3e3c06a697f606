"""Sheet Costs: what each item of the register pays month by month, and the part of it that is capital."""

from __future__ import annotations

from dataclasses import dataclass, field

from metrics.scenario.items import CostItem, running_rate
from metrics.scenario.scenario import Scenario
from metrics.workbook.book import CENTS, GREY, MONTH_0, NUMBER, Book, Row, Sheet
from metrics.workbook.formula import Formula, lift
from metrics.workbook.functions import added, choose, known, most, product, size, total
from metrics.workbook.inputs import Inputs
from metrics.workbook.timeline import Timeline, head

KNOWN = 24  # a schedule of so many months shows a running rate at its end


@dataclass
class Costs:
    """Money paid by month, positive, in the money of its month."""

    factor: Formula  # paid for one unit of the budget
    paid: dict[str, Row] = field(default_factory=dict)  # by item
    capital: list[Row] = field(default_factory=list)
    total: Row | None = None
    invested: Row | None = None  # capital, of all items
    entered: Formula = field(default_factory=lambda: lift(0))  # how many amounts were entered
    changed: Formula = field(default_factory=lambda: lift(0))  # how many budgets by month were changed


def write(book: Book, sheet: Sheet, scenario: Scenario, given: Inputs, time: Timeline) -> Costs:
    """Fill the sheet."""
    say = book.say
    head(book, sheet, say("Costs"), say("Money paid, positive, in the money of its month."), scenario.month0)
    sheet.beyond = time.months
    sheet.heading(say("All items"))
    how, factor = say("true cost over budget x (1 + VAT not refunded)"), given["cost_factor"] * (1 + given["vat"])
    costs = Costs(sheet.single(say("Times the budget"), how, factor))
    amounts: list[Formula] = []
    flags: list[Formula] = []
    for item in scenario.costs:
        name = book.word(item.name)
        sheet.heading(say("{name} ({kind}, {type})", name=name, kind=item.cost_class, type=item.cost_type))
        if item.schedule is None:
            amounts += [known(given[f"cost.{item.id}.{part}"]) * 1 for part in ("once", "yearly")]
            _amounts(book, sheet, given, time, costs, item)
        else:
            flags.append(_schedule(book, sheet, time, costs, item, item.schedule))
    sheet.heading(say("Together"))
    costs.total = sheet.money(say("Cost"), "", lambda t: total([row[t] for row in costs.paid.values()]))
    costs.invested = sheet.money(say("Capital cost"), "", lambda t: total([row[t] for row in costs.capital]))
    how = say("0: no cost is known, which is not a cost of 0")
    costs.entered = sheet.single(say("Amounts entered"), how, total(amounts) + len(flags), NUMBER)
    costs.changed = total(flags)
    return costs


def _amounts(book: Book, sheet: Sheet, given: Inputs, time: Timeline, costs: Costs, item: CostItem) -> None:
    """Paid once in its month, and a twelfth of the yearly amount in each month after it; both rise with prices."""
    once, yearly, start = (given[f"cost.{item.id}.{part}"] for part in ("once", "yearly", "start"))
    first = sheet.money(
        book.say("Paid once"),
        book.say("in its month x price level x times the budget"),
        lambda t: time.live[t] * choose(time.month[t].equals(start), once, 0) * time.level[t] * costs.factor,
    )
    later = sheet.money(
        book.say("Paid yearly"),
        book.say("a twelfth a month after it"),
        lambda t: time.live[t] * choose(time.month[t] > start, yearly / 12, 0) * time.level[t] * costs.factor,
    )
    name = book.say("Cost: {name}", name=book.word(item.name))
    costs.paid[item.id] = sheet.money(name, "", lambda t: first[t] + later[t])
    if item.is_capital:
        costs.capital.append(first)


def _schedule(
    book: Book, sheet: Sheet, time: Timeline, costs: Costs, item: CostItem, schedule: tuple[float, ...]
) -> Formula:
    """Budgeted by month, and at its running rate beyond; 1 where the budget is no longer the one exported."""
    say, last, row = book.say, len(schedule) - 1, sheet.next
    label, how = say("Budget by month"), say("enter amounts here")
    budget = sheet.months(label, how, lambda t, _: lift(schedule[t]) if t <= last else None, CENTS, entered=True)
    if schedule:
        book.name_span(f"cost_{item.id}_schedule", budget.span)
    rate: Formula = lift(running_rate(schedule))
    if KNOWN <= len(schedule) <= book.most + 1:
        rate = added(sheet.span(row, MONTH_0 + last - 11, row, MONTH_0 + last)) / 12
    how = say("the last 12 months of 24 or more; 0 with fewer")
    running = sheet.single(say("Running rate a month"), how, rate, CENTS)
    costs.paid[item.id] = sheet.money(
        say("Cost: {name}", name=book.word(item.name)),
        say("budget, or its running rate beyond; x times the budget"),
        lambda t: time.live[t] * (budget[t] if t <= last else running) * costs.factor,
    )
    if item.is_capital:
        capital = sheet.money(
            say("Capital in it"),
            say("what lies above the running rate"),
            lambda t: time.live[t] * most((budget[t] if t <= last else running) - running, 0) * costs.factor,
        )
        costs.capital.append(capital)
    exported = float(sum(amount * (month + 1) for month, amount in enumerate(schedule[: book.most + 1])))
    places = sheet.months(say("Weights to see a change"), "", lambda t, _: float(t + 1), NUMBER + GREY)
    moved = size(product(budget.span, places.span) - exported) > 1e-9 * max(abs(exported), 1.0)
    return sheet.single(say("Budget changed"), say("1 when it is not the one exported"), choose(moved, 1, 0), NUMBER)
