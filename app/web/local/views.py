"""The commitments of one contract alone: those that answer no national one."""

from dataclasses import replace

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.document_reader import MAX_MEMBERS
from app.domain.profile import LocalCommitment, Profile
from app.domain.reuse import next_local_number
from app.store import SavedProfile
from app.web.forms import ConfirmationForm
from app.web.local.forms import LocalCommitmentForm, local_form
from app.web.parts import profiles
from app.web.saving import saved_by
from app.web.standing import catalogue_of, draft_of

blueprint = Blueprint("local", __name__)
TOO_MANY = f"Ce contrat a déjà {MAX_MEMBERS} engagements locaux : retirez-en avant d’en ajouter."


@blueprint.route("/profils/<profile_id:profile_id>/volets/<section_id>/ajouter", methods=["GET", "POST"])
def add(profile_id: int, section_id: str) -> ResponseReturnValue:
    """Add a commitment to a volet."""
    saved = profiles().get(profile_id)
    if section_id not in catalogue_of(saved).section_by_id:
        abort(404)
    form = local_form(usual_section=section_id).of(saved)
    known = saved.profile.local_commitments
    if len(known) >= MAX_MEMBERS:
        flash(TOO_MANY, "warning")
        return redirect(url_for("review.show", profile_id=profile_id), 303)
    if form.accepted():
        added = form.commitment(f"local-{next_local_number(known, saved.profile.last_local)}")
        if saved_by(form, saved, replace(saved.profile, local_commitments=(*known, added))):
            return redirect(url_for("review.show", profile_id=profile_id, _anchor=added.id), 303)
    return _page(saved, form)


@blueprint.route("/profils/<profile_id:profile_id>/engagements-locaux/<local_id>", methods=["GET", "POST"])
def edit(profile_id: int, local_id: str) -> ResponseReturnValue:
    """Change a commitment of the contract."""
    saved = profiles().get(profile_id)
    _known(saved.profile, local_id)
    form = local_form(local_id).of(saved)
    if form.accepted():
        changed = tuple(
            form.commitment(local_id) if one.id == local_id else one
            for one in saved.profile.local_commitments
        )
        if saved_by(form, saved, replace(saved.profile, local_commitments=changed)):
            return redirect(url_for("review.show", profile_id=profile_id, _anchor=local_id), 303)
    return _page(saved, form)


@blueprint.route(
    "/profils/<profile_id:profile_id>/engagements-locaux/<local_id>/retirer", methods=["GET", "POST"]
)
def remove(profile_id: int, local_id: str) -> ResponseReturnValue:
    """Remove a commitment, after a confirmation."""
    saved = profiles().get(profile_id)
    local = _known(saved.profile, local_id)
    form = ConfirmationForm.of(saved)
    others = tuple(one for one in saved.profile.local_commitments if one.id != local_id)
    without = replace(saved.profile, local_commitments=others)
    if form.accepted() and saved_by(form, saved, without, said="L’engagement local est retiré du contrat"):
        return redirect(url_for("review.show", profile_id=profile_id), 303)
    return render_template("local/remove.html", form=form, saved=saved, local=local), form.status


def _known(profile: Profile, local_id: str) -> LocalCommitment:
    found = next((one for one in profile.local_commitments if one.id == local_id), None)
    if found is None:
        abort(404)
    return found


def _page(saved: SavedProfile, form: LocalCommitmentForm) -> ResponseReturnValue:
    draft = draft_of(saved)
    return render_template("local/form.html", form=form, saved=saved, draft=draft), form.status
