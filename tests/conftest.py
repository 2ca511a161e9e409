"""Real things for every test: the real catalogue, read once; a real PostgreSQL server; both engines."""

import gc

import pytest
from hypothesis import HealthCheck, settings

from app.catalogue import load
from app.domain.catalogue import Catalogue
from app.settings import resource

gc.disable()  # until every test is collected
pytest_plugins = [
    "tests.postgres.server",
    "tests.compiled_templates",
    "tests.engines",
    "tests.workers",
    "tests.territories.official_server",
]

# How long an example takes says how busy the machine is, and nothing of what the test is about.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


def pytest_collection_finish() -> None:
    """Spare the collector what stays as long as the process: it took a tenth of the time of the tests."""
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load(resource("commitments"))
