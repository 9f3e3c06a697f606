"""The four steps of the business case: how far each is, told in one place for the line at the top of each of them."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.case import costs
from metrics.context import Context
from metrics.reading import UndefinedError
from metrics.roadmap import facts as roadmap_facts
from metrics.roadmap.plan import HEADINGS
from metrics.strategy.capabilities.facts import capability_answers
from metrics.strategy.facts import strategy_answers
from metrics.strategy.parts import QUESTIONS
from metrics.words.text import N_, Message, message


@dataclass(frozen=True)
class Step:
    """One step: its page, whether nothing is left open in it, how far it is in words, and that as a share."""

    page: str
    done: bool
    count: Message | None
    share: float  # of what it asks for, 0 to 1


def steps(context: Context, spent: costs.Forgotten | None = None) -> list[Step]:
    """The steps in their order. ``spent``: the costs still open where they are known already."""
    return [strategy(context), capabilities(context), benefit_model(context, spent), roadmap(context)]


def strategy(context: Context) -> Step:
    """Six questions."""
    done = len(strategy_answers(context.sources).answered)
    words = message(N_("{n} of {of} answered"), n=done, of=len(QUESTIONS))
    return Step("strategy", done == len(QUESTIONS), words, done / len(QUESTIONS))


def capabilities(context: Context) -> Step:
    """Capabilities scored, of those listed."""
    answers = capability_answers(context.sources)
    n, of = answers.scored, len(answers.capabilities)
    if not of:
        return Step("capabilities", False, None, 0.0)
    words = message(N_("{n} scored"), n=n) if n == of else message(N_("{n} of {of} scored"), n=n, of=of)
    return Step("capabilities", n == of, words, n / of)


def benefit_model(context: Context, spent: costs.Forgotten | None = None) -> Step:
    """Usual costs that are not empty."""
    found = spent or costs.forgotten(costs.cost_rows(context))
    n = len(found.names)
    text = N_("{n} cost open") if n == 1 else N_("{n} costs open")
    return Step("benefit_model", not n, message(text, n=n) if n else None, 1 - n / found.of if found.of else 1.0)


def roadmap(context: Context) -> Step:
    """Headings of the plan that are complete, of eight."""
    try:
        n, of = roadmap_facts.complete(context), len(HEADINGS)
    except UndefinedError:
        return Step("roadmap", False, None, 0.0)
    return Step("roadmap", n == of, message(N_("{n} of {of} headings"), n=n, of=of), n / of)
