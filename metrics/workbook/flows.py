"""Sheet Flows: from benefit and cost to net cash, with tax, working capital and what is left at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from metrics.programme.statement import CAPITAL, KIND_NAMES, RESIDUAL, RUNNING, TAX, WORKING
from metrics.scenario import Scenario
from metrics.workbook.book import Book, Row, Sheet, form
from metrics.workbook.costs import Costs
from metrics.workbook.formula import Formula, lift
from metrics.workbook.functions import added, at, both, choose, most, moving, sign, total, whole
from metrics.workbook.inputs import Inputs
from metrics.workbook.levers import Levers
from metrics.workbook.timeline import NUMBER, Timeline
from metrics.workbook.world import single

MONEY = form("#,##0.00;-#,##0.00;0")


@dataclass(frozen=True)
class Flows:
    """Rows in the prices of the scenario; what flows out is negative but in ``benefit`` and ``cost``."""

    benefit: Row
    cost: Row
    lines: tuple[tuple[str, Row], ...]  # the lines of the yearly table
    by_item: dict[str, Row]
    net: Row
    cumulative: Row
    present: Row
    present_cumulative: Row
    gain: Row  # what comes in, grown to the end at the discount rate
    loss: Row  # what goes out, at its value now
    turned: Row  # 1 where the sign of net is another than before
    back: Row  # 1 where the running total comes back to 0 or above it
    present_back: Row  # as back, discounted
    no_cost: Formula  # why there is no cost; an empty text where there is one
    no_benefit: Formula
    no_net: Formula


@dataclass(frozen=True)
class _Page:
    """What writing a line needs."""

    book: Book
    sheet: Sheet
    time: Timeline

    def money(self, label: str, note: str, of: Callable[[int], Formula]) -> Row:
        """A row of money with its total."""
        return self.sheet.months(label, note, lambda month, _: of(month), MONEY, total=True)

    def running(self, label: str, note: str, flow: Row) -> Row:
        """The sum of a row so far."""
        grown: Callable[[int, Formula | None], Formula] = lambda t, held: flow[t] if held is None else held + flow[t]  # noqa: E731
        return self.sheet.months(label, note, grown, MONEY)


def write(
    book: Book, sheet: Sheet, scenario: Scenario, given: Inputs, time: Timeline, levers: Levers, costs: Costs
) -> Flows:
    """Fill the sheet below the timeline."""
    page = _Page(book, sheet, time)
    sheet.beyond = time.months
    assert costs.total is not None and costs.invested is not None
    spent, invested, divisor = costs.total, costs.invested, time.divisor
    sheet.heading(book.say("Tax and working capital, in the money of each month"))
    gained = page.money(
        book.say("Benefit"), book.say("cash of all levers"), lambda t: total([row[t] for row in levers.cash.values()])
    )
    extras = _extras(page, given, levers, gained, spent, invested)

    sheet.heading(book.say("Benefit"))
    parts: dict[str, Row] = {}
    for id, row in levers.cash.items():
        lever = scenario.lever(id)
        name = book.word(lever.name or lever.spec.name)
        parts[id] = page.money(name, book.say("cash"), lambda t, row=row: row[t] / divisor[t])  # type: ignore[misc]
    lines: list[tuple[str, Row]] = []
    for tag, name in KIND_NAMES.items():
        held = [parts[id] for id in parts if scenario.lever(id).tag is tag]
        if held:
            lines.append((name, page.money(book.say(name), "", lambda t, held=held: total([row[t] for row in held]))))  # type: ignore[misc]
    benefit = page.money(
        book.say("Benefit"), book.say("all kinds"), lambda t: total([row[t] for row in parts.values()])
    )

    sheet.heading(book.say("Cost"))
    by_item = {
        id: page.money(book.word(scenario.cost(id).name), "", lambda t, row=row: row[t] / divisor[t])  # type: ignore[misc]
        for id, row in costs.paid.items()
    }
    cost = page.money(book.say("Cost"), book.say("all items"), lambda t: spent[t] / divisor[t])
    lines.append((CAPITAL, page.money(book.say(CAPITAL), "", lambda t: -(invested[t] / divisor[t]))))
    lines.append((RUNNING, page.money(book.say(RUNNING), "", lambda t: (invested[t] - spent[t]) / divisor[t])))

    sheet.heading(book.say("Net cash"))
    for name, row in extras:
        lines.append((name, page.money(book.say(name), "", lambda t, row=row: row[t] / divisor[t])))  # type: ignore[misc]
    net = page.money(book.say("Net cash"), "", lambda t: total([row[t] for _name, row in lines]))
    for name, row in (("benefit", benefit), ("cost", cost), ("net", net)):
        book.name_span(f"flow_{name}", row.span)
    return _after(page, given, levers, costs, (benefit, cost, net), tuple(lines), by_item)


def _extras(
    page: _Page, given: Inputs, levers: Levers, benefit: Row, cost: Row, invested: Row
) -> list[tuple[str, Row]]:
    """Working capital, what is left at the end, and tax."""
    book, time = page.book, page.time
    days = given["dso"] + given["dio"] - given["dpo"]
    tied = page.money(
        book.say("Working capital held"),
        book.say("added revenue x 12 x (DSO + DIO - DPO) / 365"),
        lambda t: levers.sales[t] * 12 * days / 365,
    )
    ends = page.sheet.months(
        book.say("Last month"), "", lambda t, _: choose(time.month[t].equals(time.months), 1, 0), NUMBER
    )
    working = page.money(
        book.say(WORKING),
        book.say("minus each rise, all released in the last month"),
        lambda t: time.live[t] * ((tied[t - 1] if t else lift(0)) - tied[t] + ends[t] * tied[t]),
    )
    residual = page.money(book.say(RESIDUAL), "", lambda t: ends[t] * given["residual"])
    before = page.sheet.months(
        book.say("Capital paid before"), "", lambda t, held: lift(0) if held is None else held + invested[t - 1], MONEY
    )
    months = single(page.sheet, book.say("Written off over whole months"), "", whole(given["write_off"]), NUMBER)
    deducted = page.money(
        book.say("Written off"),
        book.say("equal parts over the months after it was paid"),
        lambda t: (
            time.live[t]
            * choose(
                months > 0,
                (before[t] - at(before.span, most(time.month[t] - months, 0) + 1)) / most(months, 1),
                invested[t],
            )
        ),
    )
    left = page.money(
        book.say("Not written off at the end"),
        book.say("set against what is left"),
        lambda t: ends[t] * (added(invested.span) - added(deducted.span)),
    )
    taxed = page.money(
        book.say("Taxed"),
        book.say("benefit - running cost - written off - not written off + worth at the end"),
        lambda t: benefit[t] - (cost[t] - invested[t]) - deducted[t] - left[t] + residual[t],
    )
    tax = page.money(
        book.say(TAX), book.say("- tax rate x taxed; a loss saves tax"), lambda t: -(given["tax_rate"] * taxed[t])
    )
    return [(WORKING, working), (RESIDUAL, residual), (TAX, tax)]


def _after(
    page: _Page,
    given: Inputs,
    levers: Levers,
    costs: Costs,
    rows: tuple[Row, Row, Row],
    lines: tuple[tuple[str, Row], ...],
    by_item: dict[str, Row],
) -> Flows:
    """What follows from net cash."""
    book, sheet, factor = page.book, page.sheet, page.time.factor
    benefit, cost, net = rows
    cumulative = page.running(book.say("Net cash so far"), "", net)
    present = page.money(book.say("Net cash, discounted"), book.say("x discount factor"), lambda t: net[t] * factor[t])
    so_far = page.running(book.say("Discounted net cash so far"), "", present)
    rate, month, months = 1 + given["rate"], page.time.month, page.time.months
    gain = page.money(
        book.say("What comes in, at the end"),
        book.say("grown at the discount rate; for MIRR"),
        lambda t: most(net[t], 0) * rate ** ((months - month[t]) / 12),
    )
    loss = page.money(
        book.say("What goes out, now"),
        book.say("discounted from the end of its month; for MIRR"),
        lambda t: most(-net[t], 0) * rate ** (-month[t] / 12),
    )
    signs = sheet.months(
        book.say("Sign of net cash"),
        book.say("the last one that was not 0"),
        lambda t, held: choose(net[t].equals(0), lift(0) if held is None else held, sign(net[t])),
        NUMBER,
    )
    turned = sheet.months(
        book.say("Sign changes"),
        book.say("more than one: several rates of return may fit"),
        lambda t, _: lift(0) if not t else choose(signs[t].differs(signs[t - 1]), 1, 0) * signs[t - 1] ** 2,
        NUMBER,
    )
    back, present_back = (
        sheet.months(label, "", lambda t, _, row=row: _back(row, t), NUMBER)  # type: ignore[misc]
        for label, row in ((book.say("Paid back"), cumulative), (book.say("Paid back, discounted"), so_far))
    )
    sheet.heading(book.say("What is missing"))
    why = _missing(book, sheet, levers, costs)
    return Flows(
        benefit, cost, lines, by_item, net, cumulative, present, so_far, gain, loss, turned, back, present_back, *why
    )


def _back(row: Row, month: int) -> Formula:
    """1 where a running total that was below zero is no longer."""
    return choose(both(row[month] >= 0, row[month - 1] < 0), 1, 0) if month else lift(0)


def _missing(book: Book, sheet: Sheet, levers: Levers, costs: Costs) -> tuple[Formula, Formula, Formula]:
    """Why there is no cost, no benefit, and no net cash; empty texts where there are."""
    moved = total([moving(row.span) for row in levers.cash.values()])
    no_cost = choose(costs.entered > 0, "", book.say("No cost entered yet. Enter what the programme costs."))
    no_benefit = choose(moved > 0, "", book.say("No benefit yet: no lever moves from its baseline. Set a target."))
    first = single(sheet, book.say("Cost"), "", no_cost, ())
    second = single(sheet, book.say("Benefit"), "", no_benefit, ())
    return first, second, single(sheet, book.say("Net cash"), "", choose(second.equals(""), first, second), ())
