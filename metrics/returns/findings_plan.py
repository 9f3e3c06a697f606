"""The plan in findings: when the money is back, what it costs to own, how far cost may rise, who pays for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from metrics.context import Context
from metrics.drawing.bars import Bar
from metrics.drawing.grids import Leaf
from metrics.drawing.months import Payback
from metrics.finding import Finding, Table, chart, finding, money, number, share, word
from metrics.programme import tco
from metrics.programme.bridge import CLASS_NAMES, TYPE_NAMES
from metrics.programme.financing import Option, Terms
from metrics.reading import UndefinedError
from metrics.returns import facts, stress
from metrics.returns.figures import draws, first_use
from metrics.returns.findings_draws import SOON, points
from metrics.returns.stress import StressResult
from metrics.returns.wording import library_note
from metrics.risk import checks
from metrics.words.text import N_, Message, Term, Written, message
from metrics.words.units import Amount, Unit, format_months
from metrics.words.units import money as amount

UNDERESTIMATED: tuple[float, ...] = (0.40, 0.50, 0.60, 0.75)
NOT_IN_TIME = N_("not in time")
WAY_NAMES = {"own": N_("own money"), "partner": N_("a partner who builds it too"), "outsource": N_("a provider")}


def payback_table(months: Payback) -> Table:
    """The months that :func:`metrics.drawing.payback_bands` draws."""
    percentiles = (("P10", months.p10), ("P25", months.p25), ("P75", months.p75), ("P90", months.p90))
    return Table(
        [(Term(N_("middle")), months.value), *percentiles, (Term(N_("promised")), months.promised)],
        word(N_("Percentile"), lambda row: row[0]),
        number(N_("Months"), lambda row: row[1], Unit.MONTHS),
    )


@finding(N_("When does the programme pay back?"), "payback", "payback_from_live")
def payback(context: Context) -> Finding:
    """The month the money is back, from approval and from first use, on the axis of judged zones."""
    reading, live, months = context.read("payback"), context.read("payback_from_live"), facts.payback_range(context)
    return Finding(
        sentence=reading.reason or live.reason or _paid_back(context, reading.known, live.known),
        table=payback_table(months),
        chart=chart("payback_bands", payback=months, horizon=context.scenario.months),
        note=None if reading.value is None else facts.out_again(context),
    )


def _paid_back(context: Context, months: float, live: float) -> Message:
    """The month of the plan, by the calendar too; one that is over is told as due."""
    calendar, past = facts.due(context, months)
    if past is not None:
        return past
    text = N_("Paid back in the plan by {month}: {n} months after approval, {live} after go-live")
    return message(text, month=calendar, n=format_months(months), live=format_months(live))


@finding(N_("Counted how?"), "payback", "payback_from_live", "discounted_payback")
def payback_counted(context: Context) -> Finding:
    """Simple and discounted, from approval and from first use; the chance that it is back within a year."""
    context.flows.net  # noqa: B018 - says first what is missing
    live = first_use(context) - 1
    ids = {"payback": N_("Simple"), "discounted_payback": N_("Discounted")}
    rows, late = [(name, context.read(id).value) for id, name in ids.items()], message(NOT_IN_TIME)
    return Finding(
        sentence=message(N_("Go-live in month {n}."), n=format_months(live)),
        table=Table(
            rows,
            word(N_("Counted"), lambda row: Term(row[0])),
            number(N_("From approval"), lambda row: late if row[1] is None else row[1], Unit.MONTHS),
            number(N_("From go-live"), lambda row: late if row[1] is None else row[1] - live, Unit.MONTHS),
        ),
        note=_soon(context),
    )


def _soon(context: Context) -> Message | None:
    try:
        chance = draws(context).chance_paid_back(SOON)
    except UndefinedError:
        return None
    text = N_("Paid back within 12 months in {share} of simulations, ± {error}.")
    return message(text, share=Amount(chance.value, Unit.SHARE), error=points(chance.error))


@finding(N_("What does it cost to own?"), "programme_cost")
def owned_by_class(context: Context) -> Finding:
    """What is paid over the horizon, by class of cost."""
    cost = tco.ownership(context.scenario, context.flows.cost_by_item)
    sentence = message(N_("{paid} is paid over {n} months"), paid=amount(cost.whole.paid), n=cost.months)
    return _owned(sentence, N_("By class"), N_("Class"), cost.whole, cost.by_class, CLASS_NAMES)


@finding(N_("What is paid for?"), "programme_cost")
def owned_by_type(context: Context) -> Finding:
    """What is paid over the horizon, by type of cost."""
    cost = tco.ownership(context.scenario, context.flows.cost_by_item)
    kind, most = max(cost.by_type.items(), key=lambda row: row[1].paid)
    sentence = message(N_("The largest cost is {kind}: {paid}"), kind=Term(TYPE_NAMES[kind]), paid=amount(most.paid))
    return _owned(sentence, N_("By type"), N_("Type"), cost.whole, cost.by_type, TYPE_NAMES)


@finding(N_("Which class and type of cost takes most?"), "programme_cost")
def owned_tree(context: Context) -> Finding:
    """Total cost of ownership as a tree: classes, and the types within each; what one user costs a month."""
    cost = tco.ownership(context.scenario, context.flows.cost_by_item)
    users = context.scenario.assumption(tco.USERS)
    each = users.value * cost.months if users is not None and users.value > 0 else None
    (tag, most), *_rest = cost.by_both.items()
    return Finding(
        sentence=message(
            N_("Most is paid for {kind} ({cost_class}): {share} of {paid}"),
            kind=Term(TYPE_NAMES[tag[1]]),
            cost_class=Term(CLASS_NAMES[tag[0]]),
            share=Amount(most.paid / cost.whole.paid, Unit.SHARE) if cost.whole.paid > 0 else "–",
            paid=amount(cost.whole.paid),
        ),
        table=Table(
            cost.by_both.items(),
            word(N_("Class"), lambda row: Term(CLASS_NAMES[row[0][0]])),
            word(N_("Type"), lambda row: Term(TYPE_NAMES[row[0][1]])),
            money(N_("Paid"), lambda row: row[1].paid),
            money(N_("Present value"), lambda row: row[1].present),
            money(N_("Paid, each user a month"), lambda row: row[1].paid / each if each else None),
        ),
        chart=chart(
            "tree",
            leaves=[
                Leaf(Term(CLASS_NAMES[of]), Term(TYPE_NAMES[kind]), total.paid)
                for (of, kind), total in cost.by_both.items()
            ],
        ),
        note=each_user(context),
    )


def _owned(
    sentence: Message,
    title: str,
    tag: str,
    whole: tco.Total,
    totals: Mapping[str, tco.Total],
    names: Mapping[str, str],
) -> Finding:
    bars = [Bar(Term(names[key]), total.paid, _both(total)) for key, total in totals.items()]
    return Finding(
        sentence=sentence,
        table=Table(
            totals.items(),
            word(tag, lambda row: Term(names[row[0]])),
            money(N_("Paid"), lambda row: row[1].paid),
            money(N_("Present value"), lambda row: row[1].present),
        ),
        chart=chart("bars", rows=bars),
        note=message(N_("{title}: {both} in all"), title=Term(title), both=_both(whole)),
    )


def _both(total: tco.Total) -> Message:
    return message(N_("{paid} (now {present})"), paid=amount(total.paid), present=amount(total.present))


def each_user(context: Context) -> Message:
    """What one user costs a month, or what is missing for it."""
    try:
        whole = tco.ownership(context.scenario, context.flows.cost_by_item)
        user = tco.per_user_month(context.scenario, whole)
    except UndefinedError as error:
        return error.reason
    text = N_("{paid} for one user a month, {present} at present value")
    return message(text, paid=amount(user.paid), present=amount(user.present))


@finding(N_("How far may the cost be underestimated?"), "programme_npv")
def underestimated(context: Context) -> Finding:
    """Both readings of "underestimated by 40 to 75 %", each with its break-even."""
    result = stress.stress_result(context)
    rows: list[tuple[Written, ...]] = [
        (Amount(part, Unit.SHARE), *(_with_cost(context, part, reading) for reading in ("literal", "milder")))
        for part in UNDERESTIMATED
    ]
    if result.break_even is not None:
        ends = (Amount(end, Unit.SHARE) for end in (result.break_even.literal, result.break_even.milder))
        rows.append((Term(N_("Net present value is zero at")), *ends))
    return Finding(
        sentence=_underestimated(result),
        table=Table(
            rows,
            word(N_("Underestimated by"), lambda row: row[0]),
            word(N_("Literal: budget / (1 − u)"), lambda row: row[1]),
            word(N_("Milder: budget x (1 + u)"), lambda row: row[2]),
        ),
        note=library_note("gartner_underestimation"),
    )


def _with_cost(plan: Context, part: float, reading: checks.CostReading) -> Amount:
    """NPV of the plan with its cost underestimated by ``part``."""
    return amount(checks.outcome(checks.underestimated(plan.scenario, part, reading), plan.baseline).npv)


def _underestimated(result: StressResult) -> Message:
    """Never called harmless unless the literal reading is survived throughout."""
    low, high = stress.GARTNER
    even = result.break_even
    if even is None or result.npv <= 0:
        return message(N_("NPV is negative before any rise in cost"))
    limit = Amount(even.literal, Unit.SHARE)
    if even.survives(high):
        text = N_(
            "Even if cost was underestimated by 75% (true cost 4.00 × budget) NPV stays positive. Break-even: "
            "underestimated by {limit}"
        )
        return message(text, limit=limit)
    if even.survives(low):
        text = N_(
            "If cost was underestimated by 40% (true cost 1.67 × budget) NPV stays positive; at 75% (4.00 ×) it does "
            "not. Break-even: underestimated by {limit}"
        )
        return message(text, limit=limit)
    text = N_(
        "If cost was underestimated by 40% (true cost 1.67 × budget) NPV is negative. Break-even: underestimated by "
        "{limit}"
    )
    return message(text, limit=limit)


@finding(N_("Who pays for it?"), "programme_npv")
def financing(context: Context, terms: Terms) -> Finding:
    """Own money, a partner, a provider: value, most money out, and whose the risk is."""
    options, late, none = facts.ways(context, terms), message(NOT_IN_TIME), message(N_("none"))
    return Finding(
        sentence=_financed(options),
        table=Table(
            options,
            word(N_("Way"), lambda option: Term(WAY_NAMES[option.way])),
            money(N_("Net present value"), "npv"),
            money(N_("Peak funding"), lambda option: option.peak if option.peak < 0 else none),
            number(N_("In month"), lambda option: option.peak_month if option.peak < 0 else None, Unit.NUMBER),
            number(N_("Payback"), lambda option: late if option.payback is None else option.payback, Unit.MONTHS),
            share(N_("Risk borne by others"), "shared"),
        ),
        note=message(
            N_(
                "Risk is how far a bad draw (P10) lies below the middle one; borne by others is what that falls by. "
                "The provider's fee is agreed beforehand on the planned cost, so an overrun is the provider's."
            )
        ),
    )


def _financed(options: Sequence[Option]) -> Message:
    """Which way leaves most, and which ties up least."""
    best = Term(WAY_NAMES[max(options, key=lambda option: option.npv).way])
    least = Term(WAY_NAMES[max(options, key=lambda option: option.peak).way])
    if best == least:
        return message(N_("Highest NPV and lowest peak funding: {way}"), way=best)
    return message(N_("Highest NPV: {way}; lowest peak funding: {other}"), way=best, other=least)
