"""The sample company, whose truth is recorded: what its customers bring and who leaves, against what then happened.

The company is built at its usual size in a temporary PAYBACK_HOME. Three rivals rank who falls silent: the oracle, who
knows everybody's own hidden rate and hazard; and two that see less of what is hidden, to tell what can be reached.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import numpy as np
import pandas as pd

from data import warehouse
from data.commands.build import example
from data.company.kinds import KINDS
from data.home import home
from data.progress import Bar
from metrics import report
from metrics.churn.figures import active_customers, at_risk
from metrics.lifetime import measures, ranges, scores
from metrics.lifetime.summary import Floats

CUSTOMERS = 20_000
NEAR = 0.02  # by how much the area under the curve may lie below the oracle's
DRAWS = 400


def silent_for_a_year(rate: Floats, hazard: Floats) -> Floats:
    """The chance of no order within twelve months of somebody who is there, at monthly ``rate`` and ``hazard``."""
    both = rate + hazard
    return np.asarray(1 - rate / both * -np.expm1(-12 * both), dtype=float)


def oracle(truth: pd.DataFrame) -> Floats:
    """By everybody's own rate and hazard; 1 for who has left."""
    rate = truth["orders_a_year"].to_numpy(float) / 12
    hazard = truth["hazard_a_month"].fillna(truth["theta"] / 12).to_numpy(float)
    return np.where(truth["alive_at_end"].to_numpy(bool), silent_for_a_year(rate, hazard), 1.0)


def informed(truth: pd.DataFrame, base: pd.DataFrame, until: pd.Timestamp, first: pd.Timestamp) -> Floats:
    """By the planted parameters, the true kind, the orders counted and the time known: all but what is one's own.

    Rate and hazard are gamma within a kind; orders are Poisson while somebody is watched, and having stayed so long
    lowers the hazard that is likely.
    """
    draw = np.random.default_rng(0)
    joined = pd.to_datetime(truth["joined_on"])
    watched = ((until - joined.clip(lower=first)).dt.days / 365).to_numpy(float)
    months = ((until - joined).dt.days / 30.44).to_numpy(float)
    count = base["orders"].to_numpy(float) - (joined >= first).to_numpy(float)
    found = np.full(len(truth), np.nan)
    for kind in KINDS:
        mine = np.flatnonzero((truth["kind"] == kind.name).to_numpy() & (kind.hazard > 0))
        shape, scale = kind.rate_shape + count[mine], kind.rate_shape / kind.rate + watched[mine]
        rate = draw.gamma(shape, size=(DRAWS, len(mine))) / scale / 12
        stay = kind.hazard_shape / max(kind.hazard, 1e-9) + months[mine]
        hazard = draw.gamma(kind.hazard_shape, size=(DRAWS, len(mine))) / stay
        found[mine] = silent_for_a_year(rate, hazard).mean(axis=0)
    return found


def year(found: scores.Scores, truth: pd.DataFrame) -> list[str]:
    """Print what all buyers were to bring in a year, and what they brought; what was missed."""
    total = scores.Total(**found.card["total_1y"])
    brought = truth["future_margin"].astype(float) - truth["future_cost_to_serve"].astype(float)
    came = float(brought.reindex(found.frame["customer_id"]).sum()) / (1 + found.card["rate_yearly"]) ** 0.5
    held = ranges.Range(total.low, total.high).holds(came)
    width = (total.high - total.low) / total.value
    print(f"contribution of the year after, discounted: {total.value:,.0f} ({total.low:,.0f} to {total.high:,.0f})")
    print(f"  came {came:,.0f}, {total.value / came - 1:+.1%}; inside: {held}; width {width:.2f} of it")
    print(f"  factors: {found.card['factors']['steps'][0]}")
    return [] if held else ["the year after lies outside its range"]


def ranked(name: str, ours: Floats, best: Floats, silent: Floats) -> float:
    """Print areas under the curve of ``ours`` and of the ``best``; how far ours is below."""
    mine, theirs = measures.auc(ours, silent) or 0.0, measures.auc(best, silent) or 0.0
    off = measures.calibration(ours, silent).error
    print(f"  {name}, {len(silent):,}: AUC {mine:.4f}, oracle {theirs:.4f} (apart {theirs - mine:.4f}); ECE {off:.3f}")
    return theirs - mine


def leaving(truth: pd.DataFrame) -> list[str]:
    """Print how well who falls silent is ranked; what was missed."""
    data = report.current()
    frame = data.scores.frame.set_index("customer_id")
    life = data.frames["customer_life"].set_index("customer_id")
    silent = (~truth["future_ordered"].astype(bool)).astype(float)
    print("who does not order in the year after")
    plain = frame["p_no_purchase_1y"].where(life["left_on"].reindex(frame.index).isna(), 1.0)
    everybody = truth.reindex(frame.index)
    apart = ranked(
        "all buyers, those who left known", plain.to_numpy(), oracle(everybody), silent[frame.index].to_numpy()
    )
    held = at_risk(data)
    free = held[(held["how"] == "orders") & truth["hazard_a_month"].reindex(held.index).notna()]
    what, came = truth.reindex(free.index), silent[free.index].to_numpy()
    base = data.frames["customer_base"].set_index("customer_id").reindex(free.index)
    first = pd.Timestamp(data.facts["first_day"])
    seen = informed(what, base, pd.Timestamp(data.facts["until"]), first)
    here = ranked("still there, no contract", free["p"].to_numpy(), oracle(what), came)
    print(f"    by who knows the true kind and all planted parameters: {measures.auc(seen, came):.4f}")
    print(f"    by orders alone: {measures.auc(frame['p_no_purchase_1y'][free.index].to_numpy(), came):.4f}")
    print(f"    trial on the last year: {data.scores.card['beyond_orders']['trial']}")
    bound = held[held["how"] == "contract"]
    left = truth["left_on"].reindex(bound.index).notna().to_numpy(float)
    ranked("contracts that end", bound["p"].to_numpy(), truth["theta"].reindex(bound.index).to_numpy(float), left)
    assert len(active_customers(data)) == len(held)
    wanted = (("all buyers", apart), ("still there", here))
    return [f"churn AUC of {who} {gap:.3f} below the oracle's, wanted {NEAR}" for who, gap in wanted if gap > NEAR]


def main() -> None:
    """Build, score, compare; ends with what was missed."""
    with TemporaryDirectory() as folder, patch.dict(os.environ, {"PAYBACK_HOME": folder}):
        began = time.perf_counter()
        example("company", CUSTOMERS, Bar())
        built = time.perf_counter()
        scores.score(warehouse.open_current())
        print(f"built in {built - began:.1f} s, scored in {time.perf_counter() - built:.1f} s")
        truth = pd.read_parquet(Path(home()) / "truth" / "truth_customers.parquet").set_index("customer_id")
        short = year(scores.load(warehouse.open_current()), truth) + leaving(truth)
    if short:
        sys.exit("; ".join(short))


if __name__ == "__main__":
    main()
