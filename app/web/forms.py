"""What every form of the site does: French messages, a status, and what was removed of a text said."""

import secrets
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from flask import flash
from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.widgets import HiddenInput

MAX_TOKEN = 64

EXPIRED = (
    "Votre session avait expiré : rien n’a été enregistré. "
    "Vérifiez ce que vous avez saisi, puis enregistrez de nouveau."
)


class PageForm(FlaskForm):
    """A form on a page. `status` is the HTTP status with which the page must be shown.

    `refusals` say why the whole contract could not be saved, in sentences that belong to no field.
    """

    class Meta(FlaskForm.Meta):
        """Messages of WTForms itself in French."""

        locales: ClassVar[list[str]] = ["fr"]

    status = 200
    conflict: dict[str, str] | None = None
    existing_id: int | None = None
    refusals: Sequence[str] = ()

    @property
    def expired(self) -> str:
        """What to say when the token was missing or too old, else nothing."""
        return EXPIRED if "csrf_token" in self.errors else ""

    def accepted(self) -> bool:
        """Whether the form was sent and is right. Sets the status when it was sent and is wrong."""
        if not self.is_submitted():
            return False
        valid = bool(self.validate())
        if not valid:
            self.status = 400 if self.expired else 422
        return valid

    def visible_fields(self) -> Iterator[Any]:
        """Yield the fields that a person fills in, in the order of the form."""
        for field in self:
            if not isinstance(field.widget, HiddenInput):
                yield field

    @property
    def faults(self) -> list[tuple[str, str]]:
        """For the summary: the id of the place to mend and the message, in the order of the form."""
        return [(anchor(field), message) for field in self.visible_fields() for message in field.errors]

    def say_what_was_removed(self) -> None:
        """Tell the person about invisible characters that were taken out of what is now saved."""
        for field in self.visible_fields():
            if getattr(field, "removed", 0):
                flash(f"{field.label.text} : {removed_sentence(field.removed)}", "warning")


class CreationForm(PageForm):
    """A form that makes a profile. Its token, drawn once, lets a double sending make one profile only."""

    token = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.token.data:
            self.renew_token()

    @property
    def seen_token(self) -> str:
        """The token of this form, no longer than the database keeps."""
        return str(self.token.data)[:MAX_TOKEN]

    def renew_token(self) -> None:
        """Let the next sending make another profile."""
        self.token.data = secrets.token_urlsafe(16)


def version_number(text: str) -> int:
    """Return the number of a version in a form or an address.

    0, which no version has, for what is no number.
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004 — nine digits fit the database


def anchor(field: Any) -> str:
    """Return the id of the element that a link to this field must reach."""
    choices = getattr(field, "option_widget", None)
    return f"{field.id}-0" if choices is not None and field.type != "SelectField" else str(field.id)


def removed_sentence(number: int) -> str:
    """Return what to say about invisible characters that were taken out."""
    if number == 1:
        return "1 caractère invisible retiré."
    return f"{number} caractères invisibles retirés."
