"""What a request must look like before any page reads it, and the line that each leaves in the log.

Each address has its own limit of bytes. The server asks for it when it has read the headers, before it stores
anything; the application asks again, for the servers that do not.
"""

import json
import logging
import secrets
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import PurePath
from typing import NoReturn
from urllib.parse import unquote_to_bytes

from flask import Flask, Response, abort, g, has_request_context, request
from werkzeug.exceptions import HTTPException

from app.formats.foreign import LARGEST as LARGEST_FOREIGN
from app.store import MAX_UPLOAD

MAX_BODY = 2 * 1024 * 1024
"""Largest body of a request to a page with a form, in bytes."""

MAX_BODY_WITHOUT_FORM = 64 * 1024
"""Largest body to an address that takes none: enough for its answer to come in French, with 404 or 405."""

_REST_OF_THE_FORM = 64 * 1024
"""Bytes of what goes with a file: its name, the token of the form, the borders between the parts."""

_LARGER_BODIES = {
    "takeover.show": LARGEST_FOREIGN + _REST_OF_THE_FORM,
    "returns.show": 2 * MAX_UPLOAD + _REST_OF_THE_FORM,
    "quartiers.choose": MAX_UPLOAD + _REST_OF_THE_FORM,
    "workbook_import.workbook": MAX_UPLOAD + _REST_OF_THE_FORM,
}
"""The endpoints that take a file of more than MAX_BODY, and their limit in bytes."""

MAX_FIELDS = 1_000
"""Most fields in one form. The largest page of the site posts fewer than fifty."""

_FORM = "application/x-www-form-urlencoded"
_UPLOAD = "multipart/form-data"


def register_request_validation(app: Flask) -> None:
    """Refuse malformed requests before they reach a view."""
    app.config.update(
        MAX_CONTENT_LENGTH=MAX_BODY,
        MAX_FORM_MEMORY_SIZE=MAX_BODY,
        MAX_FORM_PARTS=MAX_FIELDS,
    )
    app.before_request(refuse_bad_address)
    app.before_request(refuse_bad_body)


def largest_body(endpoint: str | None) -> int:
    """Most bytes of the body of a request to this endpoint."""
    return _LARGER_BODIES.get(endpoint or "", MAX_BODY)


def body_limits(app: Flask) -> Callable[[str], int]:
    """Return a function that tells the most bytes of a body sent to a path of the site."""
    addresses = app.url_map.bind("localhost")

    def limit(path: str) -> int:
        try:
            endpoint, _ = addresses.match(path, method="POST")
        except HTTPException:
            return MAX_BODY_WITHOUT_FORM
        return largest_body(endpoint)

    return limit


def refuse_bad_address() -> None:
    """400 for a path or a query that is not UTF-8 or holds a NUL, which PostgreSQL cannot compare."""
    request.max_content_length = largest_body(request.endpoint)
    path = request.environ.get("PATH_INFO", "").encode("latin-1")
    query = request.environ.get("QUERY_STRING", "").encode("latin-1")
    _readable(path)
    _readable(unquote_to_bytes(query))
    if b"\0" in path or b"\0" in unquote_to_bytes(query):
        _refuse(400, "l’adresse contient un caractère nul")


def refuse_bad_body() -> None:
    """400, 413 or 415 for a form that is unreadable, too large, or not a form."""
    if request.method != "POST" or request.routing_exception is not None:
        return
    if request.mimetype == _FORM:
        _refuse_bad_form(request.get_data(cache=True))
    elif request.mimetype == _UPLOAD:
        _refuse_bad_upload()
    elif request.content_length:
        _refuse(415, "le corps n’est pas un formulaire")


def _refuse_bad_form(body: bytes) -> None:
    if body.count(b"&") >= MAX_FIELDS:
        _refuse(413, f"plus de {MAX_FIELDS} champs")
    _readable(unquote_to_bytes(body))


def _refuse_bad_upload() -> None:
    """Werkzeug replaces what it cannot decode: U+FFFD in a field's text is how it shows."""
    for text in request.form.values():
        if "\ufffd" in text:
            _refuse(400, NOT_UTF8)


