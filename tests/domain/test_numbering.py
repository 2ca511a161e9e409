"""The numbers of commitments: each is given once, and never to another one."""

from dataclasses import replace

import pytest

from app.domain.assembly import assemble, assemble_numbered
from app.domain.catalogue import Catalogue
from app.domain.draft import Draft, keep_present_numbers, without_numbers
from app.domain.profile import Adaptation, LocalCommitment, Profile
from tests.examples import contract

LOCAL = tuple(LocalCommitment(f"local-{rank}", "sante", f"Ouvrir {rank}.") for rank in (1, 2, 3))
OUT = Adaptation(included=False, reason_excluded="Fait ailleurs.")


@pytest.fixture(scope="module")
def first(catalogue: Catalogue) -> Draft:
    """A contract at its first save."""
    return assemble_numbered(
        catalogue, contract("epci commune", outline="2024-2030", local_commitments=LOCAL)
    )


def saved_after(base: Draft, profile: Profile) -> Draft:
    """The contract after the save that follows."""
    return assemble_numbered(base.catalogue, profile, base)


def without(profile: Profile, commitment_id: str) -> Profile:
    return replace(profile, adaptations={**profile.adaptations, commitment_id: OUT})


def test_a_new_contract_is_numbered_in_the_order_of_its_document(first: Draft) -> None:
    assert list(first.profile.numbers.values()) == [*range(1, len(first.numbers) + 1), 1, 2, 3]
    assert first.profile.last_number == len(first.numbers)


def test_one_that_is_left_out_leaves_a_gap_and_comes_back_under_its_number(first: Draft) -> None:
    left_out = list(first.numbers)[2]

    after = saved_after(first, without(first.profile, left_out))
    back = saved_after(after, replace(after.profile, adaptations={}))

    assert after.numbers == {known: number for known, number in first.numbers.items() if known != left_out}
    assert back.numbers == first.numbers


def test_one_that_comes_takes_the_next_number_wherever_it_stands(first: Draft) -> None:
    after = saved_after(first, replace(first.profile, partners=("etat", *first.profile.partners)))

    new = [number for known, number in after.numbers.items() if known not in first.numbers]
    assert new == list(range(len(first.numbers) + 1, len(after.numbers) + 1))
    assert first.numbers.items() <= after.numbers.items()
    assert list(after.numbers.values()) != sorted(after.numbers.values())


def test_the_number_of_a_removed_local_commitment_is_never_given_again(first: Draft) -> None:
    removed = saved_after(first, replace(first.profile, local_commitments=LOCAL[:2]))
    added = (LocalCommitment("local-4", "egalite-femmes-hommes", "Former."), *LOCAL[:2])

    after = saved_after(removed, replace(removed.profile, local_commitments=added))

    assert after.local_numbers == {"local-1": 1, "local-2": 2, "local-4": 4}


def test_the_first_save_of_an_old_contract_keeps_the_numbers_that_its_document_showed(
    catalogue: Catalogue,
) -> None:
    old = assemble(catalogue, contract("epci commune", local_commitments=LOCAL[1:]))
    partners = ("etat", *old.profile.partners)

    after = saved_after(old, replace(old.profile, partners=partners, local_commitments=LOCAL[2:]))

    assert old.profile.numbers == {}
    assert old.numbers.items() <= after.numbers.items()
    assert after.local_numbers == {"local-3": 2}
    assert after.profile.numbers["local-2"] == 1


def test_a_restored_version_knows_the_numbers_that_were_given_since(first: Draft) -> None:
    later = saved_after(first, replace(first.profile, partners=("etat", *first.profile.partners)))

    restored = saved_after(later, keep_present_numbers(first.profile, later.profile))
    again = saved_after(restored, replace(restored.profile, partners=later.profile.partners))

    assert restored.numbers == first.numbers
    assert restored.profile.last_number == later.profile.last_number
    assert again.numbers == later.numbers


def test_another_contract_is_numbered_anew(first: Draft) -> None:
    left_out = next(iter(first.numbers))
    after = saved_after(first, without(first.profile, left_out))

    copy = assemble_numbered(after.catalogue, without_numbers(after.profile))

    assert list(copy.numbers.values()) == list(range(1, len(copy.numbers) + 1))


def test_numbers_that_a_file_gives_twice_over_two_states_are_told_apart(first: Draft) -> None:
    one, other = list(first.numbers)[:2]
    returned = replace(first.profile, numbers={one: first.numbers[other]})

    after = saved_after(first, returned)

    assert len(set(after.numbers.values())) == len(after.numbers)
