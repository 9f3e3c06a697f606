"""Steps 1 and 2 as they are kept and told: sample, saved, seen by others, empty, brought with the data, carried on."""

from __future__ import annotations

from pathlib import Path

import pytest

from data import warehouse
from data.store import open_store
from metrics import report
from metrics.answers.cells import AnswerError
from metrics.answers.store import _is_sample
from metrics.case.levers import lever_rows
from metrics.reading import UndefinedError
from metrics.strategy import facts, steps
from metrics.strategy.brief import brief
from metrics.strategy.capabilities import facts as capable
from metrics.strategy.capabilities.facts import capability_answers
from metrics.strategy.capabilities.scores import Position
from metrics.strategy.facts import strategy_answers
from metrics.strategy.method import FACTORS, State
from metrics.strategy.problems import Light, lights

WEIGHTS = {"acquire": 10.0, "develop": 20.0, "retain": 50.0, "serve": 20.0}


def put(part: str, value: object, author: str = "Ada") -> None:
    """Save ``value`` as that part of step 1."""
    facts.change(report.current(), {part: lambda _now: value}, author)


def people(*agreement: int | None, sponsor: bool = True) -> list[dict]:
    """Stakeholders of that agreement; the first is the sponsor."""
    return [
        {"id": str(n), "name": f"P{n}", "role": "sponsor" if sponsor and not n else "it", "agreement": level}
        for n, level in enumerate(agreement)
    ]


def light(name: str) -> Light:
    """One of the five."""
    return next(light for light in lights(report.saved()) if light.name == name)


# Kept


def test_the_sample_company_has_answers_that_say_they_are_invented(company: Path) -> None:
    now = strategy_answers(report.current())
    assert len(now.answered) == 6
    assert all(held.sample and not held.author for held in now.parts.values())
    assert capability_answers(report.current()).scored == 18


def test_any_other_data_set_begins_empty(cdnow: Path) -> None:
    now = strategy_answers(report.current())
    assert now.answered == () and now.weights == {} and now.rows("stakeholders") == []
    assert not any(held.sample for held in now.parts.values())
    assert capability_answers(report.current()).capabilities == () and capable.supplied(report.current()) == []
    context = report.saved()
    for id in ("alignment", "technology_weight", "conflict", "success_short", "capability_score", "behind"):
        assert context.read(id).reason is not None
    assert context.read("role_coverage").value == 0  # of twelve, none: that is known


def test_what_is_saved_is_there_for_everybody_with_author_and_audit_line(company: Path) -> None:
    put("weights", WEIGHTS)
    put("stakeholders", people(3, 0), "Ben")
    now = strategy_answers(report.current())
    assert now.weights == WEIGHTS and not now.parts["weights"].sample
    assert (now.parts["weights"].author, now.parts["stakeholders"].author) == ("Ada", "Ben")
    told = [(line.author, line.action, line.subject) for line in open_store().audit()]
    assert ("Ada", "strategy step saved", "company/strategy/weights") in told


def test_a_refusal_writes_nothing_at_all(company: Path) -> None:
    good = {"weights": lambda _now: WEIGHTS, "stakeholders": lambda _now: people(9)}
    with pytest.raises(AnswerError, match="out of range"):
        facts.change(report.current(), good, "Ada")
    assert strategy_answers(report.current()).parts["weights"].sample
    assert open_store().audit() == []


def test_what_can_no_longer_be_read_is_empty_not_an_error(company: Path) -> None:
    from data.steps import Made, open_steps

    name = report.current().published.name
    for part, body in (("weights", "{"), ("stakeholders", '[{"id": 1}]'), ("questions", "[3]")):
        open_steps().save(name, facts.METHOD, [Made(part, body, "", "")], author="Ada")
    now = strategy_answers(report.current())
    assert now.weights == {} and now.rows("stakeholders") == [] and now.answered == ()


# Told


def test_the_brief_says_what_is_answered_in_both_languages(company: Path, cdnow_home: Path) -> None:
    said = brief(report.current())
    assert said.render("en").startswith("Strategy: keep customers 40%, develop customers 25%, serve for less 20%")
    assert "投诉无人解决" in said.render("zh_CN") and "keep" not in said.render("zh_CN")


