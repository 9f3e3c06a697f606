"""All buyers, by mode, and who of them brings the money."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
import pandas as pd

from metrics.context import Sources, kept
from metrics.customers import base, concentration
from metrics.lifetime.scores import Scores
from metrics.reading import UndefinedError

TIERS, CUTS = ("A", "B", "C"), (0.80, 0.95)  # classes, and the shares at which A and B end
SHARES = tuple(np.linspace(0.0, 1.0, 101))  # where the curve is read


@dataclass(frozen=True, eq=False)
class Buyers:
    """Everybody who bought: one row a customer of ``frame``, indexed by customer_id.

    Columns: kind, region, acquired_by, first_order, last_order, orders, frequency, recency_days, age_days, active,
    employee, brought (so far) and now (in the last 12 months), both in money by ``word``; tier (A, B or C by what they
    brought, empty where there are no classes), contract (under a running one); and where a forecast can be made next
    (expected in the coming year), value, low, high, silent (probability of no order in it), which else are empty.
    """

    frame: pd.DataFrame
    word: str


_KNOWN = ["kind", "region", "acquired_by", "first_order", "last_order", "orders", "frequency", "recency_days"]
_FORECAST = {"value_1y": "next", "value": "value", "low": "low", "high": "high", "p_no_purchase_1y": "silent"}


@kept
def buyers(sources: Sources) -> Buyers:
    """Everybody who bought, with what is forecast of them."""
    column, word = base.value_basis(sources.frames)
    everyone = sources.frames["customer_base"]
    bought = everyone[everyone["order_days"] > 0].set_index("customer_id")
    frame = bought[[*_KNOWN, "age_days", "active"]].copy()
    frame["brought"], frame["now"] = bought[column].astype(float), bought[f"{column}_12m"].astype(float)
    frame["employee"] = bought["is_employee"].astype(bool) if "is_employee" in bought else False
    frame["tier"], frame["contract"] = _tiers(frame["brought"]), frame.index.isin(_under_contract(sources.frames))
    forecast = sources.scores.frame.set_index("customer_id")[list(_FORECAST)]
    return Buyers(frame.join(forecast.rename(columns=_FORECAST)), word)


def forecast(sources: Sources) -> Scores:
    """The forecast of every buyer. UndefinedError where none could be made."""
    if sources.scores.reason is not None:
        raise UndefinedError(sources.scores.reason)
    return sources.scores


def _tiers(brought: pd.Series) -> pd.Series:
    letters = None
    with suppress(UndefinedError):
        letters = concentration.abc_classes(brought.to_numpy(), *CUTS)
    return pd.Series(letters, index=brought.index, dtype="object")


def _under_contract(frames: Mapping[str, pd.DataFrame]) -> pd.Index:
    """Numbers of customers with a running contract, or one that ended less than 30 days ago."""
    terms = frames.get("contract_term")
    if terms is None or not len(terms):
        return pd.Index([])
    there: pd.Index = pd.Index(terms.loc[terms["state"].isin(["running", "due"]), "customer_id"].unique())
    return there


ALL, CONTRACT, ORDERS, OUTSIDE = "all", "contract", "orders", "outside"
MODES = (ALL, CONTRACT, ORDERS)  # everybody, those under contract, those without one; OUTSIDE: all but employees


def modes(sources: Sources) -> tuple[str, ...]:
    """The ways to look at customers: one alone where nobody, or everybody, is under contract."""
    frame = buyers(sources).frame
    found = MODES if len(frame) and 0 < frame["contract"].mean() < 1 else (ALL,)
    return (*found, OUTSIDE) if len(frame) and 0 < frame["employee"].mean() < 1 else found


def of_mode(sources: Sources, mode: str = ALL) -> pd.DataFrame:
    """The buyers of a mode."""
    frame = buyers(sources).frame
    if mode == OUTSIDE:
        return frame[~frame["employee"].astype(bool)]
    return frame if mode == ALL else frame[frame["contract"] == (mode == CONTRACT)]


@dataclass(frozen=True)
class Group:
    """Some customers together: how many, and the money they bring."""

    name: str
    customers: int
    money: float


@kept
def classes(sources: Sources, mode: str = ALL, cuts: tuple[float, float] = CUTS) -> tuple[Group, ...]:
    """Classes A, B and C of what the buyers of ``mode`` brought so far, A and B ending at ``cuts``."""
    brought = of_mode(sources, mode)["brought"].to_numpy()
    letters = concentration.abc_classes(brought, *cuts)
    return tuple(Group(name, int((letters == name).sum()), float(brought[letters == name].sum())) for name in TIERS)


@dataclass(frozen=True, eq=False)
class Concentrated:
    """Who brings the money, best first: what the best SHARES of customers bring, and the classes A, B and C."""

    money: tuple[float, ...]
    below_zero: int
    classes: tuple[Group, ...]

    def of_best(self, part: float) -> float:
        """What the best ``part`` of the buyers, a whole hundredth, brought of all."""
        return self.money[round(100 * part)]

    @property
    def buyers(self) -> int:
        """How many they are."""
        return sum(group.customers for group in self.classes)

    @property
    def ends(self) -> tuple[float, float]:
        """Shares of customers at which A and B end."""
        a, b = (group.customers / self.buyers for group in self.classes[:2])
        return a, a + b


@kept
def concentrated(sources: Sources, mode: str = ALL, cuts: tuple[float, float] = CUTS) -> Concentrated:
    """The Lorenz curve of what buyers brought so far, and their classes at ``cuts``. UndefinedError with too few."""
    brought = of_mode(sources, mode)["brought"].to_numpy()
    curve = concentration.lorenz(brought)
    money = tuple(float(np.interp(part, *curve)) for part in SHARES)
    return Concentrated(money, int((brought < 0).sum()), classes(sources, mode, cuts))


@kept
def by_margin(sources: Sources, mode: str = ALL) -> tuple[float, float] | None:
    """What the best fifth and the last half bring of the margin, before cost to serve; None where customers are
    measured by margin or revenue anyway, or nobody has a share of it."""
    if base.value_basis(sources.frames) != base.CONTRIBUTION:
        return None
    held = sources.frames["customer_base"].set_index("customer_id")["margin"]
    values = held.reindex(of_mode(sources, mode).index).to_numpy(dtype=np.float64)
    try:
        return concentration.share_of_best(values, 0.2), concentration.share_of_rest(values, 0.5)
    except UndefinedError:
        return None


@kept
def choices(sources: Sources) -> dict[str, list[str]]:
    """Kinds, regions and tiers customers can be narrowed to; nothing where there is one alone."""
    frame = buyers(sources).frame
    traits = {name: sorted(map(str, frame[name].dropna().unique())) for name in ("kind", "region", "tier")}
    return {name: values if len(values) > 1 else [] for name, values in traits.items()}


def course(sources: Sources) -> tuple[float, ...]:
    """Active customers at the last four month ends, oldest first."""
    months = sources.frames["active_month"].sort_values("month")["active"]
    return tuple(float(n) for n in months.tail(4))
