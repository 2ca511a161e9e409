"""The tables. A change here needs a migration that makes the same change: a test compares the two."""

from datetime import UTC, datetime

from sqlalchemy import (
    CheckConstraint,
    Dialect,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    Text,
    TypeDecorator,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

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
        """The text of an aware datetime. Raises ValueError when it has no time zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """The aware datetime, in UTC, that the text says."""
        return None if value is None else datetime.fromisoformat(value)


def _length(column: str, least: int, most: int) -> CheckConstraint:
    # SQLite ignores String(200), PostgreSQL does not: a CHECK is the same on both.
    return CheckConstraint(f"length({column}) BETWEEN {least} AND {most}", name=f"{column}_length")


def _partial(name: str, rows: str, *columns: str) -> Index:
    return Index(name, *columns, sqlite_where=text(rows), postgresql_where=text(rows))


class Base(DeclarativeBase):
    """The tables of the store. Every constraint has a name, so that a migration can change it."""

    metadata = MetaData(
        naming_convention={
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
        }
    )


class ProfileRow(Base):
    """One saved profile: its document, and the columns that a search or a constraint needs."""

    __tablename__ = "profiles"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    name_key: Mapped[str] = mapped_column(Text, unique=True)
    territory_name: Mapped[str] = mapped_column(Text)
    search_key: Mapped[str] = mapped_column(Text)
    document: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column()
    token: Mapped[str | None] = mapped_column(Text, unique=True)
    owner: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    updated_at: Mapped[datetime] = mapped_column(UtcTime)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcTime)
    catalogue: Mapped[str] = mapped_column(Text, server_default="")

    __table_args__ = (
        _length("name", 1, MAX_NAME),
        _length("name_key", 1, MAX_KEY),
        _length("territory_name", 1, MAX_NAME),
        _length("document", 2, MAX_DOCUMENT),
        _length("token", TOKEN_LENGTH, TOKEN_LENGTH),
        _length("owner", 1, MAX_NAME),
        CheckConstraint("version >= 1", name="version_positive"),
        # Without the trash, the list is searched in the index alone: SQLite takes 6 ms for 20,000 profiles,
        # and 25 ms where it reads the rows.
        _partial("ix_profiles_recent", "deleted_at IS NULL", "updated_at", "id", "search_key"),
        _partial("ix_profiles_trash", "deleted_at IS NOT NULL", "deleted_at", "id"),
        # Without it SQLite gives the id of a deleted profile to the next one, and old links follow.
        {"sqlite_autoincrement": True},
    )


class VersionRow(Base):
    """What one save kept: the document, the hash of the catalogue of that day, and who saved.

    `base` is the number of the version from which the document differs, None when it is whole (see
    `version_codec`); `downloaded_at` when it first left the site, and must be kept from then on.
    """

    __tablename__ = "profile_versions"

    profile_id: Mapped[int] = mapped_column(ForeignKey("profiles.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    saved_at: Mapped[datetime] = mapped_column(UtcTime)
    label: Mapped[str | None] = mapped_column(Text)
    catalogue: Mapped[str] = mapped_column(Text)
    document: Mapped[bytes] = mapped_column(LargeBinary)
    author: Mapped[str | None] = mapped_column(Text)
    base: Mapped[int | None] = mapped_column()
    downloaded_at: Mapped[datetime | None] = mapped_column(UtcTime)

    __table_args__ = (_length("label", 1, MAX_NAME), _length("author", 1, MAX_NAME))


class CatalogueRow(Base):
    """A catalogue that contracts were made with: its files, in a .zip."""

    __tablename__ = "catalogues"

    hash: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[str] = mapped_column(Text)
    files: Mapped[bytes] = mapped_column(LargeBinary)


class QuartierListRow(Base):
    """An imported list of quartiers prioritaires: where it came from. One for each generation."""

    __tablename__ = "quartier_lists"

    generation: Mapped[str] = mapped_column(Text, primary_key=True)
    source: Mapped[str] = mapped_column(Text)
    imported_at: Mapped[datetime] = mapped_column(UtcTime)


class QuartierRow(Base):
    """One quartier of an imported list. `communes` holds its INSEE codes, one space between two."""

    __tablename__ = "quartiers"

    code: Mapped[str] = mapped_column(Text, primary_key=True)
    generation: Mapped[str] = mapped_column(Text, ForeignKey("quartier_lists.generation"))
    name: Mapped[str] = mapped_column(Text)
    communes: Mapped[str] = mapped_column(Text)


class UploadRow(Base):
    """A file that somebody sent and has not confirmed yet; `token` is the SHA-256 of its token.

    `purpose` says what it was sent for. It is kept for a day, and never goes into a backup.
    """

    __tablename__ = "uploads"

    token: Mapped[str] = mapped_column(Text, primary_key=True)
    purpose: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    size: Mapped[int] = mapped_column()
    uploaded_at: Mapped[datetime] = mapped_column(UtcTime)

    __table_args__ = (
        _length("token", TOKEN_LENGTH, TOKEN_LENGTH),
        Index("ix_uploads_uploaded_at", "uploaded_at"),
    )


PROFILES = Base.metadata.tables[ProfileRow.__tablename__]
"""What reads and writes profiles by statements made once: the classes' own take twice the time."""

VERSIONS = Base.metadata.tables[VersionRow.__tablename__]

UPLOADS = Base.metadata.tables[UploadRow.__tablename__]
