"""What it costs to win a customer, and what a won one brings against it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from metrics.context import Sources, kept
from metrics.customers.buyers import buyers, forecast
from metrics.reading import UndefinedError
from metrics.words.text import N_, message

SELLING = "sales and marketing"  # kind of a ledger account
YEAR = 365


@dataclass(frozen=True)
class Winning:
    """Twelve months of winning customers: money spent on it, customers won."""

    spent: float
    won: float

    @property
    def each(self) -> float:
        """Customer acquisition cost: money a customer won. UndefinedError where nobody was."""
        if not self.won:
            raise UndefinedError(message(N_("nobody was won in the last 12 months")))
        return self.spent / self.won


@kept
def winning(sources: Sources) -> Winning:
    """The last twelve months that both the ledger and the orders cover. UndefinedError without either."""
    ledger, months = sources.frames["ledger_month"], sources.frames["active_month"]
    selling = ledger[ledger["kind"] == SELLING]
    if not len(selling):
        text = N_("needs {column}, which is not here yet")
        raise UndefinedError(message(text, column="ledger_totals.kind = sales and marketing"))
    spent = selling.set_index(pd.to_datetime(selling["month"]))["amount"].astype(float)
    won = months.set_index(pd.to_datetime(months["month"]).dt.to_period("M").dt.to_timestamp())["new_customers"]
    both = spent.index.intersection(won.index).sort_values()[-12:]
    if len(both) < 12:
        raise UndefinedError(message(N_("needs {n} months; there are {held}"), n=12, held=len(both)))
    return Winning(float(spent[both].sum()), float(won[both].astype(float).sum()))


@kept
def worth_of_won(sources: Sources) -> float:
    """Mean of what customers won in the last 365 days brought and are expected to bring, before the cost of winning.

    UndefinedError without a forecast, or where nobody was won.
    """
    forecast(sources)
    frame = buyers(sources).frame
    won = frame[(frame["age_days"] < YEAR) & ~frame["employee"]]
    if not len(won):
        raise UndefinedError(message(N_("nobody was won in the last 12 months")))
    return float((won["brought"] + won["value"]).mean())


def monthly_contribution(sources: Sources) -> float:
    """What an active customer brings a month: money; UndefinedError where there is none or it is not above zero."""
    frame = buyers(sources).frame
    active = frame[frame["active"].astype(bool)]
    each = float(active["now"].sum()) / 12 / len(active) if len(active) else 0.0
    if each <= 0:
        raise UndefinedError(message(N_("active customers bring nothing, so nothing pays it back")))
    return each


@kept
def kept_revenue(sources: Sources) -> float:
    """Revenue of the last year over that of the year before, of the customers of the year before.

    UndefinedError without two years of orders.
    """
    years = sources.frames["customer_year"]
    before = years[(years["years_ago"] == 1) & (years["revenue"].astype(float) > 0)]
    if not len(before):
        raise UndefinedError(message(N_("needs {n} months; there are {held}"), n=24, held=12))
    now = years[(years["years_ago"] == 0) & years["customer_id"].isin(before["customer_id"])]
    return float(now["revenue"].astype(float).sum() / before["revenue"].astype(float).sum())


@kept
def serving(sources: Sources) -> float:
    """Cost to serve of the last twelve months per active customer: money. UndefinedError without it."""
    frame = sources.frames["customer_base"]
    active = frame[frame["active"].astype(bool) & frame["cost_to_serve_12m"].notna()]
    if not len(active):
        raise UndefinedError(message(N_("needs {column}, which is not here yet"), column="cost_to_serve"))
    return float(active["cost_to_serve_12m"].astype(float).mean())
