"""Capabilities: weighted scores, positions, ranked gaps and drafted weights."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.answers.cells import AnswerError
from metrics.reading import UndefinedError
from metrics.strategy.capabilities.scores import Capability, Position, _position, checked, drafted, ranked, weighted


def capable(id: str, **given_: object) -> Capability:
    """One capability with the usual scores, but for what is given."""
    held = {"name": id, "weight": 10.0, "score": 2.0, "target": 4.0, "peer": 3.0, **given_}
    return Capability(id=id, **held)  # type: ignore[arg-type]


def test_weighted_score_by_hand() -> None:
    """(12 x 2 + 8 x 1.5 + 5 x 4) / 25 = 56 / 25 = 2.24; what has no score or no weight is left out."""
    assert weighted([(12, 2), (8, 1.5), (5, 4), (9, None), (None, 5), (0, 5)]) == pytest.approx(2.24)


@pytest.mark.parametrize("pairs", [[], [(None, 3)], [(4, None)], [(0, 3)]])
def test_nothing_scored_is_no_score(pairs: list) -> None:
    with pytest.raises(UndefinedError, match="weight and a score"):
        weighted(pairs)


scored = st.lists(st.tuples(st.floats(0, 1e200), st.floats(0, 5)), min_size=1, max_size=20)
weighed = st.lists(st.tuples(st.floats(0.01, 100), st.floats(0, 5)), min_size=1, max_size=20)


@given(scored.filter(lambda pairs: any(weight > 0 for weight, _score in pairs)))
def test_weighted_score_lies_between_the_least_and_the_largest(pairs: list) -> None:
    counted = [score for weight, score in pairs if weight > 0]
    assert min(counted) <= weighted(pairs) <= max(counted)


@given(weighed, st.floats(0.01, 100))
def test_the_unit_of_weights_does_not_matter(pairs: list, size: float) -> None:
    assert weighted([(weight * size, score) for weight, score in pairs]) == pytest.approx(weighted(pairs))


@pytest.mark.parametrize(
    ("score", "peer", "where"),
    [
        (2.4, 3.0, Position.BEHIND),
        (2.5, 3.0, Position.PAR),  # half a point is par, both ways
        (3.5, 3.0, Position.PAR),
        (3.6, 3.0, Position.AHEAD),
        (2.6, 2.1, Position.PAR),  # .5 whatever binary fractions make of it
        (2.1, 2.6, Position.PAR),
        (0.0, 5.0, Position.BEHIND),
    ],
)
def test_position(score: float, peer: float, where: Position) -> None:
    assert _position(score, peer) is where


@given(st.floats(0, 5), st.floats(0, 5))
def test_behind_one_way_is_ahead_the_other(one: float, other: float) -> None:
    opposite = {Position.BEHIND: Position.AHEAD, Position.AHEAD: Position.BEHIND, Position.PAR: Position.PAR}
    assert _position(other, one) is opposite[_position(one, other)]


def test_gaps_by_hand() -> None:
    """12 x 2 = 24, 8 x 2 = 16, 9 x 1.5 = 13.5; above target, without a weight or a score: no gap to close."""
    held = [
        capable("b", weight=8.0),
        capable("a", weight=12.0),
        capable("c", weight=9.0, score=2.5),
        capable("above", score=4.5),
        capable("unweighed", weight=None),
        capable("unscored", score=None),
    ]
    assert [(one.id, one.pull) for one in ranked(held)] == [("a", 24.0), ("b", 16.0), ("c", 13.5)]
    assert held[3].gap == -0.5 and held[3].pull == 0
    assert held[5].gap is None and held[5].position is None


def test_weights_drafted_by_hand() -> None:
    """40 over two, 25 over one; a kind without weight gives nothing."""
    held = [capable("a", lever="retain"), capable("b", lever="retain"), capable("c", lever="develop"), capable("d")]
    assert drafted(held, {"retain": 40, "develop": 25, "serve": 20}) == {"a": 20, "b": 20, "c": 25, "d": 0}


@given(st.lists(st.sampled_from("rds"), min_size=1), st.integers(0, 100), st.integers(0, 100), st.integers(0, 100))
def test_drafted_weights_add_up_to_those_of_the_kinds_that_are_there(kinds: list, r: int, d: int, s: int) -> None:
    weights = {"r": r, "d": d, "s": s}
    held = [capable(str(n), lever=kind) for n, kind in enumerate(kinds)]
    assert sum(drafted(held, weights).values()) == pytest.approx(sum(weights[kind] for kind in set(kinds)))


def row(**given_: object) -> dict:
    """A row that can be, but for what is given."""
    usual = {"weight": 5, "score": 2, "target": 4, "peer": None, "lever": "mail", "factor": "process"}
    return {"id": "1", "name": "Care", **usual, **given_}


@pytest.mark.parametrize(
    ("given_", "why"),
    [
        ({"name": "  "}, "needs a name"),
        ({"score": 5.1}, "Now: 5.1 is out of range; 0 to 5 is"),
        ({"target": -1}, "Target: -1 is out of range"),
        ({"weight": 101}, "Weight: 101 is out of range; 0 to 100 is"),
        ({"score": "much"}, "Now: much is no number"),
        ({"score": float("nan")}, "no number"),
        ({"lever": "magic"}, "Lever: magic cannot be chosen"),
        ({"factor": "luck"}, "Factor: luck cannot be chosen"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(given_: dict, why: str) -> None:
    with pytest.raises(AnswerError, match=why):
        checked([row(**given_)])


def test_a_name_is_there_once() -> None:
    with pytest.raises(AnswerError, match="Care is there already"):
        checked([row(), row(id="2", name="CARE")])
