"""Ticking the signatories."""

from app.domain.catalogue import Catalogue
from app.domain.rules import PartnerStatus
from app.store import Profiles, SavedProfile
from app.web.partners import TITLES
from tests.web.conftest import Visitor
from tests.web.pages import page_of


def test_the_ticked_signatories_are_saved_in_the_order_of_the_catalogue(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    answer = visitor.send(f"/profils/{saved.id}/partenaires", partners=["ars", "etat", "commune"])

    assert answer.location == f"/profils/{saved.id}"
    assert store.get(saved.id).profile.partners == ("etat", "commune", "ars")


def test_a_missing_required_signatory_is_said_and_prevents_nothing(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    visitor.send(f"/profils/{saved.id}/partenaires", partners=["etat"])

    page = page_of(visitor.client.get(f"/profils/{saved.id}/partenaires"))
    assert "4\u00a0signataires requis par la loi manquent" in page.text
    assert "#partners-region" in page.links()


def test_each_signatory_shows_its_legal_basis_and_what_it_carries(
    visitor: Visitor, saved: SavedProfile
) -> None:
    page = page_of(visitor.client.get(f"/profils/{saved.id}/partenaires"))

    assert all(title in page.text for title in TITLES.values())
    assert page.element("partners-ars")["aria-describedby"] == "partners-ars-basis"
    assert "l’ARS en est un (code de la santé publique, art. L. 1432-1)" in page.text
    assert "engagements" in page.text


def test_no_signatory_at_all_can_be_saved(visitor: Visitor, saved: SavedProfile, store: Profiles) -> None:
    visitor.send(f"/profils/{saved.id}/partenaires", partners=[])

    assert store.get(saved.id).profile.partners == ()
    assert visitor.client.get(f"/profils/{saved.id}").status_code == 200


def test_a_forged_signatory_is_an_error_of_the_field(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    answer = visitor.send(f"/profils/{saved.id}/partenaires", partners=["etat", "roi"])

    assert answer.status_code == 422
    assert "Il y a un problème" in page_of(answer).text
    assert store.get(saved.id).version == saved.version


def test_the_signatories_of_the_territory_are_proposed_by_name_with_the_law(
    visitor: Visitor, saved: SavedProfile
) -> None:
    page = page_of(visitor.client.get(f"/profils/{saved.id}/partenaires")).text

    assert "la Ville d’Évry-Courcouronnes" in page
    assert "le département de l’Essonne" in page
    assert "celle-ci a un quartier prioritaire" in page


def test_bodies_that_the_catalogue_lacks_sign_each_by_its_name_and_on_its_ground(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    page = page_of(visitor.client.get(f"/profils/{saved.id}/signataires"))
    address = f"/profils/{saved.id}/signataires/autre/ajouter"
    assert address in page.links()

    for name, ground in (("le CCAS d’Évry", ""), ("le Conseil citoyen", "loi n° 2014-173, art. 7")):
        assert visitor.send(address, name=name, ground=ground).status_code == 303

    profile = store.get(saved.id).profile
    assert "autre" in profile.partners
    assert [(one.name, one.ground) for one in profile.signatories] == [
        ("le CCAS d’Évry", ""),
        ("le Conseil citoyen", "loi n° 2014-173, art. 7"),
    ]
    shown = [
        f"/profils/{saved.id}/{page}"
        for page in ("partenaires", "signataires", "apercu/les-signataires", "telecharger")
    ]
    assert all("le Conseil citoyen" in page_of(visitor.client.get(one)).text for one in shown)


def test_a_whole_group_is_ticked_with_one_box(
    visitor: Visitor, saved: SavedProfile, store: Profiles, catalogue: Catalogue
) -> None:
    visitor.send(f"/profils/{saved.id}/partenaires", partners=["etat"], whole=["expected"])

    expected = {one.id for one in catalogue.partners if one.status is PartnerStatus.EXPECTED}
    assert set(store.get(saved.id).profile.partners) == {"etat", *expected}
    assert len(expected) > 1
