"""Answers: cells checked, edits laid over what others saved, and the parts of step 1 refused when they cannot be."""

from __future__ import annotations

from datetime import date

import pytest

from data.library import answers as library
from metrics.answers.cells import LONGEST, MOST, AnswerError, Edits, day, edited, number, one_of, phrase, rows, text
from metrics.strategy import parts
from metrics.words.text import message

WHAT = message("Weight")


def test_a_text_of_ours_is_read_in_both_languages_and_a_typed_one_as_it_is() -> None:
    assert phrase("Contract renewal").render("zh_CN") == "合同续签"
    assert phrase("Contract renewal").render("en") == "Contract renewal"
    assert phrase("Our own {words}").render("zh_CN") == "Our own {words}"


def test_cells() -> None:
    assert text("  two \n lines ") == "two lines" and text(None) == ""
    assert number(None, 0, 5, WHAT) is None and number("", 0, 5, WHAT) is None and number(3, 0, 5, WHAT) == 3.0
    assert day(date(2026, 10, 1), WHAT) == "2026-10-01" == day("2026-10-01T00:00:00", WHAT) and day(None, WHAT) == ""
    assert one_of(None, ["a"], WHAT) == ""


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: text(3), "3 is no text"),
        (lambda: text("x" * (LONGEST + 1)), "up to 300 letters"),
        (lambda: number(True, 0, 5, WHAT), "no number"),
        (lambda: number(6, 0, 5, WHAT), "Weight: 6 is out of range; 0 to 5 is"),
        (lambda: day("soon", WHAT), "soon is no day"),
        (lambda: one_of("x", ["a"], WHAT), "x cannot be chosen"),
        (lambda: rows({"a": 1}), "cannot be read"),
        (lambda: rows([{"name": "without an id"}]), "cannot be read"),
        (lambda: rows([{"id": "1"}, {"id": "1"}]), "same number"),
        (lambda: rows([{"id": str(n)} for n in range(MOST + 1)]), "up to 200 rows"),
    ],
)
def test_what_cannot_be_is_refused(make, why: str) -> None:
    with pytest.raises(AnswerError, match=why):
        make()


def test_edits_keep_what_somebody_else_saved_meanwhile() -> None:
    """Ada types a score in row 1; Ben had renamed it, changed row 2 and added row 3."""
    now = [{"id": "1", "name": "Ben's", "score": 1}, {"id": "2", "name": "b", "score": 9}, {"id": "3", "name": "new"}]
    edits = Edits(cells={"1": {"score": 2}}, added=[{"name": "Ada's"}], batch="x")
    assert edited(now, edits) == [
        {"id": "1", "name": "Ben's", "score": 2},
        {"id": "2", "name": "b", "score": 9},
        {"id": "3", "name": "new"},
        {"id": "x-1", "name": "Ada's"},
    ]


def test_rows_of_the_same_batch_are_replaced_and_rows_taken_out_are_gone() -> None:
    now = [{"id": "1"}, {"id": "x-1", "name": "draft"}, {"id": "xy-1", "name": "of another"}]
    edits = Edits(deleted=frozenset({"1"}), added=[{"name": "final"}], batch="x")
    assert edited(now, edits) == [{"id": "xy-1", "name": "of another"}, {"id": "x-1", "name": "final"}]


# The parts of step 1


def test_the_samples_answers_can_be_kept_as_they_are() -> None:
    for part, check in (
        ("questions", parts.questions),
        ("weights", parts.weights),
        ("stakeholders", parts.stakeholders),
        ("survey", parts.survey),
        ("departments", parts.departments),
        ("roles", parts.coverage),
        ("criteria", parts.criteria),
        ("stages", parts.stages),
    ):
        kept = check(library.sample(part))
        assert kept and check(kept) == kept, part


def test_every_direction_has_a_kind_of_lever_and_every_kind_a_direction() -> None:
    from metrics.scenario.kinds import KINDS

    assert parts.DIRECTION_OF.keys() == {kind for kind in KINDS if kind != "stated"}
    assert set(parts.DIRECTION_OF.values()) == set(parts.DIRECTIONS) and parts.DIRECTION_OF["handling"] == "serve"


@pytest.mark.parametrize(
    ("check", "value", "why"),
    [
        (parts.questions, {"market": {"answer": "booming"}}, "booming cannot be chosen"),
        (parts.questions, {"channels": {"answer": ["fax"]}}, "fax cannot be chosen"),
        (parts.weights, {"acquire": 50, "develop": 60}, "sum to 110%"),
        (parts.stakeholders, [{"id": "1", "name": ""}], "needs a name"),
        (parts.stakeholders, [{"id": "1", "name": "A", "agreement": 4}], "out of range"),
        (parts.stakeholders, [{"id": "1", "name": "A", "agreement": 1.5}], "0, 1, 2 or 3"),
        (parts.survey, [{"id": "1", "name": "A", "people": 120}], "out of range"),
        (parts.criteria, [{"id": "1", "name": "A", "metric": "luck"}], "luck cannot be chosen"),
        (parts.criteria, [{"id": "1", "name": "A", "baseline": 5, "target": 5}], "nothing to reach"),
        (
            parts.criteria,
            [{"id": "1", "name": "A", "metric": "irr"}, {"id": "2", "name": "B", "metric": "irr"}],
            "each has its own",
        ),
    ],
)
def test_a_part_that_cannot_be_is_refused(check, value, why: str) -> None:
    with pytest.raises(AnswerError, match=why):
        check(value)


def test_no_weights_at_all_are_no_answer_yet() -> None:
    assert parts.weights({}) == {} and parts.weights(None) == {}
