"""The address of the database, and the SQLite file that it leads to.

SQLite goes on writing to a file that was replaced or removed under it: what it confirms is lost with the
process. The device and the inode of the file and of its journal say whether that happened.
"""

import os
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from app.store.errors import REPLACED, StoreRefused, StoreUnavailable

_SQLITE = ("sqlite", "sqlite+pysqlite")
_POSTGRESQL = ("postgres", "postgresql", "postgresql+psycopg")
_EXPECTED = (
    "attendu : « sqlite:////dossier/fichier.sqlite3 » "
    "ou « postgresql://utilisateur:mot-de-passe@serveur/base »"
)


def database_address(text: str) -> URL:
    """Return the address, its driver named. Raises StoreRefused; the message never shows the password."""
    try:
        url = make_url(text.strip())
    except (ArgumentError, ValueError) as error:
        raise StoreRefused(f"Adresse de base de données illisible ; {_EXPECTED}.") from error
    if url.drivername in _POSTGRESQL:
        return url.set(drivername="postgresql+psycopg")
    if url.drivername not in _SQLITE:
        raise StoreRefused(f"Base de données « {url.drivername} » non prise en charge ; {_EXPECTED}.")
    if not url.database or ":memory:" in url.database:
        raise StoreRefused(f"Une base SQLite en mémoire perdrait les contrats ; {_EXPECTED}.")
    return url.set(drivername="sqlite+pysqlite")


def shown(url: URL) -> str:
    """Return what tells a database from another: a file, or an address without its password."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    known = {name: value for name, value in url.query.items() if name in {"host", "port"}}
    return url.set(drivername="postgresql", password=None, query=known).render_as_string()


def sqlite_file(url: URL) -> Path | None:
    """Return the file of an SQLite address; None for another database or an SQLite URI (`file:…`)."""
    if url.get_backend_name() != "sqlite" or url.database is None or url.database.startswith("file:"):
        return None
    return Path(url.database)


def is_writable(file: Path) -> bool:
    """Tell whether SQLite may save there: it writes in the file, and makes its journal in the folder."""
    return os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)


def journal_of(file: Path) -> Path:
    """Return the file that SQLite keeps beside an open one, and after a process was killed."""
    return Path(f"{file}-wal")


def reading_address(file: Path) -> URL:
    """Return the address that reads a file which cannot be written.

    SQLite reads the journal that a stopped process left. Without one it would need to make one,
    so it is told that the file does not change: to write it again, the application is restarted.
    """
    query = {"mode": "ro", "uri": "true"}
    if not journal_of(file).exists():
        query["immutable"] = "1"
    return URL.create("sqlite+pysqlite", database=f"file:{quote(str(file))}", query=query)


Identity = tuple[int, int]


class OpenedFile:
    """The file that the connections of an engine have open, and its journal once it is known."""

    def __init__(self, file: Path) -> None:
        self._path = file
        self._file: Identity | None = None
        self._journal: Identity | None = None

    def check_file(self) -> None:
        """Raise StoreUnavailable unless the file is still that of the first connection."""
        found = _identity_of(self._path)
        self._file = self._file or found
        if found != self._file:
            raise StoreUnavailable(REPLACED.format(file=self._path))

    def check(self) -> None:
        """Raise StoreUnavailable when the file or its journal is no longer the one that is written to."""
        self.check_file()
        if self._journal is not None and _identity_of(journal_of(self._path)) != self._journal:
            raise StoreUnavailable(REPLACED.format(file=self._path))

    def remember_journal(self) -> None:
        """Take the journal that is there now for ours: a connection has it open."""
        self._journal = _identity_of(journal_of(self._path))

    def forget(self) -> None:
        """Begin anew: no connection has the file open any more."""
        self._file = self._journal = None


def _identity_of(file: Path) -> Identity | None:
    try:
        found = os.stat(file)
    except OSError:
        return None
    return found.st_dev, found.st_ino
