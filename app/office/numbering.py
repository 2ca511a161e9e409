"""The pass that finds the page numbers of the contents."""

import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping
from hashlib import sha256
from threading import Lock
from time import monotonic

from app.office.conversion import ConversionFailed, Kind, Office, OfficeBusy
from app.office.pages import EveryPageAlike, pages_of

Write = Callable[[Mapping[str, int]], bytes]
"""Writes the draft with these pages in its contents."""
KEPT = 256
"""Documents whose pages are remembered: some 5 kB each."""
REST = 300.0
"""Seconds without a pass after one that failed: nobody waits again for a LibreOffice that hangs."""
NO_PAGES: Mapping[str, int] = {}

_journal = logging.getLogger("contrat_de_ville.office")


class Numbering:
    """Numbers the contents of drafts, and remembers the pages of those it has seen.

    A pass takes seconds, a draft milliseconds: the second download of the same draft waits for nothing.
    """

    def __init__(self, office: Office) -> None:
        self.office = office
        self._known: OrderedDict[bytes, Mapping[str, int]] = OrderedDict()
        self._lock = Lock()
        self._rests_until = 0.0

    def numbered(self, made_of: object, write: Write) -> bytes:
        """The draft with its page numbers; without any, and a line in the journal, if LibreOffice fails.

        `made_of`: all that the draft depends on; two values of the same `repr` have the same pages.
        """
        return write(self._pages(sha256(repr(made_of).encode("utf-8", "surrogatepass")).digest(), write))

    def _pages(self, key: bytes, write: Write) -> Mapping[str, int]:
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
        if monotonic() < self._rests_until:
            return NO_PAGES
        try:
            pages = pages_of(self.office.convert(write(EveryPageAlike()), Kind.PDF))
        except ConversionFailed as failure:
            self._note(failure)
            return NO_PAGES
        self._keep(key, pages)
        return pages

    def _note(self, failure: ConversionFailed) -> None:
        _journal.warning("Sommaire sans numéros de page : %s", failure)
        if not isinstance(failure, OfficeBusy):
            self._rests_until = monotonic() + REST

    def _keep(self, key: bytes, pages: Mapping[str, int]) -> None:
        with self._lock:
            self._known[key] = pages
            if len(self._known) > KEPT:
                self._known.popitem(last=False)
