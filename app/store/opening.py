"""Opens the database: checks that it is ours and sound, then brings its tables up to date."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect

from app.store.address import database_address, is_writable, journal_of, reading_address, sqlite_file
from app.store.engine import POSTGRESQL_OLDEST, is_read_only, make_engine, remember_journal
from app.store.errors import (
    CORRUPTED,
    EMPTY,
    GONE,
    MISSING,
    NO_FOLDER,
    NO_TABLES,
    WHERE_NOT_FOUND,
    StoreRefused,
    named_faults,
)
from app.store.file import create_file, keep_a_journal
from app.store.profiles import Profiles
from app.store.schema import current_revision, is_known, is_latest, upgrade
from app.store.stamp import Stamp

PATIENCE = 10.0
"""Seconds to wait for another process's lock before saying that the database is busy."""


def utc_now() -> datetime:
    """The present instant, aware."""
    return datetime.now(UTC)


def open_store(
    url: str,
    *,
    patience: float = PATIENCE,
    now: Callable[[], datetime] = utc_now,
    catalogue: str = "",
    may_create: bool = True,
) -> Profiles:
    """The saved profiles of the database at `url`, migrated if need be.

    `catalogue` is the hash of the national catalogue in use: every version keeps it. `may_create`: whether
    tables are made where there are none; else an empty site would be taken for the one that is sought.

    A SQLite file that may be read and not written is opened for reading, once it has our tables.

    Raises StoreRefused for a database that is not ours, damaged, or made by a newer version of
    the application; StoreUnavailable when it cannot be reached or written.
    """
    address = database_address(url)
    file = sqlite_file(address)
    if file is not None:
        _find(file, patience, may_create=may_create)
        address = address if is_writable(file) else reading_address(file)
    engine = make_engine(address, patience)
    try:
        with named_faults():
            _prepare(engine, patience, may_create=may_create)
    except BaseException:
        engine.dispose()
        raise
    return Profiles(engine, now, Stamp(catalogue))


def _find(file: Path, patience: float, *, may_create: bool) -> None:
    """The file, made if it may be. One that is empty was cut short: ours is whole from its first day."""
    # The journal is looked for first: a file that is made meanwhile has its name before its journal.
    has_journal = journal_of(file).exists()
    if not file.exists():
        if has_journal:  # SQLite would write it into the new file, and damage it
            raise StoreRefused(GONE.format(file=file))
        if not may_create:
            raise StoreRefused(f"{MISSING.format(file=file)} {WHERE_NOT_FOUND}")
        if not file.parent.is_dir():
            raise StoreRefused(NO_FOLDER.format(folder=file.parent))
        with named_faults():
            create_file(file, patience)
    elif file.is_file() and not file.stat().st_size:
        raise StoreRefused(EMPTY)


def _prepare(engine: Engine, patience: float, *, may_create: bool) -> None:
    with engine.begin() as connection:
        _check_soundness(connection)
        check_ownership(connection)
        if not may_create and current_revision(connection) is None:
            raise StoreRefused(f"{NO_TABLES} {WHERE_NOT_FOUND}")
        ready = is_latest(connection)
    if not ready:
        upgrade(engine, check_ownership)
    if engine.dialect.name == "sqlite" and not is_read_only(engine):
        keep_a_journal(engine, patience)
        with engine.begin() as connection:
            is_latest(connection)  # reads, so that the journal is there
        remember_journal(engine)


def _check_soundness(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        if connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one() != "ok":
            raise StoreRefused(CORRUPTED)
        return
    version = int(connection.exec_driver_sql("SHOW server_version_num").scalar_one())
    if version < POSTGRESQL_OLDEST:
        raise StoreRefused(f"PostgreSQL {version // 10_000} est trop ancien : il faut la version 15 ou plus.")
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if encoding != "UTF8":
        raise StoreRefused(f"La base PostgreSQL est encodée en {encoding}. Créez-la avec l’encodage UTF8.")


def check_ownership(connection: Connection) -> None:
    """Refuses the tables of another application, and those of a version to come of this one."""
    tables = set(inspect(connection).get_table_names())
    revision = current_revision(connection)
    foreign = tables if connection.dialect.name == "sqlite" else tables & {"profiles"}
    if revision is None and foreign:
        raise StoreRefused(
            "Cette base de données contient les tables d’une autre application. "
            "Choisissez un autre fichier ou une autre base."
        )
    if revision is not None and not is_known(revision):
        raise StoreRefused(
            "Cette base de données a été créée par une version plus récente de l’application "
            f"(schéma « {revision} »). Mettez l’application à jour."
        )
