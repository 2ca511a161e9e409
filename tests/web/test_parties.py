"""Who leads an action: chosen among the signatories, typed and recognised, or free words."""

from dataclasses import replace

import pytest

from app.domain.profile import Adaptation, LocalCommitment, Signatory
from app.store import Profiles, SavedProfile
from tests.web.conftest import Visitor
from tests.web.pages import page_of

CLAUSE = "affaires-sociales-sante-2013-3"


@pytest.fixture
def led(saved: SavedProfile, store: Profiles) -> SavedProfile:
    """A contract with a named commune, and two actions that it leads."""
    profile = replace(
        saved.profile,
        signatories=(Signatory("commune", "la Ville d’Évry"),),
        adaptations={CLAUSE: Adaptation(lead="Ville d'Evry")},
        local_commitments=(LocalCommitment("local-1", "sante", "Agir.", Adaptation(lead="VILLE D’ÉVRY")),),
    )
    return store.save(saved.id, saved.version, profile)


@pytest.mark.parametrize("address", [f"engagements/{CLAUSE}", "engagements-locaux/local-1"])
def test_the_form_proposes_those_who_sign_and_says_whom_it_recognised(
    address: str, visitor: Visitor, led: SavedProfile
) -> None:
    page = page_of(visitor.client.get(f"/profils/{led.id}/{address}"))

    offered = [found["value"] for tag, found in page.elements if tag == "option" and "value" in found]
    assert "la Ville d’Évry" in offered
    assert "Reconnu parmi les signataires : la Ville d’Évry" in page.text.replace("\u00a0", " ")


def test_the_form_says_which_name_is_no_signatory(visitor: Visitor, led: SavedProfile) -> None:
    visitor.send(f"/profils/{led.id}/engagements/{CLAUSE}", lead="Les Amis du Bourg")

    page = page_of(visitor.client.get(f"/profils/{led.id}/engagements/{CLAUSE}"))

    assert "Gardé tel quel, ce n’est le nom d’aucun signataire : Les Amis du Bourg" in page.text.replace(
        "\u00a0", " "
    )


def test_a_signatory_that_is_renamed_keeps_its_actions_and_the_page_says_so(
    visitor: Visitor, led: SavedProfile, store: Profiles
) -> None:
    signatory = led.profile.signatories[0]

    visitor.send(
        f"/profils/{led.id}/signataires/commune/{signatory.id}", name="la Ville d’Évry-Courcouronnes"
    )

    profile = store.get(led.id).profile
    leads = {profile.adaptations[CLAUSE].lead, profile.local_commitments[0].adaptation.lead}
    assert leads == {"la Ville d’Évry-Courcouronnes"}
    shown = page_of(visitor.client.get(f"/profils/{led.id}/signataires")).text
    assert "le nouveau nom est repris dans 2\u00a0actions" in shown
