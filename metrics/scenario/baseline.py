"""Where the business stood before the programme: measured from the marts, never typed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from itertools import zip_longest

import pandas as pd

from metrics.reading import UndefinedError
from metrics.scenario.kinds import BASELINES
from metrics.words.text import N_, Message, Term, message
from metrics.words.units import Unit

MONTHS = 12
IRREGULAR = ("mail_month", "serve_month")  # campaigns, and periods that may be quarters or years: gaps are no gap


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One measured figure, with where it was measured; or the reason there is none."""

    value: float | None
    unit: Unit
    mart: str
    first: date | None  # first and last month of the window
    last: date | None
    rows: int = 0
    reason: Message | None = None


@dataclass(frozen=True, kw_only=True)
class Baseline:
    """The twelve months before month 0; money and counts a year. Names and units: kinds.BASELINES."""

    month0: date
    currency: str
    customers: Measured
    retention: Measured
    new_customers: Measured
    returning: Measured  # active again after more than a year without an order
    revenue_per_customer: Measured
    margin_rate: Measured
    serve_per_customer: Measured
    contribution: Measured
    calls: Measured
    minutes_per_call: Measured
    cost_per_minute: Measured
    repeat_share: Measured
    pieces: Measured
    piece_cost: Measured
    wasted_share: Measured

    def measured(self, name: str) -> Measured:
        """The figure called ``name``, one of kinds.BASELINES."""
        figure = getattr(self, name)
        assert isinstance(figure, Measured)
        return figure

    def value(self, name: str) -> float:
        """Its value; UndefinedError with its reason when it has none."""
        figure = self.measured(name)
        if figure.value is None:
            raise UndefinedError(figure.reason or message(N_("not measured")))
        return figure.value

    def values(self) -> dict[str, float]:
        """Every figure that has a value."""
        names = [field.name for field in fields(self) if field.name in BASELINES]
        return {name: value for name in names if (value := self.measured(name).value) is not None}


@dataclass(frozen=True)
class _Window:
    """One mart, cut to the twelve months before month 0, summed by month."""

    mart: str
    frame: pd.DataFrame
    first: date
    last: date

    @property
    def short(self) -> Message | None:
        """Why the window cannot be used; None when it can."""
        held = self.frame["month"].nunique() if len(self.frame) else 0
        if held == 0:
            return message(N_("the data hold no rows of {mart} in this window"), mart=self.mart)
        if self.mart not in IRREGULAR and held < MONTHS:
            return message(N_("needs {needed} months before the programme, has {held}"), needed=MONTHS, held=held)
        return None

    def sum(self, column: str) -> float | None:
        """The sum of ``column``; None when any of it is unknown."""
        values = self.frame[column].astype(float)
        return None if values.isna().any() else float(values.sum())

    def at_end(self, column: str) -> float | None:
        """``column`` in the last month; None when unknown."""
        values = self.frame.loc[self.frame["month"] == self.frame["month"].max(), column].astype(float)
        return None if values.isna().any() else float(values.sum())


def _months_before(month0: date, months: int) -> date:
    return (pd.Timestamp(month0) - pd.DateOffset(months=months)).date()


def _window(frames: Mapping[str, pd.DataFrame], mart: str, month0: date) -> _Window:
    first, last = _months_before(month0, MONTHS), _months_before(month0, 1)
    frame = frames.get(mart, pd.DataFrame({"month": []}))
    months = pd.to_datetime(frame["month"])
    inside = (months >= pd.Timestamp(first)) & (months <= pd.Timestamp(last))
    return _Window(mart, frame[inside].assign(month=months[inside]), first, last)


def _first_month(frames: Mapping[str, pd.DataFrame], month0: date | None) -> date:
    """Month 0: the month of ``month0``, or the month after the last complete one in the data.

    Without a complete month, the month of the last order. UndefinedError when there is no order at all.
    """
    if month0 is not None:
        return date(month0.year, month0.month, 1)
    months = pd.to_datetime(frames["active_month"]["month"])
    if len(months):
        return (months.max() + pd.DateOffset(months=1)).date()
    until = frames["data_facts"]["until"].dropna()
    if not len(until):
        raise UndefinedError(message(N_("The data hold no completed order. Bring in some.")))
    return pd.Timestamp(until.iloc[0]).date().replace(day=1)


