"""Requests that no browser of good will sends, and the headers of every answer."""

import json

import pytest
from flask import Flask

from app import create_app
from app.config import Settings
from app.store import Profiles, SavedProfile
from app.web.security import HEADERS
from tests.web.conftest import Visitor
from tests.web.pages import page_of


@pytest.mark.parametrize(
    "address", ["/?q=%FF", "/?q=%00", "/territoires?q=%00", "/profils/%00", "/territoires.json?q=%C3"]
)
def test_an_address_that_is_not_readable_is_refused(visitor: Visitor, address: str) -> None:
    answer = visitor.client.get(address)

    assert answer.status_code == 400
    assert "La demande est illisible" in page_of(answer).text


def test_a_path_that_is_not_utf8_is_refused(visitor: Visitor) -> None:
    answer = visitor.client.get("/", environ_overrides={"PATH_INFO": "/\xff"})

    assert answer.status_code == 400


def test_a_form_that_is_not_utf8_is_refused(visitor: Visitor, store: Profiles) -> None:
    answer = visitor.client.post(
        "/profils/nouveau", data=b"name=%E9vry", content_type="application/x-www-form-urlencoded"
    )

    assert answer.status_code == 400
    assert "encodage" in page_of(answer).text
    assert store.search().total == 0


def test_a_body_over_the_limit_is_refused(visitor: Visitor) -> None:
    answer = visitor.client.post("/profils/nouveau", data={"communes": "x" * 2_200_000})

    assert answer.status_code == 413
    assert "2\u00a0Mo" in page_of(answer).text


def test_too_many_fields_are_refused(visitor: Visitor) -> None:
    answer = visitor.client.post("/profils/nouveau", data={f"a{number}": "" for number in range(1_001)})

    assert answer.status_code == 413


def test_an_upload_of_too_many_parts_is_refused(visitor: Visitor) -> None:
    fields = {f"a{number}": "x" for number in range(1_001)}

    answer = visitor.client.post("/profils/importer", data=fields, content_type="multipart/form-data")

    assert answer.status_code == 413


def test_a_body_that_is_no_form_is_refused(visitor: Visitor, saved: SavedProfile, store: Profiles) -> None:
    answer = visitor.client.post(f"/profils/{saved.id}/renommer", json={"name": "Volé"})

    assert answer.status_code == 415
    assert store.get(saved.id) == saved


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
def test_a_wrong_method_is_refused_and_says_which_are_right(
    visitor: Visitor, saved: SavedProfile, store: Profiles, method: str
) -> None:
    answer = visitor.client.open(f"/profils/{saved.id}", method=method)

    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert store.get(saved.id) == saved


@pytest.mark.parametrize(
    "address",
    [
        "/rien",
        "/profils/abc",
        "/profils/0",
        "/profils/999999999",
        f"/profils/{'9' * 5000}",
        "/profils/١٢",
        "/profils/1/engagements/rien",
        "/profils/-1/contrat.docx",
    ],
)
def test_an_unknown_address_is_a_french_page_with_navigation(visitor: Visitor, address: str) -> None:
    answer = visitor.client.get(address)

    page = page_of(answer)
    assert answer.status_code == 404
    assert "Cette page n’existe pas" in page.text
    assert "/aide" in page.links()


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/", 200),
        ("/sante", 200),
        ("/static/site.css", 200),
        ("/static/rien", 404),
        ("/rien", 404),
        ("/?q=%FF", 400),
    ],
)
def test_every_answer_carries_the_security_headers(visitor: Visitor, address: str, status: int) -> None:
    with visitor.client.get(address) as answer:
        assert answer.status_code == status
        assert HEADERS.items() <= dict(answer.headers).items()
        assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_pages_are_not_kept_by_browsers_and_the_cookie_is_closed_to_scripts(
    visitor: Visitor, saved: SavedProfile
) -> None:
    answer = visitor.client.get(f"/profils/{saved.id}/renommer")

    assert answer.headers["Cache-Control"] == "no-store"
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    assert "SameSite=Lax" in answer.headers["Set-Cookie"]


def test_over_https_the_cookie_is_bound_to_the_host(visitor: Visitor, saved: SavedProfile) -> None:
    answer = visitor.client.get(f"/profils/{saved.id}/renommer", base_url="https://localhost")

    assert answer.headers["Set-Cookie"].startswith("__Host-session=")
    assert "Secure" in answer.headers["Set-Cookie"]
    assert answer.headers["Strict-Transport-Security"]


@pytest.fixture
def behind_a_proxy(settings: Settings) -> Flask:
    return create_app(
        Settings(
            instance_folder=settings.instance_folder,
            database_url=settings.database_url,
            secret_key=settings.secret_key,
            trusted_hosts=("contrats.example.fr",),
            proxy_count=1,
        )
    )


def test_a_forged_host_is_refused_with_a_page_and_the_headers(behind_a_proxy: Flask) -> None:
    answer = behind_a_proxy.test_client().get("/", base_url="http://mechant.example")

    assert answer.status_code == 400
    assert "La demande est illisible" in answer.text
    assert HEADERS.items() <= dict(answer.headers).items()


def test_the_proxy_counted_in_the_settings_is_believed_and_no_other(behind_a_proxy: Flask) -> None:
    forwarded = {
        "Host": "contrats.example.fr",
        "X-Forwarded-Host": "mechant.example",
        "X-Forwarded-Proto": "https",
    }

    answer = behind_a_proxy.test_client().get("/", headers=forwarded)

    assert answer.status_code == 200
    assert answer.headers["Strict-Transport-Security"]


def test_a_refused_request_is_one_line_of_json_without_what_was_searched(
    visitor: Visitor, journal: pytest.LogCaptureFixture
) -> None:
    answer = visitor.client.get("/rien?q=secret%0Aligne")

    (record,) = journal.records
    line = json.loads(record.getMessage())
    assert line["status"] == 404
    assert line["error"] in answer.text
    assert "secret" not in record.getMessage()
    assert "\n" not in record.getMessage()


def test_the_health_page_says_that_the_database_answers(visitor: Visitor) -> None:
    answer = visitor.client.get("/sante")

    assert answer.get_json()["base"] == "ok"
