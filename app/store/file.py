"""A SQLite file of ours: whole from the moment that it has its name, and with the journal that saves need."""

import os
import secrets
import time
from pathlib import Path

from sqlalchemy import URL, Connection, Engine
from sqlalchemy.exc import OperationalError

from app.store.engine import make_engine, outside_transactions
from app.store.errors import NO_JOURNAL, StoreRefused, is_busy
from app.store.schema import upgrade

_PAUSE = 0.01
_DURABLE = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
"""What keeps every save through a power cut, and no row without the one that it belongs to."""


def create_file(file: Path, patience: float) -> None:
    """Makes the tables, then gives the file its name: an interrupted start leaves no empty database.

    Of several processes that start at once, the first to be ready is the one that is kept.
    """
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        make_tables(draft, patience)
        os.link(draft, file)
        flush_folder(file.parent)
    except FileExistsError:
        return
    finally:
        draft.unlink(missing_ok=True)


def make_tables(file: Path, patience: float, revision: str = "head") -> None:
    """A new SQLite file with the tables of a revision, and nothing in them."""
    engine = make_engine(URL.create("sqlite+pysqlite", database=str(file)), patience)
    try:
        upgrade(engine, lambda _connection: None, revision)
    finally:
        engine.dispose()


def flush_folder(folder: Path) -> None:
    """Sees to it that a new name is on the disk, and not only in memory."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def keep_a_journal(engine: Engine, patience: float) -> None:
    """Write-ahead logging: readers go on while someone saves. The file remembers it.

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
