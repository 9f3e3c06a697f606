"""One number somebody answers for, and the error that says why a number is refused."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date

from metrics.words.text import N_, Message, message
from metrics.words.units import Unit


class ScenarioError(ValueError):
    """A scenario that cannot be. Carries the sentence for either language: what, the value, what to do."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason.render())
        self.reason = reason


@dataclass(frozen=True, kw_only=True)
class Assumption:
    """One number somebody answers for.

    ``low`` and ``high`` are its 5th and 95th percentile when it is uncertain; both or neither.
    """

    value: float
    unit: Unit
    source: str  # where it comes from: a reading, a document, a person's estimate
    owner: str = ""  # who answers for it; "" when nobody does yet
    set_on: date | None = None
    low: float | None = None
    high: float | None = None

    def __post_init__(self) -> None:
        for name in ("value", "low", "high"):
            number = getattr(self, name)
            if number is None:
                continue
            if not math.isfinite(number):
                text = N_("An assumption is {value}, which is no number. Enter a number.")
                raise ScenarioError(message(text, value=number))
            object.__setattr__(self, name, float(number) + 0.0)  # whole numbers and -0.0 take one form in JSON
        if (self.low is None) != (self.high is None):
            raise ScenarioError(message(N_("A range needs both ends, low and high. Enter the missing one.")))
        if self.low is not None and self.high is not None and not self.low <= self.value <= self.high:
            text = N_("The range {low} to {high} does not hold the value {value}. Widen it.")
            low, high, value = (f"{number:g}" for number in (self.low, self.high, self.value))
            raise ScenarioError(message(text, low=low, high=high, value=value))

    @property
    def uncertain(self) -> bool:
        """Whether it has a range with some width."""
        return self.low is not None and self.high is not None and self.low < self.high

    def moved(self, value: float, bounds: tuple[float, float], owner: str, set_on: date | None) -> Assumption:
        """The same assumption at another ``value``; its range moves with it, cut at ``bounds``."""
        step = value - self.value
        low, high = (
            None if end is None else min(max(end + step, bounds[0]), bounds[1]) for end in (self.low, self.high)
        )
        low, high = (low if low is None else min(low, value)), (high if high is None else max(high, value))
        return replace(self, value=value, low=low, high=high, source=ENTERED, owner=owner or self.owner, set_on=set_on)


ENTERED = N_("entered by hand")
