"""Was it the CRM? The hold-out, the roll-out, before and after beside them, and what each could tell."""

from __future__ import annotations

import math
from collections.abc import Sequence

from metrics.context import Context
from metrics.drawing.bars import Bar
from metrics.experiments.holdout import needed
from metrics.experiments.moments import HoldOut
from metrics.experiments.rollout import RollOut
from metrics.finding import Finding, Table, chart, count, finding, money, number, word
from metrics.reading import UndefinedError
from metrics.realised import facts, proof
from metrics.realised.answers import CAUSES
from metrics.realised.proof import DESIGNS, OUTCOMES, Outcome
from metrics.words.text import N_, Message, Term, message
from metrics.words.units import Amount, Month, Unit
from metrics.words.units import money as amount

BALANCED = 1.96  # standard errors


@finding(N_("Was it the CRM?"), "crm_caused", "before_after", "crm_retention")
def caused(context: Context) -> Finding:
    """The hold-out in money with its interval, and what before and after would have said."""
    found = proof.held_out(context.sources)
    value, low, high = found.money
    try:
        naive: float | None = proof.before_after(context.sources).money
    except UndefinedError:
        naive = None
    rows: list[tuple[str, float | None, float | None, float | None]] = [
        (N_("Hold-out, at random"), value, low, high),
        (N_("Before and after: not attribution"), naive, None, None),
    ]
    bars = [
        Bar(Term(name), middle, amount(middle), lower, upper, quiet=lower is None)
        for name, middle, lower, upper in rows
        if middle is not None
    ]
    return Finding(
        sentence=_caused(value, low, high, naive),
        table=Table(
            rows,
            word(N_("Design"), lambda row: Term(row[0])),
            number(N_("Contribution"), lambda row: row[1], Unit.MONEY),
            number(N_("95% from"), lambda row: row[2], Unit.MONEY),
            number(N_("to"), lambda row: row[3], Unit.MONEY),
        ),
        chart=chart("bars", rows=bars),
        note=_exposed(found),
    )


def _caused(value: float, low: float, high: float, naive: float | None) -> Message:
    """What the CRM caused; an interval that holds zero is said to show no effect."""
    values = {"value": amount(value), "low": amount(low), "high": amount(high)}
    if low <= 0 <= high:
        told = N_("The hold-out shows no sure effect: {value} ({low} to {high}, 95%)")
        both = N_(
            "The hold-out shows no sure effect: {value} ({low} to {high}, 95%); "
            "before and after would have said {naive}"
        )
    else:
        told = N_("The CRM caused {value} of contribution ({low} to {high}, 95%)")
        both = N_(
            "The CRM caused {value} of contribution ({low} to {high}, 95%); before and after would have said {naive}"
        )
    if naive is None:
        return message(told, **values)
    return message(both, naive=amount(naive), **values)


def _exposed(found: HoldOut) -> Message:
    """Whom the figure is of, and whether the arms began alike."""
    text = N_(
        "{treated} customers contacted and {control} held out, who had all ordered before the programme reached their "
        "region. Whoever left stays counted; the year before the arms differed by no more than chance."
    )
    if abs(found.balance) > BALANCED:
        text = N_(
            "{treated} customers contacted and {control} held out, who had all ordered before the programme reached "
            "their region. Whoever left stays counted; the year before the arms differed by more than chance, so read "
            "it with care."
        )
    return message(text, treated=Amount(found.treated, Unit.COUNT), control=Amount(found.control, Unit.COUNT))


@finding(N_("What would before and after have said?"), "before_after")
def naive(context: Context) -> Finding:
    """Contribution a customer-month before and since the start, with the month of the start ruled in."""
    found, (months, values, start) = proof.before_after(context.sources), proof.course(context.sources)
    first = max(start - proof.YEAR, 0)
    return Finding(
        sentence=_naive(found),
        table=Table(
            list(zip(months, values, strict=True)),
            word(N_("Month"), lambda row: Month(row[0])),
            money(N_("Contribution per customer-month"), lambda row: row[1]),
        ),
        chart=chart(
            "before_after",
            months=months,
            values=values,
            start=start,
            means=(
                (first, max(start - 1, 0), found.before),
                (min(start, len(months) - 1), len(months) - 1, found.after),
            ),
        ),
        note=message(N_("Before and after is not attribution: there is no control in it.")),
    )


