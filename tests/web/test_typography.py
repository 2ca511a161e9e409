"""What every page has in common: a language, one title, labels, and French typography."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from app import create_app
from app.domain.catalogue import Catalogue
from app.domain.french import written_in
from app.domain.profile import LocalCommitment, Profile, Signatory
from app.settings import resource
from app.settings.config import Settings
from tests.acronyms import OF_THE_PAGES, OF_THE_TEXTS
from tests.former import saved_before
from tests.web.conftest import EVRY
from tests.web.pages import PLAIN_SPACE, Page, page_of

JINJA = re.compile(r"\{%.*?%\}|\{#.*?#\}|\{\{.*?\}\}", re.DOTALL)
ADDRESSES = [
    "/",
    "/?q=paris",
    "/territoires",
    "/territoires?q=evry",
    "/profils/nouveau",
    "/profils/nouveau?territoire=91228",
    "/profils/importer",
    "/profils/{id}",
    "/profils/{id}/territoire",
    "/profils/{id}/partenaires",
    "/profils/{id}/signataires",
    "/profils/{id}/signataires/etat/ajouter",
    "/profils/{id}/signataires/etat/1",
    "/profils/{id}/signataires/etat/1/retirer",
    "/profils/{id}/volets/sante/ajouter",
    "/profils/{id}/engagements-locaux/local-1",
    "/profils/{id}/engagements-locaux/local-1/retirer",
    "/profils/{id}/quartiers",
    "/profils/{id}/quartiers/QN09101M",
    "/profils/{id}/textes",
    "/profils/{id}/trame",
    "/profils/{id}/pour-memoire",
    "/profils/{id}/completude",
    "/profils/{id}/chiffres",
    "/profils/{id}/copil",
    "/profils/{id}/apercu",
    "/profils/{id}/versions",
    "/profils/{id}/versions/1/nommer",
    "/profils/{id}/versions/1/restaurer",
    "/profils/{id}/versions/1/signature",
    "/profils/{id}/versions/1/signature/retirer",
    "/profils/{id}/versions/comparer?de=1&a=1",
    "/profils/{older}/catalogue",
    "/votre-nom",
    "/corbeille",
    "/profils/{id}/classeur",
    "/profils/{id}/copier",
    "/profils/{id}/renommer",
    "/profils/{id}/dupliquer",
    "/profils/{id}/supprimer",
    "/profils/{id}/engagements/interieur-2013-1-1",
    "/aide",
    "/aide/glossaire",
    "/aide/modeles",
    "/plan",
    "/plan?profil={id}",
    "/donnees",
    "/quartiers",
    "/accessibilite",
    "/rien",
]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Page]]:
    """Every page of one application, read once: these tests change nothing."""
    folder: Path = tmp_path_factory.mktemp("pages")
    app = create_app(Settings(folder, f"sqlite:///{folder / 'profiles.sqlite3'}", "0f3b8e7c5a9d4c21b6f0"))
    profiles = app.extensions["contrat_de_ville"].profiles
    saved = profiles.create(
        Profile(
            "Grand Paris Sud",
            EVRY,
            partners=("etat", "commune", "procureur"),
            signatories=(Signatory("etat", "L’État"),),
            local_commitments=(LocalCommitment("local-1", "sante", "Ouvrir."),),
            outline="2024-2030",
        )
    )
    older = saved_before(profiles)
    client = app.test_client()
    yield {address: page_of(client.get(address.format(id=saved.id, older=older.id))) for address in ADDRESSES}
    profiles.close()


@pytest.fixture(params=ADDRESSES)
def page(request: pytest.FixtureRequest, pages: dict[str, Page]) -> Page:
    return pages[request.param]


def test_a_page_has_a_language_a_title_one_main_heading_and_a_skip_link(page: Page) -> None:
    tags = [tag for tag, _ in page.elements]

    assert ("html", {"lang": "fr"}) in page.elements
    assert page.title.endswith(" – Contrat de ville")
    assert tags.count("h1") == 1
    assert page.links()[0] == "#contenu"


def test_headings_go_down_one_level_at_a_time(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]

    assert all(below - above <= 1 for above, below in pairwise(levels))


def test_every_field_has_a_label_and_every_reference_between_elements_holds(page: Page) -> None:
    ids = {attributes["id"] for _, attributes in page.elements if "id" in attributes}
    labelled = {attributes["for"] for tag, attributes in page.elements if tag == "label"}
    fields = [
        attributes
        for tag, attributes in page.elements
        if tag in {"input", "select", "textarea"} and attributes.get("type") != "hidden"
    ]

    assert {field["id"] for field in fields} <= labelled
    for _, attributes in page.elements:
        for name in ("aria-describedby", "aria-labelledby", "for", "list"):
            assert set(attributes.get(name, "").split()) <= ids


def test_nothing_on_a_page_is_inline_script_or_style(page: Page) -> None:
    for tag, attributes in page.elements:
        assert tag != "style"
        assert "style" not in attributes
        assert not any(name.startswith("on") for name in attributes)
        assert tag != "script" or attributes["src"].startswith("/static/")


def test_french_punctuation_keeps_its_no_break_spaces(page: Page) -> None:
    assert PLAIN_SPACE.findall(page.text) == []
    assert "'" not in page.text


def test_a_template_keeps_the_no_break_spaces_of_its_sentences() -> None:
    """The sentences of a page that no test opens, or that it shows in some state alone."""
    folder = resource("templates")

    broken = {
        str(template.relative_to(folder)): found
        for template in sorted(folder.rglob("*.html"))
        if (found := PLAIN_SPACE.findall(JINJA.sub("…", template.read_text(encoding="utf-8"))))
    }

    assert broken == {}


def test_every_acronym_of_a_page_is_in_the_glossary(page: Page, catalogue: Catalogue) -> None:
    known = {entry.acronym for entry in catalogue.glossary}

    assert set(written_in(page.text)) - known - set(OF_THE_TEXTS) - set(OF_THE_PAGES) == set()
