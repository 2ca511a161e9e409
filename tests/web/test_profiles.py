"""Finding, renaming, duplicating, deleting, exporting and importing profiles."""

import io
import json
from dataclasses import replace

import pytest
from werkzeug.test import TestResponse

from app.domain.catalogue import Catalogue
from app.domain.profile import Profile
from app.domain.profile_json import profile_document
from app.store import Profiles, SavedProfile
from tests.examples import NAMES, example
from tests.web.conftest import EVRY, Visitor
from tests.web.pages import page_of

pytestmark = pytest.mark.both_engines


def send_file(visitor: Visitor, content: bytes, name: str = "") -> TestResponse:
    fields = page_of(visitor.client.get("/profils/importer")).fields
    upload = (io.BytesIO(content), "profil.json")
    return visitor.client.post("/profils/importer", data={**fields, "file": upload, "name": name})


def test_an_empty_home_says_how_to_begin(visitor: Visitor) -> None:
    page = page_of(visitor.client.get("/"))

    assert "Aucun contrat pour l’instant" in page.text
    assert "/territoires" in page.links()


def test_the_home_lists_the_profiles_and_links_to_each(visitor: Visitor, saved: SavedProfile) -> None:
    page = page_of(visitor.client.get("/"))

    assert saved.profile.name in page.text
    assert f"/profils/{saved.id}" in page.links()


def test_a_search_keeps_the_profiles_that_it_names(visitor: Visitor, saved: SavedProfile) -> None:
    found = page_of(visitor.client.get("/?q=GRAND")).text
    missed = page_of(visitor.client.get("/?q=%25")).text

    assert "1\u00a0contrat pour «\u00a0GRAND\u00a0»" in found
    assert "Aucun contrat ne porte ce nom" in missed


def test_many_profiles_are_shown_page_by_page(visitor: Visitor, store: Profiles) -> None:
    for number in range(21):
        store.create(Profile(f"Profil {number}", EVRY))

    first, second = (page_of(visitor.client.get(f"/?page={number}")) for number in (1, 2))

    assert "Page 1 sur 2" in first.text
    assert "/?page=2" in first.links()
    assert "Profil 0" in second.text


@pytest.mark.parametrize("number", ["0", "-1", "x", "١", "9" * 400])
def test_a_page_number_that_is_none_is_an_unknown_page(visitor: Visitor, number: str) -> None:
    assert visitor.client.get("/", query_string={"page": number}).status_code == 404


def test_a_profile_is_renamed(visitor: Visitor, saved: SavedProfile, store: Profiles) -> None:
    answer = visitor.send(f"/profils/{saved.id}/renommer", name="Autre nom")

    assert answer.status_code == 303
    assert store.get(saved.id).profile == replace(saved.profile, name="Autre nom")


def test_a_copy_has_everything_but_the_name(visitor: Visitor, saved: SavedProfile, store: Profiles) -> None:
    answer = visitor.send(f"/profils/{saved.id}/dupliquer", name="Copie")

    copy = store.get(saved.id + 1)
    assert answer.location == f"/profils/{copy.id}/territoire"
    assert copy.profile == replace(saved.profile, name="Copie")
    assert store.get(saved.id) == saved


def test_a_form_whose_profile_was_deleted_makes_another_when_it_is_sent_again(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    address = f"/profils/{saved.id}/dupliquer"
    fields = page_of(visitor.client.get(address)).fields | {"name": "Copie"}
    made = made_by(visitor.client.post(address, data=fields))
    store.delete(made, 1)

    refused = visitor.client.post(address, data=fields)
    again = visitor.client.post(address, data=page_of(refused).fields)

    assert refused.status_code == 409
    assert "à la corbeille" in page_of(refused).text
    assert page_of(refused).fields["name"] == "Copie"
    assert again.status_code == 303
    assert store.get(made_by(again)).profile.name == "Copie"
    assert [one.id for one in store.trash.list()] == [made]


def made_by(answer: TestResponse) -> int:
    """The number of the copy whose page comes next."""
    return int(answer.location.split("/")[2])


def test_a_copy_under_the_same_name_is_refused_with_a_link(visitor: Visitor, saved: SavedProfile) -> None:
    answer = visitor.send(f"/profils/{saved.id}/dupliquer", name="grand PARIS sud")

    assert answer.status_code == 409
    assert f"/profils/{saved.id}" in page_of(answer).links()


def test_a_deletion_asks_first(visitor: Visitor, saved: SavedProfile, store: Profiles) -> None:
    page = page_of(visitor.client.get(f"/profils/{saved.id}/supprimer"))

    assert "Supprimer ce contrat" in page.text
    assert store.get(saved.id) == saved


def test_a_confirmed_deletion_removes_the_profile(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    answer = visitor.send(f"/profils/{saved.id}/supprimer")

    assert answer.location == "/"
    assert store.search().total == 0


def test_a_profile_changed_meanwhile_is_not_deleted_without_asking_again(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    fields = page_of(visitor.client.get(f"/profils/{saved.id}/supprimer")).fields
    store.save(saved.id, 1, replace(saved.profile, name="Changé"))

    answer = visitor.client.post(f"/profils/{saved.id}/supprimer", data=fields)

    assert answer.status_code == 409
    assert store.get(saved.id).profile.name == "Changé"


@pytest.mark.parametrize("name", NAMES)
def test_an_exported_profile_is_imported_without_loss(
    visitor: Visitor, store: Profiles, catalogue: Catalogue, name: str
) -> None:
    profile = store.create(example(name, catalogue))
    exported = visitor.client.get(f"/profils/{profile.id}/profil.json")

    answer = send_file(visitor, exported.data, name="Autre")

    copy = store.get(int(answer.location.rsplit("/", 1)[1]))
    assert copy.profile == replace(profile.profile, name="Autre")
    assert exported.headers["Content-Disposition"].startswith("attachment; filename=")


def test_each_problem_of_an_imported_file_is_named_with_its_path(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    document = profile_document(saved.profile) | {"partners": ["etat", "roi"], "couleur": "bleu"}

    answer = send_file(visitor, json.dumps(document).encode())

    text = page_of(answer).text
    assert answer.status_code == 422
    assert "partners[1]" in text
    assert "couleur" in text
    assert store.search().total == 1


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"PK\x03\x04", b"null", b"NaN"])
def test_a_file_that_is_no_profile_is_refused_with_a_message(
    visitor: Visitor, store: Profiles, content: bytes
) -> None:
    answer = send_file(visitor, content)

    assert answer.status_code == 422
    assert "Il y a un problème" in page_of(answer).text
    assert store.search().total == 0


def test_an_import_without_a_file_says_so(visitor: Visitor) -> None:
    answer = visitor.send("/profils/importer")

    assert answer.status_code == 422
    assert "Choisissez un fichier .json" in page_of(answer).text


def test_an_imported_profile_whose_name_is_taken_can_be_given_another(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    answer = send_file(visitor, json.dumps(profile_document(saved.profile)).encode())

    assert answer.status_code == 409
    assert f"/profils/{saved.id}" in page_of(answer).links()
    assert store.search().total == 1


def test_a_long_list_says_that_others_are_found_by_searching(
    visitor: Visitor, store: Profiles, saved: SavedProfile, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.send(f"/profils/{saved.id}/dupliquer", name="Grand Paris Sud, une copie")
    monkeypatch.setattr("app.store.records.MOST_COUNTED", 1)

    page = page_of(visitor.client.get("/?q=grand"))

    assert "Plus de 1\u00a0contrat pour «" in page.text
    assert "Cherchez les autres par leur nom" in page.text
