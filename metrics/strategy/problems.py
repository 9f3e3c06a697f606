"""The five usual problems of CRM programmes, each in order, there, or not known yet."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.context import Context
from metrics.reading import UndefinedError
from metrics.roadmap.facts import complete
from metrics.roadmap.plan import HEADINGS
from metrics.strategy import facts
from metrics.strategy.brief import apart
from metrics.strategy.capabilities.facts import capability_answers
from metrics.strategy.method import AGREES, TECHNOLOGY, alignment
from metrics.words.text import N_, Message, message
from metrics.words.units import Amount, Unit

ALIGNED = 0.75  # our assumption: from here on the stakeholders count as aligned


@dataclass(frozen=True)
class Light:
    """What is wanted, whether it is so (None: not known yet), and what that is known from."""

    name: str  # a marked text
    passed: bool | None
    note: Message


def lights(context: Context) -> list[Light]:
    """Sponsor, alignment, link to the strategy, bias towards technology, overall plan."""
    answers = facts.strategy_answers(context.sources)
    return [_sponsor(answers), _aligned(answers), _linked(context), _bias(context), _planned(context)]


def _sponsor(answers: facts.StrategyAnswers) -> Light:
    name = N_("A sponsor who agrees")
    if not answers.agreement:
        return Light(name, None, message(N_("no stakeholder is listed")))
    if not answers.sponsors:
        return Light(name, False, message(N_("no sponsor is named")))
    agrees = any((row["agreement"] or 0) >= AGREES for row in answers.sponsors)
    return Light(name, agrees, message(N_("the sponsor agrees") if agrees else N_("the sponsor does not agree yet")))


def _aligned(answers: facts.StrategyAnswers) -> Light:
    name = N_("Stakeholders agree")
    try:
        share = alignment(answers.agreement)
    except UndefinedError as error:
        return Light(name, None, error.reason)
    text = N_("{share} agree; we ask for {least}")
    words = message(text, share=Amount(share, Unit.SHARE), least=Amount(ALIGNED, Unit.SHARE))
    return Light(name, share >= ALIGNED, words)


def _linked(context: Context) -> Light:
    name, directions = N_("Levers follow the strategy"), facts.directions(context)
    if not any(direction.weight for direction in directions):
        return Light(name, None, message(N_("no priorities yet")))
    without = sum(1 for direction in directions if direction.weight and not direction.levers)
    if without:
        return Light(name, False, message(N_("{n} of four directions have no lever"), n=without))
    far = facts.farthest(directions)
    return Light(name, not far, apart(far) if far else message(N_("every direction with a weight has a lever")))


def _bias(context: Context) -> Light:
    name = N_("Capabilities not led by technology")
    weighed = [one for one in capability_answers(context.sources).capabilities if one.weight]
    total = sum(capability.weight or 0.0 for capability in weighed)
    if not total or not any(capability.factor for capability in weighed):
        return Light(name, None, message(N_("no capability has a weight and a factor")))
    share = sum(capability.weight or 0.0 for capability in weighed if capability.factor == "technology") / total
    text = N_("technology has {share} of the weight; GCCRM gives it {least}")
    words = message(text, share=Amount(share, Unit.SHARE), least=Amount(TECHNOLOGY / 100, Unit.SHARE))
    return Light(name, share <= TECHNOLOGY / 100 + 1e-9, words)


def _planned(context: Context) -> Light:
    name = N_("An overall plan")
    try:
        n = complete(context)
    except UndefinedError as error:
        return Light(name, None, error.reason)
    return Light(name, n == len(HEADINGS), message(N_("{n} of 8 headings are complete"), n=n))
