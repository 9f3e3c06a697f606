"""What finance is told of the plan: the yearly table, and what it is worth from today on beside what was approved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from metrics import finance
from metrics.context import Context
from metrics.programme import benefits
from metrics.programme.forward import Forward, forward, months_since
from metrics.programme.statement import Statement, statement
from metrics.reading import UndefinedError
from metrics.scenario import Scenario
from metrics.words.text import N_, Message, message
from metrics.words.units import Amount, Unit

SWITCHES = ("inflation", "vat", "tax_rate", "write_off", "dso", "dio", "dpo", "residual", "exit_cost", "premium")
TIMING_NAMES = {"start": N_("start of the month"), "middle": N_("middle of the month"), "end": N_("end of the month")}
PRICE_NAMES = {"nominal": N_("nominal, with the price rise"), "real": N_("real, in prices of month 0")}


def yearly(context: Context) -> Statement:
    """The plan by year. UndefinedError while cost or benefit is missing."""
    return statement(context.scenario, context.flows)


def on_or_off(scenario: Scenario) -> Message:
    """What is counted and what is left out, in one sentence."""
    tax = scenario.tax_rate.value
    taxed = message(N_("after {rate} tax"), rate=Amount(tax, Unit.SHARE)) if tax else message(N_("before tax"))
    days = scenario.dso.value + scenario.dio.value - scenario.dpo.value
    held = message(N_("with working capital")) if days else message(N_("without working capital"))
    priced = message(N_("nominal")) if scenario.prices == "nominal" else message(N_("real"))
    return message(N_("Counted {priced}, {taxed}, {held}"), priced=priced, taxed=taxed, held=held)


@dataclass(frozen=True)
class Ahead:
    """Going on, mending and stopping as of ``today``, and the value when it was approved: money."""

    forward: Forward
    approved: float | None
    today: date
    done: int  # months of the plan that are over
    mend: Message | None  # what mending would mean

    @property
    def verdict(self) -> Message:
        """The one sentence: what to do and by how much it beats the alternative."""
        found = self.forward
        if found.verdict == "continue":
            return message(
                N_("Go on: from today it is worth {more} more than stopping"), more=Amount(found.margin, Unit.MONEY)
            )
        if found.verdict == "mend" and found.mended is not None:
            return message(
                N_("Mend it: as it runs it is worth {less} less than stopping"), less=Amount(-found.margin, Unit.MONEY)
            )
        return message(N_("Stop: going on is worth {less} less than stopping"), less=Amount(-found.margin, Unit.MONEY))


def ahead(context: Context, approved: Context) -> Ahead:
    """As of the last complete day in the data. UndefinedError where nothing has begun, or the horizon is over.

    Mending means that every lever is used as widely as the approved case said.
    """
    scenario, today = context.scenario, context.sources.published.until
    if today is None:
        raise UndefinedError(message(N_("The data hold no day yet, so there is no today to look ahead from.")))
    done = months_since(scenario.month0, today)
    if done < 0:
        raise UndefinedError(message(N_("The programme begins after the last day in the data: nothing is sunk yet.")))
    mended = as_promised(scenario, approved.scenario)
    net = context.flows.net
    found = forward(
        net,
        done,
        finance.monthly_rate(scenario.rate.value),
        exit_cost=scenario.exit_cost.value,
        timing=scenario.timing,
        mended=None if mended == scenario else benefits.programme_flows(mended, context.baseline).net,
    )
    mend = None if mended == scenario else message(N_("with every lever used as widely as was approved"))
    return Ahead(found, _value(approved), today, done, mend)


def as_promised(scenario: Scenario, approved: Scenario) -> Scenario:
    """``scenario`` with the adoption of ``approved`` wherever that was higher."""
    promised = {lever.id: lever.adoption for lever in approved.levers}
    levers = tuple(
        replace(lever, adoption=promised[lever.id])
        if lever.id in promised and promised[lever.id].value > lever.adoption.value
        else lever
        for lever in scenario.levers
    )
    return replace(scenario, levers=levers)


def _value(context: Context) -> float | None:
    try:
        net = context.flows.net
    except UndefinedError:
        return None
    return float(finance.npv(finance.monthly_rate(context.scenario.rate.value), net, context.scenario.timing))
