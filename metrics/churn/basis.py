"""Readings of the churn page: its tiles, kept, and figures of its blocks that no metric declares."""

from __future__ import annotations

from functools import lru_cache

from metrics import __version__
from metrics.churn.ahead import LATE, AtRisk, Calculated, Planned, Terms
from metrics.churn.past import Driven, Leavers, Recorded, Won
from metrics.context import Context, Sources
from metrics.lifetime import km
from metrics.reading import Basis, Given, Reading
from metrics.words.text import N_, Message, message
from metrics.words.units import Amount, Unit

SAVED = N_("Saved share of would-be leavers")


@lru_cache(maxsize=32)
def readings(context: Context, *ids: str) -> dict[str, Reading]:
    """Readings by id. They hang on the data alone and cost a pass over all customers, so they are kept."""
    return {id: context.read(id) for id in ids}


def made(
    sources: Sources,
    id: str,
    name: str,
    unit: Unit,
    value: float | None,
    reason: Message | None,
    formula: Message,
    *,
    mart: str,
    source: str,
    given: tuple[Given, ...] = (),
    note: Message | None = None,
) -> Reading:
    """A reading of a figure that no metric declares; without a value, with its reason."""
    published = sources.published
    basis = Basis(
        formula=formula,
        source=source,
        mart=mart,
        rows=len(sources.frames[mart]),
        assumptions=lambda: given,
        range_note=note,
        data_until=published.until,
        data_hash=published.data_hash,
        code=__version__,
    )
    why = None if value is not None else reason or message(N_("there is nothing to count yet"))
    return Reading(id=id, unit=unit, value=value, reason=why, basis=basis, name=message(name))


def left(sources: Sources, found: Leavers) -> Reading:
    """Share of those there a year before who left."""
    value = float(found.frame["left"].mean()) if found.reason is None and len(found.frame) else None
    formula = message(
        N_("Of customers who ordered in the year before and were there at its end: those recorded as gone a year on.")
        if found.how == "recorded"
        else N_(
            "Of customers who ordered in the year before: those without an order for 365 days after their last one."
        )
    )
    return made(
        sources,
        "left",
        N_("Left within a year"),
        Unit.SHARE,
        value,
        found.reason,
        formula,
        mart="customer_life",
        source="D01; kpis C2; decisions, Customers",
    )


def told(sources: Sources, found: Recorded) -> Reading:
    """Share of departures with a reason."""
    value = found.known if found.reason is None else None
    formula = message(N_("Departures with a recorded reason over all recorded departures; what is unknown stays in."))
    return made(
        sources,
        "reason_known",
        N_("Departures with a reason"),
        Unit.SHARE,
        value,
        found.reason,
        formula,
        mart="customer_life",
        source="D02, D03",
    )


def came_back(sources: Sources, value: float | None, reason: Message | None, rolling: bool) -> Reading:
    """Share that ordered again in the first period."""
    formula = message(
        N_("Customers of a quarter who ordered in a 30 day window counted from their own first order.")
        if rolling
        else N_("Customers of a quarter who ordered in the calendar month so many months after their first one.")
    )
    name = N_("Ordered again, rolling") if rolling else N_("Ordered again, calendar")
    return made(sources, "came_back", name, Unit.SHARE, value, reason, formula, mart="cohort_return", source="D12")


def staying(sources: Sources, curve: km.Survival | None, reason: Message | None) -> Reading:
    """Share still there after a year."""
    formula = message(N_("Kaplan-Meier over customers seen from their first day; contracts by shifted-beta-geometric."))
    value = None if curve is None else curve.at(12)
    note = message(N_("Range: 90% band of Greenwood's variance on the log-log scale."))
    return made(
        sources,
        "staying",
        N_("Still there after a year"),
        Unit.SHARE,
        value,
        reason,
        formula,
        mart="customer_life",
        source="D12; Kaplan and Meier 1958; Fader and Hardie 2007",
        note=note,
    )


