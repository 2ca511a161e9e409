"""The tables. A change here needs a migration that makes the same change: a test compares the two."""

from datetime import UTC, datetime

from sqlalchemy import (
    CheckConstraint,
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    text,
)

from app.domain.text import MAX_NAME

MAX_KEY = 3 * MAX_NAME
"""Longest unique key, and search key: folding turns a letter into three at most, apart from a few ligatures.

In UTF-8 it stays under the 2,704 bytes that PostgreSQL accepts in an index.
"""

MAX_DOCUMENT = 20_000_000
"""Longest JSON text of one profile, in characters: a thousand fields filled to the brim."""

TOKEN_LENGTH = 64
"""A token is kept as its SHA-256 in hexadecimal, so that whatever a form carried fits."""


class UtcTime(TypeDecorator[datetime]):
    """An instant, as ISO 8601 text in UTC of one width: SQLite and PostgreSQL sort it alike."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Return the text of an aware datetime. Raises ValueError when it has no time zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Return the aware datetime, in UTC, that the text says."""
        return None if value is None else datetime.fromisoformat(value)


def text_column(name: str) -> Column[str]:
    """Return a column of text that is never empty of a value."""
    return Column(name, Text, nullable=False)


def time_column(name: str) -> Column[datetime]:
    """Return a column that holds an instant."""
    return Column(name, UtcTime, nullable=False)


def length_check(column: str, least: int, most: int) -> CheckConstraint:
    """Return the bounds of the length of a text."""
    # SQLite ignores String(200), PostgreSQL does not: a CHECK is the same on both.
    return CheckConstraint(f"length({column}) BETWEEN {least} AND {most}", name=f"{column}_length")


def partial_index(name: str, rows: str, *columns: str) -> Index:
    """Return an index of some rows alone."""
    return Index(name, *columns, sqlite_where=text(rows), postgresql_where=text(rows))


METADATA = MetaData(
    naming_convention={
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
    }
)
"""The tables of the store. Every constraint has a name, so that a migration can change it."""

PROFILES = Table(
    "profiles",
    METADATA,
    Column("id", Integer, primary_key=True),
    text_column("name"),
    Column("name_key", Text, nullable=False, unique=True),
    text_column("territory_name"),
    text_column("search_key"),
    text_column("document"),
    Column("version", Integer, nullable=False),
    Column("token", Text, unique=True),
    Column("owner", Text),
    time_column("created_at"),
    time_column("updated_at"),
    Column("deleted_at", UtcTime),
    Column("catalogue", Text, nullable=False, server_default=""),
    length_check("name", 1, MAX_NAME),
    length_check("name_key", 1, MAX_KEY),
    length_check("territory_name", 1, MAX_NAME),
    length_check("document", 2, MAX_DOCUMENT),
    length_check("token", TOKEN_LENGTH, TOKEN_LENGTH),
    length_check("owner", 1, MAX_NAME),
    CheckConstraint("version >= 1", name="version_positive"),
    # Without the trash, the list is searched in the index alone: SQLite takes 6 ms for 20,000 profiles,
    # and 25 ms where it reads the rows.
    partial_index("ix_profiles_recent", "deleted_at IS NULL", "updated_at", "id", "search_key"),
    partial_index("ix_profiles_trash", "deleted_at IS NOT NULL", "deleted_at", "id"),
    # Without it SQLite gives the id of a deleted profile to the next one, and old links follow.
    sqlite_autoincrement=True,
)
"""The saved profiles: the document of each, and the columns that a search or a constraint needs."""

VERSIONS = Table(
    "profile_versions",
    METADATA,
    Column("profile_id", Integer, ForeignKey("profiles.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    time_column("saved_at"),
    Column("label", Text),
    text_column("catalogue"),
    Column("document", LargeBinary, nullable=False),
    Column("author", Text),
    Column("base", Integer),
    Column("downloaded_at", UtcTime),
    Column("signed_on", Text),
    Column("signed_by", Text),
    length_check("label", 1, MAX_NAME),
    length_check("author", 1, MAX_NAME),
    # Each page of a contract asks for its signed version: without it, all versions are read.
    partial_index("ix_profile_versions_signed", "signed_on IS NOT NULL", "profile_id", "number"),
)
"""What each save kept: the document, the hash of the catalogue of that day, and who saved.

`base` is the number of the version from which the document differs, None when it is whole (see
`documents`); `downloaded_at` when it first left the site, and must be kept from then on; `signed_on` the
day, as ISO 8601, on which `signed_by` signed it.
"""

CATALOGUES = Table(
    "catalogues",
    METADATA,
    Column("hash", Text, primary_key=True),
    text_column("version"),
    Column("files", LargeBinary, nullable=False),
)
"""The catalogues that contracts were made with: the files of each, in a .zip."""

QUARTIER_LISTS = Table(
    "quartier_lists",
    METADATA,
    Column("generation", Text, primary_key=True),
    text_column("source"),
    time_column("imported_at"),
)
"""The imported lists of quartiers prioritaires: where each came from. One for each generation."""

QUARTIERS = Table(
    "quartiers",
    METADATA,
    Column("code", Text, primary_key=True),
    Column("generation", Text, ForeignKey("quartier_lists.generation"), nullable=False),
    text_column("name"),
    text_column("communes"),
    Column("figures", Text, nullable=False, server_default=""),
)
"""The quartiers of the imported lists. `communes` holds INSEE codes, one space between two.

`figures` are what the list says besides, as a JSON list of labels, values and years; empty for nothing.
"""

UPLOADS = Table(
    "uploads",
    METADATA,
    Column("token", Text, primary_key=True),
    text_column("purpose"),
    text_column("name"),
    Column("content", LargeBinary, nullable=False),
    Column("size", Integer, nullable=False),
    time_column("uploaded_at"),
    length_check("token", TOKEN_LENGTH, TOKEN_LENGTH),
    Index("ix_uploads_uploaded_at", "uploaded_at"),
)
"""Files that somebody sent and has not confirmed yet; `token` is the SHA-256 of its token.

`purpose` says what each was sent for. It is kept for a day, and never goes into a backup.
"""

KEPT_FILES = Table(
    "kept_files",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("profile_id", Integer, ForeignKey("profiles.id", ondelete="CASCADE"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("size", Integer, nullable=False),
    time_column("kept_at"),
    length_check("key", TOKEN_LENGTH, TOKEN_LENGTH),
    Index("ix_kept_files_profile_id", "profile_id"),
    Index("ix_kept_files_kept_at", "kept_at", "size"),
)
"""What LibreOffice made of the latest version of a contract, by the SHA-256 of what it was made of.

Nothing depends on it: it can be removed at any time, and never goes into a backup.
"""
