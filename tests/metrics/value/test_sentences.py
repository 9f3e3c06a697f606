"""What is said of the value of customers."""

from __future__ import annotations

from metrics.value import sentences
from metrics.words.units import Unit
from tests.metrics.told import reading


def test_customer_value_is_told_with_its_range() -> None:
    readings = {
        "customer_value": reading("customer_value", 48e6, low=43e6, high=53e6),
        "top_fifth_share": reading("top_fifth_share", 0.71, Unit.SHARE),
    }
    told = sentences.customer_value(readings, "margin", 24).render("en", "GBP")
    assert told == "A fifth of customers bring 71% of the margin. The base is worth £43M to £53M over 2 years."
    readings["customer_value"] = reading("customer_value", None)
    assert str(sentences.customer_value(readings, "margin", 24)).startswith("We cannot say what customers are worth")
