"""The signatories by name: the list, and one page for each."""

from dataclasses import replace

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.french import count_noun
from app.domain.identifiers import new_signatory_id
from app.domain.parties import Followed, follow_name
from app.domain.profile import Signatory
from app.domain.rules import Partner
from app.store import SavedProfile
from app.web.contract_catalogue import catalogue_of
from app.web.profile_form import ConfirmationForm, base_version, base_versions
from app.web.saving import saved_by
from app.web.services import profiles
from app.web.signatories.forms import SignatoryForm, signatories_of, signatory_form, signatory_in

blueprint = Blueprint("signatories", __name__)

_ADDRESS = "/profils/<profile_id:profile_id>/signataires/<partner_id>"


@blueprint.get("/profils/<profile_id:profile_id>/signataires")
def show(profile_id: int) -> ResponseReturnValue:
    """Who signs in each capacity, and what is still to be said of them."""
    saved = profiles().get(profile_id)
    known = [partner for partner in catalogue_of(saved).partners if partner.id in saved.profile.partners]
    listed = [(partner, signatories_of(saved.profile, partner.id)) for partner in known]
    return render_template("signatories/list.html", saved=saved, listed=listed)


@blueprint.route(f"{_ADDRESS}/ajouter", methods=["GET", "POST"])
def add(profile_id: int, partner_id: str) -> ResponseReturnValue:
    """Name one more signatory."""
    saved = profiles().get(profile_id)
    partner = _partner(saved, partner_id)
    form = signatory_form(partner_id).of(saved)
    if form.accepted():
        added = form.signatory(Signatory(partner_id, "", id=new_signatory_id()))
        named = replace(saved.profile, signatories=(*saved.profile.signatories, added))
        if saved_by(form, saved, named):
            return redirect(url_for("signatories.show", profile_id=profile_id), 303)
    return _page(saved, form, partner)


@blueprint.route(f"{_ADDRESS}/<signatory_id:signatory_id>", methods=["GET", "POST"])
def edit(profile_id: int, partner_id: str, signatory_id: str) -> ResponseReturnValue:
    """Change one signatory."""
    saved = profiles().get(profile_id)
    partner, known = _partner(saved, partner_id), _known(saved, partner_id, signatory_id)
    form = signatory_form(partner_id, signatory_id).of(saved)
    if form.accepted():
        others = {signatory.id: signatory for signatory in saved.profile.signatories}
        renamed = form.signatory(known)
        named = replace(saved.profile, signatories=tuple((others | {signatory_id: renamed}).values()))
        followed = follow_name(named, others.get(signatory_id, known), renamed)
        if saved_by(form, saved, followed.profile, said=_said(followed)):
            return redirect(url_for("signatories.show", profile_id=profile_id), 303)
    return _page(saved, form, partner)


@blueprint.route(f"{_ADDRESS}/<signatory_id:signatory_id>/retirer", methods=["GET", "POST"])
def remove(profile_id: int, partner_id: str, signatory_id: str) -> ResponseReturnValue:
    """Forget one named signatory, after a confirmation."""
    saved = profiles().get(profile_id)
    known = _known(saved, partner_id, signatory_id)
    form = ConfirmationForm.of(saved)
    others = tuple(one for one in saved.profile.signatories if one.id != signatory_id)
    if form.accepted():
        if len(others) == len(saved.profile.signatories):
            flash(f"« {known.name} » était déjà retiré des signataires nommés.", "success")
            return redirect(url_for("signatories.show", profile_id=profile_id), 303)
        said = f"« {known.name} » est retiré des signataires nommés"
        if saved_by(form, saved, replace(saved.profile, signatories=others), said=said):
            return redirect(url_for("signatories.show", profile_id=profile_id), 303)
    return render_template("signatories/remove.html", form=form, saved=saved, signatory=known), form.status


@blueprint.route(f"{_ADDRESS}/<profile_id:number>", methods=["GET", "POST"])
def edit_by_number(profile_id: int, partner_id: str, number: int) -> ResponseReturnValue:
    """Change a signatory by its number among those of its partner: the address of its page until 2026.

    A form counts in the version that it was made from.
    """
    return edit(profile_id, partner_id, _id_of(profile_id, partner_id, number))


@blueprint.route(f"{_ADDRESS}/<profile_id:number>/retirer", methods=["GET", "POST"])
def remove_by_number(profile_id: int, partner_id: str, number: int) -> ResponseReturnValue:
    """Forget a signatory by its number: the address of its page until 2026."""
    return remove(profile_id, partner_id, _id_of(profile_id, partner_id, number))


def _id_of(profile_id: int, partner_id: str, number: int) -> str:
    """Return the id of a signatory, by its number from 1 in the version that was shown. 404 without one."""
    base = base_version(profile_id)
    profile = base.profile if base else profiles().get(profile_id).profile
    named = signatories_of(profile, partner_id)
    if number > len(named):
        abort(404)
    return named[number - 1].id


def _said(followed: Followed) -> str:
    """Return what was saved; in how many actions the lead or an associated partner took the new name."""
    actions = count_noun(followed.actions, "action", "actions")
    return f"Enregistré, et le nouveau nom est repris dans {actions}" if followed.actions else "Enregistré"


def _partner(saved: SavedProfile, partner_id: str) -> Partner:
    """Return the kind of signatory of a page, in the present catalogue or that of the page that was sent."""
    catalogues = map(catalogue_of, (saved, *base_versions(saved)))
    known = (catalogue.partner_by_id.get(partner_id) for catalogue in catalogues)
    return next(filter(None, known), None) or abort(404)


def _known(saved: SavedProfile, partner_id: str, signatory_id: str) -> Signatory:
    """Return the signatory of this id; one that was removed since, as it was on the page that was sent.

    Raises 404 without either.
    """
    contracts = (saved, *base_versions(saved))
    found = (signatory_in(contract.profile, partner_id, signatory_id) for contract in contracts)
    return next(filter(None, found), None) or abort(404)


def _page(saved: SavedProfile, form: SignatoryForm, partner: Partner) -> ResponseReturnValue:
    return render_template("signatories/form.html", form=form, saved=saved, partner=partner), form.status
