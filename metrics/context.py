"""A Context: the data under one scenario. What every metric and finding reads, worked out when asked for and kept.

What hangs on the data alone is kept by the data (Sources), once a version; what the scenario moves is kept by the
Context. Both go when the version goes. Two contexts of the same version and scenario are the same object.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import wraps
from threading import RLock
from typing import Any, Concatenate, ParamSpec, TypeVar

import pandas as pd

from data import warehouse
from data.contracts import TABLES
from data.library import benchmarks
from metrics import __version__
from metrics.lifetime import scores
from metrics.metric import DECLARED, Asked, Metric
from metrics.programme import benefits
from metrics.reading import Basis, Figure, Given, Reading, UndefinedError
from metrics.risk.coverage import Coverage, coverage
from metrics.risk.events import may_happen
from metrics.risk.simulation import Simulation, simulate
from metrics.scenario import noted
from metrics.scenario.assumption import ScenarioError
from metrics.scenario.baseline import Baseline, measure
from metrics.scenario.make import APPROVED, CURRENT, default, from_tables
from metrics.scenario.scenario import Scenario
from metrics.scenario.serial import fingerprint
from metrics.words.text import N_, EachLanguage, Message, Term, Written, message

CONTEXTS, ANSWERS = 64, 1024  # kept: contexts of a version (each holds some 5 MB of draws at most); answers of each
BASE = N_("Base case")
BACKTESTED = N_("back-test of customer value")
P = ParamSpec("P")
T = TypeVar("T")
H = TypeVar("H", bound="Kept")


@dataclass
class _Made:
    """One thing worked out once: its value, or why there is none, and which assumptions were read on the way."""

    lock: RLock = field(default_factory=RLock)
    done: bool = False
    value: Any = None
    error: UndefinedError | None = None
    read: tuple[str, ...] = ()


class Kept:
    """Something that keeps what was worked out from it, until it goes itself. Safe to share between threads.

    What read people's answers from the store on its way is not kept: they may change at any moment.
    """

    def __init__(self, most: int = ANSWERS) -> None:
        self._most = most
        self._made: OrderedDict[Hashable, _Made] = OrderedDict()
        self._lock = RLock()

    def holds(self, key: Hashable) -> bool:
        """Whether what ``key`` names is there already."""
        with self._lock:
            return key in self._made and self._made[key].done

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` gives, or the UndefinedError it raises: the first time made, then remembered."""
        with self._lock:
            made = self._made.setdefault(key, _Made())
            self._made.move_to_end(key)
            while len(self._made) > self._most:
                self._made.popitem(last=False)
        with made.lock:
            if not made.done:
                made.error = None  # of somebody who asked at the same time
                with noted.noting() as read:
                    try:
                        made.value = make()
                    except UndefinedError as error:
                        made.error = error
                made.read, made.done = tuple(read), noted.STORE not in read
            else:
                noted.note(*made.read)
        if not made.done:  # it rests on answers that somebody may change: asked for again each time
            with self._lock:
                self._made.pop(key, None)
        if made.error is not None:
            raise made.error
        value: T = made.value
        return value


def kept(make: Callable[Concatenate[H, P], T]) -> Callable[Concatenate[H, P], T]:
    """Work the function below out once for its first argument (Sources or Context) and its other, hashable ones."""

    @wraps(make)
    def once(holder: H, /, *args: P.args, **named: P.kwargs) -> T:
        return holder.once((make, args, tuple(sorted(named.items()))), lambda: make(holder, *args, **named))

    return once


