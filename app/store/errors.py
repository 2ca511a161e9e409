"""What can go wrong with the saved profiles, and the one place where a database's errors get a name."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as NoFreeConnection

from app.domain.problems import UserError
from app.store.records import SavedProfile

BUSY = "La base de données est occupée par d’autres enregistrements. Réessayez dans quelques instants."
READ_ONLY = (
    "La base de données est en lecture seule : rien ne peut être enregistré. "
    "Donnez à l’application le droit d’écrire dans la base et dans son dossier."
)
FULL = (
    "Le disque de la base de données est plein : rien n’a été enregistré. "
    "Libérez de la place, puis réessayez."
)
CORRUPTED = (
    "Le fichier de la base de données est endommagé ou n’est pas une base SQLite. "
    "Arrêtez l’application, mettez ce fichier de côté, avec ceux du même nom en -wal et -shm, "
    "puis restaurez la dernière sauvegarde (commande restore)."
)
EMPTY = (
    "Le fichier de la base de données est vide : son contenu a été perdu. Supprimez ce fichier "
    "et ceux du même nom en -wal et -shm, puis restaurez la dernière sauvegarde (commande restore), "
    "ou commencez avec une base neuve."
)
GONE = (
    "Le fichier de la base de données a disparu : « {file} ». Son journal est encore là (même nom en -wal). "
    "Remettez le fichier en place ; ou supprimez le journal, puis restaurez la dernière sauvegarde "
    "(commande restore)."
)
REPLACED = (
    "Le fichier de la base de données, ou son journal (même nom en -wal), a été remplacé ou retiré pendant "
    "que le site tourne : « {file} ». Rien n’a été enregistré. Remettez le bon fichier en place si besoin, "
    "puis redémarrez le site."
)
NO_FOLDER = (
    "Le dossier de la base de données n’existe pas : « {folder} ». Créez-le ou corrigez l’adresse de la base."
)
MISSING = "Le fichier de la base de données n’existe pas : « {file} »."
NO_TABLES = "Cette base de données ne contient pas les tables de l’application."
WHERE_NOT_FOUND = (
    "Vérifiez le dossier d’instance (CONTRAT_INSTANCE) et l’adresse de la base (DATABASE_URL). "
    "Si la base est perdue, restaurez la dernière sauvegarde (commande restore). Pour commencer avec une "
    "base neuve, lancez « contrat-de-ville serve » avec un dossier d’instance sans fichier « secret-key »."
)
NO_JOURNAL = (
    "Le disque de la base de données ne permet pas le journal qui protège les enregistrements "
    "d’une coupure de courant. Placez la base sur un disque local, pas sur un dossier réseau."
)
NOT_OPENED = (
    "Le fichier de la base de données ne peut pas être ouvert. "
    "Vérifiez que son dossier existe et que l’application a le droit d’y écrire."
)
DISK_FAULT = "Le disque de la base de données ne répond pas correctement. Vérifiez-le, puis réessayez."
AWAY = (
    "Le serveur de base de données ne répond pas ou refuse la connexion. Réessayez dans quelques instants. "
    "Si cela dure, vérifiez le serveur, et l’adresse, l’utilisateur et le mot de passe de la base."
)
NO_DATABASE = (
    "Le serveur de base de données répond, mais la base demandée n’y existe pas. Créez-la (createdb), ou "
    "corrigez son nom dans DATABASE_URL."
)
ACCOUNT_REFUSED = (
    "Le serveur de base de données répond, mais refuse ce compte ou son mot de passe. Corrigez-les dans "
    "DATABASE_URL, ou créez le compte (createuser)."
)
FORBIDDEN = "Le serveur de base de données n’accorde pas à l’application les droits nécessaires."
RACED = "Un autre enregistrement a eu lieu au même moment. Réessayez."

_SQLITE_REASONS = {
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_PERM: READ_ONLY,
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_CORRUPT: CORRUPTED,
    sqlite3.SQLITE_NOTADB: CORRUPTED,
    sqlite3.SQLITE_CANTOPEN: NOT_OPENED,
    sqlite3.SQLITE_IOERR: DISK_FAULT,
}
# The SQLSTATE codes of PostgreSQL, the whole code or its class of two characters.
_POSTGRESQL_REASONS = {
    "08": AWAY,
    "25006": READ_ONLY,
    "28": ACCOUNT_REFUSED,
    "3D": NO_DATABASE,
    "40": BUSY,
    "42501": FORBIDDEN,
    "53100": FULL,
    "53": BUSY,
    "55P03": BUSY,
    "57014": BUSY,
    "57": AWAY,
    "58": DISK_FAULT,
    "XX001": CORRUPTED,
    "XX002": CORRUPTED,
}
# psycopg gives no SQLSTATE to a connection that could not be made: the server's own words, in the languages
# that a French server speaks. In another one the reason is AWAY.
_REFUSED_CONNECTIONS = (
    (
        re.compile(r'FATAL: +(database ".*" does not exist|la base de données « .* » n.existe pas)'),
        NO_DATABASE,
    ),
    (
        re.compile(
            r'FATAL: +(role ".*" does not exist|le rôle « .* » n.existe pas|authentification .*échouée'
            r"|(password|peer) authentication failed|no pg_hba.conf entry|aucune entrée dans pg_hba.conf)"
        ),
        ACCOUNT_REFUSED,
    ),
)


class ProfileNotFound(UserError):
    """No saved profile has this id."""

    def __init__(self, profile_id: int) -> None:
        super().__init__("Ce contrat n’existe pas ou n’existe plus.")
        self.id = profile_id


class NameTaken(UserError, ValueError):
    """Another profile has this name, case, spaces and apostrophes aside. `name` is as that one writes it."""

    def __init__(self, existing_id: int, name: str) -> None:
        super().__init__(f"Un contrat porte déjà ce nom : « {name} ».")
        self.existing_id = existing_id
        self.name = name


class ProfileTrashed(ProfileNotFound):
    """The profile was deleted, and waits in the trash."""


class VersionNotFound(Exception):
    """No version of this profile has this number."""

    def __init__(self, profile_id: int, number: int) -> None:
        super().__init__(f"version {number} of profile {profile_id}")


class ProfileChanged(UserError, ValueError):
    """The profile was saved by someone else meanwhile. `current` is what is now in the database."""

    def __init__(self, current: SavedProfile) -> None:
        super().__init__("Ce contrat a été modifié entre-temps. Rien n’a été écrasé.")
        self.current = current


class StoreUnavailable(UserError):
    """The database cannot do what was asked now. `reason` says it in French, with what to do."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class StoreRefused(StoreUnavailable):
    """The database is not one that this application may open; trying again is no use."""


