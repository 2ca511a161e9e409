"""From a PDF made elsewhere to an amendment in Word."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, Site
from tests.browser.test_accessibility import FAINT_TEXTS, NARROW, OVERFLOW
from tests.browser.test_axe import violations
from tests.documents.word.reading import rows, tables, whole_text
from tests.formats.foreign.pdfs import PROSE, pdf, rule, write

TITLE = "Ouvrir une maison de santé"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A contract of one fiche, as a PDF with a text layer."""

    def cover(page: object) -> None:
        write(page, 60, 100, "Contrat de ville 2024-2030", size=20)  # type: ignore[arg-type]  # a page of pymupdf
        write(page, 60, 140, "Communauté d'agglomération Grand Paris Sud Seine-Essonne-Sénart", *PROSE)  # type: ignore[arg-type]  # a page of pymupdf

    def fiche(page: object) -> None:
        write(page, 60, 80, f"Fiche action n° 1 : {TITLE}", size=14, bold=True)  # type: ignore[arg-type]  # a page of pymupdf
        rule(page, [60, 200, 500], [100, 130, 160, 190])  # type: ignore[arg-type]  # a page of pymupdf
        for rank, (label, text) in enumerate(
            (("Pilote", "Ville de Mornay"), ("Contenu", "Deux médecins reçoivent."), ("Calendrier", "2027"))
        ):
            write(page, 65, 118 + 30 * rank, label, bold=True)  # type: ignore[arg-type]  # a page of pymupdf
            write(page, 205, 118 + 30 * rank, text)  # type: ignore[arg-type]  # a page of pymupdf

    made = tmp_path / "contrat-2024.pdf"
    made.write_bytes(pdf(cover, fiche))
    return made


def take_over(page: Page, file: Path) -> None:
    """The file is read; a piece is corrected, the rest accepted, and the contract made."""
    page.get_by_role("button", name="Partir d’un contrat existant").click()
    page.get_by_label("Contrat existant (.docx, .odt ou .pdf)").set_input_files(file)
    page.get_by_role("button", name="Lire ce contrat").click()
    page.get_by_role("link", name=TITLE, exact=True).click()
    expect(page.locator("mark").first).to_be_visible()
    page.get_by_label("Pilote", exact=True).fill("La Ville de Mornay")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    while (button := page.get_by_role("button", name="Tout accepter")).count():
        button.first.click()
    page.get_by_role("button", name="Tout marquer vu").click()
    page.get_by_role("button", name="Créer le contrat").click()
    page.get_by_role("button", name="Créer le contrat").click()


def test_a_pdf_becomes_a_signed_contract_then_its_amendment(open_page: Open, site: Site, file: Path) -> None:
    page = open_page("/", viewport=NARROW, bypass_csp=True)
    take_over(page, file)
    expect(page.get_by_text("Sa première version s’appelle")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate(OVERFLOW) <= 0
    assert page.evaluate(FAINT_TEXTS) == []
    page.get_by_role("button", name="L’indiquer comme signée").click()
    page.get_by_label("Date de signature (obligatoire)").fill("12/03/2025")
    page.get_by_role("button", name="Enregistrer").click()

    contract = next(
        one for one in site.app.extensions["contrat_de_ville"].profiles.search("contrat-2024").summaries
    )
    page.goto(f"{site.address}/profils/{contract.id}/engagements-locaux/local-1")
    page.get_by_label("En cours", exact=True).check()
    page.get_by_label("Pilote", exact=True).fill("Centre hospitalier")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.goto(f"{site.address}/profils/{contract.id}/versions")
    with page.expect_download() as download:
        page.get_by_role("button", name="Télécharger un projet d’avenant (Word)").click()

    content = Path(download.value.path()).read_bytes()
    said = whole_text(content).replace("\u00a0", " ")
    (review,) = tables(content, "Bilan à mi-parcours des actions")
    assert "signé le 12 mars 2025" in said
    assert [row[2] for row in rows(review)] == ["en cours"]
    assert "Centre hospitalier" in said.partition("Dispositions modifiées")[2]
