"""What the server answers by itself, to a request that the application cannot be given."""

from waitress.task import ErrorTask
from waitress.utilities import Error

from app.web.errors import Message
from app.web.request_log import note_refusal
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
        """Writes the answer, and has the connection closed: nobody knows where the next request begins."""
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
