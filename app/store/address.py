"""The address of the database, as people write it, made into the one that SQLAlchemy needs."""

import os
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from app.store.errors import StoreRefused

_SQLITE = ("sqlite", "sqlite+pysqlite")
_POSTGRESQL = ("postgres", "postgresql", "postgresql+psycopg")
_EXPECTED = (
    "attendu : « sqlite:////dossier/fichier.sqlite3 » "
    "ou « postgresql://utilisateur:mot-de-passe@serveur/base »"
)


def database_address(text: str) -> URL:
    """The address, its driver named. Raises StoreRefused; the message never shows the password."""
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


def sqlite_file(url: URL) -> Path | None:
    """The file of an SQLite address; None for another database or an SQLite URI (`file:…`)."""
    if url.get_backend_name() != "sqlite" or url.database is None or url.database.startswith("file:"):
        return None
    return Path(url.database)


def is_writable(file: Path) -> bool:
    """Whether SQLite may save there: it writes in the file, and makes its journal in the folder."""
    return os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)


def journal_of(file: Path) -> Path:
    """What SQLite keeps beside the file while it is open, and after a process was killed."""
    return Path(f"{file}-wal")


def reading_address(file: Path) -> URL:
    """The address that reads a file which cannot be written.

    SQLite reads the journal that a stopped process left. Without one it would need to make one,
    so it is told that the file does not change: to write it again, the application is restarted.
    """
    query = {"mode": "ro", "uri": "true"}
    if not journal_of(file).exists():
        query["immutable"] = "1"
    return URL.create("sqlite+pysqlite", database=f"file:{quote(str(file))}", query=query)
