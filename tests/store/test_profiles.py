from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.profile import Adaptation, Profile, Territory
from app.domain.profile_json import ProfileRefused
from app.domain.text import MAX_NAME, MAX_TEXT, clean
from app.store import NameTaken, ProfileChanged, ProfileNotFound, Profiles, StoreUnavailable, open_store
from tests.store.conftest import make_profile


def test_a_created_profile_is_read_again_as_it_was_given(profiles: Profiles) -> None:
    profile = make_profile("L’Haÿ — contrat n° 1", local_action="« Café » 🧑‍🤝‍🧑\nligne\u00a02")

    created = profiles.create(profile)

    assert profiles.get(created.id) == created
    assert created.profile == profile
    assert created.version == 1


def test_times_are_aware_and_in_utc(tables_url: str) -> None:
    paris = datetime(2026, 10, 25, 2, 30, tzinfo=timezone(timedelta(hours=2)))
    profiles = open_store(tables_url, now=lambda: paris)

    created = profiles.create(make_profile())
    read = profiles.get(created.id)
    profiles.close()

    assert read.created_at == read.updated_at == paris
    assert read.created_at.utcoffset() == timedelta(0)


def test_saving_raises_the_version_and_keeps_the_creation_time(profiles: Profiles) -> None:
    created = profiles.create(make_profile())

    saved = profiles.save(created.id, 1, make_profile("Autre nom"))

    assert saved == profiles.get(created.id)
    assert (saved.version, saved.profile.name) == (2, "Autre nom")
    assert saved.created_at == created.created_at
    assert saved.updated_at > created.updated_at


def test_saving_an_old_version_changes_nothing_and_gives_the_current_one(profiles: Profiles) -> None:
    created = profiles.create(make_profile())
    saved = profiles.save(created.id, 1, make_profile(local_action="premier"))

    with pytest.raises(ProfileChanged) as refusal:
        profiles.save(created.id, 1, make_profile(local_action="second"))

    assert refusal.value.current == saved
    assert profiles.get(created.id) == saved


@pytest.mark.parametrize("other", ["ÉVRY  l'avenir", "E\u0301vry l’avenir", " Évry l’avenir\u200b "])
def test_a_name_that_reads_the_same_is_taken(profiles: Profiles, other: str) -> None:
    first = profiles.create(make_profile("Évry l’avenir"))

    with pytest.raises(NameTaken) as refusal:
        profiles.create(make_profile(other))

    assert (refusal.value.existing_id, refusal.value.name) == (first.id, "Évry l’avenir")


def test_a_profile_cannot_be_renamed_to_a_taken_name_but_keeps_its_own(profiles: Profiles) -> None:
    first = profiles.create(make_profile("Lyon"))
    second = profiles.create(make_profile("Nantes"))

    with pytest.raises(NameTaken) as refusal:
        profiles.save(second.id, 1, make_profile("LYON"))
    renamed = profiles.save(second.id, 1, make_profile("NANTES"))

    assert refusal.value.existing_id == first.id
    assert renamed.profile.name == "NANTES"


def test_the_same_token_twice_makes_one_profile(profiles: Profiles) -> None:
    first = profiles.create(make_profile("Lyon"), token="jeton")

    again = profiles.create(make_profile("Lyon"), token="jeton")

    assert again == first
    assert profiles.search().total == 1


@pytest.mark.parametrize("token", ["\x00", "\ud800", "x" * 10_000])
def test_any_token_can_be_kept(profiles: Profiles, token: str) -> None:
    first = profiles.create(make_profile(), token=token)

    again = profiles.create(make_profile(), token=token)

    assert again.id == first.id


def test_a_deleted_profile_is_gone_and_its_id_is_not_given_again(profiles: Profiles) -> None:
    first = profiles.create(make_profile("Lyon"))
    profiles.delete(first.id, first.version)

    second = profiles.create(make_profile("Lyon"))

    assert second.id > first.id
    with pytest.raises(ProfileNotFound):
        profiles.get(first.id)


def test_a_profile_that_was_saved_meanwhile_is_not_deleted_unseen(profiles: Profiles) -> None:
    first = profiles.create(make_profile("Lyon"))
    saved = profiles.save(first.id, first.version, make_profile("Lyon", local_action="Neuf"))

    with pytest.raises(ProfileChanged) as refusal:
        profiles.delete(first.id, first.version)

    assert refusal.value.current == saved == profiles.get(first.id)


@pytest.mark.parametrize("profile_id", [0, -1, 404, 2**31, 2**63, 10**40])
def test_an_id_that_no_profile_has_is_not_found(profiles: Profiles, profile_id: int) -> None:
    with pytest.raises(ProfileNotFound):
        profiles.get(profile_id)
    with pytest.raises(ProfileNotFound):
        profiles.delete(profile_id, 1)
    with pytest.raises(ProfileNotFound):
        profiles.save(profile_id, 1, make_profile())


@pytest.mark.parametrize("name", ["", " ", "\u200b\ufeff", "x" * (MAX_NAME + 1)])
def test_a_profile_without_a_proper_name_is_refused(profiles: Profiles, name: str) -> None:
    with pytest.raises(ProfileRefused) as refusal:
        profiles.create(make_profile(name))

    assert refusal.value.problems[0].path == "name"
    assert profiles.search().total == 0


@pytest.mark.parametrize("letter", ["é", "🏙", "\ufdfa", "ΐ", "ﬃ"])
def test_the_longest_names_and_texts_are_kept(profiles: Profiles, letter: str) -> None:
    profile = make_profile(letter * MAX_NAME, territory=letter * MAX_NAME, local_action=letter * MAX_TEXT)

    created = profiles.create(profile)

    assert profiles.get(created.id).profile == profile


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_every_text_comes_back_as_cleaned(profiles: Profiles, text: str) -> None:
    adaptations = {"justice-1": Adaptation(local_action=text)}
    profile = Profile("Texte", Territory("commune", "69123", "Lyon"), adaptations=adaptations)

    created = profiles.create(profile)
    read = profiles.get(created.id)
    profiles.delete(created.id, created.version)

    assert read.profile.adaptations["justice-1"].local_action == clean(text).text


def test_all_gives_every_profile_in_the_order_of_ids(profiles: Profiles) -> None:
    created = [profiles.create(make_profile(f"Contrat {number}")) for number in range(45)]
    profiles.save(created[3].id, 1, make_profile("Contrat changé"))

    exported = list(profiles.all())

    assert [saved.id for saved in exported] == [saved.id for saved in created]
    assert exported[3].profile.name == "Contrat changé"


def test_profiles_can_be_changed_while_they_are_exported(profiles: Profiles) -> None:
    for number in range(3):
        profiles.create(make_profile(f"Contrat {number}"))

    for saved in profiles.all():
        profiles.save(saved.id, saved.version, make_profile(f"{saved.profile.name} bis"))

    assert [saved.version for saved in profiles.all()] == [2, 2, 2]


def test_a_document_that_was_damaged_by_hand_is_named(profiles: Profiles) -> None:
    created = profiles.create(make_profile())
    with profiles.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE profiles SET document = '{}'")

    with pytest.raises(StoreUnavailable, match=f"n°\u00a0{created.id} est illisible"):
        profiles.get(created.id)
