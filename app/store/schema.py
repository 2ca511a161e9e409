"""The tables as a whole: brought to the latest revision; what they hold hashed, copied, measured, packed."""

import hashlib
import json
import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from threading import Lock

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, Row, Table, delete, func, insert, select, text
from sqlalchemy.schema import MetaData

from app.store.account_tables import AUDIT, FOR_ONE_SITE
from app.store.contribution_tables import PRESENCES
from app.store.engine import (
    Repository,
    is_read_only,
    opened_file,
    outside_transactions,
    sqlite_file,
    waiting,
    writing,
)
from app.store.errors import DISK_FAULT, ProfileNotFound, StoreUnavailable, name_faults
from app.store.profile_rows import profile_ids, row_to_write
from app.store.tables import KEPT_FILES, METADATA, PROFILES, UPLOADS, VERSIONS
from app.store.versions import repack_versions, trim_versions

MIGRATIONS = "app.store:migrations"

LONGEST_MIGRATION = 3600.0
"""Seconds that a process waits for another one's migration: the others of a site have nothing else to do."""

# Any number will do, as long as every process of this application asks for the same.
_MIGRATION_LOCK = 7_302_014_173

# Alembic keeps the migration that runs in a global: threads of one process take turns.
_ONE_AT_A_TIME = Lock()


def current_revision(connection: Connection) -> str | None:
    """Return the revision of the tables; None for a database without them."""
    return MigrationContext.configure(connection).get_current_revision()


def is_known(revision: str) -> bool:
    """Tell whether this version of the application has the migration that made the tables."""
    return revision in revisions()


def revisions() -> list[str]:
    """Return every revision of the tables, the oldest first."""
    return sorted(script.revision for script in _scripts().walk_revisions())


def is_latest(connection: Connection) -> bool:
    """Tell whether there is nothing to migrate."""
    return current_revision(connection) == _scripts().get_current_head()


def upgrade(engine: Engine, check: Callable[[Connection], None], target: str = "head") -> None:
    """Run the missing migrations in one transaction: all of them, or none.

    Two processes that start together take turns: BEGIN IMMEDIATE holds the other back on SQLite,
    an advisory lock on PostgreSQL. `check` looks again at what the first one left.
    """
    with _ONE_AT_A_TIME, waiting(writing(engine), LONGEST_MIGRATION).begin() as connection:
        if connection.dialect.name == "postgresql":
            # A migration of many profiles takes the time that it takes.
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})")
        check(connection)
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, target)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", MIGRATIONS)
    config.set_main_option("path_separator", "os")
    return config


@cache
def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


OUR_TABLES = frozenset(METADATA.tables) - {
    table.name for table in (UPLOADS, KEPT_FILES, PRESENCES, *FOR_ONE_SITE)
}
"""What a backup holds: all but the files that wait for a confirmation, those that can be made again, what
opens a session, and who has a page open."""

REPLACED = OUR_TABLES - {AUDIT.name}
"""What a restore replaces: the rows of the journal stay, and those of the backup are added to them."""

_BATCH = 50
"""Rows in memory at once: a profile may be long."""


def content_of(connection: Connection, names: Collection[str] = OUR_TABLES) -> str:
    """Return the SHA-256 of every row of these tables, in hexadecimal: equal on both engines for equal rows.

    The columns are read from the database, so that one of an older revision has a hash as well.
    """
    digests = [
        hashlib.sha256(json.dumps([table.name, row._asdict()], sort_keys=True, default=str).encode()).digest()
        for table in _tables_of(connection, names)
        for row in _rows(connection, table)
    ]
    return hashlib.sha256(b"".join(sorted(digests))).hexdigest()  # the engines sort text differently


def copy_content(source: Connection, target: Connection, names: Collection[str] = OUR_TABLES) -> None:
    """Copy every row of these tables, which are empty in the target."""
    for table in (table for table in METADATA.sorted_tables if table.name in names):
        for batch in _batches(source, table):
            target.execute(insert(table), [row._asdict() for row in batch])
        _keep_ids_new(target, table)


def empty(connection: Connection) -> None:
    """Remove every row of our tables but those of the journal, which nothing removes.

    Who saves meanwhile waits; who reads sees what was there.
    """
    tables = [table for table in reversed(METADATA.sorted_tables) if table is not AUDIT]
    if connection.dialect.name == "postgresql":
        names = ", ".join(table.name for table in tables)
        connection.exec_driver_sql(f"LOCK TABLE {names} IN EXCLUSIVE MODE")
    for table in tables:
        connection.execute(delete(table))


def count_of(connection: Connection, name: str) -> int:
    """Count the rows of a table."""
    return connection.scalar(select(func.count()).select_from(text(name))) or 0


def _tables_of(connection: Connection, names: Collection[str]) -> list[Table]:
    found = MetaData()
    found.reflect(connection, only=sorted(names))
    return [found.tables[name] for name in sorted(names)]


def _rows(connection: Connection, table: Table) -> Iterator[Row[tuple[object, ...]]]:
    for batch in _batches(connection, table):
        yield from batch


def _batches(connection: Connection, table: Table) -> Iterator[list[Row[tuple[object, ...]]]]:
    chosen = select(table).order_by(*table.primary_key)
    with connection.execute(chosen, execution_options={"yield_per": _BATCH}) as rows:
        yield from map(list, rows.partitions())


def _keep_ids_new(connection: Connection, table: Table) -> None:
    """Have PostgreSQL, which does not see the ids that are copied, give none of them again."""
    column = table.autoincrement_column
    if connection.dialect.name != "postgresql" or column is None:
        return
    sequence = f"pg_get_serial_sequence('{table.name}', '{column.name}')"
    last = f"SELECT coalesce(max({column.name}), 0) + 1 FROM {table.name}"  # noqa: S608 — names of our own models
    connection.exec_driver_sql(f"SELECT setval({sequence}, greatest(({last}), nextval({sequence})), false)")


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

        The files that LibreOffice can make again go first. Each contract in a transaction of its own, so that
        people save meanwhile. One of which a document is damaged is left as it is.
        """
        with self._writing() as connection:
            connection.execute(delete(KEPT_FILES))
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
