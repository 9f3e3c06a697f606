"""The roadmap's formulas: by hand, and what must hold for any plan."""

from __future__ import annotations

import math
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.library import readiness as library
from data.library.answers import phrases
from metrics import finance
from metrics.answers.cells import AnswerError
from metrics.reading import UndefinedError
from metrics.roadmap import lights, parts, people, pitfalls, presets, suppliers, vendors
from metrics.roadmap.lights import State
from metrics.roadmap.pitfalls import Risk
from metrics.roadmap.plan import HEADINGS, PlanError, Step, checked, schedule
from metrics.roadmap.suppliers import Candidate
from metrics.roadmap.vendors import BUY, RENT, Offer
from metrics.scenario.kinds import KINDS

JAN = date(2026, 1, 1)


def step(id: int, first: int, days: int, *after: int, owner: str = "Ada", heading: str = "plan") -> Step:
    """A step that begins ``first`` days after 1 January and takes ``days``."""
    begin = JAN + timedelta(days=first)
    last = begin + timedelta(days=days - 1)
    return Step(id=id, name=f"S{id}", start=begin, end=last, after=after, owner=owner, heading=heading)


# Plan


def test_a_plan_worked_out_by_hand() -> None:
    """S1 takes 10 days (1 to 10 Jan), S2 5 days after it, S3 20 days after it, S4 after both, S5 alone from day 3.

    S2: 11 to 15 Jan, S3: 11 to 30 Jan, S4 planned on 20 Jan but pushed to 31 Jan, 4 days, so the end is 3 Feb.
    """
    found = schedule([step(1, 0, 10), step(2, 0, 5, 1), step(3, 10, 20, 1), step(4, 19, 4, 2, 3), step(5, 3, 2)])
    days = {id: (one.start, one.end, one.pushed, one.slack) for id, one in found.placed.items()}
    assert days[1] == (JAN, date(2026, 1, 10), 0, 0)
    assert days[2] == (date(2026, 1, 11), date(2026, 1, 15), 10, 15)
    assert days[3] == (date(2026, 1, 11), date(2026, 1, 30), 0, 0)
    assert days[4] == (date(2026, 1, 31), date(2026, 2, 3), 11, 0)
    assert days[5] == (date(2026, 1, 4), date(2026, 1, 5), 0, 29)
    assert (found.days, found.months) == (34, pytest.approx(34 / 30.4375))
    assert [id for id, one in found.placed.items() if one.critical] == [1, 3, 4]


