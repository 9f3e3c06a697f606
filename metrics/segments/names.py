"""Names people can read for groups found in the data: who they are first, then what they do, as short as can be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from metrics.segments.inputs import BY_ID
from metrics.words.text import N_, Message, Term, message
from metrics.words.units import Amount, Unit

TELLING = 0.4  # standard deviations from the mean at which an input names a group
VERY = 1.0  # and at which it is said to be very much so, where two groups would be called the same
NEARLY_ALL = 0.8  # of a group, for a yes or a no to name it
AVERAGE = N_("near the average")


class Capital(Message):
    """A text that begins with a capital, whatever stands first in it."""

    def render(self, lang: str = "en", currency: str = "XXX") -> str:
        """As that of any message, its first letter large."""
        text = super().render(lang, currency)
        return text[:1].upper() + text[1:]


def listed(parts: Iterable[Message], joint: str = N_("{first}, {second}")) -> Message:
    """One after the other, as the language sets it; at least one."""
    return reduce(lambda first, second: message(joint, first=first, second=second), parts)


def twelve_months(basis: Term) -> Message:
    """The heading of a year's money: what customers bring, and for how long."""
    return Capital(N_("{basis}, 12 months"), {"basis": basis})


def share_of(value: float) -> Amount:
    """A share in a sentence."""
    return Amount(value, Unit.SHARE)


@dataclass(frozen=True)
class _Word:
    """One word of a name; ``very``: far from the mean."""

    text: str
    very: bool = False


def names(inputs: pd.DataFrame, labels: ArrayLike, family: str = "") -> tuple[Message, ...]:
    """A name for each group, no two alike. inputs: one row a customer, columns of ``INPUTS``; labels: groups from 0.

    A yes that nearly all of the group share comes first, then the figures in which it is farthest from the mean of all,
    and what they do not have or buy last; two words as a rule, more where another group would be called the same, and
    "very" where more do not help. ``family`` names the family of products among the inputs.
    """
    at = np.asarray(labels, dtype=np.int64)
    means = inputs.groupby(at).mean()
    spread = inputs.std(ddof=0).replace(0.0, 1.0)
    words = [_words(means.loc[group], (means.loc[group] - inputs.mean()) / spread) for group in means.index]
    for length in range(2, len(BY_ID) + 1):
        shown = [tuple(group[:length]) for group in words]
        plain = Counter(frozenset(word.text for word in group) for group in shown)
        if max(plain.values()) == 1:
            break
    counts: Counter[frozenset[_Word]] = Counter()
    for place, group in enumerate(shown):
        if plain[frozenset(word.text for word in group)] == 1:  # nobody else is called so: "very" is not needed
            shown[place] = tuple(_Word(word.text) for word in group)
    return tuple(_name(group, family, counts) for group in shown)


def _words(mean: pd.Series, off: pd.Series) -> list[_Word]:
    """All words that fit a group, the most telling first."""
    inputs = [BY_ID[str(name)] for name in mean.index]
    yes = [input for input in inputs if input.flag and mean[input.id] >= NEARLY_ALL]
    no = [input for input in inputs if input.flag and mean[input.id] <= 1 - NEARLY_ALL]
    who = [_Word(input.little) for input in no if input.id == "business"] + [_Word(input.much) for input in yes]
    lacking = [_Word(input.little) for input in no if input.id != "business"]
    figures = sorted((input for input in inputs if not input.flag), key=lambda input: -abs(float(off[input.id])))
    for input in figures:
        far = float(off[input.id])
        if input.id == "family" and far <= -TELLING:  # what is not bought says little
            lacking.append(_Word(input.little))
        elif abs(far) >= TELLING:
            who.append(_Word(input.much if far > 0 else input.little, abs(far) >= VERY))
    return [*who, *lacking] or [_Word(AVERAGE)]


def _name(words: tuple[_Word, ...], family: str, counts: Counter[frozenset[_Word]]) -> Message:
    counts[frozenset(words)] += 1
    n = counts[frozenset(words)]
    joined = listed(_said(word, family) for word in words)
    name = joined if n == 1 else message(N_("{name} ({n})"), name=joined, n=n)
    return Capital(name.text, name.values)


def _said(word: _Word, family: str) -> Message:
    plain = message(word.text, family=Term(family)) if "{family}" in word.text else message(word.text)
    return message(N_("very {word}"), word=plain) if word.very else plain
