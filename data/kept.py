"""What the store holds: its tables, a row of each, and why a write is refused."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

META = sa.MetaData()
VERSIONS = sa.Table(
    "scenario_version",
    META,
    sa.Column("dataset", sa.String(200), primary_key=True),
    sa.Column("name", sa.String(200), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("based_on", sa.Integer),
    sa.Column("author", sa.String(200), nullable=False),
    sa.Column("made_at", sa.String(32), nullable=False),
)
DRAFTS = sa.Table(
    "draft",
    META,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("dataset", sa.String(200), nullable=False),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("based_on", sa.Integer, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("author", sa.String(200), nullable=False),
    sa.Column("changed_at", sa.String(32), nullable=False),
)
AUDIT = sa.Table(
    "audit",
    META,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", sa.String(32), nullable=False),
    sa.Column("author", sa.String(200), nullable=False),
    sa.Column("action", sa.String(100), nullable=False),
    sa.Column("subject", sa.String(400), nullable=False),
    sa.Column("detail", sa.Text, nullable=False, default=""),
)
ARCHIVED = sa.Table(
    "archived",
    META,
    sa.Column("dataset", sa.String(200), primary_key=True),
    sa.Column("name", sa.String(200), primary_key=True),
    sa.Column("author", sa.String(200), nullable=False),
    sa.Column("archived_at", sa.String(32), nullable=False),
)
APPROVALS = sa.Table(
    "approval",
    META,
    sa.Column("dataset", sa.String(200), primary_key=True),
    sa.Column("name", sa.String(200), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("author", sa.String(200), nullable=False),
    sa.Column("approved_at", sa.String(32), nullable=False),
)


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


@dataclass(frozen=True)
class Approval:
    """Who approved a version, and when (UTC). An approved version is locked."""

    dataset: str
    name: str
    version: int
    author: str
    approved_at: str


class LockedError(ValueError):
    """The version is approved and locked: nothing is saved over it. Nothing was written."""

    def __init__(self, approval: Approval) -> None:
        super().__init__(
            f"{approval.name} v{approval.version} was approved by {approval.author} at {approval.approved_at} and is "
            "locked; copy it under another name and change the copy"
        )
        self.approval = approval
