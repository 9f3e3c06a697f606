"""Sheet Results: what the page shows, as formulas of the flows."""

from __future__ import annotations

from dataclasses import dataclass, field

from metrics.returns.readings import METRICS
from metrics.scenario.scenario import Scenario
from metrics.words.text import N_
from metrics.words.units import Unit
from metrics.workbook.book import BOLD, EXACT, GREY, HEAD, Book, Sheet, form
from metrics.workbook.costs import Costs
from metrics.workbook.flows import Flows
from metrics.workbook.formula import FAILED, Formula, Span, call, lift
from metrics.workbook.functions import added, at, choose, exponential, first, floor, known, least, most, product, within
from metrics.workbook.inputs import Inputs, unit_word
from metrics.workbook.levers import Levers
from metrics.workbook.rates import Rates
from metrics.workbook.timeline import Timeline

NOTHING = "–"
FIGURES = {metric.id: metric for metric in METRICS}  # what the page shows under these ids


@dataclass(frozen=True)
class Plan:
    """All sheets before this one."""

    scenario: Scenario
    given: Inputs
    time: Timeline
    levers: Levers
    costs: Costs
    flows: Flows
    rates: Rates


@dataclass
class Results:
    """Cells by the id of their metric, or by a name of their own such as ``year_2_net``; and what they are called."""

    cells: dict[str, Formula] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Page:
    """What writing a figure needs."""

    book: Book
    sheet: Sheet
    found: Results

    def shown(self, id: str, how: str, value: Formula, *reasons: Formula) -> Formula:
        """A figure where no reason stands against it; else a dash, and the first reason beside it. ``how``: marked."""
        book, sheet, metric = self.book, self.sheet, FIGURES[id]
        sheet.put(sheet.next, 3, _first(reasons, lift(book.say(how))), GREY)
        stands = _first(reasons, lift(""))
        look = EXACT if metric.unit is Unit.MONEY else "0.00" if metric.unit is Unit.MONTHS else "0.00%"
        self.found.labels[id] = book.say(metric.name)
        sheet.put(sheet.next, 0, self.found.labels[id])
        content = choose(stands.equals(""), value, NOTHING) if reasons else value
        cell = sheet.put(sheet.next, 1, content, BOLD + form(look))
        sheet.put(sheet.next, 2, unit_word(book, metric.unit), GREY)
        sheet.next += 1
        self.found.cells[id] = book.name(f"result_{id}", cell)
        return self.found.cells[id]


def _first(reasons: tuple[Formula, ...], otherwise: Formula) -> Formula:
    """The first reason that is not empty."""
    found = otherwise
    for reason in reversed(reasons):
        found = choose(reason.equals(""), found, reason)
    return found


def write(book: Book, sheet: Sheet, plan: Plan) -> Results:
    """The figures, from the next row on."""
    page, flows, time = _Page(book, sheet, Results()), plan.flows, plan.time
    say, shown, factor = book.say, page.shown, time.factor.span
    sheet.line(say("Result"), say("Value"), say("Unit"), say("How, or why there is none"), style=HEAD)
    how = N_("sum of discounted net cash; month 0 is not discounted")
    shown("programme_npv", how, added(flows.present.span), flows.no_net)
    bought, paid = product(flows.benefit.span, factor), product(flows.cost.span, factor)
    shown("programme_benefit", N_("cash benefit x discount factor"), bought, flows.no_benefit)
    shown("programme_cost", N_("cost x discount factor"), paid, flows.no_cost)
    _returns(page, plan)
    _paybacks(page, plan)
    free = choose(paid > 0, "", say("There is no cost, so no return on it. Enter what it costs."))
    how = N_("(benefit - cost) / cost, present values")
    shown("roi_total", how, (bought - paid) / paid, flows.no_cost, flows.no_benefit, free)
    _first_cost(page, plan)
    none = choose(bought > 0, "", say("There is no benefit to hold the cost against"))
    how = N_("cost / benefit, present values")
    shown("cost_benefit", how, paid / bought, flows.no_benefit, flows.no_cost, none)
    begin = most(least(plan.levers.full_from, time.months - 11), 1)
    end = least(begin + 11, time.months)
    window = within(time.month.span, begin, end + 1, flows.benefit.span)
    how = N_("cash benefit of the first twelve months at full effect")
    shown("benefit_a_year", how, window * 12 / (end - begin + 1), flows.no_benefit)
    _room(page, plan)
    return page.found


