"""The form of the list: each of its buttons brings one text back."""

from collections.abc import Sequence
from typing import Any, Self

from wtforms import SelectField

from app.domain.profile import Profile
from app.store import SavedProfile
from app.web.profile_form import ProfileForm
from app.web.unprinted.remedies import Kept, Remedy

NO_LONGER_KEPT = (
    "Ce texte n’est plus dans cette liste : le contrat a changé depuis que la page a été ouverte. "
    "Rien n’a été enregistré ; voici la liste d’aujourd’hui."
)


class RemedyForm(ProfileForm):
    """The button that was pressed: it says what is done to which text, in whatever version."""

    remedy = SelectField("Textes gardés, non imprimés", invalid_choice_message=NO_LONGER_KEPT)

    by_value: dict[str, Remedy]

    @classmethod
    def values(cls, profile: Profile) -> dict[str, Any]:
        """Nothing is chosen at first."""
        return {}

    @classmethod
    def about(cls, saved: SavedProfile, kept: Sequence[Kept]) -> Self:
        """The form with what can be done for each of these."""
        form = cls.of(saved)
        form.by_value = {remedy.value: remedy for one in kept for remedy in one.remedies}
        form.remedy.choices = {value: remedy.label for value, remedy in form.by_value.items()}
        return form

    @property
    def chosen(self) -> Remedy:
        """What the button does. Call on an accepted form only."""
        return self.by_value[self.remedy.data]
