"""The form of one named signatory."""

from typing import Any

from app.domain.deadlines import read_deadline, show_deadline
from app.domain.profile import Profile, Signatory
from app.web.adaptation.forms import refuse_wrong_date
from app.web.fields import CleanLine, Filled, NotTooLong
from app.web.forms import ProfileForm

NO_NAME = "Nom du signataire : indiquez qui signe. Exemple : la Ville de Lyon."


class SignatoryForm(ProfileForm):
    """One signatory: a collectivité, a service or a body, the person who signs, and by what right."""

    name = CleanLine("Nom du signataire (obligatoire)", [Filled(NO_NAME), NotTooLong()])
    representative = CleanLine("Représentant", [NotTooLong()])
    title = CleanLine("Qualité", [NotTooLong()])
    body = CleanLine("Assemblée ou instance", [NotTooLong()])
    deliberated_on = CleanLine("Date de la délibération", [NotTooLong()])
    deliberation = CleanLine("Numéro de la délibération", [NotTooLong()])

    partner = ""
    rank = -1

    @classmethod
    def of_profile(cls, profile: Profile) -> Signatory:
        """The signatory of this form; an empty one when it is new."""
        named = signatories_of(profile, cls.partner)
        return named[cls.rank] if 0 <= cls.rank < len(named) else Signatory(cls.partner, "")

    @classmethod
    def values(cls, profile: Profile) -> dict[str, Any]:
        """What the fields show for it."""
        known = cls.of_profile(profile)
        return {
            "name": known.name,
            "representative": known.representative,
            "title": known.title,
            "body": known.body,
            "deliberated_on": show_deadline(known.deliberated_on),
            "deliberation": known.deliberation,
        }

    def validate_deliberated_on(self, field: CleanLine) -> None:
        """Refuse what is written in figures and is not a plausible date."""
        refuse_wrong_date(field, "12/03/2027")

    def signatory(self) -> Signatory:
        """The signatory that was typed. Call on an accepted form only."""
        return Signatory(
            partner=self.partner,
            name=self.name.data,
            representative=self.representative.data,
            title=self.title.data,
            body=self.body.data,
            deliberated_on=read_deadline(self.deliberated_on.data),
            deliberation=self.deliberation.data,
        )


def signatory_form(partner: str, rank: int = -1) -> type[SignatoryForm]:
    """The form for one signatory of a partner, by its rank from 0; without a rank, for a new one."""
    return type("OneSignatoryForm", (SignatoryForm,), {"partner": partner, "rank": rank})


def signatories_of(profile: Profile, partner: str) -> tuple[Signatory, ...]:
    """Who signs as this partner, in the order of the profile."""
    return tuple(one for one in profile.signatories if one.partner == partner)
