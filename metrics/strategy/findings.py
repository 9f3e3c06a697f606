"""Step 1 in findings: what CRM must do, who agrees, what gets attention, whether the plan follows, what is reached."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from operator import itemgetter

from data.library import answers as library
from metrics.answers.cells import phrase
from metrics.context import Context
from metrics.drawing.bars import Bar, Pair
from metrics.drawing.grids import Fields
from metrics.finding import Finding, Table, chart, count, finding, money, number, share, word
from metrics.metric import DECLARED
from metrics.reading import UndefinedError
from metrics.roadmap.lights import marked
from metrics.strategy import facts
from metrics.strategy.brief import Capital, apart, weighted
from metrics.strategy.facts import Direction, Goal, strategy_answers
from metrics.strategy.method import FACTORS, GCCRM, TECHNOLOGY, State
from metrics.strategy.parts import AGREEMENT, ASKED, DIRECTIONS, QUESTIONS, STAGES, STAKEHOLDERS
from metrics.strategy.problems import lights
from metrics.words.text import N_, Message, Term, listed, message
from metrics.words.units import Amount, Unit

PAIRS = 4  # of departments, named in the note
PROBLEMS = {True: N_("● in order"), False: N_("▼ problem"), None: N_("○ not known")}
STATES = {State.PASS: N_("● reached"), State.FAIL: N_("▼ failed"), State.UNDECIDED: N_("○ undecided")}
UNITS = {Unit.SHARE: "%", Unit.RATE: "%", Unit.MONEY: "{currency}", Unit.MONTHS: N_("months")}
UNITS |= {Unit.MINUTES: N_("minutes"), Unit.CUSTOMERS: N_("customers")}
NOBODY = message(N_("No owner yet"))


def _per_cent(value: float | None) -> float | None:
    """A weight in per cent as a fraction."""
    return None if value is None else value / 100


def _share(fraction: float) -> Amount:
    return Amount(fraction, Unit.SHARE)


def verdict(context: Context) -> Message:
    """What CRM must do first, who agrees, and what is missing."""
    answers = strategy_answers(context.sources)
    weights, of = answers.weights, len(answers.agreement)
    if not weights:
        text = N_("No priorities yet: {n} of {of} questions are answered.")
        return message(text, n=len(answers.answered), of=len(QUESTIONS))
    first = max(DIRECTIONS, key=lambda name: weights.get(name, 0))
    holes: dict[str, object] = {"what": Term(DIRECTIONS[first]), "share": _share(weights[first] / 100)}
    if not of:
        return message(N_("First of all, {what}: {share} of the weight. Nobody has been asked yet."), **holes)
    text = N_("First of all, {what}: {share} of the weight. {n} of {of} agree, but no sponsor is named.")
    if answers.sponsors:
        text = N_("First of all, {what}: {share} of the weight. {n} of {of} stakeholders agree.")
    return message(text, **holes, n=answers.agreeing, of=of)


@finding(N_("What must CRM do for us?"))
def priorities(context: Context) -> Finding:
    """The four directions, the weightiest first."""
    weights = strategy_answers(context.sources).weights
    if not weights:
        raise UndefinedError(message(N_("The weights of four directions are still open")))
    return Finding(sentence=message(N_("First {order}"), order=weighted(weights)))


@finding(N_("Does the benefit model follow the strategy?"))
def followed(context: Context) -> Finding:
    """Weights beside the shares of what the levers are worth."""
    directions = facts.directions(context)
    rows = [Pair(Capital(DIRECTIONS[each.id]), each.weight, each.share) for each in directions]
    return Finding(
        sentence=_followed(directions),
        table=Table(
            directions,
            word(N_("What"), lambda direction: Capital(DIRECTIONS[direction.id])),
            share(N_("Weight"), "weight"),
            share(N_("Share of the worth"), "share"),
            money(N_("Worth a year"), "worth"),
            count(N_("Levers"), "levers"),
        ),
        chart=chart("paired", rows=rows, ours=N_("weight {share}"), theirs=N_("worth {share}")),
    )


def _followed(directions: Sequence[Direction]) -> Message:
    """Where the plan's money is farthest from the weights."""
    if all(direction.weight is None or direction.share is None for direction in directions):
        return message(N_("Weights and the worth of levers are needed first"))
    without = [direction for direction in directions if direction.weight and not direction.levers]
    if without:
        most = max(without, key=lambda direction: direction.weight or 0)
        text = N_("No lever to {what}, which weighs {share}")
        return message(text, what=Term(DIRECTIONS[most.id]), share=_share(most.weight or 0))
    far = facts.farthest(directions)
    return apart(far) if far else message(N_("The plan's money follows the weights"))


