"""The connections. What SQLite and PostgreSQL need to keep every save is set here, and only here."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry

_BEGIN, _TURN, _PATIENCE = "contrat_begin", "contrat_turn", "contrat_patience"
_READ, _WRITE, _ALONE = "read", "write", "alone"
_SQLITE_BEGIN = {_READ: "BEGIN", _WRITE: "BEGIN IMMEDIATE"}

_STATEMENTS = 3
"""How many times the patience for a lock one statement may take on PostgreSQL."""

POSTGRESQL_OLDEST = 150_000
"""PostgreSQL 15, the oldest version that the tests have run on, as `server_version_num` writes it."""


def make_engine(url: URL, patience: float) -> Engine:
    """An engine for the address; `patience` is how many seconds it waits for a lock or a connection."""
    if url.get_backend_name() == "sqlite":
        return _sqlite_engine(url, patience)
    return _postgresql_engine(url, patience)


def writing(engine: Engine) -> Engine:
    """The same engine and pool, whose transactions take the lock for writing when they begin."""
    return engine.execution_options(**{_BEGIN: _WRITE})


@contextmanager
def turn(engine: Engine) -> Iterator[None]:
    """The turn of this thread to write: on SQLite one thread of the process writes at a time, in their order.

    SQLite's own wait looks again at growing intervals and lets late-comers pass: of 480 saves by 8 threads
    the slowest took 1.4 s, and takes 0.2 s in turn. Who has waited for the whole patience goes on, and the
    database says that it is busy.
    """
    options = engine.get_execution_options()
    lock: Lock | None = options.get(_TURN) if options.get(_BEGIN) == _WRITE else None
    if lock is None:
        yield
        return
    mine = lock.acquire(timeout=options[_PATIENCE])
    try:
        yield
    finally:
        if mine:
            lock.release()


def outside_transactions(engine: Engine) -> Engine:
    """The same engine and pool, whose SQLite statements run alone, as some PRAGMA must.

    SQLAlchemy's own AUTOCOMMIT would put the driver's transactions back afterwards.
    """
    return engine.execution_options(**{_BEGIN: _ALONE})


def is_read_only(engine: Engine) -> bool:
    """Whether the engine was made to read a file that cannot be written."""
    return engine.url.query.get("mode") == "ro"


def one_instant(engine: Engine) -> Engine:
    """The same engine and pool, whose transactions read one state of all tables, whoever saves meanwhile.

    A transaction of SQLite always does; PostgreSQL has to be asked.
    """
    if engine.dialect.name == "sqlite":
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _sqlite_engine(url: URL, patience: float) -> Engine:
    engine = create_engine(
        url,
        connect_args={"timeout": patience},
        pool_timeout=patience,
        execution_options={_TURN: Lock(), _PATIENCE: patience},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    # The driver's own transactions begin too late to protect a read that decides a write, and
    # commit before a CREATE TABLE. Measured: 4 threads of 60 updates ended at 60 instead of 240.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")


def _begin_sqlite(connection: Connection) -> None:
    begin = _SQLITE_BEGIN.get(_kind(connection))
    if begin:
        connection.exec_driver_sql(begin)


def _kind(connection: Connection) -> str:
    kind: str = connection.get_execution_options().get(_BEGIN, _READ)
    return kind


def _postgresql_engine(url: URL, patience: float) -> Engine:
    arguments: dict[str, Any] = {}
    if "connect_timeout" not in url.query:
        arguments["connect_timeout"] = max(2, round(patience))
    engine = create_engine(url, connect_args=arguments, pool_pre_ping=True, pool_timeout=patience)

    def prepare(connection: Any, _entry: ConnectionPoolEntry) -> None:
        # A reader waits for no lock_timeout: without this one, a table locked by hand hangs the site.
        with connection.cursor() as cursor:
            cursor.execute(f"SET statement_timeout = {round(max(1, _STATEMENTS * patience) * 1000)}")
        connection.commit()

    def begin(connection: Connection) -> None:
        if _kind(connection) == _WRITE:
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {round(patience * 1000)}")

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", begin)
    return engine
