"""Return and risk in findings: what the return survives, what moves it most, what would bring it to zero."""

from __future__ import annotations

from collections.abc import Sequence

from metrics.context import Context
from metrics.drawing.risk import Swing
from metrics.finding import Finding, Table, chart, finding, money, word
from metrics.reading import UndefinedError
from metrics.returns import facts, stress
from metrics.returns.stress import StressResult
from metrics.returns.wording import apart, following, listed, short
from metrics.risk.switching import Switch
from metrics.scenario.scenario import Scenario
from metrics.words.text import N_, Message, message
from metrics.words.units import Amount, Unit, format_months
from metrics.words.units import money as amount

BARS = 8  # switching values shown with a bar


def verdict(context: Context) -> Message:
    """What the return survives and what it does not."""
    try:
        return _survived(stress.stress_result(context))
    except UndefinedError as error:
        return message(N_("We cannot say how sure the return is. {reason}"), reason=error.reason)


def _survived(result: StressResult) -> Message:
    """Cost is survived only over all of 40 to 75 %, read literally."""
    if result.npv <= 0:
        text = N_("The plan itself loses {loss}: there is no return to put to the test.")
        return message(text, loss=amount(-result.npv))
    fate = {"late": result.late, "halved": result.halved, "cost": result.cost}
    survived = [_check(name) for name, survives in fate.items() if survives]
    lost = [_limit(name, result) for name, survives in fate.items() if not survives]
    if not lost:
        return message(N_("The return survives {checks}."), checks=listed(survived))
    if not survived:
        return message(N_("The return does not survive {checks}."), checks=listed(lost, alternative=True))
    text = N_("The return survives {kept}. It does not survive {lost}.")
    return message(text, kept=listed(survived), lost=listed(lost, alternative=True))


def _check(name: str) -> Message:
    texts = {"late": N_("a year's delay"), "halved": N_("half the use"), "cost": N_("cost underestimated by 75%")}
    return message(texts[name])


def _limit(name: str, result: StressResult) -> Message:
    """From where on a check is not survived."""
    delay, use = result.at("delay"), result.at("adoption")
    if name == "late" and delay is not None:
        return message(N_("benefits {n} months late"), n=format_months(delay))
    if name == "halved" and use is not None:
        return message(N_("use of the system below {share}"), share=Amount(use, Unit.SHARE))
    if name == "cost" and result.break_even is not None:
        share = Amount(result.break_even.literal, Unit.SHARE)
        return message(N_("cost underestimated by {share}"), share=share)
    return _check(name)


def nearest(context: Context) -> Message | None:
    """The biggest threat in one line; None where there is no return that it could break."""
    try:
        result = stress.stress_result(context)
    except UndefinedError:
        return None
    return _nearest(context, result.nearest) if result.npv > 0 else None


def _nearest(context: Context, switch: Switch | None) -> Message:
    if switch is None or switch.used is None:
        return message(N_("No assumption has a range yet, so no threat can be sized"))
    what = _zero_at(context.scenario, switch)
    if switch.used >= 1:
        return message(N_("Biggest threat: {what}. Its bad end goes all the way."), what=what)
    text = N_("Biggest threat: {what}. Its bad end goes {share} of the way.")
    return message(text, what=what, share=Amount(switch.used, Unit.SHARE))


@finding(N_("Which assumption matters most?"), "programme_npv")
def tornado(context: Context) -> Finding:
    """What swings the result most, one at a time."""
    swings = facts.swings(context)
    names = [short(context.scenario, swing.path) for swing in swings]
    rows = [
        Swing(name, Amount(swing.low, swing.unit), Amount(swing.high, swing.unit), swing.npv_low, swing.npv_high)
        for name, swing in zip(names, swings, strict=True)
    ]
    return Finding(
        sentence=message(N_("{what} alone swings it by {width}"), what=names[0], width=amount(swings[0].width)),
        table=Table(
            rows,
            word(N_("Assumption"), "label"),
            word(N_("Low"), "low_input"),
            money(N_("Result at low"), "low_result"),
            word(N_("High"), "high_input"),
            money(N_("Result at high"), "high_result"),
        ),
        chart=chart("tornado", swings=rows, result=stress.outcome(context).npv),
    )


