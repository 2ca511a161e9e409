"""The deleted profiles: they can be restored for thirty days, then they go for good (RGAA 11.12)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Select, bindparam, delete, select
from sqlalchemy.exc import IntegrityError

from app.domain.profile import Profile
from app.store.engine import transaction, writing
from app.store.errors import RACED, ProfileNotFound, StoreUnavailable
from app.store.profile_rows import columns_of, refuse_taken_name, row_to_write, saved_profile, write_again
from app.store.records import SavedProfile, Stamp, Trashed
from app.store.tables import PROFILES, UtcTime

TIME_IN_TRASH = timedelta(days=30)
TRASHED = "\u200b"
"""Begins the key of a trashed name: no key of a name holds an invisible character, so the name is free."""

# Built once, as it goes with every save. The versions of a profile follow it.
_PURGE = delete(PROFILES).where(PROFILES.c.deleted_at < bindparam("past", type_=UtcTime))


class Trash:
    """The trash of one database. Every method raises StoreUnavailable."""

    def __init__(self, engine: Engine, now: Callable[[], datetime], stamp: Stamp) -> None:
        self._engine = engine
        self._writing_engine = writing(engine)
        self._now = now
        self._stamp = stamp

    def list(self, start: int = 0, count: int = 50) -> tuple[Trashed, ...]:
        """Return at most `count` of those that can still be restored, the latest deletion first."""
        latest = self._waiting().order_by(PROFILES.c.deleted_at.desc(), PROFILES.c.id.desc())
        with transaction(self._engine) as connection:
            return tuple(Trashed(*row) for row in connection.execute(latest.offset(start).limit(count)))

    def get(self, profile_id: int) -> Trashed:
        """Return a deleted profile that can still be restored. Raises ProfileNotFound."""
        with transaction(self._engine) as connection:
            row = connection.execute(self._waiting().where(PROFILES.c.id == profile_id)).one_or_none()
        if row is None:
            raise ProfileNotFound(profile_id)
        return Trashed(*row)

    def _waiting(self) -> Select[*tuple[Any, ...]]:
        shown = (PROFILES.c.id, PROFILES.c.name, PROFILES.c.territory_name, PROFILES.c.deleted_at)
        return select(*shown).where(PROFILES.c.deleted_at >= self._now() - TIME_IN_TRASH)

    def restore(self, profile_id: int, rename: Callable[[Profile], Profile]) -> SavedProfile:
        """Take a profile out of the trash, under the name that `rename` gives it.

        Raises ProfileNotFound, NameTaken, ProfileRefused.
        """
        try:
            return self._restored(profile_id, rename)
        except IntegrityError as error:  # another process took the name after the check
            raise StoreUnavailable(RACED) from error

    def _restored(self, profile_id: int, rename: Callable[[Profile], Profile]) -> SavedProfile:
        with transaction(self._writing_engine) as connection:
            row = row_to_write(connection, profile_id)
            if row.deleted_at is None or row.deleted_at < self._now() - TIME_IN_TRASH:
                raise ProfileNotFound(profile_id)
            columns = columns_of(rename(saved_profile(row).profile))
            refuse_taken_name(connection, columns["name_key"], own_id=row.id)
            known = {"author": self._stamp.author, "catalogue": row.catalogue}
            return write_again(connection, row, columns, self._now(), **known)

    def purge(self) -> None:
        """Remove for good what has waited for thirty days, versions included."""
        with transaction(self._writing_engine) as connection:
            purge(connection, self._now())


def purge(connection: Connection, now: datetime) -> None:
    """Remove what has waited for thirty days, as a part of what is being written.

    One statement, which looks at each row when it removes it: one that is being restored is not removed.
    """
    connection.execute(_PURGE, {"past": now - TIME_IN_TRASH})
