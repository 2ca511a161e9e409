"""The form that says which changes of the catalogue a contract takes."""

from collections.abc import Sequence
from typing import Any

from app.domain.catalogue_changes import ClauseChange, Fate
from app.domain.profile import Profile
from app.store import SavedProfile
from app.web.fields import NOT_A_CHOICE, Checkboxes
from app.web.forms import ProfileForm

QUESTIONS = {
    Fate.NEW: "Retenir cet engagement",
    Fate.CHANGED: "Prendre le nouveau texte",
    Fate.GONE: "Le retirer du contrat",
}


class CatalogueForm(ProfileForm):
    """The changes that are taken: those that are ticked."""

    merges = False

    taken = Checkboxes("Changements pris", invalid_choice_message=NOT_A_CHOICE)

    @classmethod
    def values(cls, profile: Profile) -> dict[str, Any]:
        """Nothing of it is in the profile: what is ticked at first is said by `about`."""
        return {"taken": []}

    @classmethod
    def about(cls, saved: SavedProfile, changes: Sequence[ClauseChange]) -> "CatalogueForm":
        """The form for these changes. All are ticked at first, but what would take away something written."""
        form = cls.of(saved)
        form.taken.choices = {change.clause.id: QUESTIONS[change.fate] for change in changes}
        if not form.is_submitted():
            written = saved.profile.adaptations
            ticked = (one for one in changes if one.fate is not Fate.GONE or one.clause.id not in written)
            form.taken.data = [change.clause.id for change in ticked]
        return form
