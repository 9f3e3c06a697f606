"""Small sums that size a benefit the six levers do not: each writes one stated lever into the draft.

What is entered stands in the source of the lever, so that the sum can be done again. Freed time is capacity until a
stated share of it becomes cash (decisions, Money); a calculator never claims that by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from math import isfinite, prod
from types import MappingProxyType

from metrics.scenario.assumption import Assumption, ScenarioError
from metrics.scenario.items import CostItem, Lever
from metrics.scenario.kinds import Portion, Tag
from metrics.scenario.scenario import Scenario
from metrics.words.text import N_, Message, message
from metrics.words.units import Amount, Unit, money

Values = Mapping[str, float]
MOST = 1e12
FLAG = (0.0, 1.0)
PRODUCTS = (  # of two measured figures
    ("won_contribution", "new_customers", "contribution"),
    ("cost_per_call", "minutes_per_call", "cost_per_minute"),
)


@dataclass(frozen=True)
class Field:
    """One number asked for. ``measured``: the baseline it begins with, where the data have one; ``flag``: yes or no."""

    id: str
    label: str
    unit: Unit
    usual: float = 0.0
    bounds: tuple[float, float] = (0.0, MOST)
    measured: str = ""
    flag: bool = False


@dataclass(frozen=True)
class Result:
    """Money a year, money once, and what is told of them."""

    yearly: float
    once: float
    told: Message


@dataclass(frozen=True)
class Calculator:
    """One sum: its fields, what it comes to, and the lever it becomes."""

    id: str
    name: str
    formula: str
    tag: Tag
    portion: Portion
    fields: tuple[Field, ...]
    work: Callable[[Values], Result]


def _automation(v: Values) -> Result:
    saved = (1 - v["left"]) * v["hours"] * v["rate"]
    told = message(N_("{hours} hours a year fall away"), hours=Amount((1 - v["left"]) * v["hours"], Unit.COUNT))
    return Result(saved, 0.0, told)


def _repeat(v: Values) -> Result:
    calls = v["calls"] * v["share"]
    told = message(N_("{calls} repeat calls a year reach the agent who knows them"), calls=Amount(calls, Unit.COUNT))
    return Result(calls * v["minutes"] * v["cost"], 0.0, told)


def _centres(v: Values) -> Result:
    closed, seats = v["before"] - v["after"], v["seats_before"] - v["seats_after"]
    if closed < 0:
        raise ScenarioError(message(N_("There would be more centres than now. Enter fewer centres afterwards.")))
    text = N_("{n} centres close; {fixed} a year of fixed cost and {seats} a year of seats")
    fixed, seated = closed * v["fixed"], seats * v["seat_cost"]
    told = message(text, n=Amount(closed, Unit.COUNT), fixed=money(fixed), seats=money(seated))
    return Result(fixed + seated, closed * v["one_off"], told)


def _trinity(v: Values) -> Result:
    steps = [v[id] for id in ("leads", "wins", "kept")]
    together, added = prod(1 + step for step in steps) - 1, sum(steps)
    taken = together - added if v["only"] else together
    text = N_("multiplied {together}, added up {added}: the difference is what working together brings")
    told = message(text, together=Amount(together, Unit.SHARE), added=Amount(added, Unit.SHARE))
    return Result(v["base"] * taken, 0.0, told)


def _channel(v: Values) -> Result:
    moved = v["contacts"] * v["share"]
    text, points = N_("{n} contacts a year move; satisfaction changes by {points}"), v["satisfaction"]
    told = message(text, n=Amount(moved, Unit.COUNT), points=Amount(points, Unit.POINTS, True))
    return Result(moved * (v["assisted"] - v["self_service"]), 0.0, told)


def _service(v: Values) -> Result:
    """Demand from which the set-up is earned back within the years, each year's money at its end."""
    each, running = v["households"] * v["margin"], v["running"]
    yearly = v["sites"] * (v["demand"] * each - running)
    rate, years = v["rate"], v["years"]
    annuity = years if not rate else (1 - (1 + rate) ** -years) / rate
    worth = yearly * annuity - v["sites"] * v["set_up"]
    if each <= 0 or annuity <= 0:
        raise ScenarioError(message(N_("Households, their margin and the years must be above zero. Enter them.")))
    least = (running + v["set_up"] / annuity) / each
    known = {"worth": money(worth), "years": Amount(years, Unit.COUNT), "least": Amount(least, Unit.SHARE)}
    text = N_("worth {worth} over {years} years; it pays from a demand of {least} on")
    if least > 1:
        text = N_("worth {worth} over {years} years; at no demand does it pay: it would take {least}")
    return Result(yearly, v["sites"] * v["set_up"], message(text, **known))


