"""Customer value at size: how many times faster than lifetimes, and how many times a plain GROUP BY.

Made-up customers, drawn here from a fixed seed. Ratios come from one run, so a slow machine changes them little.
"""

from __future__ import annotations

import contextlib
import io
import resource
import time
import warnings
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data.ordersummary import Summary, summarise
from metrics.lifetime import gamma_gamma, models
from metrics.lifetime.beta_geometric import bg_nbd
from metrics.lifetime.fitting import Fit
from metrics.lifetime.summary import Rows, histories, order_log, unique_rows
from metrics.lifetime.value import YEAR, discounted_orders

CUSTOMERS = 1_000_000
WEEKLY = {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}  # CDNOW, Fader, Hardie & Lee (2005)
MONTH = 30.0


def best(work: Callable[[], Any], times: int = 3) -> tuple[float, Any]:
    """The shortest of some runs in seconds, and what the last one gave."""
    shortest, found = float("inf"), None
    for _ in range(times):
        began = time.perf_counter()
        found = work()
        shortest = min(shortest, time.perf_counter() - began)
    return shortest, found


def purchases(n: int, days: int, joined: int, rate: Any, leave: Any) -> tuple[Any, Any]:
    """Who bought on which day: customers join in the first ``joined`` days, buy at their rate, may leave after each."""
    draw = np.random.default_rng(11)
    per_day, quits = rate(draw, n), leave(draw, n)
    who, when = [np.arange(n)], [draw.integers(0, joined, n).astype(float)]
    here, now = who[0], when[0].copy()
    while here.size:
        now = now + draw.exponential(1 / np.maximum(per_day[here], 1e-9))
        bought = now < days
        here, now = here[bought], now[bought]
        who.append(here)
        when.append(now.copy())
        stays = draw.random(here.size) >= quits[here]
        here, now = here[stays], now[stays]
    return np.concatenate(who), np.concatenate(when).astype(np.int64)


def like_cdnow() -> tuple[Any, Any, Any]:
    """Frequency, recency and age in days of a million customers drawn from BG/NBD."""
    who, when = purchases(
        CUSTOMERS,
        273,
        84,
        lambda draw, n: draw.gamma(WEEKLY["r"], 1 / WEEKLY["alpha"], n) / 7,
        lambda draw, n: draw.beta(WEEKLY["a"], WEEKLY["b"], n),
    )
    log = order_log(who, when, None, np.arange(CUSTOMERS).astype(object), date(2025, 1, 1))
    known = histories(log, 272)
    return known.frequency, known.recency, known.age


def quiet(work: Callable[[], Any]) -> Any:
    """``work`` without what it prints or warns of."""
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return work()


def fits(x: Any, t_x: Any, T: Any) -> tuple[Rows, Fit, Any]:
    """Print the ratios of fitting."""
    import lifetimes

    ours, (rows, fitted) = best(lambda: (lambda rows: (rows, bg_nbd.fit(rows)))(unique_rows(x, t_x, T)))
    weighted, _ = best(
        lambda: quiet(lambda: lifetimes.BetaGeoFitter().fit(rows.frequency, rows.recency, rows.age, rows.count)), 2
    )
    each, theirs = best(lambda: quiet(lambda: lifetimes.BetaGeoFitter().fit(x, t_x, T)), 1)
    apart = max(abs(theirs.params_[name] / value - 1) for name, value in fitted.params.items())
    print(f"fit of {len(x):,} customers ({rows.count.size:,} different): {ours:.2f} s, grouping included")
    print(f"  lifetimes {each:.1f} s a customer at a time ({each / ours:.0f}x, wanted 40x)")
    print(
        f"  lifetimes {weighted:.2f} s with weights ({weighted / ours:.1f}x, wanted 5x); parameters apart {apart:.0e}"
    )
    return rows, fitted, theirs