@finding(N_("What would have to be true for it to fail?"), "programme_npv")
def switches(context: Context) -> Finding:
    """NPV is zero if ...: every assumption with where it stands, where the result is zero, and what was searched."""
    rows, losing = stress.switches(context), stress.outcome(context).npv <= 0
    shown, never = _shown(context), [_moved(context.scenario, row) for row in rows if row.switch is None]
    named = {switch.path for switch in shown}
    rest = [_zero_at(context.scenario, row) for row in rows if row.switch is not None and row.path not in named]
    notes = [message(N_("No bad end entered: {list}."), list=apart(rest))] if rest else []
    if never:
        notes.append(message(N_("No value that is allowed brings it to zero alone: {list}."), list=apart(never)))
    return Finding(
        question=message(N_("What would have to be true for it to pay?")) if losing else None,
        sentence=_switches(shown, losing),
        table=Table(
            rows,
            word(N_("Assumption"), lambda row: _moved(context.scenario, row)),
            word(N_("Now"), lambda row: Amount(row.value, row.unit)),
            word(N_("NPV is zero at"), lambda row: None if row.switch is None else Amount(row.switch, row.unit)),
            word(N_("Bad end"), lambda row: None if row.bad is None else Amount(row.bad, row.unit)),
            word(N_("Searched from"), lambda row: Amount(row.searched[0], row.unit)),
            word(N_("Searched to"), lambda row: Amount(row.searched[1], row.unit)),
        ),
        note=following(*notes) if notes else None,
    )


def bars(context: Context) -> list[tuple[Message, float | None]]:
    """What would have to be true, in words, and how far its bad end goes; None for a plan that loses already."""
    losing = stress.outcome(context).npv <= 0
    text = N_("**{what}.** {beside}")
    return [
        (
            message(text, what=_zero_at(context.scenario, switch), beside=_beside(switch, losing)),
            None if losing else switch.used,
        )
        for switch in _shown(context)
    ]


def _shown(context: Context) -> list[Switch]:
    """The switching values worth a bar: of a plan that loses all, else those whose bad end is known."""
    losing = stress.outcome(context).npv <= 0
    crossing = [switch for switch in stress.switches(context) if switch.switch is not None]
    return [switch for switch in crossing if losing or switch.used is not None][:BARS]


def _switches(shown: Sequence[Switch], losing: bool) -> Message:
    if not shown:
        return message(N_("No value of one assumption alone brings it to zero"))
    if losing:
        return message(N_("It would pay if any one of these came true"))
    broken = sum(1 for switch in shown if switch.used is not None and switch.used >= 1)
    if broken:
        return message(N_("{n} of these bars are full: each breaks it alone"), n=broken)
    return message(N_("It turns negative when any one of these bars is full"))


def _moved(scenario: Scenario, switch: Switch) -> Message:
    """What a switch moves."""
    return message(N_("Delay of all benefits")) if switch.path == "delay" else scenario.label(switch.path)


def _zero_at(scenario: Scenario, switch: Switch) -> Message:
    """NPV is zero if ...: what would have to be true."""
    at = switch.switch
    assert at is not None, "what has no such value is told by its name"
    if switch.path == "delay":
        return message(N_("Benefits come {n} months later"), n=format_months(at))
    if switch.path == "cost_factor":
        change = at / switch.value - 1 if switch.value else at
        text = N_("Cost grows by {share}") if change >= 0 else N_("Cost falls by {share}")
        return message(text, share=Amount(abs(change), Unit.SHARE))
    text = N_("{what} falls to {value}") if at < switch.value else N_("{what} rises to {value}")
    return message(text, what=_moved(scenario, switch), value=Amount(at, switch.unit))


def _beside(switch: Switch, losing: bool = False) -> Message:
    """Where it stands, and how bad it is held to become; of a plan that loses, how good."""
    if switch.path == "delay":
        return message(N_("A year late is common."))
    now = Amount(switch.value, switch.unit)
    if switch.bad is None:
        return message(N_("Now {now}; no range is entered."), now=now)
    text = N_("Now {now}; good end {bad}.") if losing else N_("Now {now}; bad end {bad}.")
    return message(text, now=now, bad=Amount(switch.bad, switch.unit))
