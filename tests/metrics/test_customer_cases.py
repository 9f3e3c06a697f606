"""Small data sets that once went wrong, each with its right value; the files lie in tests/cases/customers."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from data import warehouse
from metrics import report
from metrics.__main__ import main
from metrics.lifetime import scores
from metrics.lifetime.learning import _origins, learnt_for
from metrics.lifetime.season import season
from metrics.lifetime.summary import order_log

CASES = Path(__file__).resolve().parents[1] / "cases" / "customers"


@contextmanager
def brought(name: str, place: Path) -> Iterator[report.Context]:
    """The folder ``name`` as the published data, scored."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PAYBACK_HOME", str(place / "home"))
        patch.setenv("PAYBACK_STORE", f"sqlite:///{place / 'store.db'}")
        warehouse.build(CASES / name, name=name)
        scores.score(warehouse.open_current())
        yield report.saved()


def value(name: str, *arguments: str) -> dict[str, Any]:
    """The JSON of ``metrics value`` on a file of the cases."""
    out = io.StringIO()
    columns = ["--customer", "customer", "--date", "ordered", "--amount", "amount"]
    with redirect_stdout(out):
        assert main(["value", str(CASES / name), *columns, *arguments, "--json"]) == 0
    document: dict[str, Any] = json.loads(out.getvalue())
    return document


def test_a_scenario_is_possible_where_nobody_came_back(tmp_path: Path) -> None:
    """Retention is 0: the lever has nothing a target could start from and is off; every figure a value or a reason."""
    with brought("22_nobody_came_back", tmp_path) as context:
        assert context.value("retention_rate") == 0.0
        assert "retention" not in {lever.id for lever in context.scenario.levers}
        for reading in report.readings(context).values():
            assert (reading.value is None) != (reading.reason is None)


def test_two_days_of_orders_give_numbers_and_reasons(tmp_path: Path) -> None:
    with brought("24_all_in_two_days", tmp_path) as context:
        reading = context.read("customer_value")
        assert reading.low is not None and reading.high is not None
        assert np.isfinite([reading.known, reading.low, reading.high]).all()


def test_a_base_that_loses_is_worth_its_losses(tmp_path: Path) -> None:
    """64 orders lost 321 in three and a half years; over two more years about half as much."""
    with brought("28_whole_base_loses", tmp_path) as context:
        assert context.value("customer_value") == pytest.approx(-166, abs=5)
        assert (context.scores.frame["value"] < 0).all()


def test_signs_follow_the_customers_own_margin(tmp_path: Path) -> None:
    """c0 loses 5 an order and is worth about -33; the others earn 5 and are worth about 33.4; losses have a width."""
    with brought("27_one_loses_base_earns", tmp_path) as context:
        frame = context.scores.frame.set_index("customer_id")
        assert frame.loc["c0", "value"] == pytest.approx(-33, abs=1)
        assert frame.drop("c0")["value"].mean() == pytest.approx(33.4, abs=1.5)
        assert frame.loc["c0", "low"] < frame.loc["c0", "value"] < frame.loc["c0", "high"] <= 0


def test_one_who_loses_does_not_turn_the_others(tmp_path: Path) -> None:
    with brought("26_one_loss_maker", tmp_path) as context:
        frame = context.scores.frame.set_index("customer_id")
        assert frame.loc["c0", "value"] < 0 < frame.drop("c0")["value"].min()


def test_each_horizon_is_learnt_at_its_own_length() -> None:
    """Ten years of orders: a year ahead is learnt from years, two years from two; one year has one answer."""
    chance = np.random.default_rng(3)
    who = np.repeat(np.arange(200), 20)
    day = np.sort(chance.integers(0, 3650, who.size).reshape(200, 20), axis=1).ravel()
    log = order_log(
        who, day, chance.lognormal(3, 0.5, who.size), [f"c{n}" for n in range(200)], pd.Timestamp("2015-01-01").date()
    )
    learnt = learnt_for(log, 3650, [365.0, 730.0], season)
    assert (learnt[365.0].inner, learnt[730.0].inner) == (365.0, 730.0)
    alone = learnt_for(log, 3650, [365.0], season)[365.0]
    assert np.array_equal(alone.orders.slope, learnt[365.0].orders.slope)
    assert _origins(3650, 0, 365)[0] == 365


def test_a_model_that_is_not_identified_is_no_champion() -> None:
    """All but the grid run off without a peak, or cannot tell leaving customers from slow ones."""
    found = value("16_champion_not_identified.csv")
    assert found["champion"] == "grid"
    assert not any(found["models"][name]["identifiable"] for name in ("bg_nbd", "mbg_nbd", "pareto_nbd"))


