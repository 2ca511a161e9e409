"""What the tests of the pages owe to both engines, and what the database that they share owes to them."""

import re
from pathlib import Path

import pytest

from app.store import Profiles, open_store
from tests.engines import Shared, only_on
from tests.postgres.server import PostgresServer
from tests.store.conftest import make_profile

HERE = Path(__file__).parent
MODULES = [path for folder in ("web", "security") for path in sorted((HERE / folder).glob("*.py"))]
OF_ITS_OWN = re.compile(
    r"sqlite:|postgresql[:+]|postgres_server|postgres_url|emptied_url"
    r'|["\s]database_url["(]|params=\["(?:sqlite|postgresql)'
)
"""How a module would name a database, or choose its engine, without `tests.engines`."""


@pytest.mark.parametrize("module", MODULES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_module_about_pages_or_safety_takes_its_databases_from_the_fixtures_of_both_engines(
    module: Path,
) -> None:
    assert OF_ITS_OWN.findall(module.read_text(encoding="utf-8")) == []


def test_a_test_stays_on_one_engine_for_a_written_reason_only() -> None:
    with pytest.raises(ValueError, match="why"):
        only_on("sqlite", because=" ")


def shared_profiles(shared: Shared) -> Profiles:
    profiles = open_store(shared.url)
    profiles.create(make_profile())
    return profiles


def test_the_next_test_finds_the_shared_database_without_rows_nor_memory_of_ids(
    shared_database: Shared,
) -> None:
    shared_profiles(shared_database).close()

    shared_database.empty()

    profiles = open_store(shared_database.url)
    found, created = profiles.search().total, profiles.create(make_profile())
    profiles.close()
    shared_database.empty()
    assert (found, created.id) == (0, 1)


def test_a_test_that_changes_the_tables_of_the_others_fails_and_they_get_new_ones(
    postgres_server: PostgresServer,
) -> None:
    shared = Shared(postgres_server)
    profiles, before = shared_profiles(shared), shared.url
    with profiles.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE quartiers RENAME TO elsewhere")

    with pytest.raises(pytest.fail.Exception, match="were changed"):
        shared.empty()

    after = shared.url
    profiles.close()
    shared.empty()
    shared.close()
    assert after != before
