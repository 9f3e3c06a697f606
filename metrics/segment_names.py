"""Names people can read for groups found in the data: who they are first, then what they do, as short as can be."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from metrics.segment_inputs import BY_ID, Input
from metrics.text import N_, Message, Term, message

TELLING = 0.4  # standard deviations from the mean at which an input names a group
NEARLY_ALL = 0.8  # of a group, for a yes or a no to name it
AVERAGE = N_("near the average")


def names(inputs: pd.DataFrame, labels: ArrayLike, family: str = "") -> tuple[Message, ...]:
    """A name for each group, no two alike. inputs: one row a customer, columns of ``INPUTS``; labels: groups from 0.

    A yes that nearly all of the group share comes first, then the figures in which it is farthest from the mean of all,
    and what they do not have or buy last; two words as a rule, more where another group would be called the same.
    ``family`` names the family of products among the inputs.
    """
    at = np.asarray(labels, dtype=np.int64)
    means = inputs.groupby(at).mean()
    spread = inputs.std(ddof=0).replace(0.0, 1.0)
    words = [_words(means.loc[group], (means.loc[group] - inputs.mean()) / spread) for group in means.index]
    for length in range(2, len(BY_ID) + 1):
        shown = [tuple(group[:length]) for group in words]
        if len({frozenset(group) for group in shown}) == len(shown):
            break
    counts: dict[frozenset[str], int] = {}
    return tuple(_name(group, family, counts) for group in shown)


def _words(mean: pd.Series, off: pd.Series) -> list[str]:
    """All words that fit a group, the most telling first."""
    held = [BY_ID[str(name)] for name in mean.index]
    sure = [_flagged(one, float(mean[one.id])) for one in held if one.flag and one.id == "business"]
    yes = [one.much for one in held if one.flag and one.id != "business" and mean[one.id] >= NEARLY_ALL]
    no = [one.little for one in held if one.flag and one.id != "business" and mean[one.id] <= 1 - NEARLY_ALL]
    figures = sorted((one for one in held if not one.flag), key=lambda one: -abs(float(off[one.id])))
    telling = [one for one in figures if abs(float(off[one.id])) >= TELLING]
    less = [one for one in telling if one.id == "family" and off[one.id] < 0]  # what is not bought says little
    told = [one.much if off[one.id] > 0 else one.little for one in telling if one not in less]
    return [word for word in sure if word] + yes + told + no + [one.little for one in less] or [AVERAGE]


def _flagged(one: Input, share: float) -> str:
    return one.much if share >= NEARLY_ALL else one.little if share <= 1 - NEARLY_ALL else ""


def _name(words: tuple[str, ...], family: str, counts: dict[frozenset[str], int]) -> Message:
    same = frozenset(words)
    counts[same] = counts.get(same, 0) + 1
    joined = _word(words[0], family)
    for word in words[1:]:
        joined = message(N_("{first}, {second}"), first=joined, second=_word(word, family))
    return joined if counts[same] == 1 else message(N_("{name} ({n})"), name=joined, n=counts[same])


def _word(word: str, family: str) -> Message:
    return message(word, family=Term(family)) if "{family}" in word else message(word)
