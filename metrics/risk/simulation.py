"""How sure the return is: draws through the benefit model, percentiles with their error."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from metrics import finance
from metrics.programme import benefits, gauges
from metrics.risk.distributions import Shape
from metrics.risk.draws import drawn
from metrics.scenario.assumption import Assumption
from metrics.scenario.baseline import Baseline
from metrics.scenario.scenario import Scenario
from metrics.words.text import N_, Message, message
from metrics.words.units import Amount, Unit

Array = NDArray[np.float64]
NO_RATE = Assumption(value=0.0, unit=Unit.RATE, source="")  # stands in where flows must not depend on the rate
BLOCK = 512  # draws followed together: a block of months stays in the processor's cache
MANY = 4096  # draws above which only the months asked for are drawn
AHEAD = 120  # months drawn at least: a month knows nothing of later ones, so a shorter horizon is a cut


@dataclass(frozen=True)
class Estimate:
    """A figure of a simulation and its standard error, from scramblings that know nothing of each other."""

    value: float
    error: float


@dataclass(frozen=True, eq=False)
class Drawn:
    """Money of each draw by month, shape (scramblings * draws, months drawn + 1)."""

    net: Array
    cost: Array
    paid_back: dict[int, Array] = field(default_factory=dict)  # by horizon, made when asked for

    def payback(self, months: int) -> Array:
        """Months to payback of each draw, interpolated; NaN where it is not reached within ``months``."""
        if months not in self.paid_back:
            self.paid_back[months] = finance.payback_periods(self.net[:, : months + 1])
        return self.paid_back[months]

    @cached_property
    def cash_band(self) -> Array:
        """10th and 90th percentile of cumulative cash by month, shape (2, months drawn + 1)."""
        return np.asarray(np.quantile(np.cumsum(self.net, axis=1), (0.1, 0.9), axis=0))


@dataclass(frozen=True, eq=False)
class Simulation:
    """What the draws say up to a horizon, at a discount rate.

    Without anything uncertain there is one draw, which is the plan itself.
    """

    drawn: Drawn
    factors: Array  # discount factors by month, shape (months + 1)
    plan: float  # NPV with every assumption as it stands
    scramblings: int

    @property
    def net_flows(self) -> Array:
        """Money, shape (scramblings * draws, months + 1)."""
        return self.drawn.net[:, : self.factors.size]

    @property
    def cost_flows(self) -> Array:
        """Money, positive, shape (scramblings * draws, months + 1)."""
        return self.drawn.cost[:, : self.factors.size]

    @property
    def cash_band(self) -> Array:
        """10th and 90th percentile of cumulative cash by month, shape (2, months + 1)."""
        return self.drawn.cash_band[:, : self.factors.size]

    @cached_property
    def npv(self) -> Array:
        """NPV of each draw: money, shape (draws,). One matrix product, so another rate costs next to nothing."""
        return np.asarray(self.net_flows @ self.factors)

    @cached_property
    def cost(self) -> Array:
        """Present value of cost of each draw: money, positive."""
        return np.asarray(self.cost_flows @ self.factors)

    @cached_property
    def payback(self) -> Array:
        """Months to payback of each draw, interpolated; NaN where it is not reached within the horizon."""
        return self.drawn.payback(self.factors.size - 1)

    @property
    def certain(self) -> bool:
        """Whether nothing was uncertain."""
        return len(self.drawn.net) == 1

    def percentile(self, p: float) -> Estimate:
        """The NPV below which a share ``p`` of the draws lies, with its error."""
        return self._estimate(np.quantile(self._blocks(self.npv), p, axis=1))

    def chance(self, above: float = 0.0) -> Estimate:
        """The share of draws with an NPV above ``above``, with its error."""
        return self._estimate((self._blocks(self.npv) > above).mean(axis=1))

    def chance_paid_back(self, months: float) -> Estimate:
        """The share of draws paid back within ``months``, with its error."""
        return self._estimate((self._blocks(self.payback) <= months).mean(axis=1))

    @property
    def mean(self) -> Estimate:
        """The mean NPV, with its error."""
        return self._estimate(self._blocks(self.npv).mean(axis=1))

    @property
    def optimism(self) -> float:
        """NPV of the plan less the median of the draws: what the plan hopes for."""
        return self.plan - self.percentile(0.5).value

    def note(self, values: Array, unit: Unit) -> Message | None:
        """How a range of ``values``, one a draw, was made, with its error in their own ``unit``.

        None when nothing is uncertain. A draw without a value (never paid back) counts as later than all others.
        """
        if self.certain:
            return None
        medians = np.quantile(np.nan_to_num(self._blocks(values), nan=np.inf), 0.5, axis=1, method="inverted_cdf")
        draws = Amount(len(self.net_flows), Unit.COUNT)
        if not np.isfinite(medians).all():
            return message(N_("10th to 90th percentile of {draws} draws."), draws=draws)
        text = N_("10th to 90th percentile of {draws} draws; the error of the median is {error}.")
        return message(text, draws=draws, error=Amount(self._estimate(medians).error, unit))

    def _blocks(self, values: Array) -> Array:
        return values.reshape(1 if self.certain else self.scramblings, -1)

    def _estimate(self, by_scrambling: Array) -> Estimate:
        blocks = len(by_scrambling)
        error = by_scrambling.std(ddof=1) / np.sqrt(blocks) if blocks > 1 else 0.0
        return Estimate(float(by_scrambling.mean()), float(error))


def simulate(
    scenario: Scenario,
    baseline: Baseline,
    draws: int = 256,
    scramblings: int = 8,
    shape: Shape = "pert",
    net: Array | None = None,
) -> Simulation:
    """Draw every uncertain assumption of ``scenario`` and follow it through the benefit model.

    draws: in each scrambling, a power of two. net: the plan's flows by month, where they are known already.
    UndefinedError while there is no cost or no benefit.
    Flows do not depend on the discount rate, and those of a month not on later ones. They are kept, so a change of rate
    or horizon costs one matrix product. What is settled at the end of the horizon (tax on what is not written off,
    working capital, residual value) ends that: then each horizon is drawn by itself.
    """
    plan = benefits.programme_flows(scenario, baseline).net if net is None else net
    ends = (scenario.assumption(path) for path in benefits.CHANGING)
    settled = any(held is not None and (held.value or held.uncertain) for held in ends)
    months = scenario.months if settled or draws * scramblings > MANY else max(scenario.months, AHEAD)
    reach = replace(scenario.horizon, value=months, low=None, high=None, owner="", set_on=None)
    bare = replace(scenario, name="", rate=NO_RATE, timing="end", horizon=replace(reach, source=""))
    factors = gauges.discount(scenario)
    return Simulation(_flows(bare, baseline, draws, scramblings, shape), factors, float(plan @ factors), scramblings)


@lru_cache(maxsize=4)
def _flows(scenario: Scenario, baseline: Baseline, draws: int, scramblings: int, shape: Shape) -> Drawn:
    fixed, varied = benefits.numbers(scenario, baseline), drawn(scenario, draws, scramblings, shape)
    count = draws * scramblings if varied else 1
    net, cost = np.empty((2, count, scenario.months + 1))
    for start in range(0, count, BLOCK):
        rows = slice(start, start + BLOCK)
        flows = benefits.flows(scenario, {**fixed, **{path: values[rows] for path, values in varied.items()}})
        net[rows], cost[rows] = flows.net, flows.cost
    return Drawn(net, cost)
