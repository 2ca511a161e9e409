"""What LibreOffice made of the latest version of each contract, for every process that serves the site.

A cache: found by the hash of what it was made of, bounded, thrown away at will. Saving a contract removes
what was made of the version before.
"""

from datetime import timedelta

from sqlalchemy import Connection, bindparam, delete, exists, func, insert, select
from sqlalchemy.exc import IntegrityError

from app.store.engine import Repository
from app.store.tables import KEPT_FILES, PROFILES

MOST_KEPT = 200_000_000
"""Bytes of all that is kept: the oldest goes first."""

LARGEST_KEPT = 20_000_000

_FORGET = delete(KEPT_FILES).where(KEPT_FILES.c.profile_id == bindparam("profile"))


class KeptFiles(Repository):
    """The files that are kept in one database."""

    def get(self, key: str) -> bytes | None:
        """Return the file of this key, a SHA-256 in hexadecimal; None when it is not kept."""
        with self._reading() as connection:
            content = connection.scalar(select(KEPT_FILES.c.content).where(KEPT_FILES.c.key == key))
        return content or None  # an empty one is a claim

    def keep(self, key: str, content: bytes, profile_id: int, version: int) -> None:
        """Keep a file of a version; not once a newer one was saved, nor of a contract in the trash."""
        if len(content) > LARGEST_KEPT:
            return
        known = {"key": key, "profile_id": profile_id, "version": version}
        with self._writing() as connection:
            if not _is_latest(connection, profile_id, version):
                return
            connection.execute(delete(KEPT_FILES).where(KEPT_FILES.c.key == key))
            row = {**known, "content": content, "size": len(content), "kept_at": self._now()}
            connection.execute(insert(KEPT_FILES), row)
            _evict(connection)

    def claim(self, key: str, profile_id: int, version: int) -> bool:
        """Say that this process makes the files of a version. False where another one has said so."""
        row = {"key": key, "profile_id": profile_id, "version": version, "content": b"", "size": 0}
        try:
            with self._writing() as connection:
                if not _is_latest(connection, profile_id, version):
                    return False
                connection.execute(insert(KEPT_FILES), {**row, "kept_at": self._now()})
        except IntegrityError:
            return False
        return True

    def is_being_made(self, profile_id: int, version: int, longest: timedelta) -> bool:
        """Whether a process has claimed a version, at most so long ago, and nothing is kept of it yet."""
        of_version = (KEPT_FILES.c.profile_id == profile_id, KEPT_FILES.c.version == version)
        with self._reading() as connection:
            claimed = connection.scalar(
                select(func.max(KEPT_FILES.c.kept_at)).where(*of_version, KEPT_FILES.c.size == 0)
            )
            made = connection.scalar(select(func.count()).where(*of_version, KEPT_FILES.c.size > 0))
        return claimed is not None and not made and self._now() - claimed <= longest

    def to_prepare(self, oldest: timedelta, latest: timedelta) -> list[tuple[int, int]]:
        """Return the contracts whose last save is between so long and so long ago, with their versions.

        The latest save comes first. Those in the trash and those that a process has claimed are left out.
        """
        now = self._now()
        saved = PROFILES.c.updated_at.between(now - oldest, now - latest)
        claimed = exists().where(KEPT_FILES.c.profile_id == PROFILES.c.id, KEPT_FILES.c.size == 0)
        here = (saved, PROFILES.c.deleted_at.is_(None), ~claimed)
        chosen = select(PROFILES.c.id, PROFILES.c.version).where(*here)
        with self._reading() as connection:
            rows = connection.execute(chosen.order_by(PROFILES.c.updated_at.desc())).all()
        return [(row.id, row.version) for row in rows]


def forget_files(connection: Connection, profile_id: int) -> None:
    """Remove what is kept of a contract, as a part of what is being written."""
    connection.execute(_FORGET, {"profile": profile_id})


def _is_latest(connection: Connection, profile_id: int, version: int) -> bool:
    # Locked, so that on PostgreSQL no newer version comes between this look and what is kept.
    present = select(PROFILES.c.version).where(PROFILES.c.id == profile_id, PROFILES.c.deleted_at.is_(None))
    return connection.scalar(present.with_for_update()) == version


def _evict(connection: Connection) -> None:
    """Remove the oldest files until the others are within the limit."""
    total: int = connection.scalar(select(func.sum(KEPT_FILES.c.size))) or 0
    if total <= MOST_KEPT:
        return
    oldest = select(KEPT_FILES.c.key, KEPT_FILES.c.size).order_by(KEPT_FILES.c.kept_at)
    gone = []
    for row in connection.execute(oldest):
        if total <= MOST_KEPT:
            break
        total -= row.size
        gone.append(row.key)
    connection.execute(delete(KEPT_FILES).where(KEPT_FILES.c.key.in_(gone)))
