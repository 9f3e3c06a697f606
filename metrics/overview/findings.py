"""The overview in findings: does the CRM pay, what moved the answer, when is the money back, what threatens it?"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date

from metrics.context import Context
from metrics.drawing.bridge import Item
from metrics.finding import Finding, Table, chart, finding, money, share, word
from metrics.overview import cases, facts
from metrics.programme.forward import valued_on
from metrics.reading import Reading, UndefinedError
from metrics.realised import findings as realised
from metrics.realised.facts import due as due_on_actuals
from metrics.returns.facts import due, out_again, payback_range
from metrics.returns.figures import PaybackSpread, chance, draws, payback_spread
from metrics.returns.findings_plan import payback_table
from metrics.risk.simulation import Estimate
from metrics.risk.tornado import Threat
from metrics.words.text import N_, Message, Term, message, together
from metrics.words.units import Amount, Day, Month, Unit, format_months, span
from metrics.words.units import money as amount

# The word for a chance of a positive NPV, from each step up.
WORDS = (
    (0.9, N_("Expected to pay")),
    (0.7, N_("Probably expected to pay")),
    (0.3, N_("Open whether it pays")),
    (0.1, N_("Probably not expected to pay")),
    (-1.0, N_("Not expected to pay")),
)
PAYS = N_("It pays")
APART = 0.1  # plan and median are both named from this difference on, relative to the larger
TILES = ("programme_npv", "programme_cost", "payback", "realised_share", "proven_share")


def verdict(context: Context) -> Message:
    """Is the CRM expected to pay, and is it proven?"""
    npv, proven = context.read("programme_npv"), context.read("proven_share").value
    if npv.value is None:
        return message(N_("We cannot say yet. {reason}"), reason=npv.reason)
    over = span(context.scenario.months)
    try:
        drawn, positive = draws(context), chance(context)
    except UndefinedError:
        text = N_("On the plan's figures: NPV {npv} over {span}; uncertainty not entered.")
        return message(text, npv=amount(npv.value), span=over)
    covered = _covered(context)
    return together(_verdict(npv.value, drawn.percentile(0.5).value, positive, over, covered=covered), _proof(proven))


def _covered(context: Context) -> bool:
    """Whether what is proven covers what was spent to date: only then it pays, and is not only expected to."""
    proven, cost = context.read("proven_benefit").value, context.read("cost_to_date").value
    return proven is not None and cost is not None and proven >= cost > 0


def _verdict(npv: float, median: float, chance: Estimate, over: Message, *, covered: bool = False) -> Message:
    """The word for the chance, the plan beside the median simulation where they differ, and the chance itself."""
    known = {
        "word": Term(_word(chance, covered=covered)),
        "npv": amount(npv),
        "span": over,
        "chance": Amount(chance.value, Unit.SHARE),
    }
    if abs(npv - median) < APART * max(abs(npv), abs(median)):
        return message(N_("{word}: latest estimate NPV {npv} over {span}, {chance} likely positive."), **known)
    text = N_("{word}: latest estimate NPV {npv}, median simulation {median} over {span}, {chance} likely positive.")
    return message(text, median=amount(median), **known)


def valued(context: Context) -> Message:
    """The date of the present values."""
    return message(N_("at {day}"), day=Day(valued_on(context.scenario.month0)))


@finding(N_("What is it worth, and as of when?"), "programme_npv")
def worth(context: Context) -> Finding:
    """As first approved, as estimated now, and from today on; the way from the second to the third."""
    found, monthly = cases.cases(context), cases.monthly_rate(context)
    approved = N_("Approved") if found.signed else N_("First version")
    rows: list[tuple[str, float | None, date]] = [
        (approved, found.approved, found.approved_on),
        (N_("Latest estimate"), found.latest, found.latest_on),
    ]
    steps = [Item(message(N_("Latest estimate")), found.latest, total=True)]
    if found.ahead is not None:
        today, choices = found.ahead.today, found.ahead.forward
        rows += [(N_("Go-forward"), choices.going_on, today), (N_("Stop now"), choices.stopping, today)]
        steps += [
            Item(message(N_("Passage of time at the discount rate")), found.passage(monthly)),
            Item(message(N_("Planned to date, taken out")), found.to_date(monthly)),
            Item(message(N_("Go-forward")), choices.going_on, total=True),
        ]
    return Finding(
        sentence=_worth(found),
        table=Table(
            rows,
            word(N_("Case"), lambda row: Term(row[0])),
            money(N_("Net present value"), lambda row: row[1]),
            word(N_("Valued at"), lambda row: Day(row[2])),
        ),
        chart=chart("bridge", items=steps) if found.ahead is not None else None,
    )


def _worth(found: cases.Cases) -> Message:
    """The latest estimate with its date, and what going on is worth against stopping."""
    latest, on = amount(found.latest), Day(found.latest_on)
    if found.ahead is None:
        return message(N_("Latest estimate {latest} at {on}; the plan does not run today"), latest=latest, on=on)
    choices, today = found.ahead.forward, Day(found.ahead.today)
    text = N_("From {today} on, going on is worth {going}, stopping {stopping}; latest estimate {latest} at {on}")
    return message(
        text, today=today, going=amount(choices.going_on), stopping=amount(choices.stopping), latest=latest, on=on
    )


def _word(chance: Estimate, *, covered: bool = False) -> str:
    """The word for a chance; it pays where what is proven covers the cost to date.

    Where its sampling error reaches over a step, the weaker of the two words.
    """
    low, high = chance.value - chance.error, chance.value + chance.error
    if covered and chance.value >= WORDS[0][0]:
        return PAYS
    toward_open = max(low, 0.5) if chance.value >= 0.5 else min(high, 0.5)
    return next(word for step, word in WORDS if toward_open >= step)


def _proof(proven: float | None) -> Message:
    if proven is None:
        return message(N_("Nothing is proven yet."))
    return message(N_("{proven} of the realised benefit is proven."), proven=Amount(proven, Unit.SHARE))


@finding(N_("What moved net present value since the first version?"), "programme_npv")
def moved(context: Context) -> Finding:
    """The steps from the first version to now; it is called approved only when somebody approved it."""
    change = facts.moved(context)
    steps = [(step.label, step.amount) for step in change.steps]
    start = N_("Approved, {since}") if change.approved else N_("First version, {since}")
    first = Item(message(start, since=change.since), change.before, total=True)
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
        return message(N_("Every change lowered NPV: {lost} in all"), lost=amount(-lost))
    if not lost:
        return message(N_("Every change raised NPV: {gained} in all"), gained=amount(gained))
    return message(
        N_("Changes lowered NPV by {lost} and raised it by {gained}"), lost=amount(-lost), gained=amount(gained)
    )


@finding(N_("When does the programme pay back?"), "payback")
def payback(context: Context) -> Finding:
    """The month the money is back and its range, on the axis of zones."""
    reading, months = context.read("payback"), payback_range(context)
    horizon = context.flows.net.size - 1
    return Finding(
        sentence=reading.reason or _payback_month(context, reading.known, payback_spread(context), horizon),
        table=payback_table(months),
        chart=chart("payback_bands", payback=months, horizon=horizon),
        note=None if reading.value is None else out_again(context),
    )


def _payback_month(context: Context, month: float, drawn: PaybackSpread | None, horizon: int) -> Message:
    """The month of the plan, the median simulation, the range, and how often it never comes.

    A month that is over is told as due: whether it was met, only realised benefit can tell.
    """
    calendar, past = due(context, month)
    if past is not None:
        return past
    return _payback_ahead(month, calendar, drawn, horizon)


def _payback_ahead(month: float, calendar: Month, drawn: PaybackSpread | None, horizon: int) -> Message:
    planned = message(N_("{n} ({month})"), n=format_months(month), month=calendar)
    if drawn is None:
        return message(N_("Month {n} in the plan; uncertainty not entered"), n=planned)
    late = message(N_("later than {n}"), n=horizon)
    low, median, high = (late if end is None else format_months(end) for end in (drawn.low, drawn.median, drawn.high))
    text = N_("Month {n} in the plan, {median} in the median simulation (P10 to P90: {low} to {high})")
    if drawn.never:
        text = N_(
            "Month {n} in the plan, {median} in the median simulation (P10 to P90: {low} to {high}); {never} of "
            "simulations do not pay back within {horizon} months"
        )
    never = Amount(drawn.never, Unit.SHARE)
    return message(text, n=planned, median=median, low=low, high=high, never=never, horizon=horizon)


@finding(N_("Did we get what we promised?"), "realised_share")
def promise(context: Context) -> Finding:
    """What was promised to date beside what has arrived; only the outline while nothing is booked."""
    promised = context.value("promised_benefit")
    have, proven = context.read("realised_benefit"), context.read("proven_benefit").value
    rows = [(N_("promised"), promised), (N_("realised"), have.value), (N_("proven"), proven)]
    return Finding(
        sentence=_kept(context, promised, have),
        table=Table(
            rows,
            word("", lambda row: Term(row[0])),
            money(N_("Amount"), lambda row: row[1]),
            share(N_("Share of the promise"), lambda row: None if row[1] is None else row[1] / promised),
        ),
        chart=chart("promised_realised", promised=promised, realised=have.value, proven=proven),
        note=have.reason,
    )


def _kept(context: Context, promised: float, have: Reading) -> Message:
    """What is realised of the promise and when the money came back on actual figures."""
    if have.value is None:
        return message(N_("{promised} was promised to date; no benefit is realised yet"), promised=amount(promised))
    text = N_("{share} of the {promised} promised to date is realised")
    told = message(text, share=Amount(have.value / promised, Unit.SHARE), promised=amount(promised))
    try:
        return message("{told}. {due}", told=told, due=realised.payback_sentence(context, due_on_actuals(context)))
    except UndefinedError:
        return told


@finding(N_("What are the largest risks?"))
def threats(context: Context) -> Finding:
    """What could cost most at the bad end of its range, the worst first, with its owner."""
    worst = facts.threats(context)
    total, unowned = amount(worst[0].loss), sum(not threat.owner for threat in worst)
    sentence = message(N_("The largest could lower NPV by {total}; each has an owner"), total=total)
    if unowned:
        sentence = message(N_("The largest could lower NPV by {total}; {n} without an owner"), total=total, n=unowned)
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
        text = N_("Now {now}. In its downside case NPV is {left}.")
        return message(text, now=now, left=amount(threat.npv))
    return message(N_("Now {now}. In its downside case NPV is {loss} below zero."), now=now, loss=amount(-threat.npv))


def _owners(names: str) -> Message | None:
    """Who answers for it: one by name, the others as a number; None where nobody does."""
    first, *others = names.split(", ")
    if not others:
        return message("{first}", first=first) if first else None
    if len(others) == 1:
        return message(N_("{first} and one other"), first=first)
    return message(N_("{first} and {n} others"), first=first, n=len(others))
