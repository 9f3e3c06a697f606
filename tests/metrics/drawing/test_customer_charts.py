"""The pictures of the customer value page: what they draw."""

from __future__ import annotations

import json
from datetime import date

import plotly.graph_objects as go
import pytest

from metrics import drawing
from metrics.drawing import base
from metrics.drawing.bars import Values
from metrics.drawing.base import Figure
from metrics.drawing.dots import Tenth
from metrics.drawing.scatter import Point
from metrics.finding import Chart, chart
from metrics.words.reader import Reader
from metrics.words.text import N_, message

EN, ZH = Reader("en", "GBP"), Reader("zh_CN", "CNY")
POINTS = [Point("Clinic", 1.0, 9.0, 0.3, True, "little now"), Point("Yard", 9.0, 1.0, 0.3, False, "much now")]
FIELDS = tuple(message(name) for name in (N_("Develop"), N_("Protect and grow"), N_("Serve at low cost"), N_("Keep")))
TENTHS = [
    Tenth(message(N_("top 10%")), 9_100.0, 8_200.0, 10_000.0),
    Tenth(message(N_("last 10%")), -20.0),
]
WEEKS = {"low": [180.0] * 26, "high": [205.0] * 26, "misses": [(30, date(2025, 3, 24))]}
ALL = {
    "lorenz": chart(
        "lorenz", customers=[0, 0.2, 1], value=[0, 0.7, 1], named=[(0.2, 0.7)], a_until=0.2, b_until=0.5, beyond="x"
    ),
    "tenths": chart("worth_by_tenth", tenths=TENTHS, range_name=message(N_("bar: 90% range from the back-test"))),
    "matrix": chart("matrix", points=POINTS, x_cut=5, y_cut=5, quadrants=FIELDS, x_name="1", y_name="2"),
    "backtest": chart("backtest", actual=[200.0] * 52, model=[190.0] * 26, fitted=26, **WEEKS),
    "views": chart("value_views", rows=[Values("A", 10, 900.0, 20.0, 300.0), Values("C", 90, -5.0, 100.0, None)]),
}


def drawn(picture: Chart, reader: Reader = EN) -> Figure:
    figure = drawing.draw(picture, reader)
    assert figure is not None
    return figure


def words(figure: Figure) -> list[str]:
    return [note["text"] for note in figure["layout"].get("annotations", ())]


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("reader", [EN, ZH], ids=["en", "zh"])
def test_every_figure_is_one_plotly_accepts_and_calm(name: str, reader: Reader) -> None:
    """No legend, no zoom, and no colour of its own: only names that the theme fills."""
    figure = drawn(ALL[name], reader)
    go.Figure(figure)
    assert not figure["layout"]["showlegend"]
    assert not figure["layout"]["dragmode"]
    assert figure["layout"]["xaxis"]["fixedrange"]
    assert figure["layout"]["yaxis"]["fixedrange"]
    own = {word for word in json.dumps(figure, allow_nan=False).replace('"', " ").split() if word.startswith("#")}
    assert own <= {value for name, value in vars(base).items() if name.isupper() and isinstance(value, str)}


@pytest.mark.parametrize("name", ALL)
def test_chinese_figures_have_no_english_words(name: str) -> None:
    english, chinese = words(drawn(ALL[name])), words(drawn(ALL[name], ZH))
    known = {"Clinic", "x", "<b>A</b>", "<b>B</b>", "<b>C</b>"}
    assert not {text for text in english if any(sign.isalpha() for sign in text)} & set(chinese) - known


def test_a_curve_says_what_the_best_hold_and_who_loses() -> None:
    figure = drawn(ALL["lorenz"])
    assert figure["data"][1]["y"] == [0, 0.7, 1]
    assert "20% of customers, <b>70%</b>" in words(figure)
    assert "x" in words(figure)


def test_a_tenth_is_a_dot_and_its_range_where_it_has_one() -> None:
    figure = drawn(ALL["tenths"])
    assert [trace["x"] for trace in figure["data"]] == [[8_200.0, 10_000.0], [9_100.0, -20.0]]
    assert {"£9,100", "−£20", "bar: 90% range from the back-test"} <= set(words(figure))
    assert figure["data"][-1]["hovertext"][0] == "top 10%<br>£9,100<br>£8,200 to £10K"


def test_a_matrix_colours_one_quadrant() -> None:
    """Little today, much tomorrow."""
    figure = drawn(ALL["matrix"])
    assert figure["data"][0]["marker"]["color"] == [base.US, base.GREY]
    assert figure["data"][0]["hovertext"] == ["little now", "much now"]
    assert "<b>Develop</b>" in words(figure)


def test_a_backtest_shows_the_model_only_where_it_had_not_looked() -> None:
    """From week 27 on; the week it got wrong by its first day; nothing without weeks ahead."""
    figure = drawn(ALL["backtest"])
    assert (figure["data"][-1]["x"][0], figure["data"][-1]["y"][0]) == (27, 190.0)
    assert "24 Mar 2025" in words(figure)
    assert drawing.draw(chart("backtest", actual=[1.0], model=[], fitted=1), EN) is None


def test_the_values_of_a_group_are_named_on_their_bars() -> None:
    """A bar a value, as long as it is; none where there is no forecast; nothing at all without a group."""
    figure = drawn(ALL["views"])
    assert [trace["x"] for trace in figure["data"]] == [[900.0, -5.0], [300.0], [20.0, 100.0]]
    assert len(words(figure)) == 5
    assert "so far £900" in words(figure)
    assert drawing.draw(chart("value_views", rows=[]), EN) is None
