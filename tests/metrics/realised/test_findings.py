"""What promised and realised says, each sentence with the case in which another is said."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from metrics.experiments.moments import HoldOut
from metrics.experiments.rollout import RollOut
from metrics.overview import findings as overview
from metrics.reading import UndefinedError
from metrics.realised import facts, findings, findings_close, findings_proof, ledger
from metrics.realised.facts import Course, Due, Lever
from metrics.realised.ledger import Item
from metrics.realised.proof import OUTCOMES
from metrics.words.text import message
from metrics.words.units import Month, Unit
from tests.metrics.realised.test_register import entry
from tests.metrics.told import Told, reading

ns = SimpleNamespace
SEP = Month(date(2026, 9, 1))


def said(words: Any) -> str:
    """As read in English, in dollars."""
    return words.render("en", "USD")


def test_the_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "to_date", lambda _context: date(2026, 9, 1))
    share, proven = reading("realised_share", 0.88, Unit.SHARE), reading("proven_share", 0.064, Unit.SHARE)
    assert said(findings.verdict(Told(share, proven))) == (
        "88% of what was promised to Sep 2026 is realised; 6.4% of that is proven."
    )
    unproven = reading("proven_share", None, Unit.SHARE)
    assert said(findings.verdict(Told(share, unproven))) == "88% of what was promised to Sep 2026 is realised"
    loss = (
        reading("realised_share", -10.0, Unit.SHARE),
        reading("realised_benefit", -50.0),
        reading("promised_benefit", 5.0),
    )
    below: Any = ns(
        read={r.id: r for r in (*loss, proven)}.__getitem__, value=lambda id: {r.id: r.known for r in loss}[id]
    )
    assert said(findings.verdict(below)) == "Realised benefit to Sep 2026 is below zero: −$50, against $5 promised"
    nothing = reading("realised_share", None, Unit.SHARE)
    assert said(findings.verdict(Told(nothing, proven))).startswith("Nothing can be called realised yet. ")


@pytest.mark.parametrize(
    ("promised", "have", "words"),
    [
        (300.0, 260.0, "$260 of $300 promised to Sep 2026 is realised, $40 less than promised"),
        (300.0, 310.0, "$310 is realised to Sep 2026, $10 more than the $300 promised"),
    ],
)
def test_realised_against_promised(promised: float, have: float, words: str) -> None:
    assert said(findings._standing(promised, have, SEP)) == words


@pytest.mark.parametrize(
    ("actual", "words"),
    [
        (120.0, "Cost $120 to Sep 2026, $20 over the budget of $100"),
        (90.0, "Cost $90 to Sep 2026, $10 under the budget of $100"),
    ],
)
def test_cost_against_budget(actual: float, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "spent", lambda _context: (actual, 100.0, 10.0))
    monkeypatch.setattr(facts, "to_date", lambda _context: date(2026, 9, 1))
    assert said(findings.cost(ns()).sentence) == words


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (Due(12.0, 14.0, True), "Payback was due in Jan 2026; on actual figures it came in Mar 2026"),
        (Due(12.0, 14.0, False), "Payback was due in Jan 2026; on actual figures it is now expected in Mar 2026"),
        (Due(12.0, None, False), "Payback was due in Jan 2026; on actual figures none is expected within the horizon"),
        (Due(None, 14.0, True), "Payback was never due; on actual figures it came in Mar 2026"),
        (Due(None, 14.0, False), "Payback was never due; on actual figures it is expected in Mar 2026"),
        (Due(None, None, False), "Payback was never due, and on actual figures none is expected within the horizon"),
    ],
)
def test_when_the_money_is_back(due: Due, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    context: Any = ns(scenario=ns(month0=date(2025, 1, 1)))
    monkeypatch.setattr(facts, "start", lambda _context: date(2025, 1, 1))
    assert said(findings.payback_sentence(context, due)) == words


def course(promised: list[float], realised: list[float], expected: list[float]) -> Course:
    """Month 0 first; the last month counted is the end of ``realised``."""
    size = len(promised)
    have, later = np.zeros(size), np.zeros(size)
    have[: len(realised)] = realised
    later[len(realised) :] = expected
    return Course(date(2025, 1, 1), len(realised) - 1, np.array(promised), have, later)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        # 10 a month from month 1; 20 by month 4 was promised by month 2
        (
            course([0, 10, 10, 10, 10, 10], [0, 0, 5, 5, 10], [10]),
            "Benefit is 2 months late; $30 is expected by the end of the horizon, $50 was promised",
        ),
        (
            course([0, 10, 10, 10, 10, 10], [0, 20, 15], [10, 10, 10]),
            "Benefit is 1.5 months early; $65 is expected by the end of the horizon, $50 was promised",
        ),
        (course([0, 10, 10], [0, 10], [10]), "Benefit is on time; $20 is expected by the end of the horizon"),
    ],
)
def test_how_late_benefit_is(path: Course, words: str) -> None:
    assert said(findings._slip(path)) == words


def test_what_others_reported_is_told_beside_it() -> None:
    assert said(findings._published()) == (
        "For comparison: British Telecom reported its bulk channel 3 months ahead, its value channel on plan."
    )


def test_nothing_realised_is_as_late_as_the_first_promise() -> None:
    """Promised from month 2 on; by month 4 nothing: three months late, 2, 3 and 4."""
    assert course([0, 0, 5, 5, 5], [0, 0, 0, 0, 0], []).slip == 3.0
    assert course([0, 5], [0, 9], []).slip == 0.0  # more than was ever promised, on its last month


def lever(name: str, promised: float | None, realised: float | None, cause: str = "A") -> Lever:
    return Lever(name, message("{n}", n=name), promised, realised, 0.0, 0.0, entry(cause=cause), 0)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([lever("a", 10, 10)], "Every lever with a promise and a realised benefit keeps its promise"),
        ([lever("a", None, -50)], "No lever has both a promise and a realised benefit"),
        ([lever("a", 0, -50)], "a is furthest behind its promise, by $50"),
        ([lever("a", 10, 4), lever("b", 10, 9)], "a is furthest behind its promise, by $6"),
        (
            [lever("a", 10, 4), lever("b", 10, None)],
            "a is furthest behind its promise, by $6; 1 without any realised benefit",
        ),
    ],
)
def test_which_lever_keeps_its_promise(rows: list[Lever], words: str) -> None:
    assert said(findings._levers(rows)) == words


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], "Sep 2026: no row is entered"),
        ([entry()], "Sep 2026: rows in all 1, none waits for approval"),
        ([entry(status="draft"), entry()], "Sep 2026: rows waiting for approval 1, each complete"),
        (
            [entry(status="draft", evidence=""), entry(status="draft")],
            "Sep 2026: rows waiting for approval 2, of which 1 cannot be approved as they are",
        ),
    ],
)
def test_the_rows_of_a_month(rows: list[Any], words: str) -> None:
    assert said(findings._of_month(rows, SEP)) == words


@pytest.mark.parametrize(
    ("of_benefit", "of_work", "words"),
    [
        (0.53, 0.22, "Cost is 53% of realised benefit (limit 75%) and its own work 22% of cost (limit 30%)"),
        (0.8, 0.22, "Cost is 80% of realised benefit, past the limit of 75%; its own work 22% of cost"),
        (0.53, 0.4, "Its own work takes 40% of cost, past the limit of 30%; cost is 53% of realised benefit"),
        (0.8, 0.4, "Both limits are passed: cost is 80% of realised benefit, its own work 40% of cost"),
    ],
)
def test_the_two_rules(of_benefit: float, of_work: float, words: str) -> None:
    assert said(findings_close._rules(of_benefit, of_work)) == words


def books(records: float, gl: float, *explained: float) -> ledger.Month:
    on = date(2026, 9, 1)
    return ledger.Month(on, records, gl, tuple(Item(on, "x", each, "other", False) for each in explained))


@pytest.mark.parametrize(
    ("month", "words"),
    [
        (books(1000, 1000), "Sep 2026: ledger and orders show the same revenue"),
        (books(1000, 1007, 5, 2), "Sep 2026: the ledger shows 0.7% more revenue than the orders, all of it explained"),
        (books(1000, 993, -7), "Sep 2026: the ledger shows 0.7% less revenue than the orders, all of it explained"),
        (books(1000, 1007, 5), "Sep 2026: the ledger shows 0.7% more revenue than the orders; $2 of it is unexplained"),
        (books(1000, 993), "Sep 2026: the ledger shows 0.7% less revenue than the orders; $7 of it is unexplained"),
    ],
)
def test_ledger_and_orders(month: ledger.Month, words: str) -> None:
    assert said(findings_close._gap(month)) == words


def test_a_month_is_settled_within_a_thousandth() -> None:
    assert books(1000, 1007, 5, 2).settled and books(1000, 1001).settled and not books(1000, 1002).settled


LAST = (date(2026, 9, 1), {"by": "Ida", "verified": True})


@pytest.mark.parametrize(
    ("last", "following", "lacking", "words"),
    [
        (None, None, [], "No month is closed yet"),
        (LAST, None, [], "Sep 2026 is closed, signed by Ida; every whole month is closed"),
        (LAST, date(2026, 10, 1), [], "Sep 2026 is closed, signed by Ida; Oct 2026 can be closed"),
        (
            LAST,
            date(2026, 10, 1),
            [("mail", ["actual"])],
            "Sep 2026 is closed, signed by Ida; Oct 2026 waits for: mail",
        ),
        (
            (date(2026, 9, 1), {"by": "Ida", "verified": False}),
            None,
            [],
            "Sep 2026 is closed, signed by Ida: not independently verified (single user); every whole month is closed",
        ),
    ],
)
def test_which_month_is_closed(
    last: Any, following: date | None, lacking: Any, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "to_close", lambda _context: following)
    monkeypatch.setattr(ledger, "missing", lambda _context, _on: lacking)
    monkeypatch.setattr(facts, "lever_name", lambda _context, id: message("{n}", n=id))
    assert said(findings_close._closing(ns(), last)) == words
    if lacking:
        assert said(findings_close.lacks(ns(), date(2026, 10, 1))[0]) == "mail lacks: realised amount"


@pytest.mark.parametrize(
    ("frozen", "measured", "words"),
    [
        ({}, {}, "The baseline is not frozen yet: it is measured again from the data each time"),
        (
            {"by": "Ada", "on": "2026-01-02", "figures": {"calls": 5.0}},
            {"calls": 5.0},
            "The baseline was frozen on 2 Jan 2026 by Ada; the data still show the same",
        ),
        (
            {"by": "Ada", "on": "2026-01-02", "figures": {"calls": 5.0}},
            {"calls": 6.0},
            "The baseline was frozen on 2 Jan 2026 by Ada; since then the data show 1 figures otherwise",
        ),
    ],
)
def test_the_frozen_baseline(frozen: dict[str, Any], measured: dict[str, Any], words: str) -> None:
    assert said(findings_close._baseline(frozen, frozen.get("figures", {}), measured)) == words


def test_fixed_words_of_a_controller(monkeypatch: pytest.MonkeyPatch) -> None:
    """The two marks, the field that returns most, and the notes that stand below."""
    monkeypatch.setattr(facts, "marks", lambda _context: {("A", "1"): 30.0, ("C", "2"): 50.0, ("", "3"): 20.0})
    found = findings_close.marks(ns(value=lambda _id: 12.0))
    assert said(found.sentence) == (
        "30% of realised benefit has a control and measured money; by intervals above zero $12 is proven"
    )
    assert said(found.note) == (
        "Business success is not credited to CRM because both moved: before and after (C) proves no cause."
    )
    cells = found.table.cells()
    assert cells[0][1] == 0.3 and cells[2][2] == 0.5 and cells[-1][3] == 0.2 and cells[0][2] is None
    fields = [
        facts.Field("call centre", 10.0, 30.0),
        facts.Field("web marketing", 10.0, 5.0),
        facts.Field("", 9.0, 0.0),
    ]
    monkeypatch.setattr(facts, "fields", lambda _context: fields)
    assert said(findings_close.fields(ns()).sentence) == (
        "Call centre returns most to date, Web marketing least; what serves several fields is not shared out"
    )
    monkeypatch.setattr(facts, "spent", lambda _context: (50.0, 40.0, 10.0))
    rules = findings_close.rules(ns(value=lambda _id: 100.0))
    assert said(rules.note) == (
        "Limits by rule of thumb: cost below 75% of benefit is a return above 33%, below 75% of profit above 133%."
    )
    assert [row[1] for row in rules.table.cells()] == [0.5, 1.0, 0.2]
    monkeypatch.setattr(facts, "levers", lambda _context: [lever("a", 1.0, 1.0)])
    assert said(findings.levers(ns()).note) == (
        "Cause and money are two marks; a benefit is proven by both, never by one."
    )


@pytest.mark.parametrize(
    ("ends", "naive", "words"),
    [
        ((5, 2, 8), None, "The CRM caused $5 of contribution ($2 to $8, 95%)"),
        (
            (5, 2, 8),
            9.0,
            "The CRM caused $5 of contribution ($2 to $8, 95%); before and after would have said $9",
        ),
        ((5, -2, 12), None, "The hold-out shows no sure effect: $5 (−$2 to $12, 95%)"),
        (
            (5, -2, 12),
            9.0,
            "The hold-out shows no sure effect: $5 (−$2 to $12, 95%); before and after would have said $9",
        ),
    ],
)
def test_was_it_the_crm(ends: tuple[float, float, float], naive: float | None, words: str) -> None:
    assert said(findings_proof._caused(*ends, naive)) == words


def test_arms_that_began_apart_are_told() -> None:
    parts: dict[str, Any] = {"effect": 1.0, "low": 0.0, "high": 2.0, "raw": 1.0, "treated": 900, "control": 100}
    assert said(findings_proof._exposed(HoldOut(balance=0.3, exposure=900.0, **parts))) == (
        "900 customers contacted and 100 held out, who had all ordered before the programme reached their region. "
        "Whoever left stays counted; the year before the arms differed by no more than chance."
    )
    assert said(findings_proof._exposed(HoldOut(balance=3.0, exposure=900.0, **parts))) == (
        "900 customers contacted and 100 held out, who had all ordered before the programme reached their region. "
        "Whoever left stays counted; the year before the arms differed by more than chance, so read it with care."
    )


def rolled(low: float, high: float, before_p: float = 0.5, permuted: bool = True) -> RollOut:
    return RollOut((low + high) / 2, low, high, 0.01, 1 / 2520, 36, 8, 4, 0.0, before_p, permuted)


def test_what_the_roll_out_did() -> None:
    minutes, money = OUTCOMES["minutes"], OUTCOMES["contribution"]
    assert said(findings_proof._rolled([(minutes, rolled(-0.5, -0.1)), (money, rolled(-1, 1))])) == (
        "1 of 2 outcomes improved for sure where the programme came first; surest: Handling time per call"
    )
    none = "Of 2 outcomes none changed for sure where the programme came first"
    assert said(findings_proof._rolled([(minutes, rolled(0.1, 0.5)), (money, rolled(-1, 1))])) == none
    assert said(findings_proof._rolled([(minutes, rolled(-0.5, -0.1, 0.01)), (money, rolled(-1, 1))])) == none
    assert said(findings_proof._method(rolled(0, 1))) == (
        "Mean effect on regions reached before the last of 4 waves, against regions that still waited (Callaway and "
        "Sant'Anna); intervals by permutation of the waves over 8 regions. After the last wave "
        "nothing is estimated: only "
        "the hold-out can tell."
    )
    assert said(findings_proof._method(rolled(0, 1, permuted=False))) == (
        "Mean effect on regions reached before the last of 4 waves, against regions that still waited (Callaway and "
        "Sant'Anna); intervals by wild cluster bootstrap over 8 regions. After the last wave "
        "nothing is estimated: only "
        "the hold-out can tell."
    )


def test_what_a_design_can_tell_and_who_claims_more() -> None:
    assert said(findings_proof._power(1.77, 1.17, 105_977)) == (
        "Before it began this hold-out could tell effects to within ±$1.77 a customer-month; it "
        "told to within ±$1.17. Half "
        "of the promise would need 105,977 customers"
    )
    rows = [
        lever("retention", 1, 1, "A"),
        lever("handling", 1, 1, "A"),
        lever("volume", 1, 1, "B"),
        lever("x", 1, 1, "B"),
    ]
    assert [findings_proof._claims(row) for row in rows] == [False, True, False, True]
    assert said(findings_proof._designs(2, 4)) == "2 of 4 levers claim a control that their design cannot give"
    assert said(findings_proof._designs(0, 4)) == "No lever of 4 claims a control that its design cannot give"


def test_the_overview_tells_the_promise(monkeypatch: pytest.MonkeyPatch) -> None:
    have, none = reading("realised_benefit", 88.0), reading("realised_benefit", None)
    monkeypatch.setattr(overview, "due_on_actuals", lambda _context: Due(12.0, 14.0, True))
    context: Any = ns(scenario=ns(month0=date(2025, 1, 1)))
    monkeypatch.setattr(facts, "start", lambda _context: date(2025, 1, 1))
    assert said(overview._kept(context, 100.0, have)) == (
        "88% of the $100 promised to date is realised. Payback was due in Jan 2026; on actual "
        "figures it came in Mar 2026"
    )
    assert said(overview._kept(context, 100.0, none)) == "$100 was promised to date; no benefit is realised yet"


def test_it_pays_only_where_what_is_proven_covers_the_cost() -> None:
    sure = overview.Estimate(0.99, 0.001)
    assert [overview._word(sure, covered=covered) for covered in (False, True)] == ["Expected to pay", "It pays"]
    assert overview._word(overview.Estimate(0.5, 0.001), covered=True) == "Open whether it pays"
    told = [
        overview._covered(Told(reading("proven_benefit", proven), reading("cost_to_date", cost)))
        for proven, cost in ((10.0, 9.0), (8.0, 9.0), (None, 9.0), (8.0, None))
    ]
    assert told == [True, False, False, False]


def test_before_and_after_credits_nobody() -> None:
    rose = findings_proof.proof.Naive(10.0, 12.0, 100.0)
    assert (rose.difference, rose.money) == (2.0, 200.0)
    assert said(findings_proof._naive(rose)) == (
        "Contribution a customer-month rose from $10 to $12 since the start; no control says why"
    )
    assert said(findings_proof._naive(findings_proof.proof.Naive(12.0, 10.0, 100.0))) == (
        "Contribution a customer-month fell from $12 to $10 since the start; no control says why"
    )


def test_what_a_hold_out_would_need(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spread 10 over 12 months: 10 x sqrt(2) over six. n = (1.95996 + .84162)^2 x 200 / (1 x .1 x .9) = 17,442."""
    power = findings_proof.proof.Power(10.0, 0.1, 1000, 1.0)
    monkeypatch.setattr(findings_proof.proof, "power", lambda _sources: power)
    assert said(findings_proof.planned(ns(sources=None), 1.0, 0.1, 6)) == (
        "To see an effect of $1 a customer-month within 6 months you need 17,442 customers, 10% of them held out"
    )


def test_rows_that_wait_since_earlier_months_are_overdue() -> None:
    assert findings._overdue(0) is None
    assert said(findings._overdue(2)) == "; 2 overdue from earlier months"


def test_without_a_plan_there_is_no_forecast_and_the_promise_still_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    path = Course(date(2025, 1, 1), 1, np.array([0.0, 10.0]), np.array([0.0, 4.0]), None)
    with pytest.raises(UndefinedError, match="no plan says what is still to come, so there is no forecast"):
        _ = path.at_completion
    monkeypatch.setattr(facts, "course", lambda _context: path)
    monkeypatch.setattr(facts, "to_date", lambda _context: date(2026, 9, 1))
    amounts = {"promised_benefit": 10.0, "realised_benefit": 4.0, "proven_benefit": 0.0, "ledger_benefit": 1.0}
    found = findings.standing.answer(ns(value=amounts.__getitem__))
    assert [row[1] for row in found.table.cells()] == [10.0, 4.0, 0.0, 1.0]
