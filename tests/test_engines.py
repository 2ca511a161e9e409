"""What the database that the tests share owes to each of them."""

import pytest

from app.store import Profiles, open_store
from tests.engines import Shared
from tests.postgres.server import PostgresServer
from tests.store.conftest import make_profile


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
