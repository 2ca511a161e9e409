"""One line of JSON for each refused or failed request: never what a person typed, never a secret."""

import json
import logging
import secrets
import sys
import traceback
from datetime import UTC, datetime
from pathlib import PurePath

from flask import Flask, Response, g, has_request_context, request

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
    _write({"error": error, "status": status, "method": None, "route": None}, status)
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
        **g.get("fault", {}),
    }
