"""The accounts: made, found, closed, erased; their passwords and one-time links.

A link lets whoever has it choose the password of an account, once, for an hour. Who may ask for one is
decided elsewhere.
"""

import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from app.domain.text import MAX_NAME, clean
from app.store.account_rows import (
    ERASED,
    Account,
    AccountRefused,
    Secrets,
    account_of,
    by_email,
    by_id,
    folded_email,
    keep_an_administrator,
    keep_owners,
    own_all,
    remove_links,
    secrets_of_row,
    sign_out,
)
from app.store.account_tables import (
    ACCESS_LINKS,
    ACCOUNTS,
    GRANTS,
    IDENTITIES,
    MEMBERSHIP_REQUESTS,
    MEMBERSHIPS,
)
from app.store.audit import BY_LINK, FIRST_LINK, Event, note
from app.store.engine import Repository
from app.store.profile_rows import token_digest
from app.store.recovery_codes import remove_codes
from app.store.takeovers import forget_unfinished

LINK_LASTS = timedelta(hours=1)
"""ASVS 5.0, 6.4.1 and 6.4.2: a link is short-lived and used once."""

FIRST_LINK_LASTS = timedelta(days=7)
"""The first one: a person who is expected may be away."""

_TOKEN_BYTES = 32
_SOME = select(ACCOUNTS.c.id).limit(1)

FIRST_ADMINISTERS = (
    "Le premier compte administre le site et reçoit tous les contrats : ajoutez --administrateur."
)


