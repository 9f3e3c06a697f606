"""What our customers are worth and how sure we are: the first rows of the customer value page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from metrics.context import Context
from metrics.customers import buyers
from metrics.customers.buyers import ALL
from metrics.drawing.dots import Tenth
from metrics.drawing.scatter import Point
from metrics.finding import Finding, Table, chart, count, finding, money, word
from metrics.metric import asked
from metrics.reading import Reading, UndefinedError
from metrics.value import attention as matrix
from metrics.value import customer as buyer
from metrics.value import tenths as facts
from metrics.value.attention import Attention
from metrics.value.words import POSSIBLE, QUADRANTS, STATUSES
from metrics.words.text import N_, Message, Term, message
from metrics.words.units import Amount, Unit, span
from metrics.words.units import money as amount

EXPECTED = N_("expected next 12 months, by rank")
COULD = N_("possible a year, by rank")
ORDERS = 50  # of a customer, shown


def reading(context: Context, id: str, mode: str = ALL) -> Reading:
    """A tile's reading, of everybody or of one mode."""
    if mode == ALL:
        return context.read(id)
    return context.read("group_value_at_risk" if id == "value_at_risk" else id, mode=mode)


def verdict(context: Context, mode: str = ALL) -> Message:
    """What the customers are worth and how it is spread."""
    total, best = reading(context, "customer_value", mode), reading(context, "top_fifth_share", mode).value
    if total.value is None:
        return message(N_("We cannot say what customers are worth. {reason}"), reason=total.reason)
    over = span(int(context.sources.scores.card["horizon_months"]))
    if total.low is None or total.high is None:
        worth = message(
            N_("Customers are worth {value} over {span} (remaining CLV)."), value=amount(total.value), span=over
        )
    else:
        text = N_("Customers are worth {low} to {high} over {span} (remaining CLV, 90% range).")
        worth = message(text, low=amount(total.low), high=amount(total.high), span=over)
    if best is None:
        return worth
    word = Term(buyers.buyers(context.sources).word)
    text = N_("The top 20% of customers bring {share} of the {basis}. {worth}")
    return message(text, share=Amount(best, Unit.SHARE), basis=word, worth=worth)


@finding(N_("What is one customer worth, and how sure are we?"), "value_per_customer")
def tenths(context: Context, mode: str = ALL) -> Finding:
    """What one customer of each tenth is worth."""
    best, *others = facts.tenths(context.sources, mode)
    places = 0 if best.value >= 100 else 2  # where the best are worth hundreds, 0.0891 says no more than 0
    rows = [_rounded(row, places) for row in (best, *others)]
    return Finding(
        sentence=_best_tenth(best),
        table=Table(
            rows,
            word(N_("Customers"), "label"),
            money(N_("Worth of one"), "value"),
            money(N_("Low"), "low"),
            money(N_("High"), "high"),
        ),
        chart=chart("worth_by_tenth", tenths=rows, range_name=message(N_("bar: 90% range from the back-test"))),
    )


def _rounded(row: Tenth, places: int) -> Tenth:
    low, high = (None if end is None else round(end, places) for end in (row.low, row.high))
    return replace(row, value=round(row.value, places), low=low, high=high)


def _best_tenth(best: Tenth) -> Message:
    """What one customer of the best tenth is worth, and how far off that may be."""
    if best.low is None or best.high is None:
        return message(N_("The top tenth is worth {each} each"), each=amount(best.value))
    within = max(best.high - best.value, best.value - best.low)
    return message(N_("The top tenth is worth {each} each, within {off}"), each=amount(best.value), off=amount(within))


@finding(N_("Where should the next hour of attention go?"))
def attention(
    context: Context,
    kind: str | None = None,
    region: str | None = None,
    tier: str | None = None,
    mode: str = ALL,
    named: bool = False,
    by: str = matrix.EXPECTED,
) -> Finding:
    """Active customers in four fields, by rank: what they brought, and what they are expected to bring, or could.

    ``named``: by name, for a reader who may see it.
    """
    found, possible = matrix.attention(context.sources, kind, region, tier, mode, by), by == matrix.POSSIBLE
    names = buyer.names(context.sources, tuple(dot.id for dot in found.drawn)) if named else {}
    called = POSSIBLE if possible else QUADRANTS
    basis = buyers.buyers(context.sources).word
    return Finding(
        sentence=_could_develop(found.develop) if possible else _to_develop(found.develop),
        table=Table(
            found.quadrants,
            word(N_("Field"), lambda row: Term(called[row.id])),
            count(N_("Customers"), "customers"),
            money(message(N_("{basis}, 12 months"), basis=Term(basis.capitalize())), "now"),
            money(N_("Possible a year") if possible else N_("Expected, 12 months"), "next"),
        ),
        chart=chart(
            "matrix",
            points=_points(found, names, possible),
            x_cut=found.places[0],
            y_cut=found.places[1],
            quadrants=tuple(
                message("{field} · {n}", field=Term(called[row.id]), n=Amount(row.customers, Unit.CUSTOMERS))
                for row in found.quadrants
            ),
            x_name=message(N_("{basis} of the last 12 months, by rank"), basis=Term(basis)),
            y_name=message(COULD if possible else EXPECTED),
        ),
        readings=() if possible else (asked("develop", kind=kind, region=region, tier=tier, mode=mode),),
    )


