"""The sample company, whose truth is recorded: what its customers then brought, and who then fell silent."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data import warehouse
from data.company import truth
from data.company.behaviour import Behaviour
from data.company.world import World
from metrics import report
from metrics.churn import ahead, figures
from metrics.lifetime import measures, models, scores

CUSTOMERS = 3_000  # of the shared sample


@pytest.fixture(scope="module")
def later() -> pd.DataFrame:
    """What became of every customer of the shared sample in the year after the data."""
    blocks = World(CUSTOMERS).blocks()
    return pd.concat([truth.customers(Behaviour(block)).to_pandas() for block in blocks]).set_index("customer_id")


def brought(later: pd.DataFrame) -> pd.Series:
    """Contribution of the year after: margin less cost to serve, money."""
    return later["future_margin"].astype(float) - later["future_cost_to_serve"].astype(float)


def test_what_all_bring_in_a_year_lies_in_the_range(company: Path, later: pd.DataFrame) -> None:
    """Contribution of the buyers in the year after, valued in its middle as the forecast is; and within a tenth."""
    found = scores.load(warehouse.open_current())
    assert found.basis == scores.CONTRIBUTION
    total = scores.Total(**found.card["total_1y"])
    came = float(brought(later).reindex(found.frame["customer_id"]).sum()) / (1 + found.card["rate_yearly"]) ** 0.5
    assert total.low <= came <= total.high
    assert total.value == pytest.approx(came, rel=0.1)
    assert total.high - total.low < total.value  # a range that holds everything says nothing


def test_who_brings_most_is_known_beforehand(company: Path, later: pd.DataFrame) -> None:
    found = scores.load(warehouse.open_current()).frame.set_index("customer_id")
    came = brought(later).reindex(found.index)
    assert (measures.gini(found["value_1y"].to_numpy(), came.clip(lower=0).to_numpy()) or 0) > 0.8


def knows(later: pd.DataFrame) -> np.ndarray:
    """The chance of no order within a year to somebody who knows who has left, and everybody's own rate and hazard."""
    rate = later["orders_a_year"].to_numpy() / 12
    hazard = later["hazard_a_month"].fillna(later["theta"] / 12).to_numpy()
    stays = 1 - rate / (rate + hazard) * -np.expm1(-12 * (rate + hazard))
    return np.where(later["alive_at_end"].to_numpy(bool), stays, 1.0)


def test_who_orders_again_is_ranked_nearly_as_by_somebody_who_knows_all(company: Path, later: pd.DataFrame) -> None:
    """Over all buyers, with recorded departures as known: within .02 of the oracle's area under the curve."""
    data = report.current()
    frame = data.scores.frame.set_index("customer_id")
    life = data.frames["customer_life"].set_index("customer_id")["left_on"].reindex(frame.index)
    said = frame["p_no_purchase_1y"].where(life.isna(), 1.0).to_numpy()
    what = later.reindex(frame.index)
    silent = (~what["future_ordered"].to_numpy(bool)).astype(float)
    ours, oracle = measures.auc(said, silent), measures.auc(knows(what), silent)
    assert ours is not None and oracle is not None and ours > oracle - 0.02


def test_what_is_known_beyond_orders_helps(company: Path, later: pd.DataFrame) -> None:
    """Of those still there and without a contract: better ranked, and nearer to what happened, than by orders alone."""
    data = report.current()
    kept = data.scores.card["beyond_orders"]
    assert kept["used"] and kept["trial"]["brier"] < kept["trial"]["brier_without"]
    frame = data.scores.frame.set_index("customer_id")
    there = frame[frame["p_silent_1y"].notna()]
    silent = (~later["future_active"].reindex(there.index).to_numpy(bool)).astype(float)
    p, plain = there["p_silent_1y"].to_numpy(), there["p_no_purchase_1y"].to_numpy()
    assert (measures.auc(p, silent) or 0) > (measures.auc(plain, silent) or 1)
    assert measures.brier(p, silent) < measures.brier(plain, silent)
    assert measures.calibration(p, silent).error < 0.06  # ninety customers a bin: chance alone makes .03
    shown = figures.at_risk(data)["p"].reindex(there.index)
    assert (shown.dropna() == there.loc[shown.dropna().index, "p_silent_1y"]).all() and shown.notna().mean() > 0.99
    assert ahead.level_silent(data) is None and "complaints" in str(ahead.covariate_note(data))


def test_orders_alone_have_nothing_beyond(cdnow_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAYBACK_HOME", str(cdnow_home))
    found = scores.load(warehouse.open_current())
    assert found.card["beyond_orders"] == {"used": False, "trial": None, "weights": None}
    assert found.frame["p_silent_1y"].isna().all()
    assert found.card["champion"] in models.NAMES
