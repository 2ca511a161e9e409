"""The deleted profiles, the state of the database, what it takes on the disk, and how space is given back.

A profile can be restored for thirty days, then it goes for good (RGAA 11.12).
"""

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, func, select, text

from app.domain.profile import Profile
from app.store.engine import Repository, is_read_only, opened_file, outside_transactions, sqlite_file
from app.store.errors import DISK_FAULT, ProfileNotFound, StoreUnavailable, name_faults
from app.store.profile_rows import (
    columns_of,
    profile_ids,
    refuse_taken_name,
    row_to_write,
    saved_profile,
    write_again,
)
from app.store.records import SavedProfile, Trashed
from app.store.tables import PROFILES, VERSIONS, UtcTime
from app.store.versions import repack_versions, trim_versions

TIME_IN_TRASH = timedelta(days=30)
TRASHED = "\u200b"
"""Begins the key of a trashed name: no key of a name holds an invisible character, so the name is free."""

# Built once, as it goes with every save. The versions of a profile follow it.
_PURGE = delete(PROFILES).where(PROFILES.c.deleted_at < bindparam("past", type_=UtcTime))


class Trash(Repository):
    """The trash of one database."""

    def list(self, start: int = 0, count: int = 50) -> tuple[Trashed, ...]:
        """Return at most `count` of those that can still be restored, the latest deletion first."""
        latest = self._waiting().order_by(PROFILES.c.deleted_at.desc(), PROFILES.c.id.desc())
        with self._reading() as connection:
            return tuple(Trashed(*row) for row in connection.execute(latest.offset(start).limit(count)))

    def get(self, profile_id: int) -> Trashed:
        """Return a deleted profile that can still be restored. Raises ProfileNotFound."""
        with self._reading() as connection:
            row = connection.execute(self._waiting().where(PROFILES.c.id == profile_id)).one_or_none()
        if row is None:
            raise ProfileNotFound(profile_id)
        return Trashed(*row)

    def _waiting(self) -> Select[*tuple[Any, ...]]:
        signed = select(func.max(VERSIONS.c.signed_on)).where(
            VERSIONS.c.profile_id == PROFILES.c.id, VERSIONS.c.signed_on.is_not(None)
        )
        shown = (PROFILES.c.id, PROFILES.c.name, PROFILES.c.territory_name, PROFILES.c.deleted_at)
        return select(*shown, signed.scalar_subquery()).where(
            PROFILES.c.deleted_at >= self._now() - TIME_IN_TRASH
        )

    def restore(self, profile_id: int, rename: Callable[[Profile], Profile]) -> SavedProfile:
        """Take a profile out of the trash, under the name that `rename` gives it.

        Raises ProfileNotFound, NameTaken, ProfileRefused.
        """

        def restored(connection: Connection) -> SavedProfile:
            row = row_to_write(connection, profile_id)
            if row.deleted_at is None or row.deleted_at < self._now() - TIME_IN_TRASH:
                raise ProfileNotFound(profile_id)
            columns = columns_of(rename(saved_profile(row).profile))
            refuse_taken_name(connection, columns["name_key"], own_id=row.id)
            stamp = replace(self._stamp, catalogue=row.catalogue)
            return write_again(connection, row, columns, self._now(), stamp)

        return self._write(restored)

    def purge(self) -> None:
        """Remove for good what has waited for thirty days, versions included."""
        with self._writing() as connection:
            purge(connection, self._now())


def purge(connection: Connection, now: datetime) -> None:
    """Remove what has waited for thirty days, as a part of what is being written.

    One statement, which looks at each row when it removes it: one that is being restored is not removed.
    """
    connection.execute(_PURGE, {"past": now - TIME_IN_TRASH})


LEAST_ROOM = 100 * 1024 * 1024
"""Bytes under which a disk is nearly full: about the profiles of a whole département, twice."""


@dataclass(frozen=True, slots=True)
class Condition:
    """`read_only` as the application found it when it started; `room` in bytes, None for a server's disk.

    `size` is that of the database, in bytes.
    """

    read_only: bool
    room: int | None
    size: int

    @property
    def is_nearly_full(self) -> bool:
        """Whether the disk of the database will soon take no more."""
        return self.room is not None and self.room < LEAST_ROOM


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many profiles (those in the trash included) and versions, the bytes of these and of everything."""

    profiles: int
    versions: int
    version_bytes: int
    database: int


class Storage(Repository):
    """The space of one database."""

    def sizes(self) -> Sizes:
        """Count what is kept."""
        counted = select(func.count(), func.coalesce(func.sum(func.length(VERSIONS.c.document)), 0))
        with self._reading() as connection:
            profiles = connection.scalar(select(func.count()).select_from(PROFILES)) or 0
            versions, version_bytes = connection.execute(counted.select_from(VERSIONS)).one()
            return Sizes(profiles, versions, version_bytes, database_size(connection))

    def condition(self) -> Condition:
        """Return the state of the database, which is asked for an answer first."""
        with self._reading() as connection:
            connection.execute(select(PROFILES.c.id).limit(1))
            size = database_size(connection)
        if opened := opened_file(self.engine):
            opened.check()
        file = sqlite_file(self.engine.url)
        try:
            room = None if file is None else shutil.disk_usage(file.parent).free
        except OSError as error:
            raise StoreUnavailable(DISK_FAULT) from error
        return Condition(is_read_only(self.engine), room, size)

    def trim(self) -> int:
        """Remove the versions that need not be kept and pack the others anew: how many were removed.

        Each contract in a transaction of its own, so that people save meanwhile. One of which a document is
        damaged is left as it is.
        """
        with self._reading() as connection:
            profiles = profile_ids(connection)
        return sum(map(self._trim, profiles))

    def _trim(self, profile_id: int) -> int:
        with suppress(ProfileNotFound), self._writing() as connection:
            row_to_write(connection, profile_id)
            removed = trim_versions(connection, profile_id, self._now())
            with suppress(ValueError), connection.begin_nested():
                repack_versions(connection, profile_id)
            return removed
        return 0

    def give_back(self) -> None:
        """Give the free space of the file to the disk. Takes as much room as the database meanwhile."""
        if self.engine.dialect.name == "sqlite":
            with name_faults(), outside_transactions(self.engine).connect() as connection:
                connection.exec_driver_sql("VACUUM")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        with name_faults(), self.engine.connect() as connection:
            alone = connection.execution_options(isolation_level="AUTOCOMMIT")
            alone.exec_driver_sql(f"VACUUM {VERSIONS.name}")


def database_size(connection: Connection) -> int:
    """Return the bytes of the whole database."""
    if connection.dialect.name == "sqlite":
        pages: int = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        page: int = connection.exec_driver_sql("PRAGMA page_size").scalar_one()
        return pages * page
    size: int = connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
    return size
