"""Figures of steps 1 and 2 with their basis, and the five usual problems of CRM programmes as lights."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from data.library import answers as library
from metrics import __version__
from metrics.context import Context, Sources
from metrics.reading import Basis, Given, Reading, UndefinedError
from metrics.roadmap import facts as report_roadmap
from metrics.strategy import capability_facts as capable
from metrics.strategy import facts as story
from metrics.strategy import method as strategy
from metrics.strategy.capabilities import Position
from metrics.strategy.method import AGREES, TECHNOLOGY
from metrics.words.text import N_, Message, message
from metrics.words.units import Amount, Unit

ALIGNED = 0.75  # our assumption: from here on the stakeholders count as aligned


def value_of(make: Callable[[], float]) -> tuple[float | None, Message | None]:
    """A figure, or the reason there is none."""
    try:
        return make(), None
    except UndefinedError as error:
        return None, error.reason


def _reading(
    sources: Sources,
    id: str,
    name: str,
    unit: Unit,
    make: Callable[[], float],
    formula: Message,
    source: str,
    given: tuple[Given, ...] = (),
) -> Reading:
    value, reason = value_of(make)
    until = sources.published.until
    basis = Basis(formula=formula, source=source, assumptions=lambda: given, data_until=until, code=__version__)
    return Reading(id=id, unit=unit, value=value, reason=reason, basis=basis, name=message(name))


def alignment(sources: Sources, now: story.Standing) -> Reading:
    """Share of stakeholders who agree."""
    formula = message(
        N_("Stakeholders whose agreement is {least} or 3, over all listed. Who was not asked does not agree."),
        least=AGREES,
    )
    return _reading(
        sources,
        "alignment",
        N_("Stakeholders agreeing"),
        Unit.SHARE,
        lambda: story.alignment(now),
        formula,
        "A03, S1·10",
    )


def technology(sources: Sources, now: story.Standing) -> Reading:
    """What technology weighs to those asked."""
    formula = message(
        N_(
            "Mean weight of technology among five factors of success, of answers that sum to 100%. GCCRM gives it 15%, "
            "the least; 21.25% for each of the others is our assumption. Importance, never spending; nor is it the 7% "
            "of the return that IDC finds to come from technology."
        )
    )
    given = (Given(label=message(N_("GCCRM's weight of technology")), value=TECHNOLOGY / 100, unit=Unit.SHARE),)
    return _reading(
        sources,
        "technology_weight",
        N_("Weight of technology"),
        Unit.SHARE,
        lambda: story.attention(now).mean["technology"] / 100,
        formula,
        "B09, S1·12; T9",
        given,
    )


def conflict(sources: Sources, now: story.Standing) -> Reading:
    """Mean conflict of the departments."""
    formula = message(
        N_("1 less the cosine of what two departments weigh, mean of all pairs: 0 the same, 1 nothing in common.")
    )
    return _reading(
        sources,
        "conflict",
        N_("Conflict of departments"),
        Unit.NUMBER,
        lambda: story.conflict(now).mean,
        formula,
        "B11, S1·12",
    )


def coverage(sources: Sources, now: story.Standing) -> Reading:
    """Roles of CRM that have a measure."""
    formula = message(N_("Roles of CRM with a measure, over twelve. S1·1 counts twelve; their wording is ours."))
    return _reading(
        sources,
        "role_coverage",
        N_("Roles with a measure"),
        Unit.SHARE,
        lambda: strategy.coverage(now.held["roles"].value, list(library.roles())),
        formula,
        "B13, S1·1",
    )


def success(context: Context, found: list[story.Goal], horizon: str) -> Reading:
    """Share of the planned goals of a term that are reached."""
    formula = message(
        N_(
            "Goals reached over goals planned; undecided ones are not reached. Others define failure otherwise: the "
            "sources say 60%, 70%, and that only 5% show a measured return."
        )
    )
    name = N_("Short-term goals reached") if horizon == "short" else N_("Long-term goals reached")
    return _reading(
        context.sources,
        f"success_{horizon}",
        name,
        Unit.SHARE,
        lambda: story.reached(found, horizon),
        formula,
        "A38, S2; T10",
    )


def score(sources: Sources, now: capable.Standing, column: str) -> Reading:
    """The weighted score now, as wanted, or at peers."""
    names = {"score": N_("Score now"), "target": N_("Score wanted"), "peer": N_("Score of peers")}
    formula = message(N_("Sum of weight times score over sum of weights, 0 to 5; what has no score is left out."))
    return _reading(
        sources,
        f"capability_{column}",
        names[column],
        Unit.NUMBER,
        lambda: capable.score(now, column),
        formula,
        "A04, S1·10",
    )


def behind(sources: Sources, now: capable.Standing) -> Reading:
    """How many capabilities are behind the peers."""
    formula = message(N_("Capabilities scored more than half a point below the peers; within half a point is par."))

    def count() -> float:
        found = capable.positions(now)
        if not sum(found.values()):
            raise UndefinedError(message(N_("no capability is scored beside its peers")))
        return float(found[Position.BEHIND])

    return _reading(sources, "behind", N_("Behind the peers"), Unit.COUNT, count, formula, "A04, S1·10")


@dataclass(frozen=True)
class Light:
    """One of the five usual problems of CRM programmes (G03). ``passed`` None: not known yet; ``note`` says why."""

    name: str
    passed: bool | None
    note: Message


def lights(context: Context, now: story.Standing) -> list[Light]:
    """Sponsor, alignment, link to the strategy, bias towards technology, overall plan."""
    return [_sponsor(now), _aligned(now), _linked(context, now), _bias(context), _planned(context)]


def _sponsor(now: story.Standing) -> Light:
    name, listed = N_("A sponsor who agrees"), story.sponsors(now)
    if not now.rows("stakeholders"):
        return Light(name, None, message(N_("no stakeholder is listed")))
    if not listed:
        return Light(name, False, message(N_("no sponsor is named")))
    agrees = any((row["agreement"] or 0) >= AGREES for row in listed)
    return Light(name, agrees, message(N_("the sponsor agrees") if agrees else N_("the sponsor does not agree yet")))


def _aligned(now: story.Standing) -> Light:
    name = N_("Stakeholders agree")
    value, reason = value_of(lambda: story.alignment(now))
    if value is None:
        return Light(name, None, reason or message(N_("no stakeholder is listed")))
    words = message(
        N_("{share} agree; we ask for {least}"), share=Amount(value, Unit.SHARE), least=Amount(ALIGNED, Unit.SHARE)
    )
    return Light(name, value >= ALIGNED, words)


def _linked(context: Context, now: story.Standing) -> Light:
    name = N_("Levers follow the strategy")
    if not now.weights:
        return Light(name, None, message(N_("no priorities yet")))
    without = sum(1 for one in story.followed(context, now) if one.weight and not one.levers)
    if without:
        return Light(name, False, message(N_("{n} of four directions have no lever"), n=without))
    return Light(name, True, message(N_("every direction with a weight has a lever")))


def _bias(context: Context) -> Light:
    name = N_("Capabilities not led by technology")
    held = [one for one in capable.standing(context.sources).capabilities if one.weight]
    total = sum(one.weight or 0.0 for one in held)
    if not total or not any(one.factor for one in held):
        return Light(name, None, message(N_("no capability has a weight and a factor")))
    part = sum(one.weight or 0.0 for one in held if one.factor == "technology") / total
    words = message(
        N_("technology has {share} of the weight; GCCRM gives it {least}"),
        share=Amount(part, Unit.SHARE),
        least=Amount(TECHNOLOGY / 100, Unit.SHARE),
    )
    return Light(name, part <= TECHNOLOGY / 100 + 1e-9, words)


def _planned(context: Context) -> Light:
    name, found = N_("An overall plan"), report_roadmap.roadmap(context)
    if not found.now.steps:
        return Light(name, None, message(N_("there is no step yet")))
    words = message(N_("{n} of 8 headings are complete"), n=found.complete)
    return Light(name, found.complete == len(found.lights), words)
