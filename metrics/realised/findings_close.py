"""What a controller asks: by which marks benefit is known, does cost stay in its rules, do ledger and records agree?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial

from metrics.context import Context
from metrics.drawing.bars import Pair
from metrics.finding import Finding, Table, chart, finding, money, share, word
from metrics.reading import UndefinedError
from metrics.realised import facts, ledger
from metrics.realised.answers import CAUSES, KINDS, MARKS, answers
from metrics.scenario.kinds import BASELINES
from metrics.words.text import N_, Message, Term, listed, message, together
from metrics.words.units import Amount, Day, Month, Unit
from metrics.words.units import money as amount

PROOF = {("A", "1"), ("A", "2"), ("B", "1"), ("B", "2")}
COST_LIMIT, PROFIT_LIMIT, OWN_LIMIT = 0.75, 0.75, 0.3
COLUMN_NAMES = {
    "actual": N_("realised amount"),
    "cause": N_("cause"),
    "money_mark": N_("money"),
    "evidence": N_("evidence"),
}
FIELD_NAMES = {
    "sales automation": N_("Sales automation"),
    "call centre": N_("Call centre"),
    "web marketing": N_("Web marketing"),
    "sales processing": N_("Sales processing"),
    "database analysis": N_("Database analysis"),
    "": N_("Serves several fields"),
}


@finding(N_("How is the realised benefit known?"), "proven_share")
def marks(context: Context) -> Finding:
    """Share of realised benefit by cause and money."""
    sums = facts.marks(context)
    whole = sum(sums.values())
    if whole <= 0:
        raise UndefinedError(message(N_("realised benefit is not above zero, so no share of it can be proven")))
    able = sum(value for key, value in sums.items() if key in PROOF) / whole
    causes = [*CAUSES, *([""] if any(not cause for cause, _money in sums) else [])]
    return Finding(
        sentence=message(
            N_(
                "{able} of realised benefit has a control and measured money; "
                "by intervals above zero {proven} is proven"
            ),
            able=Amount(able, Unit.SHARE),
            proven=amount(context.value("proven_benefit")),
        ),
        table=Table(
            causes,
            word(N_("Cause"), lambda cause: Term(CAUSES.get(cause, N_("no cause given")))),
            *(share(name, partial(_part, sums, whole, mark)) for mark, name in MARKS.items()),
            share(N_("All"), lambda cause: sum(v for (c, _m), v in sums.items() if c == cause) / whole),
        ),
        note=message(
            N_("Business success is not credited to CRM because both moved: before and after (C) proves no cause.")
        ),
    )


def _part(sums: Mapping[tuple[str, str], float], whole: float, mark: str, cause: str) -> float | None:
    """The share of one pair of marks; None where nothing has it."""
    return sums[cause, mark] / whole if (cause, mark) in sums else None


@finding(N_("Does cost stay within its rules?"), "cost_of_benefit_to_date", "own_work_share")
def rules(context: Context) -> Finding:
    """Cost as a share of benefit and of profit, and the plan's own work, against plan at the same month."""
    actual, planned, own = facts.spent(context)
    have, promised = context.value("realised_benefit"), context.value("promised_benefit")
    if have <= 0:
        raise UndefinedError(message(N_("realised benefit is not above zero, so cost cannot be a share of it")))
    of_benefit, of_work = actual / have, own / actual if actual else 0.0
    rows = [
        (N_("Cost as % of benefit"), of_benefit, planned / promised, COST_LIMIT),
        (N_("Cost as % of profit"), _of_profit(actual, have), _of_profit(planned, promised), PROFIT_LIMIT),
        (N_("Carrying out and managing, of cost"), of_work, None, OWN_LIMIT),
    ]
    return Finding(
        sentence=_rules(of_benefit, of_work),
        table=Table(
            rows,
            word("", lambda row: Term(row[0])),
            share(N_("Actual to date"), lambda row: row[1]),
            share(N_("Plan at the same month"), lambda row: row[2]),
            share(N_("Limit"), lambda row: row[3]),
        ),
        chart=chart(
            "paired",
            rows=[Pair(Term(name), actual, limit) for name, actual, _plan, limit in rows if actual is not None],
            ours=N_("{share} to date"),
            theirs=N_("limit {share}"),
        ),
        note=message(
            N_(
                "Limits by rule of thumb: cost below 75% of benefit is a return above 33%, below 75% of profit "
                "above 133%."
            )
        ),
    )


