"""The deleted profiles: they can be restored for thirty days, then they go for good (RGAA 11.12)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, Select, bindparam, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.domain.profile import Profile
from app.store.engine import writing
from app.store.faults import RACED, ProfileNotFound, StoreUnavailable
from app.store.lookup import refuse_taken_name
from app.store.models import ProfileRow, UtcTime
from app.store.rows import columns_of, saved_profile
from app.store.saved import SavedProfile, Trashed
from app.store.sessions import session_on
from app.store.stamp import Stamp
from app.store.versions import version_of
from app.store.words import keep_words

TIME_IN_TRASH = timedelta(days=30)
TRASHED = "\u200b"
"""Begins the key of a trashed name: no key of a name holds an invisible character, so the name is free."""

# Built once, as it goes with every save. The versions and the words of a profile follow it.
_TABLE = ProfileRow.metadata.tables[ProfileRow.__tablename__]
_PURGE = delete(_TABLE).where(_TABLE.c.deleted_at < bindparam("past", type_=UtcTime))


class Trash:
    """The trash of one database. Every method raises StoreUnavailable."""

    def __init__(self, engine: Engine, now: Callable[[], datetime], stamp: Stamp) -> None:
        self._engine = engine
        self._writing_engine = writing(engine)
        self._now = now
        self._stamp = stamp

    def list(self, start: int = 0, count: int = 50) -> tuple[Trashed, ...]:
        """At most `count` of those that can still be restored, the latest deletion first."""
        latest = self._waiting().order_by(ProfileRow.deleted_at.desc(), ProfileRow.id.desc())
        with session_on(self._engine) as session:
            return tuple(Trashed(*row) for row in session.execute(latest.offset(start).limit(count)))

    def get(self, profile_id: int) -> Trashed:
        """One of them. Raises ProfileNotFound."""
        with session_on(self._engine) as session:
            row = session.execute(self._waiting().where(ProfileRow.id == profile_id)).one_or_none()
        if row is None:
            raise ProfileNotFound(profile_id)
        return Trashed(*row)

    def _waiting(self) -> Select[*tuple[Any, ...]]:
        shown = (ProfileRow.id, ProfileRow.name, ProfileRow.territory_name, ProfileRow.deleted_at)
        return select(*shown).where(ProfileRow.deleted_at >= self._now() - TIME_IN_TRASH)

    def restore(self, profile_id: int, rename: Callable[[Profile], Profile]) -> SavedProfile:
        """Takes a profile out of the trash, under the name that `rename` gives it.

        Raises ProfileNotFound, NameTaken, ProfileRefused.
        """
        try:
            return self._restored(profile_id, rename)
        except IntegrityError as error:  # another process took the name after the check
            raise StoreUnavailable(RACED) from error

    def _restored(self, profile_id: int, rename: Callable[[Profile], Profile]) -> SavedProfile:
        with session_on(self._writing_engine) as session:
            row = session.get(ProfileRow, profile_id, with_for_update=True)
            if row is None or row.deleted_at is None or row.deleted_at < self._now() - TIME_IN_TRASH:
                raise ProfileNotFound(profile_id)
            columns = columns_of(rename(saved_profile(row).profile))
            refuse_taken_name(session, columns["name_key"], own_id=row.id)
            for column, text in columns.items():
                setattr(row, column, text)
            row.deleted_at, row.updated_at = None, self._now()
            row.version += 1
            keep_words(session, row)
            session.add(version_of(row, self._stamp.author))
            session.flush()
            return saved_profile(row)

    def purge(self) -> None:
        """Removes for good what has waited for thirty days, versions included."""
        with session_on(self._writing_engine) as session:
            purge(session, self._now())


def purge(session: Session, now: datetime) -> None:
    """The purge as a part of what is being written.

    One statement, which looks at each row when it removes it: one that is being restored is not removed.
    """
    session.connection().execute(_PURGE, {"past": now - TIME_IN_TRASH})
