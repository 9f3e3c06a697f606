"""What-ifs, groups of the same people, and sources of customers, worked by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.customers import acquisition, matching
from metrics.reading import UndefinedError
from metrics.value import policy


def test_five_per_cent_of_the_best_misread_by_hand() -> None:
    """The best two of ten are worth 100 and 90; a twentieth of that is 9.5, and half of it goes."""
    found = policy.misread([100.0, 90, 10, 9, 8, 7, 6, 5, 4, 3], 0.2, 0.05, 0.5)
    assert (found.best, found.misread, found.value, found.loss) == (2, pytest.approx(0.1), 190.0, pytest.approx(4.75))
    assert found.share == pytest.approx(0.025)
    with pytest.raises(UndefinedError, match="nothing can be lost"):
        policy.misread([], 0.2, 0.05, 1.0)


TIER = policy.Tier("C", 100, 5000.0, 300.0, 1000.0, 20_000.0)


def test_a_fifth_less_service_by_hand() -> None:
    """200 a year are saved, 360 over 1.8 years; one point of retention of 20,000 is 200; level at 1.8 points."""
    found = policy.served(TIER, -0.2, -0.01, 1.8)
    assert (found.saved, found.kept) == (pytest.approx(200), pytest.approx(-200))
    assert found.profit(1.8) == pytest.approx(160)
    assert found.break_even == pytest.approx(-0.018)
    assert policy.policy([found, found], 1.8) == pytest.approx(320)


@given(st.floats(-1, 1), st.floats(0.5, 5))
def test_at_break_even_nothing_is_gained(spend: float, years: float) -> None:
    level = policy.served(TIER, spend, 0.0, years).break_even
    assert level is not None
    assert policy.served(TIER, spend, level, years).profit(years) == pytest.approx(0.0, abs=1e-6)


def test_without_a_chance_of_leaving_the_saving_alone_is_known() -> None:
    bare = policy.Tier("A", 1, 1.0, 1.0, 50.0, None)
    found = policy.served(bare, 0.1, 0.05, 2.0)
    assert (found.kept, found.break_even, found.profit(2.0)) == (None, None, pytest.approx(-10.0))


def test_farming_by_hand() -> None:
    """900 of 1,000 revenue, 60 of 100 spending: 1.5 times as much as is spent."""
    found = policy.Farming(900.0, 100.0, 60.0, 40.0)
    assert (found.revenue_share, found.spending_share) == (0.9, 0.6)
    assert found.index == pytest.approx(1.5)
    with pytest.raises(UndefinedError, match="cost"):
        policy.Farming(900.0, 100.0, 60.0, None).index  # noqa: B018 - the property raises


def matches(*rows: tuple[str, str | None, str | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["customer_id", "email_group", "phone_group"], dtype=object)


def test_who_shares_a_telephone_with_one_and_an_address_with_another_joins_them() -> None:
    """a and b share an address, b and c a telephone: one customer. d and e share both. Of ten there are seven."""
    found = matching.unique(
        matches(("a", "a", None), ("b", "a", "b"), ("c", None, "b"), ("d", "d", "d"), ("e", "d", "d")), 10
    )
    assert (found.groups, found.grouped, found.largest, found.unique) == (2, 5, 3, 7)
    assert found.by_both == 1
    assert found.repeated == pytest.approx(0.3)
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


def cohort(n: int, source: str, days: float, serve: float, joined: int = 5) -> pd.DataFrame:
    """Customers who all leave after that many days."""
    return pd.DataFrame(
        {
            "kind": "consumer",
            "source": source,
            "joined": joined,
            "tenure_days": days,
            "left": True,
            "cost_to_serve": serve,
            "brought": 10.0,
        },
        index=range(n),
    )


def test_a_source_whose_customers_leave_twice_as_soon_and_cost_more() -> None:
    """Six months against twelve; 12 over six months are 2 a month against 1. Those of another month do not count."""
    held = pd.concat(
        [
            cohort(60, "sale", 6 * acquisition.MONTH, 12.0),
            cohort(80, "shop", 12 * acquisition.MONTH, 12.0),
            cohort(80, "shop", 24 * acquisition.MONTH, 99.0, joined=30),
            cohort(10, "rare", 1.0, 1.0),
        ],
        ignore_index=True,
    )
    first = acquisition.sources(held)[0]
    assert (first.name, first.own.customers, first.others.customers) == ("sale", 60, 90)
    assert first.own.months == pytest.approx(6)
    assert first.lifetime == pytest.approx(0.5)
    assert first.own.serve == pytest.approx(2.0)
    assert "rare" not in {one.name for one in acquisition.sources(held)}


def test_while_fewer_than_four_in_ten_have_left_there_is_no_lifetime() -> None:
    held = cohort(100, "sale", 100.0, 1.0).assign(left=np.arange(100) < 39)
    assert acquisition.stay(held).months is None
    assert acquisition.stay(held.assign(cost_to_serve=np.nan)).serve is None
    assert acquisition.stay(held.iloc[:0]).customers == 0
