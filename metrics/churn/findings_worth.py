"""What keeping customers is worth: how good new ones are, and what a change of retention brings."""

from __future__ import annotations

from contextlib import suppress

from metrics.churn import ahead, past
from metrics.churn.early_churn import AcquisitionSource, fastest
from metrics.churn.findings_past import MOST, against_all
from metrics.churn.past import Acquisition
from metrics.churn.readings import RETENTION
from metrics.churn.retention import By
from metrics.churn.words import percent, word
from metrics.context import Context
from metrics.drawing import bars
from metrics.finding import Finding, Table, count, finding, money, number, share
from metrics.finding import word as words
from metrics.metric import asked
from metrics.reading import UndefinedError
from metrics.words.text import N_, Message, Term, message, together
from metrics.words.units import DAYS_PER_MONTH, Amount, Unit, counted
from metrics.words.units import money as amount

BY: dict[str, str] = {By.POINTS: N_("points"), By.PERCENT: N_("per cent of churn")}


@finding(N_("How good are new customers?"), "short_lived")
def early_churn(context: Context) -> Finding:
    """Who left within 90 days by what won them, and what a year's leavers cost."""
    won = past.acquisition(context.sources)
    usual = won.short / won.joins
    return Finding(
        sentence=_acquired(context, won, usual),
        table=Table(
            won.sources,
            words(N_("Source"), lambda source: word(context.sources, source.name)),
            count(N_("Customers"), "joins"),
            share(N_("Churned within 90 days"), "rate"),
            share(N_("90% interval"), lambda source: (source.low, source.high)),
            number(N_("Half churned after"), _half, Unit.MONTHS),
            number(N_("Churn speed, relative"), lambda source: source.pace and source.pace.ratio, Unit.MULTIPLE),
            number(N_("Churn speed, relative, range"), lambda source: source.pace and source.pace.ends, Unit.MULTIPLE),
        ),
        chart=against_all([_early(context, source) for source in won.sources[:MOST]], usual),
        note=_costs(context, won),
    )


def _early(context: Context, source: AcquisitionSource) -> bars.Bar:
    half = _half(source)
    when = half if isinstance(half, Term) else Amount(half, Unit.MONTHS)
    text = message("{rate} ({when})", rate=percent(source.rate), when=when)
    return bars.Bar(word(context.sources, source.name), source.rate, text, source.low, source.high, not source.name)


def _half(source: AcquisitionSource) -> float | Term:
    """Months until half are gone, or that fewer are."""
    return Term(N_("half stay")) if source.median_days is None else source.median_days / DAYS_PER_MONTH


def _acquired(context: Context, won: Acquisition, usual: float) -> Message:
    """Whose customers leave fastest, else soonest."""
    worst, fast = won.sources[0], fastest(won.sources)
    if fast is not None and fast.pace is not None:
        text = N_("Customers from {name} churn {ratio} as fast as comparable customers")
        return message(text, name=word(context.sources, fast.name), ratio=Amount(fast.pace.ratio, Unit.MULTIPLE))
    if worst.low <= usual:
        return message(N_("{share} churn within 90 days, whatever their source"), share=percent(usual))
    text = N_("Customers from {name}: {rate} churned within 90 days")
    return message(text, name=word(context.sources, worst.name), rate=percent(worst.rate))


def _costs(context: Context, won: Acquisition) -> Message:
    """Who came back, what the short ones cost to win, and what a year's leavers took with them."""
    half = N_("In brackets: when half of them are gone. The table holds their pace against the same kinds.")
    back = N_("{n} customer came back after a year away."), N_("{n} customers came back after a year away.")
    notes = [message(half), counted(*back, won.rejoined)]
    cac = context.scenario.assumption("acquisition.cac")
    if cac is not None:
        paid = N_("{money} was paid to acquire customers who churned within 90 days.")
        notes.append(message(paid, money=amount(won.short * cac.value)))
    with suppress(UndefinedError):
        margin, wasted = past.cost_of_leavers(context)
        notes.append(_total(margin, wasted))
    return together(*notes)


def _total(margin: float, wasted: float | None) -> Message:
    """What a year's churn cost, as one figure and its parts; without the cost of acquiring, what is known of it."""
    if wasted is None:
        text = N_(
            "Customers who churned in a year brought {margin} a year before; what acquiring them cost is not known."
        )
        return message(text, margin=amount(margin))
    text = N_(
        "A year's churn cost {total}: {margin} that those customers had brought in the year before, and {wasted} of "
        "the cost of acquiring them that was not recovered."
    )
    return message(text, total=amount(margin + wasted), margin=amount(margin), wasted=amount(wasted))


@finding(N_("What is higher retention worth?"))
def calculator(context: Context, start: float = RETENTION, change: float = 0.05, by: By = By.POINTS) -> Finding:
    """What a change of retention is worth: ours beside the literature's claim, points or per cent said aloud."""
    gain = ahead.retention_gain(context, start, change, by)
    ours = message(N_("Ours: margins of {n} years, discounted"), n=f"{round(gain.years, 1):g}")
    rows = [
        (ours, gain.ours, gain.money),
        (Term(N_("Literature: for ever, first margin left out")), gain.without, None),
        (Term(N_("Literature: for ever, first margin included")), gain.included, None),
    ]
    return Finding(
        sentence=_worth(gain.ours, gain.after - gain.before if by is By.POINTS else change, by),
        table=Table(
            rows,
            words(N_("Reading"), lambda row: row[0]),
            share(N_("Retention"), lambda row: gain.before),
            share(N_("Retention becomes"), lambda row: gain.after),
            share(N_("Growth"), lambda row: row[1], signed=True),
            money(N_("All active customers"), lambda row: row[2], signed=True),
        ),
        readings=(asked("retention_worth", start=start, change=change, by=by),),
    )


def _worth(ours: float, change: float, by: By) -> Message:
    """What the change is worth within our horizon, points or per cent said aloud."""
    if by is By.POINTS:
        text = N_("{points} of retention are worth {share} more margin")
        return message(text, points=Amount(change, Unit.POINTS, signed=True), share=percent(ours))
    text = N_("{percent} less churn is worth {share} more margin")
    return message(text, percent=percent(change), share=percent(ours))
