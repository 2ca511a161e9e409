"""The form of one named signatory."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from app.domain.fields import SIGNATORY
from app.domain.profile import Profile, Signatory
from app.store import SavedProfile
from app.web.contract_catalogue import catalogue_of
from app.web.described_fields import Question, add_fields, question_rows, read_in_form, show_in_form
from app.web.profile_form import ProfileForm

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