class Accounts(Repository):
    """The accounts of one database."""

    has_some = False
    """Whether `any` has seen one."""

    def any(self) -> bool:
        """Tell whether the site has accounts: one that was made once is there for good."""
        if not self.has_some:
            with self._reading() as connection:
                self.has_some = connection.scalar(_SOME) is not None
        return self.has_some

    def create(self, email: str, name: str = "", *, administrator: bool = False) -> Account:
        """Make an account, which cannot sign in before its link was used.

        The first one becomes the owner of all the contracts that are there, those in the trash included.
        Raises AccountRefused.
        """
        row = {"email": folded_email(email), "name": clean(name).text.strip()[:MAX_NAME]}
        row["name"] = row["name"] or row["email"].partition("@")[0]
        with self._writing() as connection:
            is_first = connection.scalar(_SOME) is None
            if is_first and not administrator:
                raise AccountRefused(FIRST_ADMINISTERS)
            if by_email(connection, row["email"]):
                raise AccountRefused(f"« {row['email']} » a déjà un compte.")
            known = {"is_administrator": int(administrator), "created_at": self._now()}
            key: Any = connection.execute(insert(ACCOUNTS), {**row, **known}).inserted_primary_key
            if is_first:
                own_all(connection, key.id, self._now())
            note(connection, self._now(), Event.ACCOUNT_MADE, other=key.id)
            return account_of(by_id(connection, key.id))

    def get(self, account_id: int) -> Account:
        """Return an account. Raises AccountRefused where there is none."""
        with self._reading() as connection:
            return account_of(by_id(connection, account_id))

    def find(self, email: str) -> Account | None:
        """Return the account of an address; None where nobody has it."""
        secret = self.secrets(email)
        return secret.account if secret else None

    def secrets(self, email: str) -> Secrets | None:
        """Return what the account of an address signs in with; None where nobody has it."""
        with self._reading() as connection:
            row = by_email(connection, email.strip().casefold())
        return secrets_of_row(row) if row else None

    def secrets_of(self, account_id: int) -> Secrets:
        """Return what an account signs in with. Raises AccountRefused."""
        with self._reading() as connection:
            return secrets_of_row(by_id(connection, account_id))

    def all(self) -> tuple[Account, ...]:
        """Return the accounts by their names, without those that were erased."""
        chosen = select(ACCOUNTS).where(ACCOUNTS.c.name != ERASED).order_by(ACCOUNTS.c.name, ACCOUNTS.c.id)
        with self._reading() as connection:
            return tuple(map(account_of, connection.execute(chosen)))

    def link(self, account_id: int, by: int | None = None, event: Event = Event.LINK_MADE) -> str:
        """Return the token of a new link; the ones before are good no more. Raises AccountRefused.

        `event`: how the journal says that it came about.
        """
        token, now = secrets.token_urlsafe(_TOKEN_BYTES), self._now()
        with self._writing() as connection:
            account = account_of(by_id(connection, account_id))
            if account.closed_at:
                raise AccountRefused(f"Le compte de « {account.email} » est fermé.")
            lasts = LINK_LASTS if account.has_password else FIRST_LINK_LASTS
            remove_links(connection, account_id)
            row = {"token": token_digest(token), "account_id": account_id, "expires_at": now + lasts}
            connection.execute(insert(ACCESS_LINKS), row)
            detail = "" if account.has_password else FIRST_LINK
            note(connection, now, event, by, other=account_id, detail=detail)
        return token

    def of_link(self, token: str) -> Account | None:
        """Return the account of a link that is still good, which stays so."""
        with self._reading() as connection:
            return self._of_link(connection, token)

    def use_link(self, token: str, password_hash: str) -> Account | None:
        """Give an account its password by its link, once; all its sessions are closed. None if it is over."""
        with self._writing() as connection:
            account = self._of_link(connection, token)
            if account:
                detail = BY_LINK if account.has_password else FIRST_LINK
                self._set_password(connection, account.id, password_hash, detail)
            return account

    def set_password(self, account_id: int, password_hash: str) -> None:
        """Replace the password of an account; all its sessions are closed."""
        with self._writing() as connection:
            self._set_password(connection, account_id, password_hash)

    def rehash(self, account_id: int, password_hash: str) -> None:
        """Keep the same password in another way."""
        self._set(account_id, password_hash=password_hash)

    def set_totp(self, account_id: int, secret: str | None, *, by_command: bool = False) -> None:
        """Ask for a code at each login from now on; None: no more, and no recovery code is good any more."""
        with self._writing() as connection:
            remove_codes(connection, account_id)
            values = {"totp_secret": secret, "totp_step": None}
            connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.id == account_id).values(values))
            event, by = Event.TOTP_ON if secret else Event.TOTP_OFF, None if by_command else account_id
            note(connection, self._now(), event, by, other=account_id)

    def take_totp_step(self, account_id: int, step: int) -> bool:
        """Remember that a code was used. False where another request has used it, or a later one."""
        unused = (ACCOUNTS.c.totp_step.is_(None)) | (ACCOUNTS.c.totp_step < step)
        change = update(ACCOUNTS).where(ACCOUNTS.c.id == account_id, unused).values(totp_step=step)
        with self._writing() as connection:
            return connection.execute(change).rowcount == 1

    def rename(self, account_id: int, name: str) -> None:
        """Change the name under which an account saves from now on."""
        self._set(account_id, name=clean(name).text.strip()[:MAX_NAME])

    def close(self, account_id: int, by: int | None = None) -> None:
        """Let an account sign in no more, at once; its rights stay for the day it is opened again."""
        with self._writing() as connection:
            keep_an_administrator(connection, account_id)
            closed = update(ACCOUNTS).where(ACCOUNTS.c.id == account_id).values(closed_at=self._now())
            connection.execute(closed)
            sign_out(connection, account_id)
            note(connection, self._now(), Event.ACCOUNT_CLOSED, by, other=account_id)

    def reopen(self, account_id: int, by: int | None = None) -> None:
        """Let a closed account sign in again."""
        with self._writing() as connection:
            connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.id == account_id).values(closed_at=None))
            note(connection, self._now(), Event.ACCOUNT_REOPENED, by, other=account_id)

    def erase(self, account_id: int, by: int | None = None) -> None:
        """Erase what is known of a person. Her name stays in the versions that she saved.

        Raises AccountRefused where a contract would have no owner left, or the site no administrator.
        """
        with self._writing() as connection:
            keep_an_administrator(connection, account_id)
            keep_owners(connection, account_id)
            sign_out(connection, account_id)
            remove_codes(connection, account_id)
            forget_unfinished(connection, account_id)
            for table in (IDENTITIES, MEMBERSHIPS, MEMBERSHIP_REQUESTS, GRANTS):
                connection.execute(delete(table).where(table.c.account_id == account_id))
            blank = {"email": f"efface-{account_id}", "name": ERASED, "is_administrator": 0}
            known = {"password_hash": None, "totp_secret": None, "totp_step": None, "closed_at": self._now()}
            connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.id == account_id).values(**blank, **known))
            note(connection, self._now(), Event.ACCOUNT_ERASED, by, other=account_id)

    def _of_link(self, connection: Connection, token: str) -> Account | None:
        chosen = (
            select(ACCOUNTS)
            .join(ACCESS_LINKS)
            .where(ACCESS_LINKS.c.token == token_digest(token), ACCESS_LINKS.c.expires_at > self._now())
            .where(ACCOUNTS.c.closed_at.is_(None))
        )
        row = connection.execute(chosen).one_or_none()
        return account_of(row) if row else None

    def _set_password(
        self, connection: Connection, account_id: int, password_hash: str, detail: str = ""
    ) -> None:
        change = update(ACCOUNTS).where(ACCOUNTS.c.id == account_id).values(password_hash=password_hash)
        connection.execute(change)
        sign_out(connection, account_id)
        note(connection, self._now(), Event.PASSWORD_SET, account_id, detail=detail)

    def _set(self, account_id: int, **values: object) -> None:
        with self._writing() as connection:
            connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.id == account_id).values(**values))
