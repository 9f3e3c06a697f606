"""The sentences of steps 1 and 2: the strategic brief, the verdicts, and what each picture says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from metrics.answers.cells import phrase
from metrics.strategy.capabilities import Capability, Position
from metrics.strategy.method import TECHNOLOGY, Conflict, State
from metrics.strategy.parts import BALANCES, CHANNELS, DIRECTIONS, MARKETS, QUESTIONS
from metrics.words.text import N_, Message, Term, message
from metrics.words.units import Amount, Unit, money

if TYPE_CHECKING:
    from metrics.strategy.capability_facts import Carried
    from metrics.strategy.facts import Followed, Goal


def joined(parts: Sequence[Message]) -> Message:
    """ "a, b, c", set as the language does. ValueError without any."""
    if not parts:
        raise ValueError("nothing to join")
    made = parts[0]
    for part in parts[1:]:
        made = message(N_("{first}, {rest}"), first=made, rest=part)
    return made


def share(per_cent: float) -> Amount:
    """A weight in per cent as an amount."""
    return Amount(per_cent / 100, Unit.SHARE)


def _weighted(weights: Mapping[str, float]) -> list[Message]:
    order = sorted((name for name in DIRECTIONS if weights.get(name)), key=lambda name: -weights[name])
    return [message(N_("{what} {share}"), what=Term(DIRECTIONS[name]), share=share(weights[name])) for name in order]


def priorities(weights: Mapping[str, float]) -> Message:
    """The four directions with their weights, the weightiest first."""
    if not weights:
        return message(N_("The weights of four directions are still open"))
    return message(N_("First {order}"), order=joined(_weighted(weights)))


def brief(questions: Mapping[str, Mapping[str, object]], weights: Mapping[str, float]) -> Message:
    """The strategy in one line: priorities, market, who comes first, channels, best customer and worry."""
    answer = {id: one["answer"] for id, one in questions.items()}
    said = [joined(_weighted(weights))] if weights else []
    if answer["market"]:
        said.append(message(N_("market {market}"), market=Term(MARKETS[str(answer["market"])])))
    if answer["balance"]:
        said.append(message(N_("{balance}"), balance=Term(BALANCES[str(answer["balance"])])))
    if answer["channels"]:
        names = [message(CHANNELS[name]) for name in answer["channels"]]  # type: ignore[attr-defined]
        said.append(message(N_("through {channels}"), channels=joined(names)))
    if answer["valuable"]:
        said.append(message(N_("best customers: {who}"), who=phrase(str(answer["valuable"]))))
    if answer["concern"]:
        said.append(message(N_("worry: {what}"), what=phrase(str(answer["concern"]))))
    if not said:
        return message(N_("No strategy yet: none of the six questions of step 1 has an answer."))
    made = said[0]
    for part in said[1:]:
        made = message(N_("{first}; {rest}"), first=made, rest=part)
    return message(N_("Strategy: {brief}."), brief=made)


def verdict(answered: int, weights: Mapping[str, float], agreeing: int, of: int, *, sponsor: bool) -> Message:
    """What CRM must do first, who agrees, and what is missing."""
    if not weights:
        return message(N_("No priorities yet: {n} of {of} questions are answered."), n=answered, of=len(QUESTIONS))
    first = max(DIRECTIONS, key=lambda name: weights.get(name, 0))
    holes: dict[str, object] = {"what": Term(DIRECTIONS[first]), "share": share(weights[first])}
    if not of:
        return message(N_("First of all, {what}: {share} of the weight. Nobody has been asked yet."), **holes)
    holes |= {"n": agreeing, "of": of}
    if not sponsor:
        text = N_("First of all, {what}: {share} of the weight. {n} of {of} agree, but no sponsor is named.")
        return message(text, **holes)
    return message(N_("First of all, {what}: {share} of the weight. {n} of {of} stakeholders agree."), **holes)


def followed(found: Sequence[Followed]) -> Message:
    """Where the plan's money is farthest from the weights."""
    told = [one for one in found if one.weight is not None and one.share is not None]
    if not told:
        return message(N_("Weights and the worth of levers are needed first"))
    without = [one for one in found if one.weight and not one.levers]
    if without:
        most = max(without, key=lambda one: one.weight or 0)
        text = N_("No lever to {what}, which weighs {share}")
        return message(text, what=Term(DIRECTIONS[most.id]), share=Amount(most.weight or 0, Unit.SHARE))
    far = max(told, key=lambda one: abs((one.share or 0) - (one.weight or 0)))
    if abs((far.share or 0) - (far.weight or 0)) < 0.1:
        return message(N_("The plan's money follows the weights"))
    weight, money_share = Amount(far.weight or 0, Unit.SHARE), Amount(far.share or 0, Unit.SHARE)
    text = N_("{what}: {weight} of the weight, {share} of the money")
    return message(text, what=Term(DIRECTIONS[far.id]), weight=weight, share=money_share)


