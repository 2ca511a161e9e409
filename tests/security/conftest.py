"""One application on each engine for all the sweeps, something on each page, put back after each of them.

Its catalogue is small: thousands of hostile texts are sent, and none sees how many clauses a page lists.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.catalogue import read
from app.domain.profile import (
    Adaptation,
    LocalCommitment,
    Objective,
    Orientation,
    Profile,
    Quartier,
    Signatory,
)
from app.settings.config import Settings
from app.store import Profiles, Signature
from tests.engines import new_database
from tests.former import CHANGED, store_before, written_in
from tests.returned_files import receive_some
from tests.security.database import Database, database_at
from tests.security.site import Site, explored, forms_of
from tests.taken_over import take_some_over
from tests.web.conftest import EVRY
from tests.web.small_catalogue import small_catalogue

COMMITMENT = "interieur-2013-1-1"
NOBODY = "https://127.0.0.1:9/liste.csv"
"""Where the sweeps may ask for the official list: at once, nothing answers there."""


AIMS = (
    Orientation("o1", "L’emploi", "Un enjeu.", (Objective("b1", "Accueillir"), Objective("b2", "Former"))),
    Orientation("o2", "La tranquillité"),
)
"""Each of them can be moved."""


@dataclass(frozen=True)
class Place:
    """A running application, its client, what a robot found in it, and its database."""

    app: Flask
    client: FlaskClient
    site: Site
    database: Database

    @property
    def store(self) -> Profiles:
        profiles = self.app.extensions["contrat_de_ville"].profiles
        assert isinstance(profiles, Profiles)
        return profiles

    def dump(self) -> str:
        """Everything that is saved."""
        return self.database.dump()

    def restore(self) -> None:
        """Put back everything that was saved at first."""
        self.database.restore()


@pytest.fixture(scope="session")
def furnished(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A site with a profile of several versions, a deleted one, and a robot that has seen it all."""
    folder = tmp_path_factory.mktemp("sweep")
    url = new_database(request, folder)
    catalogue = written_in(folder / "catalogue", small_catalogue())
    usual = Settings(folder, url, "0f3b8e7c5a9d4c21b6f0", qpv_source=NOBODY)
    app = create_app(replace(usual, catalogue_folder=catalogue))
    client = app.test_client()
    parts = app.extensions["contrat_de_ville"]
    _furnish(parts.profiles, client)
    database = database_at(url)
    site = explored(app, client)  # first: what the robot downloads is marked as such
    database.keep()
    yield Place(app, client, site, database)
    database.close()
    parts.profiles.close()


@pytest.fixture
def place(furnished: Place) -> Iterator[Place]:
    yield furnished
    furnished.restore()


def _furnish(profiles: Profiles, client: FlaskClient) -> None:
    profiles.create(Profile("Un autre contrat", EVRY))
    profiles.quartiers.replace([Quartier("QN09103M", "Le Parc", ("91228",))], "qpv-2024.csv")
    deleted = profiles.create(Profile("À supprimer", EVRY))
    address = f"/profils/{deleted.id}/supprimer"
    (form,) = [form for form in forms_of(client.get(address), address) if form.method == "POST"]
    client.post(form.address, data=form.values)
    partners = ("etat", "epci", "commune", "departement", "region", "caf")
    before = store_before(profiles, read(small_catalogue(former=True)))
    saved = before.create(Profile("Grand Paris Sud", EVRY, partners=partners))
    action = Adaptation(local_action="Une action locale.", objectives=("b1",))
    written = replace(
        saved.profile,
        adaptations={COMMITMENT: action, CHANGED: action},
        orientations=AIMS,
        local_commitments=(LocalCommitment("local-1", "sante", "Un engagement d’ici.", action),),
        signatories=(
            Signatory("commune", "la Ville d’Évry-Courcouronnes", "Une personne"),
            # The ARS does not sign: what is said of it is kept and not printed.
            Signatory("ars", "l’ARS Île-de-France", "Une directrice"),
        ),
    )
    # The robot opens the page of one version, the last one: it is the signed one.
    kept = profiles.save(saved.id, saved.version, written)
    receive_some(profiles, kept, COMMITMENT)
    take_some_over(profiles)
    profiles.versions.sign(saved.id, kept.version, Signature(date(2026, 3, 12), "tous les signataires"))