def driver(sources: Sources, found: Driven) -> Reading:
    """By how much the strongest driver multiplies the hazard."""
    formula = message(
        N_(
            "Monthly hazard of leaving with all drivers at once, and kind, pace of orders, tenure, how won, and year "
            "held fixed; customers without a contract."
        )
    )
    value = found.drivers[0].ratio if found.drivers else None
    return made(
        sources,
        "driver",
        N_("Strongest driver"),
        Unit.MULTIPLE,
        value,
        found.reason,
        formula,
        mart="leaving_month",
        source="D05; Prentice and Gloeckler 1978",
        note=message(N_("Range: 90% interval of each ratio. A ratio of 1 drives nobody away.")),
    )


def gain(sources: Sources, found: Planned, terms: Terms, risk: AtRisk) -> Reading:
    """What the plan is expected to bring."""
    formula = message(
        N_(
            "Saved share times chance of leaving times (value if kept less value if lost), less the cost of every "
            "contact; best first while it pays and the budget lasts."
        )
    )
    offer = terms.offer
    given = (
        Given(label=message(SAVED), value=offer.saved, unit=Unit.SHARE),
        Given(label=message(N_("Cost of a contact")), value=offer.cost, unit=Unit.MONEY),
        Given(label=message(N_("Not to be saved above")), value=offer.beyond, unit=Unit.SHARE),
        Given(label=message(N_("Control group")), value=offer.control, unit=Unit.SHARE),
        Given(label=message(N_("Kept of those when asked late")), value=LATE, unit=Unit.SHARE),
    )
    level = (
        risk.beyond
        if risk.level is None
        else message(
            N_("The level of the chances is last year's: {share} of such customers fell silent."),
            share=Amount(risk.level, Unit.SHARE),
        )
    )
    value = None if found.reason is not None else found.gained
    return made(
        sources,
        "expected_gain",
        N_("Expected gain of asking"),
        Unit.MONEY,
        value,
        found.reason,
        formula,
        mart="customer_life",
        source="D06, D07; decisions, Customers",
        given=given,
        note=level,
    )


def calculator(context: Context, found: Calculated) -> Reading:
    """By how much the margins within the horizon grow."""
    formula = message(
        N_("Sum of (retention / (1 + rate)) to the power t over {n} years, the first margin in; after over before."),
        n=round(found.years, 1),
    )
    value = None if found.reason is not None else found.ours
    given = (Given(label=message(N_("Discount rate a year")), value=found.rate, unit=Unit.RATE),)
    return made(
        context.sources,
        "retention_worth",
        N_("Worth of the change"),
        Unit.SHARE,
        value,
        found.reason,
        formula,
        mart="active_month",
        source="D04, T1, T2, T13",
        given=given,
    )


def joins(sources: Sources, found: Won) -> Reading:
    """Share of joins that left within 90 days."""
    formula = message(N_("Customers who left within 90 days of joining, of those who joined 90 days ago or earlier."))
    value = found.short / found.joins if found.joins else None
    return made(
        sources,
        "short_lived",
        N_("Left within 90 days"),
        Unit.SHARE,
        value,
        found.reason,
        formula,
        mart="customer_life",
        source="D09, D10",
    )


def watched(sources: Sources, id: str, alarms: int | None) -> Reading:
    """How many key accounts stand out, or customers fall due."""
    if id == "key_accounts":
        formula = message(
            N_(
                "The 20 accounts of most revenue in 24 months. Below trend: the last quarter more than two robust "
                "deviations under the line through the seven before. Silent: twice the usual gap."
            )
        )
        name, mart, source = N_("Accounts that stand out"), "account_month", "D16"
    else:
        formula = message(
            N_(
                "Warranty or service life ends within 90 days. Expected: what is due, times the share of last year's "
                "due customers who bought of the family within 90 days of that day; in touch in the same days."
            )
        )
        name, mart, source = N_("Customers due"), "product_due", "D13"
    reason = None if alarms is not None else message(N_("there is nothing to watch in these data"))
    value = None if alarms is None else float(alarms)
    return made(sources, id, name, Unit.CUSTOMERS, value, reason, formula, mart=mart, source=source)
