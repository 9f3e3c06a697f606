"""The roadmap in findings: what comes when, is the plan complete, what is at risk, which benefit begins with what?"""

from __future__ import annotations

from collections.abc import Sequence

from data.library import readiness as library
from metrics.answers.cells import phrase
from metrics.context import Context
from metrics.drawing.bars import AtRisk
from metrics.drawing.gantt import Bar
from metrics.finding import Finding, Table, chart, count, finding, money, share, word
from metrics.reading import UndefinedError
from metrics.roadmap import facts
from metrics.roadmap.answers import answers
from metrics.roadmap.lights import State, coverage, marked
from metrics.roadmap.pitfalls import Risk
from metrics.roadmap.plan import HEADINGS, Placed, Schedule
from metrics.words.text import N_, Message, Term, listed, message
from metrics.words.units import Amount, Day, Unit
from metrics.words.units import money as amount

TILES = ("plan_length", "plan_complete", "readiness", "risk_money")
STATES = {
    State.DONE: marked("●", N_("complete")),
    State.PARTLY: marked("◐", N_("partly")),
    State.MISSING: marked("▼", N_("missing")),
}


def verdict(context: Context) -> Message:
    """Are we ready, how long does it take, and what threatens it most."""
    length, complete, ready, risk = (context.read(id) for id in TILES)
    if length.value is None:
        return message(N_("We cannot say yet when: {reason}"), reason=length.reason)
    months, n = Amount(length.value, Unit.MONTHS), int(complete.known)
    if ready.value is None:
        text = N_("The plan takes {months}, {n} of 8 headings complete. Whether we are ready is not answered yet.")
        return message(text, months=months, n=n)
    part = Amount(ready.value, Unit.SHARE)
    if risk.value is None:
        text = N_("{share} ready for a plan of {months}, {n} of 8 headings complete.")
        return message(text, share=part, months=months, n=n)
    known = {"share": part, "money": amount(risk.value), "risk": largest_risk(context)}
    if (end := facts.ended(context.sources)) is not None:
        text = N_(
            "The plan ended on {day}, {n} of 8 headings complete; {share} ready, and the largest pitfall threatens "
            "{money}: {risk}."
        )
        return message(text, day=Day(end), n=n, **known)
    return message(
        N_("{share} ready for {months} of work; the largest pitfall threatens {money}: {risk}."), months=months, **known
    )


def largest_risk(context: Context) -> Message:
    """What the pitfall is called that puts most money at risk."""
    return _pitfall(facts.largest_risks(context)[0])


def _pitfall(risk: Risk) -> Message:
    return phrase(library.pitfalls()[risk.id].name)


@finding(N_("What comes when, and what decides the end?"), "plan_length")
def plan(context: Context) -> Finding:
    """The plan as a Gantt, with the critical path and the benefits that begin with a step."""
    try:
        schedule = facts.scheduled(context.sources)
    except UndefinedError as error:
        text = N_("{reason} Enter steps below, or bring the table plan.")
        raise UndefinedError(message(text, reason=error.reason)) from None
    steps, sample = list(schedule.placed.values()), answers(context.sources).parts["plan"].sample
    marks = message(
        N_("◆ and bold: critical. +n: days pushed back by what is waited for; grey: as planned. ▸ benefits that begin.")
    )
    invented = message("{marks} {invented}", marks=marks, invented=message(N_("Invented plan of the sample company.")))
    return Finding(
        sentence=_path(schedule),
        table=Table(
            steps,
            word(N_("No."), lambda row: str(row.step.id)),
            word(N_("Step"), lambda row: phrase(row.step.name)),
            word(N_("Critical"), "critical"),
            word(N_("Earliest start"), "start"),
            word(N_("Earliest end"), "end"),
            word(N_("Waits for"), lambda row: ", ".join(map(str, row.step.after)) or None),
            count(N_("Pushed, days"), "pushed"),
            count(N_("Slack, days"), "slack"),
            word(N_("Owner"), lambda row: row.step.owner or None),
        ),
        chart=lambda: chart("gantt", bars=_bars(context, steps), today=context.sources.published.until),
        note=invented if sample else marks,
    )


def _path(schedule: Schedule) -> Message:
    """How many steps decide the end, and by how much the dependencies push it back."""
    planned = max(placed.step.end for placed in schedule.placed.values())
    critical = sum(placed.critical for placed in schedule.placed.values())
    if late := (schedule.end - planned).days:
        text = N_("Dependencies push the end back {days} days; {n} of {of} steps decide it")
        return message(text, days=late, n=critical, of=len(schedule.placed))
    text = N_("{n} of {of} steps decide the end; nothing pushes it back")
    return message(text, n=critical, of=len(schedule.placed))


