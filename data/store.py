"""What people decide: scenarios, drafts and the trail of who did what. SQLite by default, PostgreSQL by its URL.

A scenario is opaque text here (metrics knows what it means). Versions are only ever added; a draft is overwritten.
Every write leaves an audit line in the same transaction: either both are there or neither.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache

import sqlalchemy as sa

from data.home import home
from data.kept import (
    APPROVALS,
    ARCHIVED,
    AUDIT,
    DRAFTS,
    META,
    VERSIONS,
    Approval,
    AuditLine,
    ConflictError,
    Draft,
    LockedError,
    Version,
)

__all__ = ["Approval", "AuditLine", "ConflictError", "Draft", "LockedError", "Store", "Version", "now", "open_store"]

LONGEST_ID = 64  # letters of a draft's id
PATIENCE = 20_000  # milliseconds a write waits for another program's to end
_TOLD = ("dataset", "name", "based_on", "body")  # what a draft says; another author or time alone is no change
_NEW = (*_TOLD, "author", "changed_at")

# Statements a page makes at every move, built once: building one takes longer than carrying it out.
_NEWEST = (
    sa.select(VERSIONS.c.version, VERSIONS.c.made_at)
    .where(VERSIONS.c.dataset == sa.bindparam("dataset"), VERSIONS.c.name == sa.bindparam("name"))
    .order_by(VERSIONS.c.version.desc())
    .limit(1)
)
_DRAFT = sa.select(DRAFTS).where(DRAFTS.c.id == sa.bindparam("id"))
_REDRAFT = (
    sa.update(DRAFTS)
    .where(DRAFTS.c.id == sa.bindparam("held"))
    .where(sa.or_(*(DRAFTS.c[name] != sa.bindparam(f"new_{name}", type_=DRAFTS.c[name].type) for name in _TOLD)))
    .values({name: sa.bindparam(f"new_{name}") for name in _NEW})
)
_SWAP = (
    sa.update(DRAFTS)
    .where(DRAFTS.c.id == sa.bindparam("held"), DRAFTS.c.body == sa.bindparam("before"))
    .values({name: sa.bindparam(f"new_{name}") for name in _NEW})
)
_NEW_DRAFT, _NEW_LINE = sa.insert(DRAFTS), sa.insert(AUDIT)


def now() -> str:
    """The time written beside what is saved: UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class Store:
    """Scenarios, drafts and audit lines behind one database URL."""

    def __init__(self, url: str) -> None:
        self._engine = sa.create_engine(url)
        if self._engine.dialect.name == "sqlite":
            sa.event.listen(self._engine, "connect", _patient)
        META.create_all(self._engine)

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

        ``based_on`` is the version the author started from, None for the first. Writes nothing, and raises
        ConflictError when a newer one was saved in the meantime, LockedError when that version is approved.
        """
        latest = self.latest(dataset, name)
        if latest is not None and latest.version != based_on:
            raise ConflictError(latest, based_on or 0)
        made = Version(dataset, name, (based_on or 0) + 1, body, based_on, author, now())
        subject = f"{dataset}/{name} v{made.version}"
        try:
            with self._writing(author, "scenario saved", subject, f"based on v{based_on}" if based_on else "") as c:
                self._refuse_locked(c, dataset, name, based_on)
                c.execute(sa.insert(VERSIONS).values(**vars(made)))
        except sa.exc.IntegrityError:  # two writers passed the check together: the database let one in
            newer = self.latest(dataset, name)
            if newer is None:
                raise
            raise ConflictError(newer, based_on or 0) from None
        self._to_disk()
        return made

    @staticmethod
    def _refuse_locked(connection: sa.Connection, dataset: str, name: str, version: int | None) -> None:
        """Asked inside the writing transaction; the version's row is held, so that an approval waits for it."""
        mine = (VERSIONS.c.dataset == dataset, VERSIONS.c.name == name, VERSIONS.c.version == version)
        connection.execute(sa.select(VERSIONS.c.version).where(*mine).with_for_update())
        query = sa.select(APPROVALS).where(APPROVALS.c.dataset == dataset, APPROVALS.c.name == name)
        row = connection.execute(query.where(APPROVALS.c.version == version)).mappings().first()
        if row:
            raise LockedError(Approval(**row))

    def approve(self, dataset: str, name: str, version: int, *, author: str) -> Approval:
        """Approve and lock a version, for good; the approval it has already when there is one.

        LookupError when there is no such version.
        """
        mine = (VERSIONS.c.dataset == dataset, VERSIONS.c.name == name, VERSIONS.c.version == version)
        made = Approval(dataset, name, version, author, now())
        try:
            with self._writing(author, "scenario approved", f"{dataset}/{name} v{version}") as c:
                if c.execute(sa.select(VERSIONS.c.version).where(*mine).with_for_update()).first() is None:
                    raise LookupError(f"there is no {name} v{version}")
                c.execute(sa.insert(APPROVALS).values(**vars(made)))
        except sa.exc.IntegrityError:
            return next(a for a in self.approvals(dataset) if (a.name, a.version) == (name, version))
        self._to_disk()
        return made

    def approvals(self, dataset: str) -> list[Approval]:
        """Every approval, by name and version."""
        query = sa.select(APPROVALS).where(APPROVALS.c.dataset == dataset)
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(APPROVALS.c.name, APPROVALS.c.version)).mappings()
            return [Approval(**row) for row in rows]

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
        query = sa.select(VERSIONS).where(VERSIONS.c.dataset == dataset)
        if name is not None:
            query = query.where(VERSIONS.c.name == name)
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(VERSIONS.c.name, VERSIONS.c.version)).mappings()
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

    def swap_draft(self, draft: Draft, body: str, *, author: str) -> bool:
        """Write ``body`` over ``draft``, or as a new one, if it still says what it said; whether it did.

        Somebody else's edit in the meantime is never written over: then nothing is written.
        """
        told = vars(draft) | {"body": body, "author": author, "changed_at": now()}
        values = {"held": draft.id, "before": draft.body} | {f"new_{name}": told[name] for name in _NEW}
        try:
            with self._engine.begin() as connection:
                if not connection.execute(_SWAP, values).rowcount:
                    if connection.execute(_DRAFT, {"id": draft.id}).first():
                        return False
                    connection.execute(_NEW_DRAFT, told)
                subject = f"{draft.dataset}/{draft.name} draft {draft.id}"
                self.note(connection, author, "draft changed", subject, f"on v{draft.based_on}")
        except sa.exc.IntegrityError:  # two began the same draft together: the database let one in
            return False
        return True

    def draft(self, draft_id: str) -> Draft | None:
        """The draft of that id, or None; an id longer than any of ours names nothing."""
        if len(draft_id) > LONGEST_ID:
            return None
        with self._engine.connect() as connection:
            row = connection.execute(_DRAFT, {"id": draft_id}).mappings().first()
            return Draft(**row) if row else None

    def archive(self, dataset: str, name: str, *, author: str) -> None:
        """Take scenario ``name`` out of the lists, for good; its versions stay. LookupError when there is none."""
        with self._writing(author, "scenario archived", f"{dataset}/{name}") as connection:
            mine = (VERSIONS.c.dataset == dataset, VERSIONS.c.name == name)
            if connection.execute(sa.select(VERSIONS.c.version).where(*mine).limit(1)).first() is None:
                raise LookupError(f"there is no scenario {name}")
            if name not in self._archived(connection, dataset):
                connection.execute(
                    sa.insert(ARCHIVED).values(dataset=dataset, name=name, author=author, archived_at=now())
                )

    def archived(self, dataset: str) -> frozenset[str]:
        """Names of the scenarios that were archived."""
        with self._engine.connect() as connection:
            return self._archived(connection, dataset)

    @staticmethod
    def _archived(connection: sa.Connection, dataset: str) -> frozenset[str]:
        query = sa.select(ARCHIVED.c.name).where(ARCHIVED.c.dataset == dataset)
        return frozenset(str(name) for name in connection.execute(query).scalars())

    def drop_draft(self, draft_id: str, *, author: str) -> None:
        """Forget a draft: it was saved as a version, or thrown away."""
        held = self.draft(draft_id)
        if held is None:
            return
        with self._writing(author, "draft dropped", f"{held.dataset}/{held.name} draft {draft_id}") as connection:
            connection.execute(sa.delete(DRAFTS).where(DRAFTS.c.id == draft_id))

    def record(self, author: str, action: str, subject: str, detail: str = "") -> None:
        """Leave an audit line for something done elsewhere: a build, an import, an export."""
        with self._writing(author, action, subject, detail):
            pass

    def audit(self, limit: int = 100) -> list[AuditLine]:
        """The newest audit lines first."""
        columns = (AUDIT.c.at, AUDIT.c.author, AUDIT.c.action, AUDIT.c.subject, AUDIT.c.detail)
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(*columns).order_by(AUDIT.c.id.desc()).limit(limit)).mappings()
            return [AuditLine(**row) for row in rows]


def _patient(connection: object, _record: object) -> None:
    """SQLite: readers beside a writer, and a writer that waits for another instead of failing.

    With synchronous=NORMAL a killed program loses nothing, a power cut at most the last moment; a draft is written on
    every move of a slider, and waiting for the disk each time would be felt.
    """
    cursor = connection.cursor()  # type: ignore[attr-defined]
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute(f"PRAGMA busy_timeout={PATIENCE}")
    cursor.close()


@cache
def _store(url: str) -> Store:
    return Store(url)


def open_store() -> Store:
    """The store of this installation: PAYBACK_STORE when set, else SQLite in PAYBACK_HOME."""
    return _store(os.environ.get("PAYBACK_STORE") or f"sqlite:///{home() / 'store.db'}")
