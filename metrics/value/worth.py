"""What the customer value page tells of three values, of stages, of parts of a value, and of where revenue goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from metrics.context import Sources
from metrics.customers import base
from metrics.customers.buyers import buyers
from metrics.reading import UndefinedError
from metrics.value import components as parts
from metrics.value import lifecycle as life
from metrics.value import potential
from metrics.value.components import Bought, Components
from metrics.value.lifecycle import Lifecycle
from metrics.words.text import N_, Message, message

CIRCLES = (("kind", "size", "contract"), ("kind", "contract"), ("kind",))  # who is alike, the closest first
GROUPS = ("kind", "tier", "size", "region", "contract")  # by which values are shown
UNKNOWN = ""


@dataclass(frozen=True)
class Three:
    """Customers of one group: realised (so far), potential (a year, of those active), model (over the horizon)."""

    name: str
    customers: int
    realised: float
    potential: float
    model: float | None


@lru_cache(maxsize=2)
def three(sources: Sources) -> pd.DataFrame:
    """Each buyer's three values, by customer_id: realised, own (last 12 months), target and potential (a year, empty
    for who has not ordered in a year), model; and what they are grouped by. Source: catalogue C02."""
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
    found = three(sources)
    return [name for name in GROUPS if found[name].nunique() > 1]


@lru_cache(maxsize=8)
def three_by(sources: Sources, by: str | None) -> tuple[Three, ...]:
    """The three values of each group, the largest first; of everybody where ``by`` is None."""
    found = three(sources)
    key = pd.Series(UNKNOWN, index=found.index) if by is None else found[by].fillna(UNKNOWN).astype(str)
    known = bool(found["model"].notna().any())
    rows = [
        Three(
            str(name),
            len(part),
            float(part["realised"].sum()),
            float(part["potential"].sum()),
            float(part["model"].sum()) if known else None,
        )
        for name, part in found.groupby(key, sort=True)
    ]
    return tuple(sorted(rows, key=lambda row: -(row.model or row.realised)))


@lru_cache(maxsize=8)
def stages(sources: Sources, kind: str | None = None) -> Lifecycle | Message:
    """Customers by stage and what one of each is worth; or why that cannot be told. Source: catalogue C01."""
    steps, facts = sources.frames["lifecycle_step"], sources.facts
    first, until = facts["first_day"], facts["until"]
    if first is None or until is None or pd.isna(first) or (until - first).days < life.YEARS * 365 - 1:
        held = 0.0 if first is None or pd.isna(first) else (until - first).days / 365
        return message(N_("needs orders of {needed} years; there are {held}"), needed=4, held=f"{held:.1f}")
    card = sources.scores.card
    chosen = steps if kind is None else steps[steps["kind"] == kind]
    column, _word = base.brings(sources.frames)
    try:
        return life.lifecycle(chosen, column, int(card["horizon_months"]) // 12, float(card["rate_yearly"]))
    except UndefinedError as error:
        return error.reason


LISTED = 50


@lru_cache(maxsize=2)
def most_possible(sources: Sources) -> pd.DataFrame:
    """Who could bring most more in a year, by customer_id: realised, own, potential, model; no employees."""
    found = three(sources)[~buyers(sources).frame["employee"]]
    return found.nlargest(LISTED, "potential")[["realised", "own", "potential", "model"]]


@dataclass(frozen=True, eq=False)
class Parts:
    """The value of customers taken apart, by kind and together. ``recommended``: customers won by recommendation, where
    that is written down: who recommended them is not, so referral has no amount."""

    total: Components | None
    kinds: Mapping[str, Components]
    left_out: float  # value of kinds that could not be taken apart
    recommended: int
    reason: Message | None = None


@lru_cache(maxsize=2)
def taken_apart(sources: Sources) -> Parts:
    """Base, growth, price premium and cost saving of the forecast value. Source: catalogue C18."""
    held, rows = buyers(sources).frame, sources.frames["loyalty_part"]
    won = held["acquired_by"].dropna().astype(str).str.lower()
    recommended = int(won.str.contains("recommend|referr").sum())
    if sources.scores.reason is not None:
        return Parts(None, {}, 0.0, recommended, sources.scores.reason)
    if not sources.facts["has_cost"] or not len(rows):
        table = "order_lines" if sources.facts["has_cost"] else "orders.cost"
        return Parts(None, {}, 0.0, recommended, message(N_("needs {table}, which is not here yet"), table=table))
    worth = held["value"].groupby(held["kind"].fillna("unknown")).sum()
    found: dict[str, Components] = {}
    reason = None
    for kind, mine in rows.groupby("kind"):
        bought = {str(row["part"]): _bought(row) for _, row in mine.iterrows()}
        try:
            first, new, later = (bought.get(name, Bought(0, 0, 0, None, None)) for name in ("first", "new", "later"))
            found[str(kind)] = parts.components(first, new, later, float(worth.get(str(kind), 0.0)))
        except UndefinedError as error:
            reason = error.reason
    left_out = float(worth.drop(list(found), errors="ignore").sum())
    total = None
    for one in found.values():
        total = one if total is None else total + one
    return Parts(total, found, left_out, recommended, reason if total is None else None)


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


@lru_cache(maxsize=8)
def margins(sources: Sources, by: str) -> tuple[Margin, ...] | Message:
    """Revenue to contribution of each group, the largest first; or why that cannot be told. Source: catalogue C17."""
    if not sources.facts["has_cost"]:
        return message(N_("the orders carry no cost, so no margin can be shown"))
    if by == FAMILY:
        return _families(sources)
    held = sources.frames["customer_base"].set_index("customer_id")
    if by == "contract":
        traits = sources.frames["customer_traits"].set_index("customer_id")["contract"]
        key = traits.reindex(held.index)
    else:
        key = held[by]
    key = key.fillna("unknown").astype(str)
    money = held[["revenue_12m", "margin_12m"]].astype(float).groupby(key).sum()
    served = sources.frames["serve_group"]
    rows = []
    for name, (revenue, margin) in zip(money.index, money.to_numpy(), strict=True):
        mine = served[served[by] == name] if len(served) else served
        rows.append(Margin(str(name), float(revenue), float(revenue - margin), _activities(mine, "amount_12m")))
    return tuple(sorted((row for row in rows if row.revenue), key=lambda row: -row.revenue))


def _activities(served: pd.DataFrame, column: str) -> tuple[tuple[str, float], ...]:
    if not len(served):
        return ()
    sums = served[column].astype(float).groupby(served["activity"]).sum().sort_values(ascending=False)
    return tuple((str(name), float(amount)) for name, amount in sums.items() if amount)


DRIVERS = {"delivery": "lines", "administration": "lines", "returns": "returned"}  # the others by revenue


def _families(sources: Sources) -> tuple[Margin, ...] | Message:
    """Families of products, cost to serve shared out by what drives each activity: lines, value returned, revenue."""
    rows = sources.frames["family_margin"]
    if not len(rows):
        return message(N_("needs the table {table}, which is not here yet"), table="order_lines")
    numbers = rows.set_index("family")[["lines", "revenue", "cost", "returned"]].astype(float)
    total = dict(_activities(sources.frames["serve_group"], "amount_12m"))
    shares = {name: _share(numbers[DRIVERS.get(name, "revenue")]) for name in total}
    found = [
        Margin(
            str(family),
            float(row["revenue"]),
            float(row["cost"]),
            tuple((name, amount * shares[name][str(family)]) for name, amount in total.items()),
        )
        for family, row in numbers.iterrows()
    ]
    return tuple(sorted(found, key=lambda row: -row.revenue))


def _share(driver: pd.Series) -> dict[str, float]:
    """Each family's part; where nothing drives the activity, equal parts."""
    total = float(driver.sum())
    return {str(name): float(value) / total if total > 0 else 1 / len(driver) for name, value in driver.items()}


def together(rows: tuple[Margin, ...]) -> Margin:
    """All groups as one."""
    served: dict[str, float] = {}
    for row in rows:
        for name, amount in row.served:
            served[name] = served.get(name, 0.0) + amount
    ordered = tuple(sorted(served.items(), key=lambda item: -item[1]))
    return Margin(UNKNOWN, sum(row.revenue for row in rows), sum(row.cost for row in rows), ordered)
