"""The draft as a file: Word straight away, other formats by choice, one signatory, an own template."""

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from app import create_app
from app.cli.profiles import DEMONSTRATION
from app.documents.office import find_libreoffice
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.checks.remaining import required_by_law
from app.domain.checks.unverified import unverified
from app.domain.profile import LocalCommitment
from app.domain.profile_json import parse_json, read_profile
from app.settings.config import Settings
from app.store import Profiles, SavedProfile
from tests.documents.word.reading import W, paragraphs, root, whole_text
from tests.documents.word.template.packages import (
    LOGO,
    MAIN_RELS,
    SETTINGS,
    changed,
    letterhead,
    replacing,
    save,
)
from tests.web.conftest import Visitor
from tests.web.pages import Page, page_of

FORM = "/profils/{}/telecharger"
FILE = "/profils/{}/telecharger/fichier"
REPORT = "/profils/{}/telecharger/synthese"
EACH = "/profils/{}/telecharger/{}.zip"


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    folder = tmp_path / "modeles"
    folder.mkdir()
    return replace(settings, templates_folder=folder)


@pytest.fixture
def with_office(settings: Settings, saved: SavedProfile) -> Iterator[FlaskClient]:
    """A client of the same profiles, on a server that has LibreOffice."""
    made: Flask = create_app(replace(settings, soffice=find_libreoffice()))
    assert saved.id
    yield made.test_client()
    made.extensions["contrat_de_ville"].profiles.close()


@pytest.fixture
def own_template(settings: Settings) -> Path:
    assert settings.templates_folder
    path = settings.templates_folder / "Évry & associés.docx"
    document = Document()
    document.sections[0].header.paragraphs[0].text = "Ville d’Évry"
    document.save(str(path))
    return path


def chosen(page: Page) -> list[str]:
    """What is ticked or selected, in the order of the page."""
    return [
        attributes["value"]
        for _, attributes in page.elements
        if "checked" in attributes or "selected" in attributes
    ]


def test_the_page_proposes_every_choice_and_word_first(client: FlaskClient, saved: SavedProfile) -> None:
    page = page_of(client.get(FORM.format(saved.id)))

    assert chosen(page) == ["docx", "travail", "oui", "travail", "synthese"]
    assert "LibreOffice, qui n’est pas installé" in page.text


def test_the_contract_of_one_signatory_holds_its_clauses_and_says_so(
    client: FlaskClient, saved: SavedProfile
) -> None:
    answer = client.get(FILE.format(saved.id), query_string={"signataire": "region", "commentaires": "non"})

    assert answer.status_code == 200
    assert "filename=grand-paris-sud-region.docx" in answer.headers["Content-Disposition"]
    assert whole_text(answer.data).startswith("Fiche de partenaire\nRégion\n")


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ({}, "grand-paris-sud.docx"),
        ({"edition": "travail"}, "grand-paris-sud.docx"),
        ({"edition": "signer"}, "grand-paris-sud-a-signer.docx"),
        ({"edition": "signer", "signataire": "region"}, "grand-paris-sud-region-a-signer.docx"),
    ],
)
def test_the_edition_is_chosen_and_ends_the_name_of_the_file(
    query: dict[str, str], name: str, client: FlaskClient, saved: SavedProfile
) -> None:
    answer = client.get(FILE.format(saved.id), query_string=query)

    assert answer.headers["Content-Disposition"].endswith(f"filename={name}")
    for_signature = "a-signer" in name
    assert ("comments.xml" in str(ZipFile(BytesIO(answer.data)).namelist())) is not for_signature


def test_the_data_of_the_contract_are_joined_to_work_on_and_to_sign_if_that_is_ticked(
    client: FlaskClient, saved: SavedProfile
) -> None:
    def joined(**query: str) -> bytes:
        answer = client.get(FILE.format(saved.id), query_string=query)
        return ZipFile(BytesIO(answer.data)).read("customXml/item1.xml")

    assert b"<profile>" in joined()
    assert b"<profile>" not in joined(donnees="non")
    assert b"<profile>" not in joined(edition="signer")
    assert b"<profile>" in joined(edition="signer", donnees="oui")
    assert f'contract="{saved.contract}" version="{saved.version}"'.encode() in joined(donnees="non")


def test_an_own_template_is_proposed_and_its_letterhead_stands_in_the_file(
    client: FlaskClient, saved: SavedProfile, own_template: Path
) -> None:
    page = page_of(client.get(FORM.format(saved.id)))
    answer = client.get(FILE.format(saved.id), query_string={"modele": own_template.name})

    assert own_template.name in page.text
    assert Document(BytesIO(answer.data)).sections[0].header.paragraphs[0].text == "Ville d’Évry"


def test_a_template_that_is_refused_says_why_and_keeps_the_choices(
    client: FlaskClient, saved: SavedProfile, own_template: Path
) -> None:
    own_template.write_bytes(b"%PDF-1.7")

    answer = client.get(
        FILE.format(saved.id), query_string={"modele": own_template.name, "signataire": "region"}
    )

    assert answer.status_code == 422
    assert "n’est pas un document Word" in page_of(answer).text
    name = own_template.name
    of_each_form = ["docx", "travail", "oui", "travail", name, "region", name, name, "synthese", name, name]
    assert chosen(page_of(answer)) == of_each_form


