"""Every metric, declared once: pages, files, command line and docs/definitions.md cannot disagree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, Protocol

import pandas as pd

from metrics.churn import figures as churn
from metrics.customers import base
from metrics.figure import Figure
from metrics.returns import figures as programme
from metrics.words.text import N_
from metrics.words.units import Unit

if TYPE_CHECKING:
    from metrics.lifetime.scores import Scores
    from metrics.programme.benefits import Flows
    from metrics.risk import Simulation
    from metrics.scenario import Baseline, Scenario


class Context(Protocol):
    """What a metric may read. Nothing is loaded or computed before it is asked for."""

    @property
    def scenario(self) -> Scenario:
        """The assumptions in force."""

    @property
    def baseline(self) -> Baseline:
        """What was measured before the programme."""

    @property
    def flows(self) -> Flows:
        """The programme month by month."""

    @property
    def risk(self) -> Simulation:
        """The draws."""

    @property
    def frames(self) -> Mapping[str, pd.DataFrame]:
        """The marts."""

    @property
    def scores(self) -> Scores:
        """What the customers are forecast to bring."""


@dataclass(frozen=True, kw_only=True)
class Metric:
    """One metric. ``compute`` gives its figure, or raises UndefinedError with the reason."""

    id: str
    name: str
    formula: str  # in words, one sentence
    unit: Unit
    better: Literal["higher", "lower", "neither"]
    perspective: Literal["financial", "customer", "process", "learning"]
    mart: str  # the main one it reads
    compute: Callable[[Context], Figure]
    source: str  # publication, KPI or catalogue row
    rests_on: tuple[str, ...] = ()  # paths of the assumptions shown behind "Why?"


def _of_base(formula: Callable[[base.Frames], float]) -> Callable[[Context], Figure]:
    return lambda context: Figure(formula(context.frames))


_LEVER_PATHS = ("retention.adoption", "retention.target", "spend.target", "handling.cashable")
_MONEY_PATHS = ("rate", "horizon", *_LEVER_PATHS[:3])

_METRICS = (
    Metric(
        id="programme_npv",
        name=N_("Net present value"),
        unit=Unit.MONEY,
        better="higher",
        perspective="financial",
        formula=N_("Monthly benefit less cost against doing nothing, discounted at the yearly rate; month 0 in full."),
        mart="active_month",
        compute=programme.npv,
        source="A09; kpis F1",
        rests_on=_MONEY_PATHS,
    ),
    Metric(
        id="programme_cost",
        name=N_("Cost, present value"),
        unit=Unit.MONEY,
        better="lower",
        perspective="financial",
        formula=N_("Every cost of the register by month, discounted at the yearly rate."),
        mart="programme_cost",
        compute=programme.cost,
        source="A14, A15; kpis F7",
        rests_on=("rate", "horizon", "cost_factor"),
    ),
    Metric(
        id="programme_benefit",
        name=N_("Benefit, present value"),
        unit=Unit.MONEY,
        better="higher",
        perspective="financial",
        mart="active_month",
        compute=programme.benefit,
        source="A05, A06",
        formula=N_("Cash benefit of all levers by month, after adoption and realisation rate, discounted."),
        rests_on=_MONEY_PATHS,
    ),
    Metric(
        id="payback",
        name=N_("Payback"),
        unit=Unit.MONTHS,
        better="lower",
        perspective="financial",
        formula=N_("First month, counted from approval, in which benefits have paid back all costs so far."),
        mart="active_month",
        compute=programme.payback,
        source="A10; kpis F4",
        rests_on=_LEVER_PATHS,
    ),
    Metric(
        id="payback_from_live",
        name=N_("Payback from first use"),
        unit=Unit.MONTHS,
        better="lower",
        perspective="financial",
        mart="active_month",
        compute=programme.payback_from_live,
        source="decisions, Money",
        formula=N_("Payback counted from the first month in which a lever works."),
        rests_on=_LEVER_PATHS,
    ),
    Metric(
        id="discounted_payback",
        name=N_("Discounted payback"),
        unit=Unit.MONTHS,
        better="lower",
        perspective="financial",
        mart="active_month",
        compute=programme.discounted_payback,
        source="kpis F5",
        formula=N_("As payback, with every flow discounted first."),
        rests_on=_MONEY_PATHS,
    ),
    Metric(
        id="irr",
        name=N_("Internal rate of return"),
        unit=Unit.RATE,
        better="higher",
        perspective="financial",
        formula=N_("The yearly rate at which the net present value is zero; none is picked where several fit."),
        mart="active_month",
        compute=programme.irr,
        source="A09, T14",
        rests_on=_LEVER_PATHS,
    ),
    Metric(
        id="mirr",
        name=N_("Modified IRR"),
        unit=Unit.RATE,
        better="higher",
        perspective="financial",
        formula=N_("Yearly growth from costs to benefits, both carried at the discount rate."),
        mart="active_month",
        compute=programme.mirr,
        source="A09",
        rests_on=_MONEY_PATHS,
    ),
    Metric(
        id="roi_total",
        name=N_("ROI, total"),
        unit=Unit.SHARE,
        better="higher",
        perspective="financial",
        formula=N_("Present value of benefit less cost, over present value of cost."),
        mart="active_month",
        compute=programme.roi_total,
        source="kpis F2",
        rests_on=_MONEY_PATHS,
    ),
    Metric(
        id="roi_first_cost",
        name=N_("ROI, first-cost"),
        unit=Unit.SHARE,
        better="higher",
        perspective="financial",
        formula=N_("Average yearly net benefit of three years, over the cost before the first benefit."),
        mart="active_month",
        compute=programme.roi_first_cost,
        source="kpis F3",
        rests_on=_LEVER_PATHS,
    ),
    Metric(
        id="cost_benefit",
        name=N_("Cost over benefit"),
        unit=Unit.SHARE,
        better="lower",
        perspective="financial",
        formula=N_("Present value of cost over present value of benefit; the sources recommend less than 75%."),
        mart="active_month",
        compute=programme.cost_benefit,
        source="A12, T12; kpis F6",
        rests_on=_MONEY_PATHS,
    ),
    Metric(
        id="chance_of_profit",
        name=N_("Chance that it pays"),
        unit=Unit.SHARE,
        better="higher",
        perspective="financial",
        mart="active_month",
        compute=programme.chance_of_profit,
        source="A27",
        formula=N_("Share of draws with a net present value above zero."),
        rests_on=_LEVER_PATHS,
    ),
    Metric(
        id="benefit_a_year",
        name=N_("Benefit a year"),
        unit=Unit.MONEY,
        better="higher",
        perspective="financial",
        formula=N_("Cash benefit of the last twelve months of the horizon, after adoption and realisation rate."),
        mart="active_month",
        compute=programme.benefit_a_year,
        source="A05, A06",
        rests_on=_LEVER_PATHS,
    ),
    Metric(
        id="realised_share",
        name=N_("Realised of promised"),
        unit=Unit.SHARE,
        better="higher",
        perspective="financial",
        mart="benefit_ledger",
        compute=programme.realised_share,
        source="A30",
        formula=N_("Benefit booked to date over benefit promised to date."),
    ),
    Metric(
        id="proven_share",
        name=N_("Proven by control"),
        unit=Unit.SHARE,
        better="higher",
        perspective="financial",
        formula=N_("Part of the booked benefit that a control group confirms."),
        mart="benefit_ledger",
        compute=programme.proven_share,
        source="A20",
    ),
    Metric(
        id="active_customers",
        name=N_("Active customers"),
        unit=Unit.CUSTOMERS,
        better="higher",
        perspective="customer",
        mart="customer_base",
        compute=_of_base(base.active_customers),
        formula=N_("Customers with a completed order in the last 365 days."),
        source="decisions, Customers",
    ),
    Metric(
        id="retention_rate",
        name=N_("Retention rate"),
        unit=Unit.SHARE,
        better="higher",
        perspective="customer",
        formula=N_("Of the customers active a year ago, the share that ordered since."),
        mart="active_month",
        compute=_of_base(base.retention_rate),
        source="kpis C1",
    ),
    Metric(
        id="revenue_year",
        name=N_("Net revenue, 12 months"),
        unit=Unit.MONEY,
        better="higher",
        perspective="financial",
        mart="active_month",
        compute=_of_base(base.revenue_year),
        source="decisions, Customers",
        formula=N_("Completed orders less refunds, net of VAT, to the last month end."),
    ),
    Metric(
        id="repeat_share",
        name=N_("Repeat purchase rate"),
        unit=Unit.SHARE,
        better="higher",
        perspective="customer",
        formula=N_("Share of buyers who came back on another day."),
        mart="customer_base",
        compute=_of_base(base.repeat_share),
        source="C05; kpis C9",
    ),
    Metric(
        id="top_fifth_share",
        name=N_("Held by the best fifth"),
        unit=Unit.SHARE,
        better="neither",
        perspective="customer",
        mart="customer_base",
        compute=_of_base(base.top_fifth_share),
        source="C04",
        formula=N_("What the best 20% of buyers bring, over what all bring; losses counted."),
    ),
    Metric(
        id="bottom_half_share",
        name=N_("Brought by the last half"),
        unit=Unit.SHARE,
        better="higher",
        perspective="customer",
        mart="customer_base",
        compute=_of_base(base.bottom_half_share),
        source="C06",
        formula=N_("What the last half of buyers bring, over what all bring; losses counted."),
    ),
    Metric(
        id="below_zero_share",
        name=N_("Customers that lose money"),
        unit=Unit.SHARE,
        better="lower",
        perspective="customer",
        mart="customer_base",
        compute=_of_base(base.below_zero_share),
        source="C07",
        formula=N_("Share of buyers who cost more than they bring."),
    ),
    Metric(
        id="customer_value",
        name=N_("Value of the base"),
        unit=Unit.MONEY,
        better="higher",
        perspective="customer",
        formula=N_("Expected orders of each customer times what an order brings, discounted over the horizon."),
        mart="customer_base",
        compute=programme.customer_value,
        source="C20; Fader, Hardie and Lee 2005",
    ),
    Metric(
        id="value_per_customer",
        name=N_("Value of one customer"),
        unit=Unit.MONEY,
        better="higher",
        perspective="customer",
        mart="customer_base",
        compute=programme.value_per_customer,
        source="C20",
        formula=N_("Value of the base over the number of buyers in it."),
    ),
    Metric(
        id="churn_expected",
        name=N_("Leaving within a year"),
        unit=Unit.SHARE,
        better="lower",
        perspective="customer",
        formula=N_("Mean chance of no order in the next 365 days, or of not renewing, of customers still there."),
        mart="customer_life",
        compute=churn.p_leaving,
        source="D05; kpis C2; decisions, Customers",
    ),
    Metric(
        id="value_at_risk",
        name=N_("Value at risk"),
        unit=Unit.MONEY,
        better="lower",
        perspective="customer",
        formula=N_("Chance of leaving times (value if kept less value if lost), of all customers worth keeping."),
        mart="customer_life",
        compute=churn.value_at_risk,
        source="D05; decisions, Customers",
    ),
    Metric(
        id="key_retention",
        name=N_("Retention of A customers"),
        unit=Unit.SHARE,
        better="higher",
        perspective="customer",
        mart="customer_year",
        compute=churn.key_retention,
        source="D08",
        formula=N_("Of those who brought the first 80% of a year's margin, the share that ordered in the year after."),
    ),
)

METRICS: Mapping[str, Metric] = MappingProxyType({metric.id: metric for metric in _METRICS})
