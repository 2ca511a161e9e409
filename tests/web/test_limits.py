"""What passes a limit of a contract is refused in one sentence at each entrance; what was typed stays."""

import json
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import update
from werkzeug.test import TestResponse

from app.domain.profile import Adaptation, LocalCommitment, Profile
from app.domain.profile_json import profile_document
from app.domain.text import MAX_TEXT
from app.store import Profiles, SavedProfile
from app.store.tables import PROFILES
from tests.web.conftest import EVRY, Visitor
from tests.web.pages import page_of

CLAUSE = "droits-des-femmes-2013-1-1"
NAMES = "\n".join(f"Association {rank}" for rank in range(101))
TOO_MANY = "101 noms, 100 au plus\u202f; retirez-en 1."
TOO_LONG = "Mo, 2 au plus\u00a0: raccourcissez des textes ou retirez-en."


def adaptation_form(visitor: Visitor, saved: SavedProfile) -> TestResponse:
    return visitor.send(f"/profils/{saved.id}/engagements/{CLAUSE}", associated=NAMES)


def local_form(visitor: Visitor, saved: SavedProfile) -> TestResponse:
    address = f"/profils/{saved.id}/volets/sante/ajouter"
    return visitor.send(address, text="Ouvrir un lieu.", associated=NAMES)


def json_import(visitor: Visitor, saved: SavedProfile) -> TestResponse:
    adaptation = Adaptation(associated=tuple(NAMES.split("\n")))
    document = profile_document(Profile("Un autre", EVRY, adaptations={CLAUSE: adaptation}))
    return visitor.send("/profils/importer", file=(BytesIO(json.dumps(document).encode()), "contrat.json"))


def workbook(visitor: Visitor, saved: SavedProfile) -> TestResponse:
    return send_workbook(visitor, saved, "Partenaires associés", NAMES)


def send_workbook(visitor: Visitor, saved: SavedProfile, title: str, typed: str) -> TestResponse:
    """Export the contract, type in the cell of the clause under a title, and send the workbook back."""
    book = load_workbook(BytesIO(visitor.client.get(f"/profils/{saved.id}/engagements.xlsx").data))
    sheet = book["Engagements"]
    titles = [cell.value for cell in sheet[1]]
    (row,) = (row for row in sheet.iter_rows(min_row=2) if row[0].value == CLAUSE)
    row[titles.index(title)].value = typed
    content = BytesIO()
    book.save(content)
    content.seek(0)
    return visitor.send(f"/profils/{saved.id}/classeur", file=(content, "contrat.xlsx"))


@pytest.mark.parametrize("entrance", [adaptation_form, local_form, json_import, workbook])
def test_an_action_with_too_many_partners_is_refused_at_each_entrance(
    entrance: Callable[[Visitor, SavedProfile], TestResponse],
    visitor: Visitor,
    saved: SavedProfile,
    store: Profiles,
) -> None:
    answer = entrance(visitor, saved)

    assert answer.status_code == 422
    assert TOO_MANY in page_of(answer).text
    assert list(store.all()) == [saved]


@pytest.mark.parametrize("entrance", [adaptation_form, local_form])
def test_the_names_that_are_too_many_stay_on_the_page(
    entrance: Callable[[Visitor, SavedProfile], TestResponse], visitor: Visitor, saved: SavedProfile
) -> None:
    assert page_of(entrance(visitor, saved)).fields["associated"] == NAMES


def former(store: Profiles, name: str, profile: Profile) -> SavedProfile:
    """A contract as an application without these limits saved it."""
    saved = store.create(Profile(name, EVRY))
    document = json.dumps(profile_document(replace(profile, name=name)), ensure_ascii=False)
    with store.engine.begin() as connection:
        connection.execute(update(PROFILES).where(PROFILES.c.id == saved.id).values(document=document))
    return store.get(saved.id)


def test_an_action_that_had_more_partners_is_saved_when_it_has_fewer(
    visitor: Visitor, store: Profiles
) -> None:
    names = tuple(f"Association {rank}" for rank in range(150))
    saved = former(store, "Ancien", Profile("", EVRY, adaptations={CLAUSE: Adaptation(associated=names)}))
    address = f"/profils/{saved.id}/engagements/{CLAUSE}"

    same = visitor.send(address, lead="CAF")
    fewer = visitor.send(address, associated="\n".join(names[:140]))
    more = visitor.send(address, associated="\n".join(names[:141]))

    assert [same.status_code, fewer.status_code, more.status_code] == [303, 303, 422]


def test_a_copy_of_adaptations_that_have_too_many_partners_is_refused(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    names = Adaptation(associated=tuple(NAMES.split("\n")))
    other = former(store, "Ancien", Profile("", EVRY, adaptations={CLAUSE: names}))

    answer = visitor.send(
        f"/profils/{saved.id}/copier", other=str(other.id), sections=["egalite-femmes-hommes"]
    )

    assert answer.status_code == 422
    assert TOO_MANY in page_of(answer).text
    assert store.get(saved.id) == saved


def large(number: int, letter: str = "é") -> Profile:
    """A contract that takes 40 kB for each of its texts."""
    local = [LocalCommitment(f"local-{rank}", "sante", letter * MAX_TEXT) for rank in range(1, number + 1)]
    return Profile("Grand", EVRY, partners=("etat", "epci"), local_commitments=tuple(local))


def test_a_form_that_makes_a_contract_too_long_is_refused_and_keeps_what_was_typed(
    visitor: Visitor, store: Profiles
) -> None:
    saved = store.create(large(49))
    typed = "à" * MAX_TEXT

    answer = visitor.send(f"/profils/{saved.id}/engagements/{CLAUSE}", local_action=typed)

    page = page_of(answer)
    assert answer.status_code == 422
    assert TOO_LONG in page.text
    assert page.fields["local_action"] == typed
    assert store.get(saved.id) == saved


def test_a_copy_that_makes_a_contract_too_long_is_refused(visitor: Visitor, store: Profiles) -> None:
    saved = store.create(large(30))
    other = store.create(replace(large(30, "à"), name="Un autre"))

    answer = visitor.send(f"/profils/{saved.id}/copier", other=str(other.id), sections=["sante"])

    assert answer.status_code == 422
    assert TOO_LONG in page_of(answer).text
    assert store.get(saved.id) == saved


def test_a_workbook_that_makes_a_contract_too_long_is_refused(visitor: Visitor, store: Profiles) -> None:
    saved = store.create(large(49))
    asked = send_workbook(visitor, saved, "Action locale", "à" * MAX_TEXT)

    address = f"/profils/{saved.id}/classeur/reprendre"
    answer = visitor.client.post(address, data=page_of(asked).fields)

    assert answer.status_code == 422
    assert TOO_LONG in page_of(answer).text
    assert store.get(saved.id) == saved