def stakeholders(agreeing: int, of: int, sponsors: int) -> Message:
    """Who agrees."""
    if not of:
        return message(N_("Nobody is listed yet"))
    if not sponsors:
        return message(N_("{n} of {of} agree, and no sponsor is named"), n=agreeing, of=of)
    return message(N_("{n} of {of} stakeholders agree"), n=agreeing, of=of)


def factors(mean: Mapping[str, float] | None) -> Message:
    """What technology weighs to us, beside GCCRM's weight."""
    if mean is None:
        return message(N_("Nobody has weighed the factors yet"))
    ours, theirs = share(mean["technology"]), share(TECHNOLOGY)
    if mean["technology"] > TECHNOLOGY:
        return message(N_("Technology weighs {ours} to us, above GCCRM's {theirs}"), ours=ours, theirs=theirs)
    return message(N_("Technology weighs {ours} to us, within GCCRM's {theirs}"), ours=ours, theirs=theirs)


def attention(role: str, gaps: Mapping[str, float] | None) -> Message:
    """How much more technology weighs to one role than to all others."""
    if gaps is None:
        return message(N_("Needs answers of this role and of others"))
    points = Amount(gaps["technology"] / 100, Unit.POINTS, signed=True)
    return message(N_("Technology to {role}: {points} against the others"), role=Term(role), points=points)


def conflict(found: Conflict | None) -> Message:
    """Which departments pull farthest apart."""
    if found is None:
        return message(N_("Needs the weights of two departments"))
    a, b, most = found.pairs[0]
    return message(
        N_("{a} and {b} are farthest apart: {most} of 1"), a=phrase(a), b=phrase(b), most=Amount(most, Unit.NUMBER)
    )


def coverage(covered: int, of: int) -> Message:
    """How many roles of CRM have a measure."""
    return message(N_("{n} of {of} roles of CRM have a measure"), n=covered, of=of)


def goals(found: Sequence[Goal]) -> Message:
    """How many goals are reached, failed, open."""
    if not found:
        return message(N_("No goal is planned yet"))
    count = {state: sum(goal.state is state for goal in found) for state in State}
    return message(
        N_("{passed} of {of} goals reached, {failed} failed, {rest} undecided"),
        passed=count[State.PASS],
        of=len(found),
        failed=count[State.FAIL],
        rest=count[State.UNDECIDED],
    )


# Capabilities


def where(score: float | None, peer: float | None, found: Mapping[Position, int], first: Capability | None) -> Message:
    """The page's first sentence: how many are behind, and which gap matters most."""
    if score is None:
        return message(N_("No capability is scored yet, so nobody knows where we are behind."))
    behind, of = found[Position.BEHIND], sum(found.values())
    if first is None:
        return message(N_("Every capability is where it should be: {score} of 5."), score=Amount(score, Unit.NUMBER))
    if peer is None or not of:
        text = N_("We stand at {score} of 5; the gap that matters most: {name}.")
        return message(text, score=Amount(score, Unit.NUMBER), name=phrase(first.name))
    if not behind:
        text = N_("Behind the peers in none of {of}; the gap that matters most: {name}.")
        return message(text, of=of, name=phrase(first.name))
    text = N_("Behind the peers in {n} of {of}; the gap that matters most: {name}.")
    return message(text, n=behind, of=of, name=phrase(first.name))


def ranked(gaps: Sequence[Capability]) -> Message:
    """How few gaps make up half of all weight times gap."""
    total = sum(one.pull or 0 for one in gaps)
    if not total:
        return message(N_("No gap is left between now and target"))
    running, count = 0.0, 0
    for one in gaps:
        running, count = running + (one.pull or 0), count + 1
        if running >= total / 2 - 1e-9:
            break
    return message(N_("{n} of {of} gaps make up half of what is missing"), n=count, of=len(gaps))


def heat(count: Mapping[Position, int]) -> Message:
    """How many are behind, on a par and ahead."""
    if not sum(count.values()):
        return message(N_("No capability is scored beside its peers"))
    return message(
        N_("{behind} behind, {par} on a par, {ahead} ahead"),
        behind=count[Position.BEHIND],
        par=count[Position.PAR],
        ahead=count[Position.AHEAD],
    )


def carried(found: Sequence[Carried]) -> Message:
    """Which lever the gaps point at."""
    if not found:
        return message(N_("No gap to carry to step 3"))
    first = found[0]
    holes = {"name": first.name, "share": Amount(first.share, Unit.SHARE)}
    if first.worth is None:
        return message(N_("{share} of the gaps feed {name}, not sized yet"), **holes)
    return message(N_("{share} of the gaps feed {name}, {worth} a year"), **holes, worth=money(first.worth))
