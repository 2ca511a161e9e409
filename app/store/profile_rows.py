"""The rows of profiles: made from a profile, found, locked, written, and read back."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypedDict

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    bindparam,
    false,
    insert,
    or_,
    select,
    update,
)

from app.domain.limits import ProfileTooLarge, refuse_too_large
from app.domain.problems import Problem
from app.domain.profile import Profile
from app.domain.profile_json import ProfileRefused
from app.domain.text import SHORT_FORMS, name_key, search_terms
from app.store.errors import NameTaken, ProfileChanged, ProfileNotFound, ProfileTrashed, StoreUnavailable
from app.store.kept_files import forget_files
from app.store.records import SavedProfile, Stamp, read_document, write_document
from app.store.tables import MAX_DOCUMENT, MAX_KEY, PROFILES
from app.store.versions import keep_version, trim_versions
from app.store.visibility import visible_to

BIGGEST_ID = 2**31 - 1
"""Above it an id overflows the column, and so belongs to no profile."""


_ROW = select(PROFILES).where(PROFILES.c.id == bindparam("this"))
_LOCKED = _ROW.with_for_update()

_NEW = insert(PROFILES)
_THIS = update(PROFILES).where(PROFILES.c.id == bindparam("this"))


class ProfileColumns(TypedDict):
    """The columns that follow from the profile alone."""

    name: str
    name_key: str
    territory_name: str
    search_key: str
    document: str


def columns_of(profile: Profile) -> ProfileColumns:
    """Return the columns of a profile. Raises ProfileRefused for one that could not be read again."""
    document = write_document(profile)
    clean = read_document(document)
    if clean != profile:
        document = write_document(clean)
    if len(document) > MAX_DOCUMENT:
        raise ProfileRefused((Problem("", f"contrat trop long : {MAX_DOCUMENT} caractères au plus"),))
    territory = clean.territory
    return ProfileColumns(
        name=clean.name,
        name_key=unique_key(clean.name),
        territory_name=territory.name,
        search_key=search_key(clean.name, territory.name, territory.code),
        document=document,
    )


def check_limits(profile: Profile, document: str, before: str | None = None) -> None:
    """Refuse a contract that passes a limit, unless it grew no further than the document that it replaces.

    Raises ProfileTooLarge.
    """
    size = len(document.encode())
    try:
        refuse_too_large(profile, size)
    except ProfileTooLarge:
        if before is None:
            raise
        refuse_too_large(profile, size, read_document(before), len(before.encode()))


def unique_key(name: str) -> str:
    """Return the key that two profiles cannot share."""
    return name_key(name)[:MAX_KEY]


def search_key(*texts: str) -> str:
    """Return the words by which a profile is found, a space before each, « st » written out as « saint »."""
    terms = search_terms(" ".join(texts))
    return "".join(f" {SHORT_FORMS.get(term, term)}" for term in terms)[:MAX_KEY]


def token_digest(token: str | None) -> str | None:
    """Return what is kept of the token of a form; None when there is none."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest() if token else None


def saved_profile(row: Row[Any]) -> SavedProfile:
    """Return the profile of a row. Raises StoreUnavailable when someone changed the document by hand."""
    try:
        profile = read_document(row.document)
    except (ValueError, RecursionError) as error:
        raise StoreUnavailable(
            f"Le contrat n° {row.id} est illisible dans la base de données. "
            "Remettez en place la dernière sauvegarde ou supprimez ce contrat."
        ) from error
    return SavedProfile(row.id, row.version, profile, row.created_at, row.updated_at, row.catalogue)


def row_to_write(connection: Connection, profile_id: int) -> Row[Any]:
    """Return the row, locked until the transaction ends, in the trash or not. Raises ProfileNotFound."""
    return _row(connection, _LOCKED, profile_id)


def present_row(connection: Connection, profile_id: int, expected_version: int | None = None) -> Row[Any]:
    """Return the row to read; or to write, locked, when it must be at a version.

    Raises ProfileNotFound, ProfileTrashed, and ProfileChanged with what is there instead.
    """
    row = _present(_row(connection, _ROW if expected_version is None else _LOCKED, profile_id))
    if expected_version not in {None, row.version}:
        raise ProfileChanged(saved_profile(row))
    return row


def made_by(
    connection: Connection, token: str | None, columns: ProfileColumns, viewer: int | None
) -> Row[Any] | ProfileColumns:
    """Return the row that this token made; else the columns of a new one, with a key that no other row has.

    One statement for both questions: between two, PostgreSQL would show what the same form,
    sent twice, has just saved, and the name would seem to be someone else's.
    Raises ProfileTrashed, and NameTaken as `with_free_key` does.
    """
    same_form = false() if token is None else PROFILES.c.token == token
    seen = visible_to(viewer).label("seen")
    either = or_(same_form, _same_name(columns["name_key"]))
    holders = connection.execute(select(PROFILES, seen).where(either)).all()
    if token is not None:
        for row in holders:
            if row.token == token:
                return _present(row)
    return _with_key_beside(columns, holders)