def test_bad_files_in_the_folder_cost_their_own_lines_and_never_the_page(
    client: FlaskClient, saved: SavedProfile, own_template: Path, settings: Settings
) -> None:
    folder = settings.templates_folder
    assert folder
    latin = Path(os.fsdecode(os.fsencode(folder) + b"/entit\xe9.docx"))
    save(latin, {"x": b""})
    save(folder / "absente.docx", {name: xml for name, xml in letterhead().items() if name != LOGO})
    changed(
        folder / "protégé.docx",
        replacing(SETTINGS, "<w:zoom", '<w:documentProtection w:edit="forms"/><w:zoom'),
    )
    changed(folder / "notes.docx", replacing(MAIN_RELS, 'Target="footnotes.xml"', ""))
    (folder / "dossier.docx").mkdir()
    (folder / "perdu.docx").symlink_to(folder / "nulle-part.docx")
    (folder / "vide.docx").write_bytes(b"")

    page = page_of(client.get(FORM.format(saved.id)))
    named = client.get(FILE.format(saved.id), query_string={"modele": "entité.docx"})
    answer = client.get(FILE.format(saved.id), query_string={"modele": own_template.name})

    for line in ("entité.docx", "perdu.docx", "vide.docx", "a perdu une de ses images", "a été levée"):
        assert line in page.text
    offered = {option["value"] for tag, option in page.elements if tag == "option"}
    assert {own_template.name, "protégé.docx"} <= offered
    assert not {"vide.docx", "perdu.docx", "absente.docx"} & offered
    assert named.status_code == 422
    assert answer.status_code == 200


def test_a_folder_of_templates_that_is_none_costs_nothing(
    client: FlaskClient, saved: SavedProfile, settings: Settings
) -> None:
    folder = settings.templates_folder
    assert folder
    folder.rmdir()
    folder.write_text("un fichier")

    assert client.get(FORM.format(saved.id)).status_code == 200


@pytest.mark.parametrize(
    "choice",
    [
        {"format": "exe"},
        {"modele": "../secret-key"},
        {"signataire": "personne"},
        {"commentaires": "peut-être"},
        {"edition": "brouillon"},
    ],
)
def test_what_is_not_proposed_is_refused_on_the_page(
    choice: dict[str, str], client: FlaskClient, saved: SavedProfile
) -> None:
    answer = client.get(FILE.format(saved.id), query_string=choice)

    assert answer.status_code == 422
    assert "Il y a un problème" in page_of(answer).text


@pytest.mark.parametrize("kind", ["pdf", "odt"])
def test_without_libreoffice_other_formats_are_refused_with_a_clear_sentence(
    kind: str, client: FlaskClient, saved: SavedProfile
) -> None:
    answer = client.get(FILE.format(saved.id), query_string={"format": kind})

    assert answer.status_code == 503
    assert "demandent LibreOffice" in page_of(answer).text


def test_with_libreoffice_the_pdf_is_tagged_and_has_a_title(
    with_office: FlaskClient, saved: SavedProfile
) -> None:
    answer = with_office.get(FILE.format(saved.id), query_string={"format": "pdf", "signataire": "region"})

    pdf = PdfReader(BytesIO(answer.data))
    assert answer.mimetype == "application/pdf"
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.metadata
    assert "CA Grand Paris Sud" in str(pdf.metadata.title)


def test_with_libreoffice_the_odt_is_one(with_office: FlaskClient, saved: SavedProfile) -> None:
    answer = with_office.get(FILE.format(saved.id), query_string={"format": "odt", "signataire": "region"})

    with ZipFile(BytesIO(answer.data)) as odt:
        assert odt.read("mimetype").decode() == answer.mimetype
        assert "Fiche de partenaire" in odt.read("content.xml").decode()


def test_with_libreoffice_the_contents_of_the_word_file_have_page_numbers(
    with_office: FlaskClient, saved: SavedProfile
) -> None:
    answer = with_office.get(f"/profils/{saved.id}/contrat.docx")

    fields = [node.text for node in root(answer.data).iter(f"{W}instrText") if "PAGEREF" in (node.text or "")]
    assert len(fields) > 20


def test_with_libreoffice_the_contents_of_an_amendment_have_page_numbers(
    with_office: FlaskClient, saved: SavedProfile, store: Profiles
) -> None:
    store.save(saved.id, saved.version, replace(saved.profile, texts={"evaluation": "Un comité."}))

    answer = with_office.get(f"/profils/{saved.id}/versions/1/avenant.docx")

    shown = [text for style, text in paragraphs(answer.data) if style.startswith("TOC")]
    assert shown == [
        "Sommaire",
        "Article\u00a01 — Objet\t3",
        "Article\u00a02 — Bilan à mi-parcours des actions\t3",
        "Article\u00a03 — Dispositions maintenues\t3",
        "Article\u00a04 — Dispositions modifiées\u00a0: Textes du contrat\t3",
        "Signatures\t4",
    ]


