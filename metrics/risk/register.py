"""What each event of the risk register costs: the fall of net present value, and that on average."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.programme import benefits, gauges
from metrics.risk import events
from metrics.scenario.baseline import Baseline
from metrics.scenario.event import Event
from metrics.scenario.scenario import Scenario


@dataclass(frozen=True)
class Loss:
    """What an event costs: ``if_it_happens`` is how far NPV falls then, ``expected`` that times its probability."""

    event: Event
    if_it_happens: float  # money
    expected: float  # money


def losses(scenario: Scenario, baseline: Baseline) -> list[Loss]:
    """What each event of the register costs, the largest on average first.

    UndefinedError while there is no cost or no benefit.
    """
    values = benefits.numbers(scenario, baseline)
    plan, discount = benefits.flows(scenario, values).net @ gauges.discount(scenario), gauges.discount(scenario)
    found = []
    for path, event in events.may_happen(scenario).items():
        flows = benefits.flows(scenario, {**values, **events.moved(scenario, values, {path: 1.0})})
        left = benefits.total(flows.cash.values(), flows.months) - flows.cost + flows.extras.total  # may be none at all
        fall = float(plan - left @ discount)
        found.append(Loss(event, fall, event.chance.value * fall))
    return sorted(found, key=lambda loss: -loss.expected)
