"""The forecast against the best classic model, with hindsight, on two real logs and six worlds whose rules are known.

Every split is strict: the champion is chosen on the days before it. What is wanted was written down before any forecast
was fitted; a figure that is missed is printed and ends the run as missed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bench._worlds import FAILS, worlds
from bench.accuracy import logs
from metrics.lifetime import backtest, champion, models
from metrics.lifetime.backtest import Judged
from metrics.lifetime.summary import OrderLog
from metrics.reading import UndefinedError

SHARES = (0.4, 0.5, 0.6, 0.7)  # of the log that is known
AHEAD = (0.1, 0.2, 0.3)  # of the log, beyond that
MEAN, WORST, BETTER, SUM = -0.003, -0.02, 0.05, 0.02
TOTALS, TENTHS = (0.85, 0.97), (0.82, 0.98)


@dataclass(frozen=True)
class Cut:
    """One split: Gini of the champion and of the best classic, errors of their sums; what lay in its range."""

    gini: float
    best_gini: float
    sum_error: float
    classic_sums: tuple[float, ...]  # of each classic model
    totals: tuple[bool, ...]
    tenths: tuple[bool, ...]


def splits(log: OrderLog) -> Iterator[tuple[int, int]]:
    """(last day known, days ahead) within the log."""
    first, length = int(log.day.min()), log.last_day - int(log.day.min())
    for share in SHARES:
        for ahead in AHEAD:
            if share + ahead <= 1:
                yield first + round(share * length), round(ahead * length)


def cut(log: OrderLog, day: int, ahead: int) -> Cut | None:
    """One split; None where nobody had bought twice, or a model says nothing."""
    try:
        chosen = champion.choose(log, day, ahead).champion
        judged = backtest.backtest(log, day, ahead, tuple({chosen, *models.CLASSIC})).judged
    except UndefinedError:
        return None
    mine, classic = judged[chosen], [judged[name] for name in models.CLASSIC if name in judged]
    ginis = [one.orders.gini for one in classic if one.orders.gini is not None]
    sums = [float("nan") if (off := one.orders.aggregate_error) is None else abs(off) for one in classic]
    if mine.orders.gini is None or mine.orders.aggregate_error is None or not ginis:
        return None
    return Cut(mine.orders.gini, max(ginis), abs(mine.orders.aggregate_error), tuple(sums), *_inside(mine))


def _inside(judged: Judged) -> tuple[tuple[bool, ...], tuple[bool, ...]]:
    scores = [score for score in (judged.orders, judged.value) if score is not None]
    every = [tenths for tenths in (judged.order_tenths, judged.value_tenths) if tenths is not None]
    flat = [bool(hit) for tenths in every for hit in (tenths.low <= tenths.happened) & (tenths.happened <= tenths.high)]
    return tuple(bool(score.low <= score.actual <= score.high) for score in scores), tuple(flat)


def missed(name: str, cuts: list[Cut]) -> list[str]:
    """What of the wanted figures one log did not reach."""
    apart = [each.gini - each.best_gini for each in cuts]
    ours = float(np.mean([each.sum_error for each in cuts]))
    theirs = float(np.nanmin(np.nanmean([each.classic_sums for each in cuts], axis=0)))  # one model for the whole log
    inside = float(np.mean([hit for each in cuts for hit in each.tenths]))
    print(
        f"{name:<14}{len(cuts):>5}{np.mean(apart):>+10.4f}{min(apart):>+10.4f}{ours:>9.3f}{theirs:>9.3f}"
        f"{np.mean([hit for each in cuts for hit in each.totals]):>9.2f}{inside:>9.2f}",
        flush=True,
    )
    least = BETTER if name in FAILS else MEAN
    found = [f"Gini {np.mean(apart):+.4f} against {least:+}"] if np.mean(apart) < least else []
    found += [f"worst Gini {min(apart):+.4f}"] if min(apart) < WORST else []
    found += [f"sum {ours:.3f} against {theirs:.3f}"] if ours > theirs + SUM else []
    found += [f"tenths inside {inside:.2f}"] if not TENTHS[0] <= inside <= TENTHS[1] else []
    return [f"{name}: {what}" for what in found]


def main() -> None:
    """Print a line a log; SystemExit when a wanted figure is not reached."""
    heads = ("cuts", "Gini", "worst", "sum", "classic", "totals", "tenths")
    print(f"{'log':<14}{heads[0]:>5}" + "".join(f"{head:>{10 if head in heads[1:3] else 9}}" for head in heads[1:]))
    short: list[str] = []
    held: list[bool] = []
    for name, log in (*logs(), *worlds().items()):
        cuts = [found for day, ahead in splits(log) if (found := cut(log, day, ahead)) is not None]
        if cuts:
            short += missed(name, cuts)
            held += [hit for each in cuts for hit in each.totals]
    share = float(np.mean(held))
    print(f"totals inside their 90 % range, {len(held)} of all logs: {share:.3f}, wanted {TOTALS[0]} to {TOTALS[1]}")
    if not TOTALS[0] <= share <= TOTALS[1]:
        short.append(f"totals inside {share:.3f}")
    if short:
        raise SystemExit("; ".join(short))


if __name__ == "__main__":
    main()
