"""What groups are found by: who customers are, how often and for how much they buy, and what sets them apart most.

Each input says what kind of buyer a customer is, not how long one has been silent: that is a state, and RFM tells it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from metrics.words.text import N_

Array = NDArray[np.float64]

HALF = 0.5  # an order and a year: what weighs against a pace seen in few orders
SHRUNK = 2.0  # lines or orders at the average that weigh against a customer's own share
LEAST_LINES = 3  # of a customer whose mix can tell
TELLING = 0.1  # correlation of lines of one customer from which a family sets customers apart
MOSTLY_KNOWN = 0.8  # of customers, for a yes or no to be an input


@dataclass(frozen=True)
class Input:
    """One input: what it is called, the words for a group that has much of it or little, the trait it is made of."""

    id: str
    name: str
    much: str
    little: str
    flag: bool = False
    trait: str = ""


INPUTS = (
    Input("business", N_("Business or private"), N_("businesses"), N_("private"), True, "kind"),
    Input("contract", N_("On contract"), N_("on contract"), N_("no contract"), True, "contract"),
    Input("pace", N_("Orders a year while buying"), N_("frequent"), N_("rare")),
    Input("spend", N_("Money of a day with an order"), N_("large orders"), N_("small orders")),
    Input("family", N_("Share of {family}"), N_("many {family}"), N_("few {family}"), False, "family"),
    Input("year_end", N_("Share of orders in November and December"), N_("year-end"), N_("all year")),
    Input("silent", N_("Days since the last order"), N_("long quiet"), N_("active lately")),
)
BY_ID = {input.id: input for input in INPUTS}
USUAL_INPUTS = ("business", "contract", "pace", "spend", "family")


def _pace(order_days: ArrayLike, recency_days: ArrayLike) -> Array:
    """Logarithm of orders a year while a customer was buying, shape (customers,).

    order_days: days with an order, at least 1; recency_days: from the first to the last of them. The orders after the
    first over the years between, with half an order in half a year added, so that one order alone is no pace.
    """
    again = np.asarray(order_days, dtype=np.float64) - 1
    years = np.asarray(recency_days, dtype=np.float64) / 365
    return np.asarray(np.log((again + HALF) / (years + HALF)))


def _drawn_in(part: ArrayLike, whole: ArrayLike) -> Array:
    """Share of ``part`` in ``whole`` of each customer, drawn towards the share in all by ``SHRUNK``; shape (n,)."""
    parts, wholes = np.asarray(part, dtype=np.float64), np.asarray(whole, dtype=np.float64)
    usual = parts.sum() / max(wholes.sum(), 1.0)
    return np.asarray((parts + SHRUNK * usual) / (wholes + SHRUNK))


def _likeness(lines: ArrayLike) -> Array:
    """How much alike the lines of one customer are, for each family: their correlation, 0 by chance, 1 when all alike.

    lines: shape (customers, families). Customers with fewer than ``LEAST_LINES`` lines are left out; a family nobody or
    everybody buys has 0. Moments of the beta-binomial: var(share) = p(1 - p)(1/n + (1 - 1/n) rho). Skellam 1948.
    """
    bought = np.asarray(lines, dtype=np.float64)
    count = bought.sum(axis=1)
    bought, count = bought[count >= LEAST_LINES], count[count >= LEAST_LINES]
    if not len(bought):
        return np.zeros(bought.shape[1])
    share = bought / count[:, None]
    p, chance = share.mean(axis=0), float((1 / count).mean())
    spread = p * (1 - p)
    rho = (share.var(axis=0) / np.where(spread > 0, spread, 1.0) - chance) / (1 - chance)
    return np.asarray(np.where(spread > 0, rho, 0.0))


def _telling(mix: pd.DataFrame) -> tuple[str, float] | None:
    """The family of products that sets customers apart most, with its :func:`likeness`; None when none does.

    mix: columns customer_id, family and lines, as in the mart customer_mix.
    """
    if not len(mix):
        return None
    customer, _ids = pd.factorize(mix["customer_id"])
    family, names = pd.factorize(mix["family"], sort=True)
    lines = np.zeros((customer.max() + 1, len(names)))
    lines[customer, family] = mix["lines"].to_numpy(dtype=np.float64)
    alike = _likeness(lines)
    best = int(alike.argmax())
    return (str(names[best]), float(alike[best])) if alike[best] >= TELLING else None


def _flag(values: pd.Series, yes: str) -> Array | None:
    """1 for ``yes``, 0 for others, the average where unknown; None when it tells nobody apart or few are known."""
    known = values.notna().to_numpy()
    if not len(values) or known.mean() < MOSTLY_KNOWN:
        return None
    is_yes = (values == yes).fillna(False).to_numpy(dtype=np.float64)
    average = float(is_yes[known].mean())
    return np.where(known, is_yes, average) if 0 < average < 1 else None


def inputs(base: pd.DataFrame, traits: pd.DataFrame, mix: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Every input the data hold, one row a customer, columns in the order of ``INPUTS``; and the family's name or "".

    base and traits: rows of customer_base and customer_traits of the same customers, indexed by them.
    """
    columns: dict[str, Array | None] = {
        "business": _flag(traits["kind"], "business"),
        "contract": _flag(traits["contract"], "yes"),
        "pace": _pace(base["order_days"], base["recency_days"]),
        "spend": np.log(base["mean_spend"].astype(float).fillna(0.0).clip(lower=1.0).to_numpy()),
        "year_end": _drawn_in(traits["year_end_orders"], base["orders"]),
        "silent": np.log1p((base["age_days"] - base["recency_days"]).astype(float).to_numpy()),
    }
    best = _telling(mix)
    if best is not None:
        lines = mix.groupby("customer_id")["lines"].sum().reindex(base.index).fillna(0)
        mine = mix[mix["family"] == best[0]].set_index("customer_id")["lines"].reindex(base.index).fillna(0)
        columns["family"] = _drawn_in(mine, lines)
    measured = {id: columns[id] for id in BY_ID if columns.get(id) is not None}
    return pd.DataFrame(measured, index=base.index), best[0] if best else ""