def test_a_live_contract_makes_a_customer_active(tmp_path: Path) -> None:
    """B bought long ago and never again, but is under contract: active, and kept."""
    with brought("18_live_contract_no_order", tmp_path) as context:
        assert (context.value("active_customers"), context.value("retention_rate")) == (3.0, 1.0)
        assert context.value("left") == 0.0


def test_a_contract_without_an_end_is_live(tmp_path: Path) -> None:
    with brought("19_open_ended_contract", tmp_path) as context:
        held = context.frames["held"].set_index("table_name")["rejected"]
        assert int(held["contracts"]) == 0 and context.value("retention_rate") == 1.0
        assert context.frames["customer_life"].set_index("customer_id")["left_on"].isna().all()


def test_who_may_well_not_order_has_nothing_as_low_end(tmp_path: Path) -> None:
    place = tmp_path / "scores.parquet"
    value("16_champion_not_identified.csv", "--scores", str(place))
    frame = pd.read_parquet(place)
    unsure = frame[frame["p_no_purchase_1y"] > 0.05]
    assert len(unsure) and (unsure["low"] == 0).all()


@pytest.mark.parametrize(
    ("name", "customers", "start"),
    [
        ("07_bigquery_utc.csv", 2, "2021-05-01"),
        ("08_two_digit_years.csv", 3, "2018-10-14"),
        ("29_comma_after_month.csv", 2, "2021-02-02"),
    ],
)
def test_dates_as_other_systems_write_them(name: str, customers: int, start: str) -> None:
    found = value(name)
    assert found["customers"] == customers and found["calibration"]["start"] == start and not found["left_out"]


def test_what_is_no_date_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "log.csv"
    file.write_text("customer,ordered,amount\na,sometime,5\n", encoding="utf-8")
    assert main(["value", str(file), "--customer", "customer", "--date", "ordered", "--amount", "amount"]) == 2
    assert 'the first is "sometime"' in capsys.readouterr().err


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Shanghai"])
def test_days_of_the_data_not_of_the_machine(zone: str, tmp_path: Path) -> None:
    """Orders late in the evening in New York: 61, 61 and 59 days seen, wherever this runs."""
    place = tmp_path / "scores.parquet"
    columns = ["--customer", "customer", "--date", "ordered", "--amount", "amount", "--scores", str(place)]
    command = [sys.executable, "-m", "metrics", "value", str(CASES / "15_zone_aware.parquet"), *columns]
    done = subprocess.run(command, env={**os.environ, "TZ": zone}, capture_output=True, text=True, check=True)
    assert "America/New_York" in done.stdout
    assert list(pd.read_parquet(place)["T"]) == [61.0, 61.0, 59.0]


def test_doubts_are_told() -> None:
    told = value("08_two_digit_years.csv")["notes"]
    assert any("too few to judge" in note for note in told) and any("worse than by chance" in note for note in told)
    assert any("further than the" in note for note in value("29_comma_after_month.csv")["notes"])


def test_a_price_that_is_everybodys_is_the_mean() -> None:
    found = value("21_flat_price.csv")
    assert "the mean is the answer" in found["models"]["gamma_gamma"]["reason"]


def test_an_order_refunded_on_its_day_is_none() -> None:
    """a: bought and refunded on 5 January; c and d: refunds before a first order. Three buyers are left."""
    found = value("14_full_refund.csv")
    assert found["customers"] == 3 and found["refunds"] == 4
    assert any("counted as none: 1" in note for note in found["notes"])
    assert any("left out: 2" in note for note in found["notes"])


def test_lines_are_summed_to_orders_and_the_horizon_is_asked(tmp_path: Path) -> None:
    file, place = tmp_path / "lines.csv", tmp_path / "scores.parquet"
    rows = [f"c{n % 5},o{n},2024-{1 + n // 3:02}-1{n % 3},{10 + n},{line}" for n in range(30) for line in (1, 2)]
    file.write_text("\n".join(["customer,order,ordered,amount,line", *rows]) + "\n", encoding="utf-8")
    columns = ["--customer", "customer", "--date", "ordered", "--amount", "amount", "--order", "order"]
    more = [
        "--observed-until",
        "2025-03-31",
        "--rate",
        "0.2",
        "--horizon-days",
        "730",
        "--scores",
        str(place),
        "--json",
    ]
    out = io.StringIO()
    with redirect_stdout(out):
        assert main(["value", str(file), *columns, *more]) == 0
    found = json.loads(out.getvalue())
    assert (found["rows"], found["orders"], found["horizon_days"], found["rate_yearly"]) == (60, 30, 730, 0.2)
    assert found["calibration"]["end"] == "2025-03-31"
    frame = pd.read_parquet(place)
    assert (frame["value"] >= frame["value_1y"] - 1e-9).all() and {"expected_orders", "value"} <= set(frame.columns)
    assert main(["value", str(file), *columns, "--holdout-end", "2025-06-30", "--calibration-end", "2024-06-30"]) == 2
