"""What the benefit model page tells of its levers: where they stand, what each gap is worth, what is missing."""

from __future__ import annotations

from dataclasses import dataclass

from data.contracts import TABLES
from metrics.context import Context, kept
from metrics.drawing.levers import Gap
from metrics.programme import benefits
from metrics.programme.benefits import lever_name as lever_name  # asked for here by other subjects
from metrics.programme.costs import Numbers
from metrics.scenario.input_units import shown
from metrics.scenario.items import Lever
from metrics.scenario.kinds import BASELINES, KINDS, PARTS, Tag
from metrics.scenario.scenario import Scenario
from metrics.words.text import N_, Message, Term, message
from metrics.words.units import Unit

TAG_NAMES = {
    Tag.CASH: N_("hard (cashable) saving"),
    Tag.AVOIDED: N_("cost avoidance"),
    Tag.CAPACITY: N_("capacity"),
    Tag.REVENUE: N_("revenue"),
    Tag.SOFT: N_("soft"),
}
UNIT_NAMES = {
    "retention": N_("% a year"),
    "acquisition": N_("a year"),
    "spend": N_("{currency} a year"),
    "handling": N_("minutes"),
    "volume": N_("a year"),
    "mail": N_("% of pieces"),
    "stated": N_("{currency} a year"),
}
UNITS = {
    Unit.SHARE: N_("%"),
    Unit.RATE: N_("% a year"),
    Unit.MONEY: N_("{currency}"),
    Unit.COUNT: N_("a year"),
    Unit.CUSTOMERS: N_("customers"),
    Unit.MINUTES: N_("minutes"),
    Unit.MONTHS: N_("months"),
}
DOING = {
    "retention": N_("keeping customers"),
    "acquisition": N_("winning customers"),
    "spend": N_("selling more to each"),
    "handling": N_("shorter calls"),
    "volume": N_("fewer calls"),
    "mail": N_("less wasted mail"),
    "stated": N_("a stated benefit"),
}
BROUGHT_BY = {"active_month": "orders", "call_month": "calls", "mail_month": "mail", "serve_month": "cost_to_serve"}


@dataclass(frozen=True, kw_only=True)
class LeverRow:
    """One lever as the table shows it: numbers in people's units, None where there is none."""

    id: str
    name: Message
    unit: Message
    baseline: float | None
    benchmark: float | None
    target: float
    adoption: float
    realisation: float
    start: float
    ramp: float
    tag: str  # of Tag
    worth: float | None  # cash a year, as benefits.yearly_worth


@kept
def lever_rows(context: Context) -> list[LeverRow]:
    """Every lever of the scenario, in the order they act."""
    values = benefits.numbers(context.scenario, context.baseline)
    worth = benefits.yearly_worth(context.flows)
    return [_row(context, lever, values, worth.get(lever.id)) for lever in benefits.ordered(context.scenario)]


def _row(context: Context, lever: Lever, values: Numbers, worth: float | None) -> LeverRow:
    unit, start = lever.spec.unit, values.get(f"baseline.{lever.spec.baseline}")
    return LeverRow(
        id=lever.id,
        name=lever_name(lever),
        unit=message(UNIT_NAMES[lever.kind], currency=context.scenario.currency.replace("XXX", "")),
        baseline=None if start is None else shown(float(start), unit),
        benchmark=None if lever.benchmark is None else shown(lever.benchmark.value, unit),
        target=shown(lever.target.value, unit),
        adoption=shown(lever.adoption.value, Unit.SHARE),
        realisation=shown(lever.realisation.value, Unit.SHARE),
        start=lever.start.value,
        ramp=lever.ramp.value,
        tag=str(lever.tag),
        worth=worth,
    )


def worth(context: Context) -> list[tuple[Message, float]]:
    """(what it does, money a year) of the levers that have a size and move: what the verdict is made of."""
    sized = [(context.scenario.lever(row.id), row.worth) for row in lever_rows(context) if row.worth]
    return [(message(N_("{lever}"), lever=lever.name or Term(DOING[lever.kind])), worth) for lever, worth in sized]


def uncounted(context: Context) -> tuple[float, float]:
    """Money a year that is freed capacity not turned to cash, and that is soft and left out: beside the cash."""
    flows = context.flows
    freed = sum(flows.a_year(part) for part in flows.capacity.values())
    return freed, sum(flows.a_year(part) for part in flows.soft.values())