_SHARE, _MONEY, _COUNT = Unit.SHARE, Unit.MONEY, Unit.COUNT
_CASHED = Field("cashable", N_("Share of it that becomes cash"), _SHARE, 0.0, FLAG)
_STEP = (-0.99, 10.0)

_ALL = (
    Calculator(
        "automation",
        N_("Work done by hand, automated"),
        N_("Hours a year x (1 - share of time left) x cost of an hour; the source leaves a tenth of the time."),
        Tag.CAPACITY,
        Portion.PRODUCTIVITY,
        (
            Field("hours", N_("Hours by hand a year"), _COUNT),
            Field("rate", N_("Cost of an hour"), _MONEY),
            Field("left", N_("Share of the time that is left"), _SHARE, 0.1, FLAG),
            _CASHED,
        ),
        _automation,
    ),
    Calculator(
        "repeat_calls",
        N_("Repeat calls reach the same agent"),
        N_("Repeat calls a year x minutes saved by reaching the agent who knows the case x cost of a minute."),
        Tag.CAPACITY,
        Portion.PROCESS,
        (
            Field("calls", N_("Calls a year"), _COUNT, measured="calls"),
            Field("share", N_("Share of repeat calls"), _SHARE, 0.0, FLAG, measured="repeat_share"),
            Field("minutes", N_("Minutes saved on each"), Unit.MINUTES, 0.0, (0.0, 600.0)),
            Field("cost", N_("Cost per minute"), _MONEY, measured="cost_per_minute"),
            _CASHED,
        ),
        _repeat,
    ),
    Calculator(
        "centres",
        N_("Contact centres brought together"),
        N_("Centres closed x fixed cost of one + seats saved x cost of a seat; closing costs once."),
        Tag.CASH,
        Portion.PROCESS,
        (
            Field("before", N_("Centres now"), _COUNT),
            Field("after", N_("Centres afterwards"), _COUNT),
            Field("fixed", N_("Fixed cost of a centre a year"), _MONEY),
            Field("seats_before", N_("Seats now"), _COUNT),
            Field("seats_after", N_("Seats afterwards"), _COUNT),
            Field("seat_cost", N_("Cost of a seat a year"), _MONEY),
            Field("one_off", N_("Cost of closing one, once"), _MONEY),
        ),
        _centres,
    ),
    Calculator(
        "trinity",
        N_("Marketing, sales and service together"),
        N_("Money a year x ((1 + leads) x (1 + wins) x (1 + kept) - 1), or only what that adds to their sum."),
        Tag.REVENUE,
        Portion.PROCESS,
        (
            Field("base", N_("Contribution of won customers a year"), _MONEY, measured="won_contribution"),
            Field("leads", N_("More leads"), _SHARE, 0.0, _STEP),
            Field("wins", N_("More of them won"), _SHARE, 0.0, _STEP),
            Field("kept", N_("More of these kept"), _SHARE, 0.0, _STEP),
            Field(
                "only", N_("Only what multiplying adds: the levers count the rest"), Unit.NUMBER, 1.0, FLAG, flag=True
            ),
        ),
        _trinity,
    ),
    Calculator(
        "channels",
        N_("Contacts moved to the web"),
        N_("Contacts a year x share moved x (cost assisted - cost of self-service); satisfaction is told."),
        Tag.CAPACITY,
        Portion.TECHNOLOGY,
        (
            Field("contacts", N_("Contacts a year"), _COUNT, measured="calls"),
            Field("share", N_("Share moved"), _SHARE, 0.1, FLAG),
            Field("assisted", N_("Cost of an assisted contact"), _MONEY, measured="cost_per_call"),
            Field("self_service", N_("Cost of a contact by oneself"), _MONEY),
            Field("satisfaction", N_("Change of satisfaction"), Unit.POINTS, 0.0, (-1.0, 1.0)),
            _CASHED,
        ),
        _channel,
    ),
    Calculator(
        "new_service",
        N_("A new service for present customers"),
        N_("Demand x households at a site x margin of one a year, less running cost, times sites; set-up once."),
        Tag.REVENUE,
        Portion.PROCESS,
        (
            Field("demand", N_("Share of households that would take it"), _SHARE, 0.0, FLAG),
            Field("households", N_("Households at a site"), _COUNT),
            Field("margin", N_("Margin of one household a year"), _MONEY),
            Field("sites", N_("Sites"), _COUNT, 1.0),
            Field("running", N_("Running cost of a site a year"), _MONEY),
            Field("set_up", N_("Set-up of a site, once"), _MONEY),
            Field("years", N_("Years it is held against"), _COUNT, 5.0, (1.0, 50.0)),
            Field("rate", N_("Discount rate a year"), _SHARE, 0.1, FLAG),
        ),
        _service,
    ),
)
CALCULATORS: Mapping[str, Calculator] = MappingProxyType({calculator.id: calculator for calculator in _ALL})


