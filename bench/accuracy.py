"""How well customers are forecast on days nobody had seen: every model, on CDNOW and, where at hand, Online Retail.

The splits are fixed: fitted on the days up to the first number, judged on as many days after as the second says.
Nothing is chosen by them here; the ranges are pooled over origins that roll through the whole log as well. The company,
whose truth is recorded, is in bench/company.py.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from data.examples import cdnow
from metrics.lifetime import backtest, models
from metrics.lifetime.backtest import Backtest, Judged
from metrics.lifetime.silence import levelled
from metrics.lifetime.summary import OrderLog, order_log

SHARED = Path(os.environ.get("PAYBACK_SHARED", Path(__file__).resolve().parent.parent.parent / "shared"))
SPLITS = {
    "CDNOW": (
        (181, 91),
        (181, 182),
        (181, 273),
        (181, 364),
        (223, 91),
        (223, 182),
        (223, 273),
        (272, 91),
        (272, 182),
        (272, 273),
        (314, 91),
        (314, 231),
    ),
    "Online Retail": ((190, 182), (190, 120), (190, 90), (252, 120), (252, 60), (282, 90), (282, 45)),
}
SHOWN = {"CDNOW": (272, 273), "Online Retail": (190, 182)}
# (least Gini of orders, largest MAE of the point, largest error of the sum, least Gini of value, largest MAE of value)
WANTED = {"CDNOW": (0.675, 0.78, 0.08, 0.71, None), "Online Retail": (0.69, 1.42, None, 0.84, 816.0)}
AHEAD = (30, 60, 91, 182, 273)
STEP, FIRST = 35, 150
CALIBRATED = 0.03  # largest mean calibration error where the horizon is at most half the history
INSIDE = (0.85, 0.97)  # share of tenths whose truth should lie in its 90 % range, over rolling origins


def log_of(table: pd.DataFrame) -> OrderLog:
    """The log of a table with customer, date and amount."""
    codes, ids = pd.factorize(table["customer"].astype(str))
    start = table["date"].min().normalize()
    day = (table["date"].dt.normalize() - start).dt.days.to_numpy()
    begin: date = start.date()
    return order_log(codes, day, table["amount"].to_numpy(), np.asarray(ids, dtype=object), begin)


def online_retail(file: Path) -> pd.DataFrame:
    """Online Retail without cancelled invoices, and without its last day, which was cut short."""
    table = pd.read_parquet(file)
    table = table[table["CustomerID"].notna() & ~table["InvoiceNo"].str.startswith("C") & (table["Quantity"] > 0)]
    table = table[table["InvoiceDate"] < "2011-12-09"]
    amount = table["Quantity"] * table["UnitPrice"]
    return pd.DataFrame({"customer": table["CustomerID"].astype(int), "date": table["InvoiceDate"], "amount": amount})


def logs() -> Iterator[tuple[str, OrderLog]]:
    """The order logs at hand."""
    yield "CDNOW", log_of(cdnow().rename(columns={"customer_id": "customer"}))
    file = SHARED / "data" / "online_retail" / "online_retail.parquet"
    if file.is_file():
        yield "Online Retail", log_of(online_retail(file))
    else:
        print("Online Retail is not at hand")


def line(test: Backtest, judged: Judged) -> str:
    """One model on one split."""
    orders, value = judged.orders, judged.value
    shown = [f"({test.until}, {test.horizon})", judged.model, f"{orders.mae_mean:.3f}", f"{orders.mae_point:.3f}"]
    shown += [_share(orders.gini, ".3f"), _share(orders.aggregate_error, "+.1%")]
    shown += (
        ["-"] * 4
        if value is None
        else [
            f"{value.mae_mean:.1f}",
            f"{value.mae_point:.1f}",
            _share(value.gini, ".3f"),
            _share(value.aggregate_error, "+.1%"),
        ]
    )
    shown += [_share(judged.ece, ".3f"), _share(judged.brier, ".3f")]
    return f"{shown[0]:<12}{shown[1]:<14}" + "".join(f"{cell:>9}" for cell in shown[2:])


def _share(value: float | None, form: str) -> str:
    return "-" if value is None else format(value, form)


HEAD = f"{'split':<12}{'model':<14}" + "".join(
    f"{name:>9}" for name in ("MAE", "point", "Gini", "sum", "v MAE", "v point", "v Gini", "v sum", "ECE", "Brier")
)


def covered(tests: list[Backtest]) -> str:
    """How many truths lay in their 90 % range, and how wide the ranges were, over the forecast."""
    grids = [test.judged[models.GRID] for test in tests]
    parts = []
    for name in ("orders", "value"):
        totals = [score for judged in grids if (score := getattr(judged, name)) is not None]
        tenths = [t for judged in grids if (t := judged.order_tenths if name == "orders" else judged.value_tenths)]
        hit = np.mean([score.low <= score.actual <= score.high for score in totals])
        width = np.mean([(score.high - score.low) / score.expected for score in totals])
        inside = np.mean([((t.low <= t.happened) & (t.happened <= t.high)).mean() for t in tenths])
        wide = np.mean([((t.high - t.low) / np.maximum(t.expected, 1e-9)).mean() for t in tenths])
        parts.append(f"{name}: totals {hit:.2f} (width {width:.2f}), tenths {inside:.3f} (width {wide:.2f})")
    return "; ".join(parts)


def inside(tests: list[Backtest]) -> float:
    """The share of tenths, of orders and of value, whose truth lies in its range."""
    grids = [test.judged[models.GRID] for test in tests]
    every = [t for judged in grids for t in (judged.order_tenths, judged.value_tenths) if t is not None]
    return float(np.mean([(t.low <= t.happened) & (t.happened <= t.high) for t in every]))


def calibrated(tests: list[Backtest]) -> tuple[float, float, float]:
    """The forecast's mean calibration error; what it would be with the right share of buyers, told afterwards; and what
    chance alone would make of perfect probabilities."""
    found = []
    for test in tests:
        bins = test.judged[models.GRID].calibration
        if bins is None:
            continue
        level = float(bins.customers @ bins.happened / bins.customers.sum())
        told = replace(bins, expected=levelled(bins.expected, level))
        noise = np.sqrt(2 / np.pi * told.expected * (1 - told.expected) / bins.customers)
        found.append((bins.error, told.error, float(noise.mean())))
    off, told_off, by_chance = np.mean(found, axis=0)
    return float(off), float(told_off), float(by_chance)


def dense(name: str, log: OrderLog) -> list[Backtest]:
    """The grid on many more days and horizons, for its ranges."""
    last = log.last_day
    days = range(FIRST if name == "CDNOW" else 120, last - AHEAD[0], STEP)
    splits = [(day, ahead) for day in days for ahead in AHEAD if day + ahead <= last]
    return [backtest.backtest(log, day, ahead, (models.GRID,)) for day, ahead in splits]


def missed(name: str, tests: list[Backtest]) -> list[str]:
    """What of the wanted figures the grid did not reach."""
    gini, mae, total, value_gini, value_mae = WANTED[name]
    grid = next(test for test in tests if (test.until, test.horizon) == SHOWN[name]).judged[models.GRID]
    orders, value = grid.orders, grid.value
    found = [f"Gini {orders.gini:.3f} below {gini}"] if (orders.gini or 0) < gini else []
    found += [f"MAE {orders.mae_point:.3f} above {mae}"] if orders.mae_point > mae else []
    found += [f"sum {orders.aggregate_error:+.1%}"] if total and abs(orders.aggregate_error or 0) > total else []
    found += [f"value Gini {value.gini:.3f}"] if value and (value.gini or 0) < value_gini else []
    found += [f"value MAE {value.mae_point:.0f}"] if value and value_mae and value.mae_point > value_mae else []
    for test in tests:
        best = max(test.judged[naive].orders.gini or 0 for naive in models.NAIVE)
        if (test.judged[models.GRID].orders.gini or 0) < best:
            found.append(f"split {test.until}, {test.horizon}: a naive model ranks better")
    return found


def main() -> None:
    """Print the whole table; SystemExit when a wanted figure is not reached."""
    short: list[str] = []
    for name, log in logs():
        print(f"\n{name}\n{HEAD}")
        tests = []
        for day, ahead in SPLITS[name]:
            test = backtest.backtest(log, day, ahead)
            tests.append(test)
            shown = test.judged.values() if (day, ahead) == SHOWN[name] else [test.judged[models.GRID]]
            print("\n".join(line(test, judged) for judged in shown), flush=True)
        near = [test for test in tests if 2 * test.horizon <= test.until]
        for label, some in (("all splits", tests), ("horizon up to half the history", near)):
            off, told, noise = calibrated(some)
            print(f"mean ECE, {label}: {off:.3f}; with the level told afterwards {told:.3f}; by chance {noise:.3f}")
        print(f"inside the 90 % range, these splits: {covered(tests)}")
        many = dense(name, log)
        print(f"inside the 90 % range, {len(many)} origins and horizons: {covered(many)}")
        share = inside(many)
        print(f"  pooled over tenths of orders and value: {share:.3f}, wanted {INSIDE[0]} to {INSIDE[1]}")
        short += [f"{name}: {what}" for what in missed(name, tests)]
        if calibrated(near)[0] > CALIBRATED:
            short.append(f"{name}: calibration error {calibrated(near)[0]:.3f} above {CALIBRATED}")
        if not INSIDE[0] <= share <= INSIDE[1]:
            short.append(f"{name}: {share:.3f} of the tenths inside their ranges")
    if short:
        raise SystemExit("; ".join(short))


if __name__ == "__main__":
    main()
