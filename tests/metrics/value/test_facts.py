"""What the customer value page is told, on bases small enough to count by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, cast

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.context import Sources
from metrics.customers import buyers as story
from metrics.customers import model_card as model
from metrics.value import attention as matrix
from metrics.value import customer as single
from metrics.value import sentences as takeaways
from metrics.words.text import Message, message
from tests.examples import at_most

UNTIL = pd.Timestamp("2025-12-31")


@dataclass(frozen=True, eq=False)
class Forecast:
    """Stands for the scores."""

    frame: pd.DataFrame
    card: Mapping[str, Any]
    reason: Message | None = None
    note: Message | None = None


@dataclass(frozen=True, eq=False)
class World:
    """Stands for published data: marts and scores."""

    frames: Mapping[str, pd.DataFrame]
    scores: Forecast
    facts: Mapping[str, Any] = field(default_factory=dict)


def customers(brought: list[float], now: list[float] | None = None, **columns: list[Any]) -> pd.DataFrame:
    """A customer_base in which c0, c1 and so on brought these amounts, all with four orders, the last 30 days ago."""
    n = len(brought)
    usual: dict[str, Any] = {
        "customer_id": [f"C{i}" for i in range(n)],
        "kind": "consumer",
        "region": "North",
        "acquired_by": None,
        "first_order": UNTIL - pd.Timedelta(days=120),
        "last_order": UNTIL - pd.Timedelta(days=30),
        "orders": 4,
        "order_days": 4,
        "frequency": 3,
        "recency_days": 90,
        "age_days": 120,
        "active": True,
        "contribution": brought,
        "contribution_12m": now or brought,
    }
    return pd.DataFrame(usual | columns, index=range(n))


def world(base: pd.DataFrame, ahead: list[float] | None = None, card: Mapping[str, Any] | None = None) -> Sources:
    """Published data with that base; ``ahead``: value expected of each in a year, twice that in two."""
    value = np.array(ahead if ahead is not None else [0.0] * len(base))
    forecast = pd.DataFrame(
        {
            "customer_id": base["customer_id"],
            "value_1y": value,
            "value": 2 * value,
            "low": value,
            "high": 3 * value,
            "p_no_purchase_1y": 0.25,
        }
    )
    facts = pd.DataFrame({"has_cost": [True], "has_cost_to_serve": [True]})
    held = pd.DataFrame({"table_name": ["customers"], "supplied": [False]})
    frames = {"customer_base": base, "data_facts": facts, "held": held}
    return cast(Sources, World(frames, Forecast(forecast, card or {"value_tenths": []})))


def test_who_brings_the_money_counted_by_hand() -> None:
    """Ten of a hundred bring 80 each, forty bring 5, forty nothing, and ten lose 2: 980 in all."""
    found = story.concentrated(world(customers([80.0] * 10 + [5.0] * 40 + [0.0] * 40 + [-2.0] * 10)))
    assert found.best_hundredth == pytest.approx(80 / 980)
    assert found.named == ((0.2, pytest.approx(850 / 980)), (0.5, pytest.approx(1000 / 980)))
    assert found.peak == (pytest.approx(0.5), pytest.approx(1000 / 980))
    assert found.below_zero == 10
    assert [(group.name, group.customers) for group in found.classes] == [("A", 10), ("B", 27), ("C", 63)]
    assert sum(group.money for group in found.classes) == pytest.approx(980)
    assert found.ends == (0.1, 0.37)


def test_fewer_than_fifty_have_no_shares() -> None:
    found = story.concentrated(world(customers([1.0] * 40)))
    assert "40 customers are too few" in str(found.reason)
    assert str(takeaways.concentration(found)) == "Too little to tell who brings most"


def test_the_tenths_are_discounted_as_the_value_is() -> None:
    """A mean of 100 before discounting became 80: its range, 50 to 150, becomes 40 to 120."""
    kept = [{"mean_expected": 100.0, "mean_low": 50.0, "mean_high": 150.0}] * 10
    found = story.tenths(world(customers([1.0] * 100), [40.0] * 100, {"value_tenths": kept}))
    assert found == (story.Tenth(80.0, pytest.approx(40.0), pytest.approx(120.0)),) * 10
    assert str(takeaways.tenths(found)) == "The top tenth is worth 80 each, within 40"


def test_a_tenth_that_changed_its_sign_has_no_range() -> None:
    kept = [{"mean_expected": -1.0, "mean_low": -2.0, "mean_high": 0.0}] * 10
    assert story.tenths(world(customers([1.0] * 100), [4.0] * 100, {"value_tenths": kept}))[9].low is None


@at_most(25)
@given(st.lists(st.floats(-1e4, 1e6), min_size=60, max_size=120))
def test_tenths_add_up_to_the_value_of_the_base(ahead: list[float]) -> None:
    """Each tenth's mean times its customers: nothing is lost between them."""
    kept = [{"mean_expected": 1.0, "mean_low": 1.0, "mean_high": 1.0}] * 10
    found = story.tenths(world(customers([1.0] * len(ahead)), ahead, {"value_tenths": kept}))
    sizes = [part.size for part in np.array_split(np.arange(len(ahead)), 10)]
    total = sum(tenth.value * n for tenth, n in zip(found, sizes, strict=True))
    assert total == pytest.approx(2 * sum(ahead), rel=1e-9, abs=1e-6)


