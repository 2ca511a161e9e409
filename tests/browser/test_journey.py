"""The main job, from the first page to the Word file: without JavaScript, on a telephone, by keyboard."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Dialog, Page, Route, expect

from app.domain.profile import LocalCommitment
from app.store.records import Signature
from tests.browser.conftest import Open, Site

WAYS = {
    "avec-script": {},
    "sans-script": {"java_script_enabled": False},
    "petit-ecran": {"viewport": {"width": 320, "height": 256}},
    "petit-ecran-sans-script": {"viewport": {"width": 320, "height": 256}, "java_script_enabled": False},
}


@pytest.mark.parametrize("way", WAYS)
def test_an_official_goes_from_a_territory_to_a_word_file(open_page: Open, tmp_path: Path, way: str) -> None:
    page = open_page("/", **WAYS[way])
    name = f"Parcours {way}"

    page.get_by_role("button", name="Créer un contrat").click()
    page.get_by_label("Nom ou code du territoire").fill("Grand Paris Sud")
    page.get_by_role("button", name="Rechercher").click()
    page.get_by_role("link", name="CA Grand Paris Sud Seine Essonne Sénart").click()
    page.get_by_label("Nom du contrat").fill(name)
    page.get_by_role("button", name="Enregistrer et choisir les signataires").click()
    page.get_by_label("Agence régionale de santé").check()
    page.get_by_role("button", name="Enregistrer les signataires").click()
    adapt_the_first(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Télécharger le projet").click()

    target = tmp_path / download.value.suggested_filename
    download.value.save_as(target)
    document = Document(str(target))
    text = "\n".join(node.text or "" for node in document.element.iter() if node.tag.endswith("}t"))
    assert target.name == f"parcours-{way}.docx"
    assert "Ouvrir une permanence chaque semaine." in text


def adapt_the_first(page: Page) -> None:
    page.get_by_role("link", name="Engagements", exact=True).click()
    page.get_by_role("link", name="Prochain à rédiger").click()
    page.get_by_label("Action locale").fill("Ouvrir une permanence chaque semaine.")
    page.get_by_label("Échéance").fill("31/12/2028")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_text("31/12/2028").first).to_be_visible()


def unfold(page: Page, *titles: str) -> None:
    """Open the folded parts of a form."""
    for title in titles:
        page.locator("summary", has_text=title).click()


def test_an_official_writes_an_orientation_ties_an_action_to_it_and_downloads_both(
    open_page: Open, site: Site, tmp_path: Path
) -> None:
    saved = site.app.extensions["contrat_de_ville"].profiles.create(
        replace(site.saved.profile, name="Visées")
    )
    contract = f"/profils/{saved.id}"
    page = open_page(
        f"{contract}/orientations", viewport={"width": 390, "height": 700}, java_script_enabled=False
    )

    page.get_by_role("button", name="Ajouter une orientation").click()
    page.get_by_label("Enjeu").fill("Les commerces ferment.")
    page.get_by_label("Orientation").fill("Ramener les commerces")
    page.get_by_role("button", name="Enregistrer l’orientation").click()
    for title, target in (("Rouvrir la halle", "12"), ("Former des gérants", "30")):
        page.get_by_role("link", name="Ajouter un objectif à l’orientation 3").click()
        page.get_by_label("Objectif opérationnel").fill(title)
        page.get_by_label("Cible", exact=True).fill(target)
        page.get_by_role("button", name="Enregistrer l’objectif").click()
    page.get_by_role("button", name="Monter l’objectif 3.2").click()
    page.goto(f"{site.address}{contract}/engagements/{site.adapted}")
    unfold(page, "Objectifs opérationnels")
    page.get_by_label("Objectif 3.1 — Former des gérants").check()
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Télécharger le projet").click()

    target = tmp_path / download.value.suggested_filename
    download.value.save_as(target)
    lines = [paragraph.text for paragraph in Document(str(target)).paragraphs]
    start = lines.index("Orientation\u00a03\u00a0: Ramener les commerces")
    first = next(rank for rank, line in enumerate(lines[start:], start) if "Former des gérants" in line)
    assert lines[first] == "Objectif\u00a03.1 — Former des gérants"
    assert re.fullmatch("Actions qui y contribuent\u00a0: [0-9]+", lines[first + 4])
    assert any("Rouvrir la halle" in line for line in lines[first:])


# The name of what has the focus: its label, or its words.
FOCUSED = """() => {
  const one = document.activeElement;
  return (one.labels?.[0] ?? one).textContent.trim().replace(/\\s+/g, " ");
}"""


def reach(page: Page, name: str, key: str = "Tab") -> None:
    """Go to what bears a name that begins like this, with nothing but the Tab key."""
    page.wait_for_load_state()
    for _ in range(400):
        page.keyboard.press(key)
        if page.evaluate(FOCUSED).startswith(name):
            return
    raise AssertionError(f"the keyboard does not reach {name}")


def test_the_whole_job_is_done_with_the_keyboard_alone(open_page: Open) -> None:
    page = open_page("/")
    keyboard = page.keyboard

    reach(page, "Créer un contrat")
    keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Choisir le territoire")
    reach(page, "Nom ou code du territoire")
    keyboard.type("Grand Paris Sud")
    keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2)).to_be_visible()
    reach(page, "CA Grand Paris Sud Seine Essonne Sénart")
    keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nouveau contrat")
    reach(page, "Nom du")
    keyboard.press("ControlOrMeta+a")
    keyboard.type("Parcours au clavier")
    keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Signataires")
    reach(page, "Agence régionale de santé")
    keyboard.press("Space")
    reach(page, "Enregistrer les signataires")
    keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Parcours au clavier")
    reach(page, "Engagements")
    keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Engagements")
    reach(page, "Prochain à rédiger")
    keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("·")
    reach(page, "Action locale")
    keyboard.type("Ouvrir une permanence.")
    reach(page, "À écrire")
    keyboard.press("ArrowDown")
    reach(page, "Enregistrer")
    keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Engagements")
    reach(page, "Télécharger le projet")
    with page.expect_download() as download:
        keyboard.press("Enter")

    assert download.value.suggested_filename == "parcours-au-clavier.docx"


def test_a_territory_is_chosen_by_keyboard_among_the_proposals(open_page: Open) -> None:
    page = open_page("/territoires")
    box = page.get_by_role("combobox")

    box.focus()
    page.keyboard.insert_text("evry")  # at once: proposals for « ev » would come in between on a busy machine
    expect(page.get_by_role("option").first).to_contain_text("Évry-Courcouronnes")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    box.press("Enter")

    expect(page.get_by_label("Nom du territoire")).to_have_value("Évry-Courcouronnes")


def test_two_people_on_the_same_text_see_both_and_lose_none(open_page: Open, site: Site) -> None:
    address = site.pages()["adaptation"]
    first, second = open_page(address), open_page(address)
    unfold(first, "Comment cela se mesure")
    unfold(second, "Comment cela se mesure")
    first.get_by_label("Indicateur", exact=True).fill("Nombre de permanences")
    first.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(first.get_by_role("status").first).to_contain_text("Enregistré")

    second.get_by_label("Indicateur", exact=True).fill("Nombre de personnes reçues")
    second.get_by_role("button", name="Enregistrer", exact=True).click()

    expect(second.get_by_role("alert")).to_contain_text("modifié entre-temps")
    expect(second.get_by_text("Nombre de permanences")).to_be_visible()
    expect(second.get_by_label("Indicateur", exact=True)).to_have_value("Nombre de personnes reçues")


def test_a_former_link_to_a_commitment_leads_to_its_row_unfolded(open_page: Open, site: Site) -> None:
    page = open_page(f"{site.pages()['task_list']}#{site.adapted}")

    expect(page).to_have_url(re.compile(f"/engagements#{site.adapted}$"))
    expect(page.locator(f"#{site.adapted}")).to_be_visible()


def test_leaving_a_form_with_unsaved_words_asks_first(open_page: Open, site: Site) -> None:
    page = open_page(site.pages()["adaptation"])
    asked: list[str] = []

    def accept(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", accept)
    unfold(page, "Avec quels moyens")
    page.get_by_label("Moyens").fill("Pas encore enregistré")

    page.get_by_role("link", name="Aide", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Aide")
    assert asked == ["beforeunload"]


def test_a_contract_is_signed_then_changed_and_its_amendment_downloaded(
    open_page: Open, site: Site, tmp_path: Path
) -> None:
    page = open_page(site.pages()["duplicate"])
    page.get_by_label("Nom de la copie").fill("Contrat à signer")
    page.get_by_role("button", name="Créer la copie").click()
    page.get_by_role("link", name="Contrat à signer", exact=True).click()
    page.get_by_role("link", name="Versions", exact=True).click()

    page.get_by_role("link", name="Indiquer comme signée").click()
    page.get_by_label("Date de signature").fill("12/03/2026")
    page.get_by_label("Signée par").fill("l’État et la Ville")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.locator(".standing")).to_contain_text("Version signée le 12")
    page.goto(f"{page.url.partition('/versions')[0]}/engagements")
    page.get_by_role("link", name="Prochain à rédiger").click()
    page.get_by_label("Action locale").fill("Ouvrir une permanence chaque semaine.")
    page.get_by_role("button", name="Enregistrer", exact=True).click()

    expect(page.locator(".standing").first).to_contain_text("Modifié depuis la version 1, signée le 12")
    page.get_by_role("link", name="voir les changements").click()
    expect(page.get_by_text("Ouvrir une permanence chaque semaine.").first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Télécharger un projet d’avenant").click()
    target = tmp_path / "avenant.docx"
    download.value.save_as(target)
    text = "\n".join(paragraph.text for paragraph in Document(str(target)).paragraphs)
    assert "signé le 12\u00a0mars 2026 par l’État et la Ville (version 1)" in text


@pytest.mark.parametrize("way", ["petit-ecran-sans-script", "avec-script"])
def test_means_of_two_years_and_values_by_sex_are_typed_summed_and_followed(
    open_page: Open, site: Site, way: str
) -> None:
    profiles = site.app.extensions["contrat_de_ville"].profiles
    local = LocalCommitment("local-1", "sante", "Soigner.")
    profile = replace(site.saved.profile, name=f"Moyens {way}", local_commitments=(local,))
    saved = profiles.create(replace(profile, outline="2024-2030", adaptations={}))
    profiles.versions.sign(saved.id, saved.version, Signature(date(2026, 3, 12), "l’État"))
    address = f"/profils/{saved.id}/engagements-locaux/local-1"
    page = open_page(address, **WAYS[way])

    unfold(page, "Comment cela se mesure", "Avec quels moyens")
    expect(page.get_by_label("Cible, femmes")).to_be_hidden()
    page.get_by_label("L’indicateur compte à part les femmes et les hommes").check()
    page.get_by_label("Cible, femmes").fill("180")
    page.get_by_label("Année, ligne 1").first.select_option("2025")
    page.get_by_label("Valeur, ligne 1").fill("190")
    page.get_by_label("Femmes, ligne 1").fill("110")
    page.get_by_role("radio", name="En cours").check()
    page.get_by_label("Revue annuelle").fill("Deux jours par semaine.")
    for number, (year, state) in enumerate((("2025", "Acquis"), ("2026", "À rechercher")), start=1):
        page.get_by_label(f"Financeur, ligne {number}").fill("Ville")
        page.locator(f"[name=means_{number}_year]").select_option(year)
        page.get_by_label(f"Situation, ligne {number}").select_option(label=state)
        page.get_by_label(f"Montant, ligne {number}").fill(f"{number} 500")
    page.get_by_role("button", name="Enregistrer", exact=True).click()

    page.goto(f"{site.address}/profils/{saved.id}/apercu/sante")
    action = page.locator(".preview")
    expect(action).to_contain_text("Atteint en 2025\u00a0: 190 (femmes\u00a0: 110)")
    expect(action).to_contain_text("Droit commun, Ville\u00a0: 1\u202f500\u00a0€ (2025, acquis)")
    expect(action).to_contain_text("2\u202f500\u00a0€ (2026, à rechercher)")
    expect(action).to_contain_text("Deux jours par semaine.")
    page.goto(f"{site.address}/profils/{saved.id}/chiffres")
    totals = page.get_by_role("region", name="Tableau des moyens par financeur")
    expect(totals.get_by_role("row", name="Ville").first).to_contain_text("4\u202f000\u00a0€")
    expect(page.get_by_text("1\u202f500\u00a0€ acquis, 2\u202f500\u00a0€ à rechercher")).to_be_visible()


def test_a_narrow_list_says_how_many_quartiers_only_where_there_are_some(open_page: Open, site: Site) -> None:
    page = open_page(f"/profils/{site.saved.id}/engagements", viewport={"width": 320, "height": 800})

    cells = page.locator("table tbody td:nth-child(6)")

    shown = [cell.inner_text() for cell in cells.all() if cell.is_visible()]
    assert all(re.fullmatch(r"\d+\squartiers?", words) for words in shown)
    assert len(shown) < cells.count()


@pytest.mark.parametrize("where", ["task_list", "committee"])
def test_a_file_that_takes_a_while_says_so_until_it_comes(open_page: Open, site: Site, where: str) -> None:
    page, asked = open_page(site.pages()[where]), list[Route]()

    def hold(route: Route) -> None:
        asked.append(route)

    page.route("**/*.docx*", hold)
    button = page.get_by_role("button").filter(has_text="(Word)").first
    label = button.inner_text()

    button.click()

    waiting = page.get_by_text("Préparation…").first
    expect(waiting).to_have_attribute("aria-disabled", "true")
    waiting.click(force=True)
    assert len(asked) == 1
    with page.expect_download() as download:
        asked[0].continue_()
    assert download.value.suggested_filename.endswith(".docx")
    expect(button).to_have_text(label)
