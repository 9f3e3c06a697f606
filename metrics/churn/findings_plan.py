"""Key accounts and who owns them, what falls due, whom to contact at which stage, and how loyal those are who stay."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from metrics.churn import loyalty as loyalties
from metrics.churn import plan, watch
from metrics.churn.composition import Band
from metrics.churn.loyalty import Cell, Part
from metrics.churn.plan import AccountOwners
from metrics.churn.watch import Account
from metrics.churn.words import ALARMS, PARTS, SAY, STAGES, STEPS, TRIGGERS, Names, named, percent
from metrics.context import Context
from metrics.drawing import bars
from metrics.finding import Column, Finding, Table, chart, count, finding, money, number, share, word
from metrics.words.text import N_, Message, Term, message, together
from metrics.words.units import Amount, Unit, counted
from metrics.words.units import money as amount

LISTED = 6  # owners shown beside nobody
HIGH = 0.6  # from here on the loyalty index is called high
WITHIN = {"30": N_("30 days"), "60": N_("60 days"), "90": N_("90 days")}
QUARTERS = (24, 21, 18, 15, 12, 9, 6, 3)  # months back each of them begins


@finding(N_("Which key accounts deviate from their trend?"), "key_accounts")
def key_accounts(context: Context, names: Names | None = None) -> Finding:
    """Accounts against their own trend, those that stand out first; the last columns are their eight quarters."""
    rows, back = watch.key_accounts(context.sources), N_("{n} to {m} months back")
    return Finding(
        sentence=_accounts(rows),
        table=Table(
            rows,
            word(N_("State"), lambda row: _state(row.alarm)),
            word(N_("Account"), named(names, context.sources, tuple(row.id for row in rows), "id")),
            money(N_("Last 3 months"), _part("quarters", -1)),
            money(N_("Its trend"), "expected"),
            count(N_("Silent, days"), "silent_days"),
            word(N_("Next step"), lambda row: Term(STEPS[row.alarm])),
            word(N_("Manager"), "manager"),
            *(money(message(back, n=n, m=n - 2), _part("quarters", at)) for at, n in enumerate(QUARTERS)),
        ),
    )


def _state(alarm: str) -> Message:
    return message("{mark} {state}", mark="▼" if alarm else "●", state=Term(ALARMS[alarm]))


def _accounts(rows: Sequence[Account]) -> Message:
    """How many key accounts stand out."""
    n = sum(bool(row.alarm) for row in rows)
    if not n:
        return message(N_("All {n} key accounts are on trend"), n=len(rows))
    one = N_("{n} of {all} key accounts is off its trend")
    return counted(one, N_("{n} of {all} key accounts are off their trend"), n, all=len(rows))


def _part(cell: str, at: int) -> Callable[[Any], float]:
    return lambda row: getattr(row, cell)[at]


def _days(cell: str) -> list[Column]:
    """A column for 30, 60 and 90 days, out of the tuple of counts called ``cell``."""
    return [count(text, _part(cell, at)) for at, text in enumerate(WITHIN.values())]


@finding(N_("Which customers are due for a replacement?"), "due")
def triggers(context: Context) -> Finding:
    """What falls due in 30, 60 and 90 days, and how many customers that are."""
    rows = watch.triggers(context.sources)
    note = N_(
        "Customers due within so many days. Expected: revenue of all due in 90 days, at last year's share that "
        "bought again; empty where fewer than {n} were due a year before, or a price is missing. In touch, won: of "
        "them, since the 90 days before."
    )
    return Finding(
        sentence=_worth_due(rows),
        table=Table(
            rows,
            word(N_("Product"), lambda row: context.sources.word(row.name)),
            word(N_("What ends"), lambda row: Term(TRIGGERS[row.trigger])),
            *_days("due"),
            share(N_("Bought again"), "again"),
            money(N_("Expected"), "revenue"),
            money(N_("Margin"), "margin"),
            count(N_("In touch"), "contacted"),
            count(N_("Won"), "won"),
        ),
        note=message(note, n=watch.FEWEST),
    )


def _worth_due(rows: tuple[watch.Trigger, ...]) -> Message:
    """How many fall due, and what those are worth whose worth is known."""
    known = [row for row in rows if row.margin is not None]
    everybody, told = (Amount(sum(row.due[-1] for row in part), Unit.COUNT) for part in (rows, known))
    if not known:
        return message(N_("{n} fall due within 90 days; what they are worth is not known"), n=everybody)
    margin = amount(sum(row.margin or 0.0 for row in known))
    if len(known) == len(rows):
        return message(N_("{n} fall due within 90 days, worth {margin}"), n=everybody, margin=margin)
    text = N_("{n} fall due within 90 days; {known} of them are worth {margin}, the rest is not known")
    return message(text, n=everybody, known=told, margin=margin)


@finding(N_("Which customers are they?"), "due")
def due(context: Context, due: str = "30", names: Names | None = None) -> Finding:
    """The customers due within so many days themselves."""
    lines = watch.due(context.sources, int(due))
    return Finding(
        sentence=message(N_("{n} listed, most expected revenue first"), n=len(lines)),
        table=Table(
            lines.itertuples(),
            word(N_("Customer"), named(names, context.sources, tuple(lines["customer_id"]), "customer_id")),
            word(N_("Product"), lambda row: context.sources.word(row.name)),
            word(N_("What ends"), lambda row: Term(TRIGGERS[row.trigger])),
            word(N_("Due"), lambda row: row.due_on.date()),
            money(N_("Expected"), "expected"),
            word(N_("In touch"), lambda row: Term(N_("reached") if row.contacted else N_("not yet"))),
            word(N_("Won"), lambda row: Term(N_("won") if row.bought_again else N_("not yet"))),
        ),
    )


@finding(N_("Whom to contact at which stage?"), "stages_due")
def contact_plan(context: Context) -> Finding:
    """Stages customers reach, and what to say then."""
    rows, usual = plan.stage_plan(context.sources), plan.second_order(context.sources)
    second = N_("A second order comes after {n} day."), N_("A second order comes after {n} days.")
    lately = message(N_("Unless they order first. In touch lately: a call, mail or visit in the last 30 days."))
    soon = N_("{n} customer reaches a stage within 30 days"), N_("{n} customers reach a stage within 30 days")
    return Finding(
        sentence=counted(*soon, sum(row.due[0] for row in rows)),
        table=Table(
            rows,
            word(N_("Stage"), lambda row: Term(STAGES[row.id])),
            *_days("due"),
            count(N_("May be contacted"), "reachable"),
            count(N_("In touch lately"), "contacted"),
            share(N_("Churn probability"), "leaving"),
            money(N_("At risk"), "money"),
            word(N_("What to say"), lambda row: Term(SAY[row.id])),
        ),
        note=together(lately, None if usual is None else counted(*second, usual)),
    )


@finding(N_("What leaves with an account manager?"), "covered")
def account_owners(context: Context) -> Finding:
    """Who owns how much, and what a successor would find."""
    accounts = plan.account_owners(context.sources)
    owned = N_("{share} of {n} account has an owner."), N_("{share} of {n} accounts have an owner.")
    value = N_("Value: {basis}; incomplete: of accounts whose file lacks something.")
    visits = message(N_("Notes of visits are in none of the tables."))
    share_owned = counted(*owned, accounts.accounts, share=percent(accounts.covered))
    return Finding(
        sentence=_owned(accounts),
        table=Table(
            [*accounts.named[:LISTED], *(owner for owner in accounts.owners if not owner.name)],
            word(N_("Owner"), lambda owner: owner.name or Term(N_("Nobody"))),
            count(N_("Accounts"), "accounts"),
            money(N_("Account value"), "value"),
            share(N_("Share"), "share"),
            money(N_("Incomplete"), "incomplete"),
            share(N_("On file"), "on_file"),
        ),
        note=together(share_owned, message(value, basis=Term(accounts.word)), visits),
    )


def _owned(accounts: AccountOwners) -> Message:
    """How much value nobody answers for, and how much hangs on one person."""
    if accounts.covered_value is None or not accounts.named or accounts.named[0].share is None:
        return message(N_("{share} of accounts have an owner"), share=percent(accounts.covered))
    if accounts.covered_value < 1:
        text = N_("{share} of account value has no account manager")
        return message(text, share=percent(1 - accounts.covered_value))
    return message(
        N_("One account manager looks after {share} of account value"), share=percent(accounts.named[0].share)
    )


@finding(N_("Are requests resolved in time?"), "asked_first")
def first_contact(context: Context) -> Finding:
    """Whoever is asked first answers for it: written down, and settled in time?"""
    requests = plan.first_contact(context.sources)
    owned = message(N_("none names who answers for it, so nobody's own time can be told"))
    if requests.owned:
        owned = message(N_("{n} name who answers for it"), n=Amount(requests.owned, Unit.COUNT))
    year = counted(N_("{n} request of a year"), N_("{n} requests of a year"), requests.requests)
    still = message(N_("{n} open still"), n=Amount(requests.open, Unit.COUNT))
    settled = N_("{share} of requests are resolved in time")
    return Finding(
        sentence=message(settled, share=percent(requests.in_time / requests.requests)),
        note=together(year, still, owned, between=" · "),
    )


@finding(N_("How loyal are those who stay?"), "loyalty")
def loyalty(context: Context) -> Finding:
    """Customers and their money by loyalty."""
    index = loyalties.by_loyalty(context.sources)
    customers, total = len(index.score), sum(band.money for band in index.bands)

    def people(band: Band) -> float:
        return band.customers / customers

    def brought(band: Band) -> float | None:
        return band.money / total if total > 0 else None

    def bar(band: Band) -> bars.Bar:
        text = message("{share} ({money})", share=percent(people(band)), money=percent(brought(band)))
        return bars.Bar(f"{100 * band.low:.0f}–{100 * band.high:.0f}", people(band), text)

    note = N_("Loyalty index of 100; in brackets their share of last year's {basis}.")
    return Finding(
        sentence=_loyal(index.bands, customers, total),
        table=Table(
            index.bands,
            number(N_("Loyalty index"), lambda band: (100 * band.low, 100 * band.high), Unit.NUMBER),
            count(N_("Customers"), "customers"),
            share(N_("Share of customers"), people),
            money(N_("Money a year"), "money"),
            share(N_("Share of the money"), brought),
        ),
        chart=chart("bars", rows=list(map(bar, index.bands))),
        note=message(note, basis=Term(index.word)),
    )


def _loyal(bands: Sequence[Band], customers: int, total: float) -> Message:
    """How many are loyal, and what share of the money they bring."""
    high = [band for band in bands if band.low >= HIGH]
    people = percent(sum(band.customers for band in high) / customers)
    if total <= 0:
        return message(N_("{share} score 60 or more of 100"), share=people)
    text = N_("{share} score 60 or more and bring {money}")
    return message(text, share=people, money=percent(sum(band.money for band in high) / total))


@finding(N_("What is the loyalty index made of?"), "loyalty")
def loyalty_parts(context: Context) -> Finding:
    """Each part: documented weight, what it counts for now, of how many it is known, and its mean of 100."""
    rows = loyalties.by_loyalty(context.sources).parts
    unknown = [row for row in rows if row.mean is None]
    names = together(*(message(PARTS[row.id]) for row in unknown), between=", ")
    text = N_("Not known of anybody: {parts}. The other weights grow to 100% together.")
    return Finding(
        sentence=_weightiest(rows),
        table=Table(
            rows,
            word(N_("Part"), lambda row: Term(PARTS[row.id])),
            share(N_("Weight"), "weight"),
            share(N_("Counts now"), "counts"),
            share(N_("Known of"), "known"),
            number(N_("Mean"), lambda row: None if row.mean is None else 100 * row.mean, Unit.NUMBER),
        ),
        note=message(text, parts=names) if unknown else None,
    )


def _weightiest(rows: Sequence[Part]) -> Message:
    """What counts most, once what is not known is left out."""
    first = max(rows, key=lambda row: row.counts)
    return message(N_("{part} counts most, for {share}"), part=Term(PARTS[first.id]), share=percent(first.counts))


@finding(N_("Is loyalty based on satisfaction?"), "loyal_unhappy")
def satisfaction(context: Context) -> Finding:
    """Loyal or not against satisfied or not."""
    cells = loyalties.satisfaction(context.sources)
    answers = sum(cell.customers for cell in cells)
    note = N_("Customers who answered, and the value at risk with them. Loyal but not satisfied: they leave next.")
    return Finding(
        sentence=_satisfied(cells, answers),
        table=Table(
            cells,
            word(N_("Loyalty"), lambda cell: Term(N_("loyal") if cell.loyal else N_("not loyal"))),
            word(N_("Satisfaction"), lambda cell: Term(N_("satisfied") if cell.satisfied else N_("not satisfied"))),
            count(N_("Customers"), "customers"),
            money(N_("Value at risk"), "money"),
        ),
        note=together(counted(N_("{n} answer"), N_("{n} answers"), answers), message(note), between=": "),
    )


def _satisfied(cells: Sequence[Cell], answers: int) -> Message:
    """How many stay without being satisfied, and what is at stake with them."""
    unhappy = next(cell for cell in cells if cell.loyal and not cell.satisfied)
    if not unhappy.customers:
        return message(N_("No customer is loyal without being satisfied"))
    share = percent(unhappy.customers / answers)
    if unhappy.money is None:
        return message(N_("{share} are loyal but not satisfied"), share=share)
    return message(N_("{share} are loyal but not satisfied: {risk} at risk"), share=share, risk=amount(unhappy.money))
