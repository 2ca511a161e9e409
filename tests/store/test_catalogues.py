"""Each catalogue that contracts were made with is kept whole; a contract leaves its own only when told."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, column, delete, select, table, update

from app.catalogue import read
from app.domain.catalogue import Catalogue
from app.store import Profiles, SavedProfile, database_address, open_store, restore_backup, write_backup
from app.store.engine import make_engine
from app.store.records import Stamp
from app.store.tables import CATALOGUES
from tests.former import former_catalogue
from tests.store.conftest import make_profile
from tests.store.released import make_released

OTHER = "b" * 64


@pytest.fixture
def saved(profiles: Profiles) -> SavedProfile:
    return profiles.create(make_profile())


def hashes(profiles: Profiles, profile_id: int) -> set[str]:
    """The catalogues of a contract and of its versions."""
    last = profiles.get(profile_id)
    versions = profiles.versions.some(profile_id, last.version, last.version)
    return {version.catalogue for version in versions} | {last.catalogue}


def test_a_kept_catalogue_is_read_again_as_it_was(profiles: Profiles, catalogue: Catalogue) -> None:
    for _ in range(2):
        profiles.catalogues.keep(catalogue)

    files = profiles.catalogues.files_of(catalogue.hash)

    assert files is not None
    assert read(files) == catalogue
    assert profiles.catalogues.files_of(OTHER) is None


def test_files_that_someone_damaged_are_none(profiles: Profiles, catalogue: Catalogue) -> None:
    profiles.catalogues.keep(catalogue)
    with profiles.engine.begin() as connection:
        whole = connection.scalar(select(CATALOGUES.c.files))
        assert whole
        connection.execute(update(CATALOGUES).values(files=whole[:2000] + b"x" * 500 + whole[2500:]))

    assert profiles.catalogues.files_of(catalogue.hash) is None


def test_what_does_not_say_its_catalogue_is_given_the_first_that_is_kept(
    profiles: Profiles, saved: SavedProfile, catalogue: Catalogue
) -> None:
    profiles.catalogues.keep(catalogue)
    profiles.catalogues.keep(former_catalogue())

    assert hashes(profiles, saved.id) == {catalogue.hash}


def test_what_says_its_catalogue_keeps_it(profiles: Profiles, catalogue: Catalogue) -> None:
    saved = profiles.create(make_profile(), catalogue=OTHER)

    profiles.catalogues.keep(catalogue)
    profiles.catalogues.settle(catalogue.hash)

    assert hashes(profiles, saved.id) == {OTHER}


def test_only_a_save_that_names_it_changes_the_catalogue_of_a_contract(profiles: Profiles) -> None:
    today = Profiles(profiles.engine, profiles._now, Stamp(OTHER))
    saved = profiles.create(make_profile(), catalogue="a" * 64)

    kept = today.save(saved.id, 1, saved.profile)
    accepted = today.save(saved.id, 2, saved.profile, catalogue=OTHER)

    assert (kept.catalogue, accepted.catalogue) == ("a" * 64, OTHER)
    assert [profiles.versions.get(saved.id, number).catalogue for number in (1, 2, 3)] == [
        *("a" * 64, "a" * 64),
        OTHER,
    ]


def test_a_backup_brings_the_catalogues_and_a_restore_leaves_those_that_are_there(
    profiles: Profiles, saved: SavedProfile, catalogue: Catalogue, tmp_path: Path
) -> None:
    file = tmp_path / "contrats.sauvegarde"
    profiles.catalogues.keep(former_catalogue())
    write_backup(profiles, file)
    with profiles.engine.begin() as connection:
        connection.execute(delete(CATALOGUES))
    profiles.catalogues.keep(catalogue)

    restore_backup(profiles, file, replace=True)

    assert hashes(profiles, saved.id) == {former_catalogue().hash}
    for known in (catalogue, former_catalogue()):
        assert profiles.catalogues.files_of(known.hash) == known.files


@pytest.fixture
def engine(store_url: str) -> Iterator[Engine]:
    made = make_engine(database_address(store_url), patience=1)
    yield made
    made.dispose()


def test_what_an_older_application_saved_gets_the_catalogue_of_the_day(
    store_url: str, engine: Engine, catalogue: Catalogue
) -> None:
    make_released(store_url, "0005")
    with engine.begin() as connection:
        for of_contract in (
            table("profiles", column("catalogue")),
            table("profile_versions", column("catalogue")),
        ):
            connection.execute(update(of_contract).values(catalogue=""))
        connection.exec_driver_sql(f"UPDATE profiles SET catalogue = '{catalogue.hash}' WHERE id = 3")

    opened = open_store(store_url)
    opened.catalogues.keep(catalogue)

    assert hashes(opened, 1) == hashes(opened, 3) == {catalogue.hash}
    assert opened.catalogues.files_of(catalogue.hash) == catalogue.files
    opened.close()
