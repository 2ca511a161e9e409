"""Pages for what goes wrong: what happened, what to do next, and everything that was typed."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from werkzeug.exceptions import HTTPException, SecurityError

from app.documents.office import ConversionFailed
from app.documents.office.conversion_queue import OfficeBusy
from app.domain.problems import UserError
from app.domain.profile_json import ProfileRefused
from app.formats import FileRefused
from app.store import (
    ProfileNotFound,
    ProfileTrashed,
    StoreUnavailable,
    TakeoverNotFound,
    UploadGone,
    UploadRefused,
    VersionNotFound,
)
from app.web.requests import error_id, note_fault, note_reason, register_journal
from app.web.unsaved_input import choices_made, names_seen, typed_texts, unseen_fields


@dataclass(frozen=True, slots=True)
class Message:
    """The title of an error page, and what to do next."""

    title: str
    advice: str

    def bare_page(self, error: str) -> str:
        """Return a page without style nor links, with the id of the error."""
        return (
            f'<!doctype html><html lang="fr"><meta charset="utf-8"><title>{self.title}</title>'
            f"<h1>{self.title}</h1><p>{self.advice}</p><p>Erreur {error}.</p></html>"
        )


UNKNOWN_FAULT = Message(
    "L’application a rencontré une erreur",
    "Elle est notée sous le numéro ci-dessous. Ce qui était enregistré n’a pas changé. Réessayez ; "
    "si l’erreur revient, donnez ce numéro à la personne qui administre l’application.",
)
MESSAGES = {
    400: Message(
        "La demande est illisible",
        "L’adresse ou le texte envoyé n’est pas dans l’encodage attendu (UTF-8), ou contient un caractère "
        "interdit. Revenez à la page précédente et vérifiez ce que vous avez collé.",
    ),
    403: Message(
        "Votre rôle sur ce contrat ne le permet pas",
        "Rien n’a été modifié. Un propriétaire du contrat peut vous donner un autre rôle, sur sa page "
        "« Partage ». Ce que vous aviez saisi, s’il y a lieu, est ci-dessous.",
    ),
    404: Message(
        "Cette page n’existe pas",
        "Vérifiez l’adresse, ou partez de la liste des contrats.",
    ),
    405: Message(
        "Cette adresse ne s’utilise pas ainsi",
        "Revenez à la page précédente et utilisez ses boutons. Rien n’a été modifié.",
    ),
    410: Message(
        "Ce contrat a été supprimé entre-temps",
        "Votre texte n’a pas pu être enregistré. Copiez-le ci-dessous pour le reprendre "
        "dans un autre contrat.",
    ),
    413: Message(
        "L’envoi est trop volumineux",
        "La limite est de {limit} Mo et de 1 000 champs. Revenez à la page précédente : "
        "votre navigateur y garde votre saisie. Raccourcissez-la, puis enregistrez de nouveau. "
        "Rien n’a été modifié.",
    ),
    415: Message(
        "Ce format d’envoi n’est pas accepté",
        "Utilisez les formulaires du site. Rien n’a été modifié.",
    ),
    416: Message(
        "Cette partie du fichier n’existe pas",
        "Le fichier a peut-être changé depuis le début du téléchargement. "
        "Téléchargez-le de nouveau, en entier.",
    ),
    422: Message(
        "Ces valeurs ne peuvent pas être enregistrées",
        "Revenez à la page précédente et corrigez ce qui est indiqué.",
    ),
}
UNKNOWN_HOST = Message(
    "Le site ne répond pas sous ce nom",
    "Vérifiez le début de l’adresse dans votre navigateur. S’il est juste, prévenez la personne qui "
    "administre le site : ce nom est à ajouter au réglage TRUSTED_HOSTS. Rien n’a été modifié.",
)
IN_THE_TRASH = Message(
    "Ce contrat est à la corbeille",
    "Il y reste trente jours après sa suppression. Restaurez-le depuis la corbeille pour le lire ou le "
    "modifier ; ce que vous veniez de saisir, s’il y a lieu, est ci-dessous.",
)
RETRY_SECONDS = "10"
FIRST_ERROR = 400
GONE = 410
_HOST_NAME = re.compile(r"[A-Za-z0-9_.:\[\]-]{1,200}")


def register_errors(app: Flask) -> None:
    """Answer every error with a page in French."""
    register_journal(app)
    app.register_error_handler(ProfileNotFound, _profile_not_found)
    app.register_error_handler(VersionNotFound, lambda _absent: _page(404))
    app.register_error_handler(TakeoverNotFound, lambda _absent: _page(404))
    app.register_error_handler(StoreUnavailable, _store_unavailable)
    app.register_error_handler(ProfileRefused, _profile_refused)
    app.register_error_handler(FileRefused, _refused(422, "Ce fichier ne peut pas être lu"))
    app.register_error_handler(UploadGone, _refused(410, "Ce fichier n’est plus en attente"))
    app.register_error_handler(UploadRefused, _refused(413, "Ce fichier ne peut pas être gardé"))
    app.register_error_handler(ConversionFailed, _conversion_failed)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unknown_fault)


def _profile_not_found(absent: ProfileNotFound) -> Response:
    """410 for a profile in the trash, or when something was being saved: the text can be copied; else 404."""
    if isinstance(absent, ProfileTrashed):
        return _page(410, IN_THE_TRASH)
    return _page(410 if request.method == "POST" else 404)


def _store_unavailable(unavailable: StoreUnavailable) -> Response:
    note_fault(unavailable)
    note_reason(unavailable.reason)
    advice = f"{unavailable.reason} Ce qui était déjà enregistré n’a pas changé."
    response = _page(503, Message("L’enregistrement n’est pas possible pour l’instant", advice))
    response.headers["Retry-After"] = RETRY_SECONDS
    return response


def _profile_refused(refused: ProfileRefused) -> Response:
    """Return the page for what only the whole profile shows, such as its size: the forms refuse first."""
    advice = f"{MESSAGES[422].advice} {' ; '.join(map(str, refused.problems))}"
    return _page(422, Message(MESSAGES[422].title, advice))


def _refused(status: int, title: str) -> Callable[[UserError], Response]:
    """Return what answers a refusal that no form can say beside its field."""

    def answer(refused: UserError) -> Response:
        note_reason(title)
        return _page(status, Message(title, f"{refused} Rien n’a été modifié."))

    return answer


def _conversion_failed(failed: ConversionFailed) -> Response:
    """503: the same address gives the file later."""
    note_reason("LibreOffice occupé" if isinstance(failed, OfficeBusy) else "échec de LibreOffice")
    if not isinstance(failed, OfficeBusy):
        return _page(503, Message("Le fichier n’a pas pu être fait", str(failed)))
    response = _page(503, Message("Le fichier n’est pas encore prêt", str(failed)))
    response.headers["Retry-After"] = str(failed.seconds)
    return response


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None or not error.code or error.code < FIRST_ERROR:
        return error.get_response()  # a redirection of the router is an answer, not an error
    response = _unknown_host(error.code) if isinstance(error, SecurityError) else _page(error.code)
    allowed = [pair for pair in error.get_headers() if pair[0] in {"Allow", "Retry-After"}]
    response.headers.extend(allowed)
    return response


def _unknown_host(status: int) -> Response:
    """Return a page without links, for their addresses would bear the name; the log says which it was."""
    name = request.headers.get("Host", "")
    shown = f" : {name}" if _HOST_NAME.fullmatch(name) else ""
    note_reason(f"nom absent de TRUSTED_HOSTS{shown}")
    return _bare_page(status, UNKNOWN_HOST)


def _unknown_fault(fault: Exception) -> Response:
    note_fault(fault)
    return _page(500)


def _page(status: int, message: Message | None = None) -> Response:
    """Return the page of an error; a bare one if even that page cannot be made: an answer always goes out."""
    message = message or _message(status)
    sent = request.method == "POST"
    gone = sent and status == GONE
    try:
        page = render_template(
            "errors/error.html",
            status=status,
            message=message,
            error_id=error_id(),
            typed=typed_texts() if sent else [],
            chosen=choices_made(names_seen() if gone else {}) if sent else [],
            unseen=unseen_fields() if sent else [],
            fresh_token=generate_csrf(),
            may_retry=status in {500, 503},
        )
    except Exception as fault:
        note_fault(fault)
        return _bare_page(status)
    return Response(page, status)


def _message(status: int) -> Message:
    message = MESSAGES.get(status, UNKNOWN_FAULT)
    limit = (request.max_content_length or 0) // 1_000_000
    return Message(message.title, message.advice.format(limit=limit))


def _bare_page(status: int, message: Message | None = None) -> Response:
    """Return a page that needs neither template nor address: for a forged host, or a fault in a fault."""
    return Response((message or _message(status)).bare_page(error_id()), status)
