"""What earlier forecasts got wrong: made on days whose future is known by now, and compared with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from metrics.lifetime import measures, regression
from metrics.lifetime.grid import Outlook
from metrics.lifetime.past import any_order, context, outlooks, raw_features, run_rate_level, value_variance
from metrics.lifetime.ranges import Miss, miss
from metrics.lifetime.regression import Correction
from metrics.lifetime.summary import Floats, Future, OrderLog, future

Season = Callable[[OrderLog, int, float], float]  # the factor of last year's season on orders within some days
ORIGINS = 3  # earlier days the corrections are learnt from
EARLIEST = 0.2  # share of the history the first of them needs
RIDGE, VALUE_RIDGE, PLATT_RIDGE = 20.0, 50.0, 300.0
WILDEST = 10.0  # dispersion
AWAY = 0.02  # of the logarithm of a sum: by less a factor does no harm
HARM = 0.005  # Gini a correction may lose on one day, if it helps on the others
PLAIN = np.array([0.0, 1.0])  # of Platt: changes nothing


@dataclass(frozen=True)
class Learnt:
    """What the earlier days taught, and by how much forecasts made on them missed."""

    orders: Correction
    value: Correction
    platt: Floats
    order_errors: tuple[Miss, ...]
    value_errors: tuple[Miss, ...]
    dispersion: float  # variance of one customer's orders over what the grid says, 1 or more: purchases in bursts
    inner: float  # days ahead at which it was learnt: features are read at this length
    use_season: bool = True  # whether last year's season brought forecasts of the sum nearer on those days


def _origins(until: int, first: int, horizon: float) -> tuple[int, list[int]]:
    """The inner horizon and the earlier days forecasts are made on, latest first."""
    length = until - first
    inner = int(min(horizon, length // 4))
    days = [until - (i + 1) * inner for i in range(ORIGINS)] if inner >= 7 else []
    return inner, [day for day in days if day - first >= EARLIEST * length]


def _learnt(log: OrderLog, until: int, horizon: float, season: Season) -> Learnt:
    """Fit and forecast on the earlier days, and learn from what then happened.

    A correction and the season are kept only where they help on days they were not learnt from.
    """
    first = int(log.day.min()) if log.day.size else until
    inner, days = _origins(until, first, horizon)
    nothing = Learnt(regression.none(3), regression.none(3), PLAIN, (), (), 1.0, float(max(inner, 1)))
    pasts = [context(log, day) for day in days]
    pasts = [past for past in pasts if past.known.frequency.sum() > 0]
    if not pasts:
        return nothing
    views = [outlooks(past, [inner])[0] for past in pasts]
    facts = [future(log, past.known, past.until, inner) for past in pasts]
    raw = [raw_features(past, view.orders) for past, view in zip(pasts, views, strict=True)]
    by_orders = _correction([Lesson(v.orders, f.orders, r) for v, f, r in zip(views, facts, raw, strict=True)], RIDGE)
    moved = [by_orders.apply(view.orders, row) for view, row in zip(views, raw, strict=True)]
    # of those who earned: a loss does not become a gain, and sums of both have no logarithm
    earns = [past.spend > 0 for past in pasts]
    worth = [(orders * past.spend)[e] for orders, past, e in zip(moved, pasts, earns, strict=True)]
    money = [np.maximum(fact.gross[e], 0.0) for fact, e in zip(facts, earns, strict=True)]
    paid = [Lesson(w, m, r[e]) for w, m, r, e in zip(worth, money, raw, earns, strict=True)]
    by_value = _correction(paid, VALUE_RIDGE)
    chance = [any_order(view, orders) for view, orders in zip(views, moved, strict=True)]
    came_at_all = np.concatenate([(fact.orders > 0).astype(float) for fact in facts])
    platt = regression.platt(np.concatenate(chance), came_at_all, PLATT_RIDGE)
    levels = [
        run_rate_level(log, past.until, float(view.orders.mean()), inner)
        for past, view in zip(pasts, views, strict=True)
    ]
    plain = [float(view.orders.sum()) for view in views]
    came = [float(fact.orders.sum()) for fact in facts]
    seasons = [season(log, past.until, inner) for past in pasts]
    use_season = _stays(came, [p * lv for p, lv in zip(plain, levels, strict=True)], seasons)
    seasons = seasons if use_season else [1.0] * len(seasons)
    factors = [level * part for level, part in zip(levels, seasons, strict=True)]
    order_errors = [
        miss(happened, factor * expected, view.variance.sum())
        for happened, factor, expected, view in zip(came, factors, plain, views, strict=True)
    ]
    value_errors = [
        miss(m.sum(), factor * w.sum(), value_variance(view.orders, view.variance, past)[e].sum())
        for m, factor, w, view, past, e in zip(money, factors, worth, views, pasts, earns, strict=True)
        if e.any()
    ]
    return Learnt(
        orders=by_orders,
        value=by_value,
        platt=platt,
        order_errors=tuple(order_errors),
        value_errors=tuple(value_errors),
        dispersion=_dispersion(facts, moved, views),
        inner=float(inner),
        use_season=use_season,
    )


def _dispersion(facts: Sequence[Future], moved: Sequence[Floats], views: Sequence[Outlook]) -> float:
    """How much wider single customers' orders spread than the grid says, on the whole; 1 where they do not."""
    squares = said = 0.0
    for fact, orders, view in zip(facts, moved, views, strict=True):
        scale = float(fact.orders.sum()) / max(float(orders.sum()), 1e-9)
        squares += float(((fact.orders - orders * scale) ** 2).sum())
        said += float(view.variance.sum()) * scale
    return float(np.clip(squares / max(said, 1e-9), 1.0, WILDEST))


