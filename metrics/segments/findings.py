"""The segments page in findings: who brings what, which groups pass the tests, who moved, what groups are made of."""

from __future__ import annotations

from metrics.context import Context, Sources
from metrics.customers.rfm import AT_RISK, CHAMPIONS, GROUPS
from metrics.drawing.bars import Part
from metrics.drawing.flows import Flow
from metrics.drawing.grids import Grid
from metrics.finding import Column, Finding, Table, chart, count, finding, money, number, share, word
from metrics.metric import asked
from metrics.reading import UndefinedError
from metrics.segments import criteria, facts, migration
from metrics.segments.criteria import TESTS, UNITS, UNKNOWN, Outcome, Segment
from metrics.segments.facts import Composition
from metrics.segments.method import USUAL, Method
from metrics.segments.migration import Moves
from metrics.segments.names import listed, share_of, twelve_months
from metrics.segments.people import people, trait_value, value_name
from metrics.words.text import N_, Message, Term, Written, message
from metrics.words.units import Amount, Unit
from metrics.words.units import money as amount

Tested = tuple[Segment, tuple[Outcome, ...]]


def verdict(context: Context, method: Method = USUAL) -> Message:
    """Who brings most, and how many groups deserve their own treatment."""
    try:
        rows = facts.segments(context.sources, method)
    except UndefinedError as error:
        return message(N_("No groups yet: {reason}."), reason=error.reason)
    first, passed = rows[0], sum(criteria.passes(row, method) for row in rows)
    if first.share is None:
        text = N_("{passed} of {n} groups pass every test that can be made; all together bring nothing this year.")
        return message(text, passed=passed, n=len(rows))
    text = N_("{name}: {heads} of customers, {share} of {basis}. {passed} of {n} groups pass every test we can make.")
    brought = {"share": share_of(first.share), "basis": Term(people(context.sources).word)}
    return message(text, name=first.name, heads=share_of(first.heads), **brought, passed=passed, n=len(rows))


@finding(N_("Who are many, and who bring the money?"))
def shares(context: Context, method: Method = USUAL) -> Finding:
    """What each group brings beside how many they are, and the trait that is surest more frequent in it."""
    basis, rows = Term(people(context.sources).word), facts.segments(context.sources, method)
    best = max(rows, key=lambda row: row.each)
    return Finding(
        question=message(N_("Who are many, and who bring the {basis}?"), basis=basis),
        sentence=message(N_("{name} bring {each} each a year"), name=best.name, each=amount(best.each)),
        table=Table(
            rows,
            word(N_("Segment"), "name"),
            count(N_("Customers"), "customers"),
            share(N_("Of customers"), "heads"),
            share(twelve_months(basis), "share"),
            money(N_("Each"), "each"),
            share(N_("Large or important"), "best"),
            word(N_("More frequent here"), lambda row: _surest(context.sources, row)),
            number(N_("Index"), lambda row: row.shared[0].index if row.shared else None, Unit.COUNT),
        ),
        chart=chart("segment_shares", parts=[Part(row.name, row.heads, row.share) for row in rows]),
        readings=(asked("step_kinds", method=method),),
    )


def _surest(sources: Sources, row: Segment) -> Message:
    if not row.shared:
        return message(N_("No trait stands out."))
    return trait_value(sources, row.shared[0].trait, row.shared[0].value)


@finding(N_("Who bought much and is silent now?"), "rfm")
def rfm_map(context: Context) -> Finding:
    """Buyers by how lately and how much they bought, and the group of each field."""
    cells = facts.fields(context.sources)
    everybody = sum(cell.customers for cell in cells)
    groups = [Term(name) for name in GROUPS]
    rows = [(group, sum(cell.customers for cell in cells if cell.group == group)) for group in groups]
    quiet = share_of(rows[AT_RISK][1] / everybody)
    return Finding(
        sentence=message(N_("{share} bought much and have gone quiet"), share=quiet),
        table=Table(
            rows,
            word(N_("Segment"), lambda row: row[0]),
            count(N_("Customers"), lambda row: row[1]),
            share(N_("Of customers"), lambda row: row[1] / everybody),
        ),
        chart=chart("rfm_map", cells=cells, groups=groups),
    )