def test_the_review_leads_to_the_word_file_and_to_the_other_formats(
    visitor: Visitor, saved: SavedProfile
) -> None:
    links = page_of(visitor.client.get(f"/profils/{saved.id}")).links()

    assert f"/profils/{saved.id}/contrat.docx" in links
    assert FORM.format(saved.id) in links


def test_what_no_signatory_finds_in_its_extract_is_said_before_the_choice(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    local = (LocalCommitment("local-1", "sante", "Ouvrir une maison de santé."),)
    store.save(saved.id, saved.version, replace(saved.profile, local_commitments=local))

    page = page_of(visitor.client.get(FORM.format(saved.id)))

    said = re.sub(r"[ \n]+", " ", page.text)
    assert "1\u00a0engagement local n’est dans la fiche d’aucun signataire" in said
    assert f"/profils/{saved.id}/engagements-locaux/local-1" in page.links()


def test_the_file_of_sources_is_offered_beside_the_draft(visitor: Visitor, saved: SavedProfile) -> None:
    page = page_of(visitor.client.get(FORM.format(saved.id)))

    address = f"/profils/{saved.id}/sources.xlsx"
    answer = visitor.client.get(address)

    assert address in page.links()
    assert answer.headers["Content-Disposition"].endswith("-sources.xlsx")
    assert ZipFile(BytesIO(answer.data)).testzip() is None


def test_what_the_law_still_asks_stands_beside_the_choice_and_in_a_file(
    visitor: Visitor, saved: SavedProfile, catalogue: Catalogue
) -> None:
    page = page_of(visitor.client.get(FORM.format(saved.id)))
    address = f"/profils/{saved.id}/ce-qui-reste-a-ecrire.txt"
    answer = visitor.client.get(address)

    assert address in page.links()
    assert answer.headers["Content-Disposition"].endswith("-ce-qui-reste-a-ecrire.txt")
    said = " ".join(answer.data.decode("utf-8-sig").split())
    required = required_by_law(assemble(catalogue, saved.profile).checks)
    assert required
    for finding in required:
        assert finding.message in page.text
        assert " ".join(finding.message.split()) in said
    assert "Utile à savoir" in said
    assert "Utile à savoir" not in page.text


def test_a_contract_that_lacks_nothing_the_law_asks_says_so(
    client: FlaskClient, store: Profiles, catalogue: Catalogue
) -> None:
    saved = store.create(read_profile(parse_json(DEMONSTRATION.read_bytes()), catalogue))

    page = page_of(client.get(FORM.format(saved.id)))

    assert "Rien de ce que la loi exige ne manque." in page.text
    assert "Ce que la loi demande encore" not in page.text


def test_what_nobody_verified_is_on_the_page_and_in_the_text_of_what_remains(
    client: FlaskClient, store: Profiles, catalogue: Catalogue
) -> None:
    saved = store.create(read_profile(parse_json(DEMONSTRATION.read_bytes()), catalogue))

    page = page_of(client.get(FORM.format(saved.id)))
    text = client.get(f"/profils/{saved.id}/ce-qui-reste-a-ecrire.txt").data.decode("utf-8-sig")

    asked = unverified(assemble(catalogue, saved.profile))
    assert asked
    assert [said for said in asked if said not in page.text] == []
    assert [said for said in asked if " ".join(said.split()) not in " ".join(text.split())] == []


def test_the_synthesis_the_quartiers_and_all_the_fiches_are_files(
    client: FlaskClient, saved: SavedProfile
) -> None:
    code = saved.profile.territory.quartiers[0].code
    synthesis = client.get(REPORT.format(saved.id))
    quartier = client.get(REPORT.format(saved.id), query_string={"sujet": code})
    unknown = client.get(REPORT.format(saved.id), query_string={"sujet": "QN0"})
    fiches = client.get(EACH.format(saved.id, "signataires"))

    assert whole_text(synthesis.data).startswith("Synthèse du contrat de ville\n")
    assert synthesis.headers["Content-Disposition"].endswith("grand-paris-sud-synthese.docx")
    assert whole_text(quartier.data).startswith("Fiche de quartier\n")
    assert unknown.status_code == 422
    assert "region.docx" in ZipFile(BytesIO(fiches.data)).namelist()
    assert fiches.headers["Content-Disposition"].endswith("grand-paris-sud-signataires.zip")


def test_another_process_sends_again_what_was_made_without_libreoffice_running(
    with_office: FlaskClient, saved: SavedProfile, settings: Settings
) -> None:
    asked = {"format": "pdf", "signataire": "cidff"}
    made = [with_office.get(FILE.format(saved.id), query_string=asked).data]
    made.append(with_office.get(f"/profils/{saved.id}/contrat.docx").data)
    other: Flask = create_app(replace(settings, soffice=Path("/bin/false")))
    client = other.test_client()

    again = [client.get(FILE.format(saved.id), query_string=asked).data]
    again.append(client.get(f"/profils/{saved.id}/contrat.docx").data)

    other.extensions["contrat_de_ville"].profiles.close()
    assert again == made