def _bars(context: Context, steps: Sequence[Placed]) -> list[Bar]:
    benefits = [benefit for benefit in facts.milestones(context) if benefit.step] if context.scenario.levers else []
    return [
        Bar(
            placed.step.id,
            phrase(placed.step.name),
            placed.start,
            placed.end,
            placed.step.start,
            placed.step.after,
            placed.critical,
            listed([benefit.name for benefit in benefits if benefit.step == placed]),
        )
        for placed in steps
    ]


@finding(N_("Is the plan complete?"), "plan_complete")
def headings(context: Context) -> Finding:
    """Eight headings, each with its mark and what is missing."""
    lights = facts.headings(context)
    done = coverage(lights)
    partial = message(N_("{n} of 8 headings are complete"), n=done)
    return Finding(
        sentence=message(N_("All eight headings are complete")) if done == len(lights) else partial,
        table=Table(
            lights,
            word(N_("State"), lambda light: STATES[light.state]),
            word(N_("Heading"), lambda light: Term(HEADINGS[light.id])),
            word(N_("What is missing"), lambda light: light.missing or message(N_("nothing missing"))),
        ),
    )


@finding(N_("Which pitfalls put most money at risk?"), "risk_money")
def risks(context: Context) -> Finding:
    """The five largest by money."""
    try:
        largest = facts.largest_risks(context)
    except UndefinedError as error:
        return Finding(sentence=message(N_("No money is at risk as far as answered")), note=error.reason)
    return Finding(
        sentence=_largest(largest),
        table=Table(
            largest,
            word(N_("Pitfall"), _pitfall),
            money(N_("Threatened"), "affected"),
            share(N_("Share lost"), "share"),
            share(N_("Chance"), "chance"),
            money(N_("At risk"), "money"),
            word(N_("Owner"), lambda risk: risk.owner or None),
        ),
        chart=chart("at_risk", rows=[AtRisk(_pitfall(risk), risk.money or 0.0, risk.owner) for risk in largest]),
        note=message(N_("The same benefit can be threatened by several pitfalls: these amounts do not add up.")),
    )


def _largest(largest: Sequence[Risk]) -> Message:
    """What leads the list, and how much of it has no owner."""
    top, bare = amount(largest[0].money or 0.0), sum(not risk.owner for risk in largest)
    if bare:
        text = N_("Up to {money} in one risk; without an owner: {n} of {of}")
        return message(text, money=top, n=bare, of=len(largest))
    return message(N_("Up to {money} in one risk; the first {of} all have owners"), money=top, of=len(largest))


@finding(N_("Which benefit begins with which step?"))
def milestones(context: Context) -> Finding:
    """Each benefit with its step: when it begins, what it is worth, and what comes too early."""
    benefits = facts.milestones(context)
    return Finding(
        sentence=_begin(benefits),
        table=Table(
            benefits,
            word(N_("Benefit"), "name"),
            money(N_("Worth a year"), "worth"),
            word(N_("State"), _state),
            word(N_("Step"), lambda row: phrase(row.step.step.name) if row.step else None),
            word(N_("Begins"), "begins"),
            word(N_("Step is done"), "done"),
            count(N_("Days too early"), "late"),
            money(N_("What the wait costs"), "lost"),
        ),
    )


def _begin(benefits: Sequence[facts.Milestone]) -> Message:
    """Which benefits are planned to begin before their step is done."""
    late = [benefit for benefit in benefits if benefit.late]
    loose = sum(benefit.step is None for benefit in benefits)
    n, of = len(late), len(benefits)
    sized = [benefit.lost for benefit in late if benefit.lost is not None]
    if late and not sized:
        return message(N_("{n} of {of} benefits begin too early"), n=n, of=of)
    if late:
        text = N_("{n} of {of} benefits begin too early; the wait costs {money}")
        if len(sized) < n:
            text = N_("{n} of {of} benefits begin too early; the wait for those with a size costs {money}")
        return message(text, n=n, of=of, money=amount(sum(sized)))
    if loose:
        return message(N_("{n} of {of} benefits hang on no step"), n=loose, of=of)
    return message(N_("Every benefit begins after its step is done"))


def _state(row: facts.Milestone) -> Message:
    if row.step is None:
        return marked("◐", N_("hangs on no step"))
    return marked("▼", N_("{n} days too early"), n=row.late) if row.late else marked("●", N_("in time"))
