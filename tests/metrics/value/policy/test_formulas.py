"""What-ifs of policy, worked by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.reading import UndefinedError
from metrics.value.policy import formulas


def test_five_per_cent_of_the_best_misclassified_by_hand() -> None:
    """The best two of ten are worth 100 and 90; a twentieth of that is 9.5, and half of it goes."""
    found = formulas.misclassified([100.0, 90, 10, 9, 8, 7, 6, 5, 4, 3], 0.2, 0.05, 0.5)
    assert (found.best, found.misclassified, found.value, found.loss) == (
        2,
        pytest.approx(0.1),
        190.0,
        pytest.approx(4.75),
    )
    with pytest.raises(UndefinedError, match="nothing can be lost"):
        formulas.misclassified([], 0.2, 0.05, 1.0)


TIER = formulas.Tier("C", 100, 300.0, 1000.0, 20_000.0)


def test_a_fifth_less_service_by_hand() -> None:
    """200 a year are saved, 360 over 1.8 years; one point of retention of 20,000 is 200; level at 1.8 points."""
    found = formulas.served(TIER, -0.2, -0.01, 1.8)
    assert (found.saved, found.kept) == (pytest.approx(200), pytest.approx(-200))
    assert (found.before, found.change, found.after) == pytest.approx((540, 160, 700))
    assert found.break_even == pytest.approx(-0.018)


def test_tiers_together_are_their_sums() -> None:
    both = formulas.together([formulas.served(TIER, -0.2, -0.01, 1.8), formulas.served(TIER, 0.0, 0.01, 1.8)])
    assert (both.saved, both.kept, both.change, both.before) == pytest.approx((200, 0, 360, 1080))
    assert (both.tier.customers, both.tier.serve, both.break_even) == (200, 2000.0, None)


@given(st.floats(-1, 1), st.floats(0.5, 5))
def test_at_break_even_nothing_is_gained(spend: float, years: float) -> None:
    level = formulas.served(TIER, spend, 0.0, years).break_even
    assert level is not None
    assert formulas.served(TIER, spend, level, years).change == pytest.approx(0.0, abs=1e-6)


def test_without_a_chance_of_leaving_the_saving_alone_is_known() -> None:
    bare = formulas.Tier("A", 1, 1.0, 50.0, None)
    found = formulas.served(bare, 0.1, 0.05, 2.0)
    assert (found.kept, found.break_even, found.change) == (None, None, pytest.approx(-10.0))


def test_retention_against_acquisition_spending_by_hand() -> None:
    """900 of 1,000 revenue, 60 of 100 spending: 1.5 times as much as is spent."""
    found = formulas.Spending(900.0, 100.0, 60.0, 40.0)
    assert (found.revenue_share, found.spending_share) == (0.9, 0.6)
    assert found.index == pytest.approx(1.5)
    with pytest.raises(UndefinedError, match="no revenue"):
        formulas.Spending(0.0, 0.0, 60.0, 40.0).index  # noqa: B018 - the property raises
    with pytest.raises(UndefinedError, match="nothing is spent"):
        formulas.Spending(900.0, 100.0, 0.0, 40.0).index  # noqa: B018 - the property raises
    with pytest.raises(UndefinedError, match="no spending"):
        formulas.Spending(900.0, 100.0, 0.0, 0.0).index  # noqa: B018 - the property raises
    with pytest.raises(UndefinedError, match="cost"):
        formulas.Spending(900.0, 100.0, 60.0, None).index  # noqa: B018 - the property raises
