"""What a programme adds to the value of the base, worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from metrics.programme import benefits
from metrics.programme.customer_base import standing
from metrics.reading import UndefinedError
from metrics.value.policy import equity
from tests.metrics import worlds


def test_months_of_a_customer_by_hand() -> None:
    """Nobody leaves and nothing is discounted: every month counts. 21 % a year is 1.1 in half a year."""
    assert equity._annuity(1.0, 0.0, 24) == pytest.approx(24)
    assert equity._annuity(0.5, 0.0, 24) == pytest.approx(sum(0.5 ** (k / 12) for k in range(1, 25)))
    assert equity._annuity(1.0, 0.21, 1) == pytest.approx(1 / 1.21 ** (1 / 24))


def test_the_equity_of_a_business_by_hand() -> None:
    """1,000 customers, of whom as many come as go, bring 224 each less 144 of calls: 80 a year."""
    values = benefits.numbers(worlds.scenario(), worlds.baseline())
    world = standing(values, 12)
    by_hand = 1000 * 80 / 12 * equity._annuity(worlds.KEPT, 0.1, 24)
    assert equity._worth(world, 12, 0.1, 24) == pytest.approx(by_hand)


def test_a_programme_that_moves_nothing_adds_nothing() -> None:
    case = worlds.scenario(worlds.lever("retention", worlds.KEPT), costs=(worlds.cost(once=500.0),))
    found = equity.equity(case, worlds.baseline(), np.array([500.0] + [0.0] * 12), 12, 24)
    assert found.change == pytest.approx(0.0)
    assert found.rate == pytest.approx(0.0)
    assert found.spent == 500.0


def test_more_revenue_a_customer_adds_its_margin_to_equity() -> None:
    """100 more revenue at 31 % on 1,000 customers: 31,000 a year, over the months one of them stays."""
    case = worlds.scenario(worlds.lever("spend", 900.0), rate=0.1)
    found = equity.equity(case, worlds.baseline(), np.full(13, 1000.0), 12, 24)
    assert found.change == pytest.approx(1000 * 31 / 12 * equity._annuity(worlds.KEPT, 0.1, 24))
    assert found.spent == 13_000
    assert found.rate == pytest.approx(found.change / 13_000)


def test_a_programme_without_cost_or_time_has_no_return() -> None:
    case, known = worlds.scenario(worlds.lever("spend", 900.0)), worlds.baseline()
    with pytest.raises(UndefinedError, match="nothing has been spent"):
        equity.equity(case, known, np.zeros(13), 6, 24).rate  # noqa: B018 - the property raises
    with pytest.raises(UndefinedError, match="not begun"):
        equity.equity(case, known, np.zeros(13), 0, 24)
