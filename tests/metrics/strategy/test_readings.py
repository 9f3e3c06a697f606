"""Every metric of steps 1 and 2, worked by hand from the answers; and that a reading follows what was answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from metrics import report
from metrics.metric import DECLARED
from metrics.strategy import facts
from metrics.strategy.capabilities import facts as capabilities

# The sample's answers, in data/library/strategy.toml and capabilities.toml.
BY_HAND = {
    "alignment": 6 / 8,  # agreement 3, 2, 3, 1, 3, 2, 2 and one not asked
    "technology_weight": (0.35 + 0.25 + 0.10 + 0.10 + 0.15 + 0.10) / 6,
    "role_coverage": 7 / 12,
    "success_short": 1 / 3,
    "success_long": 1 / 3,
    "capability_score": 2.42,  # sum of weight x score over 100: 242, 368.5, 285
    "capability_target": 3.685,
    "capability_peer": 2.85,
    "behind": 5,
}


def test_the_samples_answers_by_hand(company: Path) -> None:
    context = report.saved()
    assert {id: context.read(id).value for id in BY_HAND} == pytest.approx(BY_HAND)


def test_conflict_by_hand(company: Path) -> None:
    """(3, 4), (4, 3), (1, 0): pairs of .04, .4, .2; the mean is .64/3."""
    weights = (("a", 30, 40), ("b", 40, 30), ("c", 100, 0))
    rows = [{"id": name, "name": name, "retention": x, "margin": y} for name, x, y in weights]
    facts.change(report.current(), {"departments": lambda _now: rows}, "Ada")
    assert report.saved().read("conflict").value == pytest.approx(0.64 / 3)


def test_every_metric_of_the_subject_is_here() -> None:
    ours = {id for id, metric in DECLARED.items() if metric.subject == "strategy"}
    assert ours == {*BY_HAND, "conflict"}


def test_a_reading_follows_what_is_answered_while_data_and_scenario_stay(company: Path) -> None:
    context = report.saved()
    assert context.read("alignment").value == 0.75
    facts.change(report.current(), {"stakeholders": lambda rows: rows[:2]}, "Ada")
    assert report.saved() is context and context.read("alignment").value == 1
    assert context.read("capability_score").value == pytest.approx(2.42)

    def better(rows: list) -> list:
        return [{**row, "score": 4.0} if row["id"] == "complaints" else row for row in rows]

    capabilities.change(report.current(), {capabilities.SCORES: better}, "Ada")
    assert context.read("capability_score").value == pytest.approx(2.42 + 0.12 * 2)


def test_why_names_gccrms_weight_and_no_scenario(company: Path) -> None:
    basis = report.saved().read("technology_weight").basis
    assert [(str(given.label), given.value) for given in basis.given] == [("GCCRM's weight of technology", 0.15)]
    assert basis.scenario == "" and report.saved().read("alignment").basis.given == ()
