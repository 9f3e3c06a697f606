"""Sheet Flows: from benefit and cost to net cash, with tax, working capital and what is left at the end."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from metrics.finance.payback import ROUNDING
from metrics.programme.statement import CAPITAL, KIND_NAMES, RESIDUAL, RUNNING, TAX, WORKING
from metrics.scenario.scenario import Scenario
from metrics.workbook.book import CENTS, NUMBER, Book, Row, Sheet
from metrics.workbook.costs import Costs
from metrics.workbook.formula import Formula, lift
from metrics.workbook.functions import added, at, both, choose, most, moving, product, sign, total, whole
from metrics.workbook.inputs import LOSS_WORDS, Inputs
from metrics.workbook.levers import Levers
from metrics.workbook.timeline import Timeline


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
    flowed: Formula  # the sum of all that flows, without its sign
    back: Row  # 1 where the running total comes back to 0 or above it
    present_back: Row  # as back, discounted
    no_cost: Formula  # why there is no cost; an empty text where there is one
    no_benefit: Formula
    no_net: Formula


def write(
    book: Book, sheet: Sheet, scenario: Scenario, given: Inputs, time: Timeline, levers: Levers, costs: Costs
) -> Flows:
    """Fill the sheet below the timeline."""
    say, money, divisor = book.say, sheet.money, time.divisor
    sheet.beyond = time.months
    assert costs.total is not None and costs.invested is not None
    spent, invested = costs.total, costs.invested
    sheet.heading(say("Tax and working capital, in the money of each month"))
    brought = levers.cash.values()
    gained = money(say("Benefit"), say("cash of all levers"), lambda t: total([row[t] for row in brought]))
    extras = _extras(book, sheet, given, time, levers, gained, spent, invested)

    def in_its_prices(name: str, how: str, row: Row) -> Row:
        return money(name, how, lambda t: row[t] / divisor[t])

    def together(name: str, how: str, rows: Collection[Row]) -> Row:
        return money(name, how, lambda t: total([row[t] for row in rows]))

    sheet.heading(say("Benefit"))
    parts: dict[str, Row] = {}
    for id, row in levers.cash.items():
        lever = scenario.lever(id)
        parts[id] = in_its_prices(book.word(lever.name or lever.spec.name), say("cash"), row)
    lines: list[tuple[str, Row]] = []
    for tag, name in KIND_NAMES.items():
        rows = [parts[id] for id in parts if scenario.lever(id).tag is tag]
        if rows:
            lines.append((name, together(say(name), "", rows)))
    benefit = together(say("Benefit"), say("all kinds"), parts.values())

    sheet.heading(say("Cost"))
    by_item = {id: in_its_prices(book.word(scenario.cost(id).name), "", row) for id, row in costs.paid.items()}
    cost = in_its_prices(say("Cost"), say("all items"), spent)
    lines.append((CAPITAL, money(say(CAPITAL), "", lambda t: -(invested[t] / divisor[t]))))
    lines.append((RUNNING, money(say(RUNNING), "", lambda t: (invested[t] - spent[t]) / divisor[t])))

    sheet.heading(say("Net cash"))
    lines += [(name, in_its_prices(say(name), "", row)) for name, row in extras]
    net = together(say("Net cash"), "", [row for _name, row in lines])
    for name, row in (("benefit", benefit), ("cost", cost), ("net", net)):
        book.name_span(f"flow_{name}", row.span)
    return Flows(
        benefit,
        cost,
        tuple(lines),
        by_item,
        net,
        *_after(book, sheet, given, time, net),
        *_missing(book, sheet, levers, costs),
    )


def _extras(
    book: Book, sheet: Sheet, given: Inputs, time: Timeline, levers: Levers, benefit: Row, cost: Row, invested: Row
) -> list[tuple[str, Row]]:
    """Working capital, what is left at the end, and tax."""
    say, money, live = book.say, sheet.money, time.live
    days = given["dso"] + given["dio"] - given["dpo"]
    how = say("added revenue x 12 x (DSO + DIO - DPO) / 365")
    tied = money(say("Working capital held"), how, lambda t: levers.sales[t] * 12 * days / 365)
    ends = sheet.months(say("Last month"), "", lambda t, _: choose(time.month[t].equals(time.months), 1, 0), NUMBER)
    working = money(
        say(WORKING),
        say("minus each rise, all released in the last month"),
        lambda t: live[t] * ((tied[t - 1] if t else lift(0)) - tied[t] + ends[t] * tied[t]),
    )
    residual = money(say(RESIDUAL), "", lambda t: ends[t] * given["residual"])
    before = _summed(sheet, say("Capital paid before"), invested, 1)
    months = sheet.single(say("Written off over whole months"), "", whole(given["write_off"]), NUMBER)

    def share(t: int) -> Formula:
        return (before[t] - at(before.span, most(time.month[t] - months, 0) + 1)) / most(months, 1)

    how = say("equal parts over the months after it was paid")
    deducted = money(say("Written off"), how, lambda t: live[t] * choose(months > 0, share(t), invested[t]))
    left = money(
        say("Not written off at the end"),
        say("set against what is left"),
        lambda t: ends[t] * (added(invested.span) - added(deducted.span)),
    )
    taxed = money(
        say("Taxed"),
        say("benefit - running cost - written off - not written off + worth at the end"),
        lambda t: benefit[t] - (cost[t] - invested[t]) - deducted[t] - left[t] + residual[t],
    )
    carried = _carried(sheet, say, taxed)
    at_once = given["group_profit"].equals(say(LOSS_WORDS[True]))
    how = say("- tax rate x taxed; a loss saves tax at once, or is carried forward")
    return [
        (WORKING, working),
        (RESIDUAL, residual),
        (TAX, money(say(TAX), how, lambda t: -(given["tax_rate"] * choose(at_once, taxed[t], carried[t])))),
    ]


def _carried(sheet: Sheet, say: Callable[[str], str], taxed: Row) -> Row:
    """What tax is due on in each month where a loss is set against the profits of later years."""
    so_far = _summed(sheet, say("Taxed so far"), taxed)

    def highest_before(month: int, before: Formula | None) -> Formula:
        if before is None:
            return lift(0)
        return most(before, so_far[month - 1]) if month % 12 == 1 else before

    highest = sheet.months(
        say("Taxed in years before"), say("the highest it stood at the end of a year"), highest_before, CENTS
    )
    assessed = sheet.money(say("Taxed, losses carried forward"), say("so far"), lambda t: most(so_far[t], highest[t]))
    return sheet.money(
        say("Taxed in the month, losses carried forward"),
        "",
        lambda t: assessed[t] - assessed[t - 1] if t else assessed[t],
    )


def _summed(sheet: Sheet, label: str, flow: Row, late: int = 0) -> Row:
    """The sum of a row so far, or up to ``late`` months before."""

    def grown(month: int, before: Formula | None) -> Formula:
        if month < late:
            return lift(0)
        return flow[month] if before is None else before + flow[month - late]

    return sheet.months(label, "", grown, CENTS)


def _after(
    book: Book, sheet: Sheet, given: Inputs, time: Timeline, net: Row
) -> tuple[Row, Row, Row, Row, Row, Row, Formula, Row, Row]:
    """What follows from net cash, in the order of Flows."""
    say, factor, rate, counts = book.say, time.factor, 1 + given["rate"], time.time
    cumulative = _summed(sheet, say("Net cash so far"), net)
    present = sheet.money(say("Net cash, discounted"), say("x discount factor"), lambda t: net[t] * factor[t])
    present_cumulative = _summed(sheet, say("Discounted net cash so far"), present)
    gain = sheet.money(
        say("What comes in, at the end"),
        say("grown at the discount rate; for MIRR"),
        lambda t: most(net[t], 0) * rate ** ((time.last - counts[t]) / 12),
    )
    loss = sheet.money(
        say("What goes out, now"),
        say("discounted from when it counts; for MIRR"),
        lambda t: most(-net[t], 0) * rate ** (-counts[t] / 12),
    )
    signs = sheet.months(
        say("Sign of net cash"),
        say("the last one that was not 0"),
        lambda t, last: choose(net[t].equals(0), lift(0) if last is None else last, sign(net[t])),
        NUMBER,
    )
    turned = sheet.months(
        say("Sign changes"),
        say("more than one: several rates of return may fit"),
        lambda t, _: lift(0) if not t else choose(signs[t].differs(signs[t - 1]), 1, 0) * signs[t - 1] ** 2,
        NUMBER,
    )
    flowed = sheet.single(
        say("All that flows, in and out"), say("without its sign"), product(net.span, signs.span), CENTS
    )
    rounding = flowed * ROUNDING  # below it a balance is zero
    back = sheet.months(say("Paid back"), "", lambda t, _: _back(cumulative, t, rounding), NUMBER)
    later = sheet.months(say("Paid back, discounted"), "", lambda t, _: _back(present_cumulative, t, rounding), NUMBER)
    sheet.heading(say("What is missing"))
    return cumulative, present, present_cumulative, gain, loss, turned, flowed, back, later


def _back(row: Row, month: int, rounding: Formula) -> Formula:
    """1 where a running total that was below zero is no longer."""
    return choose(both(row[month] >= -rounding, row[month - 1] < -rounding), 1, 0) if month else lift(0)


def _missing(book: Book, sheet: Sheet, levers: Levers, costs: Costs) -> tuple[Formula, Formula, Formula]:
    """Why there is no cost, no benefit, and no net cash; empty texts where there are."""
    moved = total([moving(row.span) for row in levers.cash.values()])
    no_cost = choose(costs.entered > 0, "", book.say("No cost entered yet. Enter what the programme costs."))
    no_benefit = choose(moved > 0, "", book.say("No benefit yet: no lever moves from its baseline. Set a target."))
    first = sheet.single(book.say("Cost"), "", no_cost, ())
    second = sheet.single(book.say("Benefit"), "", no_benefit, ())
    return first, second, sheet.single(book.say("Net cash"), "", choose(second.equals(""), first, second), ())
