"""The sessions that the server keeps, and the wrong passwords that slow down whoever tries them.

A session is found by a token of 256 bits that only its browser has. Wrong passwords are counted for an
address with an account, and for an address with all of them: nobody can lock an account for its owner, who is
elsewhere.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from math import ceil
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, delete, insert, or_, select, update

from app.access import Actor, Grant, Role
from app.access.identity import Identity
from app.store.account_rows import sign_out
from app.store.account_tables import ACCOUNTS, GRANTS, LOGIN_FAILURES, LOGINS, MEMBERSHIPS
from app.store.audit import Event, note
from app.store.engine import Repository
from app.store.profile_rows import token_digest
from app.store.scopes import read_scope

SEEN_EVERY = timedelta(minutes=1)
"""A page does not write that it was opened, unless the last one was so long ago."""

FREE = 5
"""Wrong passwords in a row that nobody waits for."""

FREE_OF_ADDRESS = 50
"""The same for an address with all accounts: a town hall may have one address for all its people."""

LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN = timedelta(days=1)
"""After so long without another one, wrong passwords are forgotten."""

_LINK = "a link is asked for"
"""Stands for a password in the counts of the links that are asked for."""

_TOKEN_BYTES = 32
_LONGEST_AGENT = 200
_PREFIX_V6 = 64


@dataclass(frozen=True, slots=True)
class Lifetime:
    """How long a session lasts: without a page, and in all."""

    idle: timedelta = timedelta(minutes=60)
    total: timedelta = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Login:
    """A session. `key` names it for its owner, and opens nothing."""

    key: str
    opened_at: datetime
    seen_at: datetime
    agent: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who a token stands for, when that person last gave the password, and if a code is asked for as well."""

    actor: Actor
    confirmed_at: datetime
    has_second_factor: bool = False


_OF_TOKEN = (
    select(
        LOGINS.c.account_id,
        LOGINS.c.seen_at,
        LOGINS.c.confirmed_at,
        LOGINS.c.expires_at,
        ACCOUNTS.c.name,
        ACCOUNTS.c.is_administrator,
        or_(ACCOUNTS.c.totp_secret.is_not(None), LOGINS.c.has_second_factor == 1).label("has_second_factor"),
    )
    .join(ACCOUNTS)
    .where(LOGINS.c.token == bindparam("digest"), ACCOUNTS.c.closed_at.is_(None))
)
_OF_MINE = select(MEMBERSHIPS.c.organisation_id).where(MEMBERSHIPS.c.account_id == bindparam("account"))
_GRANTS = select(GRANTS.c.profile_id, GRANTS.c.role, GRANTS.c.scope).where(
    GRANTS.c.profile_id == bindparam("profile"),
    GRANTS.c.revoked_at.is_(None),
    or_(GRANTS.c.account_id == bindparam("account"), GRANTS.c.organisation_id.in_(_OF_MINE)),
)


