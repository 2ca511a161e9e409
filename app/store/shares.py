"""Who has which role on a contract, the invitations that give one, and the organisations that have some."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from app.access import Role, Scope
from app.access.rights import ROLES_IN_A_PART, WHOLE
from app.domain.problems import UserError
from app.domain.text import MAX_NAME, clean, name_key
from app.store.account_rows import folded_email
from app.store.account_tables import ACCOUNTS, GRANTS, INVITATIONS, MEMBERSHIPS, ORGANISATIONS
from app.store.audit import Event, note
from app.store.engine import Repository
from app.store.profile_rows import token_digest
from app.store.scopes import read_scope, written_scope
from app.store.tables import PROFILES

INVITATION_LASTS = timedelta(days=30)
_TOKEN_BYTES = 32
_LAST_OWNER = "Un contrat garde un propriétaire au moins : donnez d’abord ce rôle à un autre compte."
_NO_OWNER = "Un organisme ne possède pas un contrat : choisissez un compte, ou un autre rôle."
_NOT_IN_A_PART = (
    "Sur une partie du contrat, on est rédacteur, qui propose, ou commentateur\u00a0: "
    "choisissez l’un des deux, ou tout le contrat."
)


class ShareRefused(UserError, ValueError):
    """A role that cannot be given or taken away. The message is a French sentence."""


@dataclass(frozen=True, slots=True)
class Share:
    """A role on a contract, or on a part of one: of an account, or of an organisation."""

    id: int
    role: Role
    scope: Scope
    account: int | None
    organisation: int | None
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link that gives a role once. `key` names it for the owners, and opens nothing."""

    key: str
    contract: int
    contract_name: str
    role: Role
    scope: Scope
    email: str
    by: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body whose members share its roles. `kind` is the id of a partner, or empty."""

    id: int
    name: str
    siret: str
    kind: str
    members: tuple[str, ...] = ()


_IN_FORCE = GRANTS.c.revoked_at.is_(None)
_WAITING = (INVITATIONS.c.used_at.is_(None), INVITATIONS.c.revoked_at.is_(None))
_INVITATIONS = (
    select(INVITATIONS, PROFILES.c.name.label("contract_name"), ACCOUNTS.c.name.label("by"))
    .join(PROFILES, PROFILES.c.id == INVITATIONS.c.profile_id)
    .join(ACCOUNTS, ACCOUNTS.c.id == INVITATIONS.c.made_by)
    .where(*_WAITING, PROFILES.c.deleted_at.is_(None))
)


class Shares(Repository):
    """The roles on the contracts of one database."""

    def of_contract(self, contract: int) -> tuple[Share, ...]:
        """Return the roles that are held on a contract, the owners first."""
        with self._reading() as connection:
            rows = connection.execute(_held(contract)).all()
        shares = [_share(row) for row in rows]
        return tuple(sorted(shares, key=lambda share: (list(Role).index(share.role), share.name)))

    def give(
        self,
        contract: int,
        role: Role,
        by: int,
        *,
        to_account: int | None = None,
        to_organisation: int | None = None,
        scope: Scope = WHOLE,
    ) -> None:
        """Give a role on a contract, in place of the one that was held on the same part of it, or on it all.

        Raises ShareRefused.
        """
        holder = {"account_id": to_account, "organisation_id": to_organisation}
        if to_organisation is not None and role is Role.OWNER:
            raise ShareRefused(_NO_OWNER)
        _refuse_in_a_part(role, scope)
        with self._writing() as connection:
            if to_account is not None:
                _refuse_closed(connection, to_account)
            self._give(connection, contract, role, scope, holder)
            said = _noted(role, scope)
            note(connection, self._now(), Event.GRANTED, by, profile=contract, other=to_account, detail=said)
            _keep_owner(connection, contract)

    def revoke(self, contract: int, share_id: int, by: int) -> None:
        """Take a role away. Raises ShareRefused for that of the last owner."""
        with self._writing() as connection:
            mine = (GRANTS.c.id == share_id, GRANTS.c.profile_id == contract, _IN_FORCE)
            row = connection.execute(select(GRANTS).where(*mine)).one_or_none()
            if row is None:
                return
            connection.execute(update(GRANTS).where(*mine).values(revoked_at=self._now()))
            _keep_owner(connection, contract)
            known = {"profile": contract, "other": row.account_id}
            said = _noted(Role(row.role), read_scope(row.scope))
            note(connection, self._now(), Event.REVOKED, by, **known, detail=said)

    def invite(self, contract: int, role: Role, email: str, by: int, scope: Scope = WHOLE) -> str:
        """Return the token of a new invitation. `email`: whom alone it is for; empty: whoever has the link.

        Raises AccountRefused for what is no address, ShareRefused.
        """
        _refuse_in_a_part(role, scope)
        token, now = secrets.token_urlsafe(_TOKEN_BYTES), self._now()
        row = {"token": token_digest(token), "profile_id": contract, "role": role, "made_by": by}
        row["scope"] = written_scope(scope)
        known = {"email": folded_email(email) if email.strip() else None, "made_at": now}
        with self._writing() as connection:
            connection.execute(insert(INVITATIONS), {**row, **known, "expires_at": now + INVITATION_LASTS})
            note(connection, now, Event.INVITED, by, profile=contract, detail=_noted(role, scope))
        return token

    def invitations(self, contract: int) -> tuple[Invitation, ...]:
        """Return the invitations of a contract that can still be used, the latest first."""
        mine = (INVITATIONS.c.profile_id == contract, INVITATIONS.c.expires_at > self._now())
        with self._reading() as connection:
            rows = connection.execute(_INVITATIONS.where(*mine).order_by(INVITATIONS.c.made_at.desc())).all()
        return tuple(map(_invitation, rows))

    def invitation(self, token: str) -> Invitation | None:
        """Return the invitation of a token; None when it was used, revoked, or is over."""
        with self._reading() as connection:
            return self._invitation(connection, token)

    def accept(self, token: str, account: int, email: str) -> Invitation:
        """Give an account the role of an invitation, once. A higher one that it has stays.

        Raises ShareRefused when the invitation is over, or for somebody else.
        """
        with self._writing() as connection:
            mine = INVITATIONS.c.token == token_digest(token)
            connection.execute(select(INVITATIONS.c.token).where(mine).with_for_update())
            invitation = self._invitation(connection, token)
            if invitation is None:
                raise ShareRefused("Cette invitation n’est plus valable.")
            if invitation.email and invitation.email != email:
                raise ShareRefused("Cette invitation est pour une autre adresse que celle de votre compte.")
            connection.execute(update(INVITATIONS).where(mine).values(used_at=self._now()))
            role, scope = invitation.role, invitation.scope
            held = _role_of(connection, invitation.contract, account, scope)
            if held is None or list(Role).index(role) < list(Role).index(held):
                holder = {"account_id": account, "organisation_id": None}
                self._give(connection, invitation.contract, role, scope, holder)
            used, said = Event.INVITATION_USED, _noted(role, scope)
            note(connection, self._now(), used, account, profile=invitation.contract, detail=said)
        return invitation

    def revoke_invitation(self, contract: int, key: str, by: int) -> None:
        """Have an invitation open nothing any more."""
        mine = (INVITATIONS.c.profile_id == contract, INVITATIONS.c.token.startswith(key, autoescape=True))
        with self._writing() as connection:
            connection.execute(update(INVITATIONS).where(*mine, *_WAITING).values(revoked_at=self._now()))
            note(connection, self._now(), Event.INVITATION_REVOKED, by, profile=contract)

    def roles_of(self, account: int) -> tuple[tuple[str, Role], ...]:
        """Return the contracts on which an account has a role of its own, whole or in part, by name."""
        chosen = select(PROFILES.c.name, GRANTS.c.role).join(GRANTS).where(GRANTS.c.account_id == account)
        with self._reading() as connection:
            rows = connection.execute(chosen.where(_IN_FORCE).order_by(PROFILES.c.name)).all()
        return tuple((row.name, Role(row.role)) for row in rows)

    def _invitation(self, connection: Connection, token: str) -> Invitation | None:
        mine = (INVITATIONS.c.token == token_digest(token), INVITATIONS.c.expires_at > self._now())
        row = connection.execute(_INVITATIONS.where(*mine)).one_or_none()
        return _invitation(row) if row else None

    def _give(
        self, connection: Connection, contract: int, role: Role, scope: Scope, holder: dict[str, int | None]
    ) -> None:
        now, kept = self._now(), written_scope(scope)
        same = [GRANTS.c[column] == held for column, held in holder.items() if held is not None]
        same.append(GRANTS.c.scope == kept)
        former = update(GRANTS).where(GRANTS.c.profile_id == contract, _IN_FORCE, *same)
        connection.execute(former.values(revoked_at=now))
        row = {"profile_id": contract, "role": role, "scope": kept, "given_at": now}
        connection.execute(insert(GRANTS), {**row, **holder})


class Organisations(Repository):
    """The organisations of one database."""

    def all(self) -> tuple[Organisation, ...]:
        """Return the organisations by name, with the names of their members."""
        members = select(MEMBERSHIPS.c.organisation_id, ACCOUNTS.c.name).join(ACCOUNTS)
        with self._reading() as connection:
            rows = connection.execute(select(ORGANISATIONS).order_by(ORGANISATIONS.c.name)).all()
            held: dict[int, list[str]] = {}
            for row in connection.execute(members.order_by(ACCOUNTS.c.name)):
                held.setdefault(row.organisation_id, []).append(row.name)
        return tuple(replace(_organisation(row), members=tuple(held.get(row.id, ()))) for row in rows)

    def create(self, name: str, siret: str = "", kind: str = "") -> int:
        """Make an organisation: its id. Raises ShareRefused for a name or a number that is taken."""
        shown = clean(name).text.strip()[:MAX_NAME]
        row = {"name": shown, "name_key": name_key(shown), "siret": siret or None, "kind": kind or None}
        with self._writing() as connection:
            taken = (ORGANISATIONS.c.name_key == row["name_key"]) | (ORGANISATIONS.c.siret == (siret or ""))
            if connection.scalar(select(ORGANISATIONS.c.id).where(taken)):
                raise ShareRefused("Un organisme porte déjà ce nom, ou ce numéro SIRET.")
            key: Any = connection.execute(insert(ORGANISATIONS), row).inserted_primary_key
        return int(key.id)

    def set_members(self, organisation: int, accounts: Sequence[int]) -> None:
        """Replace the members of an organisation. Who is one no more has its roles no more, at once."""
        rows = [
            {"organisation_id": organisation, "account_id": account, "role": "member"} for account in accounts
        ]
        with self._writing() as connection:
            connection.execute(delete(MEMBERSHIPS).where(MEMBERSHIPS.c.organisation_id == organisation))
            if rows:
                connection.execute(insert(MEMBERSHIPS), rows)

    def of_account(self, account: int) -> tuple[Organisation, ...]:
        """Return the organisations that an account belongs to, by name, without their members."""
        mine = select(ORGANISATIONS).join(MEMBERSHIPS).where(MEMBERSHIPS.c.account_id == account)
        with self._reading() as connection:
            return tuple(map(_organisation, connection.execute(mine.order_by(ORGANISATIONS.c.name))))

    def some(self, ids: Collection[int]) -> tuple[Organisation, ...]:
        """Return the organisations of these ids that are there, by name, without their members."""
        if not ids:
            return ()
        chosen = select(ORGANISATIONS).where(ORGANISATIONS.c.id.in_(ids)).order_by(ORGANISATIONS.c.name)
        with self._reading() as connection:
            return tuple(map(_organisation, connection.execute(chosen)))

    def members(self, organisation: int) -> frozenset[int]:
        """Return the accounts of an organisation."""
        mine = select(MEMBERSHIPS.c.account_id).where(MEMBERSHIPS.c.organisation_id == organisation)
        with self._reading() as connection:
            return frozenset(connection.scalars(mine))

    def remove(self, organisation: int) -> None:
        """Remove an organisation, and its roles with it."""
        with self._writing() as connection:
            connection.execute(delete(ORGANISATIONS).where(ORGANISATIONS.c.id == organisation))


def _organisation(row: Row[Any]) -> Organisation:
    return Organisation(row.id, row.name, row.siret or "", row.kind or "")


def _held(contract: int) -> Any:
    named = (ACCOUNTS.c.name, ACCOUNTS.c.email, ORGANISATIONS.c.name.label("organisation_name"))
    return (
        select(GRANTS, *named)
        .outerjoin(ACCOUNTS, ACCOUNTS.c.id == GRANTS.c.account_id)
        .outerjoin(ORGANISATIONS, ORGANISATIONS.c.id == GRANTS.c.organisation_id)
        .where(GRANTS.c.profile_id == contract, _IN_FORCE)
    )


def _share(row: Row[Any]) -> Share:
    name = row.organisation_name if row.account_id is None else row.name
    return Share(
        row.id,
        Role(row.role),
        read_scope(row.scope),
        row.account_id,
        row.organisation_id,
        name,
        row.email or "",
    )


def _invitation(row: Row[Any]) -> Invitation:
    return Invitation(
        key=row.token[:16],
        contract=row.profile_id,
        contract_name=row.contract_name,
        role=Role(row.role),
        scope=read_scope(row.scope),
        email=row.email or "",
        by=row.by,
        expires_at=row.expires_at,
    )


def _refuse_in_a_part(role: Role, scope: Scope) -> None:
    if not scope.is_whole and role not in ROLES_IN_A_PART:
        raise ShareRefused(_NOT_IN_A_PART)


def _noted(role: Role, scope: Scope) -> str:
    """Return what the journal says of a role: no name, as it holds none."""
    return str(role) if scope.is_whole else f"{role} {written_scope(scope)}"


def _role_of(connection: Connection, contract: int, account: int, scope: Scope) -> Role | None:
    mine = (GRANTS.c.profile_id == contract, GRANTS.c.account_id == account, _IN_FORCE)
    same = GRANTS.c.scope == written_scope(scope)
    role = connection.scalar(select(GRANTS.c.role).where(*mine, same))
    return Role(role) if role else None


def _refuse_closed(connection: Connection, account: int) -> None:
    mine = select(ACCOUNTS.c.id).where(ACCOUNTS.c.id == account, ACCOUNTS.c.closed_at.is_(None))
    if connection.scalar(mine) is None:
        raise ShareRefused("Ce compte n’existe pas ou est fermé.")


def _keep_owner(connection: Connection, contract: int) -> None:
    # Locked, so that two owners who leave at once on PostgreSQL do not leave nobody.
    connection.execute(select(PROFILES.c.id).where(PROFILES.c.id == contract).with_for_update())
    owners = select(GRANTS.c.id).join(ACCOUNTS).where(GRANTS.c.profile_id == contract, _IN_FORCE)
    opened = owners.where(GRANTS.c.role == Role.OWNER, ACCOUNTS.c.closed_at.is_(None)).limit(1)
    if connection.scalar(opened) is None:
        raise ShareRefused(_LAST_OWNER)
