"""What-ifs of policy on the sample company: sums that must agree, and what each figure rests on."""

from __future__ import annotations

from pathlib import Path

import pytest

from metrics import context as contexts
from metrics import report
from metrics.context import Context, Sources
from metrics.customers import buyers
from metrics.value.policy import facts, findings


@pytest.fixture
def data(company: Path) -> Sources:
    return report.current()


@pytest.fixture
def context(company: Path) -> Context:
    return report.saved()


def test_the_least_profitable_part_without_fixed_cost_is_its_contribution(data: Sources, context: Context) -> None:
    free, half = (facts.least_profitable(data, 0.5, fixed) for fixed in (0.0, 0.5))
    assert free.change == pytest.approx(-free.contribution)
    active = data.frames["customer_base"].query("active").sort_values("contribution_12m", kind="stable")
    serve = active["cost_to_serve_12m"].astype(float).head(half.customers).sum()
    assert half.change == pytest.approx(-half.contribution - 0.5 * serve, rel=1e-3)  # ties may be ordered otherwise
    assert facts.least_profitable(data, 0.05, 0.0).change > 0  # the last twentieth lose money
    assert context.value("tail", part=0.5, fixed=0.0) == free.change
    given = {str(given.label): given.value for given in context.read("tail", part=0.5, fixed=0.0).basis.given}
    assert given == {"Least profitable share of active customers": 0.5, "Cost to serve that stays": 0.0}


def test_classes_hold_every_buyer_and_their_money_once(data: Sources) -> None:
    base = data.frames["customer_base"].query("order_days > 0")
    for mode in ("all", "contract", "orders"):
        groups = buyers.classes(data, mode, (0.5, 0.9))
        assert [group.name for group in groups] == ["A", "B", "C"]
        if mode == "all":
            assert sum(group.customers for group in groups) == len(base)
            assert sum(group.money for group in groups) == pytest.approx(base["contribution"].astype(float).sum())
    both = [sum(group.customers for group in buyers.classes(data, mode)) for mode in ("contract", "orders")]
    assert sum(both) == len(base)
    losing = int((base["contribution"].astype(float) < 0).sum())
    assert facts.unprofitable(data) == losing


def test_tiers_hold_the_active_and_what_is_spent_on_them(data: Sources) -> None:
    found = facts.tiers(data)
    frame = data.frames["customer_base"]
    active = frame[frame["active"].astype(bool)]
    assert sum(tier.customers for tier in found) == len(active)
    assert sum(tier.serve for tier in found) == pytest.approx(active["cost_to_serve_12m"].astype(float).sum())
    assert sum(tier.contribution for tier in found) == pytest.approx(active["contribution_12m"].astype(float).sum())
    assert facts._years(data) == pytest.approx(1.1**-0.5 + 1.1**-1.5)


def test_a_policy_is_worth_what_its_tiers_save_and_keep(data: Sources, context: Context) -> None:
    spend, points = (0.1, 0.0, -0.2), (0.01, 0.0, 0.0)
    a, _b, c = facts.tiers(data)
    assert a.stake is not None
    by_hand = facts._years(data) * (0.2 * c.serve - 0.1 * a.serve) + 0.01 * a.stake
    reading = context.read("tier_policy", spend=spend, points=points)
    assert reading.value == pytest.approx(by_hand)
    assert [str(given.label) for given in reading.basis.given] == [
        "Cost to serve more, class A",
        "Cost to serve more, class C",
        "Retention more, class A",
    ]


def test_repeat_and_new_revenue_are_the_revenue_of_the_year(data: Sources, context: Context) -> None:
    found, frame = facts.repeat(data), data.frames["customer_base"]
    assert found.repeat + found.new == pytest.approx(frame["revenue_12m"].astype(float).sum())
    assert context.value("repeat_revenue") == pytest.approx(found.repeat / (found.repeat + found.new))
    spending = facts.spending(context)
    assert spending.kept_revenue + spending.new_revenue == pytest.approx(found.repeat + found.new)
    assert spending.acquisition is not None
    assert context.value("farming") == pytest.approx(spending.revenue_share / spending.spending_share)
    assert "cost of winning" in str(context.read("farming").basis.given[0].label)


def test_misclassified_customers_lose_their_part_of_the_value_of_the_best(data: Sources, context: Context) -> None:
    value = data.scores.frame["value"].sort_values(ascending=False)
    best = value.head(round(0.2 * len(value))).sum()
    assert context.value("misread", best=0.2, wrong=0.05, loss=0.5) == pytest.approx(0.025 * best)


def test_what_the_programme_added_grows_with_its_levers(context: Context) -> None:
    found = facts.added(context)
    assert found.change > 0
    weaker = context.scenario.replace("retention.adoption", 0.01).replace("spend.adoption", 0.01)
    less = facts.added(contexts.context(context.sources, weaker, "weaker"))
    assert less.change < found.change
    assert less.without == pytest.approx(found.without)
    assert context.value("rocb") == pytest.approx(found.change / found.spent)


def test_mail_of_the_last_year_is_counted_for_each_customer(data: Sources) -> None:
    mail = data.held.ask("mail_cost_by_customer")
    last = "sent_on > cast((select until from main.data_facts) - interval '1' year as date)"
    whole = data.held.query(f"select sum(cost) as n from staging.stg_mail where {last}")["n"].iloc[0]
    assert mail["cost"].astype(float).sum() == pytest.approx(float(whole))
    assert mail["customer_id"].is_unique


def test_orders_alone_tell_of_no_profit_and_the_findings_say_why(cdnow: Path) -> None:
    context = report.saved()
    reasons = {
        findings.least_profitable: "the orders carry no cost, so nobody can be seen to lose money",
        findings.service: "needs the table cost_to_serve, which is not here yet",
        findings.linked: "needs the table relations, which is not here yet",
    }
    for question, reason in reasons.items():
        found = question(context)
        assert found.undefined and str(found.sentence) == reason
    assert not findings.classes(context).undefined  # revenue has classes, too
    assert findings.classes(context).note is None
