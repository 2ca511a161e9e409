"""What nginx answers by itself, in front of one site, is as safe as what the site answers."""

import re
import signal
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection
from pathlib import Path

import pytest

from app.web.security import HEADERS
from tests.faults.cluster import Proxy, SecureVisitor
from tests.faults.conftest import save_one
from tests.faults.server import START_LIMIT, Site, Visitor
from tests.web.pages import PLAIN_SPACE, Page

ADDED = {*HEADERS, "Cache-Control", "Strict-Transport-Security"}
TOO_MUCH = 30_000_000
TOO_LONG = "a" * 9_000
REFUSED = [
    (400, "La demande est illisible", "GET", "/", {"Host": "contrats/exemple"}),
    (400, "La demande porte trop d’informations", "GET", "/", {"Cookie": TOO_LONG}),
    (405, "Ce mode d’envoi n’est pas accepté", "TRACE", "/", {}),
    (413, "L’envoi est trop volumineux", "POST", "/quartiers", {"Content-Length": str(TOO_MUCH)}),
    (414, "L’adresse est trop longue", "GET", f"/?q={TOO_LONG}", {}),
    (501, "Ce mode d’envoi n’est pas accepté", "GET", "/", {"Transfer-Encoding": "inconnu"}),
]
"""What nginx does not give to the site: the status and the title of its answer, then what is asked."""

STRANGER = "127.0.0.2"
CLOSED = {"# allow 10.0.0.0/8; deny all;": "allow 127.0.0.1; deny all;"}
HURRIED = {"proxy_read_timeout 120s;": "proxy_read_timeout 1s;"}


BEHIND = {"ACCESS_CONTROL": "externe", "PROXY_COUNT": "1", "TRUSTED_HOSTS": "contrats.example.org"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, empty_file: Path) -> Iterator[Site]:
    """One site with one contract, for all that is asked through a proxy; a test may stop it."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "instance").mkdir()
    made = Site(folder / "instance", folder / "log", BEHIND)
    save_one(made, empty_file)
    yield made
    made.kill()


@pytest.fixture
def proxy(tmp_path: Path, site: Site, request: pytest.FixtureRequest) -> Iterator[Proxy]:
    """nginx in front of the site, with the settings that the test names, if it names any."""
    if site.process is None:
        site.start()
    made = Proxy(tmp_path / "nginx", [site], settings=getattr(request, "param", {}))
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
    def page(self) -> Page:
        return Page(self.body.decode())

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


def test_the_log_of_nginx_has_neither_what_was_asked_nor_who_asked(proxy: Proxy) -> None:
    for address in ("/?q=Confidentiel", f"/?q=Confidentiel{TOO_LONG}", "/profils/77"):
        ask(SecureVisitor(proxy.port)._connection(), "GET", address)
    proxy.stop()

    logs = {name: (proxy.folder / name).read_text() for name in ("access.log", "site-error.log", "error.log")}
    statuses = [line.split()[1:3] for line in logs["access.log"].splitlines()]
    assert statuses[-3:] == [["200", "GET"], ["414", "GET"], ["404", "GET"]]
    assert not any(word in text for text in logs.values() for word in ("Confidentiel", "/profils", "client:"))
    assert "127.0.0.1 " not in re.sub(r"127\.0\.0\.1:\d+", "", logs["access.log"])


def test_the_way_to_https_is_as_safe_as_a_page(proxy: Proxy) -> None:
    plain = HTTPConnection("127.0.0.1", proxy.plain_port, timeout=START_LIMIT)

    answer = ask(plain, "GET", "/")

    assert answer.status == 301
    assert answer.secured == ADDED - {"Strict-Transport-Security"}


@pytest.mark.parametrize("secure", [True, False])
def test_what_nginx_refuses_is_answered_in_french(proxy: Proxy, secure: bool) -> None:
    answers = [
        ask(_door(proxy, secure), method, address, **headers) for _, _, method, address, headers in REFUSED
    ]

    told = [(answer.status, answer.page.title) for answer in answers]
    assert told == [(status, title) for status, title, *_ in REFUSED]
    assert all(answer.secured == ADDED - _of_https(secure) for answer in answers)
    assert all(_is_french(answer.page) for answer in answers)


def test_who_speaks_http_on_the_port_of_https_is_told_what_to_type(proxy: Proxy) -> None:
    mistaken = HTTPConnection("127.0.0.1", proxy.port, timeout=START_LIMIT)

    answer = ask(mistaken, "GET", "/")

    assert answer.status == 400
    assert answer.secured == ADDED - {"Strict-Transport-Security"}
    assert "Remplacez «\u00a0http://\u00a0» par «\u00a0https://\u00a0»" in answer.page.text


@pytest.mark.parametrize("proxy", [CLOSED], indirect=True)
def test_a_site_that_is_closed_to_someone_says_whom_to_ask(proxy: Proxy) -> None:
    stranger = SecureVisitor(proxy.port)._connection()
    stranger.source_address = (STRANGER, 0)

    answer = ask(stranger, "GET", "/")

    assert answer.status == 403
    assert answer.secured == ADDED
    assert "demandez l’accès à la personne qui administre le site" in answer.page.text


def test_the_address_of_an_answer_of_nginx_is_no_page(proxy: Proxy) -> None:
    answer = ask(SecureVisitor(proxy.port)._connection(), "GET", "/reponse-de-nginx/rien")

    assert (answer.status, answer.page.title) == (404, "Cette page n’existe pas")
    assert answer.secured == ADDED


@pytest.mark.parametrize("proxy", [HURRIED], indirect=True)
def test_a_site_that_takes_too_long_has_a_page_that_is_as_safe(site: Site, proxy: Proxy) -> None:
    assert site.process is not None
    site.process.send_signal(signal.SIGSTOP)

    answer = ask(SecureVisitor(proxy.port)._connection(), "GET", "/")
    site.kill()  # the next test starts one that answers

    assert (answer.status, answer.page.title) == (504, "Le site ne répond pas")
    assert answer.secured == ADDED
    assert answer.headers["Retry-After"] == "10"
    assert _is_french(answer.page)


def test_a_site_that_does_not_answer_has_a_page_that_is_as_safe(site: Site, proxy: Proxy) -> None:
    site.kill()

    answer = ask(SecureVisitor(proxy.port)._connection(), "GET", "/")

    assert (answer.status, answer.page.title) == (502, "Le site redémarre")
    assert answer.secured == ADDED
    assert answer.headers["Retry-After"] == "10"
    assert _is_french(answer.page)


def _door(proxy: Proxy, secure: bool) -> HTTPConnection:
    if secure:
        return SecureVisitor(proxy.port)._connection()
    return HTTPConnection("127.0.0.1", proxy.plain_port, timeout=START_LIMIT)


def _of_https(secure: bool) -> set[str]:
    """What only an answer over https may say."""
    return set() if secure else {"Strict-Transport-Security"}


def _is_french(page: Page) -> bool:
    return ("html", {"lang": "fr"}) in page.elements and not PLAIN_SPACE.search(page.text)
