"""Every metric of churn from raw tables to its reading, counted by hand; the data sets are those of hand_made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from metrics import report
from metrics.churn import figures, watch
from metrics.churn.ahead import Terms
from metrics.churn.cohorts import ROLLING
from metrics.churn.offer import Offer
from metrics.churn.readings import METRICS
from metrics.churn.retention import By
from tests.metrics import hand_made
from tests.metrics.hand_made import Rows, names, published

# Here, or in tests/pages/test_churn_plan.py on a shop that asks its customers; drivers in test_drivers.py.
BY_HAND = {
    *("left", "reason_known", "staying", "short_lived", "came_back", "expected_gain", "retention_worth", "stages_due"),
    *("key_accounts", "due", "driver", "covered", "asked_first", "loyalty", "loyal_unhappy"),
}

# --- Silence: hand_made.shop


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[report.Context]:
    """60 buyers, and nobody wrote departures down."""
    with published(tmp_path_factory.mktemp("shop"), hand_made.shop(), scored=False) as context:
        yield context


def test_who_came_once_and_fell_silent_left_at_once(shop: report.Context) -> None:
    # gold7-8, plain11-40, loser2-4 and old never came back within a year: 36 of 60, all of them on their first day
    assert shop.value("short_lived") == pytest.approx(36 / 60)
    assert shop.value("staying") == pytest.approx(1 - 36 / 60)


def test_stages_are_counted_within_ninety_days(shop: report.Context) -> None:
    # new1 came on 1 January 2025: a year over on the next day, and a second order usually takes 365 days; the others
    # of the last year came in October
    assert shop.value("stages_due") == 2


def test_what_nobody_recorded_has_a_reason(shop: report.Context) -> None:
    for id, reason in (
        ("reason_known", "departures"),
        ("driver", "departures"),
        ("asked_first", "tickets"),
        ("loyal_unhappy", "surveys"),
        ("covered", "no account names who looks after it"),
        ("due", "warranty"),
    ):
        reading = shop.read(id)
        assert reading.value is None and reason in str(reading.reason), id


# --- Recorded departures: hand_made.leavers


@pytest.fixture(scope="module")
def leavers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[report.Context]:
    """As hand_made.leavers; gone1-8 said that it was the price."""
    rows = dict(hand_made.leavers())
    told = [row | {"reason": "price" * str(row["customer_id"]).startswith("gone")} for row in rows["departures"]]
    with published(tmp_path_factory.mktemp("leavers"), rows | {"departures": told}) as context:
        yield context


def test_who_left_of_those_there_a_year_before(leavers: report.Context) -> None:
    # active on 31 December 2024: 48 steady, 8 gone, and 6 + 18 + 20 + 6 under contract; early left on that day, brief
    # and first came later. No longer on 31 December 2025: the 8 gone, and 20 + 6 whose contracts were not renewed.
    reading = leavers.read("left")
    assert reading.value == pytest.approx(34 / 106) and "recorded as gone" in str(reading.basis.formula)
    assert leavers.value("retention_rate") == pytest.approx(72 / 106)


def test_departures_without_a_reason_stay_in(leavers: report.Context) -> None:
    assert leavers.value("reason_known") == pytest.approx(8 / (8 + 11 + 1 + 1))


def test_who_is_still_there_after_a_year(leavers: report.Context) -> None:
    # 72 without a contract; away1-11, early1 and brief1 left within a year of their first order
    reading = leavers.read("staying")
    assert reading.value == pytest.approx((72 - 13) / 72)
    assert reading.low is not None and reading.high is not None and reading.low < (72 - 13) / 72 < reading.high
    assert "Greenwood" in str(reading.basis.range_note)


def test_what_asking_gains(leavers: report.Context, monkeypatch: pytest.MonkeyPatch) -> None:
    # Let each be worth 160 more if kept. A tenth is saved and a contact costs 3: the two who leave with .4 gain 6.4 - 3
    # each and the four with .25 gain 1 each; nobody else is worth a contact.
    frame = figures.at_risk(leavers.sources).assign(difference=160.0)
    frame["p"] = frame["p"].where(frame["how"] == "contract", 0.1)
    monkeypatch.setattr(figures, "at_risk", lambda sources: frame)
    offer = Offer(saved=0.1, cost=3.0, unsavable_above=0.7, control=0.0)
    for budget, gain in ((100.0, 2 * 3.4 + 4), (9.0, 2 * 3.4 + 1), (2.0, 0.0)):
        reading = leavers.read("expected_gain", terms=Terms(offer=offer, budget=budget))
        assert reading.value == pytest.approx(gain, abs=1e-6)
    assert [given.value for given in reading.basis.given] == [0.1, 3.0, 0.7, 0.0, 0.5]
    assert "fell silent" in str(reading.basis.range_note)


def test_the_worth_of_a_change_of_retention(leavers: report.Context) -> None:
    rate, years = leavers.scenario.rate.value, leavers.scenario.months // 12
    before, after, by_churn = (sum((r / (1 + rate)) ** t for t in range(years)) for r in (0.7, 0.75, 0.715))
    assert leavers.value("retention_worth", start=0.7, change=0.05) == pytest.approx(after / before - 1)
    percent = leavers.value("retention_worth", start=0.7, change=0.05, by=By.PERCENT)
    assert percent == pytest.approx(by_churn / before - 1)
    assert "lies between" in str(leavers.read("retention_worth", start=1.2).reason)


# --- Cohorts, accounts, products: a data set of its own


def watched() -> Rows:
    """Two years of monthly orders, to 31 December 2025.

    - even and fading order for 1,000 on the 10th of every month; fading only for 100 from October 2025 on
    - early1-10 come on 20 January 2025; early1-4 again on 5 February, 16 days later, early5-7 on 1 March, after 40 days
    - lamps have a warranty of 24 months: early8-9 bought two each on 20 January 2024, which end on 20 January 2026;
      even bought ten on 10 February 2024, which end on 10 February 2026
    """
    till = hand_made.Till()
    lines: list[dict[str, object]] = []
    for month in range(24):
        day = date(2024 + month // 12, month % 12 + 1, 10).isoformat()
        till.ring("even", day, 1_000, 600)
        till.ring("fading", day, 100 if month > 20 else 1_000, 600)
    for who in names("early", 10):
        till.ring(who, "2025-01-20", 50, 30)
    for number, who in enumerate(names("early", 7)):
        till.ring(who, "2025-02-05" if number < 4 else "2025-03-01", 50, 30)
    for who, day, units in (("early8", "2024-01-20", 2), ("early9", "2024-01-20", 2), ("even", "2024-02-10", 10)):
        order = till.ring(who, day, 40 * units, 20 * units)
        line = {"order_id": order, "line_no": 1, "product_id": "lamp", "quantity": units, "amount": 40 * units}
        lines.append(line | {"cost": 20 * units})
    till.ring("even", "2025-12-31", 10, 6)
    lamp = {"name": "Lamp", "family": "lamps", "list_price": 40, "unit_cost": 20, "warranty_months": 24}
    return {
        "orders": till.orders,
        "order_lines": lines,
        "products": [{"product_id": "lamp", **lamp, "service_life_months": ""}],
        "customers": [{"customer_id": who} for who in ("even", "fading", *names("early", 10))],
    }


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[report.Context]:
    """The data set above."""
    with published(tmp_path_factory.mktemp("watched"), watched(), scored=False) as context:
        yield context


def test_who_orders_again_in_calendar_and_in_own_months(shown: report.Context) -> None:
    # even, fading and early8-9 came in the first quarter of 2024, the first two again in every month; of the eight who
    # came in 2025 four came again in the next month, and three in their own next thirty days
    assert shown.value("came_back") == pytest.approx((2 + 4) / 12)
    assert shown.value("came_back", definition=ROLLING) == pytest.approx((2 + 3) / 12)


def test_an_account_that_fades_stands_out(shown: report.Context) -> None:
    # Seven quarters of 3,000 and one of 300: below trend. The early ones have no trend; they are silent, by their gaps
    alarms = {account.id: account.alarm for account in watch.key_accounts(shown.sources)}
    assert (alarms["even"], alarms["fading"]) == ("", "below trend")
    assert shown.value("key_accounts") == sum(bool(alarm) for alarm in alarms.values())


def test_what_falls_due_is_counted_by_customer(shown: report.Context) -> None:
    (lamp,) = watch.triggers(shown.sources)
    assert shown.value("due") == 3 and lamp.due == (2, 3, 3)  # 20 days and 41 days ahead
    assert (lamp.again, lamp.revenue, lamp.margin) == (None, None, None)  # none was due before: not known, and not zero
    assert date(2026, 2, 10) - date(2025, 12, 31) == timedelta(days=41)


# --- Together


def test_every_metric_of_churn_is_worked_by_hand_somewhere() -> None:
    assert BY_HAND | {"churn_expected", "value_at_risk", "key_retention"} == {metric.id for metric in METRICS}
