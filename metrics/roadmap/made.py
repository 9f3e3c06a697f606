"""Readings of the roadmap page: figures no metric declares, each with its formula and its source."""

from __future__ import annotations

from metrics import __version__
from metrics.context import Sources
from metrics.reading import Basis, Given, Reading
from metrics.roadmap.facts import Roadmap, no_risk, span_of
from metrics.roadmap.plan import Schedule
from metrics.words.text import N_, Message, message
from metrics.words.units import Unit


def made(
    sources: Sources,
    id: str,
    name: str,
    unit: Unit,
    value: float | Message | None,
    formula: Message,
    *,
    source: str,
    scenario: str = "",
    note: Message | None = None,
    given: tuple[Given, ...] = (),
) -> Reading:
    """A figure, or where ``value`` is a message the reason there is none."""
    published = sources.published
    basis = Basis(
        formula=formula,
        source=source,
        range_note=note,
        data_until=published.until,
        data_hash=published.data_hash,
        code=__version__,
        scenario=scenario,
        assumptions=lambda: given,
    )
    number = value if isinstance(value, (int, float)) else None
    reason = None if number is not None else value if isinstance(value, Message) else message(N_("not entered yet"))
    return Reading(
        id=id,
        unit=unit,
        value=None if number is None else float(number),
        reason=reason,
        basis=basis,
        name=message(name),
    )


def tiles(found: Roadmap) -> list[Reading]:
    """Length, completeness, readiness, money at risk."""
    return [length(found), complete(found), readiness(found), at_risk(found)]


def length(found: Roadmap) -> Reading:
    """Months from the first day of the plan to the last."""
    value = span_of(found.scheduled) if isinstance(found.scheduled, Schedule) else found.scheduled
    formula = message(
        N_(
            "Each step begins on its day, or the day after the last step it waits for. The critical path is the chain "
            "of steps of which a day's delay delays the end."
        )
    )
    name = N_("Plan, start to end")
    return made(
        found.context.sources, "plan_length", name, Unit.MONTHS, value, formula, source="A33; Kelley, Walker 1959"
    )


def complete(found: Roadmap) -> Reading:
    """How many of the eight headings are complete."""
    value = float(found.complete) if found.now.steps else message(N_("there is no step yet"))
    formula = message(
        N_(
            "Headings of the eight that are complete: every step linked, every step owned, every benefit tied to a "
            "step, and at least one owned step under each of the other five."
        )
    )
    return made(
        found.context.sources, "plan_complete", N_("Headings complete"), Unit.COUNT, value, formula, source="A33"
    )


def readiness(found: Roadmap) -> Reading:
    """Points over 40."""
    formula = message(N_("Points of the twenty pitfalls (0 open, 1 partly, 2 in place) over the 40 there could be."))
    name = N_("Readiness")
    return made(found.context.sources, "readiness", name, Unit.SHARE, found.readiness, formula, source="G01; S2")


def at_risk(found: Roadmap) -> Reading:
    """The largest money at risk."""
    top = found.top
    formula = message(
        N_(
            "Present value of the benefit a pitfall threatens x the share of it lost x the chance. The same benefit "
            "can be threatened by several, so these do not add up."
        )
    )
    note = message(N_("Chances and shares are our assumptions until somebody enters better ones."))
    return made(
        found.context.sources,
        "risk_money",
        N_("Largest risk"),
        Unit.MONEY,
        top[0].money if top else no_risk(),
        formula,
        source="G01",
        scenario=found.context.label,
        note=note,
    )


def core(found: Roadmap) -> Reading:
    """Core roles with a name."""
    formula = message(N_("Core roles of a programme team that have a name, of seven."))
    value = float(found.core)
    return made(
        found.context.sources, "core_roles", N_("Core roles filled"), Unit.COUNT, value, formula, source="G02; S2·七"
    )
