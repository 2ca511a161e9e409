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
from app.store.account_tables import ACCOUNTS, AUDIT, GRANTS, IDENTITIES, MEMBERSHIPS, ORGANISATIONS

_SIGNING_IN = ("email", "name", "password_hash", "totp_secret", "totp_step", "is_administrator", "closed_at")
_OF_PEOPLE = (ORGANISATIONS, IDENTITIES, MEMBERSHIPS)
Rows = list[Row[Any]]


@dataclass(frozen=True, slots=True)
class Access:
    """The rows of the accounts, of what is theirs, of the roles that were revoked, and of the journal."""

    accounts: Rows
    people: Mapping[str, Rows]
    revoked: Rows
    audit: Rows


def access_of(connection: Connection) -> Access:
    """Return what a site has of accounts, before it is replaced."""
    return Access(
        accounts=_all(connection, ACCOUNTS),
        people={table.name: _all(connection, table) for table in _OF_PEOPLE},
        revoked=list(connection.execute(select(GRANTS).where(GRANTS.c.revoked_at.is_not(None)))),
        audit=_all(connection, AUDIT),
    )


def keep_access(connection: Connection, former: Access, now: datetime) -> None:
    """Bring back what the site had of accounts into what was restored."""
    if not former.accounts:
        return
    had_none = not _all(connection, ACCOUNTS)
    _keep_accounts(connection, former.accounts)
    if had_none:
        for table in _OF_PEOPLE:
            _add(connection, table, former.people[table.name])
    for row in former.revoked:
        same = (GRANTS.c.id == row.id, GRANTS.c.given_at == row.given_at)
        connection.execute(update(GRANTS).where(*same).values(revoked_at=row.revoked_at))
    known = set(connection.scalars(select(AUDIT.c.id)))
    _add(connection, AUDIT, (row for row in former.audit if row.id not in known))
    if (first := first_account(connection)) is not None:
        own_all(connection, first, now)


def _keep_accounts(connection: Connection, former: Iterable[Row[Any]]) -> None:
    """Have each account sign in as it did, or no more; add those that the backup does not know."""
    restored = {row.id: row for row in _all(connection, ACCOUNTS)}
    emails = {row.email for row in restored.values()}
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


def _all(connection: Connection, table: Table) -> Rows:
    return list(connection.execute(select(table)))


def _add(connection: Connection, table: Table, rows: Iterable[Row[Any]]) -> None:
    if added := [row._asdict() for row in rows]:
        connection.execute(insert(table), added)
