"""How many requests are answered at a time: one that computes, beside those that wait for something else."""

from collections.abc import Iterable
from threading import get_ident
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

AT_ONCE = 1
"""Python computes in one thread at a time: more of them take its lock from each other, and answer late."""

AT_ONCE_WITH_A_SERVER = 4
"""With a database server, which may be on another machine, each request waits for it again and again."""

MOST = 16
LONG = 0.1
"""Seconds. A request that takes longer waits for LibreOffice, for a lock, for a database."""


class Answering:
    """An application that knows what it is answering, and so how many threads it needs."""

    def __init__(self, application: "WSGIApplication", at_once: int = AT_ONCE) -> None:
        self._application = application
        self._at_once = at_once
        self._begun: dict[int, float] = {}

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """The answer, which the application makes whole before it returns."""
        thread = get_ident()
        self._begun[thread] = monotonic()
        try:
            return self._application(environ, start_response)
        finally:
            del self._begun[thread]

    @property
    def is_busy(self) -> bool:
        """Whether a request is being answered."""
        return bool(self._begun)

    @property
    def threads(self) -> int:
        """Those that answer at once, and one for each request that has taken LONG; MOST at most."""
        before = monotonic() - LONG
        return min(self._at_once + sum(begun < before for begun in list(self._begun.values())), MOST)
