"""The sentences of the tabs of return and risk. A sentence that would not be true is not made."""

from __future__ import annotations

from collections.abc import Sequence

from metrics.programme.financing import Option
from metrics.programme.gauges import CostRatio
from metrics.returns.tabs import BAND_NAMES, PORTION_NAMES, WAY_NAMES, Banded, Paid, Split
from metrics.risk.importance import Importance
from metrics.words.text import N_, Message, Term, message
from metrics.words.units import Amount, Unit, format_months, money


def paid(found: Paid) -> Message:
    """When the money is back, from approval and from first use."""
    live = found.from_live(found.simple)
    if found.simple is None or live is None:
        return found.reason or message(N_("not paid back"))
    return message(
        N_("Back {n} months after approval, {live} after first use"),
        n=format_months(found.simple),
        live=format_months(live),
    )


def owned(paid: float, months: int) -> Message:
    """What owning it costs."""
    return message(N_("{paid} is paid over {n} months"), paid=money(paid), n=months)


def banded(found: Banded) -> Message:
    """Our band."""
    return message(
        N_("Ours, {roi}, lies in the band {band}"), roi=Amount(found.roi, Unit.SHARE), band=Term(BAND_NAMES[found.band])
    )


def split(found: Split) -> Message:
    """Where our benefit lies furthest from the published split."""
    part = max(found.theirs, key=lambda name: abs(found.ours[name] - found.theirs[name]))
    more = found.ours[part] > found.theirs[part]
    text = (
        N_("More of ours comes from {part} than published")
        if more
        else N_("Less of ours comes from {part} than published")
    )
    return message(text, part=Term(PORTION_NAMES[part]))


def ratio(found: CostRatio, most: float) -> Message:
    """Cost against benefit and against profit, and the line of 75 %: over in either reading is told as over."""
    if found.of_benefit is None:
        return message(N_("There is no benefit to hold the cost against"))
    benefit = Amount(found.of_benefit, Unit.SHARE)
    if found.of_benefit >= most:
        return message(N_("Cost is {share} of the benefit, over the line"), share=benefit)
    if found.of_profit is None or found.of_profit >= most:
        return message(N_("{share} of the benefit, but over the line of profit"), share=benefit)
    profit = Amount(found.of_profit, Unit.SHARE)
    return message(N_("{share} of the benefit, {profit} of the profit: both fine"), share=benefit, profit=profit)


def managed(share: float, most: float) -> Message:
    """Managing the plan and the line of 30 %."""
    text = (
        N_("{share} of the cost manages the plan, below the line")
        if share < most
        else N_("{share} of the cost manages the plan, over the line")
    )
    return message(text, share=Amount(share, Unit.SHARE))


def weighed(found: Importance, label: Message) -> Message:
    """What explains most of the uncertainty."""
    return message(
        N_("{what} explains {share} of the uncertainty"), what=label, share=Amount(found.parts[0].share, Unit.SHARE)
    )


def financed(found: Sequence[Option]) -> Message:
    """Which way leaves most, and which ties up least."""
    best = Term(WAY_NAMES[max(found, key=lambda option: option.npv).way])
    least = Term(WAY_NAMES[max(found, key=lambda option: option.peak).way])
    if best == least:
        return message(N_("Most is left with {way}, and least tied up"), way=best)
    return message(N_("Most is left with {way}, least tied up with {other}"), way=best, other=least)
