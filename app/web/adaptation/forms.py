"""The form of a local adaptation."""

import re
from datetime import date
from typing import Any

from wtforms import RadioField
from wtforms.validators import ValidationError

from app.domain.profile import NO_ADAPTATION, Adaptation, Profile
from app.web.fields import NOT_A_CHOICE, CleanLine, CleanTextArea, NotTooLong
from app.web.forms import ProfileForm

YES, NO = "oui", "non"
FIRST_YEAR, LAST_YEAR = 2014, 2100
"""A contract's deadlines: the law is of 2014; beyond 2100 it is a slip of the keyboard."""

DATE_EXAMPLE = "Échéance : cette date n’existe pas ou n’est pas plausible. Exemple : 31/12/2028."
_FRENCH_DATE = re.compile(r"([0-9]{1,2})[/. -]([0-9]{1,2})[/. -]([0-9]{4})")
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_YEAR = re.compile(r"[0-9]{4}")
_DIGITS_ONLY = re.compile(r"[0-9\s./,-]+")


def read_deadline(text: str) -> str:
    """A date becomes ISO, a year and words (« fin 2027 ») stay as typed.

    Raises ValueError for what is written in figures and is not a plausible date.
    """
    typed = text.strip()
    if french := _FRENCH_DATE.fullmatch(typed):
        return _iso(int(french[3]), int(french[2]), int(french[1]))
    if iso := _ISO_DATE.fullmatch(typed):
        return _iso(int(iso[1]), int(iso[2]), int(iso[3]))
    if _YEAR.fullmatch(typed):
        return _iso(int(typed), 1, 1)[:4]
    if typed and _DIGITS_ONLY.fullmatch(typed):
        raise ValueError(typed)
    return typed


def show_deadline(text: str) -> str:
    """A stored deadline as it is typed in France: 31/12/2028."""
    match = _ISO_DATE.fullmatch(text)
    return f"{match[3]}/{match[2]}/{match[1]}" if match else text


class AdaptationForm(ProfileForm):
    """What the official says of one commitment."""

    included = RadioField(
        "Cet engagement figure-t-il au contrat ?",
        choices={YES: "Oui, il figure au contrat", NO: "Non, il est écarté"},
        invalid_choice_message=NOT_A_CHOICE,
    )
    reason_excluded = CleanTextArea("Motif, s’il est écarté", [NotTooLong()])
    local_action = CleanTextArea("Action locale", [NotTooLong()])
    lead = CleanLine("Pilote", [NotTooLong()])
    deadline = CleanLine("Échéance", [NotTooLong()])
    indicator = CleanTextArea("Indicateur", [NotTooLong()])
    resources = CleanTextArea("Moyens", [NotTooLong()])

    commitment_id = ""

    def validate_deadline(self, field: CleanLine) -> None:
        """Refuse 30/02/2028, year 1 and year 9999."""
        try:
            read_deadline(field.data)
        except ValueError:
            raise ValidationError(DATE_EXAMPLE) from None

    @classmethod
    def values(cls, profile: Profile) -> dict[str, Any]:
        """What the fields show for the commitment of this form."""
        adaptation = profile.adaptations.get(cls.commitment_id, NO_ADAPTATION)
        return {
            "included": YES if adaptation.included else NO,
            "reason_excluded": adaptation.reason_excluded,
            "local_action": adaptation.local_action,
            "lead": adaptation.lead,
            "deadline": show_deadline(adaptation.deadline),
            "indicator": adaptation.indicator,
            "resources": adaptation.resources,
        }

    def adaptation(self) -> Adaptation:
        """The adaptation that was typed. Call on an accepted form only."""
        return Adaptation(
            included=self.included.data == YES,
            local_action=self.local_action.data,
            lead=self.lead.data,
            deadline=read_deadline(self.deadline.data),
            indicator=self.indicator.data,
            resources=self.resources.data,
            reason_excluded=self.reason_excluded.data,
        )


def adaptation_form(commitment_id: str) -> type[AdaptationForm]:
    """The form for one commitment."""
    return type("CommitmentAdaptationForm", (AdaptationForm,), {"commitment_id": commitment_id})


def _iso(year: int, month: int, day: int) -> str:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(year)
    return date(year, month, day).isoformat()
