"""What LibreOffice made: for the latest version alone, within a limit, and in no backup."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.store import Profiles, SavedProfile, restore_backup, write_backup
from tests.examples import contract

Later = Callable[[timedelta], None]
ONE, TWO = "1" * 64, "2" * 64
CLAIM = "c" * 64


@pytest.fixture
def saved(profiles: Profiles) -> SavedProfile:
    return profiles.create(contract())


def test_a_file_is_found_by_its_key_until_the_contract_is_saved_again(
    profiles: Profiles, saved: SavedProfile
) -> None:
    files = profiles.kept_files
    files.keep(ONE, b"%PDF", saved.id, saved.version)
    found = files.get(ONE)
    newer = profiles.save(saved.id, saved.version, replace(saved.profile, facts_reason="Autre."))

    files.keep(TWO, b"late", saved.id, saved.version)

    assert found == b"%PDF"
    assert newer.version == saved.version + 1
    assert (files.get(ONE), files.get(TWO)) == (None, None)


def test_what_is_kept_goes_with_the_contract(profiles: Profiles, saved: SavedProfile) -> None:
    profiles.kept_files.keep(ONE, b"%PDF", saved.id, saved.version)

    profiles.delete(saved.id, saved.version)

    assert profiles.kept_files.get(ONE) is None


def test_the_oldest_file_goes_when_there_are_too_many(
    profiles: Profiles, saved: SavedProfile, later: Later, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.store.kept_files.MOST_KEPT", 10)  # the real one would fill the disk
    profiles.kept_files.keep(ONE, bytes(6), saved.id, saved.version)
    later(timedelta(minutes=1))

    profiles.kept_files.keep(TWO, bytes(6), saved.id, saved.version)

    assert profiles.kept_files.get(ONE) is None
    assert profiles.kept_files.get(TWO) == bytes(6)


def test_one_process_alone_prepares_a_version(profiles: Profiles, saved: SavedProfile, later: Later) -> None:
    later(timedelta(minutes=1))
    claims = [profiles.kept_files.claim(CLAIM, saved.id, saved.version) for _ in range(2)]

    assert claims == [True, False]
    assert profiles.kept_files.to_prepare(timedelta(hours=1), timedelta()) == []
    assert profiles.kept_files.get(CLAIM) is None


def test_the_contracts_to_prepare_were_saved_lately_and_not_just_now(
    profiles: Profiles, saved: SavedProfile, later: Later
) -> None:
    def found() -> list[tuple[int, int]]:
        return profiles.kept_files.to_prepare(timedelta(hours=1), timedelta(seconds=30))

    at_once = found()
    later(timedelta(seconds=40))
    then = found()
    later(timedelta(hours=2))

    assert (at_once, then, found()) == ([], [(saved.id, saved.version)], [])


def test_a_backup_holds_none(profiles: Profiles, saved: SavedProfile, tmp_path: Path) -> None:
    profiles.kept_files.keep(ONE, b"%PDF", saved.id, saved.version)
    write_backup(profiles, tmp_path / "site.sqlite3")

    restore_backup(profiles, tmp_path / "site.sqlite3", replace=True)

    assert profiles.kept_files.get(ONE) is None
    assert profiles.get(saved.id) == saved


def test_a_base_that_is_made_lighter_keeps_none(profiles: Profiles, saved: SavedProfile) -> None:
    profiles.kept_files.keep(ONE, b"%PDF", saved.id, saved.version)

    profiles.storage.trim()

    assert profiles.kept_files.get(ONE) is None
