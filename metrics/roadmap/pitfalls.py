"""Readiness against the twenty pitfalls, and the money each puts at risk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from metrics.reading import UndefinedError
from metrics.words.text import N_, message

MOST = 2  # points of one answer: 0 open, 1 partly, 2 in place
ALL, COST = "all", "cost"


@dataclass(frozen=True)
class Risk:
    """What one pitfall puts at risk: money, None without an answer or without a benefit to threaten."""

    id: str
    affected: float | None  # money: present value of what it threatens
    chance: float | None
    share: float
    owner: str = ""

    @property
    def money(self) -> float | None:
        """Affected benefit x share of it lost x chance."""
        if self.affected is None or self.chance is None:
            return None
        return self.affected * self.share * self.chance


def readiness(answers: Iterable[int | None], of: int) -> float:
    """Points over the most there could be: a fraction 0 to 1. UndefinedError until all ``of`` are answered."""
    given = [answer for answer in answers if answer is not None]
    if len(given) < of:
        text = N_("{n} of {of} pitfalls are answered; so far {points} of {most} points")
        raise UndefinedError(message(text, n=len(given), of=of, points=sum(given), most=MOST * len(given)))
    return sum(given) / (MOST * of)


def affected(
    affects: Sequence[str], benefit: Mapping[str, float], cost: float | None, underestimated: float
) -> float | None:
    """Money a pitfall threatens: present value of its levers' benefit, or what true cost exceeds the budget by.

    benefit: present value by lever. cost: present value of the budget, None when there is none. underestimated: the
    share u of true cost that a budget misses: true = budget/(1 - u), so the excess is budget x u/(1 - u).
    """
    if COST in affects:
        return None if cost is None else cost * underestimated / (1 - underestimated)
    threatened = benefit.values() if ALL in affects else [benefit[lever] for lever in affects if lever in benefit]
    return max(sum(threatened), 0.0) if threatened else None


def chance(entered: float | None, answer: int | None, usual: Sequence[float]) -> float | None:
    """What was entered, else what is usual for such an answer; None while there is none."""
    return entered if entered is not None or answer is None else usual[answer]


def top(risks: Iterable[Risk], most: int = 5) -> list[Risk]:
    """The largest by money; those without any, or without a figure, are left out."""
    sized = [risk for risk in risks if risk.money]
    return sorted(sized, key=lambda risk: -(risk.money or 0.0))[:most]
