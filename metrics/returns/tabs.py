"""What the tabs of return and risk tell: payback, cost of ownership, published figures, weights, ways to pay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from data.library import Fact, facts
from metrics import finance
from metrics.context import Context
from metrics.programme import financing, gauges, tco
from metrics.reading import UndefinedError
from metrics.returns.figures import first_use
from metrics.risk.correlation import normal, rank_matrix
from metrics.risk.draws import factors
from metrics.risk.importance import Importance, importance
from metrics.scenario import Scenario
from metrics.words.text import N_, Message, message

PORTION_NAMES = {"technology": N_("technology"), "productivity": N_("productivity"), "process": N_("process")}
BAND_NAMES = {
    "up_to_50": N_("up to 50%"),
    "from_50_to_500": N_("50% to 500%"),
    "above_500": N_("above 500%"),
}
WAY_NAMES = {"own": N_("own money"), "partner": N_("a partner who builds it too"), "outsource": N_("a provider")}


@dataclass(frozen=True)
class Paid:
    """Months until the money is back, or why not: simple and discounted, from approval and from first use."""

    simple: float | None
    discounted: float | None
    live: float  # months from approval to first use
    reason: Message | None

    def from_live(self, months: float | None) -> float | None:
        """The same counted from first use."""
        return None if months is None else months - self.live


def paid(now: Context) -> Paid:
    """Payback of ``now``. UndefinedError while cost or benefit is missing."""
    net, scenario = now.flows.net, now.scenario
    simple = finance.payback(net)
    discounted = finance.discounted_payback(finance.monthly_rate(scenario.rate.value), net, scenario.timing)
    return Paid(simple.value, discounted.value, first_use(now), simple.reason)


def payback_draws(now: Context) -> dict[int, float | None]:
    """Percentiles 10, 25, 75 and 90 of payback; None beyond the horizon. UndefinedError while there is no NPV."""
    draws = now.risk.payback
    never = np.where(np.isfinite(draws), draws, np.inf)
    wanted = (10, 25, 75, 90)
    found = np.quantile(never, [p / 100 for p in wanted], method="inverted_cdf")
    return {p: float(v) if np.isfinite(v) else None for p, v in zip(wanted, found, strict=True)}


def ownership(now: Context) -> tco.Ownership:
    """Total cost of ownership. UndefinedError while no cost is entered."""
    return tco.ownership(now.scenario, now.flows.cost_by_item)


@dataclass(frozen=True)
class Each:
    """Cost of one user a month and the number of users, or why it is not known."""

    users: float | None
    cost: tco.Total | None
    reason: Message | None = None


def each(now: Context, found: tco.Ownership) -> Each:
    """Cost of one user a month."""
    try:
        return Each(tco.users(now.scenario), tco.per_user_month(now.scenario, found))
    except UndefinedError as error:
        return Each(None, None, error.reason)


def with_users(scenario: Scenario, number: float, author: str, on: date) -> tuple[Scenario, list[Message]]:
    """As an edit of a draft."""
    return tco.with_users(scenario, number, author, on), []


@dataclass(frozen=True)
class Banded:
    """Our return in IDC's distribution: only a band."""

    roi: float
    band: str
    shares: Mapping[str, float]
    fact: Fact


def banded(now: Context) -> Banded:
    """The band of the total return on investment. UndefinedError while cost or benefit is missing. Source: A19."""
    scenario, flows = now.scenario, now.flows
    cost = gauges.present(scenario, flows.cost)
    roi = finance.roi_total(gauges.present(scenario, flows.benefit), cost)
    fact = facts()["idc_roi_distribution"]
    return Banded(roi, gauges.band(roi), fact.values, fact)


@dataclass(frozen=True)
class Split:
    """Our benefit and IDC's by technology, productivity and process, and how far they lie apart."""

    ours: Mapping[str, float]
    theirs: Mapping[str, float]
    distance: float
    fact: Fact


