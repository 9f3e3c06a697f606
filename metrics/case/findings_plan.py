"""Behind the levers, in findings: gaps in money, the ways side by side, initiatives, and what others publish."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from data.contracts import COST_TYPES
from data.library import Case, CaseReading
from data.library import benchmarks as library
from metrics.case import initiatives, options, presets, published
from metrics.case.costs import type_name
from metrics.context import Context
from metrics.drawing import bars
from metrics.drawing.bridge import Item, levels
from metrics.finding import Cell, Column, Finding, Table, chart, finding, money, number, share, word
from metrics.metric import DECLARED
from metrics.programme.benefits import lever_name
from metrics.programme.gap_value import GapValue, gap_values
from metrics.reading import UndefinedError
from metrics.words.text import N_, EachLanguage, Message, Term, Written, listed, message
from metrics.words.units import Amount, Unit, span
from metrics.words.units import money as amount

EVIDENCE = {"V": N_("read at the source"), "S": N_("second hand"), "K": N_("rule of thumb")}
FIGURES = ("programme_npv", "programme_cost", "payback", "chance_of_profit")
WAYS = {"nothing": N_("Do nothing"), "minimum": N_("Do minimum"), "recommended": N_("Recommended")}


@finding(N_("What would each gap bring if it were closed?"))
def gap_worth(context: Context) -> Finding:
    """Benefit at the benchmark less benefit now, used by all, and what the plan takes of it."""
    rows = gap_values(context.scenario, context.baseline)
    known = [row for row in rows if row.whole is not None]
    lacking = listed(lever_name(row.lever) for row in rows if row.whole is None)
    none = message(N_("No benchmark yet, so no gap: {levers}. Add one below."), levers=lacking) if lacking else None
    if not known:
        return Finding(sentence=message(N_("No gap can be told without a benchmark")), note=none)
    total = sum(row.whole or 0.0 for row in known)
    drawn = [bars.Bar(lever_name(row.lever), row.whole or 0.0, _gap(row)) for row in known]
    meant = message(N_("A year, were the lever at its benchmark and used by all; behind it what the plan takes."))
    return Finding(
        sentence=message(N_("All gaps closed would bring {money} a year"), money=amount(total)),
        table=Table(
            known,
            word(N_("Lever"), lambda row: lever_name(row.lever)),
            money(N_("Worth a year"), "whole"),
            money(N_("The plan takes"), "planned"),
        ),
        chart=chart("bars", rows=drawn),
        note=_both(meant, none),
    )


def _gap(row: GapValue) -> Message:
    if not row.whole:
        return message(N_("past the benchmark"))
    whole = amount(row.whole)
    if row.planned is None:
        return message("{money}", money=whole)
    return message(N_("{money} · {taken} in the plan"), money=whole, taken=amount(row.planned))


def _both(first: Message, second: Message | None) -> Message:
    """Two sentences after each other, as the language sets them."""
    return first if second is None else message(N_("{first} {second}"), first=first, second=second)


@dataclass(frozen=True)
class _Way:
    id: str
    context: Context | None  # None where nothing is done, or cannot be
    reason: Written | None = None

    def value(self, metric: str) -> float | None:
        """Of a metric; doing nothing costs nothing and is worth nothing."""
        if self.id == "nothing":
            return 0.0 if DECLARED[metric].unit is Unit.MONEY else None
        return self.context.read(metric).value if self.context else None

    def peak(self) -> float | None:
        """The deepest the cash goes."""
        with suppress(UndefinedError):
            return 0.0 if self.id == "nothing" else options.peak(self.context) if self.context else None
        return None


def _ways(context: Context, name: str) -> list[_Way]:
    """The three ways, and why one has no figures: the last is the scenario in force."""
    rows = [_Way("nothing", None)]
    try:
        rows.append(_way("minimum", options.least(context, name)))
    except UndefinedError as error:
        rows.append(_Way("minimum", None, error.reason))
    return [*rows, _way("recommended", context)]


def _way(id: str, context: Context) -> _Way:
    readings = map(context.read, FIGURES)
    return _Way(id, context, next((reading.reason for reading in readings if reading.reason), None))


def _figure(metric: str) -> Column:
    return Column(DECLARED[metric].name, lambda way: way.value(metric), DECLARED[metric].unit)


@finding(N_("What if we do less, or nothing?"), "programme_npv")
def side_by_side(context: Context, *, name: str) -> Finding:
    """Do nothing, do the minimum, do what is recommended: ``name`` is the scenario in force."""
    ways, scenario = _ways(context, name), context.scenario
    text = N_("Over {span} at {rate} a year. Every value is against doing nothing, so that is worth 0 by definition.")
    columns: list[Column] = [
        word(N_("Way"), lambda way: Term(WAYS[way.id])),
        *map(_figure, FIGURES),
        money(N_("Peak funding"), lambda way: way.peak()),
    ]
    if any(way.reason for way in ways):
        columns.append(word(N_("What is missing"), "reason"))
    return Finding(
        sentence=_worth_more(ways[2].value("programme_npv"), ways[1].value("programme_npv")),
        table=Table(ways, *columns),
        note=message(text, span=span(scenario.months), rate=Amount(scenario.rate.value, Unit.RATE)),
    )


def _worth_more(plan: float | None, least: float | None) -> Message:
    if plan is None:
        return message(N_("The recommended way has no value yet"))
    less, more = N_("The plan is worth {money} less than nothing"), N_("The plan is worth {money} more than nothing")
    if least is not None:
        less = N_("The minimum is worth {money} more than the plan")
        more = N_("The plan is worth {money} more than the minimum")
    ahead = plan - (least or 0.0)
    return message(less if ahead < 0 else more, money=amount(abs(ahead)))


@finding(N_("What does doing nothing bring?"))
def nothing(context: Context) -> Finding:
    """Customers at the rates measured before the programme."""
    world = options.doing_nothing(context)
    text = N_("{name} · {now} active customers at month 0; at the rates measured before it, {then} at the end.")
    return Finding(
        sentence=message(
            text,
            name=message("**{name}**", name=Term(WAYS["nothing"])),
            now=Amount(float(world.active[0]), Unit.COUNT),
            then=Amount(float(world.active[-1]), Unit.COUNT),
        ),
        note=message(N_("The base that the benefit model holds every lever against: measured retention and arrivals.")),
    )


def contribution(context: Context) -> Message:
    """What the customers of doing nothing bring in money. UndefinedError where that is not known."""
    options.contribution_known(context)
    world = options.doing_nothing(context)
    text = N_(
        "Their contribution is {now} a year at month 0 and {then} a year at the end, {present} over the plan as "
        "present value. The programme comes on top of it."
    )
    now, then = (amount(float(world.money[at])) for at in (0, -1))
    return message(text, now=now, then=then, present=amount(world.present(context.scenario)))


@finding(N_("Which initiative earns its money?"))
def initiative_ranking(context: Context) -> Finding:
    """From nothing to the programme's value, an initiative a step."""
    ranking = initiatives.ranking(context)
    leading = next((row for row in ranking.rows if row.id and row.levers), None)
    if leading is None:
        raise UndefinedError(message(N_("No lever belongs to an initiative yet. Say below which moves which.")))
    items = [Item(row.name, row.npv) for row in ranking.rows]
    if ranking.extras:
        items.append(Item(message(N_("Tax and working capital")), ranking.extras))
    items.append(Item(message(N_("Net present value")), ranking.total, total=True))
    return Finding(
        sentence=message(N_("{name} is worth most"), name=leading.name),
        table=levels(items),
        chart=chart("bridge", items=items),
    )


