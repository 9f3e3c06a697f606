"""The churn page's figures: what was planted in the sample company is found, and gone where it was not planted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data import company as sample
from data import warehouse
from data.company import truth
from data.company.behaviour import Behaviour
from data.company.effects import Effects
from data.company.facts import facts
from data.company.world import World
from metrics import report
from metrics.churn import ahead, drivers, figures, findings, findings_past, findings_worth, past, watch
from metrics.churn.cohorts import CALENDAR, ROLLING
from metrics.churn.offer import Offer
from metrics.churn.retention import By
from metrics.churn.words import DIMENSIONS
from metrics.reading import UndefinedError

CUSTOMERS = 3_000  # of the shared sample
PLANTED = {fact.name: fact for fact in facts(World(CUSTOMERS))}
DRIVERS = {"complaint": "complaint_hazard", "letter": "price_letter_hazard", "silent": "silence_hazard"}
NEEDED = ("customers", "orders", "departures", "tickets", "contacts", "calls", "mail", "contracts")


# --- Planted facts


def test_the_planted_drivers_of_leaving_are_found_in_order_and_size(company: Path) -> None:
    """Complaint, price letter, silence; age has none. With so few customers the intervals have to hold them too."""
    found = past.churn_drivers(report.current())
    assert [one.id for one in found] == ["complaint", "letter", "silent", "age"]
    assert [one.seen for one in found] == [True, True, True, False]
    for one in found[:3]:
        fact = PLANTED[DRIVERS[one.id]]
        assert one.low <= float(fact.value) <= one.high
        assert one.ratio == pytest.approx(float(fact.value), abs=fact.tolerance)
    reading = report.saved().read("driver")
    assert (reading.value, reading.low, reading.high) == (found[0].ratio, found[0].low, found[0].high)
    assert found[3].low < 1 < found[3].high and past.unseen_tables(report.current()) == ()


def test_drivers_that_were_not_planted_are_not_found(home: Path, tmp_path: Path) -> None:
    effects = Effects(complaint=0, price_letter=0, no_contact=0)
    sample.write(tmp_path / "all", customers=CUSTOMERS, effects=effects)
    (tmp_path / "some").mkdir()
    for name in NEEDED:
        (tmp_path / "all" / f"{name}.parquet").rename(tmp_path / "some" / f"{name}.parquet")
    warehouse.build(tmp_path / "some", name="company")
    for one in drivers.drivers(warehouse.open_current().frame("leaving_month")):
        assert one.low < 1 < one.high, one.id


def test_reasons_and_destinations_with_the_unknown(company: Path) -> None:
    found = past.departures(report.current())
    for value, name in ((found.reason_known, "reason_known"), (found.destination_known, "destination_known")):
        assert value == pytest.approx(float(PLANTED[name].value), abs=0.03)
    for shares in (found.reasons, found.destinations):
        assert sum(one.share for one in shares) == pytest.approx(1) and shares[-1].name == ""
    assert found.avoidable is not None and 0.4 < found.avoidable < 0.7
    told = str(findings_past.reasons(report.saved()).sentence)
    assert told == f"No reason is recorded for {1 - found.reason_known:.0%} of churned customers"


def test_customers_won_by_the_spring_discount_leave_soonest(company: Path) -> None:
    found = past.acquisition(report.current())
    assert found.sources[0].name == "spring discount 2023" and found.sources[0].low > found.short / found.joins
    others = [one.median_days for one in found.sources[1:] if one.median_days]
    assert found.sources[0].median_days is not None
    assert found.sources[0].median_days < 0.7 * np.median(others)
    assert found.rejoined > 0


def test_contracts_renew_as_planted(company: Path) -> None:
    """The more renewals lie behind, the likelier the next; a first renewal near .7/(.7 + 2.6) = 21 % of loss."""
    held = past.contract_renewals(report.current())
    assert held.fit.identifiable
    p = held.p_leave(np.array([1.0, 2.0, 3.0]))
    assert p[0] == pytest.approx(0.7 / 3.3, abs=0.09) and (np.diff(p) < 0).all()
    assert held.observed[1] == pytest.approx(1 - 0.7 / 3.3, abs=0.09)


# --- The chance of leaving, against what then happened


@pytest.fixture(scope="module")
def later() -> pd.DataFrame:
    """What became of every customer of the shared sample in the year after the data."""
    blocks = World(CUSTOMERS).blocks()
    return pd.concat([truth.customers(Behaviour(block)).to_pandas() for block in blocks]).set_index("customer_id")


def auc(score: np.ndarray, happened: np.ndarray) -> float:
    rank = pd.Series(score).rank().to_numpy()
    n = int(happened.sum())
    return float((rank[happened].sum() - n * (n + 1) / 2) / (n * (len(rank) - n)))


def test_chances_of_leaving_came_true(company: Path, later: pd.DataFrame) -> None:
    """In fifths, within six points on average; who would not renew as well."""
    held = figures.at_risk(report.current())
    free = held[held["how"] == "orders"]
    silent = ~later["future_active"].reindex(free.index).astype(bool)
    fifth = pd.qcut(free["p"].rank(method="first"), 5, labels=False)
    off = (free["p"].groupby(fifth).mean() - silent.groupby(fifth).mean()).abs().mean()
    assert off < 0.06 and free["p"].mean() == pytest.approx(silent.mean(), abs=0.03)
    bound = held[held["how"] == "contract"]
    left = later["left_on"].reindex(bound.index).notna()
    assert bound["p"].mean() == pytest.approx(left.mean(), abs=0.03)


def test_the_ranking_is_as_good_as_the_orders_allow(company: Path, later: pd.DataFrame) -> None:
    """Against somebody who knows every customer's own rate and hazard, which no order log shows; and against the best
    that the number of orders alone allows, which is the fair rival."""
    held = figures.at_risk(report.current())
    free, base = held[held["how"] == "orders"], report.current().frames["customer_base"].set_index("customer_id")
    what = later.reindex(free.index)
    silent = ~what["future_active"].to_numpy(bool)
    rate, hazard = what["orders_a_year"].to_numpy() / 12, what["hazard_a_month"].to_numpy()
    knows = 1 - np.exp(-12 * hazard) * -np.expm1(-12 * rate)  # still there in a year, and ordered in it
    known = base.loc[free.index]
    counted = (known["frequency"] + 0.5) / (known["age_days"] / 365 + 0.5)
    ours = auc(free["p"].to_numpy(), silent)
    assert ours > auc(knows, silent) - 0.07  # who will be recorded as gone while still ordering, orders do not show
    assert ours > auc(-counted.to_numpy(), silent) - 0.005


def test_the_forecast_is_the_mean_of_kept_and_lost(company: Path) -> None:
    """Before the level of last year: p x lost + (1 - p) x kept is the value, and nothing is counted twice."""
    found = figures.at_risk(report.current())
    free = found[found["how"] == "orders"]
    assert (free["kept"] - free["lost"] == free["difference"]).all()
    assert 0 <= figures._reactivation_rate(report.current()) < 0.6
    assert (free["at_risk"] == free["p"] * free["difference"]).all()
    reading = report.saved().read("value_at_risk")
    positive = found["at_risk"].clip(lower=0).sum()
    assert reading.value == pytest.approx(positive)
    assert sum(band.money for band in ahead.bands(report.current())) == pytest.approx(positive)
    assert sum(band.customers for band in ahead.bands(report.current())) == len(found)


def test_nobody_recorded_as_gone_is_at_risk(company: Path) -> None:
    life = report.current().frames["customer_life"].set_index("customer_id")
    assert life.loc[figures.at_risk(report.current()).index, "left_on"].isna().all()


# --- Whom to ask


def test_a_plan_keeps_to_its_budget_and_to_who_may_be_asked(company: Path) -> None:
    data = report.current()
    usual = ahead.usual(data)
    few = ahead.plan(data, ahead.Terms(offer=usual.offer, budget=10 * usual.offer.cost))
    assert few.contacted == 10 and few.spent == pytest.approx(10 * usual.offer.cost)
    many = ahead.plan(data, usual)
    assert many.gained > few.gained and many.control > 0
    held = ahead.contactable(data)
    assert held.loc[many.first.index, "askable"].all() and not held.loc[many.first.index, "held_out"].any()
    assert many.askable < many.customers == len(held)
    assert (many.first["gain"].diff().dropna() <= 0).all() and (many.first["gain"] > 0).all()


def test_asking_by_gain_beats_asking_the_likeliest(company: Path) -> None:
    found = ahead.plan(report.current(), ahead.usual(report.current()))
    ours, likeliest = (np.array(line) for line in (found.curve, found.by_chance))
    assert (ours[1:-1, 1] > likeliest[1:-1, 1]).all()
    assert ours[-1, 1] == pytest.approx(likeliest[-1, 1])  # whoever asks everybody asks the same


def test_below_the_break_even_nobody_is_asked_for_profit(company: Path) -> None:
    data = report.current()
    usual = ahead.usual(data)
    share = ahead.plan(data, usual).break_even
    assert share is not None and 0 < share < usual.offer.saved
    nothing = ahead.Terms(offer=Offer(saved=0.0, cost=usual.offer.cost), budget=usual.budget)
    found = ahead.plan(data, nothing)
    assert (found.contacted, found.gained) == (0, 0)
    assert "no contact is worthwhile" in str(findings.asking(report.saved(), nothing).sentence)


def test_the_control_group_is_the_same_whenever_it_is_drawn(company: Path) -> None:
    drawn = ahead.contactable(report.current())["random_number"]
    assert 0.45 < drawn.mean() < 0.55 and drawn.nunique() == len(drawn)
    assert ahead._random_numbers(pd.Index(["C0000001"]))[0] == ahead._random_numbers(pd.Index(["x", "C0000001"]))[1]


# --- What has been


@pytest.mark.parametrize("dimension", list(DIMENSIONS))
def test_groups_add_up_to_everybody(company: Path, dimension: str) -> None:
    held = past.leavers(report.current())
    parts = past.composition_by(report.current(), dimension)
    assert sum(part.customers for part in parts) == len(held.frame)
    assert sum(part.left for part in parts) == held.frame["left"].sum() > 100
    assert sum(part.money_left for part in parts) == pytest.approx(held.frame.loc[held.frame["left"], "money"].sum())


def test_both_months_are_told_apart(company: Path) -> None:
    calendar, rolling = (past.cohort_retention(report.current(), definition) for definition in (CALENDAR, ROLLING))
    assert calendar.share.shape == rolling.share.shape == (12, 12)
    assert not np.allclose(calendar.share, rolling.share, equal_nan=True)


def test_a_change_of_retention_in_points_and_in_per_cent(company: Path) -> None:
    """T2's own figures beside ours over five years at 10 %: retention .8 to .85."""
    context = report.saved()
    points, percent = (ahead.retention_gain(context, 0.8, 0.05, by) for by in By)
    assert (points.without, points.included) == (pytest.approx(0.275, abs=5e-4), pytest.approx(0.2, abs=5e-4))
    assert (percent.without, percent.included) == (pytest.approx(0.047, abs=5e-4), pytest.approx(0.034, abs=5e-4))
    before, after = (sum((r / 1.1) ** t for t in range(5)) for r in (0.8, 0.85))
    assert points.ours == pytest.approx(after / before - 1) and points.years == 5
    assert points.ours < points.included and points.money is not None
    assert "+5 pts" in str(findings_worth.calculator(context, 0.8, 0.05, By.POINTS).sentence)
    assert "5%" in str(findings_worth.calculator(context, 0.8, 0.05, By.PERCENT).sentence).replace("5.0%", "5%")


