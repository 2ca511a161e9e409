"""What the versions of a contract cost, and which of them are kept for how long."""

import json
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, update

from app.domain.profile import Adaptation, Profile
from app.domain.profile_json import profile_document
from app.store import Profiles, SavedProfile, Signature, StoreUnavailable, Version
from app.store.tables import VERSIONS
from tests.store.conftest import Clock, make_profile, version_numbers

SENTENCE = (
    "Ouvrir une permanence d’accès au droit dans chaque quartier, avec l’appui de {number} associations. "
)


def long_profile(name: str = "Contrat") -> Profile:
    """A contract of some 340 kB, no two sentences of which are equal."""
    adaptations = {
        f"clause-{rank}": Adaptation(
            local_action="".join(SENTENCE.format(number=rank * 97 + line * 31) for line in range(15))
        )
        for rank in range(200)
    }
    return replace(make_profile(name), adaptations=adaptations)


def changed(profile: Profile, number: int) -> Profile:
    """The profile with two texts written anew, far from each other."""
    texts = {
        f"clause-{number % 200}": Adaptation(local_action=f"Réunir le comité n° {number}."),
        f"clause-{number * 7 % 200}": Adaptation(local_action=f"Écrire aux {number} habitants."),
    }
    return replace(profile, adaptations={**profile.adaptations, **texts})


def size_of_versions(profiles: Profiles) -> int:
    with profiles.engine.connect() as connection:
        return connection.scalar(select(func.sum(func.length(VERSIONS.c.document)))) or 0


def keep_whole(profiles: Profiles, versions: list[Version]) -> None:
    """Keep each version as older applications did."""
    with profiles.engine.begin() as connection:
        for version in versions:
            document = json.dumps(profile_document(version.profile), ensure_ascii=False).encode()
            this = update(VERSIONS).where(VERSIONS.c.number == version.number)
            connection.execute(this.values(document=zlib.compress(document), base=None))


def save_again(profiles: Profiles, saved: SavedProfile, times: int = 1) -> SavedProfile:
    for _ in range(times):
        saved = profiles.save(saved.id, saved.version, changed(saved.profile, saved.version))
    return saved


@pytest.fixture(autouse=True)
def _noon(clock: Clock) -> None:
    """A test lasts less than half a day."""
    now = clock.now()
    clock.pass_(now.replace(hour=12, minute=0) + timedelta(days=1) - now)


@pytest.fixture
def saved(profiles: Profiles) -> SavedProfile:
    return profiles.create(long_profile())


def test_a_save_of_a_long_contract_costs_little_and_each_version_is_read_as_it_was(
    profiles: Profiles, saved: SavedProfile
) -> None:
    known = {saved.version: saved.profile}
    for _ in range(60):
        saved = save_again(profiles, saved)
        known[saved.version] = saved.profile

    assert size_of_versions(profiles) < len(known) * 20_000
    assert {number: profiles.versions.get(saved.id, number).profile for number in known} == known
    assert [version.profile for version in profiles.versions.some(saved.id, 40, 3)] == [
        known[number] for number in (40, 39, 38)
    ]


def test_all_of_seven_days_then_the_last_of_each_day_are_kept(
    profiles: Profiles, saved: SavedProfile, later: Callable[[timedelta], None]
) -> None:
    known = {}
    for _ in range(3):
        saved = save_again(profiles, saved, 3)
        known[saved.version] = saved.profile
        later(timedelta(days=1))
    later(timedelta(days=5))

    saved = save_again(profiles, saved)

    assert version_numbers(profiles, saved.id) == [11, 10, 9, 8, 7, 4]
    assert {number: profiles.versions.get(saved.id, number).profile for number in known} == known


def test_what_has_a_name_was_downloaded_or_signed_is_kept_for_ever(
    profiles: Profiles, saved: SavedProfile, later: Callable[[timedelta], None]
) -> None:
    saved = save_again(profiles, saved, 5)
    profiles.versions.name(saved.id, 2, "transmise au comité")
    profiles.versions.mark_downloaded(saved.id, 4)
    profiles.versions.sign(saved.id, 3, Signature(date(2026, 3, 12), "tous les signataires"))
    later(timedelta(days=400))

    save_again(profiles, saved)

    assert version_numbers(profiles, saved.id) == [7, 6, 4, 3, 2]


def test_a_version_that_is_less_than_seven_days_old_is_never_removed(
    profiles: Profiles, saved: SavedProfile, later: Callable[[timedelta], None]
) -> None:
    saved = save_again(profiles, saved, 3)
    later(timedelta(days=6, hours=23))

    save_again(profiles, saved)

    assert version_numbers(profiles, saved.id) == [5, 4, 3, 2, 1]


def test_what_was_kept_whole_is_packed_again_and_read_as_it_was(
    profiles: Profiles, saved: SavedProfile
) -> None:
    saved = save_again(profiles, saved, 4)
    before = [profiles.versions.get(saved.id, number) for number in range(1, 6)]
    keep_whole(profiles, before)
    whole = size_of_versions(profiles)

    trimmed = profiles.storage.trim()

    assert [profiles.versions.get(saved.id, number) for number in range(1, 6)] == before
    assert size_of_versions(profiles) < whole / 3
    assert trimmed == 0


def test_contracts_that_nobody_saves_are_trimmed_by_the_command_with_those_of_the_trash(
    profiles: Profiles, saved: SavedProfile, later: Callable[[timedelta], None]
) -> None:
    saved = save_again(profiles, saved, 3)
    later(timedelta(days=8))

    removed = profiles.storage.trim()

    assert removed == 3
    assert version_numbers(profiles, saved.id) == [
        4,
    ]
    assert profiles.versions.get(saved.id, 4).profile == saved.profile
    assert profiles.storage.trim() == 0


def test_a_damaged_document_is_said_and_stops_neither_saves_nor_trimming(
    profiles: Profiles, saved: SavedProfile, later: Callable[[timedelta], None]
) -> None:
    saved = save_again(profiles, saved, 2)
    with profiles.engine.begin() as connection:
        connection.execute(update(VERSIONS).where(VERSIONS.c.number == 1).values(document=b"\x00abc"))
    later(timedelta(days=8))

    saved = save_again(profiles, saved)
    removed = profiles.storage.trim()

    assert removed == 0
    assert profiles.versions.get(saved.id, 4).profile == saved.profile
    with pytest.raises(StoreUnavailable, match="illisible"):
        profiles.versions.get(saved.id, 2)


def test_the_sizes_say_what_the_versions_take(profiles: Profiles, saved: SavedProfile) -> None:
    save_again(profiles, saved, 2)

    sizes = profiles.storage.sizes()

    assert (sizes.profiles, sizes.versions) == (1, 3)
    assert sizes.version_bytes == size_of_versions(profiles)
    assert sizes.database > sizes.version_bytes
