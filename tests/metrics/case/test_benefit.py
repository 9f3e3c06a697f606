"""What the benefit model page is told: levers in people's units, typed numbers, the cost register, money over time."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given as forall
from hypothesis import strategies as st

from metrics import finance
from metrics.answers.cells import Edits
from metrics.case import cash as report_cash
from metrics.case import costs, levers
from metrics.context import Context
from metrics.programme import benefits
from metrics.reading import UndefinedError
from metrics.scenario import input_units as typed
from metrics.scenario.scenario import Scenario
from metrics.words.text import message
from metrics.words.units import Unit
from tests.metrics.worlds import baseline, cost, given, lever, scenario

TODAY = date(2024, 1, 2)
PLAN = scenario(
    lever("retention", 0.3, benchmark=given(0.35)),
    lever("handling", 5.0, adoption=given(0.5), benchmark=given(5.0)),
    lever("mail", 0.11),
    costs=(
        cost("licences", once=1000, yearly=600),
        cost("training", cost_class="business", cost_type="training", once=500),
        cost("upgrades", cost_type="maintenance"),
    ),
)


def context(plan: Scenario = PLAN, **figures: float | None) -> Context:
    """The data of the small world under ``plan``."""

    class Unforecast:
        @property
        def total(self) -> float:
            raise UndefinedError(message("nothing is forecast"))

    class Data:
        baseline = globals()["baseline"](**figures)
        scores = Unforecast()

    return Context(cast(Any, Data()), plan, "test v1")


def change(plan: Scenario, *cells: typed.Cell) -> tuple[Scenario, list[str]]:
    """``plan`` after typing, and what was refused."""
    after, refused = typed.changed(plan, cells, "Ada", TODAY)
    return after, [str(reason) for reason in refused]


class TestLevers:
    def test_numbers_are_shown_as_people_type_them(self) -> None:
        retention, handling, mail = levers.lever_rows(context())
        assert (retention.baseline, retention.target, retention.benchmark) == (28.2, 30.0, 35.0)  # .9^12 = 28.2%
        assert (handling.baseline, handling.target, handling.adoption) == (6.0, 5.0, 50.0)
        assert (mail.baseline, mail.target, mail.benchmark) == (22.0, 11.0, None)
        assert str(retention.unit) == "% a year"

    def test_worth_a_year_is_what_the_benefit_model_says(self) -> None:
        # mail: 240,000 pieces x 0.7 x (22% - 11%) = 18,480
        assert levers.lever_rows(context())[2].worth == pytest.approx(18_480)
        told = levers.worth(context())
        assert sum(amount for _name, amount in told) == pytest.approx(
            sum(benefits.yearly_worth(benefits.programme_flows(PLAN, baseline())).values())
        )

    def test_a_lever_that_does_not_move_is_not_counted(self) -> None:
        still = PLAN.replace("mail.target", 0.22)
        assert len(levers.worth(context(still))) == 2

    def test_what_is_not_known_is_said_once(self) -> None:
        plan = scenario(lever("retention", 0.3), lever("spend", 900))
        reasons = [str(reason) for reason in levers.unsized(context(plan, margin_rate=None))]
        assert reasons == ["Levers have no size while this is not known: Margin rate. Enter it below."]
        assert [row.worth for row in levers.lever_rows(context(plan, margin_rate=None))] == [None, None]

    def test_winning_customers_needs_its_price(self) -> None:
        plan = scenario(lever("acquisition", 1500))
        assert "what it costs to win one is not known" in str(levers.unsized(context(plan))[0])
        assert ("acquisition.cac", None) in [(row.path, row.entered) for row in levers.figure_rows(context(plan))]
        priced, _ = change(plan, ("acquisition.cac", 40))
        assert levers.unsized(context(priced)) == []

    def test_levers_without_a_row_say_which_table_they_wait_for(self) -> None:
        found = {str(name): str(reason) for name, reason in levers.absent(context(scenario(), calls=None))}
        assert len(found) == 6
        assert found["Wasted mail"] == found["Retention"] == "needs the table orders"

    def test_gaps_keep_their_unit(self) -> None:
        handling = levers.gaps(context())[1]
        assert (handling.baseline, handling.target, handling.benchmark) == (6.0, 5.0, 5.0)


class TestTyping:
    @forall(st.floats(0.001, 1e9), st.sampled_from(list(Unit)))
    def test_what_is_shown_and_typed_again_reads_the_same(self, value: float, unit: Unit) -> None:
        again = typed.typed(typed.shown(value, unit), unit)
        assert again == pytest.approx(value, rel=0.005)
        assert typed.shown(again, unit) == typed.shown(value, unit)

    def test_a_number_that_reads_the_same_changes_nothing(self) -> None:
        exact = PLAN.replace("retention.target", 0.31234)
        assert change(exact, ("retention.target", 31.2))[0] is exact

    def test_shares_are_typed_in_per_cent(self) -> None:
        after, refused = change(PLAN, ("retention.target", 33), ("mail.start", 7), ("handling.target", 4.5))
        assert refused == []
        assert [after.get(path) for path in ("retention.target", "mail.start", "handling.target")] == [0.33, 7, 4.5]
        held = after.assumption("retention.target")
        assert held is not None and (held.owner, held.set_on) == ("Ada", TODAY)

    def test_what_cannot_be_is_told_in_the_unit_it_was_typed_in_and_the_rest_holds(self) -> None:
        after, refused = change(PLAN, ("retention.target", 140), ("mail.adoption", 60), ("mail.start", 0))
        assert refused == [
            "Retention: target is 140%, outside 0% to 100%. Enter a number between them.",
            "Wasted mail: first month is 0 months, outside 1 months to 600 months. Enter a number between them.",
        ]
        assert (after.get("retention.target"), after.get("mail.adoption")) == (0.3, 0.6)

    def test_what_must_be_there_cannot_be_emptied_and_a_benchmark_can(self) -> None:
        after, refused = change(PLAN, ("mail.target", None), ("retention.benchmark", None))
        assert refused == ["Wasted mail: target cannot be left empty. Enter a number."]
        assert after.get("retention.benchmark") is None

    def test_a_baseline_entered_by_hand_stands_over_the_measured_one(self) -> None:
        after, _ = change(PLAN, ("baseline.wasted_share", 44))
        assert levers.lever_rows(context(after))[2].worth == pytest.approx(3 * 18_480)  # 44% to 11% instead of 22%
        assert change(after, ("baseline.wasted_share", None))[0].get("baseline.wasted_share") is None


class TestRegister:
    def edited(self, **edits: Any) -> tuple[Scenario, list[str]]:
        after, refused = costs.registered(PLAN, Edits(**edits), "Ada", TODAY)
        return after, [str(reason) for reason in refused]

    def test_both_tags_add_up_to_the_same(self) -> None:
        total = costs.totals(costs.cost_rows(context()))
        assert (total.once, total.yearly) == (1500, 600)
        assert total.by_class == {"business": (500, 0), "IT": (1000, 600)}
        assert total.by_type == {"software": (1000, 600), "training": (500, 0), "maintenance": (0, 0)}

    @forall(
        st.lists(
            st.tuples(
                st.sampled_from(("labour", "business", "IT")),
                st.sampled_from(("software", "training", "data")),
                st.one_of(st.none(), st.integers(0, 10**9)),
                st.one_of(st.none(), st.integers(0, 10**9)),
            )
        )
    )
    def test_whatever_is_entered_both_tags_agree(self, rows: list[tuple[str, str, int | None, int | None]]) -> None:
        made = [
            costs.CostRow(id="x", name="x", cost_class=a, cost_type=b, once=once, yearly=yearly)
            for a, b, once, yearly in rows
        ]
        total = costs.totals(made)
        for view in (total.by_class, total.by_type):
            assert tuple(map(sum, zip((0, 0), *view.values(), strict=True))) == (total.once, total.yearly)

    def test_empty_items_and_kinds_without_an_item_are_forgotten(self) -> None:
        found = costs.forgotten(costs.cost_rows(context()))
        assert found.names[0] == "upgrades"
        assert "Integration" in found.names and "Software licences" not in found.names
        assert found.of == 3 + 5  # hardware, integration, data, third party and internal work have no item

    def test_amounts_words_and_deletions(self) -> None:
        after, refused = self.edited(
            cells={"licences": {"once": 2000.0}, "training": {"cost_class": "labour"}, "upgrades": {"yearly": 50}},
            deleted=frozenset({"training"}),
        )
        assert [item.id for item in after.costs] == ["licences", "upgrades"]
        assert after.get("cost.licences.once") == 2000 and after.get("cost.upgrades.yearly") == 50
        assert len(refused) == 1  # nothing can be said of an item that is gone

    def test_an_amount_below_zero_is_refused(self) -> None:
        after, refused = self.edited(cells={"licences": {"once": -5}})
        assert refused == ["licences: once is −5, below 0. Enter a larger number."]
        assert after == PLAN

    def test_an_added_item_told_of_twice_is_added_once(self) -> None:
        row = {"name": "Letters", "cost_class": "business", "cost_type": "third-party", "once": 10}
        edits = Edits(added=[row], batch="a1")
        after, _ = costs.registered(PLAN, edits, "Ada", TODAY)
        again, _ = costs.registered(after, edits, "Ada", TODAY)
        assert again == after and [item.name for item in after.costs][3:] == ["Letters"]
        taken, _ = costs.registered(after, Edits(batch="a1"), "Ada", TODAY)
        assert taken == PLAN
        other, _ = costs.registered(after, Edits(added=[row], batch="b2"), "Ada", TODAY)
        assert len(other.costs) == 5

    def test_an_amount_typed_as_it_stands_keeps_its_months(self) -> None:
        plan = scenario(costs=(cost("team", schedule=(0.0, 100.0, 50.0)),))
        after, _ = costs.registered(plan, Edits(cells={"team": {"once": 150.0}}), "Ada", TODAY)
        assert after is plan


class TestMoney:
    def test_cumulative_cash_ends_at_the_sum_of_all_flows(self) -> None:
        found = report_cash.cash(context())
        assert found.cumulative[0] == -1500 and found.cumulative[-1] == pytest.approx(context().flows.net.sum())
        assert found.deepest == (-1500, 0) and found.low == ()
        assert found.break_even == pytest.approx(finance.payback(context().flows.net).value)

    def test_what_adds_and_takes_sums_to_the_net_present_value(self) -> None:
        plan = PLAN.replace("rate", 0.2)
        total = float(finance.npv(finance.monthly_rate(0.2), context(plan).flows.net))
        assert sum(amount for _name, amount in report_cash.parts(context(plan))) == pytest.approx(total)

    def test_the_curve_is_zero_at_each_root_and_right_at_our_rate(self) -> None:
        found = report_cash.curve(context())
        assert found.at_rate == pytest.approx(float(finance.npv(finance.monthly_rate(0.1), context().flows.net)))
        for root in found.roots:
            assert finance.npv(finance.monthly_rate(root), context().flows.net) == pytest.approx(0, abs=1e-6)
        assert found.values[0] == pytest.approx(context().flows.net.sum())

    def test_numpy_financial_agrees_within_rounding(self) -> None:
        for row in report_cash.second_opinion(context()):
            assert row.ours is not None and row.relative < 1e-9 and not row.picked

    def test_where_several_rates_fit_it_is_said_that_theirs_is_one_of_them(self, monkeypatch: Any) -> None:
        here = context()
        several = -1000.0 * np.poly([1.25, 1.5, 5 / 3])  # worth nothing at 25%, 50% and 66.7% a period
        monkeypatch.setattr(type(here), "flows", type("F", (), {"net": several}))
        irr = report_cash.second_opinion(here)[1]
        assert irr.ours is None and irr.picked

    def test_nothing_is_drawn_before_a_cost_is_entered(self) -> None:
        with pytest.raises(UndefinedError, match="No cost entered yet"):
            report_cash.cash(context(scenario(lever("mail", 0.1))))

    def test_the_difference_to_a_saved_case(self) -> None:
        dearer = PLAN.replace("cost.licences.once", 1300.0)
        assert report_cash.against(context(dearer), context()) == pytest.approx(-300)
