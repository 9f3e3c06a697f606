"""Capabilities: weighed, scored 0 to 5 now, as wanted and at peers; how far behind, which gap matters most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from metrics.answers.cells import AnswerError, Row, number, one_of, rows, text
from metrics.reading import UndefinedError
from metrics.scenario.kinds import KINDS
from metrics.strategy.method import FACTORS
from metrics.words.text import N_, message

LEAST, BEST = 0.0, 5.0  # of a score
WITHIN = 0.5  # of the peers' score: on a par
FEWEST, MOST = 15, 20  # capabilities the method asks for


class Position(StrEnum):
    """Where a capability stands among peers."""

    BEHIND = "behind"
    PAR = "par"
    AHEAD = "ahead"


@dataclass(frozen=True, kw_only=True)
class Capability:
    """One capability. ``weight``: what it adds to value, in one unit for all; a score is None where there is none."""

    id: str
    name: str
    weight: float | None
    score: float | None
    target: float | None
    peer: float | None = None
    lever: str = ""  # a kind of lever
    factor: str = ""

    @property
    def gap(self) -> float | None:
        """Target less score: above zero, something is missing; below, there is more than is wanted."""
        return None if self.score is None or self.target is None else self.target - self.score

    @property
    def pull(self) -> float | None:
        """Weight times gap, never below zero: by what closing it would lift the weighted sum. None without both."""
        return None if self.gap is None or self.weight is None else self.weight * max(self.gap, 0.0)

    @property
    def position(self) -> Position | None:
        """Behind, on a par or ahead of the peers; None where one of the two is not scored."""
        return None if self.score is None or self.peer is None else _position(self.score, self.peer)


def _position(score: float, peer: float) -> Position:
    """Below ``peer`` - 0.5 is behind, above ``peer`` + 0.5 ahead; what lies between, both ends included, is par."""
    distance = round(score - peer, 9)  # 2.6 - 2.1 is half a point, whatever binary fractions make of it
    return Position.BEHIND if distance < -WITHIN else Position.AHEAD if distance > WITHIN else Position.PAR


def weighted(pairs: Sequence[tuple[float | None, float | None]]) -> float:
    """Sum of weight times score over sum of weights, of (weight, score) where both are known.

    It lies between the least and the largest score. UndefinedError when no weight above zero has a score.
    """
    known = [(weight, score) for weight, score in pairs if weight is not None and score is not None and weight > 0]
    if not known:
        raise UndefinedError(message(N_("no capability has a weight and a score yet")))
    top = max(weight for weight, _score in known)
    total = sum(weight / top for weight, _score in known)
    mean = sum(weight / top * score for weight, score in known) / total
    return min(max(mean, min(score for _w, score in known)), max(score for _w, score in known))


def ranked(capabilities: Sequence[Capability]) -> list[Capability]:
    """Those with a gap above zero and a weight, the largest weight times gap first; equal ones in their order."""
    return sorted((gap for gap in capabilities if gap.pull), key=lambda gap: -(gap.pull or 0.0))


def drafted(capabilities: Sequence[Capability], weights: Mapping[str, float]) -> dict[str, float]:
    """Weights of capabilities drafted from those of the kinds of lever they feed: each kind's, split evenly.

    A kind without a capability gives nothing, so the draft may sum to less than the weights do.
    """
    count = Counter(capability.lever for capability in capabilities)
    return {each.id: weights.get(each.lever, 0.0) / count[each.lever] for each in capabilities}


def checked(value: Any) -> list[Row]:
    """Rows as they are kept: a name of its own, weight 0 to 100, scores 0 to 5, a kind of lever, a factor."""
    checked_rows = [_row(row) for row in rows(value)]
    names = [row["name"].casefold() for row in checked_rows]
    twice = next((row["name"] for row in checked_rows if names.count(row["name"].casefold()) > 1), None)
    if twice is not None:
        raise AnswerError(message(N_("{name} is there already"), name=twice))
    return checked_rows


def _row(row: Mapping[str, Any]) -> Row:
    name = text(row.get("name"))
    if not name:
        raise AnswerError(message(N_("a capability needs a name")))
    scores = {
        column: number(row.get(column), LEAST, BEST, message(label))
        for column, label in (("score", N_("Now")), ("target", N_("Target")), ("peer", N_("Peers")))
    }
    return {
        "id": str(row["id"]),
        "name": name,
        "weight": number(row.get("weight"), 0, 100, message(N_("Weight"))),
        **scores,
        "lever": one_of(row.get("lever"), [kind for kind in KINDS if kind != "stated"], message(N_("Lever"))),
        "factor": one_of(row.get("factor"), FACTORS, message(N_("Factor"))),
    }
