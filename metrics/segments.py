"""What is said of a segment once it is found: traits it shares, value bands, whether it deserves its own treatment."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.stats import rankdata

from metrics.reading import UndefinedError
from metrics.text import N_, Message, message

Array = NDArray[np.float64]

Z = 1.959964  # 95 %
NOTABLE = 1.3  # a trait counts when it is this many times as frequent in the segment as in all (index 130)
FEW = 10  # customers of a segment below which a trait is not spoken of
RARE = 0.01  # traits of fewer customers than this share are not looked at
WEIGHTS = {"money": 0.5, "revenue": 0.3, "loyalty": 0.2}  # of the ranks that make a value band
BANDS = (N_("large"), N_("important"), N_("ordinary"), N_("small"))
BAND_ENDS = (0.05, 0.20, 0.50)  # shares of customers, best first, at which the first three bands end
LEAST_SHARE, LEAST = 0.01, 50  # a segment is big enough from this share of customers and this many on
LEAST_REACHED = 0.5  # reachable when this share may be written to
TRAITS_NEEDED = 2  # understandable when it has as many notable traits
DIFFERENT = 0.25  # relevant when what one brings is off the average by this much


def wilson(count: float, of: float) -> tuple[float, float]:
    """The 95 % range of a share of which ``count`` of ``of`` were seen. Source: Wilson 1927."""
    if of <= 0:
        raise UndefinedError(message(N_("nobody was counted, so there is no share")))
    p, z2 = count / of, Z * Z
    centre = (p + z2 / (2 * of)) / (1 + z2 / of)
    half = Z * math.sqrt(p * (1 - p) / of + z2 / (4 * of * of)) / (1 + z2 / of)
    return max(0.0, centre - half), min(1.0, centre + half)


@dataclass(frozen=True)
class Shared:
    """How much more frequent a trait is in a segment: index 100 is as in all, ``low`` to ``high`` its 95 % range.

    ``n`` in the segment carry it, of ``of`` of whom it is known.
    """

    trait: str
    value: str
    index: float
    low: float
    high: float
    n: int
    of: int

    @property
    def notable(self) -> bool:
        """Clearly over: index at least 130, its whole range above 100, and carried by more than a handful."""
        return self.n >= FEW and self.index >= 100 * NOTABLE and self.low > 100


def index(count: int, of: int, all_count: int, all_of: int) -> tuple[float, float, float]:
    """Share in the segment / share in all × 100, and the 95 % range: Wilson's for the segment, all taken as known.

    Raises UndefinedError when nobody in all carries the trait. Source: catalogue C11.
    """
    if all_count <= 0 or of <= 0:
        raise UndefinedError(message(N_("nobody carries this trait, so there is nothing to compare with")))
    overall = all_count / all_of
    low, high = wilson(count, of)
    return 100 * count / of / overall, 100 * low / overall, 100 * high / overall


def shared(traits: pd.DataFrame, inside: ArrayLike) -> list[Shared]:
    """The notable traits of the customers ``inside``, the surest first.

    traits: one row a customer, one text column a trait, empty where unknown; inside: flags, shape (customers,). What is
    unknown is left out on both sides. At most one value a trait is kept, so that a segment is not said twice.
    """
    chosen = np.asarray(inside, dtype=bool)
    found = [best for name in traits if (best := _best(str(name), traits[name], chosen)) is not None]
    return sorted(found, key=lambda one: -one.low)


def _best(name: str, column: pd.Series, chosen: NDArray[np.bool_]) -> Shared | None:
    everybody, here = column.value_counts(), column[chosen].value_counts()
    of, all_of = int(here.sum()), int(everybody.sum())
    rows = [
        Shared(name, str(value), *index(int(here.get(value, 0)), of, int(count), all_of), int(here.get(value, 0)), of)
        for value, count in everybody.items()
        if of and count >= RARE * all_of
    ]
    notable = [row for row in rows if row.notable]
    return max(notable, key=lambda row: row.low) if notable else None


def bands(variables: Mapping[str, ArrayLike]) -> NDArray[np.int64]:
    """The value band of each customer, an index of ``BANDS``, by the weighted mean of their ranks; shape (customers,).

    variables: any of ``WEIGHTS``, one value a customer; weights of those given are scaled to 1. The best 5 % are large,
    the next 15 % important, the next 30 % ordinary. Equal customers share a band. Source: catalogue C10.
    """
    total = sum(WEIGHTS[name] for name in variables)
    score = sum(
        (WEIGHTS[name] / total * rankdata(np.asarray(values, dtype=np.float64)) for name, values in variables.items()),
        start=np.zeros(1),
    )
    place = (rankdata(-score) - 0.5) / score.size
    return np.asarray(np.searchsorted(BAND_ENDS, place, side="left"), dtype=np.int64)


class Light(StrEnum):
    """How a test came out."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Test:
    """One test of a segment: the light, and the number behind it or the reason there is none."""

    id: str
    light: Light
    value: float | None = None
    reason: Message | None = None


TESTS = ("big", "profitable", "reachable", "understandable", "relevant")


def _test(id: str, value: float | None, passed: bool, reason: Message | None = None) -> Test:
    if value is None:
        return Test(id, Light.UNKNOWN, None, reason)
    return Test(id, Light.PASSED if passed else Light.FAILED, value)


def tests(
    *,
    customers: int,
    everybody: int,
    money: float,
    average: float,
    cost: bool,
    reached: float | None,
    traits: int | None,
) -> tuple[Test, ...]:
    """The five tests of a segment, in the order of ``TESTS``.

    customers of everybody: heads; money: what one customer of the segment brought in a year, ``average`` what one of
    all did; cost: whether the orders carry it; reached: share that may be written to, and traits: how many are notable,
    None where no table tells. Source: catalogue C13, C14.
    """
    off = money / average - 1 if average > 0 else None
    return (
        _test("big", float(customers), customers >= max(LEAST, LEAST_SHARE * everybody)),
        _test("profitable", money if cost else None, money > 0, message(N_("the orders carry no cost"))),
        _test("reachable", reached, (reached or 0.0) >= LEAST_REACHED, message(N_("no e-mail or consent is held"))),
        _test("understandable", traits, (traits or 0) >= TRAITS_NEEDED, message(N_("no trait of customers is held"))),
        _test("relevant", off, abs(off or 0.0) >= DIFFERENT, message(N_("all together bring nothing"))),
    )
