"""A real PostgreSQL server of the tests' own: no port, no password, nothing left behind."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

ACCOUNT = "postgres"
MISSING = (
    "PostgreSQL is not installed, and the tests need a real server. "
    "On Debian: apt-get install postgresql (the files initdb and pg_ctl under /usr/lib/postgresql/*/bin)."
)


@dataclass
class PostgresServer:
    """A server that listens on a Unix socket in its own folder, which nobody else can enter."""

    programs: Path
    folder: Path
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def create(self) -> None:
        self.run(
            "initdb", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", f"--username={ACCOUNT}"
        )

    def start(self) -> None:
        # Without fsync: these tests are about the application, not about power cuts.
        options = f"-F -h '' -k {self.folder} -c max_connections=60"
        self.run("pg_ctl", "start", "-w", "-t", "60", "-l", str(self.folder / "log"), "-o", options)

    def stop(self, mode: str = "fast") -> None:
        """Stops; `immediate` as a crash does, so that the next start recovers from the journal."""
        self.run("pg_ctl", "stop", "-w", "-m", mode)

    def create_database(self, options: str = "") -> str:
        """The address of a new, empty database."""
        name = f"contrats_{next(self.numbers)}"
        self.execute(f"CREATE DATABASE {name} {options}")
        return f"postgresql+psycopg://{ACCOUNT}@/{name}?host={self.folder}"

    def drop_database(self, url: str) -> None:
        self.execute(f"DROP DATABASE {database_name(url)} WITH (FORCE)")

    def cut_connections(self, url: str) -> None:
        """Ends every connection to a database, as a restart would."""
        self.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", database_name(url)
        )

    def execute(self, statement: str, *values: str) -> None:
        """Runs one statement as the administrator."""
        address = f"host={self.folder} user={ACCOUNT} dbname=postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement.encode(), values)

    def run(self, program: str, *arguments: str) -> None:
        command = [*_as_account(), str(self.programs / program), "-D", str(self.folder / "db"), *arguments]
        # The server inherits the output: a pipe would never close, so a file takes it.
        with tempfile.TemporaryFile() as output:
            done = subprocess.run(
                command, cwd="/", env={**os.environ, "LC_ALL": "C"}, stdout=output, stderr=output, check=False
            )
            output.seek(0)
            if done.returncode:
                pytest.fail(f"{program} failed:\n{output.read().decode()}", pytrace=False)


def database_name(url: str) -> str:
    """The name of the database of an address that a server made."""
    return str(make_url(url).database)


def start_server() -> PostgresServer:
    """A running server in a new folder. Fails the test when PostgreSQL is not installed."""
    programs = find_programs()
    folder = Path(tempfile.mkdtemp(prefix="contrats-"))
    if os.geteuid() == 0:
        account = pwd.getpwnam(ACCOUNT)
        os.chown(folder, account.pw_uid, account.pw_gid)
    server = PostgresServer(programs, folder)
    try:
        server.create()
        server.start()
    except BaseException:
        shutil.rmtree(folder)
        raise
    return server


def remove_server(server: PostgresServer) -> None:
    server.stop()
    shutil.rmtree(server.folder)


def find_programs() -> Path:
    """The folder of the newest installed server. Fails the test when there is none."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if found:
        return max(found, key=lambda folder: int(folder.parent.name))
    on_path = shutil.which("initdb")
    if on_path is None:
        pytest.fail(MISSING, pytrace=False)
    return Path(on_path).resolve().parent


def _as_account() -> list[str]:
    # PostgreSQL refuses to run as root, which is who runs the tests in a container.
    return ["runuser", "-u", ACCOUNT, "--"] if os.geteuid() == 0 else []


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One server for the whole run; each test makes its own database in it."""
    server = start_server()
    yield server
    remove_server(server)


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The address of an empty database, dropped after the test."""
    url = postgres_server.create_database()
    yield url
    postgres_server.drop_database(url)


@pytest.fixture
def own_server() -> Iterator[PostgresServer]:
    """A server that a test may stop without disturbing the others."""
    server = start_server()
    yield server
    remove_server(server)
