"""What one customer of each tenth of the base is worth, the best first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from metrics.context import Sources, kept
from metrics.customers import concentration
from metrics.customers.buyers import ALL, forecast, of_mode
from metrics.reading import UndefinedError
from metrics.value.contracts import values
from metrics.words.text import N_, message


@dataclass(frozen=True)
class Tenth:
    """One tenth of the buyers by expected value, best first: what one of them is worth, and its range; money."""

    value: float
    low: float | None
    high: float | None


@kept
def tenths(sources: Sources, mode: str = ALL) -> tuple[Tenth, ...]:
    """The tenths of a mode, whose values add up to the value of it. UndefinedError without a forecast, or with too few.

    The model card keeps the range of each tenth before discounting: it is discounted here as the tenth itself was. Of
    one mode they have none, for ranges are known of all customers alone.
    """
    scores = forecast(sources)
    if mode == ALL:
        worth, ranges = scores.frame["value"].to_numpy(), scores.card["value_tenths"]
    else:
        worth, ranges = values(sources).reindex(of_mode(sources, mode).index).dropna().to_numpy(), [None] * 10
    if worth.size < concentration.FEWEST or len(ranges) != 10:
        raise UndefinedError(message(N_("No customer can be given a worth yet")))
    means = [float(part.mean()) for part in np.array_split(np.sort(worth)[::-1], 10)]
    return tuple(_discounted(mean, before) for mean, before in zip(means, ranges, strict=True))


def _discounted(mean: float, before: Mapping[str, float] | None) -> Tenth:
    if before is None or mean * before["mean_expected"] <= 0:
        return Tenth(mean, None, None)
    factor = mean / before["mean_expected"]
    return Tenth(mean, before["mean_low"] * factor, before["mean_high"] * factor)
