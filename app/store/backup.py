"""One file that holds all that was saved: written while people save, checked whole before it is restored.

The file is a SQLite database with our tables, whichever engine the application uses, so that one
engine's backup restores on the other, an older one is migrated like any database, and the file can
be read, or even served, without this module. The secret key is not in it.
"""

import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, Column, Connection, Engine, MetaData, Table, Text, insert, inspect, select
from sqlalchemy.exc import DatabaseError

from app.domain.french import count_noun
from app.settings import application_version
from app.store.engine import make_engine, sqlite_file, writing
from app.store.errors import StoreRefused, StoreUnavailable, name_faults
from app.store.opening import PATIENCE, flush_folder, make_tables
from app.store.profile_rows import profile_ids, row_to_write, saved_profile
from app.store.profiles import Profiles
from app.store.restored_access import access_of, add_entries, keep_access
from app.store.schema import (
    REPLACED,
    content_of,
    copy_content,
    count_of,
    current_revision,
    empty,
    is_known,
    upgrade,
)
from app.store.tables import CATALOGUES
from app.store.versions import all_versions

NOT_A_BACKUP = (
    "ce fichier n’est pas une sauvegarde de cette application ; "
    "indiquez un fichier écrit par « contrat-de-ville backup »"
)
DAMAGED = "cette sauvegarde est endommagée ou incomplète ; utilisez-en une autre. Rien n’a été modifié"
UNREADABLE = (
    "cette sauvegarde contient un texte qui ne peut pas être lu : {reason} "
    "Utilisez-en une autre. Rien n’a été modifié"
)
NEWER = (
    "cette sauvegarde a été faite par une version plus récente de l’application ({application}, tables "
    "« {revision} ») que celle-ci ({ours}) ; installez cette version ou une suivante, puis recommencez"
)
HOLDS_PROFILES = (
    "la base contient déjà {profiles}, que la sauvegarde remplacerait tous ; "
    "ajoutez --replace si c’est ce que vous voulez"
)
LIVE = "ce fichier est la base de données elle-même ; donnez un autre nom à la sauvegarde"
SQLITE_HEADER = b"SQLite format 3\0"

NOTES = Table(
    "contrat_de_ville_backup",
    MetaData(),
    *(Column(name, Text, nullable=False) for name in ("application", "revision", "content")),
)


class BackupRefused(StoreRefused):
    """A backup that cannot be written there or restored; nothing was changed."""


@dataclass(frozen=True, slots=True)
class BackupNote:
    """What a backup says of itself: the application's version, the tables' revision, the rows' hash."""

    application: str
    revision: str
    content: str


def write_backup(profiles: Profiles, file: Path) -> int:
    """Write all that is saved at one instant to the file, whole or not at all: how many profiles.

    Raises BackupRefused when the file is the database itself, StoreUnavailable, OSError.
    """
    live = sqlite_file(profiles.engine.url)
    if live is not None and file.exists() and file.samefile(live):
        raise BackupRefused(LIVE)
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        with name_faults():
            make_tables(draft, PATIENCE)
            with _opened(draft) as engine:
                count = _fill(profiles.engine, engine)
        draft.replace(file)
        flush_folder(file.absolute().parent)
    finally:
        draft.unlink(missing_ok=True)
        Path(f"{draft}-journal").unlink(missing_ok=True)
    return count


def restore_backup(profiles: Profiles, file: Path, *, replace: bool) -> int:
    """Put what the backup holds in the place of all that is saved: how many profiles.

    The catalogues that were here stay: a site that runs may be saving contracts with one of them. So do its
    accounts, its journal, and what was taken away from them (see `restored_access`). No session stays open.

    The file is checked, and migrated if it is older, in a copy; then everything is replaced in one
    transaction, which is given up unless the rows are those of the backup.

    Raises BackupRefused, StoreUnavailable, OSError; nothing is then changed.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "sauvegarde.sqlite3"
        shutil.copyfile(file, copy)
        with copy.open("rb") as opened:
            if opened.read(len(SQLITE_HEADER)) != SQLITE_HEADER:
                raise BackupRefused(NOT_A_BACKUP)
        with _opened(copy) as engine:
            _bring_up_to_date(engine)
            with engine.begin() as source:
                _check_documents(source)
            with name_faults(), engine.begin() as source, writing(profiles.engine).begin() as target:
                return _replace_all(source, target, profiles.now(), replace=replace)


def _one_instant(engine: Engine) -> Engine:
    """Return the same engine and pool, whose transactions read one state of all tables while others save.

    A transaction of SQLite always does; PostgreSQL has to be asked.
    """
    if engine.dialect.name == "sqlite":
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _fill(source_engine: Engine, target_engine: Engine) -> int:
    with writing(target_engine).begin() as target:
        with _one_instant(source_engine).begin() as source:
            copy_content(source, target)
        note = BackupNote(
            application=application_version(),
            revision=str(current_revision(target)),
            content=content_of(target),
        )
        NOTES.create(target)
        target.execute(insert(NOTES), [asdict(note)])
        return count_of(target, "profiles")


def _bring_up_to_date(engine: Engine) -> None:
    try:
        with engine.begin() as connection:
            _check(connection)
        upgrade(engine, lambda _connection: None)
    except DatabaseError as error:
        raise BackupRefused(DAMAGED) from error


def _check(connection: Connection) -> None:
    """Raise BackupRefused for a file that is not a backup, is newer, or is not what its note says."""
    if not inspect(connection).has_table(NOTES.name):
        raise BackupRefused(NOT_A_BACKUP)
    rows = connection.execute(select(NOTES)).all()
    if len(rows) != 1:
        raise BackupRefused(DAMAGED)
    note = BackupNote(**rows[0]._asdict())
    if not is_known(note.revision):
        raise BackupRefused(
            NEWER.format(application=note.application, revision=note.revision, ours=application_version())
        )
    sound = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one() == "ok"
    revision = current_revision(connection)
    names = set(inspect(connection).get_table_names()) - {NOTES.name, "alembic_version"}
    if not sound or revision != note.revision or content_of(connection, names) != note.content:
        raise BackupRefused(DAMAGED)


def _check_documents(connection: Connection) -> None:
    """Raise BackupRefused for a profile or a version that could not be read once it is restored.

    The hash of the file says only that its rows are those that it names: who writes the one writes the other.
    """
    try:
        for profile_id in profile_ids(connection):
            saved_profile(row_to_write(connection, profile_id))
            for _ in all_versions(connection, profile_id):
                pass
    except StoreUnavailable as unavailable:
        raise BackupRefused(UNREADABLE.format(reason=unavailable.reason)) from unavailable


def _replace_all(source: Connection, target: Connection, now: datetime, *, replace: bool) -> int:
    count = count_of(target, "profiles")
    if count and not replace:
        raise BackupRefused(HOLDS_PROFILES.format(profiles=count_noun(count, "profil")))
    here, access = target.execute(select(CATALOGUES)).all(), access_of(target)
    empty(target)
    copy_content(source, target, REPLACED)
    if content_of(target, REPLACED) != content_of(source, REPLACED):
        raise BackupRefused(DAMAGED)
    add_entries(source, target)
    restored = set(target.scalars(select(CATALOGUES.c.hash)))
    if others := [row._asdict() for row in here if row.hash not in restored]:
        target.execute(insert(CATALOGUES), others)
    keep_access(target, access, now)
    return count_of(target, "profiles")


@contextmanager
def _opened(file: Path) -> Iterator[Engine]:
    engine = make_engine(URL.create("sqlite+pysqlite", database=str(file)), PATIENCE)
    try:
        yield engine
    finally:
        engine.dispose()
