"""What the models read from an order log."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.lifetime.summary import OrderLog, future, group, histories, order_log, unique_rows


def log_of(*orders: tuple[int, int, float]) -> OrderLog:
    """A log from (customer, day, amount)."""
    who, day, amount = zip(*orders, strict=True) if orders else ((), (), ())
    return order_log(who, day, amount, [f"c{i}" for i in range(max(who, default=-1) + 1)], date(2026, 1, 1))


def test_two_orders_on_one_day_are_one_purchase() -> None:
    log = log_of((0, 3, 10.0), (0, 3, 5.0), (0, 9, 1.0))
    known = histories(log, 20)
    assert (known.frequency[0], known.recency[0], known.age[0]) == (1, 6, 17)
    assert (known.spend[0], known.repeat_spend[0]) == (16.0, 1.0)


def test_what_comes_later_is_not_known_yet() -> None:
    log = log_of((0, 0, 1.0), (0, 10, 2.0), (1, 11, 4.0))
    known = histories(log, 10)
    assert known.who.tolist() == [0] and known.frequency.tolist() == [1]
    assert histories(log, 9).frequency.tolist() == [0]
    later = future(log, histories(log, 9), 9, 5)
    assert (later.orders.tolist(), later.money.tolist()) == ([1.0], [2.0])


def test_a_refund_takes_money_off_from_its_day_on_and_is_no_purchase() -> None:
    log = log_of((0, 0, 10.0), (0, 4, 6.0), (0, 7, -5.0), (1, 2, -3.0))
    assert log.ids.tolist() == ["c0"]  # a customer with nothing but a refund has bought nothing
    assert log.purchases == 2 and log.last_day == 4
    before, after = histories(log, 6), histories(log, 9)
    assert (before.spend[0], after.spend[0]) == (16.0, 11.0)  # on day 6 the refund is not known yet
    assert (after.frequency[0], after.recency[0], after.age[0]) == (1, 4, 9)
    assert future(log, before, 6, 3).money.tolist() == [-5.0]


def test_a_refund_before_any_purchase_belongs_to_no_purchase() -> None:
    log = log_of((0, 1, -5.0), (0, 4, 6.0))
    assert histories(log, 9).spend.tolist() == [6.0]


def test_the_cost_of_serving_is_kept_apart_from_what_a_customer_brings() -> None:
    money, cost, bought = [10.0, 0.0, 4.0], [0.0, 3.0, 1.0], [True, False, True]
    log = order_log([0, 0, 0], [0, 5, 9], money, ["a"], date(2026, 1, 1), bought=bought, cost=cost)
    known = histories(log, 8)
    assert (known.spend[0], known.cost[0], known.frequency[0]) == (10.0, 3.0, 0)
    assert future(log, known, 8, 9).money.tolist() == [3.0]


def test_an_empty_log_has_no_histories() -> None:
    assert len(histories(log_of(), 5)) == 0


def test_cdnow_sample_has_the_published_counts(sample: OrderLog) -> None:
    known = histories(sample, 272)
    assert len(known) == 2357
    assert np.count_nonzero(known.frequency) == 946  # Fader & Hardie (2013)
    assert np.bincount(np.minimum(known.frequency, 7)).tolist() == [1411, 439, 214, 100, 62, 38, 29, 64]


orders = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 40), st.integers(0, 50)), min_size=1, max_size=60)


@given(orders)
def test_nothing_is_lost_between_orders_and_histories(rows: list[tuple[int, int, int]]) -> None:
    known = histories(log_of(*[(who, day, float(money)) for who, day, money in rows]), 40)
    assert (known.frequency + 1).sum() == len({(who, day) for who, day, _ in rows})
    assert known.spend.sum() == pytest.approx(sum(money for *_, money in rows))
    assert ((known.recency <= known.age) & (known.frequency <= known.recency)).all()


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=40))
def test_different_rows_lead_back_to_every_customer(rows: list[tuple[int, int, int]]) -> None:
    x, t_x, T = (np.array(column) for column in zip(*rows, strict=True))
    found = unique_rows(x, t_x, T)
    assert found.customers == len(rows)
    assert len(set(zip(found.frequency, found.recency, found.age, strict=True))) == len(found.count)
    assert (found.frequency[found.inverse] == x).all() and (found.age[found.inverse] == T).all()


def test_grouping_far_apart_numbers_gives_the_same_as_near_ones() -> None:
    near, far = np.array([3, 1, 3, 2]), np.array([3, 1, 3, 2]) * 10**9
    assert group(near)[1].tolist() == group(far)[1].tolist() == [1, 1, 2]
