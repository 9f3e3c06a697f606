"""Which input makes the result uncertain, where inputs are independent: Sobol indices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from metrics.reading import UndefinedError
from metrics.risk.draws import sobol
from metrics.words.text import N_, message

Array = NDArray[np.float64]
Model = Callable[[Array], Array]  # points in (0, 1), shape (inputs, draws) -> results, shape (draws,)


@dataclass(frozen=True, eq=False)
class Indices:
    """Shares of the variance of the result, shape (inputs,), each with its standard error.

    ``first``: what an input explains alone; ``total``: with everything it takes part in. Never more than total.
    """

    first: Array
    total: Array
    first_error: Array
    total_error: Array


def sobol_indices(model: Model, inputs: int, draws: int = 512, scramblings: int = 4) -> Indices:
    """First-order and total indices of ``model``, with (inputs + 2) x draws x scramblings runs of it.

    Both from the same runs (A, B, and A with one column of B), on scrambled Sobol points: first-order
    mean f(B) (f(AB) - f(A)) / V, total mean (f(A) - f(AB))^2 / 2V. What chance takes below zero is cut there.
    UndefinedError when the result does not vary.
    Source: Saltelli et al. 2010, Computer Physics Communications 181; Jansen 1999.
    """
    points = sobol(2 * inputs, draws, scramblings)
    a, b = points[:inputs], points[inputs:]
    at_a, at_b = model(a), model(b)
    blocks = (scramblings, draws)
    variance = np.concatenate([at_a.reshape(blocks), at_b.reshape(blocks)], axis=1).var(axis=1)
    if not variance.min() > 1e-24 * max(float(np.abs(at_a).max()) ** 2, 1e-300):
        raise UndefinedError(message(N_("The result does not vary, so nothing explains its uncertainty.")))
    first, total = np.empty((inputs, scramblings)), np.empty((inputs, scramblings))
    for row in range(inputs):
        mixed = a.copy()
        mixed[row] = b[row]
        at_mixed = model(mixed)
        first[row] = ((at_b - at_b.mean()) * (at_mixed - at_a)).reshape(blocks).mean(axis=1) / variance
        total[row] = ((at_a - at_mixed) ** 2).reshape(blocks).mean(axis=1) / (2 * variance)
    error = np.sqrt(scramblings) if scramblings > 1 else np.inf
    whole = total.mean(axis=1)
    return Indices(
        np.clip(first.mean(axis=1), 0.0, whole),
        whole,
        first.std(axis=1, ddof=scramblings > 1) / error,
        total.std(axis=1, ddof=scramblings > 1) / error,
    )
