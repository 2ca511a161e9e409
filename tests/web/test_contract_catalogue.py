"""The site gets another catalogue: a contract and its versions stay on their own, until one agrees."""

import logging
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from unittest import mock
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from app import catalogue, create_app
from app.catalogue.rules import read_section
from app.catalogue.yaml_node import Place
from app.cli import main
from app.domain.profile import Adaptation, LocalCommitment, Profile
from app.domain.rules import Section
from app.settings import resource
from app.settings.config import Settings
from app.store import Profiles, SavedProfile
from app.store.tables import CATALOGUES
from app.web.workbook_import import XLSX
from tests.former import altered, former_catalogue, written_in
from tests.web.conftest import EVRY, Visitor
from tests.web.pages import page_of

WOMEN, REGION = "conventions/droits-des-femmes-2013.yaml", "conventions/arf-2013.yaml"
GONE, MOVED, CARRIED = "droits-des-femmes-2013-1-3", "droits-des-femmes-2013-1-1", "arf-2013-2"
WOMEN_CHAPTER = "egalite-entre-les-femmes-et-les-hommes"
ACTION = Adaptation(local_action="Organiser trois marches exploratoires.")
NEWER = altered(
    {
        WOMEN: (("section: egalite-femmes-hommes", "section: sante"), (f"id: {GONE}\n", "id: autre\n")),
        REGION: (("carriers: [region]", "carriers: [etat]"),),
        "sections.yaml": (('title: "Santé"', 'title: "Bien-être"'),),
        "chapters.yaml": (("title: ", "title: Nouveau "),),
        "partners.yaml": (("État (préfet)", "Préfecture"),),
    }
)
PAGES = [
    *("", "/apercu", "/completude", "/completude.json", "/engagements.xlsx", "/contrat.docx", "/profil.json"),
    *("/textes", "/trame", "/partenaires", "/signataires", "/territoire", "/copier", "/telecharger"),
    *("/versions", "/versions/1/contrat.docx", "/volets/sante/ajouter", f"/engagements/{GONE}"),
]
Reopened = Callable[[dict[str, bytes]], Visitor]


@pytest.fixture
def reopened(settings: Settings, tmp_path: Path) -> Iterator[Reopened]:
    """The same site, started again with another catalogue."""
    opened: list[Flask] = []

    def start(files: dict[str, bytes]) -> Visitor:
        folder = written_in(tmp_path / f"catalogue-{len(opened)}", files)
        opened.append(create_app(replace(settings, catalogue_folder=folder)))
        return Visitor(opened[-1].test_client())

    yield start
    for app in opened:
        app.extensions["contrat_de_ville"].profiles.close()


@pytest.fixture
def written(store: Profiles) -> SavedProfile:
    partners = ("etat", "epci", "commune", "departement", "region")
    return store.create(Profile("Grand Paris Sud", EVRY, partners=partners, adaptations={GONE: ACTION}))


def said(answer: TestResponse) -> object:
    """All of an answer but what changes at each request, and the paragraph that tells of the catalogue."""
    if answer.mimetype == "text/html":
        markup = re.sub(r'<p class="standing">.*?</p>', "", answer.get_data(as_text=True), flags=re.DOTALL)
        return [one for one in map(str.strip, markup.splitlines()) if one and 'type="hidden"' not in one]
    if answer.mimetype == XLSX:  # openpyxl writes the time in its properties
        with ZipFile(BytesIO(answer.data)) as archive:
            return {name: archive.read(name) for name in archive.namelist() if name != "docProps/core.xml"}
    return answer.data


def test_a_site_keeps_its_catalogue_from_its_first_start(
    start: Callable[[Settings], Flask], settings: Settings, tmp_path: Path
) -> None:
    site = start(replace(settings, database_url=f"sqlite:///{tmp_path / 'new.sqlite3'}"))
    today = catalogue.load(resource("commitments"))

    kept = site.extensions["contrat_de_ville"].profiles.catalogues.files_of(today.hash)

    assert kept == today.files


