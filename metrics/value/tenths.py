"""What one customer of each tenth of the base is worth, the best first."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import starmap

import numpy as np

from metrics.context import Sources, kept
from metrics.customers import concentration
from metrics.customers.buyers import ALL, forecast, of_mode
from metrics.drawing.dots import Tenth
from metrics.reading import UndefinedError
from metrics.value.contracts import values
from metrics.words.text import N_, Message, message


@kept
def tenths(sources: Sources, mode: str = ALL) -> tuple[Tenth, ...]:
    """The tenths of a mode by expected value, the best first: what one customer is worth, and its range; money.

    Their values add up to that of the mode. UndefinedError without a forecast, or with too few.

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
    middle = [f"{10 * i}–{10 * i + 10}%" for i in range(1, 9)]
    names = [message(N_("top 10%")), *middle, message(N_("last 10%"))]
    return tuple(starmap(_discounted, zip(names, means, ranges, strict=True)))


def _discounted(name: Message | str, mean: float, before: Mapping[str, float] | None) -> Tenth:
    if before is None or mean * before["mean_expected"] <= 0:
        return Tenth(name, mean, None, None)
    factor = mean / before["mean_expected"]
    return Tenth(name, mean, before["mean_low"] * factor, before["mean_high"] * factor)
