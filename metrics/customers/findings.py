"""Who brings the money, and who the customers are: how many there really are, who won them, and who may become one."""

from __future__ import annotations

from collections.abc import Sequence

from metrics.context import Context
from metrics.customers import buyers, known
from metrics.customers import leads as open_leads
from metrics.customers.acquisition import Source
from metrics.customers.base import KINDS
from metrics.customers.buyers import ALL, CUTS, Group
from metrics.drawing.bars import Bar
from metrics.finding import Finding, Table, chart, count, finding, money, number, share, word
from metrics.metric import asked
from metrics.reading import UndefinedError
from metrics.words.text import N_, Message, Term, message
from metrics.words.units import Amount, Unit
from metrics.words.units import money as amount

MOST = 8  # sources drawn


def _kind(name: str) -> Term | str:
    """A kind of customer: words of ours are translated, those of the data stand as they are."""
    return Term(KINDS[name]) if name in KINDS else name


LOSE = N_("the last {share} lose money")
BEYOND = {"revenue": N_("the last {share} got back more than they paid")}


@finding(N_("How concentrated is what customers bring?"))
def concentration(context: Context, mode: str = ALL, cuts: tuple[float, float] = CUTS) -> Finding:
    """What buyers brought, best first, in classes at ``cuts``; how many lose it is said where the curve falls back."""
    curve, basis = buyers.concentrated(context.sources, mode, cuts), buyers.buyers(context.sources).word
    lost = message(BEYOND.get(basis, LOSE), share=Amount(curve.below_zero / curve.buyers, Unit.SHARE))
    best, half = (curve.of_best(part) for part in (0.2, 0.5))
    text = N_("The top 1% of customers bring {share} of {basis}")
    return Finding(
        question=message(N_("How concentrated is the {basis}?"), basis=Term(basis)),
        sentence=message(text, share=Amount(curve.of_best(0.01), Unit.SHARE), basis=Term(basis)),
        table=classes_table(curve.classes, basis),
        chart=chart(
            "lorenz",
            customers=buyers.SHARES,
            value=curve.money,
            named=((0.2, best), (0.5, half)),
            a_until=curve.ends[0],
            b_until=curve.ends[1],
            beyond=lost if curve.below_zero else "",
        ),
        note=_before_serving(context, mode),
        readings=(asked("top_fifth_share", mode=mode) if mode != ALL else "top_fifth_share",),
    )


def classes_table(classes: Sequence[Group], basis: str) -> Table:
    """How many customers each class holds, and what they brought; ``basis``: the word for what they bring."""
    heads, total = sum(group.customers for group in classes), sum(group.money for group in classes)
    return Table(
        classes,
        word(N_("Class"), "name"),
        count(N_("Customers"), "customers"),
        share(N_("Share of customers"), lambda group: group.customers / heads),
        money(message(N_("{basis}, so far"), basis=Term(basis.capitalize())), "money"),
        share(message(N_("Share of {basis}"), basis=Term(basis)), lambda group: group.money / total),
        money(N_("Each"), lambda group: group.money / group.customers if group.customers else None),
    )


def _before_serving(context: Context, mode: str) -> Message | None:
    shares = buyers.by_margin(context.sources, mode)
    if shares is None:
        return None
    best, half = (Amount(part, Unit.SHARE) for part in shares)
    return message(N_("Of the margin, before cost to serve: top 20% {best}, bottom 50% {half}."), best=best, half=half)


