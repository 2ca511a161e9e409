"""One unit of work with the database, its faults named in French."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from app.store.engine import turn
from app.store.errors import named_faults


@contextmanager
def session_on(engine: Engine) -> Iterator[Session]:
    """A session in one transaction: all that it wrote is kept, or nothing. Raises StoreUnavailable."""
    with named_faults(), turn(engine) as mine, Session(mine) as session, session.begin():
        yield session


@contextmanager
def connection_on(engine: Engine) -> Iterator[Connection]:
    """A connection in one transaction, for what makes no row of ours. Raises StoreUnavailable."""
    with named_faults(), turn(engine) as mine, mine.begin() as connection:
        yield connection
