"""What the page of return and risk tells, on the small sample company: each figure agrees with the others."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from metrics import finance, report, risk
from metrics.case import cash as report_cash
from metrics.context import context
from metrics.programme.financing import Terms
from metrics.programme.gauges import CostRatio
from metrics.returns import sentences as takeaways_return
from metrics.returns import sentences_more as takeaways_return_more
from metrics.returns import stress as story
from metrics.returns import tabs as more
from metrics.risk.checks import BreakEven, Checks
from metrics.risk.switching import Switch
from metrics.words.units import Unit


def test_no_check_is_the_plan_itself(company: Path) -> None:
    """The same look, so nothing is drawn twice."""
    plan = report.saved()
    assert story.checked(plan, Checks()) is plan
    assert story.checked(plan, Checks(months=3)) is not plan


def test_npv_at_each_rate_of_return_is_zero(company: Path) -> None:
    """Every root that is ringed and counted; with and without checks."""
    for asked in (Checks(), Checks(months=6), Checks(cost=0.4), Checks(tax=0.25)):
        now = story.checked(report.saved(), asked)
        found = report_cash.curve(now)
        for root in found.roots:
            worth = float(finance.npv(finance.monthly_rate(root), now.flows.net, now.scenario.timing))
            assert worth == pytest.approx(0, abs=1e-6 * np.abs(now.flows.net).sum())


def test_what_the_draws_say_agrees_with_itself(company: Path) -> None:
    """Shares sum to one, zero is an edge, the orange part is the chance of a loss, percentiles rise with an error."""
    found = story.sure(report.saved())
    assert found is not None
    assert sum(found.shares) == pytest.approx(1)
    values = [held.value for held in found.percentiles.values()]
    assert values == sorted(values) and all(held.error > 0 for held in found.percentiles.values())
    assert found.optimism == pytest.approx(found.plan - found.percentiles[50].value)
    late = story.sure(story.checked(report.saved(), Checks(months=12)))
    assert late is not None and min(abs(edge) for edge in late.edges) < 1e-6
    below = sum(share for edge, share in zip(late.edges, late.shares, strict=False) if edge < -1e-6)
    assert below == pytest.approx(1 - late.profit.value, abs=1e-9)


def test_draws_of_a_taxed_plan_have_its_plan_in_their_middle(company: Path) -> None:
    """What is settled at the end of the horizon is settled in the draws too: with certain inputs both are equal."""
    plan = report.saved()
    certain = (
        replace(
            plan.scenario,
            cost_factor=replace(plan.scenario.cost_factor, low=None, high=None),
            levers=tuple(
                replace(lever, **{name: replace(part, low=None, high=None) for name, part in lever.parts()})
                for lever in plan.scenario.levers
            ),
        )
        .replace("residual", 40_000.0)
        .replace("dso", 30.0)
        .replace("tax_rate", 0.25)
    )
    now = context(plan.data, certain, "test")
    found = risk.simulate(certain, now.baseline)
    assert found.certain and found.npv == pytest.approx([story.result(now).npv])


def test_ways_to_pay_begin_with_the_plan(company: Path) -> None:
    """Own money is the plan; its deepest point is that of the cash picture; terms of nothing change nothing."""
    now = report.saved()
    own, partner, provider = more.ways(now, Terms())
    assert own.npv == pytest.approx(story.result(now).npv) and own.shared == pytest.approx(0)
    assert (own.peak, own.peak_month) == (
        pytest.approx(report_cash.cash(now, ranged=False).deepest[0]),
        report_cash.cash(now, ranged=False).deepest[1],
    )
    assert partner.shared == pytest.approx(Terms().income, abs=0.05) and provider.peak > own.peak
    same = more.ways(now, Terms(cost=0, income=0, kept=1, premium=0))
    assert [one.npv for one in same] == pytest.approx([own.npv] * 3)


def test_cost_of_ownership_is_the_present_value_of_cost(company: Path) -> None:
    """The same figure as the tile, by class and by type."""
    now = report.saved()
    found = more.ownership(now)
    assert found.whole.present == pytest.approx(now.read("programme_cost").value)
    assert sum(row.paid for row in found.by_class.values()) == pytest.approx(found.whole.paid)
    assert sum(row.present for row in found.by_type.values()) == pytest.approx(found.whole.present)


def test_published_figures_stand_beside_ours(company: Path) -> None:
    """Return, split, ratios and evidence come from the same flows."""
    now, first = report.saved(), report.saved(1)
    banded, ratios = more.banded(now), more.ratios(now, first)
    assert banded.roi == pytest.approx(now.read("roi_total").value)
    assert ratios.whole.of_benefit == pytest.approx(now.read("cost_benefit").value)
    assert ratios.month is not None and ratios.now != ratios.approved
    assert sum(more.split(now).ours.values()) == pytest.approx(1)
    assert more.evidence(now)[0] == pytest.approx(1)
    share, most, _fact = more.overhead(now)
    assert 0 < share < most == 0.3


def standing(**parts: object) -> story.Standing:
    """A plan that earns, with some ``parts`` changed."""
    switches = (
        Switch("delay", Unit.MONTHS, 0.0, 9.0, (0.0, 60.0), 12.0),
        Switch("adoption", Unit.SHARE, 0.6, 0.4, (0.0, 1.0), 0.5),
    )
    held = {"npv": 1e6, "late": True, "halved": True, "cost": True, "even": BreakEven(0.8, 4.0), "switches": switches}
    return story.Standing(**{**held, **parts})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({}, "The return survives a year's delay, half the use and cost underestimated by 75%."),
        (
            {"cost": False, "even": BreakEven(0.56, 1.27)},
            "The return survives a year's delay and half the use. It does not survive cost underestimated by 56%.",
        ),
        (
            {"late": False, "halved": False},
            "The return survives cost underestimated by 75%. It does not survive benefits 9 months late or use of the "
            "system below 40%.",
        ),
        (
            {"late": False, "halved": False, "cost": False, "even": BreakEven(0.1, 0.11)},
            "The return does not survive benefits 9 months late, use of the system below 40% or cost underestimated "
            "by 10%.",
        ),
        ({"npv": -5e5}, "The plan itself loses 500K: there is no return to put to the test."),
    ],
)
def test_the_verdict_says_what_holds_and_what_does_not(parts: dict[str, object], words: str) -> None:
    """Every combination is a sentence that is true."""
    assert takeaways_return.verdict(standing(**parts)).render() == words


@pytest.mark.parametrize(
    ("literal", "words"),
    [(0.8, "It bears the whole"), (0.56, "It bears 40% but not 75%"), (0.3, "It does not bear even 40%")],
)
def test_a_cost_rise_is_judged_by_the_literal_reading(literal: float, words: str) -> None:
    """However kind the milder one is."""
    told = takeaways_return.underestimated(standing(even=BreakEven(literal, 99.0))).render()
    assert told.startswith(words)


def test_the_cost_line_is_over_when_either_reading_is() -> None:
    """T12: 50 % of the benefit is 100 % of the profit."""
    assert "over the line" in takeaways_return_more.ratio(CostRatio(0.5, 1.0), 0.75).render()
    assert "both fine" in takeaways_return_more.ratio(CostRatio(0.3, 0.43), 0.75).render()
    assert "over the line" in takeaways_return_more.ratio(CostRatio(0.8, 4.0), 0.75).render()
    assert "no benefit" in takeaways_return_more.ratio(CostRatio(None, None), 0.75).render()


def test_what_moves_together_is_checked_when_it_is_entered(company: Path) -> None:
    """One pair a pair of numbers, whichever way round; 0 takes it away; contradictions are refused."""
    plan = report.saved().scenario
    names = ["cost_factor", "retention.target", "spend.target"]
    one, none = more.related(plan, names[0], names[1], 0.4, names)
    assert one.correlations == ((names[0], names[1], 0.4),) and not none
    other, none = more.related(one, names[1], names[0], -0.2, names)
    assert other.correlations == ((names[1], names[0], -0.2),) and not none
    assert more.related(other, names[0], names[1], 0.0, names)[0].correlations == ()
    two, _none = more.related(one.replace("correlations", ((names[0], names[1], 0.9),)), names[1], names[2], 0.9, names)
    same, refused = more.related(two, names[0], names[2], -0.9, names)
    assert same == two and "contradict" in refused[0].render()