@finding(N_("What does each initiative bring, and what does it cost?"))
def initiative_values(context: Context) -> Finding:
    """Benefit, cost and return of each; those without a lever only carry the others."""
    ranking = initiatives.ranking(context)
    carried = listed(row.name for row in ranking.rows if row.id and not row.levers)
    text = N_("Without a lever of their own, so only a cost: {names}. The others rest on them.")
    sentence = N_("Present value over the plan; the rows and tax sum to {total}.")
    return Finding(
        sentence=message(sentence, total=amount(ranking.total)),
        table=Table(
            ranking.rows,
            word(N_("Initiative"), "name"),
            word(N_("Levers"), lambda row: listed(row.levers) or None),
            money(N_("Benefit"), "benefit"),
            money(N_("Cost"), "cost"),
            money(N_("Net present value"), "npv"),
            share(N_("Return"), "roi"),
            number(N_("Payback"), "payback", Unit.MONTHS),
            word(N_("Owner"), lambda row: row.owner or None),
        ),
        note=message(text, names=carried) if carried else None,
    )


@finding(N_("Cost of each by type"))
def initiative_costs(context: Context) -> Finding:
    """The cost stack: present value by type."""
    rows = initiatives.ranking(context).rows
    totals = {kind: sum(row.by_type.get(kind, 0.0) for row in rows) for kind in COST_TYPES}
    largest = max(totals, key=totals.__getitem__)
    kinds = [kind for kind in COST_TYPES if any(kind in row.by_type for row in rows)]
    return Finding(
        sentence=message(
            N_("Most is spent on {kind}: {money}"), kind=Term(type_name(largest)), money=amount(totals[largest])
        ),
        table=Table(rows, word(N_("Initiative"), "name"), *map(_kind, kinds), money(N_("Cost"), "cost")),
    )


