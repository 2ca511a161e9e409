"""The site as it runs in production, a process of its own: started, killed, stopped, started again."""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import app
from tests.web.pages import Page

ROOT = Path(app.__file__).parent.parent
START_LIMIT = 120.0
FORM = "application/x-www-form-urlencoded"
_LOOK = 0.02


def free_port() -> int:
    """A port that nobody listens on now.

    Below those that Linux gives to outgoing connections, one of which could take it before the site does.
    """
    while True:
        port = random.randint(10_000, 32_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def _kept_waiting(process: subprocess.Popen[bytes]) -> float:
    """Seconds in which the process could run and had no processor; 0 where the system does not tell."""
    try:
        _ran, waited, _times = Path(f"/proc/{process.pid}/schedstat").read_text().split()
    except FileNotFoundError:
        return 0
    return int(waited) / 1e9


@dataclass
class Site:
    """`python -m app serve` on a free loopback port. `prefix` is a command that runs it, such as setpriv.

    `program` is another module to run in its place, with its arguments. No page is counted by LibreOffice
    unless `variables` say so.
    """

    instance: Path
    log: Path
    variables: Mapping[str, str] = field(default_factory=dict)
    prefix: tuple[str, ...] = ()
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    program: tuple[str, ...] = ("app", "serve")

    def launch(self) -> subprocess.Popen[bytes]:
        """The process, which may not answer yet."""
        command = [*self.prefix, sys.executable, "-m", *self.program, "--port", str(self.port)]
        kept = {name: text for name, text in os.environ.items() if name not in {"DATABASE_URL", "SECRET_KEY"}}
        given = {"CONTRAT_INSTANCE": str(self.instance), "LIBREOFFICE": "non", **self.variables}
        environment = {**kept, **given}
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output
            )
        return self.process

    def start(self) -> float:
        """Starts the site and waits for its health page: the seconds that this took.

        Those in which it waited for a processor are left out: whoever else uses the machine caused them.
        """
        began = time.monotonic()
        process = self.launch()
        while not self._answers():
            assert process.poll() is None, f"the site stopped with {process.returncode}: {self.said}"
            assert time.monotonic() - began < START_LIMIT, f"the site does not answer: {self.said}"
            with suppress(subprocess.TimeoutExpired):
                process.wait(_LOOK)
        return time.monotonic() - began - _kept_waiting(process)

    def refusal(self) -> tuple[int, str]:
        """Starts a site that must not start: its exit code, and what it says."""
        code = self.launch().wait(START_LIMIT)
        self.process = None
        return code, self.said

    def kill(self) -> None:
        """Ends the process as a power cut does."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """Asks the process to end, as systemd and containers do, and waits for it: the exit code."""
        return self._end(signal.SIGTERM)

    def _end(self, number: signal.Signals) -> int:
        if self.process is None:
            return 0
        self.process.send_signal(number)
        code = self.process.wait(START_LIMIT)
        self.process = None
        return code

    def _answers(self) -> bool:
        try:
            return Visitor(self.port).get("/sante").status < 500
        except (OSError, HTTPException):
            return False

    @property
    def said(self) -> str:
        """All that the site wrote on its output, since its first start."""
        return self.log.read_text(encoding="utf-8")

    @property
    def database(self) -> Path:
        """The SQLite file of the instance."""
        return self.instance / "contrat-de-ville.sqlite3"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def page(self) -> Page:
        return Page(self.body.decode())

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Visitor:
    """A browser without JavaScript: keeps cookies, fills in forms, follows nothing.

    Raises OSError or HTTPException when the site goes away in the middle.
    """

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: SimpleCookie = SimpleCookie()

    def get(self, address: str) -> Answer:
        return self._ask("GET", address, None)

    def post(self, address: str, fields: Mapping[str, object]) -> Answer:
        return self._ask("POST", address, urlencode(fields, doseq=True).encode())

    def send(self, address: str, **typed: object) -> Answer:
        """Opens a page, types in its form, sends it."""
        return self.post(address, {**self.get(address).page.fields, **typed})

    def upload(
        self, address: str, fields: Mapping[str, object], field: str, name: str, content: bytes
    ) -> Answer:
        """Sends a form with one file."""
        border = "border-of-the-parts"
        head = "".join(
            f'--{border}\r\nContent-Disposition: form-data; name="{known}"\r\n\r\n{text}\r\n'
            for known, text in fields.items()
        )
        head += f'--{border}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'
        body = head.encode() + content + f"\r\n--{border}--\r\n".encode()
        return self._ask("POST", address, body, f"multipart/form-data; boundary={border}")

    @contextmanager
    def sending(self, address: str, fields: Mapping[str, object], part: float = 1) -> Iterator[socket.socket]:
        """A connection on which a form was sent, or the first part of its bytes; the answer is not read."""
        body = urlencode(fields, doseq=True).encode()
        headers = {"Host": "127.0.0.1", **self._headers(body), "Content-Length": str(len(body))}
        lines = [f"POST {address} HTTP/1.1", *(f"{name}: {text}" for name, text in headers.items()), "", ""]
        whole = "\r\n".join(lines).encode() + body
        with socket.create_connection(("127.0.0.1", self.port), START_LIMIT) as connection:
            connection.sendall(whole[: round(len(whole) * part)])
            yield connection

    def _connection(self) -> HTTPConnection:
        return HTTPConnection("127.0.0.1", self.port, timeout=START_LIMIT)

    def _headers(self, body: bytes | None, kind: str = FORM) -> dict[str, str]:
        cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in self.cookies.items())
        headers = {"Cookie": cookies} if cookies else {}
        return headers if body is None else {**headers, "Content-Type": kind}

    def _ask(self, method: str, address: str, body: bytes | None, kind: str = FORM) -> Answer:
        connection = self._connection()
        try:
            connection.request(method, address, body, self._headers(body, kind))
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        for cookie in response.headers.get_all("Set-Cookie", []):
            self.cookies.load(cookie)
        return Answer(response.status, dict(response.headers), content)
