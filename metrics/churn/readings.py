"""Leaving and staying, in figures."""

from __future__ import annotations

import numpy as np

from metrics.churn import ahead, figures, loyalty, past, plan, watch
from metrics.churn.ahead import LATE, Terms
from metrics.churn.cohorts import CALENDAR, ROLLING
from metrics.churn.retention import By
from metrics.churn.words import PARTS, percent
from metrics.context import Context
from metrics.customers.activity import active_year
from metrics.metric import Metric, declare
from metrics.reading import Figure, Given, UndefinedError
from metrics.words.text import N_, message
from metrics.words.units import Unit

RETENTION = 0.8  # a year, to begin with, where it is not measured


def _left(context: Context) -> Figure:
    return Figure(float(active_year(context.sources)["left"].mean()))


def _came_back(context: Context, definition: str = CALENDAR) -> Figure:
    share = past.cohort_retention(context.sources, definition).mean(1)
    if share is None:
        raise UndefinedError(message(N_("It is too early to see who comes back")))
    rolling = N_("Customers of a quarter who ordered in a 30 day window counted from their own first order.")
    return Figure(share, formula=message(rolling) if definition == ROLLING else None)


def _survival(context: Context) -> Figure:
    curve = past.survival(context.sources)
    note = message(N_("Range: 90% band of Greenwood's variance on the log-log scale."))
    place = int(np.searchsorted(curve.time, 12, side="right")) - 1
    ends = (1.0, 1.0) if place < 0 else (float(curve.low[place]), float(curve.high[place]))
    return Figure(curve.at(12), *ends, note)


def _strongest_driver(context: Context) -> Figure:
    drivers = past.churn_drivers(context.sources)
    if not drivers:
        raise UndefinedError(message(N_("there is nothing to count yet")))
    note = message(N_("Range: 90% interval of each ratio. A ratio of 1 drives nobody away."))
    return Figure(drivers[0].ratio, drivers[0].low, drivers[0].high, note)


def _expected_gain(context: Context, terms: Terms | None = None) -> Figure:
    terms = terms or ahead.usual(context.sources)
    gained = ahead.plan(context.sources, terms).gained
    silent, offer = ahead.level_silent(context.sources), terms.offer
    level = N_("The level of the chances is last year's: {share} of such customers fell silent.")
    entered = (
        (N_("Share of would-be leavers who can be kept"), offer.saved, Unit.SHARE),
        (N_("Cost of a contact"), offer.cost, Unit.MONEY),
        (N_("Treat as lost above (churn probability)"), offer.unsavable_above, Unit.SHARE),
        (N_("Control group"), offer.control, Unit.SHARE),
        (N_("Effect of a late offer, relative"), LATE, Unit.SHARE),
    )
    given = tuple(Given(label=message(label), value=value, unit=unit) for label, value, unit in entered)
    note = ahead.covariate_note(context.sources) if silent is None else message(level, share=percent(silent))
    return Figure(gained, note=note, given=given)


def _retention_worth(context: Context, start: float = RETENTION, change: float = 0.05, by: By = By.POINTS) -> Figure:
    gain = ahead.retention_gain(context, start, change, by)
    text = N_("Sum of (retention / (1 + rate)) to the power t over {n} years, the first margin in; after over before.")
    return Figure(gain.ours, formula=message(text, n=round(gain.years, 1)))


def _short_lived(context: Context) -> float:
    acquisition = past.acquisition(context.sources)
    return acquisition.short / acquisition.joins


def _loyalty(context: Context) -> Figure:
    weights = loyalty.WEIGHTS.items()
    given = tuple(Given(label=message(PARTS[id]), value=weight, unit=Unit.SHARE) for id, weight in weights)
    note = message(N_("What is not known of a customer is left out and the other weights grow; it is never zero."))
    return Figure(float(loyalty.by_loyalty(context.sources).score.mean()), note=note, given=given)


def _loyal_unhappy(context: Context) -> float:
    cells = loyalty.satisfaction(context.sources)
    unhappy = sum(cell.customers for cell in cells if cell.loyal and not cell.satisfied)
    return unhappy / sum(cell.customers for cell in cells)


def _account_cover(context: Context) -> Figure:
    note = message(N_("Notes of visits are in none of the tables, so a successor's file is judged without them."))
    text = N_(
        "Accounts still there with an account manager, over companies and customers under contract. On file: e-mail, "
        "telephone, address, data confirmed within a year, in touch within {days} days."
    )
    formula = message(text, days=plan.QUIET)
    return Figure(plan.account_owners(context.sources).covered, note=note, formula=formula)


def _settled_in_time(context: Context) -> Figure:
    requests = plan.first_contact(context.sources)
    text = N_("Requests of the last year settled within {days} days, over all whose {days} days are over.")
    formula = message(text, days=plan.SETTLED)
    return Figure(requests.in_time / requests.requests, formula=formula, rows=requests.requests)