def _room(page: _Page, plan: Plan) -> None:
    """One line that says whether the horizon fits this workbook."""
    book, months = page.book, plan.time.months
    broken = call("ISERROR", float(months.value is FAILED), months) * 1 > 0
    wrong = N_("Nothing can be computed: the horizon must be a whole number of months, 1 to {most}.")
    right = N_("There is room for {most} months. Columns beyond the horizon are grey and count nothing.")
    words = choose(broken, book.say(wrong, most=book.most), book.say(right, most=book.most))
    page.sheet.line(words, style=GREY)


def _returns(page: _Page, plan: Plan) -> None:
    """The internal rate of return where exactly one fits, and the modified one."""
    book, flows, rates = page.book, plan.flows, plan.rates
    flat = book.say("The cash flows never change sign, so there is no rate of return.")
    none = book.say("No rate makes the cash flows worth nothing. Go by net present value.")
    many = rates.fitting.joined(book.say(" rates fit and none decides. See the modified rate of return."))
    fit = choose(rates.fitting.equals(0), none, choose(rates.named.equals(1), "", many))
    why = choose(rates.turns.equals(0), flat, fit)
    how = N_("the yearly rate at which net cash is worth nothing; sheet Rates")
    page.shown("irr", how, exponential(12 * rates.found) - 1, flows.no_net, why)
    gained, lost = added(flows.gain.span), added(flows.loss.span)
    missing = book.say("The modified rate of return needs at least one outlay and one receipt; one is missing.")
    one_sided, mirr = choose(gained * lost > 0, "", missing), (gained / lost) ** (12 / plan.time.last) - 1
    page.shown("mirr", N_("financed and reinvested at the discount rate"), mirr, flows.no_net, one_sided)


def _paybacks(page: _Page, plan: Plan) -> None:
    """Payback from approval, from first use, and on discounted flows; straight inside the month."""
    book, flows = page.book, plan.flows
    never = book.say("Not paid back within the horizon, or never below zero.")
    months, reason = _back(flows.cumulative.span, flows.net.span, flows.back.span, never)
    how = N_("months from approval, straight inside the month")
    back = page.shown("payback", how, months, flows.no_net, reason)
    how = N_("payback less the months before a lever works")
    page.shown("payback_from_live", how, back - (plan.levers.first_use - 1), flows.no_net, reason)
    months, reason = _back(flows.present_cumulative.span, flows.present.span, flows.present_back.span, never)
    page.shown("discounted_payback", N_("as payback, on discounted net cash"), months, flows.no_net, reason)


def _back(balance: Span, flow: Span, back: Span, never: str) -> tuple[Formula, Formula]:
    """When a running total is back at zero; and why it is not."""
    place = first(1.0, back)  # counted from 1: month + 1
    months = place - 2 - at(balance, place - 1) / at(flow, place)
    return months, choose(known(place), "", never)


def _first_cost(page: _Page, plan: Plan) -> None:
    """Average yearly net benefit of the first three years of use over the cost before it."""
    book, flows, time = page.book, plan.flows, plan.time
    start = floor(plan.levers.first_use)
    benefit, cost = (within(time.month.span, start, start + 36, row.span) for row in (flows.benefit, flows.cost))
    initial = within(time.month.span, lift(0), start, flows.cost.span)
    short = choose(time.months + 1 - start >= 36, "", book.say("First-cost ROI needs three years of use."))
    free = choose(initial > 0, "", book.say("There is no initial cost, so no return on it. Enter what it costs."))
    how = N_("yearly net benefit of three years of use / cost before it")
    page.shown("roi_first_cost", how, (benefit - cost) / 3 / initial, flows.no_net, short, free)
