"""The plan's money in findings: cash over time, value at each rate, what adds and takes, by year, and from today on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from metrics import finance
from metrics.case import cash
from metrics.case.money import outlook
from metrics.context import Context
from metrics.drawing.bridge import Item, levels
from metrics.finding import Column, Finding, Table, chart, count, finding, money, share, word
from metrics.metric import DECLARED
from metrics.programme.forward import Forward, month_end
from metrics.programme.gauges import present
from metrics.programme.statement import statement
from metrics.reading import UndefinedError
from metrics.scenario.scenario import Scenario
from metrics.versions.saved import saved
from metrics.words.text import N_, Message, Term, message
from metrics.words.units import Amount, Day, Month, Unit, format_months
from metrics.words.units import money as amount

EVERY = 6  # months between two lines of the table of cash
LINES = 11  # of the table of the curve, about


@finding(N_("When does cumulative cash turn positive?"), "payback")
def cumulative_cash(context: Context, *, ranged: bool = True, bars: bool = False) -> Finding:
    """Cumulative cash; ``ranged`` with what the draws say of it, ``bars`` over the net cash of each year."""
    level = cash.cash(context, ranged=ranged)
    last = len(level.cumulative) - 1
    columns = [count(N_("Month"), lambda month: month), money(N_("Cumulative"), lambda month: level.cumulative[month])]
    if level.low:
        columns += [money("P10", lambda month: level.low[month]), money("P90", lambda month: level.high[month])]
    return Finding(
        sentence=_cash(context.scenario.month0, *level.deepest, level.break_even),
        table=Table(sorted({*range(0, last + 1, EVERY), last}), *columns),
        chart=chart("cumulative_cash", **vars(level), bars=bars),
        note=finance.payback(context.flows.net, each="month").again,
    )


def _cash(month0: date, deepest: float, month: int, back: float | None) -> Message:
    """The deepest point of the cumulative cash flow, and when it is whole again."""
    if deepest >= 0:
        return message(N_("No funding is needed at any time"))
    out = amount(-deepest)
    if back is None:
        return message(
            N_("Peak funding {out} in month {month}; cumulative cash does not turn positive within the horizon"),
            out=out,
            month=month,
        )
    text = N_("Peak funding {out} in month {month}; the plan's cumulative cash turns positive in month {back} ({when})")
    when = Month(month_end(month0, back))
    return message(text, out=out, month=month, back=format_months(back), when=when)


@finding(N_("At which discount rates is NPV positive?"), "programme_npv")
def npv_curve(context: Context) -> Finding:
    """Net present value against the discount rate, every rate of return ringed."""
    line = cash.curve(context)
    points = list(zip(line.rates, line.values, strict=True))
    none = message(N_("No internal rate of return: the flow never crosses zero."))
    return Finding(
        sentence=_rate_edge(line.rate, line.roots, line.at_rate),
        table=Table(
            points[:: max(1, len(points) // LINES)],
            share(N_("Discount rate"), lambda point: point[0]),
            money(N_("Net present value"), lambda point: point[1]),
        ),
        chart=chart("npv_curve", **vars(line)),
        note=None if line.roots else none,
    )


def _rate_edge(rate: float, roots: Sequence[float], value: float) -> Message:
    """How far the discount rate is from the rates at which the net present value is zero."""
    ours = Amount(rate, Unit.RATE)
    if len(roots) > 1:
        return message(N_("{n} rates of return fit: go by net present value"), n=len(roots))
    if not roots:
        return message(
            N_("No internal rate of return: NPV is positive at every discount rate")
            if value > 0
            else N_("NPV is negative at every discount rate")
        )
    edge = Amount(roots[0], Unit.RATE)
    if (value > 0) != (rate < roots[0]):  # money comes first and goes later
        text = N_("NPV is positive at any discount rate above {edge}; ours is {ours}")
        return message(
            text if value > 0 else N_("NPV would be positive above {edge}; our rate is {ours}"), edge=edge, ours=ours
        )
    if value > 0:
        return message(N_("NPV is positive at any discount rate below {edge}; ours is {ours}"), edge=edge, ours=ours)
    if roots[0] <= 0:
        return message(N_("NPV is negative at every discount rate above zero; ours is {ours}"), ours=ours)
    return message(N_("NPV would be positive below {edge}; our rate is {ours}"), edge=edge, ours=ours)


@finding(N_("What raises and lowers NPV?"))
def value_parts(context: Context) -> Finding:
    """What each lever adds and each class of cost takes, down to net present value."""
    steps = cash.parts(context)
    total = sum(value for _name, value in steps)
    items = [*(Item(*step) for step in steps), Item(message(N_("Net present value")), total, total=True)]
    return Finding(sentence=_parts(steps), table=levels(items), chart=chart("bridge", items=items))


def _parts(steps: Sequence[tuple[Message, float]]) -> Message:
    """What adds most to the net present value, and what takes most from it."""
    best, most = max(steps, key=lambda step: step[1])
    worst, least = min(steps, key=lambda step: step[1])
    if least >= 0:
        return message(N_("{best} adds most: {amount}"), best=best, amount=amount(most))
    if most <= 0:
        return message(N_("Nothing adds; {worst} lowers it most, by {loss}"), worst=worst, loss=amount(-least))
    text = N_("{best} adds {amount}; {worst} lowers it by {loss}")
    return message(text, best=best, amount=amount(most), worst=worst, loss=amount(-least))


@finding(N_("Does an independent library agree?"))
def second_opinion(context: Context) -> Finding:
    """Net present value and rates of return, by us and by numpy-financial."""
    rows = cash.second_opinion(context)
    picked = any(row.picked for row in rows)
    many = message(N_("Several rates of return fit; numpy-financial returns one of them without saying so."))

    def column(heading: str, of: str) -> Column:
        return word(heading, lambda row: None if (value := getattr(row, of)) is None else Amount(value, row.unit))

    return Finding(
        sentence=_opinion(max(row.relative for row in rows), picked),
        table=Table(
            rows,
            word(N_("Figure"), lambda row: Term(DECLARED[row.id].name)),
            *(column(N_("Ours"), "ours"), column("numpy-financial", "theirs"), column(N_("Difference"), "difference")),
        ),
        note=many if picked else None,
    )


def _opinion(far: float, picked: bool) -> Message:
    """``far``: largest relative difference, ``picked``: theirs is one root of many."""
    if picked:
        return message(N_("numpy-financial names one of several rates"))
    if far < 1e-6:
        return message(N_("The cross-check (numpy-financial) agrees"))
    return message(N_("The cross-check (numpy-financial) differs by up to {far}"), far=Amount(far, Unit.SHARE))


def counted(scenario: Scenario) -> Message:
    """What is counted and what is left out, in one sentence."""
    tax = scenario.tax_rate.value
    rate = Amount(tax, Unit.SHARE)
    taxed = message(N_("before tax"))
    if tax:
        carried = N_("after {rate} tax with losses carried forward")
        taxed = message(N_("after {rate} tax") if scenario.group_profit else carried, rate=rate)
    days = scenario.dso.value + scenario.dio.value - scenario.dpo.value
    capital = message(N_("with working capital")) if days else message(N_("without working capital"))
    priced = message(N_("nominal")) if scenario.prices == "nominal" else message(N_("real"))
    return message(N_("Counted {priced}, {taxed}, {held}"), priced=priced, taxed=taxed, held=capital)


def rate_mismatch(scenario: Scenario) -> Message | None:
    """What to do where flows are after tax and the discount rate before it, or the other way round; None if alike."""
    rate = Amount(scenario.rate.value, Unit.RATE)
    if scenario.tax_rate.value and not scenario.rate_after_tax:
        text = N_(
            "Flows are counted after tax, but the discount rate of {rate} is before tax: "
            "enter the rate after tax, and say that it is."
        )
        return message(text, rate=rate)
    if scenario.rate_after_tax and not scenario.tax_rate.value:
        text = N_(
            "The discount rate of {rate} is after tax, but flows are counted before tax: "
            "enter the tax rate, or the discount rate before tax."
        )
        return message(text, rate=rate)
    return None


@finding(N_("What goes into each year's budget?"))
def yearly(context: Context) -> Finding:
    """The plan by year."""
    plan = statement(context.scenario, context.flows)
    lines = [
        *((line.name, line.amounts, line.total) for line in plan.lines),
        (N_("Net cash"), plan.net, sum(plan.net)),
        (N_("Net cash, present value"), plan.discounted, sum(plan.discounted)),
        (N_("Net cash so far"), plan.cumulative, plan.cumulative[-1]),
    ]
    return Finding(
        sentence=_yearly(plan.net),
        table=Table(
            lines,
            word(N_("Line"), lambda line: Term(line[0])),
            *map(_year, range(len(plan.last))),
            money(N_("All years"), lambda line: line[2]),
        ),
        note=message(
            N_("Discounted monthly: {monthly}. By year-end, as a spreadsheet's NPV does, it would be {yearly}."),
            monthly=amount(sum(plan.discounted)),
            yearly=amount(_by_year_end(plan.net, context.scenario.rate.value)),
        ),
    )


def _by_year_end(net: Sequence[float], rate: float) -> float:
    """Net present value of yearly amounts, the first at the start and each other at its year's end; money."""
    return float(finance.npv(rate, net))


