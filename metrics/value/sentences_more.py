"""The sentences above what the customer value page shows behind its choices, computed from what the report tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from metrics.customers.buyers import CONTRACT
from metrics.value.contracts import Contracts, Mode
from metrics.value.lifecycle import STAGES, Lifecycle
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


NAMES: Mapping[str, str] = {
    "new": N_("New"),
    "growing": N_("Growing"),
    "loyal": N_("Loyal"),
    "lapsed": N_("Lapsed"),
    "lost": N_("Lost"),
}
