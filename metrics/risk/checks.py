"""Reality checks: what if the world is less kind? Each makes another scenario out of the plan and never touches it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from metrics import finance
from metrics.programme import benefits
from metrics.programme.gauges import present
from metrics.reading import UndefinedError
from metrics.scenario.assumption import Assumption, ScenarioError
from metrics.scenario.baseline import Baseline
from metrics.scenario.items import Lever
from metrics.scenario.kinds import Tag
from metrics.scenario.scenario import Scenario
from metrics.words.text import N_, Message, message
from metrics.words.units import Unit

Array = NDArray[np.float64]
CostReading = Literal["literal", "milder"]
HARD = (Tag.CASH, Tag.AVOIDED, Tag.CAPACITY)  # of capacity only what is cashed counts, here as everywhere
BAD_DATA = "data_quality.bad_share"  # the discount in force, carried along so that it is never taken twice
BY_STORED_DATA = ("retention", "spend")  # kinds that reach people by what is stored of them; wasted mail is a lever
CHECK = N_("reality check")
MOST_LATE = 36
MOST_LITERAL, MOST_MILDER = 0.99, 99.0  # what the bounds of the cost factor, 100, allow


def underestimated(scenario: Scenario, share: float, reading: CostReading = "literal") -> Scenario:
    """``scenario`` with its cost underestimated by ``share``, in one of the two readings of "underestimated by 40%".

    literal: the budget is true cost x (1 - share), so true cost is budget/(1 - share); milder: budget x (1 + share).
    This stands in place of the plan's own cost factor, unless that is higher already: one haircut a risk.
    """
    most = MOST_LITERAL if reading == "literal" else MOST_MILDER
    if not 0 <= share <= most:
        text = N_("Cost underestimated by {share} cannot be. Enter a share from 0 to {most}.")
        raise ScenarioError(message(text, share=f"{share:g}", most=f"{most:g}"))
    factor = 1 / (1 - share) if reading == "literal" else 1 + share
    held = scenario.cost_factor
    if held.value >= factor:
        return scenario
    return replace(scenario, cost_factor=replace(held, value=factor, low=None, high=None, source=CHECK))


def _late(scenario: Scenario, months: float) -> Scenario:
    """``scenario`` with every benefit ``months`` later: 0 to 36. Costs stay where they are."""
    if not 0 <= months <= MOST_LATE:
        text = N_("Benefits {months} months late cannot be. Enter a number from 0 to {most}.")
        raise ScenarioError(message(text, months=f"{months:g}", most=MOST_LATE))
    if not months:
        return scenario
    return _levers(
        scenario, lambda lever: replace(lever, start=_moved(lever.start, lambda month: min(month + months, 600.0)))
    )


def _hard_only(scenario: Scenario) -> Scenario:
    """``scenario`` with the levers that save money: cash, avoided cost, and capacity as far as it is cashed."""
    return replace(scenario, levers=tuple(lever for lever in scenario.levers if lever.tag in HARD), include_soft=False)


def _bad_data(scenario: Scenario, share: float) -> Scenario:
    """``scenario`` in which ``share`` of the stored contact data are of no use.

    Only what reaches people by stored data loses by it. Wasted mail does not: that waste is a lever itself. It stands
    in place of the plan's own discount, unless that is higher already: one haircut a risk.
    """
    if not 0 <= share <= 1:
        text = N_("A share of bad data of {share} cannot be. Enter one from 0 to 1.")
        raise ScenarioError(message(text, share=f"{share:g}"))
    kept = bad_share(scenario)
    if share <= kept:
        return scenario
    factor = (1 - share) / (1 - kept)

    def worsened(lever: Lever) -> Lever:
        reached = lever.kind in BY_STORED_DATA
        return replace(lever, realisation=_scaled(lever.realisation, factor)) if reached else lever

    others = tuple(pair for pair in scenario.others if pair[0] != BAD_DATA)
    if share < 1:  # with all of it gone there is nothing left to discount
        others = (*others, (BAD_DATA, Assumption(value=share, unit=Unit.SHARE, source=CHECK)))
    return replace(_levers(scenario, worsened), others=others)


def bad_share(scenario: Scenario) -> float:
    """The discount in force: share of stored contact data of no use; 0 when none is."""
    held = scenario.assumption(BAD_DATA)
    return held.value if held else 0.0


def _adoption_halves(scenario: Scenario) -> Scenario:
    """``scenario`` in which half as many use the system as planned."""
    return _levers(scenario, lambda lever: replace(lever, adoption=_scaled(lever.adoption, 0.5)))


def _taxed(scenario: Scenario, rate: float) -> Scenario:
    """``scenario`` after tax at ``rate`` on profit, unless its own rate is higher already."""
    if not 0 <= rate <= 1:
        raise ScenarioError(message(N_("A tax rate of {rate} cannot be. Enter one from 0 to 1."), rate=f"{rate:g}"))
    held = scenario.tax_rate
    if held.value >= rate:
        return scenario
    return replace(scenario, tax_rate=replace(held, value=rate, low=None, high=None, source=CHECK))


def _levers(scenario: Scenario, change: Callable[[Lever], Lever]) -> Scenario:
    return replace(scenario, levers=tuple(change(lever) for lever in scenario.levers))


def _moved(held: Assumption, move: Callable[[float], float]) -> Assumption:
    low, high = (None if end is None else move(end) for end in (held.low, held.high))
    return replace(held, value=move(held.value), low=low, high=high, source=CHECK)


def _scaled(held: Assumption, factor: float) -> Assumption:
    return _moved(held, lambda number: number * factor)


@dataclass(frozen=True, kw_only=True)
class Checks:
    """Which checks are on, and how hard each is. Applied together they act in this order."""

    cost: float = 0.0  # share by which cost is underestimated
    reading: CostReading = "literal"
    months: float = 0.0
    hard: bool = False
    data: float = 0.0  # share of stored contact data of no use
    halved: bool = False
    tax: float = 0.0

    @property
    def any(self) -> bool:
        """Whether anything is checked at all."""
        return bool(self.cost or self.months or self.hard or self.data or self.halved or self.tax)

    def of(self, scenario: Scenario) -> Scenario:
        """``scenario`` as it would be; the plan itself stays as it is."""
        checked = _late(underestimated(scenario, self.cost, self.reading), self.months)
        checked = _bad_data(_hard_only(checked) if self.hard else checked, self.data)
        return _taxed(_adoption_halves(checked) if self.halved else checked, self.tax)


def signed(scenario: Scenario, author: str, on: date) -> Scenario:
    """``scenario`` with ``author`` and ``on`` beside every number a check has set: what is written says who did it."""

    def sign(held: Assumption) -> Assumption:
        return replace(held, owner=author, set_on=on) if held.source == CHECK and held.set_on != on else held

    levers = tuple(
        replace(lever, start=sign(lever.start), adoption=sign(lever.adoption), realisation=sign(lever.realisation))
        for lever in scenario.levers
    )
    return replace(
        scenario,
        levers=levers,
        cost_factor=sign(scenario.cost_factor),
        tax_rate=sign(scenario.tax_rate),
        others=tuple((path, sign(held)) for path, held in scenario.others),
    )


@dataclass(frozen=True)
class Outcome:
    """NPV (money) and payback (months, None beyond the horizon) under a check; ``nothing``: no benefit is left."""

    npv: float
    payback: float | None
    nothing: bool = False


def net(flows: benefits.Flows) -> tuple[Array, bool]:
    """Net flows, and whether no benefit is left in them: then they are the cost alone. UndefinedError without a cost.

    For a check on a plan that has a benefit: that the check takes all of it is an answer, not a gap.
    """
    try:
        return flows.net, False
    except UndefinedError:
        if flows.missing and not flows.cash:
            raise
        return np.asarray(flows.extras.total - flows.cost), True


def outcome(scenario: Scenario, baseline: Baseline) -> Outcome:
    """What is left under a check. UndefinedError as in :func:`net`."""
    flows, nothing = net(benefits.programme_flows(scenario, baseline))
    return Outcome(present(scenario, flows), finance.payback(flows).value, nothing)


@dataclass(frozen=True)
class BreakEven:
    """How far cost may be underestimated before NPV is zero, in both readings, against the budget; below 0: never."""

    literal: float
    milder: float

    def survives(self, share: float, reading: CostReading = "literal") -> bool:
        """Whether NPV is above zero with cost underestimated by ``share``."""
        return share < (self.literal if reading == "literal" else self.milder)


def break_even(scenario: Scenario, baseline: Baseline) -> BreakEven:
    """How far the budget (cost factor 1) may be too low: 1 - 1/f and f - 1, where NPV is zero at cost factor f.

    Before tax f is PV(benefit)/PV(cost), so this is 1 - PV(cost)/PV(benefit) and its milder twin. NPV is
    straight in the factor, with tax and VAT too, so two values give f; where losses are carried forward it only falls,
    and f is searched for. UndefinedError while cost or benefit is missing, or where the programme would lose money even
    free of cost.
    """
    once, twice = (_at_factor(scenario, baseline, factor) for factor in (1.0, 2.0))
    if once <= twice:
        raise UndefinedError(message(N_("Break-even needs both a cost and a benefit. Enter the missing one.")))
    factor = 1.0 + once / (once - twice)
    if scenario.tax_rate.value and not scenario.group_profit:
        factor = _root(lambda f: _at_factor(scenario, baseline, f))
    if factor <= 0:
        raise UndefinedError(message(N_("It would lose money even if it cost nothing.")))
    return BreakEven(1 - 1 / factor, factor - 1)


def _root(worth: Callable[[float], float]) -> float:
    """Where ``worth``, which falls, is zero; 0 where it is never above it."""
    if worth(0.0) <= 0:
        return 0.0
    high = 1.0
    while worth(high) > 0:
        high *= 2
    return float(brentq(worth, 0.0, high, xtol=1e-12))


def _at_factor(scenario: Scenario, baseline: Baseline, factor: float) -> float:
    held = replace(scenario.cost_factor, value=factor, low=None, high=None)
    flows = benefits.programme_flows(replace(scenario, cost_factor=held), baseline)
    return present(scenario, flows.net)


def nothing_left(checks: Checks) -> Message:
    """Why no benefit is left."""
    if checks.hard:
        return message(N_("No hard (cashable) saving is left, so only the cost remains."))
    return message(N_("No benefit falls within the horizon, so only the cost remains."))
