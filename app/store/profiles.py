"""The saved profiles: found, read, created, saved, deleted."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Engine, false, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.domain.profile import Profile
from app.store.catalogues import Catalogues
from app.store.engine import outside_transactions, writing
from app.store.faults import (
    RACED,
    NameTaken,
    ProfileChanged,
    ProfileNotFound,
    ProfileTrashed,
    StoreUnavailable,
)
from app.store.models import ProfileRow
from app.store.quartiers import Quartiers
from app.store.rows import (
    ProfileColumns,
    columns_of,
    saved_profile,
    token_digest,
)
from app.store.saved import Page, SavedProfile
from app.store.search import search
from app.store.sessions import connection_on, session_on
from app.store.stamp import Stamp
from app.store.trash import TRASHED, Trash, purge
from app.store.versions import Versions, version_of
from app.store.words import forget_words, keep_words

BIGGEST_ID = 2**31 - 1
"""Above it an id overflows the column, and so belongs to no profile."""

BIGGEST_PAGE = 200
Written = TypeVar("Written")
_EXPORT_BATCH = 20
UNKNOWN = Stamp()


class Profiles:
    """The saved profiles of one database. Safe to share between threads.

    Every method raises StoreUnavailable when the database cannot answer; what was saved before
    is then unchanged.
    """

    def __init__(self, engine: Engine, now: Callable[[], datetime], stamp: Stamp = UNKNOWN) -> None:
        self.engine = engine
        self._stamp = stamp
        self._writing_engine = writing(engine)
        self._now = now

    def signed(self, author: str) -> "Profiles":
        """The same profiles, whose saves bear this name; none when it is empty."""
        return Profiles(self.engine, self._now, replace(self._stamp, author=author))

    def search(self, query: str = "", page: int = 1, size: int = 50) -> Page:
        """The profiles in which a word begins with each word of the query, last saved first.

        A page past the last one is the last one; a size over BIGGEST_PAGE is BIGGEST_PAGE. MOST_COUNTED
        profiles are shown at most; `more` says that there are others.
        """
        # Each statement alone: a list does not mind what is saved between two of them, and all that a thread
        # asks of SQLite has it wait for Python's lock.
        with connection_on(outside_transactions(self.engine)) as connection:
            return search(connection, query, page, min(max(size, 1), BIGGEST_PAGE))

    def get(self, profile_id: int) -> SavedProfile:
        """The profile with this id. Raises ProfileNotFound."""
        with self._reading() as session:
            return saved_profile(_row(session, profile_id))

    def all(self) -> Iterator[SavedProfile]:
        """Every profile, in the order of their ids, read from the database little by little."""
        last_id = 0
        while batch := self._batch_after(last_id):
            yield from batch
            last_id = batch[-1].id

    def create(self, profile: Profile, token: str | None = None, *, catalogue: str = "") -> SavedProfile:
        """Saves a new profile. The same token again gives the profile that it made the first time.

        `catalogue`: the hash of the one that it stands on, when it is not the one in use.

        Raises NameTaken, ProfileTrashed when that one is in the trash by now, and ProfileRefused for a
        profile that is not valid.
        """
        columns = columns_of(profile)
        digest = token_digest(token)
        return self._twice(lambda: self._insert(columns, digest, catalogue or self._stamp.catalogue))

    def create_all(self, profiles: Iterable[Profile]) -> list[SavedProfile]:
        """Saves new profiles, all of them or none. Raises NameTaken and ProfileRefused like `create`."""
        rows = [columns_of(profile) for profile in profiles]
        return self._twice(lambda: self._insert_all(rows))

    def save(
        self, profile_id: int, expected_version: int, profile: Profile, *, catalogue: str = ""
    ) -> SavedProfile:
        """Replaces a profile that is still at the version that the person was shown.

        `catalogue`: the hash of the one that it stands on from now on; it stays on its own without one.

        Raises ProfileNotFound, ProfileChanged when someone saved it meanwhile, NameTaken, and
        ProfileRefused for a profile that is not valid.
        """
        columns = columns_of(profile)
        return self._twice(lambda: self._update(profile_id, expected_version, columns, catalogue))

    def delete(self, profile_id: int, expected_version: int) -> None:
        """Puts a profile in the trash, from which it can be restored.

        Raises ProfileNotFound, and ProfileChanged when it is no longer what the person was shown.
        """
        with self._writing() as session:
            row = _row(session, profile_id, expected_version)
            row.deleted_at = self._now()
            row.name_key = f"{TRASHED}{row.id}"
            forget_words(session, row.id)

    @property
    def trash(self) -> Trash:
        """The deleted profiles that can still be restored."""
        return Trash(self.engine, self._now, self._stamp)

    @property
    def versions(self) -> Versions:
        """What each save kept."""
        return Versions(self.engine)

    def ping(self) -> None:
        """Asks the database for an answer, for a health page. Raises StoreUnavailable without one."""
        with self._reading() as session:
            session.execute(select(ProfileRow.id).limit(1))

    @property
    def catalogues(self) -> Catalogues:
        """The catalogues that contracts of this database were made with."""
        return Catalogues(self.engine)

    @property
    def quartiers(self) -> Quartiers:
        """The lists of quartiers prioritaires of the same database."""
        return Quartiers(self.engine, self._now)

    def close(self) -> None:
        """Closes the connections that nobody uses. The next call opens new ones."""
        self.engine.dispose()

    def _insert(self, columns: ProfileColumns, token: str | None, catalogue: str) -> SavedProfile:
        with self._writing() as session:
            return self._add(session, columns, token, catalogue)

    def _insert_all(self, rows: list[ProfileColumns]) -> list[SavedProfile]:
        with self._writing() as session:
            return [self._add(session, columns, None, self._stamp.catalogue) for columns in rows]

    def _add(
        self, session: Session, columns: ProfileColumns, token: str | None, catalogue: str
    ) -> SavedProfile:
        made = _made_by(session, token, columns["name_key"])
        if made is not None:
            return saved_profile(made)
        now = self._now()
        known = {"catalogue": catalogue, "token": token}
        row = ProfileRow(**columns, **known, version=1, created_at=now, updated_at=now)
        session.add(row)
        session.flush()
        keep_words(session, row)
        session.add(version_of(row, self._stamp.author))
        session.flush()
        return saved_profile(row)

    def _update(
        self, profile_id: int, expected_version: int, columns: ProfileColumns, catalogue: str
    ) -> SavedProfile:
        with self._writing() as session:
            row = _row(session, profile_id, expected_version)
            _refuse_taken_name(session, columns["name_key"], own_id=row.id)
            renamed = row.search_key != columns["search_key"]
            for column, text in columns.items():
                setattr(row, column, text)
            row.catalogue = catalogue or row.catalogue
            row.version += 1
            row.updated_at = self._now()
            session.add(version_of(row, self._stamp.author))
            session.flush()
            if renamed:
                keep_words(session, row)
            return saved_profile(row)

    def _batch_after(self, last_id: int) -> list[SavedProfile]:
        # A transaction per batch: a slow reader of the export never holds one open.
        present = ProfileRow.deleted_at.is_(None)
        following = select(ProfileRow).where(ProfileRow.id > last_id, present).order_by(ProfileRow.id)
        with self._reading() as session:
            return [saved_profile(row) for row in session.scalars(following.limit(_EXPORT_BATCH))]

    def _twice(self, write: Callable[[], Written]) -> Written:
        """On PostgreSQL another process may take the name or the token after the check.

        The second time the check sees what that process saved, and says so.
        """
        try:
            return write()
        except IntegrityError:
            try:
                return write()
            except IntegrityError as error:
                raise StoreUnavailable(RACED) from error

    def _reading(self) -> AbstractContextManager[Session]:
        return session_on(self.engine)

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        # Whoever saves empties the trash of what has waited long enough: a site runs for months.
        with session_on(self._writing_engine) as session:
            yield session
            purge(session, self._now())


def _row(session: Session, profile_id: int, expected_version: int | None = None) -> ProfileRow:
    """The row to read; or to write, locked, when it must be at a version."""
    if not 0 < profile_id <= BIGGEST_ID:
        raise ProfileNotFound(profile_id)
    row = session.get(ProfileRow, profile_id, with_for_update=expected_version is not None)
    if row is None:
        raise ProfileNotFound(profile_id)
    _present(row)
    if expected_version not in {None, row.version}:
        raise ProfileChanged(saved_profile(row))
    return row


def _present(row: ProfileRow) -> ProfileRow:
    if row.deleted_at is not None:
        raise ProfileTrashed(row.id)
    return row


def _made_by(session: Session, token: str | None, key: str) -> ProfileRow | None:
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


def _refuse_taken_name(session: Session, key: str, own_id: int) -> None:
    others = select(ProfileRow.id, ProfileRow.name).where(ProfileRow.name_key == key, ProfileRow.id != own_id)
    holder = session.execute(others).one_or_none()
    if holder is not None:
        raise NameTaken(holder.id, holder.name)
