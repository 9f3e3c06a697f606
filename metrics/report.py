"""The one meeting place of marts, formulas and scenarios: pages and commands ask here, and get Readings.

A page holds the id of a draft and nothing else. Without one it sees the newest saved version; the first version of a
data set is made from its own tables, so that there is always one.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

import pandas as pd

from data import company, warehouse
from data.contracts import TABLES
from data.store import Draft, Version, open_store
from metrics import __version__, scores
from metrics.reading import Basis, Given, Reading, UndefinedError
from metrics.registry import METRICS, Metric
from metrics.report_sources import BASE, DataSources, Look, Shelf, current, look
from metrics.scenario import Scenario, from_json, to_json
from metrics.text import Message, message

__all__ = ["Look", "current"]  # made beside this file, asked for here

BY_DATA = "data set"  # the author of what came with the data


@dataclass(frozen=True)
class State:
    """What is published, for the top of every page."""

    name: str
    sample: bool
    until: date | None
    currency: str
    version: str


def state() -> State | None:
    """What is published now; None when nothing is yet."""
    published = warehouse.current()
    if published is None:
        return None
    facts = current().facts
    currency = facts.get("currency") or "XXX"
    return State(published.name, published.sample, published.until, str(currency), published.version)


def held() -> Mapping[str, tuple[bool, int]]:
    """Of every contract table: whether it was supplied, and how many rows are held."""
    frame = current().frames["held"]
    found = {str(row.table_name): (bool(row.supplied), int(row.rows)) for row in frame.itertuples()}  # type: ignore[arg-type]
    return {name: found.get(name, (False, 0)) for name in TABLES}


def prepare(progress: Callable[[str, float], None]) -> None:
    """Build, publish and score the sample company: what a first start without data does."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "company"
        company.write(source, progress=lambda step, share: progress(step, 0.4 * share))
        warehouse.build(source, name="company", sample=True, progress=lambda s, share: progress(s, 0.4 + 0.3 * share))
    scores.score(warehouse.open_current(), progress=lambda step, share: progress(step, 0.7 + 0.3 * share))


def dataset(data: DataSources) -> str:
    """What scenarios are kept under: the data set's name, and its programme when it has one of its own.

    New orders leave the scenarios in force; a new approved case starts a new series.
    """
    parts = [data.frames[mart] for mart in ("assumption", "programme_cost", "initiative")]
    if not len(parts[0]):
        return data.published.name
    text = "".join(part.sort_values(list(part.columns[:2])).to_csv(index=False) for part in parts)
    return f"{data.published.name}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


@lru_cache(maxsize=8)
def _dataset(version: str) -> str:
    return dataset(current())


_VERSIONS = Shelf(16)


def versions() -> list[Version]:
    """All saved versions of the base case, oldest first; made from the data when there is none."""
    data, store = current(), open_store()
    name = _dataset(data.published.version)
    newest = store.newest(name, BASE)
    if newest is not None:  # versions never change, so those read once are kept until there is a newer one
        found: list[Version] = _VERSIONS.get((store, name, *newest), lambda: store.versions(name, BASE))
        return found
    for number, scenario in enumerate(data.cases()):
        store.save_version(name, BASE, to_json(scenario), author=BY_DATA, based_on=number or None)
    return store.versions(name, BASE)


_PARSED = Shelf(256)


def _parsed(body: str) -> Scenario:
    found: Scenario = _PARSED.get(body, lambda: from_json(body))
    return found


def saved(number: int | None = None) -> Look:
    """The look under saved version ``number``; the newest when None, the first is the approved case."""
    all_saved = versions()
    version = all_saved[-1] if number is None else next((v for v in all_saved if v.version == number), all_saved[-1])
    return look(current(), _parsed(version.body), f"{version.name} v{version.version}")


@dataclass(frozen=True)
class Standing:
    """What is in force: a draft and the saved version it began from, or the newest saved version itself."""

    look: Look
    drafted: bool
    based_on: int


def standing(draft_id: str | None = None) -> Standing:
    """The draft of that id; the newest saved version when there is none."""
    draft = open_store().draft(draft_id) if draft_id else None
    if draft is None or draft.dataset != _dataset(current().published.version):
        return Standing(saved(), False, versions()[-1].version)
    label = f"{draft.name} v{draft.based_on}*"
    return Standing(look(current(), _parsed(draft.body), label), True, draft.based_on)


def in_force(draft_id: str | None = None) -> Look:
    """The look under the draft of that id; under the newest saved version when there is none."""
    return standing(draft_id).look