@finding(N_("Which groups deserve their own treatment?"))
def tests(context: Context, method: Method = USUAL) -> Finding:
    """Every test of every group: the number behind it, and whether it passed."""
    rows = [(row, criteria.tests(row, method)) for row in facts.segments(context.sources, method)]
    failing = [row.name for row, _outcomes in rows if not criteria.passes(row, method)]
    columns = [column for place, id in enumerate(TESTS) for column in _tested(place, id)]
    notes = [_failing(failing), _thresholds(context, method), *_not_made(rows)]
    return Finding(
        sentence=_passing(len(rows) - len(failing), len(rows)),
        table=Table(rows, word(N_("Segment"), lambda row: row[0].name), *columns),
        note=listed(notes, N_("{first} {second}")),
        readings=(asked("step_tests", method=method),),
    )


def _tested(place: int, id: str) -> tuple[Column, Column]:
    def behind(row: Tested) -> float:
        value = row[1][place].value
        if value is None:
            raise UndefinedError(message(UNKNOWN[id]))
        return value

    passed = word(message(N_("{test}: passes"), test=Term(TESTS[id])), lambda row: row[1][place].passed)
    return number(TESTS[id], behind, UNITS[id], signed=id == "relevant"), passed


def _passing(passed: int, n: int) -> Message:
    """Which groups deserve their own treatment."""
    if not passed:
        return message(N_("No group passes every test"))
    if passed == n:
        return message(N_("All {n} groups pass every test"), n=n)
    return message(N_("{passed} of {n} groups pass every test"), passed=passed, n=n)


def _failing(names: list[Message]) -> Message:
    if not names:
        return message(N_("Every group passes."))
    text = N_("{n} group fails a test: {names}.") if len(names) == 1 else N_("{n} groups fail a test: {names}.")
    return message(text, n=len(names), names=listed(names))


def _thresholds(context: Context, method: Method) -> Message:
    text = N_("Campaign possible: a campaign reached {share} in 12 months.")
    if people(context.sources).by_what == "letter":
        text = N_("Campaign possible: a letter reached {share} in 12 months; no campaign with its members is held.")
    all_of_them = message(
        N_(
            "● passes, ▼ fails. Big enough: {share} of buyers and {least}. Profitable: each brings more than {profit} "
            "in 12 months. Reachable: {reached} have e-mail and agreed. Identifiable: {known} of the traits are known. "
            "Understandable: {traits} shared traits. Relevant: each brings {different} more or less than the average."
        ),
        share=share_of(method.least_share),
        least=method.least,
        profit=amount(method.profit),
        reached=share_of(method.reached),
        known=share_of(method.known),
        traits=method.traits,
        different=share_of(method.different),
    )
    return message(N_("{first} {second}"), first=all_of_them, second=message(text, share=share_of(method.campaign)))


def _not_made(rows: list[Tested]) -> list[Message]:
    """Which tests could not be made of a group, and why."""
    ids = dict.fromkeys(test.id for _row, outcomes in rows for test in outcomes if test.passed is None)
    reasons = [message(N_("{test}: {reason}"), test=Term(TESTS[id]), reason=Term(UNKNOWN[id])) for id in ids]
    return [message(N_("Not tested: {reasons}."), reasons=listed(reasons, N_("{first}; {second}")))] if reasons else []


