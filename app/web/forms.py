"""What every form of the site does: French messages, a status, and a conflict that loses nothing."""

import secrets
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, Self

from flask import flash
from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.widgets import HiddenInput

from app.domain.profile import Profile
from app.store import SavedProfile, Version

MAX_TOKEN = 64

EXPIRED = (
    "Votre session avait expiré : rien n’a été enregistré. "
    "Vérifiez ce que vous avez saisi, puis enregistrez de nouveau."
)


class PageForm(FlaskForm):
    """A form on a page. `status` is the HTTP status with which the page must be shown."""

    class Meta(FlaskForm.Meta):
        """Messages of WTForms itself in French."""

        locales: ClassVar[list[str]] = ["fr"]

    status = 200
    conflict: dict[str, str] | None = None
    existing_id: int | None = None

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
        """The fields that a person fills in, in the order of the form."""
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


class ProfileForm(PageForm):
    """A form about a saved profile. It carries the version that its author had under the eyes.

    `merges`: whether it may be saved on top of a later version that says the same in its own fields.
    `met`: in a conflict, the version that somebody saved meanwhile, where it is known. `renewed`: the anchors
    and labels of the fields that then took what that version says.
    """

    met: Version | None = None
    renewed: Sequence[tuple[str, str]] = ()

    version = HiddenField()
    merges: ClassVar[bool] = True

    @property
    def seen_version(self) -> int:
        """The version that the form was made from; 0, which is always stale, when it is unreadable."""
        return version_number(self.version.data or "")

    @classmethod
    def of(cls, saved: SavedProfile, **kwargs: Any) -> Self:
        """The form for a profile: what was sent, else what is saved."""
        form = cls(data=cls.values(saved.profile), **kwargs)
        if not form.is_submitted() or "formdata" in kwargs:
            form.version.data = str(saved.version)
        return form

    @classmethod
    def values(cls, profile: Profile) -> dict[str, Any]:
        """What the fields of this form show for a profile. Each form says it."""
        raise NotImplementedError

    @property
    def differing(self) -> list[tuple[str, str]]:
        """In a conflict, the anchors and labels of the fields that were changed here and meanwhile."""
        found = self.conflict or {}
        return [(anchor(field), field.label.text) for field in self.visible_fields() if field.name in found]

    def meet(self, theirs: "ProfileForm", version: int, seen: "ProfileForm | None" = None) -> None:
        """Set what was saved meanwhile beside what was typed, and let a second sending win.

        `seen`: what the person had under the eyes. A field that was left so takes what was saved meanwhile;
        one that nobody else changed is no conflict.
        """
        self.status = 409
        self.version.data = str(version)
        others = [field for field in self.visible_fields() if field.data != theirs[field.name].data]
        if seen is not None:
            left = [field for field in others if field.data == seen[field.name].data]
            self._renew(left, theirs)
            others = [
                field
                for field in others
                if field not in left and theirs[field.name].data != seen[field.name].data
            ]
        self.conflict = {field.name: beside(field, theirs[field.name]) for field in others}

    def _renew(self, fields: Sequence[Any], theirs: "ProfileForm") -> None:
        for field in fields:
            field.data = theirs[field.name].data
        self.renewed = [(anchor(field), field.label.text) for field in fields]


class ConfirmationForm(ProfileForm):
    """The confirmation of a removal: it has no field, only the version that one saw."""

    merges = False

    @classmethod
    def values(cls, profile: Profile) -> dict[str, Any]:
        """Nothing to show."""
        return {}


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
    """The number of a version in a form or an address; 0, which no version has, for what is no number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004 — nine digits fit the database


def anchor(field: Any) -> str:
    """The id of the element that a link to this field must reach."""
    choices = getattr(field, "option_widget", None)
    return f"{field.id}-0" if choices is not None and field.type != "SelectField" else str(field.id)


def beside(mine: Any, theirs: Any) -> str:
    """What was saved meanwhile, in words; of several boxes, only those that the two do not share."""
    choices = getattr(theirs, "choices", None)
    if choices is None:
        return str(theirs.data or "")
    if not isinstance(theirs.data, list):
        return str(choices.get(theirs.data, ""))
    only = ("Coché entre-temps", theirs, mine), ("Coché ici seulement", mine, theirs)
    lines = []
    for opening, there, here in only:
        labels = [
            label
            for value, label in choices.items()
            if value in (there.data or ()) and value not in (here.data or ())
        ]
        lines += [f"{opening}\u00a0: {', '.join(labels)}."] if labels else []
    return "\n".join(lines)


def removed_sentence(number: int) -> str:
    """What to say about invisible characters that were taken out."""
    if number == 1:
        return "1 caractère invisible retiré."
    return f"{number} caractères invisibles retirés."
