"""The one-time code: asked of whom the site says, set up with a picture or a text, lost and found again."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml import html

from app import create_app
from app.access import totp
from app.access.factors import SecondFactor
from app.settings.config import Settings, read_settings
from app.web.services import Services
from tests.web.access_site import PASSWORD, AccessSite, email_of, made, sign_in
from tests.web.pages import page_of

CODE = "/compte/code"
RECOVERY = re.compile(r"[A-Z2-9]{4}(?:-[A-Z2-9]{4}){5}")


@pytest.fixture
def site(tmp_path: Path, empty_file: Path) -> Iterator[AccessSite]:
    file = tmp_path / "profiles.sqlite3"
    file.write_bytes(empty_file.read_bytes())
    settings = Settings(tmp_path, f"sqlite:///{file}", "0f3b8e7c5a9d4c21b6f0")
    app = create_app(replace(settings, second_factor=SecondFactor.OWNERS))
    yield made(app)
    app.extensions["contrat_de_ville"].close()


def ask(site: AccessSite, whom: SecondFactor) -> None:
    services: Services = site.app.extensions["contrat_de_ville"]
    site.app.extensions["contrat_de_ville"] = replace(services, second_factor=whom)


def code(site: AccessSite, secret: str, ahead: int = 0) -> str:
    return totp.code_at(secret, int(site.store.now().timestamp()) // totp.STEP + ahead)


def set_up(site: AccessSite, client: FlaskClient, address: str = CODE) -> tuple[str, list[str], str]:
    """Has a code asked for from now on: the secret, the recovery codes, the page that shows them."""
    fields = page_of(client.get(address)).fields
    secret = str(fields["secret"])
    page = client.post(CODE, data={**fields, "code": code(site, secret)}).get_data(as_text=True)
    return secret, RECOVERY.findall(page), page


def test_an_owner_is_led_to_a_code_before_she_shares_and_goes_on_from_there(site: AccessSite) -> None:
    owner, shared = site.browser("owner"), f"/profils/{site.contract.id}/partage"

    written = owner.get(f"/profils/{site.contract.id}").status_code
    led = owner.get(shared).headers["Location"]
    secret, codes, page = set_up(site, owner, led)

    assert written == 200
    assert led == f"{CODE}?next={shared}"
    assert len(secret) == 32
    assert len(set(codes)) == 8
    assert html.document_fromstring(page).xpath(f"//a[@href='{shared}']")
    assert owner.get(shared).status_code == 200


def test_what_was_sent_waits_until_the_code_is_set_up(site: AccessSite) -> None:
    ask(site, SecondFactor.FREE)
    owner, shared = site.browser("owner"), f"/profils/{site.contract.id}/partage"
    fields = page_of(owner.get(shared)).fields
    ask(site, SecondFactor.OWNERS)

    typed = {"done": "invite", "role": "reader", "email": "claire@caf.fr"}
    asked = owner.post(shared, data={**fields, **typed})
    given = page_of(asked).fields
    shown = owner.post(CODE, data={**given, "code": code(site, str(given["secret"]))})
    sent = owner.post(shared, data=page_of(shown).fields)

    assert (asked.status_code, shown.status_code, sent.status_code) == (401, 200, 303)
    assert [one.email for one in site.store.shares.invitations(site.contract.id)] == ["claire@caf.fr"]


@pytest.mark.parametrize(
    ("whom", "led"),
    [
        (SecondFactor.FREE, set()),
        (
            SecondFactor.OWNERS,
            {"owner /partage", "owner /supprimer", "administrator /administration/comptes"},
        ),
        (
            SecondFactor.ALL,
            {
                *("owner /partage", "owner /supprimer", "administrator /administration/comptes", "owner /"),
                *("reader /", "administrator /"),
            },
        ),
    ],
)
def test_a_code_is_asked_of_whom_the_site_says(site: AccessSite, whom: SecondFactor, led: set[str]) -> None:
    ask(site, whom)
    contract = f"/profils/{site.contract.id}"
    found = set()

    for kind in ("reader", "owner", "administrator"):
        client = site.browser(kind)
        for address in ("/", "/partage", "/supprimer", "/administration/comptes", "/compte", "/aide"):
            asked = contract + address if address in {"/partage", "/supprimer"} else address
            if CODE in client.get(asked).headers.get("Location", ""):
                found.add(f"{kind} {address}")

    assert found == led


def test_the_setting_is_that_of_the_owners_unless_another_is_given(tmp_path: Path) -> None:
    given = {"CONTRAT_INSTANCE": str(tmp_path)}

    assert read_settings(given).second_factor is SecondFactor.OWNERS
    assert read_settings({**given, "SECOND_FACTOR": "Libre"}).second_factor is SecondFactor.FREE


def test_the_secret_is_a_picture_that_asks_nothing_of_a_server_and_a_text(site: AccessSite) -> None:
    page = html.document_fromstring(site.browser("reader").get(CODE).get_data(as_text=True))
    (frame,) = page.xpath("//*[@role='img']")

    assert frame.get("aria-label").startswith("Code QR")
    assert frame.xpath(".//*[local-name()='path']")
    assert not frame.xpath(".//@style | .//@href | .//*[local-name()='image' or local-name()='style']")
    assert page.xpath("//code/text()") == page.xpath("//input[@name='secret']/@value")


def test_a_recovery_code_opens_one_session_and_is_noted(site: AccessSite) -> None:
    _, codes, _ = set_up(site, site.browser("reader"))
    typed = codes[0].replace("-", " ").lower()

    statuses = [
        sign_in(site.app.test_client(), email_of("reader"), code=one).status_code
        for one in (typed, typed, codes[1], "ABCD-EFGH-JKLM-NPQR-STUV-WXYZ")
    ]

    assert statuses == [303, 422, 303, 422]
    assert site.store.recovery_codes.left(site.accounts["reader"].id) == 6
    assert [entry.event for entry in site.store.audit.entries()].count("recovery_used") == 2


def test_new_recovery_codes_take_a_code_and_end_the_former_ones(site: AccessSite) -> None:
    client = site.browser("reader")
    secret, former, _ = set_up(site, client)
    fields = page_of(client.get("/compte/codes-de-secours")).fields

    refused = client.post("/compte/codes-de-secours", data={**fields, "code": "000000"})
    given = client.post("/compte/codes-de-secours", data={**fields, "code": code(site, secret, 1)})
    codes = RECOVERY.findall(given.get_data(as_text=True))

    assert refused.status_code == 422
    assert len(codes) == 8
    assert sign_in(site.app.test_client(), email_of("reader"), code=former[0]).status_code == 422
    assert sign_in(site.app.test_client(), email_of("reader"), code=codes[0]).status_code == 303


def test_a_code_is_given_up_with_a_code_and_every_other_session_ends(site: AccessSite) -> None:
    here, elsewhere = site.browser("reader"), site.browser("reader")
    secret, codes, _ = set_up(site, here)
    ended = elsewhere.get("/compte").status_code
    other = site.app.test_client()
    sign_in(other, email_of("reader"), code=codes[0])

    without = here.post(CODE, data=page_of(here.get(CODE)).fields)
    with_it = here.post(CODE, data={**page_of(here.get(CODE)).fields, "code": code(site, secret, 1)})

    assert (ended, without.status_code, with_it.status_code) == (303, 422, 303)
    assert here.get("/compte").status_code == 200
    assert other.get("/compte").status_code == 303
    assert site.store.recovery_codes.left(site.accounts["reader"].id) == 0
    assert sign_in(site.app.test_client(), email_of("reader")).status_code == 303


def test_a_session_has_another_token_once_its_person_was_known_again(site: AccessSite) -> None:
    client = site.browser("reader")
    tokens = []

    def remember() -> None:
        with client.session_transaction() as session:
            tokens.append(session["login"])

    remember()
    client.post(
        "/connexion/confirmer",
        data={**page_of(client.get("/connexion/confirmer")).fields, "password": PASSWORD},
    )
    remember()
    set_up(site, client)
    remember()

    assert len(set(tokens)) == 3
    former = site.app.test_client()
    with former.session_transaction() as session:
        session["login"] = tokens[0]
    assert former.get("/compte").status_code == 303
    assert client.get("/compte").status_code == 200


@pytest.mark.parametrize("secret", ["", "A", "MFRGG", "é" * 32])
def test_a_secret_that_the_site_did_not_make_is_refused(site: AccessSite, secret: str) -> None:
    client = site.browser("reader")
    fields = page_of(client.get(CODE)).fields

    answer = client.post(CODE, data={**fields, "secret": secret, "code": totp.code_at("", 0)})

    assert answer.status_code == 422
    assert not site.store.accounts.get(site.accounts["reader"].id).has_totp
