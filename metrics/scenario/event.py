"""An event that may happen to the plan: an entry of its risk register."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from metrics.scenario.assumption import Assumption, ScenarioError
from metrics.scenario.kinds import Part
from metrics.words.text import N_, message
from metrics.words.units import Unit

EFFECTS = {
    "benefit": Part(N_("share of the benefit lost"), Unit.SHARE, (0.0, 1.0)),
    "cost": Part(N_("share added to all cost"), Unit.SHARE, (0.0, 10.0)),
    "delay": Part(N_("months the benefit comes later"), Unit.MONTHS, (0.0, 120.0)),
}
CHANCE = Part(N_("probability"), Unit.SHARE, (0.0, 1.0))
EVENT_PARTS = ("chance", "impact")


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happens or does not. The plan as it stands is without it; draws are with it, as often as likely.

    ``impact`` is what it takes where it happens: a share of the benefit of its ``levers`` (all where none is named), a
    share added to all cost, or months by which the benefit of its levers comes later.
    """

    id: str
    name: str
    effect: str
    chance: Assumption  # probability within the horizon
    impact: Assumption
    levers: tuple[str, ...] = ()
    owner: str = ""

    def __post_init__(self) -> None:
        if self.effect not in EFFECTS:
            text = N_("Risk {name} is said to act on {effect}. Choose one of: {effects}.")
            raise ScenarioError(message(text, name=self.name, effect=self.effect, effects=", ".join(EFFECTS)))

    def part(self, name: str) -> Part:
        """Label, unit and bounds of one of its numbers."""
        return CHANCE if name == "chance" else EFFECTS[self.effect]

    def parts(self) -> Iterator[tuple[str, Assumption]]:
        """(name, assumption) of each number it has."""
        yield from (("chance", self.chance), ("impact", self.impact))
