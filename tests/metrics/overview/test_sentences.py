"""Sentences say what the readings say; where a reading is missing they say that instead."""

from __future__ import annotations

from metrics.overview import sentences as takeaways
from metrics.reading import Basis, Reading
from metrics.words.text import message
from metrics.words.units import Unit

BASIS = Basis(formula=message("sum"), source="A09")


def reading(id: str, value: float | None, unit: Unit = Unit.MONEY, **more: object) -> Reading:
    reason = message("No cost is entered yet.") if value is None else None
    return Reading(id=id, unit=unit, value=value, reason=reason, basis=BASIS, **more)  # type: ignore[arg-type]


def verdict(npv: float | None, chance: float | None = None, proven: float | None = None, months: int = 60) -> str:
    readings = {
        "programme_npv": reading("programme_npv", npv),
        "chance_of_profit": reading("chance_of_profit", chance, Unit.SHARE),
        "proven_share": reading("proven_share", proven, Unit.SHARE),
    }
    return takeaways.verdict(readings, months).render("en", "GBP")


def test_the_verdict_answers_first_and_says_what_weakens_it() -> None:
    assert verdict(12.3e6, 0.97, 0.44) == (
        "Yes, the CRM pays: £12.3M net over 5 years. But only 44% of what it has delivered is proven."
    )
    assert verdict(12.3e6, 0.97) == (
        "Yes, the CRM pays: £12.3M net over 5 years. How much of it has arrived is not measured yet."
    )
    assert verdict(2e6, 0.71).startswith("Probably: £2M net over 5 years, with a 71% chance")
    assert verdict(-9e5, 0.2, months=30) == "No: the programme loses £900K over 30 months."
    assert verdict(None) == "We cannot say yet. No cost is entered yet."


def test_a_payback_inside_a_year_is_not_called_hardly_possible() -> None:
    month = reading("payback", 24.0, Unit.MONTHS, low=19.0, high=33.0)
    assert str(takeaways.payback_month(month)) == "Most likely in month 24, hardly inside 12"
    early = reading("payback", 14.0, Unit.MONTHS, low=11.0, high=20.0)
    assert str(takeaways.payback_month(early)) == "Most likely in month 14"
    assert str(takeaways.payback_month(reading("payback", None, Unit.MONTHS))) == "No cost is entered yet."


def test_the_bridge_tells_losses_and_gains_apart() -> None:
    steps = [(message("a"), -4.1e6), (message("b"), 2.3e6)]
    assert takeaways.bridge(steps, "v1").render("en", "GBP") == "£4.1M was lost; £2.3M was gained"
    assert takeaways.bridge(steps[:1], "v1").render("en", "GBP") == "Every change cost: £4.1M in all"
    assert takeaways.bridge(steps[1:], "v1").render("en", "GBP") == "Every change helped: £2.3M in all"
    assert str(takeaways.bridge([], "v1")) == "Nothing moved since v1"


def test_levers_are_summed_and_the_largest_named() -> None:
    worth = [(message("Retention"), 300.0), (message("Mail"), 100.0)]
    assert takeaways.levers(worth).render("en", "GBP") == (
        "2 levers are worth £400 a year at full effect, 75% of it from Retention."
    )
    assert "No lever claims" in str(takeaways.levers([(message("Mail"), 0.0)]))
    assert "cost £50 a year" in takeaways.levers([(message("Mail"), -50.0)]).render("en", "GBP")


def test_customer_value_is_told_with_its_range() -> None:
    readings = {
        "customer_value": reading("customer_value", 48e6, low=43e6, high=53e6),
        "top_fifth_share": reading("top_fifth_share", 0.71, Unit.SHARE),
    }
    told = takeaways.customer_value(readings, "margin", 24).render("en", "GBP")
    assert told == "A fifth of customers bring 71% of the margin. The base is worth £43M to £53M over 2 years."
    readings["customer_value"] = reading("customer_value", None)
    assert str(takeaways.customer_value(readings, "margin", 24)).startswith("We cannot say what customers are worth")


def test_cash_and_threats() -> None:
    assert takeaways.cumulative_cash(-5.1e6, 9, 24.0).render("en", "GBP") == (
        "£5.1M out in month 9, whole again in month 24"
    )
    assert "never whole again" in str(takeaways.cumulative_cash(-5.1e6, 9, None))
    assert takeaways.threats([-3e6, -1e6], 1).render("en", "GBP") == "The largest could cost £3M; 1 without an owner"
    assert "no threat can be sized" in str(takeaways.threats([], 0))
    assert str(takeaways.gap_closed([0.6, 0.8])) == "The plan closes 70% of the gap"
