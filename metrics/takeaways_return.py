"""The sentences of the page of return and risk. A sentence that would not be true is not made."""

from __future__ import annotations

from collections.abc import Sequence

from metrics.money.financing import Option
from metrics.report_return import GARTNER, Result, Standing, Sure
from metrics.report_return_more import BAND_NAMES, PORTION_NAMES, WAY_NAMES, Banded, Paid, Split
from metrics.risk import Swing
from metrics.risk.importance import Importance
from metrics.risk.switching import Switch
from metrics.scenario import Scenario
from metrics.takeaways import money
from metrics.text import N_, Message, Term, message
from metrics.units import Amount, Unit, format_months


def verdict(found: Standing) -> Message:
    """What the return survives and what it does not. "Cost" is survived only over all of 40 to 75 %, read literally."""
    if found.npv <= 0:
        return message(
            N_("The plan itself loses {loss}: there is no return to put to the test."), loss=money(-found.npv)
        )
    fate = {"late": found.late, "halved": found.halved, "cost": found.cost}
    kept = [_kept(name) for name, survives in fate.items() if survives]
    lost = [_lost(name, found) for name, survives in fate.items() if not survives]
    if not lost:
        return message(N_("The return survives {checks}."), checks=listed(kept))
    if not kept:
        return message(N_("The return does not survive {checks}."), checks=listed(lost, alternative=True))
    return message(
        N_("The return survives {kept}. It does not survive {lost}."),
        kept=listed(kept),
        lost=listed(lost, alternative=True),
    )


def listed(parts: Sequence[Message], *, alternative: bool = False) -> Message:
    """One, two or more things in a row."""
    if len(parts) == 1:
        return parts[0]
    *first, last = parts
    joint = N_("{first} or {last}") if alternative else N_("{first} and {last}")
    if len(first) == 1:
        return message(joint, first=first[0], last=last)
    return message(joint, first=message(N_("{first}, {next}"), first=first[0], next=listed(first[1:])), last=last)


def _kept(name: str) -> Message:
    texts = {
        "late": N_("a year's delay"),
        "halved": N_("half the use"),
        "cost": N_("cost underestimated by 75%"),
    }
    return message(texts[name])


def _lost(name: str, found: Standing) -> Message:
    late, use = found.at("delay"), found.at("adoption")
    if name == "late" and late is not None and late.switch is not None:
        return message(N_("benefits {n} months late"), n=format_months(late.switch))
    if name == "halved" and use is not None and use.switch is not None:
        return message(N_("use of the system below {share}"), share=Amount(use.switch, Unit.SHARE))
    if name == "cost" and found.even is not None:
        return message(N_("cost {share} underestimated"), share=Amount(found.even.literal, Unit.SHARE))
    return _kept(name)


def switch(scenario: Scenario, one: Switch) -> Message:
    """NPV is zero if ...: what would have to be true."""
    if one.switch is None:
        low, high = (Amount(end, one.unit) for end in one.searched)
        return message(N_("{what}: no value from {low} to {high}"), what=_moved(scenario, one), low=low, high=high)
    if one.path == "delay":
        return message(N_("Benefits come {n} months later"), n=format_months(one.switch))
    if one.path == "cost_factor":
        change = one.switch / one.value - 1 if one.value else one.switch
        text = N_("Cost grows by {share}") if change >= 0 else N_("Cost falls by {share}")
        return message(text, share=Amount(abs(change), Unit.SHARE))
    text = N_("{what} falls to {value}") if one.switch < one.value else N_("{what} rises to {value}")
    return message(text, what=_moved(scenario, one), value=Amount(one.switch, one.unit))


def _moved(scenario: Scenario, one: Switch) -> Message:
    return message(N_("Delay of all benefits")) if one.path == "delay" else scenario.label(one.path)


def beside(one: Switch) -> Message:
    """Where it stands, and how bad it is held to become."""
    if one.path == "delay":
        return message(N_("Now on time; a year late is common."))
    now = Amount(one.value, one.unit)
    if one.bad is None:
        return message(N_("Now {now}; nobody said how bad it may get."), now=now)
    return message(N_("Now {now}; held possible: {bad}."), now=now, bad=Amount(one.bad, one.unit))


def nearest(scenario: Scenario, one: Switch | None) -> Message:
    """The biggest threat in one line."""
    if one is None or one.used is None:
        return message(N_("No assumption has a range yet, so no threat can be sized"))
    if one.used >= 1:
        return message(N_("Breaks within its range: {what}."), what=switch(scenario, one))
    return message(
        N_("Nearest to breaking it: {what}; {share} of the way is held possible."),
        what=switch(scenario, one),
        share=Amount(one.used, Unit.SHARE),
    )


