"""The months of the plan, on top of sheet Flows: which count, when their money counts, and at what prices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from metrics.workbook.book import GREY, HEAD, NUMBER, TITLE, Book, Row, Sheet, form
from metrics.workbook.formula import FAILED, Formula, call
from metrics.workbook.functions import both, ceiling, choose, floor
from metrics.workbook.inputs import PRICE_WORDS, TIMING_WORDS, Inputs

SHARE = form("0.0000")


@dataclass(frozen=True)
class Timeline:
    """Rows over the months; ``live`` is 1 up to the horizon and 0 beyond it."""

    months: Formula  # the horizon; an error unless it is a whole number this workbook has room for
    month: Row
    live: Row
    last: Formula  # when the money of the last month counts
    time: Row  # months until the money of the month counts
    factor: Row  # what one unit of it is worth at month 0
    level: Row  # prices over those of month 0
    divisor: Row  # by what money of the month is divided: the level when counted in real money, else 1
    year: Row


def write(book: Book, sheet: Sheet, given: Inputs, month0: date) -> Timeline:
    """Fill the first rows of the sheet."""
    say, horizon = book.say, given["horizon"]
    head(book, sheet, say("Flows"), say("Money of each month; what flows out is negative."), month0)
    most = both(horizon >= 1, horizon <= book.most, horizon.equals(floor(horizon)))
    how = say("the horizon, if it is a whole number from 1 to {most}", most=book.most)
    place = sheet.single(say("Months that count"), how, choose(most, horizon, call("NA", FAILED)), NUMBER)
    months = book.name("plan_months", place)
    month = sheet.months(say("Month"), say("after approval"), lambda t, _: float(t), NUMBER)
    live = sheet.months(
        say("Counts"), say("1 up to the horizon"), lambda t, _: choose(month[t] <= months, 1, 0), NUMBER
    )
    words = {path: say(text) for path, text in TIMING_WORDS.items()}
    timing = given["timing"]
    shift = choose(
        timing.equals(words["end"]),
        0,
        choose(timing.equals(words["middle"]), 0.5, choose(timing.equals(words["start"]), 1, call("NA", FAILED))),
    )
    place = sheet.single(say("Months a flow counts before the end of its month"), "", shift, form("0.0"))
    early = book.name("plan_early", place)
    time = sheet.months(
        say("Counts at"),
        say("months from approval"),
        lambda t, _: 0.0 if not t else live[t] * (month[t] - early),
        form("0.0"),
    )
    factor = sheet.months(
        say("Discount factor"),
        say("(1 + rate) ^ (- months / 12)"),
        lambda t, _: (1 + given["rate"]) ** (-time[t] / 12),
        SHARE,
    )
    level = sheet.months(
        say("Price level"),
        say("(1 + price rise) ^ (months / 12), when the flow counts"),
        lambda t, _: (1 + given["inflation"]) ** (time[t] / 12),
        SHARE,
    )
    real, nominal = (given["prices"].equals(say(PRICE_WORDS[name])) for name in ("real", "nominal"))
    divisor = sheet.months(
        say("Divided by"),
        say("the price level in real money, 1 in nominal"),
        lambda t, _: choose(real, level[t], choose(nominal, 1, call("NA", FAILED))),
        SHARE,
    )
    year = sheet.months(say("Year"), say("year 0 is month 0 alone"), lambda t, _: ceiling(month[t] / 12), NUMBER)
    return Timeline(months, month, live, months - early, time, factor, level, divisor, year)


def head(book: Book, sheet: Sheet, title: str, note: str, month0: date) -> None:
    """Title, and above the columns the number and the first day of each month."""
    sheet.line(title, style=TITLE)
    sheet.line(note, style=GREY)
    row = sheet.next
    sheet.line(book.say("Line"), book.say("How"), book.say("Total or value"), style=HEAD)
    for month in range(book.most + 1):
        sheet.put(row, 3 + month, float(month), HEAD + NUMBER)
        sheet.put(row + 1, 3 + month, _month(month0, month), GREY + form("yyyy-mm"))
    sheet.next = row + 2
    sheet.freeze = (sheet.next, 3)


def _month(month0: date, months: int) -> date:
    years, month = divmod(month0.month - 1 + months, 12)
    return date(month0.year + years, month + 1, 1)
