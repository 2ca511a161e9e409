"""What a save writes in one transaction: the profile and its version."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, update

from app.store.records import SavedProfile
from app.store.retention import trim_versions
from app.store.rows import ProfileColumns, read_document
from app.store.tables import PROFILES
from app.store.versions import keep_version

_NEW = insert(PROFILES)
_THIS = update(PROFILES).where(PROFILES.c.id == bindparam("this"))


def write_new(
    connection: Connection,
    columns: ProfileColumns,
    now: datetime,
    *,
    author: str,
    catalogue: str,
    token: str | None,
) -> SavedProfile:
    """A profile that was not there. Raises IntegrityError when its name or its token was taken meanwhile."""
    known = {"version": 1, "created_at": now, "updated_at": now, "catalogue": catalogue, "token": token}
    key: Any = connection.execute(_NEW, {**columns, **known}).inserted_primary_key
    saved = SavedProfile(key.id, 1, read_document(columns["document"]), now, now, catalogue)
    keep_version(connection, saved, columns["document"], author)
    return saved


def write_again(
    connection: Connection,
    row: Row[Any],
    columns: ProfileColumns,
    now: datetime,
    *,
    author: str,
    catalogue: str,
) -> SavedProfile:
    """The next version of a profile that was read, locked, in this transaction; no longer in the trash.

    Raises IntegrityError when its name was taken meanwhile.
    """
    version = row.version + 1
    columns_changed = {name: text for name, text in columns.items() if text != row._mapping[name]}
    known = {"version": version, "updated_at": now, "catalogue": catalogue, "deleted_at": None}
    connection.execute(_THIS, {"this": row.id, **columns_changed, **known})
    profile = read_document(columns["document"])
    saved = SavedProfile(row.id, version, profile, row.created_at, now, catalogue)
    keep_version(connection, saved, columns["document"], author)
    if row.updated_at.date() != now.date():  # once a day, by the first save
        trim_versions(connection, row.id, now)
    return saved


def put_in_trash(connection: Connection, row: Row[Any], now: datetime, key: str) -> None:
    """Put a profile in the trash; `key` leaves its name to others."""
    connection.execute(_THIS, {"this": row.id, "deleted_at": now, "name_key": key})
