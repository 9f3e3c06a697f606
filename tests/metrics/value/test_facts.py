"""What the customer value page is told, on bases small enough to count by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.context import Context, Kept, Sources
from metrics.customers import buyers, readings
from metrics.customers import findings as money
from metrics.customers import findings_model as trust
from metrics.customers import model_card as model
from metrics.finding import Finding
from metrics.reading import UndefinedError
from metrics.value import attention as matrix
from metrics.value import customer as single
from metrics.value import findings
from metrics.value import readings as value_readings
from metrics.value.tenths import tenths
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


class World(Sources):
    """Stands for published data: marts and scores."""

    frames: Mapping[str, pd.DataFrame]
    scores: Any = None
    facts: Mapping[str, Any] = {}

    def __init__(
        self, frames: Mapping[str, pd.DataFrame], scores: Forecast, facts: Mapping[str, Any] | None = None
    ) -> None:
        Kept.__init__(self)
        self.frames, self.scores, self.facts = frames, scores, facts or {}


class Asked(Context):
    """Stands for a context of it."""

    def __init__(self, sources: Sources) -> None:
        Kept.__init__(self)
        self.sources = sources


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
        "margin": brought,
        "contribution": brought,
        "contribution_12m": now or brought,
    }
    return pd.DataFrame(usual | columns, index=range(n))


def world(base: pd.DataFrame, ahead: list[float] | None = None, card: Mapping[str, Any] | None = None) -> World:
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
    return World(frames, Forecast(forecast, card or {"value_tenths": []}, note=message("Range.")))


def test_who_brings_the_money_counted_by_hand() -> None:
    """Ten of a hundred bring 80 each, forty bring 5, forty nothing, and ten lose 2: 980 in all."""
    found = buyers.concentrated(world(customers([80.0] * 10 + [5.0] * 40 + [0.0] * 40 + [-2.0] * 10)))
    assert found.of_best(0.01) == pytest.approx(80 / 980)
    assert (found.of_best(0.2), found.of_best(0.5)) == (pytest.approx(850 / 980), pytest.approx(1000 / 980))
    assert found.below_zero == 10
    assert [(group.name, group.customers) for group in found.classes] == [("A", 10), ("B", 27), ("C", 63)]
    assert (found.buyers, sum(group.money for group in found.classes)) == (100, pytest.approx(980))
    assert found.ends == (0.1, 0.37)


def test_who_brings_the_money_is_told_with_who_loses_it() -> None:
    """The best of a hundred brings 80 of 980; the last tenth lose, and the curve says so where it falls back."""
    data = world(customers([80.0] * 10 + [5.0] * 40 + [0.0] * 40 + [-2.0] * 10))
    found = money.concentration(Asked(data))
    assert str(found.sentence) == "The top 1% of customers bring 8.2% of contribution"
    assert found.chart.options["beyond"].render() == "the last 10% lose money"  # type: ignore[union-attr]
    assert found.table.cells()[0] == ["A", 10, 0.1, 800.0, pytest.approx(800 / 980), 80.0]  # type: ignore[union-attr]
    gains = money.concentration(Asked(world(customers([float(i) for i in range(1, 101)]))))
    assert gains.chart.options["beyond"] == ""  # type: ignore[union-attr]
    assert str(money.concentration(Asked(data), mode="contract").sentence).startswith("0 customers are too few")


def test_fewer_than_fifty_have_no_shares() -> None:
    found = money.concentration(Asked(world(customers([1.0] * 40))))
    assert found.undefined
    assert "40 customers are too few" in str(found.sentence)


def test_the_tenths_are_discounted_as_the_value_is() -> None:
    """A mean of 100 before discounting became 80: its range, 50 to 150, becomes 40 to 120."""
    kept = [{"mean_expected": 100.0, "mean_low": 50.0, "mean_high": 150.0}] * 10
    data = world(customers([1.0] * 100), [40.0] * 100, {"value_tenths": kept})
    assert [(row.value, row.low, row.high) for row in tenths(data)] == [(80.0, *map(pytest.approx, (40.0, 120.0)))] * 10
    found = findings.tenths(Asked(data))
    assert str(found.sentence) == "The top tenth is worth 80 each, within 40"
    assert found.table.cells()[3] == ["30–40%", 80.0, 40.0, 120.0]  # type: ignore[union-attr]
    none = findings.tenths(Asked(world(customers([1.0] * 100), [40.0] * 100)))
    assert str(none.sentence) == "No customer can be given a worth yet"


def test_a_tenth_that_changed_its_sign_has_no_range() -> None:
    kept = [{"mean_expected": -1.0, "mean_low": -2.0, "mean_high": 0.0}] * 10
    data = world(customers([1.0] * 100), [4.0] * 100, {"value_tenths": kept})
    assert tenths(data)[9].low is None
    assert str(findings.tenths(Asked(data)).sentence) == "The top tenth is worth 8 each"


@at_most(25)
@given(st.lists(st.floats(-1e4, 1e6), min_size=60, max_size=120))
def test_tenths_add_up_to_the_value_of_the_base(ahead: list[float]) -> None:
    """Each tenth's mean times its customers: nothing is lost between them."""
    kept = [{"mean_expected": 1.0, "mean_low": 1.0, "mean_high": 1.0}] * 10
    found = tenths(world(customers([1.0] * len(ahead)), ahead, {"value_tenths": kept}))
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
    told = findings.attention(Asked(world(customers(now), ahead)))
    assert str(told.sentence) == "10 customers brought 10, could bring 300"
    assert told.table.cells()[0][1:] == [10, 10.0, 300.0]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("now", "ahead", "told"),
    [
        ([1.0] * 40 + [3.0] * 40, [1.0] * 40 + [3.0] * 40, "No customer combines low current and high expected value"),
        ([-1.0] * 40 + [3.0] * 40, [5.0] * 80, "40 customers combine low current and higher expected value"),
        (
            [1.0] * 40 + [3.0] * 40,
            [0.5] * 80,
            "40 customers brought less than the median, and at least the median is expected of each",
        ),
    ],
)
def test_little_now_and_much_ahead_is_said_only_where_it_is_so(now: list[float], ahead: list[float], told: str) -> None:
    assert str(findings.attention(Asked(world(customers(now), ahead))).sentence) == told


