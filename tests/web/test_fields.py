"""The fields of the forms: a text that is too long is refused before anything else reads it."""

import pytest
from wtforms import Form
from wtforms.validators import ValidationError

from app.web.forms import CleanLine, NotTooLong


class _Seen(Form):
    """A form whose second validator says what it was given."""

    name = CleanLine("Nom", [NotTooLong()])

    def validate_name(self, _field: CleanLine) -> None:
        raise ValidationError("lu")


@pytest.mark.parametrize(("length", "says"), [(200, "lu"), (201, "retirez-en 1")])
def test_no_validator_sees_a_text_that_is_too_long(length: int, says: str) -> None:
    form = _Seen(data={"name": "x" * length})

    form.validate()

    assert len(form.name.errors) == 1
    assert says in form.name.errors[0]
