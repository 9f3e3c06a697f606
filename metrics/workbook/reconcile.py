"""Sheet Reconciliation: each result of the workbook beside what the screen showed, and in words whether they agree."""

from __future__ import annotations

from collections.abc import Mapping

from metrics.words.units import Unit
from metrics.workbook.book import BOLD, HEAD, NUMBER, TITLE, Book, Sheet, form
from metrics.workbook.formula import Formula, lift
from metrics.workbook.functions import added, both, choose, known, most, size
from metrics.workbook.results import FIGURES, NOTHING, Results

CLOSE = 1e-9  # relative
EXACT = form("General")


def write(
    book: Book,
    sheet: Sheet,
    results: Results,
    screen: Mapping[str, float | None],
    changed: Formula,
    flowed: Formula,
) -> Formula:
    """Fill the sheet; the verdict. ``screen``: what was shown by id of ``results``, None where nothing could be.

    Money is held against ``flowed``, the sum of all flows without their sign, and a ratio against 1: what is left of
    equal parts that are taken from each other has no digits.
    """
    say = book.say
    sheet.line(say("Reconciliation"), style=TITLE)
    place = sheet.next
    sheet.next += 2
    _, moved = sheet.line(say("Assumptions changed in this workbook"), changed, style=NUMBER)
    sheet.next += 1
    heads = (
        say("Result"),
        say("Workbook"),
        say("Screen, when exported"),
        say("Difference"),
        say("Relative"),
        say("Differs"),
    )
    sheet.line(*heads, style=HEAD)
    sheet.freeze = (sheet.next, 1)
    top = sheet.next
    for id, shown in screen.items():
        row = sheet.next
        sheet.put(row, 0, results.labels[id])
        here = sheet.put(row, 1, results.cells[id], EXACT)
        there = sheet.put(row, 2, NOTHING if shown is None else shown, EXACT)
        numbers = both(known(here), known(there))
        apart = sheet.put(row, 3, choose(numbers, here - there, ""), EXACT)
        scale = most(size(here), size(there), flowed if _is_money(id) else 1)
        relative = choose(apart.equals(0), 0, size(apart) / scale)
        relative = sheet.put(row, 4, choose(numbers, relative, ""), form("0.0E+00"))
        alike = choose(numbers, choose(relative <= CLOSE, 0, 1), choose(known(here).equals(known(there)), 0, 1))
        sheet.put(row, 5, alike, NUMBER)
        sheet.next += 1
    apart = added(sheet.span(top, 5, sheet.next - 1, 5))
    differing = book.name("reconciliation_differing", sheet.put(place + 1, 1, apart, NUMBER))
    sheet.put(place + 1, 0, say("Results that differ by more than one part in a billion"))
    changes = say("Changed in this workbook, so no longer what the screen shows. Assumptions changed: ")
    agrees = say("The workbook agrees with the screen: all {n} results, to one part in a billion.", n=len(screen))
    differs = say("The workbook does not agree with the screen. Export it again before you use it.")
    verdict = choose(moved > 0, lift(changes).joined(moved), choose(differing.equals(0), agrees, differs))
    return book.name("reconciliation_verdict", sheet.put(place, 0, verdict, BOLD))


def _is_money(id: str) -> bool:
    """Whether a result is money; the tables of the page hold nothing else."""
    return id not in FIGURES or FIGURES[id].unit is Unit.MONEY
