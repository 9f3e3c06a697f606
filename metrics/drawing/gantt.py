"""The plan as bars over time: what is critical, what was pushed back, and which benefit begins with what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from metrics.drawing import base
from metrics.words.reader import Reader
from metrics.words.text import N_

STEP = 36  # height of a row with its name above the bar
A_DAY = 86_400_000  # milliseconds
CRITICAL = "◆"


@dataclass(frozen=True)
class Bar:
    """One step: where it stands, where it was planned, what it waits for, and the benefits that begin with it."""

    id: int
    name: base.Words
    start: date
    end: date
    planned: date
    after: tuple[int, ...]
    critical: bool
    brings: base.Words = ""

    @property
    def pushed(self) -> int:
        """Days its dependencies push it back."""
        return (self.start - self.planned).days


@base.recipe
def gantt(reader: Reader, bars: Sequence[Bar], *, today: date | None) -> base.Figure:
    """A bar a step, the earliest first; ◆ and the accent mark the critical path, grey where a step was planned."""
    rows = sorted(bars, key=lambda bar: (bar.start, bar.end, bar.id))
    place = {bar.id: row for row, bar in enumerate(rows)}
    first, last = min(bar.planned for bar in rows), max(bar.end for bar in rows)
    span = (last - first).days + 1
    layout = {
        "xaxis": base.axis(
            type="date",
            range=[_iso(first - _part(span, 0.01)), _iso(last + _part(span, 0.03))],
            side="top",
            showgrid=True,
            **_months(first, last),
        ),
        "yaxis": base.hidden(range=[len(rows) - 0.4, -0.75]),
        "annotations": [*_names(reader, rows, first, span), *_brought(rows, first, span)],
        "shapes": [*_links(rows, place), *_today(today, first, last, len(rows))],
        "margin": {"l": 0, "r": 8, "t": 28, "b": 4},
    }
    return base.figure(_bars(reader, rows), height=STEP * len(rows) + 60, **layout)


def _part(span: int, share: float) -> timedelta:
    return timedelta(days=max(round(span * share), 1))


def _iso(day: date) -> str:
    return day.isoformat()


def _months(first: date, last: date) -> dict[str, Any]:
    """At most six ticks, each the first day of a month."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    step = next(step for step in (1, 2, 3, 6, 12, 24, 60, 600) if months / step <= 6)
    begin = first.year * 12 + first.month - 1
    places = [n for n in range(begin, begin + months) if n % step == 0] or [begin]
    days = [date(n // 12, n % 12 + 1, 1) for n in places]
    return {"tickvals": [_iso(day) for day in days], "ticktext": [f"{day.year}-{day.month:02d}" for day in days]}


def _bars(reader: Reader, rows: Sequence[Bar]) -> list[base.Trace]:
    pushed = [(row, bar) for row, bar in enumerate(rows) if bar.pushed]
    return [
        _trace(
            [(row, bar.planned, bar.end - timedelta(days=bar.pushed)) for row, bar in pushed],
            base.GREY,
            0.08,
            [reader.say(N_("planned")) for _ in pushed],
            lower=0.36,
        ),
        _trace(
            [(row, bar.start, bar.end) for row, bar in enumerate(rows)],
            [base.US if bar.critical else base.US_PALE for bar in rows],
            0.26,
            [f"{bar.name} · {reader.day(bar.start)} – {reader.day(bar.end)}" for bar in rows],
        ),
    ]


def _trace(
    spans: Sequence[tuple[int, date, date]],
    colour: str | list[str],
    width: float,
    words: list[str],
    *,
    lower: float = 0.16,
) -> base.Trace:
    return {
        "type": "bar",
        "orientation": "h",
        "y": [row + lower for row, _start, _end in spans],
        "base": [_iso(start) for _row, start, _end in spans],
        "x": [((end - start).days + 1) * A_DAY for _row, start, end in spans],
        "width": width,
        "marker": {"color": colour, "line": {"width": 0}},
        "hovertext": words,
        "hoverinfo": "text",
    }


def _names(reader: Reader, rows: Sequence[Bar], first: date, span: int) -> list[dict[str, object]]:
    notes, explained = [], False
    for row, bar in enumerate(rows):
        words = bar.name
        if bar.critical:
            words = base.bold(f"{CRITICAL} {bar.name}")
            if not explained:
                words, explained = f"{words} ({reader.say(N_('critical'))})", True
        if bar.pushed:
            words = f"{words} +{bar.pushed}"
        left = (bar.start - first).days < 0.45 * span
        x = bar.start if left else bar.end
        notes.append(_words(words, x, row - 0.2, after=left, colour=base.INK))
    return notes


def _brought(rows: Sequence[Bar], first: date, span: int) -> list[dict[str, object]]:
    """The benefits that begin with a step, right of its bar; left of it where there is no room."""
    notes = []
    for row, bar in enumerate(rows):
        if bar.brings:
            right = (bar.end - first).days < 0.6 * span
            x, shift = (bar.end, 4) if right else (bar.start, -4)
            notes.append(_words(f"▸ {bar.brings}", x, row + 0.16, after=right, colour=base.BETTER, xshift=shift))
    return notes


def _words(text: str, x: date, y: float, *, after: bool, colour: str, **more: int) -> dict[str, object]:
    font = {"size": base.SMALL, "color": colour}
    return base.note(text, _iso(x), y, xanchor="left" if after else "right", font=font, **more)


def _links(rows: Sequence[Bar], place: dict[int, int]) -> list[dict[str, object]]:
    """From the end of what is waited for, down or up to the row that waits, and on to its start."""
    at = {bar.id: bar for bar in rows}
    rules = []
    for bar in rows:
        for id in bar.after:
            if id in at:
                x, y = _iso(at[id].end + timedelta(days=1)), place[bar.id] + 0.16
                rules.append(base.rule(x0=x, x1=x, y0=place[id] + 0.16, y1=y))
                rules.append(base.rule(x0=x, x1=_iso(bar.start), y0=y, y1=y))
    return rules


def _today(today: date | None, first: date, last: date, rows: int) -> list[dict[str, object]]:
    if today is None or not first <= today <= last:
        return []
    return [base.rule(x0=_iso(today), x1=_iso(today), y0=-0.7, y1=rows - 0.4, colour=base.GREY, line={"dash": "dot"})]
