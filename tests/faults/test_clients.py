"""Clients that are slow, or that go away in the middle."""

import select
import socket
import sqlite3
import struct
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from http.client import parse_headers
from pathlib import Path
from typing import BinaryIO

import pytest

from app.server import READ_AT_ONCE, THREADS
from app.store import SavedProfile
from tests.faults.conftest import save_one
from tests.faults.server import START_LIMIT, Site, Visitor

SLOW = THREADS + 4
NO_LINGER = struct.pack("ii", 1, 0)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One site for all these clients, whom it outlives; a test that reads its whole log stops it."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "instance").mkdir()
    made = Site(folder / "instance", folder / "log")
    yield made
    made.kill()


@pytest.fixture(scope="module")
def saved(site: Site, empty_file: Path) -> SavedProfile:
    """A contract that was saved before the site started."""
    return save_one(site, empty_file)


@pytest.fixture
def browser(site: Site, saved: SavedProfile) -> Visitor:
    """A visitor of the site, which is started where it does not run."""
    if site.process is None:
        site.start()
    return Visitor(site.port)


def test_slow_clients_keep_nobody_waiting(site: Site, saved: SavedProfile, browser: Visitor) -> None:
    address = f"/profils/{saved.id}/renommer"
    fields = {**browser.get(address).page.fields, "name": "Lent"}
    with ExitStack() as connections:
        slow = [
            connections.enter_context(browser.sending(address, fields, part=part / SLOW))
            for part in range(SLOW)
        ]

        answers = [Visitor(site.port).send(address, name=f"Vif {number}").status for number in range(3)]

        assert answers == [303] * 3
        assert all(is_waiting(connection) for connection in slow)


def test_saves_that_wait_for_a_lock_keep_no_reader_waiting(
    site: Site, saved: SavedProfile, browser: Visitor
) -> None:
    address = f"/profils/{saved.id}/renommer"
    fields = {**browser.get(address).page.fields, "name": "Après"}
    with closing(sqlite3.connect(site.database, isolation_level=None)) as holder, ExitStack() as connections:
        holder.execute("BEGIN IMMEDIATE")
        saves = [connections.enter_context(browser.sending(address, fields)) for _ in range(3)]

        read = browser.get("/")

        assert read.status == 200
        assert all(is_waiting(save) for save in saves)
        holder.execute("ROLLBACK")


def test_clients_that_ask_for_many_pages_and_read_none_keep_nobody_waiting(
    site: Site, saved: SavedProfile, browser: Visitor
) -> None:
    filling = "x" * (READ_AT_ONCE // 16)
    request = f"GET /profils/{saved.id} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Filling: {filling}\r\n\r\n".encode()
    times = READ_AT_ONCE // len(request)
    with ExitStack() as connections:
        for _ in range(SLOW):
            connections.enter_context(with_little_room(site)).sendall(request * times)

        # Requests take turns: by the end, those of each client have had theirs.
        answers = [browser.get("/sante").status for _ in range(times)]

    assert answers == [200] * times


def test_a_client_that_asks_for_many_pages_at_once_is_given_them_all_in_their_order(
    site: Site, saved: SavedProfile, browser: Visitor
) -> None:
    addresses = ["/sante", f"/profils/{saved.id}"] * 40
    requests = "".join(f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" for address in addresses)
    with with_little_room(site) as connection:
        connection.sendall(requests.encode())
        for _ in addresses:  # by the end, the first answers have filled all the room that there is
            browser.get("/sante")

        with connection.makefile("rb") as received:
            answers = [read_answer(received) for _ in addresses]

    assert answers == [browser.get(address).body for address in addresses[:2]] * 40


@contextmanager
def with_little_room(site: Site) -> Iterator[socket.socket]:
    """A connection of a client that takes next to nothing before it reads."""
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
        connection.settimeout(START_LIMIT)
        connection.connect(("127.0.0.1", site.port))
        yield connection


def read_answer(received: BinaryIO) -> bytes:
    """The body of the next answer."""
    received.readline()
    return received.read(int(parse_headers(received)["Content-Length"]))


def is_waiting(connection: socket.socket) -> bool:
    """Whether the site has neither answered nor closed this connection."""
    readable, _, _ = select.select([connection], [], [], 0)
    return not readable


def test_clients_that_leave_in_the_middle_of_a_save_change_nothing(
    site: Site, saved: SavedProfile, browser: Visitor
) -> None:
    address = f"/profils/{saved.id}/renommer"
    fields = browser.get(address).page.fields
    for part in (0.1, 0.5, 0.9, 0.99):
        with browser.sending(address, {**fields, "name": "À moitié"}, part) as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGER)

    page = browser.get(address).page
    site.stop()

    assert page.fields["name"] == fields["name"]
    assert "Traceback" not in site.said


def test_clients_that_leave_in_the_middle_of_a_download_leave_no_trace(
    site: Site, saved: SavedProfile, browser: Visitor
) -> None:
    request = f"GET /profils/{saved.id}/contrat.docx HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
    for read in (0, 1, 500):
        with socket.create_connection(("127.0.0.1", site.port)) as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGER)
            connection.sendall(request)
            connection.recv(read)

    answer = browser.get(f"/profils/{saved.id}/contrat.docx")
    site.stop()

    assert answer.status == 200
    assert "Traceback" not in site.said
