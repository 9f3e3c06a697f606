"""The capabilities page: scores typed in place, gaps ranked and carried on, an empty case that can begin."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from metrics import report
from metrics.roadmap import answers as roadmap
from metrics.scenario.items import Lever
from metrics.strategy.capabilities import drafts, facts
from metrics.strategy.capabilities.scores import Capability
from pages.parts import access, edit
from pages.parts.strategy import capabilities
from tests.pages.test_pages import LOCALES, said, start
from tests.pages.test_return_risk import address

PAGE = "capabilities"


def opened(lang: str = "en") -> AppTest:
    """The page with every line open."""
    app = start(lang, PAGE)
    for line in ("edit-open", "fold-strategy-distances", "fold-strategy-heat"):
        app.session_state[line] = True
    return app.run()


def now() -> facts.CapabilityAnswers:
    """Step 2 as it is kept."""
    return facts.capability_answers(report.current())


@pytest.mark.parametrize("lang", LOCALES)
def test_figures_pictures_and_the_table_in_both_languages(company: Path, lang: str) -> None:
    app = opened(lang)
    assert not app.exception
    assert not app.error
    assert [metric.value for metric in app.metric] == ["2.42", "3.68", "2.85", "5"]
    assert len(app.get("plotly_chart")) == 3
    assert len(app.data_editor) == 1 and len(app.data_editor[0].value) == 18
    titles = {
        "en": "Behind the peers in 5 of 18; the gap that matters most: Complaints solved for good.",
        "zh_CN": "18 项能力中 5 项落后于同行；最要紧的差距：彻底解决投诉。",
    }
    assert app.title[0].value == titles[lang]
    brief = {"en": "Strategy: keep customers 40%", "zh_CN": "战略：留住客户 40%"}
    assert any(caption.value.startswith(brief[lang]) for caption in app.caption)


def test_every_field_of_the_heat_map_has_its_number_and_its_word(company: Path) -> None:
    import json

    app = opened()
    specs = [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]
    texts = [[note["text"] for note in spec["layout"].get("annotations", [])] for spec in specs]
    heat = next(found for found in texts if "▼ behind" in found)
    assert heat.count("▼ behind") == 5 and heat.count("● on a par") == 11 and heat.count("▲ ahead") == 2
    assert len(heat) == 18 * 6  # the name, four numbers, the position


def test_gaps_are_carried_to_levers_of_step_3(company: Path) -> None:
    app = opened()
    table = app.table[0].value
    assert table["Lever"].iloc[0] == "Retention"
    assert table["The largest first"].iloc[0].startswith("Complaints solved for good; Early warning of leaving; ")
    assert table["Gaps"].iloc[0] == "5"
    assert table["Share of what is missing"].iloc[0] == "48%"
    assert "To the levers of step 3" in [link.label for link in app.get("page_link")]


def test_a_score_typed_moves_verdict_and_tiles(company: Path) -> None:
    def better(held: list) -> list:
        return [{**row, "score": 4.0} if row["id"] == "complaints" else row for row in held]

    facts.change(report.current(), {facts.SCORES: better}, "Ada")
    app = opened()
    assert app.title[0].value == "Behind the peers in 4 of 18; the gap that matters most: Early warning of leaving."
    assert app.metric[0].value == "2.66"  # (242 + 12 x 2) / 100
    assert "Saved by Ada on " in said(app)


def test_weights_are_drafted_from_step_1_when_asked(company: Path) -> None:
    app = opened()
    app = app.button(key="draft-weights").click().run()
    assert not app.exception and not app.warning
    assert [one.weight for one in now().capabilities[:5]] == [8.0] * 5
    app = app.button(key="undo-capabilities-scores").click().run()
    assert now().capabilities[0].weight == 12


def test_a_weight_is_moved_by_a_slider_and_comes_back(company: Path) -> None:
    app = opened()
    first, second = now().capabilities[:2]
    app = app.selectbox(key="weight-of").set_value(second.id).run()
    app = app.slider(key=f"weight-{second.id}").set_value(30.0).run()
    assert not app.exception
    assert [one.weight for one in now().capabilities[:2]] == [first.weight, 30.0]
    app = app.button(key="undo-capabilities-scores").click().run()
    assert now().capabilities[1].weight == second.weight


def test_an_empty_case_says_so_and_begins_with_the_list(cdnow: Path) -> None:
    app = opened()
    assert not app.exception
    assert app.title[0].value == "No capability is scored yet, so nobody knows where we are behind."
    assert [metric.value for metric in app.metric] == ["–"] * 4
    assert "bring capability_scores.csv" in said(app)
    app = app.button(key="begin").click().run()
    assert not app.exception
    assert len(now().capabilities) == 18 and now().scored == 0
    assert app.title[0].value == "No capability is scored yet, so nobody knows where we are behind."


def test_gaps_draft_the_levers_that_claim_nothing_and_these_the_steps(cdnow: Path) -> None:
    """Scores of 2 with a target of 3.5 go half the way to 5: retention goes half the way to its benchmark.

    Then step 4 drafts a step for it, done the day before its benefit begins.
    """
    rows = [{**row, "weight": 10.0, "score": 2.0, "target": 3.5} for row in facts.listed()]
    facts.change(report.current(), {"scores": lambda _now: rows}, "Ada")
    app = opened()
    before = report.saved().scenario.lever("retention")
    button = app.button(key="draft-levers")
    assert button.label.startswith("Draft in step 3: ") and "retention" in button.label.lower()
    app = button.click().run()
    assert not app.exception
    number = address(app, "draft")
    lever = report.in_force(number).scenario.lever("retention")
    assert lever.benchmark is not None and before.target.value < lever.benchmark.value
    assert lever.target.value == pytest.approx((before.target.value + lever.benchmark.value) / 2)
    assert lever.target.source == "drafted from the capability gaps" and lever.target.owner
    assert not any(one.key == "draft-levers" for one in start("en", PAGE, draft=number).button)  # nothing left to draft

    plan = start("en", "roadmap", draft=number)
    plan.session_state["roadmap-plan"] = True
    plan = plan.run().button(key="draft-steps").click().run()
    assert not plan.exception
    kept = roadmap.answers(report.current())
    (step,) = [step for step in kept.steps if step.id == kept.value("milestones")["retention"]]
    begins = pd.Timestamp(lever_month(lever, report.saved().scenario.month0))
    assert step.name.startswith("Ready for: ") and pd.Timestamp(step.end) == begins - pd.Timedelta(days=1)


def lever_month(lever: Lever, month0: date) -> pd.Timestamp:
    """The month in which a lever has its first effect."""
    return pd.Timestamp(month0) + pd.DateOffset(months=round(lever.start.value))


@pytest.mark.parametrize(
    ("gaps", "way"),
    [
        ([(10.0, 2.0, 3.5), (10.0, 3.0, 4.0)], 0.5),  # (1.5 + 1) / (3 + 2)
        ([(30.0, 2.0, 5.0), (10.0, 4.0, 4.0)], 0.9),  # 30 x 3 / (30 x 3 + 10 x 1)
        ([(10.0, 5.0, 5.0)], 0.0),  # nothing left to go
    ],
)
def test_the_share_of_the_way_by_hand(gaps: list[tuple[float, float, float]], way: float) -> None:
    held = [Capability(id="a", name="a", weight=w, score=s, target=t) for w, s, t in gaps]
    assert drafts._closing(held) == pytest.approx(way)


def test_who_may_not_write_sees_all_and_changes_nothing(company: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "user", lambda: access.User("Eve", frozenset({"executive"})))
    app = opened()
    assert not app.exception
    assert app.button(key="draft-weights").disabled
    assert app.data_editor[0].editing_mode == "fixed"
    monkeypatch.setattr(edit.st, "session_state", {})
    capabilities._save(lambda _now: [])
    assert str(edit.st.session_state[edit.REFUSED]["capabilities"][1][0]).startswith("Eve may read")
    assert now().scores.sample


def test_a_refused_change_is_told_on_the_page(company: Path) -> None:
    app = opened()
    app.session_state[edit.REFUSED] = {"capabilities": ("scores", ("Now: 7 is out of range; 0 to 5 is",))}
    assert [warning.value for warning in app.run().warning] == ["Now: 7 is out of range; 0 to 5 is"]
