"""The versions that saves keep: read, named, packed, and removed when they need not be kept."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, delete, insert, or_, select, update

from app.store.engine import Repository, is_read_only
from app.store.errors import StoreUnavailable, VersionNotFound
from app.store.records import (
    SavedProfile,
    Signature,
    Version,
    VersionHeading,
    is_large,
    pack,
    pack_difference,
    read_document,
    unpack,
    unpack_difference,
)
from app.store.tables import PROFILES, VERSIONS

KEPT_WHOLE = timedelta(days=7)
"""Every version is kept so long; a form that is open, or a backup of yesterday, refers to one of them."""

BIGGEST_NUMBER = 2**31 - 1
UNREADABLE = "La version {number} de ce contrat est illisible dans la base de données."
_BATCH = 20
_OF_PROFILE = VERSIONS.c.profile_id == bindparam("profile")
_THIS = (_OF_PROFILE, VERSIONS.c.number == bindparam("version"))
_NEW = insert(VERSIONS)
_REPACK = update(VERSIONS).where(*_THIS)
_REMOVE = delete(VERSIONS).where(*_THIS)
_DOCUMENT = select(VERSIONS.c.document, VERSIONS.c.base).where(*_THIS)
_DATES = (
    select(
        *(VERSIONS.c[name] for name in ("number", "saved_at", "label", "downloaded_at", "signed_on", "base"))
    )
    .where(_OF_PROFILE)
    .order_by(VERSIONS.c.number)
)
_HEADINGS = select(
    *(
        VERSIONS.c[name]
        for name in ("number", "saved_at", "label", "catalogue", "author", "signed_on", "signed_by")
    )
).order_by(VERSIONS.c.number.desc())
_SIGNED = _HEADINGS.where(_OF_PROFILE, VERSIONS.c.signed_on.is_not(None)).limit(1)
_MILESTONES = _HEADINGS.where(
    _OF_PROFILE, or_(VERSIONS.c.signed_on.is_not(None), VERSIONS.c.label.is_not(None))
)
_LOCKED = select(PROFILES.c.id).where(PROFILES.c.id == bindparam("profile")).with_for_update()
_LATEST_WHOLE = (
    select(VERSIONS.c.number, VERSIONS.c.document)
    .where(_OF_PROFILE, VERSIONS.c.base.is_(None))
    .order_by(VERSIONS.c.number.desc())
    .limit(1)
)
_WHOLE = VERSIONS.alias("whole")
# One statement: between two, versions may be packed anew.
_READ = select(VERSIONS, _WHOLE.c.document.label("whole")).outerjoin(
    _WHOLE, and_(_WHOLE.c.profile_id == VERSIONS.c.profile_id, _WHOLE.c.number == VERSIONS.c.base)
)


@dataclass(frozen=True, slots=True)
class Packed:
    """A document as it is stored: whole, or as its differences from the whole document of `base`."""

    document: bytes
    base: int | None


def keep_version(connection: Connection, saved: SavedProfile, document: str, author: str) -> None:
    """Keep what was just saved, of which this is the document; `author` is who saved it, or empty."""
    whole = connection.execute(_LATEST_WHOLE, {"profile": saved.id}).one_or_none()
    packed = pack_after(document, *whole) if whole else Packed(pack(document), None)
    known = {"profile_id": saved.id, "number": saved.version, "saved_at": saved.updated_at}
    said = {"catalogue": saved.catalogue, "author": author or None}
    connection.execute(_NEW, {**known, **said, "document": packed.document, "base": packed.base})


def versions_in(connection: Connection, profile_id: int, first: int, count: int) -> tuple[Version, ...]:
    """Return at most `count` versions of a profile from the number `first` down. Raises StoreUnavailable."""
    chosen = (
        _READ.where(VERSIONS.c.profile_id == profile_id, VERSIONS.c.number <= first)
        .order_by(VERSIONS.c.number.desc())
        .limit(count)
    )
    return tuple(map(_version, connection.execute(chosen)))


def all_versions(connection: Connection, profile_id: int) -> Iterator[Version]:
    """Return every version of a profile, the latest first, read little by little. Raises StoreUnavailable."""
    first = BIGGEST_NUMBER
    while some := versions_in(connection, profile_id, first, _BATCH):
        yield from some
        first = some[-1].number - 1


class Versions(Repository):
    """The versions of the profiles of one database."""

    def some(self, profile_id: int, first: int, count: int) -> tuple[Version, ...]:
        """Return at most `count` versions from the number `first` down."""
        with self._reading() as connection:
            return versions_in(connection, profile_id, first, count)

    def headings(self, profile_id: int, first: int, count: int) -> tuple[VersionHeading, ...]:
        """Return at most `count` versions from the number `first` down, without what they said."""
        chosen = _HEADINGS.where(VERSIONS.c.profile_id == profile_id, VERSIONS.c.number <= first).limit(count)
        with self._reading() as connection:
            rows = connection.execute(chosen).all()
        return tuple(map(_heading, rows))

    def signed(self, profile_id: int) -> VersionHeading | None:
        """Return the last version that was marked as signed; None without one."""
        with self._reading() as connection:
            row = connection.execute(_SIGNED, {"profile": profile_id}).one_or_none()
        return None if row is None else _heading(row)

    def milestones(self, profile_id: int, most: int) -> tuple[VersionHeading, ...]:
        """Return the versions that were named or signed, the latest first, at most so many."""
        with self._reading() as connection:
            rows = connection.execute(_MILESTONES.limit(most), {"profile": profile_id}).all()
        return tuple(map(_heading, rows))

    def get(self, profile_id: int, number: int) -> Version:
        """Return one version. Raises VersionNotFound."""
        this = {"profile": profile_id, "version": number}
        with self._reading() as connection:
            row = connection.execute(_READ.where(*_THIS), this).one_or_none()
        if row is None:
            raise VersionNotFound(profile_id, number)
        return _version(row)

    def name(self, profile_id: int, number: int, label: str) -> None:
        """Give a version a name, or takes it away when it is empty. Raises VersionNotFound."""
        named = update(VERSIONS).where(*_THIS).values(label=label or None)
        this = {"profile": profile_id, "version": number}
        if not self._write(lambda connection: connection.execute(named, this).rowcount):
            raise VersionNotFound(profile_id, number)

    def sign(self, profile_id: int, number: int, signature: Signature | None) -> None:
        """Mark a version as signed, which keeps it for ever; None takes the mark away.

        Raises VersionNotFound.
        """
        day = signature.on.isoformat() if signature else None
        marked = update(VERSIONS).where(*_THIS)
        marked = marked.values(signed_on=day, signed_by=signature.by if signature else None)

        def mark(connection: Connection) -> int:
            connection.execute(_LOCKED, {"profile": profile_id})  # whoever removes versions holds this lock
            return connection.execute(marked, {"profile": profile_id, "version": number}).rowcount

        if not self._write(mark):
            raise VersionNotFound(profile_id, number)

    def mark_downloaded(self, profile_id: int, number: int) -> None:
        """Remember that a version left the site: it is kept for ever. Nothing is written the second time."""
        this = {"profile": profile_id, "version": number}
        if is_read_only(self.engine):
            return
        unmarked = select(VERSIONS.c.number).where(*_THIS, VERSIONS.c.downloaded_at.is_(None))
        with self._reading() as connection:
            if connection.execute(unmarked, this).one_or_none() is None:
                return
        mark = update(VERSIONS).where(*_THIS).values(downloaded_at=self._now())
        with self._writing() as connection:
            connection.execute(mark, this)


def _document(row: Row[tuple[object, ...]]) -> str:
    """Return the document of a row of `_READ`. Raises ValueError when it is damaged."""
    if row.base is None:
        return unpack(row.document)
    if row.whole is None:
        raise ValueError("the version from which this one differs is not there")
    return unpack_difference(row.document, unpack(row.whole))


def _version(row: Row[tuple[object, ...]]) -> Version:
    try:
        profile = read_document(_document(row))
    except (ValueError, RecursionError) as error:
        raise StoreUnavailable(UNREADABLE.format(number=row.number)) from error
    return Version(
        row.number,
        row.saved_at,
        row.label or "",
        row.catalogue,
        row.author or "",
        profile,
        signature=_signature(row),
    )


def _heading(row: Row[Any]) -> VersionHeading:
    label, author = row.label or "", row.author or ""
    return VersionHeading(row.number, row.saved_at, label, row.catalogue, author, signature=_signature(row))


def _signature(row: Row[Any]) -> Signature | None:
    return Signature(date.fromisoformat(row.signed_on), row.signed_by or "") if row.signed_on else None


def trim_versions(connection: Connection, profile_id: int, now: datetime) -> int:
    """Remove the versions of a profile that need not be kept: how many.

    Kept: those of seven days, then the last of each day (UTC), the latest, and for ever those that have a
    name, were downloaded or signed. The profile is locked by the caller.
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


def pack_after(document: str, whole_number: int, whole: bytes) -> Packed:
    """Pack a document for the version that follows others, of which this is the latest whole one."""
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
        kept_for_ever = row.label or row.downloaded_at or row.signed_on
        if row.saved_at < now - KEPT_WHOLE and not kept_for_ever:
            passing.append((day, row.number))
    kept = set(last_of_day.values())
    return {number for _, number in passing if number not in kept}


def _repack(connection: Connection, profile_id: int, numbers: Iterable[int]) -> None:
    whole_number, whole = 0, b""
    for number, document in _documents(connection, profile_id, numbers):
        packed = pack_after(document, whole_number, whole) if whole else Packed(pack(document), None)
        if packed.base is None:
            whole_number, whole = number, packed.document
        values = {"document": packed.document, "base": packed.base}
        connection.execute(_REPACK.values(values), {"profile": profile_id, "version": number})


def _documents(connection: Connection, profile_id: int, numbers: Iterable[int]) -> Iterator[tuple[int, str]]:
    """Return the documents in the order of their numbers, each read before it is packed anew.

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