def ramping(context: Context) -> list[Message]:
    """The levers that are not yet at full effect when the year that is told begins: the horizon ends too soon."""
    values, first = benefits.numbers(context.scenario, context.baseline), context.flows.full_year[0]
    found = (context.scenario.lever(row.id) for row in lever_rows(context) if row.worth)
    return [lever_name(lever) for lever in found if benefits.full_from(lever, values) > first]


def reached(context: Context) -> bool:
    """Whether some lever that moves is at full effect within the horizon."""
    values = benefits.numbers(context.scenario, context.baseline)
    return any(benefits.full_from(lever, values) <= context.scenario.months for lever in _moving(context))


def moving(context: Context) -> bool:
    """Whether some lever that can be sized has a target off its baseline."""
    return bool(_moving(context))


def _moving(context: Context) -> list[Lever]:
    values = benefits.numbers(context.scenario, context.baseline)
    off = {row.id for row in lever_rows(context) if row.target != row.baseline}
    return [lever for lever in context.scenario.levers if lever.id in off and benefits.lacking(lever, values) is None]


def unsized(context: Context) -> list[Message]:
    """Why some levers have no size: one sentence for every figure that is not known, others as they are."""
    values = benefits.numbers(context.scenario, context.baseline)
    lacking = [lever for lever in context.scenario.levers if benefits.lacking(lever, values) is not None]
    unknown = {name for lever in lacking for name in lever.spec.needs if f"baseline.{name}" not in values}
    found = [
        message(N_("Levers have no size while this is not known: {figure}. Enter it below."), figure=Term(part.label))
        for name, part in BASELINES.items()
        if name in unknown
    ]
    others = (lever for lever in lacking if not unknown.intersection(lever.spec.needs))
    return found + [why for lever in others if (why := benefits.lacking(lever, values)) is not None]


def gaps(context: Context) -> list[Gap]:
    """The levers whose baseline is known, between baseline, target and benchmark."""
    values = benefits.numbers(context.scenario, context.baseline)
    rows = []
    for lever in benefits.ordered(context.scenario):
        start = values.get(f"baseline.{lever.spec.baseline}")
        benchmark = lever.benchmark.value if lever.benchmark else None
        if start is not None:
            aim, use = lever.target.value, lever.adoption.value * lever.realisation.value
            reached = float(start) + (aim - float(start)) * use
            rows.append(Gap(lever_name(lever), float(start), aim, reached, benchmark, lever.spec.unit))
    return rows


def absent(context: Context) -> list[tuple[Message, Message]]:
    """The kinds of lever without a row, each with what it waits for: a table, or why it has no baseline."""
    held = {lever.kind for lever in context.scenario.levers}
    found = []
    for kind in KINDS.values():
        if kind.id in held or not kind.baseline:
            continue
        figure = context.baseline.measured(kind.baseline)
        reason, table = figure.reason or message(N_("no target is set")), BROUGHT_BY.get(figure.mart, "")
        if figure.rows == 0 and table in TABLES:
            reason = message(N_("needs the table {table}"), table=table)
        found.append((message(N_("{lever}"), lever=Term(kind.name)), reason))
    return found


@dataclass(frozen=True)
class FigureRow:
    """One number beside the levers: a baseline that may be replaced by hand, or a part of one lever."""

    path: str
    label: Message
    unit: Unit
    measured: float | None  # None where it is not measured
    entered: float | None


EXTRA = ("cac", "cashable", "lag")


def figure_rows(context: Context) -> list[FigureRow]:
    """The baselines the levers rest on, and what else sizes them: numbers in people's units."""
    scenario, baseline = context.scenario, context.baseline
    needed = {name for lever in scenario.levers for name in lever.spec.needs}
    rows = [
        _figure(scenario, f"baseline.{name}", part.unit, baseline.measured(name).value)
        for name, part in BASELINES.items()
        if name in needed
    ]
    for lever in benefits.ordered(scenario):
        for part in EXTRA:
            if getattr(lever, part) is not None or (part == "cac" and lever.kind == "acquisition"):
                rows.append(_figure(scenario, f"{lever.id}.{part}", PARTS[part].unit, None))
    return rows


def _figure(scenario: Scenario, path: str, unit: Unit, measured: float | None) -> FigureRow:
    assumption = scenario.assumption(path)
    numbers = measured, assumption.value if assumption else None
    return FigureRow(path, scenario.label(path), unit, *(None if n is None else shown(n, unit) for n in numbers))