def _readable(raw: bytes) -> None:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        _refuse(400, NOT_UTF8)


def _refuse(status: int, reason: str) -> NoReturn:
    note_reason(reason)
    abort(status)


NOT_UTF8 = "l’adresse ou le corps n’est pas en UTF-8"
NO_SUCH_ADDRESS = "aucune page n’a cette adresse"
REASONS = {
    400: "demande illisible",
    401: "session absente ou expirée",
    403: "rôle insuffisant",
    404: "le contrat, la version ou l’élément n’existe pas",
    405: "méthode que cette adresse n’admet pas",
    409: "modifié entre-temps par quelqu’un d’autre",
    410: "le contrat ou le fichier en attente n’est plus là",
    413: "corps trop volumineux pour cette adresse",
    415: "corps d’un type que cette adresse n’admet pas",
    416: "partie de fichier qui n’existe pas",
    422: "saisie refusée, et dite à la personne",
    429: "trop d’essais de mot de passe",
    431: "en-têtes trop longs",
    500: "panne de l’application",
    501: "mode de transfert inconnu",
    503: "trop de gros envois à la fois, base ou LibreOffice occupés",
}
"""Why a request is refused, for the log, where nothing nearer is noted."""

LOGGER = logging.getLogger("contrat_de_ville")
_SERVER_ERROR = 500
_CLIENT_ERROR = 400


def register_journal(app: Flask) -> None:
    """Write the lines to the standard error stream, unless the host already listens to the logger."""
    if not LOGGER.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(message)s"))
        LOGGER.addHandler(handler)
        LOGGER.setLevel(logging.INFO)
    app.after_request(_journalled)


def error_id() -> str:
    """Return the id of this request's error: shown on its page and written in its line."""
    if "error_id" not in g:
        g.error_id = _new_id()
    return str(g.error_id)


def _new_id() -> str:
    return secrets.token_hex(4)


def note_refusal(status: int) -> str:
    """Write the line of a request that the server itself refused; return the id of the error.

    Neither method nor route: nobody knows what such a request was.
    """
    error = _new_id()
    line = {"error": error, "status": status, "method": None, "route": None, "reason": REASONS.get(status)}
    _write(line, status)
    return error


def note_fault(fault: BaseException) -> None:
    """Remember what failed, for the line of this request: the type and the places, not the words.

    The message of a database error quotes the parameters, that is, what a person typed.
    """
    if has_request_context():
        g.fault = {
            "exception": type(fault).__name__,
            "places": [
                f"{PurePath(frame.filename).name}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(fault.__traceback__)
            ],
        }


def note_reason(reason: str) -> None:
    """Remember why this request is refused, for its line: our own words, never what was sent."""
    if has_request_context():
        g.reason = reason


def note(**facts: object) -> None:
    """One line about something that no request fails for."""
    _log(logging.WARNING, facts)


def _journalled(response: Response) -> Response:
    if response.status_code >= _CLIENT_ERROR:
        _write(_line(response), response.status_code)
    return response


def _write(line: dict[str, object], status: int) -> None:
    _log(logging.ERROR if status >= _SERVER_ERROR else logging.INFO, line)


def _log(level: int, line: dict[str, object]) -> None:
    time = datetime.now(UTC).isoformat(timespec="milliseconds")
    LOGGER.log(level, json.dumps({"time": time, **line}, ensure_ascii=True))


def _line(response: Response) -> dict[str, object]:
    """Return the route's pattern rather than the address: an address may hold a search or a name."""
    return {
        "error": error_id(),
        "status": response.status_code,
        "method": request.method[:10],
        "route": request.url_rule.rule if request.url_rule else None,
        "reason": g.get("reason") or _usual_reason(response.status_code),
        **g.get("fault", {}),
    }


def _usual_reason(status: int) -> str | None:
    if status == HTTPStatus.NOT_FOUND and request.url_rule is None:
        return NO_SUCH_ADDRESS
    return REASONS.get(status)