def based_on(draft_id: str | None) -> int:
    """The saved version a draft started from; the newest when there is no draft."""
    return standing(draft_id).based_on


def edit(draft_id: str, change: Callable[[Scenario], Scenario], author: str) -> Look:
    """Change the draft (begun from the newest saved version if new) and keep it at once.

    Raises ScenarioError, and writes nothing, when the change cannot be. Whether the author may write is the caller's to
    check, where they are known.
    """
    store, name = open_store(), _dataset(current().published.version)
    draft = store.draft(draft_id)
    if draft is None or draft.dataset != name:
        draft = _fresh(draft_id, author)
    before = _parsed(draft.body)
    after = change(before)
    if after == before:
        return in_force(draft_id)
    body = to_json(after)
    _PARSED.get(body, lambda: after)
    store.save_draft(draft_id, name, BASE, body, author=author, based_on=draft.based_on)
    return look(current(), after, f"{BASE} v{draft.based_on}*")


def _fresh(draft_id: str, author: str) -> Draft:
    """A draft of the newest saved version, not written yet."""
    newest = versions()[-1]
    return Draft(draft_id, newest.dataset, newest.name, newest.version, newest.body, author, newest.made_at)


def save(draft_id: str, author: str) -> Version:
    """Append the draft as the next version and forget it. ConflictError when a newer one was saved meanwhile."""
    store = open_store()
    draft = store.draft(draft_id)
    if draft is None:
        return versions()[-1]
    made = store.save_version(draft.dataset, draft.name, draft.body, author=author, based_on=draft.based_on)
    store.drop_draft(draft_id, author=author)
    return made


def discard(draft_id: str, author: str) -> None:
    """Throw the draft away: back to the newest saved version."""
    open_store().drop_draft(draft_id, author=author)


def rebase(draft_id: str, author: str) -> None:
    """After a conflict: keep the draft's numbers, to be saved on top of the newest version."""
    store = open_store()
    draft = store.draft(draft_id)
    if draft is not None:
        newest = versions()[-1].version
        store.save_draft(draft_id, draft.dataset, draft.name, draft.body, author=author, based_on=newest)


def name(id: str) -> str:
    """What metric ``id`` is called: a marked text, to be translated by whoever shows it."""
    return METRICS[id].name


def today() -> date:
    """The day written beside a changed assumption (UTC)."""
    return datetime.now(UTC).date()


def read(sources: Look, id: str) -> Reading:
    """The reading of metric ``id``: its figure, or the reason it has none."""
    kept = sources.kept
    return kept[id] if id in kept else kept.setdefault(id, _read(sources, id))


def _read(sources: Look, id: str) -> Reading:
    metric = METRICS[id]
    try:
        figure = metric.compute(sources)
    except UndefinedError as error:
        return Reading(id=id, unit=metric.unit, value=None, reason=error.reason, basis=basis(sources, metric, None))
    return Reading(
        id=id,
        unit=metric.unit,
        value=figure.value,
        low=figure.low,
        high=figure.high,
        quantiles=figure.quantiles,
        basis=basis(sources, metric, figure.note),
    )


def readings(sources: Look, ids: Iterable[str] = METRICS) -> dict[str, Reading]:
    """Readings by id, in the order asked for."""
    return {id: read(sources, id) for id in ids}


def basis(sources: Look, metric: Metric, note: Message | None) -> Basis:
    """Where a figure of ``metric`` comes from."""
    published = sources.data.published
    frame = sources.frames.get(metric.mart)
    return Basis(
        formula=message(metric.formula),
        source=metric.source,
        mart=metric.mart,
        rows=None if frame is None else len(frame),
        given=tuple(_given(sources.scenario, metric.rests_on)),
        range_note=note,
        data_until=published.until,
        data_hash=published.data_hash,
        scenario=sources.label if metric.rests_on else "",
        code=__version__,
    )


def _given(scenario: Scenario, paths: Iterable[str]) -> Iterable[Given]:
    for path in paths:
        found = scenario.assumption(path)
        if found is not None:
            yield Given(
                label=scenario.label(path), value=found.value, unit=found.unit, owner=found.owner, set_on=found.set_on
            )


def orders_of(data: DataSources, customer_id: str) -> pd.DataFrame:
    """Every order of one customer, the newest first."""
    return data.held.query(
        "select order_id, ordered_at, status, amount, channel from staging.stg_orders "
        "where customer_id = ? order by ordered_at desc",
        [customer_id],
    )