@contextmanager
def name_faults() -> Iterator[None]:
    """Turn the database's own errors into StoreUnavailable.

    IntegrityError passes: who writes knows what it means. So does any error that has no
    reason here: it is a fault of this application, not of the database.
    """
    try:
        yield
    except NoFreeConnection as error:
        raise StoreUnavailable(BUSY) from error
    except DBAPIError as error:
        reason = _reason_of(error)
        if reason is None:
            raise
        raise StoreUnavailable(reason) from error


def is_busy(error: DBAPIError) -> bool:
    """Tell whether the error says that someone else holds the lock, so that waiting helps."""
    return _reason_of(error) == BUSY


def _reason_of(error: DBAPIError) -> str | None:
    if isinstance(error, (IntegrityError, DataError)):
        return None
    if isinstance(error.orig, sqlite3.Error):
        # The low byte is the kind of error; the rest of an extended code says where it happened.
        code: int | None = getattr(error.orig, "sqlite_errorcode", None)
        return None if code is None else _SQLITE_REASONS.get(code & 0xFF)
    return _postgresql_reason(error)


def _postgresql_reason(error: DBAPIError) -> str | None:
    state: str | None = getattr(error.orig, "sqlstate", None)
    if state:
        return _POSTGRESQL_REASONS.get(state) or _POSTGRESQL_REASONS.get(state[:2])
    said = next((reason for words, reason in _REFUSED_CONNECTIONS if words.search(str(error.orig))), None)
    if said:
        return said
    broken = type(error.orig).__name__ == "OperationalError" or error.connection_invalidated
    return AWAY if broken else None
