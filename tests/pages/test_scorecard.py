"""The scorecard page: who needs to act, the four perspectives, a measure by place, what owners say, definitions."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from metrics import report
from metrics.scorecard import answers, facts, findings, findings_places
from metrics.scorecard.attainment import Status
from pages.parts import access
from tests.pages.test_pages import LOCALES, said, start

PAGE = "scorecard"


def opened(lang: str = "en", **address: str) -> AppTest:
    """The page with every line open."""
    app = start(lang, PAGE, **address)
    for line in ("library", "comments", "definitions"):
        app.session_state[f"scorecard-{line}"] = True
    return app.run()


@pytest.mark.parametrize("lang", LOCALES)
def test_it_says_who_acts_first_and_holds_four_perspectives_of_five(company: Path, lang: str) -> None:
    app = opened(lang)
    assert not app.exception
    frames = [part.value for part in app.dataframe]
    assert len([frame for frame in frames if 4 <= len(frame) <= 5 and frame.shape[1] == 8]) >= 4
    assert len(app.table[0].value) == min(len(facts.behind(report.saved())), findings.WORST)


def test_the_counts_are_those_of_the_measures_with_a_target(company: Path) -> None:
    context = report.saved()
    rows, counts = facts.aimed(context), facts.counts(context)
    assert sum(n for n, _change in counts.values()) == len(rows) == 22
    known = [each for each in rows if each.before is not None]
    for state, (n, change) in counts.items():
        assert n == sum(each.status is state for each in rows)
        now, before = (
            sum(s is state for s in part) for part in zip(*((e.status, e.before) for e in known), strict=True)
        )
        assert change == now - before
    text = said(start("en", PAGE))
    assert all(f"**{n}**" in text for n, _change in counts.values())


def test_the_two_figures_of_the_scorecard(company: Path) -> None:
    """Those on target, and the mean of what each has gone of its way, cut to 0 and 1; all weights are one."""
    context = report.saved()
    rows = facts.aimed(context)
    assert context.value("measures_met") == sum(each.status is Status.MET for each in rows)
    gone = [min(max(each.attained, 0.0), 1.0) for each in rows if each.attained is not None]
    assert context.value("scorecard_score") == pytest.approx(sum(gone) / len(gone))


def test_each_perspective_shows_at_most_five_and_the_library_all_the_others(company: Path) -> None:
    context, seen = report.saved(), []
    for id in facts.PERSPECTIVES:
        first, others = facts.shown(context, id)
        assert 1 <= len(first) <= facts.SHOWN
        seen += [each.kpi.id for each in (*first, *others)]
    assert len(seen) == len(set(seen)) == 46
    assert "Share of wallet (customers.category" in said(opened()).replace("\\", "")


def test_a_measure_by_place_is_chosen_in_the_address_and_goes_down(company: Path) -> None:
    """From regions to sites to teams; the parts add up; certified people are not everywhere alike."""
    whole = report.saved().read("use_of_system").value
    found = findings_places.places(report.saved(), "use_of_system")
    cells = found.table.cells()  # type: ignore[union-attr]
    assert len(cells) == 8 and sum(row[2] for row in cells) / sum(row[3] for row in cells) == pytest.approx(whole)
    assert len(findings_places.places(report.saved(), "use_of_system", "West").table.cells()) == 3  # type: ignore[union-attr]
    sites = findings_places.places(report.saved(), "use_of_system", "West", "S22")
    assert {str(row[0]) for row in sites.table.cells()} == {"West-1", "West-2", "West-3"}  # type: ignore[union-attr]
    app = start("en", PAGE, measure="certified", region="West")
    assert not app.exception and "Training coverage" in said(app)
    lone = findings_places.places(report.saved(), "response_cost")
    assert str(lone.sentence) == "Cost of a response to mail is recorded for the company only"


def test_use_fades_where_few_took_to_the_system(company: Path) -> None:
    """Planted: logins fall after month 5 where adoption is low, so West, South and Lakes stand last."""
    cells = findings_places.places(report.saved(), "use_of_system").table.cells()  # type: ignore[union-attr]
    ordered = [str(row[0]) for row in sorted(cells, key=lambda row: row[1])]
    assert {"West", "South", "Lakes"} <= set(ordered[:4])


def test_a_comment_is_kept_with_its_day_and_stands_over_that_of_the_file(company: Path) -> None:
    app = opened()
    held = facts.behind(report.saved())[0].reading.id
    box = next(box for box in app.selectbox if box.key == "comment-of")
    app = box.set_value(held).run()
    field = next(part for part in app.text_input if part.label == "What its owner says of the month")
    field.set_value("Two more agents from Monday.").run()
    kept = answers.answers(report.current())["comments"]
    assert kept.author and [row["comment"] for row in kept.value.values()] == ["Two more agents from Monday."]
    found = findings.worst(report.saved())
    assert "Two more agents from Monday." in str(found.table.cells())  # type: ignore[union-attr]


def test_another_definition_is_chosen_and_holds_for_all(company: Path) -> None:
    answers.change(report.current(), {"variants": lambda _now: {"C4": "satisfaction_mean"}}, "Ada")
    rows = {each.kpi.id: each for each in facts.standings(report.saved())}
    assert rows["C4"].reading.id == "satisfaction_mean" and rows["C4"].target is None
    with pytest.raises(ValueError, match="no definition of C4"):
        answers.change(report.current(), {"variants": lambda _now: {"C4": "win_rate"}}, "Ada")


def test_a_link_is_drawn_and_taken_away(company: Path) -> None:
    """Kept at once with its author; the same two measures are refused in a sentence."""
    app = start("en", PAGE)
    app.session_state["fold-scorecard-strategy-map"] = True
    app = app.run()
    app.selectbox(key="link-from").set_value("certified").run()
    app.selectbox(key="link-to").set_value("satisfied").run()
    app.button(key="link-draw").click().run()
    app.session_state["fold-scorecard-strategy-map"] = True
    app = app.run()
    kept = answers.answers(report.current())["links"]
    assert kept.author and kept.value[-1]["id"] == "certified-satisfied" and len(kept.value) == 6
    app.selectbox(key="link-gone").set_value("certified-satisfied").run()
    app.button(key="link-away").click().run()
    assert len(answers.answers(report.current())["links"].value) == 5 and not app.exception


def test_what_was_decided_is_kept_as_a_log(company: Path) -> None:
    """Measure, decision, owner, day and what came of it; the table shows what is kept."""
    row = {
        "id": "1",
        "metric": "satisfied",
        "decision": "Call back within a day",
        "owner": "Ada",
        "due_on": "2026-12-01",
    }
    answers.change(report.current(), {"actions": lambda _now: [row]}, "Ada")
    app = start("en", PAGE)
    app.session_state["scorecard-actions"] = True
    app = app.run()
    assert not app.exception
    table = app.data_editor[0].value if app.data_editor else None
    assert table is not None and list(table["decision"]) == ["Call back within a day"]


def test_a_definition_is_approved_by_name_and_day(company: Path) -> None:
    """Not approved until somebody does; then with who, for whom and when, for every reader."""
    cell = {str(row[1]): str(row[8]) for row in findings.perspective(report.saved(), "learning").table.cells()}  # type: ignore[union-attr]
    assert cell["Training coverage"] == "● Amara Northolme for Staff, 2 Mar 2026"
    assert {name[0] == "◇" for name, words in cell.items() if words == "○ not approved"} == {True}
    assert {name[0] == "◇" for name, words in cell.items() if words != "○ not approved"} == {False}
    app = start("en", PAGE)
    app.session_state["scorecard-approvals"] = True
    app = app.run()
    app.selectbox(key="approve-of").set_value("certified").run()
    app.session_state["scorecard-approvals"] = True
    app.text_input(key="approve-for").set_value("Sales").run()
    app.session_state["scorecard-approvals"] = True
    app.run().button(key="approve").click().run()
    row = answers.answers(report.current())["approvals"].value["certified"]
    assert row["by"] and row["department"] == "Sales" and not app.exception
    cell = {str(row[1]): str(row[8]) for row in findings.perspective(report.saved(), "learning").table.cells()}  # type: ignore[union-attr]
    assert cell["Training coverage"].startswith(f"● {row['by']} for Sales, ")
    assert answers.effects([{"effect": "fewer"}, {"effect": ""}]) == (1, 2)
    with pytest.raises(ValueError, match="nothing is no measure"):
        answers.change(report.current(), {"approvals": lambda _now: {"nothing": row}}, "Ada")


def test_who_may_not_write_changes_nothing(company: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "user", lambda: access.User("Eve", frozenset({"executive"})))
    app = opened()
    assert not app.exception
    assert all(part.disabled for part in app.text_input if part.label == "What its owner says of the month")


def test_orders_alone_say_what_is_missing(cdnow: Path) -> None:
    """No target, no place, no team: the page stands and says so."""
    app = opened()
    assert not app.exception
    assert app.title[0].value == "No measure has a target yet, so nobody can say what needs action"
    assert "bring in the table kpi" in said(app).replace("\\", "")
    assert facts.counts(report.saved())[Status.MET] == (0, None)
