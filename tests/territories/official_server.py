"""A local server that answers as data.gouv.fr does, behind a proxy that takes every https request to it.

The client asks the real addresses; HTTPS_PROXY and REQUESTS_CA_BUNDLE, which it must respect, lead it here.
"""

import json
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

DATASET = "/api/1/datasets/quartiers-prioritaires-de-la-politique-de-la-ville-qpv/"
HOSTS = ("www.data.gouv.fr", "static.data.gouv.fr", "ailleurs.example.org", "localhost")
CSV = "code_qp;lib_qp;insee_com\nQN09102M;Les Tarterêts;91174\nQN09117M;Pyramides;91228\n".encode()
CSV_ADDRESS = "https://static.data.gouv.fr/resources/qpv/listeqp2024-cog2024.csv"

Write = Callable[[bytes], Any]


@dataclass
class Answer:
    """What an address answers; `stream`, where there is one, writes the body as slowly as it likes."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    stream: Callable[[Write], None] | None = None


@dataclass
class OfficialServer:
    """The answers by address, what was asked, and the event that ends what is slow."""

    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    connected: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def publish(self, *resources: dict[str, object]) -> None:
        """Describe the dataset with these resources."""
        body = json.dumps({"title": "QPV", "resources": resources}).encode()
        self.answers[f"https://www.data.gouv.fr{DATASET}"] = Answer(body)

    def publish_list(self) -> None:
        """The dataset as it was in January 2026: the list as CSV, and other files beside it."""
        self.publish(
            {"title": "QP 2024 (shapefile)", "format": "shp", "url": "https://static.data.gouv.fr/qp.zip"},
            {"title": "Métadonnées 2025", "format": "csv", "url": "https://static.data.gouv.fr/meta.csv"},
            {"title": "listeqp2024-cog2024.csv", "format": "csv", "url": CSV_ADDRESS},
        )
        self.answers[CSV_ADDRESS] = Answer(CSV)


def handler_of(server: OfficialServer, context: ssl.SSLContext) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_CONNECT(self) -> None:
            """Be the other end of the tunnel too: speak TLS on this very connection."""
            server.connected.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.close_connection = False
            self.connection = context.wrap_socket(self.connection, server_side=True)
            self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)

        def do_GET(self) -> None:
            address = f"https://{self.headers['Host']}{self.path}"
            server.asked.append(address)
            answer = server.answers.get(address, Answer(status=404))
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.stream:
                self.close_connection = True
                self.end_headers()
                answer.stream(self.wfile.write)
                return
            if "Content-Length" not in answer.headers:
                self.send_header("Content-Length", str(len(answer.body)))
            else:
                self.close_connection = True
            self.end_headers()
            self.wfile.write(answer.body)

        def finish(self) -> None:
            super().finish()
            self.connection.close()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 — as http.server names it
            """Say nothing."""

    return Handler


class QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that refuses a certificate, or goes away, is no fault of the server."""


@contextmanager
def serving(certificate: Path) -> Iterator[tuple[OfficialServer, str]]:
    """The server, and the address of the proxy that leads to it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    official = OfficialServer()
    server = QuietServer(("127.0.0.1", 0), handler_of(official, context))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield official, f"http://127.0.0.1:{server.server_port}"
    finally:
        official.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass(frozen=True)
class Authority:
    """A certificate authority made for the tests, and a certificate of it with its key."""

    bundle: Path
    certificate: Path


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    folder = tmp_path_factory.mktemp("authority")
    (folder / "leaf.cnf").write_text(
        f"subjectAltName={','.join(f'DNS:{host}' for host in HOSTS)}\nauthorityKeyIdentifier=keyid\n"
    )
    new_key = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
    usage = "-addext keyUsage=critical,keyCertSign,cRLSign"
    for command in (
        f"req -x509 {new_key} -keyout ca.key -out ca.pem -days 30 -subj /CN=Essai {usage}",
        f"req -new {new_key} -keyout leaf.key -out leaf.csr -subj /CN=leaf",
        "x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -extfile leaf.cnf "
        "-out leaf.crt",
    ):
        subprocess.run(["openssl", *command.split()], cwd=folder, check=True, capture_output=True)
    both = folder / "leaf.pem"
    both.write_text((folder / "leaf.key").read_text() + (folder / "leaf.crt").read_text())
    return Authority(folder / "ca.pem", both)


@pytest.fixture
def official(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Iterator[OfficialServer]:
    """The server, with the environment of a machine whose way out is a proxy with an authority of its own."""
    for name in ("no_proxy", "NO_PROXY", "all_proxy", "ALL_PROXY", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)
    with serving(authority.certificate) as (server, proxy):
        for name in ("https_proxy", "HTTPS_PROXY"):
            monkeypatch.setenv(name, proxy)
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.bundle))
        yield server
