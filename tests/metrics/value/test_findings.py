"""What is said of the value of customers, and when it would be wrong to say it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from metrics.drawing.bars import Values
from metrics.value import findings, findings_contracts, findings_views
from metrics.value.components import Components
from metrics.value.worth import Margin
from metrics.words.units import Unit
from tests.metrics.told import Told, reading


class Sampled(Told):
    """Readings, and how far the forecast looks."""

    def __init__(self, *readings: Any) -> None:
        super().__init__(*readings)
        customers = SimpleNamespace(word="margin")
        self.sources = SimpleNamespace(
            scores=SimpleNamespace(card={"horizon_months": 24}), once=lambda _key, _make: customers
        )


FIFTH = reading("top_fifth_share", 0.71, Unit.SHARE)


@pytest.mark.parametrize(
    ("total", "told"),
    [
        (
            reading("customer_value", 48e6, low=43e6, high=53e6),
            "The top 20% of customers bring 71% of the margin. Customers are worth £43M to £53M over 2 years "
            "(remaining CLV, 90% range).",
        ),
        (
            reading("customer_value", 48e6),
            "The top 20% of customers bring 71% of the margin. Customers are worth £48M over 2 years (remaining CLV).",
        ),
        (
            reading("customer_value", None),
            "We cannot say what customers are worth. No cost is entered yet.",
        ),
    ],
)
def test_customer_value_is_told_with_its_range(total: Any, told: str) -> None:
    assert findings.verdict(Sampled(total, FIFTH)).render("en", "GBP") == told


def test_without_shares_the_value_is_told_alone() -> None:
    alone = Sampled(reading("customer_value", 48.0, low=43.0, high=53.0), reading("top_fifth_share", None))
    assert str(findings.verdict(alone)) == "Customers are worth 43 to 53 over 2 years (remaining CLV, 90% range)."


def test_the_three_values_are_told_as_far_as_they_are_known() -> None:
    rows = [Values("A", 1, 100.0, 20.0, 50.0), Values("B", 2, 10.0, 5.0, 5.0)]
    told = findings_views._so_far_and_ahead
    assert str(told(rows)) == "110 so far, 55 ahead, 25 a year more possible"
    assert str(told([Values("A", 1, 100.0, 20.0, None)])) == "100 brought so far, 20 more a year possible"


@pytest.mark.parametrize(
    ("margin", "told"),
    [
        (Margin("", 100.0, 60.0, (("calls", 10.0), ("visits", 5.0))), "25% of revenue is left; serving takes 15%"),
        (Margin("", 100.0, 60.0, ()), "Of the revenue 40% is left over"),
        (Margin("", 100.0, 60.0, (("calls", 50.0),)), "10% of revenue is lost; serving takes 50%"),
    ],
)
def test_what_is_left_of_revenue_is_never_called_left_when_it_is_lost(margin: Margin, told: str) -> None:
    assert str(findings_views._left_of_revenue(margin)) == told


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        (Components(60.0, 40.0, None, None), "60% is what new customers bring too; growth adds 40%"),
        (Components(120.0, -20.0, None, None), "120% is what new customers bring too; growth takes 20%"),
        (Components(20.0, -50.0, None, None), "These customers are forecast to bring −30"),
    ],
)
def test_growth_takes_where_it_does_not_add(parts: Components, told: str) -> None:
    assert str(findings_views._base_and_growth(parts)) == told
    assert "Price premium: unknown" in str(findings_views._unknown(parts))
    assert findings_views._unknown(Components(1.0, 1.0, 1.0, 1.0)) is None


def test_referral_is_told_where_somebody_wrote_down_who_recommended_whom() -> None:
    """Unknown is not nothing: nobody wrote it down, nobody came so, or somebody did."""
    held = Components(60.0, 40.0, None, None, referral=30.0)
    assert str(findings_views._referral(held, 2)) == (
        "Referral: 2 customers who came in the last 12 months were recommended by these and are worth 30; that is "
        "their own value too, so it is not added to the value of all."
    )
    none = "Nobody who came in the last 12 months is known to have come by recommendation."
    assert str(findings_views._referral(Components(60.0, 40.0, None, None, referral=0.0), 0)) == none
    unknown = "Referral value: unknown, since no referrer is recorded."
    assert str(findings_views._referral(Components(60.0, 40.0, None, None), 0)) == unknown
    assert (held.total, held.with_referral) == (100.0, 130.0)
    assert (held + held).referral == 60.0 and (held + Components(1.0, 1.0, None, None)).referral is None


@pytest.mark.parametrize(
    ("value", "orders", "told"),
    [
        (110.0, 100.0, "Renewals say 110, 10% more than orders alone"),
        (80.0, 100.0, "Renewals say 80, 20% less than orders alone"),
        (80.0, None, "Contracts are worth 80 by their renewals"),
        (80.0, -10.0, "Contracts are worth 80 by their renewals"),
    ],
)
def test_renewals_are_held_against_orders(value: float, orders: float | None, told: str) -> None:
    assert str(findings_contracts._against_orders(value, orders)) == told
