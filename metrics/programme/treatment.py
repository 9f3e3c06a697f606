"""From cost and benefit to what reaches the cash box: prices, VAT, working capital, residual value, tax.

Benefits and the register's amounts are in the prices of month 0; what was budgeted by month is in the money of its
month. Everything is first written in the money of its month (nominal); counted in real money, all of it is divided by
the price level again. With one yearly price rise i, a nominal rate n and a real rate r = (1 + n)/(1 + i) - 1 give the
same net present value (I. Fisher, The Theory of Interest, 1930).

Shapes (..., months + 1), month 0 first, money; what flows out is negative.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from metrics import finance
from metrics.programme.costs import Numbers

Array = NDArray[np.float64]
Number = float | Array


def none() -> Array:
    """Stands for a flow that does not apply."""
    return np.empty(0)


@dataclass(frozen=True)
class Extras:
    """What comes to benefit less cost; an empty array stands for what does not apply."""

    working_capital: Array = field(default_factory=none)
    residual: Array = field(default_factory=none)
    tax: Array = field(default_factory=none)

    @property
    def total(self) -> Array | float:
        """All of it together by month."""
        return sum((part for part in (self.working_capital, self.residual, self.tax) if part.size), start=0.0)


def level(inflation: Number, months: int, timing: finance.Timing = "end") -> Array | float:
    """Prices over those of month 0 when the flows of months 0 ... ``months`` count; plain 1 while they stand still.

    A flow has the prices of the moment at which it is discounted, so that real and nominal agree at any timing.
    """
    if not np.any(inflation):
        return 1.0
    return np.asarray((1.0 + np.asarray(inflation)) ** (finance.period_times(months + 1, timing) / 12.0))


def _written_off(capital: Array, over: Number) -> Array:
    """The part of ``capital`` deducted each month: equal parts over the ``over`` months after it was paid.

    Over 0 months it is deducted at once. What is left at the end of the horizon is not in here.
    """
    spread = np.rint(np.asarray(over, dtype=float)).astype(int)
    paid = np.concatenate([np.zeros((*capital.shape[:-1], 1)), np.cumsum(capital, axis=-1)], axis=-1)
    now = np.arange(capital.shape[-1])
    before = np.maximum(now - spread, 0)
    shape = np.broadcast_shapes(paid.shape[:-1], before.shape[:-1])
    paid = np.broadcast_to(paid, (*shape, paid.shape[-1]))
    earlier = np.take_along_axis(paid, np.broadcast_to(before, (*shape, now.size)), axis=-1)
    # paid[t] is what was paid in months before t
    return np.asarray(np.where(spread > 0, (paid[..., :-1] - earlier) / np.maximum(spread, 1), capital))


def _tied_up(sales: Array, days: Number) -> Array:
    """Flow of working capital: minus each rise of yearly ``sales`` x ``days``/365, all released in the last month.

    sales: additional money a month. Source: Brealey, Myers & Allen.
    """
    tied = sales * 12.0 * (np.asarray(days) / 365.0)
    flow = -np.diff(tied, axis=-1, prepend=0.0)
    flow[..., -1] += tied[..., -1]
    return np.asarray(flow)


def _carried(taxed: Array) -> Array:
    """``taxed`` profit by month as it is assessed where the firm has no other profit: shape and sum of what is due on.

    A loss saves nothing when it is made; it is set against the profits of later years, without limit of time. A year
    ends with month 0 and with every twelfth month after it; within a year tax follows the year to date.
    """
    so_far = np.cumsum(taxed, axis=-1)
    years = (np.arange(taxed.shape[-1]) + 11) // 12  # month 0 is a year of its own
    highest = np.zeros((*taxed.shape[:-1], 1))
    assessed = np.empty(taxed.shape)
    for year in range(int(years[-1]) + 1):
        of_year = years == year
        assessed[..., of_year] = np.maximum(so_far[..., of_year], highest)
        highest = np.maximum(highest, so_far[..., of_year][..., -1:])
    return np.diff(assessed, axis=-1, prepend=0.0)


def extras(
    benefit: Array, cost: Array, capital: Array, sales: Array, values: Numbers, group_profit: bool = True
) -> Extras:
    """Working capital, residual value and tax on nominal flows.

    Tax is due on benefit less running cost less what is written off; a loss saves tax elsewhere in the firm, where it
    has other profit (``group_profit``), else it is carried forward. Capital not written off by the end is set against
    the residual value. Working capital is not taxed.
    """
    days = values["dso"] + values["dio"] - values["dpo"]
    working_capital = _tied_up(sales, days) if np.any(days) else none()
    worth, rate = values["residual"], values["tax_rate"]
    at_end = (np.arange(cost.shape[-1]) == cost.shape[-1] - 1).astype(float)
    residual = np.asarray(worth * at_end) if np.any(worth) else none()
    if not np.any(rate):
        return Extras(working_capital, residual)
    deducted = _written_off(capital, values["write_off"])
    left = (capital.sum(axis=-1, keepdims=True) - deducted.sum(axis=-1, keepdims=True)) * at_end
    taxed = benefit - (cost - capital) - deducted - left + worth * at_end
    return Extras(working_capital, residual, np.asarray(-rate * (taxed if group_profit else _carried(taxed))))
