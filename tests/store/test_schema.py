"""The tables: made by the migrations, the same as the models, never half changed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, update
from sqlalchemy.exc import IntegrityError

from app.store import Profiles, StoreRefused, database_address, open_store
from app.store.engine import make_engine
from app.store.migrations.versions import v0001_profiles
from app.store.tables import METADATA, PROFILES
from tests.store.conftest import make_profile
from tests.store.tables import description


@pytest.fixture
def engine(store_url: str) -> Iterator[Engine]:
    made = make_engine(database_address(store_url), patience=1)
    yield made
    made.dispose()


def test_the_migrations_make_the_tables_of_the_models(profiles: Profiles) -> None:
    with profiles.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), METADATA)

    assert differences == []


def test_the_migrations_and_the_models_make_the_same_tables(profiles: Profiles) -> None:
    # Alembic compares neither CHECK nor the rows of an index: the database itself is asked.
    with profiles.engine.connect() as connection:
        migrated = description(connection)
    METADATA.drop_all(profiles.engine)
    METADATA.create_all(profiles.engine)

    with profiles.engine.connect() as connection:
        assert description(connection) == migrated
    assert {table for table, *_ in migrated} - {"sqlite_sequence"} == set(METADATA.tables)


@pytest.mark.parametrize(
    "column", [{"name": ""}, {"name": "x" * 201}, {"owner": "x" * 201}, {"token": "court"}, {"version": 0}]
)
def test_the_database_itself_refuses_what_is_too_long_or_empty(
    profiles: Profiles, column: dict[str, object]
) -> None:
    profiles.create(make_profile())

    with pytest.raises(IntegrityError), profiles.engine.begin() as connection:
        connection.execute(update(PROFILES).values(column))


def test_a_database_is_opened_again_with_what_it_holds(store_url: str) -> None:
    first = open_store(store_url)
    created = first.create(make_profile())
    first.close()

    second = open_store(store_url)
    read = second.get(created.id)
    second.close()

    assert read == created


def test_a_database_of_a_newer_version_is_refused_and_unchanged(store_url: str, engine: Engine) -> None:
    open_store(store_url).close()
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(StoreRefused, match="Mettez l’application à jour"):
        open_store(store_url)

    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one() == "9999"


def test_the_tables_of_another_application_are_refused_and_unchanged(store_url: str, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE profiles (nickname TEXT)")

    with pytest.raises(StoreRefused, match="autre application"):
        open_store(store_url)

    assert inspect(engine).get_table_names() == ["profiles"]


def test_a_migration_that_fails_leaves_nothing_behind(
    store_url: str, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The index is the last thing that the migration makes: the table exists when it fails.
    monkeypatch.setattr("alembic.op.create_index", lambda *_arguments: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        open_store(store_url)

    monkeypatch.undo()
    if engine.dialect.name == "sqlite":
        assert list(tmp_path.iterdir()) == []
    else:
        assert inspect(engine).get_table_names() == []
    open_store(store_url).close()


def test_the_migrations_are_found_beside_the_package() -> None:
    folder = Path(v0001_profiles.__file__).parent.parent

    assert {path.name for path in folder.iterdir()} >= {"env.py", "script.py.mako", "versions"}
