"""A backup holds everything of one instant, and comes back as it was, on either engine."""

import itertools
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import insert, update

from app.domain.profile import Quartier
from app.store import Profiles, StoreRefused, database_address, open_store, restore_backup, write_backup
from app.store.backup import NOTES, BackupRefused
from app.store.engine import make_engine
from app.store.opening import make_tables
from app.store.schema import content_of
from tests.store.conftest import make_profile

QUARTIERS = [Quartier("QN09101M", "Les Pyramides", ("91228",)), Quartier("QP091001", "Les Épinettes", ())]

ON_ONE_ENGINE = pytest.mark.parametrize("tables_url", ["sqlite"], indirect=True)
"""What is about the file of the backup: the database does not see why it is refused."""


def hash_of(profiles: Profiles) -> str:
    with profiles.engine.connect() as connection:
        return content_of(connection)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "sauvegardes" / "contrats.sauvegarde"


@pytest.fixture
def full(profiles: Profiles, file: Path) -> Profiles:
    """A database with a bit of everything, some of it changed and deleted since."""
    file.parent.mkdir()
    profiles.quartiers.replace(QUARTIERS, "liste.csv")
    for number in range(60):
        profiles.create(
            make_profile(f"Contrat « {number} » d’Évry", local_action="Où\n\tça ? 🏙️"), str(number)
        )
    profiles.save(2, 1, make_profile("Changé"))
    profiles.delete(60, 1)
    return profiles


@pytest.fixture
def other(request: pytest.FixtureRequest, tables_url: str, tmp_path: Path) -> Iterator[Profiles]:
    """An empty database of the other engine."""
    other_url = request.getfixturevalue("postgres_url") if "sqlite" in tables_url else None
    opened = open_store(other_url or f"sqlite:///{tmp_path / 'autre.sqlite3'}")
    yield opened
    opened.close()


def test_what_was_lost_comes_back_equal(full: Profiles, file: Path) -> None:
    before = hash_of(full)

    written = write_backup(full, file)
    for saved in list(full.all()):
        full.delete(saved.id, saved.version)
    full.quartiers.replace(QUARTIERS[:1], "autre.csv")
    restored = restore_backup(full, file, replace=True)

    assert (written, restored) == (60, 60)
    assert hash_of(full) == before
    assert full.create(make_profile("Nouveau")).id > 60


def test_a_backup_of_one_engine_restores_on_the_other(full: Profiles, other: Profiles, file: Path) -> None:
    write_backup(full, file)

    restore_backup(other, file, replace=False)

    assert hash_of(other) == hash_of(full)
    assert other.get(2) == full.get(2)
    assert other.create(make_profile("Nouveau")).id > 59


def test_a_backup_written_while_people_save_holds_one_instant(full: Profiles, file: Path) -> None:
    before = full.search().total + len(full.trash.list())
    stop, began = threading.Event(), threading.Event()

    def save() -> None:
        # A list says how many profiles were created before it: a backup of two instants shows more.
        for number in itertools.count(1):
            full.create(make_profile(f"Pendant {number}"))
            full.quartiers.replace(QUARTIERS, str(number))
            began.set()
            if stop.is_set():
                return

    saving = threading.Thread(target=save)
    saving.start()
    began.wait()
    found = []
    for _ in range(8):
        created = write_backup(full, file) - before
        with closing(sqlite3.connect(file)) as connection:
            (source,) = connection.execute("SELECT DISTINCT source FROM quartier_lists").fetchone()
        found.append(created - int(source))
    stop.set()
    saving.join()

    assert set(found) <= {0, 1}


def test_a_database_that_holds_profiles_is_replaced_only_when_one_says_so(full: Profiles, file: Path) -> None:
    write_backup(full, file)
    before = hash_of(full)
    full.create(make_profile("Depuis"))
    changed = hash_of(full)

    with pytest.raises(BackupRefused, match="déjà 61\u00a0profils"):
        restore_backup(full, file, replace=False)
    kept = hash_of(full)
    restore_backup(full, file, replace=True)

    assert kept == changed
    assert hash_of(full) == before


def test_a_backup_is_a_database_that_the_site_can_serve(full: Profiles, file: Path) -> None:
    write_backup(full, file)

    served = open_store(f"sqlite:///{file}")
    read = served.get(2)
    served.close()

    assert read == full.get(2)


def test_a_backup_replaces_the_one_before_and_leaves_nothing_else(full: Profiles, file: Path) -> None:
    write_backup(full, file)
    write_backup(full, file)

    assert list(file.parent.iterdir()) == [file]


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-8192])


