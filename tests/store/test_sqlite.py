"""What only a file can suffer: a lock, a full disk, damage, another program's content."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event

from app.store import Profiles, StoreRefused, StoreUnavailable, database_address, open_store
from app.store.engine import make_engine, outside_transactions, transaction, waiting, writing
from app.store.opening import keep_a_journal
from tests.store.conftest import make_profile


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "contrats.sqlite3"


@pytest.fixture
def profiles(file: Path) -> Iterator[Profiles]:
    opened = open_store(f"sqlite:///{file}", patience=0.05)
    yield opened
    opened.close()


def test_saves_survive_a_power_cut_and_readers_do_not_wait(profiles: Profiles) -> None:
    with profiles.engine.connect() as connection:
        answers = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]

    assert answers == ["wal", 2, 1]


def test_a_disk_without_the_journal_that_keeps_every_save_is_refused(file: Path) -> None:
    # SQLite's way of locking network folders, which has no memory shared between processes.
    address = f"sqlite:///file:{file}?vfs=unix-dotfile&uri=true"

    with pytest.raises(StoreRefused, match="journal"):
        open_store(address)


@pytest.mark.parametrize("pragma", ["foreign_keys = OFF", "synchronous = NORMAL"])
def test_a_connection_that_would_lose_something_is_refused_at_the_start(file: Path, pragma: str) -> None:
    engine = make_engine(database_address(f"sqlite:///{file}"), patience=1)
    event.listen(engine, "connect", lambda connection, _: connection.execute(f"PRAGMA {pragma}"))

    with pytest.raises(StoreRefused, match="journal"):
        keep_a_journal(engine, patience=1)

    engine.dispose()


def test_a_locked_database_can_be_read_and_says_that_it_is_busy(profiles: Profiles, file: Path) -> None:
    created = profiles.create(make_profile())
    with closing(sqlite3.connect(file, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")

        with pytest.raises(StoreUnavailable, match="occupée"):
            profiles.save(created.id, 1, make_profile("Autre"))
        read = profiles.get(created.id)
        holder.execute("ROLLBACK")

    assert read == created
    assert profiles.save(created.id, 1, make_profile("Autre")).version == 2


def test_a_save_that_waited_leaves_its_connection_as_patient_as_it_was(profiles: Profiles) -> None:
    with waiting(writing(profiles.engine), 7).begin():
        pass

    with profiles.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one() == 50


def test_who_waits_for_the_turn_to_write_takes_no_connection(profiles: Profiles) -> None:
    taken: list[object] = []
    event.listen(profiles.engine.pool, "checkout", lambda *arguments: taken.append(arguments))

    with transaction(writing(profiles.engine)):
        with pytest.raises(StoreUnavailable, match="occupée"):
            profiles.create(make_profile())

        assert len(taken) == 1


def test_a_full_disk_refuses_the_save_keeps_the_rest_and_recovers(profiles: Profiles) -> None:
    created = profiles.create(make_profile())
    with profiles.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    with pytest.raises(StoreUnavailable, match="plein"):
        profiles.save(created.id, 1, make_profile(local_action="x" * 20_000))
    read = profiles.get(created.id)
    profiles.close()

    assert read == created
    assert profiles.save(created.id, 1, make_profile(local_action="x" * 20_000)).version == 2


def test_a_read_only_database_can_be_read_and_refuses_saves(profiles: Profiles, file: Path) -> None:
    created = profiles.create(make_profile())
    read_only = open_store(f"sqlite:///file:{file}?mode=ro&uri=true")

    with pytest.raises(StoreUnavailable, match="lecture seule"):
        read_only.create(make_profile("Autre"))
    read = read_only.get(created.id)
    read_only.close()

    assert read == created


def test_a_new_database_that_cannot_be_written_is_refused(file: Path) -> None:
    sqlite3.connect(file).close()
    file.touch()

    with pytest.raises(StoreUnavailable, match="lecture seule"):
        open_store(f"sqlite:///file:{file}?mode=ro&uri=true")


def test_an_empty_file_is_refused_because_ours_are_never_empty(file: Path) -> None:
    file.touch()

    with pytest.raises(StoreRefused, match="est vide"):
        open_store(f"sqlite:///{file}")

    assert file.read_bytes() == b""


def test_a_file_that_vanished_beside_its_journal_is_not_replaced_by_an_empty_one(
    profiles: Profiles, file: Path
) -> None:
    created = profiles.create(make_profile())
    aside = file.rename(file.with_name("ailleurs"))

    with pytest.raises(StoreRefused, match="a disparu"):
        open_store(f"sqlite:///{file}")
    aside.rename(file)

    assert profiles.get(created.id) == created


def test_a_new_database_has_its_name_only_when_it_is_whole(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What an interrupted start would leave at the last moment before the name is given.
    monkeypatch.setattr("os.link", lambda *_names: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        open_store(f"sqlite:///{file}")

    assert list(file.parent.iterdir()) == []


def test_what_runs_outside_transactions_needs_no_commit(profiles: Profiles) -> None:
    # The driver's own transactions, left on, would wait for one and then throw the statement away.
    with outside_transactions(profiles.engine).connect() as connection:
        connection.exec_driver_sql("CREATE TABLE essai (n INTEGER)")
        connection.exec_driver_sql("INSERT INTO essai VALUES (1)")

    with profiles.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT n FROM essai").scalars().all() == [1]


def test_a_save_takes_the_lock_for_writing_before_it_reads(profiles: Profiles) -> None:
    statements: list[str] = []
    created = profiles.create(make_profile())
    with profiles.engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        driver.set_trace_callback(statements.append)

    profiles.save(created.id, 1, make_profile(local_action="Autre"))

    written = [statement for statement in statements if not statement.startswith("PRAGMA")][-8:]
    assert [statement.split(" ")[0] for statement in written] == [
        "BEGIN", "SELECT", "UPDATE", "SELECT", "INSERT", "DELETE", "DELETE", "COMMIT",
    ]  # fmt: skip
    assert written[0] == "BEGIN IMMEDIATE"


def test_a_file_that_is_not_a_database_is_refused_and_unchanged(file: Path) -> None:
    content = "Contrat de ville\n" * 500
    file.write_text(content)

    with pytest.raises(StoreUnavailable, match="n’est pas une base SQLite"):
        open_store(f"sqlite:///{file}")

    assert file.read_text() == content


def test_a_database_without_our_tables_is_refused_and_unchanged(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE recettes (plat TEXT)")
    content = file.read_bytes()

    with pytest.raises(StoreRefused, match="autre application"):
        open_store(f"sqlite:///{file}")

    assert file.read_bytes() == content


def test_a_damaged_database_is_refused_at_the_start(profiles: Profiles, file: Path) -> None:
    for number in range(50):
        profiles.create(make_profile(f"Contrat {number}", local_action="x" * 5_000))
    profiles.close()
    content = bytearray(file.read_bytes())
    content[4096 * 2 : 4096 * 12] = b"\xff" * 4096 * 10
    file.write_bytes(content)

    with pytest.raises(StoreUnavailable, match="dernière sauvegarde"):
        open_store(f"sqlite:///{file}")


def test_damage_that_comes_while_the_application_runs_is_said(profiles: Profiles, file: Path) -> None:
    created = profiles.create(make_profile())
    profiles.close()
    file.write_bytes(b"\xff" * file.stat().st_size)

    with pytest.raises(StoreUnavailable, match="endommagé"):
        profiles.get(created.id)
    with pytest.raises(StoreUnavailable, match="endommagé"):
        profiles.search()


def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="ne peut pas être ouvert"):
        open_store(f"sqlite:///{tmp_path}")
