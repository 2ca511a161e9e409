"""Who signs a draft: by name where one is known, once even in two capacities."""

from dataclasses import replace

from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.names import signings
from app.domain.profile import Signatory
from app.domain.rules import PartnerStatus
from tests.examples import contract, small_territory


def test_a_partner_without_a_name_signs_under_its_title(catalogue: Catalogue) -> None:
    found = signings(assemble(catalogue, contract("etat commune")))

    assert [(one.id, one.name) for one in found] == [("etat", "État (préfet)"), ("commune", "Communes")]


def test_each_named_signatory_signs_in_the_place_of_its_partner(catalogue: Catalogue) -> None:
    named = (Signatory("commune", "la Ville d’Ici"), Signatory("commune", "la Ville de Là"))

    found = signings(assemble(catalogue, contract("etat commune", signatories=named)))

    assert [(one.id, one.name) for one in found] == [
        ("etat", "État (préfet)"),
        ("commune.1", "la Ville d’Ici"),
        ("commune.2", "la Ville de Là"),
    ]


def test_a_name_of_a_partner_that_does_not_sign_is_not_printed(catalogue: Catalogue) -> None:
    named = (Signatory("region", "la région Bretagne"),)

    found = signings(assemble(catalogue, contract("etat", signatories=named)))

    assert [one.name for one in found] == ["État (préfet)"]


def test_a_collectivite_unique_signs_once_in_both_capacities(catalogue: Catalogue) -> None:
    name = "la collectivité de Corse"
    named = (Signatory("departement", name), Signatory("region", name))

    found = signings(assemble(catalogue, contract("departement region", signatories=named)))

    assert [(one.id, one.name) for one in found] == [("departement.1", name)]
    assert [partner.id for partner in found[0].partners] == ["departement", "region"]


def test_two_communes_of_the_same_name_sign_twice(catalogue: Catalogue) -> None:
    named = (Signatory("commune", "la commune de X"),) * 2

    found = signings(assemble(catalogue, contract("commune", signatories=named)))

    assert [one.id for one in found] == ["commune.1", "commune.2"]


def test_a_body_that_two_people_sign_for_names_both_and_the_same_person_once(catalogue: Catalogue) -> None:
    name = "la métropole de Lyon"

    def people(*representatives: str) -> list[tuple[str, str]]:
        named = (
            Signatory("epci", name, representative=representatives[0], title="présidente"),
            Signatory("departement", name, representative=representatives[1], title="présidente"),
        )
        (signing,) = signings(assemble(catalogue, contract("epci departement", signatories=named)))
        return [(one.id, one.text) for one in signing.representatives]

    assert people("Mme A", "Mme B") == [
        ("epci.1", "Mme A, présidente"),
        ("departement.1", "Mme B, présidente"),
    ]
    assert people("Mme A", "Mme A") == [("epci.1", "Mme A, présidente")]


def test_a_body_that_nobody_signs_for_yet_in_one_capacity_names_who_signs_in_the_other(
    catalogue: Catalogue,
) -> None:
    named = (Signatory("epci", "la métropole"), Signatory("departement", "la métropole", "Mme B"))

    (signing,) = signings(assemble(catalogue, contract("epci departement", signatories=named)))

    assert [(one.id, one.text) for one in signing.representatives] == [("departement.1", "Mme B")]


def test_a_grouping_that_the_law_does_not_require_signs_by_another_text(catalogue: Catalogue) -> None:
    epci = catalogue.partner_by_id["epci"]
    territory = small_territory()

    capacities = {
        kind: epci.capacity_in(replace(territory, kind=kind)) for kind in ("epci", "ept", "commune")
    }

    assert capacities["epci"] == (PartnerStatus.REQUIRED, epci.legal_basis)
    assert capacities["ept"] == capacities["commune"] == (PartnerStatus.ALLOWED, epci.optional_basis)
    assert "(II, " in epci.optional_basis
