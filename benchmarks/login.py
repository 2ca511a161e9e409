"""What accounts cost: `python -m benchmarks.login`.

Signing in with an address that has an account and with one that has none; pages with accounts and without.
`--quick` does each a few times, as the tests do.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from http import HTTPStatus
from itertools import count
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.access import Role
from app.access.passwords import hashed
from app.domain.profile import Profile, Territory
from app.settings.config import Settings
from app.store import Profiles
from app.web.requests import LOGGER
from app.web.services import AUTHOR

KEY = "0f3b8e7c5a9d4c21b6f0"
PASSWORD = "une phrase que l’on retient"  # noqa: S105 — of accounts that live as long as the measure
MOST_APART, MOST_SLOWER = 0.10, 1.15
CONTRACTS = 20
"""Contracts of the site: as many as a page of the list shows."""

PAGES = ("/", "/profils/1", "/profils/1/engagements", "/profils/1/versions")
CONTRACT = Profile("Contrat", Territory("commune", "69123", "Lyon"))


@contextmanager
def site(*, people: int, contracts: int = CONTRACTS) -> Iterator[tuple[Flask, Profiles]]:
    """A site with so many accounts, the first of which owns contracts that the others write in."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(Path(folder), f"sqlite:///{folder}/c.sqlite3", KEY))
        store = app.extensions["contrat_de_ville"].profiles
        saved, kept = store.create(CONTRACT), hashed(PASSWORD)
        store.create_all(replace(CONTRACT, name=f"Contrat {number}") for number in range(2, contracts + 1))
        for number in range(people):
            made = store.accounts.create(f"p{number}@ville.fr", administrator=number == 0)
            store.accounts.set_password(made.id, kept)
            if number:
                for contract in range(saved.id, saved.id + contracts):
                    store.shares.give(contract, Role.EDITOR, 1, to_account=made.id)
        try:
            yield app, store
        finally:
            app.extensions["contrat_de_ville"].close()


def seconds(work: Callable[[], object]) -> float:
    """How long it takes, once."""
    begun = perf_counter()
    work()
    return perf_counter() - begun


def token_of(client: FlaskClient) -> str:
    """The token of the form of the login page."""
    page = client.get("/connexion").get_data(as_text=True)
    return page.split('name="csrf_token" type="hidden" value="')[1].split('"')[0]


def login_times(tries: int) -> tuple[float, float]:
    """Median seconds of a wrong password for a known and for an unknown address, by turns."""
    addresses = count(1)
    with site(people=1) as (app, _):
        client = app.test_client()
        token = token_of(client)

        def attempt(email: str) -> float:
            number = next(addresses)  # another source each time: none waits
            source = {"REMOTE_ADDR": f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"}
            typed = {"csrf_token": token, "email": email, "password": "faux mot de passe"}
            return seconds(lambda: client.post("/connexion", data=typed, environ_overrides=source))

        attempt("p0@ville.fr"), attempt("personne@ville.fr")
        pairs = [(attempt("p0@ville.fr"), attempt("personne@ville.fr")) for _ in range(tries)]
    known, unknown = zip(*pairs, strict=True)
    return median(known), median(unknown)


def sign_in(app: Flask, number: int) -> FlaskClient:
    """A browser in which a person has signed in, however busy the database is."""
    client = app.test_client()
    typed = {"csrf_token": token_of(client), "email": f"p{number}@ville.fr", "password": PASSWORD}
    while client.post("/connexion", data=typed).status_code != HTTPStatus.SEE_OTHER:
        sleep(0.01)
    return client


def named(app: Flask) -> FlaskClient:
    """A browser in which a person of a site without accounts has given a name, which costs pages too."""
    client = app.test_client()
    with client.session_transaction() as session:
        session[AUTHOR] = "p1"
    return client


def page_times(times: int) -> dict[str, tuple[float, float]]:
    """Median seconds of pages without accounts and with them, by turns."""
    pages: dict[str, list[tuple[float, float]]] = {address: [] for address in PAGES}
    with site(people=0) as (alone, _), site(people=20) as (shared, _):
        visitor, member = named(alone), sign_in(shared, 1)
        for address, measured in pages.items():
            shown = [partial(client.get, address) for client in (visitor, member)]
            assert [show().status_code for show in shown] == [200, 200]
            measured += [(seconds(shown[0]), seconds(shown[1])) for _ in range(times)]
    return {
        address: (median(one for one, _ in measured), median(two for _, two in measured))
        for address, measured in pages.items()
    }


def main() -> None:
    quick = "--quick" in sys.argv
    LOGGER.disabled = True  # a line for each wrong password tells nothing here
    known, unknown = login_times(5 if quick else 200)
    print("| login, wrong password | median |\n|---|---:|")
    print(f"| address with an account | {known * 1000:.1f} ms |")
    print(f"| address without one | {unknown * 1000:.1f} ms |\n")
    print("| page | without accounts | with 20 accounts | ratio |\n|---|---:|---:|---:|")
    pages = page_times(3 if quick else 100)
    for address, (alone, shared) in pages.items():
        print(f"| {address} | {alone * 1000:.1f} ms | {shared * 1000:.1f} ms | {shared / alone:.2f} |")
    slow = [address for address, (alone, shared) in pages.items() if shared > MOST_SLOWER * alone]
    if not quick and (abs(known - unknown) > MOST_APART * known or slow):
        sys.exit("a limit is passed")


if __name__ == "__main__":
    main()
