"""The portraits of the quartiers: read with their paths, printed for who is here, kept for who left."""

from dataclasses import replace
from typing import Any

import pytest

from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.draft import Draft
from app.domain.profile import Adaptation, Figure, LocalCommitment, Portrait, Profile, Quartier
from app.domain.profile_json import ProfileRefused, profile_document, read_profile
from app.domain.quartiers import quartier_parts
from app.domain.unprinted import Reason, unprinted
from tests.examples import contract

HEALTH = "affaires-sociales-sante-2013-3"
TILLEULS = Quartier("QN06901M", "Les Tilleuls", ("69001",))
NAMESAKE = Quartier("QN06902M", "Les Tilleuls", ("69001",))
POPULATION = Figure("Population", "5 230", "2021", "Insee")
SAID = Portrait((POPULATION,), "L’accès aux soins.", "Une maison de santé.")


def with_quartiers(outline: str = "2024-2030", **changes: object) -> Profile:
    plain = contract(outline=outline, **changes)
    return replace(plain, territory=replace(plain.territory, quartiers=(TILLEULS, NAMESAKE)))


def finding_ids(draft: Draft) -> list[str]:
    return [finding.id for finding in draft.checks]


@pytest.mark.parametrize(
    ("portrait", "problem"),
    [
        ([], "portraits.QN06901M : objet JSON attendu, entre accolades"),
        ({"atouts": ""}, "portraits.QN06901M.atouts : clé inconnue"),
        ({"figures": {}}, "portraits.QN06901M.figures : liste JSON attendue, entre crochets"),
        ({"figures": [{"value": "5"}]}, "portraits.QN06901M.figures[0].label : valeur manquante"),
        ({"figures": [{"label": "Population", "value": " "}]}, "figures[0].value : texte vide"),
        ({"figures": [{"label": "A", "value": "1"}] * 21}, "figures : 20 chiffres au plus"),
        ({"challenges": 3}, "portraits.QN06901M.challenges : texte attendu, entre guillemets"),
    ],
)
def test_a_portrait_that_cannot_be_read_is_named_with_its_path(
    catalogue: Catalogue, portrait: Any, problem: str
) -> None:
    document = {**profile_document(with_quartiers()), "portraits": {"QN06901M": portrait}}

    with pytest.raises(ProfileRefused) as refused:
        read_profile(document, catalogue)

    assert problem in "\n".join(f"{one.path} : {one.message}" for one in refused.value.problems)


def test_a_portrait_that_says_nothing_is_not_kept() -> None:
    assert with_quartiers(portraits={"QN06901M": Portrait()}).portraits == {}


def test_the_actions_of_a_quartier_are_the_written_ones_that_take_place_there(catalogue: Catalogue) -> None:
    here, there = ("QN06901M",), ("QN06902M",)
    profile = with_quartiers(
        adaptations={
            HEALTH: Adaptation(local_action="Ouvrir **une** maison.", lead="la Ville", quartiers=here),
            "interieur-2013-1-1": Adaptation(quartiers=here),
        },
        local_commitments=(
            LocalCommitment("local-1", "sante", "Soigner.", Adaptation(quartiers=here + there)),
        ),
    )

    first, second = quartier_parts(assemble(catalogue, profile))

    assert {(one.id, one.words) for one in first.actions} == {
        (HEALTH, "Ouvrir une maison"),
        ("local-1", "Soigner"),
    }
    assert [one.name for one in second.actions] == ["Engagement local\u00a01"]
    assert first.label != second.label


@pytest.mark.parametrize(
    ("outline", "quartiers", "reason"),
    [
        ("2024-2030", (NAMESAKE,), Reason.NO_QUARTIER),
        ("2014-2020", (TILLEULS,), Reason.NO_QUARTIERS),
    ],
)
def test_a_portrait_without_a_part_in_the_document_is_kept_and_said(
    catalogue: Catalogue, outline: str, quartiers: tuple[Quartier, ...], reason: Reason
) -> None:
    profile = with_quartiers(outline, portraits={"QN06901M": SAID})
    profile = replace(profile, territory=replace(profile.territory, quartiers=quartiers))

    draft = assemble(catalogue, profile)
    (kept,) = unprinted(draft)

    assert (kept.id, kept.reason) == ("portrait:QN06901M", reason)
    assert [text for _, text in kept.said] == [
        "Population\u00a0: 5 230 (2021, Insee)",
        "L’accès aux soins.",
        "Une maison de santé.",
    ]
    assert "textes-gardes" in finding_ids(draft)


def test_a_quartier_without_a_portrait_is_an_information_in_a_trame_that_has_parts_for_them(
    catalogue: Catalogue,
) -> None:
    silent = assemble(catalogue, with_quartiers(portraits={"QN06901M": SAID}))
    finding = next(one for one in silent.checks if one.id == "portraits")
    labels = silent.territory.quartier_labels

    assert (finding.level.value, labels["QN06902M"] in finding.message) == ("info", True)
    assert labels["QN06901M"] not in finding.message
    assert "portraits" not in finding_ids(assemble(catalogue, with_quartiers("2014-2020")))
