"""What is asked of a provider of identities: bounded answers, no redirect, one deadline."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests

from app.access.identity import ProviderUnavailable
from app.outgoing import session_of_environment

LARGEST = 1_000_000
"""Bytes of an answer."""

LOOPBACK = ("127.0.0.1", "localhost", "::1")
SUCCESS = 200
_CHUNK = 65_536


def unavailable(name: str, why: str) -> str:
    """Return the sentence on a provider that cannot be used."""
    return f"{name} ne permet pas de se connecter pour l’instant : {why}."


def is_allowed(address: str, *, is_local: bool) -> bool:
    """Tell whether an address of a provider may be asked: https; in clear on this very machine alone."""
    try:
        parts = urlsplit(address)
        named = bool(parts.hostname) and parts.username is None and not parts.fragment and parts.port != 0
    except ValueError:
        return False
    in_clear = is_local and parts.scheme == "http" and parts.hostname in LOOPBACK
    return named and (parts.scheme == "https" or in_clear)


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address answers."""

    status: int
    media_type: str
    content: bytes


class Asked:
    """The requests of one attempt: bounded answers, no redirect, one deadline."""

    def __init__(self, name: str, deadline: float, *, is_local: bool) -> None:
        self._name = name
        self._deadline = deadline
        self._session = session_of_environment()
        if is_local:
            self._session.trust_env = False  # this very machine is not behind the proxy

    def abandon(self) -> None:
        """Close the connections; nothing more is asked, as the deadline has passed."""
        self._session.close()

    def get(self, address: str, bearer: str = "") -> Answer:
        """Return what an address answers. Raises ProviderUnavailable."""
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        return self._answer("GET", address, headers=headers)

    def post(self, address: str, sent: Mapping[str, str], secret: tuple[str, str] | None) -> Answer:
        """Return what an address answers to a form. Raises ProviderUnavailable."""
        return self._answer("POST", address, data=dict(sent), auth=secret)

    def json(self, answer: Answer) -> Mapping[str, Any]:
        """Return the object of an answer. Raises ProviderUnavailable."""
        try:
            read = json.loads(answer.content) if answer.status == SUCCESS else None
        except (ValueError, RecursionError):
            read = None
        if not isinstance(read, dict):
            raise self._unavailable(f"sa réponse ne se lit pas (réponse {answer.status})")
        return read

    def _answer(self, method: str, address: str, **sent: Any) -> Answer:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        try:
            with self._session.request(
                method, address, stream=True, allow_redirects=False, timeout=left, **sent
            ) as response:
                kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
                return Answer(response.status_code, kind, self._content(response))
        except requests.exceptions.ProxyError as failure:
            why = "le mandataire de ce serveur (HTTPS_PROXY) ne le joint pas"
            raise self._unavailable(why) from failure
        except requests.exceptions.SSLError as failure:
            why = "son certificat n’est pas reconnu par ce serveur (SSL_CERT_FILE)"
            raise self._unavailable(why) from failure
        except requests.exceptions.Timeout as failure:
            raise TimeoutError from failure
        except (requests.exceptions.RequestException, OSError, ValueError) as failure:
            if isinstance(failure, TimeoutError):
                raise
            raise self._unavailable("ce serveur ne parvient pas à le joindre") from failure

    def _content(self, response: requests.Response) -> bytes:
        content = bytearray()
        for chunk in response.iter_content(_CHUNK):
            content += chunk
            if len(content) > LARGEST:
                raise self._unavailable("sa réponse est trop longue")
            if time.monotonic() > self._deadline:
                raise TimeoutError
        return bytes(content)

    def _unavailable(self, why: str) -> ProviderUnavailable:
        return ProviderUnavailable(unavailable(self._name, why))
