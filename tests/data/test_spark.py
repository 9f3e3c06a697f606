"""The marts made by Spark are those made by DuckDB. Runs where pyspark and Java are installed."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data import company, warehouse
from data.models import models


def test_marts_are_the_same_on_both_engines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    pytest.importorskip("pyspark", reason="Spark is not installed")
    company.write(tmp_path / "tables", customers=200)
    made = {}
    for engine in ("duckdb", "spark"):
        monkeypatch.setenv("PAYBACK_HOME", str(tmp_path / engine))
        warehouse.build(tmp_path / "tables", name="company", engine=engine)
        held = warehouse.open_current()
        made[engine] = {model.name: held.frame(model.name) for model in models("marts")}
    for name, frame in made["duckdb"].items():
        pd.testing.assert_frame_equal(frame, made["spark"][name], obj=name)
