"""A Reading: a figure that knows where it came from, or why it is not there."""

from __future__ import annotations

import math
from collections.abc import Callable
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


@dataclass(frozen=True)
class Figure:
    """What a metric computes: a number, perhaps with its range.

    ``note`` says which range ``low`` and ``high`` are and how they were made: no range without it. ``formula`` stands
    over that of the metric where the data decide which way is gone; ``given`` are terms entered on a page rather than
    in the scenario; ``rows`` is how many rows the figure was counted from, where that is not its whole mart.
    """

    value: float
    low: float | None = None
    high: float | None = None
    note: Message | None = None
    mark: str = "90%"  # which range, in one word: "90%", "P10–P90"
    quantiles: Callable[[float], float] | None = None
    formula: Message | None = None
    given: tuple[Given, ...] = ()
    rows: int | None = None

    def __post_init__(self) -> None:
        if (self.low is None) != (self.high is None):
            raise ValueError("a range has two ends")
        if self.low is not None and self.note is None:
            raise ValueError("a range says which range it is")


@dataclass(frozen=True, kw_only=True)
class Basis:
    """Where a figure came from: what "Why?" shows."""

    formula: Message  # in words, one sentence
    source: str  # publication, or this product's own definition
    mart: str = ""  # the mart it was computed from, "" when none
    rows: int | None = None  # rows of that mart
    range_note: Message | None = None  # which range low and high are, and how they were made
    data_until: date | None = None
    data_hash: str = ""
    scenario: str = ""  # name and version, "" where nothing of it was read
    code: str = ""  # version of the program
    assumptions: Callable[[], tuple[Given, ...]] = field(default=tuple, compare=False, repr=False)

    @property
    def given(self) -> tuple[Given, ...]:
        """The assumptions read while the figure was computed, the weightiest first. Weighed when asked for."""
        return self.assumptions()


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One figure of one metric.

    Either ``value`` is a finite number or ``reason`` says why there is none; never both, never neither. Which range
    ``low`` and ``high`` are, the basis says. ``quantiles`` answers any other; a reading without a range answers every
    quantile with its value.
    """

    id: str
    name: Message
    unit: Unit
    value: float | None
    basis: Basis
    reason: Message | None = None
    low: float | None = None
    high: float | None = None
    mark: str = ""  # which range low and high are, in one word
    quantiles: Callable[[float], float] | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        if (self.value is None) == (self.reason is None):
            raise ValueError(f"{self.id}: a reading has a value or a reason, not both and not neither")
        for number in (self.value, self.low, self.high):
            if number is not None and not math.isfinite(number):
                raise ValueError(f"{self.id}: {number} is no reading; give the reason instead")

    @property
    def known(self) -> float:
        """The value. Raises UndefinedError, with the reason, when there is none."""
        if self.value is None:
            raise UndefinedError(self.reason or Message("no value"))
        return self.value

    def quantile(self, p: float) -> float:
        """The value below which the truth lies with probability ``p``, 0 < p < 1.

        Raises UndefinedError when the reading has no value.
        """
        value = self.known
        if not 0 < p < 1:
            raise ValueError(f"a quantile lies between 0 and 1, not at {p}")
        return self.quantiles(p) if self.quantiles else value
