"""The five steps of segmentation as settings: what was chosen in each, checked, and written down as text.

A method is frozen; a change makes a new one. What cannot be is refused with a reason and changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from typing import Any

from metrics.reading import UndefinedError
from metrics.segments.clusters import COUNTS
from metrics.segments.inputs import INPUTS, USUAL_INPUTS
from metrics.words.text import N_, message

RULE, FOUND = "rule", "found"  # how groups are made: RFM, or k-means
BANDED, GROUPED = "bands", "groups"  # whose shared needs are looked at: those of the value bands, or of the groups
VARIABLES = {  # of the value bands: what each is called
    "profit": N_("Contribution margin"),
    "revenue": N_("Revenue"),
    "loyalty": N_("Loyalty"),
    "response": N_("Response"),
    "referrals": N_("Referrals"),
}
WEIGHTS = (("profit", 40), ("revenue", 20), ("loyalty", 20), ("response", 10), ("referrals", 10))


class MethodError(UndefinedError):
    """A setting that cannot be; its reason is ready for either language."""


@dataclass(frozen=True)
class Method:
    """All settings of the five steps.

    Shares are fractions; weights whole per cent. ``k`` is 0 when the data choose. ``profit`` is money a customer and
    year; ``different`` the share by which a group's money is off the average; ``index`` 100 is as in all.
    """

    left_out: tuple[str, ...] = ()  # step 1: traits not wanted
    most_missing: float = 0.8  # a trait missing of more customers than this is not used
    weights: tuple[tuple[str, int], ...] = WEIGHTS  # step 2
    needs_of: str = GROUPED  # step 3
    index: int = 130
    fewest: int = 10
    by: str = RULE  # step 4
    k: int = 0
    inputs: tuple[str, ...] = USUAL_INPUTS
    least: int = 50  # step 5
    least_share: float = 0.01
    profit: float = 0.0
    reached: float = 0.5
    different: float = 0.25
    traits: int = 2
    known: float = 0.5
    campaign: float = 0.25

    def __post_init__(self) -> None:
        for share in ("most_missing", "least_share", "reached", "known", "campaign"):
            if not 0 <= getattr(self, share) <= 1:
                raise MethodError(message(N_("a share lies between 0 and 100%")))
        if self.by not in (RULE, FOUND) or self.needs_of not in (BANDED, GROUPED):
            raise MethodError(message(N_("there is no such way to make groups")))
        if self.k and self.k not in COUNTS:
            raise MethodError(message(N_("{n} groups cannot be asked for; ask for 3 to 8"), n=self.k))
        if len(set(self.inputs) & {item.id for item in INPUTS}) < 2:
            raise MethodError(message(N_("groups are found by two inputs or more")))
        if self.fewest < 1 or self.least < 1 or self.index <= 100 or self.different < 0 or self.traits < 0:
            raise MethodError(message(N_("a threshold must be above what everybody passes")))
        if set(self.weight) != set(VARIABLES) or min(self.weight.values()) < 0:
            raise MethodError(message(N_("a weight is 0% or more, and every variable has one")))
        if (total := sum(self.weight.values())) != 100:
            raise MethodError(message(N_("the weights sum to {total}%; make them 100%"), total=total))

    @property
    def weight(self) -> dict[str, int]:
        """Whole per cent of each variable."""
        return dict(self.weights)


USUAL = Method()
STEPS = ("traits", "value", "needs", "groups", "tests")
PARTS = {
    "traits": ("left_out", "most_missing"),
    "value": ("weights",),
    "needs": ("needs_of", "index", "fewest"),
    "groups": ("by", "k", "inputs"),
    "tests": ("least", "least_share", "profit", "reached", "different", "traits", "known", "campaign"),
}


def to_json(method: Method, step: str) -> str:
    """The settings of one step, as text."""
    return json.dumps({name: getattr(method, name) for name in PARTS[step]}, sort_keys=True)


def _with_json(method: Method, step: str, text: str) -> Method:
    """``method`` with the settings of ``step`` as written by :func:`to_json`. MethodError when they cannot be."""
    try:
        settings = dict(json.loads(text).items())
        kinds = {field.name: type(field.default) for field in fields(Method)}
        given: dict[str, Any] = {name: _typed(settings[name], kinds[name]) for name in PARTS[step] if name in settings}
    except (ValueError, TypeError, AttributeError) as error:
        if isinstance(error, MethodError):
            raise
        raise MethodError(message(N_("the saved settings of a step cannot be read"))) from error
    return replace(method, **given)


def _typed(value: object, kind: type) -> object:
    if kind is tuple:
        if not isinstance(value, (list, tuple)):
            raise TypeError(value)
        return tuple(tuple(part) if isinstance(part, list) else part for part in value)
    if isinstance(value, bool) or not isinstance(value, (kind, int) if kind is float else kind):
        raise TypeError(value)
    return kind(value)


def from_json(texts: Mapping[str, str]) -> Method:
    """The method of these saved steps; a step that is not there, or can no longer be read, has its usual settings."""
    method = USUAL
    for step, text in texts.items():
        if step in STEPS:
            with suppress(MethodError):
                method = _with_json(method, step, text)
    return method
