"""Whether the model can be believed: what it said about weeks it had not seen, beside what happened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from metrics.drawing import base
from metrics.drawing.base import Figure
from metrics.words.reader import Reader
from metrics.words.text import N_
from metrics.words.units import Unit


@base.recipe
def backtest(
    reader: Reader,
    actual: Sequence[float],
    model: Sequence[float],
    *,
    fitted: int,
    low: Sequence[float] = (),
    high: Sequence[float] = (),
    misses: Sequence[tuple[int, date]] = (),
) -> Figure | None:
    """Orders a week: what happened in grey, the model from week ``fitted`` on, where it had not seen the data.

    model, low and high start at week ``fitted``; ``misses``: weeks it got wrong, each with
    its first day.
    """
    if not model:
        return None
    weeks = list(range(1, len(actual) + 1))
    ahead = list(range(fitted + 1, fitted + 1 + len(model)))
    traces = [base.band(ahead, low, high)] if low and high else []
    traces.append(
        base.line(
            weeks,
            actual,
            [_week(reader, w, a) for w, a in zip(weeks, actual, strict=True)],
            line={"color": base.GREY, "width": 1.5},
        )
    )
    traces.append(base.line(ahead, model, [_week(reader, w, m) for w, m in zip(ahead, model, strict=True)]))
    bottom, top = min(*actual, *model, *low), max(*actual, *model, *high)
    room = (top - bottom) or 1.0
    ticks = base.round_ticks(bottom, top, 4)
    floor, roof = bottom - 0.12 * room, top + 0.22 * room
    layout = {
        "xaxis": base.axis(range=[1, ahead[-1]], **_week_ticks(reader, fitted, ahead[-1])),
        "yaxis": base.axis(
            range=[floor, roof], tickvals=ticks, ticktext=[reader.value(t, Unit.ORDERS) for t in ticks], showgrid=True
        ),
        "margin": {"l": 0, "r": 56, "t": 8, "b": 8, "pad": 4},
        "shapes": [base.rule(x0=fitted, x1=fitted, y0=floor, y1=roof)],
        "annotations": [
            *_parts(reader, fitted, floor, roof),
            _model(reader, ahead[-1], model[-1]),
            *(_miss(reader.day(day), week, actual[week - 1], (fitted + ahead[-1]) / 2) for week, day in misses),
        ],
    }
    return base.figure(traces, height=230, **layout)


def _week(reader: Reader, week: int, orders: float) -> str:
    return reader.say(N_("week {n}: {orders}"), n=week, orders=reader.value(orders, Unit.ORDERS))


def _week_ticks(reader: Reader, fitted: int, last: int) -> dict[str, object]:
    ticks = sorted({1, fitted, last})
    return {"tickvals": ticks, "ticktext": [*(str(t) for t in ticks[:-1]), reader.say(N_("week {n}"), n=last)]}


def _parts(reader: Reader, fitted: int, floor: float, roof: float) -> list[dict[str, object]]:
    return [
        base.aside(reader.say(N_("actual orders a week")), 1, roof, xanchor="left", yanchor="top"),
        base.aside(reader.say(N_("fitted")), fitted, floor, xanchor="right", xshift=-6, yanchor="bottom"),
        base.aside(reader.say(N_("held out")), fitted, floor, xanchor="left", xshift=6, yanchor="bottom"),
    ]


def _model(reader: Reader, week: int, orders: float) -> dict[str, object]:
    font = {"size": base.NORMAL, "color": base.US}
    return base.note(base.bold(reader.say(N_("model"))), week, orders, xanchor="left", xshift=6, font=font)


def _miss(name: str, week: int, orders: float, middle: float) -> dict[str, object]:
    """The name of a week, towards the middle of the held-out weeks."""
    side = "left" if week < middle else "right"
    return base.aside(name, week, orders, yanchor="bottom", yshift=6, xanchor=side)
