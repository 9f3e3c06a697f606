"""Suppliers side by side under a scenario: what their scores are made of, and what renting costs beside buying."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from metrics.context import Context
from metrics.reading import UndefinedError
from metrics.roadmap import vendors
from metrics.roadmap.answers import answers
from metrics.roadmap.vendors import BUY, RENT, Offer
from metrics.words.text import N_, message


@dataclass(frozen=True)
class Candidate:
    """One offer, what its score is made of, and its cost over the horizon as present value, positive."""

    offer: Offer
    weights: Mapping[str, float]
    scores: Mapping[str, float]
    cost: float

    @property
    def score(self) -> float:
        """The weighted score, 0 to 5. UndefinedError while a score or all weights are missing."""
        return vendors.weighted(self.weights, self.scores)

    def paid(self, months: int) -> list[float]:
        """Money paid up to each month, positive, undiscounted."""
        return [float(amount) for amount in -np.cumsum(self.offer.flows(months))]


def candidates(context: Context) -> list[Candidate]:
    """Every offer, the best score first, those without one last."""
    given, scenario = answers(context.sources).value("vendors"), context.scenario
    weights = {row["name"]: row["weight"] for row in given["criteria"]}
    offered = []
    for row in given["offers"]:
        offer = Offer(row["name"], row["way"], row["once"], row["monthly"])
        scores = {each["name"]: each["scores"][row["id"]] for each in given["criteria"] if row["id"] in each["scores"]}
        cost = -vendors.worth(offer, scenario.rate.value, scenario.months, scenario.timing)
        offered.append(Candidate(offer, weights, scores, cost))
    scores_by_name = scored(offered)
    return sorted(offered, key=lambda candidate: scores_by_name.get(candidate.offer.name, -1.0), reverse=True)


def scored(offered: list[Candidate]) -> dict[str, float]:
    """The score of each offer that has one, by its name."""
    scores = {}
    for candidate in offered:
        with suppress(UndefinedError):
            scores[candidate.offer.name] = candidate.score
    return scores


def rent_and_buy(context: Context) -> tuple[Candidate, Candidate]:
    """The best rented and the best bought offer. UndefinedError where one of them is missing."""
    offered = candidates(context)
    return _best(offered, RENT), _best(offered, BUY)


def _best(offered: list[Candidate], way: str) -> Candidate:
    """The one of that way with the highest score. UndefinedError when there is none."""
    scores = scored(offered)
    of_way = [each for each in offered if each.offer.way == way and each.offer.name in scores]
    if not of_way:
        text = N_("no rented offer has a score yet") if way == RENT else N_("no bought offer has a score yet")
        raise UndefinedError(message(text))
    return max(of_way, key=lambda candidate: candidate.score)
