"""Every metric and every sentence of the segments page, worked by hand on the shop of 60 buyers, here with regions.

Silent for so many days at the end of 2025, the longest first, and so in these fifths of recency: old 730, gold7 729,
gold8 564 (1); plain11-39 559 (2); loser2-4 478, plain40 365 (3); new1 364, gold2-6 235, plain1-10 194 (4); loser1
113, new2-7 91, gold1 0 (5). The 43 with one day of orders are in the second fifth, the 17 with two in the fifth. Money
so far, the least first: loser1 -20, new1-2 -15, loser2-4 -10, plain11 0 (1); plain12-40 7 (2); plain1-10 14 (4);
new4-7 30, new3 60, gold7-8 120, gold2 200, gold1 210, gold3-6 240, old 500 (5). That makes 21 champions (gold1-6,
plain1-10, new3-7), 1 loyal (loser1), 2 new (new1-2), 4 fading (loser2-4, plain40), 3 at risk (old, gold7-8) and 29
asleep (plain11-39).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from metrics.context import Context
from metrics.finding import Finding, Table
from metrics.segments import findings, findings_steps
from metrics.segments.method import USUAL, Method
from metrics.words.text import Written
from tests.metrics.hand_made import published, shop

SMALL = Method(least=1, traits=0)  # thresholds that a group of few can pass


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """The shop; the forty plain ones live in the north, the other twenty in the south."""
    tables = dict(shop())
    tables["customers"] = [
        {**row, "region": "North" if str(row["customer_id"]).startswith("plain") else "South"}
        for row in tables["customers"]
    ]
    with published(tmp_path_factory.mktemp("shop"), tables, scored=False) as made:
        yield made


@pytest.mark.parametrize(
    ("id", "terms", "value"),
    [
        ("step_traits", {}, 2),  # the region, and who buys at the year-end; nothing else is known
        ("step_traits", {"method": Method(left_out=("region",))}, 1),
        # 40 x place by profit + 20 x by revenue + 20 x by loyalty: gold3-6 4,480, gold2 4,340, gold1 4,320, old 4,040,
        # gold7-8 3,590, new3 3,500, plain1-10 3,470: these ten share the places 11 to 20, beyond a fifth of 60
        ("step_bands", {}, 10),
        # 29 of 29 asleep are of the north, of all 40 of 60: 150, from 1 / (1 + 3.8415 / 29) / (40 / 60) = 132 on.
        # 11 of 21 champions are of the south, of all 20 of 60: 157, but from 97 on
        ("step_needs", {}, 1),
        ("step_needs", {"method": Method(fewest=30)}, 0),
        ("step_kinds", {}, 6),
        ("step_tests", {}, 0),  # none is of 50
        # 900 of champions, a year and 42.86 each; the others bring nothing or less
        ("step_tests", {"method": SMALL}, 1),
        ("rfm", {}, 3),
        # A year ago all had one day. Of 53 then, old and the gold ones but gold6 were at risk, gold6 was a champion,
        # the plain ones loyal, the losers new: gold6, old, gold7 and gold8 are what they were
        ("segment_moves", {}, 4),
        ("made_of", {}, 60),
    ],
)
def test_each_count_by_hand(context: Context, id: str, terms: dict[str, Any], value: float) -> None:
    assert context.read(id, **terms).known == value


@pytest.mark.parametrize(
    ("id", "terms", "reason"),
    [
        ("step_traits", {"method": Method(left_out=("region", "year_end"))}, "no trait of customers is in use"),
        ("step_needs", {"method": Method(left_out=("region", "year_end"))}, "no trait of customers is in use"),
        ("made_of", {"method": Method(left_out=("region", "year_end"))}, "no trait of customers is in use"),
        (
            "step_bands",
            {"method": Method(weights=tuple({**dict.fromkeys(USUAL.weight, 0), "referrals": 100}.items()))},
            "no variable with a weight is known, so there are no value bands",
        ),
        ("step_kinds", {"method": Method(by="found")}, "60 customers are too few to find groups in; 500 are needed"),
        ("step_tests", {"method": Method(by="found", inputs=("family", "business"))}, "fewer than two"),
        ("segment_moves", {"years": 2}, "only 1 had bought by the earlier date; 50 are needed"),
    ],
)
def test_without_an_answer_there_is_a_reason(context: Context, id: str, terms: dict[str, Any], reason: str) -> None:
    assert reason in str(context.read(id, **terms).reason)


def test_terms_that_were_entered_stand_behind_the_figure(context: Context) -> None:
    given = context.read("step_bands").basis.given
    weights = {"Contribution margin": 0.4, "Revenue": 0.2, "Loyalty": 0.2, "Response": 0.1, "Referrals": 0.1}
    assert {item.label.render(): item.value for item in given} == weights
    assert [item.value for item in context.read("step_needs", method=Method(index=150)).basis.given] == [150, 10]


# --- What the page says


@pytest.mark.parametrize(
    ("answer", "choices", "sentence"),
    [
        (findings.shares, {}, "Champions bring 42.9 each a year"),
        (findings.rfm_map, {}, "5% bought much and have gone quiet"),
        (findings.tests, {}, "No group passes every test"),
        (findings.tests, {"method": SMALL}, "1 of 6 groups pass every test"),
        # below nothing is what everybody brings; six groups whose own money is off the average by anything
        (findings.tests, {"method": replace(SMALL, profit=-1e3, different=0.0)}, "All 6 groups pass every test"),
        (findings_steps.traits, {}, "2 of 20 traits are in use"),
        # 10 of 60; of 853 in all: gold1 90, gold2 80, gold3-6 480 and new3 60
        (findings_steps.bands, {}, "Large or important: 17% of customers, 83% of contribution"),
        (findings_steps.needs, {}, "Silent stand out by Region: North, index 150"),
        (findings_steps.needs, {"method": Method(fewest=30)}, "No trait stands out."),
        (findings.moves, {}, "0% of Champions have moved on, 0 customers"),
        (findings.composition, {}, "Silent but valuable: South 100%, against 33% of all"),
        (findings_steps.agreement, {}, "60 customers are too few to find groups in; 500 are needed"),
        (findings_steps.apart, {}, "60 customers are too few to find groups in; 500 are needed"),
    ],
)
def test_each_block_says_what_the_shop_is(
    context: Context, answer: Callable[..., Finding], choices: dict[str, Any], sentence: str
) -> None:
    assert answer(context, **choices).sentence.render() == sentence


def test_the_verdict_names_who_brings_most(context: Context) -> None:
    assert findings.verdict(context, SMALL).render() == (
        "Champions: 35% of customers, 106% of contribution. 1 of 6 groups pass every test we can make."
    )
    assert findings.verdict(context, Method(by="found")).render() == (
        "No groups yet: 60 customers are too few to find groups in; 500 are needed."
    )


def cells(finding: Finding) -> list[list[Any]]:
    """The cells of its table, in words where they are words."""
    assert isinstance(finding.table, Table)
    rows = finding.table.cells()
    return [[cell.render("en", "EUR") if isinstance(cell, Written) else cell for cell in row] for row in rows]


def test_each_group_has_its_customers_its_money_and_what_it_shares(context: Context) -> None:
    rows = cells(findings.shares(context))
    assert rows[0] == [
        *("Champions", 21, pytest.approx(21 / 60), pytest.approx(900 / 853), pytest.approx(900 / 21)),
        *(pytest.approx(7 / 21), "No trait stands out.", None),
    ]
    assert [row[:2] for row in rows[1:3]] == [["Fading", 4], ["Silent but valuable", 3]]  # 0; then -7, -10 and -30
    asleep = next(row for row in rows if row[0] == "Silent")
    assert asleep == ["Silent", 29, *map(pytest.approx, (29 / 60, -7 / 853, -7 / 29, 0)), "Region: North", 150]


def test_every_test_has_its_number_or_why_there_is_none(context: Context) -> None:
    row = cells(findings.tests(context, SMALL))[0]
    assert row[1::2] == [
        *(21, pytest.approx(900 / 21), "no e-mail or consent is held", 1, 0),
        *(pytest.approx(900 / 21 / (853 / 60) - 1), "needs a table of campaign members or of mail"),
    ]
    assert row[2::2] == [True, True, None, True, True, True, None]
    note = findings.tests(context, SMALL).note
    assert note is not None
    assert note.render().startswith(
        "5 groups fail a test: Fading, Silent but valuable, Silent, Loyal, New or occasional. ● passes"
    )
    assert note.render().endswith(
        "Campaign possible: a campaign reached 25% in 12 months. Not tested: Reachable: no e-mail or consent is held; "
        "Campaign possible: needs a table of campaign members or of mail."
    )


def test_moves_are_told_from_each_group_to_each(context: Context) -> None:
    assert cells(findings.moves(context)) == [
        ["Champions", 1, 0, 0, 0, 0, 0],
        ["Loyal", 10, 0, 0, 1, 0, 29],
        ["New or occasional", 0, 1, 0, 3, 0, 0],
        ["Fading", 0, 0, 0, 0, 0, 0],
        ["Silent but valuable", 5, 0, 0, 0, 3, 0],
        ["Silent", 0, 0, 0, 0, 0, 0],
        ["New", 5, 0, 2, 0, 0, 0],
    ]


def test_composition_is_told_by_share_and_count(context: Context) -> None:
    rows = cells(findings.composition(context, trait="region"))
    assert rows[0] == ["Champions", pytest.approx(10 / 21), 10, pytest.approx(11 / 21), 11]
    assert rows[-1] == ["New or occasional", 0, 0, 1, 2]
