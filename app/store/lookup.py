"""The profiles that are there and not in the trash, by their id, their name, the form that made them."""

from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, false, or_, select

from app.store.errors import NameTaken, ProfileChanged, ProfileNotFound, ProfileTrashed
from app.store.rows import saved_profile
from app.store.tables import PROFILES

BIGGEST_ID = 2**31 - 1
"""Above it an id overflows the column, and so belongs to no profile."""


_ROW = select(PROFILES).where(PROFILES.c.id == bindparam("this"))
_LOCKED = _ROW.with_for_update()


def row_to_write(connection: Connection, profile_id: int) -> Row[Any]:
    """The row, locked until the transaction ends, in the trash or not. Raises ProfileNotFound."""
    return _row(connection, _LOCKED, profile_id)


def present_row(connection: Connection, profile_id: int, expected_version: int | None = None) -> Row[Any]:
    """The row to read; or to write, locked, when it must be at a version.

    Raises ProfileNotFound, ProfileTrashed, and ProfileChanged with what is there instead.
    """
    row = _present(_row(connection, _ROW if expected_version is None else _LOCKED, profile_id))
    if expected_version not in {None, row.version}:
        raise ProfileChanged(saved_profile(row))
    return row


def made_by(connection: Connection, token: str | None, key: str) -> Row[Any] | None:
    """The row that this token made. Raises ProfileTrashed, or NameTaken when another one has the name.

    One statement for both questions: between two, PostgreSQL would show what the same form,
    sent twice, has just saved, and the name would seem to be someone else's.
    """
    same_name = PROFILES.c.name_key == key
    same_form = false() if token is None else PROFILES.c.token == token
    holder = None
    for row in connection.execute(select(PROFILES).where(or_(same_form, same_name))):
        if token is not None and row.token == token:
            return _present(row)
        holder = row
    if holder is not None:
        raise NameTaken(holder.id, holder.name)
    return None


def refuse_taken_name(connection: Connection, key: str, own_id: int) -> None:
    """Raises NameTaken when another profile has the name."""
    others = select(PROFILES.c.id, PROFILES.c.name).where(PROFILES.c.name_key == key, PROFILES.c.id != own_id)
    holder = connection.execute(others).one_or_none()
    if holder is not None:
        raise NameTaken(holder.id, holder.name)


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
