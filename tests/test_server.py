"""The production server by itself, without a proxy: connections that ask nothing."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.faults.server import START_LIMIT, Site, Visitor

IDLE = 500


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    (tmp_path / "instance").mkdir()
    made = Site(tmp_path / "instance", tmp_path / "log", {"LIBREOFFICE": "non"})
    made.start()
    yield made
    made.kill()


def connected(site: Site) -> socket.socket:
    return socket.create_connection(("127.0.0.1", site.port), START_LIMIT)


def test_five_hundred_connections_that_ask_nothing_shut_nobody_out(site: Site) -> None:
    with ExitStack() as idle:
        for _ in range(IDLE):
            idle.enter_context(connected(site))

        answer = Visitor(site.port).get("/")

    assert answer.status == 200


def test_more_connections_than_the_server_takes_are_served_once_others_leave(site: Site) -> None:
    with ExitStack() as idle:
        for _ in range(IDLE * 2):
            idle.enter_context(connected(site))

    assert Visitor(site.port).get("/").status == 200
