"""The page of what is kept and not printed."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.web.contract_catalogue import draft_of
from app.web.saving import saved_by
from app.web.services import profiles
from app.web.unprinted.forms import RemedyForm
from app.web.unprinted.remedies import kept_in

blueprint = Blueprint("unprinted", __name__)


@blueprint.route("/profils/<profile_id:profile_id>/non-imprimes", methods=["GET", "POST"])
def show(profile_id: int) -> ResponseReturnValue:
    """List what was typed and is in no part of the document; bring one text back at each click."""
    saved = profiles().get(profile_id)
    kept = kept_in(draft_of(saved), saved.id)
    form = RemedyForm.about(saved, kept)
    if form.accepted() and saved_by(form, saved, form.chosen.change(), said=form.chosen.said):
        return redirect(url_for("unprinted.show", profile_id=profile_id), 303)
    return render_template("unprinted/show.html", form=form, saved=saved, kept=kept), form.status
