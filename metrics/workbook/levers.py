"""Sheet Levers: what each lever adds to the customers and figures the ones before it left, a month a column.

The formulas are those of metrics/programme/benefits.py and metrics/programme/customer_base.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from metrics.programme.benefits import ordered
from metrics.scenario.items import Lever
from metrics.scenario.kinds import BASELINES, Tag
from metrics.scenario.scenario import Scenario
from metrics.words.text import N_, Message
from metrics.workbook.book import FINE, GREY, NUMBER, Book, Row, Sheet, form
from metrics.workbook.formula import Formula, lift
from metrics.workbook.functions import at, both, ceiling, choose, known, least, most, smallest, whole
from metrics.workbook.inputs import SOFT_WORDS, Inputs
from metrics.workbook.timeline import Timeline, head
from metrics.workbook.world import World, standing

SHARE = form("0.0000")
TAG_WORDS = {
    Tag.CASH: N_("cash"),
    Tag.AVOIDED: N_("cost avoidance"),
    Tag.CAPACITY: N_("capacity"),
    Tag.REVENUE: N_("revenue"),
    Tag.SOFT: N_("soft"),
}


@dataclass
class Levers:
    """Benefit of each lever by month, in the money of its month."""

    cash: dict[str, Row] = field(default_factory=dict)
    starts: list[Formula] = field(default_factory=list)  # first month of each lever that counts; else an empty text
    full: list[Formula] = field(default_factory=list)  # first month of each at full effect; 0 where it stands still
    sales: list[Formula] = field(default_factory=list)  # what the levers add to revenue, by month

    @property
    def first_use(self) -> Formula:
        """The first month in which a lever counts."""
        return smallest(*self.starts) if self.starts else lift(0)

    @property
    def full_from(self) -> Formula:
        """The first month in which every lever that moves is at full effect."""
        return most(1, *self.full) if self.full else lift(1)


@dataclass(frozen=True)
class _Page:
    """What writing a lever needs."""

    book: Book
    sheet: Sheet
    given: Inputs
    time: Timeline
    world: World
    found: Levers


def write(
    book: Book, sheet: Sheet, scenario: Scenario, given: Inputs, time: Timeline, missing: Mapping[str, Message]
) -> Levers:
    """Fill the sheet. ``missing`` says why a lever has no size."""
    note = book.say("Each lever acts on the customers the ones before it left. Money of month 0 unless said otherwise.")
    head(book, sheet, book.say("Levers"), note, scenario.month0)
    sheet.beyond = time.months
    page = _Page(book, sheet, given, time, standing(book, sheet, given), Levers())
    before = [page.world.sales(month) for month in range(book.most + 1)]
    for lever in ordered(scenario):
        _lever(page, lever, missing.get(lever.id))
    sheet.heading(book.say("Revenue"))
    added = page.sheet.money(
        book.say("Revenue the levers add"),
        book.say("in the money of its month; working capital rests on it"),
        lambda t: time.live[t] * time.level[t] * (page.world.sales(t) - before[t]),
    )
    page.found.sales.extend(added.cells)
    return page.found


def _lever(page: _Page, lever: Lever, why: Message | None) -> None:
    say, sheet, given, world = page.book.say, page.sheet, page.given, page.world
    sheet.heading(say("{name} ({kind})", name=_title(page.book, lever), kind=say(TAG_WORDS[lever.tag])))
    if why is not None:
        sheet.line(page.book.read(why), style=GREY)
    sized = sheet.single(say("Has a size"), say("1 when all it needs is known"), _sized(lever, given), NUMBER)
    start, ramp = given[f"{lever.id}.start"], most(given[f"{lever.id}.ramp"], 1)
    taken, month = given[f"{lever.id}.adoption"] * given[f"{lever.id}.realisation"], page.time.month
    effect = sheet.months(
        say("Effect"),
        say("ramp x adoption x realisation"),
        lambda t, _: sized * most(0, least(1, (month[t] - start + 1) / ramp)) * taken,
        SHARE,
    )
    figure, target = lever.spec.baseline, given[f"{lever.id}.target"]
    if not figure:
        _counted(page, lever, sized, say("target x effect / 12"), lambda t: target * effect[t] / 12)
        return
    how = say("(target - where it stands) x effect")
    step = sheet.months(say("Step"), how, lambda t, _: (target - world.at(figure, t)) * effect[t], FINE)
    label, how = say("{name}, with this lever", name=say(BASELINES[figure].label)), say("where it stood + step")
    world.figures[figure] = sheet.months(label, how, lambda t, _: world.at(figure, t) + step[t], FINE)
    _counted(page, lever, sized, *_moved(page, lever, step))


def _title(book: Book, lever: Lever) -> str:
    return book.word(lever.name or lever.spec.name)


def _sized(lever: Lever, given: Inputs) -> Formula:
    """1 when every figure the lever needs is known, and of new customers what it costs to win one."""
    needs = [known(given[f"baseline.{name}"]) for name in lever.spec.needs]
    if lever.kind == "acquisition":
        unmoved = given[f"{lever.id}.target"].equals(given["baseline.new_customers"])
        needs.append(known(given[f"{lever.id}.cac"]) * 1 + unmoved * 1 > 0)
    return both(*needs) * 1 if needs else lift(1)


def _moved(page: _Page, lever: Lever, step: Row) -> tuple[str, Callable[[int], Formula]]:
    """How a step becomes money of a month, on the customers as they are. Retention and arrivals move these too."""
    say, months, world = page.book.say, page.sheet.months, page.world
    before, label = world.active[-1], say("Active customers, with this lever")
    if lever.kind == "retention":
        how = say("those before x retention ^ (1/12) + arrivals / 12")
        after = months(label, how, world.customers, FINE)
        world.active.append(after)
        how = say("customers kept x what one brings / 12")
        return how, lambda t: (after[t] - before[t]) * world.per_head / 12
    if lever.kind == "acquisition":
        cost = page.given.cells.get(f"{lever.id}.cac", lift(0))
        more = months(
            say("Customers won"),
            say("those before x retention ^ (1/12) + step / 12"),
            lambda t, won: lift(0) if won is None else won * world.kept(t) + step[t] / 12,
            FINE,
        )
        after = months(label, say("those before + customers won"), lambda t, _: before[t] + more[t], FINE)
        world.active.append(after)
        how = say("(customers won x what one brings - step x cost of winning one) / 12")
        return how, lambda t: (more[t] * world.per_head - cost * step[t]) / 12
    return say("step x money of one unit / 12"), lambda t: world.unit(lever.kind, t) * step[t] / 12


def _counted(page: _Page, lever: Lever, sized: Formula, how: str, of: Callable[[int], Formula]) -> None:
    """The benefit of a lever, at the prices of its month, and the part of it that is cash."""
    say, money, found, live, level = page.book.say, page.sheet.money, page.found, page.time.live, page.time.level
    part = money(say("Benefit"), how, lambda t: live[t] * of(t))
    title, start = _title(page.book, lever), page.given[f"{lever.id}.start"]
    risen = money(say("Benefit, money of its month"), say("x price level"), lambda t: part[t] * level[t])
    counts, cash_words = sized.equals(1), say("Cash: {name}", name=title)
    if lever.tag is Tag.CAPACITY:
        cash = _cashed(page, lever, risen, cash_words)
        label, how = say("Capacity not cashed: {name}", name=title), say("shown, never added")
        money(label, how, lambda t: risen[t] - cash[t])
    elif lever.tag is Tag.SOFT:
        wanted = page.given["include_soft"].equals(say(SOFT_WORDS[True]))
        counts = both(counts, wanted)
        cash = money(cash_words, say("when soft counts"), lambda t: choose(wanted, risen[t], 0))
        money(say("Soft, not counted: {name}", name=title), "", lambda t: risen[t] - cash[t])
    else:
        cash = money(cash_words, say("all of it"), lambda t: risen[t])
    found.cash[lever.id] = cash
    found.starts.append(page.sheet.single(say("First month, if it counts"), "", choose(counts, start, ""), NUMBER))
    found.full.append(_full(page, lever, sized))


def _full(page: _Page, lever: Lever, sized: Formula) -> Formula:
    """The first month at full effect, what is freed turned to cash; 0 of a lever that has no size or stands still."""
    given, figure = page.given, lever.spec.baseline
    stands = given[f"baseline.{figure}"] if figure else lift(0)
    full = ceiling(given[f"{lever.id}.start"] + most(given[f"{lever.id}.ramp"], 1) - 1)
    if lever.tag is Tag.CAPACITY and (lag := given.cells.get(f"{lever.id}.lag")) is not None:
        full = full + whole(lag)
    moves = both(sized.equals(1), given[f"{lever.id}.target"].differs(stands))
    return page.sheet.single(page.book.say("Full from month, if it moves"), "", choose(moves, full, 0), NUMBER)


def _cashed(page: _Page, lever: Lever, risen: Row, label: str) -> Row:
    """Freed time as cash: the cashable share of it, the lag later."""
    month, live = page.time.month, page.time.live
    share, lag = page.given[f"{lever.id}.cashable"], page.given.cells.get(f"{lever.id}.lag", lift(0))
    shift = page.sheet.single(page.book.say("Lag in whole months"), "", whole(lag), NUMBER)
    return page.sheet.money(
        label,
        page.book.say("cashable share, the lag later"),
        lambda t: live[t] * choose(month[t] >= shift, at(risen.span, most(1, month[t] - shift + 1)), 0) * share,
    )
