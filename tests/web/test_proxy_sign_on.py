"""A header in which a proxy says who is signed in: believed from it alone."""

from dataclasses import replace
from ipaddress import ip_network

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.access import totp
from app.settings.sign_on import SsoSettings
from tests.web.access_site import AccessSite, email_of, made, sign_in
from tests.web.pages import page_of

HEADER = "X-Remote-User"
PROXY, ELSEWHERE = "10.1.2.3", "203.0.113.9"


@pytest.fixture
def site(app: Flask) -> AccessSite:
    services = app.extensions["contrat_de_ville"]
    known = SsoSettings(HEADER, (ip_network("10.1.2.0/24"), ip_network("fd00::1/128")))
    app.extensions["contrat_de_ville"] = replace(services, sso=known)
    return made(app)


def browser(site: AccessSite, said: str | None, peer: str = PROXY) -> FlaskClient:
    client = site.app.test_client()
    client.environ_base["REMOTE_ADDR"] = peer
    if said is not None:
        client.environ_base["HTTP_X_REMOTE_USER"] = said
    return client


def who(client: FlaskClient) -> str:
    answer = client.get("/compte/donnees.json")
    return str(answer.get_json()["adresse"]) if answer.status_code == 200 else ""


@pytest.mark.parametrize("peer", [PROXY, "fd00::1", "::ffff:10.1.2.3"])
def test_whoever_a_trusted_proxy_says_is_signed_in(site: AccessSite, peer: str) -> None:
    client = browser(site, " Reader@ville.fr ", peer)

    assert who(client) == email_of("reader")
    assert client.get(f"/profils/{site.other.id}").status_code == 404


def test_the_proxy_is_the_connection_and_not_what_it_says_of_its_client(site: AccessSite) -> None:
    client = browser(site, email_of("reader"), ELSEWHERE)
    client.environ_base["werkzeug.proxy_fix.orig"] = {"REMOTE_ADDR": PROXY}
    forged = browser(site, email_of("reader"), PROXY)
    forged.environ_base["werkzeug.proxy_fix.orig"] = {"REMOTE_ADDR": ELSEWHERE}

    assert (who(client), who(forged)) == (email_of("reader"), "")


def test_the_header_of_anybody_else_is_ignored_and_logged(
    site: AccessSite, journal: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.web.proxy_sign_on.SAID_EVERY", -1.0)

    assert who(browser(site, email_of("owner"), ELSEWHERE)) == ""
    assert "qui n\\u2019est pas un mandataire" in journal.text
    assert email_of("owner") not in journal.text


@pytest.mark.parametrize(
    "said", ["owner@ville.fr,reader@ville.fr", "owner@ville.fr, owner@ville.fr", "", " ", "owner"]
)
def test_a_header_that_is_double_empty_or_no_address_signs_nobody_in(site: AccessSite, said: str) -> None:
    assert who(browser(site, said)) == ""


@pytest.mark.parametrize("said", ["personne@ville.fr", "editor@ville.fr"])
def test_an_unknown_address_and_a_closed_account_are_told_and_stay_out(site: AccessSite, said: str) -> None:
    site.store.accounts.close(site.accounts["editor"].id)
    client = browser(site, said)

    page = client.get("/", follow_redirects=True).get_data(as_text=True)

    assert f"Votre réseau vous annonce comme « {said} »" in page.replace("\u00a0", " ")
    assert site.store.accounts.find("personne@ville.fr") is None
    assert who(client) == ""


def test_an_account_that_asks_for_a_code_gives_it_all_the_same(site: AccessSite) -> None:
    secret = totp.new_secret()
    site.store.accounts.set_totp(site.accounts["owner"].id, secret)
    client = browser(site, email_of("owner"))

    before = who(client)
    code = totp.code_at(secret, int(site.store.now().timestamp()) // totp.STEP)
    asked = client.get("/compte").headers["Location"]
    fields = page_of(client.get(asked)).fields
    wrong = client.post("/connexion", data={**fields, "code": "000000"})
    right = client.post("/connexion", data={**fields, "code": code})

    assert (before, wrong.status_code, right.headers["Location"]) == ("", 422, "/compte")
    assert who(client) == email_of("owner")


def test_the_session_of_a_proxy_ends_when_it_says_somebody_else(site: AccessSite) -> None:
    client = browser(site, email_of("reader"))
    first = who(client)
    client.environ_base["HTTP_X_REMOTE_USER"] = email_of("editor")
    second = who(client)
    client.environ_base["HTTP_X_REMOTE_USER"] = "personne@ville.fr"

    assert (first, second, who(client)) == (email_of("reader"), email_of("editor"), "")
    assert site.store.logins.of_account(site.accounts["reader"].id) == ()


def test_who_signed_in_with_a_password_stays_so(site: AccessSite) -> None:
    client = browser(site, "personne@ville.fr")

    sign_in(client, email_of("owner"))

    assert who(client) == email_of("owner")


def test_one_session_serves_all_the_pages(site: AccessSite) -> None:
    client = browser(site, email_of("reader"))
    for _ in range(3):
        client.get("/")

    assert len(site.store.logins.of_account(site.accounts["reader"].id)) == 1


def test_what_was_sent_when_the_session_ended_stays_on_the_page(site: AccessSite) -> None:
    client = browser(site, email_of("owner"))
    here = f"/profils/{site.contract.id}/renommer"
    fields = page_of(client.get(here)).fields
    site.store.logins.close_others(site.accounts["owner"].id, "", None)

    answer = client.post(here, data={**fields, "name": "Le nom que l’on avait tapé"})

    assert answer.status_code == 400
    assert page_of(answer).fields["name"] == "Le nom que l’on avait tapé"


def test_without_the_setting_the_header_says_nothing(app: Flask) -> None:
    assert who(browser(made(app), email_of("owner"))) == ""
