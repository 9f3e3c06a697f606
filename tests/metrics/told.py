"""Readings made up for sentences: a context that holds them and nothing else."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from metrics.reading import Basis, Reading
from metrics.words.text import message
from metrics.words.units import Unit

BASIS = Basis(formula=message("sum"), source="")


def reading(id: str, value: float | None, unit: Unit = Unit.MONEY, **more: Any) -> Reading:
    """A reading of ``value``; without one, that no cost is entered."""
    reason = message("No cost is entered yet.") if value is None else None
    return Reading(id=id, name=message(id), unit=unit, value=value, reason=reason, basis=BASIS, **more)


class Told:
    """Stands in for a Context where only readings and the horizon are read."""

    def __init__(self, *readings: Reading, months: int = 60) -> None:
        self._readings = {reading.id: reading for reading in readings}
        self.scenario = SimpleNamespace(months=months)

    def read(self, id: str, **terms: Any) -> Reading:
        """The reading called ``id``."""
        return self._readings[id]