@pytest.mark.parametrize("page", PAGES)
def test_nothing_of_a_contract_changes_before_one_agrees(
    page: str, visitor: Visitor, written: SavedProfile, reopened: Reopened
) -> None:
    address = f"/profils/{written.id}{page}"
    before = visitor.client.get(address)

    after = reopened(NEWER).client.get(address)

    assert (before.status_code, after.status_code) == (200, 200)
    assert said(after) == said(before)


def test_what_is_gone_moved_or_carried_by_others_is_listed_with_the_new_names(
    visitor: Visitor, written: SavedProfile, reopened: Reopened
) -> None:
    page = page_of(reopened(NEWER).client.get(f"/profils/{written.id}/catalogue"))

    text = page.text.replace("  ", " ")
    ids = {attributes.get("value") for tag, attributes in page.elements if tag == "input"}
    assert {GONE, MOVED, CARRIED, "autre"} <= ids
    assert "Engagement qui quitte le contrat" in page.text
    assert "Volet\u00a0: (retiré) Égalité entre les femmes et les hommes (ajouté) Bien-être" in text
    assert "qui le portent\u00a0: (retiré) Région (ajouté) Préfecture" in text
    assert "Le volet «\u00a0Santé\u00a0» s’appelle désormais «\u00a0Bien-être\u00a0»." in page.text
    assert "le plan et ses chapitres" in page.text


def test_what_is_agreed_is_taken_and_the_versions_stay_as_they_were(
    visitor: Visitor, written: SavedProfile, reopened: Reopened
) -> None:
    address = f"/profils/{written.id}"
    first = visitor.client.get(f"{address}/versions/1/contrat.docx").data
    newer = reopened(NEWER)

    answer = newer.send(f"{address}/catalogue")

    places = ("/engagements", f"/apercu/{WOMEN_CHAPTER}", "/versions")
    listed, page, versions = (page_of(newer.client.get(f"{address}{one}")) for one in places)
    assert answer.status_code == 303
    assert "Bien-être" in listed.text
    assert ACTION.local_action in page.text  # not ticked at first: it stays as a local commitment
    assert "catalogue national" in versions.text
    assert newer.client.get(f"{address}/versions/1/contrat.docx").data == first


def test_a_version_that_is_restored_comes_back_with_its_catalogue(
    visitor: Visitor, written: SavedProfile, reopened: Reopened, store: Profiles
) -> None:
    newer = reopened(NEWER)
    newer.send(f"/profils/{written.id}/catalogue")

    newer.send(f"/profils/{written.id}/versions/1/restaurer")

    assert store.get(written.id).catalogue == written.catalogue
    assert (
        ACTION.local_action in page_of(newer.client.get(f"/profils/{written.id}/apercu/{WOMEN_CHAPTER}")).text
    )


def test_a_copy_stands_on_the_catalogue_of_the_contract_that_it_copies(
    visitor: Visitor, written: SavedProfile, reopened: Reopened, store: Profiles
) -> None:
    reopened(NEWER).send(f"/profils/{written.id}/dupliquer", name="La copie")

    assert [one.catalogue for one in store.all()] == [written.catalogue] * 2


def test_a_catalogue_that_changes_no_clause_of_a_contract_is_offered_too(
    visitor: Visitor, written: SavedProfile, reopened: Reopened
) -> None:
    newer = reopened(altered({"glossary.yaml": (("meaning: ", "meaning: Le "),)}))

    before = page_of(newer.client.get(f"/profils/{written.id}"))
    newer.send(f"/profils/{written.id}/catalogue")
    after = page_of(newer.client.get(f"/profils/{written.id}"))

    assert "aucun engagement de ce contrat" in before.text
    assert "Le catalogue national a changé" not in after.text


