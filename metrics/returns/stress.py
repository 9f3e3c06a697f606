"""The plan under reality checks: what is left of it, what it survives, and what would bring it to zero."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from metrics import finance
from metrics.context import Context, context, kept
from metrics.programme import gauges
from metrics.reading import UndefinedError
from metrics.returns.figures import chance
from metrics.risk import checks
from metrics.risk.checks import BreakEven, Checks, Outcome
from metrics.risk.switching import Switch, switching

GARTNER = (0.40, 0.75)  # by how much cost is underestimated
USUAL_LATE = 12.0


def checked(plan: Context, asked: Checks) -> Context:
    """The plan under ``asked``; the plan itself when nothing is asked. ScenarioError when a check cannot be."""
    return context(plan.sources, asked.of(plan.scenario), plan.label) if asked.any else plan


def outcome(now: Context) -> Outcome:
    """NPV and payback of what is left, also where a check left no benefit. UndefinedError while there is no result."""
    net, nothing = checks.net(now.flows)
    return Outcome(gauges.present(now.scenario, net), finance.payback(net).value, nothing)


def switches(now: Context) -> tuple[Switch, ...]:
    """What would bring NPV to zero, the nearest to its bad end first. UndefinedError without cost or benefit."""
    return switching(now.uncertain, now.baseline)


CHECKS = {
    "late": Checks(months=USUAL_LATE),  # a year
    "halved": Checks(halved=True),  # half the use
    "cost": Checks(cost=GARTNER[1]),  # the whole of 40 to 75 % underestimation, in the literal reading
    "hard": Checks(hard=True),  # told only where it is not survived
}


@dataclass(frozen=True)
class StressResult:
    """What the plan survives: the chance of a positive NPV with each check on, in the order they are told.

    Where nothing is drawn it is 1 or 0, by the plan's own figure.
    """

    npv: float
    chances: Mapping[str, float]
    break_even: BreakEven | None  # None: it would lose money even free of cost
    switches: tuple[Switch, ...]

    @property
    def nearest(self) -> Switch | None:
        """What comes nearest to breaking it: the longest way gone at its bad end."""
        return next((switch for switch in self.switches if switch.used is not None), None)

    def at(self, path: str) -> float | None:
        """Where the result is zero when only ``path`` moves."""
        return next((switch.switch for switch in self.switches if switch.path == path), None)


@kept
def stress_result(plan: Context) -> StressResult:
    """What the plan survives. UndefinedError while cost or benefit is missing."""
    npv, break_even = gauges.present(plan.scenario, plan.flows.net), None
    with suppress(UndefinedError):
        break_even = checks.break_even(plan.scenario, plan.baseline)
    return StressResult(
        npv=npv,
        chances={name: _chance(plan, asked) for name, asked in CHECKS.items()},
        break_even=break_even,
        switches=switches(plan),
    )


def _chance(plan: Context, asked: Checks) -> float:
    """The chance of a positive NPV with a check on."""
    now = checked(plan, asked)
    with suppress(UndefinedError):
        return chance(now).value
    try:
        return float(outcome(now).npv > 0)
    except UndefinedError:
        return 0.0
