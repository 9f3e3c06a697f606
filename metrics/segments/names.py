"""Names people can read for groups found in the data: who they are first, then what they do, as short as can be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from metrics.segments.inputs import BY_ID, Input
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
    return tuple(_name(_plain(group, plain), family, counts) for group in shown)


def _plain(group: tuple[_Word, ...], plain: Counter[frozenset[str]]) -> tuple[_Word, ...]:
    """Without "very" where no other group has the same words."""
    alone = plain[frozenset(word.text for word in group)] == 1
    return tuple(_Word(word.text) for word in group) if alone else group


def _words(mean: pd.Series, off: pd.Series) -> list[_Word]:
    """All words that fit a group, the most telling first."""
    held = [BY_ID[str(name)] for name in mean.index]
    sure = [_flagged(one, float(mean[one.id])) for one in held if one.flag and one.id == "business"]
    yes = [one.much for one in held if one.flag and one.id != "business" and mean[one.id] >= NEARLY_ALL]
    no = [one.little for one in held if one.flag and one.id != "business" and mean[one.id] <= 1 - NEARLY_ALL]
    figures = sorted((one for one in held if not one.flag), key=lambda one: -abs(float(off[one.id])))
    telling = [one for one in figures if abs(float(off[one.id])) >= TELLING]
    less = [one.little for one in telling if one.id == "family" and off[one.id] < 0]  # what is not bought says little
    told = [_figure(one, float(off[one.id])) for one in telling if one.little not in less]
    found = [*map(_Word, [word for word in sure if word] + yes), *told, *map(_Word, no + less)]
    return found or [_Word(AVERAGE)]


def _flagged(one: Input, share: float) -> str:
    return one.much if share >= NEARLY_ALL else one.little if share <= 1 - NEARLY_ALL else ""


def _figure(one: Input, off: float) -> _Word:
    return _Word(one.much if off > 0 else one.little, abs(off) >= VERY)


def _name(words: tuple[_Word, ...], family: str, counts: Counter[frozenset[_Word]]) -> Message:
    counts[frozenset(words)] += 1
    n = counts[frozenset(words)]
    joined = listed(_said(word, family) for word in words)
    name = joined if n == 1 else message(N_("{name} ({n})"), name=joined, n=n)
    return Capital(name.text, name.values)


def _said(word: _Word, family: str) -> Message:
    plain = message(word.text, family=Term(family)) if "{family}" in word.text else message(word.text)
    return message(N_("very {word}"), word=plain) if word.very else plain
