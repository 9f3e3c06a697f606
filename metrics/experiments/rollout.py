"""A staggered roll-out: what those reached first gained over those not yet reached, and how sure that is.

Group-time effects with not-yet-treated controls (Callaway and Sant'Anna 2021, Journal of Econometrics 225), averaged
over all treated unit-months that still have a control: after the last wave none has one, and nothing is estimated. With
fewer than ten units the interval is that of a permutation of the waves, inverted (Imbens and Rubin 2015, chapter 5);
with more it is a wild cluster bootstrap (Cameron, Gelbach and Miller 2008, with the weights of Webb 2023).
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from metrics.reading import UndefinedError
from metrics.words.text import N_, message

Array = NDArray[np.float64]
FEW = 10  # units, below which waves are permuted
ORDERS = 5_000  # orders of the waves that are gone through one by one; beyond that as many are drawn
DRAWS = 1_999
WEBB = np.array([-math.sqrt(1.5), -1.0, -math.sqrt(0.5), math.sqrt(0.5), 1.0, math.sqrt(1.5)])


@dataclass(frozen=True)
class RollOut:
    """Mean effect on treated unit-months before the last wave, with its 95 % interval and p value.

    ``smallest_p``: what p could be at best with so few units. ``before``: the same measured on the months before each
    start, which should be nothing, with its p value.
    """

    effect: float
    low: float
    high: float
    p_value: float
    smallest_p: float
    cells: int
    units: int
    waves: int
    before: float
    before_p: float
    permuted: bool

    @property
    def parallel(self) -> bool:
        """Whether those reached first moved like the others before they were reached, as far as can be seen."""
        return self.before_p > 0.05


def weights(start: Array, months: int, base: int = 1, shift: int = 0) -> Array:
    """The weight of each unit and month in the mean effect, shape (units, months): the effect is the sum of w x y.

    start: the first treated month of each unit, infinite for never. base: months before the start that it is held
    against, their mean; 1 is that of Callaway and Sant'Anna. Of each treated unit-month t (whose unit began at g) the
    effect is y(t) - y(before g) less the mean of the same over units that have not begun at t. shift: how many months
    the comparison is moved ahead of the start, for a look at the time before it. UndefinedError without such a month.
    """
    total, cells = np.zeros((len(start), months)), 0
    for unit, begin in enumerate(start):
        if not np.isfinite(begin) or begin - shift - base < 0:
            continue
        first, last = int(begin) - shift, months if not shift else int(begin)
        earlier = slice(first - base, first)
        for t in range(first, last):
            others = np.flatnonzero(start > (t + shift if shift else t))
            others = others[others != unit]
            if not len(others):
                continue
            cells += 1
            total[unit, t] += 1
            total[unit, earlier] -= 1 / base
            total[others, t] -= 1 / len(others)
            total[others, earlier] += 1 / base / len(others)
    if not cells:
        raise UndefinedError(
            message(N_("no region was reached while another was still waiting, so none can be compared"))
        )
    return total / cells


def roll_out(outcome: Array, start: Array, base: int = 12, seed: int = 0) -> RollOut:
    """What the roll-out did to ``outcome``, shape (units, months), begun in month ``start`` of each unit.

    UndefinedError where nothing can be compared, or a cell is not a number.
    """
    if not np.isfinite(outcome).all():
        raise UndefinedError(message(N_("a region has a month without a value, so the roll-out cannot be compared")))
    months = outcome.shape[1]
    base = max(min(base, int(np.min(start[np.isfinite(start)], initial=months))), 1)
    w = weights(start, months, base)
    treated = (np.arange(months)[None, :] >= start[:, None]).astype(float)
    effect = float((w * outcome).sum())
    few = len(start) < FEW
    spread = _permuted if few else _wild
    low, high, p, smallest = spread(outcome, treated, w, start, effect, seed)
    before, before_p = _ahead(outcome, treated, start, base, seed)
    cells = int((treated * (w > 0)).sum())
    waves = len({float(s) for s in start if np.isfinite(s)})
    return RollOut(effect, low, high, p, smallest, cells, len(start), waves, before, before_p, few)


def _ahead(outcome: Array, treated: Array, start: Array, base: int, seed: int) -> tuple[float, float]:
    """The effect in the months before each start, and its p value; nan and 1 where there is no room for it."""
    ahead = max(base // 2, 1)
    try:
        w = weights(start, outcome.shape[1], base=ahead, shift=ahead)
    except UndefinedError:
        return math.nan, 1.0
    effect = float((w * outcome).sum())
    few = len(start) < FEW
    spread = _permuted if few else _wild
    return effect, spread(outcome, np.zeros_like(treated), w, start, effect, seed, interval=False)[2]


def orders(start: Array, seed: int = 0) -> NDArray[np.int64]:
    """Ways to hand the starts to the units, one a row, the real one first; every distinct one where they are few."""
    return _orders(tuple(start.tolist()), seed)


@lru_cache(maxsize=16)
def _orders(starts: tuple[float, ...], seed: int) -> NDArray[np.int64]:
    start = np.array(starts)
    n, same = len(start), Counter(starts)
    every = math.factorial(n) // math.prod(math.factorial(k) for k in same.values())
    if every <= ORDERS:
        seen: dict[tuple[float, ...], tuple[int, ...]] = {tuple(start.tolist()): tuple(range(n))}
        for order in permutations(range(n)):
            seen.setdefault(tuple(start[list(order)].tolist()), order)
        return np.array(list(seen.values()))
    rng = np.random.default_rng(seed)
    return np.array([np.arange(n), *(rng.permutation(n) for _ in range(ORDERS - 1))])


def _permuted(
    outcome: Array, treated: Array, w: Array, start: Array, effect: float, seed: int, *, interval: bool = True
) -> tuple[float, float, float, float]:
    """Ends of the interval, p value, and the smallest p there could be."""
    ways = orders(start, seed)
    units = np.arange(len(start))
    # the row of weights of start i laid on unit j; a way to hand them out sums one entry a row
    on_outcome, on_treated = w @ outcome.T, w @ treated.T
    values, shares = on_outcome[ways, units].sum(axis=1), on_treated[ways, units].sum(axis=1)

    def p(tau: float) -> float:
        return float(np.mean(np.abs(values - tau * shares) >= abs(effect - tau) - 1e-12 * max(abs(effect), 1.0)))

    smallest = 1 / len(ways)
    if not interval:
        return effect, effect, p(0.0), smallest
    scale = max(float(np.quantile(np.abs(values - effect * shares), 0.95)), 1e-12)
    ends = []
    for sign in (-1, 1):
        near, far = 0.0, scale
        while p(effect + sign * far) > 0.05 and far < 1e6 * scale:
            near, far = far, 2 * far
        for _step in range(40):
            middle = (near + far) / 2
            near, far = (middle, far) if p(effect + sign * middle) > 0.05 else (near, middle)
        ends.append(effect + sign * far)
    return ends[0], ends[1], p(0.0), smallest


def _wild(
    outcome: Array, treated: Array, w: Array, start: Array, effect: float, seed: int, *, interval: bool = True
) -> tuple[float, float, float, float]:
    """As :func:`_permuted`: what each unit adds to the error is given a random sign and size again and again."""
    rng, n = np.random.default_rng(seed), len(start)
    signs = rng.choice(WEBB, size=(DRAWS, n))

    def parts(tau: float) -> Array:
        """What each unit adds to the error: apart from the others of its wave, which share its weights."""
        part = (w * (outcome - tau * treated)).sum(axis=1)
        for wave in np.unique(start):
            own = start == wave
            k = int(own.sum())
            part[own] = (part[own] - part[own].mean()) * math.sqrt(k / (k - 1)) if k > 1 else part[own] - part.mean()
        return np.asarray(part)

    def studentised(tau: float) -> tuple[float, Array]:
        """The standard error, and the drawn errors in units of their own."""
        part = parts(tau)
        drawn = signs * part
        below = np.sqrt(((drawn - drawn.mean(axis=1, keepdims=True)) ** 2).sum(axis=1))
        error = float(np.sqrt((part**2).sum()))
        return error, np.abs(drawn.sum(axis=1)) / np.where(below > 0, below, 1.0)

    error, t = studentised(effect)
    half = float(np.quantile(t, 0.95)) * error
    error, t = studentised(0.0)
    p = float((1 + (t * error >= abs(effect) - 1e-12).sum()) / (DRAWS + 1))
    return effect - half, effect + half, p, 1 / (DRAWS + 1)
