"""Do nothing, do minimum, recommended: the line by hand, the smallest set that stands, and the choice that is kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from metrics import report
from metrics.answers.cells import AnswerError
from metrics.case import options
from metrics.reading import UndefinedError
from metrics.scenario.kinds import Tag
from tests.metrics.businesses import cost, mail, scenario, spend


def plan(*, hard: bool = True):
    levers = (replace(mail(), tag=Tag.CASH if hard else Tag.SOFT, initiative="M"), replace(spend(), initiative="S"))
    costs = tuple(
        replace(cost(amount, kind), initiative=whose)
        for amount, kind, whose in ((500, "software", "M"), (900, "training", "S"), (70, "internal", ""))
    )
    return scenario(*levers, costs=costs)


class TestMinimum:
    """The smallest set that still stands."""

    def test_hard_levers_with_the_costs_of_their_initiatives_and_of_none(self) -> None:
        found = options._derived(plan())
        assert (found.levers, found.initiatives) == (("mail",), ("M", ""))
        least = options._minimum(plan(), found)
        assert [lever.id for lever in least.levers] == ["mail"]
        assert [item.cost_type for item in least.costs] == ["software", "internal"]

    def test_without_a_hard_lever_there_is_none(self) -> None:
        with pytest.raises(UndefinedError, match="No lever is hard cash"):
            options._minimum(plan(hard=False), options._derived(plan(hard=False)))


class TestSample:
    """The sample company."""

    def test_nothing_is_what_was_measured_before_the_programme(self, company: Path) -> None:
        """It begins with those active at the end of October 2023 and what they brought in the year before."""
        now = report.saved()
        world = options.doing_nothing(now)
        frame = now.frames["active_month"]
        last = float(frame.loc[frame["month"].astype(str).str.startswith("2023-10"), "active"].iloc[0])
        assert world.active[0] == last and len(world.active) == now.scenario.months + 1
        # the cost of calls is here calls x minutes x cost a minute, there as the cost to serve has it booked
        assert world.money[0] == pytest.approx(last * now.baseline.value("contribution"), rel=0.01)
        rate, new = now.baseline.value("retention"), now.baseline.value("new_customers")
        arrivals = new + now.baseline.value("returning")
        assert world.active[1] == pytest.approx(last * rate ** (1 / 12) + arrivals / 12)

    def test_the_minimum_is_smaller_than_the_plan(self, company: Path) -> None:
        now = report.saved()
        choice, by = options.chosen(now.sources, "Base case", now.scenario)
        assert (choice.levers, choice.initiatives, by) == (("mail",), ("I5",), None)
        least = options.least(now, "Base case")
        assert options.peak(now) == pytest.approx(-np.cumsum(now.flows.net).min())
        assert least.value("programme_cost") < now.value("programme_cost")
        assert least.read("chance_of_profit").value is not None

    def test_another_choice_is_kept_until_it_is_derived_again(self, company: Path) -> None:
        now = report.saved()
        options.choose(now.sources, "Base case", ["handling", "mail", "gone"], ["I3", "I5"], "Ada")

        def chosen(name: str) -> tuple[options.Minimum, object]:
            return options.chosen(now.sources, name, now.scenario)

        choice, by = chosen("Base case")
        assert (choice.levers, choice.initiatives) == (("handling", "mail"), ("I3", "I5"))
        assert getattr(by, "author", "") == "Ada"
        assert chosen("Cautious")[1] is None  # another scenario has its own
        options.derive_again(now.sources, "Base case", "Ada")
        assert chosen("Base case")[0].levers == ("mail",)

    @pytest.mark.parametrize("bad", [[], {"Base case": 3}, {"Base case": {"levers": [1], "initiatives": []}}])
    def test_what_is_no_choice_is_refused(self, bad: object) -> None:
        with pytest.raises(AnswerError):
            options.PARTS["minimum"].check(bad)


def test_orders_alone_have_no_contribution_and_say_why(cdnow: Path) -> None:
    """CDNOW carries no cost, so what customers bring is unknown."""
    with pytest.raises(UndefinedError, match=r"cost of sales|month"):
        options.contribution_known(report.saved())
