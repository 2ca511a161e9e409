"""The rows of accounts: found, read as values, and what stands in the way of removing one."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, exists, func, insert, select

from app.domain.problems import UserError
from app.domain.text import MAX_NAME, clean
from app.store.account_tables import ACCESS_LINKS, ACCOUNTS, GRANTS, LOGINS
from app.store.tables import PROFILES

ERASED = "Compte effacé"
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}\.[^@\s.]{2,63}")
_IN_FORCE = GRANTS.c.revoked_at.is_(None)
_LAST_ADMINISTRATOR = "Ce compte est le dernier qui administre le site : donnez d’abord ce droit à un autre."
_LAST_OWNER = (
    "Ce compte est le seul propriétaire de {contracts} : donnez d’abord ces contrats à un autre compte, ou "
    "mettez-les à la corbeille."
)


class AccountRefused(UserError, ValueError):
    """An account that cannot be made or changed so. The message is a French sentence."""


@dataclass(frozen=True, slots=True)
class Account:
    """A person who may sign in. `has_password`: it was chosen; `has_totp`: a code is asked for as well."""

    id: int
    email: str
    name: str
    is_administrator: bool
    created_at: datetime
    closed_at: datetime | None
    has_password: bool
    has_totp: bool


@dataclass(frozen=True, slots=True)
class Secrets:
    """What an account signs in with; nothing of it ever leaves the server."""

    account: Account
    password_hash: str | None
    totp_secret: str | None
    totp_step: int | None


def folded_email(email: str) -> str:
    """Return an address as it is kept and compared. Raises AccountRefused for what is none."""
    folded = clean(email).text.strip().casefold()
    if not _EMAIL.fullmatch(folded) or len(folded) > MAX_NAME:
        raise AccountRefused(
            f"« {email.strip()} » n’est pas une adresse électronique. Attendu : « prenom.nom@ville.fr »."
        )
    return folded


def own_all(connection: Connection, account_id: int, now: datetime) -> None:
    """Make an account the owner of every contract that has none."""
    owned = exists().where(GRANTS.c.profile_id == PROFILES.c.id, GRANTS.c.role == "owner", _IN_FORCE)
    alone = connection.scalars(select(PROFILES.c.id).where(~owned)).all()
    rows = [
        {"profile_id": contract, "account_id": account_id, "role": "owner", "given_at": now}
        for contract in alone
    ]
    if rows:
        connection.execute(insert(GRANTS), rows)


def first_account(connection: Connection) -> int | None:
    """Return the account that was made first, of those that may sign in; None without one."""
    opened = select(ACCOUNTS.c.id).where(ACCOUNTS.c.closed_at.is_(None), ACCOUNTS.c.is_administrator == 1)
    return connection.scalar(opened.order_by(ACCOUNTS.c.id).limit(1))


def by_email(connection: Connection, email: str) -> Row[Any] | None:
    """Return the row of an address; None where nobody has it."""
    return connection.execute(select(ACCOUNTS).where(ACCOUNTS.c.email == email)).one_or_none()


def by_id(connection: Connection, account_id: int) -> Row[Any]:
    """Return the row of an account. Raises AccountRefused where there is none."""
    row = connection.execute(select(ACCOUNTS).where(ACCOUNTS.c.id == account_id)).one_or_none()
    if row is None or row.name == ERASED:
        raise AccountRefused("Ce compte n’existe pas.")
    return row


def remove_links(connection: Connection, account_id: int) -> None:
    """Have the links of an account open nothing any more."""
    connection.execute(delete(ACCESS_LINKS).where(ACCESS_LINKS.c.account_id == account_id))


def sign_out(connection: Connection, account_id: int) -> None:
    """Close the sessions of an account, and the links that would open one."""
    connection.execute(delete(LOGINS).where(LOGINS.c.account_id == account_id))
    remove_links(connection, account_id)


def keep_an_administrator(connection: Connection, account_id: int) -> None:
    """Raise AccountRefused for the last account that administers the site and may sign in."""
    others = select(func.count()).select_from(ACCOUNTS)
    opened = (ACCOUNTS.c.is_administrator == 1, ACCOUNTS.c.closed_at.is_(None), ACCOUNTS.c.id != account_id)
    if account_of(by_id(connection, account_id)).is_administrator and not connection.scalar(
        others.where(*opened)
    ):
        raise AccountRefused(
            "Ce compte est le dernier qui administre le site : donnez d’abord ce droit à un autre."
        )


def keep_owners(connection: Connection, account_id: int) -> None:
    """Raise AccountRefused for an account without which a contract would have no owner."""
    other = GRANTS.alias("other")
    mine = (GRANTS.c.account_id == account_id, GRANTS.c.role == "owner", _IN_FORCE)
    shared = exists().where(
        other.c.profile_id == GRANTS.c.profile_id,
        other.c.role == "owner",
        other.c.revoked_at.is_(None),
        other.c.id != GRANTS.c.id,
    )
    held = select(PROFILES.c.name).join(GRANTS).where(*mine, PROFILES.c.deleted_at.is_(None), ~shared)
    if names := connection.scalars(held.limit(3)).all():
        raise AccountRefused(_LAST_OWNER.format(contracts=", ".join(f"« {name} »" for name in names)))


def account_of(row: Row[Any]) -> Account:
    """Return the account of a row."""
    return Account(
        id=row.id,
        email=row.email,
        name=row.name,
        is_administrator=bool(row.is_administrator),
        created_at=row.created_at,
        closed_at=row.closed_at,
        has_password=row.password_hash is not None,
        has_totp=row.totp_secret is not None,
    )


def secrets_of_row(row: Row[Any]) -> Secrets:
    """Return what the account of a row signs in with."""
    return Secrets(account_of(row), row.password_hash, row.totp_secret, row.totp_step)
