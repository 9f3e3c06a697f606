"""The pictures of moves and of composition: what they draw, and the tables behind them."""

from __future__ import annotations

import plotly.graph_objects as go
import pytest

from metrics.drawing import flows
from metrics.drawing.base import Chart
from metrics.words.reader import Reader

WHO = Reader("en", "USD")
NAMES = ["Champions", "Asleep"]
MOVES = [
    flows.Flow(0, 0, 500),
    flows.Flow(0, 1, 300),
    flows.Flow(1, 1, 196),
    flows.Flow(1, 0, 1),
    flows.Flow(None, 0, 3),
]


def moved() -> Chart:
    return flows.migration(WHO, NAMES, MOVES, first="1 Jan 2025", last="1 Jan 2026")


def made_of() -> Chart:
    grid = flows.Grid(["A", "B"], ["yes", "spring discount 2023"], [[0.25, 0.75], [0.0, 0.0]], [[1, 3], [0, 0]])
    return flows.composition(WHO, grid)


@pytest.mark.parametrize("make", [moved, made_of])
def test_every_figure_is_one_plotly_accepts(make) -> None:  # type: ignore[no-untyped-def]
    figure = make().figure
    assert figure is not None
    go.Figure(figure)


def test_a_flow_of_a_few_is_in_the_table_and_not_in_the_picture() -> None:
    chart = moved()
    assert chart.figure is not None
    link = chart.figure["data"][0]["link"]
    assert list(zip(link["source"], link["target"], link["value"], strict=True)) == [
        (0, 3, 500),
        (0, 4, 300),
        (1, 4, 196),
    ]
    table = chart.table().set_index("From, to")
    assert table.to_numpy().tolist() == [["500", "300"], ["1", "196"], ["3", "0"]]
    assert list(table.index) == ["Champions", "Asleep", "New"]


def test_both_ends_are_named_with_their_share_and_their_day() -> None:
    figure = moved().figure
    assert figure is not None
    assert figure["data"][0]["node"]["label"] == [
        "Champions 80%",
        "Asleep 20%",
        "New 0.3%",
        "Champions 50%",
        "Asleep 50%",
    ]
    assert [note["text"] for note in figure["layout"]["annotations"]] == ["1 Jan 2025", "1 Jan 2026"]


def test_who_stayed_is_grey_and_who_moved_is_blue() -> None:
    figure = moved().figure
    assert figure is not None
    assert figure["data"][0]["link"]["color"] == [flows.FLOW, flows.MOVED, flows.FLOW]


def test_composition_writes_each_share_and_counts_in_the_table() -> None:
    chart = made_of()
    assert chart.figure is not None
    assert chart.figure["data"][0]["text"] == [["25%", "75%"], ["0%", "0%"]]
    assert chart.figure["layout"]["xaxis"]["ticktext"] == ["yes", "spring<br>discount 2023"]
    assert chart.table().to_numpy().tolist() == [["A", "25% · 1", "75% · 3"], ["B", "0% · 0", "0% · 0"]]
