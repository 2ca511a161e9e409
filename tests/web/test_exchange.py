"""A workbook taken over, and adaptations copied from another contract."""

from dataclasses import replace
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from openpyxl.comments import Comment
from werkzeug.test import TestResponse

from app.domain.profile import Adaptation, Means, MeansKind
from app.formats.xlsx.columns import HEADERS
from app.store import Profiles, SavedProfile
from tests.web.conftest import Visitor
from tests.web.pages import page_of

SAFETY = "interieur-2013-1-1"
ACTION, LEAD, MONEY = map(HEADERS.index, ("Action locale", "Pilote", "Droit commun (€)"))


def workbook_with(visitor: Visitor, saved: SavedProfile, state: str) -> BytesIO:
    book = load_workbook(BytesIO(visitor.client.get(f"/profils/{saved.id}/engagements.xlsx").data))
    sheet = book["Engagements"]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == SAFETY)
    row[6].value, row[7].value = "Réunir le CLSPD.", state
    target = BytesIO()
    book.save(target)
    return BytesIO(target.getvalue())


def sent(visitor: Visitor, saved: SavedProfile, file: BytesIO) -> TestResponse:
    """The page that shows what a workbook changes."""
    return visitor.send(f"/profils/{saved.id}/classeur", file=(file, "contrat.xlsx"))


def confirmed(visitor: Visitor, saved: SavedProfile, shown: TestResponse) -> TestResponse:
    return visitor.client.post(f"/profils/{saved.id}/classeur/reprendre", data=page_of(shown).fields)


