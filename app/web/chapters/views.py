"""The texts that no volet holds: diagnosis, governance, means, evaluation; and the trame that orders them."""

from dataclasses import replace

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.rules import Outline
from app.store import SavedProfile
from app.web.chapters.forms import OutlineForm, chapters_form, field_name
from app.web.parts import profiles
from app.web.saving import saved_by
from app.web.standing import catalogue_of

blueprint = Blueprint("chapters", __name__)


@blueprint.route("/profils/<profile_id:profile_id>/textes", methods=["GET", "POST"])
def edit(profile_id: int) -> ResponseReturnValue:
    """Write the chapters of the trame of this contract."""
    saved = profiles().get(profile_id)
    outline = _outline_of(saved)
    form = chapters_form(outline, saved.profile).of(saved)
    if form.accepted() and saved_by(form, saved, replace(saved.profile, texts=form.texts(saved.profile))):
        return redirect(url_for("chapters.edit", profile_id=profile_id), 303)
    page = render_template(
        "chapters/form.html", form=form, saved=saved, outline=outline, field_name=field_name
    )
    return page, form.status


@blueprint.route("/profils/<profile_id:profile_id>/trame", methods=["GET", "POST"])
def outline(profile_id: int) -> ResponseReturnValue:
    """Choose the trame. What was written in the places of another one is kept for when it is chosen again."""
    saved = profiles().get(profile_id)
    form = OutlineForm.of(saved)
    if form.accepted() and saved_by(form, saved, replace(saved.profile, outline=form.outline.data)):
        return redirect(url_for("review.show", profile_id=profile_id), 303)
    outlines = catalogue_of(saved).outline_by_id.values()
    return render_template("chapters/outline.html", form=form, saved=saved, outlines=outlines), form.status


def _outline_of(saved: SavedProfile) -> Outline:
    known = catalogue_of(saved)
    return known.outline_by_id.get(saved.profile.outline, known.outline)
