"""Planted facts, each with the reading that must find it, how near, and from how many customers on."""

from __future__ import annotations

from dataclasses import dataclass

from data.company import kinds
from data.company.effects import Effects
from data.company.places import FASTEST_TEAM, REGIONS, TEAMS
from data.company.service import SETTLED, WASTED
from data.company.world import World

SPRING = "won by the 2023 spring discount, over other consumers who came that spring:"
LEAVING = "leavers a month within a kind of customer, with over without:"
RENEWAL = "sBG fitted to contracts signed within the data, all drivers of leaving off:"
RETENTION = "retention 2025-11 to 2026-10 of customers not held out, less the same without the programme"
FADED = "days with a login in regions with an adoption under .6, last month over month 5 after going live"
FULL = ", change at full adoption against the twin without the programme"


@dataclass(frozen=True)
class Fact:
    """One planted fact. ``reading`` says in words what to measure; a text ``value`` names what must come out first."""

    name: str
    value: float | str
    reading: str
    tolerance: float
    smallest_n: int


def facts(world: World) -> list[Fact]:
    """Everything planted in the tables of this world, as its effects size it."""
    e = world.effects
    found = [
        *_concentration(e),
        Fact("gross_margin", 0.31, "margin over net revenue", 0.015, 2_000),
        Fact("growth", e.growth, "net revenue of 2022-11 to 2023-10 over the year before, less 1", 0.03, 60_000),
        Fact("season", 1 + 0.39 * e.season, "orders a day in November and December over other months", 0.12, 4_000),
        Fact("spring_lifetime", 1 / (1 + e.discount_hazard), f"{SPRING} months until four in ten left", 0.2, 20_000),
        Fact("spring_service", 1 + e.discount_service, f"{SPRING} cost to serve a month", 0.4, 20_000),
        Fact("complaint_hazard", 1 + e.complaint, f"{LEAVING} 90 days from an unresolved complaint", 0.6, 20_000),
        Fact("price_letter_hazard", 1 + e.price_letter, f"{LEAVING} 90 days from a price letter", 0.3, 20_000),
        Fact("silence_hazard", 1 + e.no_contact, f"{LEAVING} 180 days without mail or call", 0.25, 20_000),
        Fact("reason_known", e.reasons, "departures with a reason over departures", 0.025, 4_000),
        Fact("destination_known", e.destinations, "departures with a destination over departures", 0.02, 4_000),
        *_renewal(e),
        Fact("market_upturn", e.market_upturn, "orders from 2024-09 over the year before, no programme", 0.02, 20_000),
        Fact("first_contact_resolution", SETTLED, "resolved calls over calls", 0.015, 2_000),
        Fact("fastest_team", TEAMS[FASTEST_TEAM], "team with the shortest calls, which resolves least", 0, 4_000),
        Fact("wasted_before", WASTED, "wasted mail over mail before 2024-05", 0.01, 2_000),
        Fact("mail_many", 0.09, "share of known customers with five pieces or more in a quarter", 0.015, 4_000),
        Fact("mail_none", 0.27, "share of known customers without a piece in a quarter", 0.02, 4_000),
        Fact("duplicates", e.duplicates, "customer rows that repeat another, over rows", 0.001, 1_000),
        Fact("without_email", e.without_email, "customers without e-mail, over customers", 0.02, 2_000),
        Fact("malformed", e.malformed, "order rows the intake leaves out, over rows read", 0.0001, 1_000),
        Fact("refunds", e.refunds, "refund rows over order rows", 0.003, 2_000),
        Fact("employees", round(e.employees * world.customers), "customers who work for the company", 0, 1),
    ]
    return [*found, *_scorecard(e), *(_of_programme(world) if world.programme else [])]


