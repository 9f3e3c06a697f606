"""Switching values: how far one assumption alone may move before the programme is worth nothing.

Each assumption is walked from where it stands to the ends of what is allowed; the first change of sign of NPV on the
way is narrowed down. Beside assumptions there are three moves of the whole programme: "adoption" (use of the system
under all levers), "cost_factor" (all cost) and "delay" (all benefits later).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from metrics.programme import benefits, gauges
from metrics.risk.draws import factors, uncertain
from metrics.scenario.assumption import Assumption
from metrics.scenario.baseline import Baseline
from metrics.scenario.scenario import Scenario
from metrics.words.units import Unit

Array = NDArray[np.float64]
POINTS = 17  # looked at on each side, closer together near where it stands
STEPS = 60  # of narrowing down at most; straight lines need two
REACH = 10.0  # where nothing bounds an assumption it is followed to this many times its own size
LATE = 12.0  # months of delay to reckon with when nobody said how many: what one year late is
WHOLE = ("adoption", "cost_factor", "delay")


@dataclass(frozen=True)
class Switch:
    """Where NPV is zero when ``path`` moves alone.

    ``switch`` is None when it is zero nowhere from ``searched[0]`` to ``searched[1]``. ``bad`` is how bad it is held to
    become, None when nobody said; ``used`` the share of the way to the switch that this takes up, 1 when it gets there.
    """

    path: str
    unit: Unit
    value: float
    switch: float | None
    searched: tuple[float, float]
    bad: float | None = None

    @property
    def used(self) -> float | None:
        """From 0 to 1; None without a switch or without a bad end on that side."""
        if self.switch is None or self.bad is None or self.switch == self.value:
            return None
        return float(np.clip((self.bad - self.value) / (self.switch - self.value), 0.0, 1.0))


@dataclass(frozen=True)
class _Move:
    """Something that can move: where it stands, how far it may go, the assumptions it moves."""

    path: str
    unit: Unit
    value: float
    ends: tuple[float, float]
    low: float | None
    high: float | None
    paths: tuple[str, ...]


@lru_cache(maxsize=16)
def switching(scenario: Scenario, baseline: Baseline) -> tuple[Switch, ...]:
    """The switching value of the whole programme's moves and of everything uncertain, the nearest to its bad end first.

    UndefinedError while there is no cost or no benefit.
    """
    moves = list(_moves(scenario))
    worth = _Worth(scenario, baseline, moves)
    benefits.programme_flows(scenario, baseline).net  # noqa: B018 - says first what is missing
    switches = [_switch(move, *pair) for move, pair in zip(moves, worth.roots().tolist(), strict=True)]
    return tuple(sorted(switches, key=lambda one: (one.switch is None, -(one.used or 0.0), one.path not in WHOLE)))


def _moves(scenario: Scenario) -> list[_Move]:
    held = uncertain(scenario)
    levers = [lever for lever in scenario.levers if lever.adoption.value > 0]
    moves = []
    if levers:
        adoptions = [lever.adoption for lever in levers]
        value = float(np.mean([held.value for held in adoptions]))
        ranged = any(one.uncertain for one in adoptions)
        low, high = (
            float(np.mean([_end(one, end) for one in adoptions])) if ranged else None for end in ("low", "high")
        )
        paths = tuple(f"{lever.id}.adoption" for lever in levers)
        moves.append(_Move("adoption", Unit.SHARE, value, (0.0, 1.0), low, high, paths))
    factor = scenario.cost_factor
    bounds = scenario.bounds("cost_factor")
    moves.append(_Move("cost_factor", Unit.MULTIPLE, factor.value, bounds, factor.low, factor.high, ("cost_factor",)))
    starts = tuple(f"{lever.id}.start" for lever in scenario.levers)
    moves.append(_Move("delay", Unit.MONTHS, 0.0, (0.0, float(scenario.months)), None, LATE, starts))
    for name, paths in factors(scenario).items():
        if name in WHOLE or name.endswith(".adoption"):
            continue
        one = held[paths[0]]
        moves.append(_Move(name, one.unit, one.value, _ends(one, scenario.bounds(name)), one.low, one.high, paths))
    return moves


def _end(assumption: Assumption, end: str) -> float:
    value = getattr(assumption, end)
    return assumption.value if value is None else float(value)


def _ends(held: Assumption, bounds: tuple[float, float]) -> tuple[float, float]:
    """``bounds``, or far from where it stands on a side that has none."""
    far = REACH * max(abs(held.value), _end(held, "high") - _end(held, "low"), 1.0)
    low, high = bounds
    return (low if np.isfinite(low) else held.value - far, high if np.isfinite(high) else held.value + far)


class _Worth:
    """NPV with each move alone at several places, all in one go through the model."""

    def __init__(self, scenario: Scenario, baseline: Baseline, moves: list[_Move]) -> None:
        self._scenario, self._moves = scenario, moves
        self._plan = benefits.numbers(scenario, baseline)
        self._discount = gauges.discount(scenario)

    def at(self, places: Array) -> Array:
        """NPV, shape (moves, n), with move i alone at each of ``places[i]``."""
        count, each = places.shape
        values: dict[str, float | Array] = dict(self._plan)
        for row, move in enumerate(self._moves):
            for path in move.paths:
                start = float(np.asarray(self._plan[path]))
                column = np.asarray(values[path]) * np.ones((count * each, 1))
                column[row * each : (row + 1) * each, 0] = _moved(move, start, places[row], self._scenario)
                values[path] = column
        flows = benefits.flows(self._scenario, values)
        benefit = benefits.total(flows.cash.values(), flows.months)  # nothing left is a place like any other
        net = benefit - flows.cost + flows.extras.total
        return np.broadcast_to(net @ self._discount, count * each).reshape(count, each)

    def roots(self) -> Array:
        """The nearest place at which NPV is zero below and above where each move stands, shape (moves, 2); NaN without.

        Looked for on a grid, then narrowed down by false position (the Illinois way).
        """
        starts = np.array([move.value for move in self._moves])[:, None, None]
        ends = np.array([move.ends for move in self._moves])[:, :, None]
        places = starts + (ends - starts) * np.linspace(0.0, 1.0, POINTS) ** 2
        values = self.at(places.reshape(len(self._moves), -1)).reshape(places.shape)
        crossed = (values[..., 1:] > 0) != (values[..., :1] > 0)
        first = np.argmax(crossed, axis=-1)[..., None]
        bracket = [np.take_along_axis(held, first + step, -1)[..., 0] for held in (places, values) for step in (0, 1)]
        return np.where(crossed.any(axis=-1), self._narrowed(*bracket), np.nan)

    def _narrowed(self, near: Array, far: Array, at_near: Array, at_far: Array) -> Array:
        """Where NPV is zero between ``near`` and ``far``, of different signs there; all shapes (moves, 2)."""
        for _ in range(STEPS):
            width = np.where(at_far == at_near, 1.0, at_far - at_near)
            middle = np.clip(far - at_far * (far - near) / width, np.minimum(near, far), np.maximum(near, far))
            value = self.at(middle)
            turned = (value > 0) != (at_far > 0)
            near, at_near = np.where(turned, far, near), np.where(turned, at_far, at_near / 2)
            step = np.abs(middle - far)
            far, at_far = middle, value
            if (step <= 1e-11 * np.maximum(np.abs(middle), 1.0)).all():
                break
        return far


def _moved(move: _Move, start: float, places: Array, scenario: Scenario) -> Array:
    """Where one assumption stands when ``move`` is at ``places``."""
    if move.path == "delay":
        return start + places
    if len(move.paths) > 1 and move.path == "adoption":
        up = (places - move.value) / max(1.0 - move.value, 1e-12)
        return np.where(places <= move.value, start * places / move.value, start + (1.0 - start) * up)
    return places


def _switch(move: _Move, below: float, above: float) -> Switch:
    roots = [root for root in (below, above) if np.isfinite(root)]
    if not roots:
        return Switch(move.path, move.unit, move.value, None, move.ends)
    root = float(min(roots, key=lambda found: abs(found - move.value)))
    return Switch(move.path, move.unit, move.value, root, move.ends, move.low if root < move.value else move.high)
