"""Sample companies whose truth is recorded, published without what these tests do not read, and samples of readings."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from data import company, warehouse
from data.company import life
from data.company.behaviour import Behaviour
from data.company.calendar import MONTHS
from data.company.effects import Effects
from data.company.facts import Fact, facts
from data.company.world import World
from metrics.context import Sources
from metrics.lifetime import scoring
from metrics.lifetime.scores import Scores
from metrics.words.text import message

__all__ = ["Fact", "Made", "facts", "make", "spread", "terms"]
NEEDED = (
    "customers",
    "orders",
    "departures",
    "tickets",
    "contacts",
    "calls",
    "mail",
    "contracts",
    "cost_to_serve",
    "order_lines",
    "products",
)
SPRING = "spring discount 2023"


class Unscored(Sources):
    """Without a forecast: these readings do not need one, and it takes longest."""

    @cached_property
    def scores(self) -> Scores:
        """No forecast."""
        frame, card = scoring.unscored(message("not needed here"))
        return Scores(frame, {"basis": "contribution", "holdout": None} | card)


@dataclass(frozen=True, eq=False)
class Made:
    """One company: its published data, and what the generator recorded of it."""

    data: Sources
    truth: Mapping[str, Any]
    kinds: pd.Series  # the true kind of every customer

    def fact(self, name: str) -> tuple[float, float]:
        """The planted value and the recorded tolerance of a fact."""
        found = next(fact for fact in self.truth["facts"] if fact["name"] == name)
        return float(found["value"]), float(found["tolerance"])


def make(place: Path, customers: int, seed: int, effects: Effects = Effects()) -> Made:  # noqa: B008 - frozen
    """Write, build and publish one company in a PAYBACK_HOME of its own."""
    company.write(place / "all", customers=customers, seed=seed, effects=effects, truth=place / "truth.json")
    (place / "some").mkdir()
    for name in NEEDED:
        (place / "all" / f"{name}.parquet").rename(place / "some" / f"{name}.parquet")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PAYBACK_HOME", str(place / "home"))
        warehouse.build(place / "some", name="company", sample=True)
        held = warehouse.open_current()
    true = pd.read_parquet(place / "truth_customers.parquet").set_index("customer_id")["kind"]
    return Made(Unscored(held), json.loads((place / "truth.json").read_text()), true)


def terms(world: World) -> pd.DataFrame:
    """Contracts signed within the data as rows of the mart contract_term, from lives alone: no order is drawn."""
    rows = []
    for block in world.blocks():
        made = Behaviour(block)
        signed = np.flatnonzero(made.traits.contract & (made.traits.joined >= 0))
        rows.append(np.stack([made.traits.joined[signed], np.minimum(made.life.left[signed], life.SPAN)]))
    joined, left = np.concatenate(rows, axis=1)
    found = []
    number = np.arange(joined.size)
    for term in range(1, MONTHS // 12 + 2):
        end = joined + 12 * term
        began = (end - 12 < MONTHS) & (left > end - 12 + 1e-6)
        state = np.where(end >= MONTHS, "running", np.where(left > end + 1e-6, "renewed", "left"))
        found.append(pd.DataFrame({"contract_id": number, "term": term, "state": state, "signed_here": True})[began])
    return pd.concat(found, ignore_index=True)


def spread(values: pd.DataFrame, reading: Callable[[pd.DataFrame], float], times: int = 200) -> float:
    """The standard error of a reading over customers: the deviation over samples drawn with replacement."""
    rng = np.random.default_rng(1)
    drawn = [reading(values.iloc[rng.integers(0, len(values), len(values))]) for _time in range(times)]
    return float(np.std(drawn))
