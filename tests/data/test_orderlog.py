"""Order logs out of files: one row a customer and day, or straight to one row a customer."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data import ordersummary
from data.errors import InputError
from data.orderlog import read_file

DAYS = 90


def orders(n: int, seed: int) -> pd.DataFrame:
    """Random orders of 40 customers, several on a day now and then."""
    draw = np.random.default_rng(seed)
    day = pd.Timestamp("2026-01-01") + pd.to_timedelta(draw.integers(0, DAYS, n), unit="D")
    return pd.DataFrame({"who": draw.integers(0, 40, n), "day": day, "money": draw.integers(1, 50, n) / 2})


def by_hand(table: pd.DataFrame) -> pd.DataFrame:
    """The same summary by pandas."""
    daily = table.groupby(["who", "day"], as_index=False)["money"].sum()
    each = daily.groupby("who")
    first = each["day"].min()
    return pd.DataFrame(
        {
            "frequency": each.size() - 1,
            "recency": (each["day"].max() - first).dt.days,
            "age": (table["day"].max() - first).dt.days,
            "spend": each["money"].sum(),
            "repeat_spend": each["money"].sum() - each["money"].first(),
        }
    )


@pytest.mark.parametrize("together", (True, False), ids=("customers together", "mixed"))
def test_a_summary_is_what_pandas_says(together: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways of counting days, one bit string and two groupings, give the same."""
    monkeypatch.setattr(ordersummary, "_TOGETHER", 1.0 if together else 0.0)
    table = orders(600, seed=int(together))
    table.to_parquet(tmp_path / "log.parquet")
    found = ordersummary.summarise(tmp_path / "log.parquet", "who", "day", "money")
    names = ["frequency", "recency", "age", "spend", "repeat_spend"]
    summary = pd.DataFrame({name: getattr(found, name) for name in names}, index=found.ids).sort_index()
    pd.testing.assert_frame_equal(summary, by_hand(table), check_dtype=False, check_names=False, check_index_type=False)


def test_a_summary_of_no_such_column_is_one_line(tmp_path: Path) -> None:
    orders(5, seed=1).to_parquet(tmp_path / "log.parquet")
    with pytest.raises(InputError, match="cannot be summarised") as error:
        ordersummary.summarise(tmp_path / "log.parquet", "who", "when", "money")
    assert "\n" not in str(error.value)


def test_days_are_sorted_and_summed(tmp_path: Path) -> None:
    table = orders(300, seed=3)
    table.to_csv(tmp_path / "log.csv", index=False)
    found = read_file(tmp_path / "log.csv", "who", "day", "money")
    daily = table.assign(who=table["who"].astype(str)).groupby(["who", "day"])["money"].sum()
    assert found.ids.tolist() == sorted(table["who"].astype(str).unique())
    assert found.amount is not None and found.amount.tolist() == daily.tolist()
    assert (np.diff(found.customer * 1000 + found.day) > 0).all()
    assert (found.rows, found.orders, found.refunds, dict(found.left_out)) == (300, 300, 0, {})


@pytest.mark.parametrize("written", ("%d/%m/%Y", "%Y%m%d", "%d %b %Y", "%Y-%m-%d %H:%M"))
def test_dates_are_read_however_they_are_written(written: str, tmp_path: Path) -> None:
    table = orders(200, seed=4)
    table.assign(day=table["day"].dt.strftime(written)).to_csv(tmp_path / "log.csv", index=False)
    found = read_file(tmp_path / "log.csv", "who", "day", "money")
    assert found.start == table["day"].min().date()
    assert found.day.max() == (table["day"].max() - table["day"].min()).days


def test_without_amounts_every_row_is_a_purchase(tmp_path: Path) -> None:
    orders(50, seed=5).to_csv(tmp_path / "log.csv", index=False)
    found = read_file(tmp_path / "log.csv", "WHO", "Day")
    assert found.amount is None and found.bought.all() and found.orders == 50
