"""The loyalty index, its weights and its matrix with satisfaction, worked by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.churn import loyalty
from metrics.churn.loyalty import ADVOCACY, REPEAT, SHARE, TENURE, WEIGHTS
from metrics.reading import UndefinedError

COLUMNS = ["quarters_known", "quarters_ordered", "families", "families_of_kind", "tenure_days"]
HELD = pd.DataFrame([[8, 8, 3, 6, 730], [4, 1, 0, 6, 10_000]], columns=COLUMNS, index=["ann", "ben"])


def test_the_documented_weights_sum_to_one() -> None:
    assert sum(WEIGHTS.values()) == pytest.approx(1) and set(WEIGHTS) == {REPEAT, TENURE, SHARE, ADVOCACY}


def test_parts_and_index_by_hand() -> None:
    """Ann: all eight quarters, two of five years, half the range, 9 of 10. Ben was never asked: .8 carries him."""
    parts = loyalty._parts(HELD, pd.Series({"ann": 0.9}))
    assert parts.loc["ann"].tolist() == pytest.approx([1.0, 0.4, 0.5, 0.9])
    assert parts.loc["ben"].tolist()[:3] == pytest.approx([0.25, 1.0, 0.0]) and np.isnan(parts.loc["ben", ADVOCACY])
    found = loyalty._index(parts)
    assert found["ann"] == pytest.approx(0.35 + 0.2 * 0.4 + 0.25 * 0.5 + 0.2 * 0.9)
    assert found["ben"] == pytest.approx((0.35 * 0.25 + 0.2) / 0.8)


def test_what_nobody_knows_is_named_and_the_others_carry_its_weight() -> None:
    used = {part.id: part for part in loyalty._account(loyalty._parts(HELD, pd.Series(dtype=float)))}
    assert used[ADVOCACY] == loyalty.Part(ADVOCACY, weight=0.2, counts=0, known=0, mean=None)
    assert used[REPEAT].counts == pytest.approx(0.35 / 0.8) and used[REPEAT].known == 1
    assert sum(part.counts for part in used.values()) == pytest.approx(1)


@given(st.lists(st.tuples(*[st.one_of(st.none(), st.floats(0, 1))] * 4), min_size=1, max_size=20))
def test_an_index_lies_between_the_parts_it_is_made_of(rows: list[tuple[float | None, ...]]) -> None:
    parts = pd.DataFrame(rows, columns=list(WEIGHTS), dtype=float)
    known = parts.notna().any(axis=1)
    if not known.any():
        with pytest.raises(UndefinedError, match="nothing is known"):
            loyalty._index(parts)
        return
    found = loyalty._index(parts)
    assert found[~known].isna().all()
    assert (found[known] >= parts.min(axis=1)[known] - 1e-12).all()
    assert (found[known] <= parts.max(axis=1)[known] + 1e-12).all()
    assert sum(part.counts for part in loyalty._account(parts)) == pytest.approx(1)


@pytest.mark.parametrize("weights", [{REPEAT: 0.5, TENURE: 0.6}, {REPEAT: 1.2, TENURE: -0.2}])
def test_weights_that_are_no_weights_are_refused(weights: dict[str, float]) -> None:
    with pytest.raises(UndefinedError, match="do not sum to 100%"):
        loyalty._index(pd.DataFrame({REPEAT: [1.0], TENURE: [1.0]}), weights)


def test_answers_are_read_on_the_smallest_scale_that_holds_them() -> None:
    score, highest = pd.Series([1.0, 4.0, 9.0, 60.0, 7.0]), pd.Series([5.0, 5.0, 10.0, 90.0, 1000.0])
    assert loyalty._scaled(score, highest).tolist()[:4] == pytest.approx([0.0, 0.75, 0.9, 0.6])
    assert np.isnan(loyalty._scaled(score, highest)[4])


def test_questions_are_known_by_their_words() -> None:
    questions = ["Would you RECOMMEND us?", "How satisfied are you?", "您会推荐我们吗"]
    held = pd.DataFrame({"customer_id": ["a", "a", "b"], "question": questions})
    held["score"], held["highest"] = [10.0, 2.0, 5.0], [10.0, 5.0, 10.0]
    assert loyalty._answers(held, loyalty.RECOMMEND).to_dict() == {"a": 1.0, "b": 0.5}
    assert loyalty._answers(held, loyalty.SATISFACTION).to_dict() == {"a": 0.25}


def test_the_matrix_by_hand() -> None:
    stays = pd.Series({"a": 0.9, "b": 0.5, "c": 0.1, "d": 0.2, "e": 0.8})
    happy = pd.Series({"a": 0.2, "b": 0.75, "c": 1.0, "d": 0.5, "x": 1.0})
    cells = loyalty._matrix(stays, happy, pd.Series({"a": 10.0, "b": 20.0, "d": 5.0}))
    rows = (True, False, 1, 10.0), (True, True, 1, 20.0), (False, False, 1, 5.0), (False, True, 1, 0.0)
    assert cells == tuple(loyalty.Cell(*row) for row in rows)
    assert {cell.money for cell in loyalty._matrix(stays, happy, None)} == {None}  # unknown, not zero
    with pytest.raises(UndefinedError, match="nobody has been asked"):
        loyalty._matrix(stays, pd.Series({"x": 1.0}), stays)
