"""What people decide: scenarios, drafts and the trail of who did what. SQLite by default, PostgreSQL by its URL.

A scenario is opaque text here (metrics knows what it means). Versions are only ever added; a draft is overwritten.
Every write leaves an audit line in the same transaction: either both are there or neither.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

import sqlalchemy as sa

from data.home import home

_META = sa.MetaData()
_TOLD = ("dataset", "name", "based_on", "body")  # what a draft says; another author or time alone is no change
_NEW = (*_TOLD, "author", "changed_at")

_VERSIONS = sa.Table(
    "scenario_version",
    _META,
    sa.Column("dataset", sa.String(200), primary_key=True),
    sa.Column("name", sa.String(200), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("based_on", sa.Integer),
    sa.Column("author", sa.String(200), nullable=False),
    sa.Column("made_at", sa.String(32), nullable=False),
)
_DRAFTS = sa.Table(
    "draft",
    _META,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("dataset", sa.String(200), nullable=False),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("based_on", sa.Integer, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("author", sa.String(200), nullable=False),
    sa.Column("changed_at", sa.String(32), nullable=False),
)
_AUDIT = sa.Table(
    "audit",
    _META,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", sa.String(32), nullable=False),
    sa.Column("author", sa.String(200), nullable=False),
    sa.Column("action", sa.String(100), nullable=False),
    sa.Column("subject", sa.String(400), nullable=False),
    sa.Column("detail", sa.Text, nullable=False, default=""),
)


# Statements a page makes at every move, built once: building one takes longer than carrying it out.
_NEWEST = (
    sa.select(_VERSIONS.c.version, _VERSIONS.c.made_at)
    .where(_VERSIONS.c.dataset == sa.bindparam("dataset"), _VERSIONS.c.name == sa.bindparam("name"))
    .order_by(_VERSIONS.c.version.desc())
    .limit(1)
)
_DRAFT = sa.select(_DRAFTS).where(_DRAFTS.c.id == sa.bindparam("id"))
_REDRAFT = (
    sa.update(_DRAFTS)
    .where(_DRAFTS.c.id == sa.bindparam("held"))
    .where(sa.or_(*(_DRAFTS.c[name] != sa.bindparam(f"new_{name}", type_=_DRAFTS.c[name].type) for name in _TOLD)))
    .values({name: sa.bindparam(f"new_{name}") for name in _NEW})
)
_NEW_DRAFT, _NEW_LINE = sa.insert(_DRAFTS), sa.insert(_AUDIT)


@dataclass(frozen=True)
class Version:
    """One saved state of a scenario; never changed after it is made."""

    dataset: str
    name: str
    version: int
    body: str
    based_on: int | None
    author: str
    made_at: str


@dataclass(frozen=True)
class Draft:
    """A what-if in progress: autosaved, one row, its id in the address."""

    id: str
    dataset: str
    name: str
    based_on: int
    body: str
    author: str
    changed_at: str


@dataclass(frozen=True)
class AuditLine:
    """Who did what to what, and when (UTC)."""

    at: str
    author: str
    action: str
    subject: str
    detail: str


class ConflictError(ValueError):
    """Somebody saved a newer version in the meantime; it is in ``latest``. Nothing was written."""

    def __init__(self, latest: Version, based_on: int) -> None:
        super().__init__(
            f"{latest.name} v{latest.version} was saved by {latest.author} at {latest.made_at}, after the v{based_on} "
            "you started from; compare the two and save on top of the newer one"
        )
        self.latest = latest
        self.based_on = based_on


def now() -> str:
    """The time written beside what is saved: UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class Store:
    """Scenarios, drafts and audit lines behind one database URL."""

    def __init__(self, url: str) -> None:
        self._engine = sa.create_engine(url)
        if self._engine.dialect.name == "sqlite":
            sa.event.listen(self._engine, "connect", _patient)
        _META.create_all(self._engine)

    @property
    def engine(self) -> sa.Engine:
        """The database, for what else is kept in it."""
        return self._engine

    @staticmethod
    def note(connection: sa.Connection, author: str, action: str, subject: str, detail: str = "") -> None:
        """An audit line in the transaction of the write it tells of. ValueError without an author."""
        if not author:
            raise ValueError("a write needs an author")
        line = {"at": now(), "author": author, "action": action, "subject": subject, "detail": detail}
        connection.execute(_NEW_LINE, line)

    @contextmanager
    def _writing(self, author: str, action: str, subject: str, detail: str = "") -> Iterator[sa.Connection]:
        with self._engine.begin() as connection:
            self.note(connection, author, action, subject, detail)
            yield connection

    def save_version(self, dataset: str, name: str, body: str, *, author: str, based_on: int | None) -> Version:
        """Append a version of scenario ``name``.

        ``based_on`` is the version the author started from, None for the first. Raises ConflictError, and writes
        nothing, when a newer one was saved in the meantime.
        """
        latest = self.latest(dataset, name)
        if latest is not None and latest.version != based_on:
            raise ConflictError(latest, based_on or 0)
        made = Version(dataset, name, (based_on or 0) + 1, body, based_on, author, now())
        subject = f"{dataset}/{name} v{made.version}"
        try:
            with self._writing(author, "scenario saved", subject, f"based on v{based_on}" if based_on else "") as c:
                c.execute(sa.insert(_VERSIONS).values(**vars(made)))
        except sa.exc.IntegrityError:  # two writers passed the check together: the database let one in
            newer = self.latest(dataset, name)
            if newer is None:
                raise
            raise ConflictError(newer, based_on or 0) from None
        self._to_disk()
        return made

    def _to_disk(self) -> None:
        """Wait until what is written would survive a power cut: a saved version must, a draft on the move need not."""
        if self._engine.dialect.name == "sqlite":
            with self._engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(FULL)")

    def latest(self, dataset: str, name: str) -> Version | None:
        """The newest version of ``name``, or None."""
        found = self.versions(dataset, name)
        return found[-1] if found else None

    def newest(self, dataset: str, name: str) -> tuple[int, str] | None:
        """Number and time of the newest version of ``name``, or None."""
        with self._engine.connect() as connection:
            row = connection.execute(_NEWEST, {"dataset": dataset, "name": name}).first()
            return (row[0], row[1]) if row else None

    def version(self, dataset: str, name: str, version: int) -> Version | None:
        """Version number ``version`` of ``name``, or None."""
        return next((v for v in self.versions(dataset, name) if v.version == version), None)

    def versions(self, dataset: str, name: str | None = None) -> list[Version]:
        """All versions of ``name`` (of every scenario when None), oldest first."""
        query = sa.select(_VERSIONS).where(_VERSIONS.c.dataset == dataset)
        if name is not None:
            query = query.where(_VERSIONS.c.name == name)
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(_VERSIONS.c.name, _VERSIONS.c.version)).mappings()
            return [Version(**row) for row in rows]

    def save_draft(self, draft_id: str, dataset: str, name: str, body: str, *, author: str, based_on: int) -> Draft:
        """Write the draft over what it was; an audit line only when its text changed."""
        draft = Draft(draft_id, dataset, name, based_on, body, author, now())
        told = vars(draft)
        with self._engine.begin() as connection:
            if not connection.execute(_REDRAFT, {"held": draft_id} | {f"new_{k}": told[k] for k in _NEW}).rowcount:
                row = connection.execute(_DRAFT, {"id": draft_id}).mappings().first()
                if row:  # it says all that already
                    return Draft(**row)
                connection.execute(_NEW_DRAFT, told)
            subject = f"{dataset}/{name} draft {draft_id}"
            self.note(connection, author, "draft changed", subject, f"on v{based_on}")
        return draft

    def draft(self, draft_id: str) -> Draft | None:
        """The draft of that id, or None."""
        with self._engine.connect() as connection:
            row = connection.execute(_DRAFT, {"id": draft_id}).mappings().first()
            return Draft(**row) if row else None

    def drop_draft(self, draft_id: str, *, author: str) -> None:
        """Forget a draft: it was saved as a version, or thrown away."""
        held = self.draft(draft_id)
        if held is None:
            return
        with self._writing(author, "draft dropped", f"{held.dataset}/{held.name} draft {draft_id}") as connection:
            connection.execute(sa.delete(_DRAFTS).where(_DRAFTS.c.id == draft_id))

    def record(self, author: str, action: str, subject: str, detail: str = "") -> None:
        """Leave an audit line for something done elsewhere: a build, an import, an export."""
        with self._writing(author, action, subject, detail):
            pass

    def audit(self, limit: int = 100) -> list[AuditLine]:
        """The newest audit lines first."""
        columns = (_AUDIT.c.at, _AUDIT.c.author, _AUDIT.c.action, _AUDIT.c.subject, _AUDIT.c.detail)
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(*columns).order_by(_AUDIT.c.id.desc()).limit(limit)).mappings()
            return [AuditLine(**row) for row in rows]


def _patient(connection: object, _record: object) -> None:
    """SQLite: readers beside a writer, and a writer that waits for another instead of failing.

    With synchronous=NORMAL a killed program loses nothing, a power cut at most the last moment; a draft is written on
    every move of a slider, and waiting for the disk each time would be felt.
    """
    cursor = connection.cursor()  # type: ignore[attr-defined]
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA busy_timeout=5000")
    cursor.close()


@cache
def _store(url: str) -> Store:
    return Store(url)


def open_store() -> Store:
    """The store of this installation: PAYBACK_STORE when set, else SQLite in PAYBACK_HOME."""
    return _store(os.environ.get("PAYBACK_STORE") or f"sqlite:///{home() / 'store.db'}")