@finding(N_("Which source brings the shortest tenure?"), "shortest_source")
def sources(context: Context) -> Finding:
    """Each source beside others who came at the same time: how long they stay, and what serving them costs."""
    context.value("shortest_source")  # the reason there is none, while too few have left
    rows = known.origins(context.sources)
    return Finding(
        sentence=_shortest(rows[0]),
        table=Table(
            rows,
            word(N_("Source"), lambda row: context.sources.word(row.name)),
            word(N_("Kind"), lambda row: _kind(row.kind)),
            count(N_("Customers"), lambda row: row.own.customers),
            number(N_("Tenure"), lambda row: row.own.months, Unit.MONTHS),
            number(N_("Tenure, others"), lambda row: row.others.months, Unit.MONTHS),
            number(N_("As long as others"), "lifetime", Unit.MULTIPLE),
            money(N_("Cost to serve a month"), lambda row: row.own.serve),
            money(N_("Cost to serve a month, others"), lambda row: row.others.serve),
            number(N_("Cost to serve against others"), "serving", Unit.MULTIPLE),
            money(N_("Brought, each"), lambda row: row.own.brought),
            money(N_("Brought, each, others"), lambda row: row.others.brought),
        ),
        chart=chart(
            "bars",
            rows=[_bar(row, row.lifetime) for row in rows[:MOST] if row.lifetime is not None],
            line=1.0,
            line_words=Term(N_("others")),
        ),
        note=message(
            N_(
                "Time until four in ten had left, over that of other customers of the kind who came in the same "
                "months. Cost to serve a month is in the table."
            )
        ),
    )


def _shortest(worst: Source) -> Message:
    """How long customers of ``worst`` stay and what they cost, each against the others."""
    stay = Amount(worst.lifetime or 0.0, Unit.MULTIPLE)
    if worst.serving is None:
        return message(
            N_("Customers from {name} stay {stay} as long as comparable customers"), name=worst.name, stay=stay
        )
    serve = Amount(worst.serving, Unit.MULTIPLE)
    return message(
        N_("Customers from {name} stay {stay} as long as comparable customers, at {serve} the cost to serve"),
        name=worst.name,
        stay=stay,
        serve=serve,
    )


def _bar(row: Source, lifetime: float) -> Bar:
    stay = Amount(round(lifetime, 2), Unit.MULTIPLE)
    hover = message(
        N_("{name}<br>{stay} as long, {cost} the cost to serve"),
        name=message("{name} · {kind}", name=row.name, kind=_kind(row.kind)),
        stay=stay,
        cost="–" if row.serving is None else Amount(round(row.serving, 2), Unit.MULTIPLE),
    )
    return Bar(message("{name}<br>{kind}", name=row.name, kind=_kind(row.kind)), lifetime, stay, hover=hover)


@finding(N_("How many customers are there?"), "unique_customers")
def unique(context: Context) -> Finding:
    """Rows of customers, and customers once exact matches are one."""
    merged = known.unique(context.sources)
    before, after = (Amount(n, Unit.CUSTOMERS) for n in (merged.known, merged.unique))
    bars = [Bar(Term(N_("Rows")), merged.known, before, quiet=True), Bar(Term(N_("Merged")), merged.unique, after)]
    one = N_("{n} group shares an e-mail address or a telephone number, {both} of them both.")
    many = N_("{n} groups share an e-mail address or a telephone number, {both} of them both.")
    shared = message(
        one if merged.groups == 1 else many,
        n=Amount(merged.groups, Unit.COUNT),
        both=Amount(merged.by_both, Unit.COUNT),
    )
    exact = message(N_("Exact matches only: typing errors stay apart, and a shared telephone joins."))
    return Finding(
        sentence=message(N_("{known} rows, {unique} customers by exact match"), known=before, unique=after),
        table=Table(bars, word(N_("Group"), "label"), count(N_("Customers"), "value")),
        chart=chart("bars", rows=bars),
        note=message(N_("{one} {two}"), one=shared, two=exact),
    )


@finding(N_("Which open leads are worth most?"), "leads")
def leads(context: Context) -> Finding:
    """The open leads worth most: chance of becoming a customer times what such a customer is worth."""
    worth = open_leads.leads(context.sources)
    if not worth.first:
        raise UndefinedError(message(N_("no lead is open")))
    text = N_("Open leads are expected to bring {value}, the first of them {first}")
    return Finding(
        sentence=message(text, value=amount(worth.value), first=amount(worth.first[0].value)),
        table=Table(
            worth.first,
            word(N_("Lead"), "id"),
            word(N_("Kind"), lambda lead: _kind(lead.kind)),
            word(N_("Source"), lambda lead: context.sources.word(lead.source)),
            share(N_("Chance"), "chance"),
            money(N_("Expected value"), "value"),
        ),
        chart=chart("bars", rows=[Bar(lead.id, lead.value, amount(lead.value)) for lead in worth.first]),
    )