def split(now: Context) -> Split:
    """The split of benefit. UndefinedError without a benefit, or with a part that is a loss. Source: A21."""
    fact = facts()["idc_split"]
    ours = gauges.split(now.scenario, now.flows)
    return Split(ours, fact.values, gauges.distance(ours, fact.values), fact)


@dataclass(frozen=True)
class Ratios:
    """Cost against what it brings: over the horizon, and up to the last day of the data as planned and as approved."""

    whole: gauges.CostRatio
    month: int | None  # of the plan, on the last day of the data; None before it begins
    now: gauges.CostRatio | None
    approved: gauges.CostRatio | None
    most: float
    fact: Fact


def ratios(now: Context, approved: Context) -> Ratios:
    """Both readings of the 75 % rule. UndefinedError while cost or benefit is missing. Source: A12, T12."""
    scenario, flows, fact = now.scenario, now.flows, facts()["cost_ratio_red_line"]
    whole = gauges.cost_ratio(gauges.present(scenario, flows.cost), gauges.present(scenario, flows.benefit))
    until = now.sources.published.until
    month = None if until is None else (until.year - scenario.month0.year) * 12 + until.month - scenario.month0.month
    if month is None or month < 0:
        return Ratios(whole, None, None, None, fact.values["most"], fact)
    month = min(month, scenario.months)
    return Ratios(whole, month, gauges.cost_ratio_to(flows, month), _to(approved, month), fact.values["most"], fact)


def _to(context: Context, month: int) -> gauges.CostRatio | None:
    try:
        return gauges.cost_ratio_to(context.flows, month)
    except UndefinedError:
        return None


def overhead(now: Context) -> tuple[float, float, Fact]:
    """Share of cost that manages the plan, the line not to cross, and where it comes from. Source: A13."""
    fact = facts()["overhead_red_line"]
    return gauges.overhead(now.scenario, now.flows), fact.values["most"], fact


def evidence(now: Context) -> tuple[float, Fact]:
    """Share of benefit that starts from measured figures, and what is known of others. Source: A20."""
    return gauges.measured_share(now.scenario, now.flows), facts()["measured_benefit"]


def factor_names(now: Context) -> list[str]:
    """Everything uncertain, by the name under which it can be said to move with something else."""
    return list(factors(now.uncertain))


def related(
    scenario: Scenario, one: str, other: str, rho: float, names: Sequence[str]
) -> tuple[Scenario, list[Message]]:
    """``scenario`` in which two of ``names`` have rank correlation ``rho``, 0 for none; or why that cannot be."""
    if one == other:
        return scenario, [message(N_("One number cannot be said to move with itself. Choose another."))]
    pairs = tuple(pair for pair in scenario.correlations if {pair[0], pair[1]} != {one, other})
    pairs = (*pairs, (one, other, float(rho))) if rho else pairs
    try:
        ranks = rank_matrix({name: (name,) for name in names}, pairs)
        if ranks is not None:
            normal(ranks)
    except UndefinedError as error:
        return scenario, [error.reason]
    return replace(scenario, correlations=pairs), []


def weights(now: Context) -> Importance:
    """What makes the result uncertain. UndefinedError where nothing is."""
    return importance(now.uncertain, now.baseline)


def ways(now: Context, terms: financing.Terms) -> list[financing.Option]:
    """Own money, partner, provider. UndefinedError while cost or benefit is missing. Source: A32."""
    flows, scenario = now.flows, now.scenario
    flows.net  # noqa: B018 - says first what is missing
    times = finance.period_times(flows.months + 1, scenario.timing)
    discount = finance.discount_factors(finance.monthly_rate(scenario.rate.value), times)
    found = now.risk
    drawn = None if found.certain else (found.net_flows + found.cost_flows, found.cost_flows)
    # what comes to benefit less cost (tax, working capital, what is left) stays with the benefit, here and in the draws
    return financing.compared(np.asarray(flows.net + flows.cost), flows.cost, discount, terms, drawn)
