"""Speed held against effect: teams that are quick with calls and settle few of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

FEWEST = 6  # teams among which thirds say something
MONTHS, LEAST = 12, 30  # months looked at; calls of a team that is compared


@dataclass(frozen=True)
class Team:
    """A team's calls of a year: minutes each, share settled at the first contact."""

    name: str
    calls: float
    minutes: float
    settled: float


def teams(service: pd.DataFrame) -> list[Team]:
    """Every team with 30 calls or more in the last twelve months. service: the mart service_month."""
    if not len(service):
        return []
    month = pd.to_datetime(service["month"])
    recent = service[(month > month.max() - pd.DateOffset(months=MONTHS)) & service["team"].notna()]
    columns = ["calls", "minutes", "judged", "settled_7"]
    sums = recent.assign(**{name: recent[name].astype(float) for name in columns}).groupby("team")[columns].sum()
    kept = sums[(sums["calls"] >= LEAST) & (sums["judged"] > 0)]
    return [
        Team(str(name), row["calls"], row["minutes"] / row["calls"], row["settled_7"] / row["judged"])
        for name, row in kept.iterrows()
    ]


def hasty(everybody: Sequence[Team]) -> list[Team]:
    """Those in the fastest third that are in the third that settles least too, the fastest first."""
    third = len(everybody) // 3
    fastest = sorted(everybody, key=lambda team: team.minutes)[:third]
    least = sorted(everybody, key=lambda team: team.settled)[:third]
    return [team for team in fastest if team in least]
