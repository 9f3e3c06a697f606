"""Sheet About: what the workbook was made from, and how to work with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from metrics.words.units import format_day
from metrics.workbook.book import BOLD, TITLE, WRAP, Book, Sheet
from metrics.workbook.inputs import Inputs


@dataclass(frozen=True)
class Facts:
    """Where the numbers come from. ``title``: scenario and version, as the page says it."""

    title: str
    dataset: str
    version: str  # of the published data
    until: date | None
    sample: bool
    made: datetime
    author: str


def write(book: Book, sheet: Sheet, facts: Facts, given: Inputs) -> None:
    """Fill the sheet."""
    sheet.line(book.say("About this workbook"), style=TITLE)
    sheet.next += 1
    until = book.say("unknown") if facts.until is None else format_day(facts.until, book.lang)
    rows = [
        (book.say("Scenario and version"), facts.title),
        (book.say("Data set"), facts.dataset),
        (book.say("Version of the data"), facts.version),
        (book.say("Data to"), until),
        (book.say("Currency"), book.say("not stated") if book.currency == "XXX" else book.currency),
        (book.say("Exported"), facts.made.strftime("%Y-%m-%d %H:%M UTC")),
        (book.say("Exported by"), book.word(facts.author)),
    ]
    if facts.sample:
        rows.insert(0, (book.say("Mind"), book.say("Sample data: an invented company, not a real one.")))
    for label, value in rows:
        sheet.put(sheet.next, 0, label, BOLD)
        sheet.put(sheet.next, 1, value, WRAP)
        sheet.next += 1
    sheet.heading(book.say("How to change an assumption"))
    example = given["rate"].text
    for text in (
        book.say("1. Go to sheet Assumptions and enter a number in a yellow cell, such as {name}.", name=example),
        book.say("2. Results, flows and the reconciliation follow at once: every other cell is a formula."),
        book.say(
            "3. Budgets by month are yellow rows on sheet Costs; beyond their last month the running rate goes on."
        ),
        book.say(
            "4. The reconciliation then says how many assumptions you changed. It compares with the screen as exported."
        ),
        book.say(
            "5. To keep a change for everybody, enter it in the benefit model too: nothing is read back from here."
        ),
    ):
        sheet.line(text)
    sheet.heading(book.say("What it does not do"))
    for text in (
        book.say("There is room for {most} months; a longer horizon has to be exported anew.", most=book.most),
        book.say(
            "New levers and costs are added in the benefit model. Ranges and correlations are listed, not drawn from."
        ),
        book.say("Rates of return are looked for between {low} and a few thousand percent a month.", low="-99.9%"),
    ):
        sheet.line(text)
