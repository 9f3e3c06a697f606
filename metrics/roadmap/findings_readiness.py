"""Who carries the change and how ready they are: roles, use, expectations, order of change, problems and functions."""

from __future__ import annotations

from collections.abc import Mapping

from data.library import readiness as library
from metrics.answers.cells import phrase
from metrics.context import Context
from metrics.finding import Finding, Table, count, finding, word
from metrics.reading import UndefinedError
from metrics.roadmap import facts
from metrics.roadmap.answers import answers
from metrics.roadmap.order import ORDER
from metrics.roadmap.people import FORTNIGHT
from metrics.roadmap.wording import listed, marked
from metrics.words.text import N_, Message, Term, message
from metrics.words.units import Amount, Unit


@finding(N_("Who does it? Seven core roles, five optional"), "core_roles")
def roles(context: Context) -> Finding:
    """How many core roles have a name, and which have not."""
    named = answers(context.sources).value("roles")
    core = {id: phrase(role.name) for id, role in library.checks("role").items() if role.more["core"]}
    vacant = [name for id, name in core.items() if not named[id]["name"]]
    if not vacant:
        return Finding(sentence=message(N_("All seven core roles have a name")))
    text = N_("{n} of 7 core roles have a name; open: {roles}")
    return Finding(sentence=message(text, n=facts.core_roles(context.sources), roles=listed(vacant)))


@finding(N_("Is it used, and looked after?"))
def aftercare(context: Context) -> Finding:
    """Whether the last review is a fortnight back at most."""
    days = context.value("last_review")
    if days <= FORTNIGHT:
        return Finding(sentence=message(N_("● Reviewed within the last fortnight")))
    text = N_("▼ The last review is {n} days back; one a fortnight is due")
    return Finding(sentence=message(text, n=Amount(days, Unit.COUNT)))


@finding(N_("Do the roles expect the same?"), "expectation_variance")
def expectations(context: Context) -> Finding:
    """How far the roles' expectations lie apart, and whose are met least."""
    variance = Amount(context.value("expectation_variance"), Unit.NUMBER)
    worst = max(facts.expectations(context.sources), key=lambda role: role.short)
    text = N_("Expectations vary by {n}; furthest from what it expects: {role}")
    return Finding(sentence=message(text, n=variance, role=phrase(worst.role)))


@finding(N_("Does change come in the right order?"))
def order(context: Context) -> Finding:
    """Culture, organisation, process, software: the day each begins."""
    found = facts.order(context)
    pairs = message(
        N_("{n} of {of} pairs are in the wrong order."), n=found.inversions, of=found.known * (found.known - 1) // 2
    )
    paid = message(N_("Software: the month in which the cost register first pays for it."))
    notes = ([pairs] if found.known > 1 else []) + ([paid] if found.paid else [])
    return Finding(
        sentence=_order(found),
        table=Table(
            found.changes,
            count(N_("Should be"), "should"),
            word(N_("Change"), lambda change: Term(ORDER[change.id])),
            word(N_("Begins"), lambda change: change.begins or message(N_("no day yet"))),
            count(N_("Comes as"), "comes"),
            word(N_("Warning"), lambda change: marked("▼", N_("after software is paid for")) if change.warned else ""),
        ),
        note=listed(notes, " ") if notes else None,
    )


def _order(found: facts.Order) -> Message:
    """Whether the four kinds of change come in the right order."""
    warned = [message(ORDER[change.id]) for change in found.changes if change.warned]
    if found.known < 2:
        return message(N_("Fewer than two of the four have a day"))
    if warned:
        return message(N_("Software is paid for before this begins: {names}"), names=listed(warned))
    if found.inversions:
        return message(N_("{n} pairs are in the wrong order"), n=found.inversions)
    if found.known < len(ORDER):
        return message(N_("The order is right as far as days are known"))
    return message(N_("The order is right"))


@finding(N_("Are the five things done?"))
def things(context: Context) -> Finding:
    """How many of the five."""
    return _in_place(answers(context.sources).value("things"))


@finding(N_("What does success hang on?"))
def success(context: Context) -> Finding:
    """How many of what success hangs on."""
    return _in_place(answers(context.sources).value("success"))


def _in_place(ticks: Mapping[str, bool]) -> Finding:
    return Finding(sentence=message(N_("{n} of {of} in place"), n=sum(ticks.values()), of=len(ticks)))


@finding(N_("What lies behind our problems?"))
def causes(context: Context) -> Finding:
    """The cause that stands behind most of the eight problems."""
    matrix, names = answers(context.sources).value("matrix"), library.checks("cause")
    counts = {cause: sum(cause in row for row in matrix.values()) for cause in names}
    most = max(counts, key=lambda cause: counts[cause])
    if not counts[most]:
        raise UndefinedError(message(N_("No cause is marked yet")))
    text = N_("{cause} stands behind {n} of eight problems")
    return Finding(sentence=message(text, cause=phrase(names[most].name), n=counts[most]))


@finding(N_("Which functions are in use?"))
def functions(context: Context) -> Finding:
    """What of collaborative, operational and analytical CRM is in use."""
    states, of = answers(context.sources).value("functions"), len(library.checks("function"))
    used = sum(state == 2 for state in states.values())
    return Finding(sentence=message(N_("{n} of {of} functions are in use"), n=used, of=of))


@finding(N_("What is usual for a firm of our size?"))
def size(context: Context) -> Finding:
    """Ramp and price of software for the size chosen."""
    chosen = library.checks("tier").get(answers(context.sources).value("choices")["tier"])
    if chosen is None:
        raise UndefinedError(message(N_("No size chosen yet")))
    text = N_("Software: {price}. The ramp is our assumption, a hint for the benefit model only.")
    return Finding(
        sentence=message(N_("Usual ramp {n} months"), n=chosen.more["ramp"]),
        note=message(text, price=phrase(chosen.more["software"])),
    )
