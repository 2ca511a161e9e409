"""« Mot de passe oublié »: a link by mail, on a site that sends mail.

The page answers before it is known whether an account has the address: neither its words nor its time say it.
"""

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField

from app.access.passwords import LONGEST
from app.mail.letters import Letter, password_link
from app.store import Profiles
from app.store.audit import Event
from app.web.forms import PageForm
from app.web.login import TOO_MANY, client_address
from app.web.requests import note_reason
from app.web.services import services

_PLACE = "JETON"

blueprint = Blueprint("forgotten", __name__)


@blueprint.app_context_processor
def _sends_mail() -> dict[str, bool]:
    """Tell the pages whether the site sends mail."""
    return {"sends_mail": services().mailer is not None}


class ForgottenForm(PageForm):
    """The address of who has forgotten a password."""

    email = StringField("Adresse électronique de votre compte")


@blueprint.route("/connexion/oubli", methods=["GET", "POST"])
def ask() -> ResponseReturnValue:
    """Have a link sent to an address, if an account has it; the answer is the same where none has."""
    mailer = services().mailer
    if mailer is None:
        abort(404)
    form = ForgottenForm()
    if form.accepted():
        email = str(form.email.data or "").strip()[:LONGEST]
        if "@" not in email:
            form.status, form.email.errors = 422, ["Adresse électronique : écrivez la vôtre, en entier."]
        elif seconds := services().profiles.logins.asked(client_address(), email):
            form.status, form.email.errors = 429, [TOO_MANY.format(seconds=seconds)]
            note_reason("trop de liens demandés")
        else:
            store, site = services().profiles, services().identity.name or ""
            address = url_for("login.choose_password", token=_PLACE, _external=True)
            mailer.send_later(lambda: letter_for(store, email, site, address))
            return render_template("login/link_sent.html", email=email)
    return render_template("login/forgotten.html", form=form), form.status


def letter_for(store: Profiles, email: str, site: str, address: str) -> Letter | None:
    """Return the letter with a new link for the account of an address; None where nobody has it."""
    account = store.accounts.find(email)
    if account is None or account.closed_at:
        return None
    link = address.replace(_PLACE, store.accounts.link(account.id, event=Event.LINK_MAILED))
    return password_link(account.email, site, account.name, link, is_first=not account.has_password)
