"""Lines: what the best hold, who stays, what asking and renting come to, how surely groups are found again."""

from __future__ import annotations

from collections.abc import Sequence

from metrics.drawing import base
from metrics.drawing.base import Figure
from metrics.words.reader import Reader
from metrics.words.text import N_
from metrics.words.units import Unit

RULE = (0.2, 0.8)  # Pareto's: a fifth of the customers bring four fifths
CROSS = {"symbol": "cross-thin", "size": 11, "line": {"width": 2, "color": base.GREY}}
QUARTERS = (0, 0.25, 0.5, 0.75, 1)
MONTHS = (6, 12, 24, 36, 48, 60)


@base.recipe
def lorenz(
    reader: Reader,
    customers: Sequence[float],
    value: Sequence[float],
    *,
    named: Sequence[tuple[float, float]],
    a_until: float,
    b_until: float,
    beyond: str = "",
) -> Figure:
    """Share of the value held by the best customers. All are fractions; ``named`` points get a ring and words.

    ``beyond``: said at the end of the curve, where it has passed 100 % and falls back.
    """
    words = [f"{reader.share(x)} · {reader.share(y)}" for x, y in zip(customers, value, strict=True)]
    curve = base.line(customers, value, words)
    equal = base.line([0, 1], [0, 1], None, line={"color": base.GREY, "width": 1, "dash": "dot"})
    top = max(1.0, *value)
    letters = top + (0.14 if beyond else 0.06)
    layout = {
        "xaxis": base.axis(
            range=[-0.01, 1.03],
            title=base.title(reader.say(N_("share of customers, best first"))),
            **base.ticked([0, a_until, b_until, 1], reader.share),
        ),
        "yaxis": base.axis(
            range=[min(0.0, *value) - 0.01, letters + 0.04], showgrid=True, **base.ticked(QUARTERS, reader.share)
        ),
        "shapes": [base.zone(x0=0, x1=a_until, y0=0, y1=1, yref="y", colour=base.WASH)],
        "annotations": [
            *_classes(a_until, b_until, letters),
            *(_named(reader, i, x, y) for i, (x, y) in enumerate(named)),
            _equal(reader),
            base.aside(reader.say(N_("80/20 rule")), *RULE, xanchor="right", yanchor="bottom", xshift=-6),
            *([base.aside(beyond, 1, top, xanchor="right", yanchor="bottom", yshift=1)] if beyond else []),
        ],
    }
    rings = base.ring([x for x, _ in named], [y for _, y in named], [reader.share(y) for _, y in named])
    rule = base.dots([RULE[0]], [RULE[1]], [reader.say(N_("80/20 rule"))], marker=CROSS)
    return base.figure([equal, curve, rule, rings], height=300, **layout)


def _classes(a_until: float, b_until: float, y: float) -> list[dict[str, object]]:
    spans = (("A", 0.0, a_until), ("B", a_until, b_until), ("C", b_until, 1.0))
    return [base.note(base.bold(name), (start + end) / 2, y) for name, start, end in spans]


def _equal(reader: Reader) -> dict[str, object]:
    return base.aside(reader.say(N_("if all were equal")), 0.52, 0.44, xanchor="left", yanchor="top")


def _named(reader: Reader, number: int, x: float, y: float) -> dict[str, object]:
    text = N_("{share} of customers, {value}") if number == 0 else N_("{share}, {value}")
    words = reader.say(text, share=reader.share(x), value=base.bold(reader.share(y)))
    return base.note(words, x, y, xanchor="left", yanchor="top", xshift=10, yshift=-2)


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
    layout = {
        "xaxis": base.axis(range=[0, end * 1.02], tickvals=ticks, ticktext=base.months(reader, ticks)),
        "yaxis": base.axis(range=[0, 1.04], showgrid=True, **base.ticked(QUARTERS, reader.share)),
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
        reader.say(N_("{n} chosen: {gain}"), n=reader.value(n, Unit.CUSTOMERS), gain=reader.money(gain))
        for n, gain in ours
    ]
    traces = [
        base.line([n for n, _ in grey], [g for _, g in grey], None, line={"color": base.GREY, "width": 2}),
        base.line([n for n, _ in ours], [g for _, g in ours], words),
    ]
    middle = grey[len(grey) // 2]
    notes = [base.aside(reader.say(N_("highest churn probability first")), *middle, xanchor="left", yanchor="top")]
    if chosen is not None:
        traces.append(base.ring([chosen[0]], [chosen[1]], [reader.money(chosen[1])]))
        said = reader.say(
            N_("{n} chosen, {gain}"),
            n=reader.value(chosen[0], Unit.CUSTOMERS),
            gain=base.bold(reader.money(chosen[1])),
        )
        notes.append(base.note(said, *chosen, xanchor="left", yanchor="top", xshift=10, yshift=-4))
    ticks = base.round_ticks(floor, top, 4)
    across = base.round_ticks(0, most, 4)
    layout = {
        "xaxis": base.axis(
            range=[0, most * 1.03],
            **base.ticked(across, lambda tick: reader.value(tick, Unit.CUSTOMERS)),
            title=base.title(reader.say(N_("customers chosen, highest gain first"))),
        ),
        "yaxis": base.axis(range=[floor - 0.08 * top, 1.2 * top], showgrid=True, **base.ticked(ticks, reader.money)),
        "shapes": [base.rule(x0=0, x1=most, y0=0, y1=0)],
        "annotations": notes,
    }
    return base.figure(traces, height=300, **layout)


@base.recipe
def agreement(reader: Reader, agreements: Sequence[tuple[int, float]], *, chosen: int, needed: float) -> Figure:
    """How well two resamples agree for each number of groups; the chosen one is ringed, what is needed dotted."""
    ks, values = [k for k, _ in agreements], [value for _, value in agreements]
    words = [f"{k} · {reader.share(value)}" for k, value in agreements]
    least = min(*values, needed)
    layout = {
        "xaxis": base.axis(
            range=[min(ks) - 0.4, max(ks) + 0.4], tickvals=ks, title={"text": reader.say(N_("number of groups"))}
        ),
        "yaxis": base.hidden(range=[least - 0.08, 1.08]),
        "annotations": [
            *(base.note(reader.share(value), k, value, yanchor="bottom", yshift=9) for k, value in agreements),
            base.aside(
                reader.say(N_("found again from here on")), min(ks) - 0.4, needed, xanchor="left", yanchor="top"
            ),
        ],
        "shapes": [base.rule(x0=min(ks) - 0.4, x1=max(ks) + 0.4, y0=needed, y1=needed, line={"dash": "dot"})],
    }
    ring = base.ring([chosen], [dict(agreements)[chosen]], [f"{chosen}"])
    return base.figure([base.line(ks, values, words), ring], height=300, **layout)


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


def _ticks(reader: Reader, last: int) -> dict[str, object]:
    ticks = base.round_ticks(0, last)
    return {"tickvals": ticks, "ticktext": [*(f"{n:g}" for n in ticks[:-1]), reader.value(ticks[-1], Unit.MONTHS)]}