def switches(found: Sequence[Switch], losing: bool) -> Message:
    """Over the sentences with their bars."""
    if losing:
        return message(N_("It would pay if any one of these came true"))
    broken = sum(1 for one in found if one.used is not None and one.used >= 1)
    if broken:
        return message(N_("{n} of these bars are full: each breaks it alone"), n=broken)
    return message(N_("It turns negative when any one of these bars is full"))


def under_check(found: Result, why: Message) -> Message | None:
    """What stands in the card when no benefit is left, or when there is no result at all."""
    return found.reason if found.npv is None else why if found.nothing else None


def tornado(swings: Sequence[Swing], label: Message | None) -> Message:
    """What swings the result most."""
    if not swings or label is None:
        return message(N_("No assumption has a range yet, so nothing swings the result"))
    return message(N_("{what} alone swings it by {width}"), what=label, width=money(swings[0].width))


def loss(found: Sure | None) -> Message:
    """How often it loses money."""
    if found is None:
        return message(N_("Nothing is uncertain, so there is one result"))
    share = 1 - found.profit.value
    if share < 0.005:
        return message(N_("Hardly any draw loses money"))
    return message(N_("{n} draws in 100 lose money"), n=round(100 * share))


def optimism(found: Sure) -> Message:
    """The plan against the middle of the draws."""
    middle = money(found.percentiles[50].value)
    if abs(found.optimism) <= 2 * found.percentiles[50].error:
        return message(N_("The plan and the middle draw agree: {middle}"), middle=middle)
    text = (
        N_("The plan's optimism is {amount}: the middle draw is {middle}")
        if found.optimism > 0
        else N_("The plan is careful by {amount}: the middle draw is {middle}")
    )
    return message(text, amount=money(abs(found.optimism)), middle=middle)


def paid(found: Paid) -> Message:
    """When the money is back, from approval and from first use."""
    live = found.from_live(found.simple)
    if found.simple is None or live is None:
        return found.reason or message(N_("not paid back"))
    return message(
        N_("Back {n} months after approval, {live} after first use"),
        n=format_months(found.simple),
        live=format_months(live),
    )


def owned(paid: float, months: int) -> Message:
    """What owning it costs."""
    return message(N_("{paid} is paid over {n} months"), paid=money(paid), n=months)


def banded(found: Banded) -> Message:
    """Our band."""
    return message(
        N_("Ours, {roi}, lies in the band {band}"), roi=Amount(found.roi, Unit.SHARE), band=Term(BAND_NAMES[found.band])
    )


def split(found: Split) -> Message:
    """Where our benefit lies furthest from the published split."""
    part = max(found.theirs, key=lambda name: abs(found.ours[name] - found.theirs[name]))
    more = found.ours[part] > found.theirs[part]
    text = (
        N_("More of ours comes from {part} than published")
        if more
        else N_("Less of ours comes from {part} than published")
    )
    return message(text, part=Term(PORTION_NAMES[part]))


def ratio(of_benefit: float | None, most: float) -> Message:
    """Cost against benefit and the line of 75 %."""
    if of_benefit is None:
        return message(N_("There is no benefit to hold the cost against"))
    text = (
        N_("Cost is {share} of the benefit, below the line")
        if of_benefit < most
        else N_("Cost is {share} of the benefit, over the line")
    )
    return message(text, share=Amount(of_benefit, Unit.SHARE))


def managed(share: float, most: float) -> Message:
    """Managing the plan and the line of 30 %."""
    text = (
        N_("{share} of the cost manages the plan, below the line")
        if share < most
        else N_("{share} of the cost manages the plan, over the line")
    )
    return message(text, share=Amount(share, Unit.SHARE))


def weighed(found: Importance, label: Message) -> Message:
    """What explains most of the uncertainty."""
    return message(
        N_("{what} explains {share} of the uncertainty"), what=label, share=Amount(found.parts[0].share, Unit.SHARE)
    )


def financed(found: Sequence[Option]) -> Message:
    """Which way leaves most."""
    best = max(found, key=lambda option: option.npv)
    least = max(found, key=lambda option: option.peak)
    if best.way == least.way:
        return message(N_("{way} leaves most and ties up least"), way=Term(WAY_NAMES[best.way]))
    return message(
        N_("{way} leaves most; {other} ties up least"), way=Term(WAY_NAMES[best.way]), other=Term(WAY_NAMES[least.way])
    )


def underestimated(found: Standing) -> Message:
    """Cost underestimated by 40 to 75 %: never called harmless unless the literal reading is survived throughout."""
    low, high = GARTNER
    even = found.even
    if even is None or found.npv <= 0:
        return message(N_("The plan loses money before any cost rise"))
    limit = Amount(even.literal, Unit.SHARE)
    if even.survives(high):
        return message(N_("It bears the whole of 40 to 75%, up to {limit}"), limit=limit)
    if even.survives(low):
        return message(N_("It bears 40% but not 75%: the limit is {limit}"), limit=limit)
    return message(N_("It does not bear even 40%: the limit is {limit}"), limit=limit)
