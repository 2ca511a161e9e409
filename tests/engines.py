"""The databases of the tests.

What is about a page, a text or a file runs on SQLite. What is about saving, finding or losing runs on both
engines: its module or test bears the mark `both_engines`; `stricter_engine`, where PostgreSQL, which refuses
more than SQLite, says all. The tests of the store have their own fixture.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from app.store import Profiles, open_store
from app.store.schema import empty
from tests.postgres.server import PostgresServer
from tests.store.tables import description

ENGINES: tuple[str, ...] = ("sqlite", "postgresql")
ON_AN_ENGINE = {"database_url": "function", "furnished": "session"}
"""The fixtures that have the engine as their parameter, and the scope of each."""

_CUT = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "both_engines: runs on SQLite, then on PostgreSQL")
    config.addinivalue_line("markers", "stricter_engine: runs on PostgreSQL")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give each test its engines."""
    engines = ENGINES[:1]
    if metafunc.definition.get_closest_marker("both_engines"):
        engines = ENGINES
    elif metafunc.definition.get_closest_marker("stricter_engine"):
        engines = ENGINES[1:]
    for name, scope in ON_AN_ENGINE.items():
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, engines, indirect=True, scope=scope)


def new_database(request: pytest.FixtureRequest, folder: Path) -> str:
    """The address of an empty database of the engine that is the parameter of a fixture, as long as it lasts.

    For what several tests share, or for what a test does to the tables.
    """
    if request.param == "sqlite":
        return f"sqlite:///{folder / 'profiles.sqlite3'}"
    server: PostgresServer = request.getfixturevalue("postgres_server")
    url = server.create_database()
    request.addfinalizer(lambda: server.drop_database(url))
    return url


class Shared:
    """A PostgreSQL database that has our tables, for one test after the other.

    To empty it takes far less time than to make one, migrate it and drop it.
    """

    def __init__(self, server: PostgresServer) -> None:
        self._server = server
        self._open()

    def _open(self) -> None:
        self.url = self._server.create_database()
        self._profiles: Profiles = open_store(self.url)
        with self._profiles.engine.connect() as connection:
            self._tables = description(connection)

    def empty(self) -> None:
        """Ends what still uses it, removes every row; the first id is 1 again.

        Fails the test that left other tables than those it found; the next test has a new database.
        """
        with self._profiles.engine.begin() as connection:
            connection.exec_driver_sql(_CUT)
            sound = description(connection) == self._tables
            if sound:
                _remove_rows(connection)
        if not sound:
            self.close()
            self._open()
            pytest.fail("the tables were changed: a test that does it needs a database of its own")

    def close(self) -> None:
        self._profiles.close()
        self._server.drop_database(self.url)


def _remove_rows(connection: Connection) -> None:
    connection.exec_driver_sql("SET LOCAL session_replication_role = replica")  # the journal gives up no row
    connection.exec_driver_sql("DELETE FROM audit")
    connection.exec_driver_sql("SET LOCAL session_replication_role = origin")
    empty(connection)
    connection.exec_driver_sql("ALTER SEQUENCE profiles_id_seq RESTART")


@pytest.fixture(scope="session")
def shared_database(postgres_server: PostgresServer) -> Iterator[Shared]:
    shared = Shared(postgres_server)
    yield shared
    shared.close()


@pytest.fixture
def emptied_url(shared_database: Shared) -> Iterator[str]:
    """The address of a PostgreSQL database that has our tables, and nothing in them."""
    yield shared_database.url
    shared_database.empty()


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database that has our tables, and nothing in them: quicker to copy than to migrate."""
    file = tmp_path_factory.mktemp("empty") / "profiles.sqlite3"
    open_store(f"sqlite:///{file}").close()
    return file


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without any profile."""
    return database_with_tables(request, tmp_path)


def database_with_tables(request: pytest.FixtureRequest, folder: Path) -> str:
    """The address of a database with our tables and no rows, of the engine that is a fixture’s parameter.

    For what a test does to the rows: nothing is migrated for it.
    """
    if request.param == "sqlite":
        file = folder / "profiles.sqlite3"
        shutil.copyfile(request.getfixturevalue("empty_file"), file)
        return f"sqlite:///{file}"
    url: str = request.getfixturevalue("emptied_url")
    return url
