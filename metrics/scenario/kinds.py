"""What can be moved, in the order it acts: the six levers of the benefit model and stated benefits, declared once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import inf
from types import MappingProxyType

from metrics.words.text import N_
from metrics.words.units import Unit


class Tag(StrEnum):
    """What kind of money a benefit is. Soft counts only when asked for; capacity only as far as it is cashed."""

    CASH = "cash"
    AVOIDED = "avoided"
    CAPACITY = "capacity"
    REVENUE = "revenue"
    SOFT = "soft"


class Portion(StrEnum):
    """What a benefit comes from, as IDC splits it (7, 51 and 42 %)."""

    TECHNOLOGY = "technology"
    PRODUCTIVITY = "productivity"
    PROCESS = "process"


@dataclass(frozen=True)
class Kind:
    """One kind of lever. ``needs`` are the baselines without which it has no size."""

    id: str
    name: str
    unit: Unit  # of its target
    baseline: str  # the measured figure its target is compared with; "" for a stated benefit
    needs: tuple[str, ...]
    higher_is_better: bool
    tag: Tag
    portion: Portion = Portion.PROCESS
    bounds: tuple[float, float] = (0.0, inf)  # of its target


_BASE = ("customers", "retention", "new_customers", "revenue_per_customer", "margin_rate")
_CALLS = ("calls", "minutes_per_call", "cost_per_minute")
_MAIL = ("pieces", "piece_cost", "wasted_share")

_KINDS = (
    Kind("retention", N_("Retention"), Unit.SHARE, "retention", _BASE, True, Tag.REVENUE, bounds=(1e-6, 1.0)),
    Kind("acquisition", N_("New customers"), Unit.CUSTOMERS, "new_customers", _BASE, True, Tag.REVENUE),
    Kind("spend", N_("Spend per customer"), Unit.MONEY, "revenue_per_customer", _BASE, True, Tag.REVENUE),
    Kind("handling", N_("Handling time"), Unit.MINUTES, _CALLS[1], _CALLS, False, Tag.CAPACITY, Portion.PRODUCTIVITY),
    Kind("volume", N_("Number of calls"), Unit.COUNT, _CALLS[0], _CALLS, False, Tag.CAPACITY),
    Kind("mail", N_("Wasted mail"), Unit.SHARE, "wasted_share", _MAIL, False, Tag.CASH, Portion.TECHNOLOGY, (0.0, 1.0)),
    Kind("stated", N_("Stated benefit"), Unit.MONEY, "", (), True, Tag.SOFT, bounds=(-inf, inf)),
)
KINDS: Mapping[str, Kind] = MappingProxyType({kind.id: kind for kind in _KINDS})


@dataclass(frozen=True)
class Part:
    """One number of a lever: its label, unit and bounds. The target's unit and bounds are its kind's."""

    label: str
    unit: Unit
    bounds: tuple[float, float]


PARTS: Mapping[str, Part] = MappingProxyType(
    {
        "target": Part(N_("target"), Unit.NUMBER, (-inf, inf)),
        "benchmark": Part(N_("benchmark"), Unit.NUMBER, (-inf, inf)),
        "adoption": Part(N_("adoption"), Unit.SHARE, (0.0, 1.0)),
        "realisation": Part(N_("realisation rate"), Unit.SHARE, (0.0, 1.0)),
        "start": Part(N_("first month"), Unit.MONTHS, (1.0, 600.0)),
        "ramp": Part(N_("months to full effect"), Unit.MONTHS, (0.0, 600.0)),
        "cac": Part(N_("cost of winning one customer"), Unit.MONEY, (0.0, inf)),
        "cashable": Part(N_("share that becomes cash"), Unit.SHARE, (0.0, 1.0)),
        "lag": Part(N_("months until it is cash"), Unit.MONTHS, (0.0, 600.0)),
    }
)

# What is measured, in the order it is shown: (label, unit, bounds when entered by hand).
BASELINES: Mapping[str, Part] = MappingProxyType(
    {
        "customers": Part(N_("Active customers"), Unit.CUSTOMERS, (1.0, inf)),
        "retention": Part(N_("Yearly retention"), Unit.SHARE, (1e-6, 1.0)),
        "new_customers": Part(N_("New customers a year"), Unit.CUSTOMERS, (0.0, inf)),
        "returning": Part(N_("Reactivated customers a year"), Unit.CUSTOMERS, (0.0, inf)),
        "revenue_per_customer": Part(N_("Revenue per active customer a year"), Unit.MONEY, (0.0, inf)),
        "margin_rate": Part(N_("Margin rate"), Unit.SHARE, (-inf, 1.0)),
        "serve_per_customer": Part(N_("Cost to serve per customer a year, without calls"), Unit.MONEY, (0.0, inf)),
        "contribution": Part(N_("Contribution per customer a year"), Unit.MONEY, (-inf, inf)),
        "calls": Part(N_("Calls a year"), Unit.COUNT, (0.0, inf)),
        "minutes_per_call": Part(N_("Minutes per call"), Unit.MINUTES, (0.0, inf)),
        "cost_per_minute": Part(N_("Cost per minute"), Unit.MONEY, (0.0, inf)),
        "repeat_share": Part(N_("Share of repeat calls"), Unit.SHARE, (0.0, 1.0)),
        "pieces": Part(N_("Pieces of mail a year"), Unit.COUNT, (0.0, inf)),
        "piece_cost": Part(N_("Cost per piece of mail"), Unit.MONEY, (0.0, inf)),
        "wasted_share": Part(N_("Share of mail wasted"), Unit.SHARE, (0.0, 1.0)),
    }
)
