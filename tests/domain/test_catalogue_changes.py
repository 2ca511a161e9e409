"""A newer catalogue changes nothing of a contract until the official has said what is taken of it."""

from dataclasses import replace

import pytest

from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.catalogue_changes import ClauseChange, Fate, changes_of_catalogue, taken_over
from app.domain.changes import Edit
from app.domain.profile import Adaptation, Profile
from app.domain.profile_json import profile_document, read_profile
from app.domain.quotation import Quotation, as_quoted, quotation
from tests.examples import contract
from tests.former import CHANGED, FORMER_WORDS, GONE, NEW, former_quotation

WRITTEN = Adaptation(local_action="Tenir un atlas des équipements.", lead="La Ville")


@pytest.fixture(scope="module")
def known(catalogue: Catalogue) -> Quotation:
    return former_quotation(catalogue)


@pytest.fixture
def profile() -> Profile:
    return replace(contract(), adaptations={CHANGED: WRITTEN, GONE: WRITTEN})


def changes(profile: Profile, catalogue: Catalogue, known: Quotation) -> dict[str, ClauseChange]:
    found = changes_of_catalogue(profile, catalogue, known)
    return {change.clause.id: change for change in found}


def words(catalogue: Catalogue, profile: Profile) -> dict[str, str]:
    return {entry.commitment.id: entry.commitment.text for entry in assemble(catalogue, profile).entries()}


def test_what_is_new_changed_or_gone_is_told_for_this_contract(
    profile: Profile, catalogue: Catalogue, known: Quotation
) -> None:
    found = changes(profile, catalogue, known)

    assert {one: change.fate for one, change in found.items()} == {
        CHANGED: Fate.CHANGED,
        NEW: Fate.NEW,
        GONE: Fate.GONE,
    }


def test_a_contract_that_the_changed_clauses_do_not_concern_has_nothing_to_look_at(
    profile: Profile, catalogue: Catalogue, known: Quotation
) -> None:
    elsewhere = replace(profile, partners=("commune",), adaptations={})

    assert changes_of_catalogue(elsewhere, catalogue, known) == ()


def test_the_same_catalogue_changes_nothing(profile: Profile, catalogue: Catalogue) -> None:
    same = replace(profile, adaptations={CHANGED: WRITTEN})

    assert changes_of_catalogue(same, catalogue, quotation(catalogue)) == ()


def test_the_words_that_changed_are_shown_among_those_that_stay(
    profile: Profile, catalogue: Catalogue, known: Quotation
) -> None:
    shown = changes(profile, catalogue, known)[CHANGED].words()

    assert "".join(one.text for one in shown if one.edit is Edit.ADDED).split() == ["partagés"]
    assert "".join(one.text for one in shown if one.edit is Edit.REMOVED).split() == []


def test_until_then_the_contract_keeps_its_words(
    profile: Profile, catalogue: Catalogue, known: Quotation
) -> None:
    standing = as_quoted(catalogue, known)

    assert words(standing, profile) == {
        one: FORMER_WORDS if one == CHANGED else text
        for one, text in words(catalogue, profile).items()
        if one != NEW
    }
    assert standing.hash == known.hash


def test_the_words_of_the_same_catalogue_are_its_own(catalogue: Catalogue) -> None:
    assert as_quoted(catalogue, quotation(catalogue)) == catalogue


def test_the_former_words_of_what_introduces_a_clause_are_kept(catalogue: Catalogue) -> None:
    now = quotation(catalogue)
    before = replace(
        now,
        clauses={
            one: replace(clause, lead_in=("Réduire les écarts :", *clause.lead_in[1:]))
            if one.startswith("sports-jeunesse-2013-1-")
            else clause
            for one, clause in now.clauses.items()
        },
    )

    standing = as_quoted(catalogue, before).leaf_by_id

    assert standing[CHANGED].lead_in == ("Réduire les écarts :",)


def test_changes_that_are_taken_leave_what_was_written_in_its_place(
    profile: Profile, catalogue: Catalogue, known: Quotation
) -> None:
    found = changes_of_catalogue(profile, catalogue, known)

    taken = taken_over(profile, found, {CHANGED, NEW})

    assert taken.adaptations == {CHANGED: WRITTEN}
    assert {CHANGED, NEW} <= set(words(catalogue, taken))


def test_changes_that_are_refused_keep_the_former_words_as_local_commitments(
    profile: Profile, catalogue: Catalogue, known: Quotation
) -> None:
    found = changes_of_catalogue(profile, catalogue, known)

    taken = taken_over(profile, found, ())

    assert not {CHANGED, NEW} & set(words(catalogue, taken))
    assert [one.adaptation for one in taken.local_commitments[-2:]] == [WRITTEN, WRITTEN]
    assert [one.section for one in taken.local_commitments[-2:]] == ["sport-vacances"] * 2
    assert FORMER_WORDS in taken.local_commitments[-2].text
    assert "lignes\u00a050 à 51" in taken.local_commitments[-2].text
    assert all(not taken.adaptations[one].included for one in (CHANGED, NEW))
    assert all(taken.adaptations[one].reason_excluded for one in (CHANGED, NEW))


def test_a_clause_that_is_let_go_goes_with_what_was_written_for_it(
    profile: Profile, catalogue: Catalogue, known: Quotation
) -> None:
    found = changes_of_catalogue(profile, catalogue, known)

    taken = taken_over(profile, found, {CHANGED, NEW, GONE})

    assert GONE not in taken.adaptations
    assert taken.local_commitments == profile.local_commitments


def test_a_clause_that_was_left_out_is_not_brought_back(
    profile: Profile, catalogue: Catalogue, known: Quotation
) -> None:
    out = Adaptation(included=False, reason_excluded="Déjà fait.")
    left_out = replace(profile, adaptations={CHANGED: out})

    taken = taken_over(left_out, changes_of_catalogue(left_out, catalogue, known), {NEW})

    assert taken.adaptations[CHANGED] == out
    assert FORMER_WORDS not in "".join(one.text for one in taken.local_commitments)


def test_what_is_taken_over_can_be_read_again(
    profile: Profile, catalogue: Catalogue, known: Quotation
) -> None:
    clauses = {
        **known.clauses,
        CHANGED: replace(known.clauses[CHANGED], text="Diagnostiquer. " * 2_000),
    }
    found = changes_of_catalogue(profile, catalogue, replace(known, clauses=clauses))

    taken = taken_over(profile, found, ())

    assert read_profile(profile_document(taken), catalogue) == taken
