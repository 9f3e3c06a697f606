"""Scenarios: checked when made, changed only by making another, written down and read back."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError, replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.scenario import baseline, make, serial
from metrics.scenario.assumption import ScenarioError
from metrics.scenario.scenario import with_range
from metrics.words.units import Unit
from tests.examples import at_most
from tests.metrics import worlds
from tests.metrics.worlds import MONTH_0, cost, lever, scenario

TODAY = date(2026, 10, 31)


def example() -> scenario.Scenario:
    return scenario(
        lever("retention", 0.3, adoption=0.7, ramp=4),
        lever("handling", 5.2, lag=3),
        costs=(cost(once=100, yearly=20), cost("plan", schedule=(50.0, *[10.0] * 23))),
        horizon=60,
    )


class TestChange:
    """A what-if makes a new scenario; the old one stays as it was."""

    def test_replace_changes_one_number_and_says_who_and_when(self) -> None:
        old = example()
        new = old.replace("retention.target", 0.84, author="Ana", on=TODAY)
        assert (old.get("retention.target"), new.get("retention.target")) == (0.3, 0.84)
        held = new.assumption("retention.target")
        assert held is not None
        assert (held.owner, held.set_on, held.source) == ("Ana", TODAY, "entered by hand")
        assert [path for path, _, _ in serial.difference(old, new)] == ["retention.target"]

    def test_nothing_can_be_changed_in_place(self) -> None:
        with pytest.raises(FrozenInstanceError):
            example().name = "mine"  # type: ignore[misc]

    def test_the_same_value_makes_no_new_scenario(self) -> None:
        held = example()
        assert held.replace("retention.target", 0.3, author="Ana", on=TODAY) is held

    @pytest.mark.parametrize(
        ("path", "value"),
        [
            ("rate", 0.08),
            ("horizon", 36.0),
            ("timing", "middle"),
            ("include_soft", True),
            ("name", "hard times"),
            ("cost_factor", 1.67),
            ("retention.adoption", 0.4),
            ("handling.cashable", 0.5),
            ("handling.benchmark", 4.0),
            ("cost.software.once", 5.0),
            ("cost.software.start", 3),
            ("cost.plan.yearly", 7.0),
            ("baseline.calls", 9.0),
        ],
    )
    def test_every_kind_of_path_can_be_set_and_read(self, path: str, value: Any) -> None:
        assert example().replace(path, value).get(path) == value

    def test_a_range_moves_with_its_value_and_stays_allowed(self) -> None:
        ranged = with_range(example(), "retention.adoption", 0.5, 0.9)
        moved = ranged.replace("retention.adoption", 0.85)
        # 0.15 up: 0.65 to 1.05, cut at 1
        assert moved.get("retention.adoption.low") == pytest.approx(0.65)
        assert moved.get("retention.adoption.high") == 1.0

    def test_one_end_of_a_range_can_be_set(self) -> None:
        ranged = with_range(example(), "retention.adoption", 0.5, 0.9)
        assert ranged.replace("retention.adoption.low", 0.4).get("retention.adoption.low") == 0.4

    def test_editing_an_amount_replaces_the_schedule_and_keeps_the_other_amount(self) -> None:
        # shown as 10 x 12 a year, and 50 - 10 x ... once: the total over 60 months was 50 + 60 x 10
        item = example().replace("cost.plan.yearly", 240.0).cost("plan")
        assert item.schedule is None
        assert item.once is not None and item.once.value == pytest.approx(50)
        assert item.yearly is not None and item.yearly.value == 240

    def test_an_optional_number_can_be_taken_away(self) -> None:
        assert example().replace("handling.lag", None).get("handling.lag") is None
        with pytest.raises(ScenarioError, match=r"retention\.target cannot be left empty"):
            example().replace("retention.target", None)

    def test_rows_are_added_replaced_and_removed(self) -> None:
        held = example().with_cost(cost("training", once=5)).with_lever(lever("mail", 0.1))
        assert (held.get("cost.training.once"), held.get("mail.target")) == (5, 0.1)
        assert held.with_cost(cost("training", once=6)).get("cost.training.once") == 6
        assert held.without_cost("training").without_lever("mail") == example()


class TestRefused:
    """What cannot be is refused in a sentence: what, the value, what to do."""

    @pytest.mark.parametrize(
        ("path", "value", "says"),
        [
            ("horizon", -12, "horizon is -12, outside 1 to 600. Enter a number between them."),
            ("horizon", 12.5, "The horizon is 12.5 months. Enter a whole number."),
            ("rate", -1, "rate is -1, outside -0.99 to 10."),
            ("retention.target", 84, "retention.target is 84, outside 1e-06 to 1."),
            ("retention.adoption", 2.0, "retention.adoption is 2, outside 0 to 1."),
            ("retention.ramp", -4, "retention.ramp is -4"),
            ("retention.start", 0, "retention.start is 0, outside 1 to 600."),
            ("cost.software.once", -5, "cost.software.once is -5, outside 0 to 1e+21."),
            ("cost.software.start", 61, "A cost is paid in month 61. Enter a whole number between 0 and 60."),
            ("rate", float("nan"), "rate is nan, which is no number."),
            ("rate", "ten", "rate is ten, which is no number."),
            ("rate", float("inf"), "which is no number"),
            ("timing", "later", "Timing is later. Choose one of: start, middle, end."),
            ("retention.colour", 1, "The scenario has no retention.colour. Check the spelling."),
            ("mail.target", 0.1, "The scenario has no mail. Check the spelling."),
            ("cost.parrots.once", 1, "The scenario has no cost.parrots."),
            ("cost.software.colour", 1, "The scenario has no cost.software.colour."),
        ],
    )
    def test_values(self, path: str, value: Any, says: str) -> None:
        with pytest.raises(ScenarioError) as refused:
            example().replace(path, value)
        assert says in str(refused.value)

    def test_a_range_that_does_not_hold_its_value(self) -> None:
        with pytest.raises(ScenarioError, match=r"The range 0\.8 to 0\.9 does not hold the value 0\.7\. Widen it\."):
            with_range(example(), "retention.adoption", 0.8, 0.9)

    def test_half_a_range(self) -> None:
        with pytest.raises(ScenarioError, match="A range needs both ends"):
            worlds.given(1, low=0.5)

    def test_two_rows_of_one_name(self) -> None:
        with pytest.raises(ScenarioError, match="There are two rows called mail among the lever rows"):
            scenario(lever("mail", 0.1), lever("mail", 0.2))

    def test_a_tag_that_is_none(self) -> None:
        with pytest.raises(ScenarioError, match=r"Cost software is tagged toys\. Choose one of: labour, business, IT"):
            cost(cost_class="toys")

    def test_capacity_that_does_not_say_what_becomes_cash(self) -> None:
        with pytest.raises(ScenarioError, match="what share becomes cash"):
            lever("handling", 5, cashable=None)

    def test_amounts_of_1e15_are_numbers_too(self) -> None:
        assert example().replace("cost.software.once", 1e15).get("cost.software.once") == 1e15


numbers = st.floats(0.01, 1e9)
names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
assumptions = st.builds(
    lambda value, width, owner, day: worlds.given(
        value, owner=owner, set_on=day, **({"low": value * (1 - width), "high": value * (1 + width)} if width else {})
    ),
    numbers,
    st.sampled_from([0.0, 0.1, 0.5]),
    names,
    st.none() | st.dates(),
)
made = st.builds(
    lambda target, amount, schedule, name, soft, entered: scenario(
        lever("spend", 1.0) if target is None else replace(lever("spend", 1.0), target=target),
        costs=(cost("a", cost_type="data"), replace(cost("b"), once=amount, owner=name), cost("c", schedule=schedule)),
        include_soft=soft,
        baseline=(("calls", entered),),
    ),
    st.none() | assumptions,
    assumptions,
    st.none() | st.lists(numbers, max_size=30).map(tuple),
    names,
    st.booleans(),
    assumptions,
)


class TestWrittenDown:
    """Canonical JSON: equal scenarios, equal text; what is read back is what was written."""

    @given(made)
    @at_most(60)
    def test_what_is_read_back_is_what_was_written(self, held: scenario.Scenario) -> None:
        again = serial.from_json(serial.to_json(held))
        assert again == held
        assert serial.fingerprint(again) == serial.fingerprint(held)

    @given(made, made)
    @at_most(60)
    def test_the_difference_is_empty_only_between_equals(self, a: scenario.Scenario, b: scenario.Scenario) -> None:
        assert (serial.difference(a, b, notes=True) == []) == (a == b)

    @given(made, made)
    @at_most(30)
    def test_the_difference_back_is_the_difference_turned_round(
        self, a: scenario.Scenario, b: scenario.Scenario
    ) -> None:
        forth, back = serial.difference(a, b), serial.difference(b, a)
        assert {(path, after, before) for path, before, after in forth} == set(back)

    def test_fingerprints_differ_when_a_number_does(self) -> None:
        held = example()
        assert serial.fingerprint(held) != serial.fingerprint(held.replace("rate", 0.1000001))
        assert len(serial.fingerprint(held)) == 64

    def test_a_change_back_leaves_only_the_note_of_who(self) -> None:
        held = example()
        back = held.replace("rate", 0.2, author="Ana").replace("rate", 0.1, author="Ana")
        assert serial.difference(held, back) == []
        assert [path for path, _, _ in serial.difference(held, back, notes=True)] == ["rate.source", "rate.owner"]

    @pytest.mark.parametrize("text", ["", "[]", "{}", '{"format":1}', '{"format":99}', "null", "NaN"])
    def test_what_is_no_scenario_is_refused(self, text: str) -> None:
        with pytest.raises(ScenarioError, match="This is no scenario of Payback"):
            serial.from_json(text)

    def test_a_file_with_an_impossible_number_is_refused_as_such(self) -> None:
        raw = json.loads(serial.to_json(example()))
        raw["horizon"]["value"] = -3
        with pytest.raises(ScenarioError, match="horizon is -3"):
            serial.from_json(json.dumps(raw))

    def test_labels_say_a_path_in_words(self) -> None:
        held = example()
        assert held.label("retention.target").render() == "Retention: target"
        assert held.label("cost.plan.yearly").render() == "plan: a year"
        assert held.label("rate").render() == "Discount rate a year"


class TestMeasured:
    """The baseline is measured in the twelve months before month 0."""

    def test_every_figure(self) -> None:
        held = baseline.measure(worlds.frames(), date(2023, 11, 14))
        assert (held.month0, held.currency) == (MONTH_0, "USD")
        assert held.values() == pytest.approx(
            {
                "customers": 1000,
                "retention": 0.7,  # 665 of 950
                "new_customers": 240,
                "returning": 95,  # 1000 active - 665 kept - 240 new
                "revenue_per_customer": 800,
                "margin_rate": 0.31,
                "serve_per_customer": 24,  # 2,000 x 12 of visits; calls stand apart
                "contribution": 80,  # 800 x 0.31 - 24 - 144 of calls: 12,000 x 6 x 2 over 1,000
                "calls": 12000,
                "minutes_per_call": 6,
                "cost_per_minute": 2,
                "repeat_share": 0.2,
                "pieces": 240000,
                "piece_cost": 0.7,
                "wasted_share": 0.22,
            }
        )

    def test_where_it_was_measured(self) -> None:
        calls = baseline.measure(worlds.frames(), MONTH_0).calls
        assert (calls.mart, calls.first, calls.last, calls.rows) == (
            "call_month",
            date(2022, 11, 1),
            date(2023, 10, 1),
            12,
        )

    def test_months_after_the_approval_do_not_count(self) -> None:
        frames = worlds.frames(36, last="2024-10-01")
        after = frames["call_month"]["month"] >= pd.Timestamp(MONTH_0)
        frames["call_month"].loc[after, "calls"] = 10**6
        assert baseline.measure(frames, MONTH_0).value("calls") == 12000

    def test_without_a_programme_the_last_twelve_months_are_taken(self) -> None:
        assert baseline.measure(worlds.frames(last="2026-10-01")).month0 == date(2026, 11, 1)

    def test_calls_inside_the_cost_to_serve_count_there_when_held_nowhere_else(self) -> None:
        frames = worlds.frames()
        frames["call_month"] = frames["call_month"].iloc[:0]
        held = baseline.measure(frames, MONTH_0)
        assert held.value("serve_per_customer") == pytest.approx((12000 + 2000) * 12 / 1000)
        assert str(held.calls.reason) == "the data hold no rows of call_month in this window"

    def test_orders_alone_give_a_reason_for_the_rest(self) -> None:
        frames = worlds.frames()
        for mart in ("call_month", "mail_month", "serve_month"):
            frames[mart] = frames[mart].iloc[:0]
        frames["active_month"]["margin_12m"] = None
        held = baseline.measure(frames)
        assert set(held.values()) == {"customers", "retention", "new_customers", "returning", "revenue_per_customer"}
        assert "no cost of sales" in str(held.margin_rate.reason)

    def test_nine_months_are_not_a_year(self) -> None:
        held = baseline.measure(worlds.frames(9), MONTH_0)
        assert str(held.customers.reason) == "needs 12 months before the programme, has 9"

    def test_decimals_from_the_marts_are_numbers(self) -> None:
        frames = worlds.frames()
        frames["call_month"]["cost"] = [Decimal("12000.0000")] * 24
        assert baseline.measure(frames, MONTH_0).value("cost_per_minute") == pytest.approx(2)


def table(**values: float) -> pd.DataFrame:
    """The mart `assumption` with these values in the approved case."""
    rows = [
        {
            "case_name": "approved",
            "name": name,
            "value": value,
            "unit": "share",
            "low": None,
            "high": None,
            "source": "board paper",
            "owner": "CFO",
            "set_on": pd.Timestamp("2023-11-01"),
        }
        for name, value in values.items()
    ]
    return pd.DataFrame(rows)


APPROVED = table(
    **{
        "rate": 0.09,
        "horizon": 48,
        "retention.target": 0.72,
        "retention.adoption": 0.6,
        "handling.target": 5.3,
        "acquisition.cac": 80,
        "tax_rate": 0.25,
    }
)


def spending() -> pd.DataFrame:
    months = pd.date_range("2023-10-01", periods=4, freq="MS")
    rows = [
        ("crm", "licences", months[0], "IT", "software", 999.0, 999.0, False),  # before the decision: sunk
        ("crm", "licences", months[1], "IT", "software", Decimal(100), Decimal(120), False),
        ("crm", "licences", months[3], "IT", "software", 100.0, None, False),
        ("crm", "upgrades", months[2], "IT", "maintenance", None, 30.0, False),
        ("office", "steering", months[2], "labour", "internal", 7.0, 7.0, True),
    ]
    columns = ["initiative_id", "item", "month", "cost_class", "cost_type", "planned", "actual", "overhead"]
    return pd.DataFrame(rows, columns=columns)


INITIATIVES = pd.DataFrame({"initiative_id": ["crm", "office"], "owner": ["Lin", None]})


class TestFromTables:
    """The scenario a data set brings along."""

    held = make.from_tables(worlds.baseline(), APPROVED, spending(), INITIATIVES)

    def test_assumptions(self) -> None:
        assert (self.held.rate.value, self.held.months, self.held.name) == (0.09, 48, "approved")
        assert [entry.id for entry in self.held.levers] == ["retention", "handling"]
        assert self.held.get("retention.adoption") == 0.6
        adoption = self.held.assumption("retention.adoption")
        assert adoption is not None and (adoption.source, adoption.owner) == ("board paper", "CFO")

    def test_capacity_counts_as_cash_only_when_stated(self) -> None:
        assert self.held.get("handling.cashable") == 0

    def test_what_no_formula_reads_is_carried_along(self) -> None:
        assert [name for name, _ in self.held.others] == ["acquisition.cac"]
        assert self.held.tax_rate.value == 0.25

    def test_planned_costs_without_what_was_sunk(self) -> None:
        licences = self.held.cost("crm/licences")
        assert licences.schedule == (100, 0, 100)
        assert (licences.initiative, licences.owner) == ("crm", "Lin")
        assert self.held.cost("office/steering").overhead

    def test_an_item_forgotten_in_the_plan_is_empty_not_zero(self) -> None:
        assert self.held.cost("crm/upgrades").empty

    def test_the_current_case_takes_what_was_spent_and_its_own_assumptions(self) -> None:
        now = table(**{"retention.adoption": 0.45}).assign(case_name="current")
        held = make.from_tables(worlds.baseline(), pd.concat([APPROVED, now]), spending(), INITIATIVES, case="current")
        assert held.cost("crm/licences").schedule == (120, 0, 100)
        assert held.cost("crm/upgrades").schedule == (0, 30, 0)
        assert (held.get("retention.adoption"), held.get("retention.target")) == (0.45, 0.72)

    def test_no_assumptions_no_scenario(self) -> None:
        with pytest.raises(ScenarioError, match="no assumptions of the case approved"):
            make.from_tables(worlds.baseline(), APPROVED.iloc[:0], spending(), INITIATIVES)


class TestDefault:
    """Data without a programme: nothing is claimed, nothing is assumed to be free."""

    def test_targets_are_the_measured_baselines(self) -> None:
        held = make.default(worlds.baseline(pieces=None, wasted_share=None))
        assert {entry.id: entry.target.value for entry in held.levers} == {
            "retention": worlds.KEPT,
            "acquisition": 1200,
            "spend": 800,
            "handling": 6,
            "volume": 12000,
        }

    def test_the_usual_costs_are_there_and_empty(self) -> None:
        held = make.default(worlds.baseline())
        assert len(held.costs) == 8
        assert all(item.empty for item in held.costs)

    def test_benchmarks_are_hints_with_source_and_year(self) -> None:
        hint = SimpleNamespace(lever="mail", value=0.05, source="Postal survey", year=2019, per_customer=False)
        mail = make.default(worlds.baseline(), [hint]).lever("mail")
        assert mail.benchmark is not None
        assert (mail.benchmark.value, mail.benchmark.source) == (0.05, "Postal survey, 2019")
        assert mail.target.value == 0.22 and mail.target.unit is Unit.SHARE


def test_a_lever_belongs_to_the_one_initiative_that_moves_it() -> None:
    """Two that claim the same lever get neither: nothing tells their shares."""
    both = pd.DataFrame(
        {"initiative_id": ["crm", "office"], "owner": ["Lin", None], "levers": ["handling, spend", "handling"]}
    )
    alone = both.assign(levers=["spend", " handling"])
    for table, expected in ((both, ""), (alone, "office"), (INITIATIVES, "")):
        held = make.from_tables(worlds.baseline(), APPROVED, spending(), table)
        assert held.lever("handling").initiative == expected