def scoring(rows: Rows, fitted: Fit, theirs: Any, x: Any, t_x: Any, T: Any) -> None:
    """Print the ratio of scoring with a discounted value: twelve monthly steps, as lifetimes takes them."""

    def ours() -> Any:
        orders = discounted_orders(lambda days: bg_nbd.expected_orders(rows, fitted, days), 12 * MONTH, 0.1, MONTH)
        return bg_nbd.p_alive(rows, fitted)[rows.inverse], (orders * 20.0)[rows.inverse]

    def theirs_scored() -> Any:
        alive = theirs.conditional_probability_alive(x, t_x, T)
        spends, spend = lifetimes_spends(), np.full(len(x), 20.0)
        return alive, spends.customer_lifetime_value(theirs, *map(pd.Series, (x, t_x, T, spend)), 12, 0.008, "D")

    mine, _ = best(ours)
    other, _ = best(lambda: quiet(theirs_scored), 1)
    print(f"P(alive) and value of {len(x):,} customers: {mine:.2f} s; lifetimes {other:.1f} s")
    print(f"  {other / mine:.0f}x, wanted 100x")


def lifetimes_spends() -> Any:
    """lifetimes' spending model with fixed parameters: only its value function is timed."""
    import lifetimes

    spends = lifetimes.GammaGammaFitter()
    spends.params_ = pd.Series({"p": 6.25, "q": 3.74, "v": 15.44})
    return spends


def write_log(file: Path) -> int:
    """An order log of about ten million rows, sorted by customer and day; the number of rows."""
    draw = np.random.default_rng(12)
    who, when = purchases(CUSTOMERS, 546, 180, lambda d, n: d.gamma(0.8, 0.045, n), lambda d, n: d.beta(0.8, 8.0, n))
    order = np.lexsort((when, who))
    who, when = who[order], when[order]
    mean = 20 * draw.gamma(3.0, 1 / 3, CUSTOMERS)
    amount = np.round(mean[who] * draw.gamma(4.0, 0.25, who.size), 2)
    day = (np.datetime64("2025-01-01") + when).astype("datetime64[D]")
    pq.write_table(pa.table({"customer": who, "day": day, "amount": amount}), file, compression="zstd")
    return int(who.size)


def value_list(file: Path) -> Any:
    """From the orders to one value a customer by BG/NBD and Gamma-Gamma."""
    known: Summary = summarise(file, "customer", "day", "amount")
    rows = unique_rows(known.frequency, known.recency, known.age)
    spend = known.repeat_spend / np.maximum(known.frequency, 1)
    fitted, spending = bg_nbd.fit(rows), gamma_gamma.fit(known.frequency, spend)
    orders = discounted_orders(lambda days: bg_nbd.expected_orders(rows, fitted, days), 2 * YEAR, 0.1)
    return known.ids, orders[rows.inverse] * gamma_gamma.expected_spend(known.frequency, spend, spending)


def plain(file: Path) -> Any:
    """One GROUP BY over the same rows."""
    with contextlib.closing(duckdb.connect()) as connection:
        connection.execute("set threads = 2")
        return connection.execute(
            "select customer, count(*), min(day), max(day), sum(amount) from read_parquet(?) group by customer",
            [str(file)],
        ).fetchnumpy()


def from_orders() -> None:
    """Print the ratio from orders to value list, and the memory."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "orders.parquet"
        rows = write_log(file)
        group_by, _ = best(lambda: plain(file))
        ours, _ = best(lambda: value_list(file))
    print(f"{rows:,} orders to values of {CUSTOMERS:,} customers: {ours:.2f} s; one GROUP BY {group_by:.2f} s")
    print(f"  {ours / group_by:.1f}x, wanted at most 4x")


def champion_at_size() -> None:
    """Print how long the corrected grid takes for a million customers."""
    who, when = purchases(CUSTOMERS, 546, 180, lambda d, n: d.gamma(0.8, 0.045, n), lambda d, n: d.beta(0.8, 8.0, n))
    log = order_log(who, when, np.full(who.size, 20.0), np.arange(CUSTOMERS).astype(object), date(2025, 1, 1))
    del who, when
    busy = time.process_time()
    took, _ = best(lambda: models.predict(models.GRID, log, 545, [365.0]), 1)
    busy = time.process_time() - busy
    print(f"corrected grid, {CUSTOMERS:,} customers, {log.day.size:,} days with orders: {took:.1f} s, wanted 7 s")
    print(f"  {busy:.1f} s of them on the processor")


def main() -> None:
    """Run all of it; about two minutes."""
    from_orders()
    print(f"  peak memory so far {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB, wanted below 2 GB")
    x, t_x, T = like_cdnow()
    scoring(*fits(x, t_x, T), x, t_x, T)
    champion_at_size()


if __name__ == "__main__":
    main()
