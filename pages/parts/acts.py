"""Old names of what cannot be undone, while pages move to pages/parts/edit.py."""

from __future__ import annotations

from collections.abc import Callable

from metrics.words.text import Message
from pages.parts import edit


def act(place: str, do: Callable[[str], object]) -> None:
    edit.act(edit.plain(place), do)


def tell(place: str, reason: Message) -> None:
    edit.tell(edit.plain(place), "", reason)


def refused(place: str) -> None:
    edit.refusals(edit.plain(place))
