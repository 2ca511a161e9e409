"""From the list of quartiers to a contract that has them: made before the import, and after it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app import create_app
from app.domain.profile import Adaptation, LocalCommitment, Profile
from app.settings.config import Settings
from app.web.described_fields import FEWEST_SHOWN
from tests.browser.conftest import Open, Site, serving
from tests.web.conftest import EVRY

LIST = (
    "code_qp;lib_qp;insee_com\n"
    "QN04208M;Centre Ville;42186\nQN04209M;Centre Ville;42207\nQN04213M;Montreynaud;42218\n"
)
QUARTIERS = "QN04208M Centre Ville (42186)\nQN04209M Centre Ville (42207)\nQN04213M Montreynaud (42218)"
MISSING = "La liste officielle des quartiers prioritaires n’est pas encore importée"


@pytest.fixture
def new_site(site: Site, tmp_path: Path) -> Iterator[Site]:
    """A site of its own, where nothing was imported yet."""
    app = create_app(Settings(tmp_path, f"sqlite:///{tmp_path / 'new.sqlite3'}", "0f3b8e7c5a9d4c21b6f0"))
    with serving(app) as address:
        yield replace(site, address=address, app=app)
    app.extensions["contrat_de_ville"].profiles.close()


def create_saint_etienne(page: Page, site: Site) -> None:
    page.goto(f"{site.address}/profils/nouveau?territoire=244200770")
    page.get_by_role("button", name="Enregistrer et choisir les signataires").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Signataires")


def import_list(page: Page, file: Path) -> None:
    page.get_by_role("link", name="Importer la liste des quartiers").click()
    page.get_by_label("Fichier de la liste").set_input_files(file)
    page.get_by_role("button", name="Voir ce qui changerait").click()
    expect(page.get_by_role("heading", name="3 quartiers ajoutés")).to_be_visible()
    page.get_by_role("button", name="Importer cette liste").click()
    expect(page.get_by_text("Liste importée")).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_a_contract_made_before_the_import_takes_the_quartiers_of_the_list(
    open_page: Open, new_site: Site, tmp_path: Path, script: bool
) -> None:
    source = tmp_path / "liste.csv"
    source.write_text(LIST, encoding="utf-8")
    page = open_page("/", new_site, java_script_enabled=script)
    expect(page.get_by_text(MISSING)).to_be_visible()
    create_saint_etienne(page, new_site)
    contract = page.url.removesuffix("/partenaires")

    page.goto(f"{contract}/territoire")
    import_list(page, source)
    page.goto(f"{contract}/territoire")
    page.get_by_role("link", name="Reprendre les quartiers de la liste officielle").click()
    expect(page.get_by_label("QN04208M Centre Ville (Rive-de-Gier)")).to_be_checked()
    page.get_by_role("button", name="Enregistrer les quartiers").click()

    expect(page.get_by_label("Quartiers prioritaires (QPV)")).to_have_value(QUARTIERS)
    expect(page.get_by_text("Communes qui ne sont plus signataires")).to_be_visible()


def test_a_contract_made_after_the_import_has_its_quartiers_at_once(
    open_page: Open, new_site: Site, tmp_path: Path
) -> None:
    source = tmp_path / "liste.csv"
    source.write_text(LIST, encoding="utf-8")
    page = open_page("/", new_site)

    import_list(page, source)
    page.goto(f"{new_site.address}/profils/nouveau?territoire=244200770")

    expect(page.get_by_label("Quartiers prioritaires (QPV)")).to_have_value(QUARTIERS)


@pytest.mark.parametrize("script", [True, False])
def test_the_portrait_of_a_quartier_is_written_beside_its_actions_and_printed(
    open_page: Open, new_site: Site, script: bool
) -> None:
    action = Adaptation(local_action="Ouvrir un centre.", quartiers=("QN09101M",))
    local = LocalCommitment("local-1", "sante", "Soigner.", action)
    profiles = new_site.app.extensions["contrat_de_ville"].profiles
    saved = profiles.create(Profile("Évry", EVRY, outline="2024-2030", local_commitments=(local,)))
    page = open_page(f"/profils/{saved.id}/quartiers", new_site, java_script_enabled=script)
    page.get_by_role("link", name="Les Pyramides").click()
    expect(page.get_by_role("row", name="Ouvrir un centre")).to_be_visible()

    for number in range(1, 5):
        if number > FEWEST_SHOWN:
            page.get_by_role("button", name="Ajouter une ligne").click()
        page.get_by_label(f"Chiffre, ligne {number}").fill(f"Chiffre {number}")
    page.get_by_label("Enjeux", exact=True).fill("L’accès aux soins.")
    page.get_by_role("button", name="Enregistrer le portrait").click()
    expect(page.get_by_role("heading", name="Il y a un problème")).to_be_visible()
    for number in range(1, 5):
        page.get_by_label(f"Valeur, ligne {number}").fill(str(number))
    page.get_by_role("button", name="Enregistrer le portrait").click()

    expect(page.get_by_text("Enregistré (version")).to_be_visible()
    page.goto(f"{new_site.address}/profils/{saved.id}/apercu/les-quartiers")
    expect(page.get_by_role("region", name="Portrait du quartier")).to_contain_text("Chiffre 4")
