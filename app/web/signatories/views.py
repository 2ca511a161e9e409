"""The signatories by name: the list, and one page for each."""

from dataclasses import replace

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.profile import Profile, Signatory
from app.domain.rules import Partner
from app.store import SavedProfile
from app.web.forms import ConfirmationForm
from app.web.parts import profiles
from app.web.saving import saved_by
from app.web.signatories.forms import SignatoryForm, signatories_of, signatory_form
from app.web.standing import catalogue_of

blueprint = Blueprint("signatories", __name__)


@blueprint.get("/profils/<profile_id:profile_id>/signataires")
def show(profile_id: int) -> ResponseReturnValue:
    """Who signs in each capacity, and what is still to be said of them."""
    saved = profiles().get(profile_id)
    known = [partner for partner in catalogue_of(saved).partners if partner.id in saved.profile.partners]
    listed = [(partner, signatories_of(saved.profile, partner.id)) for partner in known]
    return render_template("signatories/list.html", saved=saved, listed=listed)


@blueprint.route("/profils/<profile_id:profile_id>/signataires/<partner_id>/ajouter", methods=["GET", "POST"])
def add(profile_id: int, partner_id: str) -> ResponseReturnValue:
    """Name one more signatory."""
    saved = profiles().get(profile_id)
    partner = _partner(saved, partner_id)
    form = signatory_form(partner_id).of(saved)
    if form.accepted():
        named = (*saved.profile.signatories, form.signatory())
        if saved_by(form, saved, replace(saved.profile, signatories=named)):
            return redirect(url_for("signatories.show", profile_id=profile_id), 303)
    return _page(saved, form, partner)


@blueprint.route(
    "/profils/<profile_id:profile_id>/signataires/<partner_id>/<profile_id:number>", methods=["GET", "POST"]
)
def edit(profile_id: int, partner_id: str, number: int) -> ResponseReturnValue:
    """Change one signatory, by its number from 1 among those of its partner."""
    saved = profiles().get(profile_id)
    partner, known = _partner(saved, partner_id), _known(saved.profile, partner_id, number)
    form = signatory_form(partner_id, number - 1).of(saved)
    if form.accepted() and saved_by(form, saved, _replaced(saved.profile, known, form.signatory())):
        return redirect(url_for("signatories.show", profile_id=profile_id), 303)
    return _page(saved, form, partner)


@blueprint.route(
    "/profils/<profile_id:profile_id>/signataires/<partner_id>/<profile_id:number>/retirer",
    methods=["GET", "POST"],
)
def remove(profile_id: int, partner_id: str, number: int) -> ResponseReturnValue:
    """Forget one named signatory, after a confirmation."""
    saved = profiles().get(profile_id)
    known = _known(saved.profile, partner_id, number)
    form = ConfirmationForm.of(saved)
    said = f"« {known.name} » est retiré des signataires nommés"
    if form.accepted() and saved_by(form, saved, _replaced(saved.profile, known, None), said=said):
        return redirect(url_for("signatories.show", profile_id=profile_id), 303)
    return render_template("signatories/remove.html", form=form, saved=saved, signatory=known), form.status


def _partner(saved: SavedProfile, partner_id: str) -> Partner:
    partner = catalogue_of(saved).partner_by_id.get(partner_id)
    if partner is None:
        abort(404)
    return partner


def _known(profile: Profile, partner_id: str, number: int) -> Signatory:
    named = signatories_of(profile, partner_id)
    if number > len(named):
        abort(404)
    return named[number - 1]


def _replaced(profile: Profile, known: Signatory, new: Signatory | None) -> Profile:
    """The profile with this very signatory changed, or without it. Two may say the same: one is touched."""
    rank = next(index for index, one in enumerate(profile.signatories) if one is known)
    kept = profile.signatories[:rank], profile.signatories[rank + 1 :]
    return replace(profile, signatories=(*kept[0], *([new] if new else []), *kept[1]))


def _page(saved: SavedProfile, form: SignatoryForm, partner: Partner) -> ResponseReturnValue:
    return render_template("signatories/form.html", form=form, saved=saved, partner=partner), form.status
