"""The texts that no volet holds: diagnosis, governance, means, evaluation; and the trame that orders them."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.web.chapters.forms import OutlineForm, chapters_form, field_name, outline_of
from app.web.contract_catalogue import catalogue_of
from app.web.saving import saved_by
from app.web.services import profiles

blueprint = Blueprint("chapters", __name__)


@blueprint.route("/profils/<profile_id:profile_id>/textes", methods=["GET", "POST"])
def edit(profile_id: int) -> ResponseReturnValue:
    """Write the chapters of the trame of this contract."""
    saved = profiles().get(profile_id)
    form = chapters_form(saved).of(saved)
    elsewhere = form.typed_elsewhere(saved.profile)
    if form.accepted() and saved_by(form, saved, replace(saved.profile, texts=form.texts(saved.profile))):
        _say_what_is_not_printed(elsewhere)
        return redirect(url_for("chapters.edit", profile_id=profile_id), 303)
    page = render_template(
        "chapters/form.html",
        form=form,
        saved=saved,
        outline=outline_of(saved),
        field_name=field_name,
        elsewhere=elsewhere,
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


def _say_what_is_not_printed(fields: Iterable[Any]) -> None:
    """Name the texts that are kept with the contract, whose trame or territory has no place for them."""
    kept = [field.label.text for field in fields if field.data]
    if kept:
        flash(f"Gardé avec le contrat sans être imprimé, faute de place\u00a0: {', '.join(kept)}.", "warning")
