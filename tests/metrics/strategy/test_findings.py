"""The findings of steps 1 and 2: each sentence where it is true and where it would be false; the tables in numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest

from metrics import drawing, report
from metrics.finding import Finding, Question, Table
from metrics.reading import UndefinedError
from metrics.strategy import facts, findings
from metrics.strategy.capabilities import facts as capability_facts
from metrics.strategy.capabilities import findings as capability_findings
from metrics.strategy.capabilities.facts import Carried
from metrics.strategy.capabilities.scores import Capability, Position
from metrics.strategy.facts import Direction
from metrics.strategy.method import State
from metrics.words.reader import Reader
from metrics.words.text import message
from tests.metrics.strategy.test_facts import people

EN = Reader("en", "USD")


def put(**parts: Any) -> None:
    """Save parts of step 1."""
    facts.change(report.current(), {id: lambda _now, value=value: value for id, value in parts.items()}, "Ada")


def score(*rows: dict[str, Any]) -> None:
    """Save capabilities, each named by a letter."""
    named = [{"id": str(n), "name": "ABCDEF"[n], **row} for n, row in enumerate(rows)]
    capability_facts.change(report.current(), {capability_facts.SCORES: lambda _now: named}, "Ada")


def cells(found: Finding) -> list[list[Any]]:
    """The table, Messages and Terms as read in English."""
    assert isinstance(found.table, Table)
    return [
        [cell.render("en", "USD") if hasattr(cell, "render") else cell for cell in row] for row in found.table.cells()
    ]


def drawn(found: Finding) -> dict[str, Any]:
    """The figure of a finding."""
    assert found.chart is not None and not callable(found.chart)
    figure = drawing.draw(found.chart, EN)
    assert figure is not None
    return figure


# Step 1


def test_the_verdict_names_what_comes_first_and_what_is_missing(company: Path) -> None:
    weights = {"acquire": 10.0, "develop": 20.0, "retain": 50.0, "serve": 20.0}
    put(weights=weights, stakeholders=people(3, 2, 0))
    said = "First of all, keep customers: 50% of the weight. "
    assert str(findings.verdict(report.saved())) == said + "2 of 3 stakeholders agree."
    put(stakeholders=people(3, 2, 0, sponsor=False))
    assert str(findings.verdict(report.saved())) == said + "2 of 3 agree, but no sponsor is named."
    put(stakeholders=[])
    assert str(findings.verdict(report.saved())) == said + "Nobody has been asked yet."
    put(weights={})
    assert str(findings.verdict(report.saved())) == "No priorities yet: 5 of 6 questions are answered."


def test_priorities_are_in_the_order_of_their_weights_and_open_without(company: Path) -> None:
    put(weights={"acquire": 60, "develop": 0, "retain": 30, "serve": 10})
    assert str(findings.priorities(report.saved()).sentence) == (
        "First win customers 60%, keep customers 30%, serve for less 10%"
    )
    put(weights={})
    found = findings.priorities(report.saved())
    assert found.undefined and str(found.sentence) == "The weights of four directions are still open"


def direction(id: str, weight: float | None, share: float | None, levers: int = 1) -> Direction:
    return Direction(id, weight, share, 0.0, levers)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("acquire", 0.4, 0.49), ("retain", 0.6, 0.51)], "The plan's money follows the weights"),
        ([("acquire", 0.4, 0.51), ("retain", 0.6, 0.49)], "Win customers: 40% of the weight, 51% of the money"),
        ([("acquire", 0.4, 1.0), ("retain", 0.6, 0.0, 0)], "No lever to keep customers, which weighs 60%"),
        ([("acquire", 1.0, 1.0), ("retain", 0.0, 0.0, 0)], "The plan's money follows the weights"),  # it has no weight
        ([("acquire", None, 1.0), ("retain", None, 0.0)], "Weights and the worth of levers are needed first"),
        ([("acquire", 0.4, None), ("retain", 0.6, None)], "Weights and the worth of levers are needed first"),
    ],
)
def test_whether_money_follows_weights(rows: list[tuple[Any, ...]], said: str) -> None:
    assert str(findings._followed([direction(*row) for row in rows])) == said


def test_weights_and_worth_in_table_and_picture(company: Path) -> None:
    found = findings.followed(report.saved())
    rows = cells(found)
    assert [row[0] for row in rows] == ["Win customers", "Develop customers", "Keep customers", "Serve for less"]
    assert [row[1] for row in rows] == [0.15, 0.25, 0.4, 0.2] and sum(row[2] for row in rows) == pytest.approx(1)
    total = sum(row[3] for row in rows)
    assert [row[2] for row in rows] == pytest.approx([row[3] / total for row in rows])
    bars, ticks = drawn(found)["data"]
    assert bars["x"] == [row[1] for row in rows] and ticks["x"] == [row[2] for row in rows]
    assert bars["hovertext"][0].startswith("weight 15% · worth ")


def test_problems_are_counted_and_told(company: Path) -> None:
    found = findings.problems(report.saved())
    states = [row[1] for row in cells(found)]
    assert str(found.sentence) == f"{states.count('● in order')} of 5 are in order"
    assert cells(found)[3][:2] == ["Capabilities built for a return", "● in order"]
    put(stakeholders=[])
    assert [row[1] for row in cells(findings.problems(report.saved()))[:2]] == ["○ not known"] * 2


def test_stages_done_and_whether_the_key_step_is_open(company: Path) -> None:
    put(stages={"data": True})
    found = findings.maturity(report.saved())
    assert str(found.sentence) == "1 of 3 stages are done; the key step, analysing customers, is open"
    assert [row[0][:1] for row in cells(found)] == ["●", "▼", "▼"]
    put(stages={"data": True, "analysis": True})
    assert str(findings.maturity(report.saved()).sentence) == "2 of 3 stages are done"


def test_stakeholders_who_agree(company: Path) -> None:
    put(stakeholders=people(2, 1, None))
    found = findings.stakeholders(report.saved())
    assert str(found.sentence) == "1 of 3 stakeholders agree"
    assert [row[3] for row in cells(found)] == ["agrees", "in doubt", None]
    put(stakeholders=people(2, sponsor=False))
    assert str(findings.stakeholders(report.saved()).sentence) == "1 of 1 agree, and no sponsor is named"
    put(stakeholders=[])
    assert str(findings.stakeholders(report.saved()).sentence) == "Nobody is listed yet"


def survey(*technology: float) -> list[dict[str, Any]]:
    """Answers with these weights of technology, the first of the chief executive; the others share what is left."""
    names = ("customer", "strategy", "people", "process")
    return [
        {"id": str(n), "name": f"P{n}", "role": "it" if n else "ceo", "technology": weight}
        | dict.fromkeys(names, (100 - weight) / 4)
        for n, weight in enumerate(technology)
    ]


def test_technology_is_above_or_within_gccrms_weight(company: Path) -> None:
    put(survey=survey(40, 20))
    found = findings.factors(report.saved())
    assert str(found.sentence) == "Technology weighs 30% to us, above GCCRM's 15%"
    assert cells(found)[-1] == ["Technology", 0.3, 0.15, pytest.approx(0.15)]
    assert cells(found)[0] == ["Customer ¹", pytest.approx(0.175), 0.2125, pytest.approx(-0.0375)]
    assert drawn(found)["data"][0]["x"] == pytest.approx([0.175] * 4 + [0.3])
    put(survey=[*survey(15), {"id": "9", "name": "Half", "role": "it", "customer": 50}])
    found = findings.factors(report.saved())
    assert str(found.sentence) == "Technology weighs 15% to us, within GCCRM's 15%"
    assert str(found.note).endswith("Not counted until their weights sum to 100%: Half.")
    put(survey=[])
    assert findings.factors(report.saved()).undefined


def test_one_role_against_the_others(company: Path) -> None:
    put(survey=survey(40, 20, 10))
    found = findings.attention(report.saved(), role="ceo")
    assert str(found.sentence) == "Chief executive weighs technology 25 pts higher than the others do"
    assert [row[1] for row in cells(found)] == pytest.approx([-0.0625] * 4 + [0.25])
    assert drawn(found)["data"][0]["x"] == pytest.approx([-0.0625] * 4 + [0.25])
    assert str(findings.attention(report.saved(), role="it").sentence).startswith("IT weighs technology 25 pts lower")
    assert findings.attention(report.saved(), role="staff").undefined  # nobody of the staff was asked


def test_departments_that_are_farthest_apart(company: Path) -> None:
    rows = [("a", 30, 40), ("b", 40, 30), ("c", 100, None)]
    put(departments=[{"id": n, "name": n, "retention": x, "margin": y} for n, x, y in rows])
    found = findings.departments(report.saved())
    assert (
        str(found.sentence) == "a and c weigh the KPIs most differently: 0.4 (0 = same weights, 1 = no KPI in common)"
    )
    assert (
        str(found.note)
        == "Difference of weights (0 = same, 1 = nothing in common): a and c 0.4; b and c 0.2; a and b 0.04."
    )
    assert cells(found)[0][:2] == ["a", 0.3] and None in cells(found)[2]
    words = [note["text"] for note in drawn(found)["layout"]["annotations"]]
    assert words.count("30%") == 2 and words.count("100%") == 1 and words.count("–") == 3 * 5 + 1
    put(departments=[{"id": "a", "name": "a", "retention": 100}])
    assert str(findings.departments(report.saved()).sentence) == "needs the weights of two departments"
    put(departments=[])
    assert findings.departments(report.saved()).undefined


def test_roles_without_a_measure_are_named(company: Path) -> None:
    found = findings.roles(report.saved())
    assert str(found.sentence) == "7 of 12 roles of CRM have a measure"
    assert [row[1] for row in cells(found)].count(None) == 5
    put(roles=dict.fromkeys(facts.strategy_answers(report.current()).measures, "m"))
    assert findings.roles(report.saved()).note is None


def test_goals_are_counted_and_stand_in_their_own_unit(company: Path) -> None:
    counted = findings._goals([State.PASS, State.FAIL, State.FAIL, State.UNDECIDED])
    assert str(counted) == "1 of 4 goals reached, 2 failed, 1 undecided"
    put(
        criteria=[
            {"id": "1", "name": "Stay", "metric": "retention_rate", "baseline": 60, "target": 70},
            {"id": "2", "name": "Mail", "baseline": 22, "target": 8, "unit": "pieces", "owner": "Ada"},
            {"id": "3", "name": "Proof", "metric": "leads", "baseline": 1, "target": 2},
            {"id": "4", "name": "Money", "metric": "programme_npv", "baseline": 1, "target": 2, "by": "2026-01-31"},
        ]
    )
    first, second, third, fourth = cells(findings.goals(report.saved()))
    assert first[1:6] == ["Retention rate", 60, 71.1, 70, "%"] and first[-1] == "● reached"
    assert second[1:6] == ["by hand", 22, None, 8, "pieces"] and second[-2:] == ["Ada", "○ undecided"]
    assert isinstance(third[3], str) and third[-2:] == ["No owner yet", "○ undecided"]  # the reason, not zero
    assert fourth[5] == "USD"
    put(criteria=[])
    assert str(findings.goals(report.saved()).sentence) == "No goal is planned yet"


# Step 2


def where(*rows: dict[str, Any]) -> str:
    score(*rows)
    return str(capability_findings.verdict(report.saved()))


def test_the_verdict_says_how_many_are_behind_and_which_gap_matters(company: Path) -> None:
    low = {"weight": 5, "score": 2, "target": 4, "peer": 3}
    met = {"weight": 9, "score": 4, "target": 4, "peer": 4}
    assert where(low, met) == "Behind the peers in 1 of 2; the gap that matters most: A."
    assert where({**low, "peer": 2}, met) == "Behind the peers in none of 2; the gap that matters most: A."
    assert where({**low, "peer": None}) == "We stand at 2 of 5; the gap that matters most: A."
    assert where(met) == "Every capability is where it should be: 4 of 5."
    assert where({"weight": 5}) == "No capability is scored yet, so nobody knows where we are behind."


def test_distances_in_table_and_picture(company: Path) -> None:
    score({"weight": 3, "score": 2, "target": 4, "peer": 3}, {"weight": 1, "score": None, "target": 2}, {"weight": 1})
    found = capability_findings.distances(report.saved())
    assert str(found.sentence) == "2 of 5 now, 3.5 wanted"
    assert cells(found) == [["A", 2, 4, 3], ["B", None, 2, None]]
    joins, ticks, rings, dots = drawn(found)["data"]
    assert (joins["x"], ticks["x"], rings["x"], dots["x"]) == ([2, 4], [3], [4, 2], [2])
    score({"weight": 1, "score": 3})
    assert str(capability_findings.distances(report.saved()).sentence) == "3 of 5 now, – wanted"


def test_the_radar_goes_around_all_that_is_scored_and_names_the_lowest(company: Path) -> None:
    """Three rings, each closed by its first corner again; a peer that nobody scored leaves its ring open."""
    rows = ({"score": 2, "target": 4, "peer": 3}, {"score": 1.5, "target": 5, "peer": None}, {"score": 4, "target": 4})
    score(*({"weight": 1, **row} for row in rows), {"weight": 1, "target": 2})
    found = capability_findings.radar(report.saved())
    assert str(found.sentence) == "Lowest: B, 1.5 of 5"
    now, peers, wanted = drawn(found)["data"]
    assert now["theta"] == ["A", "B", "C", "A"] and now["r"] == [2, 1.5, 4, 2]
    assert (wanted["r"], peers["r"]) == ([4, 5, 4, 4], [3, None, None, 3])
    assert [trace["name"] for trace in (peers, wanted, now)] == ["peers", "wanted", "now"]
    go.Figure(drawn(found))
    score({"weight": 1, "score": 3}, {"weight": 1, "score": 2})
    with pytest.raises(UndefinedError, match="3 scored capabilities"):
        capability_findings.radar.answer(report.saved())


def test_the_heat_map_has_every_number_and_the_position_in_words(company: Path) -> None:
    score({"weight": 5, "score": 2, "target": 4, "peer": 3}, {"weight": 5, "score": 4.5, "target": 4, "peer": None})
    found = capability_findings.heat(report.saved())
    assert str(found.sentence) == "1 behind, 0 on a par, 0 ahead"
    assert cells(found) == [["A", 2, 4, 3, 2, "▼ behind"], ["B", 4.5, 4, None, -0.5, None]]
    words = [note["text"] for note in drawn(found)["layout"]["annotations"]]
    assert words == ["A", "B", "2", "4", "3", "2", "▼ behind", "4.5", "4", "–", "−0.5", "–"]
    assert len(drawn(found)["layout"]["shapes"]) == 4 + 3  # what has no number is not shaded; a gap below zero palest
    nobody = dict.fromkeys(Position, 0)
    assert str(capability_findings._positions(nobody)) == "No capability is scored beside its peers"


def test_few_gaps_make_up_half_of_what_is_missing(company: Path) -> None:
    score(*({"weight": weight, "score": 2, "target": 3, "lever": "mail"} for weight in (10, 30, 20)))
    found = capability_findings.gaps(report.saved())
    assert str(found.sentence) == "1 of 3 gaps make up half of what is missing"  # 30 of 60, to the last unit
    assert cells(found) == [
        [name, weight, 1, weight / 60, "Wasted mail"] for name, weight in (("B", 30), ("C", 20), ("A", 10))
    ]
    assert drawn(found)["data"][0]["x"] == pytest.approx([0.5, 1 / 3, 1 / 6])
    assert drawn(found)["layout"]["annotations"][0]["text"] == "<b>B</b> 50% · weight 30 × gap 1"
    score(*({"weight": weight, "score": 2, "target": 3} for weight in (29, 20, 11)))
    assert str(capability_findings.gaps(report.saved()).sentence).startswith("2 of 3 gaps")
    score({"weight": 5, "score": 4, "target": 4})
    assert str(capability_findings.gaps(report.saved()).sentence) == "No gap is left between now and target"


def test_gaps_are_carried_lever_by_lever(company: Path) -> None:
    gap = {"weight": 5, "score": 3, "target": 4}
    score({**gap, "lever": "mail"}, {**gap, "lever": "mail"}, {**gap, "weight": 15})
    rows = cells(capability_findings.carried(report.saved()))
    assert [row[:4] for row in rows] == [["Wasted mail", 2, "A; B", 0.4], ["no lever yet", 1, "C", 0.6]]
    assert rows[0][4] > 0 and rows[1][4] == "not sized"
    score({"weight": 5, "score": 4, "target": 4})
    assert str(capability_findings.carried(report.saved()).sentence) == "No gap to carry to step 3"


def test_what_most_gaps_feed_is_told_with_its_worth_or_that_it_has_no_size() -> None:
    only = Capability(id="a", name="A", weight=1, score=1, target=2)
    said = [
        capability_findings._carried(Carried("mail", message("Mail"), (only,), 0.48, worth)) for worth in (5e3, None)
    ]
    assert [words.render("en", "USD") for words in said] == [
        "48% of the gaps feed Mail, $5,000 a year",
        "48% of the gaps feed Mail, not sized yet",
    ]


ASKED = (
    *(findings.priorities, findings.factors, findings.attention, findings.departments),
    *(capability_findings.distances, capability_findings.heat, capability_findings.gaps, capability_findings.carried),
)


@pytest.mark.parametrize("question", ASKED, ids=lambda question: question.id)
def test_where_nothing_is_answered_the_finding_says_why(cdnow: Path, question: Question[Any]) -> None:
    found = question(report.saved())
    assert found.undefined and found.chart is None and str(found.sentence) and found.question