@finding(N_("Who stands in a field?"))
def field(
    context: Context,
    chosen: str = matrix.QUADRANTS[0],
    kind: str | None = None,
    region: str | None = None,
    tier: str | None = None,
    mode: str = ALL,
    named: bool = False,
    by: str = matrix.EXPECTED,
) -> Finding:
    """Every customer of one field, who is expected to bring most first. UndefinedError where nobody stands in it."""
    found, possible = matrix.attention(context.sources, kind, region, tier, mode, by), by == matrix.POSSIBLE
    mine = found.everybody[found.everybody["field"] == chosen]
    if not len(mine):
        raise UndefinedError(message(N_("Nobody stands in this field")))
    names = buyer.names(context.sources, tuple(map(str, mine.index))) if named else {}
    basis = buyers.buyers(context.sources).word
    called = {row[0]: names.get(str(row[0]), "") for row in mine.itertuples()}
    return Finding(
        sentence=message(
            N_("{n} customers stand in: {field}"),
            n=Amount(len(mine), Unit.CUSTOMERS),
            field=Term((POSSIBLE if possible else QUADRANTS)[chosen]),
        ),
        table=Table(
            list(mine.itertuples()),
            word(N_("Customer"), lambda row: str(row[0])),
            *([word(N_("Name"), lambda row: called[row[0]] or None)] if named else ()),
            money(message(N_("{basis}, 12 months"), basis=Term(basis.capitalize())), lambda row: row.now),
            money(N_("Possible a year") if possible else N_("Expected, 12 months"), lambda row: row.next),
        ),
    )


def _points(found: Attention, names: Mapping[str, str], possible: bool) -> list[Point]:
    text, points = N_("{name}<br>last 12 months {now}<br>expected next {ahead}"), []
    if possible:
        text = N_("{name}<br>last 12 months {now}<br>possible a year {ahead}")
    for dot in found.drawn:
        name = names.get(dot.id, dot.id)
        hover = message(text, name=name, now=amount(dot.now), ahead=amount(dot.next))
        points.append(Point(name, dot.x, dot.y, dot.size, dot.named, hover))
    return points


def _to_develop(few: matrix.Quadrant) -> Message:
    """How many bring little and are expected to bring much."""
    if not few.customers:
        return message(N_("No customer combines low current and high expected value"))
    n = Amount(few.customers, Unit.CUSTOMERS)
    if few.next > few.now > 0:
        text = N_("{n} customers brought {now}, could bring {ahead}")
        return message(text, n=n, now=amount(few.now), ahead=amount(few.next))
    if few.next > few.now:
        return message(N_("{n} customers combine low current and higher expected value"), n=n)
    return message(N_("{n} customers brought less than the median, and at least the median is expected of each"), n=n)


def _could_develop(few: matrix.Quadrant) -> Message:
    """How many bring little, and what good customers alike bring."""
    if not few.customers:
        return message(N_("No customer combines low current and high possible value"))
    text = N_("{n} customers brought {now}; good ones alike bring {ahead}")
    return message(text, n=Amount(few.customers, Unit.CUSTOMERS), now=amount(few.now), ahead=amount(few.next))


@finding(N_("What is this customer worth?"))
def customer(context: Context, number: str = "", named: bool = False) -> Finding:
    """What one customer is expected to bring next to what they brought."""
    who = buyer.customer(context.sources, number, named=named)
    if who.next is None:
        sentence = message(N_("{name}: {now} in the last year"), name=who.called, now=amount(who.now))
    else:
        text = N_("{name}: {now} last year, {ahead} expected")
        sentence = message(text, name=who.called, now=amount(who.now), ahead=amount(who.next))
    return Finding(sentence=sentence, readings=(asked("worth", number=number),))


def orders(context: Context, id: str) -> Table:
    """The latest orders of one customer."""
    return Table(
        buyer.orders(context.sources, id)[:ORDERS],
        word(N_("Day"), lambda row: row["ordered_at"].date()),
        word(N_("Status"), lambda row: Term(STATUSES.get(row["status"], row["status"]))),
        money(N_("Amount"), lambda row: float(row["amount"])),
        word(N_("Order"), lambda row: row["order_id"]),
    )
