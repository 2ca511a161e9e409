"""The address of the database, as people write it, made into the one that SQLAlchemy needs."""

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from app.store.faults import StoreRefused

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
        raise StoreRefused(f"Une base SQLite en mémoire perdrait les profils ; {_EXPECTED}.")
    return url.set(drivername="sqlite+pysqlite")


def sqlite_file(url: URL) -> Path | None:
    """The file of an SQLite address; None for another database or an SQLite URI (`file:…`)."""
    if url.get_backend_name() != "sqlite" or url.database is None or url.database.startswith("file:"):
        return None
    return Path(url.database)
