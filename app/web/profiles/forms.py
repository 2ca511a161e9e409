"""The forms about a profile as a whole."""

from typing import Any

from wtforms import FileField
from wtforms.validators import ValidationError

from app.domain.profile import Profile
from app.web.fields import CleanLine, Filled, NotTooLong
from app.web.forms import CreationForm
from app.web.profile_form import ProfileForm

NAME_MISSING = "Donnez un nom au contrat, par exemple « Grand Paris Sud, contrat de ville »."


class RenameForm(ProfileForm):
    """Another name for a profile."""

    name = CleanLine("Nouveau nom (obligatoire)", [Filled(NAME_MISSING), NotTooLong()])

    @classmethod
    def values(cls, profile: Profile) -> dict[str, Any]:
        """The present name."""
        return {"name": profile.name}


class DuplicateForm(CreationForm):
    """The name of the copy."""

    name = CleanLine("Nom de la copie (obligatoire)", [Filled(NAME_MISSING), NotTooLong()])


class ImportForm(CreationForm):
    """A profile exported from this application, here or elsewhere."""

    file = FileField("Fichier d’un contrat (.json, 2 Mo au plus)")
    name = CleanLine("Nom à donner au contrat", [NotTooLong()])

    def validate_file(self, field: FileField) -> None:
        """Refuse the form when no file was chosen."""
        if not getattr(field.data, "filename", ""):
            raise ValidationError("Choisissez un fichier .json exporté depuis un contrat.")
