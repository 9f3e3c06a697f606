"""CDNOW, as the papers use it: the full log and the 1-in-10 sample, from the lifetimes wheel."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import lifetimes
import numpy as np
import pandas as pd
import pytest

from metrics.lifetime.summary import Histories, OrderLog, histories, order_log

FOLDER = Path(lifetimes.__file__).parent / "datasets"
CALIBRATION_END = 272  # 1997-09-30, counted from 1997-01-01


def _log(file: str, names: list[str]) -> OrderLog:
    table = pd.read_csv(FOLDER / file, sep=r"\s+", header=None, names=names, dtype=str)
    table = table[table["date"].str.fullmatch(r"\d{8}")]
    codes, ids = pd.factorize(table["id"])
    day = (pd.to_datetime(table["date"], format="%Y%m%d") - pd.Timestamp("1997-01-01")).dt.days
    return order_log(codes, day.to_numpy(), table["amount"].astype(float), np.asarray(ids, object), date(1997, 1, 1))


@pytest.fixture(scope="session")
def cdnow() -> OrderLog:
    """23,570 customers who first bought in the first quarter of 1997, to the end of June 1998."""
    return _log("CDNOW_master.txt", ["id", "date", "cds", "amount"])


@pytest.fixture(scope="session")
def sample() -> OrderLog:
    """One customer in ten of CDNOW, 2,357: the data of the papers."""
    return _log("CDNOW_sample.txt", ["master", "id", "date", "cds", "amount"])


@pytest.fixture(scope="session")
def calibration(sample: OrderLog) -> Histories:
    """The sample as known on 1997-09-30, after 39 weeks."""
    return histories(sample, CALIBRATION_END)


@pytest.fixture(scope="session")
def retail(shared: Path) -> OrderLog:
    """Online Retail without cancelled invoices, and without its last day, which was cut short."""
    table = pd.read_parquet(shared / "data" / "online_retail" / "online_retail.parquet")
    table = table[table["CustomerID"].notna() & ~table["InvoiceNo"].str.startswith("C") & (table["Quantity"] > 0)]
    table = table[table["InvoiceDate"] < "2011-12-09"]
    codes, ids = pd.factorize(table["CustomerID"].astype(int).astype(str))
    day = (table["InvoiceDate"].dt.normalize() - pd.Timestamp("2010-12-01")).dt.days
    amount = table["Quantity"] * table["UnitPrice"]
    return order_log(codes, day.to_numpy(), amount.to_numpy(), np.asarray(ids, object), date(2010, 12, 1))
