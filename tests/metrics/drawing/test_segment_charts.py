"""The pictures of the segments page: what they draw."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import plotly.graph_objects as go
import pytest

from metrics.drawing import bars, flows, grids, lines, scatter
from metrics.drawing.base import US_PALE, WORSE, Figure
from metrics.words.reader import Reader
from metrics.words.text import Term

READER = Reader("en", "USD")
NAMES = ["Champions", "Asleep"]
MOVES = [
    flows.Flow(0, 0, 500),
    flows.Flow(0, 1, 300),
    flows.Flow(1, 1, 196),
    flows.Flow(1, 0, 1),
    flows.Flow(None, 0, 3),
]
SIX = [Term(name) for name in ("Champions", "Loyal", "New or occasional", "Fading", "At risk", "Asleep")]


def moved() -> Figure:
    return flows.migration(READER, NAMES, MOVES, first=date(2025, 1, 1), last=date(2026, 1, 1))


def made_of() -> Figure:
    grid = grids.Grid(["A", "B"], ["yes", "spring discount 2023"], [[0.25, 0.75], [0.0, 0.0]], [[1, 3], [0, 0]])
    return grids.composition(READER, grid)


def shares() -> Figure:
    parts = [bars.Part("Champions", 0.2, 1.1), bars.Part("Asleep", 0.8, -0.1)]
    return bars.segment_shares(READER, parts)


def rfm() -> Figure:
    cells = [scatter.Cell(5, 5, SIX[0], 400), scatter.Cell(1, 5, SIX[4], 100), scatter.Cell(1, 1, SIX[5], 0)]
    return scatter.rfm_map(READER, cells, groups=SIX)


def agreement() -> Figure:
    return lines.agreement(READER, [(3, 0.95), (4, 0.6)], chosen=3, needed=0.9)


@pytest.mark.parametrize("make", [moved, made_of, shares, rfm, agreement])
def test_every_figure_is_one_plotly_accepts(make: Callable[[], Figure]) -> None:
    go.Figure(make())


def test_bars_are_the_money_ticks_the_customers_and_both_are_written() -> None:
    money, ticks = shares()["data"]
    assert (money["x"], ticks["x"]) == ([1.1, -0.1], [0.2, 0.8])
    assert money["hovertext"] == [
        "20% of customers, 110% of the money",
        "80% of customers, \u221210% of the money",
    ]


def test_without_a_gain_nobody_has_a_share_of_it() -> None:
    money, _ticks = bars.segment_shares(READER, [bars.Part("All", 1.0, None)])["data"]
    assert (money["x"], money["hovertext"]) == ([0.0], ["100% of customers"])


def test_the_map_draws_customers_by_area_and_washes_those_at_risk() -> None:
    marks = rfm()["data"][0]
    assert marks["x"] == [5, 1, 1]
    assert marks["marker"]["size"] == [scatter.BIGGEST, scatter.BIGGEST / 2, 0]
    assert marks["marker"]["color"] == [US_PALE, WORSE, US_PALE]
    assert marks["hovertext"][1] == "At risk · 100 customers"


def test_agreement_is_drawn_by_number_of_groups_and_the_chosen_one_is_ringed() -> None:
    line, ring = agreement()["data"]
    assert (line["x"], line["y"]) == ([3, 4], [0.95, 0.6])
    assert (ring["x"], ring["y"]) == ([3], [0.95])


def test_a_flow_of_a_few_is_not_in_the_picture() -> None:
    link = moved()["data"][0]["link"]
    assert list(zip(link["source"], link["target"], link["value"], strict=True)) == [
        (0, 3, 500),
        (0, 4, 300),
        (1, 4, 196),
    ]


def test_both_ends_are_named_with_their_share_and_their_day() -> None:
    figure = moved()
    assert figure["data"][0]["node"]["label"] == [
        "Champions 80%",
        "Asleep 20%",
        "New 0.3%",
        "Champions 50%",
        "Asleep 50%",
    ]
    assert [note["text"] for note in figure["layout"]["annotations"]] == ["1 Jan 2025", "1 Jan 2026"]


def test_who_stayed_is_grey_and_who_moved_is_blue() -> None:
    assert moved()["data"][0]["link"]["color"] == [flows.FLOW, flows.MOVED, flows.FLOW]


def test_composition_writes_each_share() -> None:
    figure = made_of()
    assert figure["data"][0]["text"] == [["25%", "75%"], ["0%", "0%"]]
    assert figure["data"][0]["hovertext"][0] == ["A · yes · 1", "A · spring discount 2023 · 3"]
    assert figure["layout"]["xaxis"]["ticktext"] == ["yes", "spring<br>discount 2023"]
