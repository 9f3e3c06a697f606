"""How many examples a property is tried with: all in `make test-long`, a quarter of them in `make test`."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

ALL, FEW, LEAST = 100, 25, 5


def register() -> None:
    """Both profiles, the short one in use; `--hypothesis-profile=long` takes the other. No test is a clock."""
    held = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.register_profile("long", held, max_examples=ALL)
    settings.register_profile("payback", held, max_examples=FEW)
    settings.load_profile("payback")


def at_most(number: int) -> settings:
    """For a property whose examples are dear: that many where others have all, and a quarter where they have few."""
    return settings(max_examples=min(number, max(LEAST, number * settings().max_examples // ALL)))
