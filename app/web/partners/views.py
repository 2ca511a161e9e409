"""Ticking the signatories of a contract."""

from dataclasses import replace

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.territories import proposed_signatories
from app.web.contract_catalogue import catalogue_of
from app.web.partners.forms import PartnersForm
from app.web.partners.groups import by_partner, groups, missing
from app.web.saving import saved_by
from app.web.services import profiles, reference

blueprint = Blueprint("partners", __name__)


@blueprint.route("/profils/<profile_id:profile_id>/partenaires", methods=["GET", "POST"])
def edit(profile_id: int) -> ResponseReturnValue:
    """Choose the signatories. A missing one is said, and never prevents anything."""
    saved = profiles().get(profile_id)
    form, known = PartnersForm.of(saved), catalogue_of(saved)
    chosen = form.chosen(saved.profile.partners)
    if form.accepted() and saved_by(form, saved, replace(saved.profile, partners=chosen)):
        return redirect(url_for("review.show", profile_id=saved.id), 303)
    page = render_template(
        "partners/form.html",
        form=form,
        saved=saved,
        groups=groups(known),
        missing=missing(known, saved.profile.territory, chosen),
        absent=form.absent(saved),
        proposed=by_partner(proposed_signatories(saved.profile.territory, reference())),
    )
    return page, form.status
