"""The scorecard by place, in findings: a measure from company to team, and speed held against what it settles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from metrics.context import Context, Sources, kept
from metrics.drawing.bars import Bar
from metrics.finding import Finding, Table, chart, count, finding, number, share, word
from metrics.metric import DECLARED, asked
from metrics.ratio import PLACES, RATIOS, Part, split
from metrics.reading import UndefinedError
from metrics.scorecard.solving import FEWEST, Team, hasty, teams
from metrics.words.text import N_, Message, Term, message
from metrics.words.units import Amount, Unit

PLACE_NAMES = {"region": N_("Region"), "site": N_("Site"), "team": N_("Team")}
MOST = 24  # places drawn


def _below(where: Mapping[str, str], metric: str) -> str:
    """The next place down from ``where`` that the measure is recorded by; "" where there is none."""
    left = [place for place in RATIOS[metric].places if not where.get(place)]
    deepest = max((PLACES.index(place) for place in PLACES if where.get(place)), default=-1)
    return next((place for place in left if PLACES.index(place) > deepest), "")


@finding(N_("Where is it good, and where not?"))
def places(context: Context, metric: str = "use_of_system", region: str = "", site: str = "") -> Finding:
    """A measure at every place below one, the lowest value first; their sums add up to those of the whole."""
    held, declared = RATIOS[metric], DECLARED[metric]
    where = {"region": region, "site": site}
    by = _below(where, metric)
    if not by:
        raise UndefinedError(message(N_("{name} is recorded for the company only"), name=Term(declared.name)))
    parts = split(context.frames, held, by, where)
    known = sorted((part for part in parts if part.value is not None), key=lambda part: part.value or 0.0)
    if not known:
        raise UndefinedError(message(N_("nothing was counted in this time")))
    return Finding(
        sentence=_between(known, Term(declared.name), declared.unit),
        table=Table(
            parts,
            word(Term(PLACE_NAMES[by]).text, lambda part: _named(part)),
            number(declared.name, lambda part: part.value, declared.unit),
            number(N_("Counted above the line"), lambda part: part.over, Unit.NUMBER),
            number(N_("Counted below the line"), lambda part: part.under, Unit.NUMBER),
        ),
        chart=chart(
            "bars",
            rows=[
                Bar(message("{name}", name=_named(part)), part.value or 0.0, Amount(part.value or 0.0, declared.unit))
                for part in known[:MOST]
            ],
        ),
        readings=(asked(metric, **{name: place for name, place in where.items() if place}),),
    )


def _named(part: Part) -> str | Message:
    return part.name or message(N_("not recorded"))


def _between(known: Sequence[Part], name: Term, unit: Unit) -> Message:
    """From the lowest to the highest place."""
    low, high = known[0], known[-1]
    if len(known) == 1 or low.value == high.value:
        text = N_("{name} is {value} everywhere it is counted")
        return message(text, name=name, value=Amount(low.value or 0.0, unit))
    return message(
        N_("{name} from {low} ({lowest}) to {high} ({highest})"),
        name=name,
        low=Amount(low.value or 0.0, unit),
        lowest=_named(low),
        high=Amount(high.value or 0.0, unit),
        highest=_named(high),
    )


@kept
def _teams(sources: Sources) -> list[Team]:
    return teams(sources.frames["service_month"])


@finding(N_("Is anybody fast at the cost of settling things?"))
def fast(context: Context) -> Finding:
    """Teams in the fastest third that are in the third that settles least, over twelve months."""
    everybody = _teams(context.sources)
    if len(everybody) < FEWEST:
        text = N_("needs {n} teams with calls; there are {held}")
        raise UndefinedError(message(text, n=FEWEST, held=len(everybody)))
    found = hasty(everybody)
    return Finding(
        sentence=_hasty(found, everybody),
        table=Table(
            found or sorted(everybody, key=lambda team: team.minutes)[:5],
            word(N_("Team"), "name"),
            number(N_("Minutes a call"), "minutes", Unit.MINUTES),
            share(N_("Resolved at the first contact"), "settled"),
            count(N_("Calls"), "calls"),
        ),
        readings=("handling_time", "first_contact_resolution"),
    )


def _hasty(found: Sequence[Team], everybody: Sequence[Team]) -> Message:
    """The fastest of those who settle little, or that nobody is."""
    if not found:
        return message(N_("No team of the fastest third is in the third that settles least"))
    first = found[0]
    holes = {
        "team": first.name,
        "minutes": Amount(first.minutes, Unit.MINUTES),
        "share": Amount(first.settled, Unit.SHARE),
        "n": len(found),
    }
    if first is min(everybody, key=lambda team: team.minutes) and first is min(
        everybody, key=lambda team: team.settled
    ):
        return message(N_("{team} is the fastest ({minutes} a call) and settles least ({share})"), **holes)
    if len(found) == 1:
        return message(N_("{team} is fast ({minutes} a call) and settles little ({share})"), **holes)
    return message(N_("{n} teams are fast and settle little, first {team} ({minutes} a call, {share})"), **holes)
