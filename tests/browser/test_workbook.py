"""A workbook and the site that changed the same cell: the page that asks, with and without scripts."""

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from app.domain.profile import Adaptation
from app.formats.xlsx.columns import HEADERS
from app.store import SavedProfile
from tests.browser.conftest import Open, Site
from tests.browser.test_accessibility import FAINT_TEXTS, NARROW, OVERFLOW
from tests.browser.test_axe import violations


@pytest.fixture
def contract(site: Site) -> SavedProfile:
    profiles = site.app.extensions["contrat_de_ville"].profiles
    made: SavedProfile = profiles.create(
        replace(site.saved.profile, name=f"Contrat {len(list(profiles.all()))}", adaptations={})
    )
    return made


def asked(page: Page, site: Site, contract: SavedProfile, file: Path) -> Page:
    """The page that asks about an action that the workbook and the site both wrote."""
    exported = page.request.get(f"{site.address}/profils/{contract.id}/engagements.xlsx")
    file.write_bytes(exported.body())
    book = load_workbook(file)
    for row in book["Engagements"].iter_rows(min_row=2):
        if row[0].value == site.adapted:
            row[HEADERS.index("Action locale")].value = "Écrit dans le classeur. " * 9
            row[HEADERS.index("Pilote")].value = "La commune"
    book.save(file)
    written = {site.adapted: Adaptation(local_action="Écrit sur le site.")}
    profiles = site.app.extensions["contrat_de_ville"].profiles
    profiles.save(contract.id, contract.version, replace(contract.profile, adaptations=written))
    page.locator("#file").set_input_files(file)
    page.get_by_role("button", name="Reprendre ce classeur").click()
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_that_asks_can_be_read_by_everyone(
    open_page: Open, site: Site, contract: SavedProfile, tmp_path: Path, scheme: str
) -> None:
    page = open_page(
        f"/profils/{contract.id}/classeur", viewport=NARROW, color_scheme=scheme, bypass_csp=True
    )

    asked(page, site, contract, tmp_path / "contrat.xlsx")

    expect(page.get_by_role("heading", level=1)).to_have_text("Ce que le classeur change")
    assert violations(page) == []
    assert page.evaluate(OVERFLOW) <= 0
    assert page.evaluate(FAINT_TEXTS) == []


@pytest.mark.parametrize("scripts", [True, False])
def test_a_choice_is_made_with_the_keyboard_and_with_or_without_scripts(
    open_page: Open, site: Site, contract: SavedProfile, tmp_path: Path, scripts: bool
) -> None:
    page = open_page(f"/profils/{contract.id}/classeur", java_script_enabled=scripts)
    asked(page, site, contract, tmp_path / "contrat.xlsx")

    page.get_by_label("Prendre le texte du classeur").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Le classeur est repris dans le contrat")).to_be_visible()
    profiles = site.app.extensions["contrat_de_ville"].profiles
    (adaptation,) = profiles.get(contract.id).profile.adaptations.values()
    assert adaptation.local_action.startswith("Écrit dans le classeur.")
    assert adaptation.lead == "La commune"
