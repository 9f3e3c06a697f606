"""CDNOW comes with the lifetimes package, whole and unchanged."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from data import examples
from data.contracts import TABLES


def test_cdnow_is_the_published_log(tmp_path: Path) -> None:
    """69,659 orders of 23,570 customers from 1997-01-01 to 1998-06-30 (Fader & Hardie 2001)."""
    examples.write_cdnow(tmp_path)
    table = pq.read_table(tmp_path / "orders.parquet")
    orders = table.to_pandas()
    assert len(orders) == 69_659 and orders.customer_id.nunique() == 23_570
    assert orders.order_id.tolist()[:2] == ["1", "2"] and orders.order_id.is_unique
    assert (orders.ordered_at.min(), orders.ordered_at.max()) == (
        pd.Timestamp("1997-01-01"),
        pd.Timestamp("1998-06-30"),
    )
    assert float(orders.amount.sum()) == 2_500_315.63
    assert set(orders.currency) == {"USD"} and set(orders.status) == {"completed"}
    assert set(table.column_names) <= {column.name for column in TABLES["orders"].columns}


def test_an_order_without_money_stays_an_order(tmp_path: Path) -> None:
    examples.write_cdnow(tmp_path)
    orders = pq.read_table(tmp_path / "orders.parquet").to_pandas()
    assert (orders.amount == 0).sum() == 80


def test_the_last_rows_of_the_log_are_read_as_they_stand() -> None:
    log = examples.cdnow()
    assert log.iloc[0].to_list() == [1, pd.Timestamp("1997-01-01"), 1, 11.77]
    assert log.customer_id.iloc[-1] == 23_570
