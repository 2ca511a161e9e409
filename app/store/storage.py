"""What the saved contracts take on the disk, and how space is given back."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, func, select, text

from app.store.engine import outside_transactions, transaction, writing
from app.store.errors import ProfileNotFound, named_faults
from app.store.lookup import row_to_write
from app.store.retention import profile_ids, repack_versions, trim_versions
from app.store.tables import PROFILES, VERSIONS


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
        """What is kept, counted."""
        counted = select(func.count(), func.coalesce(func.sum(func.length(VERSIONS.c.document)), 0))
        with transaction(self._engine) as connection:
            profiles = connection.scalar(select(func.count()).select_from(PROFILES)) or 0
            versions, version_bytes = connection.execute(counted.select_from(VERSIONS)).one()
            return Sizes(profiles, versions, version_bytes, database_size(connection))

    def size(self) -> int:
        """The bytes of the whole database."""
        with transaction(self._engine) as connection:
            return database_size(connection)

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
    """The bytes of the whole database."""
    if connection.dialect.name == "sqlite":
        pages: int = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        page: int = connection.exec_driver_sql("PRAGMA page_size").scalar_one()
        return pages * page
    size: int = connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
    return size
