"""The benefit model page, through the shell: what it says, what a slider does, drafts, saving and who may."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.errors import InputError
from data.store import open_store
from metrics import report
from metrics.scenario.scenario import Scenario
from metrics.scenario.serial import to_json
from metrics.words.reader import Reader
from pages.parts import access, draft, edit
from tests.pages.test_pages import start

PAGE = "benefit_model"
DRAFT = "d1"


def strip(app: AppTest) -> list[str]:
    """The figures of the strip, as read."""
    table = next(part.value for part in app.markdown if part.value.startswith("| :small["))
    return [cell.strip("* ") for cell in table.split("\n")[2].strip("| ").split(" | ")]


def changed(path: str, value: float) -> None:
    """Change the draft, as another hand would."""
    report.edit(DRAFT, lambda s: s.replace(path, value), "Ada")


def number(app: AppTest, path: str) -> object:
    """What the draft in the address holds at ``path``."""
    found = app.query_params["draft"]
    return report.in_force(found if isinstance(found, str) else found[0]).scenario.get(path)


def test_it_opens_with_levers_costs_and_a_result(company: Path) -> None:
    """The verdict counts the levers; table, register and strip are there."""
    app = start("en", PAGE)
    assert app.title[0].value.startswith("6 levers bring")
    levers, register = app.data_editor
    assert levers.value["name"].iloc[0] == "Retention" and len(levers.value) == 6
    assert register.editing_mode == "dynamic"
    assert len(strip(app)) == 6 and strip(app)[-1] == "no change"
    cost = report.saved().flows.a_year(report.saved().flows.cost)  # no benefit is shown without its cost
    assert strip(app)[3].strip("*") == Reader("en", "USD").money(cost)
    assert [app.button(key).disabled for key in ("undo", "discard", "save")] == [True, True, True]


def test_both_tags_of_the_register_give_the_same_total(company: Path) -> None:
    """The caption says so, and the sentence above names that total."""
    app = start("en", PAGE)
    caption = next(part.value for part in app.caption if part.value.startswith("By class"))
    once = caption.rpartition(": ")[2].split(" + ")[0]
    assert any(header.value.startswith(f"{once} once and") for header in app.header)


def test_a_slider_moves_the_draft_and_undo_brings_it_back(company: Path) -> None:
    """The draft begins with the first move; its id is in the address."""
    app = start("en", PAGE)
    before = strip(app)
    app.slider("move-rate").set_value(25.0).run()
    assert number(app, "rate") == 0.25
    assert strip(app)[0] != before[0] and strip(app)[-1].startswith(":")
    assert "Base case v2\\*" in app.main.caption[0].value
    app.slider("move-horizon").set_value(36.0).run()
    assert (number(app, "rate"), number(app, "horizon")) == (0.25, 36)
    app.button("undo").click().run()
    assert (number(app, "rate"), number(app, "horizon")) == (0.25, 60)
    assert app.slider("move-horizon").value == 60
    app.button("discard").click().run()
    assert strip(app) == before and "draft" not in app.query_params


def test_saving_makes_the_next_version(company: Path) -> None:
    """The strip then compares with the new one."""
    app = start("en", PAGE)
    app.slider("move-rate").set_value(12.5).run()
    assert app.button("save").label == "Save as v3"
    app.button("save").click().run()
    assert [version.version for version in report.versions()] == [1, 2, 3]
    assert report.versions()[-1].author == access.LOCAL
    assert "Base case v3" in app.main.caption[0].value and strip(app)[-1] == "no change"


def overtaken() -> None:
    """Somebody saves version 3 after draft d1 began from version 2."""
    changed("rate", 0.2)
    newest = report.versions()[-1]
    other = to_json(report.saved().scenario.replace("rate", 0.05))
    open_store().save_version(newest.dataset, newest.name, other, author="Grace", based_on=newest.version)


def test_a_conflict_shows_both_and_saves_on_top_when_told_to(company: Path) -> None:
    """Neither number is lost: theirs is version 3, ours becomes version 4."""
    overtaken()
    app = start("en", PAGE, draft=DRAFT)
    said = "\n".join(part.value for part in app.main.markdown)
    assert "Grace saved v3 after v2, which your draft began from." in said
    table = next(part.value for part in app.main.table if "Saved v3" in part.value)
    assert [*table.iloc[1]] == ["Discount rate a year", "5%", "20%"]
    app.button("save").click().run()
    assert len(report.versions()) == 3
    app.button("on-top").click().run()
    assert [report.saved(n).scenario.rate.value for n in (3, 4)] == [0.05, 0.2]


def test_a_conflict_may_end_with_the_newer_version(company: Path) -> None:
    """Discarding ours leaves theirs in force."""
    overtaken()
    app = start("en", PAGE, draft=DRAFT)
    app.button("discard-mine").click().run()
    assert "Base case v3" in app.main.caption[0].value and len(report.versions()) == 3


def test_whoever_may_only_read_can_change_nothing(company: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sliders and buttons are off, and the function behind them asks again."""
    reader = access.User("Eve", frozenset({"executive"}))
    monkeypatch.setattr(access, "user", lambda: reader)
    app = start("en", PAGE)
    assert all(slider.disabled for slider in app.slider)
    assert [table.editing_mode for table in app.data_editor] == ["fixed", "fixed"]
    with pytest.raises(InputError, match="Eve may read but not change"):
        access.require_write()