def test_four_fields_counted_by_hand() -> None:
    """Forty brought 1, forty 3. Of each, ten are expected to bring what is usual for the others."""
    now = [1.0] * 40 + [3.0] * 40
    ahead = [10.0] * 30 + [30.0] * 10 + [30.0] * 30 + [10.0] * 10
    found = matrix.attention(world(customers(now), ahead))
    assert [(q.id, q.customers, q.now, q.next) for q in found.quadrants] == [
        ("develop", 10, 10.0, 300.0),
        ("protect", 30, 90.0, 900.0),
        ("serve", 30, 30.0, 300.0),
        ("keep", 10, 30.0, 100.0),
    ]
    assert found.cuts == (2.0, 20.0)
    assert set(found.first) == {f"C{i}" for i in range(30, 40)}
    assert str(takeaways.attention(found)) == "10 customers brought 10, could bring 300"


def test_who_has_not_ordered_for_a_year_is_left_out_and_counted() -> None:
    base = customers([float(i) for i in range(80)], active=[True] * 60 + [False] * 20)
    found = matrix.attention(world(base, [float(i) for i in range(80)]))
    assert found.left_out == 20
    assert sum(q.customers for q in found.quadrants) == 60


def test_narrowing_takes_kind_and_region_together() -> None:
    base = customers([1.0] * 120, kind=["business"] * 60 + ["consumer"] * 60, region=["North", "South"] * 60)
    data = world(base, [1.0] * 120)
    assert sum(q.customers for q in matrix.attention(data, "business").quadrants) == 60
    assert "30 active customers are too few" in str(matrix.attention(data, "business", "North").reason)
    assert story.choices(data) == {
        "kind": ["business", "consumer"],
        "region": ["North", "South"],
        "tier": ["A", "B", "C"],
    }
    assert story.choices(world(customers([1.0]))) == {"kind": [], "region": [], "tier": []}


@at_most(25)
@given(st.integers(50, 400), st.integers(0, 2**32 - 1))
def test_the_fields_hold_everybody_and_the_picture_stays_small(n: int, seed: int) -> None:
    """Whatever the amounts: each customer is in one field, and every dot lies on the side of the cut it belongs to."""
    draw = np.random.default_rng(seed)
    found = matrix.attention(world(customers(list(draw.integers(-5, 9, n) * 1.0)), list(draw.integers(0, 9, n) * 1.0)))
    assert sum(q.customers for q in found.quadrants) == n
    assert 0 < len(found.drawn) <= matrix.POINTS + 4 * matrix.NAMED
    for one in found.drawn:
        assert (one.x < found.places[0]) == (one.now < found.cuts[0])
        assert (one.y < found.places[1]) == (one.next < found.cuts[1])
        assert not one.named or (one.now < found.cuts[0] and one.next >= found.cuts[1])


