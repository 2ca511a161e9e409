"""The page of a list that an address asks for."""

from flask import abort, request


def page_number() -> int:
    """The number in the query, 1 without one; 404 for what is none."""
    text = request.args.get("page", "1")
    if not (text.isascii() and text.isdigit() and len(text) <= 6) or int(text) < 1:  # noqa: PLR2004 — more pages than profiles
        abort(404)
    return int(text)