@finding(N_("Which of the five usual problems do we have?"))
def problems(context: Context) -> Finding:
    """Each with what is wanted and what that is known from."""
    five = lights(context)
    return Finding(
        sentence=message(N_("{n} of {of} are in order"), n=sum(bool(light.passed) for light in five), of=len(five)),
        table=Table(
            five,
            word(N_("What is wanted"), lambda light: Term(light.name)),
            word(N_("Status"), lambda light: Term(PROBLEMS[light.passed])),
            word(N_("What we know"), "note"),
        ),
    )


@finding(N_("How mature are we?"))
def maturity(context: Context) -> Finding:
    """The three stages of using customer data; the middle one is the key step."""
    done = strategy_answers(context.sources).parts["stages"].value
    stages = message(N_("{n} of 3 stages are done"), n=sum(done.values()))
    key_step = message(N_("{words}; the key step, analysing customers, is open"), words=stages)
    return Finding(
        sentence=stages if done["analysis"] else key_step,
        table=Table(STAGES, word(N_("Stage"), lambda id: marked("●" if done[id] else "▼", STAGES[id]))),
        note=message(N_("Answered on the strategy page.")),
    )


@finding(N_("Who wants what, and who agrees?"), "alignment")
def stakeholders(context: Context) -> Finding:
    """Everybody listed."""
    answers = strategy_answers(context.sources)
    rows = answers.rows("stakeholders")
    text = (
        N_("{n} of {of} stakeholders agree") if answers.sponsors else N_("{n} of {of} agree, and no sponsor is named")
    )
    agreeing = message(text, n=answers.agreeing, of=len(rows))
    return Finding(
        sentence=agreeing if rows else message(N_("Nobody is listed yet")),
        table=Table(
            rows,
            word(N_("Name"), lambda row: phrase(row["name"])),
            word(N_("Role"), lambda row: Term(STAKEHOLDERS.get(row["role"], ""))),
            word(N_("Wants"), lambda row: phrase(row["goal"])),
            word(N_("Agrees"), lambda row: None if row["agreement"] is None else Term(AGREEMENT[row["agreement"]])),
            word(N_("Last talked"), lambda row: _day(row["talked"])),
        ),
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@finding(N_("Which factors of success get our attention?"), "technology_weight")
def factors(context: Context) -> Finding:
    """What the five factors weigh to those asked, beside GCCRM."""
    attention = facts.attention(strategy_answers(context.sources))
    mean = attention.mean
    rows = [Pair(_factor(id), mean[id] / 100, GCCRM[id] / 100) for id in FACTORS]
    note = message(N_("Our assumption: GCCRM gives technology 15%, the others no number. Importance, never spending."))
    note = message("¹ {note}", note=note)
    if attention.left_out:
        names = listed(map(phrase, attention.left_out))
        left = message(N_("Not counted until their weights sum to 100%: {names}."), names=names)
        note = message(N_("{first} {rest}"), first=note, rest=left)
    return Finding(
        sentence=_technology(mean["technology"]),
        table=Table(
            rows,
            word(N_("Factor"), "label"),
            share(N_("Ours"), "ours"),
            share(N_("GCCRM"), "theirs"),
            number(N_("Difference, points"), lambda row: row.ours - row.theirs, Unit.POINTS, signed=True),
        ),
        chart=chart("paired", rows=rows, ours=N_("{share} to us"), theirs=N_("{share} in GCCRM")),
        note=note,
    )


def _factor(id: str) -> Term | Message:
    """A factor, marked where GCCRM's weight of it is our assumption."""
    return Term(FACTORS[id]) if id == "technology" else message("{name} ¹", name=Term(FACTORS[id]))


def _technology(weight: float) -> Message:
    """What technology weighs to us in per cent, beside GCCRM's weight."""
    text = N_("Technology weighs {ours} to us, within GCCRM's {theirs}")
    if weight > TECHNOLOGY:
        text = N_("Technology weighs {ours} to us, above GCCRM's {theirs}")
    return message(text, ours=_share(weight / 100), theirs=_share(TECHNOLOGY / 100))


@finding(N_("Who gives which factor more weight than the others?"))
def attention(context: Context, *, role: str = "ceo") -> Finding:
    """One role against all others."""
    gaps = facts.attention(strategy_answers(context.sources)).gaps(role)
    rows = [(Term(name), gaps[id] / 100) for id, name in FACTORS.items()]
    points = Amount(abs(gaps["technology"]) / 100, Unit.POINTS)
    text = N_("{role} weighs technology {points} higher than the others do")
    if gaps["technology"] < 0:
        text = N_("{role} weighs technology {points} lower than the others do")
    return Finding(
        sentence=message(text, role=Term(ASKED[role]), points=points),
        table=Table(
            rows,
            word(N_("Factor"), itemgetter(0)),
            number(N_("Difference"), itemgetter(1), Unit.POINTS, signed=True),
        ),
        chart=chart("bars", rows=[_apart(name, gap) for name, gap in rows]),
    )


def _apart(name: Term, gap: float) -> Bar:
    return Bar(name, gap, Amount(gap, Unit.POINTS, signed=True), quiet=name.text != FACTORS["technology"])


@finding(N_("Do departments weigh the KPIs alike?"), "conflict")
def departments(context: Context) -> Finding:
    """What each department weighs, shaded, and the pairs that are farthest apart."""
    answers = strategy_answers(context.sources)
    rows, reason = answers.rows("departments"), context.read("conflict").reason
    if not rows:
        raise UndefinedError(message(N_("needs the weights of two departments")))
    pairs = () if reason else facts.conflict(answers).pairs
    measures = library.measures()
    names = tuple(phrase(row["name"]) for row in rows)
    weights = tuple(tuple(_per_cent(row[id]) for id in measures) for row in rows)
    grid = Fields(
        rows=names,
        columns=tuple(map(phrase, measures.values())),
        values=weights,
        words=tuple(tuple(None if each is None else _share(each) for each in line) for line in weights),
        top=max((each for line in weights for each in line if each is not None), default=1.0) or 1.0,
    )
    return Finding(
        sentence=reason or _farthest(*pairs[0]),
        table=Table(
            [(name, *line) for name, line in zip(names, weights, strict=True)],
            word(N_("Department"), itemgetter(0)),
            *(share(phrase(name), itemgetter(n)) for n, name in enumerate(measures.values(), 1)),
        ),
        chart=chart("heat", grid=grid),
        note=_pairs(pairs[:PAIRS]) if pairs else None,
    )


def _farthest(a: str, b: str, most: float) -> Message:
    text = N_("{a} and {b} weigh the KPIs most differently: {most} (0 = same weights, 1 = no KPI in common)")
    return message(text, a=phrase(a), b=phrase(b), most=Amount(most, Unit.NUMBER))


def _pairs(pairs: Sequence[tuple[str, str, float]]) -> Message:
    """The pairs with their conflict."""
    named = [
        message(N_("{a} and {b} {value}"), a=phrase(a), b=phrase(b), value=Amount(apart, Unit.NUMBER))
        for a, b, apart in pairs
    ]
    return message(
        N_("Difference of weights (0 = same, 1 = nothing in common): {pairs}."), pairs=listed(named, apart=True)
    )


@finding(N_("Twelve roles of CRM and their measures"), "role_coverage")
def roles(context: Context) -> Finding:
    """Each role with its measure; those without one are named."""
    names, measures = library.roles(), strategy_answers(context.sources).measures
    without = [phrase(name) for id, name in names.items() if not measures[id]]
    return Finding(
        sentence=message(N_("{n} of {of} roles of CRM have a measure"), n=len(names) - len(without), of=len(names)),
        table=Table(
            names.items(),
            word(N_("Role of CRM"), lambda role: phrase(role[1])),
            word(N_("Measure"), lambda role: phrase(measures[role[0]]) if measures[role[0]] else None),
        ),
        note=message(N_("Without a measure: {names}."), names=listed(without)) if without else None,
    )


@finding(N_("When is it a success?"), "success_short", "success_long")
def goals(context: Context) -> Finding:
    """Where each goal stands, in people's units."""
    planned = facts.goals(context)
    return Finding(
        sentence=_goals([goal.state for goal in planned]),
        table=Table(
            planned,
            word(N_("Goal"), lambda goal: phrase(goal.row["name"])),
            word(N_("Measure"), _measure),
            number(N_("Baseline"), lambda goal: goal.row["baseline"], Unit.NUMBER),
            number(N_("Now"), "now", Unit.NUMBER),
            number(N_("Target"), lambda goal: goal.row["target"], Unit.NUMBER),
            word(N_("Unit"), lambda goal: _unit(context, goal)),
            word(N_("Due"), lambda goal: _day(goal.row["by"])),
            word(N_("Owner"), lambda goal: phrase(goal.row["owner"]) if goal.row["owner"] else NOBODY),
            word(N_("Status"), lambda goal: Term(STATES[goal.state])),
        ),
        note=message(
            N_(
                "Each goal passes by its own measure: more cross-selling is not more margin, loyalty not value. A "
                "change before and after is no proof that CRM caused it."
            )
        ),
    )


def _goals(states: Sequence[State]) -> Message:
    if not states:
        return message(N_("No goal is planned yet"))
    return message(
        N_("{passed} of {of} goals reached, {failed} failed, {rest} undecided"),
        passed=states.count(State.PASS),
        of=len(states),
        failed=states.count(State.FAIL),
        rest=states.count(State.UNDECIDED),
    )


def _measure(goal: Goal) -> Term:
    return Term(DECLARED[goal.row["metric"]].name if goal.row["metric"] else N_("by hand"))


def _unit(context: Context, goal: Goal) -> Message:
    if goal.reading is None:
        return phrase(goal.row["unit"])
    currency = context.scenario.currency.replace("XXX", "")
    return message(UNITS.get(goal.reading.unit, ""), currency=currency)
