"""In which month the money is back, and whether the promise was kept."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.drawing import base
from metrics.drawing.base import Figure
from metrics.words.reader import Reader
from metrics.words.text import N_
from metrics.words.units import Unit

HORIZON = 60
# Up to 12 months is what the literature on CRM programmes recommends; the zones after it carry no judgement.
ZONES = ((0, 12, N_("recommended")), (12, 24, ""), (24, 36, ""), (36, HORIZON, ""))


@dataclass(frozen=True)
class Payback:
    """Months until the money is back: middle and percentiles; None where it is not back within the horizon."""

    value: float | None
    p10: float | None = None
    p25: float | None = None
    p75: float | None = None
    p90: float | None = None
    promised: float | None = None


@base.recipe
def payback_bands(reader: Reader, payback: Payback, *, horizon: int = HORIZON) -> Figure:
    """The range of the payback month on an axis of zones."""
    layout = {
        "xaxis": base.axis(
            range=[-0.6, horizon + 0.6],
            tickvals=[0, 12, 24, 36, horizon],
            ticktext=["0", "12", "24", "36", reader.value(horizon, Unit.MONTHS)],
        ),
        "yaxis": base.hidden(range=[-0.75, 1.6]),
        "shapes": [base.zone(x0=a, x1=b) for a, b, _name in ZONES[1::2]],
        "annotations": [*_names(reader, horizon), *_words(reader, payback, horizon)],
        "margin": {"l": 8, "r": 44, "t": 0, "b": 8},
    }
    return base.figure(_marks(reader, payback, horizon), height=150, **layout)


def _names(reader: Reader, horizon: int) -> list[dict[str, object]]:
    return [base.aside(reader.say(name), (a + min(b, horizon)) / 2, 1.42) for a, b, name in ZONES if name]


def _bar(x0: float, x1: float, width: int, colour: str, words: str) -> base.Trace:
    return base.line([x0, x1], [0.75, 0.75], [words, words], line={"color": colour, "width": width})


def _marks(reader: Reader, payback: Payback, horizon: int) -> list[base.Trace]:
    words = reader.say(N_("P10 to P90"))
    end = float(horizon)
    marks: list[base.Trace] = []
    if payback.p10 is not None:
        marks.append(_bar(payback.p10, payback.p90 if payback.p90 is not None else end, 9, base.US_PALE, words))
        middle = payback.p75 if payback.p75 is not None else end
        if payback.p25 is not None:
            marks.append(_bar(payback.p25, middle, 9, base.US, reader.say(N_("P25 to P75"))))
    if payback.value is not None:
        marks.append(base.ring([payback.value], [0.75], [reader.value(payback.value, Unit.MONTHS)]))
    elif payback.p10 is None:
        marks.append(_bar(0, end, 9, base.US_PALE, words))
    if payback.promised is not None:
        marks.append(_diamond(reader, payback.promised))
    return marks


def _diamond(reader: Reader, month: float) -> base.Trace:
    words = reader.say(N_("promised {n}"), n=reader.value(month, Unit.MONTHS))
    return base.dots([month], [-0.25], [words], marker={"symbol": "diamond", "size": 11, "color": base.GREY})


def _words(reader: Reader, payback: Payback, horizon: int) -> list[dict[str, object]]:
    notes = [_now(reader, payback, horizon)]
    if payback.promised is not None:
        words = reader.say(N_("promised {n}"), n=reader.months(payback.promised))
        notes.append(_beside(words, payback.promised, -0.25, horizon, colour=base.MUTED))
    return notes


def _now(reader: Reader, payback: Payback, horizon: int) -> dict[str, object]:
    if payback.value is None:
        words = reader.say(N_("not within {n}"), n=reader.value(horizon, Unit.MONTHS))
        return base.note(base.bold(words) + " ▶", horizon, 0.25, xanchor="right")
    number = reader.months(payback.value)
    words = reader.say(N_("now {n}"), n=number)
    if payback.p10 is not None and payback.p90 is not None:
        low, high = (reader.months(v) for v in (payback.p10, payback.p90))
        words = reader.say(N_("now {n}, range {low}–{high}"), n=number, low=low, high=high)
    end = payback.p90 if payback.p90 is not None else payback.value
    return _beside(base.bold(words), max(end, payback.value), 0.75, horizon)


def _beside(words: str, x: float, y: float, horizon: int, colour: str = base.US) -> dict[str, object]:
    """Right of a mark; left of it when there is no room on the right."""
    font = {"size": base.NORMAL, "color": colour}
    if x > 0.6 * horizon:
        return base.note(words, x, y - 0.5 if y > 0 else y, xanchor="right", xshift=-10 if y < 0 else 0, font=font)
    return base.note(words, x, y, xanchor="left", xshift=10, font=font)


@base.recipe
def promised_realised(reader: Reader, *, promised: float, realised: float | None, proven: float | None) -> Figure:
    """One bar: outlined what was promised, filled what arrived, darker what a control group proves.

    ``realised`` None: nothing has closed yet, only the outline is drawn.
    """
    end = max(promised, realised or 0.0, proven or 0.0) or 1.0
    traces = [_length(reader, promised, base.CLEAR, N_("promised"), outline=True)]
    notes = [_end(reader, N_("promised"), promised, end, below=True)]
    if realised is not None:
        traces.append(_length(reader, realised, base.US_PALE, N_("realised")))
        notes.append(_end(reader, N_("realised"), realised, end))
    if proven is not None:
        traces.append(_length(reader, proven, base.US, N_("proven")))
        crowded = realised is not None and abs(realised - proven) < 0.34 * end
        notes.append(_end(reader, N_("proven"), proven, end, higher=crowded))
    layout = {
        "barmode": "overlay",
        "bargap": 0,
        "xaxis": base.hidden(range=[-0.01 * end, 1.01 * end]),
        "yaxis": base.hidden(range=[-1.5, 2.1]),
        "annotations": notes,
    }
    return base.figure(traces, height=118, **layout)


def _length(reader: Reader, value: float, colour: str, name: str, *, outline: bool = False) -> base.Trace:
    bar = base.bars([value], [0], colour, [f"{reader.say(name)} {reader.money(value)}"], width=[0.9])
    return {**bar, "marker": {"color": colour, "line": {"color": base.GREY, "width": 1.2 if outline else 0}}}


def _end(
    reader: Reader, name: str, value: float, end: float, *, below: bool = False, higher: bool = False
) -> dict[str, object]:
    words = f"{reader.say(name)} {base.bold(reader.money(value))}"
    side = "right" if value > 0.3 * end else "left"
    y = -1.0 if below else 1.75 if higher else 0.95
    return base.note(words, max(value, 0) if side == "right" else 0, y, xanchor=side)
