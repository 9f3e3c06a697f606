"""The strategic brief, in one line for the top of every later step, and the wording that it shares."""

from __future__ import annotations

from collections.abc import Mapping

from metrics.answers.cells import phrase
from metrics.context import Sources
from metrics.strategy.facts import Direction, strategy_answers
from metrics.strategy.parts import BALANCES, CHANNELS, DIRECTIONS, MARKETS
from metrics.words.text import N_, Message, Term, Written, listed, message
from metrics.words.units import Amount, Unit


class Capital(Term):
    """A marked word that begins a line."""

    def render(self, lang: str, currency: str) -> str:
        """With a capital letter, where the language has them."""
        written = super().render(lang, currency)
        return written[:1].upper() + written[1:]


def weighted(weights: Mapping[str, float]) -> Written | str:
    """The directions that have a weight (in per cent), the weightiest first."""
    order = sorted((name for name in DIRECTIONS if weights.get(name)), key=lambda name: -weights[name])
    shares = {Term(DIRECTIONS[name]): Amount(weights[name] / 100, Unit.SHARE) for name in order}
    return listed(message(N_("{what} {share}"), what=what, share=share) for what, share in shares.items())


def apart(direction: Direction) -> Message:
    """A direction whose share of the money is not its weight."""
    weight, share = (Amount(part or 0.0, Unit.SHARE) for part in (direction.weight, direction.share))
    text, what = N_("{what}: {weight} of the weight, {share} of the money"), Capital(DIRECTIONS[direction.id])
    return message(text, what=what, weight=weight, share=share)


def brief(sources: Sources) -> Message:
    """Priorities, market, who comes first, channels, best customer and worry; says so when nothing is answered."""
    answers = strategy_answers(sources)
    answer = {id: question["answer"] for id, question in answers.questions.items()}
    parts: list[Written | str] = [weighted(answers.weights)] if answers.weights else []
    if answer["market"]:
        parts.append(message(N_("market {market}"), market=Term(MARKETS[answer["market"]])))
    if answer["balance"]:
        parts.append(message(N_("{balance}"), balance=Term(BALANCES[answer["balance"]])))
    if answer["channels"]:
        channels = [message(CHANNELS[name]) for name in answer["channels"]]
        parts.append(message(N_("through {channels}"), channels=listed(channels)))
    if answer["valuable"]:
        parts.append(message(N_("best customers: {who}"), who=phrase(answer["valuable"])))
    if answer["concern"]:
        parts.append(message(N_("worry: {what}"), what=phrase(answer["concern"])))
    if not parts:
        return message(N_("No strategy yet: none of the six questions of step 1 has an answer."))
    return message(N_("Strategy: {brief}."), brief=listed(parts, apart=True))
