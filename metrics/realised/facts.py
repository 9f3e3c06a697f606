"""What was promised, what is realised, what it cost and when it is back: the register beside the approved case."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.context import Context, Sources, kept
from metrics.finance.payback import payback
from metrics.programme import benefits
from metrics.programme.forward import month_end
from metrics.reading import UndefinedError
from metrics.realised.answers import answers
from metrics.realised.register import Entry, entries, total
from metrics.scenario.baseline import Baseline, measure
from metrics.scenario.items import Lever as LeverOfPlan
from metrics.scenario.kinds import KINDS
from metrics.versions.saved import promise
from metrics.words.text import N_, Message, Term, message
from metrics.words.units import Month, money

Array = NDArray[np.float64]
NOTHING = N_("No realised benefit entered yet")


@kept
def _first(context: Context) -> Context | None:
    """The approved case, which never changes; None where it cannot be compared."""
    return promise(context)


def rows(context: Context) -> tuple[Entry, ...]:
    """Every row of the register, by month and lever, that lies within the data."""
    tags = {lever.id: lever.tag for lever in (*context.scenario.levers, *_approved_levers(context))}
    entered = answers(context.sources)["register"].value
    state = json.dumps(entered, sort_keys=True)  # worked out once for each state of what people entered
    return context.once(
        (rows, state, tuple(tags)),
        lambda: tuple(entries(context.frames["benefit_month"], entered, tags, _called(context))),
    )


def _called(context: Context) -> dict[str, str]:
    """Levers by what people call them: their ids, the names they have in a plan, and the names of their kinds."""
    called = {kind.name.casefold(): kind.id for kind in KINDS.values()} | {id: id for id in KINDS}
    for lever in (*context.scenario.levers, *_approved_levers(context)):
        called |= {lever.id.casefold(): lever.id}
        called |= {lever.name.casefold(): lever.id} if lever.name else {}
    return called


def _approved_levers(context: Context) -> tuple[LeverOfPlan, ...]:
    first = _first(context)
    return first.scenario.levers if first else ()


def lever_name(context: Context, id: str) -> Message:
    """A lever as the approved case calls it, else the plan, else as the register does."""
    first = _first(context)
    for scenario in (first.scenario if first else None, context.scenario):
        for lever in scenario.levers if scenario else ():
            if lever.id == id:
                return benefits.lever_name(lever)
    return message("{lever}", lever=Term(KINDS[id].name) if id in KINDS else id)


@kept
def measured_now(sources: Sources) -> Baseline:
    """The figures of the baseline in the last twelve months."""
    return measure(sources.frames, None)


def start(context: Context) -> date:
    """Month 0: that of the approved case; where it promises nothing, the month before the register begins."""
    first, found = _first(context), rows(context)
    try:
        if first is not None and first.flows.benefit.any():
            return first.scenario.month0
    except UndefinedError:
        pass
    if not found:
        return context.scenario.month0
    on = found[0].month
    return date(on.year - (on.month == 1), (on.month - 2) % 12 + 1, 1)


def month_of(begin: date, on: date) -> int:
    """The month of the plan that ``on`` lies in; 0 is that of approval."""
    return (on.year - begin.year) * 12 + on.month - begin.month


def last_month(context: Context) -> date:
    """First day of the last whole month of the data. UndefinedError without data."""
    until = context.sources.published.until
    if until is None:
        raise UndefinedError(message(N_("the data hold no complete month of orders")))
    last = pd.Timestamp(until)
    whole = last if last == last + pd.offsets.MonthEnd(0) else last - pd.offsets.MonthBegin(1) - pd.DateOffset(days=1)
    return whole.date().replace(day=1)


def closed(context: Context) -> date | None:
    """First day of the last month that finance closed; None where none is."""
    months = [month for month in answers(context.sources)["closes"].value if date.fromisoformat(f"{month}-01")]
    last = last_month(context)
    done = [on for month in months if (on := date.fromisoformat(f"{month}-01")) <= last]
    return max(done, default=None)


def to_date(context: Context) -> date:
    """The month up to which promise and register are compared: the last closed; without any, the last of the data."""
    return closed(context) or last_month(context)


def counted(context: Context) -> list[Entry]:
    """Rows up to :func:`to_date`. UndefinedError where there is none."""
    until, found = to_date(context), rows(context)
    if not found:
        raise UndefinedError(message(NOTHING))
    return [row for row in found if row.month <= until]


def realised(context: Context) -> float:
    """Approved benefit to date, money as booked. UndefinedError where no row is approved."""
    known = [row for row in counted(context) if row.realised is not None]
    if not known:
        waiting = sum(row.actual or 0.0 for row in rows(context) if row.status == "draft")
        text = N_("No row of the benefits register is approved yet; drafts hold {amount}")
        raise UndefinedError(message(text, amount=money(waiting)))
    return total(known, "realised")


def approved_case(context: Context) -> Context:
    """The approved case. UndefinedError where there is none to hold against."""
    first = _first(context)
    if first is None:
        raise UndefinedError(message(N_("there is no approved case in this currency to hold it against")))
    return first


def promised(context: Context) -> Array:
    """Cash benefit of the approved case in each month of the plan, month 0 first.

    Where it has no lever, what the register itself says was planned.
    """
    try:
        return approved_case(context).flows.benefit
    except UndefinedError:
        begin = start(context)
        planned = [(month_of(begin, row.month), row.planned) for row in rows(context) if row.planned]
        if not planned:
            raise
        monthly: Array = np.zeros(max(at for at, _amount in planned) + 1)
        for at, amount in planned:
            monthly[at] += amount
        return monthly


def promised_to_date(context: Context) -> float:
    """Benefit the approved case promised up to :func:`to_date`, not discounted. UndefinedError for nothing."""
    monthly = promised(context)
    due = float(monthly[: max(month_of(start(context), to_date(context)) + 1, 0)].sum())
    if not due:
        raise UndefinedError(message(N_("Nothing has been promised yet")))
    return due


@dataclass(frozen=True)
class Course:
    """Money month by month of the plan, month 0 first: promised, realised to date, and expected after it."""

    month0: date
    now: int  # the last month counted
    promised: Array
    realised: Array  # up to ``now``, zeros after it
    expected: Array | None  # after ``now``, of the latest estimate; zeros before; None without a plan

    @property
    def at_completion(self) -> float:
        """Realised to date and expected after it. UndefinedError where no plan says what is expected."""
        if self.expected is None:
            raise UndefinedError(message(N_("no plan says what is still to come, so there is no forecast")))
        return float(self.realised.sum() + self.expected.sum())

    @property
    def slip(self) -> float:
        """Months by which realised benefit is behind the promise: now less the month that promised as much by then.

        Negative where it is ahead; cut at the horizon. Source: Lipke (2003), earned schedule.
        """
        have, curve = float(self.realised.sum()), np.cumsum(self.promised)
        if have <= 0:
            started = np.flatnonzero(self.promised > 0)
            return float(self.now - (started[0] - 1)) if started.size else 0.0
        at = int(np.searchsorted(curve, have))
        if at >= curve.size:
            return float(self.now - (curve.size - 1))
        below = curve[at - 1] if at else 0.0
        return float(self.now - (at - 1 + (have - below) / (curve[at] - below)))


@kept
def _courses(context: Context, until: date, state: tuple[tuple[int, float], ...]) -> Course:
    plan = promised(context)
    months = max(plan.size - 1, context.scenario.months)
    now = min(max(month_of(start(context), until), 0), months)
    have: Array = np.zeros(months + 1)
    for at, amount in state:  # what came before month 0, or after the horizon, is not lost
        have[min(max(at, 0), have.size - 1)] += amount
    first: Array = np.zeros(have.size)
    first[: plan.size] = plan
    return Course(start(context), now, first, have, _expected(context, now, have.size))


def _expected(context: Context, now: int, size: int) -> Array | None:
    """What the latest estimate brings after month ``now``; None without a plan."""
    later: Array = np.zeros(size)
    try:
        later[now + 1 : context.scenario.months + 1] = context.flows.benefit[now + 1 :]
    except UndefinedError:
        return None
    return later


def course(context: Context) -> Course:
    """The whole course. UndefinedError without promise, register or plan."""
    realised(context)
    begin = start(context)
    state = tuple((month_of(begin, row.month), row.realised or 0.0) for row in counted(context))
    return _courses(context, to_date(context), state)


@kept
def _costs(sources: Sources) -> pd.DataFrame:
    """The programme's cost with its months as days and its amounts as numbers."""
    frame = sources.frames["programme_cost"]
    return frame.assign(
        month=pd.to_datetime(frame["month"]).dt.date,
        actual=frame["actual"].astype(float),
        planned=frame["planned"].astype(float),
        own=frame["overhead"].astype(bool) | frame["carrying_out"].astype(bool),
    )


