"""Who comes back and who stays: the triangle, the curve of those still there, and what asking them brings."""

from __future__ import annotations

import math
from collections.abc import Sequence

from metrics.drawing import base
from metrics.drawing.base import Figure
from metrics.words.reader import Reader
from metrics.words.text import N_
from metrics.words.units import Unit

STEPS = [f"#{11 + i:06d}" for i in range(10)]  # chartSequentialColors, wash to full
MONTHS = (6, 12, 24, 36, 48, 60)


@base.recipe
def triangle(reader: Reader, cohorts: Sequence[str], shares: Sequence[Sequence[float]]) -> Figure | None:
    """A row a cohort, oldest first, a column a month; the deeper the colour the more came back. nan stays empty."""
    rows = [[None if math.isnan(share) else share for share in row] for row in shares]
    known = [share for row in rows for share in row if share is not None]
    if not known:
        return None
    low, high = min(known), max(known)
    trace = {
        "type": "heatmap",
        "x": list(range(1, len(rows[0]) + 1)),
        "y": list(range(len(rows))),
        "z": rows,
        "zmin": low,
        "zmax": high + 1e-9,
        "colorscale": [[i / 9, colour] for i, colour in enumerate(STEPS)],
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "hoverongaps": False,
        "hovertext": [
            [None if share is None else _cell(reader, cohorts[i], j + 1, share) for j, share in enumerate(row)]
            for i, row in enumerate(rows)
        ],
        "hoverinfo": "text",
    }
    middle = low + 0.55 * (high - low)
    layout = {
        "xaxis": base.axis(tickvals=[1, 3, 6, 9, 12], ticktext=_months(reader, (1, 3, 6, 9, 12)), side="bottom"),
        "yaxis": base.names(cohorts, range=[len(rows) - 0.5, -0.5]),
        "annotations": [
            base.note(
                f"{100 * share:.0f}", j + 1, i, font={"size": 12, "color": base.ON if share > middle else base.INK}
            )
            for i, row in enumerate(rows)
            for j, share in enumerate(row)
            if share is not None
        ],
    }
    height = max(220, len(rows) * 24 + 40)
    return base.figure([trace], height=height, **layout)


def _cell(reader: Reader, cohort: str, month: int, share: float) -> str:
    return reader.say(N_("{cohort}, month {n}: {share}"), cohort=cohort, n=month, share=reader.share(share))


def _months(reader: Reader, ticks: Sequence[int]) -> list[str]:
    return [*(str(tick) for tick in ticks[:-1]), reader.say(N_("month {n}"), n=ticks[-1])]


@base.recipe
def survival(
    reader: Reader,
    months: Sequence[float],
    share: Sequence[float],
    low: Sequence[float],
    high: Sequence[float],
    *,
    renewals: Sequence[float] = (),
    fitted: Sequence[float] = (),
) -> Figure | None:
    """The step curve of those without a contract with its band, and contracts at each renewal with their fitted line.

    renewals: share of contracts there after 0, 1, 2 ... years, as seen; fitted: the same, fitted and carried on.
    """
    if not months and len(renewals) < 2:
        return None
    end = max([*months, *(12.0 * i for i in range(len(fitted)))])
    ticks = [tick for tick in MONTHS if tick <= end] or [round(end)]
    x, y = [0.0, *months], [1.0, *share]
    words = [_survivor(reader, t, s) for t, s in zip(x, y, strict=True)]
    traces = [base.band(x, [1.0, *low], [1.0, *high]), base.line(x, y, words)] if months else []
    for line in traces:
        line["line"] = {**line["line"], "shape": "hv"}
    notes = []
    if months:
        notes.append(
            base.note(reader.say(N_("without a contract")), end, y[-1], xanchor="right", yanchor="top", yshift=-6)
        )
    if fitted:
        years = [12.0 * i for i in range(len(fitted))]
        traces.append(base.line(years, fitted, None, line={"color": base.GREY, "width": 1.5, "dash": "dot"}))
        seen = years[: len(renewals)]
        said = [_survivor(reader, t, s) for t, s in zip(seen, renewals, strict=True)]
        traces.append(base.ring(seen[1:], list(renewals)[1:], said[1:], base.GREY))
        notes.append(
            base.note(
                reader.say(N_("under contract")), years[-1], fitted[-1], xanchor="right", yanchor="bottom", yshift=12
            )
        )
    shares = [0, 0.25, 0.5, 0.75, 1]
    layout = {
        "xaxis": base.axis(range=[0, end * 1.02], tickvals=ticks, ticktext=_months(reader, ticks)),
        "yaxis": base.axis(
            range=[0, 1.04], tickvals=shares, ticktext=[reader.share(tick) for tick in shares], showgrid=True
        ),
        "annotations": notes,
    }
    return base.figure(traces, height=300, **layout)


def _survivor(reader: Reader, month: float, share: float) -> str:
    return reader.say(N_("month {n}: {share} still there"), n=round(month, 1), share=reader.share(share))


@base.recipe
def asking(
    reader: Reader,
    ours: Sequence[tuple[int, float]],
    by_chance: Sequence[tuple[int, float]],
    *,
    chosen: tuple[int, float] | None,
) -> Figure | None:
    """Gain over customers asked: best gain first in our colour, likeliest to leave in grey; a ring at the plan."""
    top = max((gain for _n, gain in ours), default=0.0)
    if top <= 0:
        return None
    most = next((n for n, gain in ours if n and gain < 0), ours[-1][0])
    floor = max(-top, min(gain for n, gain in (*ours, *by_chance) if n <= most))
    ours, grey = ([(n, gain) for n, gain in line if n <= most and gain >= floor] for line in (ours, by_chance))
    words = [
        reader.say(N_("{n} asked: {gain}"), n=reader.value(n, Unit.CUSTOMERS), gain=reader.money(gain))
        for n, gain in ours
    ]
    traces = [
        base.line([n for n, _ in grey], [g for _, g in grey], None, line={"color": base.GREY, "width": 2}),
        base.line([n for n, _ in ours], [g for _, g in ours], words),
    ]
    notes = [base.aside(reader.say(N_("likeliest to leave first")), *grey[-1], xanchor="left", yanchor="bottom")]
    if chosen is not None:
        traces.append(base.ring([chosen[0]], [chosen[1]], [reader.money(chosen[1])]))
        said = reader.say(
            N_("{n} asked, {gain}"), n=reader.value(chosen[0], Unit.CUSTOMERS), gain=base.bold(reader.money(chosen[1]))
        )
        notes.append(base.note(said, *chosen, xanchor="left", yanchor="top", xshift=10, yshift=-4))
    ticks = base.round_ticks(floor, top, 4)
    across = base.round_ticks(0, most, 4)
    layout = {
        "xaxis": base.axis(
            range=[0, most * 1.03],
            tickvals=across,
            ticktext=[reader.value(tick, Unit.CUSTOMERS) for tick in across],
            title={
                "text": reader.say(N_("customers asked, best first")),
                "standoff": 6,
                "font": {"size": base.SMALL, "color": base.MUTED},
            },
        ),
        "yaxis": base.axis(
            range=[floor - 0.08 * top, 1.2 * top],
            tickvals=ticks,
            ticktext=[reader.money(tick) for tick in ticks],
            showgrid=True,
        ),
        "shapes": [base.rule(x0=0, x1=most, y0=0, y1=0)],
        "annotations": notes,
    }
    return base.figure(traces, height=300, **layout)
