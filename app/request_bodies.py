"""Bounds what the server stores of a request before the application sees it.

waitress keeps a body in a temporary file until its last byte is there. What is too large for its address is
refused on its headers alone, and all the large bodies at a time stay within a budget.
"""

from collections.abc import Callable, Iterable
from copy import copy
from typing import Any

from waitress.parser import HTTPRequestParser, ParsingError
from waitress.utilities import Error

from app.web.request_validation import MAX_BODY

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
