"""A workbook taken over, and adaptations copied from another contract."""

from dataclasses import replace
from io import BytesIO

from openpyxl import load_workbook

from app.domain.profile import Adaptation
from app.store import Profiles, SavedProfile
from tests.web.conftest import Visitor
from tests.web.pages import page_of

SAFETY = "interieur-2013-1-1"


def workbook_with(visitor: Visitor, saved: SavedProfile, state: str) -> BytesIO:
    book = load_workbook(BytesIO(visitor.client.get(f"/profils/{saved.id}/engagements.xlsx").data))
    sheet = book["Engagements"]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == SAFETY)
    row[6].value, row[7].value = "Réunir le CLSPD.", state
    target = BytesIO()
    book.save(target)
    return BytesIO(target.getvalue())


def test_a_workbook_that_was_filled_in_is_taken_over(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    filled = workbook_with(visitor, saved, "rédigée")

    answer = visitor.send(f"/profils/{saved.id}/classeur", file=(filled, "contrat.xlsx"))

    assert answer.status_code == 303
    assert store.get(saved.id).profile.adaptations[SAFETY].local_action == "Réunir le CLSPD."


def test_a_wrong_cell_is_named_on_the_page_and_nothing_is_saved(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    filled = workbook_with(visitor, saved, "finie")

    answer = visitor.send(f"/profils/{saved.id}/classeur", file=(filled, "contrat.xlsx"))

    assert answer.status_code == 422
    assert "attendu\u00a0: à faire, rédigée, convenue" in page_of(answer).text
    assert store.get(saved.id) == saved


def test_no_file_or_another_file_is_refused(visitor: Visitor, saved: SavedProfile) -> None:
    none = visitor.send(f"/profils/{saved.id}/classeur")
    other = visitor.send(f"/profils/{saved.id}/classeur", file=(BytesIO(b"a;b"), "contrat.csv"))

    assert none.status_code == 422
    assert "Choisissez le classeur" in page_of(none).text
    assert other.status_code == 422
    assert "ce n’est pas un classeur" in page_of(other).text


def test_adaptations_are_copied_from_another_contract(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    adapted = {SAFETY: Adaptation(local_action="Réunir le CLSPD.")}
    other = store.create(replace(saved.profile, name="Un autre", adaptations=adapted))

    answer = visitor.send(f"/profils/{saved.id}/copier", other=str(other.id), sections=["securite"])

    assert answer.status_code == 303
    assert store.get(saved.id).profile.adaptations == adapted


def test_copying_nothing_is_refused(visitor: Visitor, saved: SavedProfile, store: Profiles) -> None:
    answer = visitor.send(f"/profils/{saved.id}/copier", other=str(saved.id))

    assert answer.status_code == 422
    assert "cochez-en au moins un" in page_of(answer).text
    assert store.get(saved.id) == saved
