"""The pages of help: what they lead to, and what they say."""

from importlib import metadata

from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue, Scope
from app.domain.french import explained, typeset
from app.domain.outlines import STRENGTHS
from app.store import SavedProfile
from tests.examples import contract
from tests.web.conftest import Visitor
from tests.web.pages import page_of


def test_the_site_map_of_a_contract_links_to_each_of_its_pages(visitor: Visitor, saved: SavedProfile) -> None:
    contract = page_of(visitor.client.get(f"/profils/{saved.id}"))
    links = page_of(visitor.client.get(f"/plan?profil={saved.id}")).links()

    assert f"/plan?profil={saved.id}" in contract.links()
    assert {f"/profils/{saved.id}/{place}" for place in ("territoire", "apercu", "versions")} <= set(links)
    assert all(visitor.client.get(link).status_code == 200 for link in links if link.startswith("/"))


def test_the_footer_and_the_health_page_say_the_version_that_runs(visitor: Visitor) -> None:
    version = metadata.version("contrat-de-ville")

    assert f"Version {version}" in page_of(visitor.client.get("/")).text
    assert visitor.client.get("/sante").json["application"] == version


def test_the_site_map_of_no_contract_names_its_pages_without_links(visitor: Visitor) -> None:
    page = page_of(visitor.client.get("/plan"))

    assert "À vérifier" in page.text
    assert not any(link.startswith("/profils/1") for link in page.links())


def test_the_site_map_of_an_unknown_contract_is_an_unknown_page(visitor: Visitor) -> None:
    answers = [visitor.client.get(f"/plan?profil={asked}") for asked in ("999", "x", "١٢", "9" * 5_000)]

    assert [answer.status_code for answer in answers] == [404] * 4


def test_the_acronyms_of_a_commitment_are_written_out_beside_it(
    visitor: Visitor, saved: SavedProfile, catalogue: Catalogue
) -> None:
    leaves = (leaf for leaf in catalogue.leaves if leaf.commitment.scope is Scope.LOCAL)
    leaf = next(leaf for leaf in leaves if "CLS" in leaf.commitment.text)

    page = page_of(visitor.client.get(f"/profils/{saved.id}/engagements/{leaf.commitment.id}"))

    assert "contrats locaux de santé" in page.text
    for entry in explained(leaf.commitment.text, catalogue.glossary):
        assert f"/aide/glossaire#sigle-{entry.acronym.lower()}" in page.links()


def test_every_link_to_an_acronym_leads_to_its_entry(visitor: Visitor, catalogue: Catalogue) -> None:
    page = page_of(visitor.client.get("/aide/glossaire"))

    ids = [
        attributes["id"] for _, attributes in page.elements if attributes.get("id", "").startswith("sigle-")
    ]

    assert ids == [f"sigle-{entry.acronym.lower()}" for entry in catalogue.glossary]


def test_the_guide_tells_what_each_volet_is_for_and_how_much_the_source_asks(
    visitor: Visitor, catalogue: Catalogue
) -> None:
    page = page_of(visitor.client.get("/aide"))

    assert all(section.title in page.text for section in catalogue.sections)
    assert all(section.legal_basis in page.text for section in catalogue.sections)
    assert all(section.purpose and typeset(section.purpose) in page.text for section in catalogue.sections)
    local = [leaf for leaf in catalogue.leaves if leaf.commitment.scope is Scope.LOCAL]
    health = sum(leaf.commitment.section == "sante" for leaf in local)
    assert f"{health}\u00a0engagements nationaux" in page.text


def test_the_amendment_is_found_from_the_help_the_versions_and_the_site_map(
    visitor: Visitor, saved: SavedProfile
) -> None:
    pages = ("/aide", f"/profils/{saved.id}/versions", "/plan")

    assert all("avenant" in page_of(visitor.client.get(page)).text for page in pages)


def test_the_guide_says_which_missing_signatory_is_a_finding_as_the_rules_do(
    visitor: Visitor, catalogue: Catalogue
) -> None:
    guide = page_of(visitor.client.get("/aide")).text

    missing = [one.id for one in assemble(catalogue, contract("")).checks if one.id.startswith("signataire-")]

    required = [partner.id for partner in catalogue.partners if partner.mandatory]
    assert missing == [f"signataire-{partner}" for partner in required]
    assert "requis par la loi qui manque est signalé comme une erreur. L’absence des autres n’est" in guide


def test_the_guide_says_what_each_text_asks_for_and_how_strongly(
    visitor: Visitor, catalogue: Catalogue
) -> None:
    guide = page_of(visitor.client.get("/aide")).text

    places = [place for chapter in catalogue.latest_outline.chapters for place in chapter.places]
    asked = [requirement for place in places for requirement in place.requirements]
    assert asked
    for one in asked:
        assert typeset(f"{STRENGTHS[one.strength]} : {one.source}.") in guide
