"""What is true of every contract, tried on random ones over the real catalogue."""

import json
import re
from dataclasses import replace
from datetime import date

from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.catalogue import load
from app.documents.word import RenderOptions, write_draft
from app.domain.assembly import assemble
from app.domain.draft import Draft
from app.domain.export import draft_document
from app.domain.outlines import quartier_place
from app.domain.profile import Adaptation, ClausePlace, LocalCommitment, Profile
from app.domain.profile_json import (
    ProfileRefused,
    parse_json,
    profile_document,
    read_profile,
    read_profile_shape,
)
from app.domain.rules import Standing
from app.domain.territory import Territory
from app.domain.unprinted import unprinted
from app.domain.views import extract, in_no_extract, share_of, shares
from app.settings import resource
from tests.completing import blanked, completed
from tests.documents.word.reading import sources_said, whole_text
from tests.random_contracts import (
    COMMUNES,
    EXAMPLES,
    GONE,
    QUARTIERS,
    on_random_contracts,
    random_contracts,
    texts_of,
)

CATALOGUE = load(resource("commitments"))
DAY = date(2026, 11, 23)
TYPED = re.compile(r"-(\d+)-fin")


def contract_of_rare_findings() -> Profile:
    """A contract that lacks what random ones nearly never lack."""
    agir = Adaptation(local_action="Agir.")
    over = next(leaf for leaf in CATALOGUE.leaves if not leaf.commitment.reading.place.in_body)
    equality = next(leaf for leaf in CATALOGUE.leaves if leaf.commitment.section == "egalite-femmes-hommes")
    return Profile(
        "Contrat",
        Territory("epci", "200000001", "Territoire", COMMUNES, QUARTIERS, "CA"),
        partners=tuple(partner.id for partner in CATALOGUE.partners),
        adaptations={
            GONE: agir,
            over.commitment.id: agir,
            equality.commitment.id: replace(agir, indicator="personnes"),
        },
        local_commitments=(LocalCommitment("local-1", "volet-parti", "Agir."),),
        outline="2024-2030",
        texts={quartier_place("QN99999M"): "Un texte."},
    )


def typed_in(*values: object) -> set[str]:
    """The numbers of the texts of random contracts that stand somewhere in a value."""
    return {typed for value in values for text in texts_of(value) for typed in TYPED.findall(text)}


@on_random_contracts
@given(random_contracts(CATALOGUE))
def test_a_contract_that_is_exported_and_read_back_is_the_same(profile: Profile) -> None:
    written = json.dumps(profile_document(profile)).encode()

    read = read_profile_shape(parse_json(written))

    assert read == profile
    assert (read.numbers, read.last_number) == (profile.numbers, profile.last_number)


@on_random_contracts
@given(random_contracts(CATALOGUE))
def test_whatever_is_typed_is_in_the_document_or_in_the_list_of_what_is_kept_and_not_printed(
    profile: Profile,
) -> None:
    draft = assemble(CATALOGUE, profile)
    printed = typed_in(whole_text(write_draft(draft, RenderOptions(on=DAY))))
    kept = [text for one in unprinted(draft) for _, text in one.said]

    # The name of a contract is how the site finds it: the document does not say it.
    assert typed_in(replace(profile, name="")) == printed | typed_in(kept)
    assert not printed & typed_in(kept)


@on_random_contracts
@given(random_contracts(CATALOGUE))
def test_every_commitment_is_once_in_the_body_in_an_annexe_or_left_out(profile: Profile) -> None:
    draft = assemble(CATALOGUE, profile)

    written = draft_document(draft)

    entries = [entry for section in written["sections"] for entry in section["entries"]]
    entries += [*written["historical"], *written["national"]]
    named = [one["commitment"] for one in (*entries, *written["excluded"])]
    assert sorted(named) == sorted(CATALOGUE.leaf_by_id)
    assert {entry["standing"] for entry in entries} <= set(Standing)