def test_key_accounts_and_what_falls_due(company: Path) -> None:
    accounts, triggers = watch.key_accounts(report.current()), watch.triggers(report.current())
    assert len(accounts) == 20 and len({one.id for one in accounts}) == 20
    assert [bool(one.alarm) for one in accounts] == sorted((bool(one.alarm) for one in accounts), reverse=True)
    assert triggers and all(one.due[0] <= one.due[1] <= one.due[2] for one in triggers)
    assert all(one.again is None or 0 <= one.again <= 1 for one in triggers)


# --- Orders alone


def test_orders_alone_tell_who_came_back_and_give_reasons_for_the_rest(cdnow: Path) -> None:
    data = report.current()
    for ask, reason in (
        (past.departures, "needs the table departures"),
        (past.churn_drivers, "needs the table departures"),
        (past.contract_renewals, "are too few"),
        (watch.triggers, "Needs order lines"),
    ):
        with pytest.raises(UndefinedError, match=reason):
            ask(data)
    assert report.saved().value("left") == pytest.approx(1 - report.saved().value("retention_rate"))
    assert past.cohort_retention(data, CALENDAR).share.size
    for reading in report.readings(report.saved(), ("churn_expected", "value_at_risk")).values():
        assert (reading.value is None) == (reading.reason is not None)
