"""Files that wait for LibreOffice: in order, and made once for all who ask for the same one."""

import math
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from time import monotonic
from typing import Any, TypeVar

from app.documents.office.conversion import ConversionFailed

PLACES = 2
"""Conversions at a time: each one takes a core and some 250 MB."""
MOST_WAITING = 12
"""People who wait with their request open: each holds one of the 24 threads of the server."""
MOST_QUEUED = 100
KEPT = 8
"""Files that were made after whoever asked for them had gone: up to 3 MB each."""
PATIENCE = 90.0
"""Seconds that a person waits for an answer; the proxy would give up after 120."""
_FIRST_GUESS = 5.0
"""Seconds that a file takes, until some have been made."""

T = TypeVar("T")


class OfficeBusy(ConversionFailed):
    """The file is not ready yet. `seconds`: after how long it should be."""

    def __init__(self, ahead: int, seconds: int) -> None:
        self.seconds = seconds
        before = f"{ahead} fichiers passent" if ahead > 1 else "un autre fichier passe"
        wait = f"{seconds} secondes" if seconds < 100 else f"{math.ceil(seconds / 60)} minutes"  # noqa: PLR2004
        super().__init__(
            f"Votre fichier se prépare, mais {before} avant lui : redemandez-le dans {wait} environ."
            if ahead
            else f"Votre fichier se prépare encore : redemandez-le dans {wait} environ."
        )


class ConversionQueue:
    """The files that are being made or wait for it, by key. `patience` in seconds."""

    def __init__(self, places: int = PLACES, patience: float | None = None) -> None:
        self._places = places
        self._patience = PATIENCE if patience is None else patience
        self._workers = ThreadPoolExecutor(places, thread_name_prefix="libreoffice")
        self._files: OrderedDict[bytes, Future[Any]] = OrderedDict()
        self._waiting = 0
        self._usual = _FIRST_GUESS
        self._lock = threading.Lock()

    def result(self, key: bytes, make: Callable[[], T]) -> T:
        """What `make` gives, called once for all who ask for this key meanwhile; they share its errors too.

        Raises OfficeBusy when it takes too long: it goes on, and who asks again finds it.
        """
        with self._lock:
            file = self._files.get(key) or self._queued(key, make)
            patience = self._patience if self._waiting < MOST_WAITING else 0
            self._waiting += 1
        try:
            made: T = file.result(patience)
        except TimeoutError:
            raise self._busy(key) from None
        finally:
            with self._lock:
                self._waiting -= 1
                if file.done() and self._files.get(key) is file:
                    del self._files[key]
        return made

    def close(self) -> None:
        """Make no file that is not begun."""
        self._workers.shutdown(wait=False, cancel_futures=True)

    def _queued(self, key: bytes, make: Callable[[], T]) -> Future[T]:
        done = [other for other, file in self._files.items() if file.done()]
        for other in done[: -KEPT or None]:
            del self._files[other]
        if len(self._files) - len(done) >= MOST_QUEUED:
            raise OfficeBusy(MOST_QUEUED, self._seconds(MOST_QUEUED))
        self._files[key] = file = self._workers.submit(self._timed, make)
        return file

    def _timed(self, make: Callable[[], T]) -> T:
        began = monotonic()
        try:
            return make()
        finally:
            self._usual += (monotonic() - began - self._usual) / 4

    def _busy(self, key: bytes) -> OfficeBusy:
        with self._lock:
            unfinished = [other for other, file in self._files.items() if other == key or not file.done()]
            ahead = unfinished.index(key) if key in unfinished else 0
        return OfficeBusy(ahead, self._seconds(ahead))

    def _seconds(self, ahead: int) -> int:
        """Seconds until a file with so many before it is made, rounded up to tens."""
        return math.ceil((ahead // self._places + 1) * self._usual / 10) * 10