def test_what_comes_before_a_planned_day_has_the_wait_as_slack() -> None:
    """The last step begins on day 50 because it is planned so: the first, done on day 10, may slip 40 days."""
    found = schedule([step(1, 0, 10), step(2, 50, 10, 1)])
    assert found.days == 60
    assert [one.slack for one in found.placed.values()] == [40, 0]


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ([step(1, 0, 5, 3), step(2, 0, 5, 1), step(3, 0, 5, 2)], "in a circle: S1 > S2 > S3 > S1"),
        ([step(1, 0, 5, 1)], "in a circle: S1 > S1"),
        ([Step(id=1, name="Late", start=JAN, end=date(2025, 12, 31))], "Late ends on 2025-12-31, before it starts on"),
        ([step(1, 0, 5, 9)], "S1 waits for step 9, which is not in the plan"),
        ([step(1, 0, 5), step(1, 0, 5)], "Two steps carry the same number"),
        ([Step(id=4, name=" ", start=JAN, end=JAN)], "Step 4 has no name"),
        ([], "no step yet"),
        ([step(1, 0, 40_000)], "more than 100 years"),
        ([step(1, 0, 2_900_000), step(2, 0, 2_900_000, 1)], "more than 100 years"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(steps: list[Step], words: str) -> None:
    with pytest.raises(PlanError, match=words):
        schedule(steps)


def test_a_circle_behind_other_steps_is_found() -> None:
    """S1 and S4 are sound; S2 and S3 wait for each other."""
    with pytest.raises(PlanError, match=r"S[23] > S[23] > S[23]"):
        checked([step(1, 0, 5), step(2, 0, 5, 1, 3), step(3, 0, 5, 2), step(4, 0, 5, 1)])


@st.composite
def plans(draw: st.DrawFn) -> list[Step]:
    """Plans without a circle: a step waits only for ones before it."""
    count = draw(st.integers(1, 12))
    made = []
    for id in range(1, count + 1):
        after = draw(st.sets(st.integers(1, id - 1), max_size=3)) if id > 1 else set()
        made.append(step(id, draw(st.integers(0, 60)), draw(st.integers(1, 40)), *sorted(after)))
    return draw(st.permutations(made))


@given(plans())
def test_a_chain_of_critical_steps_leads_from_a_planned_day_to_the_end(steps: list[Step]) -> None:
    """Back from the step that ends last: each is critical, and begins on its day or the day after another ended."""
    found = schedule(steps)
    here = max(found.placed.values(), key=lambda one: one.end)
    assert here.end == found.end and here.critical
    while here.pushed:
        here = next(one for id in here.step.after if (one := found.placed[id]).end + timedelta(days=1) == here.start)
        assert here.critical


@given(plans())
def test_no_step_begins_before_what_it_waits_for_or_before_its_day(steps: list[Step]) -> None:
    found = schedule(steps)
    for one in found.placed.values():
        assert one.pushed >= 0 and one.slack >= 0
        assert one.end - one.start == one.step.end - one.step.start
        assert all(found.placed[before].end < one.start for before in one.step.after)


@given(plans(), st.data())
def test_a_delay_within_the_slack_moves_nothing_and_one_more_day_does(steps: list[Step], data: st.DataObject) -> None:
    found = schedule(steps)
    chosen = data.draw(st.sampled_from(steps))
    slack = found.placed[chosen.id].slack

    def late(days: int) -> date:
        moved = found.placed[chosen.id].start + timedelta(days=days)
        longer = [
            s
            if s.id != chosen.id
            else Step(id=s.id, name=s.name, start=moved, end=moved + timedelta(days=s.days - 1), after=s.after)
            for s in steps
        ]
        return schedule(longer).end

    assert late(slack) == found.end
    assert late(slack + 1) == found.end + timedelta(days=1)


# Lights


def test_eight_lights_by_hand() -> None:
    steps = [
        step(1, 0, 5, heading="management"),
        step(2, 5, 5, 1, owner="", heading="process"),
        step(3, 9, 3, heading="infrastructure"),
        step(4, 9, 3, 2, heading="training"),
    ]
    found = {light.id: light for light in lights.completeness(steps, {"mail": 4}, ["mail", "spend"])}
    assert list(found) == list(HEADINGS)
    assert {id: light.state for id, light in found.items()} == {
        "dependencies": State.PARTLY,
        "resources": State.PARTLY,
        "cross_org": State.MISSING,
        "management": State.DONE,
        "process": State.PARTLY,
        "infrastructure": State.DONE,
        "plan": State.PARTLY,
        "training": State.DONE,
    }
    assert lights.coverage(list(found.values())) == 3
    assert str(found["dependencies"].missing) == "hanging on no other step: S3"
    assert str(found["resources"].missing) == "no owner: S2"
    assert str(found["plan"].missing) == "1 of 2 benefits hang on no step"
    assert str(found["cross_org"].missing) == "no step stands under this heading"
    assert found["management"].missing is None


def test_without_a_step_all_eight_are_missing() -> None:
    found = lights.completeness([], {}, ["mail"])
    assert [light.state for light in found] == [State.MISSING] * 8
    assert lights.coverage(found) == 0


def test_a_full_plan_has_eight() -> None:
    steps = [step(n, n, 2, *([n - 1] if n > 1 else []), heading=heading) for n, heading in enumerate(HEADINGS, 1)]
    assert lights.coverage(lights.completeness(steps, {"mail": 2}, ["mail"])) == 8


# Pitfalls


def test_the_twenty_are_twenty_in_five_groups_each_with_its_source() -> None:
    found = library.pitfalls()
    assert len(found) == 20
    assert len({one.source for one in found.values()}) == 20
    assert {one.group for one in found.values()} == set(library.groups())
    assert len(library.groups()) == 5
    for one in found.values():
        assert {"en", "zh_CN"} == set(phrases()[one.name]) == set(phrases()[one.good])
        assert one.affects and set(one.affects) <= {*KINDS, "all", "cost"}
        assert one.row == "G01"


@pytest.mark.parametrize("kind", library.CHECKS)
def test_every_check_has_both_languages_and_its_row(kind: str) -> None:
    for one in library.checks(kind).values():
        assert phrases()[one.name]["zh_CN"] and one.row


def test_readiness_by_hand() -> None:
    """Ten in place, six partly, four open: (20 + 6)/40."""
    assert pitfalls.readiness([2] * 10 + [1] * 6 + [0] * 4, 20) == pytest.approx(26 / 40)
    with pytest.raises(UndefinedError, match="3 of 20 pitfalls are answered; so far 4 of 6 points"):
        pitfalls.readiness([2, 2, 0, *[None] * 17], 20)


@given(st.lists(st.integers(0, 2), min_size=20, max_size=20))
def test_readiness_is_a_fraction_and_all_in_place_is_one(answers: list[int]) -> None:
    value = pitfalls.readiness(answers, 20)
    assert 0 <= value <= 1
    assert (value == 1) == (set(answers) == {2})
    assert (value == 0) == (set(answers) == {0})


def test_money_at_risk_by_hand() -> None:
    """Retention 800 and spend 200 are threatened: 1,000 x 25% x 40% = 100. A budget of 600 at u = 40% lacks 400."""
    held = {"retention": 800.0, "spend": 200.0, "mail": 50.0}
    assert pitfalls.affected(["retention", "spend", "calls"], held, None, 0.4) == 1000
    assert Risk("x", 1000, 0.4, 0.25).money == pytest.approx(100)
    assert pitfalls.affected(["all"], held, None, 0.4) == 1050
    assert pitfalls.affected(["cost"], held, 600, 0.4) == pytest.approx(400)
    assert pitfalls.affected(["cost"], held, None, 0.4) is None
    assert pitfalls.affected(["handling"], held, 600, 0.4) is None
    assert pitfalls.affected(["all"], {}, 600, 0.4) is None
    assert Risk("x", None, 0.4, 0.25).money is None and Risk("x", 1.0, None, 0.25).money is None


def test_the_top_leaves_out_what_has_no_figure() -> None:
    found = [Risk("a", 10, 0.5, 1), Risk("b", None, 0.5, 1), Risk("c", 100, 0.2, 1), Risk("d", 9, 0.0, 1)]
    assert [risk.id for risk in pitfalls.top(found, 5)] == ["c", "a"]
    assert [risk.id for risk in pitfalls.top(found, 1)] == ["c"]


def test_a_chance_entered_by_hand_wins_over_the_usual_one() -> None:
    usual = (0.4, 0.2, 0.05)
    assert (pitfalls.chance(None, 1, usual), pitfalls.chance(0.0, 1, usual)) == (0.2, 0.0)
    assert pitfalls.chance(None, None, usual) is None


@pytest.mark.parametrize(
    ("entered", "words"),
    [
        ({"answer": 3}, "0, 1 or 2, not 3"),
        ({"answer": 1, "chance": 1.2}, "Chance: 1.2 is out of range; 0 to 1 is"),
        ({"answer": 1, "share": -0.1}, "Share lost: -0.1 is out of range"),
        ({"evidence": "javascript:alert(1)"}, "begins with https"),
    ],
)
def test_answers_that_cannot_be_are_refused(entered: dict, words: str) -> None:
    with pytest.raises(AnswerError, match=words):
        parts.pitfalls({"budget": entered})


# Order, weights, people


def test_inversions_by_hand() -> None:
    """Culture in May, organisation in March, process in April, software in January: 3 + 1 + 1."""
    assert people.inversions([date(2026, month, 1) for month in (5, 3, 4, 1)]) == 5
    assert people.inversions([JAN, JAN]) == 0


@given(st.lists(st.dates(), max_size=8))
def test_a_sorted_order_has_no_inversion_and_a_reversed_one_the_most(days: list[date]) -> None:
    assert people.inversions(sorted(days)) == 0
    different = sorted(set(days), reverse=True)
    assert people.inversions(different) == len(different) * (len(different) - 1) // 2
    assert (people.inversions(days) == 0) == (days == sorted(days))


def test_software_before_culture_is_warned_of() -> None:
    days = {"culture": date(2026, 5, 1), "process": date(2026, 1, 1), "software": date(2026, 3, 1)}
    assert people.before(days) == ["culture"]
    assert people.before({"culture": JAN}) == []


def test_roles_users_and_reviews_by_hand() -> None:
    core = [one.id for one in library.checks("role").values() if one.more["core"]]
    assert (len(core), len(library.checks("role"))) == (7, 12)
    assert people.share(194, 360) == pytest.approx(194 / 360)
    assert people.days_since([date(2026, 10, 1), date(2026, 11, 5)], date(2026, 10, 31)) == 30
    for part, of, words in ((None, 1, "not entered"), (1, 0, "no licensed"), (5, 4, "5 of 4 cannot be")):
        with pytest.raises(UndefinedError, match=words):
            people.share(part, of)
    with pytest.raises(UndefinedError, match="no review"):
        people.days_since([date(2027, 1, 1)], date(2026, 10, 31))


def test_variance_of_expectations_by_hand() -> None:
    """2, 4, 3: mean 3, squares 1 + 1 + 0 over 2 = 1."""
    rows = [people.Expectation(name, value, 3.0) for name, value in (("a", 2.0), ("b", 4.0), ("c", 3.0))]
    assert people.variance(rows) == pytest.approx(1.0)
    assert rows[1].short == 1.0
    with pytest.raises(UndefinedError, match="two roles or more, has 1"):
        people.variance(rows[:1])
    with pytest.raises(AnswerError, match="0 is out of range; 1 to 5 is"):
        parts.expectations([{"id": "1", "role": "a", "expected": 0.0}])


# Suppliers


def test_weighted_scores_by_hand() -> None:
    """(60 x 4 + 40 x 3)/100 = 3.6; weights need not sum to 100."""
    assert vendors.weighted({"fit": 60, "price": 40}, {"fit": 4, "price": 3}) == pytest.approx(3.6)
    assert vendors.weighted({"fit": 6, "price": 4}, {"fit": 4, "price": 3}) == pytest.approx(3.6)
    for weights, scores, words in (
        ({}, {}, "no weights"),
        ({"fit": 1}, {}, "no score for fit"),
        ({"fit": 1}, {"fit": 6.0}, "from 0 to 5"),
    ):
        with pytest.raises(UndefinedError, match=words):
            vendors.weighted(weights, scores)


@given(st.lists(st.tuples(st.floats(0.1, 100), st.floats(0, 5)), min_size=1, max_size=6))
def test_a_weighted_score_lies_between_its_scores(pairs: list[tuple[float, float]]) -> None:
    weights = {str(n): weight for n, (weight, _score) in enumerate(pairs)}
    scores = {str(n): score for n, (_weight, score) in enumerate(pairs)}
    found = vendors.weighted(weights, scores)
    assert min(scores.values()) - 1e-9 <= found <= max(scores.values()) + 1e-9


def test_renting_beside_buying_by_hand() -> None:
    """Rent 1,000 a month; buy 12,000 and 500 a month: back after 12,000/500 = 24 months.

    At 0% over 36 months renting costs 36,000 and buying 30,000; at 12.6825% a year, 1% a month, the annuity of 36
    months is 30.1075: 30,107.5 and 12,000 + 15,053.8.
    """
    rent, buy = Offer("A", RENT, 0, 1000), Offer("B", BUY, 12_000, 500)
    assert vendors.break_even(rent, buy, 36) == pytest.approx(24)
    assert vendors.worth(rent, 0.0, 36) == pytest.approx(-36_000)
    assert vendors.worth(buy, 0.0, 36) == pytest.approx(-30_000)
    yearly = 1.01**12 - 1
    assert vendors.worth(rent, yearly, 36) == pytest.approx(-30_107.505, abs=0.01)
    assert vendors.worth(buy, yearly, 36) == pytest.approx(-27_053.752, abs=0.01)


@pytest.mark.parametrize(
    ("buy", "words"),
    [((12_000, 900), "cheaper over all 36 months"), ((0, 500), "no more at the start"), ((9_000, 1000), "no dearer")],
)
def test_a_break_even_that_is_not_there_says_why(buy: tuple[float, float], words: str) -> None:
    with pytest.raises(UndefinedError, match=words):
        vendors.break_even(Offer("A", RENT, 0, 1000), Offer("B", BUY, *buy), 36)


@given(st.floats(1, 1e6), st.floats(0.5, 1e4), st.floats(0.01, 0.4))
def test_at_the_rate_of_return_of_buying_both_cost_the_same(once: float, saved: float, rate: float) -> None:
    """NPV(buy) - NPV(rent) is the NPV of the saving less the price: zero exactly where that is."""
    rent, buy = Offer("A", RENT, 0, saved), Offer("B", BUY, once, 0)
    gap = vendors.worth(buy, rate, 60) - vendors.worth(rent, rate, 60)
    annuity = (1 - (1 + rate) ** -5) / finance.monthly_rate(rate)
    assert gap == pytest.approx(saved * annuity - once, rel=1e-9, abs=1e-6)


def test_the_best_offer_of_each_way() -> None:
    scored = (("A", RENT, {"fit": 1.0}), ("B", BUY, {"fit": 2.0}), ("C", BUY, {"fit": 3.0}), ("D", BUY, {}))
    offered = [Candidate(Offer(name, way, 1, 1), {"fit": 1.0}, scores, 1.0) for name, way, scores in scored]
    assert suppliers._best(offered, BUY).offer.name == "C"
    with pytest.raises(UndefinedError, match="no rented offer"):
        suppliers._best(offered[1:], RENT)
    for offer, words in (({"once": math.nan}, "is no number"), ({}, "D is neither rented nor bought")):
        with pytest.raises(AnswerError, match=words):
            parts.vendors({"offers": [{"id": "1", "name": "D", **offer}]})


def test_rules_of_thumb_by_hand() -> None:
    """50,000 at 30% are 15,000."""
    assert presets.next_product(50_000, 0.3) == pytest.approx(15_000)
    for call in (lambda: presets.next_product(-1, 1), lambda: presets.next_product(1, 1.1)):
        with pytest.raises(UndefinedError):
            call()
