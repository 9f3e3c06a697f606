"""NPV, IRR (all roots), MIRR, payback and ROI: pure formulas on cash flows."""

from metrics.finance.irr import IrrResult, irr, irr_at, mirr, mirr_at, percent, xirr
from metrics.finance.many import irr_many
from metrics.finance.opinion import Opinion, second_opinion
from metrics.finance.payback import PaybackResult, discounted_payback, payback, payback_periods
from metrics.finance.rates import Timing, discount_factors, monthly_rate, period_times, year_fractions
from metrics.finance.value import break_even_underestimation, npv, npv_at, roi_first_cost, roi_total, xnpv

__all__ = [
    "IrrResult",
    "Opinion",
    "PaybackResult",
    "Timing",
    "break_even_underestimation",
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
    "xirr",
    "xnpv",
    "year_fractions",
]
