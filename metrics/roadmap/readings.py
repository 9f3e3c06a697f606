"""The plan and how ready we are, in figures."""

from __future__ import annotations

from metrics.context import Context
from metrics.metric import Metric, declare
from metrics.reading import Figure, UndefinedError
from metrics.roadmap import facts, people, suppliers, vendors
from metrics.roadmap.answers import answers
from metrics.words.text import N_, message
from metrics.words.units import Unit


def _risk_money(context: Context) -> Figure:
    note = message(N_("Chances and shares are our assumptions until somebody enters better ones."))
    return Figure(facts.largest_risks(context)[0].money or 0.0, note=note)


def _of_licensed(context: Context, part: str) -> float:
    users = facts.users(context.sources)
    counted = getattr(users, part)
    if counted is None or users.licensed is None:
        raise UndefinedError(message(N_("needs the table {table}, or counts entered below"), table="staff"))
    return people.share(counted, users.licensed)


def _issues_closed(context: Context) -> float:
    counts = answers(context.sources).value("aftercare")
    if counts["opened"] == 0:
        raise UndefinedError(message(N_("no issue was opened")))
    return people.share(counts["closed"], counts["opened"])


def _break_even(context: Context) -> float:
    rent, buy = suppliers.rent_and_buy(context)
    return vendors.break_even(rent.offer, buy.offer, context.scenario.months)


def _buy_less_rent(context: Context) -> float:
    rent, buy = suppliers.rent_and_buy(context)
    return rent.cost - buy.cost


METRICS = declare(
    "roadmap",
    "process",
    Metric(
        id="plan_length",
        name=N_("Plan, start to end"),
        unit=Unit.MONTHS,
        better="lower",
        compute=lambda context: facts.scheduled(context.sources).months,
        source="Kelley and Walker, Critical-Path Planning and Scheduling, 1959",
        formula=N_(
            "Each step begins on its day, or the day after the last step it waits for. The critical path is the chain "
            "of steps of which a day's delay delays the end."
        ),
    ),
    Metric(
        id="plan_complete",
        name=N_("Headings complete"),
        unit=Unit.COUNT,
        compute=facts.complete,
        formula=N_(
            "Headings of the eight that are complete: every step linked, every step owned, every benefit tied to a "
            "step, and at least one owned step under each of the other five."
        ),
    ),
    Metric(
        id="readiness",
        name=N_("Readiness"),
        unit=Unit.SHARE,
        compute=lambda context: facts.readiness(context.sources),
        formula=N_("Points of the twenty pitfalls (0 open, 1 partly, 2 in place) over the 40 there could be."),
    ),
    Metric(
        id="risk_money",
        name=N_("Largest pitfall"),
        unit=Unit.MONEY,
        better="lower",
        perspective="financial",
        compute=_risk_money,
        formula=N_(
            "Present value of the benefit a pitfall threatens x the share of it lost x the chance. The same benefit "
            "can be threatened by several, so these do not add up."
        ),
    ),
    Metric(
        id="core_roles",
        name=N_("Core roles filled"),
        unit=Unit.COUNT,
        perspective="learning",
        compute=lambda context: facts.core_roles(context.sources),
        formula=N_("Core roles of a programme team that have a name, of seven."),
    ),
    Metric(
        id="active_users",
        name=N_("Licensed users active"),
        unit=Unit.SHARE,
        perspective="learning",
        compute=lambda context: _of_licensed(context, "active"),
        formula=N_("Users with a login in the last month over all who have a licence."),
    ),
    Metric(
        id="training_fresh",
        name=N_("Training within a year"),
        unit=Unit.SHARE,
        perspective="learning",
        compute=lambda context: _of_licensed(context, "fresh"),
        formula=N_("Users trained within 365 days over all who have a licence."),
    ),
    Metric(
        id="last_review",
        name=N_("Days since the last review"),
        unit=Unit.COUNT,
        better="lower",
        compute=lambda context: facts.days_since_review(context.sources),
        formula=N_("Days from the last review to the last day of the data; one a fortnight is due."),
    ),
    Metric(
        id="issues_closed",
        name=N_("Issues closed"),
        unit=Unit.SHARE,
        compute=_issues_closed,
        formula=N_("Issues closed over issues opened since the start."),
    ),
    Metric(
        id="expectation_variance",
        name=N_("Expectations apart"),
        unit=Unit.NUMBER,
        better="lower",
        perspective="learning",
        compute=lambda context: people.variance(facts.expectations(context.sources)),
        formula=N_("Variance of what the roles expect, on a scale of 1 to 5, n less 1 below the line."),
    ),
    Metric(
        id="rent_or_buy",
        name=N_("Buying has caught up"),
        unit=Unit.MONTHS,
        better="lower",
        perspective="financial",
        compute=_break_even,
        formula=N_("The month in which the dearer start of buying has come back out of the rent saved, undiscounted."),
    ),
    Metric(
        id="buy_less_rent",
        name=N_("Buying against renting"),
        unit=Unit.MONEY,
        better="neither",
        perspective="financial",
        compute=_buy_less_rent,
        formula=N_(
            "NPV of buying less NPV of renting, the best-scored offer of each, at the scenario's rate and horizon.",
        ),
    ),
)
