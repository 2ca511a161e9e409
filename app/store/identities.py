"""Which account somebody has who comes by a provider of identities, and the organisations that it tells of.

An identity is the issuer with its subject, for good: an address changes, and is given to somebody else.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, select, update

from app.domain.problems import UserError
from app.domain.text import MAX_NAME, clean, name_key
from app.store.account_rows import Account, account_of
from app.store.account_tables import ACCOUNTS, IDENTITIES, MEMBERSHIP_REQUESTS, MEMBERSHIPS, ORGANISATIONS
from app.store.audit import Event, note
from app.store.engine import Repository


class IdentityTaken(UserError):
    """An identity that is already another account's. The message is a French sentence."""


class RequestGone(UserError):
    """A request that somebody has already answered, or cannot be answered so. A French sentence."""


@dataclass(frozen=True, slots=True)
class MembershipRequest:
    """Somebody who came for an organisation; `organisation` is its name here, empty where it is not known."""

    account: int
    name: str
    email: str
    siret: str
    organisation: str
    asked_at: datetime


class Identities(Repository):
    """The identities of one database."""

    def account_of(self, issuer: str, subject: str) -> Account | None:
        """Return the account of an identity; None where it has none yet."""
        mine = (IDENTITIES.c.issuer == issuer, IDENTITIES.c.subject == subject)
        with self._reading() as connection:
            row = connection.execute(select(ACCOUNTS).join(IDENTITIES).where(*mine)).one_or_none()
        return account_of(row) if row else None

    def issuers_of(self, account: int) -> tuple[str, ...]:
        """Return the issuers of the identities of an account."""
        chosen = select(IDENTITIES.c.issuer).where(IDENTITIES.c.account_id == account)
        with self._reading() as connection:
            return tuple(connection.scalars(chosen.order_by(IDENTITIES.c.issuer)))

    def link(self, account: int, issuer: str, subject: str) -> None:
        """Make an identity that of an account. Raises IdentityTaken where it is another one's."""

        def linked(connection: Connection) -> None:
            mine = (IDENTITIES.c.issuer == issuer, IDENTITIES.c.subject == subject)
            owner = connection.scalar(select(IDENTITIES.c.account_id).where(*mine))
            if owner not in {None, account}:
                raise IdentityTaken("Cette identité est déjà celle d’un autre compte de ce site.")
            if owner is None:
                row = {"issuer": issuer, "subject": subject, "account_id": account}
                connection.execute(insert(IDENTITIES), row)
                note(connection, self._now(), Event.IDENTITY_LINKED, account)

        self._write(linked)

    def unlink(self, account: int, issuer: str) -> None:
        """Have an issuer sign an account in no more."""
        with self._writing() as connection:
            mine = (IDENTITIES.c.account_id == account, IDENTITIES.c.issuer == issuer)
            connection.execute(delete(IDENTITIES).where(*mine))
            note(connection, self._now(), Event.IDENTITY_UNLINKED, account)

    def came_for(self, account: int, siret: str) -> bool:
        """Remember for which organisation somebody came, for who confirms it: whether that is new.

        Nothing is asked of who is a member already, nor again once it was asked or refused.
        """

        def asked(connection: Connection) -> bool:
            member = select(MEMBERSHIPS.c.account_id).join(ORGANISATIONS)
            belongs = member.where(MEMBERSHIPS.c.account_id == account, ORGANISATIONS.c.siret == siret)
            same = select(MEMBERSHIP_REQUESTS.c.siret).where(*_this(account, siret))
            if connection.scalar(belongs) is not None or connection.scalar(same) is not None:
                return False
            row = {"account_id": account, "siret": siret, "asked_at": self._now()}
            connection.execute(insert(MEMBERSHIP_REQUESTS), row)
            note(connection, self._now(), Event.MEMBERSHIP_ASKED, account)
            return True

        return self._write(asked)

    def requests(self) -> tuple[MembershipRequest, ...]:
        """Return what waits for an answer, the earliest first."""
        named = (ACCOUNTS.c.name, ACCOUNTS.c.email, ORGANISATIONS.c.name.label("organisation"))
        chosen = (
            select(MEMBERSHIP_REQUESTS, *named)
            .join(ACCOUNTS, ACCOUNTS.c.id == MEMBERSHIP_REQUESTS.c.account_id)
            .outerjoin(ORGANISATIONS, ORGANISATIONS.c.siret == MEMBERSHIP_REQUESTS.c.siret)
            .where(MEMBERSHIP_REQUESTS.c.refused_at.is_(None), ACCOUNTS.c.closed_at.is_(None))
            .order_by(MEMBERSHIP_REQUESTS.c.asked_at)
        )
        with self._reading() as connection:
            rows = connection.execute(chosen).all()
        return tuple(
            MembershipRequest(
                row.account_id, row.name, row.email, row.siret, row.organisation or "", row.asked_at
            )
            for row in rows
        )

    def confirm(self, account: int, siret: str, name: str, by: int | None) -> None:
        """Make somebody a member of the organisation of a request, made with a name where it is not known.

        Raises RequestGone.
        """

        def confirmed(connection: Connection) -> None:
            self._waiting(connection, account, siret)
            organisation = connection.scalar(
                select(ORGANISATIONS.c.id).where(ORGANISATIONS.c.siret == siret)
            ) or _made(connection, siret, name)
            row = {"account_id": account, "organisation_id": organisation, "role": "member"}
            held = and_(MEMBERSHIPS.c.account_id == account, MEMBERSHIPS.c.organisation_id == organisation)
            if connection.scalar(select(MEMBERSHIPS.c.role).where(held)) is None:
                connection.execute(insert(MEMBERSHIPS), row)
            connection.execute(delete(MEMBERSHIP_REQUESTS).where(*_this(account, siret)))
            note(connection, self._now(), Event.MEMBERSHIP_GIVEN, by, other=account)

        self._write(confirmed)

    def refuse(self, account: int, siret: str, by: int | None) -> None:
        """Refuse a request, which is not made again. Raises RequestGone."""

        def refused(connection: Connection) -> None:
            self._waiting(connection, account, siret)
            change = update(MEMBERSHIP_REQUESTS).where(*_this(account, siret))
            connection.execute(change.values(refused_at=self._now()))
            note(connection, self._now(), Event.MEMBERSHIP_REFUSED, by, other=account)

        self._write(refused)

    def _waiting(self, connection: Connection, account: int, siret: str) -> None:
        open_ones = (*_this(account, siret), MEMBERSHIP_REQUESTS.c.refused_at.is_(None))
        chosen = select(MEMBERSHIP_REQUESTS.c.siret).where(*open_ones).with_for_update()
        if connection.scalar(chosen) is None:
            raise RequestGone("Cette demande n’est plus là : quelqu’un y a déjà répondu.")


def _this(account: int, siret: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return MEMBERSHIP_REQUESTS.c.account_id == account, MEMBERSHIP_REQUESTS.c.siret == siret


def _made(connection: Connection, siret: str, name: str) -> int:
    """Make the organisation of a SIRET, or give its number to the one that has that name and no number."""
    shown = clean(name).text.strip()[:MAX_NAME]
    if not shown:
        raise RequestGone("Nom de l’organisme : écrivez-le.")
    key = name_key(shown)
    known = connection.execute(select(ORGANISATIONS).where(ORGANISATIONS.c.name_key == key)).one_or_none()
    if known is not None and known.siret:
        raise RequestGone(f"« {shown} » a déjà un autre numéro SIRET : donnez un autre nom.")
    if known is not None:
        this = update(ORGANISATIONS).where(ORGANISATIONS.c.id == known.id)
        connection.execute(this.values(siret=siret))
        return int(known.id)
    row = {"name": shown, "name_key": key, "siret": siret, "kind": None}
    made: Any = connection.execute(insert(ORGANISATIONS), row).inserted_primary_key
    return int(made.id)
