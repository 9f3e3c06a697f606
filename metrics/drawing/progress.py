"""Money that adds up month by month: promised, realised, and expected from here on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from metrics.drawing import base
from metrics.drawing.base import Figure
from metrics.words.reader import Reader
from metrics.words.text import N_
from metrics.words.units import Month


@base.recipe
def progress(
    reader: Reader,
    *,
    months: Sequence[date],
    promised: Sequence[float],
    realised: Sequence[float],
    expected: Sequence[float],
) -> Figure | None:
    """Running totals: grey what was promised, dark what is realised, dotted what is expected after it.

    realised is as long as what has passed; expected begins at its end.
    """
    if not promised or not realised:
        return None
    x = list(range(len(months)))
    now = len(realised) - 1
    later = x[now : now + len(expected) + 1]

    def said(name: str, values: Sequence[float], at: Sequence[int]) -> list[str]:
        return [
            f"{reader.read(Month(months[place]))}<br>{reader.say(name)} {reader.money(value)}"
            for place, value in zip(at, values, strict=True)
        ]

    onward = [realised[-1], *expected]
    traces = [
        base.line(x, list(promised), said(N_("promised"), promised, x), line={"color": base.GREY, "width": 1.5}),
        base.line(
            later, onward, said(N_("expected"), onward, later), line={"color": base.US, "width": 1.5, "dash": "dot"}
        ),
        base.line(x[: now + 1], list(realised), said(N_("realised"), realised, x[: now + 1])),
    ]
    notes = [
        base.aside(reader.say(N_("promised")), x[-1], promised[-1], xanchor="right", yanchor="bottom", yshift=4),
        base.note(
            base.bold(f"{reader.say(N_('realised'))} {reader.money(realised[-1])}"),
            now,
            realised[-1],
            xanchor="right",
            yanchor="bottom",
            xshift=-6,
        ),
    ]
    if expected:
        words = reader.say(N_("expected {amount}"), amount=reader.money(onward[-1]))
        notes.append(base.aside(words, later[-1], onward[-1], xanchor="right", yanchor="top", yshift=-16))
    top = max(*promised, *onward, 1e-9)
    step = max(len(months) // 3, 1)  # few enough for a telephone
    ticks = x[::step]
    layout = {
        "xaxis": base.axis(
            range=[-0.5, x[-1] + 0.5], tickvals=ticks, ticktext=[reader.read(Month(months[t])) for t in ticks]
        ),
        "yaxis": base.hidden(range=[min(0.0, *realised, *promised) - 0.02 * top, 1.14 * top]),
        "annotations": notes,
    }
    return base.figure(traces, height=260, **layout)


@base.recipe
def before_after(
    reader: Reader,
    *,
    months: Sequence[date],
    values: Sequence[float],
    start: int,
    means: tuple[tuple[int, int, float], tuple[int, int, float]],
) -> Figure | None:
    """A course with the month of the start ruled in; ``means``: first and last month and level, before and after it."""
    if len(values) < 2:
        return None
    x = list(range(len(values)))
    words = [f"{reader.read(Month(on))}<br>{reader.money(value)}" for on, value in zip(months, values, strict=True)]
    traces = [base.line(x, list(values), words)]
    notes = [base.aside(reader.say(N_("programme begins")), start, max(values), xanchor="left", xshift=6)]
    for first, last, level in means:
        style = {"color": base.GREY, "width": 2, "dash": "dash"}
        traces.append(base.line([first, last], [level, level], [reader.money(level)] * 2, line=style))
        notes.append(base.note(base.bold(reader.money(level)), (first + last) / 2, level, yanchor="bottom", yshift=4))
    step = max(len(x) // 3, 1)
    low, high = min(values), max(values)
    layout = {
        "xaxis": base.axis(
            range=[-0.5, x[-1] + 0.5],
            tickvals=x[::step],
            ticktext=[reader.read(Month(months[at])) for at in x[::step]],
        ),
        "yaxis": base.hidden(range=[low - 0.1 * (high - low or 1.0), high + 0.12 * (high - low or 1.0)]),
        "shapes": [base.rule(x0=start, x1=start, y0=low, y1=high)],
        "annotations": notes,
    }
    return base.figure(traces, height=230, **layout)
