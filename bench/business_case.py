"""The business case under load: draws to percentiles, rates of return by the hundred thousand, one move of a slider."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import numpy as np
import numpy_financial as npf
import pyxirr
from numpy.typing import NDArray

from metrics import finance
from metrics.risk import draws, simulation
from metrics.scenario.scenario import Scenario, with_range
from tests.metrics import worlds

Found = TypeVar("Found")
SCRAMBLINGS, DRAWS, MONTHS, INPUTS = 16, 1024, 60, 20
SERIES, SLOW = 100_000, 2_000  # series of flows; as many of them go through numpy-financial
WINNING = {"acquisition": {"cac": 90.0}}
TARGETS = {"retention": 0.73, "acquisition": 1300, "spend": 840, "handling": 5.5, "volume": 11400, "mail": 0.1}


def main() -> None:
    """Every figure beside its bound; SystemExit when one is missed."""
    missed = [*simulated(), *rates()]
    if missed:
        sys.exit("; ".join(missed))


def simulated() -> list[str]:
    """NPV, IRR and payback of every draw and their percentiles, from the draws on."""
    plan = uncertain_plan()
    assert len(draws.uncertain(plan)) == INPUTS
    worlds_baseline = worlds.baseline()

    def once() -> None:
        simulation._flows.cache_clear()
        draws.sobol.cache_clear()
        found = simulation.simulate(plan, worlds_baseline, DRAWS, SCRAMBLINGS)
        rate_of_return = finance.irr_many(found.net_flows)
        for values in (found.npv, rate_of_return, found.payback):
            np.nanquantile(values.reshape(SCRAMBLINGS, -1), (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95), axis=1)

    once()
    seconds = fastest(once, 5)
    print(f"{SCRAMBLINGS} x {DRAWS:,} draws, {MONTHS} months, {INPUTS} inputs: {seconds:.3f} s, at most 0.3 s")
    return [f"draws to percentiles: {seconds:.2f} s is above 0.3 s"] if seconds > 0.3 else []


def uncertain_plan() -> Scenario:
    """Six levers and three costs; twenty of their numbers uncertain, some moving together."""
    levers = [
        worlds.lever(kind, target, adoption=0.8, realisation=0.9, start=4, ramp=6, **WINNING.get(kind, {}))
        for kind, target in TARGETS.items()
    ]
    costs = tuple(worlds.cost(name, once=40_000, yearly=9_000) for name in ("software", "training", "integration"))
    plan = worlds.scenario(*levers, costs=costs, horizon=MONTHS)
    paths = [f"{kind}.{part}" for part in ("target", "adoption", "realisation") for kind in TARGETS]
    paths += ["cost.software.once", "cost.integration.once"]
    for path in paths[:INPUTS]:
        held = plan.assumption(path)
        assert held is not None
        high = min(held.value * 1.1, plan.bounds(path)[1])
        plan = with_range(plan, path, held.value * 0.9, high)
    pairs = (("retention.target", "spend.target", 0.5), ("handling.target", "volume.target", 0.4))
    return replace(plan, correlations=(*pairs, ("cost.software.once", "cost.integration.once", 0.6)))


def rates() -> list[str]:
    """All series at once, beside pyxirr and numpy-financial one by one; equal where the rate is unique."""
    flows = series()
    ours, mine = timed(lambda: finance.irr_many(flows))
    theirs, pyxirr_each = timed(lambda: np.array([pyxirr.irr(row) or np.nan for row in flows]))
    slow, npf_each = timed(lambda: np.array([npf.irr(row) for row in flows[:SLOW]]))
    npf_all = npf_each * SERIES / SLOW
    apart = max(float(np.nanmax(np.abs(ours - theirs))), float(np.nanmax(np.abs(ours[:SLOW] - slow))))
    print(f"rate of return of {SERIES:,} series of {MONTHS + 1}: {mine:.2f} s; times as long: pyxirr", end=" ")
    print(f"{pyxirr_each / mine:.1f} (at least 8), numpy-financial {npf_all / mine:.0f} (at least 200, from {SLOW:,})")
    print(f"furthest apart {apart:.1e}, at most 1e-9")
    found = [("pyxirr", pyxirr_each / mine, 8.0), ("numpy-financial", npf_all / mine, 200.0)]
    slower = [f"{name}: {ratio:.1f} x is below {bound:g} x" for name, ratio, bound in found if ratio < bound]
    return [*slower, *([f"rates differ by {apart:.1e}"] if apart > 1e-9 else [])]


def series() -> NDArray[np.float64]:
    """Plans with one change of sign: money out first, then in."""
    random = np.random.default_rng(0)
    flows = random.uniform(50.0, 150.0, (SERIES, MONTHS + 1))
    flows[:, 0] = -random.uniform(1_000.0, 4_000.0, SERIES)
    flows[:, 1:4] *= -0.2
    return flows


def timed(work: Callable[[], Found]) -> tuple[Found, float]:
    """What ``work`` gives, and the seconds it took."""
    started = time.perf_counter()
    return work(), time.perf_counter() - started


def fastest(work: Callable[[], None], times: int) -> float:
    """The least seconds ``work`` took of so many ``times``."""
    return min(timed(work)[1] for _ in range(times))
