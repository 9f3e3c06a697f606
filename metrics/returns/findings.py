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
POSITIVE, DOUBT = 0.7, 0.3  # chances of a positive NPV from which a check is survived, and from which it is in doubt


def verdict(context: Context) -> Message:
    """What the return survives and what it does not."""
    try:
        return _survived(stress.stress_result(context))
    except UndefinedError as error:
        return message(N_("We cannot say how sure the return is. {reason}"), reason=error.reason)


def _survived(result: StressResult) -> Message:
    """Positive, in doubt or negative, by the chance of a positive NPV with each check on; the worst is always named."""
    if result.npv <= 0:
        text = N_("The plan itself loses {loss}: there is no return to put to the test.")
        return message(text, loss=amount(-result.npv))
    told = {name: chance for name, chance in result.chances.items() if name != "hard" or chance < DOUBT}
    positive = [_check(name) for name, chance in told.items() if chance >= POSITIVE]
    doubt = [_doubted(name, chance) for name, chance in told.items() if DOUBT <= chance < POSITIVE]
    negative = [_limit(name, result) for name, chance in told.items() if chance < DOUBT]
    sentences = []
    if positive:
        sentences.append(message(N_("NPV stays positive under {checks}."), checks=listed(positive)))
    if doubt:
        sentences.append(message(N_("NPV is in doubt under {checks}."), checks=listed(doubt)))
    if negative:
        sentences.append(message(N_("NPV turns negative under {checks}."), checks=listed(negative, alternative=True)))
    return following(*sentences)


def _doubted(name: str, chance: float) -> Message:
    return message(N_("{check} ({chance} likely positive)"), check=_check(name), chance=Amount(chance, Unit.SHARE))


def _check(name: str) -> Message:
    texts = {
        "late": N_("a year's delay"),
        "halved": N_("half the use"),
        "cost": N_("cost underestimated by 75%"),
        "hard": N_("hard (cashable) savings only"),
    }
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
        return message(
            N_("Largest risk: {what}. Its downside case uses up all of the headroom to break-even."), what=what
        )
    text = N_("Largest risk: {what}. Its downside case uses up {share} of the headroom to break-even.")
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
        sentence=message(N_("{what} alone moves NPV by {width}"), what=names[0], width=amount(swings[0].width)),
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


@finding(N_("What would have to be true for NPV to turn negative?"), "programme_npv")
def switches(context: Context) -> Finding:
    """NPV is zero if ...: every assumption with where it stands, where the result is zero, and what was searched."""
    rows, losing = stress.switches(context), stress.outcome(context).npv <= 0
    shown, never = _shown(context), [_moved(context.scenario, row) for row in rows if row.switch is None]
    named = {switch.path for switch in shown}
    rest = [_zero_at(context.scenario, row) for row in rows if row.switch is not None and row.path not in named]
    notes = [message(N_("No downside case entered: {list}."), list=apart(rest))] if rest else []
    if never:
        notes.append(message(N_("Within the allowed limits NPV does not reach zero for: {list}."), list=apart(never)))
    return Finding(
        question=message(N_("What would have to be true for NPV to turn positive?")) if losing else None,
        sentence=_switches(shown, losing),
        table=Table(
            rows,
            word(N_("Assumption"), lambda row: _moved(context.scenario, row)),
            word(N_("Now"), lambda row: Amount(row.value, row.unit)),
            word(N_("NPV is zero at"), lambda row: None if row.switch is None else Amount(row.switch, row.unit)),
            word(N_("Downside case"), lambda row: None if row.bad is None else Amount(row.bad, row.unit)),
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
        return message(N_("NPV is positive if any one of these comes true"))
    broken = sum(1 for switch in shown if switch.used is not None and switch.used >= 1)
    if broken:
        return message(N_("{n} of these reach it in their downside case"), n=broken)
    return message(N_("NPV is zero if any one of these reaches the value shown"))


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
    text = N_("Now {now}; upside case {bad}.") if losing else N_("Now {now}; downside case {bad}.")
    return message(text, now=now, bad=Amount(switch.bad, switch.unit))
