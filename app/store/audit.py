"""The journal of what was done with accounts and rights: rows are added and read, never changed.

It holds ids, no names, no passwords, no tokens: an account that is erased takes its name out of it, and no
row changes. The database refuses any change, and to remove what is not a year old (migration 0018).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, Connection, Select, and_, delete, insert, or_, select, true

from app.store.account_tables import ACCOUNTS, AUDIT, GRANTS
from app.store.engine import Repository
from app.store.tables import PROFILES

KEPT = timedelta(days=365)
"""The CNIL advises six months to a year for such journals (délibération 2021-122)."""

ANNOUNCED_FOR, ANNOUNCED = timedelta(days=7), 5
"""How long what others did with an account is told at each login, and how many such events at most.

Not only at the next one: whoever got in by a link that was not meant for him would be the one who reads it.
"""

REPEATED = timedelta(minutes=10)
"""A refusal is noted once in so long for the same person, event and contract: a robot would fill the disk."""


FIRST_LINK, BY_LINK = "first", "link"
"""Details: of a link or a password, that the account had none before; that a password came by a link."""


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
    LINK_MAILED = "link_mailed"
    PASSWORD_SET = "password_set"  # noqa: S105 — the name of an event
    IDENTITY_LINKED = "identity_linked"
    IDENTITY_UNLINKED = "identity_unlinked"
    MEMBERSHIP_ASKED = "membership_asked"
    MEMBERSHIP_GIVEN = "membership_given"
    MEMBERSHIP_REFUSED = "membership_refused"
    TOTP_ON = "totp_on"
    TOTP_OFF = "totp_off"
    RECOVERY_MADE = "recovery_made"
    RECOVERY_USED = "recovery_used"
    SESSIONS_CLOSED = "sessions_closed"
    GRANTED = "granted"
    REVOKED = "revoked"
    INVITED = "invited"
    INVITATION_USED = "invitation_used"
    INVITATION_REVOKED = "invitation_revoked"


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the journal, with the names that its ids have now. `by` and `about` are the accounts' ids."""

    at: datetime
    who: str | None
    event: Event
    contract: str | None
    other: str | None
    detail: str
    by: int | None = None
    about: int | None = None


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


_OTHER = ACCOUNTS.alias("other")
_ENTRIES = (
    select(
        *(AUDIT.c.at, ACCOUNTS.c.name, AUDIT.c.event, PROFILES.c.name, _OTHER.c.name, AUDIT.c.detail),
        *(AUDIT.c.account_id, AUDIT.c.other_account_id),
    )
    .select_from(AUDIT)
    .outerjoin(ACCOUNTS, ACCOUNTS.c.id == AUDIT.c.account_id)
    .outerjoin(_OTHER, _OTHER.c.id == AUDIT.c.other_account_id)
    .outerjoin(PROFILES, PROFILES.c.id == AUDIT.c.profile_id)
    .order_by(AUDIT.c.at.desc(), AUDIT.c.id.desc())
)
_BY_OTHERS = (Event.LINK_MADE, Event.TOTP_OFF, Event.SESSIONS_CLOSED, Event.ACCOUNT_REOPENED)


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
        mine = (
            true()
            if account is None
            else or_(AUDIT.c.account_id == account, AUDIT.c.other_account_id == account)
        )
        return self._rows(_ENTRIES.where(mine), start, count)

    def announced(self, account: int) -> tuple[Entry, ...]:
        """Return what others did lately with what an account signs in with, the latest first.

        That is: a link for its password, a code taken away, sessions closed; a password chosen by a link; and
        a link for another owner of a contract of its own, who could share it. At most ANNOUNCED rows.
        """
        owned = _owners(GRANTS.c.profile_id).where(GRANTS.c.account_id == account).correlate(None)
        co_owners = _owners().where(GRANTS.c.profile_id.in_(owned), GRANTS.c.account_id != account)
        by_others = or_(AUDIT.c.account_id.is_(None), AUDIT.c.account_id != account)
        mine = and_(AUDIT.c.other_account_id == account, AUDIT.c.event.in_(_BY_OTHERS), by_others)
        by_link = and_(AUDIT.c.event == Event.PASSWORD_SET, AUDIT.c.detail == BY_LINK)
        chosen = and_(AUDIT.c.account_id == account, by_link)
        theirs = and_(AUDIT.c.other_account_id.in_(co_owners), AUDIT.c.event == Event.LINK_MADE, by_others)
        lately = and_(AUDIT.c.at > self._now() - ANNOUNCED_FOR, AUDIT.c.detail != FIRST_LINK)
        return self._rows(_ENTRIES.where(lately, or_(mine, theirs, chosen)), 0, ANNOUNCED)

    def sweep(self) -> None:
        """Remove what is older than a year."""
        with self._writing() as connection:
            connection.execute(delete(AUDIT).where(AUDIT.c.at < self._now() - KEPT))

    def _rows(self, chosen: Select[*tuple[Any, ...]], start: int, count: int) -> tuple[Entry, ...]:
        with self._reading() as connection:
            rows = connection.execute(chosen.offset(start).limit(count)).all()
        return tuple(
            Entry(at, who, Event(event), contract, other, detail, by=by, about=about)
            for at, who, event, contract, other, detail, by, about in rows
        )


def _owners(column: Column[int] = GRANTS.c.account_id) -> Select[int]:
    """Return the roles of owners that are in force: their accounts, or another column."""
    return select(column).where(
        GRANTS.c.role == "owner", GRANTS.c.revoked_at.is_(None), GRANTS.c.account_id.is_not(None)
    )
