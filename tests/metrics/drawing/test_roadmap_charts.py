"""The roadmap's pictures: accepted by Plotly, calm, and saying what they mark."""

from __future__ import annotations

from datetime import date

import plotly.graph_objects as go
import pytest

from metrics.drawing import base, gantt
from metrics.drawing.bars import AtRisk, at_risk
from metrics.drawing.lines import rent_or_buy
from metrics.words.reader import Reader

EN, ZH = Reader("en", "GBP"), Reader("zh_CN", "CNY")
BARS = [
    gantt.Bar(1, "Build", date(2026, 1, 1), date(2026, 3, 31), date(2026, 1, 1), (), True),
    gantt.Bar(2, "Train", date(2026, 4, 1), date(2026, 4, 30), date(2026, 3, 1), (1,), True, "Retention"),
    gantt.Bar(3, "Print", date(2026, 1, 10), date(2026, 1, 20), date(2026, 1, 10), (), False),
]
RISKS = [AtRisk("Budget", 50e3, "Ada"), AtRisk("Team", 20e3, "")]
RENT, BUY = [float(n) for n in range(0, 37_000, 1000)], [12_000.0 + 500 * n for n in range(37)]
ALL = {
    "gantt": lambda reader: gantt.gantt(reader, BARS, today=date(2026, 2, 1)),
    "risk": lambda reader: at_risk(reader, RISKS),
    "rent": lambda reader: rent_or_buy(reader, RENT, BUY, names=("A", "B"), meet=24.0),
}


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("reader", [EN, ZH], ids=["en", "zh"])
def test_every_figure_is_one_plotly_accepts(name: str, reader: Reader) -> None:
    figure = ALL[name](reader)
    go.Figure(figure)
    assert figure["layout"]["showlegend"] is False


def words(figure: base.Figure) -> list[str]:
    """Every note."""
    return [note["text"] for note in figure["layout"]["annotations"]]


def test_the_critical_path_is_marked_by_a_sign_a_word_and_weight() -> None:
    notes = words(ALL["gantt"](EN))
    assert notes[0] == base.bold("◆ Build") + " (critical)"
    assert notes[1] == "Print"  # rows stand in the order they begin
    assert notes[2] == base.bold("◆ Train") + " +31"  # 1 March to 1 April
    assert notes[3].endswith("Retention")


def test_what_was_planned_stands_grey_below_what_was_pushed() -> None:
    planned = ALL["gantt"](EN)["data"][0]
    assert planned["base"] == ["2026-03-01"]
    assert planned["x"] == [30 * gantt.A_DAY]  # as long as the step itself


def test_a_plan_of_one_day_and_one_of_twenty_years_have_few_ticks() -> None:
    day = date(2026, 5, 5)
    for last in (day, date(2046, 5, 5)):
        bars = [gantt.Bar(1, "A", day, last, day, (), True)]
        ticks = gantt.gantt(EN, bars, today=None)["layout"]["xaxis"]["tickvals"]
        assert 1 <= len(ticks) <= 6


def test_a_bar_a_risk_with_its_money_and_its_owner_or_that_there_is_none() -> None:
    figure = ALL["risk"](EN)
    assert figure["data"][0]["x"] == [50e3, 20e3]
    assert words(figure) == [f"{base.bold('Budget')} ▼ £50K · Ada", f"{base.bold('Team')} ▼ £20K · no owner yet"]


def test_the_ring_stands_where_the_lines_meet() -> None:
    figure = ALL["rent"](EN)
    assert (figure["data"][2]["x"], figure["data"][2]["y"]) == ([24.0], [24_000.0])
    assert any("equal after 24 months" in text for text in words(ALL["rent"](EN)))
    none = rent_or_buy(EN, RENT, BUY, names=("A", "B"), meet=None)
    assert len(none["data"]) == 2
