"""The roadmap page: what it says in both languages, what is kept and refused, who may, and thin data."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.store import open_store
from metrics import report
from metrics.answers.cells import Edits
from metrics.roadmap import answers, facts
from metrics.roadmap.plan import Schedule
from metrics.words.text import message
from pages.parts import access, edit
from pages.parts.roadmap import book, more, vendors
from tests.pages import small_shops
from tests.pages.test_pages import LOCALES, read, said, start

PAGE = "roadmap"


def opened(lang: str = "en") -> AppTest:
    """The page with every line open."""
    return again(start(lang, PAGE))


def again(app: AppTest) -> AppTest:
    """One more run with every line open: the test, unlike a browser, forgets which are."""
    for line in more.LINES:
        app.session_state[f"roadmap-{line}"] = True
    return app.run()


def tables(app: AppTest) -> str:
    """Every cell."""
    return "\n".join(table.value.to_csv() for table in app.table)


def control(app: AppTest, kind: str, part: str) -> object:
    """The control whose key names ``part``."""
    named = [one for one in app.get(kind) if (one.key or "").startswith(f"roadmap-{part}-")]
    assert len(named) == 1, (part, [one.key for one in app.get(kind)])
    return named[0]


def kept() -> answers.RoadmapAnswers:
    """What is answered now."""
    return answers.answers(report.current())


def scheduled() -> Schedule:
    """The plan with its dependencies."""
    return facts.scheduled(report.current())


def test_verdict_tiles_plan_and_risks_stand_open_and_the_rest_waits(company: Path) -> None:
    app = start("en", PAGE)
    assert not app.exception
    assert read(app.title[0].value).startswith(
        "The plan ended on 15 Sep 2025, 5 of 8 headings complete; 62% ready, and the largest pitfall threatens $"
    )
    values = [(metric.label, metric.value) for metric in app.metric]
    assert [label for label, _value in values] == [
        "Plan, start to end",
        "Headings complete",
        "Readiness",
        "Largest pitfall",
    ]
    assert [value for _label, value in values][:3] == ["23 months", "5", "62%"]
    assert len(app.get("plotly_chart")) == 2  # the plan and the risks
    assert not app.data_editor and not app.checkbox  # nothing behind a line is drawn
    assert "Dependencies push the end back 15 days; 9 of 20 steps decide it" in said(app)


@pytest.mark.parametrize("lang", LOCALES)
def test_every_line_opens_in_both_languages(company: Path, lang: str) -> None:
    app = opened(lang)
    assert not app.exception
    assert not app.error
    assert len(app.get("plotly_chart")) == 3  # factors of success and renting beside buying, too
    assert len(app.data_editor) == 8
    told = said(app) + tables(app)
    if lang == "zh_CN":
        assert "准备度" in told and "没有健全" not in told
        assert "Interfaces" not in told and "订单与账务接口" in str(app.data_editor[0].value)
        assert "The budget" not in told and "成本预算偏低" in told
    else:
        assert "text cut in source" in str([box.label for box in app.checkbox])
        assert "Sample data: invented answers" in told
        assert "6 of 7 core roles have a name; open: Front-end developer" in told
        assert "3 of eight problems go back to one cause: " in told and "4 of 8 in place" in told


def test_eight_lights_say_what_is_missing(company: Path) -> None:
    app = start("en", PAGE)
    lights = app.table[0].value
    assert len(lights) == 8
    assert sum("● " in cell.replace("\u00a0", " ") for cell in lights["State"]) == 5
    assert "Courses and certificates for all" in lights.to_csv()
    assert "1 of 6 benefits hang on no step" in lights.to_csv()


def test_the_line_of_steps_and_the_five_problems_know_the_plan(company: Path) -> None:
    app = opened()
    assert any("5 of 8 headings" in link.label for link in app.main.get("page_link"))
    assert "5 of 8 headings are complete" in tables(start("en", "strategy"))


def test_an_answer_is_kept_with_its_author_and_seen_by_another_reader(company: Path) -> None:
    app = opened()
    control(app, "button_group", "pitfalls-budget-answer").set_value(2)  # type: ignore[attr-defined]
    app.run()
    assert not app.exception
    assert kept().value("pitfalls")["budget"]["answer"] == 2
    other = start("en", PAGE)
    assert "68% ready" in other.title[0].value  # 27 of 40: 25 + 2
    assert "Saved by local user on" in said(opened())
    line = open_store().audit()[0]
    assert (line.author, line.action, line.subject) == ("local user", "roadmap step saved", "company/roadmap/pitfalls")
    assert json.loads(line.detail)["budget"]["answer"] == 2


def test_chance_and_share_move_the_money(company: Path) -> None:
    before = facts.risks(report.saved())["integration"]
    app = again(start("en", PAGE))
    app.button_group(key="roadmap_group").set_value("process")
    again(app)
    control(app, "number_input", "pitfalls-integration-chance").set_value(80.0)  # type: ignore[attr-defined]
    again(app)
    after = facts.risks(report.saved())["integration"]
    assert (before.chance, after.chance) == (0.4, 0.8)
    assert after.money == pytest.approx(2 * (before.money or 0.0))


def test_evidence_that_is_no_link_is_refused_in_a_sentence(company: Path) -> None:
    app = opened()
    control(app, "text_input", "pitfalls-budget-evidence").set_value("javascript:alert(1)")  # type: ignore[attr-defined]
    again(app)
    assert [read(str(warning.value)) for warning in app.warning] == [
        "The evidence is javascript:alert(1); enter an address that begins with https://"
    ]
    assert kept().parts["pitfalls"].author == ""


def typed(part: str, edits: Edits, monkeypatch: pytest.MonkeyPatch) -> bool:
    """What is typed into a table of the page, kept as the page does; whether it was taken."""
    monkeypatch.setattr(edit.st, "session_state", {})
    monkeypatch.setattr(access, "user", lambda: access.User("Ada", frozenset({"owner"})))
    return edit.act(book.BOOK, book._laid(part, edits), part)


def test_a_step_typed_in_gets_the_next_number_and_moves_the_end(company: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = scheduled()
    row = {"name": "Review of the year", "start": "2025-10-01", "end": "2025-10-31", "after": "17, 16", "owner": "Bo"}
    assert typed("plan", Edits(cells={"16": {"owner": "Cy"}}, added=[row], batch="x"), monkeypatch)
    after = scheduled()
    assert after.placed[21].step.after == (16, 17)
    assert (after.end - before.end).days == 46  # 15 September to 31 October
    assert after.placed[16].step.owner == "Cy"
    assert kept().parts["plan"].author == "Ada"


@pytest.mark.parametrize(
    ("edits", "words"),
    [
        (Edits(cells={"1": {"after": "17"}}), "wait for each other in a circle"),
        (Edits(cells={"1": {"end": "2023-10-01"}}), "ends on 2023-10-01, before it starts on 2023-11-01"),
        (Edits(cells={"1": {"after": "99"}}), "waits for step 99, which is not in the plan"),
        (Edits(cells={"1": {"after": "first"}}), "enter the numbers of steps"),
        (Edits(added=[{"name": "Soon"}], batch="x"), "Soon needs a day it starts and a day it ends"),
        (Edits(deleted=frozenset({"3"})), "waits for step 3, which is not in the plan"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_and_nothing_is_kept(
    company: Path, monkeypatch: pytest.MonkeyPatch, edits: Edits, words: str
) -> None:
    assert not typed("plan", edits, monkeypatch)
    (_place, reasons) = edit.st.session_state[edit.REFUSED]["roadmap"]
    assert words in str(reasons[0])
    assert kept().parts["plan"].author == ""


def test_two_readers_change_two_cells_of_the_plan_and_both_hold(company: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    typed("plan", Edits(cells={"16": {"owner": "Ada"}}), monkeypatch)
    typed("plan", Edits(cells={"1": {"owner": "Bo"}}), monkeypatch)
    steps = {step.id: step.owner for step in kept().steps}
    assert (steps[1], steps[16]) == ("Bo", "Ada")


def test_a_refusal_is_told_beside_its_table(company: Path) -> None:
    app = opened()
    app.session_state[edit.REFUSED] = {"roadmap": ("plan", (message("nothing"),))}
    again(app)
    assert len(app.warning) == 1


def test_whoever_may_only_read_can_change_nothing(company: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "user", lambda: access.User("Eve", frozenset({"executive"})))
    app = opened()
    assert not app.exception
    for kind in ("checkbox", "text_input", "date_input"):
        assert all(one.disabled for one in app.get(kind)), kind
    kept_controls = [one for one in app.number_input if not one.key.startswith("roadmap-tried-")]
    assert kept_controls and all(one.disabled for one in kept_controls)
    assert all(editor.editing_mode == "fixed" for editor in app.data_editor)
    assert not edit.act(book.BOOK, {"things": lambda now: {**now, "erm": True}})  # past the page: asked again
    assert kept().parts["things"].author == ""
    assert all("roadmap" not in line.action for line in open_store().audit())


def test_a_tick_and_a_choice_are_kept(company: Path) -> None:
    app = opened()
    control(app, "checkbox", "things-erm").check()  # type: ignore[attr-defined]
    again(app)
    assert kept().value("things")["erm"] and "4 of 5 in place" in said(app)
    control(app, "button_group", "choices-ladder").set_value("social")  # type: ignore[attr-defined]
    again(app)
    assert kept().value("choices") == {"ladder": "social", "tier": "mid"}


def test_a_score_changes_who_fits_best(company: Path) -> None:
    edits = Edits(cells={"1": {"2": 0.0}, "2": {"2": 0.0}})
    scored = vendors._scored(kept().value("vendors"), edits)
    answers.change(report.current(), {"vendors": lambda _now: scored}, "Ada")
    assert "Cloudline scores highest: 3.8 of 5" in said(opened())


def test_orders_alone_start_empty_and_say_why(cdnow: Path) -> None:
    app = opened()
    assert not app.exception and not app.error
    assert app.title[0].value == "We cannot say yet when: The plan has no step yet."
    assert [metric.value for metric in app.metric][:4] == ["–"] * 4
    told = said(app) + tables(app)
    assert "0 of 20 pitfalls are answered" in told
    assert "needs the table staff, or counts entered below" in told
    assert "Invented" not in told
    assert "there is no step yet" in told
    assert "no rented offer has a score yet" in told


def test_orders_alone_can_be_filled(cdnow: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = {"name": "Choose", "start": "1998-08-01", "end": "1998-08-31", "owner": "Bo", "heading": "management"}
    typed("plan", Edits(added=[row], batch="x"), monkeypatch)
    assert scheduled().days == 31
    monkeypatch.undo()


@pytest.mark.parametrize("shop", [small_shops.one_customer])
def test_plan_and_staff_come_with_the_data(
    shop: Callable[[], list[small_shops.Sale]], home: Path, tmp_path: Path
) -> None:
    """A plan table with a link by name, and two months of staff of which the last counts."""
    from data import warehouse

    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "orders.csv").write_text(
        "order_id,customer_id,ordered_at,amount\n" + "".join(f"{n},c,2024-{n:02d}-10,10\n" for n in range(1, 13))
    )
    (folder / "plan.csv").write_text(
        "step,heading,starts_on,ends_on,depends_on,owner\n"
        "Build,infrastructure,2024-01-01,2024-01-20,,Ada\nTrain,cross-org,2024-01-10,2024-01-12,Build,Bo\n"
    )
    (folder / "staff.csv").write_text(
        "staff_id,month,trained_on,logins\na,2024-11-01,2022-01-01,0\na,2024-12-01,2024-06-01,4\n"
        "b,2024-12-01,2022-01-01,0\nc,2024-12-01,,9\n"
    )
    warehouse.build(folder, name="own")
    train = next(one for one in scheduled().placed.values() if one.step.name == "Train")
    assert (train.start.isoformat(), train.pushed, train.step.heading) == ("2024-01-21", 11, "cross_org")
    app = opened()
    values = {metric.label: metric.value for metric in app.metric}
    assert (values["Licensed users active"], values["Training within a year"]) == ("67%", "33%")
    assert "Came with the data; saved by nobody yet." in said(app)


def test_a_plan_that_comes_with_a_circle_is_told_and_can_be_replaced(home: Path, tmp_path: Path) -> None:
    from data import warehouse

    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "orders.csv").write_text("order_id,customer_id,ordered_at,amount\n1,c,2024-01-10,10\n")
    (folder / "plan.csv").write_text(
        "step,starts_on,ends_on,depends_on\nA,2024-01-01,2024-01-20,B\nB,2024-01-10,2024-01-12,A\n"
    )
    warehouse.build(folder, name="own")
    app = start("en", PAGE)
    assert not app.exception
    assert "These steps wait for each other in a circle" in app.title[0].value
