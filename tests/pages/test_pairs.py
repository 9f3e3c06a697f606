"""One fact, one value: every figure that is shown in two places, and every pair that an identity links, is compared."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from metrics import report
from metrics.case import findings as case
from metrics.case import findings_money as money
from metrics.case import findings_plan as plans
from metrics.case import levers
from metrics.churn import ahead, figures, findings, findings_past, past
from metrics.context import Context
from metrics.customers.activity import active_year
from metrics.customers.buyers import buyers
from metrics.metric import DECLARED
from metrics.overview import cases
from metrics.overview import findings as overview
from metrics.returns import findings_draws, findings_plan, findings_published
from metrics.value import attention
from tests.golden import record
from tests.metrics.shown import cells, column

LEAST = 60  # pairs that are compared at least
Pair = tuple[str, float, float]
# Of these a page shows others too: under another case, for a group, or under terms of the reader's own.
OTHERS = {"programme_npv", "programme_cost", "payback", "chance_of_profit", "worth", "retention_worth", "step_kinds"}


def _pages() -> list[Pair]:
    """Every reading of every page beside the same metric asked for alone, and beside the other pages'."""
    everywhere = record.make(record.REGISTRY)["readings"]
    pairs: list[Pair] = []
    for page in record.PAGES:
        for id, shown in record.make(page)["readings"].items():
            alone, here = everywhere.get(id), [reading["value"] for reading in shown]
            if (
                alone is None
                or alone[0]["value"] is None
                or id in OTHERS - {"programme_npv", "programme_cost", "payback"}
            ):
                continue
            value = alone[0]["value"]
            nearest = min((each for each in here if each is not None), key=lambda each: abs(each - value), default=0.0)
            pairs.append((f"{page}: {id}", nearest, value))
            if id not in OTHERS:
                pairs += [(f"{page}: {id}, everywhere on it", each, value) for each in here[1:]]
    return pairs


def _sum(found: Any, place: int) -> float:
    return sum(float(value) for value in column(found, place) if isinstance(value, (int, float)))