def spent(context: Context) -> tuple[float, float, float]:
    """Cost to date: actual, planned, and of the actual what carrying out and managing the plan took.

    UndefinedError where no cost is booked.
    """
    frame = _costs(context.sources)
    due = frame[frame["month"] <= to_date(context)]
    if not due["actual"].notna().any():
        raise UndefinedError(message(N_("No cost is booked yet; bring in the column {column}"), column="actual"))
    own = due.loc[due["own"], "actual"].sum()
    return float(due["actual"].sum()), float(due["planned"].sum()), float(own)


def _cost_by_month(context: Context, size: int) -> Array:
    frame, monthly, begin = _costs(context.sources), np.zeros(size), start(context)
    for on, amount in zip(frame["month"], frame["actual"], strict=True):
        at = month_of(begin, on)
        if 0 <= at < size and np.isfinite(amount):
            monthly[at] += amount
    return monthly


@dataclass(frozen=True)
class Due:
    """When payback was due by the approved case, and when it came or is expected by what really flowed; months."""

    promised: float | None
    actual: float | None
    came: bool

    def month(self, context: Context, months: float) -> Month:
        """The calendar month of ``months`` after approval."""
        return Month(month_end(start(context), months))


def due(context: Context) -> Due:
    """Payback as approved, and on actual figures with the latest estimate after them.

    UndefinedError where nothing is realised or no cost is booked.
    """
    path, first = course(context), approved_case(context)
    spent(context)
    path.at_completion  # noqa: B018 - says first where no plan is
    flows = path.realised + (0.0 if path.expected is None else path.expected)
    cost = _cost_by_month(context, flows.size)
    ahead = context.flows.cost
    cost[path.now + 1 : ahead.size] = ahead[path.now + 1 :]
    now = payback(flows - cost).value
    return Due(payback(first.flows.net).value, now, now is not None and now <= path.now)


