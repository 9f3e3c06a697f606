"""Who moved between groups from one date to another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from metrics.drawing import base
from metrics.drawing.base import Figure
from metrics.words.reader import Reader
from metrics.words.text import N_

LEAST = 0.005  # of all customers: thinner flows are in the table only
FLOW = "rgba(127, 134, 143, 0.28)"  # those who stayed, on either ground
MOVED = "rgba(91, 116, 200, 0.38)"  # those who moved


@dataclass(frozen=True)
class Flow:
    """Customers who went from one group to one: positions in the list of names; ``before`` None for new ones."""

    before: int | None
    after: int
    customers: int


@base.recipe
def migration(reader: Reader, names: Sequence[base.Words], flows: Sequence[Flow], *, first: date, last: date) -> Figure:
    """A band from each group before to each group after: grey for those who stayed, blue for those who moved."""
    total = sum(flow.customers for flow in flows) or 1
    newcomers = len(names)
    shown = [flow for flow in flows if flow.customers >= LEAST * total]
    lefts = [newcomers if flow.before is None else flow.before for flow in shown]
    before = [sum(f.customers for f in flows if f.before == i) for i in range(len(names))]
    before.append(sum(f.customers for f in flows if f.before is None))
    after = [sum(f.customers for f in flows if f.after == i) for i in range(len(names))]
    labels = [*names, reader.say(N_("New"))]
    texts = [f"{label} {reader.share(n / total)}" for label, n in zip(labels, before, strict=True)]
    texts += [f"{name} {reader.share(n / total)}" for name, n in zip(names, after, strict=True)]
    hover = [
        reader.say(
            N_("{before} to {after}: {n}"), before=labels[left], after=names[flow.after], n=f"{flow.customers:,}"
        )
        for left, flow in zip(lefts, shown, strict=True)
    ]
    trace = {
        "type": "sankey",
        "arrangement": "fixed",
        "node": {
            "label": texts,
            "x": [0.001] * (newcomers + 1) + [0.999] * newcomers,
            "y": _middles(before) + _middles(after),
            "color": [base.US] * newcomers + [base.GREY] + [base.US] * newcomers,
            "line": {"width": 0},
            "pad": 10,
            "thickness": 8,
            "hovertemplate": "%{label}<extra></extra>",
        },
        "link": {
            "source": lefts,
            "target": [newcomers + 1 + flow.after for flow in shown],
            "value": [flow.customers for flow in shown],
            "color": [FLOW if flow.before == flow.after else MOVED for flow in shown],
            "customdata": hover,
            "hovertemplate": "%{customdata}<extra></extra>",
        },
        "textfont": {"size": base.SMALL, "color": base.INK, "shadow": "none"},
    }
    notes = [
        base.aside(reader.day(first), 0, 1, xref="paper", yref="paper", xanchor="left", yanchor="bottom"),
        base.aside(reader.day(last), 1, 1, xref="paper", yref="paper", xanchor="right", yanchor="bottom"),
    ]
    margin = {"l": 0, "r": 0, "t": 26, "b": 8, "pad": 0}
    return base.figure([trace], height=420, annotations=notes, margin=margin)


@base.recipe
def directions(
    reader: Reader, sources: Sequence[base.Words], ends: Sequence[base.Words], flows: Sequence[Sequence[int]]
) -> Figure:
    """A band from each source of customers to each place they left for; ``flows``: customers, a row a source."""
    before, after = [sum(row) for row in flows], [sum(column) for column in zip(*flows, strict=True)]
    total = sum(before) or 1
    pairs = [(i, j, n) for i, row in enumerate(flows) for j, n in enumerate(row) if n]
    labels = [(label, n) for label, n in zip((*sources, *ends), (*before, *after), strict=True)]
    trace = {
        "type": "sankey",
        "node": {
            "label": [f"{label} {reader.share(n / total)}" for label, n in labels],
            "color": [base.US] * len(sources) + [base.GREY] * len(ends),
            "line": {"width": 0},
            "pad": 10,
            "thickness": 8,
            "hovertemplate": "%{label}<extra></extra>",
        },
        "link": {
            "source": [i for i, _j, _n in pairs],
            "target": [len(sources) + j for _i, j, _n in pairs],
            "value": [n for _i, _j, n in pairs],
            "color": [MOVED] * len(pairs),
            "customdata": [
                reader.say(N_("{before} to {after}: {n}"), before=sources[i], after=ends[j], n=f"{n:,}")
                for i, j, n in pairs
            ],
            "hovertemplate": "%{customdata}<extra></extra>",
        },
        "textfont": {"size": base.SMALL, "color": base.INK, "shadow": "none"},
    }
    return base.figure([trace], height=360, margin={"l": 0, "r": 0, "t": 8, "b": 8, "pad": 0})


def _middles(counts: Sequence[int]) -> list[float]:
    """Where the middle of each node stands when they are stacked in their order; from 0 to 1."""
    total, seen, found = sum(counts) or 1, 0.0, []
    for n in counts:
        found.append(min(max((seen + n / 2) / total, 0.001), 0.999))
        seen += n
    return found
