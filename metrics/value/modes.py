"""Tiles of the customer value page by mode: everybody, customers under contract, customers without one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

import numpy as np

from metrics.churn.ahead import at_risk
from metrics.context import Context, Sources
from metrics.customers import concentration
from metrics.customers.buyers import ALL, CONTRACT, ORDERS, Tenth, of_mode
from metrics.customers.buyers import tenths as tenths_of_all
from metrics.reading import Reading, UndefinedError
from metrics.value.basis import made, readings
from metrics.value.contracts import compared, values
from metrics.value.contracts import contracts as under_contract
from metrics.value.made import contracts as contract_reading
from metrics.words.text import N_, Message, message
from metrics.words.units import Unit

IN_PROPORTION = N_("Range: that of the value of the base, in proportion.")
TILES = ("customer_value", "active_customers", "top_fifth_share", "value_at_risk", "below_zero_share")


@lru_cache(maxsize=8)
def tiles(context: Context, mode: str = ALL) -> Mapping[str, Reading]:
    """Readings by id; under contract the value is that of the renewals. Source: catalogue C25."""
    if mode == ALL:
        return readings(context, *TILES)
    sources = context.sources
    makers: dict[str, Callable[[Sources, str], Reading]] = {
        "customer_value": _value,
        "active_customers": _active,
        "top_fifth_share": _top_fifth,
        "value_at_risk": _at_risk,
        "below_zero_share": _below_zero,
    }
    return {id: maker(sources, mode) for id, maker in makers.items()}


def tenths(sources: Sources, mode: str = ALL) -> tuple[Tenth, ...]:
    """What one customer of each tenth is worth; of one mode without ranges, which are known of all customers alone."""
    if mode == ALL:
        return tenths_of_all(sources)
    worth = values(sources).reindex(of_mode(sources, mode).index).dropna().to_numpy()
    if worth.size < concentration.FEWEST:
        return ()
    parts = np.array_split(np.sort(worth)[::-1], 10)
    return tuple(Tenth(float(part.mean()), None, None) for part in parts)


def _in_proportion(sources: Sources, value: float) -> tuple[float | None, float | None]:
    """The range of the whole base, scaled to ``value``."""
    scores = sources.scores
    if scores.reason is not None or scores.total.value <= 0:
        return None, None
    low, high = (value * max(end, 0.0) / scores.total.value for end in (scores.total.low, scores.total.high))
    return low, high


def _value(sources: Sources, mode: str) -> Reading:
    if mode == CONTRACT:
        return contract_reading(sources, under_contract(sources))
    card = sources.scores
    value = next((one.value for one in compared(sources) if one.id == ORDERS), None)
    low, high = (None, None) if value is None else _in_proportion(sources, value)
    formula = message(N_("Forecast value of the customers without a contract, by the champion of the back-tests."))
    note = message(IN_PROPORTION)
    return made(
        sources,
        "orders_value",
        N_("Value without a contract"),
        Unit.MONEY,
        value,
        card.reason,
        formula,
        source="C25",
        note=note,
        low=low,
        high=high,
    )


def _active(sources: Sources, mode: str) -> Reading:
    value = float(of_mode(sources, mode)["active"].astype(bool).sum())
    formula = message(N_("Customers of this group with a completed order in the last 365 days."))
    return made(sources, "active", N_("Active customers"), Unit.CUSTOMERS, value, None, formula, source="C25")


def _top_fifth(sources: Sources, mode: str) -> Reading:
    value, reason = _share(lambda money: concentration.share_of_best(money, 0.2), sources, mode)
    formula = message(N_("What the best 20% of these buyers brought, over what all of them did; losses counted."))
    return made(sources, "top_fifth", N_("Held by the best fifth"), Unit.SHARE, value, reason, formula, source="C04")


def _below_zero(sources: Sources, mode: str) -> Reading:
    value, reason = _share(concentration.share_below_zero, sources, mode)
    formula = message(N_("Share of these buyers who cost more than they bring."))
    return made(
        sources, "below_zero", N_("Customers that lose money"), Unit.SHARE, value, reason, formula, source="C07"
    )


def _share(formula: Callable[..., float], sources: Sources, mode: str) -> tuple[float | None, Message | None]:
    try:
        return formula(of_mode(sources, mode)["brought"].to_numpy()), None
    except UndefinedError as error:
        return None, error.reason


def _at_risk(sources: Sources, mode: str) -> Reading:
    risk = at_risk(sources)
    value = low = high = None
    if risk.reason is None:
        mine = risk.frame.loc[risk.frame.index.intersection(of_mode(sources, mode).index), "at_risk"]
        value = float(mine[mine > 0].sum())
        low, high = _in_proportion(sources, value)
    formula = message(
        N_("Chance of leaving times (value if kept less value if lost), of those of this group worth keeping.")
    )
    return made(
        sources,
        "at_risk",
        N_("Value at risk"),
        Unit.MONEY,
        value,
        risk.reason,
        formula,
        source="D05; decisions, Customers",
        mart="customer_life",
        note=message(IN_PROPORTION),
        low=low,
        high=high,
    )
