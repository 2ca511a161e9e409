"""The profiles that are there and not in the trash, by their id, their name, the form that made them."""

from sqlalchemy import false, or_, select
from sqlalchemy.orm import Session

from app.store.faults import NameTaken, ProfileChanged, ProfileNotFound, ProfileTrashed
from app.store.models import ProfileRow
from app.store.rows import saved_profile

BIGGEST_ID = 2**31 - 1
"""Above it an id overflows the column, and so belongs to no profile."""


def present_row(session: Session, profile_id: int, expected_version: int | None = None) -> ProfileRow:
    """The row to read; or to write, locked, when it must be at a version.

    Raises ProfileNotFound, ProfileTrashed, and ProfileChanged with what is there instead.
    """
    if not 0 < profile_id <= BIGGEST_ID:
        raise ProfileNotFound(profile_id)
    row = session.get(ProfileRow, profile_id, with_for_update=expected_version is not None)
    if row is None:
        raise ProfileNotFound(profile_id)
    _present(row)
    if expected_version not in {None, row.version}:
        raise ProfileChanged(saved_profile(row))
    return row


def made_by(session: Session, token: str | None, key: str) -> ProfileRow | None:
    """The row that this token made. Raises ProfileTrashed, or NameTaken when another one has the name.

    One statement for both questions: between two, PostgreSQL would show what the same form,
    sent twice, has just saved, and the name would seem to be someone else's.
    """
    same_name = ProfileRow.name_key == key
    same_form = false() if token is None else ProfileRow.token == token
    holder = None
    for row in session.scalars(select(ProfileRow).where(or_(same_form, same_name))):
        if token is not None and row.token == token:
            return _present(row)
        holder = row
    if holder is not None:
        raise NameTaken(holder.id, holder.name)
    return None


def refuse_taken_name(session: Session, key: str, own_id: int) -> None:
    """Raises NameTaken when another profile has the name."""
    others = select(ProfileRow.id, ProfileRow.name).where(ProfileRow.name_key == key, ProfileRow.id != own_id)
    holder = session.execute(others).one_or_none()
    if holder is not None:
        raise NameTaken(holder.id, holder.name)


def _present(row: ProfileRow) -> ProfileRow:
    if row.deleted_at is not None:
        raise ProfileTrashed(row.id)
    return row
