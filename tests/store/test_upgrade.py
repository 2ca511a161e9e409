"""From every released version to today's: all or nothing, one process after the other."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import nullcontext
from threading import Event
from typing import Any

import pytest
from alembic import op
from sqlalchemy import Column, Connection, Engine

from app.store import database_address, open_store
from app.store.engine import make_engine
from app.store.schema import current_revision, upgrade
from tests.store.released import PRESENT, REVISIONS, Content, content_at, content_of, make_released
from tests.store.tables import description

SHORT = 0.2
LONG = 60.0


@pytest.fixture
def engine(store_url: str) -> Iterator[Engine]:
    made = make_engine(database_address(store_url), patience=1)
    yield made
    made.dispose()


def in_no_order(content: Content) -> dict[str, list[str]]:
    return {
        name: sorted(repr(sorted(row.items())) for row in rows)
        for name, rows in content.items()
        if name != "alembic_version"
    }


@pytest.mark.parametrize("revision", REVISIONS)
def test_every_released_version_is_brought_up_to_date_with_all_that_it_held(
    store_url: str, engine: Engine, revision: str
) -> None:
    make_released(store_url, revision)

    profiles = open_store(store_url)

    with engine.connect() as connection:
        assert in_no_order(content_of(connection)) == in_no_order(content_at(revision))
    assert profiles.get(1).profile.name == PRESENT["name"]
    assert profiles.versions.get(1, 1).profile == profiles.get(1).profile
    assert [found.id for found in profiles.search("courcou").summaries] == [1]
    profiles.close()


@pytest.mark.parametrize("revision", REVISIONS[:-1])
def test_an_upgrade_that_fails_half_way_changes_nothing(
    store_url: str, engine: Engine, revision: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_released(store_url, revision)
    before = state_of(engine)
    make = op.create_table

    def fail_at_the_last(name: str, *columns: Column[Any], **options: Any) -> object:
        assert "files" not in {column.name for column in columns}, "interrupted"
        return make(name, *columns, **options)

    # The last statement of the last migration: the tables and their rows are all changed when it fails.
    monkeypatch.setattr(op, "create_table", fail_at_the_last)

    with pytest.raises(AssertionError, match="interrupted"):
        open_store(store_url)

    monkeypatch.undo()
    assert state_of(engine) == before
    open_store(store_url).close()


def state_of(engine: Engine) -> tuple[object, ...]:
    """The revision, the tables and their rows."""
    with engine.connect() as connection:
        return current_revision(connection), description(connection), in_no_order(content_of(connection))


def test_who_comes_during_a_migration_waits_for_its_end_however_long_it_takes(
    store_url: str, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_released(store_url, REVISIONS[0])
    # Two threads stand for two processes, which do not share this lock.
    monkeypatch.setattr("app.store.schema._ONE_AT_A_TIME", nullcontext())
    begun, going_on = Event(), Event()

    def hold(_connection: Connection) -> None:
        begun.set()
        assert going_on.wait(LONG)

    with ThreadPoolExecutor(2) as processes:
        first = processes.submit(upgrade, engine, hold)
        assert begun.wait(LONG)
        second = processes.submit(open_store, store_url, patience=SHORT)
        came_early, _ = wait([second], 5 * SHORT)  # refused, or through
        going_on.set()
        first.result(LONG)
        profiles = second.result(LONG)

    assert not came_early
    assert profiles.get(1).profile.name == PRESENT["name"]
    profiles.close()
