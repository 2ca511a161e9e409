"""A site that runs as in production, and its visitors."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.settings.config import Settings
from app.store import Profiles, SavedProfile, open_store
from tests.faults.server import Site, Visitor
from tests.store.conftest import make_profile, store_url, tables_url
from tests.web.conftest import client, start, store, visitor

__all__ = ["client", "start", "store", "store_url", "tables_url", "visitor"]


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(instance_folder=tmp_path, database_url=database_url, secret_key="0f3b8e7c5a9d4c21b6f0")


@pytest.fixture
def app(start: Callable[[Settings], Flask], settings: Settings) -> Flask:
    """An application of the test's own: it may spoil its database."""
    return start(settings)


@pytest.fixture
def in_base(store: Profiles) -> SavedProfile:
    """A profile of the application that runs inside the test."""
    return store.create(make_profile())


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A site that is not started yet, killed at the end whatever happened."""
    instance = tmp_path / "instance"
    instance.mkdir()
    made = Site(instance, tmp_path / "log")
    yield made
    made.kill()


@pytest.fixture
def saved(site: Site, empty_file: Path) -> SavedProfile:
    """A profile that was saved before the site starts."""
    return save_one(site, empty_file)


def save_one(site: Site, empty_file: Path) -> SavedProfile:
    """Gives a site that is not started yet a database with one profile."""
    shutil.copyfile(empty_file, site.database)
    profiles = open_store(f"sqlite:///{site.database}")
    created = profiles.create(make_profile())
    profiles.close()
    return created


@pytest.fixture
def browser(site: Site, saved: SavedProfile) -> Visitor:
    """A visitor of the site, which is started, with one profile."""
    site.start()
    return Visitor(site.port)
