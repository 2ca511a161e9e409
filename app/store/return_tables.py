"""The tables of the files that came back: as received, and line by line what each changes.

They go with their contract, into its backups and to its end; a copy of the contract has none of them.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from app.store.tables import METADATA, TOKEN_LENGTH, UtcTime


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _number(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _file() -> Column[int]:
    return Column("file_id", Integer, ForeignKey("contract_files.id", ondelete="CASCADE"), nullable=False)


def _decided() -> tuple[Column[str | None], Column[str | None], Column[object], Column[int | None]]:
    return (
        Column("decision", Text),
        Column("decided_by", Text),
        Column("decided_at", UtcTime),
        Column("version", Integer),
    )


CONTRACT_FILES = Table(
    "contract_files",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("profile_id", Integer, ForeignKey("profiles.id", ondelete="CASCADE"), nullable=False),
    _text("sha256"),
    _text("name"),
    Column("content", LargeBinary, nullable=False),
    _number("size"),
    Column("received_at", UtcTime, nullable=False),
    _text("received_by"),
    _text("returned_by"),
    _text("tool"),
    Column("base_version", Integer),
    _text("base_kind"),
    _text("state"),
    _number("formatting"),
    _number("compared"),
    CheckConstraint(f"length(sha256) = {TOKEN_LENGTH}", name="sha256_length"),
    UniqueConstraint("profile_id", "sha256"),
    # Without it SQLite gives the id of a removed file to the next one, and old links follow.
    sqlite_autoincrement=True,
)
"""The files, deflated, with the SHA-256 of what was received. `returned_by`: who returned it, in words.

`base_kind` is how the version sent was recognised, `base_version` its number where it is known; `compared`
whether what nobody tracked outside the fields was seen.
"""

FILE_CHANGES = Table(
    "file_changes",
    METADATA,
    Column("id", Text, primary_key=True),
    _file(),
    _number("rank"),
    *(_text(name) for name in ("clause", "field", "kind", "old", "new", "current_at_read")),
    *(_text(name) for name in ("author", "date")),
    _number("tracked"),
    *_decided(),
    Index("ix_file_changes_file_id", "file_id"),
)
"""What each file proposes, a row for each field. The id is the hash of the file, the clause and the field."""

FILE_COMMENTS = Table(
    "file_comments",
    METADATA,
    Column("id", Text, primary_key=True),
    _file(),
    _number("rank"),
    Column("parent", Text),
    *(_text(name) for name in ("clause", "field", "author", "date", "text", "answers")),
    _number("resolved"),
    Index("ix_file_comments_file_id", "file_id"),
)
"""The comments, and the replies to them: those that name a `parent`, in the file or on the site."""

FILE_LOSSES = Table(
    "file_losses",
    METADATA,
    Column("id", Text, primary_key=True),
    _file(),
    _number("rank"),
    *(_text(name) for name in ("kind", "text", "old", "near", "field", "author", "date")),
    *_decided(),
    Index("ix_file_losses_file_id", "file_id"),
)
"""What found no place in the contract."""