def test_orders_alone_say_what_is_missing_and_can_be_completed(cdnow: Path) -> None:
    """No margin, no cost, no calls: each is named. With margin, target and cost there is a result."""
    app = start("en", PAGE)
    said = "\n".join(part.value for part in (*app.caption, *app.markdown))
    assert "needs the table calls" in said and "needs the table mail" in said
    assert "Margin rate. Enter it below." in said
    assert strip(app)[0] == "–"
    for path, value in (("baseline.margin_rate", 0.3), ("spend.target", 160.0), ("cost.software.once", 1000.0)):
        changed(path, value)
    done = start("en", PAGE, draft=DRAFT)
    assert done.title[0].value.startswith("One lever brings")
    assert strip(done)[0] not in ("–", "0")


def test_data_without_a_currency_have_no_sign(company: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """XXX is ISO's code for none."""
    facts = {**report.current().facts, "currency": "XXX"}
    monkeypatch.setattr(type(report.current()), "facts", facts)
    app = start("en", PAGE)
    assert not app.exception
    assert "$" not in app.title[0].value and "XXX" not in app.title[0].value
    assert not any("$" in figure for figure in strip(app))


@pytest.mark.parametrize(
    ("seen", "typed", "fresh"),
    [
        ({}, {0: {"target": 5}}, {0: {"target": 5}}),
        ({0: {"target": 5}}, {0: {"target": 5}, 1: {"start": 7}}, {1: {"start": 7}}),
        ({0: {"target": 5}}, {0: {"target": 6}}, {0: {"target": 6}}),
        ({0: {"target": 5}}, {0: {"target": 5, "benchmark": None}}, {0: {"benchmark": None}}),
        ({0: {"target": 5}}, {0: {"target": 5}}, {}),
    ],
)
def test_only_what_is_new_since_the_last_edit_counts(
    monkeypatch: pytest.MonkeyPatch, seen: dict, typed: dict, fresh: dict
) -> None:
    """A table tells of all that was ever typed in it."""
    state = {"t": {"edited_rows": typed}, edit.SEEN: {"t": seen}}
    monkeypatch.setattr(edit.st, "session_state", state)
    assert edit._fresh("t") == fresh
    assert edit._fresh("t") == {}


def test_what_is_refused_is_told_and_the_rest_is_kept(company: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The table starts again from the draft, so that the cell shows what holds."""
    from metrics.scenario import input_units as typed

    monkeypatch.setattr(edit.st, "session_state", {})
    monkeypatch.setattr(edit.st, "query_params", {"draft": DRAFT})
    monkeypatch.setattr(access, "user", lambda: access.User("Ada", frozenset({"finance"})))
    cells = [("retention.target", 140.0), ("mail.adoption", 50.0)]
    key = edit.key(draft.BOOK, "levers")
    draft.change(lambda held, author, on: typed.changed(held, cells, author, on))
    held: Scenario = report.in_force(DRAFT).scenario
    assert held.get("mail.adoption") == 0.5 and held.get("retention.target") < 1
    assert len(edit.st.session_state[edit.REFUSED]["plan"][1]) == 1
    assert edit.key(draft.BOOK, "levers") != key
