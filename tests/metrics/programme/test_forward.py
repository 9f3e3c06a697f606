"""Continue, mend or stop, worked by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import finance
from metrics.programme.forward import _from_today, forward, months_since
from metrics.reading import UndefinedError

FLOWS = np.array([-1000.0, -200.0, 110.0, 121.0])


def test_only_what_lies_ahead_counts() -> None:
    """After month 1, at 10% a month: 110/1.1 + 121/1.21 = 200; the 1,200 spent are gone either way."""
    found = forward(FLOWS, 1, 0.1, exit_cost=50.0)
    assert found.going_on == pytest.approx(200.0) and found.stopping == -50.0
    assert found.sunk == -1200.0 and found.margin == pytest.approx(250.0) and found.verdict == "continue"


def test_a_sunk_cost_changes_nothing() -> None:
    """Ten times as much spent already: the same answer. Adding it to the flows ahead would turn it."""
    dear = FLOWS * [10, 10, 1, 1]
    assert forward(dear, 1, 0.1, exit_cost=50.0).going_on == forward(FLOWS, 1, 0.1, exit_cost=50.0).going_on


def test_stopping_wins_only_when_it_costs_less_than_going_on() -> None:
    """Ahead lie -100: dear to leave, it goes on; cheap to leave, it stops; a mend worth more is mended."""
    ahead = np.array([0.0, -100.0])
    assert forward(ahead, 0, 0.0, exit_cost=150.0).verdict == "continue"
    assert forward(ahead, 0, 0.0, exit_cost=50.0).verdict == "stop"
    assert forward(ahead, 0, 0.0, exit_cost=50.0, mended=np.array([0.0, -20.0])).verdict == "mend"
    assert forward(ahead, 0, 0.0, exit_cost=50.0, mended=np.array([0.0, -80.0])).verdict == "stop"


def test_stopping_releases_what_is_tied_up() -> None:
    """100 a month ahead for ten months, no interest: 1,000. Stopping frees 1,200 and sells for 50, at a cost of 100."""
    ahead = np.array([-500.0, *[100.0] * 10])
    found = forward(ahead, 0, 0.0, exit_cost=100.0, recovered=1250.0)
    assert found.stopping == 1150.0 and found.verdict == "stop" and found.margin == pytest.approx(-150.0)
    assert forward(ahead, 0, 0.0, exit_cost=-20.0).stopping == 20.0


def test_a_month_is_over_on_its_last_day() -> None:
    """Approved in November: on 30 November none of month 1 is over, on 31 December all of it."""
    assert months_since(date(2023, 11, 1), date(2023, 11, 30)) == 0
    assert months_since(date(2023, 11, 1), date(2023, 12, 30)) == 0
    assert months_since(date(2023, 11, 1), date(2023, 12, 31)) == 1


def test_after_the_horizon_there_is_nothing_to_say() -> None:
    """Not zero: undefined, with what to do."""
    with pytest.raises(UndefinedError) as told:
        _from_today(FLOWS, 3, 0.1)
    assert "Lengthen it" in told.value.reason.render()


@given(st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=40), st.floats(0.0, 0.1), st.data())
def test_past_and_future_make_the_whole(flows: list[float], rate: float, data: st.DataObject) -> None:
    """NPV = value of the months done + value ahead discounted to month 0."""
    done = data.draw(st.integers(0, len(flows) - 2))
    array = np.array(flows)
    whole = float(finance.npv(rate, array))
    past = float(finance.npv(rate, array[: done + 1]))
    assert past + _from_today(array, done, rate) / (1 + rate) ** done == pytest.approx(whole, rel=1e-9, abs=1e-3)
