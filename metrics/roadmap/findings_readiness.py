"""Who carries the change and how ready they are: roles, use, expectations, order of change, problems and functions."""

from __future__ import annotations

from collections.abc import Mapping

from data.library import readiness as library
from metrics.answers.cells import phrase
from metrics.context import Context
from metrics.finding import Finding, Table, count, finding, number, share, word
from metrics.reading import UndefinedError
from metrics.roadmap import facts
from metrics.roadmap.answers import answers
from metrics.roadmap.lights import marked
from metrics.roadmap.people import FORTNIGHT, ORDER
from metrics.words.text import N_, Message, Term, listed, message
from metrics.words.units import Amount, Unit


@finding(N_("Who does it? Seven core roles, five optional"), "core_roles")
def roles(context: Context) -> Finding:
    """How many core roles have a name, and which have not."""
    named, checks = answers(context.sources).value("roles"), library.checks("role")
    vacant = [phrase(role.name) for id, role in checks.items() if role.more["core"] and not named[id]["name"]]
    text = N_("{n} of 7 core roles have a name; open: {roles}")
    open_roles = message(text, n=facts.core_roles(context.sources), roles=listed(vacant))
    return Finding(
        sentence=open_roles if vacant else message(N_("All seven core roles have a name")),
        table=Table(
            checks.values(),
            word(N_("State"), lambda role: _filled(role, named[role.id]["name"])),
            word(N_("Role"), lambda role: phrase(role.name)),
            word(N_("Kind"), lambda role: Term(N_("core") if role.more["core"] else N_("optional"))),
            word(N_("Who"), lambda role: phrase(named[role.id]["name"]) if named[role.id]["name"] else None),
            share(N_("Share of time"), lambda role: _hundredth(named[role.id]["share"])),
        ),
    )


def _filled(role: library.Check, name: str) -> Message:
    return marked("●", N_("filled")) if name else marked("▼" if role.more["core"] else "○", N_("open"))


def _hundredth(percent: float | None) -> float | None:
    return None if percent is None else percent / 100


@finding(N_("Is it used, and looked after?"))
def aftercare(context: Context) -> Finding:
    """Whether the last review is a fortnight back at most."""
    days = context.value("last_review")
    if days <= FORTNIGHT:
        return Finding(sentence=message(N_("● Reviewed within the last fortnight")))
    text = N_("▼ The last review is {n} days back; one a fortnight is due")
    return Finding(sentence=message(text, n=Amount(days, Unit.COUNT)))


@finding(N_("Do the roles have the same expectations?"), "expectation_variance")
def expectations(context: Context) -> Finding:
    """How far the roles' expectations lie apart, and whose are met least."""
    variance = Amount(context.value("expectation_variance"), Unit.NUMBER)
    answered = facts.expectations(context.sources)
    worst = max(answered, key=lambda role: role.short)
    text = N_("Expectations vary by {n}; furthest from what it expects: {role}")
    return Finding(
        sentence=message(text, n=variance, role=phrase(worst.role)),
        table=Table(
            answered,
            word(N_("Role"), lambda role: phrase(role.role)),
            number(N_("Expects, 1 to 5"), "expected", Unit.NUMBER),
            number(N_("Met so far, 1 to 5"), "met", Unit.NUMBER),
            number(N_("Short by"), "short", Unit.NUMBER),
        ),
    )


@finding(N_("Does change come in the right order?"))
def order(context: Context) -> Finding:
    """Culture, organisation, process, software: the day each begins."""
    changes = facts.order(context)
    n, of = changes.inversions, changes.known * (changes.known - 1) // 2
    note = message(N_("{n} of {of} pairs are in the wrong order."), n=n, of=of) if changes.known > 1 else None
    if changes.paid:
        paid = message(N_("Software: the month in which the cost register first pays for it."))
        note = message("{pairs} {paid}", pairs=note, paid=paid) if note else paid
    return Finding(
        sentence=_order(changes),
        table=Table(
            changes.kinds,
            count(N_("Should be"), "should"),
            word(N_("Change"), lambda change: Term(ORDER[change.id])),
            word(N_("Begins"), lambda change: change.begins or message(N_("no day yet"))),
            count(N_("Comes as"), "comes"),
            word(N_("Warning"), lambda change: marked("▼", N_("after software is paid for")) if change.warned else ""),
        ),
        note=note,
    )


def _order(changes: facts.Order) -> Message:
    """Whether the four kinds of change come in the right order."""
    warned = [message(ORDER[change.id]) for change in changes.kinds if change.warned]
    if changes.known < 2:
        return message(N_("Fewer than two of the four have a day"))
    if warned:
        return message(N_("Software is paid for before this begins: {names}"), names=listed(warned))
    if changes.inversions:
        return message(N_("{n} pairs are in the wrong order"), n=changes.inversions)
    if changes.known < len(ORDER):
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


@finding(N_("Is its use looked after as it should be?"))
def care(context: Context) -> Finding:
    """How many of the eight practices of aftercare."""
    return _in_place(answers(context.sources).value("care"))


def _in_place(ticks: Mapping[str, bool]) -> Finding:
    return Finding(sentence=message(N_("{n} of {of} in place"), n=sum(ticks.values()), of=len(ticks)))


@finding(N_("What causes our problems?"))
def causes(context: Context) -> Finding:
    """The cause that stands behind most of the eight problems."""
    matrix, names = answers(context.sources).value("matrix"), library.checks("cause")
    counts = {cause: sum(cause in row for row in matrix.values()) for cause in names}
    most = max(counts, key=lambda cause: counts[cause])
    if not counts[most]:
        raise UndefinedError(message(N_("No cause is marked yet")))
    text = N_("{n} of eight problems go back to one cause: {cause}")
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
