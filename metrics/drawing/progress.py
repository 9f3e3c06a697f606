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
    step = max(len(months) // 5, 1)
    ticks = x[::step]
    layout = {
        "xaxis": base.axis(
            range=[-0.5, x[-1] + 0.5], tickvals=ticks, ticktext=[reader.read(Month(months[t])) for t in ticks]
        ),
        "yaxis": base.hidden(range=[min(0.0, *realised, *promised) - 0.02 * top, 1.14 * top]),
        "annotations": notes,
    }
    return base.figure(traces, height=260, **layout)
