"""The customer base a programme works on: who is active, what money follows from it. See programme/benefits.py."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from metrics.programme.costs import Numbers
from metrics.scenario.kinds import BASELINES

Array = NDArray[np.float64]
Number = float | Array


@dataclass
class World:
    """Figures as they stand after the levers applied so far, and the base that follows from them.

    A figure a lever has moved is an array by month, shape (..., months); the others are numbers a year.
    """

    figures: dict[str, Number]
    alive: Array  # share of the first base still active at the end of months 1 ... months
    active: Array  # customers in those months

    def moved(self, kind: str, figure: str, step: Array, cac: Number = 0.0) -> Array:
        """Move ``figure`` by ``step``, shape (..., months); the money that brings by month, on the base as it is.

        Money is straight in every figure but retention, so a step is worth itself times the money of one unit.
        """
        if kind == "retention":
            part = self._kept(step)
        elif kind == "acquisition":
            more = _grown(self.alive, step)
            part = (more * self.per_head() - cac * step) / 12
            self.active = self.active + more
        else:
            part = self.unit(kind) * (step / 12)
        self.figures[figure] = self.figures[figure] + step
        return np.asarray(part)

    def _kept(self, step: Array) -> Array:
        """The money of customers kept by ``step`` more yearly retention."""
        self.alive = _surviving(self.figures["retention"] + step, step.shape[-1])
        after = _base(self.figures, self.alive)
        part = (after - self.active) * (self.per_head() / 12)
        self.active = after
        return np.asarray(part)

    def sales(self) -> Array:
        """Revenue of months 1 ... months."""
        return np.asarray(self.active * (self.figures["revenue_per_customer"] / 12))

    def per_head(self) -> Number:
        """What one active customer brings a year: margin less cost to serve less calls."""
        held = self.figures
        calls = held["calls"] / held["customers"] * held["minutes_per_call"] * held["cost_per_minute"]
        return held["revenue_per_customer"] * held["margin_rate"] - held["serve_per_customer"] - calls

    def unit(self, kind: str) -> Number:
        """Money a year for one unit more of what a lever of ``kind`` moves, by month where it follows the base."""
        held = self.figures
        if kind == "spend":
            return self.active * held["margin_rate"]
        if kind == "mail":
            return -held["pieces"] * held["piece_cost"]
        minute = -held["cost_per_minute"] / held["customers"]
        return self.active * (minute * (held["calls"] if kind == "handling" else held["minutes_per_call"]))


def standing(values: Numbers, months: int) -> World:
    """The world without the programme. What is not measured costs nothing here; the lever that needs it has no size."""
    held: dict[str, Number] = {name: values.get(f"baseline.{name}", 0.0) for name in BASELINES}
    if "baseline.customers" not in values:
        held["customers"] = 1.0
    if "baseline.retention" not in values or "baseline.new_customers" not in values:
        held["retention"], held["new_customers"], held["returning"] = 1.0, 0.0, 0.0  # a constant base
    held["margin_rate"] = held["margin_rate"] * values.get("value_factor", 1.0)
    alive = _surviving(held["retention"], months)
    return World(held, alive, _base(held, alive))


def _surviving(retention: Number, months: int) -> Array:
    """Share of customers still active after months 1 ... ``months`` at a yearly ``retention``, constant or by month."""
    monthly = np.log(np.maximum(retention, 1e-6)) / 12
    return np.asarray(np.exp(np.cumsum(np.broadcast_to(monthly, (*np.shape(monthly)[:-1], months)), axis=-1)))


def _base(figures: dict[str, Number], alive: Array) -> Array:
    """Active customers by month: those of the first base still alive, and what arrivals have grown to."""
    arrivals = figures["new_customers"] + figures["returning"]
    return np.asarray(alive * figures["customers"] + _grown(alive, arrivals))


def _grown(alive: Array, arrivals: Number) -> Array:
    """Active customers by month out of ``arrivals`` a year: sum over j up to t of arrivals(j)/12 x S(t)/S(j)."""
    return np.asarray(alive * np.cumsum(arrivals / 12 / alive, axis=-1))
