"""Which uncertain assumption makes the net present value uncertain: Sobol indices, or Shapley effects."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from metrics.programme import benefits, gauges
from metrics.reading import UndefinedError
from metrics.risk.correlation import rank_matrix
from metrics.risk.draws import at, inputs
from metrics.risk.indices import Model, sobol_indices
from metrics.risk.shapley import shapley_effects
from metrics.scenario.baseline import Baseline
from metrics.scenario.scenario import Scenario
from metrics.words.text import N_, message

Array = NDArray[np.float64]
BLOCK = 4096  # draws followed through the model at once


@dataclass(frozen=True)
class Part:
    """The share of the variance of NPV that one uncertainty explains, with its standard error.

    ``alone``: by itself (None where inputs move together: then no such share exists). ``share``: with all it takes
    part in; Shapley effects sum to one, Sobol totals to one or more.
    """

    path: str
    share: float
    error: float
    alone: float | None = None


@dataclass(frozen=True)
class Importance:
    """All parts, the weightiest first; ``together``: some inputs move together, so these are Shapley effects."""

    parts: tuple[Part, ...]
    together: bool


def _worth(scenario: Scenario, baseline: Baseline) -> Model:
    """NPV as a function of points in (0, 1), one row an input of ``draws.inputs``; money, shape (draws,)."""
    plan = benefits.numbers(scenario, baseline)
    discount = gauges.discount(scenario)

    def npv(points: Array) -> Array:
        parts = [points[:, start : start + BLOCK] for start in range(0, points.shape[1], BLOCK)]
        found = [benefits.flows(scenario, {**plan, **at(scenario, part)}).net @ discount for part in parts]
        rows = (np.broadcast_to(worth, part.shape[1]) for worth, part in zip(found, parts, strict=True))
        return np.concatenate(list(rows))

    return npv


@lru_cache(maxsize=8)
def importance(scenario: Scenario, baseline: Baseline) -> Importance:
    """What makes NPV uncertain. UndefinedError without cost or benefit, or where nothing is uncertain.

    Sobol indices hold for independent inputs only; as soon as two move together the Shapley effects are given.
    """
    moved = inputs(scenario)
    if not moved:
        raise UndefinedError(message(N_("no assumption has a range, so there is nothing to draw")))
    ranks = rank_matrix(moved, scenario.correlations)
    model = _worth(scenario, baseline)
    if ranks is None:
        found = sobol_indices(model, len(moved), draws=256, scramblings=4)
        rows = zip(moved, found.total, found.total_error, found.first, strict=True)
        parts = [Part(name, float(whole), float(error), float(alone)) for name, whole, error, alone in rows]
    else:
        effects = shapley_effects(model, len(moved), ranks, draws=32, orders=32)
        parts = [
            Part(name, float(share), float(error))
            for name, share, error in zip(moved, effects.shares, effects.errors, strict=True)
        ]
    return Importance(tuple(sorted(parts, key=lambda part: -part.share)), ranks is not None)
