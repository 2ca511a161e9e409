"""The revision of the tables, and how a database is brought to the latest one."""

from collections.abc import Callable
from threading import Lock

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from app.store.engine import waiting, writing

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
    return revision in {script.revision for script in _scripts().walk_revisions()}


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


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())
