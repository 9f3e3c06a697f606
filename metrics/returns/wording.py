"""Wording that several findings of return and risk share: things in a row, short names, notes of the library."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from data.library import facts
from metrics.scenario.scenario import Scenario
from metrics.words.text import N_, EachLanguage, Message, Term, message


def listed(parts: Sequence[Message], *, alternative: bool = False) -> Message:
    """One, two or more things in a row."""
    if len(parts) == 1:
        return parts[0]
    *first, last = parts
    joint = N_("{first} or {last}") if alternative else N_("{first} and {last}")
    if len(first) == 1:
        return message(joint, first=first[0], last=last)
    return message(joint, first=message(N_("{first}, {next}"), first=first[0], next=listed(first[1:])), last=last)


def apart(parts: Sequence[Message]) -> Message:
    """Things that may hold commas of their own, in a row."""
    return reduce(lambda first, rest: message(N_("{first}; {rest}"), first=first, rest=rest), parts)


def following(*sentences: Message) -> Message:
    """Whole sentences, one after the other."""
    return reduce(lambda first, rest: message("{first} {rest}", first=first, rest=rest), sentences)


def library_note(id: str) -> Message:
    """What a figure of the library is read as, and where it comes from."""
    fact = facts()[id]
    return message("{words} ({source})", words=EachLanguage(fact.note), source=fact.source)


def short(scenario: Scenario, path: str) -> Message:
    """What ``path`` names, as short as a picture needs it: a lever by its name when its target is meant."""
    head, _, last = path.rpartition(".")
    lever = next((lever for lever in scenario.levers if lever.id == head), None)
    if lever is None or last != "target":
        return scenario.label(path)
    return message("{lever}", lever=lever.name or Term(lever.spec.name))
