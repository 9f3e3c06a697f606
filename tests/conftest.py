"""What tests share: where the reference material lies, when it lies anywhere."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests import examples

examples.register()
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("PAYBACK_SHARED", ROOT.parent / "shared"))


@pytest.fixture(scope="session")
def reference() -> dict[str, Any]:
    """Published values of finance, each with its source."""
    found: dict[str, Any] = json.loads((ROOT / "tests" / "reference" / "finance.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data beside the project; the test is skipped where it is not."""
    if not SHARED.is_dir():
        pytest.skip("the reference folder is not on this machine; the test needs its real data")
    return SHARED


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PAYBACK_HOME of the test's own."""
    place = tmp_path / "home"
    monkeypatch.setenv("PAYBACK_HOME", str(place))
    return place


@pytest.fixture(scope="session")
def company_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PAYBACK_HOME holding a small sample company, built and scored once for the whole run. Read only."""
    return _built(tmp_path_factory, "company", 3_000)


@pytest.fixture(scope="session")
def cdnow_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As ``company_home``, with CDNOW: orders only."""
    return _built(tmp_path_factory, "cdnow", 0)


def _built(factory: pytest.TempPathFactory, example: str, customers: int) -> Path:
    """Where the example lies, built: in PAYBACK_BUILT, kept from run to run while the code that builds it stays."""
    shelf = os.environ.get("PAYBACK_BUILT")
    if shelf is None:
        return published(factory.mktemp(example), example, customers)
    code = hashlib.sha256()
    for path in sorted([*(ROOT / "data").rglob("*.*"), *(ROOT / "metrics" / "lifetime").rglob("*.py")]):
        if path.suffix in {".py", ".sql", ".toml", ".csv"} and path.parent.name != "questions":
            code.update(path.read_bytes())
    place = Path(shelf) / f"{example}-{customers}-{code.hexdigest()[:12]}"
    if not place.is_dir():
        made = published(factory.mktemp(example), example, customers)
        place.parent.mkdir(parents=True, exist_ok=True)
        with suppress(OSError):  # another run was faster
            shutil.copytree(made, fresh := place.with_suffix(f".{os.getpid()}"))
            fresh.rename(place)
    return place


def published(place: Path, example: str, customers: int) -> Path:
    """``place`` as a PAYBACK_HOME holding an example of so many customers, built and scored."""
    from data import warehouse
    from data.commands.build import example as build
    from data.progress import Bar
    from metrics.lifetime import scores

    before = os.environ.get("PAYBACK_HOME")
    os.environ["PAYBACK_HOME"] = str(place)
    try:
        build(example, customers, Bar())
        scores.score(warehouse.open_current())
    finally:
        if before is None:
            os.environ.pop("PAYBACK_HOME")
        else:
            os.environ["PAYBACK_HOME"] = before
    return place


@pytest.fixture
def company(company_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small sample company is published; scenarios and drafts go to a store of the test's own."""
    return _use(company_home, tmp_path, monkeypatch)


@pytest.fixture
def cdnow(cdnow_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """CDNOW is published; scenarios and drafts go to a store of the test's own."""
    return _use(cdnow_home, tmp_path, monkeypatch)


def _use(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PAYBACK_HOME", str(place))
    monkeypatch.setenv("PAYBACK_STORE", f"sqlite:///{tmp_path / 'store.db'}")
    return place
