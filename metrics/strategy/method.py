"""Strategy in figures: weights that sum to 100 %, agreement, attention, conflict of departments, coverage, criteria.

Weights are in per cent. A function without an answer raises UndefinedError with the reason; it is never zero then.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations
from types import MappingProxyType

from metrics.answers.cells import AnswerError
from metrics.reading import UndefinedError
from metrics.words.text import N_, Message, message

AGREES = 2  # of 0 (against), 1 (in doubt), 2 (agrees), 3 (carries it)
TECHNOLOGY = 15.0  # GCCRM: what technology weighs among the factors of success, the least of the five
OTHERS = (100 - TECHNOLOGY) / 4  # our assumption: the source gives the four others no number
FACTORS = MappingProxyType(
    {
        "customer": N_("Customer"),
        "strategy": N_("Strategy"),
        "people": N_("People"),
        "process": N_("Process"),
        "technology": N_("Technology"),
    }
)
GCCRM: Mapping[str, float] = MappingProxyType({**dict.fromkeys(FACTORS, OTHERS), "technology": TECHNOLOGY})


def summed(weights: Mapping[str, float], what: Message) -> dict[str, float]:
    """``weights`` when each is 0 % or more and all sum to 100 %; AnswerError says what they sum to."""
    if any(not math.isfinite(part) or part < 0 for part in weights.values()):
        raise AnswerError(message(N_("{what}: a weight is 0% or more"), what=what))
    total = sum(weights.values())
    if abs(total - 100) > 1e-6:
        text = N_("{what}: the weights sum to {total}%; make them 100%")
        raise AnswerError(message(text, what=what, total=f"{total:g}"))
    return dict(weights)


def scaled(weights: Mapping[str, float]) -> dict[str, int]:
    """``weights`` in whole per cent that sum to 100, in the same proportions.

    Rounded down, and the per cent left over go to the largest remainders (Hamilton); the first of equal ones.
    AnswerError when a weight is below zero or all are zero.
    """
    total = sum(weights.values())
    if any(not math.isfinite(part) or part < 0 for part in weights.values()) or not 0 < total < math.inf:
        raise AnswerError(message(N_("weights that are all zero, or below zero, have no proportions to keep")))
    exact = {name: 100 * (part / total) for name, part in weights.items()}
    whole = {name: math.floor(part + 1e-9) for name, part in exact.items()}
    by_rest = sorted(exact, key=lambda name: whole[name] - exact[name])
    for name in by_rest[: 100 - sum(whole.values())]:
        whole[name] += 1
    return whole


def alignment(agreement: Sequence[float | None]) -> float:
    """Share of the stakeholders who agree: those at 2 or 3 over all of them. Who was not asked does not agree."""
    if not agreement:
        raise UndefinedError(message(N_("no stakeholder is listed")))
    return sum(1 for level in agreement if level is not None and level >= AGREES) / len(agreement)


def mean_weights(answers: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Mean weight of each factor over ``answers``; it sums to 100 as each of them does."""
    if not answers:
        raise UndefinedError(message(N_("nobody has weighed the five factors yet")))
    return {name: sum(weights[name] for weights in answers) / len(answers) for name in answers[0]}


def role_gaps(answers: Sequence[tuple[str, Mapping[str, float]]], role: str) -> dict[str, float]:
    """Mean weight given by ``role`` less the mean of all others, by factor, in points of a per cent."""
    ours = [weights for who, weights in answers if who == role]
    others = [weights for who, weights in answers if who != role]
    if not ours or not others:
        raise UndefinedError(message(N_("needs answers of this role and of others")))
    mean, rest = mean_weights(ours), mean_weights(others)
    return {name: mean[name] - rest[name] for name in mean}


def _cosine(one: Sequence[float], other: Sequence[float]) -> float:
    """Cosine similarity of two sets of weights, none below zero: 1 the same proportions, 0 nothing in common.

    UndefinedError when one of them weighs nothing at all. Each is divided by its largest weight first, so that neither
    very large nor very small ones lose the answer.
    """
    if len(one) != len(other) or any(part < 0 or not math.isfinite(part) for part in (*one, *other)):
        raise AnswerError(message(N_("weights are zero or more, and both sets name the same measures")))
    if not any(one) or not any(other):
        raise UndefinedError(message(N_("weights of zero point nowhere")))
    a, b = [part / max(one) for part in one], [part / max(other) for part in other]
    return min(1.0, math.fsum(x * y for x, y in zip(a, b, strict=True)) / (math.hypot(*a) * math.hypot(*b)))


@dataclass(frozen=True)
class Conflict:
    """How far departments pull apart: 1 - cosine of each pair, in [0, 1], the farthest first; and their mean."""

    pairs: tuple[tuple[str, str, float], ...]
    mean: float


def conflict(weights: Mapping[str, Sequence[float]]) -> Conflict:
    """Every pair of departments. One that weighs nothing is left out; UndefinedError with fewer than two left."""
    weighing = {name: row for name, row in weights.items() if any(row)}
    if len(weighing) < 2:
        raise UndefinedError(message(N_("needs the weights of two departments")))
    pairs = [(a, b, 1 - _cosine(weighing[a], weighing[b])) for a, b in combinations(weighing, 2)]
    pairs.sort(key=lambda pair: -pair[2])
    return Conflict(tuple(pairs), sum(pair[2] for pair in pairs) / len(pairs))


def coverage(mapping: Mapping[str, str], of: Sequence[str]) -> float:
    """Share of ``of`` that has something in ``mapping``."""
    if not of:
        raise UndefinedError(message(N_("there is nothing to cover")))
    return sum(1 for name in of if mapping.get(name)) / len(of)


class State(StrEnum):
    """Of a success criterion."""

    PASS = "pass"
    FAIL = "fail"
    UNDECIDED = "undecided"


def criterion(*, baseline: float | None, target: float | None, now: float | None, by: date | None, on: date) -> State:
    """Whether a goal is reached: ``now`` at or beyond ``target``, seen from ``baseline``.

    Not reached is a failure only once ``by`` has come, and undecided before; so is what lacks a number, a day, or a
    way to go (target equal to baseline).
    """
    if baseline is None or target is None or now is None or target == baseline:
        return State.UNDECIDED
    if (now >= target) if target > baseline else (now <= target):
        return State.PASS
    return State.FAIL if by is not None and by <= on else State.UNDECIDED


def reached(states: Sequence[State]) -> float:
    """Success as the share of planned goals that are reached; undecided ones are planned, not reached."""
    if not states:
        raise UndefinedError(message(N_("no goal is planned")))
    return sum(state is State.PASS for state in states) / len(states)
