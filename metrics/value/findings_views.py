"""What customers brought and could bring, where they stand, and where a year's revenue goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from metrics.context import Context
from metrics.drawing.bars import Bar, Values
from metrics.drawing.bridge import Item
from metrics.finding import Finding, Table, chart, count, finding, money, share, word
from metrics.metric import asked
from metrics.reading import UndefinedError
from metrics.value import words, worth
from metrics.value.components import Components
from metrics.value.customer import names
from metrics.value.lifecycle import ALIVE, STAGES, Floats, Lifecycle
from metrics.value.words import STAGES as STAGE_NAMES
from metrics.value.words import activity, sentences
from metrics.value.worth import Margin
from metrics.words.text import N_, Message, Term, message
from metrics.words.units import Amount, Unit
from metrics.words.units import money as amount

MOST = 8  # groups drawn


@finding(N_("What did they bring, what could they bring?"), "potential")
def value_views(context: Context, by: str = "") -> Finding:
    """Realised, potential and expected value by group."""
    rows = worth.views_by(context.sources, by)
    text = N_("So far: all years. Expected: over the horizon. Possible: a year, against a good customer alike.")
    return Finding(
        sentence=_so_far_and_ahead(rows),
        table=Table(
            rows,
            word(N_("Group"), "label"),
            count(N_("Customers"), "customers"),
            money(N_("Realised, so far"), "realised"),
            money(N_("Potential, a year"), "potential"),
            money(N_("Model"), "model"),
            money(N_("Model, each"), lambda row: None if row.model is None else row.model / row.customers),
        ),
        chart=chart("value_views", rows=rows[:MOST]),
        note=message(text),
    )


def _so_far_and_ahead(found: Sequence[Values]) -> Message:
    """What customers brought, could bring in a year, and are expected to bring."""
    so_far, could = amount(sum(row.realised for row in found)), amount(sum(row.potential for row in found))
    ahead = [row.model for row in found if row.model is not None]
    if not ahead:
        return message(N_("{so_far} brought so far, {could} more a year possible"), so_far=so_far, could=could)
    text = N_("{so_far} so far, {ahead} ahead, {could} a year more possible")
    return message(text, so_far=so_far, ahead=amount(sum(ahead)), could=could)


def most_possible(context: Context, named: bool = False) -> Table:
    """Customer by customer, who could bring most more; by name for a reader who may see it."""
    most = worth.most_possible(context.sources)
    called = names(context.sources, tuple(map(str, most.index))) if named else {}
    return Table(
        most.replace({np.nan: None}).itertuples(),
        word(N_("Customer"), lambda row: called.get(str(row.Index), str(row.Index))),
        money(N_("Realised, so far"), "realised"),
        money(N_("12 months"), "own"),
        money(N_("Potential, a year"), "potential"),
        money(N_("Model"), "model"),
    )


@finding(N_("Where do customers stand, and what comes next?"))
def stages(context: Context, kind: str = "") -> Finding:
    """Customers by stage, what one is worth, and how likely the next stage is."""
    steps = worth.stages(context.sources, kind)
    places = range(len(STAGES))

    def each(values: Floats) -> Callable[[int], float]:
        return lambda place: float(values[place])

    beside = N_("Bars: value of one customer over the horizon; beside it the chance of an order in the next year.")
    return Finding(
        sentence=message(
            N_("{share} of new customers come back; a loyal one is worth {times}"),
            share=Amount(float(steps.stay[STAGES.index("new")]), Unit.SHARE),
            times=amount(float(steps.value[STAGES.index("loyal")])),
        ),
        table=Table(
            places,
            word(N_("Stage"), lambda place: Term(STAGE_NAMES[STAGES[place]])),
            count(N_("Customers"), each(steps.customers)),
            money(N_("Profit, 12 months"), each(steps.money)),
            share(N_("Stays"), each(steps.stay)),
            share(N_("Next stage"), each(steps.onward)),
            money(N_("Worth of one"), each(steps.value)),
            money(N_("Next stage, expected"), each(steps.ahead)),
        ),
        chart=chart("bars", rows=[_stage(steps, place) for place in places]),
        note=sentences(message(beside), None if kind else _two_models(context, steps.total)),
        readings=(asked("value_by_stages", kind=kind),),
    )


def _stage(found: Lifecycle, place: int) -> Bar:
    each, stays = float(found.value[place]), Amount(float(found.stay[place]), Unit.SHARE)
    name, n = Term(STAGE_NAMES[STAGES[place]]), Amount(float(found.customers[place]), Unit.COUNT)
    beside = message("{each} · {stays}", each=amount(round(each)), stays=stays)
    return Bar(message("{name} · {n}", name=name, n=n), max(each, 0.0), beside, quiet=place >= ALIVE)


def _two_models(context: Context, total: float) -> Message | None:
    """What the stages say of everybody beside the forecast, where there is one."""
    forecast = context.read("customer_value").value
    if forecast is None:
        return None
    text = N_("All stages together {stages}; the forecast says {model}.")
    return message(text, stages=amount(total), model=amount(forecast))


@finding(N_("Where does a year's revenue go?"))
def margins(context: Context, by: str = "kind", group: str = "") -> Finding:
    """Revenue to contribution, of everybody or of one group; every group in the table."""
    rows, chosen = worth.margins(context.sources, by), worth.margin(context.sources, by, group)
    activities = [name for name, _amount in worth.together(rows).served]
    items = [
        Item(message(N_("Net revenue")), chosen.revenue, total=True),
        Item(message(N_("cost of sales")), -chosen.cost),
        Item(message(N_("Margin")), chosen.margin, total=True),
        *(Item(activity(name), -cost) for name, cost in chosen.served),
        Item(message(N_("Contribution")), chosen.contribution, total=True),
    ]
    shared_out = N_(
        "Cost to serve is shared out among products: delivery and administration by order lines, returns by "
        "value, calls and visits by revenue."
    )
    return Finding(
        sentence=_left_of_revenue(chosen),
        table=Table(
            rows,
            word(N_("Group"), lambda row: words.group(by, row.name)),
            money(N_("Net revenue"), "revenue"),
            money(N_("Margin"), "margin"),
            *(money(activity(name), _cost_of(name)) for name in activities),
            money(N_("Contribution"), "contribution"),
            share(N_("Share of revenue"), lambda row: row.contribution / row.revenue if row.revenue else None),
        ),
        chart=chart("bridge", items=items),
        note=message(shared_out) if by == worth.FAMILY else None,
        readings=(asked("contribution_12m", by=by, group=group),),
    )


def _cost_of(name: str) -> Callable[[Margin], float]:
    return lambda row: dict(row.served).get(name, 0.0)


def _left_of_revenue(chosen: Margin) -> Message:
    """What is left of revenue, and what serving takes of it."""
    if not chosen.revenue:
        raise UndefinedError(message(N_("there is nothing to count yet")))
    left = Amount(abs(chosen.contribution) / chosen.revenue, Unit.SHARE)
    serve = Amount(sum(cost for _name, cost in chosen.served) / chosen.revenue, Unit.SHARE)
    if chosen.contribution < 0:
        return message(N_("{lost} of revenue is lost; serving takes {serve}"), lost=left, serve=serve)
    if not chosen.served:
        return message(N_("Of the revenue {left} is left over"), left=left)
    return message(N_("{left} of revenue is left; serving takes {serve}"), left=left, serve=serve)


@finding(N_("What makes a longer customer worth more?"), "value_parts")
def parts(context: Context) -> Finding:
    """The forecast value taken apart: what new customers bring too, growth, price premium, cost saving."""
    apart = worth.taken_apart(context.sources)
    total = apart.total
    steps = [(N_("growth"), "growth"), (N_("price premium"), "premium"), (N_("cost saving"), "saving")]
    values = [(name, getattr(total, part)) for name, part in steps]
    items = [
        Item(message(N_("As new customers")), total.base, total=True),
        *(Item(message(name), value) for name, value in values if value is not None),
        Item(message(N_("Forecast value")), total.total, total=True),
    ]
    if total.referral:
        items += [
            Item(message(N_("referral, a year's")), total.referral),
            Item(message(N_("With referral")), total.with_referral, total=True),
        ]
    return Finding(
        sentence=_base_and_growth(total),
        table=Table(
            apart.kinds.items(),
            word(N_("Kind"), lambda row: words.group("kind", row[0])),
            money(N_("As new customers"), lambda row: row[1].base),
            *(money(name, _part_of(part)) for name, part in steps),
            money(N_("Forecast value"), lambda row: row[1].total),
            money(N_("referral, a year's"), _part_of("referral")),
            money(N_("With referral"), lambda row: row[1].with_referral),
        ),
        chart=chart("bridge", items=items),
        note=sentences(_unknown(total), _referral(total, apart.recommended)),
    )


def _part_of(name: str) -> Callable[[tuple[str, Components]], float | None]:
    return lambda row: getattr(row[1], name)


def _base_and_growth(total: Components) -> Message:
    """What a longer customer's value consists of."""
    if total.total <= 0:
        return message(N_("These customers are forecast to bring {value}"), value=amount(total.total))
    growth = Amount(abs(total.growth) / total.total, Unit.SHARE)
    adds = N_("{base} is what new customers bring too; growth adds {growth}")
    takes = N_("{base} is what new customers bring too; growth takes {growth}")
    return message(
        adds if total.growth >= 0 else takes, base=Amount(total.base / total.total, Unit.SHARE), growth=growth
    )


def _referral(total: Components, recommended: int) -> Message:
    """What those are worth whom these customers recommended, or that nobody knows who recommended whom."""
    if total.referral is None:
        return message(N_("Referral value: unknown, since no referrer is recorded."))
    if not recommended:
        return message(N_("Nobody who came in the last 12 months is known to have come by recommendation."))
    text = N_(
        "Referral: {n} customers who came in the last 12 months were recommended by these and are worth {value}; "
        "that is their own value too, so it is not added to the value of all."
    )
    return message(text, n=Amount(recommended, Unit.CUSTOMERS), value=amount(total.referral))


def _unknown(total: Components) -> Message | None:
    premium = message(N_("Price premium: unknown, no list prices are held; it is part of growth."))
    saving = message(N_("Cost saving: unknown, no cost to serve is held; it is part of growth."))
    return sentences(premium if total.premium is None else None, saving if total.saving is None else None)