def measure(frames: Mapping[str, pd.DataFrame], month0: date | None = None) -> Baseline:
    """The baseline out of marts active_month, call_month, mail_month, serve_month and data_facts.

    Window: the twelve months before ``month0`` (the approval), or the last twelve complete months without one. Active,
    retention and yearly sums per customer are those of its last month end.
    """
    start = _first_month(frames, month0)
    orders, calls, mail, serve = (
        _window(frames, mart, start) for mart in ("active_month", "call_month", "mail_month", "serve_month")
    )
    figures = {**_customers(orders, serve, with_calls=calls.short is not None), **_calls(calls), **_mail(mail)}
    facts = frames["data_facts"]
    currency = str(facts["currency"].iloc[0]) if len(facts) else "XXX"
    return Baseline(month0=start, currency=currency, **figures)


def _figure(name: str, window: _Window, value: float | None, reason: Message | None = None) -> Measured:
    """A figure of ``window``; a window too short, or an unknown value, gives the reason instead."""
    short, spec = window.short, BASELINES[name]
    why = short or reason or message(N_("{name} is not in the data"), name=Term(spec.label))
    unknown = short is not None or value is None or value != value
    return Measured(
        value=None if unknown else value,
        unit=spec.unit,
        mart=window.mart,
        first=window.first,
        last=window.last,
        rows=len(window.frame),
        reason=why if unknown else None,
    )


def _figures(names: tuple[str, ...], window: _Window, *values: float | None) -> dict[str, Measured]:
    return {name: _figure(name, window, value) for name, value in zip_longest(names, values)}


def _ratio(above: float | None, below: float | None) -> float | None:
    return None if above is None or not below else above / below


def _customers(window: _Window, serve: _Window, *, with_calls: bool) -> dict[str, Measured]:
    """Figures per customer. Calls stay out of the cost to serve when calls are held themselves: counted once.

    The contribution is after all of it, calls included.
    """
    if window.short is not None:
        return _figures(tuple(BASELINES)[:8], window)
    active, revenue, margin = (window.at_end(name) for name in ("active", "revenue_12m", "margin_12m"))
    served = None if serve.short else _served(serve, with_calls)
    won, kept, before = window.sum("new_customers"), window.at_end("kept_12m"), window.at_end("base_12m")
    back = None if active is None or kept is None or won is None or not before else max(active - kept - won, 0.0)
    per_head, rate, spent = _ratio(revenue, active), _ratio(margin, revenue), _ratio(served, active)
    whole = None if serve.short else _ratio(_served(serve, True), active)
    contribution = None if per_head is None or rate is None else per_head * rate - (whole or 0.0)
    too_short = message(N_("needs customers of 24 months, to see who stayed"))
    no_cost = message(N_("the orders carry no cost of sales, so margin is unknown: enter a margin rate"))
    return {
        "customers": _figure("customers", window, active or None),
        "retention": _figure("retention", window, _ratio(kept, before), too_short),
        "new_customers": _figure("new_customers", window, won),
        "returning": _figure("returning", window, back),
        "revenue_per_customer": _figure("revenue_per_customer", window, per_head),
        "margin_rate": _figure("margin_rate", window, rate, no_cost),
        "serve_per_customer": _figure("serve_per_customer", serve, spent),
        "contribution": _figure("contribution", window, contribution, no_cost),
    }


def _served(serve: _Window, with_calls: bool) -> float | None:
    kept = serve.frame if with_calls else serve.frame[serve.frame["activity"] != "calls"]
    return _Window(serve.mart, kept, serve.first, serve.last).sum("amount")


def _calls(window: _Window) -> dict[str, Measured]:
    names = ("calls", "minutes_per_call", "cost_per_minute", "repeat_share")
    if window.short is not None:
        return _figures(names, window)
    calls, minutes, cost, repeats = (window.sum(name) for name in ("calls", "minutes", "cost", "repeat_calls"))
    return _figures(names, window, calls, _ratio(minutes, calls), _ratio(cost, minutes), _ratio(repeats, calls))


def _mail(window: _Window) -> dict[str, Measured]:
    """Mail goes out in campaigns: months without any are no gap."""
    names = ("pieces", "piece_cost", "wasted_share")
    if window.short is not None:
        return _figures(names, window)
    pieces, cost, wasted = (window.sum(name) for name in ("pieces", "cost", "wasted"))
    return _figures(names, window, pieces, _ratio(cost, pieces), _ratio(wasted, pieces))
