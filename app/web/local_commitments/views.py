"""The commitments of one contract alone: those that answer no national one."""

from dataclasses import replace

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.document_reader import MAX_MEMBERS
from app.domain.parties import Parties
from app.domain.profile import LocalCommitment
from app.domain.reuse import next_local_number
from app.store import SavedProfile
from app.web.adaptation.gone import ClauseGone
from app.web.base_versions import base_versions
from app.web.contract_catalogue import catalogue_of, draft_of
from app.web.local_commitments.forms import LocalCommitmentForm, local_form
from app.web.profile_form import ConfirmationForm
from app.web.saving import saved_by
from app.web.services import profiles

blueprint = Blueprint("local_commitments", __name__)
TOO_MANY = f"Ce contrat a déjà {MAX_MEMBERS} engagements locaux : retirez-en avant d’en ajouter."


@blueprint.route("/profils/<profile_id:profile_id>/volets/<section_id>/ajouter", methods=["GET", "POST"])
def add(profile_id: int, section_id: str) -> ResponseReturnValue:
    """Add a commitment to a volet."""
    saved = profiles().get(profile_id)
    if not any(section_id in catalogue_of(one).section_by_id for one in (saved, *base_versions(saved))):
        abort(404)
    form = local_form(usual_section=section_id).of(saved)
    known = saved.profile.local_commitments
    if len(known) >= MAX_MEMBERS:
        flash(TOO_MANY, "warning")
        return redirect(url_for("review.show", profile_id=profile_id), 303)
    if form.accepted():
        number = next_local_number(known, saved.profile.last_local)
        added = form.commitment(LocalCommitment(f"local-{number}", section_id, ""))
        if saved_by(form, saved, replace(saved.profile, local_commitments=(*known, added))):
            return redirect(url_for("review.show", profile_id=profile_id, _anchor=added.id), 303)
    return _page(saved, form)


@blueprint.route("/profils/<profile_id:profile_id>/engagements-locaux/<local_id>", methods=["GET", "POST"])
def edit(profile_id: int, local_id: str) -> ResponseReturnValue:
    """Change a commitment of the contract."""
    saved = profiles().get(profile_id)
    known = _known(saved, local_id)
    form = local_form(local_id).of(saved)
    if form.accepted():
        others = {local.id: local for local in saved.profile.local_commitments}
        changed = tuple((others | {local_id: form.commitment(known)}).values())
        if saved_by(form, saved, replace(saved.profile, local_commitments=changed)):
            return redirect(url_for("review.show", profile_id=profile_id, _anchor=local_id), 303)
    return _page(saved, form)


@blueprint.route(
    "/profils/<profile_id:profile_id>/engagements-locaux/<local_id>/retirer", methods=["GET", "POST"]
)
def remove(profile_id: int, local_id: str) -> ResponseReturnValue:
    """Remove a commitment, after a confirmation."""
    saved = profiles().get(profile_id)
    local = _known(saved, local_id)
    form = ConfirmationForm.of(saved)
    others = tuple(one for one in saved.profile.local_commitments if one.id != local_id)
    without = replace(saved.profile, local_commitments=others)
    if form.accepted():
        if len(others) == len(saved.profile.local_commitments):
            flash("Cet engagement local était déjà retiré du contrat.", "success")
            return redirect(url_for("review.show", profile_id=profile_id), 303)
        if saved_by(form, saved, without, said="L’engagement local est retiré du contrat"):
            return redirect(url_for("review.show", profile_id=profile_id), 303)
    return render_template("local_commitments/remove.html", form=form, saved=saved, local=local), form.status


@blueprint.app_errorhandler(ClauseGone)
def keep_clause(gone: ClauseGone) -> ResponseReturnValue:
    """Show what was typed of a national commitment that has left as one of this contract, to be saved."""
    form = local_form(usual_section=gone.leaf.commitment.section).of(gone.saved)
    form.take_over(gone.leaf, gone.saved)
    return _page(gone.saved, form)


def _known(saved: SavedProfile, local_id: str) -> LocalCommitment:
    """The commitment of this id, or as it was on the page that was sent if it was removed since; else 404."""
    found = (
        local
        for contract in (saved, *base_versions(saved))
        for local in contract.profile.local_commitments
        if local.id == local_id
    )
    return next(found, None) or abort(404)


def _page(saved: SavedProfile, form: LocalCommitmentForm) -> ResponseReturnValue:
    if form.local_id:
        address = url_for("local_commitments.edit", profile_id=saved.id, local_id=form.local_id)
    else:
        address = url_for("local_commitments.add", profile_id=saved.id, section_id=form.usual_section)
    page = render_template(
        "local_commitments/form.html",
        form=form,
        saved=saved,
        parties=Parties(draft_of(saved)),
        saved_adaptation=form.adaptation_of(saved.profile),
        address=address,
    )
    return page, form.status
