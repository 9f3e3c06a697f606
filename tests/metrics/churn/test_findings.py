"""The sentences of churn: what each says, and what it says where that would be wrong."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from metrics.churn import findings, findings_past, findings_plan, findings_worth
from metrics.churn.ahead import Plan
from metrics.churn.cohorts import Triangle
from metrics.churn.composition import Band, Part
from metrics.churn.drivers import Driver
from metrics.churn.early_churn import AcquisitionSource, RateRatio
from metrics.churn.loyalty import Cell
from metrics.churn.loyalty import Part as IndexPart
from metrics.churn.past import Acquisition
from metrics.churn.plan import AccountOwners, Owner
from metrics.churn.retention import By
from metrics.finding import QUESTIONS
from metrics.lifetime import km
from metrics.reading import UndefinedError
from metrics.words.text import message
from metrics.words.units import Unit
from tests.metrics.told import Told, reading

SHARE = Unit.SHARE

PLAIN: Any = SimpleNamespace(sources=SimpleNamespace(word=lambda text: text))  # words of the data as they are


def _plan(**changed: Any) -> Plan:
    """Of 100 customers 90 may be asked, 11 are worth it, and 10 are contacted, for 30 and a gain of 50."""
    curve, by_chance = (((0, 0.0), (11, gain), (90, -40.0)) for gain in (60.0, 10.0))
    return replace(Plan(100, 90, 10, 1, 2, 11, 30.0, 50.0, 0.05, curve, by_chance, pd.DataFrame()), **changed)


# --- The opening


def _told(p: float | None, stake: float | None, kept: float | None, monkeypatch: pytest.MonkeyPatch, plan: Plan) -> str:
    monkeypatch.setattr(findings.ahead, "plan", lambda sources, terms: plan)
    context: Any = Told(
        reading("churn_expected", p, SHARE), reading("value_at_risk", stake), reading("retention_rate", kept, SHARE)
    )
    context.sources = None
    return str(findings.verdict(context, SimpleNamespace(offer=SimpleNamespace(saved=0.1))))  # type: ignore[arg-type]


def test_the_verdict_says_how_many_what_and_whether_asking_pays(monkeypatch: pytest.MonkeyPatch) -> None:
    first = "20% of active customers are expected to churn within 12 months, with 5,000 at risk."
    assert _told(0.2, 5_000, 0.7, monkeypatch, _plan()) == (
        f"{first} Contacting the 10 best-targeted is expected to gain 50 after offer cost, if 10% of would-be "
        "leavers can be kept."
    )
    assert _told(0.2, 5_000, 0.7, monkeypatch, _plan(contacted=0)) == f"{first} At this cost no contact is worthwhile."


def test_the_verdict_without_a_forecast_says_what_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "30% of customers did not order again within a year." in _told(None, None, 0.7, monkeypatch, _plan())
    assert _told(None, None, None, monkeypatch, _plan()).startswith("Churn cannot be forecast yet:")


# --- Ahead


def test_where_the_value_at_risk_lies() -> None:
    bands = [Band(0.0, 0.5, 10, 1.0, 30.0), Band(0.5, 0.75, 5, 3.0, 60.0), Band(0.75, 1.0, 5, 4.0, 10.0)]
    assert str(findings._bands(bands)) == "30% of the value at risk is with customers more likely to stay than to leave"
    assert str(findings._bands([Band(0.0, 0.5, 10, 1.0, 0.0)])) == "What is at risk cannot be said"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, "Beyond 11 customers every further contact loses"),
        ({"contacted": 5, "control": 0}, "This budget captures 50 of a possible 60"),
        ({"worth": 1, "contacted": 1, "curve": ((0, 0), (1, 9))}, "Beyond one customer every further contact loses"),
        ({"worth": 0, "contacted": 0, "control": 0}, "At this cost no contact is worthwhile"),
    ],
)
def test_how_far_asking_pays(changed: dict[str, Any], words: str) -> None:
    assert str(findings._asking(_plan(**changed))) == words


def test_whichever_brings_more_comes_first() -> None:
    assert str(findings._waiting(50, 20)) == "Contacting first is expected to gain 50, waiting for notice 20"
    assert str(findings._waiting(20, 50)) == "Waiting for notice is expected to gain 50, contacting first 20"
    assert str(findings._waiting(20, None)) == "What waiting would bring is not known"


def test_points_and_per_cent_are_said_aloud() -> None:
    assert str(findings_worth._worth(0.09, 0.05, By.POINTS)) == "+5 pts of retention are worth 9% more margin"
    assert str(findings_worth._worth(0.02, 0.1, By.PERCENT)) == "10% less churn is worth 2% more margin"


# --- The past


def _part(name: str, customers: int, left: int, low: float) -> Part:
    return Part(name, customers, left, 1.0, 0.5, low, 1.0)


def test_the_worst_group_is_named_only_when_it_is_visibly_worse() -> None:
    parts = [_part("consumer", 100, 40, 0.32), _part("business", 100, 10, 0.06)]
    assert str(findings_past._composition(PLAIN, parts, 0.25, "kind")) == "Consumer: churn rate 40%, against 25% of all"
    parts[0] = _part("consumer", 100, 40, 0.2)
    assert (
        str(findings_past._composition(PLAIN, parts, 0.25, "kind"))
        == "No group has a visibly higher churn rate than the 25% of all"
    )
    assert "Too few churned" in str(findings_past._composition(PLAIN, [_part("", 5, 1, 0.1)], 0.2, "kind"))


def test_a_driver_is_named_only_when_its_interval_leaves_one_out() -> None:
    driver = Driver("letter", 1.7, 1.4, 2.0, 100, 20)
    assert str(findings_past._driver([driver])) == "Price letter: 1.7x the usual churn rate"
    unseen = Driver("letter", 1.7, 0.9, 3.0, 100, 20)
    assert str(findings_past._driver([unseen])) == "No driver of churn shows in the data"
    assert "not known" in str(findings_past._driver([]))


@pytest.mark.parametrize(
    ("share", "words"),
    [
        ([[0.3, 0.2]], "30% order in the next month, 20% in the twelfth"),
        ([[0.3, np.nan]], "30% order again in the next month"),
        ([[np.nan, np.nan]], "It is too early to see who comes back"),
    ],
)
def test_who_orders_again(share: list[list[float]], words: str) -> None:
    triangle = Triangle((pd.Timestamp("2026-01-01"),), (10,), np.array(share))
    assert str(findings_past._returning(triangle)) == words


def test_who_is_still_there_after_a_year() -> None:
    curve = km.survival([6.0, 18.0, 18.0, 18.0], [True, False, False, False])
    contracts: Any = SimpleNamespace(observed=np.array([1.0, 0.9]))
    assert (
        str(findings_past._survival(curve, contracts))
        == "75% are retained after a year without a contract, 90% under contract"
    )
    assert str(findings_past._survival(curve, None)) == "75% are retained after a year"
    assert str(findings_past._survival(None, contracts)) == "No customer has been observed from the first day"


def test_a_curve_is_told_only_as_far_as_it_was_watched() -> None:
    curve = km.survival([3.0, 14.0, 18.0, 18.0], [True, True, False, False])
    cells = findings_past._still_there(curve, [1.0, 0.9], [1.0, 0.9, 0.8]).cells()
    first, half, year, two = ([0, 1.0, 1.0, 1.0], [6, 0.75, None, None], [12, 0.75, 0.9, 0.9], [24, None, None, 0.8])
    assert cells[:4] == [first, half, year, two]


def _source(low: float, pace: RateRatio | None) -> AcquisitionSource:
    return AcquisitionSource("shop", 100, 30, low, 0.4, None, pace)


@pytest.mark.parametrize(
    ("low", "pace", "words"),
    [
        (0.2, RateRatio(1.5, 1.2, 1.9), "Customers from shop churn 1.5x as fast as comparable customers"),
        (0.2, RateRatio(1.5, 0.9, 1.9), "Customers from shop: 30% churned within 90 days"),
        (0.1, None, "15% churn within 90 days, whatever their source"),
    ],
)
def test_whose_customers_leave_soonest(low: float, pace: RateRatio | None, words: str) -> None:
    won = Acquisition((_source(low, pace),), 100, 30, 0)
    assert str(findings_worth._acquired(PLAIN, won, 0.15)) == words


def test_a_years_churn_is_one_total_of_its_parts() -> None:
    assert str(findings_worth._total(100.0, 25.0)).startswith("A year's churn cost 125: 100 that those")
    assert "is not known" in str(findings_worth._total(100.0, None))


# --- What to plan for


def test_accounts_that_left_their_course_are_counted() -> None:
    rows: Any = [SimpleNamespace(alarm="silent"), SimpleNamespace(alarm=""), SimpleNamespace(alarm="silent")]
    assert str(findings_plan._accounts(rows)) == "2 of 3 key accounts are off their trend"
    assert str(findings_plan._accounts(rows[:2])) == "1 of 2 key accounts is off its trend"
    assert str(findings_plan._accounts(rows[1:2] * 3)) == "All 3 key accounts are on trend"


def test_what_hangs_on_owners() -> None:
    ida, nobody = Owner("Ida", 3, 80.0, 0.8, 1.0, 0.0), Owner("", 1, 20.0, 0.2, 0.5, 20.0)
    for accounts, words in (
        (AccountOwners((ida, nobody), 4, 0.75, 0.8, ""), "20% of account value has no account manager"),
        (AccountOwners((ida,), 3, 1.0, 1.0, ""), "One account manager looks after 80% of account value"),
        (AccountOwners((ida,), 3, 0.75, None, ""), "75% of accounts have an owner"),
    ):
        assert str(findings_plan._owned(accounts)) == words


def test_how_many_are_loyal_and_what_they_bring() -> None:
    bands = [Band(0.8, 1.0, 2, 1.8, 60.0), Band(0.6, 0.8, 3, 2.0, 20.0), Band(0.0, 0.2, 5, 0.5, 20.0)]
    assert str(findings_plan._loyal(bands, 10, 100.0)) == "50% score 60 or more and bring 80%"
    assert str(findings_plan._loyal(bands, 10, 0.0)) == "50% score 60 or more of 100"


def test_the_weightiest_part_is_that_which_counts_now() -> None:
    parts = [IndexPart("tenure", 0.2, 0.6, 1.0, 0.5), IndexPart("repeat", 0.35, 0.4, 0.5, 0.5)]
    assert str(findings_plan._weightiest(parts)) == "Tenure counts most, for 60%"


@pytest.mark.parametrize(
    ("unhappy", "money", "words"),
    [
        (5, 90.0, "25% are loyal but not satisfied: 90 at risk"),
        (5, None, "25% are loyal but not satisfied"),  # without a forecast nothing is said of money
        (0, 90.0, "No customer is loyal without being satisfied"),
    ],
)
def test_who_stays_without_being_satisfied(unhappy: int, money: float | None, words: str) -> None:
    cells = [Cell(True, False, unhappy, money), Cell(True, True, 20 - unhappy, 10.0)]
    assert str(findings_plan._satisfied(cells, 20)) == words


# --- Undefined


def test_where_nothing_is_known_every_block_gives_its_reason() -> None:
    """No sentence of churn fails the page: the reason stands where the answer would."""

    class Nothing:
        def __getattr__(self, name: str) -> Any:
            raise UndefinedError(message("nothing is here"))

    asked = [question for id, question in QUESTIONS.items() if id.startswith("churn.")]
    assert len(asked) == 23
    for question in asked:
        found = question(Nothing())
        assert found.undefined and str(found.sentence) == "nothing is here", question.id
