"""What the server refuses on the headers of a request, before the application sees it."""

import json
import logging
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from http.client import HTTPResponse
from select import select
from typing import TYPE_CHECKING

import pytest
from waitress import wasyncore
from waitress.server import create_server

from app.server import MOST_HELD, Connection, with_body_limit
from app.web.requests import LOGGER
from app.web.security import HEADERS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

ANSWER = b"x"
LARGEST_BODY = 1000


class Server:
    """waitress with our connections, which looks when it is told to."""

    def __init__(self, largest_body: int = LARGEST_BODY, limit: Callable[[str], int] | None = None) -> None:
        self.sockets: dict[int, object] = {}
        self._server = create_server(
            answer,
            map=self.sockets,
            host="127.0.0.1",
            port=0,
            max_request_body_size=largest_body,
        )
        self._server.channel_class = with_body_limit(limit) if limit else Connection

    def look(self) -> None:
        wasyncore.loop(timeout=0.01, map=self.sockets, count=1)

    @property
    def connections(self) -> list[Connection]:
        return [one for one in self.sockets.values() if isinstance(one, Connection)]

    def ask(self, sent: bytes) -> HTTPResponse:
        """What a client is answered, headers and body."""
        with socket.create_connection(("127.0.0.1", self.port)) as client:
            client.sendall(sent)
            while not select([client], [], [], 0)[0]:
                self.look()
            response = HTTPResponse(client)
            response.begin()
            return response

    @property
    def port(self) -> int:
        return int(self._server.effective_port)

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


SENT = {
    "no start line": (b"bonjour\r\n\r\n", 400, "illisible"),
    "no header": (b"GET / HTTP/1.1\r\nHost localhost\r\n\r\n", 400, "illisible"),
    "no length": (b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400, "illisible"),
    "no chunk": (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400, "illisible"),
    "a long body": (b"POST / HTTP/1.1\r\nContent-Length: 1001\r\n\r\n", 413, "volumineux"),
    "long headers": (b"GET / HTTP/1.1\r\nCookie: " + b"x" * 300_000 + b"\r\n\r\n", 431, "cookies"),
    "two lengths": (
        b"POST / HTTP/1.1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        400,
        "illisible",
    ),
    "an encoding": (b"POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", 501, "mode d’envoi"),
}


@pytest.mark.parametrize(("sent", "status", "said"), SENT.values(), ids=list(SENT))
def test_a_request_that_nobody_can_read_is_answered_in_french_as_safely_as_any_other(
    server: Server, caplog: pytest.LogCaptureFixture, sent: bytes, status: int, said: str
) -> None:
    caplog.set_level(logging.INFO, LOGGER.name)

    answer = server.ask(sent)
    text = answer.read().decode()

    lines = [record.getMessage() for record in caplog.records if record.name == LOGGER.name]
    (line,) = map(json.loads, lines)
    assert answer.status == line["status"] == status
    assert HEADERS.items() <= dict(answer.headers).items()
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Connection"] == "close"
    assert said in text
    assert 'lang="fr"' in text
    assert line["error"] in text


def test_a_fault_of_the_server_is_answered_as_safely_as_any_other(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("waitress.task.WSGITask.get_environment", None)

    answer = server.ask(REQUEST)

    assert answer.status == 500
    assert HEADERS.items() <= dict(answer.headers).items()


LARGE = 15_000_000


@pytest.fixture
def site_server() -> Iterator[Server]:
    """A server that takes files at one address."""
    with closing(Server(2 * LARGE, lambda path: LARGE if path == "/classeur" else 1000)) as made:
        yield made


def post(path: str, size: int, body: bytes = b"") -> bytes:
    return f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {size}\r\n\r\n".encode() + body


@pytest.mark.parametrize(("path", "size"), [("/", 1001), ("/classeur", LARGE + 1), ("/classeur?a=b", 10**30)])
def test_a_body_over_the_limit_of_its_address_is_refused_on_its_headers(
    site_server: Server, path: str, size: int
) -> None:
    assert site_server.ask(post(path, size)).status == 413


def test_a_body_without_a_length_is_refused_over_the_limit_of_its_address(site_server: Server) -> None:
    chunk = b"3e9\r\n" + bytes(1001) + b"\r\n"

    answer = site_server.ask(b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk)

    assert answer.status == 413


@pytest.mark.parametrize(("path", "size"), [("/", 1000), ("/classeur", 1001)])
def test_a_body_of_the_size_that_its_address_takes_is_answered(
    site_server: Server, path: str, size: int
) -> None:
    assert site_server.ask(post(path, size, bytes(size))).status == 200


def test_files_that_are_sent_without_end_do_not_pile_up(site_server: Server) -> None:
    address = ("127.0.0.1", site_server.port)
    clients = [socket.create_connection(address) for _ in range(MOST_HELD // LARGE)]
    for client in clients:
        client.sendall(post("/classeur", LARGE))
    while sum(connection.request is not None for connection in site_server.connections) < len(clients):
        site_server.look()

    refused = site_server.ask(post("/classeur", LARGE))
    for client in clients:
        client.close()

    assert refused.status == 503
    assert "dans deux minutes" in refused.read().decode()
