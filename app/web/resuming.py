"""What was sent after the session had ended, kept on the page until the person is known again.

A form goes into one hidden field of the page that asks for the password, and comes back as a form to send.
Nothing is stored on the server; a file that was chosen has to be chosen again.
"""

import json
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from wtforms import HiddenField, PasswordField, StringField

from app.access.passwords import LONGEST
from app.domain.text import MAX_TEXT, clean
from app.web.forms import PageForm

MOST_KEPT = 2 * 1024 * 1024
"""Characters of a form that waits: as many as the site takes of one."""

_STALE = {"csrf_token"}
Pairs = list[tuple[str, str]]


_NOT_TYPED = {"version", "former", "proposed", "token", "key", "done"}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A form that waits: where it is sent, what stands in it, and a token with which it may be sent."""

    address: str
    pairs: tuple[tuple[str, str], ...]
    fresh_token: str

    @property
    def shown(self) -> list[str]:
        """The texts that the person typed or chose."""
        return [text for name, text in self.pairs if name not in _NOT_TYPED and text.strip()]


class ResumingForm(PageForm):
    """A form after which the person goes on where she was. `kept`: what she had sent, as JSON."""

    next = HiddenField()
    kept = HiddenField()

    def go_on(self) -> ResponseReturnValue:
        """Lead on to the page that was asked for; to the form that was sent, ready to be sent again."""
        waiting = self.waiting()
        if not waiting.pairs:
            return redirect(waiting.address, 303)
        return render_template("login/resume.html", waiting=waiting), 200

    def waiting(self) -> "Waiting":
        """Return the form that waits on the page."""
        address = safe_address(str(self.next.data or ""))
        return Waiting(address, tuple(kept_pairs(str(self.kept.data or ""))), generate_csrf())


class LoginForm(ResumingForm):
    """An address, a password, and a code where the account asks for one."""

    email = StringField("Adresse électronique")
    password = PasswordField("Mot de passe")
    code = StringField("Code à six chiffres, si vous en avez activé un")


class ConfirmForm(ResumingForm):
    """The password again, before a change of rights or secrets."""

    password = PasswordField("Votre mot de passe")


def typed_password(field: PasswordField) -> str:
    """Return a password as it was typed, which is never cut: one over the longest is no password."""
    typed = str(field.data or "")
    return typed if len(typed) <= LONGEST else ""


def ask_to_sign_in() -> ResponseReturnValue:
    """Ask for the password in answer to a form, which waits on the page: 401."""
    form = LoginForm(formdata=None, data=sent())
    return render_template("login/login.html", form=form, expired=True), 401


def ask_again() -> ResponseReturnValue:
    """Ask for the password of who is signed in, in answer to a form, which waits on the page: 401."""
    form = ConfirmForm(formdata=None, data=sent())
    return render_template("login/confirm.html", form=form), 401


def safe_address(address: str) -> str:
    """Return an address of this site; the first page for what would lead elsewhere."""
    parts = urlsplit(address)
    is_ours = address.startswith("/") and not address.startswith(("//", "/\\"))
    if not is_ours or parts.scheme or parts.netloc or clean(address).text != address or "\\" in address:
        return url_for("profiles.home")
    return address


def kept_pairs(text: str) -> Pairs:
    """Return the names and texts of a form that waits; nothing for what this site has not written."""
    if not text or len(text) > MOST_KEPT + MAX_TEXT:
        return []
    try:
        pairs = json.loads(text)
    except (ValueError, RecursionError):
        return []
    if not isinstance(pairs, list):
        return []
    return [
        (pair[0], pair[1])
        for pair in pairs
        if isinstance(pair, list) and len(pair) == 2 and all(isinstance(one, str) for one in pair)  # noqa: PLR2004 — a name, a text
    ]


def sent() -> dict[str, str]:
    """Return the form that was sent with this request, as the fields `next` and `kept` hold it."""
    pairs = [(name, text) for name, text in request.form.items(multi=True) if name not in _STALE]
    return {"next": request.full_path.rstrip("?"), "kept": json.dumps(pairs) if pairs else ""}
