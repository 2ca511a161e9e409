"""What every form of the site does: French messages, a status; typed text cleaned, measured, never lost."""

import secrets
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar

from flask import flash
from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from app.domain.french import format_number
from app.domain.text import MAX_NAME, MAX_TEXT, clean, is_blank
from app.web.requests import note_reason

NOT_A_CHOICE = "Choisissez parmi les réponses proposées."


class _CleanField:
    """Text as `clean` leaves it. `removed` counts the invisible characters that were taken out."""

    data: str
    removed = 0

    def process_data(self, value: str | None) -> None:
        """Start from a text that is already saved, hence clean."""
        self.data = value or ""

    def process_formdata(self, values: Sequence[str]) -> None:
        """Keep the first value sent; a field that was not sent keeps what it had."""
        if values:
            cleaned = clean(values[0])
            self.data = self.kept(cleaned.text)
            self.removed = cleaned.removed

    def kept(self, text: str) -> str:
        """Return what is kept of a clean text."""
        return text


class CleanTextArea(_CleanField, TextAreaField):
    """Text of several lines, kept as typed."""

    longest = MAX_TEXT


class CleanLine(_CleanField, StringField):
    """Text of one line: line ends become spaces."""

    longest = MAX_NAME

    def kept(self, text: str) -> str:
        """Return the text on one line, without the spaces around it."""
        return text.replace("\n", " ").strip()


class Checkboxes(SelectMultipleField):
    """Several choices, each a checkbox."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def in_known_order(ticked: Iterable[str], known: Sequence[str]) -> tuple[str, ...]:
    """Return what is ticked, each once.

    First what was so before, in its order, then the rest as it was sent.
    """
    sent = dict.fromkeys(ticked)
    return tuple(dict.fromkeys((*(value for value in known if value in sent), *sent)))


class Filled:
    """Refuses a text that shows nothing, be it made of zero-width spaces."""

    def __init__(self, message: str) -> None:
        self.message = message
        self.field_flags = {"required": True}

    def __call__(self, _form: object, field: Any) -> None:
        """Raise ValidationError when nothing can be read in the field."""
        if is_blank(field.data):
            raise ValidationError(self.message)


class NotTooLong:
    """Refuses a text over the longest length of its field, and says by how much.

    No validator after it sees the text: what they do is meant for texts of an ordinary length.
    """

    def __call__(self, _form: object, field: Any) -> None:
        """Raise StopValidation with the length, the limit and the excess."""
        length = len(field.data)
        if length > field.longest:
            raise StopValidation(
                f"{field.label.text} : {format_number(length)} caractères, "
                f"{format_number(field.longest)} au plus ; retirez-en "
                f"{format_number(length - field.longest)}."
            )


MAX_TOKEN = 64

SESSION_OVER = "jeton de formulaire absent, ou d’une session expirée"
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
            fields = ", ".join(filter(None, self.errors))
            note_reason(SESSION_OVER if self.expired else f"champs refusés : {fields}")
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
