"""The sentences of the segments page, computed from what the report tells."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from metrics.segments.clusters import STABLE, Clusters
from metrics.segments.facts import Field, Segmented
from metrics.segments.moves import Made, Moved
from metrics.segments.rfm import CHAMPIONS, GROUPS
from metrics.words.text import N_, Message, Term, message
from metrics.words.units import Amount, Unit, money


def verdict(found: Segmented) -> Message:
    """Who brings most, and how many groups deserve their own treatment."""
    if found.reason is not None:
        return message(N_("No groups yet: {reason}."), reason=found.reason)
    first, passed = found.segments[0], sum(one.passes for one in found.segments)
    if first.share is None:
        text = N_("{passed} of {n} groups pass every test that can be made; all together bring nothing this year.")
        return message(text, passed=passed, n=len(found.segments))
    return message(
        N_("{name}: {heads} of customers, {share} of {basis}. {passed} of {n} groups pass every test we can make."),
        name=first.name,
        heads=Amount(first.customers / first.of, Unit.SHARE),
        share=Amount(first.share, Unit.SHARE),
        basis=Term(found.word),
        passed=passed,
        n=len(found.segments),
    )


def shares(found: Segmented) -> Message:
    """What one customer of the best group brings beside one of the rest."""
    if not found.segments:
        return message(N_("No group has a share yet"))
    first = max(found.segments, key=lambda one: one.each)
    return message(N_("{name} bring {each} each a year"), name=first.name, each=money(first.each))


def field(found: Sequence[Field]) -> Message:
    """How many of those who brought much are silent."""
    if not found:
        return message(N_("Too few buyers for a map"))
    risk = sum(one.customers for one in found if one.group == GROUPS[4])
    share = Amount(risk / sum(one.customers for one in found), Unit.SHARE)
    return message(N_("{share} bought much and have gone quiet"), share=share)


def agreement(found: Clusters | None) -> Message:
    """How many groups the data hold."""
    if found is None:
        return message(N_("No groups are found in the data"))
    value = Amount(dict(found.agreement)[found.k], Unit.SHARE)
    if found.stable:
        return message(N_("{k} groups are found again, agreement {value}"), k=found.k, value=value)
    text = N_("Not stable: {k} groups agree {value}, below {least}")
    return message(text, k=found.k, value=value, least=Amount(STABLE, Unit.SHARE))


def lights(found: Segmented) -> Message:
    """Which groups deserve their own treatment."""
    passed = [one.name for one in found.segments if one.passes]
    if not found.segments:
        return message(N_("No group has been tested yet"))
    if not passed:
        return message(N_("No group passes every test"))
    if len(passed) == len(found.segments):
        return message(N_("All {n} groups pass every test"), n=len(passed))
    return message(N_("{passed} of {n} groups pass every test"), passed=len(passed), n=len(found.segments))


def moved(found: Moved) -> Message:
    """Where the best customers of the earlier date have gone."""
    if found.moves is None:
        return message(N_("No moves can be shown yet"))
    table, before = found.moves.table, found.moves.before
    if not before[CHAMPIONS]:
        return message(N_("{stayed} customers are in the same group"), stayed=Amount(found.moves.stayed, Unit.COUNT))
    left = before[CHAMPIONS] - table[CHAMPIONS, CHAMPIONS]
    return message(
        N_("{share} of {name} have moved on, {n} customers"),
        share=Amount(left / before[CHAMPIONS], Unit.SHARE),
        name=found.groups[CHAMPIONS],
        n=Amount(float(left), Unit.COUNT),
    )


def made_of(found: Made, value: Message) -> Message:
    """The group that differs most from all, by its share of ``value``: the wording of what :func:`telling` names."""
    place = _farthest(found)
    if place is None:
        return message(N_("Of nobody is it known"))
    counts, (group, at) = found.counts, place
    return message(
        N_("{group}: {value} {share}, against {overall} of all"),
        group=found.groups[group],
        share=Amount(float(counts[group, at] / counts[group].sum()), Unit.SHARE),
        value=value,
        overall=Amount(float(counts[:, at].sum() / counts.sum()), Unit.SHARE),
    )


def telling(found: Made) -> str:
    """The value in which a group is farthest above all; "" when there is none."""
    place = _farthest(found)
    return "" if place is None else found.values[place[1]]


def _farthest(found: Made) -> tuple[int, int] | None:
    total = int(found.counts.sum())
    if not total:
        return None
    shares = found.counts / np.maximum(found.counts.sum(axis=1, keepdims=True), 1)
    gap = shares - found.counts.sum(axis=0) / total
    if found.rest:
        gap[:, -1] = -1
    group, at = divmod(int(gap.argmax()), int(gap.shape[1]))
    return group, at
