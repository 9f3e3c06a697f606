"""What a finding shows, taken apart: cells of its table, options of its picture, and the figure that is drawn."""

from __future__ import annotations

from typing import Any

from metrics import drawing
from metrics.finding import Chart, Finding, Table
from metrics.words.reader import Reader
from metrics.words.text import Written
from metrics.words.units import Amount

EN = Reader("en", "XXX")


def cells(found: Finding) -> list[list[Any]]:
    """The table: amounts as their numbers, words as read."""
    table = found.table() if callable(found.table) else found.table
    assert isinstance(table, Table), str(found.sentence)
    return [[plain(cell) for cell in row] for row in table.cells()]


def column(found: Finding, place: int) -> list[Any]:
    """One column of the table."""
    return [row[place] for row in cells(found)]


def plain(cell: Any) -> Any:
    """An amount as its number, words as read."""
    if isinstance(cell, Amount):
        return cell.value
    return cell.render("en", "XXX") if isinstance(cell, Written) else cell


def hole(found: Finding, name: str) -> Any:
    """What stands in a hole of the sentence."""
    return plain(found.sentence.values[name])


def options(found: Finding) -> Any:
    """The options of the picture."""
    chart = found.chart() if callable(found.chart) else found.chart
    assert isinstance(chart, Chart), str(found.sentence)
    return chart.options


def values(found: Finding, rows: str = "rows") -> list[float]:
    """The value of each row of the picture."""
    return [row.value for row in options(found)[rows]]


def traces(found: Finding) -> list[dict[str, Any]]:
    """What the picture draws."""
    return figure(found)["data"]


def figure(found: Finding) -> dict[str, Any]:
    """The picture, drawn."""
    chart = found.chart() if callable(found.chart) else found.chart
    assert isinstance(chart, Chart), str(found.sentence)
    drawn = drawing.draw(chart, EN)
    assert drawn is not None
    return drawn


def bar(found: Finding) -> dict[str, Any]:
    """The first trace of bars."""
    return next(trace for trace in traces(found) if trace["type"] == "bar")
