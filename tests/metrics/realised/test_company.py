"""The sample company: what register, ledger, hold-out and roll-out must find there, and when it is gone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from data import warehouse
from data.company import Effects, write
from metrics import report
from metrics.answers.cells import AnswerError
from metrics.context import Sources
from metrics.reading import UndefinedError
from metrics.realised import answers, closing, facts, ledger, proof
from metrics.realised.readings import METRICS
from metrics.scorecard import answers as owners
from metrics.scorecard import facts as scorecard
from tests.metrics.hand_made import programme, published

SUMS = {
    "promised_benefit",
    "realised_benefit",
    "realised_share",
    "proven_benefit",
    "proven_share",
    "ledger_benefit",
    "forecast_at_completion",
    "benefit_slip",
    "payback_on_actuals",
    "cost_to_date",
    "cost_over_budget",
    "cost_of_benefit_to_date",
    "own_work_share",
    "crm_caused",
    "crm_retention",
    "before_after",
    "ledger_gap",
    "unreconciled",
}


@pytest.fixture
def context(company: Path) -> Any:
    """The sample under its newest scenario."""
    return report.saved()


def test_every_figure_has_a_value(context: Any) -> None:
    assert {metric.id for metric in METRICS} == SUMS
    values = {id: context.read(id) for id in SUMS}
    assert not [reading.reason for reading in values.values() if reading.value is None]


def test_the_register_adds_up(context: Any) -> None:
    """From the mart itself: approved rows to September, freed time left out, the lower ends of what is proven."""
    frame = context.frames["benefit_month"]
    frame = frame[(frame["status"] == "approved") & (frame["month"].astype(str) < "2026-10-01")]
    amounts = frame["actual"].astype(float)
    cash = ~(frame["lever"].isin(["handling", "volume"]) & (frame["money_mark"] != "1"))
    assert context.value("realised_benefit") == pytest.approx(amounts[cash].sum())
    able = cash & frame["cause"].isin(["A", "B"]) & frame["money_mark"].isin(["1", "2"])
    lows = frame["low"].astype(float).where(able, 0.0)
    assert context.value("proven_benefit") == pytest.approx(lows[lows > 0].sum())
    assert context.value("ledger_benefit") == pytest.approx(amounts[frame["money_mark"] == "1"].sum())
    assert context.value("proven_share") < 0.5  # less than half of realised benefit is proven
    levers = facts.levers(context)
    assert sum(row.realised or 0.0 for row in levers) == pytest.approx(context.value("realised_benefit"))
    assert sum(facts.marks(context).values()) == pytest.approx(context.value("realised_benefit"))
    assert sum(row.benefit for row in facts.fields(context)) == pytest.approx(context.value("realised_benefit"))
    assert sum(row.cost for row in facts.fields(context)) == pytest.approx(context.value("cost_to_date"))
    share = context.value("realised_benefit") / context.value("promised_benefit")
    assert context.value("realised_share") == pytest.approx(share)
    of_benefit = context.value("cost_to_date") / context.value("realised_benefit")
    assert context.value("cost_of_benefit_to_date") == pytest.approx(of_benefit)


def test_what_is_planted_is_found(context: Any) -> None:
    """Cost 16 % over its budget; the ledger .7 % above the orders, .5 by timing and .2 by a credit note."""
    assert context.value("cost_over_budget") == pytest.approx(0.16, abs=0.01)
    assert context.value("ledger_gap") == pytest.approx(0.007, abs=1e-4)
    month = ledger.month(context, date(2026, 10, 1))
    kinds = {item.kind: item.amount / month.records for item in month.items}
    assert kinds == {"timing": pytest.approx(0.005, abs=1e-5), "not posted": pytest.approx(0.002, abs=1e-5)}
    assert month.open == 0.0 and context.value("unreconciled") == 0.0
    assert all(abs(each.difference) < 0.01 for each in ledger.months(context)[:-1])


def test_the_course_runs_from_promise_to_estimate(context: Any) -> None:
    path = facts.course(context)
    assert path.now == 34 and path.realised.sum() == pytest.approx(context.value("realised_benefit"))
    assert path.expected.sum() == pytest.approx(context.flows.benefit[35:].sum())
    assert context.value("forecast_at_completion") == pytest.approx(path.realised.sum() + path.expected.sum())
    due = facts.due(context)
    assert due.promised is not None and context.value("payback_on_actuals") == due.actual


def test_the_hold_out_in_sums_is_that_of_the_customers(context: Any) -> None:
    """Customers counted again from the base, the margin of one region added up again from its orders."""
    base = context.frames["customer_base"]
    regions = context.frames["region_month"].groupby("region")["live"].first()
    live = base["region"].map(regions)
    inside = base[(base["first_order"] < live) & base["first_order"].notna()]
    found = proof.held_out(context.sources)
    assert found.treated == (~inside["held_out"]).sum() and found.control == inside["held_out"].sum()
    assert context.value("crm_caused") == pytest.approx(found.effect * found.exposure)
    caused = context.read("crm_caused")
    assert caused.low < caused.value < caused.high and caused.mark == "95%"
    assert found.half < found.raw  # the year before sharpens it
    assert found.half <= 1.5 * proof.power(context.sources).half


def test_a_roll_out_in_money_is_effect_times_what_was_exposed_times_its_price(context: Any) -> None:
    """Calls answered in regions already reached, before the last one was, at the baseline's cost of a minute."""
    frame = context.frames["region_month"]
    inside = frame[(frame["month"] >= frame["live"]) & (frame["month"] < frame["live"].max())]
    price = context.baseline.value("cost_per_minute")
    value, low, high = proof.worth(context.sources, "minutes")
    found = proof.rolled(context.sources, "minutes")
    assert value == pytest.approx(-found.effect * inside["calls"].sum() * price)
    assert (low, high) == (
        pytest.approx(-found.high * inside["calls"].sum() * price),
        pytest.approx(-found.low * inside["calls"].sum() * price),
    )
    with pytest.raises(UndefinedError, match="a departure has no price of its own: what it costs is in contribution"):
        proof.worth(context.sources, "leaving")


