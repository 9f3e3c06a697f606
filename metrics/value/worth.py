"""Realised, potential and expected value of customers, their stages, the parts of a value, and where revenue goes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import reduce
from operator import add

import pandas as pd

from metrics.context import Sources, kept
from metrics.customers import base
from metrics.customers.buyers import buyers, forecast
from metrics.drawing.bars import Values
from metrics.reading import UndefinedError
from metrics.value import components, lifecycle, potential, words
from metrics.value.components import Bought, Components
from metrics.value.lifecycle import Lifecycle
from metrics.words.text import N_, message

CIRCLES = (("kind", "size", "contract"), ("kind", "contract"), ("kind",))  # who is alike, the closest first
GROUPS = ("kind", "tier", "size", "region", "contract")  # by which values are shown
UNKNOWN = ""


@kept
def value_views(sources: Sources) -> pd.DataFrame:
    """Each buyer's values, by customer_id: realised, own (last 12 months), target and potential (a year, empty
    for who is not active), model; and what they are grouped by."""
    held = buyers(sources).frame
    traits = sources.frames["customer_traits"].set_index("customer_id").reindex(held.index)
    found = held[["kind", "region", "tier"]].assign(
        size=traits["size"], contract=traits["contract"], realised=held["brought"], own=held["now"], model=held["value"]
    )
    active = held["active"].astype(bool)
    group = potential.peers(found[active], CIRCLES)
    own = found.loc[active, "own"]
    found["target"] = potential.target(own, group).reindex(found.index)
    found["potential"] = pd.Series(potential.potential(own, group), index=own.index).reindex(found.index)
    return found


def groupings(sources: Sources) -> list[str]:
    """By what the three values can be shown: what tells at least two groups apart."""
    found = value_views(sources)
    return [name for name in GROUPS if found[name].nunique() > 1]


@kept
def views_by(sources: Sources, by: str = "") -> tuple[Values, ...]:
    """The three values of each group, the largest first; of everybody where ``by`` is empty."""
    found = value_views(sources)
    if not len(found):
        raise UndefinedError(message(N_("there are no customers yet")))
    key = pd.Series(UNKNOWN, index=found.index) if not by else found[by].fillna(UNKNOWN).astype(str)
    known = bool(found["model"].notna().any())
    rows = []
    for name, part in found.groupby(key, sort=True):
        realised, could, model = (float(part[column].sum()) for column in ("realised", "potential", "model"))
        rows.append(Values(words.group(by, str(name)), len(part), realised, could, model if known else None))
    return tuple(sorted(rows, key=lambda row: -(row.model or row.realised)))


@kept
def stages(sources: Sources, kind: str = "") -> Lifecycle:
    """Customers by stage and what one of each is worth. UndefinedError without orders of four years, or with few."""
    steps, facts = sources.frames["lifecycle_step"], sources.facts
    first, until = facts["first_day"], facts["until"]
    days = 0 if first is None or until is None or pd.isna(first) else (until - first).days
    if days < lifecycle.YEARS * 365 - 1:
        text = N_("needs orders of {needed} years; there are {held}")
        raise UndefinedError(message(text, needed=4, held=f"{days / 365:.1f}"))
    card = sources.scores.card
    column, _word = base.value_basis(sources.frames)
    chosen = steps[steps["kind"] == kind] if kind else steps
    return lifecycle.lifecycle(chosen, column, int(card["horizon_months"]) // 12, float(card["rate_yearly"]))


LISTED = 50


@kept
def most_possible(sources: Sources) -> pd.DataFrame:
    """Who could bring most more in a year, by customer_id: realised, own, potential, model; no employees."""
    found = value_views(sources)[~buyers(sources).frame["employee"]]
    return found.nlargest(LISTED, "potential")[["realised", "own", "potential", "model"]]


@dataclass(frozen=True, eq=False)
class Parts:
    """The value of customers taken apart, by kind and together. ``recommended``: customers of the last 12 months of
    whom it is written down who recommended them."""

    total: Components
    kinds: Mapping[str, Components]
    left_out: float  # value of kinds that could not be taken apart
    recommended: int


@kept
def taken_apart(sources: Sources) -> Parts:
    """Base, growth, price premium and cost saving of the forecast value. UndefinedError where no kind has them."""
    forecast(sources)
    customers, rows, reason = buyers(sources).frame, sources.frames["loyalty_part"], None
    if not sources.facts["has_cost"] or not len(rows):
        table = "order_lines" if sources.facts["has_cost"] else "orders.cost"
        raise UndefinedError(message(N_("needs {table}, which is not here yet"), table=table))
    worth = customers["value"].groupby(customers["kind"].fillna("unknown")).sum()
    referred = sources.frames["customer_referral"]
    fresh = referred[referred["last_year"].astype(bool)]
    brought = customers["value"].reindex(fresh["customer_id"]).groupby(fresh["kind"].to_numpy()).sum()
    kinds: dict[str, Components] = {}
    for kind, mine in rows.groupby("kind"):
        bought = {str(row["part"]): _bought(row) for _, row in mine.iterrows()}
        told = float(brought.get(str(kind), 0.0)) if len(referred) else None
        first, new, later = (bought.get(name, Bought(0, 0, 0, None, None)) for name in ("first", "new", "later"))
        try:
            kinds[str(kind)] = components.components(first, new, later, float(worth.get(str(kind), 0.0)), told)
        except UndefinedError as error:
            reason = error
    if not kinds and reason is not None:
        raise reason
    left_out = float(worth.drop(list(kinds), errors="ignore").sum())
    total = reduce(add, kinds.values())
    return Parts(total, kinds, left_out, len(fresh))


def _bought(row: pd.Series) -> Bought:
    names = ("list_value", "cost_to_serve", "as_new")
    unsure = [None if pd.isna(row[name]) else float(row[name]) for name in names]
    return Bought(float(row["customers"]), float(row["amount"]), float(row["cost"]), *unsure)


@dataclass(frozen=True)
class Margin:
    """Revenue of the last 12 months on its way to contribution: money. served: by activity, the dearest first."""

    name: str
    revenue: float
    cost: float
    served: tuple[tuple[str, float], ...]

    @property
    def margin(self) -> float:
        """Net revenue less cost of sales."""
        return self.revenue - self.cost

    @property
    def contribution(self) -> float:
        """Margin less cost to serve."""
        return self.margin - sum(amount for _, amount in self.served)


FAMILY = "family"
WAYS = ("kind", "region", "contract", FAMILY)


@kept
def margins(sources: Sources, by: str = "kind") -> tuple[Margin, ...]:
    """Revenue to contribution of each group, the largest first. UndefinedError where the data carry no cost."""
    if not sources.facts["has_cost"]:
        raise UndefinedError(message(N_("the orders carry no cost, so no margin can be shown")))
    rows = _families(sources) if by == FAMILY else _groups(sources, by)
    if not sum(row.revenue for row in rows):
        raise UndefinedError(message(N_("there is nothing to count yet")))
    return tuple(sorted(rows, key=lambda row: -row.revenue))


def ways(sources: Sources) -> list[str]:
    """What tells at least two groups of revenue apart."""
    found = []
    for way in WAYS:
        with suppress(UndefinedError):
            found += [way] if len(margins(sources, way)) > 1 else []
    return found


def margin(sources: Sources, by: str = "kind", group: str = "") -> Margin:
    """One group from revenue to contribution; all together without its name."""
    rows = margins(sources, by)
    return next((row for row in rows if row.name == group), None) or together(rows)


def _groups(sources: Sources, by: str) -> list[Margin]:
    customers = sources.frames["customer_base"].set_index("customer_id")
    traits = sources.frames["customer_traits"].set_index("customer_id")
    key = traits["contract"].reindex(customers.index) if by == "contract" else customers[by]
    money = customers[["revenue_12m", "margin_12m"]].astype(float).groupby(key.fillna("unknown").astype(str)).sum()
    served = sources.frames["serve_group"]
    return [
        Margin(str(name), revenue, revenue - left, _activities(served[served[by] == name] if len(served) else served))
        for name, revenue, left in money.itertuples(name=None)
        if revenue
    ]


def _activities(served: pd.DataFrame) -> tuple[tuple[str, float], ...]:
    if not len(served):
        return ()
    sums = served["amount_12m"].astype(float).groupby(served["activity"]).sum().sort_values(ascending=False)
    return tuple((str(name), float(amount)) for name, amount in sums.items() if amount)


DRIVERS = {"delivery": "lines", "administration": "lines", "returns": "returned"}  # the others by revenue


def _families(sources: Sources) -> list[Margin]:
    """Families of products, cost to serve shared out by what drives each activity: lines, value returned, revenue."""
    rows = sources.frames["family_margin"]
    if not len(rows):
        raise UndefinedError(message(N_("needs the table {table}, which is not here yet"), table="order_lines"))
    numbers = rows.set_index("family")[["lines", "revenue", "cost", "returned"]].astype(float)
    total = dict(_activities(sources.frames["serve_group"]))
    shares = {name: _share(numbers[DRIVERS.get(name, "revenue")]) for name in total}
    return [
        Margin(str(family), revenue, cost, tuple((name, total[name] * shares[name][str(family)]) for name in total))
        for family, revenue, cost in numbers[["revenue", "cost"]].itertuples(name=None)
    ]


def _share(driver: pd.Series) -> dict[str, float]:
    """Each family's part; where nothing drives the activity, equal parts."""
    total = float(driver.sum())
    return {str(name): float(value) / total if total > 0 else 1 / len(driver) for name, value in driver.items()}


def together(rows: tuple[Margin, ...]) -> Margin:
    """All groups as one."""
    served: dict[str, float] = defaultdict(float)
    for name, amount in (each for row in rows for each in row.served):
        served[name] += amount
    ordered = tuple(sorted(served.items(), key=lambda item: -item[1]))
    return Margin(UNKNOWN, sum(row.revenue for row in rows), sum(row.cost for row in rows), ordered)
