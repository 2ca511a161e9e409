"""Contracts from before the limits stay readable, and are saved again when they do not grow."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update

from app.domain.limits import MAX_RECORDS, ProfileTooLarge
from app.domain.profile import LocalCommitment, Profile, Signatory
from app.domain.profile_json import profile_document
from app.domain.text import MAX_TEXT
from app.store import Profiles, open_store
from app.store.backup import restore_backup, write_backup
from app.store.tables import PROFILES
from tests.store.conftest import make_profile


def with_texts(number: int) -> Profile:
    """A contract that takes 40 kB for each of its texts."""
    return replace(make_profile(), texts={f"texte-{rank}": "é" * MAX_TEXT for rank in range(number)})


@pytest.fixture
def old(profiles: Profiles) -> int:
    """The id of a contract of 2.4 MB, as an older application saved it."""
    saved = profiles.create(make_profile())
    document = json.dumps(profile_document(with_texts(60)), ensure_ascii=False)
    with profiles.engine.begin() as connection:
        connection.execute(update(PROFILES).values(document=document))
    return saved.id


def test_a_new_contract_over_two_megabytes_is_refused(profiles: Profiles) -> None:
    with pytest.raises(ProfileTooLarge, match="2,4"):
        profiles.create(with_texts(60))
    with pytest.raises(ProfileTooLarge, match="Contrat de ville"):
        profiles.create_all([make_profile("Un autre"), with_texts(60)])

    assert list(profiles.all()) == []


def test_a_contract_cannot_grow_past_two_megabytes(profiles: Profiles) -> None:
    created = profiles.create(with_texts(49))

    with pytest.raises(ProfileTooLarge):
        profiles.save(created.id, 1, with_texts(50))

    assert profiles.get(created.id) == created


def test_a_larger_contract_of_an_old_database_is_read_and_saved_when_it_shrinks(
    profiles: Profiles, old: int
) -> None:
    assert len(profiles.get(old).profile.texts) == 60

    saved = profiles.save(old, 1, with_texts(55))

    assert len(saved.profile.texts) == 55
    with pytest.raises(ProfileTooLarge):
        profiles.save(old, 2, with_texts(56))


def test_a_larger_contract_comes_back_from_the_trash(profiles: Profiles, old: int) -> None:
    profiles.delete(old, 1)

    restored = profiles.trash.restore(old, lambda profile: replace(profile, name="Contrat de ville, repris"))

    assert len(restored.profile.texts) == 60


def test_a_larger_contract_comes_back_from_a_backup(profiles: Profiles, old: int, tmp_path: Path) -> None:
    write_backup(profiles, tmp_path / "copie.sqlite3")
    other = open_store(f"sqlite:///{tmp_path / 'autre.sqlite3'}")

    restore_backup(other, tmp_path / "copie.sqlite3", replace=False)

    assert other.get(old).profile == profiles.get(old).profile
    other.close()


def with_records(signatories: int, locals_: int) -> Profile:
    return replace(
        make_profile(),
        signatories=tuple(Signatory("commune", f"la Ville {rank}") for rank in range(signatories)),
        local_commitments=tuple(
            LocalCommitment(f"local-{rank + 1}", "sante", "Agir.") for rank in range(locals_)
        ),
    )


@pytest.mark.parametrize(
    ("most", "more", "said"),
    [
        ((MAX_RECORDS, 0), (MAX_RECORDS + 2, 0), "Signataires nommés.: 502, 500 au plus.; retirez-en 2"),
        ((0, MAX_RECORDS), (0, MAX_RECORDS + 1), "Engagements locaux.: 501, 500 au plus.; retirez-en 1"),
    ],
)
def test_a_contract_has_so_many_signatories_and_local_commitments_at_the_most(
    profiles: Profiles, most: tuple[int, int], more: tuple[int, int], said: str
) -> None:
    saved = profiles.create(with_records(*most))

    with pytest.raises(ProfileTooLarge, match=said):
        profiles.save(saved.id, 1, with_records(*more))


def test_more_of_them_in_an_old_database_are_read_and_saved_when_they_do_not_grow(profiles: Profiles) -> None:
    saved = profiles.create(make_profile())
    document = json.dumps(profile_document(with_records(600, 600)), ensure_ascii=False)
    with profiles.engine.begin() as connection:
        connection.execute(update(PROFILES).values(document=document))

    again = profiles.save(saved.id, 1, with_records(600, 599))

    assert len(again.profile.signatories) == 600
