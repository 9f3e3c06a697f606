"""The sentences of the segments page, computed from what the report tells."""

from __future__ import annotations

from collections.abc import Sequence

from metrics.clusters import STABLE, Clusters
from metrics.report_segments import Field, Segmented
from metrics.rfm import GROUPS
from metrics.takeaways import money
from metrics.text import N_, Message, Term, message
from metrics.units import Amount, Unit


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
    text = N_("Not stable: {k} groups agree best, {value}, below {least}")
    return message(text, k=found.k, value=value, least=Amount(STABLE, Unit.SHARE))
