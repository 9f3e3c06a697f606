"""How far a measure has come from its frozen baseline to this month's target, and what that is called."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from metrics.reading import UndefinedError
from metrics.words.text import N_, message

NEAR = 0.8  # attainment from which a measure is near its target


class Status(StrEnum):
    """What a measure is against its target. Values are the signs shown."""

    MET = "●"
    NEAR = "◐"
    BELOW = "▼"
    UNSURE = "○"  # the range holds both target and red limit, or something is not there


@dataclass(frozen=True, kw_only=True)
class Target:
    """One month's target in the measure's own unit. ``upper``: its upper end where it is a band.

    ``baseline``: the frozen value it starts from; none, or one equal to the target, is a target to hold. ``red``: where
    attainment is nothing, for those to hold and for bands.
    """

    value: float
    upper: float | None = None
    baseline: float | None = None
    red: float | None = None
    weight: float = 1.0
    owner: str = ""
    comment: str = ""
    due_on: str = ""

    @property
    def to_hold(self) -> bool:
        """Whether there is no way to go: it is to be kept."""
        return self.upper is None and (self.baseline is None or self.baseline == self.value)

    @property
    def limit(self) -> float | None:
        """The red limit; without one, the baseline."""
        return self.baseline if self.red is None else self.red


def attainment(actual: float, target: Target, *, higher: bool) -> float:
    """Way gone from baseline to target: 0 at the baseline, 1 at the target, beyond both where it is so.

    Of a target to hold, 1 on its good side, falling to 0 at the red limit; of a band, 1 inside, falling to 0 as far
    outside either end as the red limit is outside the nearer one. ``higher``: whether more is better, for those to
    hold. UndefinedError where a red limit is missing.
    """
    if target.upper is not None:
        outside = max(target.value - actual, actual - target.upper, 0.0)
        return 1.0 if not outside else 1.0 - outside / _width(target, target.value, target.upper)
    if target.to_hold:
        short = target.value - actual if higher else actual - target.value
        return 1.0 if short <= 0 else 1.0 - short / _width(target, target.value, target.value)
    assert target.baseline is not None
    return (actual - target.baseline) / (target.value - target.baseline)


def _width(target: Target, low: float, high: float) -> float:
    """From the nearer end to the red limit."""
    width = 0.0 if target.red is None else max(low - target.red, target.red - high, 0.0)
    if not width:
        raise UndefinedError(message(N_("the target has no red limit outside it; enter one")))
    return width


def status(attained: float, low: float | None, high: float | None, target: Target) -> Status:
    """What ``attained`` is called; cannot tell where the range from ``low`` to ``high`` holds target and red limit."""
    ends = (target.value,) if target.upper is None else (target.value, target.upper)
    limit = target.red if target.to_hold or target.upper is not None else target.limit
    if _holds(low, high, limit) and any(_holds(low, high, end) for end in ends):
        return Status.UNSURE
    if attained >= 1 - 1e-9:
        return Status.MET
    return Status.NEAR if attained >= NEAR else Status.BELOW


def _holds(low: float | None, high: float | None, value: float | None) -> bool:
    """Whether a range holds a value; none does where one of the three is not known."""
    return low is not None and high is not None and value is not None and low <= value <= high


def score(attained: list[tuple[float, float]], whole: float) -> tuple[float, float]:
    """Weighted mean of attainments, each cut to 0 to 1, and the share of ``whole`` weight they carry.

    attained: (weight, attainment) of the measures that have one. UndefinedError where they carry less than 80 %.
    """
    weight = sum(part for part, _attained in attained)
    if not whole or weight / whole < NEAR:
        text = N_("only {n} of {of} measures with a target are measured, so there is no score")
        raise UndefinedError(message(text, n=f"{weight:g}", of=f"{whole:g}"))
    return sum(part * min(max(gone, 0.0), 1.0) for part, gone in attained) / weight, weight / whole
