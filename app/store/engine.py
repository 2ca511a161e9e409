"""The connections. What SQLite and PostgreSQL need to keep every save is set here, and only here.

SQLite goes on writing to a file that was replaced or removed under it: what it confirms is lost with the
process. The device and the inode of the file and of its journal say whether that happened.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from threading import BoundedSemaphore
from time import monotonic
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import IntegrityError
from sqlalchemy.pool import ConnectionPoolEntry

from app.store.errors import BUSY, RACED, REPLACED, StoreUnavailable, name_faults
from app.store.records import Stamp

Written = TypeVar("Written")
UNKNOWN = Stamp()

MOST_WRITERS = 8
"""Threads of a process that write or wait for it: half of those of the site, so that the others read."""


class Turns:
    """The turns of one database in one process; `one_at_a_time` for SQLite, which has one writer at a time.

    SQLite's own wait looks again at growing intervals and lets late-comers pass: of 480 saves by 8 threads
    the slowest took 1.4 s, and takes 0.2 s in turn.
    """

    def __init__(self, patience: float, *, one_at_a_time: bool) -> None:
        self._patience = patience
        self._places = BoundedSemaphore(MOST_WRITERS)
        self._turns = BoundedSemaphore(1 if one_at_a_time else MOST_WRITERS)

    @contextmanager
    def taken(self) -> Iterator[float]:
        """Take a turn, with the seconds of patience that are left for the database's own locks.

        Raises StoreUnavailable when it does not come in time, and at once when MOST_WRITERS are there.
        """
        deadline = monotonic() + self._patience
        with _held(self._places, 0), _held(self._turns, self._patience):
            yield max(0, deadline - monotonic())


@contextmanager
def _held(semaphore: BoundedSemaphore, patience: float) -> Iterator[None]:
    if not semaphore.acquire(timeout=patience):
        raise StoreUnavailable(BUSY)
    try:
        yield
    finally:
        semaphore.release()


_BEGIN, _TURNS, _PATIENCE = "contrat_begin", "contrat_turns", "contrat_patience"
_OPENED = "contrat_opened"
_WRITE, _ALONE = "write", "alone"

_CACHE = 8_000
"""Kilobytes of the database that a connection keeps in memory. Of 2,000, the default, searches read anew."""

_STATEMENTS = 3
"""How many times the patience for a lock one statement may take on PostgreSQL."""


def sqlite_file(url: URL) -> Path | None:
    """Return the file of an SQLite address; None for another database or an SQLite URI (`file:…`)."""
    if url.get_backend_name() != "sqlite" or url.database is None or url.database.startswith("file:"):
        return None
    return Path(url.database)


def journal_of(file: Path) -> Path:
    """Return the file that SQLite keeps beside an open one, and after a process was killed."""
    return Path(f"{file}-wal")


Identity = tuple[int, int]


class OpenedFile:
    """The file that the connections of an engine have open, and its journal once it is known."""

    def __init__(self, file: Path) -> None:
        self._path = file
        self._file: Identity | None = None
        self._journal: Identity | None = None

    def check_file(self) -> None:
        """Raise StoreUnavailable unless the file is still that of the first connection."""
        found = _identity_of(self._path)
        self._file = self._file or found
        if found != self._file:
            raise StoreUnavailable(REPLACED.format(file=self._path))

    def check(self) -> None:
        """Raise StoreUnavailable when the file or its journal is no longer the one that is written to."""
        self.check_file()
        if self._journal is not None and _identity_of(journal_of(self._path)) != self._journal:
            raise StoreUnavailable(REPLACED.format(file=self._path))

    def remember_journal(self) -> None:
        """Take the journal that is there now for ours: a connection has it open."""
        self._journal = _identity_of(journal_of(self._path))

    def forget(self) -> None:
        """Begin anew: no connection has the file open any more."""
        self._file = self._journal = None


def _identity_of(file: Path) -> Identity | None:
    try:
        found = os.stat(file)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def make_engine(url: URL, patience: float) -> Engine:
    """Make an engine for the address; `patience` is how many seconds it waits for a lock or a connection."""
    if url.get_backend_name() == "sqlite":
        return _sqlite_engine(url, patience)
    return _postgresql_engine(url, patience)


def writing(engine: Engine) -> Engine:
    """Return the same engine and pool, whose transactions take the lock for writing when they begin."""
    return engine.execution_options(**{_BEGIN: _WRITE})


def waiting(engine: Engine, patience: float) -> Engine:
    """Return the same engine and pool, whose transactions for writing wait so many seconds for their lock."""
    return engine.execution_options(**{_PATIENCE: patience})


class Repository:
    """What is kept in one database, safe to share between threads; `now` is its clock.

    Every method raises StoreUnavailable when the database cannot answer; what was saved before is then
    unchanged.
    """

    def __init__(self, engine: Engine, now: Callable[[], datetime], stamp: Stamp = UNKNOWN) -> None:
        self.engine = engine
        self._now = now
        self._stamp = stamp
        self._writer = writing(engine)
        # Each statement alone: a reader does not mind what is saved between two of them, and all that
        # a thread asks of SQLite has it wait for Python's lock.
        self._reader = outside_transactions(engine)

    def now(self) -> datetime:
        """Return the present instant, by the clock of this database."""
        return self._now()

    def _reading(self) -> AbstractContextManager[Connection]:
        return transaction(self._reader)

    def _writing(self) -> AbstractContextManager[Connection]:
        return transaction(self._writer)

    def _write(self, write: Callable[[Connection], Written]) -> Written:
        """Write, and once again: on PostgreSQL another process may take a name or a token after the check.

        The second time the check sees what that process saved, and says so.
        """
        with suppress(IntegrityError), self._writing() as connection:
            return write(connection)
        try:
            with self._writing() as connection:
                return write(connection)
        except IntegrityError as error:
            raise StoreUnavailable(RACED) from error


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """Open one transaction: all that it writes is kept, or nothing. Raises StoreUnavailable."""
    with name_faults(), _turn(engine) as mine, mine.begin() as connection:
        yield connection


@contextmanager
def _turn(engine: Engine) -> Iterator[Engine]:
    """Wait for the turn of this thread to write, with the patience that is left; read at once.

    Raises StoreUnavailable when the turn does not come.
    """
    options = engine.get_execution_options()
    if options.get(_BEGIN) != _WRITE:
        yield engine
        return
    turns: Turns = options[_TURNS]
    with turns.taken() as left:
        yield waiting(engine, left)


def outside_transactions(engine: Engine) -> Engine:
    """Return the same engine and pool, whose SQLite statements run alone, as some PRAGMA must.

    SQLAlchemy's own AUTOCOMMIT would put the driver's transactions back afterwards.
    """
    return engine.execution_options(**{_BEGIN: _ALONE})


def is_read_only(engine: Engine) -> bool:
    """Tell whether the engine was made to read a file that cannot be written."""
    return engine.url.query.get("mode") == "ro"


def _sqlite_engine(url: URL, patience: float) -> Engine:
    file = sqlite_file(url)
    opened = None if file is None else OpenedFile(file)
    engine = create_engine(
        url,
        connect_args={"timeout": patience},
        pool_timeout=patience,
        pool_use_lifo=True,  # the connection that was used last has read what is asked for next
        execution_options={
            _TURNS: Turns(patience, one_at_a_time=True),
            _PATIENCE: patience,
            _OPENED: opened,
        },
    )

    def begin(connection: Connection) -> None:
        kind = _option(connection, _BEGIN)
        if kind is None:
            connection.exec_driver_sql("BEGIN")
        elif kind == _WRITE:
            _wait_at_most(connection, _option(connection, _PATIENCE))
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            finally:  # the next who takes this connection from the pool may read
                _wait_at_most(connection, patience)

    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", begin)
    if opened is not None:
        _watch(engine, opened)
    return engine


def _watch(engine: Engine, opened: OpenedFile) -> None:
    """See to it that nothing is read from or confirmed in a file that took the place of ours."""

    def connect(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        try:
            opened.check_file()
        except StoreUnavailable:
            connection.close()
            raise

    def commit(connection: Connection) -> None:
        if _option(connection, _BEGIN) == _WRITE:
            opened.check()

    event.listen(engine, "connect", connect)
    event.listen(engine, "commit", commit)
    event.listen(engine, "engine_disposed", lambda _engine: opened.forget())


def opened_file(engine: Engine) -> OpenedFile | None:
    """Return the SQLite file of an engine; None for another database, or a file that is only read."""
    opened: OpenedFile | None = engine.get_execution_options().get(_OPENED)
    return opened


def _prepare_sqlite(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    # The driver's own transactions begin too late to protect a read that decides a write, and
    # commit before a CREATE TABLE. Measured: 4 threads of 60 updates ended at 60 instead of 240.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA cache_size = -{_CACHE}")


def _wait_at_most(connection: Connection, seconds: float) -> None:
    driver: Any = connection.connection.driver_connection  # SQLAlchemy's own way takes ten times as long
    driver.execute(f"PRAGMA busy_timeout = {round(seconds * 1000)}")


def _option(connection: Connection, name: str) -> Any:
    return connection.get_execution_options().get(name)


def _postgresql_engine(url: URL, patience: float) -> Engine:
    arguments: dict[str, Any] = {}
    if "connect_timeout" not in url.query:
        arguments["connect_timeout"] = max(2, round(patience))
    engine = create_engine(
        url,
        connect_args=arguments,
        pool_pre_ping=True,
        pool_timeout=patience,
        execution_options={_TURNS: Turns(patience, one_at_a_time=False), _PATIENCE: patience},
    )

    def prepare(connection: Any, _entry: ConnectionPoolEntry) -> None:
        # A reader waits for no lock_timeout: without this one, a table locked by hand hangs the site.
        with connection.cursor() as cursor:
            cursor.execute(f"SET statement_timeout = {round(max(1, _STATEMENTS * patience) * 1000)}")
        connection.commit()

    def begin(connection: Connection) -> None:
        if _option(connection, _BEGIN) == _WRITE:
            milliseconds = max(1, round(_option(connection, _PATIENCE) * 1000))  # 0 would mean without end
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {milliseconds}")

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", begin)
    return engine