APART = "\u200b"
"""Between the key of a name and what tells it from the same name of a contract that the maker does not see.

No key of a name holds an invisible character.
"""

_APART_LENGTH = 9


def _same_name(key: str) -> ColumnElement[bool]:
    """Hold for the rows that have the name of this key, whatever tells them apart."""
    cut = key[: MAX_KEY - _APART_LENGTH]
    return or_(PROFILES.c.name_key == key, PROFILES.c.name_key.startswith(cut + APART, autoescape=True))


def keep_key(columns: ProfileColumns, kept: str) -> ProfileColumns | None:
    """Return the columns with the key that the row has, when its name is still the same; None when not."""
    key = columns["name_key"]
    is_same = kept == key or kept.startswith(key[: MAX_KEY - _APART_LENGTH] + APART)
    return {**columns, "name_key": kept} if is_same else None


def with_free_key(
    connection: Connection, columns: ProfileColumns, viewer: int | None, own_id: int
) -> ProfileColumns:
    """Return the columns with a key that no other row has.

    Raises NameTaken when a contract that the viewer sees has the name; one that she does not is none of her
    business, and its name is free for her.
    """
    held = select(PROFILES.c.id, PROFILES.c.name, PROFILES.c.name_key, visible_to(viewer).label("seen"))
    others = (_same_name(columns["name_key"]), PROFILES.c.id != own_id)
    return _with_key_beside(columns, connection.execute(held.where(*others)).all())


def _with_key_beside(columns: ProfileColumns, holders: Iterable[Row[Any]]) -> ProfileColumns:
    """Return the columns with a key of their own beside the rows of the same name. Raises NameTaken."""
    key = columns["name_key"]
    for holder in holders:
        if holder.seen:
            raise NameTaken(holder.id, holder.name)
        if holder.name_key == key:
            apart = key[: MAX_KEY - _APART_LENGTH] + APART + secrets.token_hex(_APART_LENGTH // 2)
            columns = {**columns, "name_key": apart}
    return columns


def _row(connection: Connection, asked: Select[Any], profile_id: int) -> Row[Any]:
    if not 0 < profile_id <= BIGGEST_ID:
        raise ProfileNotFound(profile_id)
    row = connection.execute(asked, {"this": profile_id}).one_or_none()
    if row is None:
        raise ProfileNotFound(profile_id)
    return row


def _present(row: Row[Any]) -> Row[Any]:
    if row.deleted_at is not None:
        raise ProfileTrashed(row.id)
    return row


def write_new(
    connection: Connection, columns: ProfileColumns, now: datetime, stamp: Stamp, token: str | None
) -> SavedProfile:
    """Write a new profile. Raises IntegrityError when its name or its token was taken meanwhile."""
    known = {"version": 1, "created_at": now, "updated_at": now, "catalogue": stamp.catalogue, "token": token}
    key: Any = connection.execute(_NEW, {**columns, **known}).inserted_primary_key
    saved = SavedProfile(key.id, 1, read_document(columns["document"]), now, now, stamp.catalogue)
    keep_version(connection, saved, columns["document"], stamp.author)
    return saved


def write_again(
    connection: Connection, row: Row[Any], columns: ProfileColumns, now: datetime, stamp: Stamp
) -> SavedProfile:
    """Write the next version of a profile that was read, locked, in this transaction, out of the trash.

    Raises IntegrityError when its name was taken meanwhile.
    """
    version = row.version + 1
    columns_changed = {name: text for name, text in columns.items() if text != row._mapping[name]}
    known = {"version": version, "updated_at": now, "catalogue": stamp.catalogue, "deleted_at": None}
    connection.execute(_THIS, {"this": row.id, **columns_changed, **known})
    profile = read_document(columns["document"])
    saved = SavedProfile(row.id, version, profile, row.created_at, now, stamp.catalogue)
    keep_version(connection, saved, columns["document"], stamp.author)
    forget_files(connection, row.id)
    if row.updated_at.date() != now.date():  # once a day, by the first save
        trim_versions(connection, row.id, now)
    return saved


def put_in_trash(connection: Connection, row: Row[Any], now: datetime, key: str) -> None:
    """Put a profile in the trash; `key` leaves its name to others."""
    connection.execute(_THIS, {"this": row.id, "deleted_at": now, "name_key": key})
    forget_files(connection, row.id)


def profile_ids(connection: Connection) -> list[int]:
    """Return the ids of all profiles, those in the trash included."""
    return list(connection.scalars(select(PROFILES.c.id).order_by(PROFILES.c.id)))
