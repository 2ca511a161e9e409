"""Opens the database: checks that it is ours and sound, then brings its tables up to date."""

import os
import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, inspect, make_url
from sqlalchemy.exc import ArgumentError, OperationalError

from app.store.engine import (
    is_read_only,
    journal_of,
    make_engine,
    opened_file,
    outside_transactions,
    sqlite_file,
)
from app.store.errors import (
    CORRUPTED,
    EMPTY,
    GONE,
    MISSING,
    NO_FOLDER,
    NO_JOURNAL,
    NO_TABLES,
    WHERE_NOT_FOUND,
    StoreRefused,
    is_busy,
    name_faults,
)
from app.store.profiles import Profiles
from app.store.records import Stamp
from app.store.schema import current_revision, is_known, is_latest, upgrade

POSTGRESQL_OLDEST = 150_000
"""PostgreSQL 15, the oldest version that the tests have run on, as `server_version_num` writes it."""

_PAUSE = 0.01
_DURABLE = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
"""What keeps every save through a power cut, and no row without the one that it belongs to."""

PATIENCE = 10.0
"""Seconds to wait for another process's lock before saying that the database is busy."""


_SQLITE = ("sqlite", "sqlite+pysqlite")
_POSTGRESQL = ("postgres", "postgresql", "postgresql+psycopg")
_EXPECTED = (
    "attendu : « sqlite:////dossier/fichier.sqlite3 » "
    "ou « postgresql://utilisateur:mot-de-passe@serveur/base »"
)


def utc_now() -> datetime:
    """Return the present instant, aware."""
    return datetime.now(UTC)


def database_address(text: str) -> URL:
    """Return the address, its driver named. Raises StoreRefused; the message never shows the password."""
    try:
        url = make_url(text.strip())
    except (ArgumentError, ValueError) as error:
        raise StoreRefused(f"Adresse de base de données illisible ; {_EXPECTED}.") from error
    if url.drivername in _POSTGRESQL:
        return url.set(drivername="postgresql+psycopg")
    if url.drivername not in _SQLITE:
        raise StoreRefused(f"Base de données « {url.drivername} » non prise en charge ; {_EXPECTED}.")
    if not url.database or ":memory:" in url.database:
        raise StoreRefused(f"Une base SQLite en mémoire perdrait les contrats ; {_EXPECTED}.")
    return url.set(drivername="sqlite+pysqlite")


def shown(url: URL) -> str:
    """Return what tells a database from another: a file, or an address without its password."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    known = {name: value for name, value in url.query.items() if name in {"host", "port"}}
    return url.set(drivername="postgresql", password=None, query=known).render_as_string()


def open_store(
    url: str,
    *,
    patience: float = PATIENCE,
    now: Callable[[], datetime] = utc_now,
    catalogue: str = "",
    may_create: bool = True,
) -> Profiles:
    """Open the saved profiles of the database at `url`, migrated if need be.

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
        with name_faults():
            _prepare(engine, patience, may_create=may_create)
    except BaseException:
        engine.dispose()
        raise
    return Profiles(engine, now, Stamp(catalogue))


def is_writable(file: Path) -> bool:
    """Tell whether SQLite may save there: it writes in the file, and makes its journal in the folder."""
    return os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)


def reading_address(file: Path) -> URL:
    """Return the address that reads a file which cannot be written.

    SQLite reads the journal that a stopped process left. Without one it would need to make one,
    so it is told that the file does not change: to write it again, the application is restarted.
    """
    query = {"mode": "ro", "uri": "true"}
    if not journal_of(file).exists():
        query["immutable"] = "1"
    return URL.create("sqlite+pysqlite", database=f"file:{quote(str(file))}", query=query)


def _find(file: Path, patience: float, *, may_create: bool) -> None:
    """Make the file if it may be made. Refuse an empty one: ours is whole from its first day."""
    # The journal is looked for first: a file that is made meanwhile has its name before its journal.
    has_journal = journal_of(file).exists()
    if not file.exists():
        if has_journal:  # SQLite would write it into the new file, and damage it
            raise StoreRefused(GONE.format(file=file))
        if not may_create:
            raise StoreRefused(f"{MISSING.format(file=file)} {WHERE_NOT_FOUND}")
        if not file.parent.is_dir():
            raise StoreRefused(NO_FOLDER.format(folder=file.parent))
        with name_faults():
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
        if opened := opened_file(engine):
            opened.remember_journal()


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
    """Refuse the tables of another application, and those of a version to come of this one."""
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


def create_file(file: Path, patience: float) -> None:
    """Make the tables, then gives the file its name: an interrupted start leaves no empty database.

    What root makes belongs to the owner of the folder: a restore by root must not lock the site out.
    Of several processes that start at once, the first to be ready is the one that is kept.
    """
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        make_tables(draft, patience)
        if os.geteuid() == 0:
            owner = file.parent.stat()
            os.chown(draft, owner.st_uid, owner.st_gid)
        os.link(draft, file)
        flush_folder(file.parent)
    except FileExistsError:
        return
    finally:
        draft.unlink(missing_ok=True)


def make_tables(file: Path, patience: float, revision: str = "head") -> None:
    """Make a new SQLite file with the tables of a revision, and nothing in them."""
    engine = make_engine(URL.create("sqlite+pysqlite", database=str(file)), patience)
    try:
        upgrade(engine, lambda _connection: None, revision)
    finally:
        engine.dispose()


def flush_folder(folder: Path) -> None:
    """Put a new name on the disk, and not only in memory."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def keep_a_journal(engine: Engine, patience: float) -> None:
    """Switch to write-ahead logging: readers go on while someone saves. The file remembers it.

    SQLite does not wait by itself here: of 8 openers of a new file, one in 25 found it locked.
    """
    deadline = time.monotonic() + patience
    with outside_transactions(engine).connect() as connection:
        while _pragma(connection, "journal_mode") != "wal" and not _switch_to_wal(connection, deadline):
            time.sleep(_PAUSE)
        if {name: _pragma(connection, name) for name in _DURABLE} != _DURABLE:
            raise StoreRefused(NO_JOURNAL)


def _pragma(connection: Connection, name: str) -> object:
    return connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()


def _switch_to_wal(connection: Connection, deadline: float) -> bool:
    try:
        connection.exec_driver_sql("PRAGMA journal_mode = WAL")
    except OperationalError as error:
        if not is_busy(error) or time.monotonic() > deadline:
            raise
        return False
    return True