def _naive(found: proof.Naive) -> Message:
    """By how much it rose or fell, and that no control says why."""
    text = N_("Contribution a customer-month rose from {before} to {after} since the start; no control says why")
    if found.difference < 0:
        text = N_("Contribution a customer-month fell from {before} to {after} since the start; no control says why")
    return message(text, before=amount(found.before), after=amount(found.after))


@finding(N_("What did the roll-out do, region by region?"))
def rolled_out(context: Context) -> Finding:
    """Each outcome in regions already reached against those that still waited."""
    rows: list[tuple[Outcome, RollOut]] = []
    reason: Message | None = None
    for id, outcome in OUTCOMES.items():
        try:
            rows.append((outcome, proof.rolled(context.sources, id)))
        except UndefinedError as error:
            reason = reason or error.reason
    if not rows:
        raise UndefinedError(reason or message(N_("no outcome is recorded by region")))
    return Finding(
        sentence=_rolled(rows),
        table=Table(
            rows,
            word(N_("Outcome"), lambda row: Term(row[0].name)),
            word(N_("Effect"), lambda row: Amount(row[1].effect, _fine(row[0]))),
            word(N_("95% from"), lambda row: Amount(row[1].low, _fine(row[0]))),
            word(N_("to"), lambda row: Amount(row[1].high, _fine(row[0]))),
            money(N_("In money, before the last wave"), lambda row: proof.worth(context.sources, row[0].id)[0]),
            word(N_("95% interval"), lambda row: _between(context, row[0])),
            number(N_("p value"), lambda row: row[1].p_value, Unit.NUMBER),
            number(N_("Smallest p there can be"), lambda row: row[1].smallest_p, Unit.NUMBER),
            word(N_("Moved alike before"), lambda row: Term(ALIKE if row[1].parallel else APART)),
            word(N_("Proves the lever"), lambda row: facts.lever_name(context, row[0].lever)),
            count(N_("Region-months"), lambda row: row[1].cells),
        ),
        note=_method(rows[0][1]),
    )


def _between(context: Context, outcome: Outcome) -> Message | None:
    """The interval of an effect in money; None where it has no price."""
    try:
        _value, low, high = proof.worth(context.sources, outcome.id)
    except UndefinedError:
        return None
    return message(N_("{low} to {high}"), low=amount(low), high=amount(high))


ALIKE, APART = N_("yes, as far as can be seen"), N_("no: do not read it as cause")


def _fine(outcome: Outcome) -> Unit:
    """A difference of shares is in points."""
    return Unit.POINTS if outcome.unit is Unit.SHARE else outcome.unit


def _rolled(rows: Sequence[tuple[Outcome, RollOut]]) -> Message:
    """How many outcomes moved for sure, in the right way, and the surest."""
    sure = [
        (outcome, found)
        for outcome, found in rows
        if found.parallel and (found.high < 0 if outcome.better == "lower" else found.low > 0)
    ]
    if not sure:
        return message(N_("Of {n} outcomes none changed for sure where the programme came first"), n=len(rows))
    first = min(sure, key=lambda row: row[1].p_value)
    text = N_("{k} of {n} outcomes improved for sure where the programme came first; surest: {name}")
    return message(text, k=len(sure), n=len(rows), name=Term(first[0].name))


def _method(found: RollOut) -> Message:
    text = N_(
        "Mean effect on regions reached before the last of {waves} waves, against regions that still waited "
        "(Callaway and Sant'Anna); intervals by permutation of the waves over {units} regions. After the last wave "
        "nothing is estimated: only the hold-out can tell."
    )
    if not found.permuted:
        text = N_(
            "Mean effect on regions reached before the last of {waves} waves, against regions that still waited "
            "(Callaway and Sant'Anna); intervals by wild cluster bootstrap over {units} regions. After the last wave "
            "nothing is estimated: only the hold-out can tell."
        )
    return message(text, waves=found.waves, units=found.units)


