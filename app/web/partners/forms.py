"""The form of the signatories."""

from typing import Any

from app.domain.catalogue import Catalogue
from app.domain.profile import Profile
from app.web.fields import NOT_A_CHOICE, Checkboxes
from app.web.forms import ProfileForm
from app.web.parts import catalogue


class PartnersForm(ProfileForm):
    """One checkbox for each kind of signatory of the catalogue."""

    partners = Checkboxes("Signataires", invalid_choice_message=NOT_A_CHOICE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partners.choices = _choices(catalogue())

    @classmethod
    def values(cls, profile: Profile) -> dict[str, Any]:
        """The signatories of a profile, in the order of the catalogue."""
        return {
            "partners": [partner.id for partner in catalogue().partners if partner.id in profile.partners]
        }

    def chosen(self) -> tuple[str, ...]:
        """The ids that were ticked, in the order of the catalogue, each once."""
        ticked = self.partners.data or []
        return tuple(partner.id for partner in catalogue().partners if partner.id in ticked)


def _choices(known: Catalogue) -> dict[str, str]:
    return {partner.id: partner.title for partner in known.partners}
