"""The production server: waitress with its own settings, what it refuses by itself, and how it stops.

waitress keeps a body in a temporary file until its last byte is there. What is too large for its address is
refused on its headers alone, and all the large bodies at a time stay within a budget.
"""

import ctypes
import logging
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from copy import copy
from typing import Any

from flask import Flask
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import BaseWSGIServer, create_server
from waitress.task import ErrorTask
from waitress.utilities import Error

from app.web.errors import Message
from app.web.requests import MAX_BODY, body_limits, note_refusal
from app.web.security import HEADERS

FAULT = Message(
    "Le site a rencontré une erreur",
    "Réessayez ; si l’erreur revient, donnez le numéro ci-dessous à la personne qui administre le site.",
)
MESSAGES = {
    400: Message(
        "La demande est illisible",
        "Elle n’a pas la forme que doit avoir une demande HTTP. Rechargez la page ; si l’erreur revient, "
        "donnez le numéro ci-dessous à la personne qui administre le site.",
    ),
    413: Message(
        "L’envoi est trop volumineux",
        "Revenez à la page précédente : votre navigateur y garde votre saisie. Raccourcissez-la, ou "
        "choisissez un fichier plus petit. Rien n’a été modifié.",
    ),
    431: Message(
        "La demande porte trop d’informations",
        "Effacez les cookies de ce site dans les réglages de votre navigateur, puis rechargez la page.",
    ),
    503: Message(
        "Trop de fichiers arrivent en même temps",
        "Revenez à la page précédente et envoyez de nouveau votre fichier dans deux minutes. "
        "Rien n’a été modifié.",
    ),
    501: Message(
        "Ce mode d’envoi n’est pas accepté",
        "Utilisez les formulaires du site, avec un navigateur à jour. Rien n’a été modifié.",
    ),
}


class ErrorPage(ErrorTask):
    """An error of waitress with the headers of every answer, in French, and with its line in the journal.

    Without Strict-Transport-Security: who cannot read a request does not know whether it came over https.
    """

    def execute(self) -> None:
        """Write the answer, and close the connection: nobody knows where the next request begins."""
        error: Error = self.request.error  # type: ignore[attr-defined]  # the stubs take a request for an error
        page = MESSAGES.get(error.code, FAULT).bare_page(note_refusal(error.code)).encode()
        self.status = f"{error.code} {error.reason}"
        headers = {**HEADERS, "Cache-Control": "no-store", "Content-Type": "text/html; charset=utf-8"}
        self.response_headers = list(headers.items())
        self.set_close_on_finish()
        self.content_length = len(page)
        self.write(page)


MOST_HELD = 64_000_000
"""Most bytes of all the large bodies that are coming or wait for their answer: four of the largest files."""


class TooManyUploads(Error):
    """Too many large bodies at a time."""

    code = 503
    reason = "Service Unavailable"


class BoundedParser(HTTPRequestParser):
    """Reads a request; refuses it as soon as its headers say that it is too large.

    `limit` tells the most bytes of a body for a path; `held` gives the requests that the server holds.
    """

    path: str

    def __init__(
        self, adjustments: Any, limit: Callable[[str], int], held: Callable[[], Iterable[Any]]
    ) -> None:
        super().__init__(adjustments)
        self._limit = limit
        self._held = held

    def parse_header(self, header_plus: bytes) -> None:
        """Read the headers, then lower the limit of the body to that of its address.

        Raises ParsingError for headers that cannot be read, or that give two lengths.
        """
        super().parse_header(header_plus)
        if self.chunked and "CONTENT_LENGTH" in self.headers:
            # A proxy could end the body elsewhere than this server does (RFC 9112, section 6.3).
            raise ParsingError("Both Content-Length and Transfer-Encoding")
        if self.body_rcv is None:
            return
        self.adj = copy(self.adj)
        # waitress refuses what reaches its limit, the application what passes it.
        self.adj.max_request_body_size = min(self.adj.max_request_body_size, self._limit(self.path) + 1)

    def received(self, data: bytes) -> int:
        """Take what came; the number of bytes that were used."""
        began = not self.headers_finished
        consumed: int = super().received(data)
        if began and self.headers_finished and self.error is None and self._passes_the_budget():
            self.error = TooManyUploads("too many unfinished bodies")
            self.completed = True
        return consumed

    @property
    def announced(self) -> int:
        """Bytes that the body may take: what it says, or the limit where it says nothing."""
        return self.adj.max_request_body_size if self.chunked else self.content_length

    def _passes_the_budget(self) -> bool:
        if self.completed or self.announced <= MAX_BODY:
            return False
        others: int = sum(
            request.announced
            for request in self._held()
            if request is not self and request.headers_finished and request.announced > MAX_BODY
        )
        return others + self.announced > MOST_HELD


