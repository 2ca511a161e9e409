"""The forms that take adaptations over: from a workbook, or from another contract."""

from typing import Any

from wtforms import FileField, SelectField
from wtforms.validators import ValidationError

from app.domain.profile import Profile
from app.web.fields import NOT_A_CHOICE, Checkboxes
from app.web.forms import ProfileForm
from app.web.parts import catalogue, profiles

MOST_PROFILES = 200


class WorkbookForm(ProfileForm):
    """A workbook that was exported from this contract and filled in."""

    merges = False

    file = FileField("Classeur (.xlsx, 2 Mo au plus)")

    @classmethod
    def values(cls, profile: Profile) -> dict[str, Any]:
        """Nothing to show: a browser never gives a file back."""
        return {}

    def validate_file(self, field: FileField) -> None:
        """Refuse the form when no file was chosen."""
        if not getattr(field.data, "filename", ""):
            raise ValidationError("Choisissez le classeur .xlsx exporté depuis ce contrat.")

    def meet(self, theirs: ProfileForm, version: int) -> None:
        """The contract changed meanwhile: the file has to be chosen again."""
        self.status, self.version.data, self.conflict = 409, str(version), {}


class CopyForm(ProfileForm):
    """Another contract, and the volets whose adaptations are taken from it."""

    other = SelectField("Contrat d’où copier", coerce=str, invalid_choice_message=NOT_A_CHOICE)
    sections = Checkboxes("Volets à copier", invalid_choice_message=NOT_A_CHOICE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        latest = profiles().search(size=MOST_PROFILES).summaries
        self.other.choices = {str(one.id): f"{one.name} ({one.territory_name})" for one in latest}
        self.sections.choices = {section.id: section.title for section in catalogue().sections}

    @classmethod
    def values(cls, profile: Profile) -> dict[str, Any]:
        """Nothing is chosen at first."""
        return {"sections": []}

    def validate_sections(self, field: Checkboxes) -> None:
        """Refuse to copy nothing."""
        if not field.data:
            raise ValidationError("Volets à copier : cochez-en au moins un.")
