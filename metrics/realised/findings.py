"""Promised and realised in findings: how much arrived, what of it is proven, when it is back, and lever by lever."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from metrics.context import Context
from metrics.drawing.bars import Bar
from metrics.finding import Finding, Table, chart, count, finding, money, share, word
from metrics.programme.forward import month_end
from metrics.reading import UndefinedError
from metrics.realised import facts
from metrics.realised.answers import CAUSES, MARKS, STATUSES
from metrics.realised.facts import Course, Lever
from metrics.realised.register import Entry
from metrics.words.text import N_, Message, Term, Written, message, together
from metrics.words.units import Amount, Month, Unit
from metrics.words.units import money as amount

EARLY = 0.5  # months: less is on time
BULK_EARLY = (
    3.0  # months by which the bulk channel of British Telecom was ahead of its plan; the value channel was on it
)


def verdict(context: Context) -> Message:
    """How much of what was promised is realised, and how much of that is proven."""
    share_read, proven = context.read("realised_share"), context.read("proven_share")
    if share_read.value is None:
        return message(N_("Nothing can be called realised yet. {reason}"), reason=share_read.reason)
    if share_read.value < 0:
        text = N_("Realised benefit to {month} is below zero: {amount}, against {promised} promised")
        have, promised = (amount(context.value(id)) for id in ("realised_benefit", "promised_benefit"))
        return message(text, month=Month(facts.to_date(context)), amount=have, promised=promised)
    text = N_("{share} of what was promised to {month} is realised")
    told = message(text, share=Amount(share_read.value, Unit.SHARE), month=Month(facts.to_date(context)))
    if proven.value is None:
        return told
    return together(
        told, message(N_("; {proven} of that is proven."), proven=Amount(proven.value, Unit.SHARE)), between=""
    )


@finding(
    N_("What was promised, and what has arrived?"),
    *("promised_benefit", "realised_benefit", "proven_benefit", "ledger_benefit", "forecast_at_completion"),
)
def standing(context: Context) -> Finding:
    """Five amounts to the last closed month, and the two that also have a whole horizon."""
    path, until = facts.course(context), facts.to_date(context)
    promised = context.value("promised_benefit")
    have, proven, seen = (context.value(id) for id in ("realised_benefit", "proven_benefit", "ledger_benefit"))
    rows: list[tuple[str, float, float | None]] = [
        (N_("Promised to date"), promised, float(path.promised.sum())),
        *_estimated(context, path),
        (N_("Realised to date"), have, None),
        (N_("Proven"), proven, None),
        (N_("In the general ledger"), seen, None),
    ]
    return Finding(
        sentence=_standing(promised, have, Month(until)),
        table=Table(
            rows,
            word("", lambda row: Term(row[0])),
            money(N_("To date"), lambda row: row[1]),
            share(N_("Share of the promise"), lambda row: row[1] / promised),
            money(N_("Over the whole horizon"), lambda row: row[2]),
        ),
        chart=chart(
            "bars",
            rows=[Bar(Term(name), value, amount(value), quiet=not at) for at, (name, value, _all) in enumerate(rows)],
        ),
    )


def _estimated(context: Context, path: Course) -> list[tuple[str, float, float | None]]:
    """What the latest estimate, as it stands, puts up to now, and where it ends; nothing without a plan."""
    if path.expected is None:
        return []
    to_date = float(context.flows.benefit[: path.now + 1].sum())
    return [(N_("Latest estimate to date"), to_date, path.at_completion)]


def _standing(promised: float, have: float, until: Month) -> Message:
    text = N_("{have} of {promised} promised to {month} is realised, {gap} less than promised")
    if have >= promised:
        text = N_("{have} is realised to {month}, {gap} more than the {promised} promised")
    return message(text, have=amount(have), promised=amount(promised), month=until, gap=amount(abs(promised - have)))


@finding(N_("What has it cost, against the budget?"), "cost_to_date", "cost_over_budget")
def cost(context: Context) -> Finding:
    """Booked and budgeted cost to date."""
    actual, planned, _own = facts.spent(context)
    over = actual - planned
    text = N_("Cost {actual} to {month}, {over} over the budget of {planned}")
    if over <= 0:
        text = N_("Cost {actual} to {month}, {over} under the budget of {planned}")
    return Finding(
        sentence=message(
            text,
            actual=amount(actual),
            month=Month(facts.to_date(context)),
            over=amount(abs(over)),
            planned=amount(planned),
        ),
        table=Table(
            [(N_("Budget"), planned), (N_("Booked"), actual), (N_("Difference"), over)],
            word("", lambda row: Term(row[0])),
            money(N_("Amount"), lambda row: row[1]),
        ),
    )


@finding(N_("When is the money back, on actual figures?"), "payback_on_actuals")
def payback(context: Context) -> Finding:
    """Payback as approved, and with what really flowed."""
    due = facts.due(context)
    rows = [(N_("As approved"), due.promised), (N_("On actual figures"), due.actual)]
    return Finding(
        sentence=payback_sentence(context, due),
        table=Table(
            rows,
            word("", lambda row: Term(row[0])),
            word(N_("Months from approval"), lambda row: None if row[1] is None else Amount(row[1], Unit.MONTHS)),
            word(N_("Month"), lambda row: None if row[1] is None else due.month(context, row[1])),
        ),
    )


def payback_sentence(context: Context, due: facts.Due) -> Message:
    """When payback was due, and when it came in or is now expected."""
    now = None if due.actual is None else due.month(context, due.actual)
    if due.promised is None:
        if now is None:
            return message(N_("Payback was never due, and on actual figures none is expected within the horizon"))
        text = N_("Payback was never due; on actual figures it is expected in {now}")
        if due.came:
            text = N_("Payback was never due; on actual figures it came in {now}")
        return message(text, now=now)
    promised = due.month(context, due.promised)
    if now is None:
        text = N_("Payback was due in {promised}; on actual figures none is expected within the horizon")
        return message(text, promised=promised)
    text = N_("Payback was due in {promised}; on actual figures it is now expected in {now}")
    if due.came:
        text = N_("Payback was due in {promised}; on actual figures it came in {now}")
    return message(text, promised=promised, now=now)


@finding(N_("How does it add up, month by month?"), "forecast_at_completion", "benefit_slip")
def progress(context: Context) -> Finding:
    """Running totals of promise and register, and where they end."""
    path = facts.course(context)
    size = path.promised.size
    months = [month_end(path.month0, at) for at in range(size)]
    promised, have = np.cumsum(path.promised), np.cumsum(path.realised)[: path.now + 1]
    path.at_completion  # noqa: B018 - says first where no plan is
    expected = np.zeros(size) if path.expected is None else path.expected
    later = np.cumsum(expected)[path.now + 1 :] + (have[-1] if have.size else 0.0)
    rows = [
        (
            months[at],
            promised[at],
            have[at] if at <= path.now else None,
            later[at - path.now - 1] if at > path.now else None,
        )
        for at in range(size)
    ]
    return Finding(
        sentence=_slip(path),
        table=Table(
            rows,
            word(N_("Month"), lambda row: Month(row[0])),
            money(N_("Promised"), lambda row: float(row[1])),
            money(N_("Realised"), lambda row: None if row[2] is None else float(row[2])),
            money(N_("Expected"), lambda row: None if row[3] is None else float(row[3])),
        ),
        chart=chart(
            "progress", months=months, promised=promised.tolist(), realised=have.tolist(), expected=later.tolist()
        ),
        note=_published(),
    )


def _published() -> Message:
    """What others reported of being early or late."""
    early = Amount(BULK_EARLY, Unit.MONTHS)
    return message(
        N_("For comparison: British Telecom reported its bulk channel {n} ahead, its value channel on plan."), n=early
    )


def _slip(path: Course) -> Message:
    total = amount(path.at_completion)
    if abs(path.slip) < EARLY:
        return message(N_("Benefit is on time; {total} is expected by the end of the horizon"), total=total)
    text = N_("Benefit is {months} late; {total} is expected by the end of the horizon, {promised} was promised")
    if path.slip < 0:
        text = N_("Benefit is {months} early; {total} is expected by the end of the horizon, {promised} was promised")
    months = Amount(abs(round(path.slip, 1)), Unit.MONTHS)
    return message(text, months=months, total=total, promised=amount(float(path.promised.sum())))


@finding(N_("Which lever keeps its promise?"), "realised_share")
def levers(context: Context) -> Finding:
    """Lever by lever: promised, realised, proven, and how it is known."""
    rows = facts.levers(context)
    return Finding(
        sentence=_levers(rows),
        table=Table(
            rows,
            word(N_("Lever"), lambda row: row.name),
            money(N_("Promised to date"), lambda row: row.promised),
            money(N_("Realised to date"), lambda row: row.realised),
            share(N_("Of the promise"), _kept),
            money(N_("Proven"), lambda row: row.proven if row.realised is not None else None),
            word(N_("Cause"), lambda row: _term(CAUSES, row.last and row.last.cause)),
            word(N_("Money"), lambda row: _term(MARKS, row.last and row.last.money_mark)),
            word(N_("Owner"), lambda row: (row.last.owner if row.last else "") or message(N_("nobody"))),
            money(N_("Freed time, not cash"), lambda row: row.freed or None),
            word(N_("How it was measured"), lambda row: _word(context, row.last.method if row.last else "")),
            count(N_("Months not measured"), lambda row: row.missing or None),
        ),
        note=message(N_("Cause and money are two marks; a benefit is proven by both, never by one.")),
    )


def _word(context: Context, text: str) -> Written | str | None:
    """A text of the data, in the reader's language where the data bring it in that."""
    return context.sources.word(text) if text else None