def beginning(calculator: Calculator, baseline: Values) -> dict[str, float]:
    """What the fields begin with: measured where the data have it, else as usual."""
    known = dict(baseline)
    for name, *factors in PRODUCTS:
        if all(factor in known for factor in factors):
            known[name] = prod(known[factor] for factor in factors)
    return {field.id: known.get(field.measured, field.usual) for field in calculator.fields}


def worked(calculator: Calculator, values: Values) -> Result:
    """What ``values`` come to. ScenarioError when one of them cannot be."""
    for field in calculator.fields:
        value, (low, high) = values[field.id], field.bounds
        if not isfinite(value):
            raise ScenarioError(message(N_("{what} is no number. Enter one."), what=message(field.label)))
        if not low <= value <= high:
            text = N_("{what} is {value}, outside {low} to {high}. Enter a number between them.")
            numbers = {"value": value, "low": low, "high": high}
            amounts = {name: Amount(number, field.unit) for name, number in numbers.items()}
            raise ScenarioError(message(text, what=message(field.label), **amounts))
    return calculator.work(values)


def written(
    scenario: Scenario, calculator: Calculator, values: Values, name: str, author: str, on: date | None
) -> Scenario:
    """``scenario`` with the sum as a stated lever called ``name``, and its one-off cost; again replaces the first.

    ScenarioError when the sum cannot be, or comes to nothing.
    """
    result = worked(calculator, values)
    if not result.yearly:
        raise ScenarioError(message(N_("It comes to nothing a year. Enter the missing numbers.")))
    source = ", ".join(f"{field.id} {values[field.id]:g}" for field in calculator.fields)

    def given(value: float, unit: Unit) -> Assumption:
        return Assumption(value=value, unit=unit, source=source, owner=author, set_on=on)

    lever = Lever(
        id=f"stated-{calculator.id}",
        kind="stated",
        target=given(result.yearly, Unit.MONEY),
        tag=calculator.tag,
        portion=calculator.portion,
        name=name,
        owner=author,
        cashable=given(values["cashable"], Unit.SHARE) if calculator.tag is Tag.CAPACITY else None,
    )
    planned = scenario.with_lever(lever)
    cost = f"calculated-{calculator.id}"
    if result.once > 0:
        item = CostItem(id=cost, name=name, cost_class="business", cost_type="third-party", owner=author)
        return planned.with_cost(replace(item, once=given(result.once, Unit.MONEY)))
    return planned.without_cost(cost) if any(item.id == cost for item in planned.costs) else planned
