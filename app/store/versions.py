"""What each save kept: read, named, never changed."""

import zlib

from sqlalchemy import Connection, Engine, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, load_only

from app.formats import inflate
from app.store.engine import writing
from app.store.faults import RACED, StoreUnavailable, VersionNotFound
from app.store.models import MAX_DOCUMENT, VERSIONS, VersionRow
from app.store.rows import read_document
from app.store.saved import SavedProfile, Version
from app.store.sessions import session_on

_NEW = insert(VERSIONS)
MAX_DOCUMENT_BYTES = 4 * MAX_DOCUMENT
"""Most bytes of a document: UTF-8 takes four for a character at most."""

UNREADABLE = "La version {number} de ce contrat est illisible dans la base de données."


def keep_version(connection: Connection, saved: SavedProfile, document: str, author: str) -> None:
    """Keeps what was just saved, of which this is the document; `author` is who saved it, or empty."""
    known = {"profile_id": saved.id, "number": saved.version, "saved_at": saved.updated_at}
    said = {"catalogue": saved.catalogue, "author": author or None}
    connection.execute(_NEW, {**known, **said, "document": zlib.compress(document.encode())})


class Versions:
    """The versions of the profiles of one database. Every method raises StoreUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing_engine = writing(engine)

    def numbers(self, profile_id: int) -> tuple[int, ...]:
        """The numbers of the versions of a profile, the latest first."""
        latest = select(VersionRow.number).where(VersionRow.profile_id == profile_id)
        with session_on(self._engine) as session:
            return tuple(session.scalars(latest.order_by(VersionRow.number.desc())))

    def some(self, profile_id: int, first: int, count: int) -> tuple[Version, ...]:
        """At most `count` versions from the number `first` down."""
        chosen = (
            select(VersionRow)
            .where(VersionRow.profile_id == profile_id, VersionRow.number <= first)
            .order_by(VersionRow.number.desc())
            .limit(count)
        )
        with session_on(self._engine) as session:
            return tuple(map(_version, session.scalars(chosen)))

    def get(self, profile_id: int, number: int) -> Version:
        """One version. Raises VersionNotFound."""
        with session_on(self._engine) as session:
            return _version(_row(session, profile_id, number))

    def name(self, profile_id: int, number: int, label: str) -> None:
        """Gives a version a name, or takes it away when it is empty. Raises VersionNotFound."""
        try:
            with session_on(self._writing_engine) as session:
                _row(session, profile_id, number, load=False).label = label or None
        except IntegrityError as error:
            raise StoreUnavailable(RACED) from error


def _row(session: Session, profile_id: int, number: int, *, load: bool = True) -> VersionRow:
    options = () if load else (load_only(VersionRow.label),)
    row = session.get(VersionRow, (profile_id, number), options=options)
    if row is None:
        raise VersionNotFound(profile_id, number)
    return row


def _version(row: VersionRow) -> Version:
    try:
        profile = read_document(inflate(row.document, MAX_DOCUMENT_BYTES).decode())
    except (ValueError, RecursionError, zlib.error) as error:
        raise StoreUnavailable(UNREADABLE.format(number=row.number)) from error
    return Version(row.number, row.saved_at, row.label or "", row.catalogue, profile, row.author or "")
