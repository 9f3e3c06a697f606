"""Readings of the segments page: the five steps with their counts, moves and composition, each with its basis."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from metrics import __version__
from metrics.context import Sources
from metrics.reading import Basis, Given, Reading, UndefinedError
from metrics.segments import facts as story
from metrics.segments import rfm
from metrics.segments.clusters import RESAMPLES, SAMPLE, STABLE, Clusters
from metrics.segments.criteria import TESTS
from metrics.segments.method import RULE, VARIABLES, Method
from metrics.segments.moves import Made, Moved
from metrics.segments.people import used
from metrics.words.text import N_, Message, message
from metrics.words.units import Amount, Unit


def groups(sources: Sources, method: Method) -> tuple[Clusters | None, Message | None]:
    """The groups k-means finds, or the reason there are none."""
    return _tried(lambda: story.found(sources, method))


T = TypeVar("T")


def _tried(make: Callable[[], T]) -> tuple[T | None, Message | None]:
    try:
        return make(), None
    except UndefinedError as error:
        return None, error.reason


def traits(sources: Sources, method: Method) -> Reading:
    """Step 1: traits in use."""
    formula = message(
        N_("Traits that are wanted, missing of at most {most} of buyers, and not the same for nearly all."),
        most=Amount(method.most_missing, Unit.SHARE),
    )
    count = len(used(sources, method))
    nobody = message(N_("no trait of customers is in use"))
    return _reading(
        sources,
        "step_traits",
        N_("1 Traits"),
        count or None,
        None if count else nobody,
        formula,
        "C09",
        "customer_traits",
    )


def bands(sources: Sources, method: Method) -> Reading:
    """Step 2: customers in the two best value bands."""
    formula = message(
        N_("Weighted mean of ranks, best first: 5% large, 15% important, 30% ordinary. Shown: the first two.")
    )
    found, reason = _tried(lambda: story.bands(sources, method))
    best = None if found is None else int((found <= 1).sum())
    note = message(N_("What is unknown of a customer is left out and the other weights count for more."))
    given = tuple(
        Given(label=message(VARIABLES[name]), value=part / 100, unit=Unit.SHARE)
        for name, part in method.weights
        if part
    )
    name = N_("2 Large or important")
    return _reading(sources, "step_bands", name, best, reason, formula, "C10", "customer_base", note, given)


def needs(sources: Sources, method: Method) -> Reading:
    """Step 3: traits that are clearly more frequent in a group."""
    formula = message(
        N_("Share in the group over share in all, times 100: {index} or more, its 95% range above 100, {n} customers."),
        index=method.index,
        n=method.fewest,
    )
    found, reason = _tried(lambda: story.needs(sources, method))
    if not used(sources, method):
        reason = message(N_("no trait of customers is in use"))
    value = None if found is None or reason is not None else sum(len(one.shared) for one in found)
    note = message(N_("Wilson's range of the share in the group; the share in all is taken as known."))
    name = N_("3 Shared traits")
    return _reading(sources, "step_needs", name, value, reason, formula, "C11; Wilson 1927", "customer_traits", note)


def kinds(sources: Sources, method: Method) -> Reading:
    """Step 4: how many groups there are, and how they are made."""
    found = story.segmented(sources, method)
    if method.by == RULE:
        formula = message(N_("Six groups by rules on fifths of recency, and of how often and how much was bought."))
        note, source = None, "C12; Hughes 1994"
    else:
        formula = message(
            N_("k-means on standardised inputs, fitted on up to {n} buyers; k stands apart best of those found again."),
            n=Amount(SAMPLE, Unit.COUNT),
        )
        note = message(
            N_("Found again: adjusted Rand index of {n} pairs of bootstrap resamples of {least} or more."),
            n=RESAMPLES,
            least=Amount(STABLE, Unit.SHARE),
        )
        source = "C12; Hubert and Arabie 1985; Rousseeuw 1987; Hennig 2007"
    value = None if found.reason is not None else len(found.segments)
    return _reading(sources, "step_kinds", N_("4 Groups"), value, found.reason, formula, source, note=note)


def passed(sources: Sources, method: Method) -> Reading:
    """Step 5: groups that fail no test."""
    found = story.segmented(sources, method)
    formula = message(
        N_("Groups that fail none of {n} tests. A test that cannot be made for want of data counts against nobody."),
        n=len(TESTS),
    )
    value = None if found.reason is not None else sum(one.passes for one in found.segments)
    return _reading(sources, "step_tests", N_("5 Pass the tests"), value, found.reason, formula, "C13, C14")


def field(sources: Sources) -> Reading:
    """Customers at risk by RFM."""
    held = story.fields(sources)
    formula = message(
        N_("Buyers in fifths by days since the last order, days with an order and what they brought; equal ones share.")
    )
    value = sum(one.customers for one in held if one.group == rfm.GROUPS[rfm.AT_RISK]) if held else None
    reason = message(N_("there are fewer than {n} buyers"), n=rfm.FEWEST)
    return _reading(sources, "rfm", N_("Customers at risk"), value, reason, formula, "C12; Hughes 1994")


def stayed(sources: Sources, moved: Moved) -> Reading:
    """Customers in the same group at both dates."""
    formula = message(
        N_("RFM by all that was known at each date, in fifths of the customers of that date; who changed group moved.")
    )
    value = None if moved.moves is None else moved.moves.stayed
    name = N_("In the same group")
    return _reading(sources, "segment_moves", name, value, moved.reason, formula, "C15", "customer_stand")


def composed(sources: Sources, made: Made) -> Reading:
    """Customers of whom the trait is known."""
    formula = message(N_("Customers of a group with each value, over those of the group of whom it is known."))
    value = None if made.reason is not None else int(made.counts.sum())
    return _reading(sources, "made_of", N_("Trait known"), value, made.reason, formula, "C16, E06", "customer_traits")


@lru_cache(maxsize=8)
def steps(sources: Sources, method: Method) -> tuple[Reading, ...]:
    """The five steps."""
    return tuple(make(sources, method) for make in (traits, bands, needs, kinds, passed))


def _reading(
    sources: Sources,
    id: str,
    name: str,
    value: int | None,
    reason: Message | None,
    formula: Message,
    source: str,
    mart: str = "customer_base",
    note: Message | None = None,
    given: tuple[Given, ...] = (),
) -> Reading:
    published = sources.published
    basis = Basis(
        formula=formula,
        source=source,
        mart=mart,
        rows=len(sources.frames[mart]),
        range_note=note,
        assumptions=lambda: given,
        data_until=published.until,
        data_hash=published.data_hash,
        code=__version__,
    )
    return Reading(
        id=id,
        unit=Unit.COUNT,
        value=None if value is None else float(value),
        reason=reason if value is None else None,
        basis=basis,
        name=message(name),
    )
