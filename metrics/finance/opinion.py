"""A second opinion: the same figures by numpy-financial, beside ours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy_financial as npf
from numpy.typing import ArrayLike

from metrics.finance.irr import irr, mirr
from metrics.finance.rates import checked_flows
from metrics.finance.value import npv
from metrics.reading import UndefinedError


@dataclass(frozen=True)
class Opinion:
    """One figure both ways; None where a side has none. ``picked`` when theirs is one of several roots."""

    ours: float | None
    theirs: float | None
    picked: bool = False

    @property
    def difference(self) -> float | None:
        """Theirs less ours; None unless both have a figure."""
        return None if self.ours is None or self.theirs is None else self.theirs - self.ours


def second_opinion(
    flows: ArrayLike, rate: float, finance_rate: float | None = None, reinvest_rate: float | None = None
) -> dict[str, Opinion]:
    """npv, irr and mirr of ``flows``, end of period, by us and by numpy-financial.

    Where several rates of return fit, numpy-financial returns one of them without a word; that is marked ``picked``.
    """
    array = checked_flows(flows)
    finance, reinvest = (rate if other is None else other for other in (finance_rate, reinvest_rate))
    result = irr(array)
    theirs = _finite(npf.irr(array))
    return {
        "npv": Opinion(float(npv(rate, array)), _finite(npf.npv(rate, array))),
        "irr": Opinion(result.value, theirs, picked=theirs is not None and len(result.roots) > 1),
        "mirr": Opinion(_ours(array, finance, reinvest), _finite(npf.mirr(array, finance, reinvest))),
    }


def _finite(value: object) -> float | None:
    number = float(value)  # type: ignore[arg-type]
    return number if np.isfinite(number) else None


def _ours(flows: ArrayLike, finance: float, reinvest: float) -> float | None:
    try:
        return mirr(flows, finance, reinvest)
    except UndefinedError:
        return None