def test_a_local_commitment_whose_volet_goes_is_said_and_can_be_given_another(
    written: SavedProfile, store: Profiles, visitor: Visitor
) -> None:
    local = LocalCommitment("local-1", "volet-disparu", "Ouvrir un lieu.")
    store.save(written.id, 1, replace(written.profile, local_commitments=(local,)))

    page = page_of(visitor.client.get(f"/profils/{written.id}/completude"))
    visitor.send(f"/profils/{written.id}/engagements-locaux/local-1", section="sante")

    assert "n’est dans aucun volet" in page.text
    assert f"/profils/{written.id}/engagements-locaux/local-1" in page.links()
    assert store.get(written.id).profile.local_commitments[0].section == "sante"


def forget(store: Profiles) -> None:
    """As an application that reads catalogues otherwise would find the one that is kept."""
    with store.engine.begin() as connection:
        connection.execute(update(CATALOGUES).values(hash="0" * 64))


def spoil(store: Profiles) -> None:
    with store.engine.begin() as connection:
        connection.execute(update(CATALOGUES).values(files=b"PK"))


def swap(store: Profiles) -> None:
    store.catalogues.keep(former_catalogue())
    with store.engine.begin() as connection:
        other = select(CATALOGUES.c.files).where(CATALOGUES.c.hash == former_catalogue().hash)
        connection.execute(update(CATALOGUES).values(files=connection.scalar(other)))


@pytest.mark.parametrize("lose", [forget, spoil, swap])
def test_a_catalogue_that_is_lost_is_said_and_today_s_stands_in_for_it(
    visitor: Visitor,
    written: SavedProfile,
    store: Profiles,
    reopened: Reopened,
    lose: Callable[[Profiles], None],
) -> None:
    lose(store)
    newer = reopened(NEWER)

    answers = [newer.client.get(f"/profils/{written.id}{page}") for page in PAGES if GONE not in page]
    taken = newer.send(f"/profils/{written.id}/catalogue")

    assert {answer.status_code for answer in answers} == {200}
    assert "le contrat est montré avec celui d’aujourd’hui" in page_of(answers[0]).text
    assert (
        "Son catalogue n’est plus lisible"
        in page_of(newer.client.get(f"/profils/{written.id}/versions")).text
    )
    assert taken.status_code == 303
    assert "montré avec celui" not in page_of(newer.client.get(f"/profils/{written.id}")).text
    assert store.get(written.id).profile == written.profile


def test_why_a_kept_catalogue_can_no_longer_be_read_is_in_the_journal(
    written: SavedProfile,
    reopened: Reopened,
    journal: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    newer = reopened(NEWER)

    def read_as_another_version_does(place: Place) -> Section:
        place.refuse("clé manquante")
        return read_section(place)

    monkeypatch.setattr("app.catalogue.read_section", read_as_another_version_does)
    # This version has read the same content already.
    monkeypatch.setattr(catalogue, "_parsed", catalogue._parsed.__wrapped__)

    page = newer.client.get(f"/profils/{written.id}/textes")

    assert page.status_code == 200
    (line,) = [one.getMessage() for one in journal.records if one.levelno == logging.WARNING]
    assert written.catalogue in line
    assert "sections.yaml" in line


def test_a_contract_of_the_command_line_stays_on_its_catalogue_too(
    visitor: Visitor, settings: Settings, reopened: Reopened, store: Profiles, tmp_path: Path
) -> None:
    with mock.patch.dict(os.environ, DATABASE_URL=settings.database_url, CONTRAT_INSTANCE=str(tmp_path)):
        done = CliRunner().invoke(main, ["demo"])
    (saved,) = store.all()
    before = visitor.client.get(f"/profils/{saved.id}/contrat.docx").data

    newer = reopened(NEWER)

    assert done.exit_code == 0
    assert newer.client.get(f"/profils/{saved.id}/contrat.docx").data == before
    assert newer.client.get(f"/profils/{saved.id}/versions/1/contrat.docx").data != b""
    assert "à examiner" in page_of(newer.client.get(f"/profils/{saved.id}")).text
