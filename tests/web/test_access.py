"""Every address for every kind of person: who may open it, send its form, know that it is there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.access import Action
from app.access.rights import RIGHTS, Role
from app.settings.config import Settings
from app.web.permissions import NEEDS
from app.web.rights_document import rights_document
from tests.web.access_site import KEPT, KINDS, OWN, PASSWORD, AccessSite, made, sign_in
from tests.web.pages import page_of

VALUES = {
    "chapter": "preambule",
    "code": "QN09101M",
    "clause": OWN,
    "commitment_id": OWN,
    "each": "signataires",
    "filename": "site.css",
    "local_id": "local-1",
    "number": 1,
    "objective_id": "b1",
    "orientation_id": "o1",
    "partner_id": "etat",
    "section_id": "sante",
    "signatory_id": "s0123456789abcdef",
    "token": "jeton",
}
"""What stands in an address beside the number of the contract; what is not there is a 404 for all alike."""

FORBIDDEN = {403, 404}
ROLES = {str(role) for role in Role}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, empty_file: Path) -> Iterator[AccessSite]:
    folder = tmp_path_factory.mktemp("access")
    file = folder / "profiles.sqlite3"
    file.write_bytes(empty_file.read_bytes())
    app = create_app(Settings(folder, f"sqlite:///{file}", "0f3b8e7c5a9d4c21b6f0", qpv_source=""))
    yield made(app)
    app.extensions["contrat_de_ville"].close()


@pytest.fixture(scope="module")
def browsers(site: AccessSite) -> dict[str, FlaskClient]:
    return {kind: site.browser(kind) for kind in KINDS}


def addresses(app: Flask, contract: int) -> Iterator[tuple[str, str, str]]:
    """Each endpoint with a method that it takes and an address about the contract."""
    map_ = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        values = {name: VALUES.get(name, contract) for name in rule.arguments}
        for method in {"GET", "POST"} & (rule.methods or set()):
            yield rule.endpoint, method, map_.build(rule.endpoint, values, method=method)


def status_of(browser: FlaskClient, method: str, address: str) -> int:
    with browser.open(address, method=method) as answer:
        return answer.status_code


def about_a_contract(app: Flask) -> set[str]:
    return {rule.endpoint for rule in app.url_map.iter_rules() if "profile_id" in rule.arguments}


def may(kind: str, action: Action, endpoint: str = "") -> bool:
    """The table of the specification, said once more in other words."""
    if action is Action.OPEN:
        return True
    if kind == "anonymous":
        return False
    if action in (Action.USE, Action.CREATE):
        return True
    if action is Action.ADMINISTER:
        return kind == "administrator"
    if kind == "partner":
        in_her_part = NEEDS[endpoint].clause in {"clause", "commitment_id"}
        return action is Action.READ or (in_her_part and action in {Action.COMMENT, Action.PROPOSE})
    return kind in ROLES and action in RIGHTS[Role(kind)]


def test_every_address_says_what_it_asks_for(site: AccessSite) -> None:
    known = {rule.endpoint for rule in site.app.url_map.iter_rules()}

    assert known - NEEDS.keys() == set(), "add them to app/web/permissions.py"
    assert NEEDS.keys() - known == set()


def test_the_table_of_rights_is_that_of_the_program() -> None:
    written = (Path(__file__).parents[2] / "docs" / "droits.md").read_text(encoding="utf-8")

    assert written == rights_document(), "python -m app.web.rights_document > docs/droits.md"


@pytest.mark.parametrize("kind", KINDS)
def test_each_person_opens_and_sends_what_her_role_allows_and_nothing_else(
    site: AccessSite, browsers: dict[str, FlaskClient], kind: str
) -> None:
    wrong = {}
    for endpoint, method, address in addresses(site.app, site.contract.id):
        action = NEEDS[endpoint].of(method)
        if endpoint in {"login.logout", "help.health"}:
            continue
        with browsers[kind].open(address, method=method) as answer:
            status, to_sign_in = answer.status_code, "/connexion" in answer.headers.get("Location", "")
        if not may(kind, action, endpoint):
            expected = {303, 401} if kind == "anonymous" else FORBIDDEN
            if status not in expected or (status == 303 and not to_sign_in):
                wrong[endpoint, method] = status
        elif status == 403 or to_sign_in or (status == 401 and endpoint != "login.login"):
            wrong[endpoint, method] = status

    assert wrong == {}


def test_a_partner_writes_nothing_outside_of_her_part(
    site: AccessSite, browsers: dict[str, FlaskClient]
) -> None:
    contract, browser = f"/profils/{site.contract.id}", browsers["partner"]
    other = f"{contract}/engagements/interieur-2013-1-2"
    fields = page_of(browser.get(f"{contract}/engagements/{OWN}")).fields

    proposed = browser.post(other, data={**fields, "local_action": "Hors de ma partie."})
    said = browser.post(f"{other}/commentaires", data={**fields, "done": "ajouter", "text": "Ici."})
    listed = browser.post(
        f"{contract}/engagements", data={**fields, "engagement": OWN, "state": "agreed", "faire": "state"}
    )

    assert [answer.status_code for answer in (proposed, said, listed)] == [403, 403, 403]
    assert "Hors de ma partie." in proposed.get_data(as_text=True)
    assert browser.get(f"{other}/commentaires").status_code == 403
    assert site.store.returns.proposals(site.contract.id) == ()
    assert site.store.comments.of(site.contract.id) == ()


@pytest.mark.parametrize("kind", ["owner", "administrator", "partner"])
def test_a_contract_that_one_may_not_know_of_is_not_there(
    site: AccessSite, browsers: dict[str, FlaskClient], kind: str
) -> None:
    found = {}
    theirs, nowhere = (list(addresses(site.app, number)) for number in (site.other.id, 999_999))
    for (endpoint, method, address), (*_, gone) in zip(theirs, nowhere, strict=True):
        if endpoint not in about_a_contract(site.app):
            continue
        with (
            browsers[kind].open(address, method=method) as answer,
            browsers[kind].open(gone, method=method) as none,
        ):
            if (answer.status_code, none.status_code) != (404, 404):
                found[endpoint, method] = answer.status_code

    assert found == {}


def test_lists_counts_names_and_forms_say_nothing_of_the_contracts_of_others(
    site: AccessSite, browsers: dict[str, FlaskClient]
) -> None:
    owner = browsers["owner"]
    pages = ("/", "/?q=ailleurs", "/corbeille", f"/profils/{site.contract.id}/copier", "/mes-engagements")

    assert all(
        "Ailleurs" not in owner.get(page).get_data(as_text=True).replace("q=ailleurs", "") for page in pages
    )
    assert owner.get(f"/plan?profil={site.other.id}").status_code == 404

    fields = page_of(owner.get(f"/profils/{site.contract.id}/copier")).fields
    forged = owner.post(f"/profils/{site.contract.id}/copier", data={**fields, "other": str(site.other.id)})
    assert forged.status_code in {404, 422}

    fields = page_of(owner.get(f"/profils/{site.contract.id}/dupliquer")).fields
    same = owner.post(f"/profils/{site.contract.id}/dupliquer", data={**fields, "name": "Ailleurs"})
    assert same.status_code == 303
    assert site.store.get(site.other.id) == site.other


def test_a_reader_is_told_that_her_role_does_not_allow_it_and_keeps_what_she_typed(
    site: AccessSite, browsers: dict[str, FlaskClient]
) -> None:
    address = f"/profils/{site.contract.id}/engagements/interieur-2013-1-1"
    fields = page_of(browsers["reader"].get(address)).fields

    answer = browsers["reader"].post(address, data={**fields, "local_action": "Ouvrir un lieu."})

    assert answer.status_code == 403
    assert "Ouvrir un lieu." in answer.get_data(as_text=True)
    assert "Votre rôle sur ce contrat" in answer.get_data(as_text=True)
    assert "refused" in {entry.event for entry in site.store.audit.entries()}


def test_an_expired_login_loses_nothing_that_was_typed(site: AccessSite) -> None:
    browser = site.browser("editor")
    address = f"/profils/{site.contract.id}/engagements/interieur-2013-1-1"
    fields = page_of(browser.get(address)).fields
    site.store.accounts.set_password(site.accounts["editor"].id, KEPT)

    asked = browser.post(address, data={**fields, "local_action": "Un texte long.\nDeux lignes."})
    page = page_of(asked).fields
    typed = {"email": "editor@ville.fr", "password": PASSWORD}
    resumed = browser.post("/connexion", data={**page, **typed})
    saved = browser.post(address, data=page_of(resumed).fields)

    assert asked.status_code == 401
    assert "rien n’est perdu" in asked.get_data(as_text=True)
    assert saved.status_code == 303
    action = site.store.get(site.contract.id).profile.adaptations["interieur-2013-1-1"]
    assert action.local_action == "Un texte long.\nDeux lignes."
    assert (
        site.store.versions.get(site.contract.id, site.store.get(site.contract.id).version).author == "Editor"
    )


def test_the_pages_of_accounts_are_not_there_without_accounts(client: FlaskClient) -> None:
    for address in ("/connexion", "/compte", "/administration/comptes", "/acces/jeton", "/profils/1/partage"):
        assert client.get(address).status_code == 404
    assert "Cette machine seule" in client.get("/").get_data(as_text=True)


def test_the_first_account_closes_the_site_at_once(
    client: FlaskClient, store: object, site: AccessSite
) -> None:
    assert client.get("/").status_code == 200

    client.application.extensions["contrat_de_ville"].profiles.accounts.create(
        "a@ville.fr", administrator=True
    )

    assert client.get("/").headers["Location"] == "/connexion"
    assert sign_in(client, "a@ville.fr").status_code == 422
