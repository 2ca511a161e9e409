"""The page on which an authenticator app takes the secret of an account: a picture to scan, or a text."""

import segno
from flask import render_template
from markupsafe import Markup
from wtforms import HiddenField, StringField

from app.access import totp
from app.web.resuming import ResumingForm, sent
from app.web.services import actor, services

SITE = "Contrat de ville"


class AuthenticatorForm(ResumingForm):
    """The first code of an application that has just taken the secret."""

    secret = HiddenField()
    code = StringField("Code que montre l’application")


def ask_for_second_factor() -> tuple[str, int]:
    """Have who is signed in set a code up, in answer to a form, which waits on the page: 401."""
    form = AuthenticatorForm(formdata=None, data={**sent(), "secret": totp.new_secret()})
    return show_authenticator(form), 401


def show_authenticator(form: AuthenticatorForm) -> str:
    """Return the page. `next` of the form: what is asked for a code, where something is."""
    email = services().profiles.accounts.get(actor().account or 0).email
    address = totp.address(str(form.secret.data), email, SITE)
    return render_template("account/second_factor.html", form=form, address=address, picture=qr_code(address))


def qr_code(text: str) -> Markup:
    """Return the picture of a text as SVG that stands in a page: no file, no style."""
    picture = segno.make(text, error="m", micro=False)
    drawn = picture.svg_inline(border=4, light="#fff", omitsize=True, svgclass=None, lineclass=None)
    return Markup(drawn)  # noqa: S704 — made by segno of numbers alone
