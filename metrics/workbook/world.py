"""The customers and figures the levers act on, as cells: what metrics/world.py is, in formulas."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.scenario.kinds import BASELINES
from metrics.workbook.book import FINE, Book, Row, Sheet
from metrics.workbook.formula import Formula, lift
from metrics.workbook.functions import both, choose, known, most
from metrics.workbook.inputs import Inputs


@dataclass
class World:
    """Figures as the levers so far have left them, in one cell or by month, and the customers that follow."""

    figures: dict[str, Formula | Row]
    per_head: Formula  # money one customer brings a year
    active: list[Row]  # customers by month, without the programme and after each lever that moves them

    def at(self, name: str, month: int) -> Formula:
        """A figure in a month."""
        held = self.figures[name]
        return held[month] if isinstance(held, Row) else held

    def kept(self, month: int) -> Formula:
        """The share of customers kept from one month to the next."""
        return most(self.at("retention", month), 1e-6) ** (lift(1) / 12)

    def customers(self, month: int, before: Formula | None) -> Formula:
        """Active customers: those kept, and a twelfth of a year's arrivals."""
        if before is None:
            return self.at("customers", month)
        arrivals = self.at("new_customers", month) + self.at("returning", month)
        return before * self.kept(month) + arrivals / 12

    def unit(self, kind: str, month: int) -> Formula:
        """Money a year for one unit more of what a lever of ``kind`` moves."""
        if kind == "spend":
            return self.active[-1][month] * self.at("margin_rate", month)
        if kind == "mail":
            return -(self.at("pieces", month) * self.at("piece_cost", month))
        other = self.at("calls" if kind == "handling" else "minutes_per_call", month)
        return -(self.active[-1][month] * (self.at("cost_per_minute", month) / self.at("customers", month)) * other)

    def sales(self, month: int) -> Formula:
        """Revenue of a month."""
        return self.active[-1][month] * self.at("revenue_per_customer", month) / 12


def standing(book: Book, sheet: Sheet, given: Inputs) -> World:
    """The world without the programme. What is not known costs nothing here; the lever that needs it has no size."""
    sheet.heading(book.say("Figures in use"))
    held = {name: given[f"baseline.{name}"] for name in BASELINES}
    moving = both(known(held["retention"]), known(held["new_customers"]))
    constant = {"retention": 1.0, "new_customers": 0.0, "returning": 0.0}  # a base that stands still
    figures: dict[str, Formula | Row] = {}
    for name, cell in held.items():
        used = choose(known(cell), cell, 1 if name == "customers" else 0)
        used = choose(moving, used, constant[name]) if name in constant else used
        note = ""
        if name == "margin_rate":
            used, note = used * given["value_factor"], book.say("x customer value over its forecast")
        figures[name] = sheet.single(book.say(BASELINES[name].label), note, used)
    world = World(figures, lift(0), [])
    margin = world.at("revenue_per_customer", 0) * world.at("margin_rate", 0)
    calls = world.at("calls", 0) / world.at("customers", 0) * world.at("minutes_per_call", 0)
    world.per_head = sheet.single(
        book.say("What one customer brings a year"),
        book.say("revenue x margin rate - cost to serve - calls"),
        margin - world.at("serve_per_customer", 0) - calls * world.at("cost_per_minute", 0),
    )
    sheet.heading(book.say("Without the programme"))
    how = book.say("those before x retention ^ (1/12) + arrivals / 12")
    world.active.append(sheet.months(book.say("Active customers"), how, world.customers, FINE))
    return world
