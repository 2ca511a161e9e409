"""Three partners return the contract: their files become one contract, without scripts."""

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.documents import RenderOptions
from app.documents.word import write_draft
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.profile import Adaptation
from app.store import FileState, SavedProfile
from benchmarks.returned import DAY
from tests.browser.conftest import Open, Site
from tests.browser.test_accessibility import FAINT_TEXTS, NARROW, OVERFLOW
from tests.browser.test_axe import violations
from tests.documents.word.reading import root
from tests.documents.word.redline.reading import accepted, changed_words
from tests.documents.word.redline.reading import said as paragraphs_of
from tests.formats.returned.conftest import edited

SENT = "Deux marches par an, avec les bailleurs, dans les trois quartiers."
COMPOSED = "Trois marches par an, avec les habitants, dans les trois quartiers."


@pytest.fixture
def contract(site: Site) -> SavedProfile:
    profiles = site.app.extensions["contrat_de_ville"].profiles
    said = {site.adapted: Adaptation(local_action=SENT, lead="Ville", indicator="Marches menées")}
    name = f"Contrat rendu {len(list(profiles.all()))}"
    made: SavedProfile = profiles.create(replace(site.saved.profile, name=name, adaptations=said))
    return made


@pytest.fixture
def files(site: Site, contract: SavedProfile, catalogue: Catalogue, tmp_path: Path) -> list[Path]:
    """What three partners made of the file that they were sent."""
    options = RenderOptions(DAY, contract=contract.contract, version=contract.version)
    sent = write_draft(assemble(catalogue, contract.profile), options)
    retyped = {
        "CAF": ("Deux marches", "Trois marches"),
        "Préfecture": ("avec les bailleurs", "avec les habitants"),
        "Ville": ("Marches menées", "Marches menées dans l’année"),
    }
    made = []
    for who, (before, after) in retyped.items():
        made.append(tmp_path / f"contrat-{who}.docx")
        made[-1].write_bytes(edited(sent, lambda xml, old=before, new=after: xml.replace(old, new)))  # type: ignore[misc]
    return made


def received(page: Page, files: list[Path]) -> None:
    """The files are sent, and who returned each is confirmed."""
    page.get_by_label("Fichiers rendus", exact=True).set_input_files(files)
    page.get_by_role("button", name="Recevoir ces fichiers").click()
    expect(page.get_by_text("3 fichiers reçus")).to_be_visible()
    page.get_by_role("button", name="Confirmer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("À trancher, par engagement")


def see_the_rest(page: Page) -> None:
    """The words that the summary of the file repeats were retyped too: they are no field, and are seen."""
    page.get_by_role("link", name="Ce qui n’a pas trouvé sa place").click()
    for choice in page.get_by_label("Vu : rien à reprendre").all():
        choice.check()
    page.get_by_role("button", name="Enregistrer ces décisions").click()
    expect(page.get_by_text("Tout a trouvé sa place.")).to_be_visible()


def downloaded(page: Page, link: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("link", name=link).click()
    return Path(download.value.path()).read_bytes()


def without_the_line_of_the_cover(texts: list[str]) -> list[str]:
    return [text for text in texts if "comparée à la version" not in text]


def test_the_files_of_three_partners_become_one_contract_without_scripts(
    open_page: Open, site: Site, contract: SavedProfile, files: list[Path]
) -> None:
    page = open_page(f"/profils/{contract.id}/retours", java_script_enabled=False)
    received(page, files)

    page.get_by_role("button", name="Tout prendre de Ville").click()
    page.get_by_label("Réunir leurs modifications").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Rien n’attend de décision ici.")).to_be_visible()
    see_the_rest(page)
    profiles = site.app.extensions["contrat_de_ville"].profiles
    said = profiles.get(contract.id).profile.adaptations[site.adapted]
    assert (said.local_action, said.indicator) == (COMPOSED, "Marches menées dans l’année")
    assert {one.state for one in profiles.returns.files(contract.id)} == {FileState.CLOSED}
    authors = [one.author for one in profiles.versions.headings(contract.id, contract.version + 2, 2)]
    assert authors == [
        "CAF (contrat-CAF.docx), Préfecture (contrat-Préfecture.docx)",
        "Ville (contrat-Ville.docx)",
    ]
    page.goto(f"{site.address}/profils/{contract.id}/retours")
    redline = downloaded(page, "Ce que tous ces retours ont changé")
    whole = page.request.get(f"{site.address}/profils/{contract.id}/contrat.docx").body()
    edits = {("del", "Deux"), ("ins", "Trois"), ("del", "bailleurs,"), ("ins", "habitants,")}
    assert edits <= {*changed_words(redline)}
    assert without_the_line_of_the_cover(accepted(redline)) == paragraphs_of(root(whole))


def test_the_pages_of_decisions_can_be_read_on_a_small_dark_screen(open_page: Open, site: Site) -> None:
    page = open_page("/", viewport=NARROW, color_scheme="dark", bypass_csp=True)
    for address in ("retours", "retours/decisions", "retours/sans-place"):
        page.goto(f"{site.address}/profils/{site.saved.id}/{address}")

        assert violations(page) == []
        assert page.evaluate(OVERFLOW) <= 0
        assert page.evaluate(FAINT_TEXTS) == []
