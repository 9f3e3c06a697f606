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
    say = book.say
    sheet.line(say("About this workbook"), style=TITLE)
    sheet.next += 1
    until = say("unknown") if facts.until is None else format_day(facts.until, book.lang)
    rows = [
        (say("Scenario and version"), facts.title),
        (say("Data set"), facts.dataset),
        (say("Version of the data"), facts.version),
        (say("Data to"), until),
        (say("Currency"), say("not stated") if book.currency == "XXX" else book.currency),
        (say("Exported"), facts.made.strftime("%Y-%m-%d %H:%M UTC")),
        (say("Exported by"), book.word(facts.author)),
    ]
    if facts.sample:
        rows.insert(0, (say("Mind"), say("Sample data: an invented company, not a real one.")))
    for row, (label, value) in enumerate(rows, sheet.next):
        sheet.put(row, 0, label, BOLD)
        sheet.put(row, 1, value, WRAP)
    sheet.next += len(rows)
    sheet.heading(say("How to change an assumption"))
    example = given["rate"].text
    for text in (
        say("1. Go to sheet Assumptions and enter a number in a yellow cell, such as {name}.", name=example),
        say("2. Results, flows and the reconciliation follow at once: every other cell is a formula."),
        say("3. Budgets by month are yellow rows on sheet Costs; beyond their last month the running rate goes on."),
        say(
            "4. The reconciliation then says how many assumptions you changed. It compares with the screen as exported."
        ),
        say("5. To keep a change for everybody, enter it in the benefit model too: nothing is read back from here."),
    ):
        sheet.line(text)
    sheet.heading(say("What it does not do"))
    for text in (
        say("There is room for {most} months; a longer horizon has to be exported anew.", most=book.most),
        say("New levers and costs are added in the benefit model. Ranges and correlations are listed, not drawn from."),
        say("Rates of return are looked for between {low} and a few thousand percent a month.", low="-99.9%"),
    ):
        sheet.line(text)
