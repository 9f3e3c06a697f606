"""What ifs of policy in findings: whom to let go, whom to serve better, where to spend, what the programme added."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from metrics.context import Context
from metrics.customers import buyers
from metrics.customers.base import value_basis
from metrics.customers.buyers import ALL, CUTS
from metrics.customers.findings import classes_table
from metrics.drawing.bars import Bar
from metrics.drawing.bridge import Item, spans
from metrics.finding import Finding, Table, chart, count, finding, money, number, share, word
from metrics.metric import asked
from metrics.reading import UndefinedError
from metrics.value.policy import facts, formulas, links
from metrics.value.policy.readings import BEST, FIXED, LOSS, PART, POINTS, SPEND, WRONG
from metrics.words.text import N_, Message, Term, message, together
from metrics.words.units import Amount, Unit
from metrics.words.units import money as amount

Tiers = tuple[float, ...]


def _share(value: float) -> Amount:
    return Amount(value, Unit.SHARE)


def _bridge(*steps: tuple[str, float]) -> dict[str, Any]:
    """Steps between two totals: a table of them, each with where it leads to, and their picture."""
    last = len(steps) - 1
    items = tuple(Item(message(name), value, total=place in (0, last)) for place, (name, value) in enumerate(steps))
    table = Table(
        spans(items),
        word(N_("Item"), lambda span: span.item.label),
        money(N_("Change"), lambda span: None if span.item.total else span.item.value, signed=True),
        money(N_("Level"), "end"),
    )
    return {"table": table, "chart": chart("bridge", items=items)}


@finding(N_("Who is A, B and C, and what do they cost to serve?"))
def classes(context: Context, mode: str = ALL, cuts: tuple[float, float] = CUTS) -> Finding:
    """Classes at cuts of the reader's own, and what serving one customer of each of the usual classes costs."""
    groups = buyers.classes(context.sources, mode, cuts)
    heads, total = sum(group.customers for group in groups), sum(group.money for group in groups)
    return Finding(
        sentence=message(
            N_("{n} A customers, {heads} of all, bring {money}"),
            n=Amount(groups[0].customers, Unit.CUSTOMERS),
            heads=_share(groups[0].customers / heads),
            money=_share(groups[0].money / total),
        ),
        table=classes_table(groups, value_basis(context.frames)[1]),
        note=_cost_to_serve(context),
    )


def _cost_to_serve(context: Context) -> Message | None:
    """What serving one active customer of each usual class costs a year; None where that is not known."""
    with suppress(UndefinedError):
        each = {
            tier.name.lower(): amount(tier.serve / tier.customers) if tier.customers else "–"
            for tier in facts.tiers(context.sources)
        }
        label = message(N_("Cost to serve a year, each active customer of the usual classes:"))
        return message(N_("{one} {two}"), one=label, two=message("A {a} · B {b} · C {c}", **each))
    return None


@finding(N_("What if we drop the least profitable customers?"))
def least_profitable(context: Context, part: float = PART, fixed: float = FIXED) -> Finding:
    """What letting the last active customers go would change."""
    last = facts.least_profitable(context.sources, part, fixed)
    text = N_(
        "Dropping the least profitable {part} of customers would change profit by {change} if {fixed} of their service "
        "cost remains"
    )
    change = Amount(last.change, Unit.MONEY, signed=True)
    sentence = message(text, part=_share(part), change=change, fixed=_share(fixed))
    one, many = N_("{n} customer, {share} of a year's money."), N_("{n} customers, {share} of a year's money.")
    who = message(one if last.customers == 1 else many, n=Amount(last.customers, Unit.COUNT), share=_share(last.share))
    assumed = message(N_("How much cost stays is an assumption."))
    return Finding(
        sentence=sentence,
        **_bridge(
            (N_("All active"), last.everybody),
            (N_("without them"), -last.contribution),
            (N_("cost that stays"), -last.stays),
            (N_("What is left"), last.everybody + last.change),
        ),
        note=message(N_("{one} {two}"), one=who, two=assumed),
        readings=(asked("tail", part=part, fixed=fixed),),
    )


@finding(N_("Should each tier be served alike?"))
def service(context: Context, spend: Tiers = SPEND, points: Tiers = POINTS) -> Finding:
    """What another service of the tiers would change, and how much retention it may cost."""
    tiers = facts.served(context.sources, spend, points)
    whole = formulas.together(tiers)
    items = (
        Item(message(N_("Served as now")), whole.before, total=True),
        *(Item(message(N_("Class {letter}"), letter=row.tier.name), row.change) for row in tiers if row.change),
        Item(message(N_("This policy")), whole.after, total=True),
    )
    return Finding(
        sentence=_service(whole.change, any((*spend, *points))),
        table=Table(
            (*tiers, whole),
            word(N_("Class"), lambda row: row.tier.name or Term(N_("Together"))),
            count(N_("Active"), lambda row: row.tier.customers),
            money(N_("Cost to serve"), lambda row: row.tier.serve),
            money(N_("Saved a year"), "saved"),
            number(N_("Break-even, points"), "break_even", Unit.POINTS, signed=True),
            money(N_("Change"), "change", signed=True),
            money(N_("Served as now"), "before"),
            money(N_("This policy"), "after"),
        ),
        chart=chart("bridge", items=items),
        note=message(
            N_(
                "Points of retention are an assumption until a control group has been compared. Break-even: the points "
                "at which saving and loss are equal."
            )
        ),
        readings=(asked("tier_policy", spend=spend, points=points),),
    )


