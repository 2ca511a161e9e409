"""The name of a version, and the name of the person whose saves make them."""

from app.web.fields import CleanLine, NotTooLong
from app.web.forms import PageForm


class VersionNameForm(PageForm):
    """What the version was for: « transmise au comité du 12 mars »."""

    label = CleanLine("Nom de la version", [NotTooLong()])


class AuthorForm(PageForm):
    """The name that the saves of this browser will bear."""

    author = CleanLine("Votre nom", [NotTooLong()])
