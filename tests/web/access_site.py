"""A site with accounts: one person of each kind with a browser, and a contract that some of them share."""

from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.access import Role, Scope
from app.access.passwords import hashed
from app.domain.profile import Profile
from app.store import Profiles, SavedProfile
from app.store.account_rows import Account
from app.store.logins import Lifetime
from app.web.access import LOGIN
from tests.web.conftest import EVRY
from tests.web.pages import page_of

PASSWORD = "une phrase que l’on retient"
KEPT = hashed(PASSWORD)
"""Made once: each takes some 30 ms."""

KINDS = ("anonymous", "outsider", "reader", "commenter", "partner", "editor", "owner", "administrator")
OWN = "interieur-2013-1-1"
"""The commitment in which the partner proposes."""


def email_of(kind: str) -> str:
    return f"{kind}@ville.fr"


@dataclass
class AccessSite:
    """`contract` is shared with those of a role; `other` belongs to the outsider alone."""

    app: Flask
    store: Profiles
    accounts: dict[str, Account]
    contract: SavedProfile
    other: SavedProfile

    def browser(self, kind: str) -> FlaskClient:
        """A browser in which this person has signed in; nobody for « anonymous »."""
        client = self.app.test_client()
        if kind in self.accounts:
            answer = sign_in(client, email_of(kind))
            assert answer.status_code == 303, answer.get_data(as_text=True)
        return client

    def seat(self, kind: str) -> FlaskClient:
        """The same at once, without the page of the password, which takes some 30 ms."""
        client = self.app.test_client()
        with client.session_transaction() as session:
            session[LOGIN] = self.store.logins.open(self.accounts[kind].id, "", Lifetime())
        return client


def sign_in(client: FlaskClient, email: str, password: str = PASSWORD, **typed: str) -> TestResponse:
    fields = page_of(client.get("/connexion")).fields
    return client.post("/connexion", data={**fields, "email": email, "password": password, **typed})


def made(app: Flask) -> AccessSite:
    """Makes the accounts, the roles and the contracts."""
    store = app.extensions["contrat_de_ville"].profiles
    accounts = {
        kind: store.accounts.create(email_of(kind), kind.capitalize(), administrator=kind == "administrator")
        for kind in reversed(KINDS[1:])
    }
    for account in accounts.values():
        store.accounts.set_password(account.id, KEPT)
    owner = accounts["owner"]
    partners = ("etat", "epci", "commune", "departement", "region")
    contract = store.signed(owner.name, owner.id).create(Profile("Grand Paris Sud", EVRY, partners=partners))
    for role in (Role.EDITOR, Role.COMMENTER, Role.READER):
        store.shares.give(contract.id, role, owner.id, to_account=accounts[role].id)
    part = Scope(commitments=frozenset({OWN}))
    partner = accounts["partner"]
    store.shares.give(contract.id, Role.EDITOR, owner.id, to_account=partner.id, scope=part)
    outsider = accounts["outsider"]
    other = store.signed(outsider.name, outsider.id).create(Profile("Ailleurs", EVRY, partners=partners))
    return AccessSite(app, store, accounts, contract, other)
