"""Signing in, links, sessions and secrets on the pages of the site."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app import create_app
from app.access import totp
from app.settings.config import Settings
from app.web.access import RECENT
from tests.web.access_site import PASSWORD, AccessSite, email_of, made, sign_in
from tests.web.pages import page_of

UNKNOWN = "Adresse ou mot de passe inconnus"
OTHER = "encore une phrase à retenir"
TOKEN = 43
"""Characters of 256 bits in base 64."""


@pytest.fixture
def site(tmp_path: Path, empty_file: Path) -> Iterator[AccessSite]:
    file = tmp_path / "profiles.sqlite3"
    file.write_bytes(empty_file.read_bytes())
    app = create_app(Settings(tmp_path, f"sqlite:///{file}", "0f3b8e7c5a9d4c21b6f0", qpv_source=""))
    yield made(app)
    app.extensions["contrat_de_ville"].close()


def fields(client: FlaskClient, address: str) -> dict[str, str | list[str]]:
    return page_of(client.get(address)).fields


def send(client: FlaskClient, address: str, **typed: str) -> int:
    """The status of the answer to the form of a page."""
    return client.post(address, data={**fields(client, address), **typed}).status_code


def wait(site: AccessSite, kind: str) -> None:
    """Makes the password of a person something that was given long ago."""
    engine = site.store.engine
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE logins SET confirmed_at = ?",
            ((site.store.now() - 2 * RECENT).isoformat(timespec="microseconds"),),
        )


def test_whoever_signs_in_comes_to_the_page_that_was_asked_for(site: AccessSite) -> None:
    client = site.app.test_client()
    asked = f"/profils/{site.contract.id}/versions?page=1"

    to_login = client.get(asked).headers["Location"]
    given = fields(client, to_login)
    answer = client.post("/connexion", data={**given, "email": " OWNER@ville.fr ", "password": PASSWORD})

    assert answer.headers["Location"] == asked
    page = client.get("/").get_data(as_text=True)
    assert "Grand Paris Sud" in page
    assert "Owner" in page


@pytest.mark.parametrize(
    "elsewhere",
    ["https://pirate.example/", "//pirate.example", "/\\pirate.example", "javascript:alert(1)", "x"],
)
def test_a_login_never_leads_elsewhere(site: AccessSite, elsewhere: str) -> None:
    answer = sign_in(site.app.test_client(), email_of("owner"), next=elsewhere)

    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("owner@ville.fr", "faux mot de passe"),
        ("personne@ville.fr", PASSWORD),
        ("", ""),
        ("owner@ville.fr", ""),
    ],
)
def test_an_unknown_address_is_answered_as_a_wrong_password_is(
    site: AccessSite, email: str, password: str
) -> None:
    client = site.app.test_client()

    answer = sign_in(client, email, password)

    assert answer.status_code == 422
    assert UNKNOWN in answer.get_data(as_text=True)
    assert client.get("/").status_code == 303


def test_a_login_needs_the_token_of_its_form(site: AccessSite) -> None:
    client = site.app.test_client()

    answer = client.post("/connexion", data={"email": "owner@ville.fr", "password": PASSWORD})

    assert answer.status_code == 400
    assert client.get("/").status_code == 303


def test_a_login_opens_a_new_session_and_leaves_nothing_of_the_former(site: AccessSite) -> None:
    client = site.browser("outsider")
    client.get("/")
    with client.session_transaction() as session:
        former, session["seen"] = session["login"], {"1": 1}
        token = session["csrf_token"]

    sign_in(client, email_of("owner"), next="/compte")
    client.post("/deconnexion", data={"csrf_token": fields(client, "/compte")["csrf_token"]})
    sign_in(client, email_of("owner"))

    with client.session_transaction() as session:
        assert len(session["login"]) == TOKEN
        assert session["login"] != former
        assert "seen" not in session
        assert session.get("csrf_token") != token


def test_wrong_passwords_slow_their_source_down(site: AccessSite) -> None:
    client = site.app.test_client()

    statuses = [sign_in(client, email_of("owner"), "faux mot de passe").status_code for _ in range(7)]
    right = sign_in(client, email_of("owner"))
    elsewhere = site.app.test_client()
    elsewhere.environ_base["REMOTE_ADDR"] = "203.0.113.9"

    assert statuses == [422] * 5 + [429] * 2
    assert right.status_code == 429
    assert "attendez" in right.get_data(as_text=True)
    assert sign_in(elsewhere, email_of("owner")).status_code == 303


def test_a_closed_account_signs_in_no_more_and_its_pages_end_at_once(site: AccessSite) -> None:
    client = site.browser("editor")

    site.store.accounts.close(site.accounts["editor"].id)

    assert client.get("/").headers["Location"] == "/connexion"
    assert sign_in(client, email_of("editor")).status_code == 422


def test_a_link_is_not_used_up_by_looking_at_it(site: AccessSite) -> None:
    token = site.store.accounts.link(site.accounts["reader"].id)
    address, client = f"/acces/{token}", site.app.test_client()

    looks = [client.open(address, method=method).status_code for method in ("HEAD", "GET", "GET")]
    page = client.get(address).get_data(as_text=True)
    weak = send(client, address, password="contratdeville", again="contratdeville")
    other = send(client, address, password=OTHER, again="autre chose encore")
    chosen = send(client, address, password=OTHER, again=OTHER)

    assert looks == [200, 200, 200]
    assert '<meta name="referrer" content="no-referrer">' in page
    assert (weak, other, chosen) == (422, 422, 303)
    assert client.get(address).status_code == 410
    assert sign_in(client, email_of("reader")).status_code == 422
    assert sign_in(client, email_of("reader"), OTHER).status_code == 303


def test_a_password_is_typed_in_a_masked_field_that_takes_a_paste(site: AccessSite) -> None:
    page = page_of(site.app.test_client().get("/connexion"))
    known = page.element("password")

    assert (known["type"], known["autocomplete"]) == ("password", "current-password")
    assert not {"onpaste", "maxlength", "pattern"} & known.keys()
    assert page.element("email")["autocomplete"] == "username"


def test_a_password_is_changed_with_the_former_one_and_closes_the_other_sessions(site: AccessSite) -> None:
    here, elsewhere = site.browser("owner"), site.browser("owner")
    new = {"password": OTHER, "again": OTHER}

    wrong = send(here, "/compte/mot-de-passe", current="faux mot de passe", **new)
    changed = send(here, "/compte/mot-de-passe", current=PASSWORD, **new)

    assert (wrong, changed) == (422, 303)
    assert here.get("/compte").status_code == 200
    assert elsewhere.get("/compte").status_code == 303


def test_a_code_is_asked_for_once_it_is_set_and_each_is_good_once(site: AccessSite) -> None:
    client = site.browser("owner")
    given = fields(client, "/compte/code")
    secret = str(given["secret"])
    step = int(site.store.now().timestamp()) // totp.STEP

    assert send(client, "/compte/code", secret=secret, code="000000") in {303, 422}
    client.post("/compte/code", data={**given, "code": totp.code_at(secret, step)})

    visitor = site.app.test_client()
    assert sign_in(visitor, email_of("owner")).status_code == 422
    assert sign_in(visitor, email_of("owner"), code=totp.code_at(secret, step)).status_code == 422
    assert sign_in(visitor, email_of("owner"), code=totp.code_at(secret, step + 1)).status_code == 303


def test_a_new_password_by_link_does_not_do_without_the_code(site: AccessSite) -> None:
    owner = site.accounts["owner"]
    site.store.accounts.set_totp(owner.id, totp.new_secret())
    client = site.app.test_client()

    send(client, f"/acces/{site.store.accounts.link(owner.id)}", password=OTHER, again=OTHER)

    assert client.get("/").status_code == 303
    assert sign_in(client, email_of("owner"), OTHER).status_code == 422


@pytest.mark.parametrize("address", ["/compte/code", "/compte/effacer", "/profils/{}/partage"])
def test_the_password_is_asked_for_again_before_rights_and_secrets_change(
    site: AccessSite, address: str
) -> None:
    client, here = site.browser("owner"), address.format(site.contract.id)
    given = fields(client, here)
    wait(site, "owner")

    looked = client.get(here).headers["Location"]
    asked = client.post(here, data={**given, "done": "invite", "role": "reader", "email": "a@ville.fr"})
    wrong = client.post("/connexion/confirmer", data={**page_of(asked).fields, "password": "faux mot"})
    resumed = client.post("/connexion/confirmer", data={**page_of(asked).fields, "password": PASSWORD})

    assert looked.startswith("/connexion/confirmer?next=")
    assert (asked.status_code, wrong.status_code, resumed.status_code) == (401, 422, 200)
    assert "a@ville.fr" in resumed.get_data(as_text=True)
    assert client.get(here).status_code == 200


def test_one_sees_and_closes_ones_sessions(site: AccessSite) -> None:
    here, elsewhere = site.browser("owner"), site.browser("owner")

    page = here.get("/compte").get_data(as_text=True)
    here.post("/compte/sessions/fermer", data={"csrf_token": fields(here, "/compte")["csrf_token"]})

    assert page.count("celle-ci") == 1
    assert here.get("/compte").status_code == 200
    assert elsewhere.get("/compte").status_code == 303


def test_a_person_takes_her_data_with_her_and_is_erased(site: AccessSite) -> None:
    client = site.browser("reader")
    known = client.get("/compte/donnees.json").get_json()

    erased = send(client, "/compte/effacer")

    assert known["adresse"] == "reader@ville.fr"
    assert known["contrats"] == [{"contrat": "Grand Paris Sud", "role": "reader"}]
    assert "argon2" not in str(known)
    assert erased == 303
    assert client.get("/").status_code == 303
    assert sign_in(client, email_of("reader")).status_code == 422
    assert "Reader" not in site.browser("administrator").get("/administration/journal").get_data(as_text=True)


def test_the_only_owner_of_a_contract_is_not_erased(site: AccessSite) -> None:
    client = site.browser("owner")

    answer = client.post("/compte/effacer", data=fields(client, "/compte/effacer"))

    assert answer.status_code == 409
    assert "seul propriétaire de « Grand Paris Sud »" in answer.get_data(as_text=True)


def test_the_cookie_of_a_session_is_closed_to_scripts_and_other_sites(site: AccessSite) -> None:
    client = site.app.test_client()
    given = page_of(client.get("/connexion", base_url="https://localhost")).fields

    typed = {**given, "email": email_of("owner"), "password": PASSWORD}
    answer = client.post("/connexion", data=typed, base_url="https://localhost")

    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-contrat_de_ville=")
    assert all(word in cookie for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))
    assert "Domain" not in cookie


def test_a_person_without_an_account_joins_by_an_invitation_to_her_address(site: AccessSite) -> None:
    owner = site.browser("owner")
    here = f"/profils/{site.contract.id}/partage"
    given = fields(owner, here)
    answer = owner.post(
        here,
        data={**given, "done": "invite", "role": "editor", "email": "Invitée@caf.fr"},
        follow_redirects=True,
    )
    link = page_of(answer).text.split("http://localhost")[1].split()[0]
    guest = site.app.test_client()

    looks = [guest.open(link, method=method).status_code for method in ("HEAD", "GET")]
    joined = send(guest, link, name="Une invitée", password=OTHER, again=OTHER)

    assert looks == [200, 200]
    assert joined == 303
    assert guest.get(f"/profils/{site.contract.id}").status_code == 200
    assert guest.get(link).status_code == 410
    assert guest.get(f"/profils/{site.other.id}").status_code == 404
    assert "http://localhost/invitation/" not in owner.get(here).get_data(as_text=True)


def test_an_invitation_is_accepted_by_the_account_that_it_is_for(site: AccessSite) -> None:
    owner = site.accounts["owner"]
    token = site.store.shares.invite(site.contract.id, "reader", email_of("outsider"), owner.id)
    link = f"/invitation/{token}"

    to_sign_in = site.app.test_client().get(link).get_data(as_text=True)
    refused = site.browser("administrator")
    status = send(refused, link)
    invited = site.browser("outsider")

    assert "Se connecter" in to_sign_in
    assert "Grand Paris Sud" not in to_sign_in
    assert status == 409
    assert send(invited, link) == 303
    assert invited.get(f"/profils/{site.contract.id}").status_code == 200


def test_an_owner_changes_and_takes_back_roles_on_her_contract_alone(site: AccessSite) -> None:
    owner, here = site.browser("owner"), f"/profils/{site.contract.id}/partage"
    token = fields(owner, here)["csrf_token"]
    shares = {share.name: share for share in site.store.shares.of_contract(site.contract.id)}
    (theirs,) = site.store.shares.of_contract(site.other.id)

    def sent(done: str, share: int, role: str = "") -> int:
        typed = {"csrf_token": token, "done": done, "key": str(share), "role": role}
        return owner.post(here, data=typed).status_code

    assert sent("change", shares["Reader"].id, "editor") == 303
    assert sent("revoke", shares["Editor"].id) == 303
    assert sent("revoke", shares["Owner"].id) == 422
    assert sent("change", theirs.id, "reader") == 422
    assert sent("revoke", theirs.id) == 303
    roles = {share.name: share.role for share in site.store.shares.of_contract(site.contract.id)}
    assert roles == {"Owner": "owner", "Reader": "editor", "Commenter": "commenter", "Partner": "editor"}
    assert site.store.shares.of_contract(site.other.id) == (theirs,)


def test_an_administrator_makes_accounts_links_and_organisations(site: AccessSite) -> None:
    client, here = site.browser("administrator"), "/administration/comptes"
    token = fields(client, here)["csrf_token"]

    made_one = client.post(
        here,
        data={"csrf_token": token, "done": "create", "email": "neuf@ville.fr", "name": "Neuf"},
        follow_redirects=True,
    )
    link = page_of(made_one).text.split("http://localhost")[1].split()[0]
    again = client.post(here, data={"csrf_token": token, "done": "create", "email": "neuf@ville.fr"})
    closed = client.post(
        here, data={"csrf_token": token, "done": "close", "key": str(site.accounts["reader"].id)}
    )
    bad = send(client, "/administration/organismes", name="CAF", siret="12345678901234")
    good = send(client, "/administration/organismes", name="CAF du Rhône", siret="775 685 019 00073")

    assert site.app.test_client().get(link).status_code == 200
    assert (again.status_code, closed.status_code) == (422, 303)
    assert site.store.accounts.find("reader@ville.fr").closed_at is not None  # type: ignore[union-attr]  # it is there
    assert bad == 422
    assert good in {303, 422}
