"""Who is active, and who still is a year on: the one definition, read off customer_spell."""

from __future__ import annotations

import pandas as pd

from metrics.context import Sources, kept
from metrics.customers import concentration
from metrics.customers.base import value_basis
from metrics.reading import UndefinedError
from metrics.words.text import N_, message

YEAR = pd.Timedelta(days=365)
RECORDED = "recorded"  # how a departure is known, in customer_life


@kept
def _active_on(sources: Sources, day: pd.Timestamp) -> pd.Index:
    """Customers active on ``day``, as customer_spell has it: the one definition."""
    spells = sources.frames["customer_spell"]
    here = spells[(spells["starts_on"] <= day) & (spells["ends_on"] >= day)]
    found: pd.Index = pd.Index(list(here["customer_id"]), name="customer_id")
    return found


@kept
def active_year(sources: Sources) -> pd.DataFrame:
    """Customers active 365 days before the last day, by customer_id; column left: no longer active on the last day.

    Raises UndefinedError where the data do not reach back so far.
    """
    until, first = sources.facts["until"], sources.facts["first_day"]
    if until is None or first is None or pd.isna(until) or first > until - YEAR:
        held = 0 if until is None or first is None or pd.isna(until) else round((until - first).days / 365 * 12)
        raise UndefinedError(message(N_("needs orders of 24 months; there are {held}"), held=held))
    before = _active_on(sources, until - YEAR)
    if not len(before):
        raise UndefinedError(message(N_("nobody was active a year ago")))
    return pd.DataFrame({"left": ~before.isin(_active_on(sources, until))}, index=before)


@kept
def classed_year(sources: Sources) -> pd.DataFrame:
    """As :func:`active_year`, with money (brought in the year before, by the best figure the data carry) and class."""
    year = active_year(sources).copy()
    column, _word = value_basis(sources.frames)
    years = sources.frames["customer_year"]
    brought = years[years["years_ago"] == 1].set_index("customer_id")[column]
    year["money"] = brought.reindex(year.index).fillna(0).astype(float)
    year["class"] = concentration.abc_classes(year["money"].to_numpy())
    return year
