"""The tables as the database itself describes them: every column, constraint and index, word for word."""

import re

from sqlalchemy import Connection

_PARTS = re.compile(r", (?![^()]*\))")
_POSTGRESQL = (
    (
        "SELECT table_name, column_name, data_type, is_nullable, column_default, collation_name"
        " FROM information_schema.columns WHERE table_schema = 'public'"
    ),
    (
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)"
        " FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
    ),
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
)


def description(connection: Connection) -> set[tuple[object, ...]]:
    """All that is said of our tables, in no order; each begins with the name of its table."""
    said = _on_sqlite(connection) if connection.dialect.name == "sqlite" else _on_postgresql(connection)
    return {words for words in said if words[0] != "alembic_version"}


def _on_sqlite(connection: Connection) -> set[tuple[object, ...]]:
    made = connection.exec_driver_sql("SELECT tbl_name, name, sql FROM sqlite_master WHERE type <> 'trigger'")
    return {(table, name, *_definitions(sql or "")) for table, name, sql in made}


def _definitions(sql: str) -> list[str]:
    """What a statement defines; the parts of a table sorted, as Alembic has an order of its own."""
    words = " ".join(sql.replace('"', "").split())
    if not words.startswith("CREATE TABLE"):
        return [words]
    begin, _, rest = words.partition("(")
    parts, _, end = rest.rpartition(")")
    return [begin, *sorted(_PARTS.split(parts.strip())), end]


def _on_postgresql(connection: Connection) -> set[tuple[object, ...]]:
    return {tuple(row) for statement in _POSTGRESQL for row in connection.exec_driver_sql(statement)}
