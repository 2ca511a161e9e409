"""A connection whose client reads nothing is closed, and no other one is."""

import socket
from collections.abc import Iterable, Iterator
from contextlib import closing
from time import time
from typing import TYPE_CHECKING

import pytest
from waitress import wasyncore
from waitress.server import create_server

from app.cli.connections import BUFFERED, UNREAD, Connection

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

ANSWER = b"x" * 10_000_000
"""More than the system keeps for a client."""


class Clock:
    """Seconds, ahead of the real ones by what was asked for."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time() + self.ahead


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("app.cli.connections.time", clock)
    return clock


class Server:
    """waitress with our connections, which looks when it is told to."""

    def __init__(self) -> None:
        self.sockets: dict[int, object] = {}
        self._server = create_server(
            answer, map=self.sockets, host="127.0.0.1", port=0, outbuf_high_watermark=BUFFERED
        )
        self._server.channel_class = Connection

    def look(self) -> None:
        self._turn()
        for connection in self.connections:
            connection.close_if_unread()

    @property
    def connections(self) -> list[Connection]:
        return [one for one in self.sockets.values() if isinstance(one, Connection)]

    def visit(self, asked: bytes) -> socket.socket:
        """A client that asks; the server has made what it answers, if it answers at all."""
        client = socket.create_connection(("127.0.0.1", int(self._server.effective_port)))
        client.sendall(asked)
        while not self.connections or (asked and not self.connections[0].total_outbufs_len):
            self._turn()
        return client

    def _turn(self) -> None:
        wasyncore.loop(timeout=0.01, map=self.sockets, count=1)

    def close(self) -> None:
        self._server.task_dispatcher.shutdown()
        for connection in self.connections:
            connection.handle_close()
        wasyncore.close_all(self.sockets)


def answer(_environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
    start("200 OK", [("Content-Length", str(len(ANSWER)))])
    return [ANSWER]


@pytest.fixture
def server() -> Iterator[Server]:
    with closing(Server()) as made:
        yield made


REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


def test_a_client_that_reads_nothing_of_its_answer_is_let_go(server: Server, clock: Clock) -> None:
    with server.visit(REQUEST * 2):
        clock.ahead = UNREAD * 2
        server.look()

        assert server.connections == []


def test_a_client_that_has_read_nothing_for_a_moment_is_kept(server: Server, clock: Clock) -> None:
    with server.visit(REQUEST):
        clock.ahead = UNREAD / 2
        server.look()

        assert len(server.connections) == 1


def test_a_client_that_has_asked_for_nothing_yet_is_kept(server: Server, clock: Clock) -> None:
    with server.visit(b""):
        clock.ahead = UNREAD * 2
        server.look()

        assert len(server.connections) == 1


def test_a_connection_that_waitress_wants_closed_is_closed_although_its_client_reads_nothing(
    server: Server, clock: Clock
) -> None:
    with server.visit(REQUEST):
        server.connections[0].will_close = True
        server.look()

        assert server.connections == []
