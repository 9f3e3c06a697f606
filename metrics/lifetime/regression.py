"""What a model gets wrong, learnt from earlier days whose future is already known.

A quasi-Poisson regression with the model's expectation as offset moves expectations between customers and keeps their
sum: it has one free level an origin, which is thrown away. Platt's two numbers straighten a probability.

Sources: McCullagh & Nelder (1989), Generalized Linear Models, sections 6.2 and 9.2; Hoerl & Kennard (1970) for the
ridge; Platt (1999), Probabilistic outputs for support vector machines.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from metrics.lifetime.summary import Floats, Whole

CLIP = 4.0  # standard deviations a feature may lie from its mean
SMALL = 1e-9


@dataclass(frozen=True)
class Correction:
    """By how much the logarithm of an expectation moves with each standardised feature."""

    centre: Floats
    spread: Floats
    slope: Floats

    def features(self, raw: Floats) -> Floats:
        """Standardised and clipped, shape (customers, features)."""
        return np.asarray(np.clip((raw - self.centre) / self.spread, -CLIP, CLIP), dtype=float)

    def apply(self, expected: Floats, raw: Floats) -> Floats:
        """``expected`` moved by the features, with the same sum."""
        moved = expected * np.exp(self.features(raw) @ self.slope)
        return np.asarray(moved * (expected.sum() / max(float(moved.sum()), SMALL)), dtype=float)


def none(features: int) -> Correction:
    """The correction that changes nothing."""
    return Correction(np.zeros(features), np.ones(features), np.zeros(features))


def learn(expected: Floats, happened: Floats, raw: Floats, origin: Whole, ridge: float) -> Correction:
    """The correction that would have been right.

    expected and happened: one a customer and origin; raw: features, shape (rows, features); origin: 0, 1, ... of each
    row. ridge: in units of the dispersion.
    """
    spread = raw.std(axis=0)
    start = Correction(raw.mean(axis=0), np.where(spread > 1e-6, spread, 1e6), np.zeros(raw.shape[1]))
    levels = np.eye(int(origin.max()) + 1)[origin]
    design = np.hstack([levels, start.features(raw)])
    offset = np.log(np.maximum(expected, SMALL))
    pull = np.append(np.full(levels.shape[1], 1e-3), np.full(raw.shape[1], ridge))
    slope = np.zeros(design.shape[1])
    for _ in range(30):
        mean = np.exp(np.clip(offset + design @ slope, -40, 40))
        dispersion = max(float(((happened - mean) ** 2).sum()) / max(float(mean.sum()), SMALL), SMALL)
        score = design.T @ (happened - mean) / dispersion - pull * slope
        curve = design.T @ (design * mean[:, None]) / dispersion + np.diag(pull)
        step = np.clip(np.linalg.solve(curve, score), -1, 1)
        slope = slope + step
        if np.abs(step).max() < 1e-6:
            break
    return Correction(start.centre, start.spread, slope[levels.shape[1] :])


def log_odds(probability: Floats) -> Floats:
    """ln(p / (1 - p)), with p kept a little inside 0 and 1."""
    return np.asarray(logit(np.clip(probability, 1e-6, 1 - 1e-6)), dtype=float)


def chances(design: Floats, numbers: Floats) -> Floats:
    """Probabilities whose log-odds are ``design @ numbers``."""
    return np.asarray(expit(design @ numbers), dtype=float)


def logistic(design: Floats, happened: Floats, start: Floats, pull: Floats) -> Floats:
    """Numbers under which ``happened`` (0 or 1) is most likely, drawn to ``start`` by ``pull``, one of each."""
    numbers = start.copy()
    for _ in range(30):
        now = expit(design @ numbers)
        score = design.T @ (happened - now) - pull * (numbers - start)
        curve = design.T @ (design * (now * (1 - now))[:, None]) + np.diag(pull)
        step = np.clip(np.linalg.solve(curve, score), -1, 1)
        numbers = numbers + step
        if np.abs(step).max() < 1e-8:
            break
    return numbers


def platt(probability: Floats, happened: Floats, ridge: float) -> Floats:
    """Intercept and slope of the log-odds under which ``happened`` is most likely, drawn to (0, 1) by ``ridge``."""
    design = np.column_stack([np.ones_like(probability), log_odds(probability)])
    return logistic(design, happened, np.array([0.0, 1.0]), np.full(2, ridge))


def straightened(probability: Floats, numbers: Floats) -> Floats:
    """``probability`` after Platt's two numbers."""
    return np.asarray(expit(numbers[0] + numbers[1] * log_odds(probability)), dtype=float)
