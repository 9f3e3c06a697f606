"""NPV, IRR (all roots), MIRR, payback and ROI: pure formulas on cash flows."""

from metrics.finance.irr import TOP, IrrResult, equal_rates, irr, irr_at, mirr, mirr_at, percent
from metrics.finance.many import irr_many
from metrics.finance.opinion import second_opinion
from metrics.finance.payback import PaybackResult, discounted_payback, payback, payback_periods
from metrics.finance.rates import Timing, discount_factors, monthly_rate, period_times, year_fractions
from metrics.finance.value import (
    benefit_cost_ratio,
    equivalent_value,
    npv,
    npv_at,
    profitability_index,
    roi_first_cost,
    roi_total,
)

__all__ = [
    "TOP",
    "IrrResult",
    "PaybackResult",
    "Timing",
    "benefit_cost_ratio",
    "discount_factors",
    "discounted_payback",
    "equal_rates",
    "equivalent_value",
    "irr",
    "irr_at",
    "irr_many",
    "mirr",
    "mirr_at",
    "monthly_rate",
    "npv",
    "npv_at",
    "payback",
    "payback_periods",
    "percent",
    "period_times",
    "profitability_index",
    "roi_first_cost",
    "roi_total",
    "second_opinion",
    "year_fractions",
]
