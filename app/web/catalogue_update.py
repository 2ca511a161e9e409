"""A newer catalogue: what it changes for a contract, taken clause by clause."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField
from wtforms.validators import ValidationError

from app.domain.diff.catalogue import ChangeKind, ClauseChange, take_over
from app.domain.diff.edit_script import Budget
from app.domain.french import count_noun
from app.domain.profile import Profile
from app.store import SavedProfile
from app.web.contract_catalogue import pending_changes
from app.web.forms import NOT_A_CHOICE, Checkboxes
from app.web.profile_form import ProfileForm, version_at
from app.web.saving import save_form, show_conflict
from app.web.services import catalogue, profiles

QUESTIONS: dict[tuple[ChangeKind, ...], str] = {
    (ChangeKind.NEW,): "Retenir cet engagement",
    (ChangeKind.GONE,): "Le retirer du contrat",
    (ChangeKind.CHANGED,): "Prendre le nouveau texte",
    (ChangeKind.MOVED,): "Le changer de volet",
    (ChangeKind.CARRIED,): "Prendre les nouveaux porteurs",
}
SETTLED = "Changement déjà pris ou refusé"
SEVERAL = "Prendre ces changements"
CHANGED_AGAIN = (
    "Le catalogue a encore changé depuis que vous avez ouvert cette page : relisez les changements."
)


class CatalogueForm(ProfileForm):
    """The changes that are taken: those that are ticked. `offered` is the hash of the catalogue shown."""

    merges = False

    taken = Checkboxes("Changements pris", invalid_choice_message=NOT_A_CHOICE)
    offered = HiddenField()

    @classmethod
    def values(cls, profile: Profile) -> dict[str, Any]:
        """Nothing of it is in the profile: what is ticked at first is said by `about`."""
        return {"taken": []}

    @classmethod
    def about(cls, saved: SavedProfile, changes: Sequence[ClauseChange]) -> "CatalogueForm":
        """Return the form for these changes.

        All are ticked at first, but what would take away something written.
        """
        form = cls.of(saved)
        form.taken.choices = {change.clause.id: QUESTIONS.get(change.kinds, SEVERAL) for change in changes}
        leaving = {change.clause.id for change in changes if ChangeKind.GONE in change.kinds}
        if not form.is_submitted():
            written = leaving & saved.profile.adaptations.keys()
            form.taken.data = [known for known in form.taken.choices if known not in written]
            form.offered.data = catalogue().hash
        elif form.base != saved.version:
            form.decide_again(saved, leaving)
        return form

    def decide_again(self, saved: SavedProfile, leaving: set[str]) -> None:
        """Keep what was ticked, but what would take away a text that was written since."""
        base = version_at(saved.id, self.base)
        before, now = base.profile.adaptations if base else {}, saved.profile.adaptations
        written = {known for known in leaving if known in now and now[known] != before.get(known)}
        self.taken.data = [sent for sent in self.taken.data or () if sent not in written]
        settled = (sent for sent in self.taken.data if sent not in self.taken.choices)
        self.taken.choices |= dict.fromkeys(settled, SETTLED)

    def validate_taken(self, field: Checkboxes) -> None:
        """Refuse an answer to the changes of another catalogue, then take the next one."""
        if self.offered.data != catalogue().hash:
            self.offered.data = catalogue().hash
            raise ValidationError(CHANGED_AGAIN)


blueprint = Blueprint("catalogue_update", __name__)


@blueprint.route("/profils/<profile_id:profile_id>/catalogue", methods=["GET", "POST"])
def review(profile_id: int) -> ResponseReturnValue:
    """Say which changes of the catalogue the contract takes; until then it keeps the words that it had."""
    saved = profiles().get(profile_id)
    pending, today = pending_changes(saved), catalogue()
    changes = pending.clauses if pending else ()
    form = CatalogueForm.about(saved, changes)
    accepted = form.accepted()
    if accepted and form.base != saved.version:
        show_conflict(form, saved)
    elif accepted and pending:
        taken = form.taken.data or []
        changed = take_over(saved.profile, changes, taken, today)
        said = _said(len(taken), len(changes))
        if save_form(form, saved, changed, catalogue=today.hash, said=said):
            return redirect(url_for("task_list.show", profile_id=profile_id), 303)
    page = render_template(
        "catalogue_update/review.html",
        form=form,
        saved=saved,
        pending=pending,
        changes=changes,
        budget=Budget(),
    )
    return page, form.status


def _said(taken: int, changes: int) -> str:
    """Return what became of the changes that were shown."""
    refused = count_noun(changes - taken, "refusé", "refusés")
    return (
        f"Catalogue mis à jour\u00a0: {count_noun(taken, 'changement pris', 'changements pris')}, {refused}. "
        "L’état d’avant reste dans les versions"
    )
