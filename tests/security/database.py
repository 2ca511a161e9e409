"""A database, behind the application's back: read whole, put back as it was, made to refuse."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

import psycopg
from sqlalchemy import make_url

from app.store.tables import METADATA, UPLOADS

TABLES = [table.name for table in METADATA.sorted_tables]
"""Each after those that it refers to."""

SAVED = [table for table in TABLES if table != UPLOADS.name]
"""What a person saved: a file that waits for a confirmation is not."""

_REFUSAL = """
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
$$BEGIN RAISE EXCEPTION 'no' USING ERRCODE = 'disk_full'; END$$
"""


class Database(Protocol):
    """A database that an application uses."""

    def keep(self) -> None:
        """From now on, what it holds is what `restore` puts back."""

    def restore(self) -> None:
        """Makes it hold what was kept."""

    def dump(self) -> str:
        """Everything that was saved, as text."""

    def refuse(self) -> None:
        """Makes every writing fail, even for root."""

    def accept(self) -> None:
        """Makes an end of it."""

    def close(self) -> None:
        """Lets go of the database."""


def database_at(url: str) -> Database:
    """The database of an address, on the engine that it names."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return File(Path(str(address.database)))
    return Server(url.replace("+psycopg", ""))


@contextmanager
def refusing(database: Database) -> Iterator[None]:
    """A database that takes nothing for a while."""
    database.refuse()
    try:
        yield
    finally:
        database.accept()


@dataclass(frozen=True)
class File:
    """One of SQLite."""

    file: Path

    def keep(self) -> None:
        _copy(self.file, self._kept)

    def restore(self) -> None:
        _copy(self._kept, self.file)

    def dump(self) -> str:
        with closing(sqlite3.connect(self.file)) as connection:
            waiting = f'INSERT INTO "{UPLOADS.name}"'
            return "\n".join(line for line in connection.iterdump() if not line.startswith(waiting))

    def refuse(self) -> None:
        for table, event in self._written():
            self._run(
                f"CREATE TRIGGER refuse_{table}_{event} BEFORE {event} ON {table}"
                " BEGIN SELECT RAISE(ABORT, 'no'); END"
            )

    def accept(self) -> None:
        for table, event in self._written():
            self._run(f"DROP TRIGGER refuse_{table}_{event}")

    def close(self) -> None:
        """Nothing is held between two calls."""

    @property
    def _kept(self) -> Path:
        return self.file.with_name("pristine.sqlite3")

    def _written(self) -> Iterator[tuple[str, str]]:
        return ((table, event) for table in TABLES for event in ("INSERT", "UPDATE", "DELETE"))

    def _run(self, statement: str) -> None:
        with closing(sqlite3.connect(self.file)) as connection:
            connection.execute(statement)
            connection.commit()


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as whence, closing(sqlite3.connect(target)) as whither:
        whence.backup(whither)


@dataclass(frozen=True)
class Server:
    """One of PostgreSQL; what was kept stands in a schema that the application does not look at."""

    address: str

    def keep(self) -> None:
        self._run("CREATE SCHEMA pristine")
        self._run(*(f"CREATE TABLE pristine.{table} AS TABLE {table}" for table in TABLES))

    def restore(self) -> None:
        removed = (f"DELETE FROM {table}" for table in reversed(TABLES))
        put_back = (f"INSERT INTO {table} TABLE pristine.{table}" for table in TABLES)
        self._run(*removed, *put_back, "SELECT setval('profiles_id_seq', max(id)) FROM profiles")

    def dump(self) -> str:
        rows = " UNION ALL ".join(f"SELECT '{table} ' || one::text FROM {table} AS one" for table in SAVED)
        return "\n".join(row for (row,) in self._connection.execute(f"{rows} ORDER BY 1".encode()))

    def refuse(self) -> None:
        self._run(_REFUSAL)
        written = "BEFORE INSERT OR UPDATE OR DELETE"
        for table in TABLES:
            self._run(f"CREATE TRIGGER refuse {written} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse()")

    def accept(self) -> None:
        self._run("DROP FUNCTION refuse CASCADE")

    def close(self) -> None:
        self._connection.close()

    def _run(self, *statements: str) -> None:
        with self._connection.transaction():
            for statement in statements:
                self._connection.execute(statement.encode())

    @cached_property
    def _connection(self) -> psycopg.Connection:
        """One for all: to connect takes longer than what is asked."""
        return psycopg.connect(self.address, autocommit=True)
