"""Groups of rows that are one customer, worked by hand and held against a plain search."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from metrics.customers import matching


def matches(*rows: tuple[str, str | None, str | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["customer_id", "email_group", "phone_group"], dtype=object)


def test_who_shares_a_telephone_with_one_and_an_address_with_another_joins_them() -> None:
    """a and b share an address, b and c a telephone: one customer. d and e share both. Of ten there are seven."""
    found = matching.unique(
        matches(("a", "a", None), ("b", "a", "b"), ("c", None, "b"), ("d", "d", "d"), ("e", "d", "d")), 10
    )
    assert (found.groups, found.grouped, found.unique) == (2, 5, 7)
    assert found.by_both == 1
    assert matching.unique(matches(), 4).unique == 4


@given(st.lists(st.tuples(st.integers(0, 15), st.integers(0, 15)), min_size=1, max_size=30))
def test_groups_are_those_a_plain_search_finds(links: list[tuple[int, int]]) -> None:
    found = matching.linked(pd.DataFrame(links))
    group = {id: {id} for pair in links for id in pair}
    for one, other in links:
        joined = group[one] | group[other]
        for id in joined:
            group[id] = joined
    assert found.nunique() == len({frozenset(members) for members in group.values()})
    assert all(found[one] == found[other] for one, other in links)
