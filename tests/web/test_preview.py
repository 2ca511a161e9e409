"""The draft as a page: the headings and the clauses of the Word file, in its order."""

import re
from dataclasses import replace

from app.documents.word import RenderOptions, write_draft
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.profile import Adaptation
from app.store import Profiles, SavedProfile
from app.web.preview import preview_of
from tests.documents.word.conftest import DAY
from tests.documents.word.reading import paragraphs
from tests.web.conftest import Visitor
from tests.web.pages import page_of

HEALTH = "affaires-sociales-sante-2013-3"
SPACES = re.compile(r"\s+")


def words(text: str) -> str:
    return SPACES.sub(" ", text).strip()


def test_the_page_says_what_the_file_says_in_its_order(saved: SavedProfile, catalogue: Catalogue) -> None:
    content = write_draft(assemble(catalogue, saved.profile), RenderOptions(on=DAY, comments=False))
    shown = preview_of(content).body.replace("<br>", " ").replace("<sup>er</sup>", "ᵉʳ")
    body = words(shown.striptags())

    place = 0
    for style, text in paragraphs(content):
        if style.startswith(("TOC", "Footnote")):
            continue
        found = body.find(words(text), place)
        assert found >= 0, text
        place = found


def test_the_remarks_stand_in_the_margin_and_the_notes_at_the_end(
    visitor: Visitor, saved: SavedProfile
) -> None:
    markup = visitor.client.get(f"/profils/{saved.id}/apercu").get_data(as_text=True)

    assert 'class="margin-note"' in markup
    assert 'id="note-1"' in markup
    assert markup.count('href="#note-1"') == 1


def test_every_link_of_the_page_leads_somewhere(visitor: Visitor, saved: SavedProfile) -> None:
    page = page_of(visitor.client.get(f"/profils/{saved.id}/apercu"))

    ids = {attributes["id"] for _, attributes in page.elements if "id" in attributes}
    anchors = {link[1:] for link in page.links() if link.startswith("#")}

    assert anchors - ids == set()


def test_what_was_typed_never_becomes_markup(visitor: Visitor, saved: SavedProfile, store: Profiles) -> None:
    adapted = {
        HEALTH: Adaptation(
            local_action="<b>non</b> **oui**\n- voir [le site](https://exemple.fr?a=1&b=2), puis"
        )
    }
    store.save(saved.id, saved.version, replace(saved.profile, adaptations=adapted))

    markup = visitor.client.get(f"/profils/{saved.id}/apercu").get_data(as_text=True)

    assert "&lt;b&gt;non&lt;/b&gt; <strong>oui</strong>" in markup
    assert 'voir <a href="https://exemple.fr?a=1&amp;b=2" rel="noreferrer">le site</a>, puis' in markup


def test_each_cell_of_a_table_knows_the_title_of_its_column(visitor: Visitor, saved: SavedProfile) -> None:
    page = page_of(visitor.client.get(f"/profils/{saved.id}/apercu"))

    labels = {attributes.get("data-label") for tag, attributes in page.elements if tag == "td"}

    assert {"Engagement", "Code", "Nom du quartier"} <= labels
    assert "" not in labels