def test_who_has_not_ordered_for_a_year_is_left_out_and_counted() -> None:
    base = customers([float(i) for i in range(80)], active=[True] * 60 + [False] * 20)
    found = matrix.attention(world(base, [float(i) for i in range(80)]))
    assert found.left_out == 20
    assert sum(q.customers for q in found.quadrants) == 60


def test_narrowing_takes_kind_and_region_together() -> None:
    base = customers([1.0] * 120, kind=["business"] * 60 + ["consumer"] * 60, region=["North", "South"] * 60)
    data = world(base, [1.0] * 120)
    assert sum(q.customers for q in matrix.attention(data, "business").quadrants) == 60
    with pytest.raises(UndefinedError, match="30 active customers are too few"):
        matrix.attention(data, "business", "North")
    assert buyers.choices(data) == {
        "kind": ["business", "consumer"],
        "region": ["North", "South"],
        "tier": ["A", "B", "C"],
    }
    assert buyers.choices(world(customers([1.0]))) == {"kind": [], "region": [], "tier": []}


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
    bare = World(data.frames, Forecast(data.scores.frame.iloc[:0], {}, message("Nobody came back.")))
    assert str(findings.attention(Asked(bare)).sentence) == "Nobody came back."
    assert str(findings.tenths(Asked(bare)).sentence) == "Nobody came back."
    one = single.customer(bare, "C3", named=True)
    assert (one.value, one.next, one.returns, one.now) == (None, None, None, 1.0)
    assert str(findings.customer(Asked(bare), "C3").sentence) == "C3: 1 in the last year"


def test_one_customer_as_the_data_have_it() -> None:
    data = world(customers([10.0, 20.0]), [5.0, 7.0])
    one = single.customer(data, "C1")
    assert (one.now, one.next, one.value, one.low, one.high) == (20.0, 7.0, 14.0, 7.0, 21.0)
    assert (one.returns, one.silent_days, one.usual_gap) == (0.75, 30, 30.0)
    assert (one.first_order, one.last_order, one.orders) == (date(2025, 9, 2), date(2025, 12, 1), 4)
    assert str(findings.customer(Asked(data), "C1").sentence) == "C1: 20 last year, 7 expected"
    assert str(findings.customer(Asked(data), "C9").sentence) == "No customer is chosen"
    tiny = single.customer(world(customers([1.0]), [1e-9]), "C0")
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
    one = single.customer(data, "C0")
    assert str(single.next_step_by_orders(replace(one, **change), data)) == said


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


