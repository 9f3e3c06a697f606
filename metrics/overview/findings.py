"""The overview in findings: does the CRM pay, what moved the answer, when is the money back, what threatens it?"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from metrics.context import Context
from metrics.drawing.bridge import Item
from metrics.finding import Finding, Table, chart, finding, money, share, word
from metrics.overview import facts
from metrics.returns.facts import payback_range
from metrics.returns.findings_plan import payback_table
from metrics.risk.tornado import Threat
from metrics.words.text import N_, Message, Term, message
from metrics.words.units import Amount, Unit, format_months, span
from metrics.words.units import money as amount

LIKELY = 0.9  # from this chance of a positive NPV on, the answer is a plain yes
TILES = ("programme_npv", "programme_cost", "payback", "realised_share", "proven_share")


def verdict(context: Context) -> Message:
    """Does the CRM pay, and is it proven?"""
    npv, chance = context.read("programme_npv"), context.read("chance_of_profit").value
    proven, over = context.read("proven_share").value, span(context.scenario.months)
    if npv.value is None:
        return message(N_("We cannot say yet. {reason}"), reason=npv.reason)
    if npv.value <= 0:
        return message(N_("No: the programme loses {loss} over {span}."), loss=amount(-npv.value), span=over)
    if chance is not None and chance < LIKELY:
        text = N_("Probably: {npv} net over {span}, with a {chance} chance of a positive result.")
        return message(text, npv=amount(npv.value), span=over, chance=Amount(chance, Unit.SHARE))
    if proven is None:
        text = N_("Yes, the CRM pays: {npv} net over {span}. How much of it has arrived is not measured yet.")
        return message(text, npv=amount(npv.value), span=over)
    text = N_("Yes, the CRM pays: {npv} net over {span}. But only {proven} of what it has delivered is proven.")
    return message(text, npv=amount(npv.value), span=over, proven=Amount(proven, Unit.SHARE))


@finding(N_("What moved net present value since it was approved?"), "programme_npv")
def moved(context: Context) -> Finding:
    """The steps from the approved case, the first version, to now."""
    change = facts.moved(context)
    steps = [(step.label, step.amount) for step in change.steps]
    first = Item(message(N_("Approved, {since}"), since=change.since), change.before, total=True)
    items = [first, *(Item(*step) for step in steps), Item(message(N_("Now")), change.after, total=True)]
    levels = [*itertools.accumulate([change.before, *(step for _label, step in steps)]), change.after]
    rows = list(zip(items, levels, strict=True))
    return Finding(
        question=message(N_("What moved net present value since {since}?"), since=change.since),
        sentence=_moved(steps, change.since),
        table=Table(
            rows,
            word(N_("Item"), lambda row: row[0].label),
            money(N_("Change"), lambda row: None if row[0].total else row[0].value, signed=True),
            money(N_("Level"), lambda row: row[1]),
        ),
        chart=chart("bridge", items=items),
    )


def _moved(steps: Sequence[tuple[Message, float]], since: Message) -> Message:
    lost = sum(step for _label, step in steps if step < 0)
    gained = sum(step for _label, step in steps if step > 0)
    if not lost and not gained:
        return message(N_("Nothing moved since {since}"), since=since)
    if not gained:
        return message(N_("Every change cost: {lost} in all"), lost=amount(-lost))
    if not lost:
        return message(N_("Every change helped: {gained} in all"), gained=amount(gained))
    return message(N_("{lost} was lost; {gained} was gained"), lost=amount(-lost), gained=amount(gained))


@finding(N_("In which month is the money back?"), "payback")
def payback(context: Context) -> Finding:
    """The month the money is back and its range, on the axis of judged zones."""
    reading, months = context.read("payback"), payback_range(context)
    return Finding(
        sentence=reading.reason or _payback_month(reading.known, reading.low),
        table=payback_table(months),
        chart=chart("payback_bands", payback=months, horizon=context.flows.net.size - 1),
    )


def _payback_month(month: float, low: float | None) -> Message:
    """In which month the money is back, against the twelve months usually recommended."""
    if low is not None and low > 12:
        return message(N_("Most likely in month {n}, hardly inside 12"), n=format_months(month))
    return message(N_("Most likely in month {n}"), n=format_months(month))


@finding(N_("Did we get what we promised?"), "realised_share")
def promise(context: Context) -> Finding:
    """What was promised to date beside what has arrived; only the outline while nothing is booked."""
    promised = facts.promised_to_date(context)
    rows = [(N_("promised"), promised), (N_("realised"), None), (N_("proven"), None)]
    return Finding(
        sentence=message(N_("{promised} is promised so far; none is booked"), promised=amount(promised)),
        table=Table(
            rows,
            word("", lambda row: Term(row[0])),
            money(N_("Amount"), lambda row: row[1]),
            share(N_("Share of the promise"), lambda row: None if row[1] is None else row[1] / promised),
        ),
        chart=chart("promised_realised", promised=promised, realised=None, proven=None),
        note=message(N_("needs the table benefit_ledger")),
    )


@finding(N_("What threatens it?"))
def threats(context: Context) -> Finding:
    """What could cost most at the bad end of its range, the worst first, with its owner."""
    worst = facts.threats(context)
    total, unowned = amount(worst[0].loss), sum(not threat.owner for threat in worst)
    sentence = message(N_("The largest could cost {total}; each has an owner"), total=total)
    if unowned:
        sentence = message(N_("The largest could cost {total}; {n} without an owner"), total=total, n=unowned)
    return Finding(
        sentence=sentence,
        table=Table(
            worst,
            word(N_("What"), lambda threat: _what(context, threat)),
            money(N_("Could cost"), "loss"),
            word(N_("Consequence"), _at_bad_end),
            word(N_("Owner"), lambda threat: _owners(threat.owner)),
        ),
    )


def _what(context: Context, threat: Threat) -> Message:
    at = Amount(threat.value, threat.unit)
    return message(N_("{what} at {then}"), what=context.scenario.label(threat.path), then=at)


def _at_bad_end(threat: Threat) -> Message:
    """What is left when the assumption falls to its bad end."""
    now = Amount(threat.now, threat.unit)
    if threat.npv > 0:
        text = N_("Now {now}. At that end {left} of net present value is left.")
        return message(text, now=now, left=amount(threat.npv))
    return message(N_("Now {now}. At that end the programme loses {loss}."), now=now, loss=amount(-threat.npv))


def _owners(names: str) -> Message | None:
    """Who answers for it: one by name, the others as a number; None where nobody does."""
    first, *others = names.split(", ")
    if not others:
        return message("{first}", first=first) if first else None
    if len(others) == 1:
        return message(N_("{first} and one other"), first=first)
    return message(N_("{first} and {n} others"), first=first, n=len(others))
