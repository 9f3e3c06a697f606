"""Who answers for the numbers of a plan, and which of them nobody does."""

from __future__ import annotations

from metrics.context import Context
from metrics.finding import Finding, Table, finding, word
from metrics.reading import UndefinedError
from metrics.scenario import terms
from metrics.scenario.assumption import Assumption
from metrics.words.text import N_, Message, Term, message
from metrics.words.units import Amount, Unit


def _held(context: Context) -> list[tuple[str, Assumption]]:
    """Every number that somebody set or measured, those without an owner first; terms left out unless set are none."""
    rows = [row for row in context.scenario.assumptions() if row[1].source != terms.OFF]
    return sorted(rows, key=lambda row: bool(row[1].owner))


@finding(N_("Who answers for the numbers?"))
def owners(context: Context) -> Finding:
    """The share of the plan's numbers with an owner, and the list, those without one first."""
    rows = _held(context)
    if not rows:
        raise UndefinedError(message(N_("the plan holds no number yet")))
    return Finding(
        sentence=_owned(sum(bool(held.owner) for _path, held in rows), len(rows)),
        table=Table(
            rows,
            word(N_("Number"), lambda row: context.scenario.label(row[0])),
            word(N_("Value"), lambda row: Amount(row[1].value, row[1].unit)),
            word(N_("Owner"), lambda row: row[1].owner or Term(N_("Nobody"))),
            word(N_("Source"), lambda row: Term(row[1].source)),
        ),
    )


def _owned(owned: int, of: int) -> Message:
    if owned == of:
        return message(N_("Somebody answers for each of the {n} numbers"), n=of)
    text = N_("{share} of {n} numbers have an owner; {left} have none")
    return message(text, share=Amount(owned / of, Unit.SHARE), n=of, left=of - owned)
