"""Ratios: a sum over a sum, by hand and under properties; its parts add up, its range covers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import intervals, ratio
from metrics.ratio import Ratio
from metrics.reading import UndefinedError

HELD = Ratio(id="held", mart="calls", over="settled", under="calls", needs="calls.resolved", share=True)
MONEY = Ratio(id="money", mart="calls", over="cost", under="calls", needs="calls.cost", months=3)
ROWS = [
    # month, region, site, team, settled, calls, cost
    ("2026-08-01", "North", "S1", "a", 5, 10, 30),
    ("2026-09-01", "North", "S1", "a", 6, 10, 40),
    ("2026-10-01", "North", "S1", "a", 8, 10, 50),
    ("2026-10-01", "North", "S2", "b", 3, 10, 10),
    ("2026-10-01", "South", "S3", "c", 9, 20, 60),
    ("2026-10-01", None, None, None, 0, 0, None),
]


def frames(rows: list[tuple[object, ...]] = ROWS) -> dict[str, pd.DataFrame]:
    """A mart of three months."""
    columns = ["month", "region", "site", "team", "settled", "calls", "cost"]
    return {"calls": pd.DataFrame(rows, columns=columns)}


def test_the_last_month_of_the_company_by_hand() -> None:
    """20 of 40; Wilson's 90 % range of that is .374 to .626."""
    found = ratio.figure(frames(), HELD, {})
    assert (found.value, found.rows) == (0.5, 4)
    assert (found.low, found.high) == pytest.approx((0.3742, 0.6258), abs=5e-4)
    assert str(found.note) == "Wilson's range, of 40 counted."


def test_three_months_are_summed_and_money_has_a_bootstrap() -> None:
    """(30 + 40 + 50 + 10 + 60) / 60."""
    found = ratio.figure(frames(), MONEY, {})
    assert found.value == pytest.approx(190 / 60)
    assert found.low is not None and found.low < found.value < (found.high or 0)
    assert str(found.note) == "Bootstrap over 5 cells, a month at a place each."


@pytest.mark.parametrize(
    ("where", "month", "value"),
    [
        ({"region": "North"}, "", 11 / 20),
        ({"region": "North", "site": "S2"}, "", 0.3),
        ({"team": "a"}, "", 0.8),
        ({}, "2026-09-01", 0.6),
    ],
)
def test_a_place_and_an_earlier_month(where: dict[str, str], month: str, value: float) -> None:
    assert ratio.figure(frames(), HELD, where, month).value == pytest.approx(value)


def test_a_drill_down_sums_to_the_whole() -> None:
    parts = ratio.split(frames(), HELD, "region", {})
    assert [(part.name, part.over, part.under, part.value) for part in parts] == [
        ("North", 11.0, 20.0, 0.55),
        ("South", 9.0, 20.0, 0.45),
    ]
    assert (
        sum(part.over for part in parts) / sum(part.under for part in parts) == ratio.figure(frames(), HELD, {}).value
    )


def test_months_in_a_row_with_a_gap() -> None:
    """September is gone: it is empty in the series, and three months that hold it are counted as what there was."""
    rows = [row for row in ROWS if row[0] != "2026-09-01"]
    held = ratio.series(frames(rows), HELD, {})
    assert held.round(3).tolist()[0] == 0.5 and np.isnan(held.iloc[1]) and held.iloc[2] == 0.5
    assert ratio.series(frames(), MONEY, {}).dropna().tolist() == pytest.approx([190 / 60])


@pytest.mark.parametrize(
    ("rows", "held", "where", "words"),
    [
        ([], HELD, {}, "needs calls.resolved, which is not here yet"),
        ([(*row[:4], None, 10, 1) for row in ROWS[:3]], HELD, {}, "needs calls.resolved, which is not here yet"),
        (ROWS[2:], MONEY, {}, "needs 3 months; there are 1"),
        (ROWS, HELD, {"team": "nobody"}, "nothing was counted in this time"),
        (
            ROWS,
            Ratio(id="x", mart="calls", over="cost", under="calls", needs="c", places=("region",)),
            {"team": "a"},
            "is not recorded by team",
        ),
    ],
)
def test_what_is_not_there_is_said(
    rows: list[tuple[object, ...]], held: Ratio, where: dict[str, str], words: str
) -> None:
    """Missing tables, empty columns, too few months, a team that vanished, a place that is not recorded."""
    with pytest.raises(UndefinedError, match=words):
        ratio.figure(frames(rows), held, where)


def test_a_place_that_is_not_recorded_cannot_be_split_by() -> None:
    held = Ratio(id="x", mart="calls", over="cost", under="calls", needs="c", places=("region",))
    with pytest.raises(UndefinedError, match="is not recorded by team"):
        ratio.split(frames(), held, "team", {})


def test_a_month_without_a_denominator_is_not_zero() -> None:
    """A zero below the line is no value of a part; what stands above it counts for the whole."""
    rows = [("2026-10-01", "North", "S1", "a", -1, 0, 5), ("2026-10-01", "South", "S2", "b", 4, 6, 5)]
    assert [part.value for part in ratio.split(frames(rows), HELD, "region", {})] == [None, 4 / 6]
    assert ratio.figure(frames(rows), HELD, {}).value == 0.5
    with pytest.raises(UndefinedError, match="nothing was counted"):
        ratio.figure(frames(rows), HELD, {"region": "North"})


counts = st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 50), st.integers(1, 50)), min_size=1, max_size=30)


@given(counts)
def test_parts_sum_to_the_whole_whatever_the_cells(cells: list[tuple[str, int, int]]) -> None:
    rows = [("2026-10-01", name, name, name, min(over, under), under, 1) for name, over, under in cells]
    parts = ratio.split(frames(rows), HELD, "team", {})
    whole = ratio.figure(frames(rows), HELD, {})
    assert sum(part.over for part in parts) == pytest.approx(whole.value * sum(part.under for part in parts))
    assert whole.low is not None and whole.low <= whole.value <= (whole.high or 0)


def test_the_bootstrap_covers_as_often_as_it_says() -> None:
    """Ratios of means of 60 cells with a known truth of 2: some nine in ten ranges hold it."""
    rng = np.random.default_rng(5)
    held = 0
    for _trial in range(600):
        under = rng.integers(5, 15, 60).astype(float)
        over = under * (2 + 0.5 * rng.standard_normal(60))
        low, high = intervals.resampled_ratio(over, under)
        held += low <= 2 <= high
    assert 0.85 <= held / 600 <= 0.95


def test_one_cell_has_no_bootstrap() -> None:
    with pytest.raises(ValueError, match="one row"):
        intervals.resampled_ratio(np.array([1.0]), np.array([2.0]))
    lone = [("2026-10-01", "North", "S1", "a", 1, 2, 30)]
    found = ratio.figure(frames(lone), Ratio(id="m", mart="calls", over="cost", under="calls", needs="c"), {})
    assert (found.value, found.low, found.high) == (15.0, None, None)
