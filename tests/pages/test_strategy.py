"""The strategy page: six answers kept together, weights refused or scaled openly, tables typed into, read only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from data.store import open_store
from metrics import report
from metrics.answers.cells import edited
from metrics.strategy import facts
from pages.parts import access, edit
from pages.parts.strategy import editors, form
from tests.pages.test_pages import LOCALES, said, start

PAGE = "strategy"
FOLDS = ("priorities", "stakeholders", "factors", "departments")
EDITED = ("questions", "stakeholders", "survey", "departments", "goals", "roles", "stages")


def opened(lang: str = "en", part: str = "questions") -> AppTest:
    """The page with every line open, and one part to type in."""
    app = start(lang, PAGE, edit=part)
    app.session_state["edit-open"] = True
    for fold in FOLDS:
        app.session_state[f"fold-strategy-{fold}"] = True
    return app.run()


def weigh(app: AppTest, **weights: float) -> None:
    """Type weights into the form."""
    for id, value in weights.items():
        next(one for one in app.number_input if one.key.startswith(f"weight-{id}-")).set_value(value)


def send(app: AppTest) -> AppTest:
    """Press the form's button."""
    return next(one for one in app.button if "FormSubmitter" in str(one.key)).click().run()


def now() -> facts.StrategyAnswers:
    """Step 1 as it is kept."""
    return facts.strategy_answers(report.current())


def writes() -> list[str]:
    """What was written of step 1, the newest first."""
    return [line.subject for line in open_store().audit() if "/strategy/" in line.subject]


@pytest.mark.parametrize("lang", LOCALES)
def test_every_line_opens_in_both_languages(company: Path, lang: str) -> None:
    app = opened(lang)
    assert not app.exception
    assert not app.error
    assert len(app.metric) == 2
    assert len(app.get("plotly_chart")) == 4
    assert not app.data_editor  # the six questions are a form
    words = said(app)
    if lang == "zh_CN":
        assert "首要是留住客户，占权重 40%" in words and "keep customers" not in words
        assert opened(lang, "stakeholders").data_editor[0].value["name"].iloc[0] == "海伦·马什"
    else:
        assert app.title[0].value == "First of all, keep customers: 40% of the weight. 6 of 8 stakeholders agree."
        assert "Technology weighs 17% to us, above GCCRM's 15%" in words


def test_what_is_assumed_and_what_is_invented_is_said(company: Path) -> None:
    words = said(opened())
    assert "Our assumption: GCCRM gives technology 15%, the others no number." in words
    assert "Sample data: invented answers, saved by nobody yet." in words
    assert "no proof that CRM caused it" in words


def test_answers_are_saved_together_and_there_after_a_reload(company: Path) -> None:
    app = opened()
    weigh(app, acquire=5.0, develop=15.0, retain=60.0)
    next(one for one in app.text_input if one.key.startswith("answer-concern-")).set_value(
        "rivals with *lower* $ prices"
    )
    app = send(app)
    assert not app.exception and not app.warning
    assert app.title[0].value.startswith("First of all, keep customers: 60%")
    again = opened()
    assert "60%" in again.title[0].value and "Saved by local user on " in said(again)
    assert now().questions["concern"]["answer"] == "rivals with *lower* $ prices"
    assert "rivals with *lower* $ prices" in said(again)
    assert now().questions["valuable"]["answer"].startswith("offices")  # untouched, it stays readable in Chinese
    assert "签约办公客户" in said(start("zh_CN", PAGE))
    assert writes() == ["company/strategy/weights", "company/strategy/questions"]


def test_an_answer_untouched_in_chinese_stays_readable_in_english(company: Path) -> None:
    app = opened("zh_CN")
    weigh(app, acquire=5.0, develop=35.0)
    send(app)
    assert now().weights["develop"] == 35
    assert now().questions["concern"]["answer"] == "customers leave after complaints nobody solved"


@pytest.mark.parametrize("lang", LOCALES)
def test_weights_that_do_not_sum_to_100_are_refused_and_scaled_only_when_asked(company: Path, lang: str) -> None:
    app = opened(lang)
    weigh(app, retain=50.0)
    app = send(app)
    told = {
        "en": "Priorities: the weights sum to 110%; make them 100%",
        "zh_CN": "优先次序：权重合计为 110%，请调整为 100%",
    }
    assert [warning.value for warning in app.warning] == [told[lang]]
    assert now().parts["weights"].sample and writes() == []
    button = app.button(key="scale-weights")
    assert "45%" in button.label
    app = button.click().run()
    assert not app.exception and not app.warning
    assert now().weights == {"acquire": 14, "develop": 23, "retain": 45, "serve": 18}


def test_undo_goes_back_to_what_was_there(company: Path) -> None:
    app = opened()
    weigh(app, acquire=5.0, develop=35.0)
    app = send(app)
    app = app.button(key="undo-strategy-questions").click().run()
    assert not app.exception
    assert now().weights == {"acquire": 15, "develop": 25, "retain": 40, "serve": 20}


