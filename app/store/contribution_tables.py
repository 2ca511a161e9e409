"""The tables of what people do with a contract on the site without saving it: propose, comment, be there.

Proposals and comments go with their contract, into its backups and to its end; a copy of it has none of them.
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text

from app.store.tables import METADATA, UtcTime, partial_index, text_column, time_column


def _contract() -> Column[int]:
    of_contract = ForeignKey("profiles.id", ondelete="CASCADE")
    return Column("profile_id", Integer, of_contract, nullable=False)


def _account() -> Column[int | None]:
    return Column("account_id", Integer, ForeignKey("accounts.id", ondelete="SET NULL"))


PROPOSALS = Table(
    "proposals",
    METADATA,
    Column("id", Integer, primary_key=True),
    _contract(),
    _account(),
    *(text_column(name) for name in ("who", "author", "clause", "field", "kind", "old", "new")),
    time_column("made_at"),
    Column("closed_at", UtcTime),
    Column("decision", Text),
    Column("decided_by", Text),
    Column("decided_at", UtcTime),
    Column("version", Integer),
    partial_index(
        "ix_proposals_waiting", "decision IS NULL AND closed_at IS NULL", "profile_id", "clause", "account_id"
    ),
    Index("ix_proposals_account_id", "account_id", "profile_id"),
    Index("ix_proposals_profile_id", "profile_id"),
    # The id of a proposal stands in pages that wait to be sent.
    sqlite_autoincrement=True,
)
"""What a person proposes for a field: `who` for whom, `author` her name. No row is ever given another text.

`closed_at`: when she put another text in its place, or withdrew it.
"""

COMMENTS = Table(
    "comments",
    METADATA,
    Column("id", Integer, primary_key=True),
    _contract(),
    _account(),
    Column("parent", Integer, ForeignKey("comments.id", ondelete="CASCADE")),
    *(text_column(name) for name in ("clause", "author", "text")),
    time_column("made_at"),
    Column("edited_at", UtcTime),
    Column("deleted_at", UtcTime),
    Column("resolved_at", UtcTime),
    Column("resolved_by", Text),
    Index("ix_comments_profile_id", "profile_id", "clause"),
    Index("ix_comments_account_id", "account_id"),
    Index("ix_comments_parent", "parent"),
    sqlite_autoincrement=True,
)
"""What is said of a commitment, and the answers to it, which name a `parent`.

One that was deleted has no text.
"""

PRESENCES = Table(
    "presences",
    METADATA,
    Column("profile_id", Integer, ForeignKey("profiles.id", ondelete="CASCADE"), primary_key=True),
    Column("page", Text, primary_key=True),
    Column("account_id", Integer, ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    time_column("seen_at"),
    Index("ix_presences_seen_at", "seen_at"),
)
"""Who has which page of a contract open, by its address. In no backup; a row is forgotten after minutes."""
