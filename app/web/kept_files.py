"""The files that LibreOffice made of a contract, kept in the database for all who download it."""

from contextlib import suppress

from app.store import SavedProfile, StoreUnavailable
from app.web.services import profiles


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