def _year(year: int) -> Column:
    return money(message(N_("Year {n}"), n=year), lambda line: line[1][year])


def _yearly(net: Sequence[float]) -> Message:
    worst = min(range(len(net)), key=net.__getitem__)
    if net[worst] >= 0:
        return message(N_("Every year brings more than it takes"))
    return message(N_("Year {n} needs most money: {money}"), n=worst, money=amount(-net[worst]))


@finding(N_("Continue, improve or stop?"))
def ahead(context: Context) -> Finding:
    """What each choice is worth from today on, beside what was approved."""
    approved = saved(1)
    now = outlook(context, approved)
    choices = now.forward
    mend = message(N_("Improve it, {how}"), how=message(N_("with every lever used as widely as was approved")))
    rows: list[tuple[Message, float | None]] = [
        (message(N_("Go on as it runs")), choices.going_on),
        (mend, choices.mended),
        (message(N_("Stop")), choices.stopping),
        (message(N_("For comparison: worth when approved")), _approved(context, approved)),
    ]
    text = N_(
        "As of {day}, {n} months after approval. {sunk} net was planned to date; it does not affect the decision."
    )
    return Finding(
        sentence=_ahead(choices),
        table=Table(
            [row for row in rows if row[1] is not None],
            word(N_("Choice"), lambda row: row[0]),
            money(N_("Worth"), lambda row: row[1]),
        ),
        note=message(text, day=Day(now.today), n=now.done, sunk=amount(choices.sunk)),
    )


def _approved(context: Context, approved: Context) -> float | None:
    """None where it had no value, or was approved in other money."""
    try:
        value = present(approved.scenario, approved.flows.net)
    except UndefinedError:
        return None
    return value if approved.scenario.currency == context.scenario.currency else None


def _ahead(choices: Forward) -> Message:
    """What to do and by how much it beats the alternative."""
    if choices.verdict == "continue":
        return message(N_("Go on: from today it is worth {more} more than stopping"), more=amount(choices.margin))
    mend = N_("Improve it: as it runs it is worth {less} less than stopping")
    stop = N_("Stop: going on is worth {less} less than stopping")
    return message(mend if choices.verdict == "mend" else stop, less=amount(-choices.margin))
