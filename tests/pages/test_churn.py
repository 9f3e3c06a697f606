"""The churn page: its sentences, its choices, and what it says of orders alone. Its pictures are plain data."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path

import plotly.graph_objects as go
import pytest

from metrics.drawing import Chart, base, leaving, staying
from metrics.words.reader import Reader
from tests.pages import small_shops
from tests.pages.test_pages import said, start

EN, ZH = Reader("en", "USD"), Reader("zh_CN", "USD")
BARS = [leaving.Bar("price", 0.1, "10%", 0.08, 0.12), leaving.Bar("unknown", 0.6, "60%", quiet=True)]
RATIOS = [leaving.Ratio("Letter", 1.7, 1.5, 1.9, True), leaving.Ratio("Age", 1.0, 0.9, 1.1, False)]
NAN = math.nan


def _asking(reader: Reader) -> Chart:
    ours, grey = [(0, 0.0), (10, 80.0), (20, 90.0), (30, -20.0)], [(0, 0.0), (10, -30.0), (20, -500.0), (30, -20.0)]
    return staying.asking(reader, ours, grey, chosen=(12, 70.0))


PICTURES = {
    "bars": lambda reader: leaving.bars(reader, BARS, line=0.2, line_words="all 20%", columns="Share"),
    "ratios": lambda reader: leaving.ratios(reader, RATIOS),
    "triangle": lambda reader: staying.triangle(reader, ["2026 Q1", "2026 Q2"], [[0.3, 0.2], [0.25, NAN]]),
    "survival": lambda reader: staying.survival(
        reader, [3.0, 9.0], [0.8, 0.6], [0.7, 0.5], [0.9, 0.7], renewals=[1.0, 0.8], fitted=[1.0, 0.79, 0.7]
    ),
    "asking": _asking,
    "calibrated": lambda reader: staying.calibrated(reader, [(100, 0.1, 0.12), (100, 0.8, 0.7)]),
}


# --- Pictures


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("reader", [EN, ZH], ids=["en", "zh"])
def test_a_picture_is_valid_and_has_its_table(name: str, reader: Reader) -> None:
    chart = PICTURES[name](reader)
    assert chart.figure is not None
    go.Figure(chart.figure)
    json.dumps(chart.figure, allow_nan=False)
    assert len(chart.table()) >= 2


def test_the_unknown_is_grey_and_an_interval_is_drawn_where_there_is_one() -> None:
    figure = PICTURES["bars"](EN).figure
    assert figure is not None
    assert figure["data"][0]["marker"]["color"] == [base.US, base.GREY]
    assert [trace["x"] for trace in figure["data"][1:]] == [[0.08, 0.12]]


def test_doubling_is_as_far_as_halving() -> None:
    figure = PICTURES["ratios"](EN).figure
    assert figure is not None and figure["layout"]["xaxis"]["type"] == "log"
    assert figure["data"][-1]["marker"]["color"] == [base.US, base.GREY]


def test_what_is_not_over_yet_stays_empty() -> None:
    figure = PICTURES["triangle"](EN).figure
    assert figure is not None and figure["data"][0]["z"] == [[0.3, 0.2], [0.25, None]]
    assert [note["text"] for note in figure["layout"]["annotations"]] == ["30", "20", "25"]


def test_the_curve_of_asking_ends_where_it_has_lost_everything_again() -> None:
    figure = PICTURES["asking"](EN).figure
    assert figure is not None
    grey, ours = figure["data"][:2]
    assert ours["x"] == [0, 10, 20, 30] and grey["x"] == [0, 10, 30]  # what lies far below is left out


@pytest.mark.parametrize(
    "chart",
    [
        leaving.bars(EN, [], columns=""),
        leaving.ratios(EN, []),
        staying.triangle(EN, ["2026 Q1"], [[NAN]]),
        staying.survival(EN, [], [], [], []),
        staying.asking(EN, [(0, 0.0), (5, -3.0)], [(0, 0.0)], chosen=None),
        staying.calibrated(EN, []),
    ],
)
def test_a_picture_with_nothing_to_show_says_so(chart: Chart) -> None:
    assert chart.figure is None and chart.nothing.endswith(".")


# --- The page


def test_the_page_says_who_leaves_and_what_asking_brings(company: Path) -> None:
    app = start("en", "churn")
    assert not app.exception
    assert "will leave within a year" in app.title[0].value
    assert len(app.metric) == 4 and all(metric.value not in ("", "–") for metric in app.metric)
    words = said(app)
    for part in ("Complaint left open: ", "nobody knows why", "order in the next month"):
        assert part in words, part


@pytest.mark.parametrize(
    ("more", "part"),
    [
        ("worth", "nothing here is computed with it"),
        ("accounts", "key accounts"),
        ("next", "fall due"),
        ("next", "stage within 30 days"),
        ("loyal", "score 60 or more"),
        ("accounts", "Nobody answers for"),
    ],
)
def test_what_stands_behind_is_one_choice_away(company: Path, more: str, part: str) -> None:
    """Each choice has its address, and is drawn only when it is chosen."""
    app = start("en", "churn", more=more)
    assert not app.exception
    assert part in said(app)
    assert "order in the next month" not in said(app)


def test_what_is_set_lives_in_the_address(company: Path) -> None:
    """Saving nobody, no contact pays; the address carries it."""
    app = start("en", "churn")
    app.number_input(key="saved_asked").set_value(0.0).run()
    assert not app.exception
    assert app.query_params["saved"] in ("0", ["0"])
    assert "At this cost no contact pays" in said(app) and "Asking pays with none" in app.title[0].value


def test_a_link_shows_what_its_sender_saw(company: Path) -> None:
    address = {"by": "percent", "grouped": "tenure", "months": "rolling", "change": "10", "saved": "nonsense"}
    app = start("en", "churn", **address)
    assert not app.exception
    assert "30 days counted from their own first order" in said(app)
    assert "10% less churn is worth" in said(start("en", "churn", more="worth", **address))
    assert app.number_input(key="saved_asked").value == 10.0


def test_orders_alone_say_what_is_missing(cdnow: Path) -> None:
    app = start("en", "churn")
    assert not app.exception
    words = said(app)
    assert "needs the table departures, which is not here yet" in words
    assert "Nobody has written down why they left" in words
    assert "contracts seen from their beginning are too few" in words


@pytest.mark.parametrize(
    "sales",
    [small_shops.one_customer, small_shops.nobody_twice, small_shops.forty_customers, small_shops.odd_numbers],
)
def test_the_smallest_shops_get_an_answer_or_a_reason(
    home: Path, tmp_path: Path, sales: Callable[[], list[small_shops.Sale]]
) -> None:
    small_shops.publish(tmp_path, sales())
    for lang in ("en", "zh_CN"):
        app = start(lang, "churn")
        assert not app.exception and not app.error
        assert app.title[0].value
