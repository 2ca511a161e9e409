"""A contract that was made with an older catalogue, and the page that brings it to today's."""

from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import load_workbook

from app.domain.catalogue import Catalogue
from app.domain.diff.catalogue import CatalogueChanges, changes_of_catalogue
from app.domain.profile import Profile
from app.store import Profiles, SavedProfile
from tests.former import CHANGED, FORMER_WORDS, GONE, NEW, WRITTEN, saved_before
from tests.web.conftest import Visitor
from tests.web.pages import page_of


@pytest.fixture
def older(store: Profiles) -> SavedProfile:
    return saved_before(store)


def test_each_page_of_the_contract_says_how_much_has_changed_for_it(
    visitor: Visitor, older: SavedProfile
) -> None:
    pages = [page_of(visitor.client.get(f"/profils/{older.id}{page}")) for page in ("", "/completude")]

    assert all("3\u00a0changements à examiner" in page.text for page in pages)
    assert all(f"/profils/{older.id}/catalogue" in page.links() for page in pages)


def test_the_changes_are_found_once_for_all_the_pages_of_a_version(
    visitor: Visitor, older: SavedProfile, store: Profiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[Profile] = []

    def find(profile: Profile, *catalogues: Catalogue) -> CatalogueChanges:
        found.append(profile)
        return changes_of_catalogue(profile, *catalogues)

    monkeypatch.setattr("app.web.contract_catalogue.changes_of_catalogue", find)
    for page in ("", "/completude", "/catalogue"):
        visitor.client.get(f"/profils/{older.id}{page}")
    visitor.send(f"/profils/{older.id}/renommer", name="Un autre nom")
    visitor.client.get(f"/profils/{older.id}")

    assert found == [older.profile, store.get(older.id).profile]


def test_a_contract_of_today_says_nothing(visitor: Visitor, saved: SavedProfile) -> None:
    page = page_of(visitor.client.get(f"/profils/{saved.id}"))
    asked = page_of(visitor.client.get(f"/profils/{saved.id}/catalogue"))

    assert "à examiner" not in page.text
    assert "Rien ne change pour ce contrat" in asked.text


def test_the_contract_keeps_its_words_whatever_else_is_saved(
    visitor: Visitor, older: SavedProfile, store: Profiles
) -> None:
    visitor.send(f"/profils/{older.id}/renommer", name="Un autre nom")

    page = page_of(visitor.client.get(f"/profils/{older.id}/engagements"))
    adapting = page_of(visitor.client.get(f"/profils/{older.id}/engagements/{CHANGED}"))

    assert FORMER_WORDS.rstrip("\u202f;") in page.text
    assert FORMER_WORDS in adapting.text
    assert visitor.client.get(f"/profils/{older.id}/engagements/{NEW}").status_code == 404
    assert store.get(older.id).catalogue == older.catalogue


def test_what_is_ticked_is_taken_and_the_rest_stays_as_it_was(
    visitor: Visitor, older: SavedProfile, store: Profiles, catalogue: Catalogue
) -> None:
    answer = visitor.send(f"/profils/{older.id}/catalogue", taken=[CHANGED])

    after = store.get(older.id)
    page = page_of(visitor.client.get(f"/profils/{older.id}"))
    assert answer.status_code == 303
    assert after.catalogue == catalogue.hash
    assert after.profile.adaptations[CHANGED] == WRITTEN
    assert not after.profile.adaptations[NEW].included
    assert "Ouvrir les gymnases" in after.profile.local_commitments[-1].text
    assert "1\u00a0changement pris, 2\u00a0refusés" in page.text
    assert "à examiner" not in page.text


def test_what_would_take_away_something_written_is_not_ticked_at_first(
    visitor: Visitor, older: SavedProfile
) -> None:
    fields = page_of(visitor.client.get(f"/profils/{older.id}/catalogue")).fields

    assert fields["taken"] == [CHANGED, NEW]


def test_a_change_that_does_not_exist_is_refused_and_nothing_is_saved(
    visitor: Visitor, older: SavedProfile, store: Profiles
) -> None:
    answer = visitor.send(f"/profils/{older.id}/catalogue", taken=["inconnu"])

    assert answer.status_code == 422
    assert store.get(older.id) == older


def test_a_contract_that_changed_meanwhile_is_not_overwritten(
    visitor: Visitor, older: SavedProfile, store: Profiles
) -> None:
    fields = page_of(visitor.client.get(f"/profils/{older.id}/catalogue")).fields
    store.save(older.id, older.version, replace(older.profile, texts={"evaluation": "Un comité."}))

    answer = visitor.client.post(f"/profils/{older.id}/catalogue", data={**fields, "taken": [CHANGED]})

    assert answer.status_code == 409
    assert store.get(older.id).profile.texts == {"evaluation": "Un comité."}
    assert store.get(older.id).catalogue == older.catalogue


def test_the_word_file_of_a_version_is_made_with_the_words_of_its_day(
    visitor: Visitor, older: SavedProfile
) -> None:
    address = f"/profils/{older.id}/versions/1/contrat.docx"
    before = visitor.client.get(address).data

    visitor.send(f"/profils/{older.id}/catalogue", taken=[CHANGED, NEW])

    assert visitor.client.get(address).data == before


def test_an_answer_to_the_changes_of_another_catalogue_is_asked_again(
    visitor: Visitor, older: SavedProfile, store: Profiles
) -> None:
    answer = visitor.send(f"/profils/{older.id}/catalogue", taken=[CHANGED], offered="0" * 64)
    again = visitor.client.post(f"/profils/{older.id}/catalogue", data=page_of(answer).fields)

    assert answer.status_code == 422
    assert "Le catalogue a encore changé" in page_of(answer).text
    assert again.status_code == 303
    assert not store.get(older.id).profile.adaptations[NEW].included


def test_a_workbook_from_before_says_the_rows_of_clauses_that_are_gone_and_reads_the_others(
    visitor: Visitor, older: SavedProfile, store: Profiles
) -> None:
    book = load_workbook(BytesIO(visitor.client.get(f"/profils/{older.id}/engagements.xlsx").data))
    sheet = book["Engagements"]
    lead = [cell.value for cell in sheet[1]].index("Pilote")
    for row in sheet.iter_rows(min_row=2):
        if row[0].value in {CHANGED, GONE}:
            row[lead].value = "La Ville"
    visitor.send(f"/profils/{older.id}/catalogue", taken=[CHANGED, NEW, GONE])
    content = BytesIO()
    book.save(content)
    content.seek(0)

    shown = visitor.send(f"/profils/{older.id}/classeur", file=(content, "avant.xlsx"))
    visitor.client.post(f"/profils/{older.id}/classeur/reprendre", data=page_of(shown).fields)

    assert shown.status_code == 200
    assert f"n’a plus l’engagement «\u00a0{GONE}\u00a0»" in page_of(shown).text
    adaptations = store.get(older.id).profile.adaptations
    assert adaptations[CHANGED] == replace(WRITTEN, lead="La Ville")
    assert adaptations[GONE] == WRITTEN
