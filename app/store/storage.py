"""The state of the database, what it takes on the disk, and how space is given back."""

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, func, select, text

from app.store.address import sqlite_file
from app.store.engine import check_file, is_read_only, outside_transactions, transaction, writing
from app.store.errors import DISK_FAULT, ProfileNotFound, StoreUnavailable, named_faults
from app.store.profile_rows import profile_ids, row_to_write
from app.store.tables import PROFILES, VERSIONS
from app.store.versions import repack_versions, trim_versions

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


class Storage:
    """The space of one database. Every method raises StoreUnavailable."""

    def __init__(self, engine: Engine, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._writing_engine = writing(engine)
        self._now = now

    def sizes(self) -> Sizes:
        """Count what is kept."""
        counted = select(func.count(), func.coalesce(func.sum(func.length(VERSIONS.c.document)), 0))
        with transaction(self._engine) as connection:
            profiles = connection.scalar(select(func.count()).select_from(PROFILES)) or 0
            versions, version_bytes = connection.execute(counted.select_from(VERSIONS)).one()
            return Sizes(profiles, versions, version_bytes, database_size(connection))

    def condition(self) -> Condition:
        """Return the state of the database, which is asked for an answer first."""
        with transaction(self._engine) as connection:
            connection.execute(select(PROFILES.c.id).limit(1))
            size = database_size(connection)
        check_file(self._engine)
        file = sqlite_file(self._engine.url)
        try:
            room = None if file is None else shutil.disk_usage(file.parent).free
        except OSError as error:
            raise StoreUnavailable(DISK_FAULT) from error
        return Condition(is_read_only(self._engine), room, size)

    def trim(self) -> int:
        """Remove the versions that need not be kept and pack the others anew: how many were removed.

        Each contract in a transaction of its own, so that people save meanwhile. One of which a document is
        damaged is left as it is.
        """
        with transaction(self._engine) as connection:
            profiles = profile_ids(connection)
        return sum(map(self._trim, profiles))

    def _trim(self, profile_id: int) -> int:
        with suppress(ProfileNotFound), transaction(self._writing_engine) as connection:
            row_to_write(connection, profile_id)
            removed = trim_versions(connection, profile_id, self._now())
            with suppress(ValueError), connection.begin_nested():
                repack_versions(connection, profile_id)
            return removed
        return 0

    def give_back(self) -> None:
        """Give the free space of the file to the disk. Takes as much room as the database meanwhile."""
        if self._engine.dialect.name == "sqlite":
            with named_faults(), outside_transactions(self._engine).connect() as connection:
                connection.exec_driver_sql("VACUUM")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        with named_faults(), self._engine.connect() as connection:
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
