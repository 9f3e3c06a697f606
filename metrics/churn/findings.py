"""Churn in findings: who leaves, why, where to, and whom is it worth saving?"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

import pandas as pd

from metrics.churn import ahead, figures, past
from metrics.churn.ahead import Plan, Terms, usual
from metrics.churn.composition import Band
from metrics.churn.words import DRIVERS, Names, named, percent
from metrics.context import Context, Sources
from metrics.customers import model_card
from metrics.drawing import bars
from metrics.finding import Finding, Table, chart, count, finding, money, number, share, word
from metrics.metric import asked
from metrics.reading import UndefinedError
from metrics.words.text import N_, Message, Term, Written, listed, message, together
from metrics.words.units import Amount, Unit, counted
from metrics.words.units import money as amount

YEAR = 365  # days
TILES = ("churn_expected", "value_at_risk", "key_retention")


def verdict(context: Context, terms: Terms | None = None) -> Message:
    """How many leave, what goes with them, and whether asking some of them to stay pays."""
    expected, stake = context.read("churn_expected"), context.read("value_at_risk")
    if expected.value is None or stake.value is None:
        stayed = context.read("retention_rate").value
        if stayed is None:
            return message(N_("Churn cannot be forecast yet: {reason}."), reason=expected.reason)
        text = N_("{share} of customers did not order again within a year. Who is next cannot be forecast: {reason}.")
        return message(text, share=percent(1 - stayed), reason=expected.reason)
    known = {"share": percent(expected.value), "risk": amount(stake.value)}
    terms = terms or usual(context.sources)
    plan = ahead.plan(context.sources, terms)
    if not plan.contacted:
        text = N_(
            "{share} of active customers are expected to churn within 12 months, with {risk} at risk. At this cost no "
            "contact is worthwhile."
        )
        return message(text, **known)
    text = N_(
        "{share} of active customers are expected to churn within 12 months, with {risk} at risk. Contacting the {n} "
        "best-targeted is expected to gain {gain} after offer cost, if {save} of would-be leavers can be kept."
    )
    known |= {"n": Amount(plan.contacted, Unit.CUSTOMERS), "gain": amount(plan.gained)}
    return message(text, save=percent(terms.offer.saved), **known)


def warnings(context: Context) -> tuple[Message, ...]:
    """What a reader has to know before believing a chance of leaving within a year."""
    facts, scores = context.sources.facts, context.scores
    first, until = facts["first_day"], facts["until"]
    if pd.isna(first) or pd.isna(until) or scores.reason is not None:
        return ()
    days, months = (until - first).days, int(scores.card["horizon_months"])
    year = N_("The year ahead is longer than the {days} days of orders the chances were learnt from.")
    value = N_("Values reach {months} months ahead, longer than the {days} days of orders they were learnt from.")
    short = [text for text, needed in ((year, 12), (value, months)) if days < needed * YEAR / 12]
    return tuple(message(text, months=months, days=days) for text in short)


@finding(N_("Where is the value at risk, by churn probability?"), "value_at_risk")
def at_risk(context: Context) -> Finding:
    """Value at risk by chance of leaving."""
    bands = [band for band in ahead.bands(context.sources) if band.customers]
    costly = int((figures.at_risk(context.sources)["difference"] < 0).sum())
    one = N_("{n} customer costs more than they bring: nothing is lost with them.")
    many = N_("{n} customers cost more than they bring: nothing is lost with them.")
    beside = message(N_("Beside each bar: value at risk and number of customers."))
    return Finding(
        sentence=_bands(bands),
        table=Table(
            bands,
            share(N_("Churn probability"), lambda band: (band.low, band.high)),
            count(N_("Customers"), "customers"),
            number(N_("Expected to churn"), "expected", Unit.NUMBER),
            money(N_("Value at risk"), "money"),
        ),
        chart=chart("bars", rows=list(map(_bar, bands))),
        note=together(beside, counted(one, many, costly)),
    )


def _bar(band: Band) -> bars.Bar:
    name = message("{low}–{high}", low=f"{100 * band.low:.0f}", high=percent(band.high))
    beside = message("{money} · {n}", money=amount(band.money), n=Amount(band.customers, Unit.CUSTOMERS))
    return bars.Bar(name, band.money, beside)


def _bands(bands: Sequence[Band]) -> Message:
    """Where most of the value at risk lies: rarely with those likeliest to leave."""
    total = sum(band.money for band in bands)
    if total <= 0:
        return message(N_("What is at risk cannot be said"))
    likely = sum(band.money for band in bands if band.low >= 0.5)
    return message(
        N_("{share} of the value at risk is with customers more likely to stay than to leave"),
        share=percent(1 - likely / total),
    )


@finding(N_("Can the churn probabilities be trusted?"), "churn_expected")
def believed(context: Context) -> Finding:
    """Whether chances of leaving came true."""
    card = model_card.card(context.sources)
    if card.reason is not None:
        raise UndefinedError(card.reason)
    groups = [(group.customers, 1 - group.said, 1 - group.came) for group in reversed(card.calibration)]
    sentence = message(N_("No churn probability has been back-tested yet"))
    if card.calibration_error is not None:
        off = N_("Predicted and actual churn differ by {off} on average")
        sentence = message(off, off=Amount(card.calibration_error, Unit.POINTS))
    return Finding(
        sentence=sentence,
        table=Table(
            groups,
            count(N_("Customers"), lambda group: group[0]),
            share(N_("Predicted"), lambda group: group[1]),
            share(N_("Left"), lambda group: group[2]),
        ),
        chart=chart(
            "calibration",
            groups=groups,
            said=N_("predicted not to order"),
            came=N_("share that fell silent"),
            hover=N_("{n} customers: predicted {said}, churned {came}"),
            height=300,
        ),
        note=_checked(context.sources, groups),
    )


def _checked(sources: Sources, groups: Sequence[tuple[int, float, float]]) -> Message:
    """On what the chances were checked, how the likeliest tenth did, and at which level they stand."""
    level = ahead.level_silent(sources)
    text = N_("Departures are recorded: chances of customers known to be there, at last year's level of {share}.")
    plain = message(N_("The plain forecast of all buyers, on days it had not seen.")) if groups else None
    standing = None if level is None else message(text, share=percent(level))
    tenth = _likeliest_tenth(sources, groups)
    return together(plain, tenth, standing, ahead.covariate_note(sources), between="\n\n")


def _likeliest_tenth(sources: Sources, groups: Sequence[tuple[int, float, float]]) -> Message | None:
    """What the tenth likeliest to leave held of all who left, in the latest back-test; None without one."""
    card = sources.scores.card
    left = sum(n * gone for n, _said, gone in groups)
    if len(groups) < 2 or left <= 0:
        return None
    _n, _said, gone = max(groups, key=lambda group: group[1])
    brier = card["backtests"][0]["models"][card["champion"]]["brier"]
    if brier is None:
        return None
    text = N_("Likeliest tenth: {share} of them left, {lift} the average.")
    lift = Amount(gone / (left / sum(group[0] for group in groups)), Unit.MULTIPLE)
    return message(text, share=percent(gone), lift=lift)


@finding(N_("Which customers are worth an offer to stay?"))
def asking(context: Context, terms: Terms | None = None) -> Finding:
    """Gain over customers asked, and who is asked, who is left alone and who is drawn to compare with."""
    terms = terms or usual(context.sources)
    plan = ahead.plan(context.sources, terms)
    chosen = (plan.contacted + plan.control, plan.gained) if plan.contacted else None
    counts = {
        N_("{n} chosen"): (plan.contacted + plan.control) if plan.control else 0,
        N_("{n} contacted"): plan.contacted,
        N_("{n} drawn as control"): plan.control,
        N_("{n} treated as lost"): plan.unsavable,
        N_("{n} may not be contacted"): plan.customers - plan.askable,
    }
    return Finding(
        sentence=_asking(plan),
        table=Table(
            zip(plan.curve, plan.by_chance, strict=True),
            number(N_("Chosen"), lambda row: row[0][0], Unit.CUSTOMERS),
            money(N_("Gain"), lambda row: row[0][1]),
            money(N_("Gain, highest churn probability first"), lambda row: row[1][1]),
        ),
        chart=chart("asking", ours=plan.curve, by_chance=plan.by_chance, chosen=chosen),
        note=together(*(counted(text, text, n) for text, n in counts.items()), between=" · "),
        readings=(asked("expected_gain", terms=terms),),
    )


def _asking(plan: Plan) -> Message:
    """Where the curve is highest, and what the budget leaves of it."""
    if not plan.worth:
        return message(N_("At this cost no contact is worthwhile"))
    best, gain = max(plan.curve, key=lambda point: point[1])
    if plan.contacted + plan.control >= plan.worth:
        if best == 1:
            return message(N_("Beyond one customer every further contact loses"))
        return message(N_("Beyond {n} customers every further contact loses"), n=Amount(best, Unit.CUSTOMERS))
    return message(
        N_("This budget captures {gained} of a possible {gain}"), gained=amount(plan.gained), gain=amount(gain)
    )


@finding(N_("Who is contacted first?"))
def first_to_ask(context: Context, terms: Terms | None = None, names: Names | None = None) -> Finding:
    """The list, best gain first; by customer number unless ``names`` says who they are."""
    first = ahead.plan(context.sources, terms or usual(context.sources)).first
    ids = tuple(map(str, first.index))
    if not ids:
        return Finding(sentence=message(N_("Nobody: no contact is worthwhile")))
    signs = past.signs(context.sources, ids)
    return Finding(
        sentence=message(
            N_("The most worthwhile contact is expected to gain {gain}"), gain=amount(float(first["gain"].iloc[0]))
        ),
        table=Table(
            first.itertuples(),
            word(N_("Customer"), named(names, context.sources, ids, "Index")),
            share(N_("Churn probability"), "p"),
            money(N_("At stake"), "difference"),
            money(N_("Gain"), "gain"),
            word(N_("What speaks for it"), lambda row: _signs(signs.get(str(row.Index)))),
        ),
    )


def _signs(known: past.Sign | None) -> Written | str | None:
    """What speaks for the leaving of one customer, the time since the last order last; None where nothing is known."""
    if known is None:
        return None
    events = [Term(DRIVERS[name]) for name in known.events]
    ago = counted(N_("last order {n} day ago"), N_("last order {n} days ago"), known.silent_days)
    return listed([*events, ago])


@finding(N_("Contact first, or wait for notice?"))
def waiting(context: Context, terms: Terms | None = None) -> Finding:
    """Proactive against reactive."""
    terms = terms or usual(context.sources)
    plan, late = ahead.plan(context.sources, terms), None
    rows: list[tuple[str, int | None, float, float]] = []
    rows.append((N_("Contacting first"), plan.contacted, plan.spent, plan.gained))
    notes = []
    if plan.break_even is not None:
        text = N_("Contacting breaks even once {share} of would-be leavers can be kept.")
        notes.append(message(text, share=percent(plan.break_even)))
    with suppress(UndefinedError):
        heard, spent, late = ahead.waiting(context.sources, terms)
        rows.append((N_("Waiting for notice"), None, spent, late))
        text = N_("Waiting: {heard} of leavers give a reason, and half as many can be kept then.")
        notes.append(message(text, heard=percent(heard)))
    notes.append(message(N_("The share that can be kept is an assumption until the control group has been compared.")))
    return Finding(
        sentence=_waiting(plan.gained, late),
        table=Table(
            rows,
            word(N_("Way"), lambda row: Term(row[0])),
            number(N_("Contacts"), lambda row: row[1], Unit.CUSTOMERS),
            money(N_("Cost"), lambda row: row[2]),
            money(N_("Gain"), lambda row: row[3]),
        ),
        note=together(*notes),
        readings=(asked("expected_gain", terms=terms),),
    )


def _waiting(early: float, late: float | None) -> Message:
    """Asking first against waiting for notice."""
    if late is None:
        return message(N_("What waiting would bring is not known"))
    if early > late:
        return message(
            N_("Contacting first is expected to gain {early}, waiting for notice {late}"),
            early=amount(early),
            late=amount(late),
        )
    return message(
        N_("Waiting for notice is expected to gain {late}, contacting first {early}"),
        early=amount(early),
        late=amount(late),
    )
