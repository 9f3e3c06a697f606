"""Every computed sentence is said in a case made for it, and another is said where it would be false."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from data.library import cases
from metrics.case import findings as case
from metrics.case import findings_money, findings_plan
from metrics.churn import findings as churn
from metrics.churn import findings_past, findings_worth
from metrics.churn import findings_plan as churn_plan
from metrics.customers import findings_model
from metrics.overview import findings as overview
from metrics.programme.gauges import CostRatio
from metrics.returns import findings as returns
from metrics.returns import findings_draws, findings_published
from metrics.returns import findings_plan as returns_plan
from metrics.segments import findings as segments
from metrics.segments import findings_steps
from metrics.value import findings_contracts, findings_views
from metrics.value.policy import findings as policy
from metrics.words.text import message

ROOT = Path(__file__).resolve().parents[2]
WORDS = 4  # a text of fewer is a label


def ns(**parts: Any) -> Any:
    """A stand-in that has what one sentence reads."""
    return SimpleNamespace(**parts)


# --- The case


def test_levers_together_and_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    apart: list[float | None] = [-20.0]
    monkeypatch.setattr(case.gap_value, "together_less_alone", lambda *_plan: apart[0])
    plan = ns(scenario=None, baseline=None)
    fewer = "Together they bring 20 a year less than each alone: what overlaps is counted once."
    assert str(case.together(plan)) == fewer
    apart[0] = 30.0
    assert str(case.together(plan)) == "Together they bring 30 a year more than each alone: one makes room for another."
    for same in (None, 0.2):
        apart[0] = same
        assert case.together(plan) is None
    monkeypatch.setattr(case.levers, "uncounted", lambda _plan: (0.0, 40.0))
    monkeypatch.setattr(case.levers, "ramping", lambda _plan: [message("Mail")])
    assert str(case.besides(plan)) == (
        "Beside it: 40 a year of soft benefits is not counted; not at full effect within the plan: Mail."
    )


def test_a_case_without_a_claim_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("worth", []), ("moving", []), ("reached", True), ("uncounted", (0.0, 0.0))):
        monkeypatch.setattr(case.levers, name, lambda _plan, value=value: value)
    assert str(case.verdict(ns())) == "No lever claims a benefit yet: set a target beside a baseline."


@pytest.mark.parametrize(
    ("shares", "of", "said"),
    [
        ([], 2, "No benchmark is entered yet"),
        ([0.5, 0.3], 2, "The plan closes 40% of the gap to the benchmarks"),
        ([0.5], 2, "The plan closes 50% of the gap on the 1 of 2 levers with a benchmark"),
        ([-0.1, 0.1], 2, "The plan closes nothing of the gap"),
    ],
)
def test_the_gap_closed(shares: list[float], of: int, said: str) -> None:
    assert str(case._gap(shares, of)) == said


def test_cash_that_never_comes_back() -> None:
    out = "Peak funding 900 in month 7; cumulative cash does not turn positive within the horizon"
    assert str(findings_money._cash(date(2024, 1, 1), -900.0, 7, None)) == out
    assert "turns positive in month 20" in str(findings_money._cash(date(2024, 1, 1), -900.0, 7, 20.0))
    assert str(findings_money._cash(date(2024, 1, 1), 0.0, 0, 0.0)) == "No funding is needed at any time"


def test_the_cross_check() -> None:
    assert str(findings_money._opinion(0.02, False)) == "The cross-check (numpy-financial) differs by up to 2%"
    assert str(findings_money._opinion(0.0, False)) == "The cross-check (numpy-financial) agrees"
    assert str(findings_money._opinion(0.0, True)) == "numpy-financial names one of several rates"


def test_tax_on_one_side_alone_is_told() -> None:
    def plan(tax: float, after: bool) -> Any:
        return ns(tax_rate=ns(value=tax), rate=ns(value=0.1), rate_after_tax=after)

    assert str(findings_money.rate_mismatch(plan(0.25, False))) == (
        "Flows are counted after tax, but the discount rate of 10% is before tax: enter the rate after tax, and say "
        "that it is."
    )
    assert str(findings_money.rate_mismatch(plan(0.0, True))) == (
        "The discount rate of 10% is after tax, but flows are counted before tax: enter the tax rate, or the discount "
        "rate before tax."
    )
    assert findings_money.rate_mismatch(plan(0.25, True)) is None is findings_money.rate_mismatch(plan(0.0, False))


def test_how_money_is_counted() -> None:
    def plan(tax: float, days: float, prices: str) -> Any:
        off = ns(value=0.0)
        terms = {"tax_rate": ns(value=tax), "dso": ns(value=days), "dio": off, "dpo": off, "prices": prices}
        return ns(**terms, group_profit=tax != 0.2)

    alone = str(findings_money.counted(plan(0.2, 0, "real")))
    assert alone == "Counted real, after 20% tax with losses carried forward, without working capital"
    said = str(findings_money.counted(plan(0.25, 30.0, "real")))
    assert said == "Counted real, after 25% tax, with working capital"
    assert str(findings_money.counted(plan(0, 0, "nominal"))) == "Counted nominal, before tax, without working capital"


def test_what_customers_bring_if_nothing_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings_plan.options, "contribution_known", lambda _plan: None)
    world = ns(money=pd.Series([500.0, 400.0]).to_numpy(), present=lambda _scenario: 1_900.0)
    monkeypatch.setattr(findings_plan.options, "doing_nothing", lambda _plan: world)
    assert str(findings_plan.contribution(ns(scenario=None))) == (
        "Their contribution is 500 a year at month 0 and 400 a year at the end, 1,900 over the plan as present value. "
        "The programme comes on top of it."
    )


def test_what_a_published_case_comes_to_is_named() -> None:
    hotel = next(
        case for case in cases().values() if any(reading.benefit and not reading.invest for reading in case.readings)
    )
    reading = next(reading for reading in hotel.readings if reading.benefit and not reading.invest)
    names = {str(row[0]) for row in findings_plan._figures(hotel, reading)}
    assert {"For each capability, low", "For each capability, high", "The most to spend, at 10%"} <= names
    several = next(case for case in cases().values() if len(case.years) > 1)
    told = [str(row[0]) for reading in several.readings for row in findings_plan._figures(several, reading)]
    n = several.years[0]
    assert f"Over {n} years: value at 10%" in told and f"Over {n} years: rate of return" in told


# --- Churn


def test_without_a_forecast_the_past_is_told() -> None:
    reason = message("too few orders")
    held = {
        "churn_expected": ns(value=None, reason=reason),
        "value_at_risk": ns(value=None),
        "retention_rate": ns(value=0.7),
    }
    assert str(churn.verdict(ns(read=held.__getitem__))) == (
        "30% of customers did not order again within a year. Who is next cannot be forecast: too few orders."
    )
    held["retention_rate"] = ns(value=None)
    assert str(churn.verdict(ns(read=held.__getitem__))) == "Churn cannot be forecast yet: too few orders."


def test_a_horizon_longer_than_the_history_is_told() -> None:
    def told(days: int) -> list[str]:
        first = pd.Timestamp("2024-01-01")
        facts = {"first_day": first, "until": first + pd.Timedelta(days=days)}
        return [
            str(one)
            for one in churn.warnings(ns(sources=ns(facts=facts), scores=ns(reason=None, card={"horizon_months": 24})))
        ]

    year = "The year ahead is longer than the 100 days of orders the chances were learnt from."
    values = "Values reach 24 months ahead, longer than the {} days of orders they were learnt from."
    assert told(100) == [year, values.format(100)]
    assert told(500) == [values.format(500)] and told(800) == []


def test_what_the_likeliest_tenth_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """100 of each: 60 and 20 left, 40 on the mean, so 1.5 times."""
    card = {"backtests": [{"models": {"grid": {"brier": 0.1}}}], "champion": "grid"}
    sources = ns(scores=ns(card=card))
    groups = [(100, 0.5, 0.6), (100, 0.1, 0.2)]
    assert str(churn._likeliest_tenth(sources, groups)) == "Likeliest tenth: 60% of them left, 1.5x the average."
    assert churn._likeliest_tenth(sources, groups[:1]) is None
    monkeypatch.setattr(churn.ahead, "level_silent", lambda _sources: 0.3)
    monkeypatch.setattr(churn.ahead, "covariate_note", lambda _sources: None)
    told = str(churn._checked(sources, groups))
    assert "The plain forecast of all buyers, on days it had not seen." in told
    assert "Departures are recorded: chances of customers known to be there, at last year's level of 30%." in told
    monkeypatch.setattr(churn.ahead, "level_silent", lambda _sources: None)
    assert "Departures are recorded" not in str(churn._checked(sources, groups))


def test_drivers_unknown_and_groups_too_few() -> None:
    assert str(findings_past._driver([])) == "The drivers of churn are not known"
    part = ns(name="", customers=5)
    assert str(findings_past._composition(ns(), [part], 0.2, "kind")) == "Too few churned customers to compare groups"


@pytest.mark.parametrize(
    ("margins", "said"),
    [
        ((None, None), "10 fall due within 90 days; what they are worth is not known"),
        ((40.0, 60.0), "10 fall due within 90 days, worth 100"),
        ((40.0, None), "10 fall due within 90 days; 4 of them are worth 40, the rest is not known"),
    ],
)
def test_what_falls_due(margins: tuple[float | None, ...], said: str) -> None:
    rows: Any = [ns(due=(n,), margin=margin) for n, margin in zip((4, 6), margins, strict=True)]
    assert str(churn_plan._worth_due(rows)) == said


def test_who_came_back_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_context: Any) -> Any:
        raise findings_worth.UndefinedError(message("not known"))

    monkeypatch.setattr(findings_worth.past, "cost_of_leavers", none)
    plan = ns(scenario=ns(assumption=lambda _path: None))
    for n, said in ((1, "1 customer came back after a year away."), (3, "3 customers came back after a year away.")):
        told = str(findings_worth._costs(plan, ns(rejoined=n, short=0)))
        assert (
            told
            == f"In brackets: when half of them are gone. The table holds their pace against the same kinds. {said}"
        )
    assert str(findings_worth._total(100.0, 25.0)) == (
        "A year's churn cost 125: 100 that those customers had brought in the year before, and 25 of the cost of "
        "acquiring them that was not recovered."
    )
    assert str(findings_worth._total(100.0, None)) == (
        "Customers who churned in a year brought 100 a year before; what acquiring them cost is not known."
    )


# --- Customers and segments


def test_a_model_without_a_ranking_is_only_the_best_of_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings_model, "_naive", lambda rival: rival.id == "rate")
    name = next(iter(findings_model.MODELS))

    def told(ours: float | None, theirs: float | None) -> str:
        rivals = [ns(id=name, loss=1.0, ranking=ours), ns(id="rate", loss=2.0, ranking=theirs)]
        return str(findings_model._better_than_a_guess(ns(champion=name, rivals=rivals)))

    assert told(None, 0.2).startswith("Best of 2 models: ")
    assert told(0.5, 0.2) == "Ranks customers better than a guess: 0.5 against 0.2"
    assert told(0.1, 0.2) == "Ranks customers no better than a guess"


def test_groups_that_fail_bring_nothing_or_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    a, b = message("Loyal"), message("Silent")
    assert str(segments._failing([a])) == "1 group fails a test: Loyal."
    assert str(segments._failing([a, b])) == "2 groups fail a test: Loyal, Silent."
    rows = [ns(share=None)]
    monkeypatch.setattr(segments.facts, "segments", lambda *_asked: rows)
    monkeypatch.setattr(segments.criteria, "passes", lambda *_asked: True)
    said = "1 of 1 groups pass every test that can be made; all together bring nothing this year."
    assert str(segments.verdict(ns(sources=None))) == said
    moved: Any = ns(before=[0] * 6, stayed=7)
    assert str(segments._moved(moved)) == "7 customers are in the same group"


@pytest.mark.parametrize(("by", "others"), [("letter", "campaign"), ("campaign", "letter")])
def test_what_told_who_was_reached_is_named(by: str, others: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for place in (segments, findings_steps):
        monkeypatch.setattr(place, "people", lambda _sources: ns(by_what=by))
    monkeypatch.setattr(findings_steps.facts, "missing_values", lambda *_asked: ["profit"])
    told = str(segments._thresholds(ns(sources=None), segments.USUAL))
    assert told.startswith(
        "● passes, ▼ fails. Big enough: 1% of buyers and 50. Profitable: each brings more than 0 in 12 months. "
        "Reachable: 50% have e-mail and agreed. Identifiable: 50% of the traits are known. Understandable: 2 shared "
        "traits. Relevant: each brings 25% more or less than the average."
    )
    letter = "Campaign possible: a letter reached 25% in 12 months; no campaign with its members is held."
    assert told.endswith(letter if by == "letter" else "Campaign possible: a campaign reached 25% in 12 months.")
    first, missing, answered = map(str, findings_steps._variables(ns(sources=None), segments.USUAL))
    assert first == "Contribution margin and revenue so far; loyalty: days with an order. Each counts by rank."
    name = message(findings_steps.VARIABLES["profit"])
    assert missing == f"Not in the data: {name}. Missing is not zero: the weight goes to the rest."
    assert (
        answered
        == {
            "letter": "Response: letters followed by an order within 30 days; campaigns and members are not held.",
            "campaign": "Response: campaign contacts followed by an order within 30 days.",
        }[by]
    )
    assert others not in answered.split(";")[0].lower()


# --- Overview, return and risk


def test_a_plan_that_does_not_run_today_has_no_go_forward() -> None:
    found: Any = ns(latest=100.0, latest_on=date(2023, 11, 30), ahead=None)
    assert str(overview._worth(found)) == "Latest estimate 100 at 30 Nov 2023; the plan does not run today"
    found.ahead = ns(forward=ns(going_on=50.0, stopping=-5.0), today=date(2026, 10, 31))
    assert str(overview._worth(found)) == (
        "From 31 Oct 2026 on, going on is worth 50, stopping −5; latest estimate 100 at 30 Nov 2023"
    )
    assert [str(overview._owners(names)) for names in ("Ida, Bo", "Ida, Bo, Cy")] == [
        "Ida and one other",
        "Ida and 2 others",
    ]


def switch(path: str = "spend.target", **parts: Any) -> Any:
    usual = {"unit": returns.Unit.COUNT, "value": 10.0, "switch": 8.0, "used": 1.2, "bad": 7.0}
    return ns(path=path, **{**usual, **parts})


def test_how_near_a_threat_is() -> None:
    plan: Any = ns(scenario=ns(label=lambda path: message("Spend")))
    used_up = "Largest risk: Spend falls to 8. Its downside case uses up all of the headroom to break-even."
    assert str(returns._nearest(plan, switch())) == used_up
    half = "Largest risk: Spend falls to 8. Its downside case uses up 50% of the headroom to break-even."
    assert str(returns._nearest(plan, switch(used=0.5))) == half
    assert str(returns._zero_at(plan.scenario, switch(switch=12.0))) == "Spend rises to 12"
    assert str(returns._moved(plan.scenario, switch("delay"))) == "Delay of all benefits"
    assert str(returns._beside(switch("delay"))) == "A year late is common."
    assert str(returns._beside(switch(), losing=True)) == "Now 10; upside case 7."
    assert str(returns._beside(switch())) == "Now 10; downside case 7."


def test_how_weights_were_found() -> None:
    parts = [ns(alone=0.5), ns(alone=0.3)]
    apart: Any = ns(together=False, parts=parts)
    assert str(findings_draws._method(apart)) == (
        "Sobol indices of independent inputs; each alone they explain 80%, the rest is their play together."
    )
    assert str(findings_draws._method(ns(together=True, parts=parts))) == (
        "Shapley effects: some inputs move together, and what they share is shared out. They sum to 100%."
    )


@pytest.mark.parametrize(
    ("npv", "survived", "said"),
    [
        (0.0, 0.9, "NPV is negative before any rise in cost"),
        (
            9.0,
            0.9,
            "Even if cost was underestimated by 75% (true cost 4.00 × budget) NPV stays positive. Break-even: "
            "underestimated by 90%",
        ),
        (
            9.0,
            0.5,
            "If cost was underestimated by 40% (true cost 1.67 × budget) NPV stays positive; at 75% (4.00 ×) it does "
            "not. Break-even: underestimated by 50%",
        ),
        (
            9.0,
            0.3,
            "If cost was underestimated by 40% (true cost 1.67 × budget) NPV is negative. Break-even: underestimated "
            "by 30%",
        ),
    ],
)
def test_how_far_cost_may_be_underestimated(npv: float, survived: float, said: str) -> None:
    even = ns(literal=survived, survives=lambda part: part < survived)
    assert str(returns_plan._underestimated(ns(npv=npv, break_even=even))) == said


def test_the_chance_of_a_year(monkeypatch: pytest.MonkeyPatch) -> None:
    held: Any = ns(chance_paid_back=lambda _months: ns(value=0.25, error=0.01))
    monkeypatch.setattr(returns_plan, "draws", lambda _plan: held)
    assert str(returns_plan._soon(ns())).startswith("Paid back within 12 months in 25% of simulations, ± 1 ")


@pytest.mark.parametrize(
    ("benefit", "profit", "said"),
    [
        (None, None, "There is no benefit to hold the cost against"),
        (0.9, 9.0, "Cost is 90% of the benefit, over the line"),
        (0.7, None, "Cost is 70% of the benefit, within the line; there is no profit"),
        (0.5, 1.0, "Cost is 50% of the benefit, within the line, and 100% of the profit, over it"),
        (0.3, 0.43, "Cost is 30% of the benefit and 43% of the profit, both within the line"),
    ],
)
def test_cost_against_benefit_and_profit(benefit: float | None, profit: float | None, said: str) -> None:
    assert str(findings_published._ratio(CostRatio(benefit, profit), 0.75)) == said


# --- Value


def test_two_models_of_one_base_are_told_apart() -> None:
    known, unknown = (ns(read=lambda _id, value=value: ns(value=value)) for value in (900.0, None))
    assert str(findings_views._two_models(known, 800.0)) == "All stages together 800; the forecast says 900."
    assert str(policy._other_value(known, 800.0)) == (
        "The base is the benefit model's, at mean rates; forecasts of each customer sum to 900: +100 apart."
    )
    assert findings_views._two_models(unknown, 1.0) is None is policy._other_value(unknown, 1.0)
    tested: Any = ns(counts={"n": 9, "expected": 7, "renewed": 6})
    assert str(findings_contracts._a_year_ago(tested)) == (
        "A year ago: of 9 contracts 7 were expected to renew, 6 did."
    )


def test_nothing_is_left_of_no_revenue() -> None:
    with pytest.raises(findings_views.UndefinedError, match="there is nothing to count yet"):
        findings_views._left_of_revenue(ns(revenue=0.0))


def test_parts_of_a_value_nobody_can_tell_apart() -> None:
    both = str(findings_views._unknown(ns(premium=None, saving=None)))
    assert "Price premium: unknown, no list prices are held; it is part of growth." in both
    assert "Cost saving: unknown, no cost to serve is held; it is part of growth." in both
    assert "Price premium" not in str(findings_views._unknown(ns(premium=1.0, saving=None)))


def test_what_a_year_of_service_costs_by_class(monkeypatch: pytest.MonkeyPatch) -> None:
    tiers = [ns(name=name, serve=serve, customers=n) for name, serve, n in (("A", 40.0, 4), ("B", 9.0, 3), ("C", 0, 0))]
    monkeypatch.setattr(policy.facts, "tiers", lambda _sources: tiers)
    assert str(policy._cost_to_serve(ns(sources=None))) == (
        "Cost to serve a year, each active customer of the usual classes: A 10 · B 3 · C –"
    )


# --- All of them


def sentences() -> Iterator[tuple[str, str]]:
    """(where, text) of each text that a function of a findings module words a sentence with."""
    for file in sorted((ROOT / "metrics").rglob("findings*.py")):
        for made in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                not isinstance(made, ast.FunctionDef)
                or made.returns is None
                or "Message" not in ast.unparse(made.returns)
            ):
                continue
            for call in ast.walk(made):
                if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "N_":
                    text = ast.literal_eval(call.args[0])
                    if len(text.split()) >= WORDS:
                        yield f"{file.relative_to(ROOT)}:{made.name}", text


def quoted() -> str:
    """All texts that tests hold against what is said, one a line; holes that a test fills are left open."""
    lines = []
    for file in sorted((ROOT / "tests").rglob("*.py")):
        for part in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                lines.append(part.value)
            elif isinstance(part, ast.JoinedStr):
                lines.append(
                    "".join(str(each.value) if isinstance(each, ast.Constant) else "\x00" for each in part.values)
                )
    return "\n".join(lines)


def test_every_sentence_is_quoted_by_a_test_that_makes_it_true() -> None:
    """The longest stretch between the holes of a sentence stands in some test as it is read."""
    told, missing = quoted(), []
    for where, text in sentences():
        stretches = [part.strip() for part in re.split(r"\{\w+\}", text)]
        if max(stretches, key=len) not in told:
            missing.append(f"{where}: {text}")
    assert not missing, "\n".join(["no test makes these true:", *missing])
