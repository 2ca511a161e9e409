"""From every released version to today's: all or nothing, one process after the other."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from app.store import database_address, open_store
from app.store.engine import make_engine
from app.store.schema import current_revision
from tests.store.released import PRESENT, REVISIONS, Content, content_at, content_of, make_released
from tests.store.tables import description


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
    # The last statement of the last migration: the tables and their rows are all changed when it fails.
    monkeypatch.setattr("alembic.op.execute", lambda *_arguments: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        open_store(store_url)

    monkeypatch.undo()
    assert state_of(engine) == before
    open_store(store_url).close()


def state_of(engine: Engine) -> tuple[object, ...]:
    """The revision, the tables and their rows."""
    with engine.connect() as connection:
        return current_revision(connection), description(connection), in_no_order(content_of(connection))
