"""Opens the database: checks that it is ours and sound, then brings its tables up to date."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.exc import OperationalError

from app.store.address import database_address, sqlite_file
from app.store.engine import POSTGRESQL_OLDEST, make_engine, outside_transactions, writing
from app.store.faults import CORRUPTED, StoreRefused, is_busy, named_faults
from app.store.profiles import Profiles
from app.store.schema import current_revision, is_known, is_latest, upgrade

PATIENCE = 10.0
"""Seconds to wait for another process's lock before saying that the database is busy."""

_PAUSE = 0.01


def utc_now() -> datetime:
    """The present instant, aware."""
    return datetime.now(UTC)


def open_store(url: str, *, patience: float = PATIENCE, now: Callable[[], datetime] = utc_now) -> Profiles:
    """The saved profiles of the database at `url`, created or migrated if need be.

    Raises StoreRefused for a database that is not ours, damaged, or made by a newer version of
    the application; StoreUnavailable when it cannot be reached or written.
    """
    address = database_address(url)
    file = sqlite_file(address)
    if file is not None and not file.parent.is_dir():
        raise StoreRefused(
            f"Le dossier de la base de données n’existe pas : « {file.parent} ». "
            "Créez-le ou corrigez l’adresse de la base."
        )
    engine = make_engine(address, patience)
    try:
        with named_faults():
            _prepare(engine, patience)
    except BaseException:
        engine.dispose()
        raise
    return Profiles(engine, now)


def _prepare(engine: Engine, patience: float) -> None:
    with engine.begin() as connection:
        _check_soundness(connection)
        _check_ownership(connection)
        ready = is_latest(connection)
    if not ready:
        upgrade(writing(engine), _check_ownership)
    if engine.dialect.name == "sqlite":
        _keep_a_journal(engine, patience)


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


def _check_ownership(connection: Connection) -> None:
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


def _keep_a_journal(engine: Engine, patience: float) -> None:
    """Write-ahead logging: readers go on while someone saves. The file remembers it.

    SQLite does not wait by itself here: of 8 openers of a new file, one in 25 found it locked.
    """
    deadline = time.monotonic() + patience
    with outside_transactions(engine).connect() as connection:
        if connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal":
            return
        while not _switch_to_wal(connection, deadline):
            time.sleep(_PAUSE)


def _switch_to_wal(connection: Connection, deadline: float) -> bool:
    try:
        connection.exec_driver_sql("PRAGMA journal_mode = WAL")
    except OperationalError as error:
        if not is_busy(error) or time.monotonic() > deadline:
            raise
        return False
    return True
