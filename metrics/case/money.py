"""What finance is told of the plan: how money is counted, and what it is worth from today on against the approval."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter

from metrics import finance
from metrics.context import Context
from metrics.programme import benefits
from metrics.programme.forward import Forward, forward, months_since
from metrics.reading import UndefinedError
from metrics.scenario.scenario import Scenario
from metrics.words.text import N_, message

SWITCHES = ("inflation", "vat", "tax_rate", "write_off", "dso", "dio", "dpo", "residual", "exit_cost", "premium")
TIMING_NAMES = {"start": N_("start of the month"), "middle": N_("middle of the month"), "end": N_("end of the month")}
PRICE_NAMES = {"nominal": N_("nominal, with the price rise"), "real": N_("real, in prices of month 0")}


@dataclass(frozen=True)
class Outlook:
    """Going on, mending and stopping as of ``today``, ``done`` months of the plan being over: money."""

    forward: Forward
    today: date
    done: int


def outlook(context: Context, approved: Context) -> Outlook:
    """As of the last complete day in the data. UndefinedError where nothing has begun, or the horizon is over.

    Mending means that every lever is used as widely as the approved case said.
    """
    scenario, today = context.scenario, context.sources.published.until
    if today is None:
        raise UndefinedError(message(N_("The data hold no day yet, so there is no today to look ahead from.")))
    done = months_since(scenario.month0, today)
    if done < 0:
        raise UndefinedError(message(N_("The programme begins after the last day in the data: nothing is sunk yet.")))
    mended = _as_promised(scenario, approved.scenario)
    tied = context.flows.extras.working_capital
    choices = forward(
        context.flows.net,
        done,
        finance.monthly_rate(scenario.rate.value),
        exit_cost=scenario.exit_cost.value,
        recovered=scenario.residual.value - float(tied[: done + 1].sum()),
        timing=scenario.timing,
        mended=None if mended == scenario else benefits.programme_flows(mended, context.baseline).net,
    )
    return Outlook(choices, today, done)


def _as_promised(scenario: Scenario, approved: Scenario) -> Scenario:
    """``scenario`` with the adoption of ``approved`` wherever that was higher."""
    promised = {lever.id: lever.adoption for lever in approved.levers}
    higher = [
        (lever, max(lever.adoption, promised.get(lever.id, lever.adoption), key=attrgetter("value")))
        for lever in scenario.levers
    ]
    return replace(scenario, levers=tuple(replace(lever, adoption=adoption) for lever, adoption in higher))
