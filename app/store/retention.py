"""How long versions are kept, and how their space is given back."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, select, update

from app.store.tables import PROFILES, VERSIONS
from app.store.version_codec import is_large, pack, pack_difference, unpack, unpack_difference

KEPT_WHOLE = timedelta(days=7)
"""Every version is kept so long; a form that is open, or a backup of yesterday, refers to one of them."""

_OF_PROFILE = VERSIONS.c.profile_id == bindparam("profile")
_DATES = (
    select(*(VERSIONS.c[name] for name in ("number", "saved_at", "label", "downloaded_at", "base")))
    .where(_OF_PROFILE)
    .order_by(VERSIONS.c.number)
)
_DOCUMENT = select(VERSIONS.c.document, VERSIONS.c.base).where(
    _OF_PROFILE, VERSIONS.c.number == bindparam("version")
)
_REPACK = update(VERSIONS).where(_OF_PROFILE, VERSIONS.c.number == bindparam("version"))
_REMOVE = delete(VERSIONS).where(_OF_PROFILE, VERSIONS.c.number == bindparam("version"))


@dataclass(frozen=True, slots=True)
class Packed:
    """A document as it is stored: whole, or as its differences from the whole document of `base`."""

    document: bytes
    base: int | None


def trim_versions(connection: Connection, profile_id: int, now: datetime) -> int:
    """Remove the versions of a profile that need not be kept: how many.

    Kept: those of seven days, then the last of each day (UTC), the latest, and for ever those that have a
    name or were downloaded. The profile is locked by the caller.
    """
    rows = connection.execute(_DATES, {"profile": profile_id}).all()
    gone = _outdated(rows, now)
    if not gone:
        return 0
    try:
        for base in [row.number for row in rows if row.base is None and row.number in gone]:
            heirs = [row.number for row in rows if row.base == base and row.number not in gone]
            _repack(connection, profile_id, heirs)
    except ValueError:  # a document is damaged: nothing that may serve to mend it is removed
        return 0
    connection.execute(_REMOVE, [{"profile": profile_id, "version": number} for number in sorted(gone)])
    return len(gone)


def repack_versions(connection: Connection, profile_id: int) -> None:
    """Pack all versions of a profile anew, the oldest first. The profile is locked by the caller.

    Raises ValueError when one of them is damaged: the transaction is then to be given up.
    """
    _repack(
        connection, profile_id, [row.number for row in connection.execute(_DATES, {"profile": profile_id})]
    )


def packed_after(document: str, whole_number: int, whole: bytes) -> Packed:
    """A document packed for the version that follows others, of which this is the latest whole one."""
    try:
        difference = pack_difference(document, unpack(whole))
    except ValueError:  # what is damaged in the database is the base of nothing new
        return Packed(pack(document), None)
    return Packed(pack(document), None) if is_large(difference, whole) else Packed(difference, whole_number)


def _outdated(rows: Iterable[Row[Any]], now: datetime) -> set[int]:
    last_of_day: dict[object, int] = {}
    passing: list[tuple[object, int]] = []
    for row in rows:
        day = row.saved_at.date()
        last_of_day[day] = row.number
        if row.saved_at < now - KEPT_WHOLE and row.label is None and row.downloaded_at is None:
            passing.append((day, row.number))
    kept = set(last_of_day.values())
    return {number for _, number in passing if number not in kept}


def _repack(connection: Connection, profile_id: int, numbers: Iterable[int]) -> None:
    whole_number, whole = 0, b""
    for number, document in _documents(connection, profile_id, numbers):
        packed = packed_after(document, whole_number, whole) if whole else Packed(pack(document), None)
        if packed.base is None:
            whole_number, whole = number, packed.document
        values = {"document": packed.document, "base": packed.base}
        connection.execute(_REPACK.values(values), {"profile": profile_id, "version": number})


def _documents(connection: Connection, profile_id: int, numbers: Iterable[int]) -> Iterator[tuple[int, str]]:
    """The documents in the order of their numbers, each read before it is packed anew.

    The base of a version is the latest whole one before it, which may be packed otherwise by then.
    """
    base_number, base = 0, ""
    for number in numbers:
        row = connection.execute(_DOCUMENT, {"profile": profile_id, "version": number}).one()
        if row.base is None:
            base_number, base = number, unpack(row.document)
            yield number, base
            continue
        if row.base != base_number:
            found = connection.execute(_DOCUMENT, {"profile": profile_id, "version": row.base}).one()
            base_number, base = row.base, unpack(found.document)
        yield number, unpack_difference(row.document, base)


def profile_ids(connection: Connection) -> list[int]:
    """The ids of all profiles, those in the trash included."""
    return list(connection.scalars(select(PROFILES.c.id).order_by(PROFILES.c.id)))
