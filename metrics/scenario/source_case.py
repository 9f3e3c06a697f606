"""Which scenarios are cases of the sources: another company's programme, of which cost and benefit are told."""

from __future__ import annotations

from metrics.scenario.scenario import Scenario

LEVER, COST = "stated-case", "programme"  # ids of the one row of each


def is_case(scenario: Scenario) -> bool:
    """Whether ``scenario`` holds what a case of the sources holds and nothing of a company's own."""
    return {item.id for item in scenario.costs} == {COST} and {lever.id for lever in scenario.levers} <= {LEVER}
