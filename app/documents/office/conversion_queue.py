"""What waits for LibreOffice: in order, made once for all who ask; the page numbers of the contents."""

import logging
import math
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from io import BytesIO
from threading import Lock
from time import monotonic
from typing import Any, TypeVar

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from app.documents.office import ConversionFailed, Office

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
        """Return what `make` gives, called once for all who ask for this key meanwhile.

        They share its errors too.
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

    @property
    def is_idle(self) -> bool:
        """Whether nobody waits, and nothing is being made."""
        with self._lock:
            return not self._waiting and all(file.done() for file in self._files.values())

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


_ESCAPED = re.compile("/([0-9A-F]{2})")


def pages_of(pdf: bytes) -> Mapping[str, int]:
    """Return the page of every bookmark of the document, from 1. Raises ConversionFailed for a broken PDF."""
    try:
        reader = PdfReader(BytesIO(pdf))
        found = {
            _unescaped(name): reader.get_destination_page_number(place)
            for name, place in reader.named_destinations.items()
        }
    except PyPdfError as broken:
        raise ConversionFailed(f"Le PDF fait par LibreOffice est illisible ({broken}).") from None
    return {name: page + 1 for name, page in found.items() if page is not None}


def _unescaped(name: str) -> str:
    """LibreOffice writes « _Toc1 » as « /5FToc1 »."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), name)


class EveryPageAlike(Mapping[str, int]):
    """Every heading on a page of two figures: a draft made so has the lines of the numbered one."""

    def __getitem__(self, bookmark: str) -> int:
        return 88

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


MOST_NUMBERED = 256
"""Documents whose pages are remembered: some 5 kB each."""
REST = 60.0
"""Seconds without another pass for a document that failed: nobody waits again and again for it."""
NO_PAGES: Mapping[str, int] = {}

_journal = logging.getLogger("contrat_de_ville.office")


class Numbering:
    """The pages of drafts, those that are remembered, and the queue of those that are not.

    A pass takes seconds, a draft milliseconds: the second download of the same draft waits for nothing.
    """

    def __init__(self, office: Office, queue: ConversionQueue | None = None) -> None:
        self.office = office
        self.queue = queue or ConversionQueue()
        self._known: OrderedDict[bytes, Mapping[str, int]] = OrderedDict()
        self._rests_until: dict[bytes, float] = {}
        self._lock = Lock()

    def known(self, key: bytes) -> Mapping[str, int] | None:
        """Return the pages of a draft that was seen; none for one that has just failed; None for another."""
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
            return NO_PAGES if monotonic() < self._rests_until.get(key, 0) else None

    def pages(self, key: bytes, convert: Callable[[], bytes]) -> Mapping[str, int]:
        """Return the pages of the PDF that `convert` gives; none, and a line in the journal, if it fails.

        `key`: two drafts of the same key have the same pages. Raises OfficeBusy when `convert` does.
        """
        known = self.known(key)
        if known is not None:
            return known
        try:
            pages = pages_of(convert())
        except OfficeBusy:
            raise
        except ConversionFailed as failure:
            _journal.warning("Sommaire sans numéros de page : %s", failure)
            self._rest(key)
            return NO_PAGES
        self._keep(key, pages)
        return pages

    def remember(self, key: bytes, pages: Mapping[str, int]) -> Mapping[str, int]:
        """Take these pages, which another process found, for those of this draft, and return them."""
        self._keep(key, pages)
        return pages

    def _rest(self, key: bytes) -> None:
        now = monotonic()
        with self._lock:
            self._rests_until = {other: end for other, end in self._rests_until.items() if end > now}
            self._rests_until[key] = now + REST

    def _keep(self, key: bytes, pages: Mapping[str, int]) -> None:
        with self._lock:
            self._known[key] = pages
            if len(self._known) > MOST_NUMBERED:
                self._known.popitem(last=False)
