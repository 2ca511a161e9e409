"""Fetches the official list of quartiers from the address that the administrator configured, at a click."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import TypeVar
from urllib.parse import urljoin, urlsplit

import requests

from app.domain.french import typeset
from app.domain.problems import UserError
from app.outgoing import session_of_environment, within
from app.territories.qpv.dataset import (
    MAX_BYTES,
    QuartiersRefused,
    belongs_to,
    file_name,
    likely_files,
    read_resources,
)

SECONDS = 20
"""For everything: finding the host, each redirect, the description and the list."""

MAX_REDIRECTS = 5
_CHUNK = 65_536
_SUCCESS = 200
_BY_HAND = "Téléchargez la liste depuis un poste qui a accès à internet, puis importez ce fichier."

Read = TypeVar("Read")


class OfficialListUnavailable(UserError):
    """The official list could not be fetched. The message, in French, says why and what to do."""

    def __init__(self, reason: str, advice: str = _BY_HAND) -> None:
        super().__init__(typeset(f"{reason} {advice}"))


def fetch_list(source: str, read: Callable[[bytes, str], Read], seconds: float = SECONDS) -> Read:
    """Return what `read` makes of the list that a source offers: the file, or a dataset of data.gouv.fr.

    `read` gets the content of a file and its name. Raises OfficialListUnavailable, or what `read` raises for
    a file that is no list.
    """
    fetch = _Fetch(source, seconds)
    try:
        return within(seconds, lambda: fetch.list_read_by(read), fetch.abandon)
    except TimeoutError:
        raise _too_slow(source, seconds) from None
    except OfficialListUnavailable as failure:
        # A connection that is given up in the middle says anything: its certificate, its end, its proxy.
        if fetch.is_late:
            raise _too_slow(source, seconds) from failure
        raise


def _too_slow(address: str, seconds: float) -> OfficialListUnavailable:
    return OfficialListUnavailable(f"{_host(address)} n’a pas tout envoyé en {seconds:g} secondes.")


@dataclass(frozen=True, slots=True)
class _Answer:
    """What an address answered, redirects followed."""

    content: bytes
    name: str


class _Fetch:
    """One fetch: its addresses all belong to the host of the source, its time to one deadline."""

    def __init__(self, source: str, seconds: float) -> None:
        self._source = source
        self._seconds = seconds
        self._deadline = monotonic() + seconds
        self._session = session_of_environment()

    @property
    def is_late(self) -> bool:
        """Whether the deadline has passed."""
        return monotonic() >= self._deadline

    def abandon(self) -> None:
        """Close the connections; nothing more is asked, as the deadline has passed."""
        self._session.close()

    def list_read_by(self, read: Callable[[bytes, str], Read]) -> Read:
        """Return the list, read; of a dataset, the likeliest file that `read` does not refuse."""
        answer = self._get(self._source)
        resources = read_resources(answer.content)
        if resources is None:
            return read(answer.content, answer.name)
        refusal: QuartiersRefused | None = None
        for address in likely_files(resources):
            answer = self._get(address)
            try:
                return read(answer.content, answer.name)
            except QuartiersRefused as refused:
                refusal = refusal or refused
        if refusal:
            raise refusal
        raise OfficialListUnavailable(
            f"Le jeu de données de {_host(self._source)} n’a aucune liste de quartiers en CSV ou GeoJSON."
        )

    def _get(self, address: str) -> _Answer:
        for _ in range(MAX_REDIRECTS + 1):
            self._refuse_elsewhere(address)
            with self._asked(address) as response:
                if response.is_redirect:
                    address = _joined(address, response.headers["Location"])
                    continue
                if response.status_code != _SUCCESS:
                    raise OfficialListUnavailable(
                        f"{_host(address)} a répondu par l’erreur {response.status_code}."
                    )
                return _Answer(self._content(response, address), file_name(address))
        raise OfficialListUnavailable(f"{_host(address)} renvoie sans fin d’une adresse à une autre.")

    def _asked(self, address: str) -> requests.Response:
        left = self._deadline - monotonic()
        if left <= 0:
            raise _too_slow(address, self._seconds)
        host = _host(address)
        try:
            return self._session.get(address, stream=True, allow_redirects=False, timeout=left)
        except requests.exceptions.ProxyError as failure:
            raise OfficialListUnavailable(
                f"Le mandataire de ce serveur (HTTPS_PROXY) ne permet pas de joindre {host}."
            ) from failure
        except requests.exceptions.SSLError as failure:
            raise OfficialListUnavailable(
                f"Le certificat de {host} n’est pas reconnu par ce serveur.",
                "Indiquez-lui l’autorité de votre réseau par SSL_CERT_FILE, ou importez un fichier.",
            ) from failure
        except (requests.exceptions.RequestException, OSError, ValueError) as failure:
            raise OfficialListUnavailable(f"Ce serveur ne parvient pas à joindre {host}.") from failure

    def _content(self, response: requests.Response, address: str) -> bytes:
        content = bytearray()
        try:
            for chunk in response.iter_content(_CHUNK):
                content += chunk
                if len(content) > MAX_BYTES:
                    raise OfficialListUnavailable(
                        f"Le fichier de {_host(address)} fait plus de {MAX_BYTES // 1_000_000} Mo."
                    )
                if self.is_late:
                    raise _too_slow(address, self._seconds)
        except (requests.exceptions.RequestException, OSError) as failure:
            raise OfficialListUnavailable(f"{_host(address)} a interrompu l’envoi du fichier.") from failure
        if not response.headers.get("Content-Encoding") and len(content) < _announced(response):
            raise OfficialListUnavailable(f"{_host(address)} a interrompu l’envoi du fichier.")
        return bytes(content)

    def _refuse_elsewhere(self, address: str) -> None:
        """Refuse an address that the administrator did not configure."""
        if not belongs_to(address, self._source):
            raise OfficialListUnavailable(
                f"{_host(self._source)} renvoie vers « {_shown(address)} », hors du domaine que "
                "l’administrateur a indiqué (QPV_SOURCE) : rien n’a été demandé à cette adresse."
            )


def _joined(address: str, location: str) -> str:
    try:
        return urljoin(address, location)
    except ValueError:
        return location


def _host(address: str) -> str:
    return urlsplit(address).hostname or address[:60]


def _shown(address: str) -> str:
    return re.sub(r"[^!-~]", "", address)[:80]


def _announced(response: requests.Response) -> int:
    length = response.headers.get("Content-Length", "")
    return int(length) if length.isascii() and length.isdigit() and len(length) < 12 else 0  # noqa: PLR2004 — bytes
