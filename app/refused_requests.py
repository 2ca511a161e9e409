"""What the server refuses by itself: requests that it cannot read, or whose body is too large.

waitress keeps a body in a temporary file until its last byte is there. What is too large for its address is
refused on its headers alone, and all the large bodies at a time stay within a budget.
"""

from collections.abc import Callable, Iterable
from copy import copy
from typing import Any

from waitress.parser import HTTPRequestParser, ParsingError
from waitress.task import ErrorTask
from waitress.utilities import Error

from app.web.errors import Message
from app.web.requests import MAX_BODY, note_refusal
from app.web.security import HEADERS

FAULT = Message(
    "Le site a rencontré une erreur",
    "Réessayez ; si l’erreur revient, donnez le numéro ci-dessous à la personne qui administre le site.",
)
MESSAGES = {
    400: Message(
        "La demande est illisible",
        "Elle n’a pas la forme que doit avoir une demande HTTP. Rechargez la page ; si l’erreur revient, "
        "donnez le numéro ci-dessous à la personne qui administre le site.",
    ),
    413: Message(
        "L’envoi est trop volumineux",
        "Revenez à la page précédente : votre navigateur y garde votre saisie. Raccourcissez-la, ou "
        "choisissez un fichier plus petit. Rien n’a été modifié.",
    ),
    431: Message(
        "La demande porte trop d’informations",
        "Effacez les cookies de ce site dans les réglages de votre navigateur, puis rechargez la page.",
    ),
    503: Message(
        "Trop de fichiers arrivent en même temps",
        "Revenez à la page précédente et envoyez de nouveau votre fichier dans deux minutes. "
        "Rien n’a été modifié.",
    ),
    501: Message(
        "Ce mode d’envoi n’est pas accepté",
        "Utilisez les formulaires du site, avec un navigateur à jour. Rien n’a été modifié.",
    ),
}


class ErrorPage(ErrorTask):
    """An error of waitress with the headers of every answer, in French, and with its line in the journal.

    Without Strict-Transport-Security: who cannot read a request does not know whether it came over https.
    """

    def execute(self) -> None:
        """Write the answer, and close the connection: nobody knows where the next request begins."""
        error: Error = self.request.error  # type: ignore[attr-defined]  # the stubs take a request for an error
        page = _page(error.code).encode()
        self.status = f"{error.code} {error.reason}"
        headers = {**HEADERS, "Cache-Control": "no-store", "Content-Type": "text/html; charset=utf-8"}
        self.response_headers = list(headers.items())
        self.set_close_on_finish()
        self.content_length = len(page)
        self.write(page)


def _page(status: int) -> str:
    message = MESSAGES.get(status, FAULT)
    return (
        f'<!doctype html><html lang="fr"><meta charset="utf-8"><title>{message.title}</title>'
        f"<h1>{message.title}</h1><p>{message.advice}</p><p>Erreur {note_refusal(status)}.</p></html>"
    )


MOST_HELD = 64_000_000
"""Most bytes of all the large bodies that are coming or wait for their answer: four of the largest files."""


class TooManyUploads(Error):
    """Too many large bodies at a time."""

    code = 503
    reason = "Service Unavailable"


class BoundedParser(HTTPRequestParser):
    """Reads a request; refuses it as soon as its headers say that it is too large.

    `limit` tells the most bytes of a body for a path; `held` gives the requests that the server holds.
    """

    path: str

    def __init__(
        self, adjustments: Any, limit: Callable[[str], int], held: Callable[[], Iterable[Any]]
    ) -> None:
        super().__init__(adjustments)
        self._limit = limit
        self._held = held

    def parse_header(self, header_plus: bytes) -> None:
        """Read the headers, then lower the limit of the body to that of its address.

        Raises ParsingError for headers that cannot be read, or that give two lengths.
        """
        super().parse_header(header_plus)
        if self.chunked and "CONTENT_LENGTH" in self.headers:
            # A proxy could end the body elsewhere than this server does (RFC 9112, section 6.3).
            raise ParsingError("Both Content-Length and Transfer-Encoding")
        if self.body_rcv is None:
            return
        self.adj = copy(self.adj)
        # waitress refuses what reaches its limit, the application what passes it.
        self.adj.max_request_body_size = min(self.adj.max_request_body_size, self._limit(self.path) + 1)

    def received(self, data: bytes) -> int:
        """Take what came; the number of bytes that were used."""
        began = not self.headers_finished
        consumed: int = super().received(data)
        if began and self.headers_finished and self.error is None and self._passes_the_budget():
            self.error = TooManyUploads("too many unfinished bodies")
            self.completed = True
        return consumed

    @property
    def announced(self) -> int:
        """Bytes that the body may take: what it says, or the limit where it says nothing."""
        return self.adj.max_request_body_size if self.chunked else self.content_length

    def _passes_the_budget(self) -> bool:
        if self.completed or self.announced <= MAX_BODY:
            return False
        others: int = sum(
            request.announced
            for request in self._held()
            if request is not self and request.headers_finished and request.announced > MAX_BODY
        )
        return others + self.announced > MOST_HELD
