"""The attempts to sign in by a provider of identities, one row each: who left for it, then who came back.

A row is found by a token that one browser alone has, and goes when it is used: what comes twice is refused.
"""

import json
import secrets
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from app.access.identity import Identity
from app.domain.problems import UserError
from app.store.account_tables import SIGN_ONS
from app.store.engine import Repository
from app.store.profile_rows import token_digest

LASTS = timedelta(minutes=30)
"""Long enough to find a telephone for a code there."""

MOST_KEPT = 40_000_000
"""Characters that wait for all the people who are away: twenty of the largest forms."""

TOO_MUCH_KEPT = (
    "Trop de saisies attendent déjà une connexion par {name}. Ce que vous aviez saisi est toujours sur cette "
    "page : connectez-vous avec votre mot de passe, ou recommencez dans quelques minutes."
)
_TOKEN_BYTES = 32


class TooMuchKept(UserError):
    """What was typed cannot wait while the person is away. The message is a French sentence."""


class Purpose(StrEnum):
    """What somebody went to a provider for; `FINISH`: came back, and is not signed in yet; `RESUME`: is."""

    LOGIN = "login"
    LINK = "link"
    CONFIRM = "confirm"
    FINISH = "finish"
    RESUME = "resume"


@dataclass(frozen=True, slots=True)
class SignOn:
    """An attempt. `account`: who began it, signed in. `next`, `kept`: where it leads, what was being sent.

    `identity`: who the provider says came back.
    """

    provider: str
    purpose: Purpose
    nonce: str = ""
    verifier: str = ""
    account: int | None = None
    next: str = ""
    kept: str = ""
    identity: Identity | None = None


class SignOns(Repository):
    """The attempts of one database."""

    def keep(self, sign_on: SignOn, browser: str, name: str = "", token: str = "") -> str:
        """Keep an attempt of a browser for half an hour: its token, drawn unless one is given.

        `name`: of the provider. Raises TooMuchKept.
        """
        token, now = token or secrets.token_urlsafe(_TOKEN_BYTES), self._now()
        row = {
            "token": token_digest(token),
            "browser": token_digest(browser),
            "provider": sign_on.provider,
            "purpose": sign_on.purpose,
            "nonce": sign_on.nonce,
            "verifier": sign_on.verifier,
            "account_id": sign_on.account,
            "next": sign_on.next,
            "kept": sign_on.kept,
            "identity": json.dumps(asdict(sign_on.identity)) if sign_on.identity else "",
            "expires_at": now + LASTS,
        }

        def write(connection: Connection) -> None:
            connection.execute(delete(SIGN_ONS).where(SIGN_ONS.c.expires_at < now))
            waiting = connection.scalar(select(func.coalesce(func.sum(func.length(SIGN_ONS.c.kept)), 0)))
            if sign_on.kept and int(waiting or 0) + len(sign_on.kept) > MOST_KEPT:
                raise TooMuchKept(TOO_MUCH_KEPT.format(name=name))
            connection.execute(insert(SIGN_ONS), row)

        self._write(write)
        return token

    def take(self, token: str, browser: str) -> SignOn | None:
        """Return the attempt of a token and forget it; None where this browser has none, or has used it."""

        def taken(connection: Connection) -> SignOn | None:
            row = self._row(connection, token, browser, locked=True)
            if row is not None:
                connection.execute(delete(SIGN_ONS).where(SIGN_ONS.c.token == row.token))
            return _sign_on(row) if row else None

        return self._write(taken)

    def get(self, token: str, browser: str) -> SignOn | None:
        """Return the attempt of a token, which stays; None where this browser has none."""
        with self._reading() as connection:
            row = self._row(connection, token, browser)
        return _sign_on(row) if row else None

    def _row(
        self, connection: Connection, token: str, browser: str, *, locked: bool = False
    ) -> Row[Any] | None:
        mine = (SIGN_ONS.c.token == token_digest(token), SIGN_ONS.c.browser == token_digest(browser))
        chosen = select(SIGN_ONS).where(*mine, SIGN_ONS.c.expires_at > self._now())
        return connection.execute(chosen.with_for_update() if locked else chosen).one_or_none()


def resumed(sign_on: SignOn, purpose: Purpose, identity: Identity | None = None) -> SignOn:
    """Return what goes on of an attempt after the provider has answered: none of its secrets."""
    return replace(sign_on, purpose=purpose, nonce="", verifier="", identity=identity)


def _sign_on(row: Row[Any]) -> SignOn:
    return SignOn(
        provider=row.provider,
        purpose=Purpose(row.purpose),
        nonce=row.nonce,
        verifier=row.verifier,
        account=row.account_id,
        next=row.next,
        kept=row.kept,
        identity=Identity(**json.loads(row.identity)) if row.identity else None,
    )
