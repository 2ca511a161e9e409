"""The name of a version."""

from app.web.fields import CleanLine, NotTooLong
from app.web.forms import PageForm


class VersionNameForm(PageForm):
    """What the version was for: « transmise au comité du 12 mars »."""

    label = CleanLine("Nom de la version", [NotTooLong()])
