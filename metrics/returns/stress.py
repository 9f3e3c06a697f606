"""The plan under reality checks: what is left of it, what it survives, and what would bring it to zero."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from metrics import finance
from metrics.context import Context, context, kept
from metrics.programme import gauges
from metrics.reading import UndefinedError
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


@dataclass(frozen=True)
class StressResult:
    """What the plan survives: each check alone, in the order they are told."""

    npv: float
    late: bool  # a year
    halved: bool  # half the use
    cost: bool  # the whole of 40 to 75 % underestimation, in the literal reading
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
        late=_survives(plan, Checks(months=USUAL_LATE)),
        halved=_survives(plan, Checks(halved=True)),
        cost=break_even is not None and break_even.survives(GARTNER[1]),
        break_even=break_even,
        switches=switches(plan),
    )


def _survives(plan: Context, asked: Checks) -> bool:
    try:
        return outcome(checked(plan, asked)).npv > 0
    except UndefinedError:
        return False
