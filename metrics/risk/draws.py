"""Draws of everything uncertain: scrambled Sobol points through quantile functions."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from metrics.risk import events
from metrics.risk.correlation import correlated, rank_matrix
from metrics.risk.distributions import Shape, fitted
from metrics.scenario.assumption import Assumption
from metrics.scenario.scenario import Scenario

Array = NDArray[np.float64]
CHOSEN = ("rate", "horizon")  # chosen, not uncertain: a range there is for reading, never drawn


def uncertain(scenario: Scenario) -> dict[str, Assumption]:
    """Every assumption that is drawn, by path: those with a range, but what is chosen or only shown."""
    shown = {name for name, _ in scenario.others}
    return {
        path: assumption
        for path, assumption in scenario.assumptions()
        if assumption.uncertain
        and path not in CHOSEN
        and path not in shown
        and not path.endswith((".benchmark", ".chance"))
    }


def factors(scenario: Scenario) -> dict[str, tuple[str, ...]]:
    """What is uncertain, by name, with the paths it moves.

    Each path moves alone but one: adoption is the use of one system, so it is good or bad for all levers at once. Drawn
    lever by lever it would average out, and the return would look surer than it is.
    """
    held = tuple(uncertain(scenario))
    adoption = tuple(path for path in held if path.endswith(".adoption"))
    if len(adoption) < 2:
        return {path: (path,) for path in held}
    return {"adoption": adoption, **{path: (path,) for path in held if path not in adoption}}


def inputs(scenario: Scenario) -> dict[str, tuple[str, ...]]:
    """What is drawn, a row of points each: the factors, then every event of the risk register by its probability."""
    return {**factors(scenario), **{path: (path,) for path in events.may_happen(scenario)}}


@lru_cache(maxsize=8)
def sobol(dimensions: int, draws: int, scramblings: int, seed: int = 0) -> Array:
    """Scrambled Sobol points in (0, 1), shape (dimensions, scramblings * draws); each scrambling is a block of its own.

    draws: a power of two, else the points lose their balance (ValueError).
    """
    power = int(draws).bit_length() - 1
    if draws < 1 or 2**power != draws:
        raise ValueError(f"{draws} draws: Sobol points come in powers of two; ask for {2 ** max(power, 0)}")
    blocks = [
        qmc.Sobol(dimensions, scramble=True, rng=seed + block).random_base2(power) for block in range(scramblings)
    ]
    return np.ascontiguousarray(np.concatenate(blocks).T)


def drawn(scenario: Scenario, draws: int, scramblings: int, shape: Shape = "pert") -> dict[str, Array]:
    """Values of each uncertain path, shape (scramblings * draws, 1), cut at what is allowed there.

    A draw stands in the place of the number itself: a drawn realisation rate is the haircut, never one more. What the
    scenario says moves together does so, by rank.
    """
    moved = inputs(scenario)
    if not moved:
        return {}
    points = correlated(sobol(len(moved), draws, scramblings), rank_matrix(moved, scenario.correlations))
    return at(scenario, points, shape)


def at(scenario: Scenario, points: Array, shape: Shape = "pert") -> dict[str, Array]:
    """Values of each uncertain path at ``points`` in (0, 1), shape (inputs, draws); each of shape (draws, 1).

    An event happens where its point lies below its probability, and what it moves stands here as it left it.
    """
    held, moved = uncertain(scenario), factors(scenario)
    values = {
        path: _values(held[path], shape, points[row], scenario.bounds(path))[:, None]
        for row, paths in enumerate(moved.values())
        for path in paths
    }
    registered = events.may_happen(scenario)
    if not registered:
        return values
    happens = {
        path: (points[row] < event.chance.value).astype(float)[:, None]
        for row, (path, event) in enumerate(registered.items(), start=len(moved))
    }
    plan = {path: assumption.value for path, assumption in scenario.assumptions()}
    return values | events.moved(scenario, {**plan, **values}, happens)


def _values(assumption: Assumption, shape: Shape, points: Array, bounds: tuple[float, float]) -> Array:
    assert assumption.low is not None and assumption.high is not None
    quantiles = fitted(assumption.low, assumption.value, assumption.high, shape)
    return np.clip(quantiles(points), *bounds)
