"""The roadmap's pictures: accepted by Plotly, calm, with a table, and saying what they mark."""

from __future__ import annotations

from datetime import date

import plotly.graph_objects as go
import pytest

from metrics.drawing import Chart, base, gantt
from metrics.drawing import roadmap as charts
from metrics.words.reader import Reader

EN, ZH = Reader("en", "GBP"), Reader("zh_CN", "CNY")
BARS = [
    gantt.Bar(1, "Build", date(2026, 1, 1), date(2026, 3, 31), date(2026, 1, 1), (), True, 0, "Ada"),
    gantt.Bar(2, "Train", date(2026, 4, 1), date(2026, 4, 30), date(2026, 3, 1), (1,), True, 0, "", "Retention"),
    gantt.Bar(3, "Print", date(2026, 1, 10), date(2026, 1, 20), date(2026, 1, 10), (), False, 100, "Bo"),
]
RISKS = [charts.AtRisk("Budget", 50e3, 200e3, 0.5, 0.5, "Ada"), charts.AtRisk("Team", 20e3, 100e3, 0.5, 0.4, "")]
RENT, BUY = [float(n) for n in range(0, 37_000, 1000)], [12_000.0 + 500 * n for n in range(37)]
ALL = {
    "gantt": lambda reader: gantt.gantt(reader, BARS, today=date(2026, 2, 1)),
    "risk": lambda reader: charts.at_risk(reader, RISKS, ""),
    "rent": lambda reader: charts.rent_or_buy(reader, RENT, BUY, names=("A", "B"), meet=24.0),
}


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("reader", [EN, ZH], ids=["en", "zh"])
def test_every_figure_is_one_plotly_accepts_and_has_a_table(name: str, reader: Reader) -> None:
    chart: Chart = ALL[name](reader)
    go.Figure(chart.figure)
    assert len(chart.table()) >= 2
    assert chart.figure["layout"]["showlegend"] is False


def words(chart: Chart) -> list[str]:
    """Every note."""
    return [note["text"] for note in chart.figure["layout"]["annotations"]]


def test_the_critical_path_is_marked_by_a_sign_a_word_and_weight() -> None:
    found = words(ALL["gantt"](EN))
    assert found[0] == base.bold("◆ Build") + " (critical)"
    assert found[1] == "Print"  # rows stand in the order they begin
    assert found[2] == base.bold("◆ Train") + " +31"  # 1 March to 1 April
    assert found[3].endswith("Retention")


def test_what_was_planned_stands_grey_below_what_was_pushed() -> None:
    planned = ALL["gantt"](EN).figure["data"][0]
    assert planned["base"] == ["2026-03-01"]
    assert planned["x"] == [30 * gantt.A_DAY]  # as long as the step itself


def test_a_plan_of_one_day_and_one_of_twenty_years_have_few_ticks() -> None:
    day = date(2026, 5, 5)
    for last in (day, date(2046, 5, 5)):
        bars = [gantt.Bar(1, "A", day, last, day, (), True, 0, "")]
        ticks = gantt.gantt(EN, bars, today=None).figure["layout"]["xaxis"]["tickvals"]
        assert 1 <= len(ticks) <= 6


def test_without_a_risk_the_reason_stands_in_its_place() -> None:
    chart = charts.at_risk(EN, [], "nothing yet")
    assert chart.figure is None and chart.nothing == "nothing yet" and len(chart.table()) == 0


def test_the_ring_stands_where_the_lines_meet() -> None:
    figure = ALL["rent"](EN).figure
    assert (figure["data"][2]["x"], figure["data"][2]["y"]) == ([24.0], [24_000.0])
    assert any("equal after 24 months" in text for text in words(ALL["rent"](EN)))
    none = charts.rent_or_buy(EN, RENT, BUY, names=("A", "B"), meet=None)
    assert len(none.figure["data"]) == 2
