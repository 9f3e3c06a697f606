"""Suggestions that change nothing until somebody takes them: forgotten costs, a company's size, data of no use."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from data.library.presets import Allowance, Size, allowances
from metrics.risk.checks import BAD_DATA, BY_STORED_DATA, bad_share
from metrics.scenario.assumption import Assumption, ScenarioError
from metrics.scenario.items import CostItem
from metrics.scenario.scenario import Scenario
from metrics.words.text import N_, message
from metrics.words.units import Amount, Unit

MOST_BAD = 0.95
SUGGESTED = "allowance-"  # ids of items taken from here begin so

RULE_OF_THUMB = N_("our own rule of thumb")


@dataclass(frozen=True)
class Suggestion:
    """An allowance for one forgotten cost: money, with its range. None while what it is a share of has no amount."""

    allowance: Allowance
    likely: float | None
    low: float | None
    high: float | None


def _first_year(scenario: Scenario, of: str) -> float:
    """Money of the first year: of a cost type what is paid once and a year's running; of "once" all paid once."""
    total = 0.0
    for item in scenario.costs:
        once, yearly = item.shown(scenario.months)
        if item.id.startswith(SUGGESTED) or of not in ("once", item.cost_type):
            continue  # a suggestion is no basis for another
        total += max(once or 0.0, 0.0) if of == "once" else (once or 0.0) + (yearly or 0.0)
    return max(total, 0.0)


def _covered(scenario: Scenario, allowance: Allowance) -> bool:
    """Whether the register holds an amount for it already."""
    held = [item for item in scenario.costs if not item.empty]
    named = any(word in item.name.casefold() for item in held for word in allowance.words)
    typed = allowance.covered_by_type and any(item.cost_type == allowance.cost_type for item in held)
    return named or typed or any(item.id == SUGGESTED + allowance.id for item in held)


def suggestions(scenario: Scenario) -> list[Suggestion]:
    """An allowance for each cost the register does not hold. Shares: allowances.toml.

    The likely amount is share x basis x chance; its range runs from the low share, or 0 where it may not be needed at
    all, to the high one.
    """
    return [_suggestion(scenario, one) for one in allowances() if not _covered(scenario, one)]


def _suggestion(scenario: Scenario, allowance: Allowance) -> Suggestion:
    base = _first_year(scenario, allowance.of)
    if base <= 0:
        return Suggestion(allowance, None, None, None)
    low = allowance.low * base if allowance.chance == 1 else 0.0
    return Suggestion(allowance, allowance.likely * base * allowance.chance, low, allowance.high * base)


def taken(scenario: Scenario, suggestion: Suggestion, name: str, author: str, on: date | None) -> Scenario:
    """``scenario`` with the suggested cost in its register, called ``name`` and marked as what it is."""
    one, likely = suggestion.allowance, suggestion.likely
    if likely is None:
        raise ScenarioError(message(N_("There is no amount yet to take a share of. Enter that cost first.")))
    source = f"suggested allowance, {one.likely:.0%} of {one.of} x {one.chance:g} ({one.source})"
    amount = _money(likely, suggestion.low, suggestion.high, source, author, on)
    id, once = SUGGESTED + one.id, one.part == "once"
    item = CostItem(id=id, name=name, cost_class=one.cost_class, cost_type=one.cost_type, owner=author)
    return scenario.with_cost(replace(item, once=amount) if once else replace(item, yearly=amount))


def _money(
    value: float, low: float | None, high: float | None, source: str, author: str, on: date | None
) -> Assumption:
    return Assumption(value=value, low=low, high=high, unit=Unit.MONEY, source=source, owner=author, set_on=on)


def sized(scenario: Scenario, size: Size, per_unit: float, name: str, author: str, on: date | None) -> Scenario:
    """``scenario`` with the software cost and the ramp usual for ``size``.

    per_unit: units of the size's currency for one of the scenario's; 1 when they are the same. ScenarioError when
    software has an amount already: it would be counted twice.
    """
    if not 0 < per_unit < 1e9:
        raise ScenarioError(message(N_("An exchange rate of {rate} cannot be. Enter one above 0."), rate=per_unit))
    item_id = "preset-software"
    others = [item for item in scenario.costs if item.cost_type == "software" and not item.empty and item.id != item_id]
    if others:
        text = N_("Software has an amount already: {name}. Empty it before taking a preset.")
        raise ScenarioError(message(text, name=others[0].name))
    source = size.source if size.evidence == "V" else RULE_OF_THUMB
    likely, low, high = (amount / per_unit for amount in (size.likely, size.low, size.high))
    amount = _money(likely, low, high, source, author, on)
    ramp = Assumption(value=size.ramp, unit=Unit.MONTHS, source=source, owner=author, set_on=on)
    there = [item for item in scenario.costs if item.cost_type == "software" and item.empty]
    there += [item for item in scenario.costs if item.id == item_id]
    fresh = CostItem(id=item_id, name=name, cost_class="IT", cost_type="software", owner=author)
    item = there[0] if there else fresh
    levers = tuple(replace(lever, ramp=ramp) for lever in scenario.levers)
    return replace(scenario.with_cost(replace(item, once=amount)), levers=levers)


def discounted(scenario: Scenario, share: float, author: str, on: date | None) -> Scenario:
    """``scenario`` with the benefit of levers that reach people by stored data x (1 - share); 0 takes it off again.

    It acts on the realisation rate of those levers and is remembered, so another share replaces the one before and
    none is taken twice. Wasted mail is left alone: that waste is a lever itself.
    """
    if not 0 <= share <= MOST_BAD:
        text = N_("A share of bad data of {share} cannot be. Enter one from 0 to {most}.")
        shares = {"share": Amount(share, Unit.SHARE), "most": Amount(MOST_BAD, Unit.SHARE)}
        raise ScenarioError(message(text, **shares))
    factor = (1 - share) / (1 - bad_share(scenario))
    levers = list(scenario.levers)
    for place, lever in enumerate(levers):
        if lever.kind in BY_STORED_DATA:
            levers[place] = replace(lever, realisation=_scaled(lever.realisation, factor, author, on))
    others = tuple(pair for pair in scenario.others if pair[0] != BAD_DATA)
    if share:
        taken_off = Assumption(value=share, unit=Unit.SHARE, source="", owner=author, set_on=on)
        others = (*others, (BAD_DATA, taken_off))
    return replace(scenario, levers=tuple(levers), others=others)


def _scaled(held: Assumption, factor: float, author: str, on: date | None) -> Assumption:
    value, low, high = (None if end is None else min(end * factor, 1.0) for end in (held.value, held.low, held.high))
    if value is None or factor == 1.0:
        return held
    return replace(held, value=value, low=low, high=high, owner=author or held.owner, set_on=on)
