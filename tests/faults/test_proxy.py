"""What nginx answers by itself, in front of one site, is as safe as what the site answers."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection
from pathlib import Path

import pytest

from app.store import SavedProfile
from app.web.security import HEADERS
from tests.faults.cluster import Proxy, SecureVisitor
from tests.faults.server import START_LIMIT, Site, Visitor

ADDED = {*HEADERS, "Cache-Control", "Strict-Transport-Security"}
TOO_MUCH = 30_000_000


@pytest.fixture
def proxy(tmp_path: Path, site: Site, saved: SavedProfile) -> Iterator[Proxy]:
    site.variables = {"PROXY_COUNT": "1", "TRUSTED_HOSTS": "contrats.example.org"}
    site.start()
    made = Proxy(tmp_path / "nginx", [site])
    made.start()
    yield made
    made.stop()


@dataclass(frozen=True)
class Reply:
    """An answer, with every header as often as it came."""

    status: int
    headers: Message
    body: bytes

    @property
    def secured(self) -> set[str]:
        """The headers of security that came once."""
        return {name for name in ADDED if len(self.headers.get_all(name, [])) == 1}


def ask(connection: HTTPConnection, method: str, address: str, **headers: str) -> Reply:
    with closing(connection):
        connection.request(method, address, headers=headers)
        response = connection.getresponse()
        return Reply(response.status, response.headers, response.read())


@pytest.mark.parametrize("address", ["/", "/rien", "/static/site.css", "/profils/1/contrat.docx"])
def test_what_the_site_answers_comes_through_with_its_own_headers(
    site: Site, proxy: Proxy, address: str
) -> None:
    direct = Visitor(site.port).get(address)

    answer = ask(SecureVisitor(proxy.port)._connection(), "GET", address)

    assert answer.secured == ADDED
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert answer.headers["Cache-Control"] == direct.headers["Cache-Control"]


def test_the_way_to_https_is_as_safe_as_a_page(proxy: Proxy) -> None:
    plain = HTTPConnection("127.0.0.1", proxy.plain_port, timeout=START_LIMIT)

    answer = ask(plain, "GET", "/")

    assert answer.status == 301
    assert answer.secured == ADDED - {"Strict-Transport-Security"}


def test_an_upload_that_nginx_refuses_is_answered_in_french(proxy: Proxy) -> None:
    visitor = SecureVisitor(proxy.port)

    answer = ask(visitor._connection(), "POST", "/quartiers", **{"Content-Length": str(TOO_MUCH)})

    assert answer.status == 413
    assert answer.secured == ADDED
    assert "Revenez à la page précédente" in answer.body.decode()


def test_a_site_that_does_not_answer_has_a_page_that_is_as_safe(site: Site, proxy: Proxy) -> None:
    site.kill()

    answer = ask(SecureVisitor(proxy.port)._connection(), "GET", "/")

    assert answer.status == 502
    assert answer.secured == ADDED
    assert answer.headers["Retry-After"] == "10"
    assert "Le site redémarre" in answer.body.decode()