class _Marts(Mapping[str, pd.DataFrame]):
    """The marts by name, read when first asked for."""

    def __init__(self, held: warehouse.Warehouse) -> None:
        self._held = held

    def __getitem__(self, mart: str) -> pd.DataFrame:
        return self._held.frame(mart)

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._held.rows() if name not in TABLES)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class Sources(Kept):
    """What hangs on the data alone."""

    def __init__(self, held: warehouse.Warehouse) -> None:
        super().__init__()
        self.held = held
        self.frames: Mapping[str, pd.DataFrame] = _Marts(held)
        self.contexts = Kept(CONTEXTS)

    @property
    def published(self) -> warehouse.Published:
        """Which version this is."""
        return self.held.published

    @property
    def facts(self) -> Mapping[str, Any]:
        """The one row of data_facts; empty values where nothing is known."""
        return self.once("facts", self._facts)

    def _facts(self) -> Mapping[str, Any]:
        frame = self.frames["data_facts"]
        return {str(name): frame[name].iloc[0] if len(frame) else None for name in frame.columns}

    @property
    def baseline(self) -> Baseline:
        """Measured in the twelve months before approval, or the last twelve."""
        approved = self.facts["approved_on"]
        on = None if approved is None or pd.isna(approved) else pd.Timestamp(approved).date()
        return self.once("baseline", lambda: measure(self.frames, on))

    @property
    def scores(self) -> scores.Scores:
        """The forecast of every buyer; computed here when the publish did not do it."""
        return self.once("scores", lambda: scores.load(self.held))

    def word(self, text: str) -> Written | str:
        """A word of the data as it is written; in the reader's language where the data bring it in that."""
        return self.once("words", self._words).get(text, text)

    def _words(self) -> Mapping[str, Written]:
        brought: dict[str, dict[str, str]] = {}
        for word, language, written in self.frames["data_word"].itertuples(index=False):
            brought.setdefault(word, {"en": word})[language] = written
        return {word: EachLanguage(texts) for word, texts in brought.items()}

    def supplied(self, table: str) -> bool:
        """Whether ``table`` came with the data."""
        frame = self.frames["held"]
        return bool(frame.loc[frame["table_name"] == table, "supplied"].any())

    def require(self, table: str) -> None:
        """Raises UndefinedError, which names the table, where ``table`` did not come with the data."""
        if not self.supplied(table):
            raise UndefinedError(message(N_("needs the table {table}, which is not here yet"), table=table))

    def cases(self) -> list[Scenario]:
        """The scenarios the data bring along: approved, then current; or one empty draft."""
        tables = (self.frames["assumption"], self.frames["programme_cost"], self.frames["initiative"])
        known = set(tables[0]["case_name"])
        if APPROVED not in known:
            return [default(self.baseline, benchmarks(), name=BASE)]
        return [
            from_tables(self.baseline, *tables, case=case, name=BASE) for case in (APPROVED, CURRENT) if case in known
        ]


