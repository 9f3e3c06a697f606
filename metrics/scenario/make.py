"""Scenarios made for the first time: from a data set's own tables, or empty for one without a programme."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Protocol

import pandas as pd

from metrics.scenario.assumption import Assumption, ScenarioError
from metrics.scenario.baseline import Baseline
from metrics.scenario.items import AT_ONCE, FIRST, FULL, CostItem, Lever
from metrics.scenario.kinds import KINDS, PARTS, Tag
from metrics.scenario.model import SETTINGS
from metrics.scenario.scenario import Scenario
from metrics.words.text import N_, message
from metrics.words.units import Unit

APPROVED, CURRENT = "approved", "current"
NOT_CASHED = Assumption(value=0.0, unit=Unit.SHARE, source=N_("not stated, so nothing is counted as cash"))
USUAL_RATE = Assumption(value=0.1, unit=Unit.RATE, source=N_("a usual rate; set your own"))
USUAL_HORIZON = Assumption(value=60, unit=Unit.MONTHS, source=N_("five years, the usual length of a case"))
USUAL = {"rate": USUAL_RATE, "horizon": USUAL_HORIZON}
SLOW_RAMP = Assumption(value=4, unit=Unit.MONTHS, source=N_("a usual ramp; set your own"))

# Lines every CRM programme should have: an empty one is a cost that may have been forgotten.
STANDARD_COSTS = (
    (N_("Software licences"), "IT", "software"),
    (N_("Hardware and hosting"), "IT", "hardware"),
    (N_("Integration"), "IT", "integration"),
    (N_("Data cleaning and migration"), "IT", "data"),
    (N_("Consulting and implementation"), "business", "third-party"),
    (N_("Training"), "business", "training"),
    (N_("Maintenance and upgrades"), "IT", "maintenance"),
    (N_("Project team"), "labour", "internal"),
)


class Benchmark(Protocol):
    """A published figure to hold a lever against, as data/library keeps it."""

    @property
    def lever(self) -> str: ...
    @property
    def value(self) -> float: ...
    @property
    def source(self) -> str: ...
    @property
    def year(self) -> int | None: ...  # of the figure, where its source says
    @property
    def per_customer(self) -> bool: ...  # the figure is of one customer


def from_tables(
    baseline: Baseline,
    assumptions: pd.DataFrame,
    programme_cost: pd.DataFrame,
    initiative: pd.DataFrame,
    case: str = APPROVED,
    name: str = "",
) -> Scenario:
    """The scenario written in marts ``assumption``, ``programme_cost`` and ``initiative``.

    ``approved`` takes planned costs; ``current`` takes what was spent where known, and its assumptions stand over the
    approved ones. A lever counts once it has a target; it belongs to the initiative that says it moves it.
    ScenarioError when the case has no assumptions.
    """
    assumed = _assumptions(assumptions, case)
    owners = {str(row.initiative_id): str(row.owner or "") for row in initiative.itertuples()}
    costs = _costs(programme_cost, baseline.month0, owners, spent=case != APPROVED)
    levers = tuple(_levers(assumed, _served(initiative)))
    settings: dict[str, Any] = {**USUAL, **{path: assumed[path] for path in SETTINGS if path in assumed}}
    taken = {f"{lever.id}.{part}" for lever in levers for part, _ in lever.parts()} | set(SETTINGS)
    return Scenario(
        name=name or case,
        currency=baseline.currency,
        month0=baseline.month0,
        **settings,
        levers=levers,
        costs=costs,
        others=tuple((path, assumption) for path, assumption in assumed.items() if path not in taken),
    )


def default(baseline: Baseline, library: Iterable[Benchmark] = (), name: str = "") -> Scenario:
    """A scenario for data without a programme: measurable levers that claim nothing, and the usual costs left empty.

    Each target is its baseline. A benchmark of the library stands beside it as a hint.
    """
    hints = {hint.lever: hint for hint in library}
    return Scenario(
        name=name or N_("First draft"),
        currency=baseline.currency,
        month0=baseline.month0,
        rate=USUAL_RATE,
        horizon=USUAL_HORIZON,
        levers=tuple(_unmoved(baseline, hints)),
        costs=tuple(
            CostItem(id=kind, name=title, cost_class=cost_class, cost_type=kind)
            for title, cost_class, kind in STANDARD_COSTS
        ),
    )


def _unmoved(baseline: Baseline, hints: Mapping[str, Benchmark]) -> Iterator[Lever]:
    known = baseline.values()
    for kind in KINDS.values():
        low, high = kind.bounds
        if kind.baseline not in known or not low <= known[kind.baseline] <= high:
            continue  # nothing measured to start from, or nothing a target could be: off, and the page says so
        figure = baseline.measured(kind.baseline)
        target = Assumption(value=known[kind.baseline], unit=kind.unit, source=figure.mart, set_on=baseline.month0)
        yield Lever(
            id=kind.id,
            kind=kind.id,
            target=target,
            ramp=SLOW_RAMP,
            cashable=NOT_CASHED if kind.tag is Tag.CAPACITY else None,
            benchmark=_hint(hints.get(kind.id), kind.unit, known.get("customers")),
            tag=kind.tag,
            portion=kind.portion,
        )


def _hint(found: Benchmark | None, unit: Unit, customers: float | None) -> Assumption | None:
    if found is None or (found.per_customer and not customers):
        return None
    dated = f"{found.source}, {found.year}" if found.year else found.source
    value = found.value * (customers or 0.0) if found.per_customer else found.value
    return Assumption(value=value, unit=unit, source=dated)


def _unit(path: str, said: str) -> Unit:
    """The unit of a known path; for others the one written, when it is one of ours."""
    head, _, part = path.rpartition(".")
    if path in SETTINGS:
        return SETTINGS[path][1]
    if head in KINDS and part in PARTS:
        return KINDS[head].unit if part in ("target", "benchmark") else PARTS[part].unit
    return Unit(said) if said in list(Unit) else Unit.NUMBER


def _assumptions(frame: pd.DataFrame, case: str) -> dict[str, Assumption]:
    """Assumptions of ``case`` by path, over those of the approved case."""
    held: dict[str, Assumption] = {}
    for wanted in dict.fromkeys((APPROVED, case)):
        for row in frame[frame["case_name"] == wanted].itertuples():
            held[str(row.name)] = Assumption(
                value=float(row.value),  # type: ignore[arg-type]
                unit=_unit(str(row.name), str(row.unit)),
                source=str(row.source),
                owner="" if pd.isna(row.owner) else str(row.owner),  # type: ignore[arg-type]
                set_on=pd.Timestamp(row.set_on).date(),  # type: ignore[arg-type]
                low=None if pd.isna(row.low) else float(row.low),  # type: ignore[arg-type]
                high=None if pd.isna(row.high) else float(row.high),  # type: ignore[arg-type]
            )
    if not held:
        text = N_("The data hold no assumptions of the case {case}. Bring in a table of assumptions, or start empty.")
        raise ScenarioError(message(text, case=case))
    return held


def _served(initiative: pd.DataFrame) -> dict[str, str]:
    """Kind of lever -> the one initiative that moves it; none where several say so, for nothing tells their shares."""
    if "levers" not in initiative:
        return {}
    rows = zip(initiative["initiative_id"], initiative["levers"], strict=True)
    moved = [(kind.strip(), str(id)) for id, text in rows if isinstance(text, str) for kind in text.split(",")]
    kinds = [kind for kind, _id in moved]
    return {kind: id for kind, id in moved if kind in KINDS and kinds.count(kind) == 1}


def _levers(assumed: Mapping[str, Assumption], served: Mapping[str, str]) -> Iterator[Lever]:
    for kind in KINDS.values():
        if f"{kind.id}.target" not in assumed:
            continue
        parts = {part: assumed[f"{kind.id}.{part}"] for part in PARTS if f"{kind.id}.{part}" in assumed}
        defaults = {"adoption": FULL, "realisation": FULL, "start": FIRST, "ramp": AT_ONCE}
        if kind.tag is Tag.CAPACITY:
            defaults["cashable"] = NOT_CASHED
        numbers: dict[str, Any] = {**defaults, **parts}
        yield Lever(
            id=kind.id,
            kind=kind.id,
            tag=kind.tag,
            portion=kind.portion,
            initiative=served.get(kind.id, ""),
            owner=parts["target"].owner,
            **numbers,
        )


def _costs(frame: pd.DataFrame, month0: date, owners: Mapping[str, str], *, spent: bool) -> tuple[CostItem, ...]:
    """One item for each initiative and item, by month. What was spent before month 0 is sunk and left out."""
    if not len(frame):
        return ()
    months = pd.to_datetime(frame["month"])
    index = (months.dt.year - month0.year) * 12 + months.dt.month - month0.month
    frame = frame.assign(index=index)[index >= 0]
    length = int(frame["index"].max()) + 1 if len(frame) else 0
    groups = frame.groupby(["initiative_id", "item"], sort=True)
    return tuple(_cost(str(id), str(item), rows, length, owners, spent=spent) for (id, item), rows in groups)


def _cost(
    initiative: str, item: str, rows: pd.DataFrame, length: int, owners: Mapping[str, str], *, spent: bool
) -> CostItem:
    planned, actual = (rows[column].astype(float) for column in ("planned", "actual"))
    amounts = actual.where(actual.notna(), planned) if spent else planned
    schedule = [0.0] * length
    for index, amount in zip(rows["index"], amounts, strict=True):
        if amount == amount:
            schedule[int(index)] += float(amount)
    first = rows.iloc[0]
    return CostItem(
        id=f"{initiative}/{item}",
        name=item,
        cost_class=str(first["cost_class"]),
        cost_type=str(first["cost_type"]),
        schedule=tuple(schedule) if amounts.notna().any() else None,
        overhead=_marked(first, "overhead"),
        carrying_out=_marked(first, "carrying_out"),
        initiative=initiative,
        owner=owners.get(initiative, ""),
    )


def _marked(row: pd.Series, mark: str) -> bool:
    """Whether a row of costs carries a mark; data without it carry none."""
    held = row.get(mark)
    return held is not None and not pd.isna(held) and bool(held)
