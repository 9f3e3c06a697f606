"""Whether the forecast of customers can be believed."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

from metrics.context import Context
from metrics.customers import model_card
from metrics.customers.model_card import MODELS, Card, Rival
from metrics.finding import Finding, Table, chart, count, finding, number, share, word
from metrics.reading import UndefinedError
from metrics.words.text import N_, Message, Term, message
from metrics.words.units import Amount, Unit


@finding(N_("Can we believe the model?"), "back_test")
def back_test(context: Context) -> Finding:
    """Orders a week: what came, and what the model expected of weeks it had not seen."""
    card = model_card.card(context.sources)
    weeks = card.weeks
    if card.error is None or weeks is None:
        raise UndefinedError(message(N_("No forecast has been checked yet")))
    ranges = zip(weeks.low, weeks.high, strict=True)
    held_out = range(weeks.fitted + 1, len(weeks.actual) + 1)
    rows = zip(held_out, weeks.model, ranges, weeks.actual[weeks.fitted :], strict=True)
    columns = N_("Model"), N_("Range"), N_("Actual")
    return Finding(
        sentence=_off(card.error, len(weeks.model)),
        table=Table(
            rows,
            count(N_("Week"), itemgetter(0)),
            *(number(name, itemgetter(place), Unit.ORDERS) for place, name in enumerate(columns, 1)),
        ),
        chart=chart(
            "backtest",
            actual=weeks.actual,
            model=weeks.model,
            fitted=weeks.fitted,
            low=weeks.low,
            high=weeks.high,
            misses=() if weeks.worst is None else (weeks.worst,),
        ),
        note=card.moved,
    )


def _off(error: float, weeks: int) -> Message:
    """How far the latest back-test was off, and over how many weeks."""
    if abs(error) < 0.005:
        return message(N_("Back-test: right within 0.5% over {n} held-out weeks"), n=weeks)
    high = N_("Back-test: {off} too high over {n} held-out weeks")
    low = N_("Back-test: {off} too low over {n} held-out weeks")
    return message(high if error > 0 else low, off=Amount(abs(error), Unit.SHARE), n=weeks)


@finding(N_("Is another model better?"), "back_test")
def rivals(context: Context) -> Finding:
    """Every model on all back-tests, the best first."""
    card = model_card.card(context.sources)
    return Finding(
        sentence=_better_than_a_guess(card),
        table=Table(
            card.rivals,
            word(N_("Model"), lambda row: Term(MODELS[row.id])),
            word(N_("Champion"), lambda row: row.id == card.champion),
            share(N_("Total off by"), "total_off"),
            number(N_("One customer, orders"), "one_off", Unit.NUMBER),
            number(N_("Ranking"), "ranking", Unit.NUMBER),
        ),
        note=message(N_("Ranking is a Gini: 1 ranks customers as hindsight would, 0 as chance.")),
    )


def _better_than_a_guess(card: Card) -> Message:
    """What the champion is better than: the best guess without a model."""
    champion = next((rival for rival in card.rivals if rival.id == card.champion), None)
    naive = [rival for rival in card.rivals if _naive(rival) and rival is not champion]
    if champion is None or not naive:
        raise UndefinedError(message(N_("No other model has been tried")))
    guess = min(naive, key=lambda rival: rival.loss)
    if champion.ranking is None or guess.ranking is None or _naive(champion):
        return message(N_("Best of {n} models: {name}"), n=len(card.rivals), name=Term(MODELS[champion.id]))
    if champion.ranking <= guess.ranking:
        return message(N_("Ranks customers no better than a guess"))
    return message(
        N_("Ranks customers better than a guess: {ours} against {theirs}"),
        ours=Amount(champion.ranking, Unit.NUMBER),
        theirs=Amount(guess.ranking, Unit.NUMBER),
    )


def _naive(rival: Rival) -> bool:
    return rival.id.startswith("naive")


@finding(N_("Does the chance of another order hold?"), "back_test")
def calibration(context: Context) -> Finding:
    """What was said to groups of customers, and what came."""
    card = model_card.card(context.sources)
    if card.calibration_error is None:
        raise UndefinedError(message(N_("No probability has been checked yet")))
    off = Amount(card.calibration_error, Unit.POINTS)
    return Finding(
        sentence=message(N_("Predicted and actual orders differ by {off} on average"), off=off),
        table=Table(
            card.calibration,
            count(N_("Customers"), "customers"),
            share(N_("Predicted"), "said"),
            share(N_("Came"), "came"),
        ),
        chart=chart("calibration", groups=[tuple(group) for group in card.calibration]),
    )


@finding(N_("Does an independent library find the same?"), "back_test")
def second_opinion(context: Context) -> Finding:
    """Parameters of the fit by the library lifetimes beside ours, and the largest difference."""
    card = model_card.card(context.sources)
    if not card.opinions:
        raise UndefinedError(message(N_("The cross-check (lifetimes library) could not run")))
    rows = [
        (opinion, name)
        for opinion in card.opinions
        for name in [name for name, value in opinion.ours.items() if value is not None] or [""]
    ]
    return Finding(
        sentence=_differs([opinion.difference for opinion in card.opinions if opinion.difference is not None]),
        table=Table(
            rows,
            word(N_("Model"), lambda row: Term(MODELS[row[0].id])),
            word(N_("Parameter"), lambda row: row[1] or None),
            number(N_("Ours, days"), lambda row: row[0].ours.get(row[1]), Unit.NUMBER),
            number("lifetimes", lambda row: row[0].theirs.get(row[1]), Unit.NUMBER),
            share(N_("Apart"), lambda row: row[0].difference),
            word(N_("Why not"), lambda row: Term(row[0].trouble) if row[0].trouble else None),
        ),
        note=message(N_("The same histories fitted by the library lifetimes; times in days.")),
    )


def _differs(differences: Sequence[float]) -> Message:
    """Whether lifetimes finds the same parameters on the same rows."""
    if not differences:
        return message(N_("The cross-check (lifetimes library) could not run"))
    if max(differences) < 1e-3:
        return message(N_("The cross-check (lifetimes library) finds the same parameters"))
    return message(
        N_("The cross-check (lifetimes library) differs by up to {far}"), far=Amount(max(differences), Unit.SHARE)
    )
