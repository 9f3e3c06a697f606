"""What groups are found by, by hand; and the names they get."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.segments import inputs
from metrics.segments.names import names


def test_pace_by_hand() -> None:
    # 13 days with an order over 2 years: 12.5 in 2.5 years, 5 a year; one order alone: half an order in half a year, 1
    assert np.exp(inputs._pace([13, 1], [730, 0])) == pytest.approx([5, 1])


def test_a_share_is_drawn_towards_that_of_all_the_more_the_less_is_known() -> None:
    # In all 3 of 12 lines, a quarter: (1 + 2/4) / (1 + 2) = 1/2 for one of one, (2 + 1/2) / (11 + 2) = 5/26
    assert inputs._drawn_in([1, 2], [1, 11]) == pytest.approx([1 / 2, 5 / 26])


def test_lines_of_a_customer_are_all_alike_or_as_by_chance() -> None:
    # Customers who buy one family only: variance of shares 1/4 = p(1 - p), so rho 1
    assert inputs._likeness([[4, 0], [0, 4]]) == pytest.approx([1, 1])
    # Everybody half and half: variance 0, (0 - 1/4) / (1 - 1/4)
    assert inputs._likeness([[2, 2], [2, 2]]) == pytest.approx([-1 / 3, -1 / 3])
    # Too few lines to tell, and a family nobody buys
    assert inputs._likeness([[2, 0], [0, 2]]).tolist() == [0, 0]
    assert inputs._likeness([[3, 0], [4, 0]]).tolist() == [0, 0]


def test_lines_drawn_by_chance_are_not_alike() -> None:
    rng = np.random.default_rng(5)
    found = inputs._likeness(rng.multinomial(8, [0.5, 0.3, 0.2], 4000))
    assert np.abs(found) == pytest.approx(0, abs=0.02)


def test_the_family_that_sets_customers_apart_is_found_and_none_where_none_does() -> None:
    rows = [(f"c{i}", family, n) for i in range(40) for family, n in zip("abc", _lines(i), strict=True) if n]
    mix = pd.DataFrame(rows, columns=["customer_id", "family", "lines"])
    found = inputs._telling(mix)
    assert found is not None and found[0] == "c"
    same = mix.assign(lines=1)
    assert inputs._telling(same[same["family"] != "c"]) is None
    assert inputs._telling(mix[:0]) is None


def _lines(i: int) -> tuple[int, int, int]:
    """Half of the customers buy c only, the others a and b in turn."""
    return (0, 0, 6) if i % 2 else (3, 3, 0)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["business", "consumer", "consumer", "consumer", None], [1, 0, 0, 0, 0.25]),
        (["business", None, None], None),
        (["business", "business"], None),
        ([], None),
    ],
)
def test_a_yes_or_no_is_an_input_when_known_of_most_and_telling(
    values: list[str | None], expected: list[float] | None
) -> None:
    found = inputs._flag(pd.Series(values, dtype="string"), "business")
    assert (None if found is None else found.tolist()) == expected


def groups() -> pd.DataFrame:
    """Four groups of 20: businesses with and without a contract, private people who buy often and seldom."""
    rows = {"business": [1, 1, 0, 0], "contract": [1, 0, 0, 0], "pace": [2.0, 2.2, 2.0, -1.0], "family": [0, 0, 0, 1.0]}
    return pd.DataFrame({name: np.repeat(values, 20) for name, values in rows.items()})


def test_a_name_says_who_first_and_then_what_they_do() -> None:
    found = [name.render() for name in names(groups(), np.repeat(range(4), 20), "gifts")]
    assert found == ["Businesses, on contract", "Businesses, frequent", "Private, frequent", "Private, many gifts"]


def test_groups_that_would_be_called_the_same_are_told_apart_by_how_much() -> None:
    held = pd.DataFrame({"pace": np.repeat([3.0, 1.0, -2.0, -2.0], 20), "spend": np.repeat([3.0, 1.0, -2.0, -2.0], 20)})
    labels = np.repeat(range(4), 20)
    assert [name.render() for name in names(held, labels)] == [
        "Very frequent, very large orders",
        "Frequent, large orders",
        "Rare, small orders",
        "Rare, small orders (2)",
    ]


@given(st.lists(st.integers(0, 4), min_size=10, max_size=60))
def test_no_two_groups_have_the_same_name(labels: list[int]) -> None:
    at = np.unique(labels, return_inverse=True)[1]
    rng = np.random.default_rng(1)
    held = pd.DataFrame({"business": rng.integers(0, 2, at.size), "pace": rng.normal(0, 1, at.size)})
    found = [name.render() for name in names(held, at)]
    assert len(set(found)) == len(found) == at.max() + 1
