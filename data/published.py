"""Which version is the current one: a pointer beside the versioned files, switched in one step."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import shutil
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import duckdb

from data.errors import InputError
from data.home import home

log = logging.getLogger("payback")
KEPT = 3  # versions kept on disk


@dataclass(frozen=True)
class Published:
    """One published version of a data set."""

    version: str
    path: Path
    name: str  # "company", "cdnow" or the folder's name
    sample: bool
    data_hash: str
    until: date | None  # last complete day in the data
    built_at: str  # UTC, ISO 8601


def folder() -> Path:
    """Where versions lie; made when first asked for."""
    place = home() / "warehouse"
    if not place.is_dir():
        place.mkdir(parents=True, exist_ok=True)
    return place


def synced(path: Path) -> None:
    """Have the system write ``path`` to disk before anybody is told of it."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def publish(published: Published) -> None:
    """Point to ``published``, whose file already lies in place; then drop versions older than the last few."""
    place = published.path.parent
    written = asdict(published) | {"path": published.path.name}
    text = json.dumps(written, default=str, indent=2) + "\n"
    for name in (f"{published.version}.json", "current.json"):  # the first stays with its version
        temporary = place / f"current.{os.getpid()}.tmp"
        temporary.write_text(text, encoding="utf-8")
        synced(temporary)
        temporary.replace(place / name)
    with contextlib.suppress(OSError):  # a folder cannot be synced everywhere
        synced(place)
    _drop_old(place, published.version)


def current() -> Published | None:
    """The version to read, None when nothing has been published. InputError when the pointer is damaged.

    Where the pointer is gone and versions lie there, the newest whole one is published again, and the log says so.
    """
    pointer = folder() / "current.json"
    try:
        told = pointer.stat()
        published = _pointed(pointer, told.st_ino, told.st_mtime_ns)
    except FileNotFoundError:
        return _found_again(pointer.parent)
    except (ValueError, KeyError, TypeError):
        raise InputError(f"{pointer} is damaged; build the data again with python -m data build") from None
    if not published.path.is_file():
        raise InputError(f"{published.path} is missing; build the data again with python -m data build")
    return published


def _found_again(place: Path) -> Published | None:
    """The newest whole version in ``place``, published again."""
    for file in sorted(place.glob("2*.duckdb"), reverse=True):
        try:
            with contextlib.closing(duckdb.connect(str(file), read_only=True)) as connection:
                row = connection.execute("select until from main.data_facts").fetchone()
        except duckdb.Error:
            continue
        found = _told(file, row[0] if row else None)
        log.warning("the pointer to the published data was gone; %s is published again", file.name)
        publish(found)
        return found
    return None


def _told(file: Path, until: date | None) -> Published:
    """What is known of a version: by the note beside it, else by its own name."""
    try:
        note = file.with_suffix(".json")
        return _pointed(note, note.stat().st_ino, note.stat().st_mtime_ns)
    except (OSError, ValueError, KeyError, TypeError):
        built, _dash, content = file.stem.partition("-")
        return Published(file.stem, file, "data", False, content, until, built)


@lru_cache(maxsize=4)
def _pointed(pointer: Path, _inode: int, _written: int) -> Published:
    """What ``pointer`` says; read once, and again when it was replaced: pages ask several times a second."""
    held = json.loads(pointer.read_text(encoding="utf-8"))
    until = date.fromisoformat(held["until"]) if held["until"] else None
    return Published(**(held | {"path": pointer.parent / held["path"], "until": until}))


def _drop_old(place: Path, kept: str) -> None:
    versions = sorted((file.stem for file in place.glob("2*.duckdb")), reverse=True)
    for version in versions[KEPT:]:
        if version == kept:
            continue
        with contextlib.suppress(OSError):  # a file still in use goes at the next publish
            (place / f"{version}.duckdb").unlink()
            (place / f"{version}.json").unlink(missing_ok=True)
            shutil.rmtree(place.parent / "rejects" / version, ignore_errors=True)