IDENTITIES: dict[str, Callable[[Context], tuple[float, float]]] = {
    "kept and left are all": lambda c: (c.value("left") + c.value("retention_rate"), 1.0),
    "levers are all of the annual benefit": lambda c: (
        sum(worth for _name, worth in levers.worth(c)),
        c.value("benefit_a_year"),
    ),
    "kept and left of A are all": lambda c: (
        c.value("key_retention") + next(row[3] for row in cells(findings_past.who_left(c)) if row[0] == "A customers"),
        1.0,
    ),
    "classes that left are all that left": lambda c: (
        _sum(findings_past.who_left(c), 2) / _sum(findings_past.who_left(c), 1),
        c.value("left"),
    ),
    "kinds that left are all that left": lambda c: (
        _sum(findings_past.who_left(c, grouped="kind"), 2),
        _sum(findings_past.who_left(c), 2),
    ),
    "active a year ago, on churn and by the activity": lambda c: (
        float(len(past.leavers(c.sources).frame)),
        float(len(active_year(c.sources))),
    ),
    "active, on churn and on customer value": lambda c: (
        float(len(figures.active_customers(c.sources))),
        c.value("active_customers"),
    ),
    "at risk by chance is all at risk": lambda c: (_sum(findings.at_risk(c), 3), c.value("value_at_risk")),
    "expected leavers by chance are the expected rate": lambda c: (
        _sum(findings.at_risk(c), 2) / _sum(findings.at_risk(c), 1),
        c.value("churn_expected"),
    ),
    "whom an offer could reach are those at risk": lambda c: (
        float(ahead.plan(c.sources, ahead.usual(c.sources)).customers),
        float(len(figures.at_risk(c.sources))),
    ),
    "benefit less cost is the value": lambda c: (
        c.value("programme_benefit") - c.value("programme_cost"),
        c.value("programme_npv"),
    ),
    "cost over benefit": lambda c: (c.value("programme_cost") / c.value("programme_benefit"), c.value("cost_benefit")),
    "return and cost over benefit": lambda c: (1 / c.value("cost_benefit") - 1, c.value("roi_total")),
    "what raises and lowers it ends at it": lambda c: (cells(money.value_parts(c))[-1][-1], c.value("programme_npv")),
    "discounted years add up to it": lambda c: (
        sum(cells(money.yearly(c))[-2][1:-1]),
        c.value("programme_npv"),
    ),
    "years of net cash add up to their total": lambda c: (
        sum(cells(money.yearly(c))[-3][1:-1]),
        cells(money.yearly(c))[-3][-1],
    ),
    "cost by class is the cost": lambda c: (_sum(findings_plan.owned_by_class(c), 2), c.value("programme_cost")),
    "cost by type is the cost": lambda c: (_sum(findings_plan.owned_by_type(c), 2), c.value("programme_cost")),
    "initiatives add up to it": lambda c: (_sum(plans.initiative_values(c), 4), c.value("programme_npv")),
    "the recommended way is the plan": lambda c: (
        cells(plans.side_by_side(c, name="Base case"))[-1][1],
        c.value("programme_npv"),
    ),
    "the curve at our rate": lambda c: (money.cash.curve(c).at_rate, c.value("programme_npv")),
    "the second opinion": lambda c: (
        money.cash.second_opinion(c)[0].theirs or 0.0,
        c.value("programme_npv"),
    ),
    "the bridge since approval ends at it": lambda c: (cells(overview.moved(c))[-1][2], c.value("programme_npv")),
    "the latest estimate is the plan": lambda c: (cases.cases(c).latest, c.value("programme_npv")),
    "go-forward on the overview and on return": lambda c: (
        cells(overview.worth(c))[2][1],
        cells(money.ahead(c))[0][1],
    ),
    "stopping on the overview and on return": lambda c: (
        cells(overview.worth(c))[3][1],
        next(row[1] for row in cells(money.ahead(c)) if row[0] == "Stop"),
    ),
    "payback counted and read": lambda c: (cells(findings_plan.payback_counted(c))[0][1], c.value("payback")),
    "payback from go-live counted and read": lambda c: (
        cells(findings_plan.payback_counted(c))[0][2],
        c.value("payback_from_live"),
    ),
    "cumulative cash comes back when it is paid back": lambda c: (
        money.cash.cash(c).break_even or 0.0,
        c.value("payback"),
    ),
    "losing and earning draws are all": lambda c: (
        findings_draws.draws(c).chance().value + float((c.risk.npv <= 0).mean()),
        1.0,
    ),
    "the chance on return and on the overview": lambda c: (
        next(row[1] for row in cells(findings_draws.certainty(c)) if str(row[0]) == "Value above zero"),
        c.value("chance_of_profit"),
    ),
    "parts of the benefit are all of it": lambda c: (_sum(findings_published.benefit_split(c), 1), 1.0),
    "cost of the register is the cost paid": lambda c: (
        _sum(findings_plan.owned_by_class(c), 1),
        float(c.flows.cost.sum()),
    ),
    "gaps closed are at most the benefit's": lambda c: (
        float(len(cells(case.gap_closed(c))) <= len(c.scenario.levers)),
        1.0,
    ),
    "value a customer times buyers": lambda c: (
        c.value("value_per_customer") * len(buyers(c.sources).frame),
        c.value("customer_value"),
    ),
    "values of all buyers are the base": lambda c: (float(c.scores.frame["value"].sum()), c.value("customer_value")),
    "quadrants hold all that are compared": lambda c: (
        float(sum(each.customers for each in attention.attention(c.sources).quadrants))
        + attention.attention(c.sources).left_out,
        float((~buyers(c.sources).frame["employee"]).sum()),
    ),
}


def test_every_pair_is_one_value(company: Path) -> None:
    """The same figure at both ends, to a part in a billion; at least sixty of them are compared."""
    context = report.saved()
    pairs = _pages() + [(name, *map(float, of(context))) for name, of in IDENTITIES.items()]
    assert len(pairs) >= LEAST, len(pairs)
    apart = [(name, one, other) for name, one, other in pairs if one != pytest.approx(other, rel=1e-9, abs=1e-9)]
    assert not apart, apart


def test_what_names_a_page_is_declared() -> None:
    """A figure left out above is one of ours, or the list is stale."""
    assert set(DECLARED) >= OTHERS