def _kind(kind: str) -> Column:
    return money(type_name(kind), lambda row: row.by_type.get(kind))


@finding(N_("What may have been forgotten?"))
def allowances(context: Context) -> Finding:
    """Costs that the register does not hold, each with a usual amount."""
    rows = presets.suggestions(context.scenario)
    if not rows:
        return Finding(sentence=message(N_("No usual cost is missing")))
    paid = {"yearly": N_("a year"), "once": N_("once")}
    unknown = message(N_("needs an amount to take a share of"))
    note = N_("The sources name these costs and give no amounts; the shares are ours, from common practice.")
    return Finding(
        sentence=message(N_("Suggested, not counted until you add it")),
        table=Table(
            rows,
            word(N_("Cost"), lambda row: EachLanguage(row.allowance.name)),
            word(N_("Type"), lambda row: Term(type_name(row.allowance.cost_type))),
            money(N_("Suggestion"), lambda row: unknown if row.likely is None else row.likely),
            money(N_("Range"), lambda row: None if row.likely is None else (row.low, row.high)),
            word(N_("Paid"), lambda row: Term(paid[row.allowance.part])),
            word(N_("Named by"), lambda row: row.allowance.source),
        ),
        note=message(note),
    )


@finding(N_("Published figures that come along"))
def published_benchmarks(context: Context) -> Finding:
    """What the library holds, with source and year."""
    rows = library()

    def column(heading: str, of: str) -> Column:
        return word(heading, lambda row: None if (value := getattr(row, of)) is None else Amount(value, Unit(row.unit)))

    return Finding(
        sentence=message(N_("{n} published figures, each with its source"), n=len(rows)),
        table=Table(
            rows,
            word(N_("What"), lambda row: EachLanguage(row.name)),
            *(column(N_("Value"), "value"), column(N_("Low"), "low"), column(N_("High"), "high")),
            word(N_("Of whom"), lambda row: EachLanguage(row.population) if row.population else None),
            word(N_("How many"), lambda row: row.n or None),
            word(N_("Year"), lambda row: None if row.year is None else str(row.year)),
            word(N_("Source"), "source"),
            word(N_("Licence"), lambda row: row.licence or None),
            word(N_("Looked up"), lambda row: str(row.read)),
            word(N_("Evidence"), lambda row: Term(EVIDENCE[row.evidence])),
        ),
    )


@finding(N_("What did others get?"))
def published_case(context: Context, *, case: Case, reading: CaseReading) -> Finding:
    """What one reading of a case comes to, in the money of the case."""
    columns = word(N_("Figure"), lambda row: row[0]), word(N_("Value"), lambda row: row[1])
    sentence = message("{note}", note=EachLanguage(reading.note))
    return Finding(sentence=sentence, table=Table(_figures(case, reading), *columns))


def _figures(case: Case, reading: CaseReading) -> Iterator[tuple[Message, Cell]]:
    worked = published.worked(case, reading)
    if reading.invest:
        yield message(N_("Put in")), amount(reading.invest)
    if reading.benefit:
        yield message(N_("Benefit")), amount(reading.benefit)
    if worked.a_week is not None:
        yield message(N_("Spent a week")), amount(worked.a_week)
    shares = {
        N_("Return on investment"): worked.roi,
        N_("Cost as % of benefit"): worked.cost_over_benefit,
        N_("Cost as % of profit"): worked.cost_over_profit,
    }
    yield from ((message(name), published.Exact(value)) for name, value in shares.items() if value is not None)
    for over in worked.over if len(case.years) > 1 else ():
        yield message(N_("Over {n} years: value at 10%"), n=over.years), amount(over.npv)
        irr = None if over.irr is None else published.Exact(over.irr)
        yield message(N_("Over {n} years: rate of return"), n=over.years), irr
    if worked.payback_weeks is not None:
        yield message(N_("Paid back after")), message(N_("{n} weeks"), n=Amount(worked.payback_weeks, Unit.NUMBER))
    for rate, most in worked.most.items() if not reading.invest else ():
        yield message(N_("The most to spend, at {rate}"), rate=Amount(rate, Unit.RATE)), amount(most)
    ends = N_("For each capability, low"), N_("For each capability, high")
    yield from ((message(end), amount(money)) for end, money in zip(ends, worked.per_capability or (), strict=False))