def test_a_month_is_closed_by_somebody_else_than_who_entered(context: Any) -> None:
    month = ledger.to_close(context)
    assert month == date(2026, 10, 1) and facts.to_date(context) == date(2026, 9, 1)
    assert dict(ledger.missing(context, month)) == {"acquisition": ["actual"]}
    with pytest.raises(AnswerError, match="Oct 2026 cannot be closed: New customers lack"):
        closing.close(context, "Ida", month, alone=False)
    with pytest.raises(AnswerError, match="Enter the difference in a month that is still open"):
        closing.enter(context, "mail", "2026-09", {}, "Ada")
    with pytest.raises(AnswerError, match="Nov 2026 is not over in the data, so nothing can be realised in it yet"):
        closing.enter(context, "mail", "2026-11", {}, "Ada")
    before = context.value("realised_benefit")
    refused = closing.enter(context, "acquisition", "2026-10", {"status": "refused"}, "Ada")
    answers.change(context.sources, refused, "Ada")
    with pytest.raises(AnswerError, match="owners have said nothing of measures below their target: "):
        closing.close(context, "Ida", month, alone=False)
    said = {f"{each.reading.id}|2026-10": {"comment": "seen"} for each in scorecard.behind(context)}
    owners.change(context.sources, {"comments": lambda now: {**now, **said}}, "Ada")
    with pytest.raises(AnswerError, match="Wei Lin entered Spend per customer and cannot approve them too"):
        closing.close(context, "Wei Lin", month, alone=False)
    answers.change(context.sources, closing.close(context, "Ida", month, alone=True), "Ida")
    mark = answers.answers(context.sources)["closes"].value["2026-10"]
    assert (mark["by"], mark["verified"], mark["open"]) == ("Ida", False, 0.0)
    assert facts.to_date(context) == month and ledger.to_close(context) is None
    rows = [row for row in facts.rows(context) if row.month == month]
    assert {row.status for row in rows} == {"approved", "refused"} and all(row.over for row in rows)
    assert context.value("realised_benefit") > before
    with pytest.raises(AnswerError, match="Every whole month is closed already"):
        closing.close(context, "Ida", month, alone=True)


def test_a_benefit_entered_moves_what_is_realised(context: Any) -> None:
    """A row of the page for an open month, approved, stands over the data's own."""
    row = {"actual": 5_000.0, "low": 4_000.0, "high": 6_000.0, "cause": "A", "money_mark": "1", "evidence": "invoice"}
    answers.change(context.sources, closing.enter(context, "mail", "2026-10", row, "Jonas"), "Jonas")
    found = next(row for row in facts.rows(context) if row.lever == "mail" and row.month == date(2026, 10, 1))
    assert (found.actual, found.status, found.entered_by, found.over) == (5_000.0, "draft", "Jonas", True)