def test_without_a_forecast_the_reason_stands_there() -> None:
    data = world(customers([1.0] * 60))
    bare = replace(cast(World, data), scores=Forecast(data.scores.frame.iloc[:0], {}, message("Nobody came back.")))
    assert str(matrix.attention(cast(Sources, bare)).reason) == "Nobody came back."
    one = single.customer(cast(Sources, bare), "C3", named=True)
    assert one is not None
    assert (one.value, one.next, one.returns, one.now) == (None, None, None, 1.0)
    assert str(takeaways.customer(one)) == "C3: 1 in the last year"


def test_one_customer_as_the_data_have_it() -> None:
    one = single.customer(world(customers([10.0, 20.0]), [5.0, 7.0]), "C1", named=False)
    assert one is not None
    assert (one.now, one.next, one.value, one.low, one.high) == (20.0, 7.0, 14.0, 7.0, 21.0)
    assert (one.returns, one.silent_days, one.usual_gap) == (0.75, 30, 30.0)
    assert (one.first_order, one.last_order, one.orders) == (date(2025, 9, 2), date(2025, 12, 1), 4)
    assert str(takeaways.customer(one)) == "C1: 20 last year, 7 expected"
    assert single.customer(world(customers([1.0])), "C9", named=True) is None
    tiny = single.customer(world(customers([1.0]), [1e-9]), "C0", named=False)
    assert tiny is not None
    assert (tiny.next, tiny.low) == (0.0, 0.0)  # less than a cent is nothing


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "Nothing is overdue: last order 30 days ago, usually every 30 days."),
        ({"silent_days": 61}, "Next step: get in touch. Silent for 61 days; usually orders every 30 days."),
        ({"silent_days": 60}, "Nothing is overdue: last order 60 days ago, usually every 30 days."),
        ({"usual_gap": 2.0, "silent_days": 14}, "Nothing is overdue: last order 14 days ago, usually every 2 days."),
        ({"now": -1.0}, "Next step: serve at lower cost. The last 12 months cost more than they brought."),
        ({"usual_gap": None}, "One day of orders so far. 50% of all buyers came back for another."),
    ],
)
def test_the_next_step_is_what_the_orders_say(change: dict[str, Any], said: str) -> None:
    data = world(customers([10.0, 20.0], order_days=[4, 1]), [5.0, 7.0])
    one = single.customer(data, "C0", named=False)
    assert one is not None
    assert str(single.next_step(replace(one, **change), data)) == said


def test_a_customer_is_found_as_written_or_in_capitals() -> None:
    data = world(customers([1.0, 5.0, 2.0]))
    assert [single.find(data, asked, named=True) for asked in ("C1", " c2 ", "c", "nobody", "")] == [
        "C1",
        "C2",
        None,
        None,
        None,
    ]
    assert single.best(data) == ("C1",)


def holdout(model_id: str, error: float, gini: float, mae: float) -> dict[str, Any]:
    """What a back-test keeps of one model."""
    return {
        model_id: {
            "aggregate_error": error,
            "gini": gini,
            "mae_point": mae,
            "ece": 0.02,
            "expected": 200.0,
            "low": 100.0,
            "high": 300.0,
        }
    }


def kept(**changes: Any) -> dict[str, Any]:
    """A card with two back-tests of two models, ten weeks known and two held out."""
    weeks = [{"week": "2025-01-06", "holdout": False, "actual": 40, "expected": 1.0}] * 10
    ahead = [
        {"week": f"2025-03-{17 + 7 * i}", "holdout": True, "actual": n, "expected": 100.0}
        for i, n in enumerate((90, 170))
    ]
    tests = [
        {"models": holdout("grid", 0.10, 0.8, 1.0) | holdout("naive_rate", 0.4, 0.6, 2.0)},
        {"models": holdout("grid", -0.20, 0.6, 3.0) | holdout("naive_rate", 0.2, 0.4, 4.0)},
    ]
    fit = {"params": {"r": 0.5}, "identifiable": True, "reason": None}
    card: dict[str, Any] = {
        "horizon_months": 24,
        "rate_yearly": 0.1,
        "fitted_on": "2025-12-31",
        "buyers": 100,
        "learnt_on": 100,
        "champion": "grid",
        "losses": {"naive_rate": 0.9, "grid": 0.1},
        "backtests": tests,
        "holdout": {"weekly": weeks + ahead, "calibration": [{"customers": 50.0, "expected": 0.3, "happened": 0.4}]},
        "models": {"bg_nbd": fit, "pareto_nbd": fit},
        "lifetimes": {"bg_nbd": {"params": {"r": 0.5}, "difference": 1e-7, "trouble": ""}},
        "factors": None,
    }
    return card | changes