def test_the_brief_without_answers_says_so(cdnow: Path) -> None:
    assert brief(report.current()).render().startswith("No strategy yet")


def test_weights_stand_beside_the_worth_of_the_levers_and_both_sum_to_one(company: Path) -> None:
    context = report.saved()
    found = facts.directions(context)
    assert sum(one.weight or 0 for one in found) == pytest.approx(1)
    assert sum(one.share or 0 for one in found) == pytest.approx(1)
    assert {one.id: one.levers for one in found} == {"acquire": 1, "develop": 1, "retain": 1, "serve": 3}


def test_an_answer_that_does_not_sum_to_100_is_left_out_and_named(company: Path) -> None:
    rows = [
        {"id": "1", "name": "Whole", "role": "ceo", **dict.fromkeys(FACTORS, 20)},
        {"id": "2", "name": "Half", "role": "it", "customer": 50},
    ]
    put("survey", rows)
    found = facts.attention(strategy_answers(report.current()))
    assert found.left_out == ("Half",) and found.mean["technology"] == 20


def test_goals_are_measured_where_the_metric_is_ours(company: Path) -> None:
    context = report.saved()
    held = context.read("retention_rate").value or 0.0
    rows = [
        {"id": "1", "name": "Reached", "metric": "retention_rate", "baseline": 1, "target": 100 * held - 1},
        {"id": "2", "name": "Open", "metric": "repeat_share", "baseline": 1, "target": 100, "by": "2099-01-01"},
        {"id": "3", "name": "Failed", "baseline": 10, "target": 5, "now": 6, "by": "2020-01-01", "horizon": "short"},
        {"id": "4", "name": "No number", "metric": "leads", "baseline": 1, "target": 2, "by": "2020-01-01"},
    ]
    put("criteria", rows)
    found = facts.goals(context)
    assert [goal.state for goal in found] == [State.PASS, State.UNDECIDED, State.FAIL, State.UNDECIDED]
    assert found[0].now == pytest.approx(100 * held, rel=5e-3)
    with pytest.raises(UndefinedError):
        _ = found[3].now  # nothing is booked: said, not zero
    assert context.read("success_long").value == pytest.approx(1 / 3)
    assert context.read("success_short").value == 0


def test_a_goal_is_not_measured_by_the_goals_reached(company: Path) -> None:
    with pytest.raises(AnswerError, match="success_long cannot be chosen"):
        put("criteria", [{"id": "1", "name": "Round and round", "metric": "success_long"}])


@pytest.mark.parametrize(
    ("rows", "passed"), [(people(2, 0), True), (people(1, 3), False), (people(3, 3, sponsor=False), False), ([], None)]
)
def test_the_light_of_the_sponsor(company: Path, rows: list, passed: bool | None) -> None:
    put("stakeholders", rows)
    assert light("A sponsor who agrees").passed is passed


@pytest.mark.parametrize(("agreement", "passed"), [((3, 2, 2, 0), True), ((3, 2, 1, 0), False)])
def test_the_light_of_alignment(company: Path, agreement: tuple, passed: bool) -> None:
    put("stakeholders", people(*agreement))
    assert light("Stakeholders agree").passed is passed


def test_the_light_of_the_return_asks_each_capability_for_a_lever_a_benefit_and_an_owner(company: Path) -> None:
    behind = capable.capability_answers(report.current()).gaps
    found = light("Capabilities built for a return")
    assert found.passed is True and str(found.note).startswith(f"each of {len(behind)} capabilities to be built has")
    first = behind[0].id

    def without(now: list[dict[str, object]]) -> list[dict[str, object]]:
        return [{**row, "lever": ""} if row["id"] == first else row for row in now]

    capable.change(report.current(), {capable.SCORES: without}, "A")
    found = light("Capabilities built for a return")
    assert found.passed is False and str(found.note).startswith(f"1 of {len(behind)} capabilities to be built have no")
    capable.change(report.current(), {capable.SCORES: lambda now: []}, "A")
    assert light("Capabilities built for a return").passed is None


