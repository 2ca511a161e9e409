"""All that a database holds, whichever engine keeps it: its hash, and its copy into another one."""

import hashlib
import json
from collections.abc import Collection, Iterator

from sqlalchemy import Connection, Row, Table, delete, func, insert, select, text
from sqlalchemy.schema import MetaData

from app.store.tables import METADATA, UPLOADS

OUR_TABLES = frozenset(METADATA.tables) - {UPLOADS.name}
"""What a backup holds: all but the files that wait for a confirmation."""

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


def copy_content(source: Connection, target: Connection) -> None:
    """Copy every row of our tables, which are empty in the target."""
    for table in (table for table in METADATA.sorted_tables if table.name in OUR_TABLES):
        for batch in _batches(source, table):
            target.execute(insert(table), [row._asdict() for row in batch])
        _keep_ids_new(target, table)


def empty(connection: Connection) -> None:
    """Remove every row of our tables. Who saves meanwhile waits; who reads sees what was there."""
    tables = list(reversed(METADATA.sorted_tables))
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
