"""Suppliers in findings: rent or buy, and who fits best?"""

from __future__ import annotations

from metrics.context import Context
from metrics.finding import Finding, Table, chart, finding, money, number, word
from metrics.reading import UndefinedError
from metrics.roadmap import suppliers
from metrics.roadmap.suppliers import Candidate
from metrics.roadmap.vendors import BUY, RENT
from metrics.words.text import N_, Message, Term, listed, message
from metrics.words.units import Amount, Unit
from metrics.words.units import money as amount

WAYS = {RENT: N_("rented"), BUY: N_("bought")}


@finding(N_("Rent or buy?"), "rent_or_buy")
def rent_or_buy(context: Context) -> Finding:
    """What the best rented and the best bought offer cost, month by month."""
    try:
        pair = suppliers.rent_and_buy(context)
    except UndefinedError as error:
        text = N_("Renting and buying cannot be compared: {reason}")
        raise UndefinedError(message(text, reason=error.reason)) from None
    rent, buy = (candidate.paid(context.scenario.months) for candidate in pair)
    names = tuple(
        message("{name}, {way}", name=candidate.offer.name, way=Term(WAYS[candidate.offer.way])) for candidate in pair
    )
    return Finding(
        sentence=_cheaper(*pair),
        table=Table(
            range(0, len(rent), 12),
            word(N_("Month"), str),
            money(names[0], lambda month: rent[month]),
            money(names[1], lambda month: buy[month]),
        ),
        chart=chart("rent_or_buy", rent=rent, buy=buy, names=names, meet=context.read("rent_or_buy").value),
    )


def _cheaper(rent: Candidate, buy: Candidate) -> Message:
    """Whether renting or buying costs less over the horizon."""
    if rent.cost == buy.cost:
        text = N_("Renting {name} and buying {other} cost the same")
        return message(text, name=rent.offer.name, other=buy.offer.name)
    cheap, dear = sorted((rent, buy), key=lambda candidate: candidate.cost)
    text = N_("Renting {name} costs {money} less than buying {other}")
    if cheap is buy:
        text = N_("Buying {name} costs {money} less than renting {other}")
    return message(text, name=cheap.offer.name, money=amount(dear.cost - cheap.cost), other=dear.offer.name)


@finding(N_("Who fits best?"))
def scores(context: Context) -> Finding:
    """Every offer by its weighted score, with what it costs."""
    offered = suppliers.candidates(context)
    return Finding(
        sentence=_best(suppliers.scored(offered)),
        table=Table(
            offered,
            word(N_("Supplier"), lambda row: row.offer.name),
            word(N_("Way"), lambda row: Term(WAYS[row.offer.way])),
            number(N_("Weighted score"), "score", Unit.NUMBER),
            money(N_("Cost, present value"), "cost"),
        ),
    )


def _best(scored: dict[str, float]) -> Message:
    """Who scores highest."""
    if not scored:
        return message(N_("No offer has a score yet"))
    highest = Amount(max(scored.values()), Unit.NUMBER)
    best = [name for name, score in scored.items() if score == highest.value]
    if len(best) > 1:
        return message(N_("{names} score highest: {score} of 5"), names=listed(best), score=highest)
    return message(N_("{name} scores highest: {score} of 5"), name=best[0], score=highest)