def card_of(months: int = 36, **changes: Any) -> model.Card:
    """The model card of a history that long."""
    data = cast(World, world(customers([1.0]), card=kept(**changes)))
    facts = {"first_day": UNTIL - pd.Timedelta(days=months * 365 // 12), "until": UNTIL}
    return model.card(cast(Sources, replace(data, facts=facts)))


def test_rivals_are_judged_on_all_back_tests_the_best_first() -> None:
    """Off by 10 % too high and 20 % too low is 15 % off, not 5 %."""
    best, other = card_of().rivals
    assert (best.id, best.total_off, best.ranking, best.one_off) == (
        "grid",
        pytest.approx(0.15),
        pytest.approx(0.7),
        2.0,
    )
    assert (other.id, other.total_off) == ("naive_rate", pytest.approx(0.3))
    assert str(takeaways.rivals(card_of())) == "Ranks customers better than a guess: 0.7 against 0.5"


def test_a_week_has_the_range_of_the_sum_in_proportion() -> None:
    """The sum was 200, between 100 and 300: 100 a week, between 50 and 150. A week of 170 lies outside and is named."""
    weeks = card_of().weeks
    assert weeks is not None
    assert (weeks.model, weeks.low, weeks.high) == ((100.0, 100.0), (50.0, 50.0), (150.0, 150.0))
    assert (weeks.fitted, len(weeks.actual)) == (6, 8)  # three times the held-out weeks before them
    assert weeks.worst == (8, date(2025, 3, 24))


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (0.1, "Back-test: 10% too high over 2 held-out weeks"),
        (-0.034, "Back-test: 3.4% too low over 2 held-out weeks"),
        (0.001, "Back-test: right within 0.5% over 2 held-out weeks"),
    ],
)
def test_the_back_test_says_its_direction(error: float, said: str) -> None:
    assert str(takeaways.model(replace(card_of(), error=error))) == said


@pytest.mark.parametrize(
    ("months", "changes", "words"),
    [
        (36, {}, []),
        (17, {}, ["24 months ahead, further than the 17 months"]),
        (36, {"backtests": [], "holdout": None, "losses": {}}, ["no forecast has been checked"]),
    ],
)
def test_what_weakens_the_forecast_is_said(months: int, changes: dict[str, Any], words: list[str]) -> None:
    found = [str(warning) for warning in card_of(months, **changes).warnings]
    assert len(found) == len(words)
    assert all(word in warning for word, warning in zip(words, found, strict=True))


def test_models_that_cannot_tell_who_left_say_so_once() -> None:
    reason = {"text": "Nobody seems to leave ({found}).", "values": {"found": "0"}}
    fit = {"params": {}, "identifiable": False, "reason": reason}
    (warning,) = card_of(models={"bg_nbd": fit, "pareto_nbd": fit}).warnings
    assert str(warning) == "BG/NBD, Pareto/NBD: drop-out not identified. Nobody seems to leave (0)."


def test_the_other_program_agrees_or_the_difference_is_said() -> None:
    told: Callable[[float | None], str] = lambda apart: str(  # noqa: E731
        takeaways.opinions(card_of(lifetimes={"bg_nbd": {"params": {}, "difference": apart, "trouble": "no"}}))
    )
    assert told(1e-7) == "lifetimes finds the same parameters"
    assert told(0.25) == "lifetimes differs by up to 25%"
    assert told(None) == "lifetimes could not be asked"
