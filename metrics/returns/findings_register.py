"""The risk register in findings: what may happen to the plan, and what that costs on average."""

from __future__ import annotations

from metrics.context import Context
from metrics.drawing.bars import Bar
from metrics.drawing.risk import TwoLines
from metrics.finding import Finding, Table, chart, finding, money, share, word
from metrics.programme.benefits import lever_name
from metrics.returns.wording import listed
from metrics.risk.register import Loss, losses
from metrics.scenario.event import Event
from metrics.scenario.scenario import Scenario
from metrics.words.text import N_, Message, message
from metrics.words.units import Amount, Unit
from metrics.words.units import money as amount


@finding(N_("What may happen to the plan?"), "programme_npv", "chance_of_profit")
def register(context: Context) -> Finding:
    """Every entry of the risk register: probability, what it takes, the fall of NPV, and the loss on average."""
    scenario = context.scenario
    if not scenario.events:
        return Finding(sentence=message(N_("The risk register is empty: only ranges are drawn")))
    found = losses(scenario, context.baseline)
    rows = [
        Bar(
            TwoLines(message("{name}", name=loss.event.name)),
            max(loss.expected, 0.0),
            message("{loss}", loss=amount(loss.expected)),
        )
        for loss in found
    ]
    return Finding(
        sentence=_costs(found),
        table=Table(
            found,
            word(N_("Risk"), lambda loss: loss.event.name),
            share(N_("Probability"), lambda loss: loss.event.chance.value),
            word(N_("If it happens"), lambda loss: _takes(scenario, loss.event)),
            money(N_("Fall of NPV"), lambda loss: loss.if_it_happens),
            money(N_("Expected loss"), lambda loss: loss.expected),
            word(N_("Owner"), lambda loss: loss.event.owner or None),
        ),
        chart=chart("bars", rows=rows),
        note=message(
            N_(
                "Expected loss = probability x fall of NPV, each risk by itself. The plan's own figures are without "
                "them; the simulations, the median and the probability that NPV is positive are with them."
            )
        ),
    )


def _costs(found: list[Loss]) -> Message:
    """What the register costs on average, and what most."""
    if not found:
        return message(N_("No risk of the register takes anything"))
    first, total = found[0], sum(loss.expected for loss in found)
    if first.expected <= 0:
        return message(N_("No risk of the register lowers NPV"))
    if len(found) == 1:
        text = N_("One risk in the register, {name}: expected loss {loss}")
        return message(text, name=first.event.name, loss=amount(first.expected))
    text = N_("{n} risks in the register: expected loss {total}, most of it from {name} ({loss})")
    if first.expected <= total / 2:
        text = N_("{n} risks in the register: expected loss {total}; the largest is {name} ({loss})")
    return message(text, n=len(found), total=amount(total), name=first.event.name, loss=amount(first.expected))


def _takes(scenario: Scenario, event: Event) -> Message:
    """What it takes where it happens."""
    impact = Amount(event.impact.value, Unit.MONTHS if event.effect == "delay" else Unit.SHARE)
    if event.effect == "cost":
        return message(N_("{share} more cost"), share=impact)
    names = [lever_name(lever) for lever in scenario.levers if lever.id in event.levers]
    of = listed(names) if names else message(N_("all levers"))
    if event.effect == "delay":
        return message(N_("benefit {delay} later: {levers}"), delay=impact, levers=of)
    return message(N_("{share} of the benefit lost: {levers}"), share=impact, levers=of)
