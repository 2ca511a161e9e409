"""A draft is a pure function of a catalogue and a profile, and loses no commitment."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue, Scope
from app.domain.draft import Draft, Entry, FlagKind, Level
from app.domain.export import draft_document
from app.domain.profile import Adaptation, Profile
from tests.examples import NAMES, contract, example, small_territory

MANDATORY = ["egalite-femmes-hommes", "securite", "sante"]


def entry(draft: Draft, commitment_id: str) -> Entry:
    return next(entry for entry in draft.entries() if entry.commitment.id == commitment_id)


def included_ids(draft: Draft) -> set[str]:
    return {entry.commitment.id for entry in draft.entries()}


def reason(draft: Draft, commitment_id: str) -> str:
    return next(one.reason for one in draft.excluded if one.commitment.id == commitment_id)


def random_profiles(catalogue: Catalogue) -> st.SearchStrategy[Profile]:
    adaptation = st.builds(Adaptation, included=st.booleans(), local_action=st.text(max_size=20))
    return st.builds(
        Profile,
        name=st.just("Contrat au hasard"),
        territory=st.builds(
            small_territory,
            departement=st.sampled_from(["69", "75", "974", "2A"]),
            population=st.sampled_from([0, 20_000, 100_001]),
        ),
        facts=st.dictionaries(st.sampled_from(list(catalogue.fact_by_id)), st.booleans()),
        partners=st.lists(st.sampled_from(list(catalogue.partner_by_id)), unique=True).map(tuple),
        adaptations=st.dictionaries(st.sampled_from(list(catalogue.leaf_by_id)), adaptation, max_size=5),
    )


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_no_commitment_is_ever_lost_or_doubled(catalogue: Catalogue, data: st.DataObject) -> None:
    profile = data.draw(random_profiles(catalogue))

    draft = assemble(catalogue, profile)

    included = [entry.commitment.id for entry in draft.entries()]
    national = [entry.commitment.id for entry in draft.national]
    excluded = [exclusion.commitment.id for exclusion in draft.excluded]
    historical = [entry.commitment.id for entry in draft.historical]
    assert sorted(included + historical + national + excluded) == sorted(catalogue.leaf_by_id)
    assert all(entry.because for entry in draft.entries())
    assert all(exclusion.reason for exclusion in draft.excluded)
    assert [section.section.id for section in draft.sections][:3] == MANDATORY


@pytest.mark.parametrize("name", NAMES)
def test_the_same_profile_gives_the_same_draft_to_the_letter(catalogue: Catalogue, name: str) -> None:
    first = json.dumps(draft_document(assemble(catalogue, example(name, catalogue))))
    second = json.dumps(draft_document(assemble(catalogue, example(name, catalogue))))

    assert first == second


def test_the_mandatory_sections_come_first_and_warn_when_nothing_applies(catalogue: Catalogue) -> None:
    draft = assemble(catalogue, contract(partners=""))

    assert [section.section.id for section in draft.sections] == MANDATORY
    assert all(section.warnings for section in draft.sections)


def test_a_commitment_applies_when_a_partner_who_carries_it_signs(catalogue: Catalogue) -> None:
    without = assemble(catalogue, contract("etat"))
    with_operator = assemble(catalogue, contract("etat france-travail"))

    assert "Aucun de ses porteurs ne signe" in reason(without, "pole-emploi-2013-1-1")
    assert "France Travail" in entry(with_operator, "pole-emploi-2013-1-1").because


def test_an_entry_names_only_the_carriers_who_sign(catalogue: Catalogue) -> None:
    draft = assemble(catalogue, contract("etat ars"))

    carriers = entry(draft, "affaires-sociales-sante-2013-2").carried_by

    assert [partner.id for partner in carriers] == ["etat", "ars"]


def test_the_transport_call_is_left_out_in_ile_de_france_with_the_reason(catalogue: Catalogue) -> None:
    draft = assemble(catalogue, contract(territory=small_territory("91")))

    assert "hors Ile-de-France" in reason(draft, "transports-2013-1-1")
    assert "département 91" in reason(draft, "transports-2013-1-1")


def test_a_commitment_that_depends_on_an_unknown_fact_is_kept_and_flagged(catalogue: Catalogue) -> None:
    draft = assemble(catalogue, contract())

    flags = entry(draft, "amf-2014-3-1-4").flags

    assert [flag.kind for flag in flags] == [FlagKind.UNKNOWN_FACT]
    assert "À vérifier" in flags[0].message


@pytest.mark.parametrize(("zsp", "kept"), [(True, True), (False, False)])
def test_the_fipd_clause_follows_the_zone_de_securite_prioritaire(
    catalogue: Catalogue, zsp: bool, kept: bool
) -> None:
    draft = assemble(catalogue, contract(facts={"zsp": zsp}))

    assert ("amf-2014-3-1-4" in included_ids(draft)) is kept


def test_a_clause_that_mentions_zsp_among_others_does_not_depend_on_it(catalogue: Catalogue) -> None:
    draft = assemble(catalogue, contract(facts={"zsp": False}))

    assert {"justice-2013-3-1", "interieur-2013-1-3"} <= included_ids(draft)


def test_a_condition_on_part_of_a_clause_keeps_the_clause_and_flags_the_part(catalogue: Catalogue) -> None:
    draft = assemble(catalogue, contract(facts={"veille_active": False}))

    flags = entry(draft, "amf-2014-2").flags

    assert FlagKind.PART_NOT_APPLICABLE in [flag.kind for flag in flags]
    assert "dispositif de veille active" in flags[0].message


@pytest.mark.parametrize(
    ("population", "medium", "large"),
    [(19_999, False, False), (20_000, True, False), (100_000, True, False), (100_001, False, True)],
)
def test_the_conventions_of_towns_follow_the_size_of_the_communes(
    catalogue: Catalogue, population: int, medium: bool, large: bool
) -> None:
    draft = assemble(catalogue, contract(territory=small_territory(population=population)))

    conventions = {entry.convention.id for entry in draft.entries()}

    assert ("fvm-2013" in conventions) is medium
    assert ("acuf-amgvf-2013" in conventions) is large


def test_a_communaute_urbaine_is_enough_for_the_convention_of_large_towns(catalogue: Catalogue) -> None:
    territory = replace(small_territory(), grouping="CU")

    draft = assemble(catalogue, contract(territory=territory))

    assert "acuf-amgvf-2013-1-5" in included_ids(draft)


def test_the_official_overrules_a_derived_fact_and_the_reason_says_so(catalogue: Catalogue) -> None:
    draft = assemble(catalogue, contract(facts={"ile_de_france": True}))

    assert "contre la référence des territoires" in reason(draft, "transports-2013-1-1")


def test_the_reason_for_overruling_a_fact_stands_beside_it(catalogue: Catalogue) -> None:
    profile = contract(facts={"ile_de_france": True}, facts_reason="Rattachée au Grand Paris\nen 2026.")

    draft = assemble(catalogue, profile)

    assert draft.facts["ile_de_france"].overruled
    assert "motif\u00a0: Rattachée au Grand Paris en 2026." in reason(draft, "transports-2013-1-1")


def test_a_fact_stated_as_it_would_be_derived_overrules_nothing(catalogue: Catalogue) -> None:
    draft = assemble(catalogue, contract(facts={"ile_de_france": False, "zsp": True}))

    assert not any(fact.overruled for fact in draft.facts.values())


def test_what_only_a_national_body_can_do_goes_to_the_annexe(catalogue: Catalogue) -> None:
    draft = assemble(catalogue, contract())

    national = {entry.commitment.id for entry in draft.national}

    assert national == {
        leaf.commitment.id for leaf in catalogue.leaves if leaf.commitment.scope is Scope.NATIONAL
    }
    assert {"ville-et-banlieue-2013-3-3", "interieur-2013-2-1"} <= national


def test_a_commitment_left_out_by_the_official_says_the_typed_reason(catalogue: Catalogue) -> None:
    adaptation = Adaptation(included=False, reason_excluded="L’action est terminée.")

    draft = assemble(catalogue, contract(adaptations={"sports-jeunesse-2013-2-1": adaptation}))

    assert reason(draft, "sports-jeunesse-2013-2-1") == "L’action est terminée."


def test_a_past_horizon_is_said_and_a_missing_one_is_not_invented(catalogue: Catalogue) -> None:
    draft = assemble(catalogue, contract())

    civic_service = entry(draft, "sports-jeunesse-2013-2-2")
    victims = entry(draft, "justice-2013-2-1")

    assert any("Échéance passée (2013)" in flag.message for flag in civic_service.flags)
    assert victims.targets[0].horizon is None
    assert FlagKind.EXPIRED not in [flag.kind for flag in victims.flags]


def test_a_lacuna_is_flagged(catalogue: Catalogue) -> None:
    draft = assemble(catalogue, contract())

    assert FlagKind.LACUNA in [flag.kind for flag in entry(draft, "amf-2014-3-2").flags]


def test_only_a_verified_scheme_is_stated_as_a_fact(catalogue: Catalogue) -> None:
    draft = assemble(catalogue, contract())

    for one in draft.entries():
        for flag in one.flags:
            if flag.kind is FlagKind.SCHEME and "à vérifier" not in flag.message:
                named = [scheme for scheme in one.schemes if scheme.name in flag.message]
                assert any(scheme.confidence.value == "verified" for scheme in named), flag.message


def test_a_signatory_that_the_law_requires_and_is_missing_is_an_error(catalogue: Catalogue) -> None:
    draft = assemble(catalogue, contract("etat epci commune departement"))

    missing = [one for one in draft.checks if one.place == "partners" and one.level is Level.ERROR]

    assert [finding.id for finding in missing] == ["signataire-region"]


def test_only_what_a_law_or_a_decree_requires_is_an_error(catalogue: Catalogue) -> None:
    draft = assemble(catalogue, contract(partners=""))

    errors = [finding for finding in draft.checks if finding.level is Level.ERROR]

    assert errors
    assert all(finding.why.casefold().startswith(("loi n°", "décret n°")) for finding in errors)


def test_an_overseas_commune_needs_no_epci(catalogue: Catalogue) -> None:
    draft = assemble(catalogue, example("commune-outre-mer", catalogue))

    assert all(finding.id != "signataire-epci" for finding in draft.checks)


def test_other_sections_point_at_a_clause_that_stands_elsewhere(catalogue: Catalogue) -> None:
    draft = assemble(catalogue, contract())

    securite = next(section for section in draft.sections if section.section.id == "securite")

    assert "droits-des-femmes-2013-1-3" in securite.see_also
    assert "droits-des-femmes-2013-1-3" not in {one.commitment.id for one in securite.entries}


def test_a_mandatory_section_is_one_finding_until_it_has_a_local_action(catalogue: Catalogue) -> None:
    action = {"affaires-sociales-sante-2013-3": Adaptation(local_action="Ouvrir une maison de santé.")}

    empty = [finding.id for finding in assemble(catalogue, contract(partners="")).checks]
    begun = [finding.id for finding in assemble(catalogue, contract(adaptations=action)).checks]

    assert {"volet-sante", "volet-securite"} <= set(empty)
    assert "action-sante" not in empty
    assert "action-sante" not in begun
    assert "action-securite" in begun
