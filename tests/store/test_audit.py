"""The journal of accounts and rights: the database itself keeps it as it was written, for a year."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import DBAPIError

from app.access import Role
from app.store import Profiles, restore_backup, write_backup
from app.store.account_rows import Account
from app.store.account_tables import AUDIT
from app.store.audit import KEPT, Event
from tests.store.conftest import make_profile


@pytest.fixture
def first(profiles: Profiles) -> Account:
    return profiles.accounts.create("anne@ville.fr", "Anne", administrator=True)


def rows(profiles: Profiles) -> list[tuple[object, ...]]:
    with profiles.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(select(AUDIT).order_by(AUDIT.c.id))]


@pytest.mark.parametrize(
    "change",
    [
        update(AUDIT).values(detail="x"),
        update(AUDIT).values(account_id=None, other_account_id=None),
        update(AUDIT).values(at=AUDIT.c.at),
        delete(AUDIT),
    ],
    ids=["a word", "a person", "nothing", "a row"],
)
def test_no_row_changes_and_no_recent_one_goes_whoever_asks(
    profiles: Profiles, first: Account, change: object
) -> None:
    before = rows(profiles)

    with pytest.raises(DBAPIError, match="the journal is"), profiles.engine.begin() as connection:
        connection.execute(change)  # type: ignore[call-overload]  # an UPDATE or a DELETE

    assert rows(profiles) == before != []


def test_the_table_is_not_emptied_at_once_on_postgresql(profiles: Profiles, first: Account) -> None:
    if profiles.engine.dialect.name == "sqlite":
        return  # it has no TRUNCATE
    with pytest.raises(DBAPIError, match="kept for a year"), profiles.engine.begin() as connection:
        connection.exec_driver_sql("TRUNCATE audit")

    assert rows(profiles)


def test_what_is_a_year_old_goes_and_nothing_else(profiles: Profiles, first: Account) -> None:
    past = profiles.now() - KEPT
    old, young = past - timedelta(minutes=1), past + timedelta(minutes=1)
    with profiles.engine.begin() as connection:
        for at in (old, young):
            row = {"at": at, "account_id": first.id, "event": Event.LOGIN, "detail": ""}
            connection.execute(insert(AUDIT), row)

    profiles.audit.sweep()

    assert [(entry.event, entry.at) for entry in profiles.audit.entries()][1:] == [(Event.LOGIN, young)]


def test_an_account_that_is_erased_takes_its_name_out_of_the_journal_which_does_not_change(
    profiles: Profiles, first: Account
) -> None:
    other = profiles.accounts.create("basile@caf.fr", "Basile")
    profiles.logins.failed("203.0.113.7", other.email, other.id)
    before = rows(profiles)

    profiles.accounts.erase(other.id, first.id)

    assert rows(profiles)[: len(before)] == before
    assert "basile" not in str(rows(profiles)).casefold()
    assert "Basile" not in {name for entry in profiles.audit.entries() for name in (entry.who, entry.other)}


def test_a_restore_keeps_the_journal_and_adds_what_the_backup_alone_has(
    profiles: Profiles, first: Account, tmp_path: Path
) -> None:
    made = profiles.signed("Anne", first.id).create(make_profile())
    other = profiles.accounts.create("basile@caf.fr", "Basile")
    write_backup(profiles, tmp_path / "s")
    profiles.shares.give(made.id, Role.READER, first.id, to_account=other.id)
    before = rows(profiles)

    restore_backup(profiles, tmp_path / "s", replace=True)
    again = rows(profiles)
    restore_backup(profiles, tmp_path / "s", replace=True)

    assert again == before == rows(profiles)


def test_a_new_machine_has_the_journal_of_the_backup(
    profiles: Profiles, first: Account, tmp_path: Path
) -> None:
    write_backup(profiles, tmp_path / "s")
    said = [(entry.at, entry.event, entry.other) for entry in profiles.audit.entries()]
    with profiles.engine.begin() as connection:  # as a database that was just made
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("DROP TRIGGER audit_kept")
        else:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.execute(delete(AUDIT))

    restore_backup(profiles, tmp_path / "s", replace=True)

    assert [(entry.at, entry.event, entry.other) for entry in profiles.audit.entries()] == said != []
