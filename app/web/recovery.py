"""What a person typed, given back on a page that could not save it."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import request
from werkzeug.exceptions import HTTPException
from wtforms.fields.core import UnboundField

from app.domain.text import clean, is_blank
from app.web.forms import PageForm
from app.web.parts import catalogue

_MACHINERY = {"version", "token", "next", "workbook"}
_STALE = {"csrf_token"}


@dataclass(frozen=True, slots=True)
class Typed:
    """One field of a form that was not saved, with the words of its label."""

    name: str
    label: str
    text: str


def typed_texts() -> list[Typed]:
    """Every field that was sent and says something; nothing when the body is unreadable.

    A field without a label here is shown under its name: what was typed is never lost for that.
    """
    labels = _labels()
    return [
        Typed(name, labels.get(name, name), text)
        for name, text in _sent()
        if name not in _MACHINERY and not is_blank(text)
    ]


def unseen_fields() -> list[tuple[str, str]]:
    """What a second sending needs besides: the version, the token, and the fields that were emptied."""
    return [(name, text) for name, text in _sent() if name in _MACHINERY or is_blank(text)]


def _labels() -> dict[str, str]:
    """The words that the forms of this part of the site put beside their fields."""
    labels = {f"fact_{rule.id}": rule.question for rule in catalogue().facts}
    for form in _family(PageForm):
        if form.__module__.startswith(f"app.web.{request.blueprint}."):
            labels |= {name: label for name, label in _declared(form) if name not in labels}
    return labels


def _declared(form: type[PageForm]) -> Iterator[tuple[str, str]]:
    """The fields of a form, those of the forms that it extends included."""
    for kind in form.__mro__:
        for name, made in vars(kind).items():
            if isinstance(made, UnboundField) and made.args:
                yield name, str(made.args[0])


def _family(form: type[PageForm]) -> Iterator[type[PageForm]]:
    yield form
    for kind in form.__subclasses__():
        yield from _family(kind)


def _sent() -> list[tuple[str, str]]:
    try:
        sent = request.form.items(multi=True)
        return [(name, clean(text).text) for name, text in sent if name not in _STALE]
    except HTTPException:
        return []
