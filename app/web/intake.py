"""What a request must look like before any page reads it."""

from urllib.parse import unquote_to_bytes

from flask import Flask, abort, request

MAX_BODY = 2 * 1024 * 1024
"""Largest body of a request, in bytes."""

MAX_LIST = 15_000_000
"""Largest list of quartiers, in bytes: the official GeoJSON carries the outline of each."""

MAX_FIELDS = 1_000
"""Most fields in one form. The largest page of the site posts fewer than fifty."""

_FORM = "application/x-www-form-urlencoded"
_UPLOAD = "multipart/form-data"


def register_intake(app: Flask) -> None:
    """Refuse malformed requests before they reach a view."""
    app.config.update(
        MAX_CONTENT_LENGTH=MAX_BODY,
        MAX_FORM_MEMORY_SIZE=MAX_BODY,
        MAX_FORM_PARTS=MAX_FIELDS,
    )
    app.before_request(refuse_bad_address)
    app.before_request(refuse_bad_body)


def refuse_bad_address() -> None:
    """400 for a path or a query that is not UTF-8 or holds a NUL, which PostgreSQL cannot compare."""
    if request.endpoint == "quartiers.choose":
        request.max_content_length = MAX_LIST
    path = request.environ.get("PATH_INFO", "").encode("latin-1")
    query = request.environ.get("QUERY_STRING", "").encode("latin-1")
    _readable(path)
    _readable(unquote_to_bytes(query))
    if b"\0" in path or b"\0" in unquote_to_bytes(query):
        abort(400)


def refuse_bad_body() -> None:
    """400, 413 or 415 for a form that is unreadable, too large, or not a form."""
    if request.method != "POST" or request.routing_exception is not None:
        return
    if request.mimetype == _FORM:
        _refuse_bad_form(request.get_data(cache=True))
    elif request.mimetype == _UPLOAD:
        _refuse_bad_upload()
    elif request.content_length:
        abort(415)


def _refuse_bad_form(body: bytes) -> None:
    if body.count(b"&") >= MAX_FIELDS:
        abort(413)
    _readable(unquote_to_bytes(body))


def _refuse_bad_upload() -> None:
    """Werkzeug replaces what it cannot decode: U+FFFD in a field's text is how it shows."""
    for text in request.form.values():
        if "\ufffd" in text:
            abort(400)


def _readable(raw: bytes) -> None:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        abort(400)
