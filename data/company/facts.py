"""Planted facts, each with the reading that must find it, how near, and from how many customers on."""

from __future__ import annotations

from dataclasses import dataclass

from data.company import kinds
from data.company.places import FASTEST_TEAM, REGIONS, TEAMS
from data.company.service import SETTLED, WASTED
from data.company.world import World


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
    least = min(REGIONS, key=lambda region: region.adoption)
    found = [
        Fact(
            "margin_top_fifth", 0.72, "share of margin brought by the best 20 % of buyers, whole history", 0.05, 2_000
        ),
        Fact("margin_bottom_half", 0.035, "share of margin brought by the lower half of buyers", 0.015, 2_000),
        Fact("losing_customers", 0.11, "share of buyers whose cost to serve is above their margin", 0.02, 4_000),
        Fact("gross_margin", 0.31, "margin over net revenue", 0.015, 2_000),
        Fact("growth", e.growth, "revenue of 2022-11 to 2023-10 over the twelve months before, less 1", 0.035, 10_000),
        Fact("season", 1.32, "orders a day in November and December over those of the other months", 0.12, 4_000),
        Fact(
            "spring_hazard",
            1 + e.discount_hazard,
            "leavers a month among those won by the spring discount, over consumers of the same months",
            0.6,
            20_000,
        ),
        Fact(
            "spring_service", 1 + e.discount_service, "cost to serve a month of the same, over the same", 0.35, 20_000
        ),
        Fact(
            "complaint_hazard",
            1 + e.complaint,
            "leavers a month within 90 days of an unresolved complaint, over others",
            0.6,
            20_000,
        ),
        Fact(
            "price_letter_hazard",
            1 + e.price_letter,
            "leavers a month within 90 days of a price letter, over others",
            0.3,
            20_000,
        ),
        Fact(
            "silence_hazard",
            1 + e.no_contact,
            "leavers a month without mail or call in 180 days, over others",
            0.25,
            20_000,
        ),
        Fact("first_contact_resolution", SETTLED, "resolved calls over calls", 0.015, 2_000),
        Fact("fastest_team", TEAMS[FASTEST_TEAM], "team with the shortest calls; it also resolves least", 0, 4_000),
        Fact(
            "renewal_alpha",
            kinds.RENEWAL_ALPHA,
            "alpha of an sBG fitted to contract terms, before multipliers",
            0.25,
            20_000,
        ),
        Fact("renewal_beta", kinds.RENEWAL_BETA, "beta of the same", 0.9, 20_000),
        Fact("wasted_before", WASTED, "wasted mail over mail before 2024-05", 0.01, 2_000),
        Fact("mail_many", 0.09, "share of known customers with five pieces or more in a quarter", 0.015, 4_000),
        Fact("mail_none", 0.27, "share of known customers without a piece in a quarter", 0.02, 4_000),
        Fact("duplicates", e.duplicates, "customer rows that repeat another, over rows", 0.001, 1_000),
        Fact("without_email", e.without_email, "customers without e-mail, over customers", 0.02, 2_000),
        Fact("malformed", e.malformed, "order rows left out by the intake, over rows read", 0.0001, 1_000),
        Fact("refunds", e.refunds, "refund rows over order rows", 0.003, 2_000),
        Fact("employees", round(e.employees * world.customers), "customers who work for the company", 0, 1),
        Fact(
            "market_upturn",
            e.market_upturn,
            "orders a customer and month from 2024-09 on over before, held-out customers",
            0.04,
            20_000,
        ),
    ]
    return found + (_of_programme(world, least.name, least.adoption) if world.programme else [])


def _of_programme(world: World, least: str, adoption: float) -> list[Fact]:
    e = world.effects
    return [
        Fact(
            "retention_effect",
            0.013 if e.churn_hazard else 0.0,
            "retention of 2025-11 to 2026-10 of customers not held out, with less without the programme",
            0.005,
            20_000,
        ),
        Fact("handling_time", e.handling_time, "minutes a call, change at full adoption", 0.05, 20_000),
        Fact(
            "repeat_calls",
            e.repeat_calls,
            "repeat calls over calls not resolved, change at full adoption",
            0.08,
            20_000,
        ),
        Fact("wasted_mail", e.wasted_mail, "wasted share of mail, change in points at full adoption", 0.02, 4_000),
        Fact("orders", e.orders, "orders a customer and month, change at full adoption", 0.04, 20_000),
        Fact(
            "lowest_adoption",
            adoption,
            f"share of the full effect on wasted mail reached in region {least}",
            0.12,
            20_000,
        ),
        Fact("overrun", e.overrun, "booked over planned cost to date, less 1", 0.005, 1),
        Fact("worst_overrun", "integration", "type of cost with the largest overrun against plan", 0, 1),
        Fact("forgotten_cost", "Upgrades", "item booked and never planned", 0, 1),
    ]
