"""The five usual problems of CRM programmes, each in order, there, or not known yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from metrics.context import Context
from metrics.programme import benefits
from metrics.reading import UndefinedError
from metrics.roadmap.facts import complete
from metrics.roadmap.plan import HEADINGS
from metrics.strategy.brief import apart
from metrics.strategy.capabilities.facts import capability_answers
from metrics.strategy.facts import directions, farthest, strategy_answers
from metrics.strategy.method import AGREES, alignment
from metrics.words.text import N_, Message, message
from metrics.words.units import Amount, Unit

ALIGNED = 0.75  # our assumption: from here on the stakeholders count as aligned
Judged = tuple[bool, Message]  # whether it is so, and what that is known from
Judge = Callable[[Context], Judged]


@dataclass(frozen=True)
class Light:
    """What is wanted, whether it is so (None: not known yet), and what that is known from."""

    name: str  # a marked text
    passed: bool | None
    note: Message


def lights(context: Context) -> list[Light]:
    """Sponsor, alignment, link to the strategy, return before capabilities, overall plan."""
    return [_light(context, name, judge) for name, judge in JUDGES.items()]


def _light(context: Context, name: str, judge: Judge) -> Light:
    try:
        return Light(name, *judge(context))
    except UndefinedError as error:
        return Light(name, None, error.reason)


def _sponsor(context: Context) -> Judged:
    answers = strategy_answers(context.sources)
    if not answers.agreement:
        raise UndefinedError(message(N_("no stakeholder is listed")))
    if not answers.sponsors:
        return False, message(N_("no sponsor is named"))
    agrees = any((row["agreement"] or 0) >= AGREES for row in answers.sponsors)
    return agrees, message(N_("the sponsor agrees") if agrees else N_("the sponsor does not agree yet"))


def _aligned(context: Context) -> Judged:
    share, text = alignment(strategy_answers(context.sources).agreement), N_("{share} agree; we ask for {least}")
    return share >= ALIGNED, message(text, share=Amount(share, Unit.SHARE), least=Amount(ALIGNED, Unit.SHARE))


def _linked(context: Context) -> Judged:
    weighed = [direction for direction in directions(context) if direction.weight]
    if not weighed:
        raise UndefinedError(message(N_("no priorities yet")))
    if without := sum(not direction.levers for direction in weighed):
        return False, message(N_("{n} of four directions have no lever"), n=without)
    far = farthest(directions(context))
    return not far, apart(far) if far else message(N_("every direction with a weight has a lever"))


def _return(context: Context) -> Judged:
    """Whether every capability that is behind has a lever with a benefit that somebody answers for."""
    behind = capability_answers(context.sources).gaps
    if not behind:
        raise UndefinedError(message(N_("no capability is scored below its target")))
    worth = benefits.yearly_worth(context.flows)
    owned = {lever.kind for lever in context.scenario.levers if worth.get(lever.id) and lever.target.owner}
    without = sum(capability.lever not in owned for capability in behind)
    text = N_("{n} of {of} capabilities to be built have no lever with a benefit and an owner")
    if not without:
        return True, message(
            N_("each of {n} capabilities to be built has a lever, a benefit and an owner"), n=len(behind)
        )
    return False, message(text, n=without, of=len(behind))


def _planned(context: Context) -> Judged:
    n = complete(context)
    return n == len(HEADINGS), message(N_("{n} of 8 headings are complete"), n=n)


JUDGES: Mapping[str, Judge] = {
    N_("A sponsor who agrees"): _sponsor,
    N_("Stakeholders agree"): _aligned,
    N_("Levers follow the strategy"): _linked,
    N_("Capabilities built for a return"): _return,
    N_("An overall plan"): _planned,
}
