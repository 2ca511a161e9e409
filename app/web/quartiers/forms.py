"""The two steps of an import: a file to read, then a list to confirm."""

from wtforms import FileField
from wtforms.validators import ValidationError

from app.web.forms import PageForm
from app.web.uploads import UploadField


class ListFileForm(PageForm):
    """An official list, as it was downloaded."""

    file = FileField("Fichier de la liste (.csv ou .geojson, 15 Mo au plus)")

    def validate_file(self, field: FileField) -> None:
        """Refuse the form when no file was chosen."""
        if not getattr(field.data, "filename", ""):
            raise ValidationError("Choisissez le fichier téléchargé, par exemple «\u00a0qpv-2024.csv\u00a0».")


class OfficialListForm(PageForm):
    """The click that fetches the official list: it has no field."""


class ConfirmForm(PageForm):
    """The list that the preview showed, by the token under which it waits."""

    upload = UploadField()
