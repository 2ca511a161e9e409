"""The form that says which changes of the catalogue a contract takes."""

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField
from wtforms.validators import ValidationError

from app.domain.diff.catalogue import ChangeKind, ClauseChange
from app.domain.profile import Profile
from app.store import SavedProfile
from app.web.base_versions import version_at
from app.web.fields import NOT_A_CHOICE, Checkboxes
from app.web.profile_form import ProfileForm
from app.web.services import catalogue

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
        """The form for these changes. All are ticked at first, but what would take away something written."""
        form = cls.of(saved)
        form.taken.choices = {change.clause.id: QUESTIONS.get(change.kinds, SEVERAL) for change in changes}
        leaving = {change.clause.id for change in changes if ChangeKind.GONE in change.kinds}
        if not form.is_submitted():
            written = leaving & saved.profile.adaptations.keys()
            form.taken.data = [known for known in form.taken.choices if known not in written]
            form.offered.data = catalogue().hash
        elif form.base != saved.version:
            form._decide_again(saved, leaving)
        return form

    def _decide_again(self, saved: SavedProfile, leaving: set[str]) -> None:
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
