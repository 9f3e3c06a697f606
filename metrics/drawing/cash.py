"""Money over time, and what it is worth at each rate."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from metrics.drawing import base
from metrics.words.reader import Reader
from metrics.words.text import N_
from metrics.words.units import Unit

HEIGHT = 300
SIDE, FOOT = 16, 30  # pixels between labels and picture; below it for one line of labels


@base.recipe
def cumulative_cash(
    reader: Reader,
    cumulative: Sequence[float],
    *,
    low: Sequence[float] = (),
    high: Sequence[float] = (),
    break_even: float | None = None,
    bars: bool = False,
) -> base.Figure:
    """Money in less money out since month 0; ``low`` and ``high`` are the 10th and 90th percentile of each month.

    ``break_even`` is the month in which the line comes back to zero, as the payback formula gives it. ``bars`` puts the
    net cash of each year behind the line.
    """
    return _cash(reader, tuple(cumulative), tuple(low), tuple(high), break_even, bars)


@lru_cache(maxsize=64)  # a discount rate leaves it alone
def _cash(
    reader: Reader,
    cumulative: tuple[float, ...],
    low: tuple[float, ...],
    high: tuple[float, ...],
    break_even: float | None,
    bars: bool,
) -> base.Figure:
    months = list(range(len(cumulative)))
    words = [reader.say(N_("month {n}: {money}"), n=m, money=reader.money(v)) for m, v in enumerate(cumulative)]
    years = _years(cumulative) if bars else []
    traces = [base.band(months, low, high)] if low and high else []
    if years:
        traces = [*({**band, "opacity": 0.6} for band in traces), _bars(reader, years)]  # bars lie under every line
    traces.append(base.line(months, cumulative, words))
    traces.append(base.ring(*_named(cumulative, break_even)))
    sums = [amount for _from, _to, amount in years]
    bottom, top = min(0.0, *cumulative, *low, *sums), max(0.0, *cumulative, *high, *sums)
    ticks = base.round_ticks(bottom, top)
    labels = [reader.money(t) for t in ticks]
    layout = {
        "xaxis": base.axis(automargin=False, range=[-0.5, months[-1] * 1.01], **_months(reader, months[-1])),
        "yaxis": base.axis(
            range=[bottom - 0.14 * (top - bottom or 1), top + (0.06 if low and high else 0.16) * (top - bottom or 1)],
            tickvals=ticks,
            ticktext=labels,
            showgrid=True,
            automargin=False,
        ),
        "shapes": [base.rule(x0=0, x1=months[-1], y0=0, y1=0)],
        "annotations": _cash_notes(reader, cumulative, break_even, bool(low and high)),
        "margin": {"l": base.room(labels) + SIDE, "r": 30, "t": 8, "b": FOOT},
    }
    return base.figure(traces, height=HEIGHT, **layout)


def _years(cumulative: Sequence[float]) -> list[tuple[int, int, float]]:
    """(first month, last month, net cash) of each year; month 0 stands with the first."""
    last = len(cumulative) - 1
    ends = [*range(12, last, 12), last]
    starts = [0, *ends[:-1]]
    return [(a, b, cumulative[b] - (cumulative[a] if a else 0.0)) for a, b in zip(starts, ends, strict=True)]


def _bars(reader: Reader, years: Sequence[tuple[int, int, float]]) -> base.Trace:
    sums = [amount for _from, _to, amount in years]
    words = [reader.say(N_("year {n}: {money}"), n=row, money=reader.money(sum)) for row, sum in enumerate(sums, 1)]
    return {
        "type": "bar",
        "x": [(a + b) / 2 for a, b, _amount in years],
        "y": sums,
        "width": [0.55 * (b - a) for a, b, _amount in years],
        "marker": {"color": base.GREY, "opacity": 0.45},
        "hovertext": words,
        "hoverinfo": "text",
    }


def _trough(cumulative: Sequence[float]) -> int:
    """The month in which most money is out."""
    return min(range(len(cumulative)), key=lambda month: cumulative[month])


def _named(cumulative: Sequence[float], break_even: float | None) -> tuple[list[float], list[float], list[str]]:
    deep = _trough(cumulative)
    points: list[tuple[float, float]] = [(deep, cumulative[deep])] if cumulative[deep] < 0 else []
    if break_even is not None:
        points.append((break_even, 0.0))
    return [p[0] for p in points], [p[1] for p in points], ["" for _ in points]


def _months(reader: Reader, last: int) -> dict[str, object]:
    step = 12 if last >= 24 else 6 if last >= 12 else 3
    ticks = list(range(0, last + 1, step))
    words = [str(t) for t in ticks[:-1]] + [reader.value(ticks[-1], Unit.MONTHS)]
    return {"tickvals": ticks, "ticktext": words}


def _cash_notes(
    reader: Reader, cumulative: Sequence[float], break_even: float | None, ranged: bool
) -> list[dict[str, object]]:
    last, deep = len(cumulative) - 1, _trough(cumulative)
    notes = []
    if cumulative[deep] < 0:
        words = reader.say(N_("peak funding {money}"), money=base.bold(reader.money(cumulative[deep])))
        notes.append(base.note(words, deep, cumulative[deep], yanchor="top", yshift=-9, **_side(deep, last)))
    if break_even is not None:
        words = reader.say(N_("back in month {n}"), n=base.bold(reader.months(break_even)))
        under: dict[str, object] = {"yanchor": "top", "yshift": -6, "xshift": 10, "xanchor": "left"}
        above: dict[str, object] = {"yanchor": "bottom", "yshift": 6, "xshift": -10, "xanchor": "right"}
        notes.append(base.note(words, break_even, 0, **(under if break_even < 0.65 * last else above)))
    if deep < last or cumulative[deep] >= 0:
        final = base.bold(reader.money(cumulative[-1]))
        notes.append(base.note(final, last, cumulative[-1], xanchor="right", yanchor="bottom", yshift=8, xshift=-6))
    if ranged:
        late = break_even is not None and break_even > 0.6 * last  # then its own words stand there
        at, where = (last, {"xanchor": "right", "yshift": -26}) if late else (round(0.8 * last), {"xanchor": "left"})
        notes.append(
            base.aside(reader.say(N_("P10 to P90")), at, cumulative[at], **{"yanchor": "top", "yshift": -12, **where})
        )
    return notes


def _side(at: float, last: float) -> dict[str, object]:
    return {"xanchor": "left", "xshift": -4} if at < 0.6 * last else {"xanchor": "right", "xshift": 4}


@base.recipe
def npv_curve(
    reader: Reader,
    rates: Sequence[float],
    values: Sequence[float],
    *,
    rate: float,
    at_rate: float,
    roots: Sequence[float] = (),
    mirr: float | None = None,
) -> base.Figure:
    """Net present value at each discount rate; our rate ringed with a dotted drop, every root of the curve ringed.

    rates, roots, rate, mirr: yearly fractions; values, at_rate: money.
    """
    bottom, top = min(0.0, *values), max(0.0, *values)
    room = (top - bottom) or 1.0
    ticks = base.round_ticks(bottom, top, 4)
    labels = [reader.money(t) for t in ticks]
    words = [
        reader.say(N_("at {rate}: {money}"), rate=reader.share(r), money=reader.money(v))
        for r, v in zip(rates, values, strict=True)
    ]
    shown = [root for root in roots if rates[0] <= root <= rates[-1]]
    ours = reader.say(N_("our rate {rate}: {money}"), rate=reader.share(rate), money=base.bold(reader.money(at_rate)))
    layout = {
        "xaxis": base.axis(automargin=False, range=[rates[0], rates[-1]], **_rate_ticks(reader, rates, rate)),
        "yaxis": base.axis(
            range=[bottom - 0.1 * room, top + 0.08 * room],
            tickvals=ticks,
            ticktext=labels,
            showgrid=True,
            automargin=False,
        ),
        "margin": {"l": base.room(labels) + SIDE, "r": 16, "t": 8, "b": FOOT},
        "shapes": [
            base.rule(x0=rates[0], x1=rates[-1], y0=0, y1=0),
            base.rule(x0=rate, x1=rate, y0=bottom - 0.1 * room, y1=at_rate, line={"dash": "dot"}),
        ],
        "annotations": [
            base.note(ours, rate, at_rate, xanchor="left", xshift=12, yshift=6),
            *_roots(reader, shown, roots, mirr, rates[-1], rate),
        ],
    }
    rings = base.ring([rate, *shown], [at_rate, *(0.0 for _ in shown)], [ours, *(reader.share(r) for r in shown)])
    return base.figure([base.line(rates, values, words), rings], height=HEIGHT, **layout)


def _rate_ticks(reader: Reader, rates: Sequence[float], rate: float) -> dict[str, object]:
    ticks = [t for t in base.round_ticks(rates[0], rates[-1], 5) if abs(t - rate) > 0.16 * (rates[-1] - rates[0])]
    ticks = sorted([*ticks, rate])
    return {"tickvals": ticks, "ticktext": [reader.share(t) for t in ticks]}


def _roots(
    reader: Reader, shown: Sequence[float], roots: Sequence[float], mirr: float | None, last: float, ours: float
) -> list[dict[str, object]]:
    notes = []
    only = len(roots) == 1
    for number, root in enumerate(shown):
        words = reader.say(N_("IRR {rate}") if only else N_("root {rate}"), rate=base.bold(reader.share(root)))
        if only:
            words += "<br>" + reader.say(N_("the only root"))
        if only and mirr is not None:
            words += "<br>" + reader.say(N_("MIRR {rate}"), rate=reader.share(mirr))
        free = "left" if only and root < 0.7 * last else "right"  # a falling curve leaves room above its only root
        place: dict[str, object] = {"yanchor": "bottom", "yshift": 14 + 18 * (number % 2)}
        if only and abs(root - ours) < 0.2 * last:  # the words of our rate stand above: below the curve is room
            place, free = {"yanchor": "top", "yshift": -10}, "right"
        notes.append(base.note(words, root, 0, xanchor=free, align=free, **place))
    return notes