def _service(change: float, asked_for: bool) -> Message:
    if not asked_for:
        return message(N_("Nothing changes while every tier is served as now"))
    if change >= 0:
        return message(N_("This policy brings {gain} over the horizon"), gain=amount(change))
    return message(N_("This policy costs {loss} over the horizon"), loss=amount(-change))


@finding(N_("What if some top customers are misclassified?"))
def misclassified(
    context: Context, best: float = BEST, wrong: float = WRONG, loss: float = LOSS, mode: str = ALL
) -> Finding:
    """What is lost when some of the best customers are taken for ordinary ones."""
    lost = facts.misclassified(context.sources, best, wrong, loss, mode)
    n = Amount(round(lost.misclassified), Unit.COUNT)
    return Finding(
        sentence=message(N_("Up to {loss} is lost with {n} of them"), loss=amount(lost.loss), n=n),
        **_bridge(
            (N_("Value of the best"), lost.value),
            (N_("misclassified"), -lost.loss),
            (N_("What is left"), lost.value - lost.loss),
        ),
        note=message(N_("With all of their value lost this is the most it can cost; how much goes is an assumption.")),
        readings=(asked("misread", best=best, wrong=wrong, loss=loss, mode=mode),),
    )


@finding(N_("Do we grow existing customers or win new ones?"), "farming")
def spending(context: Context) -> Finding:
    """Retention against acquisition spending: what customers of a year ago bring, and what is spent on them."""
    year = facts.spending(context)
    revenue = _share(year.revenue_share)
    bars = [Bar(Term(N_("of revenue")), year.revenue_share, revenue)]
    try:
        spent = _share(year.spending_share)
    except UndefinedError as error:
        sentence = message(
            N_("{revenue} of revenue comes from existing customers; spending on them is unknown"), revenue=revenue
        )
        note = error.reason
    else:
        bars.append(Bar(Term(N_("of spending")), spent.value, spent, quiet=True))
        sentence = message(
            N_("Existing customers bring {revenue} of revenue and receive {spending} of spending"),
            revenue=revenue,
            spending=spent,
        )
        text = N_("{tended} on existing customers (service and mail), {hunted} on new ones (acquisition included).")
        note = message(text, tended=amount(year.retention), hunted=amount(year.acquisition or 0.0))
    return Finding(
        sentence=sentence,
        table=Table(bars, word(N_("Group"), "label"), share(N_("On customers of a year ago"), "value")),
        chart=chart("bars", rows=bars),
        note=note,
    )


@finding(N_("What does the programme add to customer equity?"), "rocb")
def equity(context: Context) -> Finding:
    """Customer equity with the programme and without."""
    context.value("rocb")  # the reason there is none, while nothing is spent
    added = facts.added(context)
    gain = N_("On the plan's assumptions the programme adds {change} of customer equity")
    loss = N_("On the plan's assumptions the programme reduces customer equity by {change}")
    return Finding(
        sentence=message(gain if added.change >= 0 else loss, change=amount(abs(added.change))),
        **_bridge(
            (N_("Without programme"), added.without),
            (N_("added"), added.change),
            (N_("With programme"), added.with_programme),
        ),
        note=together(
            message(N_("Net of doing nothing. It rests on the assumptions of the scenario, not on a control group.")),
            _other_value(context, added.with_programme),
        ),
    )


def _other_value(context: Context, modelled: float) -> Message | None:
    """That the base of the benefit model is no sum of the customers' own forecasts, and by how much they differ."""
    forecast = context.read("customer_value").value
    if forecast is None:
        return None
    text = N_(
        "The base is the benefit model's, at mean rates; forecasts of each customer sum to {forecast}: {apart} apart."
    )
    return message(text, forecast=amount(forecast), apart=amount(forecast - modelled, signed=True))


@finding(N_("Which linked customers are worth most together?"), "linked")
def linked(context: Context) -> Finding:
    """The groups of linked customers worth most."""
    linked = links.linked(context.sources)
    groups, text = linked.first, N_("Linked customers are worth {value}, the first group of them {first}")
    return Finding(
        sentence=message(text, value=amount(linked.value), first=amount(groups[0].money)),
        table=Table(
            groups, word(N_("Group of"), "name"), count(N_("Customers"), "customers"), money(N_("Value"), "money")
        ),
        chart=chart("bars", rows=[Bar(group.name, group.money, amount(group.money)) for group in groups]),
    )
