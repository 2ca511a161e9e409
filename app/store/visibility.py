"""Which contracts an account sees: those on which it, or an organisation that it belongs to, has a role.

Be it a role on a part of one: a part is not understood without the rest.

To build a condition takes longer than to ask it: those of the last accounts are kept.
"""

from datetime import datetime
from functools import lru_cache

from sqlalchemy import ColumnElement, CompoundSelect, Connection, insert, select, true, union_all

from app.store.account_tables import GRANTS, MEMBERSHIPS
from app.store.tables import PROFILES


@lru_cache(maxsize=256)
def visible_to(viewer: int | None) -> ColumnElement[bool]:
    """Hold for the contracts that an account sees; for all of them without one."""
    return true() if viewer is None else PROFILES.c.id.in_(_held_by(viewer))


@lru_cache(maxsize=256)
def owned_by(viewer: int | None) -> ColumnElement[bool]:
    """Hold for the contracts that an account owns; for all of them without one."""
    return true() if viewer is None else PROFILES.c.id.in_(_held_by(viewer, GRANTS.c.role == "owner"))


def is_visible(connection: Connection, profile_id: int, viewer: int) -> bool:
    """Tell whether an account sees a contract."""
    held = _held_by(viewer, GRANTS.c.profile_id == profile_id).limit(1)
    return connection.scalar(held) is not None


def give_to_maker(connection: Connection, profile_id: int, maker: int | None, now: datetime) -> None:
    """Make whoever made a contract its owner."""
    if maker is not None:
        row = {"profile_id": profile_id, "account_id": maker, "role": "owner", "given_at": now}
        connection.execute(insert(GRANTS), row)


def _held_by(viewer: int, *such: ColumnElement[bool]) -> CompoundSelect[int]:
    """Return the contracts on which an account has such a role, of its own or by an organisation.

    Each half reads its own index. As one condition with OR, SQLite read the roles of everybody.
    """
    held = select(GRANTS.c.profile_id).where(GRANTS.c.revoked_at.is_(None), *such)
    of_mine = MEMBERSHIPS.c.organisation_id == GRANTS.c.organisation_id
    by_organisation = held.join(MEMBERSHIPS, of_mine).where(MEMBERSHIPS.c.account_id == viewer)
    return union_all(held.where(GRANTS.c.account_id == viewer), by_organisation)
