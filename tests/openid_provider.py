"""A provider of identities as strict as ProConnect, on this machine: what it is asked, what it answers.

It refuses a parameter that it does not know (Y000400), a state or a nonce that is short, a code that comes
twice, another return address. What it signs may be spoilt, one thing at a time.
"""

import base64
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from app.access.identity import ProviderSettings

KNOWN = {"response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "claims"}
SHORTEST = 32
CLIENT, SECRET = "contrats", "un secret de client"
Claims = dict[str, Any]
KEY = ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256"}, auto_kid=True)
OTHER_KEY = ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256"}, auto_kid=True)


def unsigned(claims: Claims, **header: Any) -> str:
    """A token of the algorithm « none », or without its signature."""
    parts = ({"alg": "none", "typ": "JWT", **header}, claims)
    return ".".join(map(_part, parts)) + "."


def _part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def signed(claims: Claims, key: Any = KEY, algorithm: str = "ES256") -> str:
    return jwt.encode({"alg": algorithm, "kid": key.kid}, claims, key, algorithms=[algorithm])


@dataclass
class Person:
    """Whoever is at the provider."""

    sub: str = "4f1c"
    email: str = "jeanne.petit@agglo.fr"
    given_name: str = "Jeanne"
    usual_name: str = "Petit"
    siret: str = ""
    amr: list[str] = field(default_factory=lambda: ["pwd"])
    acr: str = ""


@dataclass
class Provider:
    """What the provider does; each `…` may be replaced by a test."""

    address: str = ""
    person: Person = field(default_factory=Person)
    keys: list[Any] = field(default_factory=lambda: [KEY])
    spoil: Callable[[Claims], object] = lambda _claims: None
    spoil_userinfo: Callable[[Claims], object] = lambda _claims: None
    sign: Callable[[Claims], str] = signed
    sign_userinfo: Callable[[Claims], str] = signed
    userinfo_type: str = "application/jwt"
    error: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    served: list[str] = field(default_factory=list)
    described: dict[str, object] = field(default_factory=dict)
    before: Callable[[], object] = lambda: None

    @property
    def issuer(self) -> str:
        return f"{self.address}/api/v2"

    def settings(self, **other: Any) -> ProviderSettings:
        discovery = f"{self.issuer}/.well-known/openid-configuration"
        known = {"key": "1", "name": "ProConnect", "discovery": discovery}
        return ProviderSettings(**{**known, "client_id": CLIENT, "secret": SECRET, **other})

    def visit(self, address: str) -> str:
        """Open an address as a browser does: where the provider sends it back to, without the host."""
        parts = urlsplit(address)
        connection = HTTPConnection(str(parts.hostname), parts.port)
        connection.request("GET", f"{parts.path}?{parts.query}")
        answer = connection.getresponse()
        answer.read()
        connection.close()
        back = urlsplit(answer.headers["Location"])
        return f"{back.path}?{back.query}"

    def authorize(self, sent: dict[str, str]) -> str:
        self.asked.append(sent)
        back = {"state": sent.get("state", "")}
        short = min(len(sent.get("state", "")), len(sent.get("nonce", ""))) < SHORTEST
        if self.error or short or set(sent) - KNOWN or sent["response_type"] != "code":
            back["error"] = self.error or "Y000400"
        else:
            back["code"] = secrets.token_urlsafe(16)
            back["iss"] = self.issuer
            self.codes[back["code"]] = sent
        return f"{sent['redirect_uri']}?{urlencode(back)}"

    def tokens(self, sent: dict[str, str]) -> Claims | None:
        known = self.codes.pop(sent.get("code", ""), None)
        right = (sent.get("client_id"), sent.get("client_secret")) == (CLIENT, SECRET)
        if known is None or not right or sent.get("redirect_uri") != known["redirect_uri"]:
            return None
        now = int(time.time())
        claims = {"sub": self.person.sub, "nonce": known["nonce"], "amr": self.person.amr, **self.made_for()}
        claims |= {"iat": now, "exp": now + 60, **({"acr": self.person.acr} if self.person.acr else {})}
        self.spoil(claims)
        return {"access_token": "acces", "token_type": "Bearer", "id_token": self.sign(claims)}

    def userinfo(self) -> str:
        person = self.person
        claims = {"sub": person.sub, "email": person.email, "siret": person.siret, **self.made_for()}
        claims |= {"given_name": person.given_name, "usual_name": person.usual_name}
        self.spoil_userinfo(claims)
        return self.sign_userinfo(claims)

    def made_for(self) -> Claims:
        return {"iss": self.issuer, "aud": CLIENT}

    def description(self) -> dict[str, object]:
        places = {name: f"{self.issuer}/{path}" for name, path in PLACES.items()}
        return {
            "issuer": self.issuer,
            **places,
            "scopes_supported": ["openid", "uid", "given_name", "usual_name", "email", "siret", "phone"],
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            **self.described,
        }


PLACES = {
    "authorization_endpoint": "authorize",
    "token_endpoint": "token",
    "userinfo_endpoint": "userinfo",
    "jwks_uri": "jwks",
    "end_session_endpoint": "session/end",
}


def handler_of(provider: Provider) -> type[BaseHTTPRequestHandler]:  # noqa: C901 — an address a case
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            provider.served.append(parts.path)
            provider.before()
            match parts.path.removeprefix("/api/v2/"):
                case ".well-known/openid-configuration":
                    self.answer(json.dumps(provider.description()))
                case "jwks":
                    self.answer(json.dumps(KeySet(provider.keys).as_dict()))
                case "authorize":
                    self.redirect(provider.authorize(dict(parse_qsl(parts.query))))
                case "userinfo" if self.headers["Authorization"] == "Bearer acces":
                    self.answer(provider.userinfo(), provider.userinfo_type)
                case "session/end":
                    sent = dict(parse_qsl(parts.query))
                    back = urlencode({"state": sent["state"]})
                    self.redirect(f"{sent['post_logout_redirect_uri']}?{back}")
                case _:
                    self.answer("", status=404)

        def do_POST(self) -> None:
            provider.served.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            tokens = provider.tokens({name: values[0] for name, values in parse_qs(body).items()})
            self.answer(json.dumps(tokens or {"error": "invalid_grant"}), status=200 if tokens else 400)

        def answer(self, body: str, kind: str = "application/json", status: int = 200) -> None:
            content = body.encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def redirect(self, address: str) -> None:
            self.send_response(302)
            self.send_header("Location", address)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 — as http.server names it
            """Say nothing."""

    return Handler


class QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is no fault of the server."""


@contextmanager
def running() -> Iterator[Provider]:
    """The provider, on a port of its own."""
    provider = Provider()
    server = QuietServer(("127.0.0.1", 0), handler_of(provider))
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
