"""What the programme costs, brings and returns, in figures."""

from __future__ import annotations

from metrics.metric import Metric, declare
from metrics.returns import figures
from metrics.words.text import N_
from metrics.words.units import Unit

METRICS = declare(
    "returns",
    "financial",
    Metric(
        id="programme_npv",
        name=N_("Net present value"),
        unit=Unit.MONEY,
        formula=N_("Monthly benefit less cost against doing nothing, discounted at the yearly rate; month 0 in full."),
        mart="active_month",
        compute=figures.npv,
        source="Brealey, Myers and Allen, Principles of Corporate Finance",
    ),
    Metric(
        id="programme_cost",
        name=N_("Cost, present value"),
        unit=Unit.MONEY,
        better="lower",
        formula=N_("Every cost of the register by month, discounted at the yearly rate."),
        mart="programme_cost",
        compute=figures.cost,
    ),
    Metric(
        id="programme_benefit",
        name=N_("Benefit, present value"),
        unit=Unit.MONEY,
        mart="active_month",
        compute=figures.benefit,
        formula=N_("Cash benefit of all levers by month, after adoption and realisation rate, discounted."),
    ),
    Metric(
        id="payback",
        name=N_("Payback"),
        unit=Unit.MONTHS,
        better="lower",
        formula=N_("First month, counted from approval, in which benefits have paid back all costs so far."),
        mart="active_month",
        compute=figures.payback,
        source="Brealey, Myers and Allen, Principles of Corporate Finance",
    ),
    Metric(
        id="payback_from_live",
        name=N_("Payback from go-live"),
        unit=Unit.MONTHS,
        better="lower",
        mart="active_month",
        compute=figures.payback_from_live,
        formula=N_("Payback counted from the first month in which a lever works."),
    ),
    Metric(
        id="discounted_payback",
        name=N_("Discounted payback"),
        unit=Unit.MONTHS,
        better="lower",
        mart="active_month",
        compute=figures.discounted_payback,
        source="Brealey, Myers and Allen, Principles of Corporate Finance",
        formula=N_("As payback, with every flow discounted first."),
    ),
    Metric(
        id="irr",
        name=N_("Internal rate of return"),
        unit=Unit.RATE,
        formula=N_("The yearly rate at which the net present value is zero; none is picked where several fit."),
        mart="active_month",
        compute=figures.irr,
        source="Brealey, Myers and Allen, Principles of Corporate Finance",
    ),
    Metric(
        id="mirr",
        name=N_("Modified IRR"),
        unit=Unit.RATE,
        formula=N_("Yearly growth from costs to benefits, both carried at the discount rate."),
        mart="active_month",
        compute=figures.mirr,
        source="Brealey, Myers and Allen, Principles of Corporate Finance",
    ),
    Metric(
        id="roi_total",
        name=N_("ROI, total"),
        unit=Unit.SHARE,
        formula=N_("Present value of benefit less cost, over present value of cost."),
        mart="active_month",
        compute=figures.roi_total,
    ),
    Metric(
        id="roi_first_cost",
        name=N_("ROI, first-cost"),
        unit=Unit.SHARE,
        formula=N_("Average yearly net benefit of three years, over the cost before the first benefit."),
        mart="active_month",
        compute=figures.roi_first_cost,
    ),
    Metric(
        id="cost_benefit",
        name=N_("Cost as % of benefit"),
        unit=Unit.SHARE,
        better="lower",
        formula=N_("Present value of cost over present value of benefit; the sources recommend less than 75%."),
        mart="active_month",
        compute=figures.cost_benefit,
    ),
    Metric(
        id="chance_of_profit",
        name=N_("Probability that NPV is positive"),
        unit=Unit.SHARE,
        mart="active_month",
        compute=figures.chance_of_profit,
        formula=N_("Share of simulations with a net present value above zero."),
    ),
    Metric(
        id="benefit_a_year",
        name=N_("Annual benefit at full effect"),
        unit=Unit.MONEY,
        formula=N_(
            "Cash benefit of the first twelve months in which every lever is at full effect, after adoption and "
            "realisation rate."
        ),
        mart="active_month",
        compute=figures.benefit_a_year,
    ),
)
