"""What the programme brings: monthly benefit of each lever against doing nothing.

One model of the customer base underlies all levers. In month t

    active(t)  = active(t-1) x r(t)^(1/12) + (new(t) + returning)/12            r: yearly retention
    money(t)   = active(t) x (revenue x margin rate - cost to serve - calls x minutes x cost a minute)/12
                 - pieces x piece cost x wasted share / 12 - CAC x (new(t) - new before)/12

with every figure per active customer and year but the mail, whose volume is planned and does not follow the base.
Levers act in a fixed order, each on the base the ones before it left: a lever's benefit is the money with it less the
money without it, so the parts sum to the total and nothing is counted twice. With a constant base handling and volume
give c x (calls0 x AHT0 - calls1 x AHT1), both at once.

Everything broadcasts over leading axes: a number may be an array of draws, shape (draws, 1), and flows come out as
(draws, months + 1). Month 0 is index 0 and has no benefit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from metrics.programme import treatment
from metrics.programme.costs import Numbers, capital_flow, cost_flows
from metrics.programme.customer_base import standing
from metrics.reading import UndefinedError
from metrics.scenario.baseline import Baseline
from metrics.scenario.items import Lever
from metrics.scenario.kinds import BASELINES, KINDS, Tag
from metrics.scenario.noted import NotedNumbers
from metrics.scenario.scenario import Scenario
from metrics.words.text import N_, Message, Term, message

Array = NDArray[np.float64]
CHANGING = ("tax_rate", "residual", "dso", "dio", "dpo")  # what makes the cash box differ from benefit less cost


@dataclass(frozen=True)
class Flows:
    """A programme month by month, shape (..., months + 1), all positive when good but the costs.

    ``cash`` is what counts in NPV. ``capacity`` is freed time that is not cash (yet): shown, never added. ``missing``
    says why a lever has no size.
    """

    cost_by_item: dict[str, Array]
    cash: dict[str, Array]  # by lever
    capacity: dict[str, Array]  # by lever
    soft: dict[str, Array]  # by lever; left out of ``cash``
    missing: dict[str, Message]
    months: int
    capital: Array = field(default_factory=treatment.none)  # the part of the cost that is written off over years
    extras: treatment.Extras = field(default_factory=treatment.Extras)  # tax and the like: none unless set
    full_year: tuple[int, int] = (1, 12)  # first and last month of the year at full effect

    def a_year(self, part: Array) -> float:
        """Money a year of ``part`` (month 0 first) in the year at full effect."""
        first, last = self.full_year
        months = part[..., first : last + 1]
        return float(months.sum() * 12 / months.size)

    @cached_property
    def cost(self) -> Array:
        """Money paid; UndefinedError while no cost is entered."""
        if not self.cost_by_item:
            raise UndefinedError(message(N_("No cost entered yet. Enter what the programme costs.")))
        return total(self.cost_by_item.values(), self.months)

    @cached_property
    def benefit(self) -> Array:
        """Cash benefit; UndefinedError while no lever brings anything."""
        if self.cash and any(flow.any() for flow in self.cash.values()):
            return total(self.cash.values(), self.months)
        why = next(iter(self.missing.values()), None)
        if why is not None and not self.cash:
            raise UndefinedError(why)
        raise UndefinedError(message(N_("No benefit yet: no lever moves from its baseline. Set a target.")))

    @cached_property
    def net(self) -> Array:
        """Benefit less cost, and the extras; UndefinedError while cost or benefit is missing: alone it says nothing."""
        return np.asarray(self.benefit - self.cost + self.extras.total)


def total(flows: Iterable[Array], months: int) -> Array:
    """The sum of flows that may differ in their leading axes."""
    result: Array = np.zeros(months + 1)
    for flow in flows:
        result = result + flow
    return result


def numbers(scenario: Scenario, baseline: Baseline) -> dict[str, float | Array]:
    """Every number the model reads, by path; baselines entered by hand stand over the measured ones."""
    values: dict[str, float | Array] = NotedNumbers()
    values.update((f"baseline.{name}", value) for name, value in baseline.values().items())
    values.update((path, assumption.value) for path, assumption in scenario.assumptions())
    return values


def programme_flows(scenario: Scenario, baseline: Baseline) -> Flows:
    """Costs and benefits of ``scenario`` against doing nothing, monthly, as its assumptions stand."""
    return flows(scenario, numbers(scenario, baseline))


def flows(scenario: Scenario, values: Numbers) -> Flows:
    """As :func:`programme_flows`, for any set of numbers: this is what the draws go through."""
    prices = treatment.level(values["inflation"], scenario.months, scenario.timing)
    missing = {lever.id: why for lever in scenario.levers if (why := lacking(lever, values)) is not None}
    sized = [lever for lever in ordered(scenario) if lever.id not in missing]
    increased, sales = _increments(sized, values, scenario.months)
    parts = {id: _from_month_0(part) * prices for id, part in increased.items()}
    cash: dict[str, Array] = {}
    capacity: dict[str, Array] = {}
    soft: dict[str, Array] = {}
    for lever in sized:
        part = parts[lever.id]
        if lever.tag is Tag.CAPACITY:
            cash[lever.id] = _cashed(part, values[f"{lever.id}.cashable"], values.get(f"{lever.id}.lag", 0.0))
            capacity[lever.id] = part - cash[lever.id]
        elif lever.tag is Tag.SOFT and not scenario.include_soft:
            soft[lever.id] = part
        else:
            cash[lever.id] = part
    costs, capital = cost_flows(scenario, values, prices), capital_flow(scenario, values, prices)
    extras = treatment.Extras()
    if costs and any(np.any(values[path]) for path in CHANGING):
        both = total(cash.values(), scenario.months), total(costs.values(), scenario.months)
        extras = treatment.extras(*both, capital, _from_month_0(sales) * prices, values, scenario.group_profit)
    year = _full_year(sized, values, scenario.months)
    whole = Flows(costs, cash, capacity, soft, missing, scenario.months, capital, extras, year)
    return whole if scenario.prices == "nominal" else _deflated(whole, prices)


def _deflated(flows: Flows, prices: Array | float) -> Flows:
    """``flows`` in the prices of month 0."""

    def real(part: Array) -> Array:
        return np.asarray(part / prices) if part.size else part

    def rows(parts: dict[str, Array]) -> dict[str, Array]:
        return {id: real(part) for id, part in parts.items()}

    nominal = flows.extras
    extras = treatment.Extras(real(nominal.working_capital), real(nominal.residual), real(nominal.tax))
    by_id = rows(flows.cost_by_item), rows(flows.cash), rows(flows.capacity), rows(flows.soft)
    return Flows(*by_id, flows.missing, flows.months, real(flows.capital), extras, flows.full_year)


def ordered(scenario: Scenario) -> list[Lever]:
    """The levers in the order they act: kinds.KINDS, whatever their order on the page."""
    order = list(KINDS)
    return sorted(scenario.levers, key=lambda lever: order.index(lever.kind))


def lever_name(lever: Lever) -> Message:
    """What a lever is called."""
    return message(N_("{lever}"), lever=lever.name or Term(lever.spec.name))


def lacking(lever: Lever, values: Numbers) -> Message | None:
    """Why ``lever`` cannot be sized; None when it can."""
    for name in lever.spec.needs:
        if f"baseline.{name}" not in values:
            text = N_("{lever} has no size: {name} is not known. Bring in the data, or enter it.")
            return message(text, lever=lever_name(lever), name=Term(BASELINES[name].label))
    if lever.kind == "acquisition" and lever.cac is None and lever.target.value != values["baseline.new_customers"]:
        return message(N_("New customers have no size: what it costs to win one is not known. Enter it."))
    return None


def effect(lever: Lever, values: Numbers, months: int) -> Array:
    """Share of the way from baseline to target gone in months 1 ... ``months``: ramp x adoption x realisation.

    Linear over ``ramp`` months, the first step in month ``start``: start 3, ramp 4 gives 0, 0, 1/4, 1/2, 3/4, 1, 1.
    """
    month = np.arange(1, months + 1)
    start, ramp = values[f"{lever.id}.start"], values[f"{lever.id}.ramp"]
    ramped = np.clip((month - start + 1) / np.maximum(ramp, 1.0), 0.0, 1.0)
    return np.asarray(ramped * (values[f"{lever.id}.adoption"] * values[f"{lever.id}.realisation"]))


def _increments(levers: Iterable[Lever], values: Numbers, months: int) -> tuple[dict[str, Array], Array]:
    """Benefit of each lever in months 1 ... ``months`` on the base the ones before it left; shape (..., months).

    With it the sales they add together, a month.
    """
    world = standing(values, months)
    before = world.sales()
    parts: dict[str, Array] = {}
    for lever in levers:
        figure, target = lever.spec.baseline, values[f"{lever.id}.target"]
        way = target - world.figures[figure] if figure else target
        if not np.any(way):  # exactly nothing, not the dust of rounding
            parts[lever.id] = np.zeros(months)
            continue
        step = way * effect(lever, values, months)
        cac = values.get(f"{lever.id}.cac", 0.0)
        parts[lever.id] = world.moved(lever.kind, figure, step, cac) if figure else step / 12
    return parts, world.sales() - before


def _cashed(part: Array, share: float | Array, lag: float | Array) -> Array:
    """The cash that freed capacity ``part`` (month 0 first) turns into: ``share`` of it, ``lag`` whole months later."""
    shift = np.rint(np.asarray(lag)).astype(int)
    if not shift.ndim:
        moved = np.zeros_like(part)
        moved[..., shift:] = part[..., : max(part.shape[-1] - int(shift), 0)]
        return np.asarray(moved * share)
    source = np.arange(part.shape[-1]) - shift
    lead = np.broadcast_shapes(part.shape[:-1], source.shape[:-1])
    source = np.broadcast_to(source, (*lead, part.shape[-1]))
    moved = np.take_along_axis(np.broadcast_to(part, source.shape), np.maximum(source, 0), axis=-1)
    return np.asarray(np.where(source >= 0, moved, 0.0) * share)


def yearly_worth(flows: Flows) -> dict[str, float]:
    """Cash a year of each lever with a size, at full effect; its sum is the reading *benefit_a_year*."""
    return {id: flows.a_year(part) for id, part in flows.cash.items()}


def yearly_value(flows: Flows) -> dict[str, float]:
    """As :func:`yearly_worth`, with freed capacity that is not cashed and soft benefits that are not counted."""
    parts: dict[str, float] = {}
    for found in (flows.cash, flows.capacity, flows.soft):
        for id, part in found.items():
            parts[id] = parts.get(id, 0.0) + flows.a_year(part)
    return parts


def full_from(lever: Lever, values: Numbers) -> int:
    """The first month in which ``lever`` acts in full, and what it frees has turned to cash."""
    start, ramp, lag = (values.get(f"{lever.id}.{part}", 0.0) for part in ("start", "ramp", "lag"))
    waits = float(np.max(np.rint(lag))) if lever.tag is Tag.CAPACITY else 0.0
    return int(np.ceil(np.max(start) + np.max(np.maximum(ramp, 1.0)) - 1 + waits))


def _full_year(levers: Iterable[Lever], values: Numbers, months: int) -> tuple[int, int]:
    """First and last month of the year at full effect: of those that move, from the last one's first month in full.

    Where the horizon ends before that year is over, its last twelve months; all of them where they are fewer.
    """
    moving = (lever for lever in levers if np.any(values[f"{lever.id}.target"] - _from(lever, values)))
    first = max((full_from(lever, values) for lever in moving), default=1)
    begin = max(min(first, months - 11), 1)
    return begin, min(begin + 11, months)


def _from(lever: Lever, values: Numbers) -> float | Array:
    return values[f"baseline.{lever.spec.baseline}"] if lever.spec.baseline else 0.0


def _from_month_0(part: Array) -> Array:
    """``part`` with month 0 before it, where nothing is gained."""
    return np.concatenate([np.zeros((*part.shape[:-1], 1)), part], axis=-1)