def test_a_workbook_that_was_filled_in_is_shown_row_by_row_then_taken_over(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    shown = sent(visitor, saved, workbook_with(visitor, saved, "rédigée"))
    waiting = store.get(saved.id)
    answer = confirmed(visitor, saved, shown)

    text = page_of(shown).text
    assert shown.status_code == 200
    assert "2\u00a0cellules reprises du classeur" in text
    assert "Réunir le CLSPD." in text
    assert "Ligne\u00a0" in text
    assert waiting == saved
    assert answer.status_code == 303
    assert store.get(saved.id).profile.adaptations[SAFETY].local_action == "Réunir le CLSPD."


def filled_in(
    client: FlaskClient, saved: SavedProfile, column: int, text: str, *, origin: bool = True
) -> BytesIO:
    book = load_workbook(BytesIO(client.get(f"/profils/{saved.id}/engagements.xlsx").data))
    row = next(row for row in book["Engagements"].iter_rows(min_row=2) if row[0].value == SAFETY)
    row[column].value = text
    if not origin:
        del book["Origine"]
    target = BytesIO()
    book.save(target)
    return BytesIO(target.getvalue())


def test_what_was_typed_on_the_site_since_the_export_stays(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    filled = filled_in(visitor.client, saved, LEAD, "La commune")
    visitor.send(f"/profils/{saved.id}/engagements/{SAFETY}", local_action="Typed on the site.")

    answer = confirmed(visitor, saved, sent(visitor, saved, filled))

    assert answer.status_code == 303
    assert "1\u00a0ligne changée (version" in page_of(visitor.client.get(answer.location)).text
    assert store.get(saved.id).profile.adaptations == {
        SAFETY: Adaptation(local_action="Typed on the site.", lead="La commune")
    }


def in_conflict(visitor: Visitor, saved: SavedProfile) -> TestResponse:
    filled = filled_in(visitor.client, saved, ACTION, "Typed in the workbook.")
    visitor.send(f"/profils/{saved.id}/engagements/{SAFETY}", local_action="Typed on the site.", lead="CAF")
    return visitor.send(f"/profils/{saved.id}/classeur", file=(filled, "contrat.xlsx"))


@pytest.mark.parametrize(
    ("choice", "kept"), [("site", "Typed on the site."), ("classeur", "Typed in the workbook.")]
)
def test_a_cell_changed_on_both_sides_is_settled_by_the_official(
    visitor: Visitor, saved: SavedProfile, store: Profiles, choice: str, kept: str
) -> None:
    asked = in_conflict(visitor, saved)
    page = page_of(asked)
    (name,) = [attributes["name"] for _, attributes in page.elements if attributes.get("type") == "radio"][:1]
    address = f"/profils/{saved.id}/classeur/reprendre"

    unanswered = visitor.client.post(address, data=page.fields)
    answered = visitor.client.post(address, data={**page.fields, name: choice})

    assert asked.status_code == 409
    assert "Typed on the site." in page.text
    assert "Typed in the workbook." in page.text
    assert unanswered.status_code == 422
    assert "choisissez l’un des deux textes" in page_of(unanswered).text
    assert answered.status_code == 303
    assert store.get(saved.id).profile.adaptations == {SAFETY: Adaptation(local_action=kept, lead="CAF")}


def test_a_choice_made_beside_a_text_that_changed_again_is_asked_again(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    page = page_of(in_conflict(visitor, saved))
    names = {attributes["name"] for _, attributes in page.elements if attributes.get("type") == "radio"}
    visitor.send(f"/profils/{saved.id}/engagements/{SAFETY}", local_action="Typed meanwhile.")
    before = store.get(saved.id)

    answer = visitor.client.post(
        f"/profils/{saved.id}/classeur/reprendre", data={**page.fields, **dict.fromkeys(names, "classeur")}
    )

    again = page_of(answer)
    assert answer.status_code == 409
    assert "Typed meanwhile." in again.text
    assert again.fields.keys() >= names
    assert store.get(saved.id) == before
    assert (
        visitor.client.post(f"/profils/{saved.id}/classeur/reprendre", data=again.fields).status_code == 303
    )


def test_a_workbook_without_a_version_is_shown_before_it_is_taken(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    filled = filled_in(visitor.client, saved, LEAD, "La commune", origin=False)
    visitor.send(f"/profils/{saved.id}/engagements/{SAFETY}", local_action="Typed on the site.")
    before = store.get(saved.id)

    asked = visitor.send(f"/profils/{saved.id}/classeur", file=(filled, "contrat.xlsx"))
    waiting = store.get(saved.id)
    address = f"/profils/{saved.id}/classeur/reprendre"
    answered = visitor.client.post(address, data=page_of(asked).fields)

    assert asked.status_code == 200
    assert "ne dit pas de quelle version" in page_of(asked).text
    assert waiting == before
    assert answered.status_code == 303
    assert store.get(saved.id).profile.adaptations[SAFETY] == Adaptation(
        local_action="Typed on the site.", lead="La commune"
    )


def test_a_workbook_of_another_contract_says_so(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    other = store.create(replace(saved.profile, name="Un autre"))
    filled = filled_in(visitor.client, other, LEAD, "La commune")

    asked = visitor.send(f"/profils/{saved.id}/classeur", file=(filled, "contrat.xlsx"))

    assert asked.status_code == 200
    assert "exporté d’un autre contrat" in page_of(asked).text
    assert store.get(saved.id) == saved


def test_a_version_that_says_something_else_here_is_not_trusted(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    book = load_workbook(filled_in(visitor.client, saved, LEAD, "La commune"))
    book["Origine"]["B3"].value = "0" * 16
    target = BytesIO()
    book.save(target)

    asked = visitor.send(f"/profils/{saved.id}/classeur", file=(BytesIO(target.getvalue()), "contrat.xlsx"))

    assert "que ce site ne connaît pas" in page_of(asked).text
    assert store.get(saved.id) == saved


def test_a_workbook_that_changes_nothing_makes_no_version(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    content = visitor.client.get(f"/profils/{saved.id}/engagements.xlsx").data

    answer = visitor.send(f"/profils/{saved.id}/classeur", file=(BytesIO(content), "contrat.xlsx"))

    assert "ne change rien" in page_of(visitor.client.get(answer.location)).text
    assert store.get(saved.id) == saved


def test_what_a_workbook_was_understood_to_say_is_told_before_it_is_taken(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    book = load_workbook(filled_in(visitor.client, saved, MONEY, "Ville : 8000,50 €"))
    book["Engagements"].insert_cols(5)
    book["Engagements"]["E1"].value = "Avis de la CAF"
    target = BytesIO()
    book.save(target)

    shown = sent(visitor, saved, BytesIO(target.getvalue()))
    confirmed(visitor, saved, shown)

    text = page_of(shown).text
    assert "Colonne «\u00a0Avis de la CAF\u00a0»\u00a0: inconnue, laissée de côté." in text
    assert "arrondi à 8\u202f001\u00a0€" in text
    assert store.get(saved.id).profile.adaptations[SAFETY].means == (
        Means(MeansKind.COMMON_LAW, "Ville", 8_001),
    )


@pytest.mark.parametrize("token", ["é", "", "A" * 43])
def test_a_page_whose_workbook_waits_no_more_takes_nothing(
    visitor: Visitor, saved: SavedProfile, store: Profiles, token: str
) -> None:
    fields = page_of(visitor.client.get(f"/profils/{saved.id}/classeur")).fields
    address = f"/profils/{saved.id}/classeur/reprendre"

    answer = visitor.client.post(address, data={**fields, "upload": token})

    assert answer.status_code == 422
    assert "n’est plus en attente" in page_of(answer).text
    assert store.get(saved.id) == saved


def test_a_workbook_is_taken_once(visitor: Visitor, saved: SavedProfile, store: Profiles) -> None:
    shown = sent(visitor, saved, workbook_with(visitor, saved, "rédigée"))
    confirmed(visitor, saved, shown)

    again = confirmed(visitor, saved, shown)

    assert "n’est plus en attente" in page_of(again).text
    assert store.get(saved.id).version == saved.version + 1


def test_the_page_that_confirms_carries_a_token_and_not_the_workbook(
    visitor: Visitor, saved: SavedProfile
) -> None:
    shown = sent(visitor, saved, workbook_with(visitor, saved, "rédigée"))

    assert len(page_of(shown).fields["upload"]) < 60
    assert "workbook" not in page_of(shown).fields


def test_a_wrong_cell_is_named_on_the_page_and_nothing_is_saved(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    filled = workbook_with(visitor, saved, "finie")

    answer = visitor.send(f"/profils/{saved.id}/classeur", file=(filled, "contrat.xlsx"))

    assert answer.status_code == 422
    assert "attendu\u00a0: à écrire, rédigée, convenue" in page_of(answer).text
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
    other = store.create(replace(saved.profile, name="Un autre"))

    answer = visitor.send(f"/profils/{saved.id}/copier", other=str(other.id))

    assert answer.status_code == 422
    assert "cochez-en au moins un" in page_of(answer).text
    assert store.get(saved.id) == saved


def test_a_contract_is_not_copied_into_itself(visitor: Visitor, saved: SavedProfile, store: Profiles) -> None:
    alone = page_of(visitor.client.get(f"/profils/{saved.id}/copier"))
    other = store.create(replace(saved.profile, name="Un autre"))

    page = page_of(visitor.client.get(f"/profils/{saved.id}/copier"))

    values = {attributes.get("value") for tag, attributes in page.elements if tag == "option"}
    assert "Aucun autre contrat n’est enregistré." in alone.text
    assert str(other.id) in values
    assert str(saved.id) not in values


def test_what_of_a_workbook_is_not_read_is_said_before_it_is_saved(
    visitor: Visitor, saved: SavedProfile
) -> None:
    book = load_workbook(BytesIO(visitor.client.get(f"/profils/{saved.id}/engagements.xlsx").data))
    book.copy_worksheet(book["Engagements"]).title = "Engagements (2)"
    book["Engagements"]["A2"].comment = Comment("À revoir", "CAF")
    target = BytesIO()
    book.save(target)

    shown = sent(visitor, saved, BytesIO(target.getvalue()))

    assert shown.status_code == 200
    assert "Engagements (2)" in page_of(shown).text
    assert "cellules A2" in page_of(shown).text