def test_a_frozen_baseline_is_what_was_measured(context: Any) -> None:
    answers.change(context.sources, closing.freeze(context, "Ada", date(2026, 11, 2)), "Ada")
    kept = answers.answers(context.sources)["frozen"].value
    assert kept["figures"] == pytest.approx(context.baseline.values()) and kept["by"] == "Ada"


def test_without_any_of_it_each_figure_says_what_is_missing(tmp_path: Path) -> None:
    with published(tmp_path, programme(), scored=False) as bare:
        reasons = {id: str(bare.read(id).reason) for id in SUMS}
        assert reasons["realised_share"] == reasons["proven_share"] == "No realised benefit entered yet"
        assert "bring in the table ledger_totals" in reasons["unreconciled"]
        assert "live_on" in reasons["crm_caused"] and "live_on" in reasons["before_after"]


# --- Twins: the same company without the programme, or without one effect


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Builds a small company with other effects."""

    def make(name: str, **more: Any) -> Sources:
        place = tmp_path_factory.mktemp(name)
        write(place / "tables", customers=more.pop("customers", 2_000), truth=place / "truth.json", **more)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PAYBACK_HOME", str(place / "home"))
            warehouse.build(place / "tables", name="company", sample=True)
            return Sources(warehouse.open_current())

    yield make


def test_without_the_gap_ledger_and_orders_agree(made: Any) -> None:
    sources = made("level", effects=Effects(ledger_gap=0.0))
    orders = sources.frames["order_month"].groupby("month")["revenue"].sum().astype(float)
    books = sources.frames["ledger_month"]
    books = books[books["kind"] == "revenue"].set_index("month")["amount"].astype(float)
    assert np.abs(orders - books).max() < 0.01 and not len(sources.frames["reconciling_item"])


# --- Twins: the same company in which the programme never came


def average(sources: Sources, id: str = "contribution") -> float:
    """The truth of the roll-out: mean of an outcome over region-months reached before the last wave."""
    values, start, _names = proof.panel(sources, id)
    months = np.arange(values.shape[1])
    reached = (months[None, :] >= start[:, None]) & (months[None, :] < start.max())
    return float(values[reached].mean())


def covered(made: Any, seed: int, customers: int) -> dict[str, tuple[bool, float, float, float]]:
    """Of each outcome: whether the interval holds the truth, and the truth, its estimate, and half the interval."""
    here = made(f"here{seed}", customers=customers, seed=seed)
    there = made(f"there{seed}", customers=customers, seed=seed, programme=False)
    found = {}
    for id in proof.OUTCOMES:
        frame = there.frames["region_month"].copy()
        frame["live"] = here.frames["region_month"]["live"].to_numpy()  # where the programme would have come
        there.frames = {"region_month": frame, "data_facts": there.frames["data_facts"]}
        truth = average(here, id) - average(there, id)
        effect = proof.rolled(here, id)
        found[id] = effect.low <= truth <= effect.high, truth, effect.effect, (effect.high - effect.low) / 2
    return found


def test_the_true_effect_lies_in_the_interval(made: Any) -> None:
    """One seed here; twenty in the long run."""
    found = covered(made, 7, 8_000)
    assert found["contribution"][0] and found["minutes"][0]
    assert found["minutes"][1] < -0.2  # handling time falls


@pytest.mark.long
def test_the_true_effect_lies_in_the_interval_for_seventeen_of_twenty_seeds(made: Any) -> None:
    found = [covered(made, seed, 8_000) for seed in range(1, 21)]
    for id in ("contribution", "minutes", "repeats"):
        assert sum(each[id][0] for each in found) >= 17, id


@pytest.mark.parametrize(("id", "effect"), [("minutes", "handling_time"), ("repeats", "repeat_calls")])
def test_without_the_effect_the_roll_out_finds_nothing(made: Any, id: str, effect: str) -> None:
    found = proof.rolled(made(effect, customers=8_000, effects=Effects(**{effect: 0.0})), id)
    assert found.low <= 0 <= found.high