class Logins(Repository):
    """The sessions of one database."""

    def open(
        self,
        account_id: int,
        agent: str,
        lifetime: Lifetime,
        provider: str = "",
        identity: Identity | None = None,
    ) -> str:
        """Open a session: its token. `agent` is what the browser says of itself.

        `provider`: of identities, that opened it; `identity`: what it says of the person.
        """
        token, now = secrets.token_urlsafe(_TOKEN_BYTES), self._now()
        times = {"opened_at": now, "seen_at": now, "confirmed_at": now, "expires_at": now + lifetime.total}
        row: dict[str, Any] = {"token": token_digest(token), "account_id": account_id}
        row["agent"] = agent[:_LONGEST_AGENT]
        if identity:
            row |= {"id_token": identity.id_token, "has_second_factor": int(identity.has_second_factor)}
        with self._writing() as connection:
            connection.execute(delete(LOGINS).where(LOGINS.c.expires_at < now))
            connection.execute(insert(LOGINS), {**row, **times, "provider": provider})
            note(connection, now, Event.LOGIN, account_id)
        return token

    def provider_of(self, token: str) -> tuple[str, str]:
        """Return the provider that opened a session, and its id_token; nothing of one that a password did."""
        chosen = select(LOGINS.c.provider, LOGINS.c.id_token).where(LOGINS.c.token == token_digest(token))
        with self._reading() as connection:
            row = connection.execute(chosen).one_or_none()
        return (row.provider, row.id_token) if row else ("", "")

    def find(
        self, token: str, lifetime: Lifetime, profile: int | None = None, *, is_used: bool = True
    ) -> SignedIn | None:
        """Return who is signed in with a token, with the rights on a contract; None when it is over.

        `is_used`: whether a person asks; a script that asks alone does not make the session last.
        """
        now, digest = self._now(), token_digest(token)
        with self._reading() as connection:
            row = connection.execute(_OF_TOKEN, {"digest": digest}).one_or_none()
            if row is None or row.expires_at <= now or row.seen_at + lifetime.idle <= now:
                return None
            grants = _grants(connection, row.account_id, profile)
        if is_used and now - row.seen_at > SEEN_EVERY:
            self._see(digest, now)
        actor = Actor(row.account_id, row.name, bool(row.is_administrator), grants)
        return SignedIn(actor, row.confirmed_at, bool(row.has_second_factor))

    def renew(self, token: str) -> str:
        """Give a session another token, now that the password was given again: the former one is over.

        ASVS 5.0, 7.2.4. The session lasts no longer by that.
        """
        new = secrets.token_urlsafe(_TOKEN_BYTES)
        mine = update(LOGINS).where(LOGINS.c.token == token_digest(token))
        with self._writing() as connection:
            connection.execute(mine.values(token=token_digest(new), confirmed_at=self._now()))
        return new

    def close(self, token: str) -> None:
        """End a session."""
        with self._writing() as connection:
            mine = LOGINS.c.token == token_digest(token)
            account = connection.scalar(select(LOGINS.c.account_id).where(mine))
            connection.execute(delete(LOGINS).where(mine))
            if account is not None:
                note(connection, self._now(), Event.LOGOUT, account)

    def close_others(self, account_id: int, token: str, key: str | None = None) -> None:
        """End the other sessions of an account; that of a key alone where one is given."""
        others = [LOGINS.c.account_id == account_id, LOGINS.c.token != token_digest(token)]
        if key is not None:
            others.append(LOGINS.c.token.startswith(key, autoescape=True))
        with self._writing() as connection:
            if connection.execute(delete(LOGINS).where(*others)).rowcount:
                note(connection, self._now(), Event.SESSIONS_CLOSED, account_id, other=account_id)

    def close_all(self, account_id: int, by: int) -> None:
        """End every session of an account, and the links that would open one."""
        with self._writing() as connection:
            sign_out(connection, account_id)
            note(connection, self._now(), Event.SESSIONS_CLOSED, by, other=account_id)

    def of_account(self, account_id: int) -> tuple[Login, ...]:
        """Return the sessions of an account that are not over, the last used first."""
        mine = and_(LOGINS.c.account_id == account_id, LOGINS.c.expires_at > self._now())
        with self._reading() as connection:
            rows = connection.execute(select(LOGINS).where(mine).order_by(LOGINS.c.seen_at.desc())).all()
        return tuple(Login(key_of(row.token), row.opened_at, row.seen_at, row.agent) for row in rows)

    def wait(self, address: str, email: str) -> int:
        """Return the seconds that this address must wait before it tries this account again; 0 for none."""
        now = self._now()
        with self._reading() as connection:
            rows = _failures(connection, address, email)
        return max((_wait(row.failures, free, row.failed_at, now) for row, free in rows), default=0)

    def failed(self, address: str, email: str, account_id: int | None) -> None:
        """Count a wrong password."""
        now = self._now()

        def count(connection: Connection) -> None:
            connection.execute(delete(LOGIN_FAILURES).where(LOGIN_FAILURES.c.failed_at < now - FORGOTTEN))
            known = {row.source for row, _ in _failures(connection, address, email)}
            for source in (_source(address, email), _source(address)):
                _count(connection, source, now, is_known=source in known)
            note(connection, now, Event.LOGIN_REFUSED, other=account_id)

        self._write(count)

    def asked(self, address: str, email: str) -> int:
        """Count a link that is asked for by an address: the seconds to wait, 0 where it may be sent.

        Its own count, which slows no password down; that of the e-mail is for all addresses together.
        """
        now = self._now()
        own = {_source(address, _LINK): FREE_OF_ADDRESS, _source(_LINK, email): FREE}

        def count(connection: Connection) -> int:
            rows = connection.execute(select(LOGIN_FAILURES).where(LOGIN_FAILURES.c.source.in_(list(own))))
            known = {row.source: row for row in rows}
            waits = [_wait(row.failures, own[source], row.failed_at, now) for source, row in known.items()]
            if not any(waits):
                for source in own:
                    _count(connection, source, now, is_known=source in known)
            return max(waits, default=0)

        return self._write(count)

    def succeeded(self, address: str, email: str) -> None:
        """Forget the wrong passwords of an address for an account."""
        with self._writing() as connection:
            own = LOGIN_FAILURES.c.source == _source(address, email)
            connection.execute(delete(LOGIN_FAILURES).where(own))

    def _see(self, digest: str | None, now: datetime) -> None:
        with self._writing() as connection:
            connection.execute(update(LOGINS).where(LOGINS.c.token == digest).values(seen_at=now))


def key_of(digest: str) -> str:
    """Return what names a session to its owner: the beginning of the hash of its token."""
    return digest[:16]


def _grants(connection: Connection, account: int, profile: int | None) -> tuple[Grant, ...]:
    if profile is None:
        return ()
    rows = connection.execute(_GRANTS, {"account": account, "profile": profile})
    return tuple(Grant(row.profile_id, Role(row.role), read_scope(row.scope)) for row in rows)


def _source(address: str, email: str | None = None) -> str:
    """Return the key of an address; of IPv6, that of its network, as one machine has a whole one."""
    try:
        found = ip_address(address)
    except ValueError:
        known = address
    else:
        known = str(found) if found.version == 4 else found.exploded[: _PREFIX_V6 // 4 + 3]  # noqa: PLR2004 — IPv4
    return str(token_digest(known if email is None else f"{known} {email.strip().casefold()}"))


def _failures(connection: Connection, address: str, email: str) -> list[tuple[Row[Any], int]]:
    free = {_source(address, email): FREE, _source(address): FREE_OF_ADDRESS}
    rows = connection.execute(select(LOGIN_FAILURES).where(LOGIN_FAILURES.c.source.in_(list(free))))
    return [(row, free[row.source]) for row in rows]


def _wait(failures: int, free: int, failed_at: datetime, now: datetime) -> int:
    """Return the seconds to wait: none at first, then two, four, eight… after the last one."""
    if failures < free or now - failed_at > FORGOTTEN:
        return 0
    delay = min(timedelta(seconds=2 ** min(failures - free + 1, 20)), LONGEST_WAIT)
    return max(0, ceil((failed_at + delay - now).total_seconds()))


def _count(connection: Connection, source: str, now: datetime, *, is_known: bool) -> None:
    if not is_known:
        connection.execute(insert(LOGIN_FAILURES), {"source": source, "failures": 1, "failed_at": now})
        return
    row = LOGIN_FAILURES.c.source == source
    more = {"failures": LOGIN_FAILURES.c.failures + 1, "failed_at": now}
    connection.execute(update(LOGIN_FAILURES).where(row).values(more))
