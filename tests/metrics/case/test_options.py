"""Do nothing, do minimum, recommended: the line by hand, the smallest set that stands, and the choice that is kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import report
from metrics.answers.cells import AnswerError
from metrics.case import options
from metrics.reading import UndefinedError
from metrics.scenario.kinds import Tag
from tests.metrics.businesses import cost, mail, scenario, spend


class TestTrend:
    """The line carried on."""

    def test_by_hand(self) -> None:
        """100 to 105 a month apart: 106 at month 0, 12 more a year, 118 a year on."""
        line = options._trend([100, 101, 102, 103, 104, 105])
        assert (line.level, line.slope, line.points) == (pytest.approx(106), pytest.approx(12), 6)
        assert float(line.at(12.0)) == pytest.approx(118)

    @given(st.floats(-1e6, 1e6), st.floats(-1e4, 1e4), st.integers(6, 40))
    def test_a_straight_line_is_found_again(self, level: float, slope: float, n: int) -> None:
        line = options._trend([level + slope / 12 * month for month in range(-n, 0)])
        assert line.level == pytest.approx(level, abs=1e-6 * max(1, abs(level), abs(slope)))
        assert line.slope == pytest.approx(slope, abs=1e-5 * max(1, abs(level), abs(slope)))

    @pytest.mark.parametrize("values", [[1, 2, 3, 4, 5], [1, 2, 3, 4, 5, float("nan")]])
    def test_too_few_points_are_no_line(self, values: list[float]) -> None:
        with pytest.raises(UndefinedError, match="needs 6 measured month ends"):
            options._trend(values)


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

    def test_nothing_is_estimated_from_before_the_programme_only(self, company: Path) -> None:
        """13 month ends up to October 2023 hold a full year; later ones change nothing."""
        now = report.saved()
        customers = options.customers_carried_on(now)
        assert customers.points == options.contribution_carried_on(now).points == 13
        frame = now.frames["active_month"]
        last = float(frame.loc[frame["month"].astype(str).str.startswith("2023-10"), "active"].iloc[0])
        assert customers.level == pytest.approx(last, rel=0.05)
        assert options.customers_by_model(now) > 0

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
    """CDNOW carries no cost; its month ends give the trend of customers, or the reason there is none."""
    with pytest.raises(UndefinedError, match=r"cost of sales|month ends"):
        options.contribution_carried_on(report.saved())
