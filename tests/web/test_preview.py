"""The draft as a page: the headings and the clauses of the Word file, in its order."""

import re
from dataclasses import replace
from urllib.parse import urljoin

from flask import Flask
from markupsafe import Markup

from app.documents.word import RenderOptions, write_draft
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.outlines import quartier_place
from app.domain.profile import Adaptation, Commune, LocalCommitment, Quartier
from app.store import Profiles, SavedProfile
from app.web.preview import edits_of
from app.web.word_pages import WordPages
from tests.documents.word.conftest import DAY
from tests.documents.word.reading import paragraphs
from tests.examples import contract
from tests.web.conftest import Visitor
from tests.web.pages import page_of

HEALTH = "affaires-sociales-sante-2013-3"
SPACES = re.compile(r"\s+")


VOLET = "/apercu/sante"


def whole_preview(content: bytes) -> Markup:
    """The bodies of all the pages of a Word file."""
    document = WordPages(content)
    return Markup(" ").join(document.show(page, str).body for page in document.pages)


def words(text: str) -> str:
    return SPACES.sub(" ", text).strip()


def test_the_page_says_what_the_file_says_in_its_order(saved: SavedProfile, catalogue: Catalogue) -> None:
    content = write_draft(assemble(catalogue, saved.profile), RenderOptions(on=DAY, comments=False))
    body = words(whole_preview(content).replace("<br>", " ").replace("<sup>er</sup>", "ᵉʳ").striptags())

    place = 0
    for style, text in paragraphs(content):
        if style.startswith(("TOC", "Footnote")):
            continue
        found = body.find(words(text), place)
        assert found >= 0, text
        place = found


def test_the_remarks_stand_in_the_margin(visitor: Visitor, saved: SavedProfile) -> None:
    markup = visitor.client.get(f"/profils/{saved.id}{VOLET}").get_data(as_text=True)

    assert 'class="margin-note"' in markup


def test_the_rows_of_a_fiche_have_their_titles_and_no_title_of_a_column(catalogue: Catalogue) -> None:
    profile = contract(adaptations={HEALTH: Adaptation(local_action="Ouvrir.", lead="ARS")})
    shown = whole_preview(write_draft(assemble(catalogue, profile), RenderOptions(on=DAY)))

    assert '<th scope="row">Pilote</th><td data-label="">ARS</td>' in shown


def test_every_link_of_every_page_leads_somewhere(visitor: Visitor, saved: SavedProfile) -> None:
    first = f"/profils/{saved.id}/apercu"
    addresses = [link for link in page_of(visitor.client.get(first)).links() if link.startswith(f"{first}/")]
    pages = {address: page_of(visitor.client.get(address)) for address in addresses if "#" not in address}
    ids = {
        address: {attributes["id"] for _, attributes in page.elements if "id" in attributes}
        for address, page in pages.items()
    }

    links = {urljoin(address, link) for address, page in pages.items() for link in page.links()}
    inner = [link.split("#") for link in links if link.startswith(first) and "#" in link]
    lost = [(address, anchor) for address, anchor in inner if anchor not in ids[address]]

    assert len(pages) > 10
    assert any(anchor.startswith("engagement_") for _, anchor in inner)
    assert lost == []


def test_the_pages_follow_one_another_from_the_cover_to_the_last_annexe(
    visitor: Visitor, saved: SavedProfile
) -> None:
    address, seen = f"/profils/{saved.id}/apercu", []
    while address:
        markup = visitor.client.get(address).get_data(as_text=True)
        seen.append(address)
        found = re.search('<a href="([^"]+)" rel="next">', markup)
        address = found[1] if found else ""

    links = re.findall(r'<li(?: class="within")?>\s*<a href="([^"]+)"', markup)
    contents = [link for link in links if link.startswith(f"{seen[0]}/")]
    assert [seen[0] + "/couverture", *seen[1:]] == contents
    assert len(set(contents)) == len(contents)


def test_each_clause_and_each_text_leads_to_where_it_is_changed(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    local = LocalCommitment("local-1", "sante", "Ouvrir un centre.")
    store.save(saved.id, saved.version, replace(saved.profile, local_commitments=(local,)))
    base = f"/profils/{saved.id}"

    volet = page_of(visitor.client.get(f"{base}{VOLET}")).links()
    preamble = page_of(visitor.client.get(f"{base}/apercu/preambule")).links()
    signatories = page_of(visitor.client.get(f"{base}/apercu/les-signataires")).links()

    assert {f"{base}/engagements/{HEALTH}", f"{base}/engagements-locaux/local-1"} <= set(volet)
    assert volet.count(f"{base}/engagements/{HEALTH}") == 1
    assert any(link.startswith(f"{base}/textes") for link in preamble)
    assert f"{base}/signataires" in signatories


def test_the_links_to_two_quartiers_of_one_name_say_where_each_is(
    app: Flask, saved: SavedProfile, catalogue: Catalogue
) -> None:
    communes = (Commune("42186", "Rive-de-Gier"), Commune("42207", "Saint-Chamond"))
    twins = tuple(
        Quartier(f"QN0420{number}M", "Centre Ville", (commune.code,))
        for number, commune in enumerate(communes)
    )
    territory = replace(saved.profile.territory, communes=communes, quartiers=twins)

    with app.test_request_context():
        edits = edits_of(assemble(catalogue, replace(saved.profile, territory=territory)), saved)

    assert [edits[quartier_place(quartier.code)].about for quartier in twins] == [
        "le quartier Centre Ville (Rive-de-Gier)",
        "le quartier Centre Ville (Saint-Chamond)",
    ]


def test_a_chapter_that_is_not_there_is_an_unknown_page(visitor: Visitor, saved: SavedProfile) -> None:
    assert visitor.client.get(f"/profils/{saved.id}/apercu/rien").status_code == 404


def test_what_was_typed_never_becomes_markup(visitor: Visitor, saved: SavedProfile, store: Profiles) -> None:
    adapted = {
        HEALTH: Adaptation(
            local_action="<b>non</b> **oui**\n- voir [le site](https://exemple.fr?a=1&b=2), puis"
        )
    }
    store.save(saved.id, saved.version, replace(saved.profile, adaptations=adapted))

    markup = visitor.client.get(f"/profils/{saved.id}{VOLET}").get_data(as_text=True)

    assert "&lt;b&gt;non&lt;/b&gt; <strong>oui</strong>" in markup
    assert 'voir <a href="https://exemple.fr?a=1&amp;b=2" rel="noreferrer">le site</a>, puis' in markup


def test_each_cell_of_a_table_knows_the_title_of_its_column(visitor: Visitor, saved: SavedProfile) -> None:
    page = page_of(visitor.client.get(f"/profils/{saved.id}/apercu/le-territoire"))

    labels = {attributes.get("data-label") for tag, attributes in page.elements if tag == "td"}

    assert {"Code", "Nom du quartier"} <= labels
    assert "" not in labels
