"""Files that wait for a confirmation: for a day, within a quota, and in no backup."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.store import MAX_UPLOAD, Profiles, Upload, UploadGone, UploadRefused, restore_backup, write_backup
from app.store.tables import UPLOADS

Later = Callable[[timedelta], None]


def waiting(profiles: Profiles) -> int:
    with profiles.engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(UPLOADS)) or 0


def test_a_file_is_found_again_by_its_token(profiles: Profiles) -> None:
    token = profiles.uploads.keep(b"PK\x00\xff", "classeur", "Suivi été.xlsx")

    assert profiles.uploads.get(token, "classeur") == Upload("Suivi été.xlsx", b"PK\x00\xff")


def test_a_token_is_good_for_its_purpose_only(profiles: Profiles) -> None:
    token = profiles.uploads.keep(b"PK", "classeur")

    with pytest.raises(UploadGone, match="Choisissez-le de nouveau"):
        profiles.uploads.get(token, "quartiers")


@pytest.mark.parametrize("token", ["", "x", "\x00", "\ud800", "é" * 10_000])
def test_a_token_that_was_made_up_finds_nothing(profiles: Profiles, token: str) -> None:
    profiles.uploads.keep(b"PK", "classeur")

    with pytest.raises(UploadGone):
        profiles.uploads.get(token, "classeur")


def test_the_database_does_not_hold_the_token_itself(profiles: Profiles) -> None:
    token = profiles.uploads.keep(b"PK", "classeur")

    with profiles.engine.connect() as connection:
        assert token not in str(connection.execute(select(UPLOADS)).all())


def test_a_file_is_gone_after_a_day(profiles: Profiles, later: Later) -> None:
    token = profiles.uploads.keep(b"PK", "classeur")
    later(timedelta(hours=23))
    profiles.uploads.get(token, "classeur")

    later(timedelta(hours=2))

    with pytest.raises(UploadGone):
        profiles.uploads.get(token, "classeur")


def test_the_next_file_takes_away_those_of_the_days_before(profiles: Profiles, later: Later) -> None:
    profiles.uploads.keep(b"PK", "classeur")
    later(timedelta(hours=25))

    profiles.uploads.keep(b"PK", "classeur")

    assert waiting(profiles) == 1


def test_a_file_that_was_confirmed_is_gone(profiles: Profiles) -> None:
    token = profiles.uploads.keep(b"PK", "classeur")

    profiles.uploads.forget(token)

    assert waiting(profiles) == 0


def test_a_file_that_is_too_large_is_refused(profiles: Profiles) -> None:
    with pytest.raises(UploadRefused, match="15 Mo"):
        profiles.uploads.keep(bytes(MAX_UPLOAD + 1), "classeur")


def test_the_files_of_an_hour_have_a_quota(
    profiles: Profiles, later: Later, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.store.files.MAX_UPLOADS_PER_HOUR", 10)  # the real one would fill the disk
    profiles.uploads.keep(bytes(6), "classeur")

    with pytest.raises(UploadRefused, match="dans une heure"):
        profiles.uploads.keep(bytes(6), "classeur")
    later(timedelta(hours=2))
    profiles.uploads.keep(bytes(6), "classeur")


def test_all_the_files_that_wait_have_a_quota(
    profiles: Profiles, later: Later, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.store.files.MAX_UPLOADS", 10)  # the real one would fill the disk
    profiles.uploads.keep(bytes(6), "classeur")
    later(timedelta(hours=2))

    with pytest.raises(UploadRefused, match="réessayez demain"):
        profiles.uploads.keep(bytes(6), "classeur")
    later(timedelta(days=1))
    profiles.uploads.keep(bytes(6), "classeur")


def test_no_backup_holds_a_file_that_waits(profiles: Profiles, tmp_path: Path) -> None:
    file = tmp_path / "contrats.sauvegarde"
    profiles.uploads.keep(b"Confidentiel", "classeur")

    write_backup(profiles, file)
    restore_backup(profiles, file, replace=False)

    assert b"Confidentiel" not in file.read_bytes()
    assert waiting(profiles) == 0
