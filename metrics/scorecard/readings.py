"""The scorecard in two figures."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from metrics.context import Context
from metrics.metric import metric, of_subject
from metrics.reading import Figure, UndefinedError
from metrics.scenario import noted
from metrics.scorecard import facts
from metrics.scorecard.attainment import Status
from metrics.words.text import N_, message
from metrics.words.units import Amount, Unit


@contextmanager
def _of_measures() -> Iterator[None]:
    """What rests on other measures names those, not every assumption that each of them rests on."""
    try:
        with noted.quietly():
            yield
    finally:
        noted.note(noted.STORE)  # definitions are chosen by people, at any moment


_score = partial(metric, perspective="process", mart="kpi_target", source="Kaplan and Norton (1992)")


@_score(N_("Measures on target"), Unit.COUNT, N_("Measures of the scorecard whose target of the month is met."))
def _measures_met(context: Context) -> float:
    with _of_measures():
        rows = facts.aimed(context)
    if not rows:
        raise UndefinedError(message(N_("no measure has a target; bring in the table {table}"), table="kpi_targets"))
    return float(sum(each.status is Status.MET for each in rows))


@_score(
    N_("Score of the scorecard"),
    Unit.SHARE,
    N_("Weighted mean of attainment: way gone from the frozen baseline to the target of the month, each 0 to 100%."),
)
def _scorecard_score(context: Context) -> Figure:
    """With the share of the weight it stands on."""
    with _of_measures():
        score, weight = facts.scored(context)
    note = message(N_("Of all weight, {share} has a value."), share=Amount(weight, Unit.SHARE))
    return Figure(score, note=note)


METRICS = of_subject("scorecard")
