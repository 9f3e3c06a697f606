"""Money at risk by pitfall, and what renting costs beside buying."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from metrics.drawing import base
from metrics.words.reader import Reader
from metrics.words.text import N_
from metrics.words.units import Unit

RISK = 46  # height of a row with its name above the bar


@dataclass(frozen=True)
class AtRisk:
    """One pitfall: its name, the money it puts at risk, and who answers for it."""

    name: base.Words
    money: float
    owner: str


@base.recipe
def at_risk(reader: Reader, rows: Sequence[AtRisk]) -> base.Figure:
    """A bar a pitfall, the largest first, its name and owner above."""
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": [risk.money for risk in rows],
        "y": [row + 0.16 for row in range(len(rows))],
        "width": 0.3,
        "marker": {"color": base.WORSE},
        "hovertext": [f"{risk.name} · {reader.money(risk.money)}" for risk in rows],
        "hoverinfo": "text",
    }
    notes = [
        base.note(
            f"{base.bold(risk.name)} ▼ {reader.money(risk.money)} · {risk.owner or reader.say(N_('no owner yet'))}",
            0,
            row - 0.2,
            xanchor="left",
        )
        for row, risk in enumerate(rows)
    ]
    layout = {
        "xaxis": base.hidden(range=[0, 1.02 * max(risk.money for risk in rows)]),
        "yaxis": base.hidden(range=[len(rows) - 0.5, -0.6]),
        "annotations": notes,
    }
    return base.figure([bars], height=RISK * len(rows) + 16, **layout)


@base.recipe
def rent_or_buy(
    reader: Reader, rent: Sequence[float], buy: Sequence[float], *, names: Sequence[base.Words], meet: float | None
) -> base.Figure:
    """Money paid so far, rented in grey and bought in the accent, with a ring where the two meet."""
    months = list(range(len(rent)))
    top = max(*rent, *buy, 1.0)
    traces = [
        base.line(months, rent, [reader.money(value) for value in rent], line={"color": base.GREY, "width": 2.5}),
        base.line(months, buy, [reader.money(value) for value in buy]),
    ]
    notes = [
        base.note(
            f"{name} {reader.money(values[-1])}",
            months[-1],
            values[-1],
            xanchor="right",
            yanchor=side,
            yshift=6 if side == "bottom" else -24,
            font={"size": base.NORMAL, "color": colour},
        )
        for name, values, colour, side in (
            (names[0], rent, base.MUTED, "bottom" if rent[-1] >= buy[-1] else "top"),
            (names[1], buy, base.US, "bottom" if buy[-1] > rent[-1] else "top"),
        )
    ]
    if meet is not None:
        before = int(meet)
        step = buy[min(before + 1, len(buy) - 1)] - buy[before]
        height = buy[before] + (meet - before) * step
        words = reader.say(N_("equal after {months}"), months=reader.value(meet, Unit.MONTHS))
        traces.append(base.ring([meet], [height], [words]))
        notes.append(base.note(base.bold(words), meet, height, xanchor="right", yanchor="bottom", xshift=-8, yshift=4))
    layout = {
        "xaxis": base.axis(range=[-0.5, 1.03 * months[-1]], **_ticks(reader, months[-1])),
        "yaxis": base.hidden(range=[0, 1.15 * top]),
        "annotations": notes,
    }
    return base.figure(traces, height=280, **layout)


def _ticks(reader: Reader, last: int) -> dict[str, Any]:
    ticks = base.round_ticks(0, last)
    return {"tickvals": ticks, "ticktext": [*(f"{n:g}" for n in ticks[:-1]), reader.value(ticks[-1], Unit.MONTHS)]}
