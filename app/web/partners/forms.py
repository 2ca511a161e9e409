"""The form of the signatories."""

from collections.abc import Iterator, Sequence
from typing import Any, Self

from app.domain.profile import Profile
from app.store import SavedProfile
from app.web.base_versions import base_versions
from app.web.contract_catalogue import catalogue_of
from app.web.fields import NOT_A_CHOICE, Checkboxes, in_known_order
from app.web.profile_form import ProfileForm

ABSENT = "{} (absent du catalogue du contrat)"
STILL_TICKED = "Enregistrez de nouveau pour le garder coché, ou décochez-le."


class PartnersForm(ProfileForm):
    """One checkbox for each kind of signatory of the catalogue."""

    partners = Checkboxes("Signataires", invalid_choice_message=NOT_A_CHOICE)

    @classmethod
    def of(cls, saved: SavedProfile, **kwargs: Any) -> Self:
        """The form with the kinds of signatory of the catalogue, and those chosen or sent besides."""
        form = super().of(saved, **kwargs)
        known = {partner.id: partner.title for partner in catalogue_of(saved).partners}
        former = {
            partner.id: partner.title
            for contract in base_versions(saved)
            for partner in catalogue_of(contract).partners
        }
        kept = (*saved.profile.partners, *(sent for sent in form.partners.data or () if sent in former))
        unknown = {partner: ABSENT.format(former.get(partner, partner)) for partner in kept}
        form.partners.choices = unknown | known
        form.partners.data = sorted(form.partners.data or ())
        return form

    @classmethod
    def values(cls, profile: Profile) -> dict[str, Any]:
        """The signatories of a profile, in the order of their ids: two forms are compared."""
        return {"partners": sorted(profile.partners)}

    def absent(self, present: SavedProfile) -> list[tuple[str, str]]:
        """The kinds that the catalogue does not have and that are ticked: id and title."""
        known = catalogue_of(present).partner_by_id
        ticked = set(self.partners.data or ()) - set(known)
        return [(partner, title) for partner, title in self.partners.choices.items() if partner in ticked]

    def without_place(self, present: SavedProfile) -> Iterator[str]:
        """Name the kinds that were ticked here and that the catalogue does not have any more."""
        for partner, title in self.absent(present):
            if partner not in present.profile.partners:
                yield f"{title}. {STILL_TICKED}"

    def chosen(self, present: Sequence[str]) -> tuple[str, ...]:
        """The ids that were ticked, each once: those chosen before, in their order, then the others."""
        ticked = self.partners.data or ()
        return in_known_order((one for one in self.partners.choices if one in ticked), present)
