"""When customers leave, and what drove them: complaints, price letters, silence, the programme.

Everything is drawn whether or not it comes to pass, so that a world without the programme differs only by it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.company import kinds
from data.company.calendar import PRICE_LETTERS, SPAN
from data.company.places import reach
from data.company.traits import Traits
from data.company.world import Block

COMPLAINTS = 0.015  # a month, for average need
UNRESOLVED = 0.35
LETTER_TO = 0.35  # share of customers a price letter goes to
MEMORY = 3  # months a complaint or letter works
SILENCE = 6  # months without contact that count: 180 days
STAYING = np.inf


@dataclass(frozen=True)
class Contacts:
    """What reaches a customer or comes from them, as long as they are there."""

    calls: NDArray[np.int64]  # (customers, months)
    mail: NDArray[np.int64]
    complained: NDArray[np.float64]  # moment within the month, nan when none
    unresolved: NDArray[np.bool_]
    letter: NDArray[np.bool_]  # price rise letter sent


@dataclass(frozen=True)
class Life:
    """How long customers stay."""

    felt: NDArray[np.float64]  # reach of the programme, (customers, months)
    multiplier: NDArray[np.float64]  # of the hazard, (customers, months)
    left: NDArray[np.float64]  # moment of leaving; infinite for those who stay past the recorded future


def contacts(block: Block, traits: Traits) -> Contacts:
    """Calls, mail, complaints and price letters that would come, month by month."""
    n, rng = block.size, block.stream("complaints")
    there = np.floor(traits.joined)[:, None] <= np.arange(SPAN)
    calls = kinds.of("calls")[traits.kind] * traits.need / 12
    calls = calls * np.where(traits.discount, 1 + block.world.effects.discount_service, 1)
    when, unhappy, settled = rng.random((3, n, SPAN))
    letter = np.zeros((n, SPAN), dtype=bool)
    letter[:, PRICE_LETTERS] = block.stream("price letters").random((n, len(PRICE_LETTERS))) < LETTER_TO
    return Contacts(
        calls=block.stream("calls: how many").poisson(calls[:, None] * there),
        mail=block.stream("mail: how many").poisson(traits.mail_rate[:, None] * there),
        complained=np.where(
            there & (unhappy < COMPLAINTS * np.minimum(traits.need, 4)[:, None]), np.arange(SPAN) + when, np.nan
        ),
        unresolved=settled < UNRESOLVED,
        letter=letter & there,
    )


def _recent(event: NDArray[np.bool_], months: int) -> NDArray[np.bool_]:
    """Whether ``event`` happened in one of the ``months`` before each month."""
    seen = np.zeros_like(event)
    for back in range(1, months + 1):
        seen[:, back:] |= event[:, :-back]
    return seen


def multiplier(block: Block, traits: Traits, met: Contacts, felt: NDArray[np.float64]) -> NDArray[np.float64]:
    """What a month's hazard is multiplied by: one factor a driver."""
    effects, months = block.world.effects, np.arange(SPAN)
    complaint = _recent(~np.isnan(met.complained) & met.unresolved, MEMORY)
    letter = _recent(met.letter, MEMORY)
    began = np.maximum(np.floor(traits.joined), 0)[:, None]
    known = months >= began + SILENCE  # coming is a contact; before the data nothing is known
    silent = known & ~_recent((met.calls > 0) | (met.mail > 0), SILENCE)
    factor = (
        (1 + effects.complaint * complaint) * (1 + effects.price_letter * letter) * (1 + effects.no_contact * silent)
    )
    factor = factor * (1 + effects.discount_hazard * traits.discount)[:, None]
    changed: NDArray[np.float64] = factor * (1 + effects.churn_hazard * felt)
    return changed


def _leaves(block: Block, traits: Traits, factor: NDArray[np.float64]) -> NDArray[np.float64]:
    """The moment each customer leaves: month by month, or at the end of a contract year."""
    rng = block.stream("leaving")
    whether, when = rng.random((2, block.size, SPAN))
    month, within = np.floor(traits.joined), traits.joined - np.floor(traits.joined)
    months = np.arange(SPAN)
    since = months - month[:, None]
    ends = (since > 0) & (since % 12 == 0)
    chance = np.where(
        traits.contract[:, None],
        np.where(ends, 1 - (1 - traits.theta[:, None]) ** factor, 0),
        np.where(since > 0, 1 - np.exp(-traits.hazard[:, None] * factor), 0),
    )
    gone = whether < chance
    moment = months + np.where(traits.contract[:, None], within[:, None], when)
    first = gone.argmax(axis=1)
    return np.where(gone.any(axis=1), moment[np.arange(block.size), first], STAYING)


def life(block: Block, traits: Traits, met: Contacts) -> Life:
    """How long the customers of ``block`` stay in this world."""
    felt = reach(traits.region, traits.held_out)
    if not block.world.programme:
        felt = np.zeros_like(felt)
    factor = multiplier(block, traits, met, felt)
    return Life(felt=felt, multiplier=factor, left=_leaves(block, traits, factor))
