"""Charts are plain data: what stands where, in which colour, in which words."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import plotly.graph_objects as go
import pytest

from metrics.drawing import base
from metrics.drawing.bars import Bar, bars, pairs
from metrics.drawing.bridge import Item, bridge, levels, spans
from metrics.drawing.cash import cumulative_cash, npv_curve
from metrics.drawing.levers import Gap, gap_closed
from metrics.drawing.map import Arrow, Node, strategy_map
from metrics.drawing.months import Payback, payback_bands, promised_realised
from metrics.drawing.progress import before_after, progress
from metrics.drawing.risk import Swing, TwoLines, histogram, tornado
from metrics.words.reader import Reader
from metrics.words.text import message
from metrics.words.units import Unit

EN = Reader("en", "GBP")
ZH = Reader("zh_CN", "CNY")
M = 1_000_000.0
ITEMS = [
    Item("March", 14.1 * M, True),
    Item("Retention", 1.6 * M),
    Item("Adoption", -2.2 * M),
    Item("Now", 13.5 * M, True),
]
SWINGS = [Swing("Margin", "28%", "34%", 11 * M, 14 * M), Swing("Adoption", "40%", "75%", 5 * M, 17 * M)]


def _rates(reader: Reader) -> base.Figure | None:
    rates = [i / 50 for i in range(51)]
    return npv_curve(reader, rates, [10 - 20 * r for r in rates], rate=0.1, at_rate=8.0, roots=[0.5], mirr=0.2)


def _histogram(reader: Reader) -> dict[str, Any] | None:
    return histogram(reader, [-10.0, 0.0, 10.0, 20.0], [0.1, 0.6, 0.3], p10=0.5, p50=7.0, p90=16.0, below_zero=0.1)


ALL = {
    "bridge": lambda reader: bridge(reader, ITEMS),
    "payback": lambda reader: payback_bands(reader, Payback(24, 19, 22, 27, 33, 21)),
    "promised": lambda reader: promised_realised(reader, promised=5.6 * M, realised=4.1 * M, proven=1.8 * M),
    "cash": lambda reader: cumulative_cash(reader, [-2.0, -5.0, 1.0, 4.0], break_even=1.8),
    "rates": _rates,
    "tornado": lambda reader: tornado(reader, SWINGS, result=12 * M),
    "histogram": _histogram,
    "gaps": lambda reader: gap_closed(reader, [Gap("Calls", 7.4, 6.2, 6.5, 6.1, Unit.MINUTES)]),
}


def picture(figure: base.Figure | None) -> base.Figure:
    """What a recipe has drawn."""
    assert figure is not None
    return figure


def words(figure: dict[str, Any]) -> str:
    """All notes of a figure in one text."""
    return " | ".join(note["text"] for note in figure["layout"].get("annotations", ()))


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("reader", [EN, ZH], ids=["en", "zh"])
def test_every_figure_is_one_plotly_accepts(name: str, reader: Reader) -> None:
    """Plotly itself checks every key and value."""
    go.Figure(picture(ALL[name](reader)))


@pytest.mark.parametrize("name", ALL)
def test_every_figure_is_calm(name: str) -> None:
    """No legend, no zoom, transparent, no colour of its own: only names the theme fills."""
    figure = picture(ALL[name](EN))
    assert figure["layout"]["showlegend"] is False
    assert figure["layout"]["dragmode"] is False
    assert figure["layout"]["xaxis"]["fixedrange"]
    assert figure["layout"]["yaxis"]["fixedrange"]
    text = json.dumps(figure)
    own = {word for word in text.replace('"', " ").replace(";", " ").split() if word.startswith("#")}
    assert own <= {
        base.US,
        base.GREY,
        base.BETTER,
        base.WORSE,
        base.INK,
        base.MUTED,
        base.US_PALE,
        base.ON,
        base.LINE,
        base.WASH,
        base.GROUND,
    }


@pytest.mark.parametrize("name", ALL)
def test_chinese_figures_have_no_english_words(name: str) -> None:
    """Fixed wording is translated; what is left in Latin was given by the caller."""
    chinese = picture(ALL[name](ZH))
    own = {
        "promised",
        "realised",
        "proven",
        "baseline",
        "benchmark",
        "model",
        "fitted",
        "held out",
        "base",
        "best",
        "root",
    }
    assert not own & set(words(chinese).replace("|", " ").split())


def test_a_bridge_floats_its_steps_and_grounds_its_totals() -> None:
    """14.1, then 14.1 to 15.7, then 15.7 to 13.5, then 13.5 from zero."""
    assert [(bar.start / M, bar.end / M) for bar in spans(ITEMS)] == [
        (0, 14.1),
        (14.1, pytest.approx(15.7)),
        (pytest.approx(15.7), pytest.approx(13.5)),
        (0, 13.5),
    ]


def test_a_bridge_says_better_and_worse_by_colour_arrow_and_sign() -> None:
    """Never by colour alone."""
    figure = picture(bridge(EN, ITEMS))
    assert figure["data"][0]["marker"]["color"] == [base.MUTED, base.BETTER, base.WORSE, base.US]
    notes = [note["text"] for note in figure["layout"]["annotations"]]
    assert "▲ +£1.6M" in notes[1]
    assert "▼ −£2.2M" in notes[2]


def test_where_less_is_better_a_rise_is_worse() -> None:
    """Cost up: arrow up, orange."""
    figure = picture(bridge(EN, [Item("Plan", 5.0, True), Item("Licences", 1.0)], higher_is_better=False))
    assert figure["data"][0]["marker"]["color"][1] == base.WORSE
    assert "▲" in figure["layout"]["annotations"][1]["text"]


def test_steps_without_a_total_before_them_float_from_zero_to_their_sum() -> None:
    """5 − 2 = 3: the table of a finding says where each ends, and the last bar is in our colour."""
    items = [Item("a", 5.0), Item("b", -2.0), Item("sum", 3.0, total=True)]
    assert levels(items).cells() == [["a", 5.0, 5.0], ["b", -2.0, 3.0], ["sum", None, 3.0]]
    trace = picture(bridge(EN, items))["data"][0]
    assert (trace["base"], trace["x"]) == ([0.0, 5.0, 0.0], [5.0, -2.0, 3.0])
    assert trace["marker"]["color"] == [base.BETTER, base.WORSE, base.US]


def test_payback_says_now_and_promised() -> None:
    """Words beside the marks, with the range."""
    text = words(picture(ALL["payback"](EN)))
    assert "now 24, range 19–33" in text
    assert "promised 21" in text


def test_a_payback_beyond_the_horizon_is_cut_by_an_arrow() -> None:
    """No number is made up."""
    figure = picture(payback_bands(EN, Payback(None, promised=21)))
    assert "not within 60 months" in words(figure)
    assert "▶" in words(figure)


def test_nothing_realised_yet_leaves_the_outline() -> None:
    """One bar, as long as the promise."""
    figure = picture(promised_realised(EN, promised=5.0, realised=None, proven=None))
    assert [trace["x"] for trace in figure["data"]] == [[5.0]]


def test_cumulative_cash_names_the_deepest_month_and_the_way_back() -> None:
    """-5 in month 1; back in month 1.8."""
    text = words(picture(ALL["cash"](EN)))
    assert "peak funding <b>−£5</b>" in text
    assert "back in month <b>1.8</b>" in text


def test_the_net_cash_of_each_year_lies_behind_the_line() -> None:
    """Month 0 stands with the first year: −2 and 12 months of 1, then 12 of 2."""
    levels = [*(float(n - 2) for n in range(13)), *(10.0 + 2 * n for n in range(1, 13))]
    years = picture(cumulative_cash(EN, levels, bars=True))["data"][0]
    assert years["y"] == [10.0, 24.0]


def test_every_root_is_ringed_and_one_alone_is_called_the_only_one() -> None:
    """Two roots: two rings beside ours, none called the only one."""
    assert "the only root" in words(picture(_rates(EN)))
    rates = [i / 50 for i in range(51)]
    chart = picture(npv_curve(EN, rates, [0.0 for _ in rates], rate=0.1, at_rate=0.0, roots=[0.25, 0.5]))
    assert len(chart["data"][1]["x"]) == 3
    assert "the only root" not in words(chart)


def test_a_tornado_begins_with_the_widest() -> None:
    """Adoption moves 12M, margin 3M; each to both sides of the 12M it stands at; at most eight rows."""
    figure = picture(tornado(EN, SWINGS, result=12 * M))
    assert figure["layout"]["yaxis"]["ticktext"] == ["Adoption", "Margin"]
    assert [trace["x"] for trace in figure["data"]] == [[-7 * M, -1 * M], [5 * M, 2 * M]]
    many = [Swing(str(i), "a", "b", -i, i) for i in range(12)]
    assert len(picture(tornado(EN, many, result=0.0))["data"][0]["x"]) == 8
    assert tornado(EN, [], result=0.0) is None


def test_a_long_name_stands_on_two_lines() -> None:
    """After the row it belongs to, else at the space nearest its middle; a Chinese letter is two wide."""
    broken = {
        "Retention": "Retention",
        "New customers: cost of winning": "New customers:<br>cost of winning",
        "Customer value over its forecast": "Customer value<br>over its forecast",
        "客户价值相对预测的比例": "客户价值相<br>对预测的比例",
    }
    for name, lines in broken.items():
        assert TwoLines(message(name)).render("en", "XXX") == lines


def test_a_histogram_paints_the_loss() -> None:
    """The bin below zero is orange, the others are not."""
    figure = picture(_histogram(EN))
    assert figure["data"][0]["marker"]["color"] == [base.WORSE, base.US_PALE, base.US_PALE]
    assert "below zero" in words(figure)
    assert figure["data"][0]["x"] == [-5.0, 5.0, 15.0]
    assert histogram(EN, [], [], p10=0, p50=0, p90=0, below_zero=0) is None


def test_a_bar_below_zero_has_its_words_on_its_left() -> None:
    figure = picture(bars(EN, [Bar("technology", 0.1, "+10 pts"), Bar("process", -0.2, "−20 pts", quiet=True)]))
    assert figure["data"][0]["x"] == [0.1, -0.2]
    assert [note["xanchor"] for note in figure["layout"]["annotations"]] == ["left", "right"]
    low, high = figure["layout"]["xaxis"]["range"]
    assert low < -0.2 and high > 0.1


def test_pairs_stand_ours_above_what_is_published() -> None:
    ours, theirs = picture(pairs(EN, [("technology", 0.04, 0.07), ("process", 0.96, 0.93)]))["data"]
    assert (ours["x"], theirs["x"]) == ([0.04, 0.96], [0.07, 0.93])
    assert all(above < below for above, below in zip(ours["y"], theirs["y"], strict=True))


def test_a_gap_is_closed_by_the_share_of_its_way() -> None:
    """From 7.4 to 6.5 where 6.1 is the best: 0.9 of 1.3, 69%. Without a benchmark there is none."""
    known = Gap("Calls", 7.4, 6.2, 6.5, 6.1, Unit.MINUTES)
    assert known.closed == pytest.approx(0.9 / 1.3)
    assert Gap("Mail", 1.0, 0.5, 0.5, None, Unit.SHARE).closed is None
    figure = gap_closed(EN, [known, Gap("Mail", 1.0, 0.5, 0.5, None, Unit.SHARE)])
    assert figure is not None and gap_closed(EN, []) is None
    assert "69%" in words(figure)
    assert "no benchmark, add one" in words(figure)


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [(0, 100, [0, 25, 50, 75, 100]), (-5.1, 24, [0, 10, 20]), (0, 0, [0]), (-1, 1, [-1, -0.5, 0, 0.5, 1])],
)
def test_ticks_are_round_and_few(low: float, high: float, ticks: list[float]) -> None:
    """At most five, zero among them when it lies between."""
    assert base.round_ticks(low, high) == pytest.approx(ticks)


# --- Promised and realised, and the strategy map


def test_running_totals_join_where_today_is() -> None:
    """Promised to the end, realised to now, expected from there on; each line says its last amount."""
    months = [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]
    made = progress(EN, months=months, promised=[0, 10, 20, 30], realised=[0, 8], expected=[15, 22])
    lines = [trace["y"] for trace in picture(made)["data"]]
    assert lines == [[0, 10, 20, 30], [8, 15, 22], [0, 8]]
    assert [trace["x"] for trace in picture(made)["data"]] == [[0, 1, 2, 3], [1, 2, 3], [0, 1]]
    words = " ".join(note["text"] for note in picture(made)["layout"]["annotations"])
    assert "realised £8" in words and "expected £22" in words
    assert progress(EN, months=months, promised=[], realised=[], expected=[]) is None


def test_the_start_is_ruled_in_and_both_levels_are_drawn() -> None:
    months = [date(2026, month, 28) for month in range(1, 7)]
    made = before_after(EN, months=months, values=[1, 3, 1, 5, 5, 5], start=3, means=((0, 2, 5 / 3), (3, 5, 5.0)))
    course, before, after = picture(made)["data"]
    assert course["y"] == [1, 3, 1, 5, 5, 5] and before["x"] == [0, 2] and after["y"] == [5.0, 5.0]
    assert picture(made)["layout"]["shapes"][0]["x0"] == 3
    assert before_after(EN, months=months[:1], values=[1.0], start=0, means=((0, 0, 1.0), (0, 0, 1.0))) is None


def test_a_link_of_the_map_is_full_only_where_the_months_support_it() -> None:
    nodes = [Node("a", "Content", 0), Node("b", "Leaving", 0), Node("c", "Trained", 1)]
    arrows = [Arrow("a", "b", "moves before", supported=True), Arrow("c", "a", "not visible", supported=False)]
    made = picture(strategy_map(EN, rows=["Customers", "Learning"], nodes=nodes, arrows=arrows))
    styles = [trace["line"]["dash"] for trace in made["data"] if trace.get("mode") == "lines"]
    assert styles == ["solid", "dot"]
    level = {note["text"]: note["y"] for note in made["layout"]["annotations"]}
    assert level["Content"] == level["Leaving"] == 0.0 > level["Trained"]


def test_words_of_an_interval_below_zero_stand_at_its_right_end() -> None:
    made = picture(bars(EN, [Bar("a", -5.0, "-5", -9.0, -1.0), Bar("b", -3.0, "-3")]))
    notes = {note["text"]: note for note in made["layout"]["annotations"]}
    assert (notes["-5"]["xanchor"], notes["-5"]["x"]) == ("left", 0.0) and notes["-3"]["xanchor"] == "right"
