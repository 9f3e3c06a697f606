"""Tiles of the roadmap page, findings whose table stands open, and the words of cards and editors."""

from __future__ import annotations

from metrics.answers.cells import phrase
from metrics.context import Context
from metrics.roadmap import facts
from metrics.roadmap.findings import TILES, largest_risk
from metrics.roadmap.plan import HEADINGS
from metrics.words.text import Message
from pages.parts import cards, session
from pages.parts.session import _


def read(words: Message | str) -> str:
    """A message, a library's text or somebody's own, in the reader's language; "$" stays a sign."""
    return own(words).replace("$", "\\$")


def own(words: Message | str) -> str:
    """The same for a cell that does not read Markdown."""
    return session.reader().read(words if isinstance(words, Message) else phrase(words)) if words else ""


def tiles() -> None:
    """Four figures."""
    context = session.context()
    with cards.row(most=len(TILES)):
        for id in TILES:
            reading = context.read(id)
            cards.tile(reading, note="" if reading.value is None else _note(context, id))


def _note(context: Context, id: str) -> str:
    if id == "plan_length":
        return _("to {day}", day=session.reader().day(facts.scheduled(context.sources).end))
    if id == "plan_complete":
        return _("of {n}", n=len(HEADINGS))
    return _("of 40 points") if id == "readiness" else read(largest_risk(context))
