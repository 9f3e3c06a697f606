"""Measures that pull apart in the last month, in a finding: a question for their owners, not an answer."""

from __future__ import annotations

from contextlib import suppress

import pandas as pd

from metrics.context import Context, Sources, kept
from metrics.finding import Finding, Table, finding, number, word
from metrics.metric import DECLARED
from metrics.ratio import RATIOS, monthly
from metrics.reading import UndefinedError
from metrics.scorecard import facts
from metrics.scorecard.apart import FEWEST, Apart, apart
from metrics.words.text import N_, Message, Term, message
from metrics.words.units import Amount, Unit


@kept
def _pairs(sources: Sources, measures: tuple[str, ...]) -> list[Apart]:
    series: dict[str, pd.Series] = {}
    for id in measures:
        with suppress(UndefinedError):
            series[id] = monthly(sources.frames, RATIOS[id])
    return apart(series)


@finding(N_("Which measures pull apart that usually go together?"))
def pulled_apart(context: Context) -> Finding:
    """Pairs of the scorecard's measures whose last month is far from their usual line."""
    measures = tuple(each.reading.id for each in facts.standings(context) if each.reading.id in RATIOS)
    found = _pairs(context.sources, measures)
    return Finding(
        sentence=_told(found),
        table=None
        if not found
        else Table(
            found,
            word(N_("Beside"), lambda pair: Term(DECLARED[pair.earlier].name)),
            word(N_("Measure"), lambda pair: Term(DECLARED[pair.later].name)),
            word(N_("Last month"), lambda pair: Amount(pair.seen, DECLARED[pair.later].unit)),
            word(N_("Usual beside it"), lambda pair: Amount(pair.usual, DECLARED[pair.later].unit)),
            number(N_("Correlation"), lambda pair: round(pair.correlation, 2), Unit.NUMBER),
        ),
        note=message(
            N_(
                "Pairs that went together (correlation of a half and more) for {n} months and more; of those told, one "
                "in ten may be chance. It says where to ask, not what happened."
            ),
            n=FEWEST,
        ),
    )


def _told(found: list[Apart]) -> Message:
    """The least likely pair, or that none pulls apart."""
    if not found:
        return message(N_("No two measures that usually go together pull apart"))
    first = found[0]
    unit = DECLARED[first.later].unit
    return message(
        N_("{later} is {seen} where {usual} usually goes with {earlier}"),
        later=Term(DECLARED[first.later].name),
        earlier=Term(DECLARED[first.earlier].name),
        seen=Amount(first.seen, unit),
        usual=Amount(first.usual, unit),
    )
