"""The four steps of the business case: how far each is, told in one place for the line at the top of each of them."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.case import costs
from metrics.context import Context
from metrics.reading import UndefinedError
from metrics.roadmap import facts
from metrics.roadmap.plan import HEADINGS
from metrics.scenario.source_case import is_case
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
    """The steps in their order; of a case from the sources only its benefit model has anything.

    ``spent``: the costs still open where they are known already.
    """
    if is_case(context.scenario):
        others = (Step(page, False, message(N_("none in this case")), 0.0) for page in ("strategy", "capabilities"))
        model = Step("benefit_model", True, None, 1.0)  # what its source tells is all there is
        return [*others, model, Step("roadmap", False, message(N_("none in this case")), 0.0)]
    return [_strategy(context), _capabilities(context), _benefit_model(context, spent), _roadmap(context)]


def _counted(page: str, n: int, of: int, text: str) -> Step:
    return Step(page, n == of, message(text, n=n, of=of), n / of)


def _strategy(context: Context) -> Step:
    """Six questions."""
    answered = strategy_answers(context.sources).answered
    return _counted("strategy", len(answered), len(QUESTIONS), N_("{n} of {of} answered"))


def _capabilities(context: Context) -> Step:
    """Capabilities scored, of those listed."""
    answers = capability_answers(context.sources)
    n, of = answers.scored, len(answers.capabilities)
    if not of:
        return Step("capabilities", False, None, 0.0)
    if n == of:
        return Step("capabilities", True, message(N_("{n} scored"), n=n), 1.0)
    return _counted("capabilities", n, of, N_("{n} of {of} scored"))


def _benefit_model(context: Context, spent: costs.Forgotten | None) -> Step:
    """Usual costs that are not empty."""
    forgotten = spent or costs.forgotten(costs.cost_rows(context))
    n = len(forgotten.names)
    text = N_("{n} cost open") if n == 1 else N_("{n} costs open")
    share = 1 - n / forgotten.of if forgotten.of else 1.0
    return Step("benefit_model", not n, message(text, n=n) if n else None, share)


def _roadmap(context: Context) -> Step:
    """Headings of the plan that are complete, of eight."""
    try:
        return _counted("roadmap", facts.complete(context), len(HEADINGS), N_("{n} of {of} headings"))
    except UndefinedError:
        return Step("roadmap", False, None, 0.0)
