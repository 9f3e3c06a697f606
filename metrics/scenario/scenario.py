"""The scenario: every assumption in one frozen object, changed only by making another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from metrics.scenario.change import changed
from metrics.scenario.model import Numbers


@dataclass(frozen=True, kw_only=True)
class Scenario(Numbers):
    """The numbers of one plan, and how one becomes another."""

    __hash__ = Numbers.__hash__

    def replace(self, path: str, value: Any, *, author: str = "", on: date | None = None) -> Scenario:
        """The scenario with ``value`` at ``path``, set by ``author`` on ``on``; itself when nothing changes.

        A changed value takes its range along. Changing ``once`` or ``yearly`` of a cost replaces its schedule.
        """
        return self if path != "baseline" and self.get(path) == value else changed(self, path, value, author, on)
