"""The business case in findings: what closing each gap is worth, how far the benchmark is, what it all costs."""

from __future__ import annotations

from collections.abc import Sequence

from metrics.case import costs, levers
from metrics.context import Context
from metrics.finding import Finding, Table, chart, finding, money, share, word
from metrics.programme import gap_value
from metrics.words.text import N_, Message, Term, listed, message
from metrics.words.units import Amount, Unit, span
from metrics.words.units import money as amount

NO_MOVE = 0.5  # money below which two values read the same


def verdict(context: Context) -> Message:
    """What all levers are worth a year at full effect, and where most of it comes from."""
    worth = levers.worth(context)
    total = sum(value for _name, value in worth)
    if levers.moving(context) and not levers.reached(context):
        return message(N_("No lever reaches its full effect within {span}."), span=span(context.scenario.months))
    if not worth:
        beside = _uncounted(context)
        if beside:
            return message(N_("No lever brings cash: {parts}."), parts=listed(beside, apart=True))
        return message(N_("No lever claims a benefit yet: set a target beside a baseline."))
    name, largest = max(worth, key=lambda row: row[1])
    if total <= 0:
        return message(N_("The levers cost {total} a year at full effect."), total=amount(-total))
    if len(worth) == 1:
        return message(N_("One lever brings {total} a year at full effect: {name}."), total=amount(total), name=name)
    if largest > total:  # some cost: then a share of the sum misleads
        text = N_("{n} levers bring {total} a year at full effect; {name} brings most.")
        return message(text, n=len(worth), total=amount(total), name=name)
    text = N_("{n} levers bring {total} a year at full effect; {share} comes from {name}.")
    return message(text, n=len(worth), total=amount(total), share=_part(largest / total), name=name)


def _part(share: float) -> Message:
    """A share in words where one fits within two points: a half, a third; else in per cent."""
    plain = {1 / 4: N_("a quarter"), 1 / 3: N_("a third"), 1 / 2: N_("half"), 2 / 3: N_("two thirds")}
    for size, words in plain.items():
        if abs(share - size) < 0.02:
            return message(words)
    return message("{share}", share=Amount(share, Unit.SHARE))


def together(context: Context) -> Message | None:
    """What the levers bring together, against the sum of each alone; None where that is the same."""
    less = gap_value.together_less_alone(context.scenario, context.baseline)
    if less is None or abs(less) < NO_MOVE:
        return None
    fewer = N_("Together they bring {money} a year less than each alone: what overlaps is counted once.")
    more = N_("Together they bring {money} a year more than each alone: one makes room for another.")
    return message(fewer if less < 0 else more, money=amount(abs(less)))


def besides(context: Context) -> Message | None:
    """What stands beside the cash of the headline: freed capacity, soft benefits, levers not at full effect yet."""
    parts, late = _uncounted(context), levers.ramping(context)
    if late:
        parts.append(message(N_("not at full effect within the plan: {levers}"), levers=listed(late)))
    return message(N_("Beside it: {parts}."), parts=listed(parts, apart=True)) if parts else None


def _uncounted(context: Context) -> list[Message]:
    """Money a year that is no cash: what is freed and not cashed, what is soft and left out."""
    freed, soft = levers.uncounted(context)
    parts = []
    if freed >= NO_MOVE:
        parts.append(message(N_("{money} a year of freed capacity is not turned to cash"), money=amount(freed)))
    if soft >= NO_MOVE:
        parts.append(message(N_("{money} a year of soft benefits is not counted"), money=amount(soft)))
    return parts


def absent(context: Context) -> Message | None:
    """The levers that cannot be moved yet, and what each waits for; None where all can."""
    parts = [message(N_("{lever}: {reason}"), lever=name, reason=why) for name, why in levers.absent(context)]
    return message(N_("Not here yet: {levers}."), levers=listed(parts, apart=True)) if parts else None


