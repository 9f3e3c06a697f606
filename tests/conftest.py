"""What tests share: where the reference material lies, when it lies anywhere."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("PAYBACK_SHARED", ROOT.parent / "shared"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference values and real data beside the project; the test is skipped where it is not."""
    if not SHARED.is_dir():
        pytest.skip("the reference folder is not on this machine; the test needs its published values")
    return SHARED


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PAYBACK_HOME of the test's own."""
    place = tmp_path / "home"
    monkeypatch.setenv("PAYBACK_HOME", str(place))
    return place