def _of_profit(cost: float, benefit: float) -> float | None:
    return cost / (benefit - cost) if benefit > cost else None


def _rules(of_benefit: float, of_work: float) -> Message:
    values = {"cost": Amount(of_benefit, Unit.SHARE), "own": Amount(of_work, Unit.SHARE)}
    if of_benefit < COST_LIMIT and of_work < OWN_LIMIT:
        return message(
            N_("Cost is {cost} of realised benefit (limit 75%) and its own work {own} of cost (limit 30%)"), **values
        )
    if of_benefit >= COST_LIMIT and of_work >= OWN_LIMIT:
        text = N_("Both limits are passed: cost is {cost} of realised benefit, its own work {own} of cost")
    elif of_benefit >= COST_LIMIT:
        text = N_("Cost is {cost} of realised benefit, past the limit of 75%; its own work {own} of cost")
    else:
        text = N_("Its own work takes {own} of cost, past the limit of 30%; cost is {cost} of realised benefit")
    return message(text, **values)


@finding(N_("Which field of CRM brings a return?"))
def fields(context: Context) -> Finding:
    """Cost, realised benefit and return to date by field."""
    rows = facts.fields(context)
    named = [row for row in rows if row.name and row.cost]
    if not named:
        raise UndefinedError(message(N_("no cost is booked")))
    best, worst = max(named, key=lambda row: row.gain), min(named, key=lambda row: row.gain)
    return Finding(
        sentence=message(
            N_("{best} returns most to date, {worst} least; what serves several fields is not shared out"),
            best=Term(FIELD_NAMES.get(best.name, best.name)),
            worst=Term(FIELD_NAMES.get(worst.name, worst.name)),
        ),
        table=Table(
            rows,
            word(N_("Field"), lambda row: Term(FIELD_NAMES.get(row.name, row.name))),
            money(N_("Cost to date"), lambda row: row.cost),
            money(N_("Realised to date"), lambda row: row.benefit),
            share(N_("ROI to date, not discounted"), lambda row: row.gain, signed=True),
        ),
    )


@finding(N_("Do ledger and records agree?"), "ledger_gap", "unreconciled")
def reconciled(context: Context) -> Finding:
    """Revenue of the last months by orders and by ledger, and what explains the difference."""
    months = ledger.months(context)
    last = months[-1]
    rows = [*reversed(months[-12:])]
    explained = [item for month in months for item in month.items]
    text = N_("{item} ({kind}): {amount} in {month}")
    note = together(
        *(
            message(
                text,
                item=context.sources.word(i.name),
                kind=Term(KINDS.get(i.kind, i.kind)),
                amount=amount(i.amount),
                month=Month(i.month),
            )
            for i in explained[-4:]
        ),
        between="; ",
    )
    return Finding(
        sentence=_gap(last),
        table=Table(
            rows,
            word(N_("Month"), lambda row: Month(row.month)),
            money(N_("Orders"), lambda row: row.records),
            money(N_("General ledger"), lambda row: row.ledger),
            money(N_("Difference"), lambda row: row.difference, signed=True),
            money(N_("Explained"), lambda row: sum(item.amount for item in row.items), signed=True),
            money(N_("Unreconciled"), lambda row: row.open, signed=True),
        ),
        note=note if explained else None,
    )


def _gap(last: ledger.Month) -> Message:
    month = Month(last.month)
    if abs(last.difference) < 0.5:
        return message(N_("{month}: ledger and orders show the same revenue"), month=month)
    values = {"month": month, "share": Amount(abs(last.share), Unit.SHARE), "open": amount(abs(last.open))}
    if not last.open:
        text = N_("{month}: the ledger shows {share} more revenue than the orders, all of it explained")
        if last.difference < 0:
            text = N_("{month}: the ledger shows {share} less revenue than the orders, all of it explained")
    elif last.difference > 0:
        text = N_("{month}: the ledger shows {share} more revenue than the orders; {open} of it is unexplained")
    else:
        text = N_("{month}: the ledger shows {share} less revenue than the orders; {open} of it is unexplained")
    return message(text, **values)


