"""The sentences above the pictures of the customer value page, computed from what the report tells."""

from __future__ import annotations

from collections.abc import Sequence

from metrics.customers.buyers import Concentrated, Tenth
from metrics.customers.model_card import MODELS, Card
from metrics.value.attention import Attention
from metrics.value.customer import Customer
from metrics.words.text import N_, Message, Term, message
from metrics.words.units import Amount, Unit, money


def concentration(found: Concentrated) -> Message:
    """What losing the best hundredth of customers would cost."""
    if found.reason is not None:
        return message(N_("Too little to tell who brings most"))
    text = N_("Losing the best 1% would cost {share} of {basis}")
    return message(text, share=Amount(found.best_hundredth, Unit.SHARE), basis=Term(found.word))


def classes(found: Concentrated) -> Message:
    """How few are A customers."""
    a, everybody = found.classes[0], sum(group.customers for group in found.classes)
    total = sum(group.money for group in found.classes)
    return message(
        N_("{n} A customers, {heads} of all, bring {money}"),
        n=Amount(a.customers, Unit.CUSTOMERS),
        heads=Amount(a.customers / everybody, Unit.SHARE),
        money=Amount(a.money / total, Unit.SHARE),
    )


def tenths(found: Sequence[Tenth]) -> Message:
    """What one customer of the best tenth is worth, and how far off that may be."""
    if not found:
        return message(N_("No customer can be given a worth yet"))
    best = found[0]
    if best.low is None or best.high is None:
        return message(N_("The top tenth is worth {each} each"), each=money(best.value))
    within = max(best.high - best.value, best.value - best.low)
    return message(N_("The top tenth is worth {each} each, within {off}"), each=money(best.value), off=money(within))


def attention(found: Attention) -> Message:
    """How many bring little and are expected to bring much."""
    if found.reason is not None:
        return message(N_("Too few to compare"))
    few = found.develop
    if not few.customers:
        return message(N_("Nobody earns little and promises much"))
    count = Amount(few.customers, Unit.CUSTOMERS)
    if few.next > few.now > 0:
        return message(
            N_("{n} customers brought {now}, could bring {ahead}"), n=count, now=money(few.now), ahead=money(few.next)
        )
    return message(N_("{n} customers earn little and could earn more"), n=count)


def customer(found: Customer | None) -> Message:
    """What one customer is expected to bring next to what they brought."""
    if found is None:
        return message(N_("No customer is chosen"))
    if found.next is None:
        return message(N_("{name}: {now} in the last year"), name=found.called, now=money(found.now))
    text = N_("{name}: {now} last year, {ahead} expected")
    return message(text, name=found.called, ahead=money(found.next), now=money(found.now))


def model(found: Card) -> Message:
    """How far the latest back-test was off, and over how many weeks."""
    if found.error is None or found.weeks is None:
        return message(N_("No forecast has been checked yet"))
    off, weeks = Amount(abs(found.error), Unit.SHARE), len(found.weeks.model)
    if abs(found.error) < 0.005:
        return message(N_("Back-test: right within 0.5% over {n} held-out weeks"), n=weeks)
    text = (
        N_("Back-test: {off} too high over {n} held-out weeks")
        if found.error > 0
        else N_("Back-test: {off} too low over {n} held-out weeks")
    )
    return message(text, off=off, n=weeks)


def rivals(found: Card) -> Message:
    """What the champion is better than: the next model, and the best guess without one."""
    others = [rival for rival in found.rivals if rival.id != found.champion]
    naive = [rival for rival in others if rival.id.startswith("naive")]
    if not naive or found.champion is None:
        return message(N_("No other model has been tried"))
    best = min(naive, key=lambda rival: rival.loss)
    champion = next(rival for rival in found.rivals if rival.id == found.champion)
    if champion.ranking is None or best.ranking is None or champion.id.startswith("naive"):
        return message(N_("Best of {n} models: {name}"), n=len(found.rivals), name=Term(MODELS[champion.id]))
    return (
        message(
            N_("Ranks customers better than a guess: {ours} against {theirs}"),
            ours=Amount(champion.ranking, Unit.NUMBER),
            theirs=Amount(best.ranking, Unit.NUMBER),
        )
        if champion.ranking > best.ranking
        else message(N_("Ranks customers no better than a guess"))
    )


def calibration(found: Card) -> Message:
    """By how much said and happened differ, over groups of customers."""
    if found.calibration_error is None:
        return message(N_("No probability has been checked yet"))
    off = Amount(found.calibration_error, Unit.POINTS)
    return message(N_("Said and happened differ by {off} on average"), off=off)


def opinions(found: Card) -> Message:
    """Whether lifetimes finds the same parameters on the same rows."""
    known = [opinion.difference for opinion in found.opinions if opinion.difference is not None]
    if not known:
        return message(N_("lifetimes could not be asked"))
    if max(known) < 1e-3:
        return message(N_("lifetimes finds the same parameters"))
    return message(N_("lifetimes differs by up to {far}"), far=Amount(max(known), Unit.SHARE))