def test_who_may_not_write_sees_all_and_changes_nothing(company: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "user", lambda: access.User("Eve", frozenset({"executive"})))
    app = opened()
    assert not app.exception
    assert all(one.disabled for one in (*app.number_input, *app.text_input, *app.date_input))
    assert all(one.disabled for one in app.button if "FormSubmitter" in str(one.key))
    for part in ("stakeholders", "survey", "departments", "goals", "roles"):
        (table,) = opened(part=part).data_editor
        assert table.editing_mode == "fixed"
    monkeypatch.setattr(edit.st, "session_state", {})
    form._keep({}, {"acquire": 100.0})  # past the page: asked again at the write
    assert str(edit.st.session_state[edit.REFUSED]["strategy"][1][0]).startswith("Eve may read")
    assert now().parts["weights"].sample and writes() == []


def test_stages_are_saved_when_chosen(company: Path) -> None:
    app = opened(part="stages")
    pills = next(one for one in app.get("button_group") if str(one.key).startswith("strategy-stages-"))
    pills.set_value(["data", "analysis"]).run()
    assert now().parts["stages"].value == {"data": True, "analysis": True, "decision": False}
    assert "Stage 2 of 3" in said(opened(part="stages"))


def test_an_empty_case_has_reasons_and_takes_its_first_answers(cdnow: Path) -> None:
    app = opened()
    assert not app.exception
    assert app.title[0].value == "No priorities yet: 0 of 6 questions are answered."
    assert [metric.value for metric in app.metric] == ["–", "–"]
    for reason in ("Nobody is listed yet", "nobody has weighed the five factors yet", "no goal is planned"):
        assert reason in said(app)
    weigh(app, acquire=100.0)
    app = send(app)
    assert not app.exception
    assert app.title[0].value == "First of all, win customers: 100% of the weight. Nobody has been asked yet."


def test_a_missing_sponsor_is_told_with_a_sign(company: Path) -> None:
    facts.change(report.current(), {"stakeholders": lambda held: held[1:]}, "Ada")
    words = said(opened(part="stakeholders"))
    assert "▼ No sponsor is named" in words and "but no sponsor is named" in words


# Tables


class Typing:
    """A table as the browser reports it, without a browser."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, part: str, ids: list[str]) -> None:
        monkeypatch.setattr(access, "user", lambda: access.User("Ada", frozenset({"owner"})))
        self.table = edit._Typed("", key="t", ids=tuple(ids), batch="b")
        self.state: dict[str, Any] = {"t": {"edited_rows": {}, "added_rows": [], "deleted_rows": []}}
        self.part = part
        monkeypatch.setattr(edit.st, "session_state", self.state)

    def tell(self, apply: Any = edited, **told: Any) -> None:
        self.state["t"] |= told
        change = lambda edits: {self.part: lambda now: apply(now, edits)}  # noqa: E731
        edit._typed(form.BOOK, self.part, self.table, change)

    @property
    def refused(self) -> list[str]:
        """What could not be saved."""
        return [str(reason) for reason in self.state.get(edit.REFUSED, {}).get("strategy", ("", ()))[1]]


def test_cells_rows_added_and_rows_taken_out_are_saved_at_once(company: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = now().rows("stakeholders")
    typing = Typing(monkeypatch, "stakeholders", [row["id"] for row in held])
    typing.tell(edited_rows={3: {"agreement": 2}}, added_rows=[{"name": "New"}, {}], deleted_rows=[7])
    after = {row["id"]: row for row in now().rows("stakeholders")}
    assert after["s4"]["agreement"] == 2 and "s8" not in after and after["b-1"]["name"] == "New" and len(after) == 8
    typing.tell(added_rows=[{"name": "Renamed", "role": "sponsor"}])
    assert [row["name"] for row in now().rows("stakeholders")].count("Renamed") == 1
    assert len(now().rows("stakeholders")) == 8
    assert edit.TURNS not in typing.state  # the table goes on as it is


def test_a_refused_cell_keeps_what_was_saved_and_starts_the_table_again(
    company: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typing = Typing(monkeypatch, "survey", [row["id"] for row in now().rows("survey")])
    typing.tell(edited_rows={0: {"technology": 250}})
    assert typing.state[edit.TURNS] == {"strategy": 1}
    assert typing.refused == ["Weight: 250 is out of range; 0 to 100 is"]
    assert now().parts["survey"].sample


def test_two_people_in_one_table_do_not_undo_each_other(company: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    typing = Typing(monkeypatch, "stakeholders", [row["id"] for row in now().rows("stakeholders")])

    def bens(held: list) -> list:
        return [{**row, "goal": "Ben's"} if row["id"] == "s1" else row for row in held]

    facts.change(report.current(), {"stakeholders": bens}, "Ben")
    typing.tell(edited_rows={1: {"agreement": 0}})
    first, second = now().rows("stakeholders")[:2]
    assert first["goal"] == "Ben's" and second["agreement"] == 0
    assert now().parts["stakeholders"].author == "Ada"


def test_a_measure_typed_for_a_role_counts(company: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = now().parts["roles"].value
    typing = Typing(monkeypatch, "roles", list(held))
    typing.tell(editors._with_measures, edited_rows={list(held).index("development"): {"measure": "Decisions made"}})
    assert now().parts["roles"].value == {**held, "development": "Decisions made"}


@pytest.mark.parametrize("part", EDITED)
def test_findings_stand_first_and_one_part_is_edited_at_a_time(company: Path, part: str) -> None:
    shut = start("en", PAGE)
    assert not shut.data_editor and not shut.number_input and not shut.text_input
    assert len(shut.header) <= 8 and [line.label for line in shut.expander].count("Edit") == 1
    app = opened(part=part)
    assert not app.exception
    assert len(app.data_editor) == (part not in ("questions", "stages"))
