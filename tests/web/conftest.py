"""A real application over a database of each engine, and a visitor who fills in its forms.

To start an application took a third of the time of a test of a page. On SQLite, one serves all tests whose
settings are the usual ones: its database and what it remembers are put back after each of them.
"""

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app import create_app
from app.domain.profile import Commune, Profile, Quartier, Territory
from app.settings.config import Settings
from app.store import Profiles, SavedProfile
from app.web.services import Services
from tests.web.pages import page_of

Builder = Callable[..., tuple[str, str]]
BUILDERS: dict[object, Builder] = {}


def compile_builder(
    rule: Rule, append_unknown: bool = True, *, compile_: Any = Rule._compile_builder
) -> Builder:
    """Return what builds the addresses of a rule, as werkzeug compiled it for the first one of its kind.

    It is bound to each rule afterwards. To compile all anew took most of what an application costs.
    """
    key = repr((rule.rule, rule.subdomain, rule.host, rule.defaults, append_unknown))
    if key not in BUILDERS:
        BUILDERS[key] = compile_(rule, append_unknown)
    return BUILDERS[key]


EVRY = Territory(
    kind="epci",
    code="200059228",
    name="CA Grand Paris Sud",
    communes=(Commune("91228", "Évry-Courcouronnes", 66_700),),
    quartiers=(Quartier("QN09101M", "Les Pyramides", ("91228",)),),
    grouping="CA",
)


class Visitor:
    """Opens pages and sends their forms, as a browser without JavaScript does."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def send(self, address: str, **typed: object) -> TestResponse:
        """Open a page, type in its form, send it: what comes back."""
        fields = page_of(self.client.get(address)).fields
        return self.client.post(address, data={**fields, **typed})


@dataclass(frozen=True)
class SharedApplication:
    """An application that several tests use, one after the other."""

    app: Flask
    settings: Settings
    file: Path
    """Its database."""
    first: Path
    """That database as it was when the application had started."""
    services: Services

    def restore(self) -> None:
        """Put back what was saved, and forget what pages remember of it."""
        remembered = ("former", "comparisons", "what_changed", "contract_states", "own_changes", "pending")
        forgotten: dict[str, Any] = {name: {} for name in remembered}
        self.app.extensions["contrat_de_ville"] = replace(self.services, **forgotten)
        self.services.profiles.accounts.has_some = False
        copy_database(self.first, self.file)


def copy_database(source: Path, target: Path) -> None:
    """Copy a SQLite database over another one, which others may have open."""
    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target)) as written:
        read.backup(written)


@pytest.fixture(scope="session")
def shared_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SharedApplication]:
    folder = tmp_path_factory.mktemp("shared")
    file, first = folder / "profiles.sqlite3", folder / "first.sqlite3"
    settings = Settings(folder, f"sqlite:///{file}", "0f3b8e7c5a9d4c21b6f0")
    app = create_app(settings)
    copy_database(file, first)
    services: Services = app.extensions["contrat_de_ville"]
    yield SharedApplication(app, settings, file, first, services)
    services.close()


@pytest.fixture
def database_url(request: pytest.FixtureRequest, shared_app: SharedApplication) -> Iterator[str]:
    """The address of a database without any profile."""
    if request.param == "sqlite":
        yield shared_app.settings.database_url
        shared_app.restore()
    else:
        yield request.getfixturevalue("emptied_url")


@pytest.fixture
def settings(database_url: str, shared_app: SharedApplication) -> Settings:
    return replace(shared_app.settings, database_url=database_url)


@pytest.fixture
def start() -> Iterator[Callable[[Settings], Flask]]:
    """Makes an application, which is closed at the end of the test."""
    with ExitStack() as started:

        def make(settings: Settings) -> Flask:
            with patch.object(Rule, "_compile_builder", compile_builder):
                made = create_app(settings)
            started.callback(made.extensions["contrat_de_ville"].profiles.close)
            return made

        yield make


@pytest.fixture
def app(start: Callable[[Settings], Flask], settings: Settings, shared_app: SharedApplication) -> Flask:
    return shared_app.app if settings == shared_app.settings else start(settings)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def visitor(client: FlaskClient) -> Visitor:
    return Visitor(client)


@pytest.fixture
def store(app: Flask) -> Profiles:
    profiles = app.extensions["contrat_de_ville"].profiles
    assert isinstance(profiles, Profiles)
    return profiles


@pytest.fixture
def saved(store: Profiles) -> SavedProfile:
    partners = ("etat", "epci", "commune", "departement", "region")
    return store.create(Profile("Grand Paris Sud", EVRY, partners=partners))


@pytest.fixture
def journal(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, logger="contrat_de_ville")
    return caplog
