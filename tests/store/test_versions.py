"""Every save keeps a version; a deleted profile waits thirty days in the trash."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.profile import Profile
from app.store import NameTaken, ProfileNotFound, Profiles, ProfileTrashed, SavedProfile, VersionNotFound
from app.store.opening import utc_now
from tests.examples import contract
from tests.store.conftest import version_numbers

SHORT = 0.2


@pytest.fixture
def saved(profiles: Profiles) -> SavedProfile:
    return profiles.create(contract())


def renamed(name: str) -> Callable[[Profile], Profile]:
    return lambda profile: replace(profile, name=name)


def test_every_save_keeps_what_it_saved(profiles: Profiles, saved: SavedProfile) -> None:
    changed = replace(saved.profile, texts={"evaluation": "Un comité."})

    again = profiles.save(saved.id, saved.version, changed)

    assert version_numbers(profiles, saved.id) == [2, 1]
    assert profiles.versions.get(saved.id, 1).profile == saved.profile
    assert profiles.versions.get(saved.id, 2).profile == changed
    assert profiles.versions.get(saved.id, 2).saved_at == again.updated_at


def test_a_save_that_fails_keeps_no_version(profiles: Profiles, saved: SavedProfile) -> None:
    other = profiles.create(replace(saved.profile, name="Un autre"))

    with pytest.raises(NameTaken):
        profiles.save(other.id, other.version, saved.profile)

    assert version_numbers(profiles, other.id) == [1]


def test_versions_are_read_some_at_a_time(profiles: Profiles, saved: SavedProfile) -> None:
    for number in range(1, 6):
        profiles.save(saved.id, number, replace(saved.profile, name=f"Nom {number}"))

    some = profiles.versions.some(saved.id, 5, 2)

    assert [version.number for version in some] == [5, 4]


def test_a_version_gets_a_name_and_loses_it(profiles: Profiles, saved: SavedProfile) -> None:
    profiles.versions.name(saved.id, 1, "transmise au comité")
    named = profiles.versions.get(saved.id, 1).label
    profiles.versions.name(saved.id, 1, "")

    assert named == "transmise au comité"
    assert profiles.versions.get(saved.id, 1).label == ""


def test_a_version_that_nobody_saved_is_not_found(profiles: Profiles, saved: SavedProfile) -> None:
    with pytest.raises(VersionNotFound):
        profiles.versions.get(saved.id, 9)
    with pytest.raises(VersionNotFound):
        profiles.versions.name(saved.id, 9, "Absente")


def test_a_deleted_profile_is_in_the_trash_and_nowhere_else(profiles: Profiles, saved: SavedProfile) -> None:
    profiles.delete(saved.id, saved.version)

    assert [one.id for one in profiles.trash.list()] == [saved.id]
    assert profiles.search().total == 0
    assert list(profiles.all()) == []
    with pytest.raises(ProfileTrashed):
        profiles.get(saved.id)
    with pytest.raises(ProfileTrashed):
        profiles.save(saved.id, saved.version, saved.profile)


def test_a_restored_profile_comes_back_with_its_versions(profiles: Profiles, saved: SavedProfile) -> None:
    profiles.delete(saved.id, saved.version)

    restored = profiles.trash.restore(saved.id, renamed(saved.profile.name))

    assert restored.profile == saved.profile
    assert profiles.get(saved.id) == restored
    assert version_numbers(profiles, saved.id) == [2, 1]
    assert profiles.trash.list() == ()


def test_the_name_of_a_trashed_profile_is_free_and_the_profile_comes_back_under_another(
    profiles: Profiles, saved: SavedProfile
) -> None:
    profiles.delete(saved.id, saved.version)
    taker = profiles.create(saved.profile)

    with pytest.raises(NameTaken) as taken:
        profiles.trash.restore(saved.id, renamed(saved.profile.name))
    restored = profiles.trash.restore(saved.id, renamed("Retrouvé"))

    assert taken.value.existing_id == taker.id
    assert restored.profile.name == "Retrouvé"


def test_after_thirty_days_it_goes_for_good(
    profiles: Profiles, saved: SavedProfile, later: Callable[[timedelta], None]
) -> None:
    present, deleted_later = (profiles.create(replace(saved.profile, name=name)) for name in ("Un", "Deux"))
    profiles.delete(saved.id, saved.version)
    later(timedelta(days=1, seconds=2))
    profiles.delete(deleted_later.id, deleted_later.version)

    later(timedelta(days=29))
    listed = profiles.trash.list()
    with pytest.raises(ProfileNotFound):
        profiles.trash.restore(saved.id, renamed("Trop tard"))
    profiles.trash.purge()

    assert [one.id for one in listed] == [deleted_later.id]
    assert version_numbers(profiles, saved.id) == []
    assert version_numbers(profiles, present.id) == [1]
    assert profiles.trash.restore(deleted_later.id, renamed("À temps")).version == 2


def test_a_site_that_is_never_restarted_empties_its_trash_as_it_saves(
    profiles: Profiles, saved: SavedProfile, later: Callable[[timedelta], None]
) -> None:
    other = profiles.create(replace(saved.profile, name="Autre"))
    profiles.delete(saved.id, saved.version)
    later(timedelta(days=30, seconds=1))

    profiles.save(other.id, 1, replace(other.profile, texts={"evaluation": "Un comité."}))

    assert version_numbers(profiles, saved.id) == []


def test_a_profile_that_is_restored_while_the_trash_is_emptied_stays(
    profiles: Profiles, saved: SavedProfile
) -> None:
    profiles.delete(saved.id, saved.version)
    later = Profiles(profiles.engine, lambda: utc_now() + timedelta(days=31))

    with ThreadPoolExecutor(1) as other:

        def restoring(profile: Profile) -> Profile:
            wait([other.submit(later.trash.purge)], SHORT)  # it has begun, and waits for the row
            return profile

        restored = profiles.trash.restore(saved.id, restoring)

    assert profiles.get(saved.id) == restored


def test_what_is_not_in_the_trash_is_not_restored(profiles: Profiles, saved: SavedProfile) -> None:
    with pytest.raises(ProfileNotFound):
        profiles.trash.restore(saved.id, renamed("Présent"))


def test_a_version_says_who_saved_it_when_the_person_gave_a_name(
    profiles: Profiles, saved: SavedProfile
) -> None:
    profiles.signed("C. Martin").save(saved.id, 1, replace(saved.profile, name="Autre"))

    assert [profiles.versions.get(saved.id, number).author for number in (1, 2)] == ["", "C. Martin"]
