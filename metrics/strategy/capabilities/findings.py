"""Step 2 in findings: where we are behind, which gap matters most, and what goes to step 3."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from metrics.answers.cells import phrase
from metrics.context import Context
from metrics.drawing.dots import Score
from metrics.drawing.grids import Fields
from metrics.finding import Finding, Table, chart, count, finding, money, number, share, word
from metrics.reading import UndefinedError
from metrics.scenario.kinds import KINDS
from metrics.strategy.capabilities import facts
from metrics.strategy.capabilities.facts import Carried, capability_answers
from metrics.strategy.capabilities.scores import BEST, Capability, Position
from metrics.words.text import N_, Message, Term, listed, message
from metrics.words.units import Amount, Unit
from metrics.words.units import money as amount

SHOWN = 10  # gaps drawn
CORNERS = 3  # fewer make no shape
PLACES = {Position.BEHIND: N_("▼ behind"), Position.PAR: N_("● on a par"), Position.AHEAD: N_("▲ ahead")}
NAME = word(N_("Capability"), lambda capability: phrase(capability.name))
SCORES = tuple(
    number(heading, column, Unit.NUMBER)
    for heading, column in ((N_("Now"), "score"), (N_("Target"), "target"), (N_("Peers"), "peer"))
)
GAP = number(N_("Gap"), "gap", Unit.NUMBER)


def _number(value: float | None) -> Amount | None:
    return None if value is None else Amount(value, Unit.NUMBER)


def verdict(context: Context) -> Message:
    """How many are behind, and which gap matters most."""
    answers = capability_answers(context.sources)
    score, peer = context.read("capability_score").value, context.read("capability_peer").value
    behind, of = answers.positions[Position.BEHIND], sum(answers.positions.values())
    if score is None:
        return message(N_("No capability is scored yet, so nobody knows where we are behind."))
    if not answers.gaps:
        return message(N_("Every capability is where it should be: {score} of 5."), score=_number(score))
    name = phrase(answers.gaps[0].name)
    if peer is None or not of:
        text = N_("We stand at {score} of 5; the gap that matters most: {name}.")
        return message(text, score=_number(score), name=name)
    if not behind:
        return message(N_("Behind the peers in none of {of}; the gap that matters most: {name}."), of=of, name=name)
    text = N_("Behind the peers in {n} of {of}; the gap that matters most: {name}.")
    return message(text, n=behind, of=of, name=name)


@finding(N_("How far is each from where it should be?"), "capability_score", "capability_target", "capability_peer")
def distances(context: Context) -> Finding:
    """Now, wanted and peers of each."""
    now, target = context.value("capability_score"), context.read("capability_target").value
    scored = [
        capability
        for capability in capability_answers(context.sources).capabilities
        if capability.score is not None or capability.target is not None
    ]
    return Finding(
        sentence=message(N_("{now} of 5 now, {target} wanted"), now=_number(now), target=_number(target) or "–"),
        table=Table(scored, NAME, *SCORES),
        chart=chart("scores", rows=[Score(phrase(each.name), each.score, each.target, each.peer) for each in scored]),
    )


@finding(N_("Where does the shape bend inward?"), "capability_score", "capability_target", "capability_peer")
def radar(context: Context) -> Finding:
    """All capabilities at once around a circle: now, wanted, peers."""
    scored = [each for each in capability_answers(context.sources).capabilities if each.score is not None]
    if len(scored) < CORNERS:
        raise UndefinedError(message(N_("a shape needs {n} scored capabilities"), n=CORNERS))
    low = min(scored, key=lambda each: each.score or 0.0)
    return Finding(
        sentence=message(N_("Lowest: {name}, {score} of 5"), name=phrase(low.name), score=_number(low.score)),
        table=Table(scored, NAME, *SCORES),
        chart=chart("radar", rows=[Score(phrase(each.name), each.score, each.target, each.peer) for each in scored]),
    )


@finding(N_("Where are we behind, on a par, ahead?"), "behind")
def heat(context: Context) -> Finding:
    """Scores shaded, the number in each field; the position in words, with its sign."""
    answers = capability_answers(context.sources)
    if not answers.capabilities:
        raise UndefinedError(message(N_("No capability is scored beside its peers")))
    table = Table(answers.capabilities, NAME, *SCORES, GAP, word(N_("Position"), _place))
    grid = Fields(
        rows=tuple(phrase(capability.name) for capability in answers.capabilities),
        columns=tuple(Term(str(column.heading)) for column in table.columns[1:]),
        values=tuple(
            (each.score, each.target, each.peer, None if each.gap is None else max(each.gap, 0.0), None)
            for each in answers.capabilities
        ),
        words=tuple(
            (*(_number(value) for value in (each.score, each.target, each.peer, each.gap)), _place(each))
            for each in answers.capabilities
        ),
        top=BEST,
    )
    return Finding(sentence=_positions(answers.positions), table=table, chart=chart("heat", grid=grid, above=True))


def _place(capability: Capability) -> Term | None:
    return None if capability.position is None else Term(PLACES[capability.position])


def _positions(positions: Mapping[Position, int]) -> Message:
    """How many are behind, on a par and ahead."""
    if not sum(positions.values()):
        return message(N_("No capability is scored beside its peers"))
    behind, par, ahead = (positions[place] for place in (Position.BEHIND, Position.PAR, Position.AHEAD))
    return message(N_("{behind} behind, {par} on a par, {ahead} ahead"), behind=behind, par=par, ahead=ahead)


@finding(N_("Which gap matters most?"))
def gaps(context: Context) -> Finding:
    """The gaps by weight times gap; the largest are drawn."""
    ranked = capability_answers(context.sources).gaps
    total = sum(gap.pull or 0.0 for gap in ranked)
    if not total:
        raise UndefinedError(message(N_("No gap is left between now and target")))
    rows = [(phrase(gap.name), (gap.pull or 0.0) / total, _made_of(gap)) for gap in ranked[:SHOWN]]
    return Finding(
        sentence=message(N_("{n} of {of} gaps make up half of what is missing"), n=_half(ranked), of=len(ranked)),
        table=Table(
            ranked,
            NAME,
            number(N_("Weight"), "weight", Unit.NUMBER),
            GAP,
            share(N_("Share of what is missing"), lambda gap: (gap.pull or 0.0) / total),
            word(N_("Lever"), lambda gap: Term(KINDS[gap.lever].name) if gap.lever else None),
        ),
        chart=chart("pulls", rows=rows),
    )


def _made_of(gap: Capability) -> Message:
    return message(N_("weight {weight} × gap {gap}"), weight=_number(gap.weight), gap=_number(gap.gap))


def _half(ranked: Sequence[Capability]) -> int:
    """How few of ``ranked``, the largest first, make up half of all weight times gap."""
    pulls = [gap.pull or 0.0 for gap in ranked]
    return next(n for n in range(1, len(pulls) + 1) if sum(pulls[:n]) >= sum(pulls) / 2 - 1e-9)


@finding(N_("What is carried to step 3?"))
def carried(context: Context) -> Finding:
    """The gaps lever by lever, with what the lever is worth there."""
    levers = facts.carried(context)
    if not levers:
        raise UndefinedError(message(N_("No gap to carry to step 3")))
    return Finding(
        sentence=_carried(levers[0]),
        table=Table(
            levers,
            word(N_("Lever"), "name"),
            count(N_("Gaps"), lambda lever: len(lever.gaps)),
            word(N_("The largest first"), lambda lever: listed((phrase(gap.name) for gap in lever.gaps), apart=True)),
            share(N_("Share of what is missing"), "share"),
            money(N_("Worth a year in step 3"), _worth),
        ),
    )


def _worth(lever: Carried) -> float | Message:
    return message(N_("not sized")) if lever.worth is None else lever.worth


def _carried(first: Carried) -> Message:
    """Which lever most of the gaps point at."""
    holes = {"name": first.name, "share": Amount(first.share, Unit.SHARE)}
    if first.worth is None:
        return message(N_("{share} of the gaps feed {name}, not sized yet"), **holes)
    return message(N_("{share} of the gaps feed {name}, {worth} a year"), **holes, worth=amount(first.worth))
