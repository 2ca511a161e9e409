"""The home page of the site: how far each contract is, who saved it last, and what comes next."""

from dataclasses import replace

from app.domain.profile import Adaptation
from app.store import Profiles, SavedProfile
from tests.web.conftest import Visitor
from tests.web.pages import Page, page_of


def home(visitor: Visitor) -> Page:
    return page_of(visitor.client.get("/"))


def words(page: Page) -> str:
    return " ".join(page.text.split())


def test_each_contract_says_how_far_it_is_and_leads_to_its_next_step(
    visitor: Visitor, saved: SavedProfile
) -> None:
    page = home(visitor)

    assert "rédigés" in words(page)
    assert f"{len(saved.profile.territory.quartiers)} quartier" in words(page)
    assert f"/profils/{saved.id}/signataires" in page.links()


def test_a_save_is_seen_at_once_with_its_author(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    before = words(home(visitor))
    said = {"interieur-2013-1-1": Adaptation(local_action="Réunir.")}

    store.signed("A. Autre").save(saved.id, saved.version, replace(saved.profile, adaptations=said))

    after = words(home(visitor))
    assert "0 sur" in before
    assert "1 sur" in after
    assert "par A. Autre" in after


def test_a_contract_is_not_deleted_from_the_list(visitor: Visitor, saved: SavedProfile) -> None:
    assert f"/profils/{saved.id}/supprimer" not in home(visitor).links()
