"""Sheet Rates: the net present value along a grid of rates, and from it the internal rate of return by halving.

A spreadsheet's own IRR gives one rate, also where several fit, and takes the end of the month for granted. Here the
grid counts them, and halving finds the one. Rates are held as y = ln(1 + rate a month), as metrics/finance/roots.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from metrics.workbook.book import GREY, HEAD, NUMBER, TITLE, Book, Sheet, form
from metrics.workbook.flows import Flows
from metrics.workbook.formula import FAILED, Formula, lift
from metrics.workbook.functions import added, at, both, choose, exponential, first, least
from metrics.workbook.timeline import Timeline

TOP = float(np.log(11.0) / 12)  # y of 1,000 % a year: above it no rate decides
STEPS, WIDEST, HALVINGS = 120, 10.0, 42  # of the grid on each side of 0; of y; of the interval a root lies in
FINE, RATE = form("0.000000000"), form("0.0000%")


@dataclass(frozen=True)
class Rates:
    """What the grid tells."""

    turns: Formula  # how often net cash changes sign: an upper bound of how many rates fit
    fitting: Formula  # how many the grid sees
    named: Formula  # 1 where one is named: the only one, or the only usual one of several
    found: Formula  # y of the one named; meaningless unless there is one


def _grid() -> list[float]:
    """The points of y, dense about 0: 3% a year apart there, never closer than rounding."""
    return [WIDEST * (step / STEPS) ** 3 for step in range(-STEPS, STEPS + 1)]


def write(book: Book, sheet: Sheet, flows: Flows, time: Timeline) -> Rates:
    """Fill the sheet."""
    sheet.line(book.say("Rates"), style=TITLE)
    note = book.say("A rate of return is one at which net cash is worth nothing. Each change of sign below is one.")
    sheet.line(note, style=GREY)
    sheet.next += 1
    first_heads = book.say("ln(1 + rate a month)"), book.say("Sign of the value"), book.say("Change")
    heads = (*first_heads, book.say("Rate a year"), book.say("Falls through zero, 0 to 1,000% a year"))
    sheet.line(*heads, style=HEAD)
    sheet.freeze = (sheet.next, 0)
    top, before, last = sheet.next, None, 0.0
    for y in _grid():
        point = sheet.put(sheet.next, 0, y, FINE)
        worth = sheet.put(sheet.next, 1, _sign_of(flows, time, point), NUMBER)
        sheet.put(sheet.next, 2, 0.0 if before is None else choose(worth.differs(before), 1, 0), NUMBER)
        inside = before is not None and 0 <= last < TOP  # the point before lies from 0 to 1,000 % a year
        falls = choose(before - worth > 1, 1, 0) if before is not None and inside else 0.0
        sheet.put(sheet.next, 4, falls, NUMBER)
        before, last = worth, y
        sheet.put(sheet.next, 3, exponential(least(12 * point, 600)) - 1, form("0.00%"))
        sheet.next += 1
    points, signs, changes, fallen = (sheet.span(top, column, sheet.next - 1, column) for column in (0, 1, 2, 4))
    sheet.heading(book.say("Which rates fit"))
    _, turns = sheet.line(book.say("Net cash changes sign"), added(flows.turned.span), style=NUMBER)
    _, fitting = sheet.line(book.say("Rates the grid sees"), added(changes), style=NUMBER)
    _, falling = sheet.line(
        book.say("Of these, fall through zero from 0 to 1,000% a year"), added(fallen), style=NUMBER
    )
    one, usual = fitting.equals(1), both(falling.equals(1), added(flows.net.span) > 0)
    _, named = sheet.line(book.say("A rate is named"), choose(one, 1, choose(usual, 1, 0)), style=NUMBER)
    where = choose(one, first(1.0, changes), choose(usual, first(1.0, fallen), 2))
    _, place = sheet.line(book.say("Its place in the grid"), where, style=NUMBER)
    _, low = sheet.line(book.say("Between"), at(points, place - 1), style=FINE)
    _, high = sheet.line(book.say("and"), at(points, place), style=FINE)
    _, below = sheet.line(book.say("Sign below it"), at(signs, place - 1), style=NUMBER)
    sheet.heading(book.say("Halved until it is found"))
    sheet.line(book.say("Low"), book.say("High"), book.say("Middle"), book.say("Sign of the value"), style=HEAD)
    middle = low
    for _ in range(HALVINGS):
        low, high = sheet.put(sheet.next, 0, low, FINE), sheet.put(sheet.next, 1, high, FINE)
        middle = sheet.put(sheet.next, 2, (low + high) / 2, FINE)
        worth = sheet.put(sheet.next, 3, _sign_of(flows, time, middle), NUMBER)
        same = worth.equals(below)
        low, high = choose(same, middle, low), choose(same, high, middle)
        sheet.next += 1
    return Rates(turns, fitting, named, middle)


def _sign_of(flows: Flows, time: Timeline, y: Formula) -> Formula:
    """Whether net cash is worth something (1) or nothing and less (-1) at a rate; scaled so that no power overflows."""
    net, times, live = flows.net.span, time.time.span, time.live.span
    text = f"SUMPRODUCT({net.text},EXP(-{y.text}*({times.text}-IF({y.text}<0,{time.months.text},0))*{live.text}))"
    held = [np.array(span.values) for span in (net, times, live)]
    if any(array.dtype == object for array in held) or not isinstance(y.value, float):
        return choose(Formula(text, FAILED) >= 0, 1, lift(-1))
    last = time.months.value if y.value < 0 else 0.0
    value = float(held[0] @ np.exp(-y.value * (held[1] - last) * held[2]))
    return choose(Formula(text, value) >= 0, 1, lift(-1))