@dataclass(frozen=True)
class Lever:
    """One lever to date: promised, realised, proven, freed time, and the marks of its last approved row."""

    id: str
    name: Message
    promised: float | None
    realised: float | None
    proven: float
    freed: float
    last: Entry | None
    missing: int  # months since its first row without a measured value


def levers(context: Context) -> list[Lever]:
    """Each lever of the approved case and of the register, by what was promised, the most first."""
    found, first = counted(context), approved_case(context)
    until = month_of(start(context), to_date(context)) + 1
    flows = first.flows.cash
    ids = dict.fromkeys([*flows, *(row.lever for row in found)])
    return sorted(
        (_lever(context, id, found, flows.get(id), until) for id in ids),
        key=lambda lever: (-(lever.promised or 0.0), lever.id),
    )


def _lever(context: Context, id: str, found: Sequence[Entry], flow: Array | None, until: int) -> Lever:
    mine = [row for row in found if row.lever == id]
    known = [row for row in mine if row.realised is not None]
    return Lever(
        id,
        lever_name(context, id),
        _planned(mine) if flow is None else float(flow[: max(until, 0)].sum()),
        total(known, "realised") if known else None,
        total(known, "proven"),
        total(known, "freed"),
        known[-1] if known else (mine[-1] if mine else None),
        sum(row.actual is None for row in mine),
    )


def _planned(mine: Sequence[Entry]) -> float | None:
    """What rows themselves say was planned, where the approved case has no such lever; None where they say nothing."""
    planned = [row.planned for row in mine if row.planned is not None]
    return sum(planned) if planned else None


def marks(context: Context) -> dict[tuple[str, str], float]:
    """Realised benefit to date by cause and money; "" where a mark is missing."""
    sums: dict[tuple[str, str], float] = {}
    for row in counted(context):
        if row.realised:
            key = row.cause, row.money_mark
            sums[key] = sums.get(key, 0.0) + row.realised
    if not sums:
        raise UndefinedError(message(NOTHING))
    return sums


@dataclass(frozen=True)
class Field:
    """One field of CRM to date: what it cost and brought. ``name`` "": what serves several fields."""

    name: str
    cost: float
    benefit: float

    @property
    def gain(self) -> float:
        """Benefit less cost, over cost. UndefinedError without cost."""
        if not self.cost:
            raise UndefinedError(message(N_("no cost is booked")))
        return (self.benefit - self.cost) / self.cost


def fields(context: Context) -> list[Field]:
    """Cost and realised benefit to date by field of CRM; what serves several stands last."""
    frame = context.frames["initiative"]
    if not frame["field"].notna().any():
        raise UndefinedError(
            message(N_("No initiative names its field of CRM; bring in the column {column}"), column="field")
        )
    of: dict[str, str] = {}
    moved: dict[str, str] = {}
    for row in frame.to_dict("records"):
        name = row["field"] if isinstance(row["field"], str) else ""
        of[str(row["initiative_id"])] = name
        levers = row["levers"] if isinstance(row["levers"], str) else ""
        moved |= {lever.strip(): name for lever in levers.split(",") if lever.strip()}
    costs = _costs(context.sources)
    costs = costs[costs["month"] <= to_date(context)]
    spent: dict[str, float] = {}
    for id, amount in zip(costs["initiative_id"], costs["actual"], strict=True):
        if np.isfinite(amount):
            spent[of.get(id, "")] = spent.get(of.get(id, ""), 0.0) + amount
    brought: dict[str, float] = {}
    for entry in counted(context):
        field = moved.get(entry.lever, "")
        brought[field] = brought.get(field, 0.0) + (entry.realised or 0.0)
    names = sorted({*spent, *brought}, key=lambda name: (not name, -brought.get(name, 0.0)))
    return [Field(name, spent.get(name, 0.0), brought.get(name, 0.0)) for name in names]
