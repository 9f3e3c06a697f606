"""Readings of the segments page: the five steps with their counts, each with its basis."""

from __future__ import annotations

from functools import lru_cache

from metrics import __version__, rfm, segments
from metrics import report_segments as story
from metrics.clusters import RESAMPLES, SAMPLE, STABLE, Clusters
from metrics.reading import Basis, Reading, UndefinedError
from metrics.report_sources import DataSources
from metrics.text import N_, Message, message
from metrics.units import Amount, Unit


def groups(data: DataSources) -> tuple[Clusters | None, Message | None]:
    """The groups k-means finds, or the reason there are none."""
    try:
        return story.found(data), None
    except UndefinedError as error:
        return None, error.reason


def traits(data: DataSources) -> Reading:
    """Step 1: traits known of enough buyers to be used."""
    formula = message(
        N_("Traits of customers known of {least} of buyers or more, with more than one value."),
        least=Amount(story.LEAST_KNOWN, Unit.SHARE),
    )
    known = len(story.people(data).traits.columns)
    reason = None if known else message(N_("no table tells who the customers are"))
    return _reading(data, "step_traits", N_("1 Traits"), known or None, reason, formula, "C09", "customer_traits")


def bands(data: DataSources) -> Reading:
    """Step 2: customers in the two best value bands."""
    formula = message(
        N_("Ranks by what was brought, revenue and days with an order, weighted {a}, {b} and {c}; the best fifth."),
        a=Amount(segments.WEIGHTS["money"], Unit.SHARE),
        b=Amount(segments.WEIGHTS["revenue"], Unit.SHARE),
        c=Amount(segments.WEIGHTS["loyalty"], Unit.SHARE),
    )
    best = int((story.bands(data) <= 1).sum())
    reason = message(N_("there are no customers yet"))
    return _reading(data, "step_bands", N_("2 Large or important"), best or None, reason, formula, "C10")


def needs(data: DataSources, found: story.Segmented) -> Reading:
    """Step 3: traits that are clearly more frequent in a group."""
    formula = message(
        N_("Share in the group over share in all, times 100: at least 130, its 95% range above 100, ten customers.")
    )
    count = sum(len(one.shared) for one in found.segments)
    no_traits = not len(story.people(data).traits.columns)
    reason = message(N_("no table tells who the customers are")) if no_traits else found.reason
    value = None if reason is not None else count
    note = message(N_("Wilson's range of the share in the group; the share in all is taken as known."))
    name = N_("3 Shared traits")
    return _reading(data, "step_needs", name, value, reason, formula, "C11; Wilson 1927", "customer_traits", note)


def kinds(data: DataSources) -> Reading:
    """Step 4: how many groups are found in the data."""
    groups_found, reason = groups(data)
    formula = message(
        N_("k-means on standardised inputs, fitted on up to {n} buyers; k is the largest found again by {least}."),
        n=Amount(SAMPLE, Unit.COUNT),
        least=Amount(STABLE, Unit.SHARE),
    )
    note = message(N_("Agreement: mean adjusted Rand index of {n} pairs of bootstrap resamples."), n=RESAMPLES)
    value = None if groups_found is None else groups_found.k
    source = "C12; Hubert and Arabie 1985; Hennig 2007"
    return _reading(data, "step_kinds", N_("4 Groups found"), value, reason, formula, source, note=note)


def passed(data: DataSources, found: story.Segmented) -> Reading:
    """Step 5: groups that fail no test."""
    formula = message(
        N_("Groups that fail none of five tests: big enough, profitable, reachable, understandable, relevant.")
    )
    value = None if found.reason is not None else sum(one.passes for one in found.segments)
    return _reading(data, "step_tests", N_("5 Pass the tests"), value, found.reason, formula, "C13, C14")


def field(data: DataSources) -> Reading:
    """Customers at risk by RFM."""
    held = story.fields(data)
    formula = message(
        N_("Buyers in fifths by days since the last order, days with an order and what they brought; equal ones share.")
    )
    value = sum(one.customers for one in held if one.group == rfm.GROUPS[rfm.AT_RISK]) if held else None
    reason = message(N_("there are fewer than {n} buyers"), n=rfm.FEWEST)
    return _reading(data, "rfm", N_("Customers at risk"), value, reason, formula, "C12; Hughes 1994")


@lru_cache(maxsize=4)
def steps(data: DataSources, by: str) -> tuple[Reading, ...]:
    """The five steps."""
    found = story.segmented(data, by)
    return traits(data), bands(data), needs(data, found), kinds(data), passed(data, found)


def _reading(
    data: DataSources,
    id: str,
    name: str,
    value: int | None,
    reason: Message | None,
    formula: Message,
    source: str,
    mart: str = "customer_base",
    note: Message | None = None,
) -> Reading:
    published = data.published
    basis = Basis(
        formula=formula, source=source, mart=mart, rows=len(data.frames[mart]), range_note=note,
        data_until=published.until, data_hash=published.data_hash, code=__version__,
    )  # fmt: skip
    return Reading(
        id=id, unit=Unit.COUNT, value=None if value is None else float(value),
        reason=reason if value is None else None, basis=basis, extra={"name": message(name)},
    )  # fmt: skip