@finding(N_("Who went where, by RFM?"))
def moves(context: Context, years: int = 1) -> Finding:
    """From each group to each between two dates, and who is new."""
    first, last = migration.dates(context.sources, years)
    moved = migration.moved(context.sources, years)
    befores: list[int | None] = [*range(len(GROUPS)), None]
    rows, names = list(zip(befores, moved.table.tolist(), strict=True)), [*map(Term, GROUPS)]
    flows = [Flow(before, after, n) for before, row in rows for after, n in enumerate(row) if n]
    text = N_(
        "{n} customers are in the same group; {new} were no customers then. Grey stayed, blue moved; thin "
        "bands are in the table only."
    )
    if moved.stayed == 1:
        text = N_(
            "{n} customer is in the same group; {new} were no customers then. Grey stayed, blue moved; thin "
            "bands are in the table only."
        )
    return Finding(
        sentence=_moved(moved),
        table=Table(
            rows,
            word(N_("From, to"), lambda row: Term(N_("New")) if row[0] is None else names[row[0]]),
            *(_into(after, name) for after, name in enumerate(GROUPS)),
        ),
        chart=chart("migration", names=names, flows=flows, first=first, last=last),
        note=message(text, n=Amount(moved.stayed, Unit.COUNT), new=Amount(moved.new, Unit.COUNT)),
        readings=(asked("segment_moves", years=years),),
    )


def _into(after: int, name: str) -> Column:
    return count(name, lambda row: row[1][after])


def _moved(moved: Moves) -> Message:
    """Where the best customers of the earlier date have gone."""
    champions = int(moved.before[CHAMPIONS])
    if not champions:
        return message(N_("{stayed} customers are in the same group"), stayed=Amount(moved.stayed, Unit.COUNT))
    left = champions - int(moved.table[CHAMPIONS, CHAMPIONS])
    text, name = N_("{share} of {name} have moved on, {n} customers"), Term(GROUPS[CHAMPIONS])
    return message(text, share=share_of(left / champions), name=name, n=Amount(left, Unit.COUNT))


@finding(N_("What is each group made of?"))
def composition(context: Context, method: Method = USUAL, trait: str = "") -> Finding:
    """Each group by the values of one trait."""
    makeup = facts.composition(context.sources, method, trait)
    values = [value_name(context.sources, value) if value else Term(N_("others")) for value in makeup.values]
    rows = list(zip(makeup.groups, makeup.shares.tolist(), makeup.counts.tolist(), strict=True))
    columns = [column for place, value in enumerate(values) for column in _made_of(place, value)]
    one, many = N_("Unknown of {n} customer, who is left out."), N_("Unknown of {n} customers, who are left out.")
    unknown = message(one if makeup.unknown == 1 else many, n=Amount(makeup.unknown, Unit.COUNT))
    return Finding(
        sentence=_farthest(context.sources, makeup),
        table=Table(rows, word(N_("Segment"), lambda row: row[0]), *columns),
        chart=chart("composition", grid=Grid(makeup.groups, values, makeup.shares.tolist(), makeup.counts.tolist())),
        note=unknown if makeup.unknown else None,
        readings=(asked("made_of", method=method, trait=trait),),
    )


def _made_of(place: int, value: Written | str) -> tuple[Column, Column]:
    return (
        share(message("{value}", value=value), lambda row: row[1][place]),
        count(message(N_("{value}, customers"), value=value), lambda row: row[2][place]),
    )


def _farthest(sources: Sources, makeup: Composition) -> Message:
    """The group that differs most from all, by its share of one value."""
    overall = makeup.counts.sum(axis=0) / makeup.counts.sum()
    gap = makeup.shares - overall
    if makeup.rest:
        gap[:, -1] = -1
    group, place = divmod(int(gap.argmax()), gap.shape[1])
    value = makeup.values[place]
    plain = value in ("yes", "no") or value.isdigit()  # says nothing without its trait
    name = trait_value(sources, makeup.trait, value) if plain else value_name(sources, value)
    here, usual = share_of(float(makeup.shares[group, place])), share_of(float(overall[place]))
    text = N_("{group}: {value} {share}, against {overall} of all")
    return message(text, group=makeup.groups[group], share=here, value=name, overall=usual)
