"""Pareto/NBD on a grid: customers buy at one of a few rates and leave at one of a few rates.

Purchase rates (24) and drop-out rates (16, one of them nearly 0) are log-spaced; a cell is a pair of them. The shares
of the cells are first those of two gamma distributions (the Pareto/NBD itself), then moved by expectation-maximisation
towards what the data say. Everything a customer may do is a sum over cells: no special function, and the whole
distribution instead of its mean. With lambda and mu the rates of a cell, a = lambda + mu, u days since the last order:

    likelihood   lambda^x e^(-a t_x) (mu + lambda e^(-a u)) / a
    P(alive)     a e^(-a u) / (mu + lambda e^(-a u))
    orders in h  lambda (1 - e^(-mu h)) / mu, if alive;  P(any order) lambda (1 - e^(-a h)) / a, if alive.

Sources: Schmittlein, Morrison & Colombo (1987), Management Science 33(1), for the cell; Laird (1978), Journal of the
American Statistical Association 73, for the shares as a free mixing distribution.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import gammainc

from metrics.lifetime.fitting import EVIDENCE
from metrics.lifetime.summary import Floats, Histories, Whole, group

RATES, LEAVINGS = 24, 16
BINS = 100  # steps that times are snapped to
FIT_BINS = 60  # and for fitting, where the shape of everybody counts
SAMPLE = 50_000  # customers a fit needs at most
STEPS = 60  # of expectation-maximisation
PULL = 1.0  # how much the two gammas weigh against the data, per customer


@dataclass(frozen=True)
class Snapped:
    """Histories with times in steps: unique rows, with the way back."""

    x: Floats
    gap: Floats  # days since the last purchase
    age: Floats
    gap_bin: Whole
    gaps: Floats  # the different gaps
    count: Floats
    inverse: Whole


@dataclass(frozen=True)
class Grid:
    """A fitted grid: cells with their rates a day and shares of customers."""

    rate: Floats
    leave: Floats
    share: Floats
    gammas: Floats  # r, alpha (days), s, beta (days) of the two gammas it was pulled to
    log_likelihood: float
    without: float  # the log-likelihood when nobody leaves

    @property
    def identifiable(self) -> bool:
        """Whether the data say that customers leave at all."""
        return self.log_likelihood - self.without >= EVIDENCE


@dataclass(frozen=True)
class Outlook:
    """What a grid expects of each snapped row: p_alive, and within a horizon orders, their variance, P(any order)."""

    p_alive: Floats
    orders: Floats
    variance: Floats
    any_order: Floats


def snap(known: Histories, bins: int) -> Snapped:
    """Histories with age and silence rounded to ``bins`` equal steps of the longest age, but not below a day."""
    step = max(1.0, float(known.age.max()) / bins) if len(known) else 1.0
    age, gap = np.rint(known.age / step).astype(np.int64), np.rint(known.silence / step).astype(np.int64)
    gap = np.where(known.frequency == 0, age, np.minimum(gap, age))
    (x, gap, age), count, inverse = group(_few(known.frequency), gap, age)
    gaps, gap_bin = np.unique(gap.astype(np.float64), return_inverse=True)
    times = gap.astype(np.float64) * step, age.astype(np.float64) * step
    return Snapped(x.astype(float), *times, gap_bin.ravel(), gaps * step, count.astype(float), inverse)


def _few(x: Whole) -> Whole:
    """Frequencies above 30 to 3 % of themselves: enough for a rate, and far fewer different rows."""
    rough = np.exp(np.rint(np.log(np.maximum(x, 1)) / 0.03) * 0.03)
    return np.where(x > 30, np.rint(rough), x).astype(np.int64)


def _axes(rows: Snapped) -> tuple[Floats, Floats]:
    """The rates of the two axes a day: from far below one purchase in the time seen to the fastest buyer."""
    longest = max(float(rows.age.max()), 7.0)
    fastest = max(float(((rows.x + 1) / (rows.age + longest / 20)).max()) * 1.5, 10 / longest)
    rate = np.geomspace(0.02 / longest, fastest, RATES)
    leave = np.append(1e-4 / longest, np.geomspace(0.02 / longest, 50 / longest, LEAVINGS - 1))
    return rate, leave


def _log_likelihood(rows: Snapped, rate: Floats, leave: Floats) -> Floats:
    """Logarithm of the likelihood of each row in each cell, shape (rows, cells)."""
    both = rate + leave
    tail = np.log(leave + rate * np.exp(-np.outer(rows.gaps, both))) - np.log(both)
    body = np.outer(rows.x, np.log(rate)) - np.outer(rows.age - rows.gap, both)
    return np.asarray(body + tail[rows.gap_bin], dtype=float)


def _gamma_shares(axis: Floats, shape: float, scale: float) -> Floats:
    """Shares of a gamma distribution (rate parameter ``scale``) that fall to each point of a log-spaced axis."""
    edges = np.sqrt(axis[1:] * axis[:-1])
    below = gammainc(shape, edges * scale)
    return np.maximum(np.diff(np.concatenate([[0.0], below, [1.0]])), 1e-12)


def _two_gammas(likelihood: Floats, count: Floats, rate: Floats, leave: Floats, start: Floats) -> Floats:
    """r, alpha, s, beta under which the grid is most likely: L-BFGS on their logarithms.

    Logarithms are rounded to four decimals: where a search stops depends on the processor's last bits, what is
    forecast from it must not.
    """
    customers = float(count.sum())

    def shares(point: Floats) -> tuple[Floats, Floats]:
        r, alpha, s, beta = np.exp(point)
        return _gamma_shares(rate, r, alpha), _gamma_shares(leave, s, beta)

    def downhill(point: Floats) -> tuple[float, Floats]:
        by_rate, by_leave = shares(point)
        mixed = np.maximum(likelihood @ np.outer(by_rate, by_leave).ravel(), 1e-30)
        pull = (count / mixed @ likelihood).reshape(len(rate), len(leave))
        slope = []
        for place in range(4):  # the shares are cheap, so their derivatives are differences
            moved = shares(point + 1e-6 * np.eye(4)[place])
            slope.append((by_rate @ pull @ (moved[1] - by_leave) + (moved[0] - by_rate) @ pull @ by_leave) / 1e-6)
        return -float(count @ np.log(mixed)) / customers, -np.array(slope) / customers

    bounds = [(-4, 3), (-3, 9), (-5, 3), (-3, 11)]
    found = minimize(downhill, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 60, "ftol": 1e-7})
    return np.asarray(np.exp(np.round(found.x, 4)), dtype=float)


def fit(rows: Snapped) -> Grid:
    """The grid of these rows."""
    rate, leave = _axes(rows)
    cell_rate, cell_leave = np.repeat(rate, len(leave)), np.tile(leave, len(rate))
    logs = _log_likelihood(rows, cell_rate, cell_leave)
    mean_rate = float(rows.count @ rows.x) / max(float(rows.count @ rows.age), 1.0)
    start = np.log([0.7, 0.7 / max(mean_rate, 1e-6) / 2, 0.5, float(rows.age.max()) / 2 + 1])
    likelihood, top = _scaled(logs)
    gammas = _two_gammas(likelihood, rows.count, rate, leave, start)
    prior = np.outer(_gamma_shares(rate, *gammas[:2]), _gamma_shares(leave, *gammas[2:])).ravel()
    share, height = _pulled(likelihood, rows.count, prior)
    staying = cell_leave == leave[0]
    alone, alone_top = _scaled(logs[:, staying])
    without = _pulled(alone, rows.count, prior[staying] / prior[staying].sum())[1]
    heights = height + float(rows.count @ top), without + float(rows.count @ alone_top)
    return Grid(cell_rate, cell_leave, share, gammas, *heights)


def _scaled(logs: Floats) -> tuple[Floats, Floats]:
    """Likelihoods of each row over its largest, and the logarithm of that."""
    top = logs.max(axis=1)
    return np.exp(logs - top[:, None]), top


def _pulled(likelihood: Floats, count: Floats, prior: Floats) -> tuple[Floats, float]:
    """Shares of the cells after expectation-maximisation, pulled towards ``prior``; and their log-likelihood."""
    share, customers = prior.copy(), float(count.sum())
    for _ in range(STEPS):
        weight = count / np.maximum(likelihood @ share, 1e-30)
        share = (share * (weight @ likelihood) + PULL * customers * prior) / (customers * (1 + PULL))
    return share, float(count @ np.log(np.maximum(likelihood @ share, 1e-300)))


def part(rows: Snapped, which: slice | Whole) -> Snapped:
    """Some of the rows, with no way back."""
    x = rows.x[which]
    return Snapped(
        x, rows.gap[which], rows.age[which], rows.gap_bin[which], rows.gaps, rows.count[which], np.arange(x.size)
    )


def joined(pieces: list[Outlook], inverse: Whole) -> Outlook:
    """Outlooks of consecutive rows as one, given to every customer."""
    names = Outlook.__annotations__
    return Outlook(*(np.concatenate([getattr(piece, name) for piece in pieces])[inverse] for name in names))


def posterior(rows: Snapped, grid: Grid) -> Floats:
    """P(cell | history), shape (rows, cells)."""
    logs = _log_likelihood(rows, grid.rate, grid.leave) + np.log(grid.share)
    logs -= logs.max(axis=1, keepdims=True)
    mass = np.exp(logs, out=logs)
    return np.asarray(mass / mass.sum(axis=1, keepdims=True), dtype=float)


def alive(rows: Snapped, grid: Grid, cells: Floats) -> Floats:
    """P(cell, and still a customer | history), shape (rows, cells); ``cells`` is the posterior."""
    both = grid.rate + grid.leave
    fade = np.exp(-np.outer(rows.gaps, both))
    return np.asarray(cells * (both * fade / (grid.leave + grid.rate * fade))[rows.gap_bin], dtype=float)


def outlook(rows: Snapped, grid: Grid, cells: Floats, horizon: float) -> Outlook:
    """What to expect of each row within ``horizon`` days; ``cells`` is its posterior."""
    both = grid.rate + grid.leave
    there = alive(rows, grid, cells)
    lasting = -np.expm1(-grid.leave * horizon) / grid.leave  # expected days as a customer within the horizon
    orders = there @ (grid.rate * lasting)
    # E[time^2] of min(exponential, h): 2/mu^2 (1 - e^-mu h (1 + mu h)); orders are Poisson given the time
    m = grid.leave * horizon
    square = np.where(m > 1e-3, 2 * (1 - np.exp(-m) * (1 + m)) / np.maximum(grid.leave, 1e-12) ** 2, horizon**2)
    second = orders + there @ (grid.rate**2 * square)
    any_order = there @ (grid.rate * -np.expm1(-both * horizon) / both)
    return Outlook(there.sum(axis=1), orders, np.maximum(second - orders**2, orders), any_order)


def simulate(rows: Snapped, grid: Grid, cells: Floats, horizon: float, speed: Floats, seed: int) -> Floats:
    """Orders each row could place within ``horizon`` days: one draw a row, rates multiplied by ``speed``."""
    draw = np.random.default_rng(seed)
    cell = (np.cumsum(cells, axis=1) < draw.random(len(cells))[:, None]).sum(axis=1).clip(max=len(grid.rate) - 1)
    rate, leave = grid.rate[cell], grid.leave[cell]
    fade = np.exp(-(rate + leave) * rows.gap)
    there = draw.random(len(cells)) < (rate + leave) * fade / (leave + rate * fade)
    lasting = np.minimum(draw.exponential(1 / leave), horizon)
    return draw.poisson(np.where(there, rate * speed * lasting, 0.0)).astype(float)
