"""Choosing a territory in the embedded reference."""

import pytest

from app.store import Profiles
from tests.web.conftest import Visitor
from tests.web.pages import page_of


def test_a_search_without_script_lists_the_territories_with_a_link_to_each(visitor: Visitor) -> None:
    page = page_of(visitor.client.get("/territoires?q=grand+paris+sud"))

    assert "CA Grand Paris Sud Seine Essonne Sénart" in page.text
    assert "/profils/nouveau?territoire=200059228" in page.links()


def test_a_search_without_answer_offers_to_type_the_territory(visitor: Visitor) -> None:
    page = page_of(visitor.client.get("/territoires?q=zzzzzzz"))

    assert "Aucun territoire de ce nom" in page.text
    assert "/profils/nouveau" in page.links()


@pytest.mark.parametrize(
    ("search", "said"),
    [
        ("q=saint", "Plus de 20 territoires pour"),
        ("q=metropole&avec=200046977", "Plus de 20 territoires pour"),
    ],
)
def test_a_search_with_more_answers_than_the_page_shows_says_so(
    visitor: Visitor, search: str, said: str
) -> None:
    page = page_of(visitor.client.get(f"/territoires?{search}"))

    assert said in page.text.replace("\u00a0", " ")
    assert "Les autres ne sont pas montrés" in page.text


@pytest.mark.parametrize(
    ("search", "said"), [("q=grand+paris", "7 territoires"), ("q=castelnau&avec=200046977", "1 territoire")]
)
def test_a_search_whose_answers_are_all_shown_says_their_number(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, search: str, said: str
) -> None:
    monkeypatch.setattr("app.web.territory.SHOWN", 7)

    page = page_of(visitor.client.get(f"/territoires?{search}"))

    assert said in page.text.replace("\u00a0", " ")
    assert "Plus de" not in page.text
    assert "Les autres ne sont pas montrés" not in page.text


def test_the_search_box_is_fed_in_json(visitor: Visitor) -> None:
    places = visitor.client.get("/territoires.json?q=evry").get_json()

    assert places[0]["name"] == "Évry-Courcouronnes"
    assert places[0]["url"] == "/profils/nouveau?territoire=91228"
    assert len(places) <= 8


def test_a_chosen_territory_fills_the_form_with_its_communes(visitor: Visitor) -> None:
    page = page_of(visitor.client.get("/profils/nouveau?territoire=200059228"))

    assert page.fields["territory_name"] == "CA Grand Paris Sud Seine Essonne Sénart"
    assert "91228 Évry-Courcouronnes (" in page.fields["communes"]
    assert page.fields["grouping"] == "CA"
    assert page.fields["fact_ile_de_france"] == ""


def test_a_chosen_territory_is_saved_with_the_signatories_proposed_for_it(
    visitor: Visitor, store: Profiles
) -> None:
    visitor.send("/profils/nouveau?territoire=97411")

    profile = store.get(store.search().summaries[0].id).profile
    assert profile.partners == ("etat", "commune", "departement", "region")
    assert profile.territory.communes[0].population


def test_an_unknown_code_is_an_unknown_page(visitor: Visitor) -> None:
    assert visitor.client.get("/profils/nouveau?territoire=00000").status_code == 404


def test_two_groupings_are_joined_in_one_perimeter(visitor: Visitor) -> None:
    found = page_of(visitor.client.get("/territoires?q=plaine+commune&avec=200057875"))
    (address,) = [link for link in found.links() if "territoire=200057867" in link]

    page = page_of(visitor.client.get(address))

    assert page.fields["code"] == "200057875 + 200057867"
    assert "93066 Saint-Denis" in str(page.fields["communes"])
    assert "93048 Montreuil" in str(page.fields["communes"])


def test_a_perimeter_of_two_groupings_is_saved_and_says_so(visitor: Visitor, store: Profiles) -> None:
    visitor.send("/profils/nouveau?territoire=200057875&territoire=200057867")

    (saved,) = store.all()
    review = page_of(visitor.client.get(f"/profils/{saved.id}")).text

    assert saved.profile.territory.code == "200057875 + 200057867"
    assert "intercommunalités réunies" in review


def test_a_commune_is_not_joined_to_a_grouping(visitor: Visitor) -> None:
    assert visitor.client.get("/profils/nouveau?territoire=200057875&territoire=75056").status_code == 404
