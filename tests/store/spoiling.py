"""What others do to a database that the application uses, on either engine."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from app.store import Profiles
from app.store.engine import make_engine, writing


@contextmanager
def held(profiles: Profiles) -> Iterator[None]:
    """Holds the database as another program that writes for long would: it can be read."""
    with _another_program(profiles) as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("LOCK TABLE profiles IN EXCLUSIVE MODE")
        yield


@contextmanager
def lacking(profiles: Profiles, table: str) -> Iterator[None]:
    """Takes a table away, which no database does by itself: what needs it is a fault of the application."""
    with _another_program(profiles) as connection:
        connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO elsewhere")
    try:
        yield
    finally:
        with _another_program(profiles) as connection:
            connection.exec_driver_sql(f"ALTER TABLE elsewhere RENAME TO {table}")


@contextmanager
def _another_program(profiles: Profiles) -> Iterator[Connection]:
    engine = make_engine(profiles.engine.url, patience=1)
    with writing(engine).begin() as connection:
        yield connection
    engine.dispose()
