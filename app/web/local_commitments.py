"""The commitments of one contract alone: those that answer no national one."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any, Self

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField

from app.domain.catalogue import Leaf
from app.domain.fields import NO
from app.domain.limits import MAX_RECORDS
from app.domain.parties import Parties
from app.domain.profile import NO_ADAPTATION, Adaptation, LocalCommitment, Profile
from app.domain.reuse import next_local_number
from app.domain.text import clean
from app.store import SavedProfile
from app.web.adaptation import ClauseGone
from app.web.adaptation.desk import Desk
from app.web.adaptation.forms import MOST_FORMS, AdaptationFields
from app.web.contract_catalogue import catalogue_of, draft_of
from app.web.forms import NOT_A_CHOICE, CleanTextArea, Filled, NotTooLong
from app.web.profile_form import ConfirmationForm, base_versions
from app.web.saving import save_form
from app.web.services import profiles

REMOVED = (
    "Cet engagement local a été retiré du contrat entre-temps. Enregistrez de nouveau pour l’y remettre."
)
CLAUSE_GONE = (
    "Cet engagement national a quitté le contrat entre-temps, avec un nouveau catalogue. Enregistrez "
    "cette page pour garder ses mots et votre saisie comme engagement local."
)
LEFT_OUT = "Vous écartiez cet engagement. Motif\u00a0: «\u00a0{}\u00a0»."
NO_TEXT = "Engagement : écrivez ce à quoi les signataires s’engagent."


class LocalCommitmentForm(AdaptationFields):
    """What is promised, in which volet, and the action."""

    text = CleanTextArea("Engagement (obligatoire)", [Filled(NO_TEXT), NotTooLong()])
    section = SelectField("Volet", invalid_choice_message=NOT_A_CHOICE)

    local_id = ""
    usual_section = ""

    @classmethod
    def of(cls, saved: SavedProfile, **kwargs: Any) -> Self:
        """Return the form with the volets of the contract's catalogue."""
        form = super().of(saved, **kwargs)
        form.section.choices = {section.id: section.title for section in catalogue_of(saved).sections}
        return form

    @classmethod
    def of_profile(cls, profile: Profile) -> LocalCommitment | None:
        """Return the commitment of this form in a profile, None for a new one."""
        return next((one for one in profile.local_commitments if one.id == cls.local_id), None)

    @classmethod
    def adaptation_of(cls, profile: Profile) -> Adaptation:
        """Return the adaptation of the commitment of this form."""
        known = cls.of_profile(profile)
        return known.adaptation if known else NO_ADAPTATION

    @classmethod
    def values(cls, profile: Profile) -> dict[str, Any]:
        """Return what the fields show for it."""
        known = cls.of_profile(profile)
        return {
            **super().values(profile),
            "text": known.text if known else "",
            "section": known.section if known else cls.usual_section,
        }

    def is_gone(self, present: SavedProfile) -> bool:
        """Whether the commitment of this form was removed."""
        return bool(self.local_id) and self.of_profile(present.profile) is None

    def without_place(self, present: SavedProfile) -> Iterator[str]:
        """Say that the commitment was removed, beside the quartiers that have left."""
        if self.is_gone(present):
            yield REMOVED
        yield from super().without_place(present)

    def take_over(self, leaf: Leaf, present: SavedProfile) -> None:
        """Begin with the words of a national commitment that the contract has no more."""
        self.show_conflict(None, present.version)
        self.text.data = "\n".join((*leaf.lead_in, leaf.commitment.text))
        self.section.data = leaf.commitment.section
        reason = clean(request.form.get("reason_excluded", "")).text
        left_out = [LEFT_OUT.format(reason)] if request.form.get("included") == NO else []
        self.misplaced = [CLAUSE_GONE, *left_out, *self.without_place(present)]

    def commitment(self, known: LocalCommitment) -> LocalCommitment:
        """Return a known commitment with what was typed. Call on an accepted form only."""
        return replace(
            known,
            section=self.section.data,
            text=self.text.data,
            adaptation=self.adaptation(known.adaptation),
        )


