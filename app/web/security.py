"""The headers that every answer carries, errors and static files included."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, request
from flask.sessions import SecureCookieSessionInterface

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    )
)

COOKIE_NAME = "contrat_de_ville"
"""Not Flask's « session »: a browser sends it to every port of a host, where other programs have theirs."""

KEPT = ("static", "identity.colour", "identity.logo")
"""The endpoints whose answers a browser may keep: they say nothing of any profile."""

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class CookieOfTheScheme(SecureCookieSessionInterface):
    """Over https the cookie is Secure and bound to this host alone; over http it could not be read back."""

    def get_cookie_name(self, app: Flask) -> str:
        """Return the name, with the prefix that browsers hold to Secure, no Domain and the path « / »."""
        name = super().get_cookie_name(app)
        return f"__Host-{name}" if request.is_secure else name

    def get_cookie_secure(self, app: Flask) -> bool:
        """Whether this very request came over https."""
        return request.is_secure


def register_security(app: Flask) -> None:
    """Set the cookie, the form tokens, and the headers of every answer."""
    app.config.update(
        SESSION_COOKIE_NAME=COOKIE_NAME,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        # A list, newest last: a form opened before the key was changed is still accepted.
        WTF_CSRF_SECRET_KEY=[*app.config["SECRET_KEY_FALLBACKS"], app.config["SECRET_KEY"]],
        WTF_CSRF_TIME_LIMIT=None,  # bound to the session: a token of one hour destroys what was typed
        WTF_I18N_ENABLED=False,  # WTForms' own French, without Flask-Babel
    )
    app.session_interface = CookieOfTheScheme()
    app.after_request(guarded)
    app.wsgi_app = add_security_headers(app.wsgi_app)  # type: ignore[assignment, method-assign]  # Flask's documented way


def add_security_headers(application: "WSGIApplication") -> "WSGIApplication":
    """Return the application, each of whose answers bears HEADERS, whatever made it."""
    always = list(HEADERS.items())

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Callable[[bytes], object]:
            return start_response(status, [*headers, *always], *rest)

        return application(environ, start)

    return answer


def guarded(response: Response) -> Response:
    """Return the answer with what depends on it. A browser may keep only what is the same for everyone."""
    if request.endpoint not in KEPT or response.status_code not in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED):
        response.headers["Cache-Control"] = "no-store"
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return response
