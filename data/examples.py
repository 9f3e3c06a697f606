"""Real data at hand on any machine: CDNOW, the orders of one cohort of a music shop, from the lifetimes package.

23,570 customers who first bought in early 1997, with every order until June 1998. Source: Fader, P. S., and B. G. S.
Hardie (2001), "Forecasting repeat sales at CDNOW: a case study", Interfaces 31.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data.company import frames


def cdnow() -> pd.DataFrame:
    """The purchase log as published: customer_id (1 to 23570), date, quantity of CDs, amount in dollars."""
    source = files("lifetimes.datasets").joinpath("CDNOW_master.txt")
    with source.open("r", encoding="ascii") as file:
        log = pd.read_csv(file, sep=r"\s+", header=0, names=["customer_id", "date", "quantity", "amount"])
    return log.assign(date=pd.to_datetime(log["date"].astype(str), format="%Y%m%d"))


def write_cdnow(out: Path) -> None:
    """Write ``out/orders.parquet``: one row an order, numbered as they stand in the log; the log has no cost."""
    log = cdnow()
    n = len(log)
    nothing = np.zeros(n, dtype=np.int64)
    table = frames.table(
        "orders",
        {
            "order_id": pa.array([str(number) for number in range(1, n + 1)]),
            "customer_id": pa.array(log["customer_id"].astype(str).to_numpy(dtype=object)),
            "ordered_at": frames.moments(log["date"].to_numpy()),
            "amount": frames.money(np.round(log["amount"].to_numpy() * 100).astype(np.int64)),
            "status": frames.chosen(nothing, ("completed",)),
            "currency": frames.chosen(nothing, ("USD",)),
        },
    )
    out.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, out / "orders.parquet", compression="zstd")
