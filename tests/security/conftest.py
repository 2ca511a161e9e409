"""One application for all the sweeps, with something on each page, put back as it was after each."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.config import Settings
from app.domain.profile import Adaptation, LocalCommitment, Profile, Signatory
from app.store import Profiles, restore_backup, write_backup
from app.store.content import content_of
from tests.former import CHANGED, store_before
from tests.security.site import Site, copy_database, dump, explored, forms_of
from tests.web.conftest import EVRY

COMMITMENT = "interieur-2013-1-1"


@dataclass(frozen=True)
class Place:
    """A running application, its client, what a robot found in it, and its database in a file."""

    app: Flask
    client: FlaskClient
    site: Site
    file: Path
    pristine: Path

    @property
    def store(self) -> Profiles:
        profiles = self.app.extensions["contrat_de_ville"].profiles
        assert isinstance(profiles, Profiles)
        return profiles

    def dump(self) -> str:
        """Everything that is saved."""
        return dump(self.file)

    def restore(self) -> None:
        """Put back everything that was saved at first."""
        copy_database(self.pristine, self.file)


class PlaceOnServer(Place):
    """The same, its database on a server; `file` is nothing, `pristine` a backup."""

    def dump(self) -> str:
        with self.store.engine.connect() as connection:
            return content_of(connection)

    def restore(self) -> None:
        restore_backup(self.store, self.pristine, replace=True)


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A site with a profile of several versions, a deleted one, and a robot that has seen it all."""
    folder = tmp_path_factory.mktemp("sweep")
    file, pristine = folder / "profiles.sqlite3", folder / "pristine.sqlite3"
    app = create_app(Settings(folder, f"sqlite:///{file}", "0f3b8e7c5a9d4c21b6f0"))
    client = app.test_client()
    parts = app.extensions["contrat_de_ville"]
    _furnish(parts.profiles, client)
    copy_database(file, pristine)
    found = Place(app, client, explored(app, client), file, pristine)
    found.restore()
    yield found
    parts.profiles.close()


@pytest.fixture
def place_on_server(postgres_url: str, tmp_path: Path) -> Iterator[Place]:
    app = create_app(Settings(tmp_path, postgres_url, "0f3b8e7c5a9d4c21b6f0"))
    client = app.test_client()
    parts = app.extensions["contrat_de_ville"]
    _furnish(parts.profiles, client)
    write_backup(parts.profiles, tmp_path / "pristine")
    found = PlaceOnServer(app, client, explored(app, client), Path(), tmp_path / "pristine")
    found.restore()
    yield found
    parts.profiles.close()


@pytest.fixture
def place(furnished: Place) -> Iterator[Place]:
    yield furnished
    furnished.restore()


def _furnish(profiles: Profiles, client: FlaskClient) -> None:
    profiles.create(Profile("Un autre contrat", EVRY))
    deleted = profiles.create(Profile("À supprimer", EVRY))
    address = f"/profils/{deleted.id}/supprimer"
    (form,) = [form for form in forms_of(client.get(address), address) if form.method == "POST"]
    client.post(form.address, data=form.values)
    partners = ("etat", "epci", "commune", "departement", "region", "procureur")
    before = store_before(profiles)
    saved = before.create(Profile("Grand Paris Sud", EVRY, partners=partners))
    action = Adaptation(local_action="Une action locale.")
    written = replace(
        saved.profile,
        adaptations={COMMITMENT: action, CHANGED: action},
        local_commitments=(LocalCommitment("local-1", "sante", "Un engagement d’ici.", action),),
        signatories=(Signatory("commune", "la Ville d’Évry-Courcouronnes", "Une personne"),),
    )
    profiles.save(saved.id, saved.version, written)
