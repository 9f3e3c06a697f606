"""How deals come out, how long they take, and whether the number will be made, in figures."""

from __future__ import annotations

from functools import partial

import pandas as pd

from metrics.context import Context
from metrics.metric import metric, of_subject
from metrics.ratio import Ratio, ratio
from metrics.reading import Figure, UndefinedError
from metrics.words.text import N_, message
from metrics.words.units import Unit

VELOCITY = "WinsAbove, sales velocity"
_process = partial(ratio, "pipeline", perspective="process")
_deals = partial(Ratio, mart="deal_month", needs="opportunities.won", months=12, places=("region", "team"))
_open = partial(metric, perspective="process", mart="open_deal")

_process(
    _deals(id="win_rate", over="won", under="decided", share=True),
    N_("Win rate, by number"),
    Unit.SHARE,
    N_("Deals won over deals won or lost in twelve months."),
)
_process(
    _deals(id="win_rate_value", over="won_amount", under="decided_amount"),
    N_("Win rate, by value"),
    Unit.SHARE,
    N_("Money of deals won over that of deals won or lost in twelve months."),
)
_process(
    _deals(id="forecast_accuracy", over="near", under="forecast_won", needs="sales_plan.forecast", months=3),
    N_("Forecast accuracy"),
    Unit.SHARE,
    N_("1 less what the forecasts of teams and months were off, either way, over what was won in three months."),
)


def _deals_of(context: Context, *, won: bool) -> pd.DataFrame:
    """Open deals, or those won in the last year. UndefinedError where there are none."""
    frame = context.frames["open_deal"]
    deals = frame[frame["won"].astype(bool) == won]
    if not len(deals):
        raise UndefinedError(message(N_("needs {column}, which is not here yet"), column="opportunities"))
    return deals


def _qualified(context: Context) -> pd.DataFrame:
    deals = _deals_of(context, won=False)
    qualified = deals[deals["qualified_on"].notna()]
    if not len(qualified):
        raise UndefinedError(message(N_("no open deal is qualified")))
    return qualified


@_open(
    N_("Sales cycle"),
    Unit.DAYS,
    N_("Median days from qualified to closed, of deals won in the last 365 days."),
    better="lower",
    source=VELOCITY,
)
def _sales_cycle(context: Context) -> Figure:
    days = _deals_of(context, won=True)["days"].dropna().astype(float)
    if not len(days):
        raise UndefinedError(message(N_("needs {column}, which is not here yet"), column="opportunities.qualified_on"))
    return Figure(float(days.median()), rows=len(days))


@_open(
    N_("Pipeline coverage"),
    Unit.MULTIPLE,
    N_("Money of open qualified deals due in the next three months over the target of those months."),
)
def _pipeline_coverage(context: Context) -> Figure:
    until = context.sources.published.until
    targets = context.frames["sales_target"]
    if until is None or not len(targets):
        raise UndefinedError(message(N_("needs {column}, which is not here yet"), column="sales_plan.target"))
    first = (pd.Timestamp(until) + pd.offsets.MonthBegin(1)).normalize()
    end = first + pd.DateOffset(months=3)
    month = pd.to_datetime(targets["month"])
    target = float(targets.loc[(month >= first) & (month < end), "target"].astype(float).sum())
    if not target:
        raise UndefinedError(message(N_("no target is set for the next three months")))
    deals = _qualified(context)
    due = pd.to_datetime(deals["closes_on"])
    inside = deals[(due > pd.Timestamp(until)) & (due < end)]
    return Figure(float(inside["amount"].astype(float).sum()) / target, rows=len(inside))


@_open(
    N_("Sales velocity, a day"),
    Unit.MONEY,
    N_("Open qualified deals x their mean amount x win rate by number, over the days of the sales cycle."),
    source=VELOCITY,
)
def _sales_velocity(context: Context) -> Figure:
    deals = _qualified(context)
    if deals["amount"].isna().all():
        raise UndefinedError(message(N_("needs {column}, which is not here yet"), column="opportunities.amount"))
    return Figure(
        _velocity(
            len(deals),
            float(deals["amount"].astype(float).mean()),
            context.value("win_rate"),
            context.value("sales_cycle"),
        ),
        rows=len(deals),
    )


def _velocity(deals: float, amount: float, win_rate: float, days: float) -> float:
    """Money a day that ``deals`` of mean ``amount`` bring. Source: WinsAbove: 18 x 42,000 x .24 / 78 = 2,326.

    UndefinedError where the cycle has no length.
    """
    if days <= 0:
        raise UndefinedError(message(N_("deals close on the day they are qualified, so there is no pace of a day")))
    return deals * amount * win_rate / days


METRICS = of_subject("pipeline")
