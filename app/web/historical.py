"""The annexe « Pour mémoire »: what is in it and why, and one click to take a clause back."""

from collections.abc import Iterable
from typing import Self

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField

from app.domain.catalogue import Scope
from app.domain.draft import Entry, FlagKind
from app.domain.profile import ClausePlace, Profile
from app.domain.reuse import place_clause
from app.store import SavedProfile
from app.web.contract_catalogue import draft_of
from app.web.profile_form import ProfileForm
from app.web.saving import save_form
from app.web.services import profiles

NO_LONGER_LISTED = (
    "Cet engagement n’est plus dans cette liste : le contrat a changé depuis que la page a été ouverte. "
    "Rien n’a été enregistré ; voici la liste d’aujourd’hui."
)
_SAID = {
    ClausePlace.BODY: "L’engagement figure dans le corps du contrat",
    ClausePlace.HISTORICAL: "L’engagement figure en annexe « Pour mémoire »",
}


class PlaceForm(ProfileForm):
    """The button that was pressed: « body ID », « historical ID »."""

    decision = SelectField("Pour mémoire", invalid_choice_message=NO_LONGER_LISTED)

    @classmethod
    def about(cls, saved: SavedProfile, entries: Iterable[Entry]) -> Self:
        """Return the form that may decide for each of these clauses."""
        form = cls.of(saved)
        form.decision.choices = {
            f"{place.value} {entry.commitment.id}": entry.commitment.id
            for entry in entries
            for place in _SAID
        }
        return form

    @property
    def said(self) -> str:
        """What the next page says. Call on an accepted form only."""
        return _SAID[self._chosen[0]]

    def decided(self, profile: Profile) -> Profile:
        """Return the profile with the decision. Call on an accepted form only."""
        place, commitment_id = self._chosen
        return place_clause(profile, commitment_id, place)

    @property
    def _chosen(self) -> tuple[ClausePlace, str]:
        place, commitment_id = self.decision.data.split(" ", 1)
        return ClausePlace(place), commitment_id


blueprint = Blueprint("historical", __name__)


@blueprint.route("/profils/<profile_id:profile_id>/pour-memoire", methods=["GET", "POST"])
def show(profile_id: int) -> ResponseReturnValue:
    """List the clauses that are out of the body, and those that wait for a decision; decide at a click."""
    saved = profiles().get(profile_id)
    draft = draft_of(saved)
    waiting = [
        entry for entry in draft.entries() if any(flag.kind is FlagKind.TO_DECIDE for flag in entry.flags)
    ]
    national = [entry for entry in draft.national if entry.commitment.scope is Scope.LOCAL]
    form = PlaceForm.about(saved, (*waiting, *draft.historical, *national))
    if form.accepted() and save_form(form, saved, form.decided(saved.profile), said=form.said):
        return redirect(url_for("historical.show", profile_id=profile_id), 303)
    page = render_template(
        "historical/show.html",
        form=form,
        saved=saved,
        draft=draft,
        waiting=waiting,
        historical=draft.historical,
        national=national,
    )
    return page, form.status
