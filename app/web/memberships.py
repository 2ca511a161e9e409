"""The organisations for which people came, as their provider of identities says: confirmed, or refused."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from app.domain.problems import UserError
from app.web.forms import CleanLine, NotTooLong, PageForm
from app.web.services import actor, services

blueprint = Blueprint("memberships", __name__)


class RequestForm(PageForm):
    """What is answered to whom: `key` is the account, `siret` the organisation it came for."""

    done = HiddenField()
    key = HiddenField()
    siret = HiddenField()
    name = CleanLine("Nom de l’organisme", [NotTooLong()])


@blueprint.route("/administration/organismes/demandes", methods=["GET", "POST"])
def requests() -> ResponseReturnValue:
    """Show who came for which organisation, and answer."""
    form = RequestForm()
    if form.accepted():
        try:
            flash(_answer(form), "success")
        except UserError as gone:
            form.status, form.refusals = 409, [str(gone)]
        else:
            return redirect(url_for("memberships.requests"), 303)
    waiting = services().profiles.identities.requests()
    return render_template("administration/requests.html", form=form, waiting=waiting), form.status


def _answer(form: RequestForm) -> str:
    """Do what the form says: what to say of it. Raises RequestGone."""
    known, me = services().profiles.identities, actor().account
    account, siret = _number(str(form.key.data or "")), str(form.siret.data or "")
    if form.done.data == "confirm":
        known.confirm(account, siret, form.name.data, me)
        return "La personne est membre de l’organisme."
    known.refuse(account, siret, me)
    return "La demande est refusée ; elle n’est plus proposée."


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004 — nine digits fit the database