_M_MMAP_THRESHOLD, _M_ARENA_MAX = -3, -8
"""Names of glibc's malloc.h: mallopt(3)."""
AREAS = 2
LARGE = 256 * 1024
"""Bytes from which a block is given back as soon as it is free; glibc would raise this up to 32 MB."""


def return_freed_memory() -> None:
    """Have the C library give freed memory back to the system; does nothing with another one than glibc.

    glibc keeps an area of memory for each thread, and in it what a large file took: after some files the
    process holds several hundred megabytes that nothing uses.
    """
    try:
        set_option = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):  # musl; macOS; Windows, which takes no None
        return
    set_option(_M_ARENA_MAX, AREAS)
    set_option(_M_MMAP_THRESHOLD, LARGE)


THREADS = 24
"""Requests at a time: those that wait for the database or for LibreOffice leave some to the others."""
CONNECTIONS = 800
"""Connections at a time, below the 1,024 files that a system allows a process unless told otherwise."""
READ_AT_ONCE = 2_048
"""Bytes read of a connection before what they ask is answered: some thirty requests at most."""
IDLE = 30
"""Seconds after which a connection that asks nothing is closed. nginx closes its own after 20."""
GRACE = 20.0
"""Seconds that running requests have to end after SIGTERM or Ctrl-C: twice the wait for a lock."""
_LOOK = 0.5
"""Seconds between two looks at whether the process was told to stop."""


def serve_until_stopped(application: Flask, host: str, port: int, largest_body: int) -> None:
    """Answer requests; once told to stop, take no new one and end those that run, within GRACE seconds.

    `largest_body`: bytes of a request that the server keeps. A second signal ends the process at once.
    Raises OSError when it cannot listen.
    """
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # requests that wait for a thread are no news
    sockets: dict[int, Any] = {}
    create_server(
        application,
        map=sockets,
        host=host,
        port=port,
        ident=None,
        threads=THREADS,
        connection_limit=CONNECTIONS,
        channel_timeout=IDLE,
        cleanup_interval=IDLE // 3,
        asyncore_use_poll=True,
        max_request_body_size=largest_body,
        # No thread waits for a client to read: the application makes each answer whole in any case, and
        # waitress keeps in a file what passes 1 MB. What a client asks ahead is bounded by one read.
        outbuf_high_watermark=sys.maxsize,
        recv_bytes=READ_AT_ONCE,
        # The application reads what a proxy says, and believes as many proxies as PROXY_COUNT says: without
        # this, waitress takes these headers away and https is not seen.
        clear_untrusted_proxy_headers=False,
    )
    listeners = [found for found in sockets.values() if isinstance(found, BaseWSGIServer)]
    for listener in listeners:
        listener.channel_class = with_body_limit(body_limits(application))
    stop = _Stop()
    while not stop.asked:
        wasyncore.loop(_LOOK, use_poll=True, map=sockets, count=1)
    for listener in listeners:
        wasyncore.dispatcher.close(listener)  # the listener alone: its trigger still wakes the loop
    deadline = time.monotonic() + GRACE
    while _is_busy(sockets) and time.monotonic() < deadline:
        wasyncore.loop(_LOOK, use_poll=True, map=sockets, count=1)


class _Stop:
    """Whether SIGTERM or Ctrl-C has come. The next one has its former effect."""

    def __init__(self) -> None:
        self.asked = False
        self._former = {
            number: signal.signal(number, self._ask) for number in (signal.SIGTERM, signal.SIGINT)
        }

    def _ask(self, *_arguments: object) -> None:
        self.asked = True
        for number, former in self._former.items():
            signal.signal(number, former)


def _is_busy(sockets: dict[int, Any]) -> bool:
    """Whether an answer is being made, or is not all sent."""
    channels = [found for found in sockets.values() if isinstance(found, HTTPChannel)]
    return any(channel.requests or channel.total_outbufs_len for channel in channels)


class Connection(HTTPChannel):
    """A connection that refuses a request on its headers, in French.

    `body_limit` tells the most bytes of the body of a request for its path.
    """

    error_task_class = ErrorPage
    body_limit: Callable[[str], int] = staticmethod(lambda _path: sys.maxsize)

    def parser_class(self, adjustments: Any) -> BoundedParser:  # type: ignore[override]  # waitress only calls it
        """Make the reader of the next request."""
        return BoundedParser(adjustments, self.body_limit, self._requests_of_all)

    def _requests_of_all(self) -> Iterator[Any]:
        """Yield the requests of every connection that are being sent, or wait for their answer."""
        connections: dict[int, Any] = self.server.active_channels  # type: ignore[assignment]  # the stubs say a channel
        for connection in list(connections.values()):
            yield from connection.requests
            if connection.request is not None:
                yield connection.request


def with_body_limit(limit: Callable[[str], int]) -> type[Connection]:
    """Return the class of the connections of a site that has a limit for each path."""
    return type("SiteConnection", (Connection,), {"body_limit": staticmethod(limit)})