def judged(months: int = 36, **changes: Any) -> Sources:
    """Data whose forecast has that model card, and a history that long."""
    data = world(customers([1.0]), card=kept(**changes))
    facts = {"first_day": UNTIL - pd.Timedelta(days=months * 365 // 12), "until": UNTIL}
    return World(data.frames, data.scores, facts)


def card_of(months: int = 36, **changes: Any) -> model.Card:
    """The model card of a history that long."""
    return model.card(judged(months, **changes))


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
    found = trust.rivals(Asked(judged()))
    assert str(found.sentence) == "Ranks customers better than a guess: 0.7 against 0.5"
    assert [row[1:] for row in found.table.cells()] == [  # type: ignore[union-attr]
        [True, pytest.approx(0.15), 2.0, pytest.approx(0.7)],
        [False, pytest.approx(0.3), 3.0, pytest.approx(0.5)],
    ]
    turned = kept()["backtests"]
    for test in turned:
        test["models"]["grid"]["gini"] = 0.1
    worse = trust.rivals(Asked(judged(backtests=turned)))
    assert str(worse.sentence) == "Ranks customers no better than a guess"
    alone = trust.rivals(Asked(judged(losses={"grid": 0.1})))
    assert str(alone.sentence) == "No other model has been tried"


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
    tests = kept()["backtests"]
    tests[0]["models"]["grid"]["aggregate_error"] = error
    found = trust.back_test(Asked(judged(backtests=tests)))
    assert str(found.sentence) == said
    assert [row[1:] for row in found.table.cells()] == [  # type: ignore[union-attr]
        [100.0, (50.0, 150.0), 90.0],
        [100.0, (50.0, 150.0), 170.0],
    ]


def test_without_a_back_test_nothing_has_been_checked() -> None:
    data = judged(backtests=[], holdout=None, losses={})
    assert str(trust.back_test(Asked(data)).sentence) == "No forecast has been checked yet"
    assert str(trust.calibration(Asked(data)).sentence) == "No probability has been checked yet"
    with pytest.raises(UndefinedError, match="too short for a back-test"):
        readings._back_test(Asked(data))
    assert readings._back_test(Asked(judged())).value == 0.10
    assert str(trust.calibration(Asked(judged())).sentence) == "Predicted and actual orders differ by 2 pts on average"


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
    def told(apart: float | None) -> Finding:
        theirs = {"r": 0.5} if apart is not None else {}
        opinion = {"params": theirs, "difference": apart, "trouble": "" if theirs else "no"}
        return trust.second_opinion(Asked(judged(lifetimes={"bg_nbd": opinion})))

    assert str(told(1e-7).sentence) == "The cross-check (lifetimes library) finds the same parameters"
    assert str(told(0.25).sentence) == "The cross-check (lifetimes library) differs by up to 25%"
    assert str(told(None).sentence) == "The cross-check (lifetimes library) could not run"
    assert told(1e-7).table.cells()[0][1:] == ["r", 0.5, 0.5, 1e-7, None]  # type: ignore[union-attr]
    assert told(None).table.cells()[0][3:5] == [None, None]  # type: ignore[union-attr]


def test_the_worth_of_one_customer_has_the_range_of_one_customer() -> None:
    data = world(customers([10.0, 20.0]), [5.0, 7.0], {"rate_yearly": 0.1, "horizon_months": 24})
    found = value_readings._worth(Asked(data), "C1")
    assert (found.value, found.low, found.high) == (14.0, 7.0, 21.0)
    assert "discounted at 10% a year, over 24 months" in str(found.formula)
    with pytest.raises(UndefinedError, match="No customer is chosen"):
        value_readings._worth(Asked(data))


def test_figures_of_forty_customers_by_hand() -> None:
    """Twenty brought 10 in the year and twenty 30: the third quartile is 30, so 20 more from each of the first twenty.
    Of 100 revenue a customer 60 was cost of sales and 5 went on calls: 35 is left, 1,400 of all."""
    base = customers([10.0] * 20 + [30.0] * 20, revenue_12m=[100.0] * 40, margin_12m=[40.0] * 40)
    data = world(base, [1.0] * 40)
    traits = pd.DataFrame({"customer_id": base["customer_id"], "size": "small", "contract": "no"})
    served = pd.DataFrame({"kind": ["consumer"], "activity": ["calls"], "amount_12m": [200.0]})
    frames = {**data.frames, "customer_traits": traits, "serve_group": served}
    context = Asked(World(frames, data.scores, {"has_cost": True}))
    assert value_readings._potential(context).value == 400
    assert value_readings._contribution_12m(context).value == 1400
    assert value_readings._contribution_12m(context, group="consumer").value == 1400
    now, ahead = [1.0] * 40 + [3.0] * 40, [10.0] * 30 + [30.0] * 10 + [30.0] * 30 + [10.0] * 10
    assert value_readings._develop(Asked(world(customers(now), ahead))) == 10
