"""NPV, IRR (all roots), MIRR, payback and ROI: pure formulas on cash flows."""

from metrics.finance.irr import IrrResult, irr, irr_at, mirr, mirr_at, percent
from metrics.finance.many import irr_many
from metrics.finance.opinion import second_opinion
from metrics.finance.payback import PaybackResult, discounted_payback, payback, payback_periods
from metrics.finance.rates import Timing, discount_factors, monthly_rate, period_times, year_fractions
from metrics.finance.value import npv, npv_at, roi_first_cost, roi_total

__all__ = [
    "IrrResult",
    "PaybackResult",
    "Timing",
    "discount_factors",
    "discounted_payback",
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
    "roi_first_cost",
    "roi_total",
    "second_opinion",
    "year_fractions",
]
