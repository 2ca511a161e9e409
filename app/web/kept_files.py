"""The files that LibreOffice made of a contract, kept in the database for all who download it."""

from contextlib import suppress
from datetime import timedelta

from app.store import SavedProfile, StoreUnavailable
from app.web.services import profiles

LONGEST_PREPARATION = timedelta(minutes=2)
"""After that, what a process began is taken for given up."""


def is_being_prepared(saved: SavedProfile) -> bool:
    """Whether a process makes the files of this version now. A database that cannot answer says no."""
    with suppress(StoreUnavailable):
        return profiles().kept_files.is_being_made(saved.id, saved.version, LONGEST_PREPARATION)
    return False


class KeptForVersion:
    """What is kept of the version of a contract that was read.

    A database that cannot answer now, or cannot be written, costs no download.
    """

    def __init__(self, saved: SavedProfile) -> None:
        self._files = profiles().kept_files
        self._saved = saved

    def get(self, key: str) -> bytes | None:
        """Return the file of this key; None when it is not kept."""
        with suppress(StoreUnavailable):
            return self._files.get(key)
        return None

    def keep(self, key: str, content: bytes) -> None:
        """Keep a file, while its version is the latest."""
        with suppress(StoreUnavailable):
            self._files.keep(key, content, self._saved.id, self._saved.version)