@finding(N_("Which month is closed, and what does the next one lack?"))
def closing(context: Context) -> Finding:
    """The months that finance closed, the newest first, and what stands in the way of the next."""
    closes: Mapping[str, Mapping[str, object]] = answers(context.sources)["closes"].value
    rows = [(date.fromisoformat(f"{month}-01"), closes[month]) for month in sorted(closes, reverse=True)]
    return Finding(
        sentence=_closing(context, rows[0] if rows else None),
        table=Table(
            rows,
            word(N_("Month"), lambda row: Month(row[0])),
            word(N_("Closed by"), lambda row: row[1]["by"] or None),
            word(N_("Closed on"), lambda row: Day(date.fromisoformat(str(row[1]["on"]))) if row[1]["on"] else None),
            word(N_("Vouched for"), lambda row: Term(VOUCHED if row[1]["verified"] else ALONE)),
            money(N_("Unreconciled"), lambda row: row[1]["open"]),
        ),
    )


VOUCHED = N_("entered by one, approved by another")
ALONE = N_("not independently verified (single user)")


def _closing(context: Context, last: tuple[date, Mapping[str, object]] | None) -> Message:
    following = ledger.to_close(context)
    if last is None:
        return message(N_("No month is closed yet"))
    who = message(N_("{month} is closed, signed by {name}"), month=Month(last[0]), name=str(last[1]["by"]))
    if not last[1]["verified"]:
        text = N_("{month} is closed, signed by {name}: not independently verified (single user)")
        who = message(text, month=Month(last[0]), name=str(last[1]["by"]))
    if following is None:
        return message(N_("{who}; every whole month is closed"), who=who)
    lacking = ledger.missing(context, following)
    if not lacking:
        return message(N_("{who}; {month} can be closed"), who=who, month=Month(following))
    names = listed([facts.lever_name(context, lever) for lever, _columns in lacking])
    return message(N_("{who}; {month} waits for: {names}"), who=who, month=Month(following), names=names)


def lacks(context: Context, on: date) -> list[Message]:
    """One line for each row that keeps a month from being closed."""
    text = N_("{lever} lacks: {columns}")
    return [
        message(text, lever=facts.lever_name(context, lever), columns=listed([Term(COLUMN_NAMES[c]) for c in columns]))
        for lever, columns in ledger.missing(context, on)
    ]


@finding(N_("What has changed since the baseline, before and after?"))
def baseline(context: Context) -> Finding:
    """The figures of the baseline as frozen or as measured again, beside the last twelve months."""
    frozen = answers(context.sources)["frozen"].value
    measured, now = context.baseline.values(), facts.measured_now(context.sources).values()
    held: Mapping[str, float] = frozen.get("figures", {}) if frozen else {}
    names = [name for name in BASELINES if name in measured]
    if not names:
        raise UndefinedError(message(N_("No figure of the baseline can be measured yet")))
    return Finding(
        sentence=_baseline(frozen, held, measured),
        table=Table(
            names,
            word(N_("Figure"), lambda name: Term(BASELINES[name].label)),
            word(N_("Frozen"), lambda name: Amount(held[name], BASELINES[name].unit) if name in held else None),
            word(N_("Measured again"), lambda name: Amount(float(measured[name]), BASELINES[name].unit)),
            word(N_("Last 12 months"), lambda n: Amount(float(now[n]), BASELINES[n].unit) if n in now else None),
        ),
        note=message(N_("Before and after is not attribution: there is no control in it.")),
    )


def _baseline(frozen: Mapping[str, object], held: Mapping[str, float], measured: Mapping[str, object]) -> Message:
    if not frozen:
        return message(N_("The baseline is not frozen yet: it is measured again from the data each time"))
    moved = [
        name
        for name, value in held.items()
        if name in measured and abs(float(measured[name]) - value) > 1e-6 * max(abs(value), 1)  # type: ignore[arg-type]
    ]
    on = Day(date.fromisoformat(str(frozen["on"])))
    if not moved:
        return message(
            N_("The baseline was frozen on {day} by {name}; the data still show the same"), day=on, name=frozen["by"]
        )
    text = N_("The baseline was frozen on {day} by {name}; since then the data show {n} figures otherwise")
    return message(text, day=on, name=frozen["by"], n=len(moved))
