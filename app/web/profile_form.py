"""A form about a saved contract: it carries the version that it was made from (optimistic locking)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, ClassVar, Self

from flask import has_request_context, request
from wtforms import HiddenField

from app.domain.diff.edit_script import Budget
from app.domain.diff.text import Edit, Words, words_between
from app.domain.profile import Profile
from app.store import SavedProfile, Version, VersionNotFound
from app.web.forms import PageForm, anchor, version_number
from app.web.services import profiles

SHORTEST_COMPARED = 30
"""Characters under which two texts of a conflict are read whole."""

MOST_FORMER = 10
"""Versions that a page remembers to have been made from: it is shown again after each conflict.

The first is always among them: what the page is about may have been removed in all the others.
"""


def base_version(profile_id: int) -> Version | None:
    """Return the version that the sent form was made from; None where none was sent or it is unknown."""
    return version_at(profile_id, version_number(_sent("version")))


def base_versions(saved: SavedProfile) -> tuple[SavedProfile, ...]:
    """Return the contract at each version that the sent page was made from, the latest first.

    A field of such a page may have no place in the present contract: a form is rebuilt from all of them, so
    that what was typed there is read. Empty where nothing was sent, or the page shows the present version.
    """
    texts = (_sent("version"), *reversed(former_numbers(_sent("former"))))
    numbers = dict.fromkeys(map(version_number, texts))
    known = (version_at(saved.id, number) for number in numbers if number != saved.version)
    return tuple(_contract_at(saved, version) for version in known if version)


def former_numbers(text: str) -> list[str]:
    """Return the numbers in the hidden field `former` of a page: the versions it was made from before."""
    return [number for number in text.split() if version_number(number)][-MOST_FORMER:]


def version_at(profile_id: int, number: int) -> Version | None:
    """Return a version of a contract; None where nobody knows it."""
    try:
        return profiles().versions.get(profile_id, number) if number else None
    except VersionNotFound:
        return None


def _contract_at(saved: SavedProfile, version: Version) -> SavedProfile:
    return replace(saved, version=version.number, profile=version.profile, catalogue=version.catalogue)


def _sent(name: str) -> str:
    return request.form.get(name, "") if has_request_context() else ""


Named = Sequence[tuple[str, str]]
"""The anchors and the labels of some fields."""


class ProfileForm(PageForm):
    """A form about a saved profile.

    `merges`: whether it may be saved on top of a later version that says the same in its own fields.

    In a conflict, `conflicting_version` is what somebody saved meanwhile, where it is known; `refreshed` are
    the fields that took what it says, as the person had not touched them; `misplaced` says, a sentence each,
    what was typed that the contract has no place for any more.
    """

    version = HiddenField()
    former = HiddenField()
    merges: ClassVar[bool] = True
    conflict_title = "Ce contrat a été modifié entre-temps"
    conflicting_version: Version | None = None
    refreshed: Named = ()
    misplaced: Sequence[str] = ()

    @property
    def base(self) -> int:
        """The version that the form was made from; 0, which is always stale, when it is unreadable."""
        return version_number(self.version.data or "")

    @classmethod
    def of(cls, saved: SavedProfile, **kwargs: Any) -> Self:
        """Return the form for a profile: what was sent, else what is saved."""
        form = cls(data=cls.values(saved.profile), **kwargs)
        if not form.is_submitted() or "formdata" in kwargs:
            form.version.data = str(saved.version)
        return form

    @classmethod
    def values(cls, profile: Profile) -> dict[str, Any]:
        """Return what the fields of this form show for a profile: nothing, unless the form says it."""
        return {}

    def without_place(self, present: SavedProfile) -> Iterator[str]:
        """Say, a sentence each, what was typed that the present contract has no place for."""
        yield from ()

    def is_gone(self, present: SavedProfile) -> bool:
        """Whether what the form is about was removed from the contract: it is then shown as it was typed."""
        return False

    def unit_of(self, field: Any) -> str:
        """Return what a field belongs to: fields that mean something together only are compared together."""
        return str(field.name)

    @property
    def differing(self) -> Named:
        """In a conflict, the fields that were changed here and meanwhile."""
        return _named(field for field in self.visible_fields() if field.name in (self.conflict or {}))

    def show_conflict(
        self, theirs: "ProfileForm | None", version: int, base: "ProfileForm | None" = None
    ) -> None:
        """Set what was saved meanwhile beside what was typed, and let a second sending win.

        `theirs` shows the present contract, None where there is nothing to compare; `base` the last one in
        which the form showed what it is about. What was left as it was there takes what was saved meanwhile;
        what nobody else changed is no conflict.
        """
        self.status = 409
        former = [*former_numbers(self.former.data or ""), str(self.base)]
        self.former.data = " ".join((*former[:1], *former[1:][1 - MOST_FORMER :]))
        self.version.data = str(version)
        self.conflict = {}
        if theirs is not None:
            self._set_beside(theirs, base)

    def words_that_differ(self, field: Any) -> tuple[Words, ...]:
        """Return a text of a conflict word by word: what was saved meanwhile, and what is typed here alone.

        Empty where the two are short, or share so little that they are better read one after the other.
        """
        mine, theirs = field.data, (self.conflict or {}).get(field.name, "")
        if not isinstance(mine, str) or min(len(mine), len(theirs)) < SHORTEST_COMPARED:
            return ()
        words = words_between(mine, theirs, self.budget)
        kept = sum(len(piece.text) for piece in words if piece.edit is Edit.KEPT)
        return words if kept * 3 > len(theirs) else ()

    @cached_property
    def budget(self) -> Budget:
        """What all the comparisons of the page may cost together."""
        return Budget()

    def _set_beside(self, theirs: "ProfileForm", base: "ProfileForm | None") -> None:
        refreshed: list[Any] = []
        for fields in self._units():
            differing = [field for field in fields if field.data != theirs[field.name].data]
            before = None if base is None else _data(base, fields)
            if _data(self, fields) == before:
                refreshed += differing
            elif _data(theirs, fields) != before:
                conflict = {field.name: beside(field, theirs[field.name]) for field in differing}
                self.conflict = {**(self.conflict or {}), **conflict}
        for field in refreshed:
            field.data = theirs[field.name].data
        self.refreshed = _named(refreshed)

    def _units(self) -> Iterable[list[Any]]:
        """Return the fields that a person fills in, those of one unit together."""
        units: dict[str, list[Any]] = {}
        for field in self.visible_fields():
            units.setdefault(self.unit_of(field), []).append(field)
        return units.values()


class ConfirmationForm(ProfileForm):
    """The confirmation of a removal: it has no field, only the version that it was made from."""

    merges = False


def beside(mine: Any, theirs: Any) -> str:
    """Return what was saved meanwhile, in words; of several boxes, only those that the two do not share."""
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


def _data(form: ProfileForm, fields: Iterable[Any]) -> list[Any]:
    return [form[field.name].data for field in fields]


def _named(fields: Iterable[Any]) -> Named:
    return [(anchor(field), field.label.text) for field in fields]
