"""The groups of customers, in figures: the five steps with their counts, RFM, moves and composition."""

from __future__ import annotations

from metrics.context import Context
from metrics.customers import rfm
from metrics.metric import Metric, declare
from metrics.reading import Figure, Given
from metrics.segments import criteria, facts, migration, people
from metrics.segments.clusters import RESAMPLES, SAMPLE, STABLE
from metrics.segments.method import RULE, USUAL, VARIABLES, Method
from metrics.words.text import N_, Term, message
from metrics.words.units import Amount, Unit


def _traits(context: Context, method: Method = USUAL) -> Figure:
    missing = Given(label=message(N_("Missing of at most")), value=method.most_missing, unit=Unit.SHARE)
    return Figure(len(people.in_use(context.sources, method)), given=(missing,))


def _bands(context: Context, method: Method = USUAL) -> Figure:
    best = facts.band_sums(context.sources, method)[:2]
    note = message(N_("What is unknown of a customer is left out and the other weights count for more."))
    weights = ((VARIABLES[name], part / 100) for name, part in method.weights if part)
    given = tuple(Given(label=message(name), value=part, unit=Unit.SHARE) for name, part in weights)
    return Figure(sum(band.customers for band in best), note=note, given=given)


def _needs(context: Context, method: Method = USUAL) -> Figure:
    thresholds = ((N_("Index from"), method.index), (N_("Customers from"), method.fewest))
    given = tuple(Given(label=message(name), value=value, unit=Unit.COUNT) for name, value in thresholds)
    note = message(N_("Wilson's range of the share in the group; the share in all is taken as known."))
    return Figure(sum(len(shared) for _name, shared in facts.needs(context.sources, method)), note=note, given=given)


def _groups(context: Context, method: Method = USUAL) -> Figure:
    count = len(facts.segments(context.sources, method))
    if method.by == RULE:
        text = N_("Six groups by rules on fifths of recency, and of how often and how much was bought.")
        return Figure(count, formula=message(text))
    text = N_("k-means on standardised inputs, fitted on up to {n} buyers; k stands apart best of those found again.")
    again = N_("Found again: adjusted Rand index of {n} pairs of bootstrap resamples of {least} or more.")
    note = message(again, n=RESAMPLES, least=Amount(STABLE, Unit.SHARE))
    return Figure(count, formula=message(text, n=Amount(SAMPLE, Unit.COUNT)), note=note)


def _passing(context: Context, method: Method = USUAL) -> float:
    return sum(criteria.passes(row, method) for row in facts.segments(context.sources, method))


def _at_risk(context: Context) -> float:
    cells = facts.fields(context.sources)
    return sum(cell.customers for cell in cells if cell.group == Term(rfm.GROUPS[rfm.AT_RISK]))


METRICS = declare(
    "segments",
    "customer",
    Metric(
        id="step_traits",
        name=N_("Traits in use"),
        unit=Unit.COUNT,
        better="neither",
        mart="customer_traits",
        compute=_traits,
        formula=N_("Traits that are wanted, known of enough buyers, and not the same for nearly all."),
    ),
    Metric(
        id="step_bands",
        name=N_("Large or important customers"),
        unit=Unit.COUNT,
        better="neither",
        mart="customer_base",
        compute=_bands,
        formula=N_("Weighted mean of ranks, best first: 5% large, 15% important, 30% ordinary. Shown: the first two."),
    ),
    Metric(
        id="step_needs",
        name=N_("Traits that groups share"),
        unit=Unit.COUNT,
        better="neither",
        mart="customer_traits",
        source="Wilson 1927",
        compute=_needs,
        formula=N_(
            "Traits whose share in a group over their share in all, times 100, reaches the index, with its 95% range "
            "above 100 and enough customers."
        ),
    ),
    Metric(
        id="step_kinds",
        name=N_("Groups of customers"),
        unit=Unit.COUNT,
        better="neither",
        mart="customer_base",
        source="Hughes 1994; Hubert and Arabie 1985; Rousseeuw 1987; Hennig 2007",
        compute=_groups,
        formula=N_("Groups with a customer: of the six by rules of RFM, or of those k-means finds."),
    ),
    Metric(
        id="step_tests",
        name=N_("Groups that pass the tests"),
        unit=Unit.COUNT,
        mart="customer_base",
        compute=_passing,
        formula=N_(
            "Groups that fail none of the seven tests. A test that cannot be made for want of data counts against "
            "nobody."
        ),
    ),
    Metric(
        id="rfm",
        name=N_("Customers at risk"),
        unit=Unit.COUNT,
        better="lower",
        mart="customer_base",
        source="Hughes 1994",
        compute=_at_risk,
        formula=N_(
            "Buyers in fifths by days since the last order, days with an order and what they brought; equal ones share."
        ),
    ),
    Metric(
        id="segment_moves",
        name=N_("In the same group"),
        unit=Unit.COUNT,
        better="neither",
        mart="customer_stand",
        compute=lambda context, years=1: migration.moved(context.sources, years).stayed,
        formula=N_(
            "RFM by all that was known at each date, in fifths of the customers of that date; who changed group moved."
        ),
    ),
    Metric(
        id="made_of",
        name=N_("Trait known"),
        unit=Unit.COUNT,
        better="neither",
        mart="customer_traits",
        compute=lambda context, method=USUAL, trait="": facts.composition(context.sources, method, trait).counts.sum(),
        formula=N_("Customers of a group with each value, over those of the group of whom it is known."),
    ),
)
