"""What an administrator can do to an account, and who gets to know of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app import create_app
from app.access import Role
from app.settings.config import Settings
from tests.web.access_site import PASSWORD, AccessSite, email_of, made, sign_in
from tests.web.pages import page_of

ACCOUNTS = "/administration/comptes"
TEMPLATES = Path(__file__).parents[2] / "templates"
OTHER = "encore une phrase à retenir"


@pytest.fixture
def site(tmp_path: Path, empty_file: Path) -> Iterator[AccessSite]:
    file = tmp_path / "profiles.sqlite3"
    file.write_bytes(empty_file.read_bytes())
    app = create_app(Settings(tmp_path, f"sqlite:///{file}", "0f3b8e7c5a9d4c21b6f0"))
    yield made(app)
    app.extensions["contrat_de_ville"].close()


def shown_link(page: str) -> str:
    return page.split("http://localhost")[1].split(maxsplit=1)[0]


def make_link(client: FlaskClient, address: str, password: str = PASSWORD) -> str:
    """The text of the page that answers the form of a link."""
    fields = page_of(client.get(address)).fields
    answer = client.post(address, data={**fields, "password": password}, follow_redirects=True)
    return page_of(answer).text


def first_page(site: AccessSite, kind: str, password: str = PASSWORD) -> str:
    """The first page that somebody sees after she signed in."""
    client = site.app.test_client()
    sign_in(client, email_of(kind), password)
    return page_of(client.get("/")).text


def test_a_link_that_replaces_a_password_takes_the_administrators_own_and_is_told_to_all_concerned(
    site: AccessSite,
) -> None:
    owner, editor = site.accounts["owner"], site.accounts["editor"]
    site.store.shares.give(site.contract.id, Role.OWNER, owner.id, to_account=editor.id)
    administrator, address = site.browser("administrator"), f"{ACCOUNTS}/{owner.id}/lien"
    token = page_of(administrator.get(ACCOUNTS)).fields["csrf_token"]

    said = page_of(administrator.get(address)).text
    at_once = administrator.post(ACCOUNTS, data={"csrf_token": token, "done": "link", "key": str(owner.id)})
    wrong = make_link(administrator, address, "faux mot de passe")
    link = shown_link(make_link(administrator, address))
    guest = site.app.test_client()
    guest.post(link, data={**page_of(guest.get(link)).fields, "password": OTHER, "again": OTHER})
    to_owner, to_editor, to_reader = (
        first_page(site, kind, OTHER if kind == "owner" else PASSWORD)
        for kind in ("owner", "editor", "reader")
    )

    assert "qui possède 1 contrat" in said
    assert at_once.status_code == 422
    assert "Ce n’est pas votre mot de passe" in wrong
    assert "Administrator a fait un lien qui laisse choisir votre mot de passe" in to_owner
    assert "votre mot de passe a été choisi par un lien" in to_owner
    assert "le mot de passe de Owner, propriétaire avec vous d’un contrat" in to_editor
    assert "lien" not in to_reader
    assert [entry.who for entry in site.store.audit.entries() if entry.event == "link_made"] == [
        "Administrator"
    ]


def test_what_was_done_with_an_account_is_told_at_each_login_and_stays_on_its_page(site: AccessSite) -> None:
    reader = site.accounts["reader"]
    site.store.accounts.set_totp(reader.id, None, by_command=True)

    said = [first_page(site, "reader") for _ in range(2)]
    client = site.browser("reader")
    client.post("/compte/nom", data={})
    page = page_of(client.get("/compte")).text

    assert all("une commande, sur la machine du site, a retiré le code" in text for text in said)
    assert "code à usage unique retiré" in page
    assert "connexion" in page


def test_a_first_link_needs_no_password_and_is_announced_to_nobody(site: AccessSite) -> None:
    administrator = site.browser("administrator")
    typed = {"done": "create", "email": "neuf@ville.fr", "name": "Neuf"}
    token = page_of(administrator.get(ACCOUNTS)).fields["csrf_token"]
    administrator.post(ACCOUNTS, data={"csrf_token": token, **typed})
    new = site.store.accounts.find("neuf@ville.fr")
    assert new is not None

    again = administrator.post(
        ACCOUNTS, data={"csrf_token": token, "done": "link", "key": str(new.id)}, follow_redirects=True
    )
    link = shown_link(page_of(again).text)
    guest = site.app.test_client()
    guest.post(link, data={**page_of(guest.get(link)).fields, "password": OTHER, "again": OTHER})
    sign_in(guest, "neuf@ville.fr", OTHER)

    assert "lien" not in page_of(guest.get("/")).text


def test_an_administrator_closes_the_sessions_of_somebody(site: AccessSite) -> None:
    reader, administrator = site.browser("reader"), site.browser("administrator")
    token = page_of(administrator.get(ACCOUNTS)).fields["csrf_token"]

    administrator.post(
        ACCOUNTS, data={"csrf_token": token, "done": "sessions", "key": str(site.accounts["reader"].id)}
    )

    assert reader.get("/compte").status_code == 303
    assert "Administrator a fermé vos sessions" in first_page(site, "reader")


def test_every_page_offers_to_sign_out(site: AccessSite) -> None:
    templates = [
        one for one in TEMPLATES.rglob("*.html") if "macros" not in one.parts and one.name != "layout.html"
    ]
    first = site.browser("reader").get("/").get_data(as_text=True)

    assert 'action="/deconnexion"' in first
    assert [one.name for one in templates if "{% extends" not in one.read_text(encoding="utf-8")] == []
