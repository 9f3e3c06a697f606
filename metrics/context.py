"""One look at the data under one scenario: what every metric reads, loaded when asked for and kept.

Two looks at the same version and the same scenario are the same object, so a page that is drawn again costs nothing.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from threading import RLock
from typing import Any

import pandas as pd

from data import warehouse
from data.contracts import TABLES
from data.library import benchmarks
from metrics import risk
from metrics.lifetime import scores
from metrics.programme import benefits
from metrics.reading import Reading, UndefinedError
from metrics.scenario import APPROVED, CURRENT, Baseline, Scenario, default, fingerprint, from_tables, measure
from metrics.words.text import N_

KEPT = 64  # looks kept; each holds some 5 MB of draws at most


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


@dataclass(eq=False)
class Sources:
    """What hangs on the data alone."""

    held: warehouse.Warehouse

    @property
    def published(self) -> warehouse.Published:
        """Which version this is."""
        return self.held.published

    @cached_property
    def frames(self) -> Mapping[str, pd.DataFrame]:
        """The marts."""
        return _Marts(self.held)

    @cached_property
    def facts(self) -> Mapping[str, Any]:
        """The one row of data_facts; empty values where nothing is known."""
        frame = self.frames["data_facts"]
        return {str(name): frame[name].iloc[0] if len(frame) else None for name in frame.columns}

    @cached_property
    def baseline(self) -> Baseline:
        """Measured in the twelve months before approval, or the last twelve."""
        approved = self.facts["approved_on"]
        return measure(self.frames, None if approved is None or pd.isna(approved) else pd.Timestamp(approved).date())

    @cached_property
    def scores(self) -> scores.Scores:
        """The forecast of every buyer; computed here when the publish did not do it."""
        return scores.load(self.held)

    def cases(self) -> list[Scenario]:
        """The scenarios the data bring along: approved, then current; or one empty draft."""
        tables = (self.frames["assumption"], self.frames["programme_cost"], self.frames["initiative"])
        known = set(tables[0]["case_name"])
        if APPROVED not in known:
            return [default(self.baseline, benchmarks(), name=BASE)]
        return [
            from_tables(self.baseline, *tables, case=case, name=BASE) for case in (APPROVED, CURRENT) if case in known
        ]


BASE = N_("Base case")
BACKTESTED = N_("back-test of customer value")


@dataclass(eq=False)
class Context:
    """Data under a scenario: the Sources of every metric. ``label`` names scenario and version for people."""

    sources: Sources
    scenario: Scenario
    label: str
    kept: dict[str, Reading] = field(default_factory=dict, repr=False)  # readings made already, by id

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

    @cached_property
    def flows(self) -> benefits.Flows:
        """The programme month by month."""
        return benefits.programme_flows(self.scenario, self.baseline)

    @cached_property
    def uncertain(self) -> Scenario:
        """The scenario with the range that back-tests give the value of customers, unless somebody entered one.

        One factor for all of them: a forecast is too high or too low for everybody at once.
        """
        held = self.scenario.value_factor
        try:
            total = self.scores.total
        except UndefinedError:
            return self.scenario
        if held.uncertain or total.low is None or total.high is None or not total.value > 0:
            return self.scenario
        low, high = (held.value * end / total.value for end in (total.low, total.high))
        ranged = replace(held, low=min(low, held.value), high=max(high, held.value), source=BACKTESTED)
        return replace(self.scenario, value_factor=ranged)

    @cached_property
    def risk(self) -> risk.Simulation:
        """The draws."""
        return risk.simulate(self.uncertain, self.baseline, net=self.flows.net)


class Shelf:
    """The last few things made, by key; thread-safe, and each is made once."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._held: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = RLock()

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        with self._lock:
            if key not in self._held:
                self._held[key] = make()
            self._held.move_to_end(key)
            while len(self._held) > self._size:
                self._held.popitem(last=False)
            return self._held[key]


_DATA = Shelf(2)
_LOOKS = Shelf(KEPT)


def current() -> Sources:
    """What is published now. InputError when nothing is."""
    held = warehouse.open_current()
    found: Sources = _DATA.get(held.published.version, lambda: Sources(held))
    return found


def context(sources: Sources, scenario: Scenario, label: str) -> Context:
    """The look at ``data`` under ``scenario``."""
    key = (sources.published.version, fingerprint(scenario), label)
    found: Context = _LOOKS.get(key, lambda: Context(sources, scenario, label))
    return found