@finding(N_("How far are we from the benchmark?"))
def gap_closed(context: Context) -> Finding:
    """How much of the way from baseline to benchmark the plan goes."""
    gaps = levers.gaps(context)
    return Finding(
        sentence=_gap([gap.closed for gap in gaps if gap.closed is not None], len(gaps)),
        table=Table(
            gaps,
            word(N_("Lever"), "label"),
            word(N_("Baseline"), lambda gap: Amount(gap.baseline, gap.unit)),
            word(N_("Target"), lambda gap: Amount(gap.target, gap.unit)),
            word(N_("Reached"), lambda gap: Amount(gap.reached, gap.unit)),
            word(N_("Benchmark"), lambda gap: None if gap.benchmark is None else Amount(gap.benchmark, gap.unit)),
            share(N_("Gap closed"), "closed"),
        ),
        chart=chart("gap_closed", gaps=gaps),
        note=message(N_("After adoption and realisation rate.") if gaps else N_("No lever has a target yet.")),
    )


def _gap(shares: Sequence[float], of: int) -> Message:
    """Over the levers with a benchmark: how many of all they are stands in the sentence where they are not all."""
    if not shares:
        return message(N_("No benchmark is entered yet"))
    closed = sum(shares) / len(shares)
    if closed <= 0:
        return message(N_("The plan closes nothing of the gap"))
    share = Amount(closed, Unit.SHARE)
    if len(shares) == of:
        return message(N_("The plan closes {share} of the gap to the benchmarks"), share=share)
    text = N_("The plan closes {share} of the gap on the {n} of {of} levers with a benchmark")
    return message(text, share=share, n=len(shares), of=of)


@finding(N_("What does it cost?"))
def cost_register(context: Context) -> Finding:
    """The register with its totals under both tags."""
    rows = costs.cost_rows(context)
    total, empty = costs.totals(rows), len(costs.forgotten(rows).names)
    tags = [(N_("class"), costs.CLASS_NAMES[tag], *pair) for tag, pair in total.by_class.items()]
    tags += [(N_("type"), costs.type_name(tag), *pair) for tag, pair in total.by_type.items()]
    return Finding(
        sentence=_costs(total.once, total.yearly, empty),
        table=Table(
            tags,
            word(N_("By"), lambda row: Term(row[0])),
            word(N_("Tag"), lambda row: Term(row[1])),
            money(N_("Once"), lambda row: row[2]),
            money(N_("Yearly"), lambda row: row[3]),
        ),
        note=_both_tags(total) if total.once or total.yearly else None,
    )


def _costs(once: float, yearly: float, empty: int) -> Message:
    """What the programme costs once and a year, and whether usual items are still empty."""
    if not once and not yearly:
        return message(N_("No cost is entered yet"))
    paid = message(N_("{once} once and {yearly} a year"), once=amount(once), yearly=amount(yearly))
    return message(N_("{paid}; {n} still empty"), paid=paid, n=empty) if empty else paid


def _both_tags(total: costs.Totals) -> Message:
    def both(once: float, yearly: float) -> Message:
        return message(N_("{once} + {yearly} a year"), once=amount(once), yearly=amount(yearly))

    by_class = total.by_class.items()
    named = (message("{name} {both}", name=Term(costs.CLASS_NAMES[tag]), both=both(*pair)) for tag, pair in by_class)
    again = (sum(column) for column in zip(*total.by_type.values(), strict=True))
    return message(N_("By class: {parts}. By type the same: {total}."), parts=listed(named), total=both(*again))


def forgotten(context: Context) -> Message | None:
    """The usual costs that hold no amount; None where none is forgotten."""
    empty = costs.forgotten(costs.cost_rows(context))
    if not empty.names:
        return None
    text = N_("{n} of {of} usual costs are empty: {names}")
    return message(text, n=len(empty.names), of=empty.of, names=listed(map(Term, empty.names)))
