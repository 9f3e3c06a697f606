"""The five steps of the segments page in findings: traits, value bands, what is shared, groups found in the data."""

from __future__ import annotations

from dataclasses import replace

from metrics.context import Context
from metrics.finding import Finding, Table, chart, count, finding, money, number, share, word
from metrics.metric import asked
from metrics.reading import UndefinedError
from metrics.segments import facts
from metrics.segments.clusters import STABLE, Clusters
from metrics.segments.method import FOUND, USUAL, VARIABLES, Method
from metrics.segments.names import listed, share_of, twelve_months
from metrics.segments.people import TRAITS, People, Trait, people, state, trait_value, used
from metrics.words.text import N_, Message, Term, Written, message
from metrics.words.units import Amount, Unit

NEEDS_SHOWN = 4  # traits of a group
STATES = {
    "used": N_("used"),
    "missing": N_("missing of too many"),
    "same": N_("the same for nearly all"),
    "out": N_("left out"),
}


@finding(N_("What is known of customers?"))
def traits(context: Context, method: Method = USUAL) -> Finding:
    """Step 1: each trait, of how many customers it is missing, and whether it is used."""
    known, text = people(context.sources), N_("{n} of {total} traits are in use")
    return Finding(
        sentence=message(text, n=len(used(context.sources, method)), total=len(TRAITS)),
        table=Table(
            TRAITS,
            word(N_("What about"), lambda trait: Term(trait.kind.value)),
            word(N_("Trait"), lambda trait: Term(trait.name)),
            share(N_("Missing"), lambda trait: 1 - known.coverage[trait.id]),
            word(N_("Here"), lambda trait: _state(known, method, trait)),
        ),
        readings=(asked("step_traits", method=method),),
    )


def _state(known: People, method: Method, trait: Trait) -> Written:
    if not known.coverage[trait.id]:
        return message(N_("needs {file}"), file=trait.file)
    return Term(STATES[state(known, method, trait.id)])


@finding(N_("Who is worth most to us?"))
def bands(context: Context, method: Method = USUAL) -> Finding:
    """Step 2: the four value bands that the weights make."""
    rows, basis = facts.band_sums(context.sources, method), Term(people(context.sources).word)
    heads, total = sum(row.customers for row in rows), sum(row.money for row in rows)
    best = share_of(sum(row.customers for row in rows[:2]) / heads)
    sentence = message(N_("Large or important: {heads} of customers"), heads=best)
    if total > 0:
        text = N_("Large or important: {heads} of customers, {share} of {basis}")
        brought = share_of(sum(row.money for row in rows[:2]) / total)
        sentence = message(text, heads=best, share=brought, basis=basis)
    return Finding(
        sentence=sentence,
        table=Table(
            rows,
            word(N_("Value band"), lambda row: Term(row.name)),
            count(N_("Customers"), "customers"),
            share(twelve_months(basis), lambda row: row.money / total if total > 0 and row.customers else None),
            money(N_("Each"), lambda row: row.money / row.customers if row.customers else None),
        ),
        note=listed(_variables(context, method), N_("{first} {second}")),
        readings=(asked("step_bands", method=method),),
    )


def _variables(context: Context, method: Method) -> list[Message]:
    """What the variables of the value bands count, and which of them the data do not hold."""
    notes = [message(N_("Contribution margin and revenue so far; loyalty: days with an order. Each counts by rank."))]
    missing = [message(VARIABLES[name]) for name in facts.missing_values(context.sources, method)]
    if missing:
        text = N_("Not in the data: {names}. Missing is not zero: the weight goes to the rest.")
        notes.append(message(text, names=listed(missing)))
    if by_what := people(context.sources).by_what:
        text = N_("Response: campaign contacts followed by an order within 30 days.")
        if by_what == "letter":
            text = N_("Response: letters followed by an order within 30 days; campaigns and members are not held.")
        notes.append(message(text))
    return notes


@finding(N_("What do its customers share?"))
def needs(context: Context, method: Method = USUAL) -> Finding:
    """Step 3: the traits that are clearly more frequent in each group, or in each value band."""
    needed = facts.needs(context.sources, method)
    rows = [(name, trait) for name, shared in needed for trait in shared[:NEEDS_SHOWN]]
    if not rows:
        raise UndefinedError(message(N_("No trait stands out.")))
    name, surest = max(rows, key=lambda row: row[1].low)
    text = N_("{name} stand out by {trait}, index {index}")
    trait = trait_value(context.sources, surest.trait, surest.value)
    return Finding(
        sentence=message(text, name=name, trait=trait, index=Amount(surest.index, Unit.COUNT)),
        table=Table(
            rows,
            word(N_("Segment"), lambda row: row[0]),
            word(N_("More frequent here"), lambda row: trait_value(context.sources, row[1].trait, row[1].value)),
            number(N_("Index"), lambda row: row[1].index, Unit.COUNT),
            number(N_("95% range"), lambda row: (row[1].low, row[1].high), Unit.COUNT),
            count(N_("Customers"), lambda row: row[1].n),
            count(N_("Of whom it is known"), lambda row: row[1].of),
        ),
        note=message(N_("Index 100: as frequent as among all. At most {n} a group, the surest first."), n=NEEDS_SHOWN),
        readings=(asked("step_needs", method=method),),
    )


@finding(N_("Are there groups in the data?"))
def agreement(context: Context, method: Method = USUAL) -> Finding:
    """Step 4: how surely groups are found again, for each number of them."""
    clusters = facts.kmeans(context.sources, method)
    text, agreed = N_("{k} groups are found again, agreement {value}"), share_of(dict(clusters.agreement)[clusters.k])
    if not clusters.stable:
        text = N_("Not stable: {k} groups agree {value}, below {least}")
    return Finding(
        sentence=message(text, k=clusters.k, value=agreed, least=share_of(STABLE)),
        table=_by_number(clusters),
        chart=chart("agreement", agreements=clusters.agreement, chosen=clusters.k, needed=STABLE),
        readings=(asked("step_kinds", method=replace(method, by=FOUND)),),
    )


@finding(N_("How many groups stand apart?"))
def apart(context: Context, method: Method = USUAL) -> Finding:
    """Step 4: the silhouette of each number of groups, and how the number is chosen."""
    clusters = facts.kmeans(context.sources, method)
    k, value = max(clusters.apart, key=lambda row: row[1])
    silhouette = Amount(value, Unit.NUMBER)
    text = N_(
        "Of the numbers found again by {least} or more, the one that stands farthest apart is taken. "
        "Silhouette: 1 is apart, 0 touching."
    )
    return Finding(
        sentence=message(N_("{k} groups stand farthest apart, silhouette {value}"), k=k, value=silhouette),
        table=_by_number(clusters),
        note=message(text, least=share_of(STABLE)),
        readings=(asked("step_kinds", method=replace(method, by=FOUND)),),
    )


def _by_number(clusters: Clusters) -> Table:
    agreed = dict(clusters.agreement)
    return Table(
        clusters.apart,
        count(N_("Groups"), lambda row: row[0]),
        share(N_("Agreement"), lambda row: agreed[row[0]]),
        number(N_("Silhouette"), lambda row: row[1], Unit.NUMBER),
    )
