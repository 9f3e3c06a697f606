"""The churn page's plans: loyalty with and without surveys, stages, owners, who is due; what a short history says."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data import warehouse
from metrics import report
from metrics.churn import ahead, findings, findings_plan, findings_worth, loyalty, past, plan, watch
from metrics.churn.offer import Offer
from metrics.customers import model_card as report_model
from metrics.finding import Finding, Table
from metrics.words.reader import Reader
from pages.parts import tables
from tests.pages.test_pages import said, start


def _frame(found: Finding) -> pd.DataFrame:
    """The table of a finding as a reader sees it."""
    assert isinstance(found.table, Table)
    return tables.frame(found.table, Reader("en", "USD"))


def _asked(place: Path, *, surveys: bool = True) -> None:
    """Forty customers who order every month of a year; half of them were asked, a quarter is not satisfied."""
    source = place / "asked"
    source.mkdir(parents=True)
    rows = [
        f"o{who}-{month},k{who:02},2025-{month:02}-{who % 28 + 1:02},completed,{10 + who}"
        for who in range(40)
        for month in range(1, 13)
    ]
    (source / "orders.csv").write_text("\n".join(["order_id,customer_id,ordered_at,status,amount", *rows]) + "\n")
    people = [f"k{who:02},business,{'Ida' if who < 30 else ''},a@b.example" for who in range(40)]
    heads = "customer_id,kind,account_manager,email"
    (source / "customers.csv").write_text("\n".join([heads, *people]) + "\n")
    answers = [
        f"{who}{q[0]},k{who:02},2025-11-0{1 + who % 5},{q},{score}"
        for who in range(20)
        for q, score in (
            ("Are you satisfied with us?", 2 if who < 10 else 5),
            ("Would you recommend us?", 10 - who % 9),
        )
    ]
    old = ["x1,k00,2020-01-01,Are you satisfied?,5"]  # too long ago to count
    if surveys:
        (source / "surveys.csv").write_text(
            "\n".join(["survey_id,customer_id,answered_on,question,score", *answers, *old]) + "\n"
        )
    tickets = ["t1,k01,2025-06-01 09:00,2025-06-03 09:00,complaint,Ida", "t2,k02,2025-06-01 09:00,,complaint,"]
    heads = "ticket_id,customer_id,opened_at,closed_at,kind,owner"
    (source / "tickets.csv").write_text("\n".join([heads, *tickets]) + "\n")
    warehouse.build(source, name="asked")


@pytest.fixture
def asked(home: Path, tmp_path: Path) -> report.DataSources:
    """A shop that asks its customers."""
    _asked(tmp_path)
    return report.current()


def test_surveys_fill_the_fourth_part_and_the_matrix(asked: report.DataSources) -> None:
    found, cells = loyalty.by_loyalty(asked), loyalty.satisfaction(asked)
    parts = {part.id: part for part in found.parts}
    assert parts["advocacy"].known == 0.5 and parts["share"].known == 0  # no products, so no range
    assert 0 < parts["advocacy"].counts < parts["advocacy"].weight / 0.75
    assert sum(part.counts for part in found.parts) == pytest.approx(1)
    assert sum(cell.customers for cell in cells) == 20
    assert report.saved().value("loyal_unhappy") == 10 / 20  # all forty order every month, so all are loyal
    unhappy = sum(cell.customers for cell in cells if not cell.satisfied)
    assert unhappy == 10  # 2 of 1 to 5 is a quarter
    assert sum(band.customers for band in found.bands) == len(found.score) == 40


def test_the_loyalty_index_by_hand(asked: report.DataSources) -> None:
    """Every quarter known has its order; no range, so .35, .2 and, of those asked, .2 carry it, over their sum."""
    total = 0.0
    for who in range(40):
        tenure = (pd.Timestamp("2025-12-28") - pd.Timestamp(f"2025-01-{who % 28 + 1:02}")).days / (5 * 365)
        known = 0.35 + 0.2 * tenure
        total += (known + 0.2 * (10 - who % 9) / 10) / 0.75 if who < 20 else known / 0.55
    assert report.saved().value("loyalty") == pytest.approx(total / 40)


@pytest.mark.parametrize(("lang", "words"), [("en", "are loyal but not satisfied"), ("zh_CN", "忠诚却不满意")])
def test_the_matrix_is_on_the_page(asked: report.DataSources, lang: str, words: str) -> None:
    app = start(lang, "churn", more="loyal")
    assert not app.exception and not app.error
    assert words in said(app)
    assert any(table.value.shape == (4, 4) for table in app.main.table)


def test_without_surveys_the_part_is_named_and_the_reason_given(home: Path, tmp_path: Path) -> None:
    _asked(tmp_path, surveys=False)
    app = start("en", "churn", more="loyal")
    words = said(app)
    assert "Would recommend us. The other weights grow to 100% together." in words
    assert "needs the table surveys, which is not here yet" in words
    parts = loyalty.by_loyalty(report.current()).parts
    assert sum(part.weight for part in parts) == pytest.approx(1)
    assert sum(part.counts for part in parts) == pytest.approx(1)


def test_the_table_of_parts_shows_both_weights(company: Path) -> None:
    """Some of the sample's customers were asked; the others' weights grow to 100 %."""
    frame = _frame(findings_plan.loyalty_parts(report.saved()))
    assert frame.shape == (4, 5) and list(frame.iloc[0])[1:4] == ["35%", "43%", "100%"]
    weights, counts = ([float(cell.strip("%")) for cell in frame.iloc[:, column]] for column in (1, 2))
    assert weights[3] == 20 > counts[3] > 0 and sum(weights) == 100 and 99 < sum(counts) < 101


def test_owners_and_who_was_asked_first(asked: report.DataSources) -> None:
    found = plan.account_owners(asked)
    assert (found.accounts, found.covered) == (40, 0.75)
    assert [one.name for one in found.owners] == ["Ida", ""]
    assert found.owners[0].on_file == pytest.approx(1 / 5)  # e-mail alone of five items
    assert found.owners[0].incomplete == pytest.approx(found.owners[0].value)
    first = plan.first_contact(asked)
    assert (first.requests, first.owned, first.in_time, first.open) == (2, 1, 1, 1)
    context = report.saved()
    assert (context.value("covered"), context.value("asked_first")) == (30 / 40, 1 / 2)


def test_owners_of_the_sample(company: Path) -> None:
    """Only contracts have a manager there; no ticket names an owner, which is said."""
    found = plan.account_owners(report.current())
    assert 0.4 < found.covered < 0.8 and len(found.named) == 24
    assert sum(one.accounts for one in found.owners) == found.accounts
    assert sum(one.share or 0 for one in found.owners) == pytest.approx(1)
    words = said(start("en", "churn", more="accounts"))
    assert "has no account manager" in words and "none names who answers for it" in words
    assert "Notes of visits are in none of the tables." in words


def test_stages_are_reached_by_people_still_there(company: Path) -> None:
    found = plan.stage_plan(report.current())
    assert [stage.id for stage in found] == ["second", "first year", "contract", "silent"]
    for stage in found:
        assert 0 < stage.due[0] <= stage.due[1] <= stage.due[2]
        assert stage.reachable <= stage.due[2] and stage.contacted <= stage.due[2]
        assert stage.leaving is not None and 0 < stage.leaving < 1
    held = {stage.id: stage for stage in found}
    terms = report.current().frames["contract_term"]
    left = (terms["ends_on"] - report.current().facts["until"]).dt.days - 60
    running = terms["state"].eq("running") & left.gt(0) & left.le(90)
    assert held["contract"].due[2] <= running.sum()


def test_those_due_say_whether_they_were_reached_and_won(company: Path) -> None:
    data = report.current()
    for one in watch.triggers(data):
        assert (one.margin or 0) <= (one.revenue or 0) and (one.again is None) == (one.revenue is None)
        assert max(one.contacted, one.won) <= one.due[2]
    assert sum(one.contacted for one in watch.triggers(data)) > sum(one.won for one in watch.triggers(data)) > 0
    for days in (30, 60, 90):
        rows = watch.due(data, days)
        assert 0 < len(rows) <= watch.LISTED and rows["days_left"].between(1, days).all()
        assert rows["expected"].dropna().is_monotonic_decreasing


def test_a_source_is_held_against_its_kinds_in_the_table(company: Path) -> None:
    """Its pace with the interval, no cost to serve; what the short ones cost to win; a next step for each account."""
    app = start("en", "churn", more="accounts")
    row = _frame(findings_worth.early_churn(report.saved())).set_index("Source").loc["spring discount 2023"]
    name = "Churn speed, relative"
    assert re.fullmatch(r"[\d.]+x", row[name]) and re.fullmatch(r"[\d.]+ to [\d.]+x", row[f"{name}, range"])
    assert not [column for column in row.index if "serve" in column]
    words = said(start("en", "churn", more="worth"))
    assert "as comparable customers" in words and "was paid to acquire customers who churned within 90 days" in words
    cac = report.saved().scenario.assumption("acquisition.cac")
    paid = past.acquisition(report.current()).short * (cac.value if cac else 0)
    assert f"{Reader('en', 'USD').money(paid)} was paid to acquire customers who churned within 90 days." in words
    steps = next(one.value["Next step"] for one in app.main.dataframe if "Next step" in one.value)
    assert set(steps) <= {"call, and ask why", "ask what has changed", "nothing is due"} and len(set(steps)) > 1


def test_one_worth_asking_is_not_none(company: Path) -> None:
    """The curve is read where it is highest, also when that is after the first customer."""
    data = report.current()
    terms = ahead.Terms(offer=Offer(saved=0.1, cost=60.0, unsavable_above=0.7), budget=1e6)
    while not 0 < (found := ahead.plan(data, terms)).worth < 5:
        terms = ahead.Terms(offer=Offer(saved=0.1, cost=terms.offer.cost * 0.95, unsavable_above=0.7), budget=1e6)
    assert max(found.curve, key=lambda point: point[1])[0] == found.worth
    told = "one customer" if found.worth == 1 else f"{found.worth} customers"
    assert f"Beyond {told} every further contact loses" in str(findings.asking(report.saved(), terms).sentence)


def test_the_likeliest_tenth_is_said_with_its_lift(company: Path) -> None:
    """By hand from the tenths: what share of the likeliest left, over the mean of all tenths."""
    data = report.current()
    held = sorted(report_model.card(data).calibration, key=lambda group: group.said)
    shares = np.array([1 - group.came for group in held])
    weights = np.array([group.customers for group in held])
    words = str(findings.believed(report.saved()).note)
    assert f"{shares[0]:.0%} of them left" in words
    assert f"{shares[0] / np.average(shares, weights=weights):.3g}x the average" in words and "Brier" not in words
    app = start("en", "churn")
    assert words not in said(app)  # behind its sentence
    app.session_state["fold-churn-believed"] = True
    assert words in said(app.run())


def test_the_list_of_those_due_follows_its_control(company: Path) -> None:
    app = start("en", "churn", due="90", more="next")
    assert not app.exception
    ends = [frame.value["Due"] for frame in app.main.dataframe if "Due" in frame.value]
    assert len(ends) == 1 and pd.to_datetime(ends[0]).max() > report.current().facts["until"] + pd.Timedelta(days=30)


def test_a_horizon_longer_than_the_history_is_said(home: Path, tmp_path: Path, cdnow: Path) -> None:
    """CDNOW's 545 days carry a year ahead but not two; a year of orders neither."""
    (told,) = findings.warnings(report.saved())
    assert "24 months ahead, longer than the 545 days" in str(told)
    assert str(told) in said(start("en", "churn"))


def test_a_year_ahead_of_less_than_a_year_of_orders_is_said(asked: report.DataSources) -> None:
    told = [str(one) for one in findings.warnings(report.saved())]
    assert len(told) == 2 and "The year ahead is longer than the" in told[0]


def test_five_years_of_orders_carry_both(company: Path) -> None:
    assert findings.warnings(report.saved()) == ()
