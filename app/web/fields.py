"""Form fields for what people type: cleaned once on its way in, measured, and never lost."""

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import SelectMultipleField, StringField, TextAreaField
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.domain.french import format_number
from app.domain.text import MAX_NAME, MAX_TEXT, clean, is_blank

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
