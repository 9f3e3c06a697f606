"""The same orders give the same forecast on any processor, to the ninth digit."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[3]
FORECAST = """
import json
import numpy as np
from metrics.lifetime import grid
from metrics.lifetime.summary import Histories

draw = np.random.default_rng(5)
n = 400
age = draw.integers(30, 700, n)
frequency = draw.poisson(draw.gamma(0.7, 0.01, n) * age)
recency = np.where(frequency > 0, (age * draw.random(n)).astype(int), 0)
none = np.zeros(n)
known = Histories(np.arange(n), frequency, recency, age, none, none, none)
rows = grid.snap(known, grid.FIT_BINS)
fitted = grid.fit(rows)
outlook = grid.outlook(rows, fitted, grid.posterior(rows, fitted), 365.0)
print(json.dumps([*fitted.gammas, *fitted.share[:40], *outlook.orders[:40], *outlook.p_alive[:40]]))
"""
OLDER = {"OPENBLAS_CORETYPE": "Nehalem", "NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4 AVX512_ICL AVX512_SPR"}


def forecast(**processor: str) -> list[float]:
    """The numbers of a small forecast, as a processor without some of its instructions makes them."""
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1"} | processor
    said = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", FORECAST], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    if said.returncode and "CPU" in said.stderr:
        pytest.skip("this processor cannot play an older one")
    assert said.returncode == 0, said.stderr
    return [float(number) for number in json.loads(said.stdout)]


def test_an_older_processor_forecasts_the_same() -> None:
    """Search stops where the last bits tell it to; what follows from it is rounded first."""
    np.testing.assert_allclose(forecast(**OLDER), forecast(), rtol=1e-9, atol=1e-12)
