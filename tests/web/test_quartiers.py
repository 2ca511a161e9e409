"""Importing the list of quartiers prioritaires: shown first, then applied, then found by territory."""

import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from app.settings.config import Settings
from app.store import Profiles, SavedProfile
from app.territories.qpv.dataset import OFFICIAL_SOURCE
from tests.territories.official_server import CSV_ADDRESS, Answer, OfficialServer
from tests.web.conftest import Visitor
from tests.web.pages import page_of

Start = Callable[[Settings], Flask]

LIST = "code_qp;lib_qp;insee_com\nQN09102M;Les Tarterêts <b>;91174\nQN09117M;Pyramides;91228\n"


def upload(visitor: Visitor, content: bytes, name: str = "qpv-2024.csv") -> TestResponse:
    fields = page_of(visitor.client.get("/quartiers")).fields
    file = FileStorage(io.BytesIO(content), name)
    boundary, body = encode_multipart({**fields, "file": file})
    kind = f"multipart/form-data; boundary={boundary}"
    return visitor.client.post("/quartiers", data=body, content_type=kind)


def apply(visitor: Visitor, preview: TestResponse) -> TestResponse:
    return visitor.client.post("/quartiers/appliquer", data=page_of(preview).fields)


def test_without_a_list_the_page_says_that_quartiers_are_typed(visitor: Visitor) -> None:
    page = page_of(visitor.client.get("/quartiers"))

    assert "se saisissent à la main" in page.text
    assert "data.gouv.fr" in page.text


def test_a_list_is_shown_before_anything_changes(visitor: Visitor, store: Profiles) -> None:
    preview = upload(visitor, LIST.encode())

    assert preview.status_code == 200
    assert "quartiers ajoutés" in page_of(preview).text
    assert "Les Tarterêts <b> (Corbeil-Essonnes)" in page_of(preview).text
    assert store.quartiers.lists() == ()


def test_what_leads_to_no_commune_is_named_before_and_after_the_import(visitor: Visitor) -> None:
    preview = upload(visitor, f"{LIST}QN09103M;Ailleurs;99999\n".encode())
    apply(visitor, preview)

    shown, after = page_of(preview).text, page_of(visitor.client.get("/quartiers")).text
    assert "dont 1 sans commune connue" in shown
    assert "QN09103M Ailleurs, commune inconnue" in shown
    assert "QN09103M Ailleurs (99999)" in after


def test_a_list_of_both_generations_is_confirmed_whole(visitor: Visitor, store: Profiles) -> None:
    apply(visitor, upload(visitor, f"{LIST}QP987001;Quartier de Papeete;98735\n".encode()))

    assert [(listed.generation, listed.count) for listed in store.quartiers.lists()] == [("QN", 2), ("QP", 1)]


def test_a_confirmed_list_is_in_use(visitor: Visitor, store: Profiles) -> None:
    answer = apply(visitor, upload(visitor, LIST.encode()))

    (in_use,) = store.quartiers.lists()
    assert answer.status_code == 303
    assert (in_use.source, in_use.count) == ("qpv-2024.csv", 2)
    assert "qpv-2024.csv" in page_of(visitor.client.get("/quartiers")).text


def test_a_territory_chosen_by_name_comes_with_its_quartiers(visitor: Visitor) -> None:
    apply(visitor, upload(visitor, LIST.encode()))

    page = page_of(visitor.client.get("/profils/nouveau?territoire=200059228"))

    assert "QN09102M Les Tarterêts <b> (91174)" in str(page.fields["quartiers"])


def test_a_saved_profile_keeps_the_quartiers_that_it_was_made_with(
    visitor: Visitor, store: Profiles, saved: SavedProfile
) -> None:
    apply(visitor, upload(visitor, LIST.encode()))

    assert store.get(saved.id).profile.territory.quartiers == saved.profile.territory.quartiers


def test_each_bad_line_is_named_and_nothing_is_imported(visitor: Visitor, store: Profiles) -> None:
    answer = upload(visitor, b"code_qp;lib_qp;insee_com\nXX;A;91174\nQN00103M;;1004\n")

    text = page_of(answer).text
    assert answer.status_code == 422
    assert "qpv-2024.csv:2" in text
    assert "qpv-2024.csv:3" in text
    assert store.quartiers.lists() == ()


def test_the_longest_list_that_is_read_is_confirmed_too(visitor: Visitor, store: Profiles) -> None:
    rows = "".join(f"QN{row:05}M;{'é' * 200};91174\n" for row in range(10_000))

    preview = upload(visitor, f"code_qp;lib_qp;insee_com\n{rows}".encode())
    answer = apply(visitor, preview)

    assert len(preview.data) < 100_000
    assert answer.status_code == 303
    assert [listed.count for listed in store.quartiers.lists()] == [10_000]


