"""The sentences of the page of return and risk. A sentence that would not be true is not made."""

from __future__ import annotations

from collections.abc import Sequence

from metrics.case.levers import lever_name
from metrics.returns.stress import GARTNER, Result, Standing, Sure
from metrics.risk import Swing
from metrics.risk.switching import Switch
from metrics.scenario import Scenario
from metrics.words.text import N_, Message, message
from metrics.words.units import Amount, Unit, format_months, money


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


def short(scenario: Scenario, path: str) -> Message:
    """What ``path`` names, as short as a picture needs it: a lever by its name when its target is meant."""
    head, _, last = path.rpartition(".")
    if last == "target" and any(lever.id == head for lever in scenario.levers):
        return lever_name(scenario.lever(head))
    return scenario.label(path)


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
        return message(N_("cost underestimated by {share}"), share=Amount(found.even.literal, Unit.SHARE))
    return _kept(name)


def switch(scenario: Scenario, one: Switch) -> Message:
    """NPV is zero if ...: what would have to be true."""
    if one.switch is None:
        low, high = (Amount(end, one.unit) for end in one.searched)
        return message(N_("{what}: no value from {low} to {high}"), what=moved(scenario, one), low=low, high=high)
    if one.path == "delay":
        return message(N_("Benefits come {n} months later"), n=format_months(one.switch))
    if one.path == "cost_factor":
        change = one.switch / one.value - 1 if one.value else one.switch
        text = N_("Cost grows by {share}") if change >= 0 else N_("Cost falls by {share}")
        return message(text, share=Amount(abs(change), Unit.SHARE))
    text = N_("{what} falls to {value}") if one.switch < one.value else N_("{what} rises to {value}")
    return message(text, what=moved(scenario, one), value=Amount(one.switch, one.unit))


def moved(scenario: Scenario, one: Switch) -> Message:
    """What a switch moves."""
    return message(N_("Delay of all benefits")) if one.path == "delay" else scenario.label(one.path)


def beside(one: Switch, losing: bool = False) -> Message:
    """Where it stands, and how bad it is held to become; of a plan that loses, how good."""
    if one.path == "delay":
        return message(N_("A year late is common."))
    now = Amount(one.value, one.unit)
    if one.bad is None:
        return message(N_("Now {now}; no range is entered."), now=now)
    text = N_("Now {now}; good end {bad}.") if losing else N_("Now {now}; bad end {bad}.")
    return message(text, now=now, bad=Amount(one.bad, one.unit))


def nearest(scenario: Scenario, one: Switch | None) -> Message:
    """The biggest threat in one line."""
    if one is None or one.used is None:
        return message(N_("No assumption has a range yet, so no threat can be sized"))
    if one.used >= 1:
        return message(N_("Biggest threat: {what}. Its bad end goes all the way."), what=switch(scenario, one))
    return message(
        N_("Biggest threat: {what}. Its bad end goes {share} of the way."),
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
