"""The churn page: its sentences, its choices, and what it says of orders alone. Its pictures are plain data."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path

import plotly.graph_objects as go
import pytest

from metrics import drawing
from metrics.drawing import bars, base, dots
from metrics.finding import Chart as Recipe
from metrics.finding import chart
from metrics.words.reader import Reader
from tests.pages import small_shops
from tests.pages.test_pages import said, start

EN, ZH = Reader("en", "USD"), Reader("zh_CN", "USD")
BARS = [bars.Bar("price", 0.1, "10%", 0.08, 0.12), bars.Bar("unknown", 0.6, "60%", quiet=True)]
RATIOS = [dots.Ratio("Letter", 1.7, 1.5, 1.9, True), dots.Ratio("Age", 1.0, 0.9, 1.1, False)]
NAN = math.nan


PICTURES = {
    "bars": chart("bars", rows=BARS, line=0.2, line_words="all 20%"),
    "ratios": chart("ratios", rows=RATIOS),
    "triangle": chart("triangle", cohorts=["2026 Q1", "2026 Q2"], shares=[[0.3, 0.2], [0.25, NAN]]),
    "survival": chart(
        "survival",
        months=[3.0, 9.0],
        share=[0.8, 0.6],
        low=[0.7, 0.5],
        high=[0.9, 0.7],
        renewals=[1.0, 0.8],
        fitted=[1.0, 0.79, 0.7],
    ),
    "asking": chart(
        "asking",
        ours=[(0, 0.0), (10, 80.0), (20, 90.0), (30, -20.0)],
        by_chance=[(0, 0.0), (10, -30.0), (20, -500.0), (30, -20.0)],
        chosen=(12, 70.0),
    ),
    "calibration": chart(
        "calibration",
        groups=[(100, 0.1, 0.12), (100, 0.8, 0.7)],
        said="predicted not to order",
        came="share that fell silent",
        hover="{n} customers: predicted {said}, churned {came}",
        height=300,
    ),
}


def _drawn(name: str, reader: Reader = EN) -> base.Figure:
    figure = drawing.draw(PICTURES[name], reader)
    assert figure is not None
    return figure


# --- Pictures


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("reader", [EN, ZH], ids=["en", "zh"])
def test_a_picture_is_valid(name: str, reader: Reader) -> None:
    figure = _drawn(name, reader)
    go.Figure(figure)
    json.dumps(figure, allow_nan=False)


def test_the_unknown_is_grey_and_an_interval_is_drawn_where_there_is_one() -> None:
    figure = _drawn("bars")
    assert figure["data"][0]["marker"]["color"] == [base.US, base.GREY]
    assert [trace["x"] for trace in figure["data"][1:]] == [[0.08, 0.12]]


def test_doubling_is_as_far_as_halving() -> None:
    figure = _drawn("ratios")
    assert figure["layout"]["xaxis"]["type"] == "log"
    assert figure["data"][-1]["marker"]["color"] == [base.US, base.GREY]


def test_what_is_not_over_yet_stays_empty() -> None:
    figure = _drawn("triangle")
    assert figure["data"][0]["z"] == [[0.3, 0.2], [0.25, None]]
    assert [note["text"] for note in figure["layout"]["annotations"]] == ["30", "20", "25"]


def test_the_curve_of_asking_ends_where_it_has_lost_everything_again() -> None:
    figure = _drawn("asking")
    grey, ours = figure["data"][:2]
    assert ours["x"] == [0, 10, 20, 30] and grey["x"] == [0, 10, 30]  # what lies far below is left out


def test_the_plan_is_a_ring_on_the_curve() -> None:
    ring = _drawn("asking")["data"][2]
    assert (ring["x"], ring["y"]) == ([12], [70.0])


def test_both_curves_of_staying_are_drawn_at_their_months() -> None:
    _band, free, fitted, renewals = _drawn("survival")["data"]
    assert (free["x"], free["y"]) == ([0.0, 3.0, 9.0], [1.0, 0.8, 0.6]) and free["line"]["shape"] == "hv"
    assert (fitted["x"], fitted["y"]) == ([0.0, 12.0, 24.0], [1.0, 0.79, 0.7])
    assert (renewals["x"], renewals["y"]) == ([12.0], [0.8])


def test_one_recipe_holds_what_was_said_against_what_came_in_the_words_of_its_page() -> None:
    figure = _drawn("calibration")
    equal, dots = figure["data"]
    assert (dots["x"], dots["y"]) == ([0.1, 0.8], [0.12, 0.7]) and equal["x"] == equal["y"] == [0, 1]
    assert dots["hovertext"][0] == "100 customers: predicted 10%, churned 12%"
    assert figure["layout"]["xaxis"]["title"]["text"] == "predicted not to order"
    plain = drawing.draw(chart("calibration", groups=[(100, 0.1, 0.12)]), EN)
    assert plain is not None and plain["layout"]["xaxis"]["title"]["text"] == "predicted to order again"
    assert plain["data"][1]["hovertext"] == ["100 customers: predicted 10%, ordered 12%"]


@pytest.mark.parametrize(
    "empty",
    [
        chart("bars", rows=[]),
        chart("ratios", rows=[]),
        chart("triangle", cohorts=["2026 Q1"], shares=[[NAN]]),
        chart("survival", months=[], share=[], low=[], high=[]),
        chart("asking", ours=[(0, 0.0), (5, -3.0)], by_chance=[(0, 0.0)], chosen=None),
        chart("calibration", groups=[]),
    ],
    ids=lambda empty: empty.recipe,
)
def test_what_has_nothing_to_show_draws_nothing(empty: Recipe) -> None:
    assert drawing.draw(empty, EN) is None


# --- The page


def test_the_page_says_who_leaves_and_what_asking_brings(company: Path) -> None:
    app = start("en", "churn")
    assert not app.exception
    assert "are expected to churn within 12 months" in app.title[0].value
    assert len(app.metric) == 4 and all(metric.value not in ("", "–") for metric in app.metric)
    words = said(app)
    for part in ("Complaint left open: ", "No reason is recorded for", "order in the next month"):
        assert part in words, part


@pytest.mark.parametrize(
    ("more", "part"),
    [
        ("worth", "nothing here is computed with it"),
        ("accounts", "key accounts"),
        ("next", "fall due"),
        ("next", "stage within 30 days"),
        ("loyal", "score 60 or more"),
        ("accounts", "has no account manager"),
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
    assert (
        "At this cost no contact is worthwhile" in said(app)
        and "At this cost no contact is worthwhile" in app.title[0].value
    )


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


def test_a_list_stands_open_and_its_money_is_written_as_it_is_read(company: Path) -> None:
    """A grid is no Markdown: nothing in it is escaped."""
    app = start("en", "churn")
    app.session_state["fold-first"] = True
    app.run()
    (first,) = [frame.value for frame in app.main.dataframe if "At stake" in frame.value]
    assert len(first) == 25 and first["At stake"].str.match(r"\$[\d.,]+K?$").all()