@on_random_contracts
@given(random_contracts(CATALOGUE))
def test_what_is_over_is_in_the_body_only_by_decision_by_what_was_typed_or_by_the_trame(
    profile: Profile,
) -> None:
    draft = assemble(CATALOGUE, profile)

    for entry in draft.entries():
        if not entry.commitment.reading.place.in_body:
            typed, place = entry.adaptation.holds_something, entry.adaptation.place
            assert draft.outline.all_in_body or typed or place is ClausePlace.BODY
    for entry in draft.historical:
        assert entry.adaptation.place is ClausePlace.HISTORICAL or not entry.adaptation.holds_something


def commitments_of(draft: Draft) -> list[str]:
    """The ids of what a draft promises, in the order of the list."""
    return [commitment for section in draft.sections for commitment, _ in section.written]


@on_random_contracts
@given(random_contracts(CATALOGUE))
def test_the_extracts_together_are_the_contract_but_for_what_is_said_to_be_in_none(profile: Profile) -> None:
    draft = assemble(CATALOGUE, profile)
    order = commitments_of(draft)

    for kinds in (False, True):  # those who sign one by one, and each kind of them
        ids = [one for one in shares(draft) if not kinds or "." not in one]
        extracts = [extract(draft, share_of(draft, one)) for one in ids]
        held = {commitment for part in extracts for commitment in commitments_of(part)}
        unbound = {local.id for local in in_no_extract(draft)}
        assert held | unbound == set(order)
        assert not held & unbound
        for part in extracts:
            assert commitments_of(part) == [one for one in order if one in set(commitments_of(part))]
            assert (part.numbers, part.local_numbers) == (draft.numbers, draft.local_numbers)


def test_the_rare_findings_are_among_those_that_are_cleared() -> None:
    said = {finding.id for finding in assemble(CATALOGUE, contract_of_rare_findings()).checks}

    assert said >= {
        "hors-catalogue",
        "pour-memoire",
        "sans-volet-local-1",
        "sexe-egalite-femmes-hommes",
        "texte-quartier.QN99999M",
    }


@on_random_contracts
@given(random_contracts(CATALOGUE))
@example(contract_of_rare_findings())
def test_every_finding_is_cleared_by_what_it_asks_for(profile: Profile) -> None:
    whole = completed(profile, CATALOGUE)

    assert [finding.id for finding in assemble(CATALOGUE, whole).checks] == []


@on_random_contracts
@given(random_contracts(CATALOGUE))
def test_an_export_is_read_back_the_same_or_says_what_the_catalogue_has_lost(profile: Profile) -> None:
    written = json.dumps(profile_document(profile)).encode()

    try:
        read = read_profile(parse_json(written), CATALOGUE)
    except ProfileRefused as refused:
        lost = [problem.path for problem in refused.problems]
        assert all(path.startswith(("adaptations.", "local_commitments[")) for path in lost)
        kept = [one.kind for one in unprinted(assemble(CATALOGUE, profile))]
        assert len(lost) <= len(kept)
    else:
        assert read == profile
        assert assemble(CATALOGUE, read) == assemble(CATALOGUE, profile)


@on_random_contracts
@given(random_contracts(CATALOGUE))
@example(contract_of_rare_findings())
def test_no_finding_is_cleared_by_what_nobody_can_see(profile: Profile) -> None:
    before = assemble(CATALOGUE, profile)

    after = assemble(CATALOGUE, blanked(profile, before))

    said = {finding.id for finding in after.checks}
    assert {finding.id for finding in before.checks} <= said


@settings(on_random_contracts, max_examples=max(EXAMPLES // 3, 1))
@given(random_contracts(CATALOGUE), st.booleans())
def test_no_contract_names_a_line_of_our_file_or_a_site(profile: Profile, comments: bool) -> None:
    content = write_draft(assemble(CATALOGUE, profile), RenderOptions(on=DAY, comments=comments))

    assert sources_said(content) == []
