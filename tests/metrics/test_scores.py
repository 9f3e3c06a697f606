"""The forecast of every buyer of the published data, and its model card."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from data import warehouse
from metrics import report
from metrics.__main__ import main
from metrics.customers import model_card as report_model
from metrics.lifetime import scores, scoring
from metrics.lifetime.forecast import Prediction
from metrics.reading import UndefinedError
from metrics.words.text import N_, message


@pytest.fixture
def held(cdnow: Path) -> warehouse.Warehouse:
    """CDNOW, published and scored."""
    return warehouse.open_current()


@pytest.fixture
def found(held: warehouse.Warehouse) -> scores.Scores:
    """Its scores."""
    return scores.load(held)


def test_every_buyer_has_one_row(held: warehouse.Warehouse, found: scores.Scores) -> None:
    base = held.frame("customer_base")
    assert len(found.frame) == 23_570 == found.card["buyers"]
    both = found.frame.merge(base, on="customer_id", validate="one_to_one", suffixes=("", "_base"))
    for name in ("frequency", "recency_days", "age_days"):
        assert (both[name] == both[f"{name}_base"]).all()


def test_what_is_forecast_is_possible(found: scores.Scores) -> None:
    frame = found.frame
    assert frame["p_no_purchase_1y"].between(0, 1).all()
    assert (frame["expected_orders_1y"] <= frame["expected_orders"] * 1.001).all()
    assert (frame["low"] <= frame["value"]).all() and (frame["value"] <= frame["high"]).all()
    once = frame["frequency"] == 0
    assert frame.loc[once, "p_alive"].max() < 1  # silence makes a one-time buyer doubtful


def test_the_total_is_the_sum_within_its_range(found: scores.Scores) -> None:
    total = found.total
    assert total.value == pytest.approx(found.frame["value"].sum())
    assert total.low < total.value < total.high
    assert total.quantile(0.05) == pytest.approx(total.low) and total.quantile(0.95) == pytest.approx(total.high)
    assert found.basis == scores.REVENUE  # CDNOW has no cost


def test_the_card_has_another_programs_fit_beside_ours(found: scores.Scores) -> None:
    theirs = found.card["lifetimes"]["bg_nbd"]
    assert theirs["difference"] < 1e-5
    assert theirs["params"].keys() == found.card["models"]["bg_nbd"]["params"].keys()


def test_the_card_says_how_it_was_judged(found: scores.Scores) -> None:
    held = found.card["holdout"]
    assert sum(row["customers"] for row in held["calibration"]) == held["customers"]
    assert len(held["order_tenths"]) == len(held["value_tenths"]) == 10
    assert {"naive_rate", "naive_active", found.card["champion"]} <= set(found.card["backtests"][0]["models"])
    weeks = held["weekly"]
    ahead = [week for week in weeks if week["holdout"]]
    assert 0 < len(ahead) < len(weeks)
    assert sum(week["expected"] for week in ahead) == pytest.approx(sum(week["actual"] for week in ahead), rel=0.25)
    assert str(held["horizon"]) in found.note.render()


def test_what_is_there_is_not_computed_again(held: warehouse.Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*arguments: object) -> None:
        raise AssertionError("computed again")

    monkeypatch.setattr(scores, "_computed", never)
    assert len(scores.load(held).frame) == 23_570


def test_the_command_tells_the_total(held: warehouse.Warehouse, capsys: pytest.CaptureFixture[str]) -> None:
    before = scores._path_of(held).read_bytes()
    assert main(["score", "--json"]) == 0
    card = json.loads(capsys.readouterr().out)
    assert card["total"]["value"] > 0 and card["rate_yearly"] == 0.1
    assert scores._path_of(held).read_bytes() == before  # the same data give the same scores


def test_without_a_forecast_there_is_the_reason() -> None:
    frame, card = scoring.unscored(message(N_("There are no completed orders yet.")))
    empty = scores.Scores(frame, {"basis": scores.REVENUE} | card)
    assert len(empty.frame) == 0 and str(empty.reason) == "There are no completed orders yet."
    assert "too short" in empty.note.render()
    with pytest.raises(UndefinedError):
        empty.total  # noqa: B018


def test_each_year_is_discounted_from_its_middle() -> None:
    def year(horizon: float, value: float) -> Prediction:
        one = np.array([value])
        return Prediction("grid", None, horizon, one, one, None, None, one, one, one, one, 0.0, 0.0)  # type: ignore[arg-type]

    worth = scoring.discounted([year(365.0, 100.0), year(730.0, 180.0)], 0.1)
    # 100 * 1.1^-0.5 = 95.346; + 80 * 1.1^-1.5 = 69.343
    assert [float(one[0]) for one in worth] == pytest.approx([95.346, 164.689], abs=1e-3)


def test_the_card_tells_the_factors_and_the_command_leaves_them_out(
    held: warehouse.Warehouse, found: scores.Scores, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    factors = found.card["factors"]
    assert {step["days"] for step in factors["steps"]} == {365.0, 730.0}
    assert factors["steps"][0]["level"] != 1 and factors["steps"][0]["season"] != 1  # CDNOW is 545 days long
    assert f"{factors['steps'][0]['season']:.3f}" in str(report_model.card(report.current()).moved)
    plain = scores._computed(held, lambda what, share: None, scores.Switches(use_level=False, use_season=False))
    assert plain.card["total"]["value"] == pytest.approx(factors["without"])
    asked: list[scores.Switches] = []
    monkeypatch.setattr(scores, "score", lambda held, bar, switches: asked.append(switches) or scores._path_of(held))
    assert main(["score", "--no-season", "--json"]) == 0
    assert asked == [scores.Switches(use_level=True, use_season=False)]
