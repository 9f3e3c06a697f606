"""How much of each gap the plan closes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from metrics.drawing import base
from metrics.words.reader import Reader
from metrics.words.text import N_
from metrics.words.units import Unit


@dataclass(frozen=True)
class Gap:
    """One lever between where it is, where the plan takes it, and where others are. None: no benchmark known.

    ``reached`` is what the target comes to after adoption and realisation rate.
    """

    label: base.Words
    baseline: float
    target: float
    reached: float
    benchmark: float | None
    unit: Unit

    @property
    def closed(self) -> float | None:
        """Share of the gap that the plan closes."""
        if self.benchmark is None or self.benchmark == self.baseline:
            return None
        return (self.reached - self.baseline) / (self.benchmark - self.baseline)


@base.recipe
def gap_closed(reader: Reader, gaps: Sequence[Gap]) -> base.Figure | None:
    """One line a lever from baseline (0) to benchmark (1), with what the plan reaches on it."""
    if not gaps:
        return None
    shown = [min(max(g.closed, -0.1), 1.25) if g.closed is not None else None for g in gaps]
    far = max([1.0, *(s for s in shown if s is not None)])
    near = min([0.0, *(s for s in shown if s is not None)])
    layout = {
        "xaxis": base.hidden(range=[near - 0.05, far + 0.09]),
        "yaxis": base.names([g.label for g in gaps], range=[len(gaps) - 0.5, -1.1]),
        "annotations": [
            base.aside(reader.say(N_("baseline")), 0, -0.85),
            base.aside(reader.say(N_("benchmark")), 1, -0.85, xanchor="right", xshift=12),
            *(_closed(reader, row, g, s) for row, (g, s) in enumerate(zip(gaps, shown, strict=True))),
        ],
    }
    return base.figure(_gap_marks(reader, gaps, shown), height=len(gaps) * 44 + 50, **layout)


def _gap_marks(reader: Reader, gaps: Sequence[Gap], shown: Sequence[float | None]) -> list[base.Trace]:
    rows = range(len(gaps))
    known = [(row, s) for row, s in enumerate(shown) if s is not None]
    places = [row for row, _s in known]
    starts = [reader.value(g.baseline, g.unit) for g in gaps]
    ends, aims = (
        [reader.value(getattr(gaps[row], name) or 0.0, gaps[row].unit) for row in places]
        for name in ("benchmark", "reached")
    )
    tracks = [base.line([0, 1], [row, row], None, line={"color": base.LINE, "width": 2}) for row, _s in known]
    bars = [base.line([0, s], [row, row], None, line={"color": base.US, "width": 4}) for row, s in known]
    return [
        *tracks,
        *bars,
        base.dots([0.0] * len(gaps), rows, starts, marker={"size": 9, "color": base.GREY}),
        base.ticks([1.0] * len(places), places, ends, size=14),
        base.dots([s for _row, s in known], places, aims, marker={"size": 12, "color": base.US}),
    ]


def _closed(reader: Reader, row: int, gap: Gap, shown: float | None) -> dict[str, object]:
    if gap.closed is None or shown is None:
        words = reader.say(N_("no benchmark, add one"))
        return base.aside(words, 0, row, xanchor="left", xshift=12)
    return base.note(
        reader.share(gap.closed), shown, row, yanchor="bottom", yshift=6, font={"size": base.SMALL, "color": base.US}
    )
