"""The tables of the contracts made elsewhere that are taken over: the file, and what was recognised of it.

A takeover belongs to an account until it has made a contract, with which it then goes.
"""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text

from app.store.tables import METADATA, TOKEN_LENGTH, UtcTime, text_column, time_column


def _number(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _takeover() -> Column[int]:
    return Column("takeover_id", Integer, ForeignKey("takeovers.id", ondelete="CASCADE"), nullable=False)


TAKEOVERS = Table(
    "takeovers",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("profile_id", Integer, ForeignKey("profiles.id", ondelete="CASCADE")),
    Column("account_id", Integer),
    text_column("sha256"),
    text_column("name"),
    Column("content", LargeBinary),
    _number("size"),
    _number("pages"),
    Column("original", LargeBinary, nullable=False),
    time_column("received_at"),
    time_column("touched_at"),
    Column("removed_at", UtcTime),
    CheckConstraint(f"length(sha256) = {TOKEN_LENGTH}", name="sha256_length"),
    Index("ix_takeovers_profile_id", "profile_id"),
    # Without it SQLite gives the id of a removed takeover to the next one, and old links follow.
    sqlite_autoincrement=True,
)
"""The files, deflated, and as they were read. `account_id`: whose it is; none on a site without accounts.

`profile_id`: the contract that was made of it. `content` is empty once the file was removed, at `removed_at`.
"""

TAKEOVER_PIECES = Table(
    "takeover_pieces",
    METADATA,
    Column("id", Integer, primary_key=True),
    _takeover(),
    _number("rank"),
    *(text_column(name) for name in ("target", "record", "field", "value", "text")),
    _number("page"),
    text_column("spans"),
    Column("outcome", Text),
    Column("corrected", Text),
    Index("ix_takeover_pieces_takeover_id", "takeover_id"),
)
"""What was recognised, a row a piece. `record` is its key; `value`, `corrected` and `spans` are JSON."""

TAKEOVER_REMAINDERS = Table(
    "takeover_remainders",
    METADATA,
    Column("id", Integer, primary_key=True),
    _takeover(),
    *(_number(name) for name in ("rank", "page", "paragraph")),
    *(text_column(name) for name in ("text", "near")),
    Column("outcome", Text),
    Column("destination", Text),
    Index("ix_takeover_remainders_takeover_id", "takeover_id"),
)
"""What found no place. `destination` says in JSON in which field it was put, with which words."""
