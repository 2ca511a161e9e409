"""What may stand in an address of the site."""

from flask import abort, request
from werkzeug.routing import BaseConverter

from app.domain.identifiers import SIGNATORY_ID


class SignatoryIdConverter(BaseConverter):
    """The id of a named signatory."""

    regex = SIGNATORY_ID.pattern
    part_isolating = True


class ProfileIdConverter(BaseConverter):
    """The number of a saved profile.

    At most nine ASCII digits: a longer number overflows SQLite's driver and Python's own int(),
    and « ١٢ » is a number for Python's int converter. Anything else is an unknown page.
    """

    regex = "[1-9][0-9]{0,8}"
    part_isolating = True

    def to_python(self, value: str) -> int:
        """The number that the address carries."""
        return int(value)

    def to_url(self, value: int) -> str:
        """The number as it stands in an address."""
        return str(value)


def page_number() -> int:
    """The number in the query, 1 without one; 404 for what is none."""
    text = request.args.get("page", "1")
    if not (text.isascii() and text.isdigit() and len(text) <= 6) or int(text) < 1:  # noqa: PLR2004 — more pages than profiles
        abort(404)
    return int(text)
