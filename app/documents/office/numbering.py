"""The page numbers of the contents: on which page of LibreOffice's PDF each heading stands."""

import logging
import re
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from threading import Lock
from time import monotonic

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from app.documents.office.conversion import ConversionFailed, Kind, Office
from app.documents.office.conversion_queue import ConversionQueue

_ESCAPED = re.compile("/([0-9A-F]{2})")


def pages_of(pdf: bytes) -> Mapping[str, int]:
    """The page of every bookmark of the document, from 1. Raises ConversionFailed for a broken PDF."""
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


Write = Callable[[Mapping[str, int]], bytes]
"""Writes the draft with these pages in its contents."""
KEPT = 256
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
        """The pages of a draft that was seen; none for one that has just failed; None for another."""
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
            return NO_PAGES if monotonic() < self._rests_until.get(key, 0) else None

    def pages(self, key: bytes, write: Write) -> Mapping[str, int]:
        """The pages of a draft; none, and a line in the journal, if LibreOffice fails.

        `key`: two drafts of the same key have the same pages.
        """
        known = self.known(key)
        if known is not None:
            return known
        try:
            pages = pages_of(self.office.convert(write(EveryPageAlike()), Kind.PDF))
        except ConversionFailed as failure:
            _journal.warning("Sommaire sans numéros de page : %s", failure)
            self._rest(key)
            return NO_PAGES
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
            if len(self._known) > KEPT:
                self._known.popitem(last=False)