def blot(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[content.index("Contrat « 7 »".encode())] ^= 1
    file.write_bytes(content)


def change(statement: str) -> object:
    def changed(file: Path) -> None:
        with closing(sqlite3.connect(file)) as connection:
            connection.executescript(statement)

    return changed


def write_text(file: Path) -> None:
    file.write_text("Contrat de ville\n" * 500)


def empty_it(file: Path) -> None:
    file.write_bytes(b"")


@ON_ONE_ENGINE
@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (cut, "endommagée"),
        (blot, "endommagée"),
        (change("DELETE FROM profiles WHERE id = 3"), "endommagée"),
        (change("UPDATE quartiers SET name = 'x' WHERE code LIKE 'QP%'"), "endommagée"),
        (change(f"DELETE FROM {NOTES.name}"), "endommagée"),
        (change("DROP TABLE quartiers"), "endommagée"),
        (
            change(f"UPDATE {NOTES.name} SET revision = '9999', application = '9.9'"),
            "plus récente de l’application \\(9\\.9, tables « 9999 »\\) que celle-ci \\(\\d+\\.\\d+",
        ),
        (change(f"DROP TABLE {NOTES.name}"), "n’est pas une sauvegarde"),
        (write_text, "n’est pas une sauvegarde"),
        (empty_it, "n’est pas une sauvegarde"),
    ],
)
def test_a_backup_that_is_not_what_it_was_is_refused_and_nothing_changes(
    full: Profiles, file: Path, spoil: object, reason: str
) -> None:
    write_backup(full, file)
    full.create(make_profile("Depuis"))
    before = hash_of(full)
    assert callable(spoil)
    spoil(file)

    with pytest.raises(StoreRefused, match=reason):
        restore_backup(full, file, replace=True)

    assert hash_of(full) == before


@ON_ONE_ENGINE
@pytest.mark.parametrize(
    "change_one",
    [
        "UPDATE profiles SET document = '{}' WHERE id = 7",
        "UPDATE profile_versions SET document = x'00' WHERE profile_id = 7",
        "UPDATE profile_versions SET base = 9 WHERE profile_id = 7",
    ],
)
def test_a_backup_with_a_text_that_cannot_be_read_is_refused_although_its_hash_is_right(
    full: Profiles, file: Path, change_one: str
) -> None:
    write_backup(full, file)
    before = hash_of(full)
    engine = make_engine(database_address(f"sqlite:///{file}"), patience=1)
    with engine.begin() as connection:
        connection.exec_driver_sql(change_one)
        connection.execute(update(NOTES).values(content=content_of(connection)))
    engine.dispose()

    with pytest.raises(BackupRefused, match="illisible"):
        restore_backup(full, file, replace=True)

    assert hash_of(full) == before


def test_a_backup_of_an_older_version_is_migrated(full: Profiles, file: Path, tmp_path: Path) -> None:
    old = tmp_path / "ancienne.sqlite3"
    make_tables(old, 1, "0001")
    write_backup(full, file)
    with closing(sqlite3.connect(old)) as connection:
        columns = ", ".join(name for _, name, *_ in connection.execute("PRAGMA table_info(profiles)"))
        connection.execute("ATTACH ? AS plein", (str(file),))
        connection.execute(f"INSERT INTO profiles ({columns}) SELECT {columns} FROM plein.profiles")
        connection.commit()
    note(old, "0001", {"profiles"})

    restore_backup(full, old, replace=True)

    assert full.search().total == 60  # at that revision nothing waits in a trash
    assert full.quartiers.lists() == ()


def note(file: Path, revision: str, tables: set[str]) -> None:
    """Makes a backup of a database, as the version of that revision did."""
    engine = make_engine(database_address(f"sqlite:///{file}"), patience=1)
    with engine.begin() as connection:
        content = content_of(connection, tables)
        NOTES.create(connection)
        connection.execute(insert(NOTES), [{"application": "0", "revision": revision, "content": content}])
    engine.dispose()


def test_the_database_itself_is_not_taken_for_a_file_to_write(tmp_path: Path) -> None:
    live = tmp_path / "contrats.sqlite3"
    profiles = open_store(f"sqlite:///{live}")
    profiles.create(make_profile())

    with pytest.raises(BackupRefused, match="elle-même"):
        write_backup(profiles, live)

    assert profiles.search().total == 1
    profiles.close()