def _scorecard(e: Effects) -> list[Fact]:
    """What customers and staff say and do. Of the staff there are as many whatever the customers."""
    ahead = "correlation of the share of satisfied answers a month with departures six months later"
    return [
        Fact("survey_answers", e.survey_answers, "surveys that were answered over surveys sent", 0.02, 6_000),
        Fact("satisfied", 2.9 if e.survey_answers else 0.0, "satisfied over dissatisfied who answered", 0.7, 6_000),
        Fact("satisfaction_leads", -0.5 * e.satisfaction_leads, ahead, 0.3, 20_000),
        Fact("hopeful_forecast", e.hopeful_forecast, "forecast of team North-3 over what it won, less 1", 0.04, 4_000),
    ]


def _concentration(e: Effects) -> list[Fact]:
    """Who brings the money; where nobody differs in orders, and where serving costs nothing, as well."""
    top, rest = (0.73, 0.035) if e.unequal else (0.485, 0.16)
    losing = 0.11 if e.serving else 0.005  # what comes back and cannot be sold again is left
    found = [
        Fact("margin_top_fifth", top, "share of margin brought by the best 20 % of buyers", 0.05, 2_000),
        Fact("margin_bottom_half", rest, "share of margin brought by the lower half of buyers", 0.015, 2_000),
    ]
    if e.unequal or not e.serving:
        text = "share of buyers whose cost to serve is above their margin"
        found.append(Fact("losing_customers", losing, text, 0.02, 4_000))
    if e.unequal and e.serving:
        text = "share of contribution, losses counted, brought by the"
        found.append(Fact("contribution_top_fifth", 0.785, f"{text} best 20 % of buyers", 0.05, 2_000))
        found.append(Fact("contribution_bottom_half", 0.011, f"{text} lower half of buyers", 0.015, 2_000))
    return found


def _renewal(e: Effects) -> list[Fact]:
    """How contracts renew; where all are alike, at which rate."""
    if not e.renewal_spread:
        return [Fact("renewal_lost", kinds.LOST_AT_FIRST, f"{RENEWAL} share that does not renew", 0.02, 20_000)]
    return [
        Fact("renewal_alpha", kinds.RENEWAL_ALPHA, f"{RENEWAL} alpha", 0.2, 100_000),
        Fact("renewal_beta", kinds.RENEWAL_BETA, f"{RENEWAL} beta", 0.8, 100_000),
    ]


def _of_programme(world: World) -> list[Fact]:
    e = world.effects
    least = min(REGIONS, key=lambda region: region.adoption)
    adoption = least.adoption if e.wasted_mail else 0.0
    found = [
        Fact("retention_effect", 0.013 if e.churn_hazard else 0.0, RETENTION, 0.005, 20_000),
        Fact("handling_time", e.handling_time, f"minutes a call{FULL}", 0.02, 20_000),
        Fact("repeat_calls", e.repeat_calls, f"repeat calls of the same first calls{FULL}", 0.05, 20_000),
        Fact("wasted_mail", e.wasted_mail, f"wasted share of mail, points{FULL}", 0.02, 4_000),
        Fact("orders", e.orders, f"orders of the same customers{FULL}", 0.015, 20_000),
        Fact("lowest_adoption", adoption, f"effect on wasted mail in {least.name} over the full one", 0.12, 20_000),
        Fact("certified", e.certified, "staff with a certificate over staff, last month", 0.04, 1),
        Fact("training_old", e.training_old, "users trained more than a year ago over users, last month", 0.05, 1),
        Fact("logins_fade", 0.35 if e.logins_fade else 1.0, FADED, 0.25, 1),
        Fact(
            "ledger_gap",
            0.007 * e.ledger_gap,
            "ledger revenue of the last month over that of the orders, less 1",
            1e-4,
            1,
        ),
        Fact("overrun", e.overrun, "booked over planned cost to date, less 1", 0.005, 1),
    ]
    if e.overrun:
        found += [
            Fact("worst_overrun", "integration", "type of cost with the largest overrun of its plan", 0, 1),
            Fact("forgotten_cost", "Upgrades", "item booked and never planned", 0, 1),
        ]
    return found
