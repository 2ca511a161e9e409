"""The saved profiles: found, read, created, saved, deleted."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from copy import copy
from dataclasses import replace
from datetime import datetime
from itertools import zip_longest
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Row, select
from sqlalchemy.exc import IntegrityError

from app.domain.profile import Profile
from app.store.engine import is_read_only, outside_transactions, transaction, writing
from app.store.errors import RACED, StoreUnavailable
from app.store.files import Catalogues, Uploads
from app.store.profile_rows import (
    ProfileColumns,
    check_limits,
    columns_of,
    made_by,
    present_row,
    put_in_trash,
    refuse_taken_name,
    saved_profile,
    token_digest,
    write_again,
    write_new,
)
from app.store.quartiers import Quartiers
from app.store.records import Page, SavedProfile, Stamp, search
from app.store.storage import TRASHED, Storage, Trash, purge
from app.store.tables import PROFILES
from app.store.versions import Versions

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
        # Each statement alone: a reader does not mind what is saved between two of them, and all that
        # a thread asks of SQLite has it wait for Python's lock.
        self._reading_engine = outside_transactions(engine)
        self._now = now

    def signed(self, author: str) -> "Profiles":
        """Return the same profiles, whose saves bear this name; none when it is empty."""
        signed = copy(self)  # an engine with options of its own costs as much as a statement
        signed._stamp = replace(self._stamp, author=author)
        return signed

    def search(self, query: str = "", page: int = 1, size: int = 50) -> Page:
        """Find the profiles in which a word begins with each word of the query, last saved first.

        A page past the last one is the last one; a size over BIGGEST_PAGE is BIGGEST_PAGE. MOST_COUNTED
        profiles are shown at most; `more` says that there are others.
        """
        with self._reading() as connection:
            return search(connection, query, page, min(max(size, 1), BIGGEST_PAGE))

    def get(self, profile_id: int) -> SavedProfile:
        """Return the profile with this id. Raises ProfileNotFound."""
        with self._reading() as connection:
            return saved_profile(present_row(connection, profile_id))

    def all(self) -> Iterator[SavedProfile]:
        """Return every profile, in the order of their ids, read from the database little by little."""
        last_id = 0
        while batch := self._batch_after(last_id):
            yield from batch
            last_id = batch[-1].id

    def create(self, profile: Profile, token: str | None = None, *, catalogue: str = "") -> SavedProfile:
        """Save a new profile. The same token again gives the profile that it made the first time.

        `catalogue`: the hash of the one that it stands on, when it is not the one in use.

        Raises NameTaken, ProfileTrashed when that one is in the trash by now, ProfileTooLarge, and
        ProfileRefused for a profile that is not valid.
        """
        columns = _new_columns(profile)
        digest = token_digest(token)
        return self._twice(lambda: self._insert(columns, digest, catalogue or self._stamp.catalogue))

    def create_all(self, profiles: Iterable[Profile], catalogues: Iterable[str] = ()) -> list[SavedProfile]:
        """Save new profiles, all of them or none. Raises NameTaken and ProfileRefused like `create`.

        `catalogues`: the hash of that of each, empty for the one in use.
        """
        each = zip_longest(map(_new_columns, profiles), catalogues)
        rows = [(columns, hash_ or self._stamp.catalogue) for columns, hash_ in each]
        return self._twice(lambda: self._insert_all(rows))

    def save(
        self, profile_id: int, expected_version: int, profile: Profile, *, catalogue: str = ""
    ) -> SavedProfile:
        """Replace a profile that is still at the version that the person was shown.

        `catalogue`: the hash of the one that it stands on from now on; it stays on its own without one.

        Raises ProfileNotFound, ProfileChanged when someone saved it meanwhile, NameTaken, ProfileTooLarge,
        and ProfileRefused for a profile that is not valid.
        """
        columns = columns_of(profile)

        def update() -> SavedProfile:
            with self._writing() as connection:
                row = present_row(connection, profile_id, expected_version)
                check_limits(profile, columns["document"], row.document)
                return self._update(connection, row, columns, catalogue)

        return self._twice(update)

    def delete(self, profile_id: int, expected_version: int) -> None:
        """Put a profile in the trash, from which it can be restored.

        Raises ProfileNotFound, and ProfileChanged when it is no longer what the person was shown.
        """
        with self._writing() as connection:
            row = present_row(connection, profile_id, expected_version)
            put_in_trash(connection, row, self._now(), key=f"{TRASHED}{row.id}")

    @property
    def may_be_written(self) -> bool:
        """Whether the database was opened for saving, and not only for reading."""
        return not is_read_only(self.engine)

    @property
    def trash(self) -> Trash:
        """The deleted profiles that can still be restored."""
        return Trash(self.engine, self._now, self._stamp)

    @property
    def versions(self) -> Versions:
        """What each save kept."""
        return Versions(self.engine, self._now)

    @property
    def storage(self) -> Storage:
        """What all this takes on the disk."""
        return Storage(self.engine, self._now)

    @property
    def catalogues(self) -> Catalogues:
        """The catalogues that contracts of this database were made with."""
        return Catalogues(self.engine)

    @property
    def quartiers(self) -> Quartiers:
        """The lists of quartiers prioritaires of the same database."""
        return Quartiers(self.engine, self._now)

    @property
    def uploads(self) -> Uploads:
        """The files that wait for a confirmation."""
        return Uploads(self.engine, self._now)

    def close(self) -> None:
        """Close the connections that nobody uses. The next call opens new ones."""
        self.engine.dispose()

    def _insert(self, columns: ProfileColumns, token: str | None, catalogue: str) -> SavedProfile:
        with self._writing() as connection:
            return self._add(connection, columns, token, catalogue)

    def _insert_all(self, rows: list[tuple[ProfileColumns, str]]) -> list[SavedProfile]:
        with self._writing() as connection:
            return [self._add(connection, columns, None, catalogue) for columns, catalogue in rows]

    def _add(
        self, connection: Connection, columns: ProfileColumns, token: str | None, catalogue: str
    ) -> SavedProfile:
        made = made_by(connection, token, columns["name_key"])
        if made is not None:
            return saved_profile(made)
        author = self._stamp.author
        return write_new(connection, columns, self._now(), author=author, catalogue=catalogue, token=token)

    def _update(
        self, connection: Connection, row: Row[Any], columns: ProfileColumns, catalogue: str
    ) -> SavedProfile:
        if columns["name_key"] != row.name_key:
            refuse_taken_name(connection, columns["name_key"], own_id=row.id)
        known = {"author": self._stamp.author, "catalogue": catalogue or row.catalogue}
        return write_again(connection, row, columns, self._now(), **known)

    def _batch_after(self, last_id: int) -> list[SavedProfile]:
        # A transaction per batch: a slow reader of the export never holds one open.
        following = select(PROFILES).where(PROFILES.c.id > last_id, PROFILES.c.deleted_at.is_(None))
        batch = following.order_by(PROFILES.c.id).limit(_EXPORT_BATCH)
        with self._reading() as connection:
            return [saved_profile(row) for row in connection.execute(batch)]

    def _twice(self, write: Callable[[], Written]) -> Written:
        """Write again once: on PostgreSQL another process may take the name or the token after the check.

        The second time the check sees what that process saved, and says so.
        """
        try:
            return write()
        except IntegrityError:
            try:
                return write()
            except IntegrityError as error:
                raise StoreUnavailable(RACED) from error

    def _reading(self) -> AbstractContextManager[Connection]:
        return transaction(self._reading_engine)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        # Whoever saves empties the trash of what has waited long enough: a site runs for months.
        with transaction(self._writing_engine) as connection:
            yield connection
            purge(connection, self._now())


def _new_columns(profile: Profile) -> ProfileColumns:
    """Return the columns of a profile that replaces none. Raises ProfileRefused, ProfileTooLarge."""
    columns = columns_of(profile)
    check_limits(profile, columns["document"])
    return columns
