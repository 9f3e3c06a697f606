"""How sure it is, in findings: how likely a loss is, each figure with its error, what makes the result unsure."""

from __future__ import annotations

from contextlib import suppress

import numpy as np

from metrics.context import Context
from metrics.drawing.bars import Bar
from metrics.drawing.risk import TwoLines
from metrics.finding import Finding, Table, chart, finding, money, number, share, word
from metrics.reading import UndefinedError
from metrics.returns.figures import Array, chance, draws
from metrics.returns.wording import short
from metrics.risk.importance import Importance, importance
from metrics.risk.simulation import Estimate, Simulation
from metrics.words.text import N_, Message, Term, message
from metrics.words.units import Amount, Unit
from metrics.words.units import money as amount

PERCENTILES = (5, 10, 25, 50, 75, 90, 95)
BINS = 28
SOON = 12  # months: payback within a year is what the sources call best
BARS = 8
SMALL = 0.005  # share of the uncertainty below which no bar is drawn


@finding(N_("How likely is a negative NPV?"), "chance_of_profit")
def loss(context: Context) -> Finding:
    """How often each result comes out, the plan against the middle, and the chance of a quick payback."""
    simulation = draws(context)
    edges, shares = _bins(simulation.npv)
    below_zero, soon = 1 - chance(context).value, Amount(simulation.chance_paid_back(SOON).value, Unit.SHARE)
    p10, p50, p90 = (simulation.percentile(p).value for p in (0.1, 0.5, 0.9))
    return Finding(
        sentence=_loss(below_zero),
        table=Table(
            zip(edges, edges[1:], shares, strict=False),
            money(N_("From"), lambda row: row[0]),
            money(N_("To"), lambda row: row[1]),
            share(N_("Share of simulations"), lambda row: row[2]),
        ),
        chart=chart("histogram", edges=edges, shares=shares, p10=p10, p50=p50, p90=p90, below_zero=below_zero),
        note=message(
            N_("{first}. {second}"),
            first=_optimism(simulation.optimism, simulation.percentile(0.5)),
            second=message(N_("Paid back within {n} months: {share} of simulations."), n=SOON, share=soon),
        ),
    )


def _bins(npv: Array) -> tuple[list[float], list[float]]:
    """Edges and shares of a histogram with zero on an edge where it lies inside; its ends take in what lies beyond."""
    low, high = (float(end) for end in np.quantile(npv, (0.002, 0.998)))
    width = (high - low) / BINS or 1.0
    first = np.floor(low / width) * width if low < 0 < high else low
    edges = first + width * np.arange(BINS + 2)
    counts, _ = np.histogram(np.clip(npv, edges[0], edges[-1]), edges)
    return edges.tolist(), (counts / len(npv)).tolist()


def _loss(share: float) -> Message:
    if share < 0.005:
        return message(N_("Hardly any simulation has a negative NPV"))
    return message(N_("{n}% of simulations have a negative NPV"), n=round(100 * share))


def _optimism(optimism: float, median: Estimate) -> Message:
    """The plan against the middle of the draws."""
    middle = amount(median.value)
    if abs(optimism) <= 2 * median.error:
        return message(N_("The plan equals the median simulation: {middle}"), middle=middle)
    text = N_("The plan is {amount} below the median simulation ({middle})")
    if optimism > 0:
        text = N_("The plan exceeds the median simulation ({middle}) by {amount}")
    return message(text, amount=amount(abs(optimism)), middle=middle)


@finding(N_("How sure is each figure?"), "chance_of_profit")
def certainty(context: Context) -> Finding:
    """Every percentile with its error; the plan against the middle; two chances."""
    simulation = draws(context)
    text = N_("{n} simulations; the error comes from eight independent randomisations.")
    return Finding(
        sentence=_optimism(simulation.optimism, simulation.percentile(0.5)),
        table=Table(
            _estimates(context, simulation),
            word(N_("Percentile"), lambda row: row[0]),
            word(N_("Value"), lambda row: row[1]),
            word(N_("Error"), lambda row: row[2]),
        ),
        note=message(text, n=len(simulation.npv)),
    )


def _estimates(context: Context, simulation: Simulation) -> list[tuple[str | Term, Amount, Amount | None]]:
    values: list[tuple[str | Term, Estimate]] = [(f"P{p}", simulation.percentile(p / 100)) for p in PERCENTILES]
    values.append((Term(N_("Mean")), simulation.mean))
    soon = simulation.chance_paid_back(SOON)
    chances = [(N_("Paid back within 12 months"), soon)]
    with suppress(UndefinedError):
        chances.insert(0, (N_("Value above zero"), chance(context)))
    return [
        *((name, amount(estimate.value), amount(estimate.error)) for name, estimate in values),
        (Term(N_("The plan")), amount(simulation.plan), None),
        *((Term(name), Amount(estimate.value, Unit.SHARE), points(estimate.error)) for name, estimate in chances),
    ]


@finding(N_("What causes the uncertainty?"), "programme_npv")
def weights(context: Context) -> Finding:
    """Sobol indices, or Shapley effects where inputs move together."""
    weighed = importance(context.uncertain, context.baseline)
    method = N_("Shapley effects") if weighed.together else N_("Sobol indices, total")
    names = {part.path: short(context.scenario, part.path) for part in weighed.parts}
    first, text = weighed.parts[0], N_("{what} explains {share} of the uncertainty")
    rows = [
        Bar(
            TwoLines(names[part.path]),
            part.share,
            message("{share} ± {error}", share=Amount(part.share, Unit.SHARE), error=points(part.error)),
            quiet=part.share < 2 * part.error,
        )
        for part in weighed.parts[:BARS]
        if part.share >= SMALL
    ]
    return Finding(
        sentence=message(text, what=names[first.path], share=Amount(first.share, Unit.SHARE)),
        table=Table(
            weighed.parts,
            word(N_("Assumption"), lambda part: names[part.path]),
            share(method, lambda part: max(part.share, 0.0)),
            number(N_("Error"), lambda part: round(part.error, 3), Unit.POINTS),
        ),
        chart=chart("bars", rows=rows),
        note=_method(weighed),
    )


def points(error: float) -> Amount:
    """The error of a share in percentage points, to a tenth."""
    return Amount(round(error, 3), Unit.POINTS)


def _method(weighed: Importance) -> Message:
    if weighed.together:
        return message(
            N_("Shapley effects: some inputs move together, and what they share is shared out. They sum to 100%.")
        )
    text = N_("Sobol indices of independent inputs; each alone they explain {share}, the rest is their play together.")
    return message(text, share=Amount(sum(part.alone or 0.0 for part in weighed.parts), Unit.SHARE))


@finding(N_("What moves together?"))
def correlations(context: Context) -> Finding:
    """Rank correlations of the plan, the strongest named."""
    scenario = context.scenario
    if not scenario.correlations:
        text = N_(
            "Nothing: every uncertain number is drawn by itself, only the use of the system is one for all levers."
        )
        return Finding(sentence=message(text))
    one, other, rho = max(scenario.correlations, key=lambda pair: abs(pair[2]))
    return Finding(
        sentence=message(
            N_("Strongest rank correlation: {one} and {other}, {rho}"),
            one=scenario.label(one),
            other=scenario.label(other),
            rho=Amount(rho, Unit.NUMBER, signed=True),
        ),
        table=Table(
            scenario.correlations,
            word(N_("Assumption"), lambda pair: scenario.label(pair[0])),
            word(N_("moves with"), lambda pair: scenario.label(pair[1])),
            number(N_("Rank correlation"), lambda pair: pair[2], Unit.NUMBER, signed=True),
        ),
    )
