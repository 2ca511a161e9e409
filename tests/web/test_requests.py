"""Requests that no browser of good will sends, and the headers of every answer."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from app.settings.config import Settings
from app.store import Profiles, SavedProfile
from app.web.requests import body_limits
from app.web.security import HEADERS
from tests.store.spoiling import lacking
from tests.web.conftest import Visitor
from tests.web.pages import page_of

Start = Callable[[Settings], Flask]


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
    assert HEADERS.items() <= dict(answer.headers).items()


def test_a_list_over_its_own_limit_is_refused_with_that_limit(visitor: Visitor) -> None:
    kind = "multipart/form-data; boundary=a"

    answer = visitor.client.post("/quartiers", data=bytes(15_100_000), content_type=kind)

    assert answer.status_code == 413
    assert "15\u00a0Mo" in page_of(answer).text


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/quartiers", 16_000_000),
        ("/profils/1/classeur", 16_000_000),
        ("/profils/nouveau", 2_100_000),
        ("/profils/1/territoire", 2_100_000),
        ("/sante", 100_000),
        ("/nulle-part", 100_000),
        ("/profils/\xe9", 100_000),
    ],
)
def test_each_address_has_a_limit_that_the_server_knows(app: Flask, path: str, most: int) -> None:
    limit = body_limits(app)

    assert most * 0.6 < limit(path) <= most


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


def test_a_part_of_a_file_that_is_not_there_is_refused_with_what_to_do(visitor: Visitor) -> None:
    answer = visitor.client.get("/static/site.css", headers={"Range": "bytes=999999999-"})

    assert answer.status_code == 416
    assert "Téléchargez-le de nouveau" in page_of(answer).text


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

    assert answer.headers["Set-Cookie"].startswith("__Host-contrat_de_ville=")
    assert "Secure" in answer.headers["Set-Cookie"]
    assert answer.headers["Strict-Transport-Security"]


@pytest.fixture
def behind_a_proxy(start: Start, settings: Settings) -> Flask:
    return start(
        replace(
            settings, trusted_hosts=("contrats.example.fr",), proxy_count=1, controls_access_elsewhere=True
        )
    )


def test_a_forged_host_is_refused_with_a_page_and_the_headers(behind_a_proxy: Flask) -> None:
    answer = behind_a_proxy.test_client().get("/", base_url="http://mechant.example")

    assert answer.status_code == 400
    assert "Le site ne répond pas sous ce nom" in answer.text
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


def test_without_a_proxy_no_forwarded_header_is_believed(visitor: Visitor) -> None:
    forwarded = {
        "X-Forwarded-Host": "mechant.example",
        "X-Forwarded-Proto": "https",
        "Forwarded": "proto=https",
    }

    answer = visitor.client.get("/profils/nouveau", headers=forwarded)

    assert answer.status_code == 200
    assert "Strict-Transport-Security" not in answer.headers
    assert answer.headers["Set-Cookie"].startswith("contrat_de_ville=")


@pytest.mark.parametrize("forged", ["https", "https,https", "https, https, https"])
def test_only_the_last_proxy_says_how_one_came(behind_a_proxy: Flask, forged: str) -> None:
    headers = {"Host": "contrats.example.fr", "X-Forwarded-Proto": f"{forged}, http"}

    answer = behind_a_proxy.test_client().get("/", headers=headers)

    assert "Strict-Transport-Security" not in answer.headers


@pytest.mark.parametrize(
    "host", ["mechant.example", "localhost.mechant.example", "127.0.0.1.mechant.example"]
)
def test_a_name_that_was_made_to_lead_to_this_machine_reads_nothing(visitor: Visitor, host: str) -> None:
    answer = visitor.client.get("/", headers={"Host": f"{host}:8000"})

    assert answer.status_code == 400
    assert "Le site ne répond pas sous ce nom" in answer.text
    assert host not in answer.text


def test_a_refused_host_is_named_in_the_journal(visitor: Visitor, journal: pytest.LogCaptureFixture) -> None:
    visitor.client.get("/", headers={"Host": "contrats.exemple.fr"})

    (record,) = journal.records
    assert json.loads(record.getMessage())["reason"] == "nom absent de TRUSTED_HOSTS : contrats.exemple.fr"


@pytest.mark.parametrize(
    ("method", "address", "reason"),
    [
        ("GET", "/rien", "aucune page n’a cette adresse"),
        ("GET", "/profils/999", "le contrat, la version ou l’élément n’existe pas"),
        ("GET", "/?q=%FF", "l’adresse ou le corps n’est pas en UTF-8"),
        ("PUT", "/", "méthode que cette adresse n’admet pas"),
        ("POST", "/votre-nom", "jeton de formulaire absent, ou d’une session expirée"),
    ],
)
def test_every_refusal_has_its_reason_in_the_journal(
    visitor: Visitor, journal: pytest.LogCaptureFixture, method: str, address: str, reason: str
) -> None:
    visitor.client.open(address, method=method)

    (record,) = journal.records
    assert json.loads(record.getMessage())["reason"] == reason


def test_a_refused_form_names_its_fields_in_the_journal_and_not_what_was_typed(
    visitor: Visitor, saved: SavedProfile, journal: pytest.LogCaptureFixture
) -> None:
    address = f"/profils/{saved.id}/renommer"
    fields = page_of(visitor.client.get(address)).fields

    visitor.client.post(address, data={**fields, "name": "x" * 400})

    (record,) = journal.records
    assert json.loads(record.getMessage())["reason"] == "champs refusés : name"
    assert "xxx" not in record.getMessage()


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:8000"])
def test_this_machine_is_always_answered(visitor: Visitor, behind_a_proxy: Flask, host: str) -> None:
    assert visitor.client.get("/sante", headers={"Host": host}).status_code == 200
    assert behind_a_proxy.test_client().get("/sante", headers={"Host": host}).status_code == 200


def test_a_key_that_was_replaced_still_reads_open_sessions_and_forms(
    start: Start, settings: Settings, visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    address = f"/profils/{saved.id}/renommer"
    fields = page_of(visitor.client.get(address)).fields
    cookie = visitor.client.get_cookie("contrat_de_ville")
    rotated = replace(
        settings, secret_key="9d4c21b6f00f3b8e7c5a", secret_key_fallbacks=(settings.secret_key,)
    )

    after = start(rotated).test_client()
    after.set_cookie("contrat_de_ville", cookie.value if cookie else "")
    answer = after.post(address, data={**fields, "name": "Après"})

    assert answer.status_code == 303
    assert store.get(saved.id).profile.name == "Après"


def test_a_key_that_was_thrown_away_reads_no_session(
    start: Start, settings: Settings, visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    address = f"/profils/{saved.id}/renommer"
    fields = page_of(visitor.client.get(address)).fields
    cookie = visitor.client.get_cookie("contrat_de_ville")

    after = start(replace(settings, secret_key="9d4c21b6f00f3b8e7c5a")).test_client()
    after.set_cookie("contrat_de_ville", cookie.value if cookie else "")
    answer = after.post(address, data={**fields, "name": "Volé"})

    assert answer.status_code == 400
    assert page_of(answer).fields["name"] == "Volé"
    assert store.get(saved.id) == saved


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


def test_a_fault_inside_the_page_of_a_fault_still_answers(
    app: Flask, journal: pytest.LogCaptureFixture
) -> None:
    app.extensions["contrat_de_ville"] = None  # every page is a fault now, and so is the page of a fault

    answer = app.test_client().post("/profils/1/renommer", data={"name": "Confidentiel"})

    (line,) = [json.loads(record.getMessage()) for record in journal.records]
    assert answer.status_code == 500
    assert HEADERS.items() <= dict(answer.headers).items()
    assert line["error"] in answer.text
    assert "L’application a rencontré une erreur" in answer.text
    assert "Traceback" not in answer.text
    assert "Confidentiel" not in str(line)


@pytest.mark.both_engines
def test_a_fault_of_the_database_shows_neither_its_words_nor_what_was_typed(
    visitor: Visitor, saved: SavedProfile, store: Profiles, journal: pytest.LogCaptureFixture
) -> None:
    address = f"/profils/{saved.id}/renommer"
    fields = page_of(visitor.client.get(address)).fields
    with lacking(store, "profiles"):
        answer = visitor.client.post(address, data={**fields, "name": "Confidentiel"})

    (line,) = [json.loads(record.getMessage()) for record in journal.records]
    assert answer.status_code == 500
    assert page_of(answer).fields["name"] == "Confidentiel"
    assert "no such table" not in answer.text
    assert "does not exist" not in answer.text
    assert line["exception"] in {"OperationalError", "ProgrammingError"}
    assert "Confidentiel" not in str(line)
    assert "SELECT" not in str(line)


@pytest.mark.parametrize("method", ["GET", "POST", "PROPFIND\tX", "é"])
def test_nothing_that_was_sent_makes_a_second_line_in_the_journal(
    visitor: Visitor, journal: pytest.LogCaptureFixture, method: str
) -> None:
    forged = "x%0A%0D{%22status%22:200,%22message%22:%22login ok%22}%E2%80%A8"
    headers = {"User-Agent": "bob — login ok", "Referer": "http://localhost/?q=Confidentiel"}

    visitor.client.open(f"/profils/{forged}?q={forged}", method=method, headers=headers)

    (record,) = journal.records
    assert record.getMessage().isascii()
    assert len(record.getMessage().splitlines()) == 1
    assert "login" not in record.getMessage()
    assert "Confidentiel" not in record.getMessage()


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        ("application/json", b"{}", 415),
        ("text/plain", b"name=x", 415),
        ("application/xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", 415),
        ("multipart/form-data", b"no boundary", 400),
        (
            "multipart/form-data; boundary=a",
            b'--a\r\nContent-Disposition: form-data; name="x"\r\n\r\n\xff\r\n--a--',
            400,
        ),
        ("application/x-www-form-urlencoded; charset=utf-16", b"name=x", 400),
    ],
)
def test_a_strange_body_is_refused_and_saves_nothing(
    visitor: Visitor, store: Profiles, content_type: str, body: bytes, status: int
) -> None:
    answer = visitor.client.post("/profils/nouveau", data=body, content_type=content_type)

    assert answer.status_code == status
    assert HEADERS.items() <= dict(answer.headers).items()
    assert store.search().total == 0


@pytest.mark.both_engines
def test_the_health_page_says_that_the_database_answers(visitor: Visitor) -> None:
    answer = visitor.client.get("/sante")

    assert answer.get_json()["base"] == "ok"


def test_the_health_page_says_that_the_disk_fills_up(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The one part that no test can make for real: a disk with few bytes left.
    monkeypatch.setattr("app.store.schema.LEAST_ROOM", 10**18)

    answer = visitor.client.get("/sante")

    assert answer.get_json()["disque"] == "presque plein"
    assert answer.status_code == 200
