"""What each save kept: read, named, never changed."""

from collections.abc import Callable, Iterator
from datetime import datetime

from sqlalchemy import Connection, Engine, Row, and_, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.store.engine import is_read_only, transaction, writing
from app.store.errors import RACED, StoreUnavailable, VersionNotFound
from app.store.records import SavedProfile, Version
from app.store.retention import Packed, packed_after
from app.store.rows import read_document
from app.store.tables import VERSIONS
from app.store.version_codec import pack, unpack, unpack_difference

BIGGEST_NUMBER = 2**31 - 1
_BATCH = 20
_NEW = insert(VERSIONS)
_THIS = (VERSIONS.c.profile_id == bindparam("profile"), VERSIONS.c.number == bindparam("version"))
_LATEST_WHOLE = (
    select(VERSIONS.c.number, VERSIONS.c.document)
    .where(VERSIONS.c.profile_id == bindparam("profile"), VERSIONS.c.base.is_(None))
    .order_by(VERSIONS.c.number.desc())
    .limit(1)
)
_WHOLE = VERSIONS.alias("whole")
# One statement: between two, versions may be packed anew.
_READ = select(VERSIONS, _WHOLE.c.document.label("whole")).outerjoin(
    _WHOLE, and_(_WHOLE.c.profile_id == VERSIONS.c.profile_id, _WHOLE.c.number == VERSIONS.c.base)
)
UNREADABLE = "La version {number} de ce contrat est illisible dans la base de données."


def keep_version(connection: Connection, saved: SavedProfile, document: str, author: str) -> None:
    """Keeps what was just saved, of which this is the document; `author` is who saved it, or empty."""
    whole = connection.execute(_LATEST_WHOLE, {"profile": saved.id}).one_or_none()
    packed = packed_after(document, *whole) if whole else Packed(pack(document), None)
    known = {"profile_id": saved.id, "number": saved.version, "saved_at": saved.updated_at}
    said = {"catalogue": saved.catalogue, "author": author or None}
    connection.execute(_NEW, {**known, **said, "document": packed.document, "base": packed.base})


def versions_in(connection: Connection, profile_id: int, first: int, count: int) -> tuple[Version, ...]:
    """At most `count` versions of a profile from the number `first` down. Raises StoreUnavailable."""
    chosen = (
        _READ.where(VERSIONS.c.profile_id == profile_id, VERSIONS.c.number <= first)
        .order_by(VERSIONS.c.number.desc())
        .limit(count)
    )
    return tuple(map(_version, connection.execute(chosen)))


def all_versions(connection: Connection, profile_id: int) -> Iterator[Version]:
    """Every version of a profile, the latest first, read little by little. Raises StoreUnavailable."""
    first = BIGGEST_NUMBER
    while some := versions_in(connection, profile_id, first, _BATCH):
        yield from some
        first = some[-1].number - 1


class Versions:
    """The versions of the profiles of one database. Every method raises StoreUnavailable."""

    def __init__(self, engine: Engine, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._writing_engine = writing(engine)
        self._now = now

    def some(self, profile_id: int, first: int, count: int) -> tuple[Version, ...]:
        """At most `count` versions from the number `first` down."""
        with transaction(self._engine) as connection:
            return versions_in(connection, profile_id, first, count)

    def get(self, profile_id: int, number: int) -> Version:
        """One version. Raises VersionNotFound."""
        this = {"profile": profile_id, "version": number}
        with transaction(self._engine) as connection:
            row = connection.execute(_READ.where(*_THIS), this).one_or_none()
        if row is None:
            raise VersionNotFound(profile_id, number)
        return _version(row)

    def name(self, profile_id: int, number: int, label: str) -> None:
        """Gives a version a name, or takes it away when it is empty. Raises VersionNotFound."""
        named = update(VERSIONS).where(*_THIS).values(label=label or None)
        try:
            with transaction(self._writing_engine) as connection:
                done = connection.execute(named, {"profile": profile_id, "version": number})
                if not done.rowcount:
                    raise VersionNotFound(profile_id, number)
        except IntegrityError as error:
            raise StoreUnavailable(RACED) from error

    def mark_downloaded(self, profile_id: int, number: int) -> None:
        """Remember that a version left the site: it is kept for ever. Nothing is written the second time."""
        this = {"profile": profile_id, "version": number}
        if is_read_only(self._engine):
            return
        unmarked = select(VERSIONS.c.number).where(*_THIS, VERSIONS.c.downloaded_at.is_(None))
        with transaction(self._engine) as connection:
            if connection.execute(unmarked, this).one_or_none() is None:
                return
        mark = update(VERSIONS).where(*_THIS).values(downloaded_at=self._now())
        with transaction(self._writing_engine) as connection:
            connection.execute(mark, this)


def _document(row: Row[tuple[object, ...]]) -> str:
    """The document of a row of `_READ`. Raises ValueError when it is damaged."""
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
    return Version(row.number, row.saved_at, row.label or "", row.catalogue, profile, row.author or "")
