"""The sentences of the churn page, computed from what the report tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from metrics.churn.ahead import Band, Calculated, Planned
from metrics.churn.cohorts import Triangle
from metrics.churn.composition import Part
from metrics.churn.joins import Source
from metrics.churn.past import Driven, Leavers, Recorded, Stay, Won
from metrics.churn.retention import By
from metrics.churn.watch import Account, Trigger
from metrics.reading import Reading
from metrics.words.text import N_, Message, message
from metrics.words.units import Amount, Unit, money


def _share(value: float) -> Amount:
    return Amount(value, Unit.SHARE)


def verdict(readings: Mapping[str, Reading], plan: Planned) -> Message:
    """How many leave, what goes with them, and whether asking some of them to stay pays."""
    expected, stake = readings["churn_expected"], readings["value_at_risk"]
    if expected.value is None or stake.value is None:
        kept = readings["retention_rate"].value
        if kept is None:
            return message(N_("We cannot say who will leave: {reason}."), reason=expected.reason)
        return message(
            N_("{share} of customers did not come back within a year. Who is next cannot be said: {reason}."),
            share=_share(1 - kept),
            reason=expected.reason,
        )
    said = {"share": _share(expected.value), "risk": money(stake.value)}
    if not plan.contacted:
        return message(
            N_("{share} of active customers will leave within a year, with {risk} at risk. Asking pays with none."),
            **said,
        )
    text = N_(
        "{share} of active customers will leave within a year, with {risk} at risk. Asking the right {n} gains {gain}."
    )
    return message(text, n=Amount(plan.contacted, Unit.CUSTOMERS), gain=money(plan.gained), **said)


def composition(found: Leavers, parts: Sequence[Part], names: Mapping[str, Message]) -> Message:
    """Which group leaves most, against all."""
    named = [part for part in parts if part.name and part.customers]
    if found.reason is not None or not named:
        return message(N_("Too little to tell who leaves"))
    everybody = sum(part.left for part in parts) / max(sum(part.customers for part in parts), 1)
    worst = max(named, key=lambda part: part.rate)
    if worst.low <= everybody:
        return message(N_("No group leaves visibly more than the {share} of all"), share=_share(everybody))
    return message(
        N_("{group}: {rate} left, against {all} of all"),
        group=names[worst.name],
        rate=_share(worst.rate),
        all=_share(everybody),
    )


def bands(found: Sequence[Band]) -> Message:
    """Where most of the value at risk lies: rarely with those likeliest to leave."""
    total = sum(band.money for band in found)
    if total <= 0:
        return message(N_("What is at risk cannot be said"))
    likely = sum(band.money for band in found if band.low >= 0.5)
    return message(N_("{share} of it lies with those likelier to stay"), share=_share(1 - likely / total))


def first(found: Planned) -> Message:
    """What the best single contact is expected to bring."""
    if found.reason is not None:
        return message(N_("Whom to ask cannot be said"))
    if not len(found.first):
        return message(N_("Nobody: no contact pays"))
    return message(N_("The best contact brings {gain}"), gain=money(float(found.first["gain"].iloc[0])))


def reasons(found: Recorded) -> Message:
    """How much is known of why customers left."""
    if found.reason is not None:
        return message(N_("Nobody has written down why they left"))
    return message(N_("Of {unknown} of leavers nobody knows why"), unknown=_share(1 - found.known))


def directions(found: Recorded) -> Message:
    """How much is known of where they went."""
    if found.reason is not None:
        return message(N_("Nobody has written down where they went"))
    return message(N_("Of {unknown} nobody knows where to"), unknown=_share(1 - found.followed))


def returning(found: Triangle | Message) -> Message:
    """Which share orders again in the first and in the last period."""
    if isinstance(found, Message):
        return message(N_("It is too early to see who comes back"))
    first, late = found.mean(1), found.mean(found.share.shape[1])
    if first is None:
        return message(N_("It is too early to see who comes back"))
    if late is None:
        return message(N_("{share} order again in the next month"), share=_share(first))
    return message(N_("{first} order in the next month, {late} in the twelfth"), first=_share(first), late=_share(late))


def staying(found: Stay) -> Message:
    """Which share is still there after a year, under contract and without."""
    if found.free is None:
        return message(N_("Nobody has been seen from the first day"))
    free = _share(found.free.at(12))
    if found.contracts is None or len(found.contracts.observed) < 2:
        return message(N_("{share} are still there after a year"), share=free)
    held = _share(float(found.contracts.observed[1]))
    return message(N_("After a year {free} stay; under contract {held}"), free=free, held=held)


def calibration(error: float | None) -> Message:
    """By how much said and happened differ."""
    if error is None:
        return message(N_("No chance of leaving has been checked yet"))
    return message(N_("Said and left differ by {off} on average"), off=Amount(error, Unit.POINTS))


def drivers(found: Driven, name: Message | None) -> Message:
    """The strongest driver, by how much it multiplies the hazard."""
    if not found.drivers or name is None or not found.drivers[0].seen:
        return message(
            N_("Nothing in the data drives customers away")
            if found.drivers
            else N_("What drives them away is not known")
        )
    return message(
        N_("{name}: {ratio} the usual rate of leaving"), name=name, ratio=Amount(found.drivers[0].ratio, Unit.MULTIPLE)
    )


def asking(found: Planned) -> Message:
    """Where the curve is highest, and what the budget leaves of it."""
    if found.reason is not None:
        return message(N_("Whom to ask cannot be said"))
    if not found.worth:
        return message(N_("At this cost no contact pays"))
    best, gain = max(found.curve, key=lambda point: point[1])
    if found.contacted + found.control >= found.worth:
        if best == 1:
            return message(N_("Beyond one customer every further contact loses"))
        return message(N_("Beyond {n} customers every further contact loses"), n=Amount(best, Unit.CUSTOMERS))
    return message(N_("The budget buys {gained} of {gain} to be had"), gained=money(found.gained), gain=money(gain))


def waiting(found: Planned) -> Message:
    """Asking first against waiting for notice."""
    if found.reason is not None or found.heard is None:
        return message(N_("What waiting would bring is not known"))
    late = found.reactive[1]
    if found.gained > late:
        return message(N_("Asking first brings {early}, waiting {late}"), early=money(found.gained), late=money(late))
    return message(N_("Waiting for notice brings {late}, asking {early}"), early=money(found.gained), late=money(late))


def calculated(found: Calculated, change: float, by: By) -> Message:
    """What the change is worth within our horizon, points or per cent said aloud."""
    if found.reason is not None:
        return message(N_("This change has no answer"))
    if by is By.POINTS:
        text = N_("{points} of retention are worth {share} more margin")
        return message(text, points=Amount(change, Unit.POINTS, signed=True), share=_share(found.ours))
    text = N_("{percent} less churn is worth {share} more margin")
    return message(text, percent=_share(change), share=_share(found.ours))


def accounts(found: Sequence[Account]) -> Message:
    """How many key accounts stand out."""
    if not found:
        return message(N_("No account has a history to compare"))
    n = sum(bool(account.alarm) for account in found)
    if not n:
        return message(N_("All {n} key accounts keep their course"), n=len(found))
    return message(N_("{n} of {all} key accounts have left their course"), n=n, all=len(found))


def triggers(found: Sequence[Trigger]) -> Message:
    """How many customers fall due, and what they could bring."""
    if not found:
        return message(N_("Nothing falls due within 90 days"))
    due, margin = sum(one.due[2] for one in found), sum(one.margin for one in found)
    return message(N_("{n} fall due within 90 days, worth {margin}"), n=Amount(due, Unit.COUNT), margin=money(margin))


def fastest(found: Won) -> Source | None:
    """The source whose customers leave visibly faster than others of their kinds, most so; None where there is none."""
    seen = [one for one in found.sources if one.name and one.pace is not None and one.pace.above]
    return max(seen, key=lambda one: one.pace.ratio if one.pace else 0.0, default=None)


def joins(found: Won, name: Message | None) -> Message:
    """Whose customers leave fastest, else soonest; ``name``: of that source."""
    if found.reason is not None or not found.sources or name is None:
        return message(N_("No customer has been seen from the first day"))
    worst, usual = found.sources[0], found.short / max(found.joins, 1)
    fast = fastest(found)
    if fast is not None and fast.pace is not None:
        text = N_("Won by {name}: they leave {ratio} as fast")
        return message(text, name=name, ratio=Amount(fast.pace.ratio, Unit.MULTIPLE))
    if worst.low <= usual:
        return message(N_("{share} leave within 90 days, however won"), share=_share(usual))
    return message(N_("Won by {name}: {rate} gone in 90 days"), name=name, rate=_share(worst.rate))
