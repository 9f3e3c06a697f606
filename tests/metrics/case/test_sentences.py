"""Sentences say what the readings say; where a reading is missing they say that instead."""

from __future__ import annotations

from metrics.case import sentences as takeaways
from metrics.words.text import message


def test_levers_are_summed_and_the_largest_named() -> None:
    worth = [(message("Retention"), 300.0), (message("Mail"), 100.0)]
    assert takeaways.levers(worth).render("en", "GBP") == (
        "2 levers are worth £400 a year at full effect, 75% of it from Retention."
    )
    assert "No lever claims" in str(takeaways.levers([(message("Mail"), 0.0)]))
    assert "cost £50 a year" in takeaways.levers([(message("Mail"), -50.0)]).render("en", "GBP")


def test_cash_and_gaps() -> None:
    assert takeaways.cumulative_cash(-5.1e6, 9, 24.0).render("en", "GBP") == (
        "£5.1M out in month 9, whole again in month 24"
    )
    assert "never whole again" in str(takeaways.cumulative_cash(-5.1e6, 9, None))
    assert str(takeaways.gap_closed([0.6, 0.8])) == "The plan closes 70% of the gap"
