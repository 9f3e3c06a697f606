"""The sentences above what the customer value page shows behind its choices, computed from what the report tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from metrics.customers.acquisition import Source
from metrics.customers.buyers import CONTRACT
from metrics.customers.known import Coverage, Internal
from metrics.customers.matching import Unique
from metrics.reading import UndefinedError
from metrics.value.contracts import Contracts, Mode
from metrics.value.equity import Equity
from metrics.value.lifecycle import STAGES, Lifecycle
from metrics.value.policy import Farming, Misread, Served, policy
from metrics.value.policy_facts import Repeat, Tail
from metrics.value.worth import Margin, Parts, Three
from metrics.words.text import N_, Message, message
from metrics.words.units import Amount, Unit, money

CANNOT = N_("This cannot be told yet")


def _share(value: float) -> Amount:
    return Amount(value, Unit.SHARE)


def three(found: Sequence[Three]) -> Message:
    """What customers brought, could bring in a year, and are expected to bring."""
    so_far, could = sum(row.realised for row in found), sum(row.potential for row in found)
    if not found:
        return message(CANNOT)
    if any(row.model is None for row in found):
        return message(
            N_("{so_far} brought so far, {could} more a year possible"), so_far=money(so_far), could=money(could)
        )
    ahead = sum(row.model or 0.0 for row in found)
    return message(
        N_("{so_far} so far, {ahead} ahead, {could} a year more possible"),
        so_far=money(so_far),
        ahead=money(ahead),
        could=money(could),
    )


def stages(found: Lifecycle | Message) -> Message:
    """How many new customers order again, and what that step is worth."""
    if isinstance(found, Message):
        return message(CANNOT)
    new, loyal = STAGES.index("new"), STAGES.index("loyal")
    return message(
        N_("{share} of new customers come back; a loyal one is worth {times}"),
        share=_share(float(found.stay[new])),
        times=money(float(found.value[loyal])),
    )


def margins(found: Margin | None) -> Message:
    """What is left of revenue, and where most of the rest goes."""
    if found is None or not found.revenue:
        return message(CANNOT)
    left = _share(found.contribution / found.revenue)
    if not found.served:
        return message(N_("Of the revenue {left} is left over"), left=left)
    serve = sum(amount for _, amount in found.served)
    return message(
        N_("{left} of revenue is left; serving takes {serve}"), left=left, serve=_share(serve / found.revenue)
    )


def parts(found: Parts) -> Message:
    """What a longer customer's value consists of."""
    if found.total is None or not found.total.total:
        return message(CANNOT)
    return message(
        N_("{base} is what new customers bring too; growth adds {growth}"),
        base=_share(found.total.base / found.total.total),
        growth=_share(found.total.growth / found.total.total),
    )


def contracts(found: Contracts, both: Sequence[Mode]) -> Message:
    """What the renewals say against what orders alone say."""
    orders = next((one.by_orders for one in both if one.id == CONTRACT), None)
    if found.reason is not None:
        return message(N_("No contract can be valued yet"))
    if not orders:
        return message(N_("Contracts are worth {value} by their renewals"), value=money(found.total))
    text = (
        N_("Renewals say {value}, {share} more than orders alone")
        if found.total >= orders
        else N_("Renewals say {value}, {share} less than orders alone")
    )
    return message(text, value=money(found.total), share=_share(abs(found.total / orders - 1)))


def tail(found: Tail | Message) -> Message:
    """What letting the tail go would change."""
    if isinstance(found, Message):
        return message(CANNOT)
    if found.profit >= 0:
        return message(N_("Without the tail profit would be {gain} higher"), gain=money(found.profit))
    return message(N_("Without the tail profit would be {loss} lower"), loss=money(-found.profit))


def repeat(found: Repeat | Message) -> Message:
    """Who brings the revenue of a year."""
    if isinstance(found, Message):
        return message(CANNOT)
    return message(N_("{share} of revenue comes from customers of earlier years"), share=_share(found.share))


def misread(found: Misread | Message) -> Message:
    """What misreading costs."""
    if isinstance(found, Message):
        return message(CANNOT)
    return message(
        N_("Up to {loss} is lost with {n} of them"), loss=money(found.loss), n=Amount(round(found.misread), Unit.COUNT)
    )


def service(found: tuple[Served, ...] | Message, years: float) -> Message:
    """What the policy brings."""
    if isinstance(found, Message):
        return message(CANNOT)
    change = policy(found, years)
    if not change:
        return message(N_("Nothing changes while every tier is served as now"))
    if change > 0:
        return message(N_("This policy brings {gain} over the horizon"), gain=money(change))
    return message(N_("This policy costs {loss} over the horizon"), loss=money(-change))


def farming(found: Farming | Message) -> Message:
    """Farmer or hunter."""
    if isinstance(found, Message):
        return message(CANNOT)
    try:
        spending = found.spending_share
    except UndefinedError:
        return message(N_("{revenue} of revenue is farmed; spending is unknown"), revenue=_share(found.revenue_share))
    return message(
        N_("Those who were there bring {revenue} and get {spending}"),
        revenue=_share(found.revenue_share),
        spending=_share(spending),
    )


def sources(found: tuple[Source, ...] | Message) -> Message:
    """Which source keeps customers shortest."""
    if isinstance(found, Message) or found[0].lifetime is None:
        return message(CANNOT)
    worst = found[0]
    stay = Amount(worst.lifetime or 0.0, Unit.MULTIPLE)
    if worst.serving is None:
        return message(N_("{name}: {stay} as long as others"), name=worst.name, stay=stay)
    return message(
        N_("{name}: {stay} as long, {serve} the cost to serve"),
        name=worst.name,
        stay=stay,
        serve=Amount(worst.serving, Unit.MULTIPLE),
    )


def equity(found: Equity | Message) -> Message:
    """What the programme has added to the base."""
    if isinstance(found, Message):
        return message(CANNOT)
    text = (
        N_("The programme added {change} of customer equity")
        if found.change >= 0
        else N_("The programme took {change} of customer equity")
    )
    return message(text, change=money(abs(found.change)))


def unique(found: Unique | Message) -> Message:
    """How many customers are one."""
    if isinstance(found, Message):
        return message(CANNOT)
    return message(
        N_("{known} rows, {unique} customers by exact match"),
        known=Amount(found.known, Unit.CUSTOMERS),
        unique=Amount(found.unique, Unit.CUSTOMERS),
    )


def known(inside: Internal | Message, covered: Coverage | Message) -> Message:
    """Coverage where it is known, else employees."""
    if not isinstance(covered, Message):
        return message(N_("{share} of the market is known"), share=_share(covered.share))
    if isinstance(inside, Message):
        return message(CANNOT)
    return message(N_("{n} customers are our own people"), n=Amount(inside.employees, Unit.CUSTOMERS))


NAMES: Mapping[str, str] = {
    "new": N_("New"),
    "growing": N_("Growing"),
    "loyal": N_("Loyal"),
    "lapsed": N_("Lapsed"),
    "lost": N_("Lost"),
}