def _kept(row: Lever) -> float | None:
    return row.realised / row.promised if row.realised is not None and row.promised else None


def _term(names: dict[str, str], id: str | None) -> Term | None:
    return Term(names[id]) if id in names else None


def _levers(rows: Sequence[Lever]) -> Message:
    """The lever that falls shortest in money, and how many have nothing."""
    nothing = sum(row.realised is None for row in rows)
    held = [row for row in rows if row.promised is not None and row.realised is not None]
    short = [row for row in held if (row.realised or 0.0) < (row.promised or 0.0)]
    if not held:
        told = message(N_("No lever has both a promise and a realised benefit"))
    elif not short:
        told = message(N_("Every lever with a promise and a realised benefit keeps its promise"))
    else:
        worst = max(short, key=lambda row: (row.promised or 0.0) - (row.realised or 0.0))
        gap = (worst.promised or 0.0) - (worst.realised or 0.0)
        told = message(N_("{name} is furthest behind its promise, by {gap}"), name=worst.name, gap=amount(gap))
    if not nothing:
        return told
    return together(told, message(N_("; {n} without any realised benefit"), n=nothing), between="")


@finding(N_("What stands in the register?"))
def register(context: Context, month: str = "") -> Finding:
    """The rows of one month, by default the last, and before them those of earlier months that still wait."""
    every = facts.rows(context)
    if not every:
        raise UndefinedError(message(facts.NOTHING))
    last = facts.last_month(context)
    over = [row.month for row in every if row.month <= last]  # rows of months to come only say what is planned
    on = date.fromisoformat(f"{month}-01") if month else max(over, default=every[-1].month)
    rows = sorted((row for row in every if row.month == on), key=lambda row: (row.approved, not row.lacking, row.lever))
    overdue = [row for row in every if row.month < on and row.status == "draft"]
    return Finding(
        sentence=together(_of_month(rows, Month(on)), _overdue(len(overdue)), between=""),
        table=Table(
            [*overdue, *rows],
            word(N_("Status"), lambda row: Term(STATUSES[row.status]) if row.month == on else Term(N_("▼ overdue"))),
            word(N_("Month"), lambda row: Month(row.month)),
            word(N_("Lever"), lambda row: facts.lever_name(context, row.lever)),
            money(N_("Realised"), lambda row: row.actual),
            word(N_("95% interval"), lambda row: _range(row)),
            word(N_("Cause"), lambda row: _term(CAUSES, row.cause)),
            word(N_("Money"), lambda row: _term(MARKS, row.money_mark)),
            word(N_("Evidence"), lambda row: _word(context, row.evidence) or message(N_("none"))),
            word(N_("Budget line"), lambda row: _word(context, row.budget_line)),
            word(N_("Cost centre"), lambda row: _word(context, row.cost_center)),
            word(N_("Owner"), lambda row: row.owner or message(N_("nobody"))),
            word(N_("Entered by"), lambda row: row.entered_by or None),
            word(N_("Approved by"), lambda row: row.approved_by or None),
            word(N_("Approved on"), lambda row: row.approved_on or None),
            word(N_("Where it comes from"), lambda row: Term(_source(row))),
        ),
    )


def _range(row: Entry) -> Message | None:
    if row.low is None or row.high is None:
        return None
    return message(N_("{low} to {high}"), low=amount(row.low), high=amount(row.high))


def _source(row: Entry) -> str:
    if row.over:
        return N_("page, over a row of the data")
    return N_("page") if row.here else N_("data")


def _overdue(n: int) -> Message | None:
    return message(N_("; {n} overdue from earlier months"), n=n) if n else None


def _of_month(rows: Sequence[Entry], month: Month) -> Message:
    """How many rows wait, and how many cannot be approved as they are."""
    waiting = [row for row in rows if row.status == "draft"]
    lacking = sum(bool(row.lacking) for row in waiting)
    if not rows:
        return message(N_("{month}: no row is entered"), month=month)
    if not waiting:
        return message(N_("{month}: rows in all {n}, none waits for approval"), month=month, n=len(rows))
    if not lacking:
        return message(N_("{month}: rows waiting for approval {n}, each complete"), month=month, n=len(waiting))
    text = N_("{month}: rows waiting for approval {n}, of which {lacking} cannot be approved as they are")
    return message(text, month=month, n=len(waiting), lacking=lacking)
