"""« Mes engagements »: what one’s signatory leads or takes part in, what one changed last, by contract."""

from dataclasses import replace

import pytest

from app.domain.profile import Adaptation, Signatory
from app.store import Profiles, SavedProfile
from tests.web.conftest import Visitor
from tests.web.pages import page_of

LED, CHANGED, OTHER = "interieur-2013-1-1", "interieur-2013-1-2", "interieur-2013-1-3"
VILLE = Signatory("commune", "la Ville d’Évry", id="s0000000000000001")


@pytest.fixture
def contract(saved: SavedProfile, store: Profiles) -> SavedProfile:
    said = {
        known: Adaptation(local_action="Réunir.", lead=lead)
        for known, lead in ((LED, "Ville d’Évry"), (CHANGED, "la CAF"), (OTHER, "la CAF"))
    }
    profile = replace(saved.profile, adaptations=said, signatories=(VILLE,))
    return store.save(saved.id, saved.version, profile)


def listed(visitor: Visitor, contract: SavedProfile) -> set[str]:
    page = page_of(visitor.client.get(f"/profils/{contract.id}/engagements?vue=les-miens"))
    return {known["id"] for tag, known in page.elements if tag == "tr" and "id" in known}


def say_action(visitor: Visitor, contract: SavedProfile, commitment: str, action: str) -> None:
    visitor.send(f"/profils/{contract.id}/engagements/{commitment}", local_action=action)


def test_who_speaks_for_a_signatory_sees_what_it_leads_and_what_she_changed_last(
    visitor: Visitor, contract: SavedProfile
) -> None:
    organisation = f"/profils/{contract.id}/mon-organisme"
    before = listed(visitor, contract)

    visitor.send(organisation, author="A. Moi", speaks_for=VILLE.id)
    led = listed(visitor, contract)
    say_action(visitor, contract, CHANGED, "Ouvrir.")

    assert (before, led) == (set(), {LED})
    assert listed(visitor, contract) == {LED, CHANGED}


def test_what_somebody_else_changed_since_is_not_mine_any_more(
    visitor: Visitor, contract: SavedProfile, store: Profiles
) -> None:
    visitor.send("/votre-nom", author="A. Moi")
    say_action(visitor, contract, CHANGED, "Ouvrir.")
    say_action(visitor, contract, OTHER, "Fermer.")
    mine = listed(visitor, contract)
    now = store.get(contract.id)
    said = {**now.profile.adaptations, OTHER: Adaptation(local_action="Rouvrir.")}
    store.signed("B. Autre").save(contract.id, now.version, replace(now.profile, adaptations=said))

    assert mine == {CHANGED, OTHER}
    assert listed(visitor, contract) == {CHANGED}


def test_the_home_of_a_contract_leads_to_mine_and_says_how_many(
    visitor: Visitor, contract: SavedProfile
) -> None:
    visitor.send(f"/profils/{contract.id}/mon-organisme", speaks_for=VILLE.id)

    home = page_of(visitor.client.get(f"/profils/{contract.id}"))

    assert f"/profils/{contract.id}/engagements?vue=les-miens" in home.links()
    assert "la Ville d’Évry\u00a0: 1" in home.text


def test_one_page_shows_mine_in_each_contract_that_was_opened(
    visitor: Visitor, contract: SavedProfile, store: Profiles
) -> None:
    other = store.create(replace(contract.profile, name="Un autre contrat"))
    visitor.send(f"/profils/{contract.id}/mon-organisme", author="A. Moi", speaks_for=VILLE.id)
    visitor.client.get(f"/profils/{other.id}")

    page = page_of(visitor.client.get("/mes-engagements"))

    assert "Au nom de\u00a0: la Ville d’Évry." in page.text
    assert f"/profils/{contract.id}/engagements/{LED}?vue=les-miens" in page.links()
    assert "Un autre contrat" in page.text


def test_a_contract_that_was_deleted_leaves_the_page_of_all(
    visitor: Visitor, contract: SavedProfile, store: Profiles
) -> None:
    visitor.send(f"/profils/{contract.id}/mon-organisme", author="A. Moi", speaks_for=VILLE.id)
    store.delete(contract.id, contract.version)

    page = page_of(visitor.client.get("/mes-engagements"))

    assert contract.profile.name not in page.text
    assert "Aucun pour l’instant" in page.text
