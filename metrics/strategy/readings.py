"""Strategy and capabilities, in figures."""

from __future__ import annotations

from functools import partial

from data.library.answers import roles
from metrics.context import Context
from metrics.metric import Metric, declare
from metrics.reading import Figure, Given, UndefinedError
from metrics.strategy import facts, method
from metrics.strategy.capabilities.facts import capability_answers
from metrics.strategy.capabilities.scores import Position
from metrics.strategy.facts import strategy_answers
from metrics.words.text import N_, message
from metrics.words.units import Unit

REACHED = N_(
    "Goals reached over goals planned; undecided ones are not reached. Others define failure otherwise: the "
    "sources say 60%, 70%, and that only 5% show a measured return."
)
SCORED = N_("Sum of weight times score over sum of weights, 0 to 5; what has no score is left out.")


def _technology(context: Context) -> Figure:
    theirs = Given(label=message(N_("GCCRM's weight of technology")), value=method.TECHNOLOGY / 100, unit=Unit.SHARE)
    ours = facts.attention(strategy_answers(context.sources)).mean["technology"]
    return Figure(ours / 100, given=(theirs,))


def _reached(context: Context, horizon: str) -> float:
    return method.reached([goal.state for goal in facts.of_term(context, horizon)])


def _score(context: Context, column: str) -> float:
    return capability_answers(context.sources).score(column)


def _behind(context: Context) -> float:
    positions = capability_answers(context.sources).positions
    if not sum(positions.values()):
        raise UndefinedError(message(N_("No capability is scored beside its peers")))
    return float(positions[Position.BEHIND])


METRICS = declare(
    "strategy",
    "learning",
    Metric(
        id="alignment",
        name=N_("Stakeholders agreeing"),
        unit=Unit.SHARE,
        formula=N_("Stakeholders whose agreement is 2 or 3, over all listed. Who was not asked does not agree."),
        compute=lambda context: method.alignment(strategy_answers(context.sources).agreement),
    ),
    Metric(
        id="technology_weight",
        name=N_("Weight of technology among success factors"),
        unit=Unit.SHARE,
        formula=N_(
            "Mean weight of technology among five factors of success, of answers that sum to 100%. GCCRM gives it 15%, "
            "the least; 21.25% for each of the others is our assumption. Importance, never spending; nor is it the 7% "
            "of the return that IDC finds to come from technology."
        ),
        compute=_technology,
        better="neither",
    ),
    Metric(
        id="conflict",
        name=N_("Difference between departments' weights"),
        unit=Unit.NUMBER,
        formula=N_(
            "1 less the cosine of what two departments weigh, mean of all pairs: 0 the same, 1 nothing in common."
        ),
        compute=lambda context: facts.conflict(strategy_answers(context.sources)).mean,
        better="lower",
    ),
    Metric(
        id="role_coverage",
        name=N_("Roles with a measure"),
        unit=Unit.SHARE,
        formula=N_("Roles of CRM with a measure, over the twelve of the source, in our words."),
        compute=lambda context: method.coverage(strategy_answers(context.sources).measures, list(roles())),
    ),
    *(
        Metric(
            id=f"success_{horizon}",
            name=name,
            unit=Unit.SHARE,
            formula=REACHED,
            compute=partial(_reached, horizon=horizon),
        )
        for horizon, name in (("short", N_("Short-term goals reached")), ("long", N_("Long-term goals reached")))
    ),
    *(
        Metric(
            id=f"capability_{column}",
            name=name,
            unit=Unit.NUMBER,
            formula=SCORED,
            compute=partial(_score, column=column),
            better="higher" if column == "score" else "neither",
            perspective="process",
        )
        for column, name in (("score", N_("Score now")), ("target", N_("Score wanted")), ("peer", N_("Score of peers")))
    ),
    Metric(
        id="behind",
        name=N_("Behind the peers"),
        unit=Unit.COUNT,
        formula=N_("Capabilities scored more than half a point below the peers; within half a point is par."),
        compute=_behind,
        better="lower",
        perspective="process",
    ),
)