METRICS = declare(
    "churn",
    "customer",
    Metric(
        id="churn_expected",
        name=N_("Expected churn rate, 12 months"),
        unit=Unit.SHARE,
        better="lower",
        formula=N_(
            "Mean churn probability (no order in the next 365 days, contract not renewed, or recorded as gone) of "
            "active customers."
        ),
        mart="customer_life",
        compute=figures.p_leaving,
    ),
    Metric(
        id="value_at_risk",
        name=N_("Value at risk"),
        unit=Unit.MONEY,
        better="lower",
        formula=N_("Churn probability times (value if kept less value if lost), of all customers worth keeping."),
        mart="customer_life",
        compute=figures.value_at_risk,
    ),
    Metric(
        id="key_retention",
        name=N_("Retention rate of A customers"),
        unit=Unit.SHARE,
        mart="customer_year",
        compute=figures.key_retention,
        formula=N_(
            "Of customers active a year ago who brought the first 80% of what all had brought in the year before, the "
            "share still active."
        ),
    ),
    Metric(
        id="expected_gain",
        name=N_("Expected gain of the retention offer"),
        unit=Unit.MONEY,
        formula=N_(
            "Share that can be kept times churn probability times (value if kept less value if lost), less the cost "
            "of every contact; highest gain first while positive and the budget lasts."
        ),
        mart="customer_life",
        compute=_expected_gain,
    ),
    Metric(
        id="left",
        name=N_("Churn rate, last 12 months"),
        unit=Unit.SHARE,
        better="lower",
        formula=N_(
            "Of the customers active a year ago, the share that no longer is: no order for 365 days and no live "
            "contract, or recorded as gone. One less the retention rate."
        ),
        mart="customer_spell",
        compute=_left,
    ),
    Metric(
        id="reason_known",
        name=N_("Departures with a reason"),
        unit=Unit.SHARE,
        formula=N_("Departures with a recorded reason over all recorded departures; what is unknown stays in."),
        mart="customer_life",
        compute=lambda context: past.departures(context.sources).reason_known,
    ),
    Metric(
        id="came_back",
        name=N_("Ordered again in the next month"),
        unit=Unit.SHARE,
        formula=N_("Customers of a quarter who ordered in the calendar month so many months after their first one."),
        mart="cohort_return",
        compute=_came_back,
    ),
    Metric(
        id="staying",
        name=N_("Retention after one year (survival)"),
        unit=Unit.SHARE,
        formula=N_("Kaplan-Meier over customers seen from their first day; contracts by shifted-beta-geometric."),
        mart="customer_life",
        source="Kaplan and Meier 1958; Fader and Hardie 2007",
        compute=_survival,
    ),
    Metric(
        id="driver",
        name=N_("Strongest driver"),
        unit=Unit.MULTIPLE,
        better="neither",
        formula=N_(
            "Monthly hazard of churn with all drivers at once, and kind, order frequency, tenure, source and year held "
            "fixed; customers without a contract."
        ),
        mart="leaving_month",
        source="Prentice and Gloeckler 1978",
        compute=_strongest_driver,
    ),
    Metric(
        id="short_lived",
        name=N_("Churn within 90 days of joining"),
        unit=Unit.SHARE,
        better="lower",
        formula=N_("Customers who left within 90 days of joining, of those who joined 90 days ago or earlier."),
        mart="customer_life",
        compute=_short_lived,
    ),
    Metric(
        id="retention_worth",
        name=N_("Worth of the change"),
        unit=Unit.SHARE,
        formula=N_("Discounted margins of a customer within the horizon, after the change of retention over before."),
        mart="active_month",
        compute=_retention_worth,
    ),
    Metric(
        id="key_accounts",
        name=N_("Accounts that stand out"),
        unit=Unit.CUSTOMERS,
        better="lower",
        formula=N_(
            "The 20 accounts of most revenue in 24 months. Below trend: the last quarter more than two robust "
            "deviations under the line through the seven before. Silent: twice the usual gap."
        ),
        mart="account_month",
        compute=lambda context: sum(bool(account.alarm) for account in watch.key_accounts(context.sources)),
    ),
    Metric(
        id="due",
        name=N_("Customers due"),
        unit=Unit.CUSTOMERS,
        better="neither",
        formula=N_(
            "Warranty or service life ends within 90 days. Expected: what is due, times the share of last year's "
            "due customers who bought of the family within 90 days of that day; in touch in the same days."
        ),
        mart="product_due",
        compute=lambda context: sum(trigger.due[-1] for trigger in watch.triggers(context.sources)),
    ),
    Metric(
        id="stages_due",
        name=N_("Customers who reach a stage"),
        unit=Unit.CUSTOMERS,
        better="neither",
        formula=N_(
            "A stage is a day that can be known: the usual days to a second order; a year after joining; 60 days "
            "before a contract ends; twice the usual gap after the last order."
        ),
        mart="customer_life",
        compute=lambda context: sum(stage.due[-1] for stage in plan.stage_plan(context.sources)),
    ),
    Metric(
        id="covered",
        name=N_("Accounts with an owner"),
        unit=Unit.SHARE,
        perspective="process",
        formula=N_("Active accounts with an account manager, over all active companies and customers under contract."),
        mart="customer_contact",
        compute=_account_cover,
    ),
    Metric(
        id="asked_first",
        name=N_("Resolved in time"),
        unit=Unit.SHARE,
        perspective="process",
        formula=N_("Requests of the last year settled in time, over all whose time is over."),
        compute=_settled_in_time,
    ),
    Metric(
        id="loyalty",
        name=N_("Loyalty index"),
        unit=Unit.SHARE,
        formula=N_(
            "Weighted mean of four parts: quarters with an order of the last eight; years with us, five in full; "
            "product families bought of those the kind buys; the answer to whether they would recommend us."
        ),
        mart="customer_loyalty",
        compute=_loyalty,
    ),
    Metric(
        id="loyal_unhappy",
        name=N_("Loyal but not satisfied"),
        unit=Unit.SHARE,
        better="lower",
        formula=N_(
            "Loyal: an index of 50 or more. Satisfied: 75 of 100 or more, which is four of five. Last answers of two "
            "years; who did not answer is not in it."
        ),
        mart="customer_answer",
        source="Jones and Sasser 1995",
        compute=_loyal_unhappy,
    ),
)
