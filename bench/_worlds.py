"""Order logs of worlds whose rules are known: bench/worlds.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import numpy as np

from metrics.lifetime.summary import OrderLog, order_log

PLACE = Path(__file__).with_name("worlds.toml")
FAILS = ("waves", "clumping")  # where what the classic models assume does not hold
SIGMA_BETWEEN, SIGMA_WITHIN = 0.6, 0.4  # of the logarithm of spend


def worlds() -> dict[str, OrderLog]:
    """Every world by name."""
    return {name: world(of) for name, of in tomllib.loads(PLACE.read_text(encoding="utf-8")).items()}


def world(of: Mapping[str, float]) -> OrderLog:
    """The orders of one world."""
    chance = np.random.default_rng(int(of["seed"]))
    who: list[int] = []
    day: list[float] = []
    for customer in range(int(of["customers"])):
        days = _life(of, chance)
        who += [customer] * len(days)
        day += days
    spend = np.exp(chance.normal(3, SIGMA_BETWEEN, int(of["customers"])))[who]
    amount = spend * np.exp(chance.normal(0, SIGMA_WITHIN, len(who)))
    ids = np.array([f"c{n}" for n in range(int(of["customers"]))], dtype=object)
    return order_log(who, np.floor(day).astype(int), amount, ids, date(2022, 1, 1))


def _life(of: Mapping[str, float], chance: np.random.Generator) -> list[float]:
    """Days of purchase of one customer, the first included."""
    now = float(chance.uniform(0, of["arrivals"]))
    days, end = [now], of["days"]
    if chance.random() < of.get("once", 0.0):
        return days
    rate = float(chance.gamma(of["r"], 1 / of["alpha"]))
    leave = float(chance.beta(of["a"], of["b"])) if "a" in of else 0.0
    waves = np.arange(of["wave_first"], end, of["wave_every"]) if "wave" in of else np.zeros(0)
    gone = next(
        (float(wave + chance.uniform(0, 30)) for wave in waves if wave > now and chance.random() < of["wave"]), end
    )
    while chance.random() >= leave:
        grown = rate * (1 + of.get("growth", 0.0)) ** (now / 365)
        close = chance.random() < of.get("burst", 0.0)
        now += float(chance.uniform(1, of["burst_days"]) if close else chance.exponential(1 / max(grown, 1e-9)))
        if now >= min(end, gone):
            break
        days.append(now)
    return days
