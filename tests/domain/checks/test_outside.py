"""What a contract says of another territory is said, and what is only unusual is left alone."""

from dataclasses import replace

import pytest

from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.draft import Finding, Level
from app.domain.profile import Adaptation, Commune, Means, MeansKind, Profile, Quartier, Signatory
from tests.examples import contract

HEALTH = "affaires-sociales-sante-2013-3"


def here(**changes: object) -> Profile:
    """A contract of a place that has a quartier and a signatory by name."""
    named = (
        Signatory("commune", "la Ville des Abymes"),
        Signatory("departement", "le département de la Guadeloupe"),
    )
    profile = contract(outline="2024-2030", signatories=named, **changes)
    territory = replace(
        profile.territory,
        name="Communauté d’agglomération du Val-d’Exemple",
        communes=(Commune("97101", "Les Abymes"), Commune("97102", "Anse-Bertrand")),
        quartiers=(Quartier("QN97101M", "Le Bourg", ("97101",)),),
    )
    return replace(profile, territory=territory)


def finding(catalogue: Catalogue, profile: Profile, finding_id: str) -> Finding | None:
    return next((one for one in assemble(catalogue, profile).checks if one.id == finding_id), None)


def test_an_action_in_a_quartier_of_another_contract_is_said(catalogue: Catalogue) -> None:
    away = here(adaptations={HEALTH: Adaptation(quartiers=("QN99001M", "QN97101M"))})
    home = here(adaptations={HEALTH: Adaptation(quartiers=("QN97101M",))})

    said = finding(catalogue, away, "quartiers-des-actions")

    assert said is not None
    assert (said.level, said.commitments) == (Level.WARNING, (HEALTH,))
    assert said.message.endswith("QN99001M.")
    assert finding(catalogue, home, "quartiers-des-actions") is None


def test_a_text_about_a_quartier_that_has_left_is_said_where_it_can_be_read(catalogue: Catalogue) -> None:
    texts = {"quartier.QN99001M": "Un projet.", "quartier.QN97101M": "Un autre."}
    profile = here(texts=texts)

    said = finding(catalogue, profile, "texte-quartier.QN99001M")

    assert said is not None
    assert said.place == "text:quartier.QN99001M"
    assert finding(catalogue, profile, "texte-quartier.QN97101M") is None
    assert finding(catalogue, replace(profile, outline="2014-2020"), said.id) is None


def test_a_quartier_whose_commune_is_not_in_the_territory_is_said(catalogue: Catalogue) -> None:
    profile = here()
    moved = replace(profile.territory, communes=profile.territory.communes[1:])

    said = finding(catalogue, replace(profile, territory=moved), "communes-des-quartiers")

    assert said is not None
    assert "Le Bourg" in said.message
    assert finding(catalogue, profile, "communes-des-quartiers") is None


@pytest.mark.parametrize(
    "name",
    [
        "Ville de Valexemple",
        "la commune de Bourg-d’Exemple, service des sports",
        "Communauté d'agglomération de Montville",
        "Département du Rhône",
        "Caisse d’allocations familiales (CAF)",
        "CAF",
        "Agence régionale de santé",
    ],
)
def test_a_lead_or_a_funder_that_can_only_be_somebody_else_is_said(catalogue: Catalogue, name: str) -> None:
    means = (Means(MeansKind.SPECIFIC, name, 500),)

    lead = finding(catalogue, here(adaptations={HEALTH: Adaptation(lead=name)}), "pilotes-hors-contrat")
    funder = finding(
        catalogue, here(adaptations={HEALTH: Adaptation(means=means)}), "financeurs-hors-contrat"
    )

    assert lead is not None
    assert (lead.level, lead.commitments) == (Level.INFO, (HEALTH,))
    assert funder is not None


@pytest.mark.parametrize(
    "name",
    [
        "",
        "La commune",
        "Ville des Abymes",
        "Ville d’Anse-Bertrand, CCAS",
        "la Ville des Abymes et le Département",
        "Communauté d’agglomération du Val-d’Exemple",
        "communauté d’agglomération",
        "État (préfet)",
        "Département",
        "Région",
        "Direction de la ville",
        "Ville de demain",
        "Association Les Amis du Bourg",
    ],
)
def test_a_service_an_association_or_a_signatory_is_left_alone(catalogue: Catalogue, name: str) -> None:
    profile = here(adaptations={HEALTH: Adaptation(lead=name)})

    assert finding(catalogue, profile, "pilotes-hors-contrat") is None
