"""The form of the signatories."""

from typing import Any, Self

from app.domain.profile import Profile
from app.store import SavedProfile
from app.web.fields import NOT_A_CHOICE, Checkboxes
from app.web.forms import ProfileForm
from app.web.standing import catalogue_of


class PartnersForm(ProfileForm):
    """One checkbox for each kind of signatory of the catalogue."""

    partners = Checkboxes("Signataires", invalid_choice_message=NOT_A_CHOICE)

    @classmethod
    def of(cls, saved: SavedProfile, **kwargs: Any) -> Self:
        """The form with the kinds of signatory of the contract's catalogue."""
        form = super().of(saved, **kwargs)
        form.partners.choices = {partner.id: partner.title for partner in catalogue_of(saved).partners}
        form.partners.data = sorted(form.partners.data or ())
        return form

    @classmethod
    def values(cls, profile: Profile) -> dict[str, Any]:
        """The signatories of a profile, in the order of their ids: two forms are compared."""
        return {"partners": sorted(profile.partners)}

    def chosen(self) -> tuple[str, ...]:
        """The ids that were ticked, in the order of the catalogue, each once."""
        ticked = self.partners.data or []
        return tuple(partner_id for partner_id in self.partners.choices if partner_id in ticked)
