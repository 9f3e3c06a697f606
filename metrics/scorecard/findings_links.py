"""The strategy map in findings: the links its owners drew, each held against the monthly series. Never called cause."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from metrics.context import Context, Sources, kept
from metrics.drawing.map import Arrow, Node
from metrics.finding import Chart, Finding, Table, chart, count, finding, number, word
from metrics.metric import DECLARED
from metrics.ratio import RATIOS, monthly
from metrics.reading import UndefinedError
from metrics.scorecard.answers import answers
from metrics.scorecard.facts import PERSPECTIVES
from metrics.scorecard.links import FEWEST, Lead, Seen, lead, seen
from metrics.words.text import N_, Message, Term, message
from metrics.words.units import Unit

SEEN_NAMES = {
    Seen.SUPPORTED: N_("● moves before"),
    Seen.NOT_VISIBLE: N_("○ not visible"),
    Seen.TOO_SHORT: N_("○ too short"),
}


@dataclass(frozen=True)
class Link:
    """One link of the map and what the series say of it."""

    earlier: str
    later: str
    why: str
    lead: Lead | None
    seen: Seen


@kept
def _lead(sources: Sources, earlier: str, later: str) -> Lead | None:
    """How one measure moves before another, month by month; None where either has no series."""
    with suppress(UndefinedError):
        one, other = (monthly(sources.frames, RATIOS[metric]) for metric in (earlier, later))
        return lead(one, other)
    return None


def _links(context: Context) -> list[Link]:
    """Every link of the map, those that the series support first."""
    drawn = answers(context.sources)["links"].value
    leads = [_lead(context.sources, row["from"], row["to"]) for row in drawn]
    order = list(Seen)
    found = [
        Link(row["from"], row["to"], row["why"], each, state)
        for row, each, state in zip(drawn, leads, seen(leads), strict=True)
    ]
    return sorted(found, key=lambda link: (order.index(link.seen), link.lead.p if link.lead else 1.0))


@finding(N_("Do the links of the strategy map show in the months?"))
def strategy_map(context: Context) -> Finding:
    """Each link with the lag at which it shows most; supported where chance would hardly make it."""
    found = _links(context)
    if not found:
        raise UndefinedError(message(N_("No link is drawn yet: say what you think moves before what")))
    return Finding(
        sentence=_shown(found),
        table=Table(
            found,
            word(N_("In the months"), lambda link: Term(SEEN_NAMES[link.seen])),
            word(N_("From"), lambda link: Term(DECLARED[link.earlier].name)),
            word(N_("To"), lambda link: Term(DECLARED[link.later].name)),
            number(N_("Months ahead"), lambda link: float(link.lead.lag) if link.lead else None, Unit.COUNT),
            number(N_("Correlation"), lambda link: round(link.lead.correlation, 2) if link.lead else None, Unit.NUMBER),
            count(N_("Months compared"), lambda link: link.lead.months if link.lead else None),
            word(N_("What its owner believes"), lambda link: link.why or None),
        ),
        chart=_map(found),
        note=message(
            N_(
                "Both series whitened, lags of 1 to 6 months, false discoveries held to 10%; {n} months are needed. "
                "That one moves before another is no proof that it is the cause."
            ),
            n=FEWEST,
        ),
    )


def _map(found: Sequence[Link]) -> Chart:
    """The links between their measures, finance at the top."""
    rows = list(PERSPECTIVES)
    ids = dict.fromkeys(id for link in found for id in (link.earlier, link.later))
    return chart(
        "strategy_map",
        rows=[Term(PERSPECTIVES[id][0]) for id in rows],
        nodes=[Node(id, Term(DECLARED[id].name), rows.index(DECLARED[id].perspective or rows[-1])) for id in ids],
        arrows=[
            Arrow(link.earlier, link.later, Term(SEEN_NAMES[link.seen]), link.seen is Seen.SUPPORTED) for link in found
        ],
    )


def _shown(found: Sequence[Link]) -> Message:
    """How many links show, and the strongest of them."""
    shown = [link for link in found if link.seen is Seen.SUPPORTED and link.lead is not None]
    if not shown:
        if all(link.seen is Seen.TOO_SHORT for link in found):
            return message(N_("The months are too few to say whether any link of the map shows"))
        return message(N_("None of the {n} links of the map shows in the months"), n=len(found))
    first = shown[0]
    assert first.lead is not None
    holes = {
        "n": len(found),
        "shown": len(shown),
        "earlier": Term(DECLARED[first.earlier].name),
        "later": Term(DECLARED[first.later].name),
        "months": first.lead.lag,
    }
    against = N_("{shown} of {n} links shows: {earlier} moves {months} months before {later}, against it")
    along = N_("{shown} of {n} links shows: {earlier} moves {months} months before {later}, along with it")
    if len(shown) > 1:
        against = N_("{shown} of {n} links show, first: {earlier} moves {months} months before {later}, against it")
        along = N_("{shown} of {n} links show, first: {earlier} moves {months} months before {later}, along with it")
    return message(against if first.lead.correlation < 0 else along, **holes)
