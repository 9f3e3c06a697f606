"""Sentences of the business case, computed from what is in it. One that would not be true is not made."""

from __future__ import annotations

from collections.abc import Sequence

from metrics.words.text import N_, Message, message
from metrics.words.units import Amount, Unit, format_months, money, span


def levers(worth: Sequence[tuple[Message, float]], late: int | None = None) -> Message:
    """What all levers are worth a year at full effect, and where most of it comes from.

    ``late``: the horizon in months, when some lever moves but none reaches full effect within it.
    """
    total = sum(amount for _, amount in worth)
    if not worth and late is not None:
        return message(N_("No lever reaches its full effect within {span}."), span=span(late))
    if not worth or not any(amount for _, amount in worth):
        return message(N_("No lever claims a benefit yet: set a target beside a baseline."))
    name, largest = max(worth, key=lambda row: row[1])
    if total <= 0 or largest <= 0:
        return message(N_("The levers cost {total} a year at full effect."), total=money(-total))
    if len(worth) == 1:
        return message(N_("One lever is worth {total} a year at full effect: {name}."), total=money(total), name=name)
    return message(
        N_("{n} levers are worth {total} a year at full effect, {share} of it from {name}."),
        n=len(worth),
        total=money(total),
        share=part(largest / total),
        name=name,
    )


def part(share: float) -> Message:
    """A share in words where one fits within two points: a half, a third; else in per cent."""
    plain = {1 / 4: N_("a quarter"), 1 / 3: N_("a third"), 1 / 2: N_("half"), 2 / 3: N_("two thirds")}
    for size, words in plain.items():
        if abs(share - size) < 0.02:
            return message(words)
    return message("{share}", share=Amount(share, Unit.SHARE))


def cumulative_cash(trough: float, month: int, back: float | None) -> Message:
    """The deepest point of the cumulative cash flow, and when it is whole again."""
    if trough >= 0:
        return message(N_("No money is out at any time"))
    if back is None:
        return message(N_("{out} out by month {month}, never whole again"), out=money(-trough), month=month)
    return message(
        N_("{out} out in month {month}, whole again in month {back}"),
        out=money(-trough),
        month=month,
        back=format_months(back),
    )


def gap_closed(shares: Sequence[float]) -> Message:
    """How much of the way from baseline to benchmark the plan goes, over all levers with a benchmark."""
    if not shares:
        return message(N_("No benchmark is entered yet"))
    return message(N_("The plan closes {share} of the gap"), share=Amount(sum(shares) / len(shares), Unit.SHARE))


def costs(once: float, yearly: float, empty: int) -> Message:
    """What the programme costs once and a year, and whether usual items are still empty."""
    if not once and not yearly:
        return message(N_("No cost is entered yet"))
    paid = message(N_("{once} once and {yearly} a year"), once=money(once), yearly=money(yearly))
    if not empty:
        return paid
    return message(N_("{paid}; {n} still empty"), paid=paid, n=empty)


def rate_edge(rate: float, roots: Sequence[float], value: float) -> Message:
    """How far the discount rate is from the rates at which the net present value is zero."""
    ours = Amount(rate, Unit.RATE)
    if len(roots) > 1:
        return message(N_("{n} rates of return fit: go by net present value"), n=len(roots))
    if not roots:
        return message(N_("No rate of return: it pays at every rate") if value > 0 else N_("It pays at no rate"))
    edge = Amount(roots[0], Unit.RATE)
    if value > 0:
        return message(N_("It pays at any rate below {edge}; ours is {ours}"), edge=edge, ours=ours)
    if roots[0] <= 0:
        return message(N_("It pays at no rate above zero; ours is {ours}"), ours=ours)
    return message(N_("It would pay below {edge}; our rate is {ours}"), edge=edge, ours=ours)


def opinions(far: float, picked: bool) -> Message:
    """Whether another library finds the same; ``far``: largest relative difference, ``picked``: one root of many."""
    if picked:
        return message(N_("numpy-financial names one of several rates"))
    if far < 1e-6:
        return message(N_("numpy-financial finds the same"))
    return message(N_("numpy-financial differs by up to {far}"), far=Amount(far, Unit.SHARE))


def parts(found: Sequence[tuple[Message, float]]) -> Message:
    """What adds most to the net present value, and what takes most from it."""
    best, worst = max(found, key=lambda row: row[1]), min(found, key=lambda row: row[1])
    if worst[1] >= 0:
        return message(N_("{best} adds most: {amount}"), best=best[0], amount=money(best[1]))
    return message(
        N_("{best} adds {amount}; {worst} takes {loss}"),
        best=best[0],
        amount=money(best[1]),
        worst=worst[0],
        loss=money(-worst[1]),
    )
