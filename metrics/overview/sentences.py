"""The sentences above pages and charts, computed from readings. A sentence that would not be true is not made.

Answer first, money or time second, what weakens it third; present tense, no praise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from metrics.reading import Reading
from metrics.words.text import N_, Message, Term, message
from metrics.words.units import Amount, Unit, format_months, money, span

LIKELY = 0.9  # from this chance of a positive NPV on, the answer is a plain yes


def _value(readings: Mapping[str, Reading], id: str) -> float | None:
    return readings[id].value if id in readings else None


def verdict(readings: Mapping[str, Reading], months: int) -> Message:
    """Does the CRM pay, and is it proven? From programme_npv, chance_of_profit and proven_share."""
    npv = readings["programme_npv"]
    if npv.value is None:
        return message(N_("We cannot say yet. {reason}"), reason=npv.reason)
    if npv.value <= 0:
        return message(N_("No: the programme loses {loss} over {span}."), loss=money(-npv.value), span=span(months))
    chance = _value(readings, "chance_of_profit")
    if chance is not None and chance < LIKELY:
        return message(
            N_("Probably: {npv} net over {span}, with a {chance} chance of a positive result."),
            npv=money(npv.value),
            span=span(months),
            chance=Amount(chance, Unit.SHARE),
        )
    proven = _value(readings, "proven_share")
    if proven is None:
        return message(
            N_("Yes, the CRM pays: {npv} net over {span}. How much of it has arrived is not measured yet."),
            npv=money(npv.value),
            span=span(months),
        )
    return message(
        N_("Yes, the CRM pays: {npv} net over {span}. But only {proven} of what it has delivered is proven."),
        npv=money(npv.value),
        span=span(months),
        proven=Amount(proven, Unit.SHARE),
    )


def bridge(steps: Sequence[tuple[Message, float]], since: str) -> Message:
    """What moved the net present value: (what, by how much)."""
    lost = sum(amount for _, amount in steps if amount < 0)
    gained = sum(amount for _, amount in steps if amount > 0)
    if not lost and not gained:
        return message(N_("Nothing moved since {since}"), since=since)
    if not gained:
        return message(N_("Every change cost: {lost} in all"), lost=money(-lost))
    if not lost:
        return message(N_("Every change helped: {gained} in all"), gained=money(gained))
    return message(N_("{lost} was lost; {gained} was gained"), lost=money(-lost), gained=money(gained))


def payback_month(reading: Reading) -> Message:
    """In which month the money is back, against the twelve months that the sources recommend."""
    if reading.value is None:
        return reading.reason or message(N_("No payback is known"))
    if reading.low is not None and reading.low > 12:
        return message(N_("Most likely in month {n}, hardly inside 12"), n=format_months(reading.value))
    return message(N_("Most likely in month {n}"), n=format_months(reading.value))


def realised(promised: float | None, arrived: float | None) -> Message:
    """How much of what was promised has arrived. ``arrived`` is None until a ledger is kept."""
    if promised is None:
        return message(N_("Nothing has been promised yet"))
    if arrived is None:
        return message(N_("{promised} is promised so far; none is booked"), promised=money(promised))
    return message(N_("{arrived} of {promised} promised has arrived"), arrived=money(arrived), promised=money(promised))


def threats(losses: Sequence[float], unowned: int) -> Message:
    """What the largest threats could cost, and whether somebody looks after them."""
    if not losses:
        return message(N_("No assumption has a range yet, so no threat can be sized"))
    total = money(-min(losses))
    if unowned:
        return message(N_("The largest could cost {total}; {n} without an owner"), total=total, n=unowned)
    return message(N_("The largest could cost {total}; each has an owner"), total=total)


def at_bad_end(now: Amount, npv: float) -> Message:
    """What is left when one assumption, now at ``now``, falls to its bad end."""
    if npv > 0:
        return message(N_("Now {now}. At that end {left} of net present value is left."), now=now, left=money(npv))
    return message(N_("Now {now}. At that end the programme loses {loss}."), now=now, loss=money(-npv))


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


def customer_value(readings: Mapping[str, Reading], basis: str, months: int) -> Message:
    """What the customers are worth and how it is spread. ``basis``: a marked word, contribution, margin or revenue."""
    total, top = readings["customer_value"], _value(readings, "top_fifth_share")
    if total.value is None:
        return message(N_("We cannot say what customers are worth. {reason}"), reason=total.reason)
    worth = message(
        N_("The base is worth {low} to {high} over {span}."),
        low=money(total.low if total.low is not None else total.value),
        high=money(total.high if total.high is not None else total.value),
        span=span(months),
    )
    if top is None:
        return worth
    return message(
        N_("A fifth of customers bring {share} of the {basis}. {worth}"),
        share=Amount(top, Unit.SHARE),
        basis=Term(basis),
        worth=worth,
    )


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
