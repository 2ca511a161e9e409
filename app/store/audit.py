"""The journal of what was done with accounts and rights: rows are added and read, never changed.

It holds ids, no names, no passwords, no tokens. It is kept for a year.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, delete, insert, select

from app.store.account_tables import ACCOUNTS, AUDIT
from app.store.engine import Repository
from app.store.tables import PROFILES

KEPT = timedelta(days=365)
"""The CNIL advises six months to a year for such journals (délibération 2021-122)."""

REPEATED = timedelta(minutes=10)
"""A refusal is noted once in so long for the same person, event and contract: a robot would fill the disk."""


class Event(StrEnum):
    """What may stand in the journal."""

    LOGIN = "login"
    LOGIN_REFUSED = "login_refused"
    LOGOUT = "logout"
    REFUSED = "refused"
    ACCOUNT_MADE = "account_made"
    ACCOUNT_CLOSED = "account_closed"
    ACCOUNT_REOPENED = "account_reopened"
    ACCOUNT_ERASED = "account_erased"
    LINK_MADE = "link_made"
    PASSWORD_SET = "password_set"  # noqa: S105 — the name of an event
    TOTP_ON = "totp_on"
    TOTP_OFF = "totp_off"
    GRANTED = "granted"
    REVOKED = "revoked"
    INVITED = "invited"
    INVITATION_USED = "invitation_used"
    INVITATION_REVOKED = "invitation_revoked"


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the journal, with the names that its ids have now."""

    at: datetime
    who: str | None
    event: Event
    contract: str | None
    other: str | None
    detail: str


def note(  # noqa: PLR0913 — the columns of the journal
    connection: Connection,
    now: datetime,
    event: Event,
    account: int | None = None,
    *,
    profile: int | None = None,
    other: int | None = None,
    detail: str = "",
) -> None:
    """Add a row, as a part of what is being written. `account` is who did it; `other` whom it is about."""
    row = {"at": now, "account_id": account, "event": event, "profile_id": profile, "detail": detail}
    connection.execute(insert(AUDIT), {**row, "other_account_id": other})


class Audit(Repository):
    """The journal of one database."""

    def refused(
        self, event: Event, account: int | None, profile: int | None = None, detail: str = ""
    ) -> None:
        """Note a refusal, unless the same one was noted a moment ago."""
        same = (AUDIT.c.event == event, AUDIT.c.account_id == account, AUDIT.c.profile_id == profile)
        lately = select(AUDIT.c.id).where(*same, AUDIT.c.at > self._now() - REPEATED).limit(1)
        with self._writing() as connection:
            if connection.scalar(lately) is None:
                note(connection, self._now(), event, account, profile=profile, detail=detail)

    def entries(self, start: int = 0, count: int = 50, account: int | None = None) -> tuple[Entry, ...]:
        """Return at most `count` rows, the latest first; those of an account alone where one is given."""
        other = ACCOUNTS.alias("other")
        chosen = (
            select(AUDIT.c.at, ACCOUNTS.c.name, AUDIT.c.event, PROFILES.c.name, other.c.name, AUDIT.c.detail)
            .select_from(AUDIT)
            .outerjoin(ACCOUNTS, ACCOUNTS.c.id == AUDIT.c.account_id)
            .outerjoin(other, other.c.id == AUDIT.c.other_account_id)
            .outerjoin(PROFILES, PROFILES.c.id == AUDIT.c.profile_id)
            .order_by(AUDIT.c.id.desc())
        )
        if account is not None:
            chosen = chosen.where((AUDIT.c.account_id == account) | (AUDIT.c.other_account_id == account))
        with self._reading() as connection:
            rows = connection.execute(chosen.offset(start).limit(count)).all()
        return tuple(Entry(at, who, Event(event), *rest) for at, who, event, *rest in rows)

    def sweep(self) -> None:
        """Remove what is older than a year."""
        with self._writing() as connection:
            connection.execute(delete(AUDIT).where(AUDIT.c.at < self._now() - KEPT))
