"""The form of a commitment of one contract alone."""

from typing import Any, Self

from wtforms import SelectField

from app.domain.profile import NO_ADAPTATION, Adaptation, LocalCommitment, Profile
from app.store import SavedProfile
from app.web.adaptation.forms import AdaptationFields
from app.web.fields import NOT_A_CHOICE, CleanTextArea, Filled, NotTooLong
from app.web.standing import catalogue_of

NO_TEXT = "Engagement : écrivez ce à quoi les signataires s’engagent."


class LocalCommitmentForm(AdaptationFields):
    """What is promised, in which volet, and the action."""

    text = CleanTextArea("Engagement (obligatoire)", [Filled(NO_TEXT), NotTooLong()])
    section = SelectField("Volet", invalid_choice_message=NOT_A_CHOICE)

    local_id = ""
    usual_section = ""

    @classmethod
    def of(cls, saved: SavedProfile, **kwargs: Any) -> Self:
        """The form with the volets of the contract's catalogue."""
        form = super().of(saved, **kwargs)
        form.section.choices = {section.id: section.title for section in catalogue_of(saved).sections}
        return form

    @classmethod
    def of_profile(cls, profile: Profile) -> LocalCommitment | None:
        """The commitment of this form in a profile, None for a new one."""
        return next((one for one in profile.local_commitments if one.id == cls.local_id), None)

    @classmethod
    def adaptation_of(cls, profile: Profile) -> Adaptation:
        """The adaptation of the commitment of this form."""
        known = cls.of_profile(profile)
        return known.adaptation if known else NO_ADAPTATION

    @classmethod
    def values(cls, profile: Profile) -> dict[str, Any]:
        """What the fields show for it."""
        known = cls.of_profile(profile)
        return {
            **super().values(profile),
            "text": known.text if known else "",
            "section": known.section if known else cls.usual_section,
        }

    def commitment(self, local_id: str) -> LocalCommitment:
        """The commitment that was typed. Call on an accepted form only."""
        return LocalCommitment(local_id, self.section.data, self.text.data, self.adaptation())


def local_form(local_id: str = "", usual_section: str = "") -> type[LocalCommitmentForm]:
    """The form for one commitment, or for a new one in a volet."""
    subject = {"local_id": local_id, "usual_section": usual_section}
    return type("OneLocalCommitmentForm", (LocalCommitmentForm,), subject)
