"""From every released version to today's: all or nothing, one process after the other."""

import json
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import nullcontext
from dataclasses import replace
from threading import Event

import pytest
from sqlalchemy import Connection, Engine, bindparam, event, text

from app.domain.catalogue import Catalogue
from app.domain.diff import changes_between
from app.domain.profile import LocalCommitment
from app.domain.profile_json import profile_document
from app.store import database_address, open_store
from app.store.engine import make_engine
from app.store.schema import current_revision, upgrade
from tests.store.conftest import make_profile
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


@pytest.mark.parametrize(
    ("store_url", "revision"),
    [*(("sqlite", one) for one in REVISIONS), *(("postgresql", one) for one in REVISIONS[::5])],
    indirect=["store_url"],
)
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


@pytest.mark.parametrize("revision", REVISIONS[:-1:5])
def test_an_upgrade_that_fails_half_way_changes_nothing(
    store_url: str, engine: Engine, revision: str
) -> None:
    make_released(store_url, revision)
    before = state_of(engine)

    def fail_at_the_last(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        assert f"version_num='{REVISIONS[-1]}'" not in statement, "interrupted"

    # The last statement of the last migration: the tables and their rows are all changed when it fails.
    event.listen(Engine, "before_cursor_execute", fail_at_the_last)
    try:
        with pytest.raises(AssertionError, match="interrupted"):
            open_store(store_url)
    finally:
        event.remove(Engine, "before_cursor_execute", fail_at_the_last)

    assert state_of(engine) == before
    open_store(store_url).close()


@pytest.mark.parametrize("revision", [one for one in REVISIONS if "0003" <= one < "0007"])
def test_the_number_of_a_local_commitment_that_was_removed_before_is_not_given_again(
    store_url: str, engine: Engine, revision: str
) -> None:
    make_released(store_url, revision)
    first, second = (LocalCommitment(f"local-{number}", "sante", "Ouvrir.") for number in (1, 2))
    removed, kept = (
        json.dumps(profile_document(replace(make_profile("Lyon"), local_commitments=locals_)))
        for locals_ in ((first, second), (first,))
    )
    with engine.begin() as connection:
        document = bindparam("document", zlib.compress(removed.encode()))
        old = text("UPDATE profile_versions SET document = :document WHERE profile_id = 3 AND number = 1")
        connection.execute(old.bindparams(document))
        present = text("UPDATE profiles SET document = :document WHERE id = 3")
        connection.execute(present.bindparams(document=kept))

    profiles = open_store(store_url)

    assert profiles.get(3).profile.local_commitments == (first,)
    assert profiles.get(3).profile.last_local == 2
    assert profiles.get(1).profile.last_local == 0
    profiles.close()


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


@pytest.mark.parametrize("revision", [one for one in REVISIONS if "0003" <= one < "0013"])
def test_a_contract_without_a_trame_says_the_one_that_it_followed_and_is_the_same(
    store_url: str, revision: str, catalogue: Catalogue
) -> None:
    make_released(store_url, revision)

    profiles = open_store(store_url)

    contract = profiles.get(3)
    before, after = (profiles.versions.get(3, number) for number in (1, 3))
    assert contract.profile.outline == after.profile.outline == "2014-2020"
    assert before.profile.outline == ""
    assert changes_between(before.profile, replace(after.profile, name=before.profile.name), catalogue) == ()
    profiles.close()