@lru_cache(MOST_FORMS)
def local_form(local_id: str = "", usual_section: str = "") -> type[LocalCommitmentForm]:
    """Return the form for one commitment, or for a new one in a volet; kept, as that of a national one."""
    subject = {"local_id": local_id, "usual_section": usual_section}
    return type("OneLocalCommitmentForm", (LocalCommitmentForm,), subject)


blueprint = Blueprint("local_commitments", __name__)
TOO_MANY = f"Ce contrat a déjà {MAX_RECORDS} engagements locaux : retirez-en avant d’en ajouter."


@blueprint.route("/profils/<profile_id:profile_id>/volets/<section_id>/ajouter", methods=["GET", "POST"])
def add(profile_id: int, section_id: str) -> ResponseReturnValue:
    """Add a commitment to a volet."""
    saved = profiles().get(profile_id)
    if not any(section_id in catalogue_of(one).section_by_id for one in (saved, *base_versions(saved))):
        abort(404)
    form = local_form(usual_section=section_id).of(saved)
    known = saved.profile.local_commitments
    if len(known) >= MAX_RECORDS and not form.is_submitted():  # what was typed is never sent away
        flash(TOO_MANY, "warning")
        return redirect(url_for("commitments.show", profile_id=profile_id), 303)
    if form.accepted():
        number = next_local_number(known, saved.profile.last_local)
        added = form.commitment(LocalCommitment(f"local-{number}", section_id, ""))
        if save_form(form, saved, replace(saved.profile, local_commitments=(*known, added))):
            return redirect(url_for("commitments.show", profile_id=profile_id, _anchor=added.id), 303)
    return _page(saved, form)


@blueprint.route("/profils/<profile_id:profile_id>/engagements-locaux/<local_id>", methods=["GET", "POST"])
def edit(profile_id: int, local_id: str) -> ResponseReturnValue:
    """Change a commitment of the contract."""
    saved = profiles().get(profile_id)
    known = _known(saved, local_id)
    desk = Desk(saved, local_id)
    form = desk.form_of(local_form(local_id))

    def changed(profile: Profile) -> Profile:
        others = {local.id: local for local in profile.local_commitments}
        return replace(
            profile, local_commitments=tuple((others | {local_id: form.commitment(known)}).values())
        )

    if form.accepted() and desk.save(form, changed):
        return redirect(url_for("commitments.show", profile_id=profile_id, _anchor=local_id), 303)
    return _page(saved, form, desk)


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
            return redirect(url_for("commitments.show", profile_id=profile_id), 303)
        if save_form(form, saved, without, said="L’engagement local est retiré du contrat"):
            return redirect(url_for("commitments.show", profile_id=profile_id), 303)
    return render_template("local_commitments/remove.html", form=form, saved=saved, local=local), form.status


@blueprint.app_errorhandler(ClauseGone)
def keep_clause(gone: ClauseGone) -> ResponseReturnValue:
    """Show what was typed of a national commitment that has left as one of this contract, to be saved."""
    form = local_form(usual_section=gone.leaf.commitment.section).of(gone.saved)
    form.take_over(gone.leaf, gone.saved)
    return _page(gone.saved, form)


def _known(saved: SavedProfile, local_id: str) -> LocalCommitment:
    """Return the commitment of this id; one that was removed since, as it was on the page that was sent.

    Raises 404 without either.
    """
    found = (
        local
        for contract in (saved, *base_versions(saved))
        for local in contract.profile.local_commitments
        if local.id == local_id
    )
    return next(found, None) or abort(404)


def _page(saved: SavedProfile, form: LocalCommitmentForm, desk: Desk | None = None) -> ResponseReturnValue:
    if form.local_id:
        address = url_for("local_commitments.edit", profile_id=saved.id, local_id=form.local_id)
    else:
        address = url_for("local_commitments.add", profile_id=saved.id, section_id=form.usual_section)
    page = render_template(
        "local_commitments/form.html",
        form=form,
        saved=saved,
        desk=desk,
        parties=Parties(draft_of(saved)),
        saved_adaptation=form.adaptation_of(saved.profile),
        address=address,
    )
    return page, form.status
