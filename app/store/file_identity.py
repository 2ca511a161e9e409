"""Whether the SQLite file and its journal are still those that were opened.

SQLite goes on writing to a file that was replaced or removed under it: what it confirms is lost with the
process. The device and the inode of both files say whether that happened.
"""

import os
from pathlib import Path

from app.store.address import journal_of
from app.store.errors import REPLACED, StoreUnavailable

Identity = tuple[int, int]


class OpenedFile:
    """The file that the connections of an engine have open, and its journal once it is known."""

    def __init__(self, file: Path) -> None:
        self._path = file
        self._file: Identity | None = None
        self._journal: Identity | None = None

    def check_file(self) -> None:
        """Raise StoreUnavailable unless the file is still that of the first connection."""
        found = _identity_of(self._path)
        self._file = self._file or found
        if found != self._file:
            raise StoreUnavailable(REPLACED.format(file=self._path))

    def check(self) -> None:
        """Raise StoreUnavailable when the file or its journal is no longer the one that is written to."""
        self.check_file()
        if self._journal is not None and _identity_of(journal_of(self._path)) != self._journal:
            raise StoreUnavailable(REPLACED.format(file=self._path))

    def remember_journal(self) -> None:
        """Take the journal that is there now for ours: a connection has it open."""
        self._journal = _identity_of(journal_of(self._path))

    def forget(self) -> None:
        """Begin anew: no connection has the file open any more."""
        self._file = self._journal = None


def _identity_of(file: Path) -> Identity | None:
    try:
        found = os.stat(file)
    except OSError:
        return None
    return found.st_dev, found.st_ino
