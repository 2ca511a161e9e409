"""The signatories by name: who signs, for whom, by which deliberation; the list, and one page for each."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.fields import SIGNATORY
from app.domain.french import count_noun
from app.domain.parties import OTHER, Followed, follow_name
from app.domain.profile import Profile, Signatory, new_signatory_id
from app.domain.rules import Partner
from app.domain.text import is_blank
from app.store import SavedProfile
from app.web.contract_catalogue import catalogue_of
from app.web.described_fields import Question, add_fields, question_rows, read_in_form, show_in_form
from app.web.profile_form import ConfirmationForm, ProfileForm, base_version, base_versions
from app.web.saving import save_form
from app.web.services import profiles
from app.web.signatories.table import ASKED, group_rows, table_form

REMOVED = "Ce signataire a été retiré du contrat entre-temps. Enregistrez de nouveau pour l’y remettre."
NO_SUCH_PARTNER = (
    "Le catalogue du contrat ne connaît plus cette sorte de signataire. Enregistrez de nouveau pour garder "
    "votre saisie avec le contrat, sans qu’elle soit imprimée."
)
NO_NAME = "Nom du signataire : indiquez qui signe. Exemple : la Ville de Lyon."


class SignatoryForm(ProfileForm):
    """One signatory: a collectivité, a service or a body, the person who signs, and by what right."""

    partner = ""
    signatory_id = ""

    @classmethod
    def of_profile(cls, profile: Profile) -> Signatory:
        """Return the signatory of this form; an empty one when it is new, or no longer there."""
        known = signatory_in(profile, cls.partner, cls.signatory_id)
        return known or Signatory(cls.partner, "", id=cls.signatory_id)

    @classmethod
    def values(cls, profile: Profile) -> dict[str, Any]:
        """Return what the fields show for it."""
        known = cls.of_profile(profile)
        return {field.id: show_in_form(field, getattr(known, field.id)) for field in SIGNATORY}

    @property
    def rows(self) -> tuple[tuple[Question, ...], ...]:
        """The questions, those that stand side by side together."""
        return question_rows(self, SIGNATORY)

    def is_gone(self, present: SavedProfile) -> bool:
        """Whether the signatory of this form was removed."""
        return bool(self.signatory_id) and not signatory_in(present.profile, self.partner, self.signatory_id)

    def without_place(self, present: SavedProfile) -> Iterator[str]:
        """Say that the signatory was removed, or that the catalogue no longer has those of its kind."""
        if self.is_gone(present):
            yield REMOVED
        if self.partner not in catalogue_of(present).partner_by_id:
            yield NO_SUCH_PARTNER

    def signatory(self, known: Signatory) -> Signatory:
        """Return a known signatory with what was typed of it. Call on an accepted form only."""
        typed = {
            field.id: read_in_form(field, self[field.id], getattr(known, field.id)) for field in SIGNATORY
        }
        return replace(known, **typed)


add_fields(SignatoryForm, SIGNATORY)


def signatory_form(partner: str, signatory_id: str = "") -> type[SignatoryForm]:
    """Return the form for one signatory of a partner; without an id, for a new one."""
    subject = {"partner": partner, "signatory_id": signatory_id}
    return type("OneSignatoryForm", (SignatoryForm,), subject)


def signatories_of(profile: Profile, partner: str) -> tuple[Signatory, ...]:
    """Who signs as this partner, in the order of the profile."""
    return tuple(one for one in profile.signatories if one.partner == partner)


def signatory_in(profile: Profile, partner: str, signatory_id: str) -> Signatory | None:
    """Return the signatory of this id, if it still signs as this partner."""
    return next((one for one in signatories_of(profile, partner) if one.id == signatory_id), None)


blueprint = Blueprint("signatories", __name__)

_ADDRESS = "/profils/<profile_id:profile_id>/signataires/<partner_id>"


@blueprint.route("/profils/<profile_id:profile_id>/signataires", methods=["GET", "POST"])
def show(profile_id: int) -> ResponseReturnValue:
    """Show who signs, in one table, and save what was typed of all of them at once."""
    saved = profiles().get(profile_id)
    form = table_form(saved).of(saved)
    if form.accepted() and save_form(
        form, saved, replace(saved.profile, signatories=form.signatories(saved.profile))
    ):
        return redirect(url_for("signatories.show", profile_id=profile_id), 303)
    known = catalogue_of(saved)
    page = render_template(
        "signatories/list.html",
        saved=saved,
        form=form,
        groups=group_rows(form.lines),
        explained=[field for field in SIGNATORY if field.id in ASKED],
        named=sum(not is_blank(row.signatory.representative) for row in form.lines),
        listed=[partner for partner in known.partners if partner.id in saved.profile.partners],
        other=known.partner_by_id.get(OTHER),
    )
    return page, form.status


@blueprint.route(f"{_ADDRESS}/ajouter", methods=["GET", "POST"])
def add(profile_id: int, partner_id: str) -> ResponseReturnValue:
    """Name one more signatory."""
    saved = profiles().get(profile_id)
    partner = _partner(saved, partner_id)
    form = signatory_form(partner_id).of(saved)
    if form.accepted():
        added = form.signatory(Signatory(partner_id, "", id=new_signatory_id()))
        named = replace(saved.profile, signatories=(*saved.profile.signatories, added))
        if partner_id == OTHER and OTHER not in named.partners:
            named = replace(named, partners=(*named.partners, OTHER))
        if save_form(form, saved, named):
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
        if save_form(form, saved, followed.profile, said=_said(followed)):
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
        if save_form(form, saved, replace(saved.profile, signatories=others), said=said):
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
