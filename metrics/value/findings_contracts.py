"""What contracts are worth."""

from __future__ import annotations

from metrics.context import Context
from metrics.customers.buyers import CONTRACT
from metrics.drawing.bars import Bar
from metrics.finding import Finding, Table, chart, count, finding, money, word
from metrics.value import contracts as facts
from metrics.value.contracts import Mode, Tested
from metrics.value.words import MODES, sentences
from metrics.words.text import N_, Message, Term, message
from metrics.words.units import Amount, Unit
from metrics.words.units import money as amount


@finding(N_("What are contracts worth?"), "contract_value")
def contracts(context: Context) -> Finding:
    """Customers under contract and without one by the model that suits each, beside what orders alone say."""
    valued, modes = facts.contracts(context.sources), facts.compared(context.sources)
    how = (
        N_("Under contract: renewal by the fitted shifted-beta-geometric, times what each brings a year.")
        if valued.by == facts.SBG
        else N_("Under contract: renewal as it was seen at each end, times what each brings a year.")
    )
    lost = message(N_("Who does not renew is taken as lost."))
    return Finding(
        sentence=_against_orders(valued.total, modes[0].by_orders),
        table=Table(
            modes,
            word(N_("Customers"), lambda row: Term(MODES[row.id])),
            count(N_("Number"), "customers"),
            money(N_("12 months"), "yearly"),
            money(N_("Value, model that suits"), "value"),
            money(N_("Value by orders"), "by_orders"),
        ),
        chart=chart("bars", rows=[bar for mode in modes for bar in _bars(mode)]),
        note=sentences(message(how), lost, _a_year_ago(valued.tested) if valued.tested else None),
    )


def _bars(mode: Mode) -> list[Bar]:
    renewals, orders = N_("by renewals"), N_("by orders")
    values = [(renewals, mode.value), (orders, mode.by_orders)] if mode.id == CONTRACT else [(orders, mode.value)]
    called = [
        (message("{name} · {model}", name=Term(MODES[mode.id]), model=Term(model)), value, place > 0)
        for place, (model, value) in enumerate(values)
    ]
    return [Bar(name, value, amount(value), quiet=quiet) for name, value, quiet in called if value is not None]


def _against_orders(value: float, orders: float | None) -> Message:
    """What the renewals say against what orders alone say."""
    if not orders or orders < 0:
        return message(N_("Contracts are worth {value} by their renewals"), value=amount(value))
    more = N_("Renewals say {value}, {share} more than orders alone")
    less = N_("Renewals say {value}, {share} less than orders alone")
    return message(
        more if value >= orders else less, value=amount(value), share=Amount(abs(value / orders - 1), Unit.SHARE)
    )


def _a_year_ago(tested: Tested) -> Message:
    return message(
        N_("A year ago: of {n} contracts {expected} were expected to renew, {renewed} did."), **tested.counts
    )
