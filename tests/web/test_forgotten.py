"""A forgotten password, and the links that go out by mail on a site that sends some."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from app.access import totp
from app.mail import Mailer
from app.settings.mail import MailSettings, Security
from tests.mail_server import SENDER, Box, free_port, mail_server
from tests.web.access_site import AccessSite, email_of, made, sign_in
from tests.web.pages import page_of

FORGOTTEN, OTHER = "/connexion/oubli", "encore une phrase à retenir"


@pytest.fixture
def box() -> Iterator[Box]:
    with mail_server() as box:
        yield box


@pytest.fixture
def site(app: Flask, box: Box) -> Iterator[AccessSite]:
    site = sending(app, box.mailer())
    yield site
    flush(site)  # what still waits has a connection to the database


def sending(app: Flask, mailer: Mailer) -> AccessSite:
    services = app.extensions["contrat_de_ville"]
    app.extensions["contrat_de_ville"] = replace(services, mailer=mailer)
    return made(app)


def ask(client: FlaskClient, email: str) -> tuple[int, str]:
    """Asks for a link: the status and the text of the answer."""
    answer = client.post(FORGOTTEN, data={**page_of(client.get(FORGOTTEN)).fields, "email": email})
    return answer.status_code, page_of(answer).text


def flush(site: AccessSite) -> None:
    """Has all that waits be sent."""
    site.app.extensions["contrat_de_ville"].mailer.close()


def link_in(letter: Any) -> str:
    (line,) = [line for line in letter.get_content().splitlines() if line.startswith("http")]
    return str(line).removeprefix("http://localhost")


def test_a_forgotten_password_is_chosen_again_by_a_link_that_comes_by_mail(
    site: AccessSite, box: Box
) -> None:
    client = site.app.test_client()

    asked = ask(client, " Reader@ville.fr ")
    flush(site)
    link = link_in(box.letters[0])
    chosen = client.post(link, data={**page_of(client.get(link)).fields, "password": OTHER, "again": OTHER})

    assert asked[0] == 200
    assert box.to == [[email_of("reader")]]
    assert chosen.status_code == 303
    assert client.get(link).status_code == 410
    assert sign_in(client, email_of("reader"), OTHER).status_code == 303


def test_a_link_that_came_by_mail_does_not_do_without_the_code(site: AccessSite, box: Box) -> None:
    site.store.accounts.set_totp(site.accounts["owner"].id, totp.new_secret())
    client = site.app.test_client()
    ask(client, email_of("owner"))
    flush(site)

    link = link_in(box.letters[0])
    client.post(link, data={**page_of(client.get(link)).fields, "password": OTHER, "again": OTHER})

    assert sign_in(client, email_of("owner"), OTHER).status_code == 422


def statements(site: AccessSite, email: str) -> tuple[list[str], str]:
    """What the answer asks of the database, whoever has the address, and what it says."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    client = site.app.test_client()
    client.environ_base["REMOTE_ADDR"] = f"203.0.113.{len(email)}"
    fields = page_of(client.get(FORGOTTEN)).fields
    event.listen(site.store.engine, "before_cursor_execute", note)
    answer = client.post(FORGOTTEN, data={**fields, "email": email})
    event.remove(site.store.engine, "before_cursor_execute", note)
    return asked, page_of(answer).text.replace(email, "…")


def test_a_known_and_an_unknown_address_are_answered_alike_with_the_same_work(app: Flask, box: Box) -> None:
    later: list[object] = []
    mailer = box.mailer()
    mailer.send_later = later.append  # type: ignore[method-assign]  # nothing goes out during the answer
    site = sending(app, mailer)

    known, unknown = statements(site, email_of("reader")), statements(site, "personne@ville.fr")

    assert known == unknown
    assert known[0] != []
    assert not any("access_links" in statement for statement in known[0])
    assert len(later) == 2


@pytest.mark.parametrize("email", ["personne@ville.fr", "reader@ville.fr"])
def test_nobody_and_a_closed_account_get_no_letter(site: AccessSite, box: Box, email: str) -> None:
    site.store.accounts.close(site.accounts["reader"].id)

    assert ask(site.app.test_client(), email)[0] == 200
    flush(site)

    assert box.letters == []


def test_links_for_one_address_are_slowed_down_and_its_password_is_not(site: AccessSite) -> None:
    client = site.app.test_client()

    statuses = [ask(client, email_of("reader"))[0] for _ in range(7)]

    assert statuses == [200] * 5 + [429] * 2
    assert sign_in(client, email_of("reader")).status_code == 303


def test_an_address_that_is_none_stays_on_the_page(site: AccessSite) -> None:
    status, text = ask(site.app.test_client(), "reader")

    assert status == 422
    assert "écrivez la vôtre, en entier" in text


def test_without_mail_there_is_no_such_page_and_one_is_told_whom_to_ask(app: Flask) -> None:
    client = made(app).app.test_client()

    assert client.get(FORGOTTEN).status_code == 404
    assert "ou mot de passe oublié : demandez un lien" in " ".join(
        page_of(client.get("/connexion")).text.split()
    )


def invite(site: AccessSite, email: str) -> str:
    """Invites an address to the contract: the text of the page that follows."""
    owner, here = site.browser("owner"), f"/profils/{site.contract.id}/partage"
    fields = page_of(owner.get(here)).fields
    typed = {**fields, "done": "invite", "role": "editor", "email": email}
    return page_of(owner.post(here, data=typed, follow_redirects=True)).text


def test_an_invitation_goes_by_mail_and_its_link_is_on_no_page(site: AccessSite, box: Box) -> None:
    text = invite(site, "invitee@caf.fr")

    assert "le lien est envoyé à invitee@caf.fr" in text
    assert "/invitation/" not in text
    assert site.app.test_client().get(link_in(box.letters[0])).status_code == 200


def test_an_invitation_to_whoever_has_the_link_is_shown_once(site: AccessSite, box: Box) -> None:
    assert "http://localhost/invitation/" in invite(site, "")
    assert box.letters == []


def test_a_link_that_could_not_be_sent_is_shown_with_the_reason(app: Flask) -> None:
    settings = MailSettings("localhost", free_port(), SENDER, Security.NONE)
    site = sending(app, Mailer(settings, "", lambda _why: None))

    text = invite(site, "invitee@caf.fr")

    assert "le courriel n’est pas parti (le serveur de courriel ne répond pas)" in text
    assert "http://localhost/invitation/" in text


def test_the_first_link_of_an_account_goes_by_mail(site: AccessSite, box: Box) -> None:
    client, here = site.browser("administrator"), "/administration/comptes"
    token = page_of(client.get(here)).fields["csrf_token"]

    page = client.post(
        here,
        data={"csrf_token": token, "done": "create", "email": "neuf@ville.fr", "name": "Neuf"},
        follow_redirects=True,
    )

    assert "le lien est envoyé à neuf@ville.fr" in page_of(page).text
    assert box.letters[0]["Subject"] == "Votre compte"
    assert "sept jours" in box.letters[0].get_content()
