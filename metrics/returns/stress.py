"""What the page of return and risk tells first: the plan under reality checks, what breaks it, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from metrics import finance, risk
from metrics.context import Context, context
from metrics.reading import UndefinedError
from metrics.risk import checks
from metrics.risk.checks import BreakEven, Checks
from metrics.risk.switching import Switch, switching
from metrics.scenario import Scenario
from metrics.words.text import Message

PERCENTILES = (5, 10, 25, 50, 75, 90, 95)
BINS = 28
SOON = 12  # months: payback within a year is what the sources call best
GARTNER = (0.40, 0.75)  # by how much cost is underestimated. Source: S2·六, trap T4
USUAL_LATE = 12.0


def checked(plan: Context, asked: Checks) -> Context:
    """The look under ``asked``; the plan's own when nothing is asked. ScenarioError when a check cannot be."""
    return context(plan.sources, asked.of(plan.scenario), plan.label) if asked.any else plan


@dataclass(frozen=True)
class Result:
    """What is left: NPV (money) and payback (months from approval, None beyond the horizon), or why not.

    ``nothing``: a check has taken all benefit away, so the NPV is the cost alone.
    """

    npv: float | None
    payback: float | None = None
    nothing: bool = False
    reason: Message | None = None


def result(now: Context) -> Result:
    """NPV and payback under ``now``."""
    try:
        net, nothing = checks.net(now.flows)
    except UndefinedError as error:
        return Result(None, reason=error.reason)
    scenario = now.scenario
    worth = finance.npv(finance.monthly_rate(scenario.rate.value), net, scenario.timing)
    return Result(float(worth), finance.payback(net).value, nothing)


@dataclass(frozen=True)
class Standing:
    """What the plan survives: each check alone, in the order they are told. UndefinedError where there is no NPV."""

    npv: float
    late: bool  # a year
    halved: bool  # half the use
    cost: bool  # the whole of 40 to 75 % underestimation, in the literal reading
    even: BreakEven | None
    switches: tuple[Switch, ...]

    @property
    def nearest(self) -> Switch | None:
        """What comes nearest to breaking it: the longest way gone at its bad end."""
        return next((one for one in self.switches if one.used is not None), None)

    def at(self, path: str) -> Switch | None:
        """The switch of what moves at ``path``."""
        return next((one for one in self.switches if one.path == path), None)


def standing(plan: Context) -> Standing:
    """What the plan survives. UndefinedError while cost or benefit is missing."""
    scenario, baseline = plan.scenario, plan.baseline
    worth = finance.npv(finance.monthly_rate(scenario.rate.value), plan.flows.net, scenario.timing)
    try:
        even = checks.break_even(scenario, baseline)
    except UndefinedError:
        even = None

    def survives(asked: Checks) -> bool:
        return (result(checked(plan, asked)).npv or 0.0) > 0

    return Standing(
        npv=float(worth),
        late=survives(Checks(months=USUAL_LATE)),
        halved=survives(Checks(halved=True)),
        cost=even is not None and even.survives(GARTNER[1]),
        even=even,
        switches=switches(plan),
    )


@dataclass(frozen=True)
class Reread:
    """NPV with cost underestimated by ``share`` in both readings: money."""

    share: float
    literal: float
    milder: float


def reread(plan: Context, shares: tuple[float, ...] = (0.40, 0.50, 0.60, 0.75)) -> list[Reread]:
    """Both readings of "underestimated by ..." side by side. UndefinedError while cost or benefit is missing."""
    plan.flows.net  # noqa: B018 - says first what is missing

    def worth(scenario: Scenario) -> float:
        return checks.outcome(scenario, plan.baseline).npv

    return [
        Reread(
            share,
            worth(checks.underestimated(plan.scenario, share)),
            worth(checks.underestimated(plan.scenario, share, "milder")),
        )
        for share in shares
    ]


def is_simulated(now: Context) -> bool:
    """Whether the draws are there already."""
    return now.holds("risk")


def switches(now: Context) -> tuple[Switch, ...]:
    """What would bring NPV to zero, the nearest to its bad end first. UndefinedError without cost or benefit."""
    return switching(now.uncertain, now.baseline)


def tornado(now: Context) -> list[risk.Swing]:
    """What moves NPV most, one at a time. UndefinedError while cost or benefit is missing."""
    return risk.tornado(now.uncertain, now.baseline)


@dataclass(frozen=True)
class Sure:
    """What the draws say. Percentiles by number, each an estimate with its error; money but the two chances."""

    plan: float
    percentiles: dict[int, risk.Estimate]
    mean: risk.Estimate
    profit: risk.Estimate  # P(NPV > 0)
    soon: risk.Estimate  # P(payback within SOON months)
    optimism: float  # plan less P50
    draws: int
    edges: tuple[float, ...]  # of the histogram; the ends take in what lies beyond
    shares: tuple[float, ...]


def sure(now: Context) -> Sure | None:
    """What the draws say of ``now``; None when nothing is uncertain. UndefinedError while there is no NPV."""
    found = now.risk
    if found.certain:
        return None
    edges, shares = _bins(found.npv)
    return Sure(
        plan=found.plan,
        percentiles={p: found.percentile(p / 100) for p in PERCENTILES},
        mean=found.mean,
        profit=found.chance(),
        soon=found.chance_paid_back(SOON),
        optimism=found.optimism,
        draws=len(found.npv),
        edges=edges,
        shares=shares,
    )


def _bins(npv: risk.simulation.Array) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Edges and shares of a histogram with zero on an edge where it lies inside."""
    low, high = (float(end) for end in np.quantile(npv, (0.002, 0.998)))
    width = (high - low) / BINS or 1.0
    first = np.floor(low / width) * width if low < 0 < high else low
    edges = first + width * np.arange(BINS + 2)
    counts, _ = np.histogram(np.clip(npv, edges[0], edges[-1]), edges)
    return tuple(edges.tolist()), tuple((counts / len(npv)).tolist())
