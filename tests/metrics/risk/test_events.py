"""The risk register: what an event takes, worked by hand, and how it enters the draws."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given as over
from hypothesis import strategies as st

from metrics.programme import benefits, gauges
from metrics.returns import findings_register, register
from metrics.risk import events
from metrics.risk.importance import importance
from metrics.risk.register import losses
from metrics.risk.simulation import simulate
from metrics.scenario.assumption import ScenarioError
from metrics.scenario.event import Event
from metrics.scenario.kinds import Tag
from metrics.scenario.scenario import Scenario
from metrics.scenario.serial import difference, from_json, to_json
from metrics.words.units import Unit
from tests.metrics import worlds
from tests.metrics.worlds import cost, given, lever


def event(id: str, effect: str, chance: float, impact: float, *levers: str) -> Event:
    """An entry of the register."""
    unit = Unit.MONTHS if effect == "delay" else Unit.SHARE
    return Event(
        id=id,
        name=f"risk {id}",
        effect=effect,
        chance=given(chance, Unit.SHARE),
        impact=given(impact, unit),
        levers=levers,
    )


def plan(*register: Event) -> Scenario:
    """12 months at no rate: 1,000 a month from one lever, 500 from another; 6,000 paid once."""
    levers = (
        lever("stated", 12_000, id="licences", tag=Tag.AVOIDED),
        lever("stated", 6_000, id="paper", tag=Tag.AVOIDED),
    )
    made = worlds.scenario(*levers, costs=(cost("software", once=6_000),), horizon=12, rate=0.0)
    return replace(made, events=register)


def npv(scenario: Scenario) -> float:
    """Net present value of the plan as it stands."""
    return gauges.present(scenario, benefits.programme_flows(scenario, worlds.baseline()).net)


def test_the_plan_itself_is_without_them() -> None:
    """12 x 1,500 - 6,000, whatever may happen."""
    assert npv(plan()) == npv(plan(event("a", "benefit", 0.9, 1.0))) == pytest.approx(12_000)


@pytest.mark.parametrize(
    ("held", "fall"),
    [
        (event("a", "benefit", 0.25, 0.5), 9_000),  # half of 18,000
        (event("a", "benefit", 0.25, 0.5, "paper"), 3_000),  # half of 6,000
        (event("a", "cost", 0.25, 0.5), 3_000),  # half as much again of 6,000
        (event("a", "delay", 0.25, 4), 6_000),  # four months of 1,500
        (event("a", "delay", 0.25, 4, "paper"), 2_000),  # four months of 500
        (event("a", "benefit", 0.25, 1.0), 18_000),  # nothing left but the cost
    ],
)
def test_what_an_event_takes_by_hand(held: Event, fall: float) -> None:
    """And what it costs on average: a quarter of that."""
    (loss,) = losses(plan(held), worlds.baseline())
    assert (loss.if_it_happens, loss.expected) == (pytest.approx(fall), pytest.approx(fall / 4))


def test_two_on_one_lever_take_one_after_the_other() -> None:
    """Half, then half of what is left: a quarter stays; delays add up."""
    scenario = plan(
        event("a", "benefit", 0.5, 0.5, "paper"),
        event("b", "benefit", 0.5, 0.5),
        event("c", "delay", 0.5, 2),
        event("d", "delay", 0.5, 3, "paper"),
    )
    values = benefits.numbers(scenario, worlds.baseline())
    moved = events.moved(scenario, values, dict.fromkeys(events.may_happen(scenario), 1.0))
    assert float(moved["paper.realisation"]) == pytest.approx(0.25)
    assert float(moved["licences.realisation"]) == pytest.approx(0.5)
    assert (float(moved["paper.start"]), float(moved["licences.start"])) == (6.0, 3.0)
    assert events.moved(scenario, values, {}) == {}


def test_draws_are_with_it_as_often_as_it_is_likely() -> None:
    """At 25% a quarter of the draws has 9,000 less, the others the plan: the mean is 12,000 - 2,250."""
    drawn = simulate(plan(event("a", "benefit", 0.25, 0.5)), worlds.baseline())
    assert np.unique(drawn.npv.round(6)).tolist() == [3_000, 12_000]
    assert (drawn.npv < 5_000).mean() == pytest.approx(0.25, abs=2 / 256)
    assert drawn.mean.value == pytest.approx(9_750, rel=0.01) and drawn.plan == pytest.approx(12_000)


@over(chance=st.floats(0.05, 0.95), impact=st.floats(0.05, 1.0))
def test_the_mean_of_the_draws_falls_by_the_expected_loss(chance: float, impact: float) -> None:
    scenario = plan(event("a", "benefit", chance, impact))
    (loss,) = losses(scenario, worlds.baseline())
    drawn = simulate(scenario, worlds.baseline())
    assert drawn.plan - drawn.mean.value == pytest.approx(loss.expected, abs=loss.if_it_happens / 128)


def test_an_impact_may_have_a_range_and_a_lever_too() -> None:
    """The event takes a share of the realisation that was drawn, not of the planned one."""
    ranged = replace(event("a", "benefit", 1.0, 0.5, "paper"), impact=given(0.5, Unit.SHARE, low=0.4, high=0.6))
    scenario = plan(ranged).replace("paper.realisation", 0.8)
    drawn = simulate(scenario, worlds.baseline())
    # 12,000 + 0.8 x 0.5 x 6,000 - 6,000 in the middle, 0.4 and 0.6 of 4,800 lost at the ends
    assert drawn.percentile(0.5).value == pytest.approx(8_400, rel=0.01)
    assert drawn.percentile(0.05).value == pytest.approx(6_000 + 4_800 * 0.4, rel=0.01)


def test_it_takes_part_in_what_makes_the_result_uncertain() -> None:
    """Two independent halves of the same size: each explains half, and a coin that lands once in two the most."""
    scenario = plan(event("a", "benefit", 0.5, 0.5, "paper"), event("b", "benefit", 0.5, 0.5, "licences"))
    parts = {part.path: part.share for part in importance(scenario, worlds.baseline()).parts}
    # variances 0.25 x 3,000^2 and 0.25 x 6,000^2: one to four
    assert parts["event.b.chance"] == pytest.approx(0.8, abs=0.02)
    assert parts["event.a.chance"] == pytest.approx(0.2, abs=0.02)


class TestEntries:
    """The register as part of a scenario."""

    def test_it_is_written_and_read(self) -> None:
        held = plan(event("a", "benefit", 0.25, 0.5, "paper"), event("b", "delay", 0.1, 3))
        assert from_json(to_json(held)) == held
        changed = held.replace("event.a.chance", 0.5, author="Ada")
        assert [row[0] for row in difference(held, changed)] == ["event.a.chance"]
        assert str(held.label("event.b.impact")) == "risk b: months the benefit comes later"
        assert held.bounds("event.b.impact") == (0.0, 120.0) and held.unit("event.b.impact") is Unit.MONTHS

    def test_a_lever_taken_away_takes_what_may_happen_to_it_alone(self) -> None:
        held = plan(
            event("a", "benefit", 0.2, 0.5, "paper"),
            event("b", "benefit", 0.2, 0.5, "paper", "licences"),
            event("c", "benefit", 0.2, 0.5),
        ).without_lever("paper")
        assert [(one.id, one.levers) for one in held.events] == [("b", ("licences",)), ("c", ())]

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"chance": 1.2}, "event.1.chance is 1.2, outside 0 to 1"),
            ({"impact": 1.5}, "event.1.impact is 1.5, outside 0 to 1"),
            ({"name": "  "}, "The risk has no name"),
            ({"chance": 0.0}, "strike takes nothing: its probability or its impact is 0"),
            ({"impact": 0.0}, "strike takes nothing"),
        ],
    )
    def test_what_cannot_be_is_refused(self, changes: dict[str, Any], words: str) -> None:
        entry = {"name": "strike", "effect": "benefit", "chance": 0.2, "impact": 0.5, "levers": (), "owner": ""}
        with pytest.raises(ScenarioError, match=words):
            register.entered(plan(), **{**entry, **changes}, author="Ada", on=None)

    def test_one_of_the_same_name_is_replaced(self) -> None:
        entry = {"effect": "benefit", "impact": 0.5, "levers": ("paper",), "owner": "", "author": "Ada", "on": None}
        held = register.entered(plan(), name="strike", chance=0.2, **entry)
        held = register.entered(held, name="fire", chance=0.2, **entry)
        held = register.entered(held, name="strike ", chance=0.3, **entry)
        assert [(one.id, one.name, one.chance.value) for one in held.events] == [
            ("1", "strike", 0.3),
            ("2", "fire", 0.2),
        ]

    def test_pitfalls_become_entries_once(self) -> None:
        pitfalls = [
            ("no sponsor", (), 0.3, 0.25, "Ada"),
            ("late data", ("paper", "retention"), 0.2, 0.25, ""),
            ("elsewhere", ("retention",), 0.2, 0.25, ""),
            ("budget", ("cost",), 0.4, 0.66, ""),
        ]
        held = register.drafted(plan(), pitfalls, None)
        assert [(one.name, one.effect, one.levers) for one in held.events] == [
            ("no sponsor", "benefit", ()),
            ("late data", "benefit", ("paper",)),
            ("budget", "cost", ()),
        ]
        assert register.drafted(held, pitfalls, None) == held


class TestSentences:
    """What is said of a register, each with the case in which another is said."""

    def said(self, *register: Event) -> str:
        return str(findings_register._costs(losses(plan(*register), worlds.baseline())))

    def test_one(self) -> None:
        assert self.said(event("a", "benefit", 0.25, 0.5)) == "One risk in the register, risk a: expected loss 2,250"

    def test_most_of_it(self) -> None:
        """2,250 of 2,400, against 750 of 1,500."""
        most = self.said(event("a", "benefit", 0.25, 0.5), event("b", "benefit", 0.1, 0.25, "paper"))
        assert most == "2 risks in the register: expected loss 2,400, most of it from risk a (2,250)"
        half = self.said(event("a", "benefit", 0.25, 0.5, "paper"), event("b", "cost", 0.25, 0.5))
        assert half == "2 risks in the register: expected loss 1,500; the largest is risk a (750)"

    def test_nothing(self) -> None:
        assert self.said() == "No risk of the register takes anything"
        gone = plan(event("a", "delay", 0.5, 1)).replace("licences.target", -12_000).replace("paper.target", -1)
        assert str(findings_register._costs(losses(gone, worlds.baseline()))) == ("No risk of the register lowers NPV")

    def test_an_empty_register_says_so_and_one_with_entries_how_it_is_counted(self) -> None:
        def answer(scenario: Scenario) -> Any:
            return findings_register.register(SimpleNamespace(scenario=scenario, baseline=worlds.baseline()))

        assert str(answer(plan()).sentence) == "The risk register is empty: only ranges are drawn"
        held = answer(plan(event("a", "benefit", 0.25, 0.5)))
        assert str(held.note) == (
            "Expected loss = probability x fall of NPV, each risk by itself. The plan's own figures are without them; "
            "the simulations, the median and the probability that NPV is positive are with them."
        )

    def test_what_it_takes(self) -> None:
        scenario = plan()
        rows = {
            event("a", "cost", 0.1, 0.5): "50% more cost",
            event("a", "delay", 0.1, 3): "benefit 3 months later: all levers",
            event("a", "benefit", 0.1, 0.5, "paper"): "50% of the benefit lost: stated benefit",
        }
        for held, words in rows.items():
            assert str(findings_register._takes(scenario, held)).lower() == words.lower()
