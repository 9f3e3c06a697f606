"""What the overview tells beyond its tiles: what moved the answer, when the money is back, what threatens it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from metrics import finance, risk
from metrics.context import Context
from metrics.programme import bridge
from metrics.reading import UndefinedError
from metrics.registry import METRICS
from metrics.scenario import fingerprint
from metrics.versions.saved import saved, versions
from metrics.words.text import N_, Message, message
from metrics.words.units import Unit

STEPS = 6  # steps of the bridge told by name


@dataclass(frozen=True)
class Moved:
    """A net present value then and now, and the steps between; ``reason`` when one of them has none."""

    since: str  # scenario and version
    before: float
    after: float
    steps: list[bridge.Step]
    reason: Message | None = None


def moved(now: Context) -> Moved:
    """From the approved case, the first version, to ``now``."""
    first = saved(versions()[0].version)
    if not _same_money(first, now):
        ours, theirs = first.scenario.currency, now.scenario.currency
        why = message(N_("Approved in {ours}, this plan is in {theirs}: nothing to compare"), ours=ours, theirs=theirs)
        return Moved(first.label, 0.0, 0.0, [], why)
    try:
        before, after = (bridge.worth(context.scenario, context.baseline) for context in (first, now))
        if fingerprint(first.scenario) == fingerprint(now.scenario):
            return Moved(first.label, before, after, [])
        steps = bridge.steps(first.scenario, now.scenario, now.baseline)
    except UndefinedError as error:
        return Moved(first.label, 0.0, 0.0, [], error.reason)
    return Moved(first.label, before, after, bridge.shortened(steps, STEPS))


def _same_money(a: Context, b: Context) -> bool:
    return a.scenario.currency == b.scenario.currency


@dataclass(frozen=True)
class PaybackRange:
    """Months to payback: as planned, percentiles of the draws (None beyond the horizon), and as first approved.

    ``known`` is False while there is no cash flow to judge: then nothing is said of the month at all.
    """

    known: bool
    value: float | None
    percentiles: dict[int, float | None]
    promised: float | None


def payback_range(now: Context) -> PaybackRange:
    """Payback under ``now`` beside the approved case."""
    first = saved(versions()[0].version)
    promised = None if first is now else _payback(first)
    return PaybackRange(bool(course(now, "payback")), _payback(now), _percentiles(now), promised)


def _payback(context: Context) -> float | None:
    try:
        return finance.payback(context.flows.net).value
    except UndefinedError:
        return None


def _percentiles(context: Context) -> dict[int, float | None]:
    wanted = (10, 25, 75, 90)
    try:
        draws = context.risk.payback
    except UndefinedError:
        return dict.fromkeys(wanted)
    never = np.where(np.isfinite(draws), draws, np.inf)
    found = np.quantile(never, [p / 100 for p in wanted], method="inverted_cdf")
    return {p: float(v) if np.isfinite(v) else None for p, v in zip(wanted, found, strict=True)}


def threats(now: Context, most: int = 3) -> list[risk.Threat]:
    """What costs most at the bad end of its range, the worst first; nothing while there is no NPV or no range."""
    try:
        return risk.threats(now.uncertain, now.baseline, most)
    except UndefinedError:
        return []


@dataclass(frozen=True)
class Change:
    """A figure beside what it was in the approved case."""

    amount: float  # now less then, in the unit of the figure
    against: str  # the approved version


def change(now: Context, id: str) -> Change | None:
    """How metric ``id`` moved since the approved case; None when it did not, or one of the two has no value."""
    first = saved(versions()[0].version)
    before, after = first.read(id).value, now.read(id).value
    if before is None or after is None or before == after:
        return None
    if METRICS[id].unit is Unit.MONEY and not _same_money(first, now):
        return None
    return Change(after - before, first.label.rpartition(" ")[2])


def course(now: Context, id: str) -> list[float]:
    """How a figure builds up over the months from approval: present value so far, or cash so far for the payback."""
    scenario = now.scenario
    try:
        flow = now.flows.cost if id == "programme_cost" else now.flows.net
    except UndefinedError:
        return []
    if id == "payback":
        return [float(amount) for amount in np.cumsum(flow)]
    rate = finance.monthly_rate(scenario.rate.value)
    factors = finance.discount_factors(rate, finance.period_times(flow.size, scenario.timing))
    return [float(amount) for amount in np.cumsum(flow * factors)]


def promised_to_date(now: Context) -> float | None:
    """Benefit the approved case promised up to the data date, money not discounted; None while nothing was due."""
    first = saved(versions()[0].version)
    until = now.sources.published.until
    if until is None or not _same_money(first, now):
        return None
    start = first.scenario.month0
    months = (until.year - start.year) * 12 + until.month - start.month + 1
    try:
        due = float(first.flows.benefit[: max(months, 0)].sum())
    except UndefinedError:
        return None
    return due or None