@finding(N_("What could these designs tell, and what do they cost?"))
def power(context: Context) -> Finding:
    """What the hold-out promised before it began, what it told, and what it forgoes a year."""
    planned, found = proof.power(context.sources), proof.held_out(context.sources)
    cost = proof.cost_of_holding_out(context.sources)
    smallest = max(planned.half / 2, 1e-9)
    rows = [
        (N_("Customers in it"), Amount(planned.customers, Unit.COUNT)),
        (N_("Held out"), Amount(planned.share, Unit.SHARE)),
        (N_("Half-width promised, a customer-month"), Amount(planned.half, Unit.MONEY)),
        (N_("Half-width without the year before"), Amount(found.raw, Unit.MONEY)),
        (N_("Half-width reached"), Amount(found.half, Unit.MONEY)),
        (N_("Customers needed to see half of that"), Amount(planned.needs(smallest), Unit.COUNT)),
        (N_("What holding out forgoes a year"), amount(cost[0])),
        (N_("95% from"), amount(cost[1])),
        (N_("to"), amount(cost[2])),
    ]
    return Finding(
        sentence=_power(planned.half, found.half, planned.needs(smallest)),
        table=Table(rows, word("", lambda row: Term(row[0])), word(N_("Value"), lambda row: row[1])),
    )


def planned(context: Context, smallest: float, share: float, months: int) -> Message:
    """How many customers a hold-out needs to see an effect of ``smallest`` a customer-month within ``months``.

    From the spread of the year before, months taken as independent of one another; four times in five, at 5 %.
    """
    spread = proof.power(context.sources).spread * math.sqrt(proof.YEAR / months)
    text = N_(
        "To see an effect of {smallest} a customer-month within {months} you need {n} customers, {share} of them "
        "held out"
    )
    n = Amount(needed(spread, smallest, share), Unit.COUNT)
    parts = {"smallest": amount(smallest), "months": Amount(months, Unit.MONTHS), "share": Amount(share, Unit.SHARE)}
    return message(text, n=n, **parts)


def _power(promised: float, reached: float, needed: int) -> Message:
    text = N_(
        "Before it began this hold-out could tell effects to within ±{promised} a customer-month; it told to within "
        "±{reached}. Half of the promise would need {n} customers"
    )
    values = {"promised": Amount(promised, Unit.MONEY), "reached": Amount(reached, Unit.MONEY)}
    return message(text, n=Amount(needed, Unit.COUNT), **values)


@finding(N_("Which design can prove which lever?"))
def designs(context: Context) -> Finding:
    """For every lever the design that can prove it, and whether the register claims another."""
    rows = facts.levers(context)
    apart = [row for row in rows if _claims(row)]
    return Finding(
        sentence=_designs(len(apart), len(rows)),
        table=Table(
            rows,
            word(N_("Lever"), lambda row: row.name),
            word(N_("Design that can prove it"), lambda row: Term(_design(row))),
            word(N_("Claimed in the register"), lambda row: Term(_cause(row)) if row.last else None),
            word(N_("Agrees"), lambda row: Term(N_("no") if _claims(row) else N_("yes")) if row.last else None),
        ),
    )


def _design(row: facts.Lever) -> str:
    return DESIGNS.get(row.id.partition("-")[0], DESIGNS["stated"])


def _cause(row: facts.Lever) -> str:
    """The cause that a lever's last row claims."""
    return CAUSES.get(row.last.cause if row.last else "", N_("no cause given"))


def _claims(row: facts.Lever) -> bool:
    """Whether the register claims a control that no design of this lever can give."""
    cause, design = row.last.cause if row.last else "", _design(row)
    return (cause == "A" and design != N_("hold-out")) or (cause == "B" and design != N_("staggered roll-out"))


def _designs(apart: int, n: int) -> Message:
    if not apart:
        return message(N_("No lever of {n} claims a control that its design cannot give"), n=n)
    return message(N_("{k} of {n} levers claim a control that their design cannot give"), k=apart, n=n)
