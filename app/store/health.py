"""The state of a database that answers: whether it may be written, and whether its disk has room."""

import shutil
from dataclasses import dataclass

from app.store.address import sqlite_file
from app.store.engine import check_file, is_read_only
from app.store.errors import DISK_FAULT, StoreUnavailable
from app.store.profiles import Profiles

LEAST_ROOM = 100 * 1024 * 1024
"""Bytes under which a disk is nearly full: about the profiles of a whole département, twice."""


@dataclass(frozen=True, slots=True)
class Condition:
    """`read_only` as the application found it when it started; `room` in bytes, None for a server's disk.

    `size` is that of the database, in bytes.
    """

    read_only: bool
    room: int | None
    size: int

    @property
    def is_nearly_full(self) -> bool:
        """Whether the disk of the database will soon take no more."""
        return self.room is not None and self.room < LEAST_ROOM


def may_be_written(profiles: Profiles) -> bool:
    """Whether the database was opened for saving, and not only for reading."""
    return not is_read_only(profiles.engine)


def condition_of(profiles: Profiles) -> Condition:
    """The state of the database, which is asked for an answer first. Raises StoreUnavailable without one."""
    profiles.ping()
    check_file(profiles.engine)
    file = sqlite_file(profiles.engine.url)
    try:
        room = None if file is None else shutil.disk_usage(file.parent).free
    except OSError as error:
        raise StoreUnavailable(DISK_FAULT) from error
    return Condition(not may_be_written(profiles), room, profiles.storage.size())
