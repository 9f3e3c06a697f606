"""A Reading: a figure that knows where it came from, or why it is not there."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from metrics.words.text import Message
from metrics.words.units import Unit


class UndefinedError(ValueError):
    """A formula has no answer for these inputs. Carries the sentence that says why, ready for either language."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason.render())
        self.reason = reason


@dataclass(frozen=True, kw_only=True)
class Given:
    """One assumption a figure rests on: what, how much, who answers for it, since when."""

    label: Message
    value: float
    unit: Unit
    owner: str = ""
    set_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Basis:
    """Where a figure came from: what "Why?" shows."""

    formula: Message  # in words, one sentence
    source: str  # publication, or catalogue row
    mart: str = ""  # the mart it was computed from, "" when none
    rows: int | None = None  # rows of that mart
    given: tuple[Given, ...] = ()  # the assumptions it rests on, the weightiest first
    range_note: Message | None = None  # how low and high were made, with their error
    data_until: date | None = None
    data_hash: str = ""
    scenario: str = ""  # name and version
    code: str = ""  # version of the program


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One figure of one metric.

    Either ``value`` is a finite number or ``reason`` says why there is none; never both, never neither.
    ``low`` and ``high`` are the 10th and 90th percentile unless the basis says otherwise. ``quantiles`` answers any
    other; a reading without a range answers every quantile with its value.
    """

    id: str
    unit: Unit
    value: float | None
    basis: Basis
    reason: Message | None = None
    low: float | None = None
    high: float | None = None
    quantiles: Callable[[float], float] | None = field(default=None, compare=False, repr=False)
    extra: Mapping[str, object] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        if (self.value is None) == (self.reason is None):
            raise ValueError(f"{self.id}: a reading has a value or a reason, not both and not neither")
        for number in (self.value, self.low, self.high):
            if number is not None and not math.isfinite(number):
                raise ValueError(f"{self.id}: {number} is no reading; give the reason instead")

    def quantile(self, p: float) -> float:
        """The value below which the truth lies with probability ``p``, 0 < p < 1.

        Raises UndefinedError when the reading has no value.
        """
        if self.reason is not None or self.value is None:
            raise UndefinedError(self.reason or Message("no value"))
        if not 0 < p < 1:
            raise ValueError(f"a quantile lies between 0 and 1, not at {p}")
        return self.quantiles(p) if self.quantiles else self.value