def test_no_file_is_a_field_error(visitor: Visitor) -> None:
    answer = visitor.send("/quartiers")

    assert answer.status_code == 422
    assert "Choisissez le fichier téléchargé" in page_of(answer).text


def test_a_confirmation_that_was_tampered_with_imports_nothing(visitor: Visitor, store: Profiles) -> None:
    fields = page_of(upload(visitor, LIST.encode())).fields

    answer = visitor.client.post("/quartiers/appliquer", data={**fields, "upload": "rien"})

    assert answer.status_code == 410
    assert store.quartiers.lists() == ()


def test_a_list_is_confirmed_once(visitor: Visitor) -> None:
    preview = upload(visitor, LIST.encode())

    assert [apply(visitor, preview).status_code for _ in range(2)] == [303, 410]


def test_an_import_without_its_token_changes_nothing(visitor: Visitor, store: Profiles) -> None:
    answer = visitor.client.post("/quartiers/appliquer", data={"upload": "x"})

    assert answer.status_code == 400
    assert store.quartiers.lists() == ()


@pytest.fixture
def connected(start: Start, settings: Settings, official: OfficialServer) -> Visitor:
    """A visitor of a site that may fetch the official list."""
    official.publish_list()
    return Visitor(start(replace(settings, qpv_source=OFFICIAL_SOURCE)).test_client())


def click(visitor: Visitor) -> TestResponse:
    fields = page_of(visitor.client.get("/quartiers")).fields
    return visitor.client.post("/quartiers/officielle", data={"csrf_token": fields["csrf_token"]})


def test_the_official_list_is_fetched_at_a_click_and_shown_before_anything_changes(
    connected: Visitor, official: OfficialServer
) -> None:
    page = page_of(connected.client.get("/quartiers"))
    before = list(official.asked)
    preview = click(connected)
    listed = page_of(connected.client.get("/quartiers")).text

    assert "www.data.gouv.fr" in page.text
    assert before == []
    assert "listeqp2024-cog2024.csv" in page_of(preview).text
    assert "quartiers ajoutés" in page_of(preview).text
    assert "Aucune liste n’est importée" in listed


def test_the_official_list_that_was_shown_is_confirmed(connected: Visitor) -> None:
    answer = apply(connected, click(connected))

    assert answer.status_code == 303
    assert "listeqp2024-cog2024.csv" in page_of(connected.client.get("/quartiers")).text


def test_a_failure_to_fetch_is_a_sentence_on_the_page_and_changes_nothing(
    connected: Visitor, official: OfficialServer
) -> None:
    official.answers.clear()

    answer = click(connected)

    assert answer.status_code == 502
    assert "www.data.gouv.fr a répondu par l’erreur 404" in page_of(answer).text
    assert "Importer une liste" in page_of(answer).text


def test_an_official_file_that_is_no_list_is_said(connected: Visitor, official: OfficialServer) -> None:
    official.answers[CSV_ADDRESS] = Answer(b"<!doctype html><html>")

    answer = click(connected)

    assert answer.status_code == 502
    assert "c’est une page web" in page_of(answer).text


def test_nothing_is_fetched_when_the_address_is_opened_again(
    connected: Visitor, official: OfficialServer
) -> None:
    answer = connected.client.get("/quartiers/officielle")

    assert answer.location == "/quartiers"
    assert official.asked == []


def test_after_a_failure_a_file_is_still_taken(connected: Visitor, official: OfficialServer) -> None:
    official.answers.clear()

    page = page_of(click(connected))

    assert {attributes.get("action") for tag, attributes in page.elements if tag == "form"} == {
        "/quartiers",
        "/quartiers/officielle",
    }


def test_nothing_is_fetched_without_the_token_of_the_page(
    connected: Visitor, official: OfficialServer
) -> None:
    answer = connected.client.post("/quartiers/officielle")

    assert answer.status_code == 400
    assert official.asked == []


def test_a_site_without_a_source_neither_offers_nor_does_it(visitor: Visitor) -> None:
    page = page_of(visitor.client.get("/quartiers"))

    assert "Télécharger la liste officielle" not in page.text
    assert visitor.client.post("/quartiers/officielle", data=page.fields).status_code == 404


def test_a_list_of_one_quartier_is_said_in_the_singular(visitor: Visitor) -> None:
    preview = upload(visitor, b"code_qp;lib_qp;insee_com\nQN09117M;Pyramides;91228\n")

    apply(visitor, preview)

    assert "Liste importée\u00a0: 1\u00a0quartier prioritaire." in visitor.client.get("/quartiers").text
