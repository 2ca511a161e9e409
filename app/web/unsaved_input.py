"""What a person typed, given back on a page that could not save it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import request
from werkzeug.exceptions import HTTPException
from wtforms.fields.choices import SelectFieldBase
from wtforms.fields.core import UnboundField

from app.domain.orientations import objective_labels
from app.domain.profile import Profile, Territory
from app.domain.text import clean, is_blank
from app.store import StoreUnavailable, VersionNotFound
from app.web.forms import PageForm, version_number
from app.web.profile_form import ProfileForm
from app.web.services import catalogue, profiles

_MACHINERY = {"version", "former", "proposed", "token", "next", "more", "workbook", "upload"}
_STALE = {"csrf_token"}
_BLANK = Profile("", Territory("epci", "", ""))


@dataclass(frozen=True, slots=True)
class Typed:
    """One text of a form that was not saved, with the words of its label."""

    name: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was ticked of one question, in its words."""

    label: str
    words: tuple[str, ...]


def typed_texts() -> list[Typed]:
    """Every text that was sent and says something; nothing when the body is unreadable.

    A field without a label here is shown under its name: what was typed is never lost for that.
    """
    labels, choices = _labels(), _choices()
    return [
        Typed(name, labels.get(name, name), text)
        for name, text in _sent()
        if name not in _MACHINERY and name not in choices and not is_blank(text)
    ]


def choices_made(seen: dict[str, str]) -> list[Chosen]:
    """Return the answers that nobody finds ticked on an empty form.

    `seen` names the quartiers and the objectives of the contract.
    """
    labels, choices, usual = _labels(), _choices(), _usual_answers()
    names = {partner.id: partner.title for partner in catalogue().partners}
    names |= {section.id: section.title for section in catalogue().sections} | seen
    made: dict[str, list[str]] = {}
    for name, value in _sent():
        if name in choices and value != usual.get(name, ""):
            made.setdefault(name, []).append(choices[name].get(value, names.get(value, value)))
    return [Chosen(labels.get(name, name), tuple(words)) for name, words in made.items()]


def unseen_fields() -> list[tuple[str, str]]:
    """Return what a second sending needs: version, token, answers, and the fields that were emptied."""
    hidden = {*_MACHINERY, *_choices()}
    return [(name, text) for name, text in _sent() if name in hidden or is_blank(text)]


def names_seen() -> dict[str, str]:
    """Return what the quartiers and objectives of the contract are called as the person saw it, by id.

    None when it is gone.
    """
    profile_id = (request.view_args or {}).get("profile_id")
    version = version_number(request.form.get("version", ""))
    if profile_id is None:
        return {}
    try:
        base = profiles().versions.get(profile_id, version).profile
    except (StoreUnavailable, VersionNotFound):
        return {}
    return dict(base.territory.quartier_labels) | objective_labels(base.orientations)


def _labels() -> dict[str, str]:
    """Return the words that the forms of this part of the site put beside their fields."""
    labels = {f"fact_{rule.id}": rule.question for rule in catalogue().facts}
    for form in _forms():
        named = ((name, made.args) for name, made in _declared(form))
        labels |= {name: str(args[0]) for name, args in named if args and name not in labels}
    return labels


def _choices() -> dict[str, dict[str, str]]:
    """Return the answers of each field that offers some, as far as they are the same for all contracts."""
    known = {f"fact_{rule.id}": {"oui": "Oui", "non": "Non"} for rule in catalogue().facts}
    for form in _forms():
        for name, made in _declared(form):
            if issubclass(made.field_class, SelectFieldBase):
                known.setdefault(name, made.kwargs.get("choices") or {})
    return known


def _usual_answers() -> dict[str, Any]:
    """Return what the forms show for a contract in which nobody wrote."""
    usual: dict[str, Any] = {}
    for form in _forms():
        if issubclass(form, ProfileForm):
            try:
                usual |= form.values(_BLANK)
            except NotImplementedError:
                continue
    return usual


def _forms() -> Iterator[type[PageForm]]:
    for form in _family(PageForm):
        if f"{form.__module__}.".startswith(f"app.web.{request.blueprint}."):
            yield form


def _declared(form: type[PageForm]) -> Iterator[tuple[str, Any]]:
    """Yield the fields of a form, those of the forms that it extends included."""
    for kind in form.__mro__:
        for name, made in vars(kind).items():
            if isinstance(made, UnboundField):
                yield name, made


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
