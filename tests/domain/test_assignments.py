"""Whose a commitment is: of the signatory that leads it or takes part in it, of who changed it last."""

from dataclasses import replace

import pytest

from app.domain.assembly import assemble
from app.domain.assignments import (
    Body,
    changed_commitments,
    commitments_bound,
    commitments_of,
    find_signing,
    lasting_ids,
)
from app.domain.catalogue import Catalogue
from app.domain.draft import Draft
from app.domain.profile import Adaptation, LocalCommitment, Signatory
from tests.examples import contract

FIRST, SECOND, THIRD = "interieur-2013-1-1", "interieur-2013-1-2", "interieur-2013-1-3"
VILLE = Signatory("commune", "la Ville d’Évry", id="s0000000000000001")
AUTRE = Signatory("commune", "la Ville de Corbeil", id="s0000000000000002")


@pytest.fixture
def draft(catalogue: Catalogue) -> Draft:
    said = {
        FIRST: Adaptation(local_action="Réunir.", lead="Ville d'Evry"),
        SECOND: Adaptation(local_action="Ouvrir.", lead="la CAF", associated=("la Ville d’Évry",)),
        THIRD: Adaptation(local_action="Fermer.", lead="la Ville de Corbeil"),
    }
    local = LocalCommitment("local-1", "securite", "Ouvrir un poste.", Adaptation(lead="Ville d’Évry"))
    signatories = (VILLE, AUTRE)
    profile = contract("etat commune", adaptations=said, local_commitments=(local,), signatories=signatories)
    return assemble(catalogue, profile)


def test_a_signatory_has_what_it_leads_and_what_it_is_associated_with(draft: Draft) -> None:
    signing = find_signing(draft, VILLE.id)

    assert signing
    assert commitments_bound(draft, signing) == {FIRST, SECOND, "local-1"}


@pytest.mark.parametrize(
    ("body", "carried"),
    [
        (Body("Ville d’Évry", "commune"), {FIRST, SECOND, "local-1"}),
        (Body("CAF"), {SECOND}),  # it does not sign
        (Body("La Ville", "commune"), set()),  # two communes sign
        (Body("Préfecture", "etat"), set()),
        (Body(""), set()),
    ],
)
def test_a_body_carries_what_its_name_or_its_kind_means(draft: Draft, body: Body, carried: set[str]) -> None:
    assert commitments_of(draft, body) == carried


def test_a_body_alone_of_its_kind_is_its_signatory_whatever_it_is_called(
    draft: Draft, catalogue: Catalogue
) -> None:
    alone = assemble(catalogue, replace(draft.profile, signatories=(VILLE,)))

    assert commitments_of(alone, Body("La mairie", "commune")) == {FIRST, SECOND, "local-1"}


def test_a_signatory_is_found_again_when_another_one_before_it_leaves(
    draft: Draft, catalogue: Catalogue
) -> None:
    left = assemble(catalogue, replace(draft.profile, signatories=(AUTRE,)))

    found = find_signing(left, AUTRE.id)

    assert found
    assert found.name == "la Ville de Corbeil"
    assert find_signing(left, VILLE.id) is None


def test_a_kind_is_its_signatory_once_named_if_it_is_alone(draft: Draft, catalogue: Catalogue) -> None:
    alone = assemble(catalogue, replace(draft.profile, signatories=(VILLE,)))
    unnamed = assemble(catalogue, replace(draft.profile, signatories=()))

    found = find_signing(alone, "commune")

    assert set(lasting_ids(unnamed)) == {"etat", "commune"}
    assert found
    assert found.name == "la Ville d’Évry"
    assert find_signing(draft, "commune") is None


def test_what_two_versions_do_not_say_alike_is_changed(draft: Draft) -> None:
    before = draft.profile
    said = {**before.adaptations, FIRST: replace(before.adaptations[FIRST], lead="l’État")}
    after = replace(before, adaptations=said, local_commitments=())

    assert changed_commitments(before, after) == {FIRST, "local-1"}
    assert changed_commitments(before, before) == frozenset()
