"""Who left, why and where to, what drove them, who orders again, how long they stay, how good new customers are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

import numpy as np

from metrics.churn import past
from metrics.churn.cohorts import CALENDAR, ROLLING, Triangle
from metrics.churn.composition import Part, Share
from metrics.churn.drivers import Driver
from metrics.churn.past import Way
from metrics.churn.renewals import Renewals
from metrics.churn.words import DIMENSIONS, DRIVERS, group, percent, word
from metrics.context import Context
from metrics.drawing import bars, dots
from metrics.finding import Chart, Finding, Table, chart, count, finding, money, number, share
from metrics.finding import word as words
from metrics.lifetime import km, sbg
from metrics.metric import asked
from metrics.reading import UndefinedError
from metrics.words.text import N_, Message, Term, message, together
from metrics.words.units import Amount, Day, Unit, counted

MOST = 8  # rows of bars
AHEAD = 2  # years the fitted line of contracts goes on
POINTS = 120  # of a step curve: about a hundred are as good as thousands
TABLED = (0, 6, 12, 24, 36, 48, 60)  # months of the table of who stays
DEFINITIONS = {CALENDAR: N_("Calendar months"), ROLLING: N_("30 days, rolling")}


def groupings(context: Context) -> Mapping[str, str]:
    """By what those who left can be grouped, whatever is known of some: id and marked text."""
    try:
        known = past.leavers(context.sources).frame.notna().any()
    except UndefinedError:
        return {"class": DIMENSIONS["class"]}
    return {name: text for name, text in DIMENSIONS.items() if known[name]}


@finding(N_("Who left?"), "left")
def who_left(context: Context, grouped: str = "class") -> Finding:
    """Groups and how many of each left, by people and by money."""
    year, parts = past.leavers(context.sources), past.composition_by(context.sources, grouped)
    everybody = sum(part.left for part in parts) / max(sum(part.customers for part in parts), 1)

    def named(part: Part) -> Message:
        return group(context.sources, grouped, part.name)

    note = N_("Active on {since} and no longer on {until}; in brackets their share of the {word} of the year before.")
    return Finding(
        sentence=_composition(context, parts, everybody, grouped),
        table=Table(
            parts,
            words(N_("Group"), named),
            count(N_("Customers"), "customers"),
            count(N_("Left"), "left"),
            share(N_("Left, share"), "rate"),
            share(N_("90% interval"), lambda part: (part.low, part.high)),
            money(N_("Money a year"), "money"),
            money(N_("Of it left"), "money_left"),
            share(N_("Of it left, share"), "money_rate"),
        ),
        chart=against_all(
            [_rate(part, group(context.sources, grouped, part.name)) for part in parts[:MOST]], everybody
        ),
        note=message(note, since=Day(year.since.date()), until=Day(year.until.date()), word=Term(year.word)),
    )


def against_all(rows: Sequence[bars.Bar], everybody: float) -> Chart:
    """Bars of groups, and a line at the share of all."""
    line_words = message(N_("all {share}"), share=percent(everybody))
    return chart("bars", rows=rows, line=everybody, line_words=line_words)


def _rate(part: Part, name: Message) -> bars.Bar:
    text = message("{rate} ({money})", rate=percent(part.rate), money=percent(part.money_rate))
    left, n = Amount(part.left, Unit.COUNT), Amount(part.customers, Unit.COUNT)
    hover = message(N_("{group}<br>{left} of {n} left"), group=name, left=left, n=n)
    return bars.Bar(name, part.rate, text, part.low, part.high, not part.name, hover)


def _composition(context: Context, parts: Sequence[Part], everybody: float, grouped: str) -> Message:
    """Which group leaves most, against all."""
    named = [part for part in parts if part.name and part.customers]
    if not named:
        return message(N_("Too few churned customers to compare groups"))
    worst = max(named, key=lambda part: part.rate)
    if worst.low <= everybody:
        return message(N_("No group has a visibly higher churn rate than the {share} of all"), share=percent(everybody))
    text = N_("{group}: churn rate {rate}, against {all} of all")
    name = group(context.sources, grouped, worst.name)
    return message(text, group=name, rate=percent(worst.rate), all=percent(everybody))


@finding(N_("For what reason?"), "reason_known")
def reasons(context: Context) -> Finding:
    """Recorded reasons; the unknown is the longest bar and stays there."""
    gone = past.departures(context.sources)
    note = N_("{share} of the known reasons could have been met: not a move, a closure or no need.")
    return Finding(
        sentence=message(
            N_("No reason is recorded for {unknown} of churned customers"), unknown=percent(1 - gone.reason_known)
        ),
        **_recorded(context, gone.reasons),
        note=None if gone.avoidable is None else message(note, share=percent(gone.avoidable)),
    )


@finding(N_("Where to?"), "reason_known")
def destinations(context: Context) -> Finding:
    """Recorded destinations."""
    gone = past.departures(context.sources)
    sentence = message(
        N_("No destination is recorded for {unknown} of churned customers"), unknown=percent(1 - gone.destination_known)
    )
    return Finding(sentence=sentence, **_recorded(context, gone.destinations))


@finding(N_("From which source to where?"), "reason_known")
def directions(context: Context) -> Finding:
    """Recorded departures from what had won the customers to where they went, the unknown kept."""
    ways = past.departures(context.sources).ways
    named = [way for way in ways if way.source and way.destination]
    if not named:
        raise UndefinedError(message(N_("no departure is recorded with both a source and a destination")))
    first, everybody = max(named, key=lambda way: way.customers), sum(way.customers for way in ways)
    froms, ends = (_largest(ways, part) for part in ("source", "destination"))
    held: Counter[tuple[str | None, str | None]] = Counter()
    for way in ways:
        held[way.source if way.source in froms else None, way.destination if way.destination in ends else None] += (
            way.customers
        )
    return Finding(
        sentence=message(
            N_("Most frequent: from {source} to {destination}, {share} of recorded departures"),
            source=word(context.sources, first.source),
            destination=word(context.sources, first.destination),
            share=percent(first.customers / everybody),
        ),
        table=Table(
            ways,
            words(N_("Source"), lambda way: word(context.sources, way.source)),
            words(N_("Destination"), lambda way: word(context.sources, way.destination)),
            count(N_("Customers"), "customers"),
            share(N_("Share of leavers"), lambda way: way.customers / everybody),
        ),
        chart=chart(
            "directions",
            sources=[_band(context, name) for name in froms],
            ends=[_band(context, name) for name in ends],
            flows=[[held[one, other] for other in ends] for one in froms],
        ),
    )


def _largest(ways: Sequence[Way], part: str) -> list[str | None]:
    """The values of a part that most went by, the largest first; None at the end stands for all others."""
    counted: Counter[str] = Counter()
    for way in ways:
        counted[getattr(way, part)] += way.customers
    first: list[str | None] = [name for name, _n in counted.most_common(MOST)]
    return [*first, None] if len(counted) > MOST else first


def _band(context: Context, name: str | None) -> Message:
    return message(N_("others")) if name is None else word(context.sources, name)


def _recorded(context: Context, rows: Sequence[Share]) -> dict[str, Any]:
    """Table and picture of what was written down."""
    drawn = [
        bars.Bar(word(context.sources, row.name), row.share, percent(row.share), quiet=not row.name) for row in rows
    ]
    table = Table(
        rows,
        words(N_("Group"), lambda row: word(context.sources, row.name)),
        count(N_("Customers"), "customers"),
        share(N_("Share of leavers"), "share"),
    )
    return {"table": table, "chart": chart("bars", rows=drawn)}


@finding(N_("What drives churn?"), "driver")
def drivers(context: Context) -> Finding:
    """What multiplies the rate of leaving, everything else held fixed."""
    rows, unseen = past.churn_drivers(context.sources), ", ".join(past.unseen_tables(context.sources))
    return Finding(
        sentence=_driver(rows),
        table=Table(
            rows,
            words(N_("Driver"), lambda row: message(DRIVERS[row.id])),
            number(N_("Times the rate"), "ratio", Unit.MULTIPLE),
            number(N_("90% interval"), lambda row: (row.low, row.high), Unit.MULTIPLE),
            count(N_("Leavers it rests on"), "leavers"),
        ),
        chart=chart("ratios", rows=list(map(_ratio, rows))),
        note=message(N_("Not seen for want of the tables {tables}."), tables=unseen) if unseen else None,
    )


def _ratio(row: Driver) -> dots.Ratio:
    leavers = counted(N_("{n} leaver"), N_("{n} leavers"), row.leavers)
    return dots.Ratio(message(DRIVERS[row.id]), row.ratio, row.low, row.high, row.seen, leavers)


def _driver(rows: Sequence[Driver]) -> Message:
    """The strongest driver, by how much it multiplies the hazard."""
    if not rows:
        return message(N_("The drivers of churn are not known"))
    if not rows[0].seen:
        return message(N_("No driver of churn shows in the data"))
    text = N_("{name}: {ratio} the usual churn rate")
    return message(text, name=message(DRIVERS[rows[0].id]), ratio=Amount(rows[0].ratio, Unit.MULTIPLE))


@finding(N_("Who orders again, by the quarter of their first order?"))
def came_back(context: Context, months: str = CALENDAR) -> Finding:
    """The triangle, in calendar months or in windows of 30 days; each is named."""
    triangle = past.cohort_retention(context.sources, months)
    labels = [
        message("{quarter} · {n}", quarter=f"{day.year} Q{day.quarter}", n=Amount(n, Unit.COUNT))
        for day, n in zip(triangle.cohorts, triangle.customers, strict=True)
    ]
    shares = [[None if np.isnan(cell) else float(cell) for cell in row] for row in triangle.share]
    note = N_("Per cent that ordered in the calendar month so many months later; customers beside the quarter.")
    if months == ROLLING:
        note = N_("Per cent that ordered in 30 days counted from their own first order; customers beside the quarter.")
    return Finding(
        sentence=_returning(triangle),
        table=Table(
            zip(triangle.cohorts, triangle.customers, shares, strict=True),
            words(N_("Cohort"), lambda row: f"{row[0].year} Q{row[0].quarter}"),
            count(N_("Customers"), lambda row: row[1]),
            *(share(str(n + 1), _period(n)) for n in range(triangle.share.shape[1])),
        ),
        chart=chart("triangle", cohorts=labels, shares=triangle.share.tolist()),
        note=message(note),
        readings=(asked("came_back", definition=months),),
    )


def _period(n: int) -> Callable[[Any], float | None]:
    return lambda row: row[2][n]


def _returning(triangle: Triangle) -> Message:
    """Which share orders again in the first and in the last period."""
    first, late = triangle.mean(1), triangle.mean(triangle.share.shape[1])
    if first is None:
        return message(N_("It is too early to see who comes back"))
    if late is None:
        return message(N_("{share} order again in the next month"), share=percent(first))
    text = N_("{first} order in the next month, {late} in the twelfth")
    return message(text, first=percent(first), late=percent(late))


@finding(N_("How long do customers stay?"), "staying")
def staying(context: Context) -> Finding:
    """How long customers stay, with and without a contract."""
    curve, contracts, seen, fitted = None, None, [], []
    with suppress(UndefinedError):
        curve = past.survival(context.sources)
    try:
        contracts = past.contract_renewals(context.sources)
        seen, how = contracts.observed.tolist(), contracts.fit.reason
        if contracts.fit.identifiable:
            fitted = sbg.survival(list(range(len(seen) + AHEAD)), contracts.fit).tolist()
            alpha, beta = (f"{value:.2f}" for value in contracts.fit.values(*sbg.PARAMS))
            text = N_("Contracts: shifted-beta-geometric, alpha {alpha}, beta {beta}.")
            how = message(text, alpha=alpha, beta=beta)
    except UndefinedError as error:
        how = error.reason
    n = len(past.seen_from_start(context.sources))
    counts = counted(N_("{n} customer seen from the first day."), N_("{n} customers seen from the first day."), n)
    return Finding(
        sentence=_survival(curve, contracts),
        table=_still_there(curve, seen, fitted),
        chart=chart("survival", **_thinned(curve), renewals=seen, fitted=fitted),
        note=together(counts, how),
    )


def _survival(curve: km.Survival | None, contracts: Renewals | None) -> Message:
    """Which share is still there after a year, under contract and without."""
    if curve is None:
        return message(N_("No customer has been observed from the first day"))
    free = percent(curve.at(12))
    if contracts is None or len(contracts.observed) < 2:
        return message(N_("{share} are retained after a year"), share=free)
    text = N_("{free} are retained after a year without a contract, {held} under contract")
    return message(text, free=free, held=percent(float(contracts.observed[1])))


def _still_there(curve: km.Survival | None, seen: Sequence[float], fitted: Sequence[float]) -> Table:
    """Both curves at half years and years."""

    def free(month: int) -> float | None:
        return None if curve is None or not len(curve.time) or month > curve.time[-1] else curve.at(month)

    def renewed(line: Sequence[float], month: int) -> float | None:
        year, rest = divmod(month, 12)
        return line[year] if not rest and year < len(line) else None

    return Table(
        TABLED,
        number(N_("After"), lambda month: month, Unit.MONTHS),
        share(N_("Without a contract"), free),
        share(N_("Contracts"), lambda month: renewed(seen, month)),
        share(N_("Contracts, fitted"), lambda month: renewed(fitted, month)),
    )


def _thinned(curve: km.Survival | None) -> dict[str, list[float]]:
    if curve is None:
        return {"months": [], "share": [], "low": [], "high": []}
    columns = {"months": curve.time, "share": curve.share, "low": curve.low, "high": curve.high}
    step = max(1, len(curve.time) // POINTS)
    return {name: [*line[::step].tolist(), *(line[-1:].tolist() if step > 1 else [])] for name, line in columns.items()}