def test_the_light_of_the_levers_agrees_with_the_money_beside_it(company: Path) -> None:
    found = light("Levers follow the strategy")
    assert found.passed is False and str(found.note) == "Develop customers: 25% of the weight, 55% of the money"
    put("weights", {each.id: 100 * (each.share or 0.0) for each in facts.directions(report.saved())})
    assert light("Levers follow the strategy").passed is True
    put("weights", {})
    assert light("Levers follow the strategy").passed is None


# Capabilities


def test_gaps_go_to_levers_with_their_worth_and_shares_sum_to_one(company: Path) -> None:
    context = report.saved()
    found = capable.carried(context)
    assert sum(one.share for one in found) == pytest.approx(1)
    assert found[0].kind == "retention" and found[0].worth is not None
    rows = {row.id: row.worth for row in lever_rows(context)}
    assert found[0].worth == pytest.approx(rows["retention"])


def test_weights_drafted_from_the_strategy_sum_to_100(company: Path) -> None:
    rows = capable.drafted(report.current(), capability_answers(report.current()).scores.value)
    assert sum(row["weight"] for row in rows) == pytest.approx(100, abs=0.5)
    keep = [row["weight"] for row in rows if row["lever"] == "retention"]
    assert keep == [8.0] * 5  # 40 over five


def test_a_file_brings_scores_and_a_bad_one_says_why(tmp_path: Path, home: Path) -> None:
    for name, score, reason in (("good", 2.5, None), ("bad", 7, "Now: 7 is out of range; 0 to 5 is")):
        source = tmp_path / name
        source.mkdir()
        (source / "orders.csv").write_text(
            "order_id,customer_id,ordered_at,status,amount,currency\no1,k1,2025-03-01,completed,20,EUR\n"
        )
        (source / "capability_scores.csv").write_text(
            f"capability,weight,score,target,peers\nContract renewal,0.6,{score},4,3\nOur own,0.4,3,3,\n"
        )
        warehouse.build(source, name=name)
        now = capability_answers(report.current())
        assert now.with_data is (reason is None)
        if reason is not None:
            with pytest.raises(AnswerError, match=reason):
                capable.supplied(report.current())
        else:
            first, second = now.capabilities
            assert (first.weight, first.lever, first.position) == (60.0, "retention", Position.PAR)
            assert (second.peer, second.lever, second.gap) == (None, "", 0.0)
            context = report.saved()
            assert [one.kind for one in capable.carried(context)] == ["retention"]


def test_a_saved_score_lies_over_the_file(company: Path) -> None:
    def renamed(now: list) -> list:
        return [{**row, "score": 5.0} if row["id"] == "complaints" else row for row in now]

    capable.change(report.current(), {capable.SCORES: renamed}, "Ada")
    now = capability_answers(report.current())
    assert now.scores.author == "Ada" and now.capabilities[0].score == 5.0 and len(now.capabilities) == 18


# Steps


def test_steps_count_what_is_done(company: Path, cdnow_home: Path) -> None:
    context = report.saved()
    found = {step.page: step for step in steps.steps(context)}
    assert list(found) == ["strategy", "capabilities", "benefit_model", "roadmap"]
    assert found["strategy"].count is not None and found["strategy"].count.render() == "6 of 6 answered"
    assert found["capabilities"].count is not None and found["capabilities"].count.render() == "18 scored"
    assert found["strategy"].done and found["capabilities"].done
    put("questions", {"market": {"answer": "flat"}})
    step = steps.steps(context)[0]
    assert not step.done and step.share == pytest.approx(2 / 6)  # and the weights of the sample


def test_steps_of_an_empty_case_are_open(cdnow: Path) -> None:
    context = report.saved()
    found = steps.steps(context)
    assert not found[0].done and found[0].count is not None and found[0].count.render() == "0 of 6 answered"
    assert not found[1].done and found[1].count is None


def test_only_the_company_is_the_sample(company: Path) -> None:
    assert _is_sample(report.current())