class Context(Kept):
    """Data under a scenario. ``label`` names scenario and version for people; without ``draws`` nothing is drawn."""

    def __init__(self, sources: Sources, scenario: Scenario, label: str, *, draws: bool = True) -> None:
        super().__init__()
        self.sources, self.scenario, self.label, self.draws = sources, scenario, label, draws

    @property
    def title(self) -> Message:
        """Scenario and version, such as "Base case v2": the base case in the reader's language, others as named."""
        name, _space, version = self.label.rpartition(" ")
        return message("{name} {version}", name=Term(BASE) if name == BASE else name, version=version)

    @property
    def frames(self) -> Mapping[str, pd.DataFrame]:
        """The marts."""
        return self.sources.frames

    @property
    def baseline(self) -> Baseline:
        """What was measured before the programme."""
        return self.sources.baseline

    @property
    def scores(self) -> scores.Scores:
        """What the customers are forecast to bring."""
        return self.sources.scores

    @property
    def flows(self) -> benefits.Flows:
        """The programme month by month."""
        return self.once("flows", lambda: benefits.programme_flows(self.scenario, self.baseline))

    @property
    def uncertain(self) -> Scenario:
        """The scenario with the range that back-tests give the value of customers, unless somebody entered one.

        One factor for all of them: a forecast is too high or too low for everybody at once. None where no lever rests
        on what customers bring.
        """
        return self.once("uncertain", self._uncertain)

    def _uncertain(self) -> Scenario:
        held = self.scenario.value_factor
        if not any("margin_rate" in lever.spec.needs for lever in self.scenario.levers):
            return self.scenario
        try:
            total = self.scores.total
        except UndefinedError:
            return self.scenario
        if held.uncertain or total.low is None or total.high is None or not total.value > 0:
            return self.scenario
        low, high = (held.value * end / total.value for end in (total.low, total.high))
        ranged = replace(held, low=min(low, held.value), high=max(high, held.value), source=BACKTESTED)
        return replace(self.scenario, value_factor=ranged)

    @property
    def coverage(self) -> Coverage:
        """How much of what moves the result has a range."""
        return self.once("coverage", lambda: coverage(self.uncertain, self.baseline))

    @property
    def risk(self) -> Simulation:
        """The draws."""
        return self.once("risk", self._risk)

    def _risk(self) -> Simulation:
        if not self.draws:
            raise UndefinedError(message(N_("no assumption has a range, so there is nothing to draw")))
        noted.note(*(path for path, assumption in self.uncertain.assumptions() if assumption.uncertain))
        noted.note(*may_happen(self.uncertain))
        return simulate(self.uncertain, self.baseline, net=self.flows.net)

    def read(self, id: str, **terms: Any) -> Reading:
        """The reading of metric ``id`` under ``terms``: its figure, or the reason it has none."""
        metric = DECLARED[id]
        return self.once(("read", id, tuple(sorted(terms.items()))), lambda: self._read(metric, terms))

    def value(self, id: str, **terms: Any) -> float:
        """The value of metric ``id``. Raises UndefinedError with the reason when it has none."""
        return self.read(id, **terms).known

    def why(self, rest: str | Asked | Reading) -> Reading:
        """The reading a finding rests on, computed now if it is not yet."""
        if isinstance(rest, Reading):
            return rest
        return self.read(rest) if isinstance(rest, str) else self.read(rest.id, **dict(rest.terms))

    def _read(self, metric: Metric, terms: Mapping[str, Any]) -> Reading:
        with noted.noting() as read:
            figure, reason = Figure(math.nan), None
            try:
                figure = metric.figure(self, terms)
            except UndefinedError as error:
                reason = error.reason
        return Reading(
            id=metric.id,
            name=message(metric.name),
            unit=metric.unit,
            value=None if reason else figure.value,
            reason=reason,
            low=figure.low,
            high=figure.high,
            mark="" if figure.low is None else figure.mark,
            quantiles=figure.quantiles,
            basis=self._basis(metric, terms, figure, tuple(read)),
        )

    def _basis(self, metric: Metric, terms: Mapping[str, Any], figure: Figure, read: tuple[str, ...]) -> Basis:
        published, rows = self.sources.published, figure.rows
        if rows is None and (frame := self.frames.get(metric.mart)) is not None:
            rows = len(frame)
        return Basis(
            formula=figure.formula or message(metric.formula),
            source=metric.source,
            mart=metric.mart,
            rows=rows,
            range_note=figure.note,
            data_until=published.until,
            data_hash=published.data_hash,
            scenario=self.label if set(read) - {noted.STORE} else "",
            code=__version__,
            assumptions=lambda: (*figure.given, *self.given(metric, terms, read)),
        )

    def given(self, metric: Metric, terms: Mapping[str, Any], paths: Iterable[str]) -> tuple[Given, ...]:
        """The assumptions at ``paths`` that move ``metric``, those first that move it most."""
        held = {path: number for path in paths if (number := self.scenario.assumption(path)) is not None}
        weights = {path: self._weight(metric, terms, path) for path in held}
        moving = [path for path in held if weights[path]] or list(held)
        return tuple(
            Given(
                label=self.scenario.label(path),
                value=held[path].value,
                unit=held[path].unit,
                owner=held[path].owner,
                set_on=held[path].set_on,
            )
            for path in sorted(moving, key=lambda path: -weights[path])
        )

    def _weight(self, metric: Metric, terms: Mapping[str, Any], path: str) -> float:
        """How far ``metric`` moves between the ends of the assumption at ``path``, or a tenth of it either way.

        Where it has no value without draws, how far net present value does. Never negative; 0 where neither has any.
        """
        held = (self.uncertain if self.draws else self.scenario).assumption(path)
        if held is None:
            return 0.0
        low, high = self.scenario.bounds(path)
        ends = (held.low, held.high) if held.uncertain else (0.9 * held.value, 1.1 * held.value)
        moved = []
        for end in ends:
            with suppress(ScenarioError):
                scenario = self.scenario.replace(path, min(max(float(end or 0.0), low), high))
                moved.append(Context(self.sources, scenario, self.label, draws=False))
        for weighed, asked in ((metric, terms), (DECLARED["programme_npv"], {})):
            values = []
            for context in moved:
                with suppress(UndefinedError):
                    values.append(weighed.figure(context, asked).value)
            if len(values) == 2:
                return abs(values[1] - values[0])
        return 0.0


_CURRENT = Kept(1)  # the published version alone: one that is published over is let go


def current() -> Sources:
    """What is published now. InputError when nothing is."""
    held = warehouse.open_current()
    return _CURRENT.once(held.published, lambda: Sources(held))


def context(sources: Sources, scenario: Scenario, label: str) -> Context:
    """``sources`` under ``scenario``."""
    return sources.contexts.once((fingerprint(scenario), label), lambda: Context(sources, scenario, label))
