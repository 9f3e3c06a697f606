"""What was promised and what is realised, in figures."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from metrics.context import Context
from metrics.metric import metric, of_subject
from metrics.reading import Figure, UndefinedError
from metrics.realised import facts, ledger, proof
from metrics.realised.register import total
from metrics.scenario import noted
from metrics.words.text import N_, message
from metrics.words.units import Unit

CONTROL = N_("95% interval of the hold-out, customers drawn at random")


@contextmanager
def _of_register() -> Iterator[None]:
    """What rests on the register and the approved case names neither every assumption behind that."""
    try:
        with noted.quietly():
            yield
    finally:
        noted.note(noted.STORE)  # rows and closings are entered by people, at any moment


_register = partial(metric, perspective="financial", mart="benefit_month")


@_register(
    N_("Benefit promised to date"),
    Unit.MONEY,
    N_("Cash benefit of the approved case up to the last closed month, not discounted."),
    better="neither",
)
def _promised_benefit(context: Context) -> float:
    with _of_register():
        return facts.promised_to_date(context)


@_register(
    N_("Realised benefit to date"),
    Unit.MONEY,
    N_(
        "Approved rows of the benefits register up to the last closed month; freed time only where the ledger shows it."
    ),
)
def _realised_benefit(context: Context) -> float:
    with _of_register():
        return facts.realised(context)


@_register(N_("Realised share"), Unit.SHARE, N_("Realised benefit to date over benefit promised to date."))
def _realised_share(context: Context) -> float:
    with _of_register():
        return facts.realised(context) / facts.promised_to_date(context)


@_register(
    N_("Proven benefit to date"),
    Unit.MONEY,
    N_(
        "Of realised benefit the lower ends of the intervals of rows whose cause is a control group or a staggered "
        "roll-out, whose money is more than calculated, and whose interval excludes zero."
    ),
)
def _proven_benefit(context: Context) -> float:
    with _of_register():
        facts.realised(context)
        return total(facts.counted(context), "proven")


@_register(N_("Proven by control"), Unit.SHARE, N_("Proven benefit to date over realised benefit to date."))
def _proven_share(context: Context) -> float:
    with _of_register():
        have = facts.realised(context)
        if have <= 0:
            raise UndefinedError(message(N_("realised benefit is not above zero, so no share of it can be proven")))
        return total(facts.counted(context), "proven") / have


@_register(
    N_("Benefit seen in the general ledger"),
    Unit.MONEY,
    N_("Realised benefit of rows whose money is seen in the general ledger or in a reduced budget line."),
)
def _ledger_benefit(context: Context) -> float:
    with _of_register():
        facts.realised(context)
        return total(facts.counted(context), "booked")


@_register(
    N_("Forecast at completion"),
    Unit.MONEY,
    N_("Realised benefit to date and, after the last closed month, that of the latest estimate; not discounted."),
)
def _forecast_at_completion(context: Context) -> float:
    with _of_register():
        return facts.course(context).at_completion


@_register(
    N_("Slip of benefit"),
    Unit.MONTHS,
    N_("Months since the approved case promised as much benefit as is realised now; negative where it is ahead."),
    better="lower",
    source="Lipke (2003), earned schedule",
)
def _benefit_slip(context: Context) -> float:
    with _of_register():
        return facts.course(context).slip


@_register(
    N_("Payback on actual figures"),
    Unit.MONTHS,
    N_("When booked cost is back from realised benefit, and after the last closed month from the latest estimate."),
    better="lower",
)
def _payback_on_actuals(context: Context) -> float:
    with _of_register():
        actual = facts.due(context).actual
    if actual is None:
        raise UndefinedError(message(N_("on actual figures it does not pay back within the horizon")))
    return actual


_cost = partial(metric, perspective="financial", mart="programme_cost", better="lower")


@_cost(N_("Cost to date"), Unit.MONEY, N_("Cost booked up to the last closed month."))
def _cost_to_date(context: Context) -> float:
    with _of_register():
        return facts.spent(context)[0]


@_cost(
    N_("Cost to date over budget"),
    Unit.SHARE,
    N_("Cost booked up to the last closed month over what was budgeted for it, less one."),
)
def _cost_over_budget(context: Context) -> float:
    with _of_register():
        actual, planned, _own = facts.spent(context)
    if not planned:
        raise UndefinedError(message(N_("nothing was budgeted up to the last closed month")))
    return actual / planned - 1


@_cost(
    N_("Cost as % of benefit, to date"),
    Unit.SHARE,
    N_("Booked cost over realised benefit, both up to the last closed month; below 75% by the rule of thumb."),
)
def _cost_of_benefit_to_date(context: Context) -> float:
    with _of_register():
        have = facts.realised(context)
        if have <= 0:
            raise UndefinedError(message(N_("realised benefit is not above zero, so cost cannot be a share of it")))
        return facts.spent(context)[0] / have


@_cost(
    N_("Carrying out and managing, of cost"),
    Unit.SHARE,
    N_("Booked cost of carrying out and of managing the plan over all booked cost; 30% is the alarm."),
)
def _own_work_share(context: Context) -> float:
    with _of_register():
        actual, _planned, own = facts.spent(context)
    if not actual:
        raise UndefinedError(message(N_("no cost is booked")))
    return own / actual


_proof = partial(metric, perspective="financial", mart="trial_sum")


@_proof(
    N_("Contribution caused by the CRM"),
    Unit.MONEY,
    N_(
        "Contribution a customer-month of contacted customers less that of those held out, adjusted for the year "
        "before, times the customer-months contacted since the programme reached their region."
    ),
    source="Deng, Xu, Kohavi and Walker (2013)",
)
def _crm_caused(context: Context) -> Figure:
    value, low, high = proof.held_out(context.sources).money
    return Figure(value, low, high, note=message(CONTROL), mark="95%")


@_proof(
    N_("Retention points caused by the CRM"),
    Unit.POINTS,
    N_("Share still active, of contacted customers less of those held out, since the programme reached their region."),
    source="Newcombe (1998), method 10",
)
def _crm_retention(context: Context) -> Figure:
    value, low, high = proof.stayed(context.sources)
    return Figure(value, low, high, note=message(CONTROL), mark="95%")


@metric(
    N_("Before and after, not attribution"),
    Unit.MONEY,
    N_(
        "Contribution a customer-month since the start less that of the year before it, times the customer-months "
        "since the start: whatever else changed is in it."
    ),
    perspective="financial",
    mart="region_month",
    better="neither",
)
def _before_after(context: Context) -> float:
    return proof.before_after(context.sources).money


_books = partial(metric, perspective="financial", mart="ledger_month", better="neither")


@_books(
    N_("General ledger above orders"),
    Unit.SHARE,
    N_("Revenue of the last whole month in the general ledger over net revenue of the orders, less one."),
)
def _ledger_gap(context: Context) -> float:
    with _of_register():
        return ledger.month(context, facts.last_month(context)).share


@_books(
    N_("Unreconciled"),
    Unit.MONEY,
    N_("Revenue in the general ledger less net revenue of the orders less what explains it, in the last whole month."),
)
def _unreconciled(context: Context) -> float:
    with _of_register():
        return ledger.month(context, facts.last_month(context)).open


METRICS = of_subject("realised")
