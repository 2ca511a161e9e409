"""Real things for every test: the real catalogue, read once; a real PostgreSQL server; both engines."""

import pytest

from app.catalogue import load
from app.domain.catalogue import Catalogue
from app.resources import resource

pytest_plugins = ["tests.postgres.server", "tests.engines"]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load(resource("commitments"))
