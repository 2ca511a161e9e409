"""Ids of signatories and local commitments: each names one record for ever."""

from dataclasses import replace

from app.domain.profile import LocalCommitment, Profile, Signatory
from app.domain.profile_json import profile_document, read_profile_shape
from tests.examples import contract

AVAL, AMONT = Signatory("commune", "la Ville d’Aval"), Signatory("commune", "la Ville d’Amont")


def ids(profile: Profile) -> list[str]:
    return [one.id for one in profile.signatories]


def read_again(profile: Profile) -> Profile:
    return read_profile_shape(profile_document(profile))


def test_a_signatory_of_an_old_document_has_the_same_id_whoever_was_removed_before_it() -> None:
    both, one_left = contract(signatories=(AVAL, AMONT)), contract(signatories=(AMONT,))

    assert ids(both)[1:] == ids(one_left)
    assert len({*ids(both)}) == 2


def test_a_signatory_keeps_its_id_under_another_name_and_another_one_never_has_it() -> None:
    before = contract(signatories=(AVAL,))

    renamed = replace(before, signatories=(replace(before.signatories[0], name="la Ville du Pont"), AVAL))

    assert ids(renamed)[0] == ids(before)[0]
    assert ids(renamed)[1] != ids(before)[0]
    assert ids(read_again(renamed)) == ids(renamed)


def test_the_ids_of_namesakes_are_read_as_they_were_written() -> None:
    twins = contract(signatories=(AVAL, AVAL, AVAL))

    for left in (twins.signatories[1:], twins.signatories[::2], twins.signatories[::-1]):
        changed = replace(twins, signatories=left)

        assert ids(changed) == [one.id for one in left]
        assert ids(read_again(changed)) == ids(changed)


def test_an_id_that_follows_from_the_rest_is_not_written() -> None:
    document = profile_document(contract(signatories=(AVAL, AMONT)))

    assert document["signatories"] == [
        {"partner": "commune", "name": "la Ville d’Aval"},
        {"partner": "commune", "name": "la Ville d’Amont"},
    ]
    assert "last_local" not in document


def test_the_number_of_a_local_commitment_that_was_removed_is_remembered() -> None:
    local = tuple(LocalCommitment(f"local-{number}", "sante", "Ouvrir.") for number in (1, 2, 3))
    before = contract(local_commitments=local)

    after = replace(before, local_commitments=local[:1])

    assert after.last_local == 3
    assert read_again(after) == after