def learnt_for(log: OrderLog, until: int, horizons: Sequence[float], season: Season) -> dict[float, Learnt]:
    """What was learnt at the length of each horizon, or at the nearest the history allows."""
    first = int(log.day.min()) if log.day.size else until
    found: dict[int, Learnt] = {}
    for horizon in horizons:
        inner = _origins(until, first, horizon)[0]
        if inner not in found:
            found[inner] = _learnt(log, until, horizon, season)
    return {horizon: found[_origins(until, first, horizon)[0]] for horizon in horizons}


@dataclass(frozen=True)
class Lesson:
    """One earlier day: what was expected of each customer, what happened, and the features."""

    expected: Floats
    happened: Floats
    raw: Floats

    def half(self, which: int) -> Lesson:
        """Every other customer."""
        return Lesson(self.expected[which::2], self.happened[which::2], self.raw[which::2])

    def gini(self, expected: Floats) -> float:
        """How well ``expected`` ranks what happened; 0 where nothing did."""
        return measures.gini(expected, self.happened) or 0.0


def _correction(lessons: Sequence[Lesson], ridge: float) -> Correction:
    """Learnt from all ``lessons``, the latest first; none where it does not rank better on days not learnt from."""
    lessons = [lesson for lesson in lessons if lesson.expected.size > 1]
    if not lessons:
        return regression.none(3)
    gains = [
        test.gini(_learn(known, ridge).apply(test.expected, test.raw)) - test.gini(test.expected)
        for test, known in _trials(lessons)
    ]
    helps = float(np.mean(gains)) > 0 and min(gains) > -HARM
    return _learn(lessons, ridge) if helps else regression.none(3)


def _trials(lessons: Sequence[Lesson]) -> list[tuple[Lesson, Sequence[Lesson]]]:
    """(day to be judged on, what is learnt from): older days; of a single day, one half of the customers each."""
    if len(lessons) > 1:
        return [(lessons[place], lessons[place + 1 :]) for place in range(len(lessons) - 1)]
    return [(lessons[0].half(which), [lessons[0].half(1 - which)]) for which in range(2)]


def _learn(lessons: Sequence[Lesson], ridge: float) -> Correction:
    which = np.repeat(np.arange(len(lessons)), [lesson.expected.size for lesson in lessons])
    expected, happened = (
        np.concatenate([getattr(lesson, name) for lesson in lessons]) for name in ("expected", "happened")
    )
    return regression.learn(expected, happened, np.vstack([lesson.raw for lesson in lessons]), which, ridge)


def _stays(happened: Sequence[float], expected: Sequence[float], factors: Sequence[float]) -> bool:
    """Whether ``factors`` may stay: tried on two days or more, they did not move the sums away from what happened."""
    tried = [place for place, factor in enumerate(factors) if factor != 1.0]
    if len(tried) < 2:
        return True
    missed = np.array([np.log((expected[place] + 1) / (happened[place] + 1)) for place in tried])
    after = missed + np.log([factors[place] for place in tried])
    return float(np.abs(after).mean()) <= float(np.abs(missed).mean()) + AWAY
