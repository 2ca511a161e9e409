"""What a restore keeps of the accounts of the site that it replaces.

A backup of before must not bring back a right that was taken away since, a password that was replaced, an
account that was closed or erased, nor leave the site without the accounts that it had. Ids and the instants
at which rows were made tell whether two rows are the same one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, insert, select, update

from app.store.account_rows import ERASED, first_account, own_all
from app.store.account_tables import (
    ACCOUNTS,
    AUDIT,
    GRANTS,
    IDENTITIES,
    MEMBERSHIP_REQUESTS,
    MEMBERSHIPS,
    ORGANISATIONS,
    RECOVERY_CODES,
)
from app.store.recovery_codes import remove_codes

_SIGNING_IN = ("email", "name", "password_hash", "totp_secret", "totp_step", "is_administrator", "closed_at")
_OF_PEOPLE = (ORGANISATIONS, IDENTITIES, MEMBERSHIPS, MEMBERSHIP_REQUESTS)
Rows = list[Row[Any]]


@dataclass(frozen=True, slots=True)
class Access:
    """The rows of the accounts, of what is theirs, of their recovery codes, and of the roles revoked."""

    accounts: Rows
    people: Mapping[str, Rows]
    codes: Rows
    revoked: Rows


def access_of(connection: Connection) -> Access:
    """Return what a site has of accounts, before it is replaced."""
    return Access(
        accounts=_all(connection, ACCOUNTS),
        codes=_all(connection, RECOVERY_CODES),
        people={table.name: _all(connection, table) for table in _OF_PEOPLE},
        revoked=list(connection.execute(select(GRANTS).where(GRANTS.c.revoked_at.is_not(None)))),
    )


def keep_access(connection: Connection, former: Access, now: datetime) -> None:
    """Bring back what the site had of accounts into what was restored."""
    if not former.accounts:
        return
    had_none = not _all(connection, ACCOUNTS)
    kept = _keep_accounts(connection, former.accounts)
    for account_id in kept:  # a code that was used since the backup opens nothing again
        remove_codes(connection, account_id)
    _add(connection, RECOVERY_CODES, (row for row in former.codes if row.account_id in kept))
    if had_none:
        for table in _OF_PEOPLE:
            _add(connection, table, former.people[table.name])
    for row in former.revoked:
        same = (GRANTS.c.id == row.id, GRANTS.c.given_at == row.given_at)
        connection.execute(update(GRANTS).where(*same).values(revoked_at=row.revoked_at))
    if (first := first_account(connection)) is not None:
        own_all(connection, first, now)


def add_entries(source: Connection, target: Connection) -> None:
    """Add to the journal the rows of a backup that it has not; none that is there changes."""
    known = set(map(_entry, _all(target, AUDIT)))
    rows = [_entry(row) for row in _all(source, AUDIT)]
    if added := [dict(row) for row in rows if row not in known]:
        target.execute(insert(AUDIT), added)


def _entry(row: Row[Any]) -> tuple[tuple[str, object], ...]:
    """Return what a row of the journal says, without its number."""
    return tuple((name, value) for name, value in row._asdict().items() if name != AUDIT.c.id.name)


def _keep_accounts(connection: Connection, former: Iterable[Row[Any]]) -> set[int]:
    """Have each account sign in as it did, or no more; add those that the backup does not know: their ids."""
    restored = {row.id: row for row in _all(connection, ACCOUNTS)}
    emails = {row.email for row in restored.values()}
    kept = set()
    for row in former:
        here = restored.get(row.id)
        if here is not None and here.created_at == row.created_at:
            values = {name: row._mapping[name] for name in _SIGNING_IN}
            connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.id == row.id).values(values))
            if row.name == ERASED:
                ended = update(GRANTS).where(GRANTS.c.account_id == row.id, GRANTS.c.revoked_at.is_(None))
                connection.execute(ended.values(revoked_at=row.closed_at))
        elif here is None and row.email not in emails:
            _add(connection, ACCOUNTS, [row])
        else:
            continue
        kept.add(row.id)
    return kept


def _all(connection: Connection, table: Table) -> Rows:
    return list(connection.execute(select(table)))


def _add(connection: Connection, table: Table, rows: Iterable[Row[Any]]) -> None:
    if added := [row._asdict() for row in rows]:
        connection.execute(insert(table), added)
