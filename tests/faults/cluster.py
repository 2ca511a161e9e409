"""Several servers of the site on one PostgreSQL, behind the nginx that docs/deploiement.md proposes."""

import os
import shutil
import ssl
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path

import pytest

from tests.faults.server import FORM, ROOT, START_LIMIT, Site, Visitor, free_port

NAME = "localhost"
SITE = ROOT / "deploy" / "nginx.conf"
MISSING = "nginx is not installed, and the tests need a real one. On Debian: apt-get install nginx-light."
_LOOK = 0.02
_MAIN = """
{user}
worker_processes 1;
daemon off;
pid nginx.pid;
error_log error.log;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path body; proxy_temp_path proxy;
    fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
    include site.conf;
}}
"""


class SecureVisitor(Visitor):
    """A browser that opens the site by https, as people do. The certificate is the test's own."""

    def _connection(self) -> HTTPConnection:
        trusting = ssl._create_unverified_context()  # noqa: S323 — a certificate that the test has just made
        return HTTPSConnection(NAME, self.port, timeout=START_LIMIT, context=trusting)

    def _headers(self, body: bytes | None, kind: str = FORM) -> dict[str, str]:
        return {**super()._headers(body, kind), "Referer": f"https://{NAME}:{self.port}/"}


@dataclass
class Proxy:
    """nginx with the site of deploy/nginx.conf, on free loopback ports, in a folder of its own.

    The header X-Server of its answers says which server made them. `settings` are lines of the site that the
    test needs otherwise.
    """

    folder: Path
    sites: Sequence[Site]
    port: int = field(default_factory=free_port)
    plain_port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    settings: Mapping[str, str] = field(default_factory=dict)

    def start(self) -> None:
        """Starts nginx and waits until it answers."""
        program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
        if program is None:
            pytest.fail(MISSING, pytrace=False)
        self.folder.mkdir()
        self._certify()
        # The folder of a test is closed to the account that nginx would take.
        main = _MAIN.format(user="user root;" if os.geteuid() == 0 else "")
        (self.folder / "nginx.conf").write_text(main, encoding="utf-8")
        (self.folder / "site.conf").write_text(self._site(), encoding="utf-8")
        command = [program, "-p", str(self.folder), "-c", "nginx.conf", "-e", "error.log"]
        with (self.folder / "output").open("ab") as output:
            self.process = subprocess.Popen(command, stdout=output, stderr=output)
        self._wait()

    def stop(self) -> None:
        """Ends nginx."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(START_LIMIT)

    def _site(self) -> str:
        """The site as it is shipped, with the names, the ports and the servers of the test."""
        servers = "\n".join(f"    server 127.0.0.1:{site.port} fail_timeout=2s;" for site in self.sites)
        changes: Mapping[str, str] = {
            "    server 127.0.0.1:8000 fail_timeout=2s;": servers,
            "listen 80;": f"listen 127.0.0.1:{self.plain_port};",
            "listen 443 ssl": f"listen 127.0.0.1:{self.port} ssl",
            "ssl_protocols ": "add_header X-Server $upstream_addr always; ssl_protocols ",
            "/var/log/nginx/access.log": "access.log",
            "/var/log/nginx/error.log": "site-error.log",
            "/etc/nginx/tls/contrat.pem": "certificate.pem",
            "/etc/nginx/tls/contrat.key": "certificate.key",
            "server_name contrats.example.org": f"server_name {NAME}",
            **self.settings,
        }
        site = SITE.read_text(encoding="utf-8")
        for shipped, ours in changes.items():
            assert shipped in site, shipped
            site = site.replace(shipped, ours)
        return site

    def _certify(self) -> None:
        request = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
        files = ["-nodes", "-keyout", "certificate.key", "-out", "certificate.pem", "-subj", f"/CN={NAME}"]
        subprocess.run([*request, *files], cwd=self.folder, check=True, capture_output=True)

    def _wait(self) -> None:
        deadline = time.monotonic() + START_LIMIT
        while True:
            assert self.process is not None
            assert self.process.poll() is None, (self.folder / "error.log").read_text(encoding="utf-8")
            try:
                assert SecureVisitor(self.port).get("/sante").status == 200
            except OSError:
                assert time.monotonic() < deadline, "nginx does not answer"
                with suppress(subprocess.TimeoutExpired):
                    self.process.wait(_LOOK)
            else:
                return
