"""The connection of one client: if it reads nothing, it keeps nobody waiting, and is closed in the end."""

import sys
from collections.abc import Callable, Iterator
from time import time
from typing import Any

from waitress.channel import HTTPChannel

from app.cli.request_bodies import BoundedParser
from app.cli.turned_away import TurnedAway

UNREAD = 60.0
"""Seconds after which a client that has read nothing of its answer is let go."""

BUFFERED = sys.maxsize
"""Bytes of an answer that wait to be sent: no bound, for past it a thread waits for the client to read.

The application makes each answer whole in any case, and waitress keeps in a file what passes 1 MB.
"""


class Connection(HTTPChannel):
    """Answers a client's next request once the answer before it is sent: one at most fills the memory.

    `body_limit` tells the most bytes of the body of a request for its path: see `with_body_limit`.
    """

    error_task_class = TurnedAway
    is_held = False
    body_limit: Callable[[str], int] = staticmethod(lambda _path: sys.maxsize)

    def parser_class(self, adjustments: Any) -> BoundedParser:  # type: ignore[override]  # waitress only calls it
        """Make the reader of the next request."""
        return BoundedParser(adjustments, self.body_limit, self._requests_of_all)

    def _requests_of_all(self) -> Iterator[Any]:
        """The requests of every connection that are being sent, or wait for their answer."""
        connections: dict[int, Any] = self.server.active_channels  # type: ignore[assignment]  # the stubs say a channel
        for connection in list(connections.values()):
            yield from connection.requests
            if connection.request is not None:
                yield connection.request

    def service(self) -> None:
        """Answers the next request, in a thread; or leaves it to `handle_write`, and the thread to others."""
        if self.total_outbufs_len:
            self.is_held = True
            self.server.pull_trigger()
        else:
            super().service()

    def writable(self) -> bool:
        """Whether `handle_write` is wanted, which goes on with what is held."""
        return self.is_held or super().writable()

    def handle_write(self) -> None:
        """Sends what can be sent, and takes up the request that waited for that."""
        super().handle_write()
        if self.is_held and self.connected and not self.total_outbufs_len:
            self.is_held = False
            self.server.add_task(self)  # type: ignore[arg-type]  # the stubs say Task, waitress a channel

    def close_if_unread(self) -> None:
        """Closes a connection that can send nothing: waitress only closes those that it can write to."""
        is_unread = self.total_outbufs_len and time() - self.last_activity > UNREAD
        if is_unread or self.will_close:
            self.handle_close()


def with_body_limit(limit: Callable[[str], int]) -> type[Connection]:
    """The class of the connections of a site that has a limit for each path."""
    return type("SiteConnection", (Connection,), {"body_limit": staticmethod(limit)})
